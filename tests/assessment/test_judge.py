"""What a weak answer is called, and when the rule of last resort (GAP-00) speaks of it, settled findings beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.assessment.case import Case
from app.assessment.findings import Disposition, Finding, Findings, FindingState, Raised
from app.questionnaire.model import Severity
from tests.rules.case_tables import Told, case_of, the_judge

LAST = "GAP-00"
PARTLY = {"state": "partial", "reason": "one of two"}


def findings(answers: Mapping[str, Any], *known: Disposition, **more: Any) -> Findings:
    case = case_of(Told("", 1, {"rule": LAST, "answers": answers, **more}))
    return the_judge().findings(replace(case, dispositions={one.key: one for one in known}))


def found(key: str, answers: Mapping[str, Any], *known: Disposition, **more: Any) -> Finding | None:
    return next((one for one in findings(answers, *known, **more).found if one.key == key), None)


def settled(rule: str, state: FindingState, answers: Mapping[str, Any], **more: Any) -> Disposition:
    """What is recorded when the reviewer settles the finding, or dismisses the proposal, that these answers raise."""
    all_of_them = findings(answers, **more)
    stands = [*all_of_them.found, *(one.finding for one in all_of_them.proposals)]
    cause = next(one.cause for one in stands if one.rule == rule)
    owner = {"owner": "A. Reviewer", "due": "2027-01-31"} if state is FindingState.ACCEPTED else {}
    return Disposition(rule, state=state, reason="seen", cause=cause, **owner)


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ("no", "Written assurances from recipients of children's data: the answer is no"),
        (PARTLY, "Written assurances from recipients of children's data: only in part"),
        ("silent", "Written assurances from recipients of children's data: the documents do not say"),
    ],
)
def test_it_is_called_by_the_question_that_falls_short(answer: Any, title: str) -> None:
    one = found(f"{LAST} coppa.recipient_assurances", {"coppa.recipient_assurances": answer})
    assert one is not None
    assert (one.title, one.heading) == (title, "Answer that falls short")


@pytest.mark.parametrize("state", [FindingState.WITHDRAWN, FindingState.FIXED, FindingState.ACCEPTED])
def test_a_gap_that_was_settled_is_not_raised_again_in_other_words(state: FindingState) -> None:
    no = {"breach.plan": "no"}
    gap = settled("GAP-06", state, no)
    assert found(f"{LAST} breach.plan", no, gap) is None


def test_what_was_settled_for_one_answer_says_nothing_of_another() -> None:
    gap = settled("GAP-06", FindingState.WITHDRAWN, {"breach.plan": "no"})
    assert found(f"{LAST} breach.plan", {"breach.plan": PARTLY}, gap) is not None
    silent = {"breach.plan": "silent"}
    assert found(f"{LAST} breach.plan", silent, gap) is None
    back = found("GAP-06", silent, gap)
    assert back is not None
    assert (back.state, back.came_back) == (FindingState.OPEN, FindingState.WITHDRAWN)


def test_a_contradiction_that_is_none_leaves_an_answer_as_weak_as_it_was() -> None:
    answers = {"deletion.on_request": PARTLY, "deletion.carve_outs": "business need or open-ended"}
    key = f"{LAST} deletion.on_request"
    rest = {"deletion.deadline": {"value": {"number": 30, "unit": "days"}}}
    assert found(key, {**answers, **rest}) is None, "the contradiction speaks of it"
    accepted = settled("CON-05", FindingState.ACCEPTED, answers)
    assert found(key, {**answers, **rest}, accepted) is None, "and goes on doing so"
    withdrawn = settled("CON-05", FindingState.WITHDRAWN, answers)
    weak = found(key, {**answers, **rest}, withdrawn)
    assert weak is not None
    assert weak.title == "Deletion at the school's request: only in part"


def test_a_settled_gap_of_another_answer_hides_nothing() -> None:
    answers = {"breach.notify": PARTLY, "breach.recipients": ["users"]}
    withdrawn = settled("GAP-04", FindingState.WITHDRAWN, answers)
    assert found(f"{LAST} breach.notify", answers, withdrawn) is not None


def test_a_proposal_speaks_once_somebody_has_decided_on_it() -> None:
    more = {"jurisdictions": ["EU/EEA"]}
    answers = {"gdpr.transfers": PARTLY}
    key = f"{LAST} gdpr.transfers"
    assert found(key, answers, **more) is not None
    dismissed = settled("GDPR-03", FindingState.WITHDRAWN, answers, **more)
    assert found(key, answers, dismissed, **more) is None
    said = Raised(Severity.MEDIUM, "Transfers are left out.", answers=("gdpr.transfers",))
    confirmed = replace(dismissed, state=FindingState.OPEN, raised=said)
    assert found(key, answers, confirmed, **more) is None


@pytest.mark.parametrize(
    ("severity", "rule", "repeated"),
    [(Severity.HIGH, "GAP-19", True), (Severity.LOW, "GAP-19", False), (Severity.HIGH, "DOC-12", False)],
)
def test_a_gap_raised_by_hand_is_not_repeated(severity: Severity, rule: str, repeated: bool) -> None:
    said = Raised(severity, "No contract with the host is shown.", answers=("thirdparty.agreements",))
    by_hand = Disposition(rule, "by hand 1", raised=said)
    answers = {"thirdparty.agreements": PARTLY}
    assert (found(f"{LAST} thirdparty.agreements", answers, by_hand) is None) is repeated


def test_a_message_looks_at_some_of_very_many_rows_and_says_so() -> None:
    """A list of texts costs CEL the square of its length, and every keypress waits for it."""
    rows = [
        {"name": f"Company {n}", "function": "analytics", "info_shared": "IP address"} for n in range(520)
    ]
    both = {"thirdparty.register": rows, "data.elements": [{"element": "shoe size"}]}
    one = found("CON-08", {}, rows=both)
    assert one is not None
    assert one.message.endswith("Company 11 (IP address) and at least 488 more.")


def test_a_row_that_an_edit_elsewhere_leaves_as_it_was_is_the_same_row() -> None:
    from app.assessment.facts import Facts
    from tests.rules.case_tables import BOOK, PACK

    def case(element: str) -> Case:
        rows = {
            "thirdparty.register": [
                {"name": "Countly", "function": "analytics", "info_shared": "IP address"}
            ],
            "data.elements": [{"element": element}],
        }
        return case_of(Told("", 1, {"rule": LAST, "rows": rows}))

    first, facts = case("shoe size"), Facts(PACK, BOOK)
    facts.read(first)
    before = facts.rows("thirdparty.register")
    facts.read(
        replace(first, answers={**first.answers, "data.elements": case("hat size").answers["data.elements"]})
    )
    assert facts.rows("thirdparty.register") is before
    facts.read(
        replace(
            first, answers={**first.answers, "data.elements": case("IP address").answers["data.elements"]}
        )
    )
    assert facts.rows("thirdparty.register")[0]["unlisted"] == []
