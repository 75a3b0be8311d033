"""What stands under the grid of a register: the cell under the cursor, in full."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from app.questionnaire.model import AnswerType, Column
from app.tui.signs import DRAFT
from app.tui.text import plain

LONGEST_READ = 4_000
"""Characters of a cell that are shown; the editor opens the rest."""

_TYPES = {
    AnswerType.LONG_TEXT: "longer text",
    AnswerType.DATE: "date, such as 2026-11-22",
    AnswerType.EMAIL: "e-mail address",
    AnswerType.URL: "web address",
}


def kind_of(column: Column) -> str:
    """What a column takes, in words."""
    if column.type is AnswerType.ONE_OF:
        return f"one of {len(column.choices)}, found by typing"
    return _TYPES.get(column.type, "text")


class CellReader(Vertical):
    """Shows one cell: its column, what that takes, where it is, and its text."""

    def compose(self) -> ComposeResult:
        """A line, and the text."""
        yield Static(id="where")
        with VerticalScroll(id="reading", can_focus=False):
            yield Static(id="full")

    def show(self, column: Column, place: str, text: str, typed: str | None) -> None:
        """Show this text; `typed` is what was typed over it and never saved."""
        self.query_one("#where", Static).update(
            plain(column.label, "bold $text-accent") + plain(f"  {kind_of(column)} · {place}", "$text-muted")
        )
        rest = f"\n… {len(text) - LONGEST_READ:,} more characters." if len(text) > LONGEST_READ else ""
        whole = plain(text[:LONGEST_READ] + rest, one_line=False, limit=LONGEST_READ + 60)
        unsaved = plain(f"{DRAFT.glyph} {typed}\n", DRAFT.style) if typed is not None else plain("")
        self.query_one("#full", Static).update(
            unsaved + (whole if text else plain("empty", "italic $text-muted"))
        )
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def clear(self) -> None:
        """Show nothing: the register is empty."""
        self.query_one("#where", Static).update()
        self.query_one("#full", Static).update()

    def scroll_text(self, step: int) -> None:
        """Scroll the text some lines on or back."""
        self.query_one(VerticalScroll).scroll_relative(y=step * 3, animate=False)
