"""The path: which questions and follow-ups are in force. Computed from the answers, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.assessment.answer import UNANSWERED, Answer, Answers, Number
from app.assessment.values import rows_of
from app.questionnaire.conditions import Condition, compile_condition, holds
from app.questionnaire.model import AnswerType, Pack, Question


@dataclass(frozen=True, slots=True)
class Path:
    """What is asked, in order."""

    sections: tuple[str, ...]
    """Ids of the sections with at least one question in force."""
    items: tuple[str, ...]
    """Ids of the questions and follow-ups in force, in the order of the pack."""
    in_force: frozenset[str]
    """The same ids, for looking up."""


def entry(question: Question, answer: Answer) -> Mapping[str, Any]:
    """An answer as a condition sees it: every key is there, and an absent value is empty of its type."""
    value: Any = answer.value
    unit = ""
    rows: list[dict[str, str]] = []
    match question.type:
        case AnswerType.MANY_OF:
            value = list(value or ())
        case AnswerType.RECORD:
            value = {c.id: (value or {}).get(c.id, "") for c in question.columns}
        case AnswerType.TABLE:
            rows = [{c.id: row.cells.get(c.id, "") for c in question.columns} for row in rows_of(value)]
            value = ""
        case AnswerType.NUMBER_UNIT:
            unit = value.unit if isinstance(value, Number) else ""
            value = float(value.number or 0) if isinstance(value, Number) else 0.0
        case _:
            value = value or ""
    return {
        "state": answer.state.value,
        "value": value,
        "unit": unit,
        "rows": rows,
        "cited": bool(answer.cited),
        "reason": answer.reason,
    }


class PathFinder:
    """Finds the path through one pack. Keeps compiled conditions and their last results."""

    def __init__(self, pack: Pack) -> None:
        """Nothing is compiled before the first path is asked for."""
        self._pack = pack
        self._conditions: dict[str, Condition] = {}
        self._entries: dict[str, tuple[Answer, Mapping[str, Any]]] = {}
        self._results: dict[str, tuple[tuple[Mapping[str, Any], ...], bool]] = {}

    def find(self, answers: Answers) -> Path:
        """The path these answers lead to.

        A hidden parent hides its follow-ups, a hidden section its questions, and a condition that reads a
        hidden answer sees it as never given.
        """
        known: dict[str, bool] = {}
        items = tuple(q.id for q in self._pack.items if self._visible(q, answers, known))
        sections = {self._pack.by_id[item].section for item in items}
        return Path(tuple(s.id for s in self._pack.sections if s.id in sections), items, frozenset(items))

    def _visible(self, question: Question, answers: Answers, known: dict[str, bool]) -> bool:
        if question.id in known:
            return known[question.id]
        known[question.id] = True  # a cycle, refused by the pack checker, must not recurse for ever
        parent = self._pack.by_id.get(question.parent or "")
        section = self._pack.section_by_id[question.section]
        known[question.id] = (
            (parent is None or self._visible(parent, answers, known))
            and self._holds(section.when, answers, known)
            and self._holds(question.when, answers, known)
        )
        return known[question.id]

    def _holds(self, expression: str, answers: Answers, known: dict[str, bool]) -> bool:
        if not expression:
            return True
        if expression not in self._conditions:
            self._conditions[expression] = compile_condition(expression, self._pack.by_id)
        condition = self._conditions[expression]
        references = {ref: self._seen(ref, answers, known) for ref in sorted(condition.references)}
        read = tuple(references.values())
        before = self._results.get(expression)
        if before is not None and all(a is b for a, b in zip(before[0], read, strict=True)):
            return before[1]
        result = holds(condition, references)
        self._results[expression] = (read, result)
        return result

    def _seen(self, reference: str, answers: Answers, known: dict[str, bool]) -> Mapping[str, Any]:
        question = self._pack.by_id[reference]
        visible = self._visible(question, answers, known)
        answer = answers.get(reference, UNANSWERED) if visible else UNANSWERED
        kept = self._entries.get(reference)
        if kept is None or kept[0] is not answer:
            kept = (answer, entry(question, answer))
            self._entries[reference] = kept
        return kept[1]
