"""What was recorded when and by whom, in words: the history that the internal report prints."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.assessment.clauses import one_line
from app.assessment.findings import STATE_WORDS, FindingState, finding_key
from app.assessment.journal import Change, ChangeKind, value_from_json
from app.assessment.sheet import counted
from app.assessment.values import rows_of, to_text


@dataclass(frozen=True, slots=True)
class Recorded:
    """One change in the history of an answer, a finding or a name."""

    at: datetime
    """Aware."""
    by: str
    subject: str
    """Id of the question, or the key of the finding."""
    what: str
    """What the change did, in words (`state: yes; reason: ...`)."""
    in_effect: bool = True
    """False for a change that was undone."""


def recorded(changes: Iterable[Change], in_effect: Collection[int]) -> tuple[Recorded, ...]:
    """The changes of a journal in words, oldest first; `in_effect` are the ids of those that stand."""
    return tuple(
        Recorded(change.at, change.by, _subject(change), "; ".join(_words(change)), change.id in in_effect)
        for change in changes
        if change.kind not in (ChangeKind.UNDO, ChangeKind.REDO)
    )


def _subject(change: Change) -> str:
    if change.kind is ChangeKind.FINDING:
        return finding_key(change.question, str(change.body.get("subject", "")))
    return f"names: {change.question}" if change.kind is ChangeKind.NAMES else change.question


def _words(change: Change) -> Iterator[str]:
    body = change.body
    match change.kind:
        case ChangeKind.ROWS_ADD:
            for row in body.get("rows", ()):
                cells = (one_line(str(text)) for text in row.get("cells", {}).values())
                yield "row added: " + ", ".join(text for text in cells if text)
        case ChangeKind.CELL:
            yield f"row {body.get('row', '')}, {body.get('column', '')}: {one_line(str(body.get('value', '')))}"
        case ChangeKind.ROWS_DROP:
            yield f"rows removed: {len(body.get('rows', ()))}"
        case ChangeKind.NAMES:
            same = {True: "the same", False: "different", None: "neither"}[body.get("same")]
            yield f"{one_line(str(body.get('a', '')))} and {one_line(str(body.get('b', '')))}: {same}"
        case ChangeKind.FINDING:
            yield from _of_finding(body)
        case _:
            yield from _of_answer(body)


def _of_finding(body: Mapping[str, Any]) -> Iterator[str]:
    if "state" in body:
        yield f"state: {STATE_WORDS[FindingState(body['state'])]}"
    for name in ("reason", "owner", "due"):
        if name in body:
            yield f"{name}: {one_line(str(body[name])) or 'none'}"
    if raised := body.get("raised"):
        yield f"raised: {one_line(str(raised.get('message', '')))}"


def _of_answer(body: Mapping[str, Any]) -> Iterator[str]:
    if "state" in body:
        yield f"state: {str(body['state']).replace('_', ' ')}"
    if "value" in body:
        value = value_from_json(body["value"])
        rows = rows_of(value)
        shown = counted(len(rows), "row", "rows") if rows else one_line(to_text(value))
        yield f"value: {shown or 'none'}"
    for name in ("reason", "note", "reopened"):
        if name in body:
            yield f"{name}: {one_line(str(body[name])) or 'none'}"
    if "flag" in body:
        yield "flag set" if body["flag"] else "flag taken away"
    if "citations" in body:
        yield f"passages: {len(body['citations'])}"
    if body.get("searched"):
        yield "searched before it was called not addressed"
