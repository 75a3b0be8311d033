"""The line on top of a screen: what it shows on the left, how it stands on the right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from app.tui.text import plain


class TitleBar(Horizontal):
    """One line; the left side gives way when both do not fit."""

    def __init__(self, title: str, aside: str = "") -> None:
        """Plain texts; `show` changes them."""
        super().__init__(classes="bar")
        self._title, self._aside = title, aside

    def compose(self) -> ComposeResult:
        """Left and right."""
        yield Static(plain(self._title), id="title")
        yield Static(plain(self._aside), id="aside")

    def show(self, aside: str, title: str | None = None) -> None:
        """Change the right side, and the left where one is given."""
        self.query_one("#aside", Static).update(plain(aside))
        if title is not None:
            self.query_one("#title", Static).update(plain(title))
