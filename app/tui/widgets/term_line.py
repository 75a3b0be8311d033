"""The line in which a reviewer adds a search term to a question."""

from __future__ import annotations

from textual import events
from textual.message import Message

from app.tui.screens.fields import SafeInput


class TermLine(SafeInput):
    """One line; enter gives the term, escape nothing."""

    class Given(Message):
        """The reviewer is done with the line."""

        def __init__(self, term: str) -> None:
            """The term, empty for none."""
            super().__init__()
            self.term = term

    def on_input_changed(self, event: SafeInput.Changed) -> None:
        """Typing here is no search for questions."""
        event.stop()

    def on_input_submitted(self, event: SafeInput.Submitted) -> None:
        """Enter gives the term."""
        event.stop()
        self.post_message(self.Given(self.value.strip()))

    def on_key(self, event: events.Key) -> None:
        """Escape leaves without one."""
        if event.key == "escape":
            event.stop()
            self.post_message(self.Given(""))
