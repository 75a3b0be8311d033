"""The panel of the guided tour: a few lines under the title of a screen, which take their room and cover nothing."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from app.tui.tour import Place

LEAST_WIDTH, LEAST_HEIGHT = 60, 18
"""Columns and lines of a terminal below which the panel would be in the way."""


class TourPanel(Static):
    """Says what to do now. Hidden where the terminal is too small for it."""

    def __init__(self, place: Place) -> None:
        """`place` is what its screen is to the tour."""
        super().__init__()
        self.place = place

    def show(self, head: Content, text: Content) -> None:
        """Show this under that head, where there is room."""
        self.update(head + Content("\n") + text)
        self.fit(self.app.size)

    def fit(self, size: Size) -> None:
        """Hide where the terminal has no room, and come back where it has."""
        self.display = size.width >= LEAST_WIDTH and size.height >= LEAST_HEIGHT
