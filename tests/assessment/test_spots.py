"""What a finding shows: both sides, each with what stands for it, and of a row the passage that carries it."""

from __future__ import annotations

from typing import Any

from app.assessment.findings import Finding, Spot
from tests.rules.case_tables import Told, judged

PROMISE = "We do not target advertising with student information."
LISTED = "Info shared with AdNetwork: user identifier, device identifier"
NAMED = "AdNetwork for advertising"


def fired(rule: str, answers: dict[str, Any], rows: dict[str, Any]) -> Finding:
    table = {"rule": rule, "says": "A case.", "fires": True, "answers": answers, "rows": rows}
    _, found, _ = judged(Told("here", 1, table))
    assert len(found) == 1
    return found[0]


def with_ads(served: str, *passages: dict[str, str]) -> Finding:
    row = {
        "name": "AdNetwork",
        "function": "advertising",
        "info_shared": "user identifier, device identifier",
        "persistent_identifier": "yes",
    }
    return fired(
        "CON-01",
        {
            "ferpa.no_targeted_ads": "silent",
            "sopipa.no_targeted_ads": {"state": "yes", "quotes": [PROMISE, NAMED]},
            "sopipa.ads_served": {"value": served, "quotes": ["We show no ads to students."]},
            "thirdparty.register": {"rows": [row], "quotes": list(passages) or [NAMED, LISTED]},
        },
        {},
    )


def spots(finding: Finding, side: int) -> tuple[Spot, ...]:
    return finding.sides[side].spots


def quotes(spot: Spot) -> list[str]:
    return [citation.quote for citation in spot.citations]


def test_the_side_that_accuses_has_no_answer_that_says_the_opposite() -> None:
    assert [spot.question for spot in spots(with_ads("none"), 1)] == ["thirdparty.register"]
    assert {spot.question for spot in spots(with_ads("targeted"), 1)} == {
        "thirdparty.register",
        "sopipa.ads_served",
    }


def test_sides_of_one_label_are_one() -> None:
    assert [side.label for side in with_ads("targeted").sides] == ["What is promised", "What the file shows"]


def test_a_row_is_shown_with_the_passage_of_what_it_gets_first() -> None:
    (row,) = spots(with_ads("none"), 1)
    assert quotes(row) == [LISTED, NAMED]


def test_a_row_has_three_passages_at_most() -> None:
    many = [{"quote": f"AdNetwork, passage {number}"} for number in range(5)]
    (row,) = spots(with_ads("none", *many), 1)
    assert len(row.citations) == 3


def test_what_speaks_against_a_promise_does_not_stand_beside_it() -> None:
    promised = next(s for s in spots(with_ads("none"), 0) if s.question == "sopipa.no_targeted_ads")
    assert quotes(promised) == [PROMISE]


def test_a_company_is_found_in_a_passage_by_another_of_its_names() -> None:
    finding = fired(
        "CON-07",
        {
            "security.hosting": {
                "rows": [{"provider": "Amazon Web Services", "role": "primary", "in_register": "no"}],
                "quotes": ["Larkspur uses AWS Data Centers", "Backups lie with another host"],
            }
        },
        {"thirdparty.register": [{"name": "Mailer"}, {"name": "PayDesk"}]},
    )
    assert [quotes(spot) for spot in spots(finding, 0)] == [["Larkspur uses AWS Data Centers"]]
    assert [spot.text for spot in spots(finding, 1)] == ["2 rows: Mailer, PayDesk"]


def test_a_changed_law_is_shown_in_words() -> None:
    finding = fired("DOC-10", {"product.child_directed": "directed to under 13"}, {})
    (changed,) = spots(finding, 0)
    assert changed.text.startswith("the amended COPPA Rule (amended in 2025")
    assert "_" not in changed.text
    assert finding.law == ("the amended COPPA Rule",)
