"""Flowables for tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from app.assessment.profile import Table
from app.report import style as s
from app.report.cells import Words
from app.report.flow import Flowable, Grid, Passage, Placed, Role, Row, RowMaker
from app.report.setter import Setter
from app.report.style import Style
from app.report.text import BREAK, Printable, width_of

_HEAD_LINES = 6
"""A head is repeated on every page, so it may not fill one."""
_LONG_HEAD = 200
"""A longer column head is also printed in full above its table."""
_MEASURED_ROWS = 200
"""Column widths are fitted to the texts of this many rows,"""
_MEASURED_TEXT = 400
"""and to so many characters of each."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table."""

    labels: tuple[Printable, ...]
    weights: tuple[float, ...]
    """Shares of the width."""
    least: tuple[float, ...]
    """Width of the longest word."""
    most: tuple[float, ...]
    """Width of the longest cell on one line: more is of no use."""
    style: Style

    def places(self, width: float) -> list[tuple[float, float]]:
        """Left edge and width of each column.

        The width is shared by weight. Then columns with room to spare give to those that would break a word,
        and what they still have over to those that must break lines.
        """
        count = len(self.weights)
        gutter = 9.0 if count <= 12 else 3.0
        room = max(width - gutter * (count - 1), count * 4.0)
        widths = [room * weight / sum(self.weights) for weight in self.weights]
        least = [min(word + 0.5, room * 0.3) for word in self.least]
        widths = _levelled(widths, least)
        useful = [max(need, min(most + 6, room)) for need, most in zip(least, self.most, strict=True)]
        widths = _levelled(widths, useful)
        places = []
        left = 0.0
        for wide in widths:
            places.append((left, wide))
            left += wide + gutter
        return places


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
    gate = setter.gate
    parts: list[Flowable] = []
    if block.title:
        parts.append(Passage(gate.admit(block.title), s.HEADING_3.scaled(setter.scale), Role.H3, s.GAP))
    footer = gate.admit(block.footer)
    if not block.rows:
        parts.append(Passage(gate.admit(block.empty), s.BODY.colored(s.SOFT), Role.PARAGRAPH, 4))
        if footer:
            parts.append(Passage(footer, s.SMALL, Role.PARAGRAPH, 4))
        return parts
    texts = [tuple(gate.admit(cell) for cell in row) for row in block.rows]
    columns = _columns(setter, block, texts)
    parts.extend(
        Passage(label, s.SMALL, Role.PARAGRAPH, 4) for label in columns.labels if len(label) > _LONG_HEAD
    )
    rows: list[RowMaker] = [partial(_row, setter, columns, row) for row in texts]
    if footer:
        rows.append(
            lambda width: Row(
                (Placed(setter.words(footer, s.SMALL, min(width, s.MEASURE), "Table"), 0, width),), 6
            )
        )
    parts.append(Grid(rows, [partial(_head, columns)], Role.TABLE, 5 if block.title else 10))
    return parts


def _columns(setter: Setter, block: Table, texts: list[tuple[Printable, ...]]) -> Columns:
    count = max(len(block.columns), *(len(row) for row in texts), 1)
    # A row longer than the head still prints whole.
    missing = count - len(block.columns)
    labels = (*(setter.gate.admit(column.label) for column in block.columns), *(Printable(""),) * missing)
    weights = (*(max(column.weight, 0.05) for column in block.columns), *(1.0,) * missing)
    style = s.CELL if count <= 6 else s.CELL_SMALL
    least = [_longest_word(label, s.CELL_HEAD) for label in labels]
    most = [_longest_line(label, s.CELL_HEAD) for label in labels]
    for row in texts[:_MEASURED_ROWS]:
        for index, cell in enumerate(row):
            least[index] = max(least[index], _longest_word(cell, style))
            most[index] = max(most[index], _longest_line(cell, style))
    return Columns(labels, weights, tuple(least), tuple(most), style)


def _longest_line(text: Printable, style: Style) -> float:
    return max(width_of(line, style.face, style.size) for line in text[:_MEASURED_TEXT].split("\n"))


def _longest_word(text: Printable, style: Style) -> float:
    words = text[:_MEASURED_TEXT].replace(BREAK, " ").replace("/", "/ ").replace("-", "- ").split()
    return max((width_of(word, style.face, style.size) for word in words), default=0.0)


def _head(columns: Columns, width: float) -> Row:
    cells = []
    for label, (left, wide) in zip(columns.labels, columns.places(width), strict=True):
        words, _ = Words.set(Printable(label[:2000]), s.CELL_HEAD, wide).clipped(_HEAD_LINES, wide)
        cells.append(Placed(words, left, wide))
    return Row(tuple(cells), 4, 4, over=s.ACCENT, under=s.ACCENT, under_width=s.RULE)


def _row(setter: Setter, columns: Columns, texts: tuple[Printable, ...], width: float) -> Row:
    cells = tuple(
        Placed(setter.words(text, columns.style, wide, label), left, wide)
        for text, label, (left, wide) in zip(texts, columns.labels, columns.places(width), strict=False)
    )
    return Row(cells, 3.3, 3.3, under=s.LINE)
