"""Rows of a register from pasted text: CSV or TSV, with or without a head row, from any spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import StringIO
from typing import NamedTuple

from app.assessment.values import LONGEST_TEXT, MOST_ROWS, InvalidValue, clean, parse_cell
from app.questionnaire.model import Column

_GUARDED = re.compile(r"^'(?='*[=+\-@\t\r])")
_RISKY = re.compile(r"^'*[=+\-@\t\r]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")


class CsvRows(NamedTuple):
    """What a pasted text holds."""

    rows: list[dict[str, str]]
    """Checked text by column id; empty cells are left out."""
    problems: list[str]
    """One sentence for everything that was not understood or does not come in."""


def guard(text: str) -> str:
    """The text as it goes into a CSV cell: `'` in front of what a spreadsheet would take for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """The reverse of `guard`."""
    return _GUARDED.sub("", text, count=1)


def read_rows(text: str, columns: Sequence[Column]) -> CsvRows:
    """Read pasted CSV or TSV as rows of a register with these columns.

    The first row is a head when it names columns, by label or id; otherwise cells are taken in the order of
    the columns. Cells that do not fit their column stay empty and are reported, so that one bad date does not
    cost a list of companies. Never raises for any text.
    """
    problems: list[str] = []
    lines = _cells(_LINE_ENDS.sub("\n", clean(text)).lstrip("\ufeff"), problems)
    if not lines:
        return CsvRows([], problems)
    order = _head(lines[0][1], columns)
    if order is None:
        order = list(columns)
    else:
        strange = [name for name, column in zip(lines[0][1], order, strict=True) if name and column is None]
        problems += [f'No column is called "{_short(name)}"; it does not come in.' for name in strange]
        del lines[0]
    rows = []
    for number, cells in lines:
        row = _row(number, cells, order, problems)
        if row:
            rows.append(row)
    if len(rows) > MOST_ROWS:
        problems.append(f"{len(rows):,} rows; a register takes {MOST_ROWS:,}. The rest does not come in.")
        del rows[MOST_ROWS:]
    return CsvRows(rows, problems)


def _cells(text: str, problems: list[str]) -> list[tuple[int, list[str]]]:
    """Line number and cells of every row that is not blank."""
    delimiter = _delimiter(text)
    limit = csv.field_size_limit(LONGEST_TEXT * 2)  # a setting of the whole process; put back below
    try:
        try:
            found = _parsed(text, delimiter, csv.QUOTE_MINIMAL)
        except csv.Error:
            problems.append("The quotation marks do not pair up; they were read as part of the text.")
            found = _parsed(text, delimiter, csv.QUOTE_NONE)
    except csv.Error:
        problems.append(f"One cell has more than {LONGEST_TEXT:,} characters; nothing can be read.")
        found = []
    finally:
        csv.field_size_limit(limit)
    return [
        (number, [cell.strip() for cell in cells]) for number, cells in found if any(map(str.strip, cells))
    ]


def _parsed(text: str, delimiter: str, quoting: int) -> list[tuple[int, list[str]]]:
    reader = csv.reader(
        StringIO(text),
        delimiter=delimiter,
        quoting=quoting,  # type: ignore[arg-type]
        strict=quoting != csv.QUOTE_NONE,
        skipinitialspace=delimiter != "\t",
    )
    found, line = [], 1
    for cells in reader:
        found.append((line, cells))
        line = reader.line_num + 1
    return found


def _delimiter(text: str) -> str:
    """Tab, semicolon or comma: whichever the first line with any of them has most of, outside quotes."""
    for line in text.split("\n"):
        bare = re.sub(r'"[^"]*"', "", line)
        counts = {mark: bare.count(mark) for mark in ("\t", ";", ",")}
        if counts["\t"]:
            return "\t"
        if counts[";"] or counts[","]:
            return ";" if counts[";"] > counts[","] else ","
    return ","


def _head(cells: Sequence[str], columns: Sequence[Column]) -> list[Column | None] | None:
    """The column of each cell when this row is a head; None when it is a row of data.

    It is a head when at least half of its cells name columns, or when some do and the row would not be valid
    as data.
    """
    named: list[Column | None] = []
    for text in cells:
        wanted = _letters(text)
        match = next((c for c in columns if wanted and wanted in (_letters(c.label), _letters(c.id))), None)
        named.append(match if match not in named else None)
    hits = sum(column is not None for column in named)
    filled = sum(bool(text) for text in cells)
    if hits * 2 >= filled or (hits and not _valid(cells, columns)):
        return named
    return None


def _valid(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    try:
        for text, column in zip(cells, columns, strict=False):
            parse_cell(column, unguard(text))
    except InvalidValue:
        return False
    return True


def _row(
    number: int, cells: Sequence[str], order: Sequence[Column | None], problems: list[str]
) -> dict[str, str]:
    row: dict[str, str] = {}
    for column, raw in zip(order, cells, strict=False):
        if column is None:
            continue
        try:
            value = parse_cell(column, unguard(raw))
        except InvalidValue as error:
            named = str(error) if str(error).startswith(column.label) else f"{column.label}: {error}"
            problems.append(f"Line {number}, {named.rstrip('.')}. The cell stays empty.")
            continue
        if value:
            row[column.id] = value
    extra = sum(bool(raw) for raw in cells[len(order) :])
    if extra:
        problems.append(
            f"Line {number} has {len(cells)} cells for {len(order)} columns; "
            f"{'the last does' if extra == 1 else f'the last {extra} do'} not come in."
        )
    return row


def _letters(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
