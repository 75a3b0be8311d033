"""Coverage by law: which laws are in force, what speaks to them, how it stands, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.assessment.answer import State
from app.assessment.coverage import COUNTS, LawCoverage, coverage, unnamed
from app.assessment.findings import Findings
from app.assessment.profile import Mark
from app.questionnaire.rules import Law, Rulebook
from tests.rules.case_tables import BOOK, PACK, Told, case_of, the_judge

AD_NETWORK = {
    "name": "AdNet",
    "function": "advertising",
    "info_shared": "device ID",
    "persistent_identifier": "yes",
}


def covered(book: Rulebook = BOOK, **table: Any) -> dict[str, LawCoverage]:
    case = case_of(Told("", 1, {"rule": "CON-01", **table}))
    return {one.law: one for one in coverage(PACK, book, case, the_judge().findings(case))}


def test_every_citation_of_every_question_names_a_law() -> None:
    assert unnamed(PACK, BOOK) == ()


def test_every_law_has_a_question_that_speaks_to_it() -> None:
    spoken = {law.id for law in BOOK.laws if law.questions}
    for law in BOOK.laws:
        alone = replace(BOOK, laws=(law,))
        before = {c for question in PACK.questions for c in question.law}
        spoken |= {law.id} if before - set(unnamed(PACK, alone)) else set()
    assert spoken == {law.id for law in BOOK.laws}


@pytest.mark.parametrize(
    ("state", "laws"),
    [
        (
            "CA",
            {
                "sopipa",
                "ab-1584",
                "ca-social-media",
                "ca-pupil-contact",
                "caloppa",
                "ca-breach",
                "ca-security",
            },
        ),
        ("CT", {"ct"}),
        ("FL", {"fl-agencies", "fl-operators", "fl-breach"}),
        ("IL", {"il-soppa", "il-bipa"}),
        ("MA", {"ma-security", "ma-exhibit"}),
        ("ME", {"me-operators", "me-records", "me-exhibit"}),
        ("NH", {"nh", "nh-exhibit", "nist-800-88"}),
        ("NY", {"ny-2d"}),
        ("RI", {"ri-cloud", "ri-identity", "ri-exhibit"}),
        ("VT", {"vt-operators", "vt-exhibit"}),
        ("UK", {"gdpr", "eprivacy"}),
        ("other US state", set()),
    ],
)
def test_a_states_laws_are_in_force_with_it_and_only_with_it(state: str, laws: set[str]) -> None:
    everywhere = set(covered(rest="silent"))
    assert {"ferpa", "coppa", "ppra", "cipa", "ftc-act", "ndpa", "common-sense"} <= everywhere
    assert set(covered(jurisdictions=[state], rest="silent")) - everywhere == laws
    assert not laws & everywhere


def test_counts_say_how_each_question_stands_and_missing_names_what_lacks() -> None:
    law = covered(
        jurisdictions=["CA"],
        answers={
            "ferpa.no_targeted_ads": "yes",
            "sopipa.no_targeted_ads": "silent",
            "ferpa.purpose": "no",
            "ferpa.user_content": "partial",
            "ferpa.joint_compliance": {"state": "na", "reason": "it does not apply"},
            "ferpa.ownership": "silent",
            "ferpa.review_correct": "yes",
            "sopipa.ads_served": "contextual only",
        },
        rows={"thirdparty.register": [AD_NETWORK]},
    )["ab-1584"]
    by_id = {item.question: item for item in law.items}
    assert by_id["ferpa.no_targeted_ads"].mark is Mark.CONTRADICTED
    assert by_id["ferpa.no_targeted_ads"].state is State.YES
    assert "CON-01" in by_id["ferpa.no_targeted_ads"].findings
    assert by_id["ferpa.no_targeted_ads"].citations == ("Ed. Code 49073.1(b)(9)",)
    assert by_id["ferpa.ownership"].mark is Mark.SILENT
    assert list(law.counts) == list(COUNTS.values())
    assert sum(law.counts.values()) == len(law.items)
    assert (law.counts["contradicted"], law.counts["n/a"], law.counts["silent"]) == (1, 1, 1)
    assert {"ferpa.ownership"} <= set(law.missing)
    assert not {"ferpa.no_targeted_ads", "ferpa.joint_compliance", "ferpa.user_content"} & set(law.missing)
    marks = {item.question: item.mark for item in law.items}
    assert [q for q in marks if marks[q] in (Mark.NO, Mark.SILENT, Mark.OPEN)] == list(law.missing)


def test_a_hidden_question_speaks_to_nothing() -> None:
    adults = {"product.child_directed": {"value": "students do not use it", "quotes": ["for staff"]}}
    law = covered(answers=adults).get("coppa")
    assert law is None or not [item for item in law.items if item.question.startswith("coppa.")]


def test_the_order_is_the_rulebooks_and_the_questionnaires() -> None:
    found = covered(jurisdictions=["CA", "NY"])
    order = [law.id for law in BOOK.laws]
    assert list(found) == sorted(found, key=order.index)
    asked = [question.id for question in PACK.questions]
    for law in found.values():
        ids = [item.question for item in law.items]
        assert ids == sorted(ids, key=asked.index)


def test_a_law_whose_condition_cannot_be_worked_out_is_shown() -> None:
    broken = Law("x", "X", "Federal", ("34 CFR",), when="no.such.thing")
    bad_pattern = Law("y", "Y", "Federal", ("(",))
    assert set(covered(Rulebook("t", laws=(broken, bad_pattern)))) == {"x"}


def test_without_findings_nothing_is_contradicted() -> None:
    case = case_of(Told("", 1, {"rule": "CON-01", "answers": {"ferpa.no_targeted_ads": "yes"}}))
    for law in coverage(PACK, BOOK, case, Findings()):
        assert law.counts["contradicted"] == 0
        assert all(item.findings == () for item in law.items)
