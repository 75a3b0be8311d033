from __future__ import annotations

import pytest

from app.assessment.answer import UNANSWERED, Answer, Answers, State
from app.assessment.conclusion import QUESTION, Conclusion, conclusion
from app.assessment.journal import Folded
from app.assessment.progress import progress
from app.assessment.summary import summarise
from app.questionnaire.model import Pack
from tests.assessment.answered import everything, k12, path_of, whole_path
from tests.assessment.packs import SMALL

TIER = Answer(State.ANSWERED, {"tier": "Meets"})


def of(answers: Answers, pack: Pack | None = None) -> Conclusion:
    pack = pack or k12()
    path = path_of(answers) if pack is k12() else whole_path(pack)
    return conclusion(pack, answers, path, progress(pack, path, answers))


def whole(**more: Answer) -> dict[str, Answer]:
    return {**everything(State.NOT_ADDRESSED), QUESTION: TIER, **more}


def test_the_recorded_tier_is_the_conclusion() -> None:
    assert of(whole()) == Conclusion("Meets")
    limited = Answer(State.PARTIAL, {"tier": "Not shown"}, "the contract is missing")
    assert of(whole(**{QUESTION: limited})) == Conclusion("Not shown")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (UNANSWERED, "The reviewer has not recorded a conclusion yet."),
        (Answer(State.ANSWERED, {"conditions": "none"}), "The reviewer has not recorded a conclusion yet."),
        (Answer(State.PARTIAL, {"tier": "Meets"}), "The reviewer has not recorded a conclusion yet."),
        (Answer(State.NOT_ADDRESSED, {"tier": "Meets"}), "The reviewer has not recorded a conclusion yet."),
        (Answer(State.NA, {"tier": "Meets"}, "a first look."), "No conclusion is drawn: a first look."),
    ],
)
def test_an_answer_that_does_not_stand_concludes_nothing(answer: Answer, why: str) -> None:
    assert of(whole(**{QUESTION: answer})) == Conclusion("", why)


def test_a_pack_that_asks_for_none_has_none() -> None:
    assert of({QUESTION: TIER}, SMALL) == Conclusion("", "This questionnaire asks for no conclusion.")


def test_a_tier_is_shown_from_ninety_percent_on() -> None:
    answers = whole()
    asked = [item for item in path_of(answers).items if k12().question(item).parent is None]
    others = [item for item in asked if not k12().question(item).gate and item != QUESTION]
    others = [item for item in others if item not in ("review.jurisdictions", "product.child_directed")]
    most = len(asked) // 10
    for item in others[:most]:
        answers[item] = UNANSWERED
    assert path_of(answers) == path_of(whole())
    assert of(answers).tier == "Meets"
    answers[others[most]] = UNANSWERED
    done = len(asked) - most - 1
    assert of(answers) == Conclusion(
        "",
        f"The reviewer's conclusion is not shown yet: {done} of {len(asked)} questions are answered, and 90 % must be.",
    )


def test_no_tier_is_shown_while_a_gate_question_is_open() -> None:
    limitless = Answer(State.PARTIAL)
    assert of(whole(**{"breach.notify": limitless})) == Conclusion(
        "",
        "The reviewer's conclusion is not shown yet: a question that every tier rests on is not answered (breach.notify).",
    )
    gates = [item.id for item in k12().items if item.gate]
    assert len(gates) == 22
    found = of(whole(**dict.fromkeys(gates[:5], UNANSWERED)))
    assert found.tier == ""
    assert found.why_not.endswith(f"not answered ({gates[0]}, {gates[1]}, {gates[2]} and 2 more).")


def test_a_gate_that_is_hidden_does_not_count() -> None:
    plain = {name: a for name, a in whole().items() if name != "coppa.consent_basis"}
    assert of(plain).tier == ""
    not_asked = everything(State.YES)["product.child_directed"]
    away = Answer(State.ANSWERED, "students do not use it", citations=not_asked.citations)
    assert of({**plain, "product.child_directed": away}).tier == "Meets"


def test_the_library_keeps_the_same_conclusion() -> None:
    for answers in (whole(), whole(**{"breach.notify": UNANSWERED}), {QUESTION: TIER}):
        path = path_of(answers)
        kept = summarise(k12(), Folded(answers, (), ()), path)
        assert kept.tier == (of(answers).tier or None)
