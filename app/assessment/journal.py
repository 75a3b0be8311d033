"""Answers are append-only: a journal of changes, folded into the answers that are current.

Undo and redo are changes too, so that the history is the audit trail and nothing is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.assessment.answer import UNANSWERED, Answer, Citation, Number, Row, Searched, State, Value


class ChangeKind(StrEnum):
    """What a change does."""

    SET = "set"
    """Sets fields of an answer: any of state, value, reason, note, citations, flag, searched, reopened."""
    ROWS_ADD = "rows.add"
    """Adds rows to a register, before a given row or at the end."""
    CELL = "cell"
    """Sets one cell of one row."""
    ROWS_DROP = "rows.drop"
    """Removes rows from a register."""
    UNDO = "undo"
    """Takes an earlier change back."""
    REDO = "redo"
    """Puts back a change that was taken back."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the journal."""

    id: int
    """Rising number given by the store; 0 before it is stored."""
    question: str
    kind: ChangeKind
    body: Mapping[str, Any]
    """JSON-ready: `{"state": "yes"}`, `{"row": "r3", "column": "name", "value": "Plivo"}`, `{"change": 17}`."""
    at: datetime
    """Aware, UTC."""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Folded:
    """The journal folded: what is current, and what undo and redo would touch."""

    answers: Mapping[str, Answer]
    standing: tuple[Change, ...] = ()
    """The changes in effect, oldest first; the last is what undo would take back."""
    taken_back: tuple[Change, ...] = ()
    """The changes that were undone; the last is what redo would put back."""


def fold(changes: Iterable[Change]) -> Folded:
    """Fold the journal, oldest change first, into current answers.

    Undo and redo work on the assessment as a whole, last change first; a new change after an undo ends
    the chance to redo. Raises `ValueError` for a change that cannot be read.
    """
    standing: list[Change] = []
    taken_back: list[Change] = []
    for change in changes:
        if change.kind is ChangeKind.UNDO:
            if standing:
                taken_back.append(standing.pop())
        elif change.kind is ChangeKind.REDO:
            if taken_back:
                standing.append(taken_back.pop())
        else:
            standing.append(change)
            taken_back.clear()
    answers: dict[str, Answer] = {}
    for change in standing:
        answers[change.question] = apply(answers.get(change.question, UNANSWERED), change)
    return Folded(answers, tuple(standing), tuple(taken_back))


def step(folded: Folded, change: Change) -> Folded:
    """The same as folding the journal with one more change at its end, at the cost of one question."""
    standing, taken_back = folded.standing, folded.taken_back
    match change.kind:
        case ChangeKind.UNDO if standing:
            standing, taken_back, touched = standing[:-1], (*taken_back, standing[-1]), standing[-1].question
        case ChangeKind.REDO if taken_back:
            standing, taken_back, touched = (
                (*standing, taken_back[-1]),
                taken_back[:-1],
                taken_back[-1].question,
            )
        case ChangeKind.UNDO | ChangeKind.REDO:
            return folded
        case _:
            before = folded.answers.get(change.question, UNANSWERED)
            answers = {**folded.answers, change.question: apply(before, change)}
            return Folded(answers, (*standing, change), ())
    answer = UNANSWERED
    for one in standing:
        if one.question == touched:
            answer = apply(answer, one)
    answers = {**folded.answers, touched: answer}
    if answer is UNANSWERED:
        del answers[touched]
    return Folded(answers, standing, taken_back)


def apply(answer: Answer, change: Change) -> Answer:
    """The answer after one SET, ROWS_ADD, CELL or ROWS_DROP change.

    A register becomes `answered` with its first row and `unanswered` when its last row goes, unless the
    reviewer has set another state that allows rows. Raises `ValueError` for any other kind or a body
    that lacks its fields.
    """
    try:
        match change.kind:
            case ChangeKind.SET:
                after = _set(answer, change.body)
            case ChangeKind.ROWS_ADD:
                after = _with_rows(answer, _added(_rows(answer), change.body))
            case ChangeKind.CELL:
                after = _with_rows(answer, _edited(_rows(answer), change.body))
            case ChangeKind.ROWS_DROP:
                gone = set(change.body["rows"])
                after = _with_rows(answer, tuple(r for r in _rows(answer) if r.id not in gone))
                after = replace(after, citations=tuple(c for c in after.citations if c.row not in gone))
            case _:
                raise ValueError(f"change {change.id} is an {change.kind}, not a change of an answer")
    except (KeyError, TypeError) as error:
        raise ValueError(f"change {change.id} of {change.question} cannot be read: {error}") from error
    return replace(after, at=change.at, by=change.by)


def _set(answer: Answer, body: Mapping[str, Any]) -> Answer:
    fields = {name: read(body[name]) for name, read in _READERS.items() if name in body}
    if "state" in fields:
        fields.setdefault("searched", None)  # it was looked for another answer
    if "state" in fields or "value" in fields:
        fields.setdefault("reopened", "")
    return replace(answer, **fields)


def _rows(answer: Answer) -> tuple[Row, ...]:
    value = answer.value
    return tuple(v for v in value if isinstance(v, Row)) if isinstance(value, tuple) else ()


def _with_rows(answer: Answer, rows: tuple[Row, ...]) -> Answer:
    state = answer.state
    if rows and state in (State.UNANSWERED, State.NOT_ADDRESSED, State.NA):
        state = State.ANSWERED
    elif not rows and state in (State.ANSWERED, State.PARTIAL):
        state = State.UNANSWERED
    return replace(answer, value=rows or None, state=state)


def _added(rows: tuple[Row, ...], body: Mapping[str, Any]) -> tuple[Row, ...]:
    new = tuple(Row(str(r["id"]), {str(k): str(v) for k, v in r["cells"].items()}) for r in body["rows"])
    before = body.get("before")
    for index, row in enumerate(rows):
        if row.id == before:
            return rows[:index] + new + rows[index:]
    return rows + new


def _edited(rows: tuple[Row, ...], body: Mapping[str, Any]) -> tuple[Row, ...]:
    row, column, value = body["row"], str(body["column"]), str(body["value"])
    return tuple(Row(r.id, {**r.cells, column: value}) if r.id == row else r for r in rows)


def value_to_json(value: Value) -> Any:
    """A value as JSON-ready data. Registers keep their row ids under `id` and `cells`."""
    if isinstance(value, Number):
        return {"number": value.number, "unit": value.unit}
    if isinstance(value, tuple):
        return [{"id": v.id, "cells": dict(v.cells)} if isinstance(v, Row) else v for v in value]
    if isinstance(value, Mapping):
        return {"record": dict(value)}
    return value


def value_from_json(data: Any) -> Value:
    """The reverse of `value_to_json`. Raises `ValueError` for data of another shape."""
    if data is None or isinstance(data, str):
        return data
    if isinstance(data, list):
        if all(isinstance(d, str) for d in data):
            return tuple(data)
        return tuple(Row(str(d["id"]), {str(k): str(v) for k, v in d["cells"].items()}) for d in data)
    if isinstance(data, dict) and "record" in data:
        return {str(k): str(v) for k, v in data["record"].items()}
    if isinstance(data, dict) and "unit" in data:
        return Number(data.get("number"), str(data["unit"]))
    raise ValueError(f"not a value: {data!r:.80}")


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """A citation as JSON-ready data, in the shape of `assess show --json`; `row` and `lost` only where they are set."""
    data: dict[str, Any] = {
        "document": citation.document,
        "place": citation.place,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }
    more = {"row": citation.row, "lost": citation.lost}
    return data | {name: text for name, text in more.items() if text}


def citation_from_json(data: Mapping[str, Any]) -> Citation:
    """The reverse of `citation_to_json`. Raises `KeyError` without document or place."""
    return Citation(
        str(data["document"]),
        str(data["place"]),
        str(data.get("quote", "")),
        data.get("start"),
        data.get("end"),
        str(data.get("row", "")),
        str(data.get("lost", "")),
    )


def searched_to_json(searched: Searched | None) -> dict[str, Any] | None:
    """What was looked for, as JSON-ready data."""
    if searched is None:
        return None
    return {
        "terms": list(searched.terms),
        "documents": list(searched.documents),
        "outcome": searched.outcome,
    }


def searched_from_json(data: Mapping[str, Any] | None) -> Searched | None:
    """The reverse of `searched_to_json`. Raises `KeyError` without terms or documents."""
    if data is None:
        return None
    return Searched(
        tuple(str(term) for term in data["terms"]),
        tuple(str(document) for document in data["documents"]),
        str(data.get("outcome", "nothing")),
    )


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "state": State,
    "value": value_from_json,
    "reason": str,
    "note": str,
    "flag": bool,
    "citations": lambda data: tuple(citation_from_json(one) for one in data),
    "searched": searched_from_json,
    "reopened": str,
}
"""How the fields of a SET are read."""
