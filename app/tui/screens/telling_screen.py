"""A screen that says things in its bottom line."""

from __future__ import annotations

from textual.screen import Screen, ScreenResultType

from app.tui.widgets.key_line import KeyLine


class TellingScreen(Screen[ScreenResultType]):
    """Says things where its keys stand, until the next key."""

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say something in the bottom line until the next key."""
        self.query_one(KeyLine).tell(text, warning=warning)

    def on_key(self) -> None:
        """A notice has been read when the next key comes."""
        self.tell("")
