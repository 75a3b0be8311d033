"""Finds one of many choices by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from app.tui.commands import Command, bindings
from app.tui.program_verbs import HELP
from app.tui.screens.fields import SafeInput
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.rows import Rows

PICKER_VERBS = (
    Command("picker.next", ("down",), "step(1)", "Next", "Go to the next choice.", "Choices"),
    Command("picker.previous", ("up",), "step(-1)", "Previous", "Go to the choice before.", "Choices"),
    Command(
        "picker.take",
        ("enter",),
        "take",
        "Choose",
        "Take the choice, or toggle it where several fit.",
        "Choices",
        footer=True,
    ),
    Command("picker.leave", ("escape",), "leave", "Back", "Go back to the card.", "Choices", footer=True),
    Command(HELP.id, ("f1",), HELP.action, HELP.label, HELP.help, "Choices", footer=True),
)


class ChoiceRows(Rows):
    """The choices that match what was typed."""

    def __init__(self, *, many: bool) -> None:
        """`many` where several choices may be taken."""
        super().__init__()
        self._many = many
        self.choices: tuple[str, ...] = ()
        self.chosen: frozenset[str] = frozenset()

    def fill(self, choices: Sequence[str], chosen: frozenset[str], *, keep: bool = False) -> None:
        """Show these choices; the cursor stays where it was, or goes to the first."""
        cursor = self.cursor if keep else 0
        self.choices, self.chosen = tuple(choices), chosen
        self.reset(len(self.choices), cursor)

    def row(self, index: int, width: int) -> Content:
        """A mark and the choice."""
        choice = self.choices[index]
        on = choice in self.chosen
        mark = ("[x] " if on else "[ ] ") if self._many else ("(●) " if on else "( ) ")
        return Content(" ") + Content.styled(mark, "bold" if on else "") + plain(choice, "bold" if on else "")


class ChoicePicker(ModalScreen[str | None]):
    """Lists choices, narrows them by typing, and gives back the one that was taken.

    Where several fit, each is toggled at once through `toggle`, which gives back what is chosen then.
    """

    BINDINGS = bindings(PICKER_VERBS)
    VERBS = PICKER_VERBS

    def __init__(
        self,
        title: str,
        choices: Sequence[str],
        chosen: Sequence[str],
        toggle: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        """`title` is plain text; without `toggle`, one choice is taken and the picker closes."""
        super().__init__()
        self._title = title
        self._choices = tuple(choices)
        self._chosen = frozenset(chosen)
        self._toggle = toggle

    def compose(self) -> ComposeResult:
        """A line to type in over the choices."""
        with Vertical(id="picker", classes="dialog") as dialog:
            dialog.border_title = plain(self._title, limit=200)
            yield SafeInput(placeholder="type to find", id="picker-input")
            yield ChoiceRows(many=self._toggle is not None)
            yield KeyLine(PICKER_VERBS)

    def on_mount(self) -> None:
        """Show all choices, the cursor on the one that is chosen."""
        rows = self.query_one(ChoiceRows)
        rows.styles.height = min(len(self._choices), 18)
        rows.fill(self._choices, self._chosen)
        if self._toggle is None and self._chosen:
            rows.cursor = next((i for i, c in enumerate(self._choices) if c in self._chosen), 0)
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to choices that hold every word typed."""
        words = event.value.casefold().split()
        found = [c for c in self._choices if all(w in c.casefold() for w in words)]
        self.query_one(ChoiceRows).fill(found, self._chosen)

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(ChoiceRows).step(by)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the choice under the cursor."""
        event.stop()
        self.action_take()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """So does a click."""
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Take the choice under the cursor, or toggle it."""
        rows = self.query_one(ChoiceRows)
        if rows.cursor is None:
            return
        choice = rows.choices[rows.cursor]
        if self._toggle is None:
            self.dismiss(choice)
            return
        self._chosen = frozenset(self._toggle(choice))
        rows.fill(rows.choices, self._chosen, keep=True)

    def action_help(self) -> None:
        """The keys."""
        from app.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("Choices", PICKER_VERBS))

    def action_leave(self) -> None:
        """Close; what was toggled is saved already."""
        self.dismiss(None)
