"""Tables as text: which row names the columns, and which label a row stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.evidence.sentences import tidy

_COLUMN_WORDS = re.compile(
    r"\b(?:name|categor(?:y|ies)|elements?|data|purposes?|vendors?|compan(?:y|ies)|types?|descriptions?|check|used?|"
    r"locations?|countr(?:y|ies)|services?|functions?|address|contacts?|required|retention|sub-?processors?|"
    r"third[- ]part(?:y|ies)|dates?|status|title|role|reason|period|law|basis|certifications?|standards?|controls?|"
    r"requirements?|responses?|answers?|questions?|collected|shared|examples?|information|websites?|url|e-?mail|phone|"
    r"region|entity|products?|fields?|details?|notes?|comments?|yes|no)\b",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"[xX✓✔☑☒☐√]|\[[ xX]?\]|(?:yes|no|n/?a|none|true|false)\.?|[$€£]?\s?[\d.,/:%+\-() ]+|\S[^\s@]*@\S+|https?://\S+|www\.\S+"
)
_MARK = re.compile(r"[xX✓✔☑☒√]|\[[xX]\]|yes|no", re.IGNORECASE)
_RULE = re.compile(r"[\s|:+=–—-]*")
_CONTINUES_HEADER = re.compile(r"^(?:check|tick|mark|please check|used by)\b", re.IGNORECASE)
_LONG_CELL = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as it is read."""

    start: int
    end: int
    cells: tuple[str, ...]
    label: str = ""
    """What the row stands under, where its own text does not say so."""
    header: bool = False
    """It names the columns."""
    opens: bool = False
    """The label of the rows below begins with it."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table and the names of its columns."""

    header: str
    """The column names joined by ` | `; empty where no row names them."""
    rows: tuple[Row, ...]


def read_table(text: str, spans: Sequence[tuple[int, int]]) -> Table:
    """Reads rows that follow one another.

    Args:
        text: the document's text.
        spans: offsets (start, end) of the rows, in order.

    Returns:
        The rows with the labels that stand above them, and the header.
    """
    raw = [text[start:end] for start, end in spans]
    ruled = all(row.startswith("|") for row in raw)
    cells = [_cells(row, ruled=ruled) for row in raw]
    # A line of dashes under the header has cells but says nothing.
    drawn = [_RULE.fullmatch(row[:200]) is not None for row in raw]
    names = _header_rows([row for row, line in zip(cells, drawn, strict=True) if not line])
    shifted = _shifted(cells)
    header = " | ".join(cell for row in names for cell in row if cell)
    width = max((len(row) for row in cells), default=0)
    rows: list[Row] = []
    label, unlabelled = "", len(names)
    for at, (start, end) in enumerate(spans):
        own = cells[at]
        if drawn[at]:
            rows.append(Row(start, end, own, header=bool(names) and len(rows) <= len(names)))
            continue
        if unlabelled or (names and _same(own, names[0])):
            unlabelled = max(unlabelled - 1, 0)
            label = ""
            rows.append(Row(start, end, own, header=True))
            continue
        below = next((cells[i] for i in range(at + 1, min(at + 3, len(cells))) if not drawn[i]), ())
        if _heads(own, below, width):
            label = own[0]
            rows.append(Row(start, end, own, opens=True))
        elif _continues(own, width) or at in shifted:
            rows.append(Row(start, end, own, label=label))
        else:
            label = own[0] if (below and _continues(below, width)) or at + 1 in shifted else ""
            rows.append(Row(start, end, own, opens=bool(label)))
    return Table(header, tuple(rows))


def _cells(row: str, *, ruled: bool) -> tuple[str, ...]:
    if "|" in row:
        inner = row[1:] if ruled else row
        inner = inner.rstrip()
        # The last bar closes the row; an empty last cell is an empty cell all the same.
        if ruled and inner.endswith("|"):
            inner = inner[:-1]
        return tuple(tidy(cell) for cell in inner.split("|"))
    return tuple(tidy(cell) for cell in row.split("\t"))


def _same(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row repeats the header, as at the top of a page."""
    return len(row) > 1 and [c.lower() for c in row[:2]] == [c.lower() for c in header[:2]]


def _header_rows(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The first row, and a second that belongs to it, when they name the columns; also after a title row."""
    if len(rows) > 2 and len([cell for cell in rows[0] if cell]) == 1 and len(rows[0]) > 1:
        below = _header_rows(rows[1:]) if len([cell for cell in rows[1] if cell]) > 1 else []
        return [rows[0], *below] if below else []
    if len(rows) < 2 or not _names_columns(rows[0], rows[1:8]):
        return []
    names = [rows[0]]
    filled = [cell for cell in rows[1] if cell]
    if len(rows) > 2 and len(filled) == 1 and _CONTINUES_HEADER.match(filled[0]):
        names.append(rows[1])
    return names


def _names_columns(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    filled = [cell for cell in first if cell]
    if len(filled) < 2 or any(len(cell) > _LONG_CELL or _VALUE.fullmatch(cell) for cell in filled):
        return False
    if any(cell.endswith((".", ":")) for cell in filled):
        return False
    values = sum(1 for row in below for cell in row if _VALUE.fullmatch(cell) or len(cell) > _LONG_CELL)
    if len(filled) == 2:
        # "Name | Kim Doe" is a key with its value; "Category | Collected" names two columns.
        return _COLUMN_WORDS.search(filled[1]) is not None and (
            values > 0 or _COLUMN_WORDS.search(filled[0]) is not None
        )
    return values > 0 or any(_COLUMN_WORDS.search(cell) for cell in filled)


def _continues(row: Sequence[str], width: int) -> bool:
    """Whether a row leaves out the label in its first column: an empty cell, or a cell fewer than the others."""
    if not row or width < 2:
        return False
    return (not row[0] and any(row)) or (1 < len(row) < width)


def _shifted(cells: Sequence[Sequence[str]]) -> frozenset[int]:
    """The rows whose empty first cell was lost, so that the others moved to the left: their mark stands too early.

    Only in a table whose second column holds words; where it holds marks too, nothing has moved.
    """
    marks = [at for row in cells for at, cell in enumerate(row) if at and _MARK.fullmatch(cell)]
    column = max(marks, default=0)
    if column < 2:
        return frozenset()
    words = sum(1 for row in cells if len(row) > 1 and len(row[1]) > 3 and not _VALUE.fullmatch(row[1]))
    if words * 4 < len(cells):
        return frozenset()
    return frozenset(
        at
        for at, row in enumerate(cells)
        if row[0]
        and len(row) > 1
        and (any(_MARK.fullmatch(cell) for cell in row[1:column]) or (len(row) > column and not any(row[1:])))
    )


def _heads(row: Sequence[str], below: Sequence[str], width: int) -> bool:
    """Whether a row spans the table and names the group below it.

    An unticked row looks much like it; so it takes one cell only, the same text in all cells, or rows below that leave
    their first cell empty.
    """
    if not row[0] or len(row[0]) > _LONG_CELL or width < 2 or not below:
        return False
    if len(row) == 1:
        return len(below) > 1
    if len(set(row)) == 1 or (len(row) == 2 < width - 1 and not row[1] and _continues(below, width)):
        return True
    return len(row) == width and not any(row[1:]) and not below[0]
