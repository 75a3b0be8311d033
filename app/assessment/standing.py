"""Where an answer stands for the profile, and the mark it gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.assessment.answer import NEEDS_REASON, UNANSWERED, Answer, Answers, Number, State
from app.assessment.context import Context
from app.assessment.profile import Mark
from app.questionnaire.model import AnswerType, Pack, Question, Slot

SAID = frozenset({State.YES, State.ANSWERED, State.PARTIAL})
"""States in which there is something to state, with or without a limit."""

_STATE_MARKS = {
    State.YES: Mark.YES,
    State.ANSWERED: Mark.YES,
    State.PARTIAL: Mark.PART,
    State.NO: Mark.NO,
    State.NA: Mark.NA,
    State.NOT_ADDRESSED: Mark.SILENT,
    State.UNANSWERED: Mark.OPEN,
}
_WEAKEST_FIRST = (Mark.CONTRADICTED, Mark.NO, Mark.SILENT, Mark.OPEN, Mark.PART, Mark.YES)
_REVERSED = {State.YES: State.NO, State.NO: State.YES}


def standing(question: Question, answer: Answer) -> State:
    """The state that the profile goes by.

    What was reopened, partial and not applicable without a reason, and a fact without its value, are not reviewed; a
    partial fact may lack its value, for its reason says what is known. A silent choice is silence however it was recorded. Where no is the good side, yes and no change places, so that
    yes always means that the protective clause holds.
    """
    state, value = answer.state, answer.value
    if answer.reopened:
        return State.UNANSWERED
    if state in NEEDS_REASON and not answer.reason.strip():
        return State.UNANSWERED
    if question.type is AnswerType.STATEMENT:
        if state is State.ANSWERED:
            return State.UNANSWERED
        return _REVERSED.get(state, state) if question.good_side == "no" else state
    if state in SAID:
        if question.silent_choice and value in (question.silent_choice, (question.silent_choice,)):
            return State.NOT_ADDRESSED
        if not value and state is not State.PARTIAL:
            return State.UNANSWERED
        return State.PARTIAL if state is State.PARTIAL else State.ANSWERED
    return State.UNANSWERED if state is State.NO else state


def mark_of(question_id: str, pack: Pack, answers: Answers, context: Context) -> Mark:
    """The mark of one question: its state, or for a fact with a better and a worse side that of its value.

    What a follow-up lacks can take it down.
    """
    question, answer = pack.by_id[question_id], answers.get(question_id, UNANSWERED)
    state = standing(question, answer)
    against = context.contradictions.get(question_id)
    if state in SAID and against is not None and not against.differs:
        return Mark.CONTRADICTED
    if state not in SAID:
        return _STATE_MARKS[state]
    found = [Mark.PART] if state is State.PARTIAL or against is not None else []
    found += _value_marks(question, answer, pack.marks.get(question_id, {}))
    found += _lacking_marks(pack.lacking_marks.get(question_id, ()), pack, answers)
    return weakest(found or [Mark.YES])


def _lacking_marks(slots: Sequence[Slot], pack: Pack, answers: Answers) -> Iterator[Mark]:
    for slot in slots:
        answer = answers.get(slot.question, UNANSWERED)
        value = answer.value if standing(pack.by_id[slot.question], answer) in SAID else None
        if isinstance(value, tuple) and not any(choice in slot.only for choice in value):
            yield Mark(slot.lacking_mark)


def _value_marks(question: Question, answer: Answer, marks: Mapping[str, str]) -> Iterator[Mark]:
    match answer.value:
        case str() as choice:
            yield Mark(marks.get(choice, Mark.YES))
        case Number(None, unit):
            yield Mark(marks.get(unit, Mark.YES))
        case tuple() as choices:
            ticked = [choice for choice in choices if isinstance(choice, str)]
            yield from (Mark(marks.get(choice, Mark.YES)) for choice in ticked)
            if "some" in marks and 0 < len(counted(question, ticked)) < len(
                counted(question, question.choices)
            ):
                yield Mark(marks["some"])
        case _:
            return


def counted(question: Question, choices: Sequence[str]) -> list[str]:
    """The choices among these that count as items of a list; those that stand alone (`none`) do not."""
    alone = (*question.exclusive, question.silent_choice)
    return [choice for choice in choices if choice in question.choices and choice not in alone]


def weakest(marks: Sequence[Mark]) -> Mark:
    """The weakest of several marks; one that does not apply has no say unless all are so."""
    telling = [mark for mark in marks if mark is not Mark.NA]
    if not telling:
        return Mark.NA if marks else Mark.OPEN
    return min(telling, key=_WEAKEST_FIRST.index)
