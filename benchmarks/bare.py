"""The baselines: the smallest Textual app that shows a line, and a bare OptionList of 130 rows."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


class Hello(App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        """A line of text."""
        yield Static("hello there")


class Rows(App[None]):
    """130 rows and nothing else."""

    def compose(self) -> ComposeResult:
        """As many rows as the questionnaire has questions."""
        yield OptionList(*(Option(f"question number {n}", id=str(n)) for n in range(130)), markup=False)


if __name__ == "__main__":
    (Rows if sys.argv[1:] == ["rows"] else Hello)().run()
