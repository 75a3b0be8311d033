"""A question with yes and no, for what cannot be undone by one key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from app.tui.commands import Command, bindings
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine

CONFIRM_VERBS = (
    Command("confirm.yes", ("y", "enter"), "answer(True)", "Yes", "Do it.", "Confirm", footer=True),
    Command(
        "confirm.no",
        ("n", "escape", "q"),
        "answer(False)",
        "No",
        "Leave everything as it is.",
        "Confirm",
        footer=True,
    ),
)


class Confirm(ModalScreen[bool]):
    """Asks one question; gives back whether it was agreed to."""

    BINDINGS = bindings(CONFIRM_VERBS)
    VERBS = CONFIRM_VERBS

    def __init__(self, title: str, question: str) -> None:
        """Both are plain text."""
        super().__init__()
        self._title = title
        self._question = question

    def compose(self) -> ComposeResult:
        """The question over the keys that answer it."""
        with Vertical(id="confirm", classes="dialog") as dialog:
            dialog.border_title = plain(self._title, limit=80)
            yield Static(plain(self._question, one_line=False, limit=800), id="confirm-question")
            yield KeyLine(CONFIRM_VERBS)

    def action_answer(self, agreed: bool) -> None:
        """Close with the answer."""
        self.dismiss(agreed)
