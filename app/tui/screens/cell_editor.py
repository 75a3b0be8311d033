"""The line under the grid in which one cell is written, or chosen from a list that narrows while one types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from app.assessment.values import clean
from app.questionnaire.model import AnswerType, Column
from app.tui.commands import Command, bindings
from app.tui.text import plain, shown

LONGEST_TYPED = 20_000
"""Characters the editor takes; more makes every key slow, and is evidence rather than an answer."""

Then = Literal["next", "previous", "leave"]
"""Where to go after saving: the next cell, the cell before, or back to the grid."""

VERBS: tuple[Command, ...] = (
    Command("cell.save", ("enter", "tab"), "done('next')", "Save, next", "Save the cell and go on to the next.", "Writing a cell", True),
    Command("cell.back", ("shift+tab",), "done('previous')", "Save, back", "Save the cell and go back to the one before.", "Writing a cell"),
    Command("cell.leave", ("escape",), "done('leave')", "Save, leave", "Save the cell and return to the grid. Text that does not fit is kept as unsaved.", "Writing a cell", True),
    Command("cell.newline", ("ctrl+n",), "newline", "New line", "Start a new line; only in columns of longer text.", "Writing a cell"),
)


class CellLine(TextArea):
    """The text of one cell. Enter and tab belong to the editor around it."""

    class Step(Message):
        """An arrow key that should move through the choices."""

        def __init__(self, by: int) -> None:
            self.by = by
            super().__init__()

    choosing = False
    """Whether up and down move through a list of choices."""
    one_line = True
    """Whether a pasted line break becomes a space."""

    def on_key(self, event: Key) -> None:
        """Leaves enter to the bindings around it, and arrows to the list of choices."""
        steps = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}
        if event.key == "enter":
            event.prevent_default()
        elif self.choosing and event.key in steps:
            event.prevent_default()
            event.stop()
            self.post_message(self.Step(steps[event.key]))

    def on_paste(self, event: Paste) -> None:
        """Takes what fits; a paste into a one-line column arrives on one line."""
        event.prevent_default()
        event.stop()
        text = clean(event.text).replace("\r\n", "\n").replace("\r", "\n")
        if self.one_line:
            text = " ".join(text.split("\n")).replace("\t", " ").strip()
        room = LONGEST_TYPED - len(self.text)
        if len(text) > room:
            self.notify(
                f"A cell takes {LONGEST_TYPED:,} characters here; {len(text) - max(0, room):,} were left out.",
                severity="warning",
                markup=False,
            )
        result = self.replace(text[: max(0, room)], *self.selection)
        self.move_cursor(result.end_location)


class CellEditor(Vertical):
    """Edits one cell at a time. Says what was typed and what is done; the screen saves."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(VERBS)

    class Typed(Message):
        """The text changed."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Done(Message):
        """The reviewer is done with the cell; the text is to be saved."""

        def __init__(self, text: str, then: Then, *, changed: bool) -> None:
            self.text, self.then, self.changed = text, then, changed
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        """Hidden until `open`."""
        super().__init__(id=id)
        self.column: Column | None = None
        self._before = ""
        self._opened: str | None = ""

    def compose(self) -> ComposeResult:
        """A hint, the text, and the choices."""
        yield Static(id="cell-hint")
        yield CellLine(id="cell-line", compact=True, soft_wrap=True, show_line_numbers=False)
        yield OptionList(id="cell-choices", compact=True, markup=False)

    def open(self, column: Column, saved: str, typed: str | None = None) -> None:
        """Show the editor for a cell that holds `saved`; `typed` is text that was never saved."""
        self.column, self._before = column, saved
        line, choosing = self._line, column.type is AnswerType.ONE_OF
        line.choosing, line.one_line = choosing, column.type is not AnswerType.LONG_TEXT
        text = typed if typed is not None else "" if choosing else saved
        with line.prevent(TextArea.Changed):
            line.text = text
        # A text area has its own line ends: only what differs from what it shows was typed.
        self._opened = line.text if typed is None else None
        line.placeholder = "type to narrow the list" if choosing else ""
        line.move_cursor(line.document.end)
        self.hint("" if typed is None else _offer(saved))
        self._choices.display = choosing
        self.display = True
        if choosing:
            self._narrow(text)
        line.focus()

    def close(self) -> None:
        """Hide the editor."""
        self.display = False
        self.column = None

    def hint(self, text: str, *, wrong: bool = False) -> None:
        """One sentence above the text: what to know, or what is wrong with it."""
        hint = self.query_one("#cell-hint", Static)
        hint.update(plain(text))
        hint.set_class(wrong, "-wrong")
        hint.display = bool(text)

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.text

    @property
    def _line(self) -> CellLine:
        return self.query_one(CellLine)

    @property
    def _choices(self) -> OptionList:
        return self.query_one(OptionList)

    def action_done(self, then: Then) -> None:
        """Hand the text, or the highlighted choice, to the screen."""
        self._finish(self._chosen(then), then)

    def action_newline(self) -> None:
        """Start a new line in a column of longer text."""
        if self._line.one_line:
            self.hint("This column takes one line.")
        else:
            self._line.insert("\n")

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.column is None:
            return
        if self.column.type is AnswerType.ONE_OF:
            self._narrow(self.text)
        self.hint("")
        self.post_message(self.Typed(self.text))

    @on(CellLine.Step)
    def _step(self, event: CellLine.Step) -> None:
        event.stop()
        choices = self._choices
        if choices.option_count:
            at = (choices.highlighted or 0) + event.by
            choices.highlighted = max(0, min(choices.option_count - 1, at))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._finish(_value(event.option), "next")

    def _finish(self, text: str, then: Then) -> None:
        choosing = self.column is not None and self.column.type is AnswerType.ONE_OF
        changed = text != self._before if choosing else text != self._opened
        self.post_message(self.Done(text, then, changed=changed))

    def _narrow(self, text: str) -> None:
        """The choices that fit what is typed; the cell's own choice, or the first, is highlighted."""
        column, choices = self.column, self._choices
        if column is None:
            return
        fitting = list(_fitting(column.choices, text))
        if not text.strip():
            fitting = ["", *fitting]
            if self._before and self._before not in fitting:
                fitting.append(self._before)
        choices.set_options(Option(plain(c or "leave empty", "" if c else "$text-muted"), id=f"={c}") for c in fitting)
        at = self._before if not text.strip() else None
        choices.highlighted = (fitting.index(at) if at in fitting else 0) if fitting else None
        if not fitting:
            self.hint(f'No choice has "{shown(text, limit=40)}" in it.', wrong=True)

    def _chosen(self, then: Then) -> str:
        if self.column is None or self.column.type is not AnswerType.ONE_OF:
            return self.text
        choices = self._choices
        if choices.highlighted is None:
            return self.text
        if then == "leave" and self.text.strip():
            # What was typed narrows a list; leaving takes nothing that was not chosen.
            return next((c for c in self.column.choices if c.casefold() == self.text.strip().casefold()), self._before)
        return _value(choices.get_option_at_index(choices.highlighted))


def _fitting(choices: Sequence[str], text: str) -> Iterator[str]:
    """Choices beginning with the text first, then those that hold it."""
    wanted = text.strip().casefold()
    yield from (c for c in choices if c.casefold().startswith(wanted))
    yield from (c for c in choices if wanted in c.casefold() and not c.casefold().startswith(wanted))


def _value(option: Option) -> str:
    return (option.id or "=")[1:]


def _offer(saved: str) -> str:
    held = f'saved is "{shown(saved, limit=60)}"' if saved else "nothing is saved here yet"
    return f"This was typed and never saved; {held}."
