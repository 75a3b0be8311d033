"""Values that a passage would support: whether one is worth offering, and how it joins what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.assessment.values import InvalidValue, parse
from app.evidence.model import ProposedValue, Suggestion, Suggestions
from app.questionnaire.model import AnswerType
from app.review.view import View


@dataclass(frozen=True, slots=True)
class Ghost:
    """A value that stands on the card before it is taken."""

    item: str
    """The question or follow-up it would answer."""
    text: str
    """As a person reads it."""
    source: str
    """Document and place it was read from."""


def joined(view: View, proposed: ProposedValue) -> Any:
    """What the answer would be: choices join those that are ticked, fields of a record those that are filled."""
    question, before = view.pack.by_id[proposed.question], view.answer(proposed.question).value
    value = proposed.value
    if question.type is AnswerType.MANY_OF and isinstance(before, tuple):
        new = [value] if isinstance(value, str) else list(value)
        if not any(choice in question.exclusive for choice in new):
            kept = [one for one in before if isinstance(one, str) and one not in question.exclusive]
            return [*kept, *(choice for choice in new if choice not in kept)]
    if question.type is AnswerType.RECORD and isinstance(before, Mapping) and isinstance(value, Mapping):
        return {**before, **value}
    return value


def offered(view: View, passage: Suggestion) -> ProposedValue | None:
    """The value of a passage, where it fits a question in force and is not its answer already."""
    proposed = passage.value
    if proposed is None or view.read_only or proposed.question not in view.path.in_force:
        return None
    question = view.pack.by_id[proposed.question]
    if question.type is AnswerType.TABLE:
        return None
    try:
        value = parse(question, joined(view, proposed))
    except InvalidValue:
        return None
    answer = view.answer(question.id)
    return proposed if value and (value != answer.value or answer.reopened) else None


def ghost_of(view: View, found: Suggestions | None) -> Ghost | None:
    """The first value on offer among the suggestions."""
    for passage in found.found if found is not None else ():
        proposed = offered(view, passage)
        if proposed is not None:
            return Ghost(proposed.question, proposed.text, f"{passage.document}, {passage.place}")
    return None
