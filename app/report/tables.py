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
"""Column widths are fitted to the words of this many rows."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: heads, shares of the width, longest words, and the type its cells are set in."""

    labels: tuple[Printable, ...]
    weights: tuple[float, ...]
    longest: tuple[float, ...]
    style: Style

    def places(self, width: float) -> list[tuple[float, float]]:
        """Left edge and width of each column.

        Columns that would be narrower than their longest word take from those that have room to spare.
        """
        count = len(self.weights)
        gutter = 9.0 if count <= 12 else 3.0
        room = max(width - gutter * (count - 1), count * 4.0)
        wanted = [room * weight / sum(self.weights) for weight in self.weights]
        least = [min(word + 0.5, room * 0.3) for word in self.longest]
        short = sum(max(need - have, 0.0) for need, have in zip(least, wanted, strict=True))
        spare = sum(max(have - need, 0.0) for need, have in zip(least, wanted, strict=True))
        if short > 0 and spare > 0:
            give, take = min(short / spare, 1.0), min(spare / short, 1.0)
            wanted = [
                have - (have - need) * give if have > need else have + (need - have) * take
                for need, have in zip(least, wanted, strict=True)
            ]
        places = []
        left = 0.0
        for wide in wanted:
            places.append((left, wide))
            left += wide + gutter
        return places


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
    longest = [_longest_word(label, s.CELL_HEAD) for label in labels]
    for row in texts[:_MEASURED_ROWS]:
        for index, cell in enumerate(row):
            longest[index] = max(longest[index], _longest_word(cell, style))
    return Columns(labels, weights, tuple(longest), style)


def _longest_word(text: Printable, style: Style) -> float:
    words = text[:400].replace(BREAK, " ").replace("/", "/ ").replace("-", "- ").split()
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
    return Row(cells, 3.8, 3.8, under=s.LINE)
