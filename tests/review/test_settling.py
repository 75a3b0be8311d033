"""Verbs about findings: what becomes of them is kept, comes back when its cause changes, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assessment.answer import Citation
from app.assessment.findings import Detected, FindingState
from app.exchange.portable import from_toml, to_toml
from app.questionnaire.model import Severity
from app.review import Library, Refused, Review, Unknown
from tests.hostile import HOSTILE

HOST = "CON-07"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with Library.open(tmp_path / "data.db") as library:
        review = library.create("Brightside", "Brightside Reader")
        review.add_rows("security.hosting", [{"provider": "Nimbus Host", "service": "servers"}])
        review.add_rows("thirdparty.register", [{"name": "Postbird", "function": "e-mail"}])
        yield review


def test_a_finding_comes_and_goes_with_the_answer_that_causes_it(review: Review) -> None:
    assert review.finding(HOST).severity is Severity.MEDIUM
    review.add_rows("thirdparty.register", [{"name": "Nimbus Host", "function": "hosting"}])
    with pytest.raises(Unknown):
        review.finding(HOST)
    review.undo()
    assert review.finding(HOST).state is FindingState.OPEN


def test_what_was_recorded_stays_and_can_be_undone(review: Review) -> None:
    review.settle(HOST, "accepted", reason="contract seen", owner="J. Doe", due="2027-01-31")
    found = review.finding(HOST)
    assert (found.state, found.owner, found.due) == (FindingState.ACCEPTED, "J. Doe", "2027-01-31")
    assert found.acts
    review.undo()
    assert review.finding(HOST).state is FindingState.OPEN
    review.redo()
    assert review.finding(HOST).reason == "contract seen"
    assert [line.after.state for line in review.finding_history(HOST)] == [FindingState.ACCEPTED]


def test_a_settled_finding_comes_back_when_its_cause_changes(review: Review) -> None:
    review.settle(HOST, "withdrawn", reason="same group of companies")
    assert not review.finding(HOST).acts
    review.add_rows("security.hosting", [{"provider": "Postbird", "service": "mail"}])
    assert not review.finding(HOST).acts, "a row that it does not speak of is no other cause"
    (row,) = [r for r in review.view.answer("security.hosting").value if r.cells["provider"] == "Nimbus Host"]
    review.set_cell("security.hosting", row.id, "service", "servers and databases")
    assert not review.finding(HOST).acts, "nor is a column that it does not read"
    review.set_cell("security.hosting", row.id, "provider", "Nimbus Hosting")
    found = review.finding(HOST)
    assert (found.state, found.came_back) == (FindingState.OPEN, FindingState.WITHDRAWN)
    assert found.reason == "same group of companies"
    review.settle(HOST, "withdrawn", reason="still the same group")
    assert review.finding(HOST).came_back is None


def test_an_owner_alone_does_not_settle_what_came_back(review: Review) -> None:
    review.settle(HOST, "withdrawn", reason="same group of companies")
    (row,) = [r for r in review.view.answer("security.hosting").value if r.cells["provider"] == "Nimbus Host"]
    review.set_cell("security.hosting", row.id, "provider", "Nimbus Hosting")
    review.settle(HOST, owner="Ann")
    assert review.finding(HOST).state is FindingState.OPEN
    assert review.finding(HOST).owner == "Ann"


def test_settings_that_cannot_be_read_are_told(review: Review) -> None:
    review._store.set_setting("judgement", '{"thresholds": {"meets.commitment": "high"}}')
    review.judge_again()
    assert [one.rule for one in review.view.judgement.findings.broken] == ["settings"]
    review._store.set_setting("judgement", '{"thresholds": {"meets.commitment": 90}}')
    review.judge_again()
    assert review.view.judgement.findings.broken == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"state": "withdrawn"}, "needs a reason"),
        ({"state": "accepted", "reason": "fine"}, "owner and a date"),
        ({"state": "accepted", "reason": "fine", "owner": "J", "due": "soon"}, "not one"),
        ({"state": "gone"}, "not a state"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_stored(
    review: Review, given: dict[str, str], why: str
) -> None:
    before = review.view
    with pytest.raises(Refused, match=why):
        review.settle(HOST, **given)
    assert review.view is before


def test_saying_it_again_stores_nothing(review: Review) -> None:
    view = review.settle(HOST, "withdrawn", reason="same group")
    assert review.settle(HOST, "withdrawn", reason="same group") is view


def test_a_proposal_waits_for_a_word(review: Review) -> None:
    hit = Detected(
        "foreign_company",
        "otherco",
        "D1",
        (Citation("D1", "line 4", "OtherCo shall delete the data.", 10, 40),),
        {"company": "OtherCo"},
        ("deletion.on_request",),
    )
    review.add_rows(
        "review.documents", [{"doc_id": "D1", "title": "Agreement", "kind": "unsigned agreement"}]
    )
    review.take_detected([hit])
    key = "DOC-03 otherco"
    assert review.proposal(key).finding.citations == hit.passages
    assert not [one for one in review.view.judgement.findings.found if one.rule == "DOC-03"]
    review.confirm_proposal(key)
    assert review.finding(key).acts
    review.take_detected([])
    assert review.finding(key).citations == hit.passages, "it stays without the document at hand"
    review.undo()
    review.take_detected([hit])
    with pytest.raises(Refused, match="needs a reason"):
        review.dismiss_proposal(key, " ")
    review.dismiss_proposal(key, "that is the parent company")
    assert review.finding(key).state is FindingState.WITHDRAWN


MARKETING = "CON-19 marketing analytics"


def promise_no_marketing(review: Review, where: str) -> None:
    review.answer("sopipa.no_marketing", "yes")
    review.answer("tracking.analytics", value=where)
    review.answer("tracking.analytics.for_marketing", "yes")


def marketing_hit(*answers: str) -> Detected:
    quotes = ("Site data is used for marketing.", "Personal data is never used for marketing.")
    passages = tuple(Citation("D1", f"line {n}", quote) for n, quote in enumerate(quotes))
    return Detected("marketing_analytics", "marketing analytics", "D1", passages, answers=answers)


def test_what_answers_and_passages_propose_is_proposed_once_with_both(review: Review) -> None:
    promise_no_marketing(review, "third-party on public site only")
    assert review.proposal("CON-19")
    review.take_detected([marketing_hit("sopipa.no_marketing")])
    (only,) = [one for one in review.view.judgement.findings.proposals if one.finding.rule == "CON-19"]
    assert only.key == MARKETING
    assert [side.label for side in only.finding.sides][-2:] == [
        "What is promised",
        "What the analytics are for",
    ]
    review.dismiss_proposal(MARKETING, "that is the public site")
    review.take_detected([])
    assert not [one for one in review.view.judgement.findings.proposals if one.finding.rule == "CON-19"]


def test_a_confirmed_finding_keeps_only_the_passages_that_decide(review: Review) -> None:
    review.add_rows("review.documents", [{"doc_id": "D1", "title": "Policy", "kind": "policy"}])
    promise_no_marketing(review, "third-party inside the product")
    for n in range(8):
        review.cite("sopipa.no_marketing", Citation("D1", f"line {n + 10}", f"We never market, part {n}."))
    hit = marketing_hit("sopipa.no_marketing")
    review.take_detected([hit])
    review.confirm_proposal(MARKETING)
    raised = review.view.dispositions[MARKETING].raised
    assert raised is not None
    assert raised.citations == hit.passages
    review.undo()
    review.take_detected([])
    review.confirm_proposal("CON-19")
    raised = review.view.dispositions["CON-19"].raised
    assert raised is not None
    assert len(raised.citations) == 3


def test_the_caps_of_a_confirmed_finding_hold_only_under_their_condition(review: Review) -> None:
    promise_no_marketing(review, "third-party on public site only")
    review.confirm_proposal("CON-19")
    assert review.finding("CON-19").caps == ()
    review.answer("tracking.analytics", value="third-party inside the product")
    assert [cap.credit for cap in review.finding("CON-19").caps] == [0.5]


def test_what_answers_proposed_goes_with_them_and_comes_back_when_they_change(review: Review) -> None:
    promise_no_marketing(review, "third-party on public site only")
    review.confirm_proposal("CON-19")
    review.settle("CON-19", "fixed", reason="the tool is gone")
    review.answer("tracking.analytics", value="third-party inside the product")
    assert review.finding("CON-19").came_back is FindingState.FIXED
    review.answer("tracking.analytics", value="none")
    with pytest.raises(Unknown):
        review.finding("CON-19")


def test_what_a_passage_proposed_goes_with_its_document(review: Review) -> None:
    added = review.add_rows("review.documents", [{"doc_id": "D1", "title": "Policy", "kind": "policy"}])
    review.take_detected([marketing_hit()])
    review.confirm_proposal(MARKETING)
    review.take_detected([])
    assert review.finding(MARKETING)
    (row,) = added.answer("review.documents").value
    review.drop_rows("review.documents", [row.id])
    with pytest.raises(Unknown):
        review.finding(MARKETING)


def test_another_state_wants_a_reason_of_its_own(review: Review) -> None:
    review.settle(HOST, "accepted", reason="the price is right", owner="J. Doe", due="2027-01-31")
    with pytest.raises(Refused, match="needs a reason: what shows that it is fixed"):
        review.settle(HOST, "fixed")
    review.settle(HOST, "accepted", owner="A. Roe")
    assert review.finding(HOST).reason == "the price is right"
    review.settle(HOST, "open")
    assert review.finding(HOST).reason == ""


def test_a_finding_that_rests_on_words_comes_back_with_other_words(review: Review) -> None:
    review.add_rows("data.elements", [{"element": "student name", "subject": "student"}])
    review.answer("data.minimised", "yes")
    review.cite("data.minimised", Citation("D1", "line 1", "We do not collect personal information."))
    review.settle("CON-09", "withdrawn", reason="a headline, nothing more")
    review.cite("security.location", Citation("D1", "line 2", "Data is kept in Ohio."))
    assert not review.finding("CON-09").acts
    review.cite("data.minimised", Citation("D1", "line 3", "No personal information is ever collected."))
    assert review.finding("CON-09").came_back is FindingState.WITHDRAWN


def test_what_a_rule_does_not_read_brings_nothing_back(review: Review) -> None:
    review.answer("review.jurisdictions", value=["NY"])
    review.answer("ny.csf_encryption", "no")
    review.settle("NY-03", "withdrawn", reason="agreed by letter")
    review.answer("review.jurisdictions", value=["CA", "NY"])
    assert not review.finding("NY-03").acts


def test_raised_by_hand(review: Review) -> None:
    review.raise_finding(
        message="The promise ends with the trial.",
        title="Only in the trial",
        severity="high",
        answers=["deletion.at_end"],
    )
    review.raise_finding(message="Another.", title="Second", severity="low")
    first, second = review.finding("OWN by hand 1"), review.finding("OWN by hand 2")
    assert (first.severity, first.answers, second.title) == (Severity.HIGH, ("deletion.at_end",), "Second")
    with pytest.raises(Refused, match="severity and a title"):
        review.raise_finding(message="x")
    with pytest.raises(Unknown, match="no rule"):
        review.raise_finding("CON-99", message="x")
    with pytest.raises(Unknown, match="no question"):
        review.raise_finding(message="x", title="y", severity="low", answers=["nothing.here"])


def test_names_declared_once_stay(review: Review) -> None:
    review.declare_names("company", "Nimbus Host", "Postbird", same=True)
    with pytest.raises(Unknown):
        review.finding(HOST)
    review.declare_names("company", "postbird", "NIMBUS  host", same=None)
    assert review.finding(HOST)
    with pytest.raises(Refused):
        review.declare_names("company", "One", "one ", same=True)
    with pytest.raises(Refused, match="no kind"):
        review.declare_names("city", "One", "Two", same=True)


def test_the_summary_counts_what_acts(review: Review, tmp_path: Path) -> None:
    before = review.view.judgement.findings.counts()[Severity.MEDIUM]
    review.settle(HOST, "withdrawn", reason="same group")
    stored = next(row.summary for row in review._store.library())
    assert stored.findings["medium"] == before - 1
    assert stored.tier == "Cannot say"


@pytest.mark.parametrize("text", HOSTILE)
def test_everything_recorded_comes_back_from_a_portable_file(review: Review, text: str) -> None:
    said = text.strip() or "said"
    review.settle(HOST, "accepted", reason=said, owner=said, due="2027-01-31")
    review.raise_finding(
        message=f"m {said}",
        title=f"t {said}",
        severity="high",
        law=[f"l {said}"],
        fix=said,
        answers=["deletion.at_end"],
        citations=[Citation("D1", "line 4", f"q {said}", 1, 9)],
    )
    review.declare_names("company", "a", "b", same=False)
    portable = from_toml(to_toml(review.view))
    with Library.open(review._store.path.with_name("other.db")) as other:
        other.add_whole(portable.assessment, portable.pack, portable.changes)
        again = other.review(review.view.assessment.slug)
        for key, known in review.view.dispositions.items():
            back = again.view.dispositions[key]
            assert (back.state, back.reason, back.owner, back.due) == (
                known.state,
                known.reason,
                known.owner,
                known.due,
            )
            assert back.raised == known.raised
            assert back.cause == known.cause
        assert again.view.names == review.view.names
        assert again.finding(HOST).state is FindingState.ACCEPTED
        assert (
            to_toml(again.view).partition("[[finding]]")[2]
            == to_toml(review.view).partition("[[finding]]")[2]
        )
