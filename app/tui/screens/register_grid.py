"""The grid of a register: shows rows it is given, and says which cell is to be edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.text import Text
from textual.events import Click
from textual.message import Message
from textual.widgets import DataTable

from app.assessment.answer import Row
from app.questionnaire.model import AnswerType, Column
from app.tui.signs import DRAFT
from app.tui.text import cell, shown

NARROWEST, WIDEST = 6, 32
"""Cells a column may take; the whole text of a cell stands under the grid."""

_REFIT = 300  # rows up to which columns are widened as they fill


class RegisterGrid(DataTable[Text]):
    """Rows of a register. Holds no data of its own: `show` makes it look like the rows it is given."""

    class EditRequested(Message):
        """Enter, or a double click, on a cell."""

    def __init__(self, columns: Sequence[Column], **options: Any) -> None:
        """Takes the columns of the register; `options` go to the table."""
        super().__init__(zebra_stripes=True, cursor_type="cell", **options)
        self._heads = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._drafts: frozenset[tuple[str, str]] = frozenset()
        self._widths: tuple[int, ...] = ()

    def show(self, rows: Sequence[Row], drafts: frozenset[tuple[str, str]] = frozenset()) -> None:
        """Show these rows; `drafts` are addresses (row id, column id) of cells with unsaved typing.

        Only what differs is touched: a cell, rows at the end, rows that went. Anything else builds the grid
        anew under the cursor.
        """
        before, after = [row.id for row in self._rows], [row.id for row in rows]
        gone = set(before) - set(after)
        widths = [_width(column, rows) for column in self._heads]
        grown = len(rows) <= _REFIT and any(new > old for new, old in zip(widths, self._widths, strict=False))
        same_order = [i for i in before if i not in gone] == after[: len(before) - len(gone)]
        if not self.columns or grown or not same_order or len(gone) > max(20, len(before) // 10):
            self._build(rows, drafts, widths)
        else:
            self._adjust(gone, rows, drafts)
        self._rows, self._drafts = tuple(rows), drafts

    @property
    def at(self) -> tuple[Row, Column] | None:
        """The row and column under the cursor; None in an empty grid."""
        row, column = self.cursor_coordinate
        return (self._rows[row], self._heads[column]) if row < len(self._rows) else None

    def go(self, row: int | None = None, column: int | None = None) -> None:
        """Move the cursor; positions outside are brought inside."""
        self.move_cursor(
            row=None if row is None else max(0, min(row, len(self._rows) - 1)),
            column=None if column is None else max(0, min(column, len(self._heads) - 1)),
        )

    def find(self, text: str, *, step: int = 1) -> bool:
        """Move to the next cell that holds `text` (case does not matter), round the end.

        `step` is 1 for the next, -1 for the previous, 0 for the one under the cursor or the next. False when
        no cell holds it.
        """
        wanted, width = text.casefold(), len(self._heads)
        size = len(self._rows) * width
        if not wanted or not size:
            return False
        start = self.cursor_row * width + self.cursor_column
        direction = step or 1
        for offset in range(0 if step == 0 else 1, size + 1):
            row, column = divmod((start + direction * offset) % size, width)
            if wanted in self._rows[row].cells.get(self._heads[column].id, "").casefold():
                self.go(row, column)
                return True
        return False

    def action_select_cursor(self) -> None:
        """Enter edits."""
        self.post_message(self.EditRequested())

    def on_click(self, event: Click) -> None:
        """A double click edits; a single one only moves the cursor there."""
        if event.chain == 2 and event.style.meta.get("row", -1) >= 0:
            self.post_message(self.EditRequested())

    def _build(self, rows: Sequence[Row], drafts: frozenset[tuple[str, str]], widths: Sequence[int]) -> None:
        cursor = self.cursor_coordinate
        self.clear(columns=True)
        self._widths = tuple(widths)
        for column, width in zip(self._heads, widths, strict=True):
            self.add_column(_head(column.label, width), width=width, key=column.id)
        for number, row in enumerate(rows, start=1):
            self._add(number, row, drafts)
        if rows:
            self.move_cursor(row=min(cursor.row, len(rows) - 1), column=cursor.column)

    def _add(self, number: int, row: Row, drafts: frozenset[tuple[str, str]]) -> None:
        cells = (_cell(row.cells, column, (row.id, column.id) in drafts) for column in self._heads)
        self.add_row(*cells, key=row.id, label=_number(number))

    def _adjust(self, gone: set[str], rows: Sequence[Row], drafts: frozenset[tuple[str, str]]) -> None:
        cursor = self.cursor_coordinate
        for row_id in gone:
            self.remove_row(row_id)
        kept = [row for row in self._rows if row.id not in gone]
        for number, (old, new) in enumerate(zip(kept, rows, strict=False), start=1):
            if gone:
                self.rows[self.ordered_rows[number - 1].key].label = _number(number)
            for column in self._heads:
                address = (new.id, column.id)
                drafted = address in drafts
                if old.cells.get(column.id, "") != new.cells.get(column.id, "") or (
                    drafted != (address in self._drafts)
                ):
                    self.update_cell(new.id, column.id, _cell(new.cells, column, drafted))
        for number, row in enumerate(rows[len(kept) :], start=len(kept) + 1):
            self._add(number, row, drafts)
        if gone and rows:  # a new row that is stored goes under one id and comes under another
            self.move_cursor(row=min(cursor.row, len(rows) - 1), column=cursor.column)


def _cell(cells: Mapping[str, str], column: Column, drafted: bool) -> Text:
    text = cells.get(column.id, "")
    return cell(f"{DRAFT.glyph} {text}" if drafted else text, limit=WIDEST * 2)


def _head(label: str, width: int) -> Text:
    """A label in one line."""
    head = Text(shown(label), no_wrap=True, overflow="ellipsis")
    head.truncate(width, overflow="ellipsis")
    return head


def _number(number: int) -> Text:
    return Text(str(number), style="dim", justify="right")


def _width(column: Column, rows: Sequence[Row]) -> int:
    """Wide enough for what is there, and for what the type needs."""
    usual = {AnswerType.DATE: 10, AnswerType.ONE_OF: max(map(cell_len, column.choices), default=0)}
    longest = max((cell_len(row.cells.get(column.id, "")[:WIDEST]) for row in rows[:500]), default=0)
    wanted = max(cell_len(column.label), longest, usual.get(column.type, 12))
    return max(NARROWEST, min(WIDEST, wanted))
