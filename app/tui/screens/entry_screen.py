"""A screen with one long list: line by line, page by page, from one group of lines to the next."""

from __future__ import annotations

from textual import on
from textual.screen import ScreenResultType

from app.tui.screens.telling_screen import TellingScreen
from app.tui.widgets.entry_list import EntryList
from app.tui.widgets.rows import Rows


class EntryScreen(TellingScreen[ScreenResultType]):
    """Moves in its list. A subclass fills it and says what opening a line does."""

    GROUP = "group"
    """What the parts of the list are called."""

    @property
    def entries(self) -> EntryList:
        """The list."""
        return self.query_one(EntryList)

    def action_open(self) -> None:
        """Open the line under the cursor."""
        raise NotImplementedError

    def action_step(self, by: int) -> None:
        """Another line."""
        self.entries.step(by)

    def action_page(self, by: int) -> None:
        """A page."""
        self.entries.step(by * self.entries.page)

    def action_edge(self, where: int) -> None:
        """Top or end."""
        self.entries.step(where * max(self.entries.count, 2))

    def action_group(self, by: int) -> None:
        """Another group."""
        if not self.entries.step_group(by):
            self.tell(f"This is the {'last' if by > 0 else 'first'} {self.GROUP}.")

    @on(Rows.Chosen)
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        if event.index == self.entries.cursor:
            self.action_open()
