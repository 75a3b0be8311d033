from __future__ import annotations

import pytest

from app.assessment.answer import Answer, Number, State
from app.assessment.context import Context, Contradiction
from app.assessment.profile import Mark
from app.assessment.standing import mark_of, standing, weakest
from tests.assessment.answered import k12

CONTEXT = Context("Acme")


def stands(question: str, answer: Answer) -> State:
    return standing(k12().question(question), answer)


def mark(question: str, answer: Answer, context: Context = CONTEXT) -> Mark:
    return mark_of(question, k12(), {question: answer}, context)


@pytest.mark.parametrize("state", [State.PARTIAL, State.NA])
def test_partial_and_not_applicable_without_a_reason_are_not_reviewed(state: State) -> None:
    assert stands("ferpa.ownership", Answer(state, reason="  \n")) is State.UNANSWERED
    assert stands("ferpa.ownership", Answer(state, reason="because")) is state


def test_a_fact_without_its_value_is_not_reviewed() -> None:
    assert stands("access.parent_route", Answer(State.ANSWERED)) is State.UNANSWERED
    assert stands("thirdparty.register", Answer(State.ANSWERED, ())) is State.UNANSWERED
    assert stands("breach.deadline", Answer(State.ANSWERED, Number(None, "none stated"))) is State.ANSWERED
    assert stands("policy.document", Answer(State.PARTIAL)) is State.UNANSWERED
    assert stands("policy.document", Answer(State.PARTIAL, reason="no address is given")) is State.PARTIAL


@pytest.mark.parametrize(
    ("question", "value"), [("product.ai", "not stated"), ("breach.recipients", ("not stated",))]
)
def test_a_silent_choice_is_silence_however_it_was_recorded(question: str, value: object) -> None:
    assert stands(question, Answer(State.ANSWERED, value)) is State.NOT_ADDRESSED  # type: ignore[arg-type]


def test_where_no_is_the_good_side_the_states_change_places() -> None:
    assert stands("thirdparty.own_policy", Answer(State.NO)) is State.YES
    assert stands("thirdparty.own_policy", Answer(State.YES)) is State.NO
    assert stands("thirdparty.own_policy", Answer(State.NOT_ADDRESSED)) is State.NOT_ADDRESSED


def test_states_that_a_type_does_not_have_are_not_reviewed() -> None:
    assert stands("ferpa.ownership", Answer(State.ANSWERED)) is State.UNANSWERED
    assert stands("product.ai", Answer(State.NO, "none")) is State.UNANSWERED


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.YES, Mark.YES),
        (State.PARTIAL, Mark.PART),
        (State.NO, Mark.NO),
        (State.NA, Mark.NA),
        (State.NOT_ADDRESSED, Mark.SILENT),
        (State.UNANSWERED, Mark.OPEN),
    ],
)
def test_each_state_has_its_mark(state: State, expected: Mark) -> None:
    assert mark("ferpa.ownership", Answer(state, reason="because")) is expected


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        ("sopipa.ads_served", "none", Mark.YES),
        ("sopipa.ads_served", "contextual only", Mark.PART),
        ("sopipa.ads_served", "contextual and targeted", Mark.NO),
        ("breach.deadline", Number(72, "hours"), Mark.YES),
        ("breach.deadline", Number(None, "none stated"), Mark.SILENT),
        ("research.deidentified_use", ("none",), Mark.YES),
        ("research.deidentified_use", ("research for education",), Mark.YES),
        ("research.deidentified_use", ("research for education", "any business purpose"), Mark.NO),
        ("coppa.notice_contents", ("operator name", "telephone"), Mark.PART),
        ("coppa.notice_contents", ("none of these",), Mark.NO),
        ("law.cipa", "not applicable", Mark.NA),
        ("data.identifiers", "collected, use not stated", Mark.SILENT),
    ],
)
def test_a_fact_with_a_better_and_a_worse_side_is_marked_by_its_value(
    question: str, value: object, expected: Mark
) -> None:
    assert mark(question, Answer(State.ANSWERED, value)) is expected  # type: ignore[arg-type]


def test_all_items_of_a_list_are_a_plain_yes() -> None:
    choices = tuple(c for c in k12().question("coppa.notice_contents").choices if c != "none of these")
    assert mark("coppa.notice_contents", Answer(State.ANSWERED, choices)) is Mark.YES


def test_only_what_is_claimed_can_be_contradicted() -> None:
    context = Context("Acme", contradictions={"sopipa.no_sale": Contradiction("CON-02", "it sells")})
    assert mark("sopipa.no_sale", Answer(State.YES), context) is Mark.CONTRADICTED
    assert mark("sopipa.no_sale", Answer(State.PARTIAL, reason="r"), context) is Mark.CONTRADICTED
    assert mark("sopipa.no_sale", Answer(State.NO), context) is Mark.NO
    assert mark("sopipa.no_sale", Answer(State.NOT_ADDRESSED), context) is Mark.SILENT


def test_the_weakest_mark_counts_and_what_does_not_apply_has_no_say() -> None:
    ladder = [Mark.CONTRADICTED, Mark.NO, Mark.SILENT, Mark.OPEN, Mark.PART, Mark.YES]
    for index, weak in enumerate(ladder):
        assert weakest([Mark.NA, *reversed(ladder[index:])]) is weak
    assert weakest([Mark.NA, Mark.NA]) is Mark.NA
    assert weakest([]) is Mark.OPEN
