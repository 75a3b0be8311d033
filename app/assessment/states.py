"""Which states an answer to a question can have."""

from __future__ import annotations

from app.assessment.answer import State
from app.questionnaire.model import AnswerType, Question


def states_for(question: Question) -> tuple[State, ...]:
    """The states a question of this type can have."""
    if question.type is AnswerType.STATEMENT:
        return (State.YES, State.PARTIAL, State.NO, State.NA, State.NOT_ADDRESSED, State.UNANSWERED)
    return (State.ANSWERED, State.PARTIAL, State.NA, State.NOT_ADDRESSED, State.UNANSWERED)
