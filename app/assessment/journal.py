"""Answers are append-only: a journal of changes, folded into the answers that are current.

Undo and redo are changes too, so that the history is the audit trail and nothing is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.assessment.answer import UNANSWERED, Answer, Citation, Number, Row, Searched, State, Value
from app.assessment.findings import Disposition, FindingState, Names, Raised, finding_key
from app.questionnaire.model import Severity


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
    FINDING = "finding"
    """Sets what the reviewer holds of a finding: any of state, reason, owner, due, cause, raised. `question` is
    the rule's id."""
    NAMES = "names"
    """Declares two names the same, different, or neither. `question` is the kind (`company`)."""
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
    findings: Mapping[str, Disposition] = field(default_factory=dict)
    """What was recorded about findings, by their key."""
    names: Names = field(default_factory=dict)
    """What was declared about names."""


_BESIDE = frozenset({ChangeKind.FINDING, ChangeKind.NAMES})
"""Changes of something else than an answer."""


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
        if change.kind not in _BESIDE:
            answers[change.question] = apply(answers.get(change.question, UNANSWERED), change)
    return _beside(Folded(answers, tuple(standing), tuple(taken_back)))


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
        case ChangeKind.FINDING | ChangeKind.NAMES:
            ahead = replace(folded, standing=(*standing, change), taken_back=())
            return _with_beside(ahead, change)
        case _:
            before = folded.answers.get(change.question, UNANSWERED)
            answers = {**folded.answers, change.question: apply(before, change)}
            return replace(folded, answers=answers, standing=(*standing, change), taken_back=())
    turned = (folded.standing[-1] if change.kind is ChangeKind.UNDO else folded.taken_back[-1]).kind
    if turned in _BESIDE:
        return _beside(replace(folded, standing=standing, taken_back=taken_back))
    answer = UNANSWERED
    for one in standing:
        if one.question == touched and one.kind not in _BESIDE:
            answer = apply(answer, one)
    answers = {**folded.answers, touched: answer}
    if answer is UNANSWERED:
        del answers[touched]
    return replace(folded, answers=answers, standing=standing, taken_back=taken_back)


def _beside(folded: Folded) -> Folded:
    """With what the standing changes say of findings and names."""
    found = replace(folded, findings={}, names={})
    for change in folded.standing:
        if change.kind in _BESIDE:
            found = _with_beside(found, change)
    return found


def _with_beside(folded: Folded, change: Change) -> Folded:
    """With one more change of a finding or of names. Raises `ValueError` for one that cannot be read."""
    try:
        if change.kind is ChangeKind.NAMES:
            kind, first, second = change.question, str(change.body["a"]), str(change.body["b"])
            known = {**folded.names, (kind, min(first, second), max(first, second)): change.body["same"]}
            return replace(folded, names={key: same for key, same in known.items() if same is not None})
        disposition = recorded(folded.findings, change)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"change {change.id} of {change.question} cannot be read: {error}") from error
    return replace(folded, findings={**folded.findings, disposition.key: disposition})


def recorded(before: Mapping[str, Disposition], change: Change) -> Disposition:
    """What is held of a finding after one FINDING change. Raises `KeyError`, `TypeError` or `ValueError`."""
    subject = str(change.body.get("subject", ""))
    known = before.get(finding_key(change.question, subject)) or Disposition(change.question, subject)
    fields: dict[str, Any] = {
        name: str(change.body[name]) for name in ("reason", "owner", "due", "cause") if name in change.body
    }
    if "state" in change.body:
        fields["state"] = FindingState(change.body["state"])
    if "raised" in change.body:
        fields["raised"] = raised_from_json(change.body["raised"])
    return replace(known, **fields, by=change.by, at=change.at)


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


def raised_to_json(raised: Raised | None) -> dict[str, Any] | None:
    """What a finding says, as JSON-ready data."""
    if raised is None:
        return None
    return {
        "severity": raised.severity.value,
        "message": raised.message,
        "title": raised.title,
        "law": list(raised.law),
        "fix": raised.fix,
        "answers": list(raised.answers),
        "citations": [citation_to_json(citation) for citation in raised.citations],
    }


def raised_from_json(data: Mapping[str, Any] | None) -> Raised | None:
    """What a finding says, from `raised_to_json` data."""
    if data is None:
        return None
    return Raised(
        severity=Severity(data["severity"]),
        message=str(data["message"]),
        title=str(data.get("title", "")),
        law=tuple(str(one) for one in data.get("law", ())),
        fix=str(data.get("fix", "")),
        answers=tuple(str(one) for one in data.get("answers", ())),
        citations=tuple(citation_from_json(one) for one in data.get("citations", ())),
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
