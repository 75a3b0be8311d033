"""Rows of tables: runs that stand apart on a line are cells, and the lines of a cell that wraps are made one."""

from __future__ import annotations

import itertools
import re
from typing import Final

from app.evidence.extraction.pdf.layout import TICKED, UNTICKED, WIDE, Line, Run
from app.evidence.extraction.pdf.paragraphs import mark_gaps

_FIELD_HEIGHT: Final = 11.0
"""Points: how high a line counts that holds nothing but a form's field."""
_LIST_MARK: Final = re.compile(
    r"[•◦▪▫●○■□‣⁃∙·*–—➢❖✓✔☐☑☒o-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|\d{1,2}(?:\.\d{1,2})+\.?"
)
_UNFINISHED: Final = re.compile(r"(?:[,(/&–-]|\b(?:and|or|of|the|for|to|with|by|in|a|an))$")


def lines_of_rows(lines: list[list[Run]], fields: list[Run]) -> list[Line]:
    """The lines of a page from the runs of each, with its form's fields put in their places and its rows whole."""
    for run in fields:
        _place_field(lines, run)
    rows: list[Line] = []
    columns: list[float] = []
    last: Run | None = None
    for row in _folded(lines):
        text = _joined(row)
        if columns and _is_later_column(row[0].left, columns):
            if last is not None and len(row) == 1 and _is_under(last, row[0]):
                rows[-1].text += f" {text}"
                last = row[0]
                continue
            text = f"| {text}"
        elif " | " in text:
            columns = [run.left for run in row]
        else:
            columns = []
        # The longest: a list's mark is often of another font.
        main = max(row, key=lambda run: (not run.field, len(run.text)))
        top = min(main.top, main.bottom + _FIELD_HEIGHT) if main.field else main.top
        rows.append(Line(text, main.bottom, top))
        last = row[-1]
    mark_gaps(rows)
    return rows


def _is_later_column(left: float, columns: list[float]) -> bool:
    """Whether a row that begins here leaves the first column of the row above it empty."""
    return left > columns[0] + 4 and any(abs(left - column) < 3 for column in columns[1:])


def _place_field(lines: list[list[Run]], run: Run) -> None:
    """Put a field into the line it stands in, by its place from left to right, or on a line of its own."""
    middle = (run.bottom + run.top) / 2
    for line in lines:
        first = line[0]
        if first.bottom - 2 <= middle <= first.top + 2 or (
            run.bottom <= (first.bottom + first.top) / 2 <= run.top
        ):
            place = next((index for index, other in enumerate(line) if other.left >= run.left), len(line))
            line.insert(place, run)
            return
    place = next(
        (index for index, line in enumerate(lines) if (line[0].bottom + line[0].top) / 2 < middle), len(lines)
    )
    lines.insert(place, [run])


def _folded(lines: list[list[Run]]) -> list[list[Run]]:
    """Lines with the cells of one row brought together: a cell that wraps becomes one run again."""
    rows: list[list[Run]] = []
    for line in lines:
        first = line[0]
        row = rows[-1] if rows else None
        if row is not None and _is_next_cell(rows, first):
            row = _fold_first_cell(rows, first)
            first.cell = True
            row.extend(line)
        elif row is not None and len(row) > 1 and _goes_on(row[-1], line):
            last = row[-1]
            last.text += f" {first.text}"
            last.right, last.bottom = max(last.right, first.right), first.bottom
            for run in line[1:]:
                run.cell = True
            row.extend(line[1:])
        else:
            rows.append(list(line))
    return rows


def _goes_on(last: Run, line: list[Run]) -> bool:
    """Whether a line goes on with the last cell of the row above it."""
    return _is_under(last, line[0]) and (len(line) == 1 or line[0].text[0].islower())


def _is_next_cell(rows: list[list[Run]], run: Run) -> bool:
    """Whether the run stands to the right of the last one, not below it: it is of the same row."""
    last = rows[-1][-1]
    if run.left < last.right - 1:
        return False
    middle = (run.bottom + run.top) / 2
    return last.bottom <= middle <= (last.top if len(rows[-1]) > 1 else _block(rows)[1])


def _block(rows: list[list[Run]]) -> tuple[int, float]:
    """Where the lines of a cell that wraps begin, going up from the last line, and how high they reach."""
    at = len(rows) - 1
    bottom = rows[at][0]
    while at and len(rows) - at < 8:
        upper = rows[at - 1]
        if len(upper) != 1 or not _is_under(upper[0], rows[at][0], close=True):
            break
        at -= 1
    return at, rows[at][0].top if len(rows[at]) == 1 else bottom.top


def _is_under(upper: Run, lower: Run, *, close: bool = False) -> bool:
    """Whether the lower run goes on with the upper one: same left edge, the next line, in the middle of a sentence.

    With `close` the place alone decides. In a table without space between its rows nothing else tells a cell that
    wraps from the next row, and two rows made one would say of the wrong element that it is ticked.
    """
    size = max(lower.top - lower.bottom, 1.0)
    step = upper.bottom - lower.bottom
    if abs(upper.left - lower.left) > 2 or not 0 < step <= 1.45 * size or upper.field or lower.field:
        return False
    return (
        close or lower.text[0].islower() or lower.text[0] == "(" or _UNFINISHED.search(upper.text) is not None
    )


def _fold_first_cell(rows: list[list[Run]], run: Run) -> list[Run]:
    """Make one row of the lines of the first cell, beside which `run` stands."""
    if len(rows[-1]) > 1:
        return rows[-1]
    at, _ = _block(rows)
    middle = (run.bottom + run.top) / 2
    level = next(
        (index for index in range(at, len(rows)) if rows[index][0].bottom <= middle <= rows[index][0].top), at
    )
    below = len(rows) - 1 - level
    above = level - at
    # Beside its first line the cell begins there; else the run is set in the middle of the cell.
    begin = level if below > above + 1 else max(level - below - 1, at) if above else level
    cell = [row[0] for row in rows[begin:]]
    del rows[begin + 1 :]
    rows[begin] = [
        Run(
            " ".join(part.text for part in cell),
            cell[0].left,
            max(part.right for part in cell),
            cell[-1].bottom,
            cell[0].top,
        )
    ]
    return rows[begin]


def _joined(row: list[Run]) -> str:
    parts = [row[0].text]
    for left, right in itertools.pairwise(row):
        size = max(
            right.top - right.bottom if not right.field else 0.0,
            left.top - left.bottom if not left.field else 0.0,
        )
        size = (size or 11.0) / 1.15
        near = 4.0 if left.field and left.text in {TICKED, UNTICKED} else 2.5 if right.field else WIDE
        if left.field and right.field:
            near = 0.0
        joined = right.left - left.right <= near * size and not right.cell
        if joined or _LIST_MARK.fullmatch(left.text) or (right.field and left.text[-1] == ":"):
            parts.append(f" {right.text}")
        else:
            parts.append(f" | {right.text}")
    return "".join(parts)
