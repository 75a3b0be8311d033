"""Flowables for tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.assessment.profile import Table
from app.report import style as s
from app.report.engine import Flowable, Spacer
from app.report.flow import Cell, Grid, Role, height_of, padded, texts
from app.report.setter import Setter
from app.report.style import Style
from app.report.text import Printable, shortened, width_of

_HEAD_LINES = 6
"""A head is repeated on every page, so it may not fill one."""
_MEASURED_ROWS = 200
"""Column widths are fitted to the texts of this many rows,"""
_MEASURED_TEXT = 400
_TO_WRITE_IN = -1.0
"""Stands for the longest cell of a column without any text."""
"""and to so many characters of each."""
_ROOM_TO_WRITE = 11.0
_ABREAST = 3
"""Points that are answered side by side."""
_NUMBER = 30.0
_BETWEEN = 12.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table."""

    weights: tuple[float, ...]
    """Shares of the width."""
    least: tuple[float, ...]
    """Width of the longest word."""
    most: tuple[float, ...]
    """Width of the longest cell on one line: more is of no use. Below 0 where all are empty: it is to be written in."""

    @property
    def gutter(self) -> float:
        """Space between two columns."""
        return 9.0 if len(self.weights) <= 12 else 3.0

    def widths(self, width: float) -> list[float]:
        """Width of each column, without the gutters.

        The width is shared by weight. Then columns with room to spare give to those that would break a word,
        and what they still have over to those that must break lines.
        """
        count = len(self.weights)
        room = max(width - self.gutter * (count - 1), count * 4.0)
        widths = [room * weight / sum(self.weights) for weight in self.weights]
        least = [min(word + 0.5, room * 0.3) for word in self.least]
        widths = _levelled(widths, least)
        useful = [
            have if most < 0 else max(need, min(most + 6, room))
            for have, need, most in zip(widths, least, self.most, strict=True)
        ]
        return _levelled(widths, useful)


def _levelled(widths: list[float], wanted: list[float]) -> list[float]:
    """Widths after those above what they want have given, in proportion, to those below; the sum stays."""
    short = sum(max(want - have, 0.0) for have, want in zip(widths, wanted, strict=True))
    spare = sum(max(have - want, 0.0) for have, want in zip(widths, wanted, strict=True))
    if short <= 0 or spare <= 0:
        return widths
    give, take = min(short / spare, 1.0), min(spare / short, 1.0)
    return [
        have - max(have - want, 0.0) * give + max(want - have, 0.0) * take
        for have, want in zip(widths, wanted, strict=True)
    ]


def table(setter: Setter, block: Table) -> list[Flowable]:
    """A title, then the rows under a head that is repeated on every page; or the sentence for an empty table."""
    admit = setter.gate.admit
    style = s.HEADING_3.scaled(setter.scale)
    parts: list[Flowable] = [*texts(admit(block.title), style, role=Role.H3, before=s.GAP)]
    footer = texts(admit(block.footer), s.SMALL, before=4)
    if not block.rows:
        return [*parts, *texts(admit(block.empty), s.BODY.colored(s.SOFT), before=4), *footer]
    rows = [tuple(admit(cell) for cell in row) for row in block.rows]
    count = max(len(block.columns), *(len(row) for row in rows), 1)
    # A row longer than the head still prints whole.
    missing = count - len(block.columns)
    labels = [*(admit(column.label) for column in block.columns), *[Printable("")] * missing]
    weights = (*(max(column.weight, 0.05) for column in block.columns), *(1.0,) * missing)
    cell = s.CELL_TIGHT if block.compact else s.CELL if count <= 6 else s.CELL_SMALL
    columns = _columns(labels, weights, rows, cell)
    widths = columns.widths(setter.width)
    head: list[Cell] = []
    for label, width in zip(labels, widths, strict=True):
        line = Printable(" ".join(label.split()))
        kept = shortened(line, max(int(width / s.CELL_HEAD.size * 1.4) * _HEAD_LINES, 6))
        if kept != line:
            parts += texts(label, s.SMALL, before=4)
        head.append([*texts(kept, s.CELL_HEAD)])
    pad = 1.2 if block.compact else 2.2
    commands = [
        *padded(top=pad, bottom=pad, right=columns.gutter),
        ("TOPPADDING", (0, 0), (-1, 0), 3),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 2.6),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("LINEBELOW", (0, 1), (-1, -1), s.HAIR, s.LINE),
        ("LINEABOVE", (0, 0), (-1, 0), s.RULE, s.ACCENT),
        ("LINEBELOW", (0, 0), (-1, 0), s.RULE, s.ACCENT),
    ]
    grid = Grid.of(
        (_row(setter, row, cell, count) for row in rows),
        [*(width + columns.gutter for width in widths[:-1]), widths[-1]],
        commands,
        head=[head],
        before=5 if block.title else 10,
    )
    if footer:
        grid.foot = min(height_of(footer, setter.width) + 4, 60.0)
    return [*parts, grid, *footer]


def to_write_on(setter: Setter, rows: Sequence[tuple[Printable, Printable]], *, foot: float = 0.0) -> Grid:
    """Numbered questions side by side, each with room below it to write an answer by hand.

    `foot` is the height of what must not be parted from the last of them.
    """
    wide = (setter.width - (_ABREAST - 1) * _BETWEEN) / _ABREAST
    widths = [_NUMBER, wide - _NUMBER, *[_BETWEEN, _NUMBER, wide - _NUMBER] * (_ABREAST - 1)]
    most = int((wide - _NUMBER) / s.CELL_TIGHT.size * 1.7)

    def cells(row: tuple[Printable, Printable]) -> list[Cell]:
        number, text = row
        words = texts(shortened(text, most), s.CELL_TIGHT.colored(s.SOFT))
        return [[*texts(number, s.POINT_NUMBER)], [*words, Spacer(1, _ROOM_TO_WRITE)]]

    def line(found: Sequence[tuple[Printable, Printable]]) -> list[Cell]:
        row = [cell for one in found for cell in ([], *cells(one))][1:]
        return [*row, *[[]] * (len(widths) - len(row))]

    lines = (line(rows[start : start + _ABREAST]) for start in range(0, len(rows), _ABREAST))
    below = [("LINEBELOW", (3 * place, 0), (3 * place + 1, -1), s.HAIR, s.SOFT) for place in range(_ABREAST)]
    grid = Grid.of(lines, widths, [*padded(top=2.5, bottom=1, right=3.0), *below], before=8)
    grid.foot = foot
    return grid


def _row(setter: Setter, row: tuple[Printable, ...], style: Style, count: int) -> list[Cell]:
    # A row of nothing is as high as a line, so that no page holds more rows than are made at once.
    first, *others = row or (Printable(""),)
    cells: list[Cell] = [setter.set(text, style, "Table") for text in (first or Printable("\u00a0"), *others)]
    return [*cells, *[[]] * (count - len(cells))]


def _columns(
    labels: list[Printable], weights: tuple[float, ...], rows: list[tuple[Printable, ...]], style: Style
) -> Columns:
    least = [_longest_word(label, s.CELL_HEAD) for label in labels]
    most = [_longest_line(label, s.CELL_HEAD) for label in labels]
    for row in rows[:_MEASURED_ROWS]:
        for index, cell in enumerate(row):
            least[index] = max(least[index], _longest_word(cell, style))
            most[index] = max(most[index], _longest_line(cell, style))
    for index in range(len(labels)):
        if not any(row[index : index + 1] != (Printable(""),) for row in rows):
            most[index] = _TO_WRITE_IN
    return Columns(weights, tuple(least), tuple(most))


def _longest_line(text: Printable, style: Style) -> float:
    return max(width_of(line, style) for line in text[:_MEASURED_TEXT].split("\n"))


def _longest_word(text: Printable, style: Style) -> float:
    words = text[:_MEASURED_TEXT].replace("-", "- ").split()
    return max((width_of(word, style) for word in words), default=0.0)
