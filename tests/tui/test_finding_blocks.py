from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.assessment.answer import Citation
from app.assessment.findings import AppliedCap, Broken, FindingState, SideShown, Spot, Waiting
from app.questionnaire.rules import Rulebook
from app.review import Review
from app.tui.finding_blocks import Judged, cost_lines, shown_entry
from app.tui.finding_columns import spots_of
from app.tui.finding_list import Entry, Part
from app.tui.finding_signs import state_sign
from app.tui.finding_text import finding_text
from tests.hostile import HOSTILE
from tests.tui.findings_scene import BOOK, REGISTER, SALE, finding, scene
from tests.tui.stage import only_text

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    with scene(tmp_path_factory.mktemp("db") / "data.db") as (_, review):
        yield review


def entry(one: object, **options: object) -> Entry:
    return Entry("k", Part.VENDOR, "T", finding=one, **options)  # type: ignore[arg-type]


def lines(review: Review, one: Entry, width: int = 100, marked: int = 0, book: Rulebook = BOOK) -> list[str]:
    blocks = shown_entry(one, Judged(review.view, book, TODAY), width, marked).blocks
    return [
        f"{block.label.plain:<9}{block.text.plain}" if block.label else block.text.plain for block in blocks
    ]


def test_both_sides_stand_beside_each_other_with_their_words(review: Review) -> None:
    found = next(one for one in review.view.judgement.findings.found if one.rule == "CON-02")
    text = lines(review, entry(found))
    assert text[0] == "✖ critical  CON-02  ○ open"
    assert "A promise that nothing is sold stands beside a row that shows a sale: AdNetwork." in text
    top = next(line for line in text if line.startswith("What is promised"))
    assert "│ What the third-party list shows" in top
    answer = text[text.index(top) + 1]
    assert answer.startswith("▶ No sale (Agreement B): yes")
    assert "Register (Third parties)" in answer
    both = "\n".join(text)
    assert "“We never sell student data.”" in both
    assert "AdNetwork (what for: advertising" in both
    assert "D1 policy.txt, line 1" in both
    assert "Law      Cal. Bus. & Prof. 22584(b)(3) · 15 U.S.C. 45(a)" in both
    assert "Fix      Remove the recipient or withdraw the sentence." in both
    assert "Costs    takes No sale (sopipa.no_sale) to credit 0" in both
    assert "nobody has said anything about it yet" in both


def test_under_each_other_where_it_is_narrow(review: Review) -> None:
    text = lines(review, entry(finding()), 50)
    assert text.index("Promised") < text.index("Listed")
    assert not any("│" in line for line in text)


def test_the_mark_goes_from_spot_to_spot(review: Review) -> None:
    shown = shown_entry(entry(finding()), Judged(review.view, BOOK, TODAY), 100, 1)
    marked = next(block for block in shown.blocks if "▶" in block.text.plain)
    assert "▶ AdNetwork" in marked.text.plain
    assert shown.keys[1] in {block.key for block in shown.blocks}
    assert [spot.question for spot in spots_of(finding())] == [SALE, REGISTER]


def test_what_was_said_of_it(review: Review) -> None:
    told = finding(
        state=FindingState.ACCEPTED,
        reason="A pilot of four weeks",
        owner="Ben",
        due="2026-11-01",
        by="Ann",
        at=datetime(2026, 10, 1, 12, tzinfo=UTC),
    )
    text = lines(review, entry(told))
    assert "State    ≈ accepted by Ann on 1 Oct 2026" in text
    assert "Reason   A pilot of four weeks" in text
    assert "Owner    Ben" in text
    assert "Due      1 Nov 2026  ! overdue" in text
    back = replace(told, state=FindingState.OPEN, came_back=FindingState.ACCEPTED)
    assert "It was accepted and came back, because what caused it has changed." in lines(review, entry(back))
    assert state_sign(back, TODAY).word == "came back"
    assert state_sign(told, TODAY).word == "overdue"


def test_a_proposal_says_how_to_decide(review: Review) -> None:
    text = lines(review, entry(finding(), proposed=True))
    assert "y confirms that it is a finding, n dismisses it with a reason." in text
    assert not any(line.startswith("State") for line in text)


def test_what_it_costs(review: Review) -> None:
    view = review.view
    caps = (AppliedCap(SALE, credit=0.5), AppliedCap(SALE, grade=2), AppliedCap(SALE, evidence=0.3))
    assert list(cost_lines(finding("NONE", caps=caps), view)) == [
        "takes No sale (sopipa.no_sale) to credit 0.5",
        "takes No sale (sopipa.no_sale) to evidence grade 2",
        "takes No sale (sopipa.no_sale) to 30 % of what its evidence is worth",
    ]
    found = next(one for one in view.judgement.findings.found if one.rule == "CON-02")
    points = sum(loss.points for loss in view.judgement.score.losses if loss.rule == "CON-02")
    assert points
    assert f"{points:.1f} of 100 points of Assurance" in list(cost_lines(found, view))
    assert list(cost_lines(replace(found, state=FindingState.FIXED), view)) == [
        "nothing: it no longer acts on the score"
    ]


def test_a_group_a_rule_that_waits_and_one_that_broke(review: Review) -> None:
    group = tuple(finding("GAP-18", name) for name in ("Mailgun", "Sentry", "Zoom"))
    text = lines(review, Entry("k", Part.VENDOR, "T", 3, group=group, opened=False))
    assert {"○        Mailgun  open", "enter opens them, to go through one by one."} <= set(text)
    waits = Entry("k", Part.WAITING, "Purposes open", waiting=Waiting("GAP-01", ("ferpa.purpose",)))
    assert any("purpose" in line.casefold() for line in lines(review, waits)[3:])
    broke = Entry("k", Part.BROKEN, "Broken by somebody", broken=Broken("GAP-99", "it failed"))
    assert "it failed." in lines(review, broke)
    part = Entry("k", Part.WAITING, Part.WAITING.value, 12, opened=False)
    assert "enter opens the 12 lines." in lines(review, part)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("width", [1, 30, 100])
def test_hostile_text_is_only_text(review: Review, text: str, width: int) -> None:
    citation = Citation(text or "x", text, text)
    sides = tuple(
        SideShown(text, (Spot("", text, citations=(citation, citation)), Spot(SALE, text, text)))
        for _ in range(2)
    )
    one = finding(
        text,
        text,
        title=text,
        message=text,
        law=(text,),
        fix=text,
        reason=text,
        owner=text,
        due=text,
        sides=sides,
    )
    drawn = "\n".join(lines(review, entry(one), width))
    assert only_text(drawn.replace("\n", ""))
    assert only_text(finding_text(one, review.view))
    if text.isascii() and text.isprintable() and width == 100:
        assert text.split(maxsplit=1)[0] in drawn


def test_as_text_for_a_mail(review: Review) -> None:
    found = next(one for one in review.view.judgement.findings.found if one.rule == "CON-02")
    text = finding_text(found, review.view)
    assert text.startswith("CON-02 (critical, open): No-sale promise against the register\n")
    assert (
        "What is promised:\n- No sale: yes\n  “We never sell student data.” (D1 policy.txt, line 1)" in text
    )
    assert text.endswith("To settle it: Remove the recipient or withdraw the sentence.")


def test_quotes_are_shown_without_marks_and_kept_as_they_are(review: Review) -> None:
    quote = "| [GetResponse](#) | mail |"
    one = finding(
        sides=(SideShown("Listed", (Spot(SALE, "yes", citations=(Citation("D1", "line 1", quote),)),)),)
    )
    assert "“GetResponse · mail”" in "\n".join(lines(review, entry(one)))
    assert "“GetResponse · mail”" in finding_text(one, review.view)
    assert one.citations[0].quote == quote
