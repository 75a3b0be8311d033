from __future__ import annotations

from dataclasses import replace

import pytest

from app.assessment.answer import Answer, State
from app.assessment.context import Contradiction
from app.assessment.contradictions import clause, contradictions_of
from app.assessment.findings import AppliedCap, Findings, FindingState, Proposal
from app.assessment.profile import Mark
from app.questionnaire.rulebook import load_rulebook
from tests.assessment.answered import k12
from tests.assessment.judged import PROMISE, finding, judgement, no_sale
from tests.assessment.test_compose import profile_of, section


def said(*found: object) -> tuple[Mark, str, str]:
    """Mark, text and rule of B3 with these findings."""
    profile = profile_of(
        {"sopipa.no_sale": Answer(State.YES, citations=(PROMISE,))},
        judgement=judgement(*found),  # type: ignore[arg-type]
    )
    sentences = (s for b in section(profile, "P4").blocks for s in getattr(b, "sentences", ()))
    one = next(s for s in sentences if s.label == "B3")
    return one.mark, one.text, one.rule


def test_a_contradicted_claim_reads_as_the_layout_has_it() -> None:
    mark, text, rule = said(no_sale())
    assert mark is Mark.CONTRADICTED
    assert rule == "CON-02"
    assert (
        "; however, a promise that no advertiser receives data sits beside a row that gives it to one: EPOM. "
        in text
    )
    assert "See CON-02. The claim is not counted." in text


def test_what_half_counts_is_not_said_to_count_for_nothing() -> None:
    half = finding("CON-05", caps=[AppliedCap("sopipa.no_sale", credit=0.5)])
    assert "See CON-05. The claim is counted only in part." in said(half)[1]
    assert "not counted" not in said(half)[1]


def test_several_contradictions_are_named_together_and_the_worst_counts() -> None:
    half = finding("CON-05", message="It is kept for good.", caps=[AppliedCap("sopipa.no_sale", credit=0.5)])
    more = finding("CON-09", message="Third.", caps=[AppliedCap("sopipa.no_sale", credit=0.5)])
    _, text, rule = said(no_sale(), half, more)
    assert (
        "to one: EPOM; and it is kept for good. See CON-02, CON-05 and CON-09. The claim is not counted."
        in text
    )
    assert "Third" not in text
    assert rule == "CON-02, CON-05 and CON-09"


@pytest.mark.parametrize("state", [FindingState.FIXED, FindingState.WITHDRAWN])
def test_what_is_settled_contradicts_nothing(state: FindingState) -> None:
    gone = finding("CON-02", caps=[AppliedCap("sopipa.no_sale", credit=0.0)], state=state)
    assert contradictions_of(Findings((gone,)), k12()) == {}
    assert said(gone)[0] is not Mark.CONTRADICTED


def test_neither_gaps_nor_proposals_nor_caps_on_evidence_contradict() -> None:
    gap = finding("GAP-07", caps=[AppliedCap("sopipa.no_sale", credit=0.0)])
    seal = finding("CON-14", answers=("sopipa.no_sale",))
    proof = finding("CON-99", caps=[AppliedCap("sopipa.no_sale", grade=1)])
    assert contradictions_of(Findings((gap, seal, proof), (Proposal(no_sale()),)), k12()) == {}


def test_passages_that_only_differ_take_a_part_and_contradict_nothing() -> None:
    twice = replace(
        finding("CON-12", message="Two wordings stand.", caps=[AppliedCap("sopipa.no_sale", credit=0.5)]),
        differs=True,
    )
    mark, text, _ = said(twice)
    assert mark is not Mark.CONTRADICTED
    assert "however" not in text
    assert "Two wordings stand. See CON-12. The claim is counted only in part." in text
    assert said(twice, no_sale())[0] is Mark.CONTRADICTED


def test_a_question_that_the_pack_does_not_have_is_left_alone() -> None:
    odd = finding(
        "CON-02", caps=[AppliedCap("no.such", credit=0.0), AppliedCap("sopipa.no_sale", credit=0.0)]
    )
    found = contradictions_of(Findings((odd,)), k12())
    assert found == {"sopipa.no_sale": Contradiction("CON-02", "the message of CON-02", 0.0)}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("The list names a buyer.", "the list names a buyer"),
        ("The vendor bars it, yet names a buyer: EPOM.", "it names a buyer: EPOM"),
        ("The vendor bars it.", "the vendor bars it"),
        ("Names,\ne-mail and login are data.", "names, e-mail and login are data"),
        ("New York asks for consent.", "New York asks for consent"),
        ("EPOM gets it, Inc.", "EPOM gets it, Inc."),
        ('"Only" and "longer" clash.', '"Only" and "longer" clash'),
        ("Theodora Ltd. hosts it", "Theodora Ltd. hosts it"),
        ("", ""),
    ],
)
def test_a_message_becomes_a_clause_and_names_stay_names(message: str, words: str) -> None:
    assert clause(message) == words


def test_every_contradiction_of_the_rulebook_begins_small_unless_it_is_a_name() -> None:
    rules = [rule for rule in load_rulebook("k12").rules if rule.id.startswith("CON-")]
    assert len(rules) == 28
    begun = {rule.id: clause(rule.message)[0] for rule in rules if not rule.message.startswith(('"', "{"))}
    assert {rule for rule, first in begun.items() if first.isupper()} == set()
