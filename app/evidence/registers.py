"""What the readers of register rows share: tables with their columns, items of lists, and what they hand over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.assessment.passages import BlockKind, Passage
from app.evidence.passages import SEPARATOR
from app.evidence.sentences import tidy
from app.evidence.shapes import marker_of
from app.evidence.tables import Row, read_table

_MOST_ROWS = 2_000
"""Rows of one table that are read."""


class Source(Protocol):
    """A document's text as rows are read from it."""

    @property
    def name(self) -> str:
        """Name of its file."""
        ...

    @property
    def text(self) -> str:
        """The whole text."""
        ...

    def place(self, start: int, end: int) -> str:
        """Where a piece of the text stands (`page 4`, `lines 97-99`)."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A row as it was read, before it is known to be new."""

    cells: Mapping[str, str]
    start: int
    end: int
    key: str
    """What tells it from others of its register."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its column names."""

    context: str
    """What stands above it."""
    header: tuple[str, ...]
    """The names of its columns, in their places; empty where no row names them."""
    rows: tuple[Row, ...]
    """Its rows without the header."""
    top: str = field(default="")
    """The text of its first rows, in which a title may stand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list, or a paragraph that stands where an item would."""

    text: str
    """Without its mark, on one line."""
    start: int
    end: int
    lead: str
    """What announces its list."""
    context: str


def grids(text: str, passages: Sequence[Passage]) -> Iterator[Grid]:
    """The tables of a document, put together again from its passages."""
    group: list[Passage] = []
    for passage in passages:
        if passage.kind is BlockKind.ROW and group and _goes_on(text, group, passage):
            group.append(passage)
            continue
        if group:
            yield _grid(text, group)
        group = [passage] if passage.kind is BlockKind.ROW else []
    if group:
        yield _grid(text, group)


def _goes_on(text: str, group: Sequence[Passage], passage: Passage) -> bool:
    """Whether a passage holds more rows of the table that is being gathered: its column names travel as context."""
    above = group[0].context
    if passage.context == group[-1].context:
        return (
            " | " in passage.context.rpartition(SEPARATOR)[2]
            or not text[group[-1].end : passage.start].strip()
        )
    return passage.context.startswith(f"{above}{SEPARATOR}") and " | " in passage.context[len(above) :]


def _spans(text: str, passage: Passage) -> list[tuple[int, int]]:
    spans = []
    at = passage.start
    while at < passage.end:
        stop = text.find("\n", at, passage.end)
        stop = passage.end if stop < 0 else stop
        start, end = at, stop
        while start < end and text[start] in " \r":
            start += 1
        while end > start and text[end - 1] in " \r":
            end -= 1
        if "|" in text[start:end] or "\t" in text[start:end]:
            spans.append((start, end))
        at = stop + 1
    return spans


def _grid(text: str, group: Sequence[Passage]) -> Grid:
    spans = [span for passage in group for span in _spans(text, passage)][:_MOST_ROWS]
    table = read_table(text, spans)
    named = [row.cells for row in table.rows if row.header]
    header: tuple[str, ...] = max(named, key=lambda cells: sum(map(bool, cells)), default=())
    if header and header[0] and _numbered(header, [row.cells for row in table.rows if not row.header]):
        header = ("", *header)
    extra = tuple(cell for cells in named if cells is not header for cell in cells if cell)
    context = group[0].context
    rows = tuple(row for row in table.rows if not row.header)
    last = group[-1].context.rpartition(SEPARATOR)[2]
    if not header and " | " in last:
        # Too few rows to tell, or the table began on another page: its column names travel as context.
        header = tuple(cell.strip() for cell in last.split("|"))
        if (
            rows
            and [tidy(cell).lower() for cell in rows[0].cells if cell][:2]
            == [cell.lower() for cell in header][:2]
        ):
            header, rows = rows[0].cells, rows[1:]
    top = " ".join(text[start:end] for start, end in spans[:3])
    return Grid(context, (*header, *(cell for cell in extra if cell not in header)), rows, top)


def _numbered(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows begin with a number that the header has no name for."""
    return bool(rows) and all(len(row) == len(header) + 1 and row[0].rstrip(".").isdigit() for row in rows)


def named(grid: Grid, names: Mapping[str, re.Pattern[str]]) -> tuple[dict[str, int], tuple[Row, ...]]:
    """Which column of a table holds what, and its rows; a first row that names most of its columns is their header."""
    if grid.header or not grid.rows:
        return columns_of(grid.header, names), grid.rows
    first = columns_of(grid.rows[0].cells, names)
    if len(first) >= 3 and len(first) * 2 > len(grid.rows[0].cells):
        return first, grid.rows[1:]
    return {}, grid.rows


def columns_of(header: Sequence[str], names: Mapping[str, re.Pattern[str]]) -> dict[str, int]:
    """Which column holds what: each wanted thing by the first column whose name says it, each column once."""
    found: dict[str, int] = {}
    for wanted, pattern in names.items():
        for at, cell in enumerate(header):
            if at not in found.values() and pattern.search(tidy(cell).strip("*_ :")):
                found[wanted] = at
                break
    return found


def cell_of(row: Row, at: int | None) -> str:
    """The text of a row's cell; empty where it has none or only a dash."""
    if at is None or at >= len(row.cells):
        return ""
    text = row.cells[at].strip("*_ ")
    return "" if re.fullmatch(r"[-–—_.\s]*|n/?a|none|\[[^\]]*\](?!\()", text, re.IGNORECASE) else text


def entries(text: str, passages: Sequence[Passage], leads: re.Pattern[str]) -> Iterator[Entry]:
    """The items of the lists that something like this announces, in the heading above or in the line before."""
    for passage in passages:
        if passage.kind is BlockKind.ROW:
            continue
        parts = passage.context.split(SEPARATOR)
        lead = parts[-1]
        listed = passage.kind is BlockKind.ITEM
        loose = passage.kind is BlockKind.PARAGRAPH and lead.rstrip("*_ ").endswith(":")
        piece = text[passage.start : passage.end]
        if not listed and not loose and ":\n" not in piece:
            continue
        at = passage.start
        blocks = _items(piece) if listed else _paragraphs(piece)
        for start, end in blocks:
            one = piece[start:end]
            own = tidy(one)
            if own.rstrip("*_ ").endswith(":"):
                # The line that announces the list, quoted with its first items.
                lead = own
                loose = True
                continue
            if not (listed or loose) or not leads.search(f"{passage.context} {lead}"):
                continue
            mark = marker_of(one)
            yield Entry(tidy(one[mark.length :]).rstrip(" ;,"), at + start, at + end, lead, passage.context)


def _items(piece: str) -> Iterator[tuple[int, int]]:
    """Where the items of a passage stand: from one mark to the next."""
    begin = 0
    at = 0
    for line in piece.splitlines(keepends=True):
        bare = line.lstrip(" \t")
        marked = bool(marker_of(bare).length)
        if at > begin and (marked or piece[begin:at].rstrip("*_ \n").endswith(":")):
            yield _trimmed(piece, begin, at)
            begin = at
        at += len(line)
    if begin < len(piece):
        yield _trimmed(piece, begin, len(piece))


def _paragraphs(piece: str) -> Iterator[tuple[int, int]]:
    """The paragraphs of a passage; a line with a key (`Info shared: ...`) belongs to the one before it."""
    begin = 0
    for gap in re.finditer(r"\n\s*\n", piece):
        following = piece[gap.end() : gap.end() + 60]
        if re.match(r"[A-Z][\w ]{2,30}:\s", following):
            continue
        yield _trimmed(piece, begin, gap.start())
        begin = gap.end()
    yield _trimmed(piece, begin, len(piece))


def _trimmed(piece: str, start: int, end: int) -> tuple[int, int]:
    while start < end and piece[start].isspace():
        start += 1
    while end > start and piece[end - 1].isspace():
        end -= 1
    return start, end


def one_of(text: str, ways: Mapping[str, re.Pattern[str]], choices: Sequence[str]) -> str:
    """The one choice whose words stand in a text; empty for none or several."""
    found = [choice for choice in choices if choice in ways and ways[choice].search(text)]
    return found[0] if len(found) == 1 else ""
