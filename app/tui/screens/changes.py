"""Changes of an answer in words: one line for a list, blocks for reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from textual.content import Content

from app.assessment.answer import Answer, Citation, Row, Value
from app.assessment.journal import ChangeKind
from app.assessment.values import rows_of
from app.questionnaire.model import Question
from app.review import HistoryEntry
from app.tui.figures import counted
from app.tui.signs import LOST, STATE_WORDS, brief_value, lost_words, sign_of
from app.tui.text import plain, shown
from app.tui.widgets.sheet import EMPTY, Block

LONGEST_READ = 4_000
"""Characters of one value that are shown."""
MOST_ROWS_READ = 50
"""Rows of a register that are shown."""

_LABEL = 12
_MUTED = "$text-muted"


def in_a_line(entry: HistoryEntry, question: Question) -> str:
    """What a change did, from what to what: `unanswered → partial, reason written`."""
    body = entry.change.body
    match entry.change.kind:
        case ChangeKind.CELL:
            return _cell(entry, question, body)
        case ChangeKind.ROWS_ADD:
            return f"{counted(len(body['rows']), 'row')} added{_names([r['cells'] for r in body['rows']], question)}"
        case ChangeKind.ROWS_DROP:
            gone = [row.cells for row in rows_of(entry.before.value) if row.id in body["rows"]]
            return f"{counted(len(gone), 'row')} removed{_names(gone, question)}"
        case _:
            return ", ".join(_fields(entry.before, entry.after, body)) or "nothing new"


def _fields(before: Answer, after: Answer, body: Mapping[str, Any]) -> Iterator[str]:
    if before.state is not after.state:
        yield f"{STATE_WORDS[before.state]} → {STATE_WORDS[after.state]}"
    if before.value != after.value:
        yield f"{_brief(before.value)} → {_brief(after.value)}"
    for name in ("reason", "note"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{name} {'taken away' if not new else 'changed' if old else 'written'}"
    if before.citations != after.citations:
        yield from _citations(before.citations, after.citations)
    if before.reopened != after.reopened:
        yield "reopened" if after.reopened else "no longer reopened" if len(body) > 1 else "stands as it is"
    if "flag" in body:
        yield "flagged" if after.flag else "flag taken away"


def _citations(before: tuple[Citation, ...], after: tuple[Citation, ...]) -> Iterator[str]:
    stood = {replace(c, lost=""): c.lost for c in before}
    lost = [c for c in after if c.lost and stood.get(replace(c, lost="")) == ""]
    back = [c for c in after if not c.lost and stood.get(c)]
    added = [c for c in after if c not in before and c not in lost and c not in back]
    kept = {replace(c, lost="") for c in (*lost, *back)}
    gone = [c for c in before if c not in after and replace(c, lost="") not in kept]
    for word, some in (("lost", lost), ("found again", back)):
        if some:
            yield f"{word} {'; '.join(f'{c.document} {c.place}' for c in some)}"
    if added:
        yield f"cited {'; '.join(f'{c.document} {c.place}' for c in added)}"
    if gone:
        yield f"no longer cited {'; '.join(f'{c.document} {c.place}' for c in gone)}"


def _cell(entry: HistoryEntry, question: Question, body: Mapping[str, Any]) -> str:
    rows = rows_of(entry.before.value)
    number = next((i for i, row in enumerate(rows, start=1) if row.id == body["row"]), 0)
    old = rows[number - 1].cells.get(body["column"], "") if number else ""
    label = next((c.label for c in question.columns if c.id == body["column"]), str(body["column"]))
    where = f"row {number}, " if number else ""
    return f"{where}{label}: {_quoted(old)} → {_quoted(str(body['value']))}"


def _brief(value: Value) -> str:
    text = brief_value(value)
    return text if rows_of(value) else _quoted(text)


def _quoted(text: str) -> str:
    return f'"{shown(text, limit=80)}"' if text else "empty"


def _names(rows: list[Mapping[str, str]], question: Question) -> str:
    """What stands first in each row."""
    order = [column.id for column in question.columns]
    names = [next((cells[column] for column in order if cells.get(column)), "empty") for cells in rows[:3]]
    return (
        f": {', '.join(shown(n, limit=40) for n in names)}{', …' if len(rows) > 3 else ''}" if names else ""
    )


def in_full(entry: HistoryEntry, question: Question) -> Iterator[Block]:
    """When and by whom, the answer as it was after the change, and as it was before."""
    change = entry.change
    undone = " · undone" if not entry.in_effect else ""
    yield _text("When", f"{change.at.astimezone():%Y-%m-%d %H:%M:%S}{undone}")
    if change.by:
        yield _text("Who", change.by)
    yield Block(EMPTY)
    yield from _answer("After", entry.after, entry.before, question)
    yield Block(EMPTY)
    yield from _answer("Before", entry.before, entry.after, question)


def _answer(title: str, answer: Answer, other: Answer, question: Question) -> Iterator[Block]:
    sign = sign_of(question, answer)
    state = Content.styled(f"{sign.glyph} {STATE_WORDS[answer.state]}", sign.style)
    yield Block(plain(title, "bold"))
    yield Block(state, Content.styled("State", _MUTED), _LABEL)
    if answer.value is not None:
        yield from _value(answer, other, question)
    for name in ("reason", "note"):
        if text := getattr(answer, name):
            yield _text(name.capitalize(), text)
    if answer.reopened:
        yield _text("Reopened", answer.reopened)
    for citation in answer.citations:
        quote = f' "{citation.quote}"' if citation.quote else ""
        text = f"{citation.document} {citation.place}{quote}"
        if citation.lost:
            said = plain(text, f"strike {_MUTED}", one_line=False, limit=LONGEST_READ)
            lost = Content.styled(f"  {lost_words(citation)}", LOST.style)
            yield Block(said + lost, Content.styled("Lost", _MUTED), _LABEL)
        else:
            yield _text("Cited", text)


def _value(answer: Answer, other: Answer, question: Question) -> Iterator[Block]:
    rows = rows_of(answer.value)
    if not rows:
        if isinstance(answer.value, Mapping):
            for column in question.columns:
                if text := answer.value.get(column.id, ""):
                    yield _text(column.label, text)
        else:
            yield _text(
                "Value", brief_value(answer.value) if not isinstance(answer.value, str) else answer.value
            )
        return
    elsewhere = {row.id: row.cells for row in rows_of(other.value)}
    differing = [(i, row) for i, row in enumerate(rows, start=1) if elsewhere.get(row.id) != row.cells]
    yield _text(
        "Rows",
        f"{len(rows):,}" + ("" if len(differing) == len(rows) else f", of which {len(differing)} differ"),
    )
    for number, row in differing[:MOST_ROWS_READ]:
        yield _text(f"Row {number}", _row(row, question))
    if len(differing) > MOST_ROWS_READ:
        yield _text("", f"and {len(differing) - MOST_ROWS_READ:,} more")


def _row(row: Row, question: Question) -> str:
    parts = (f"{c.label}: {text}" for c in question.columns if (text := row.cells.get(c.id, "")))
    return " · ".join(parts) or "empty"


def _text(label: str, text: str) -> Block:
    rest = f"\n… {len(text) - LONGEST_READ:,} more characters." if len(text) > LONGEST_READ else ""
    content = plain(text[:LONGEST_READ] + rest, one_line=False, limit=LONGEST_READ + 60)
    return Block(content, plain(label, _MUTED).truncate(_LABEL - 1, ellipsis=True), _LABEL)
