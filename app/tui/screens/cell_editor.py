"""The line under the grid in which one cell is written, or chosen from a list that narrows while one types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from app.questionnaire.model import AnswerType, Column
from app.tui.screens.lines import Lines
from app.tui.screens.register_verbs import CELL_VERBS
from app.tui.text import plain
from app.tui.widgets.editor import AnswerEditor

_MOST_CHOICES = 8  # lines of the list of choices
_STEPS = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}


class CellLine(AnswerEditor):
    """The text of one cell; arrows move through its choices, where it has any."""

    class Step(Message):
        """An arrow key that should move through the choices."""

        def __init__(self, by: int) -> None:
            """`by` is how far."""
            super().__init__()
            self.by = by

    VERBS = CELL_VERBS
    choosing = False
    """Whether up and down move through a list of choices."""

    def on_key(self, event: events.Key) -> None:
        """Takes arrows away from the text when there is a list."""
        if self.choosing and event.key in _STEPS:
            event.prevent_default()
            event.stop()
            self.post_message(self.Step(_STEPS[event.key]))


class CellEditor(Vertical):
    """Edits one cell at a time. Says what was typed and what is done; the screen saves."""

    class Done(Message):
        """The reviewer is done with the cell."""

        def __init__(self, text: str, key: str, *, changed: bool) -> None:
            """`key` is how: `enter`, `tab`, `shift+tab` or `escape`; without a change there is nothing to save."""
            super().__init__()
            self.text = text
            self.key = key
            self.changed = changed

    def __init__(self, *, id: str | None = None) -> None:
        """Hidden until `open`."""
        super().__init__(id=id)
        self.column: Column | None = None
        self._saved = ""
        self._offered = False
        self._fitting: list[str] = []

    def compose(self) -> ComposeResult:
        """The text, and the choices."""
        yield CellLine(id="cell-line")
        yield Lines(id="cell-choices", can_focus=False)

    def open(self, column: Column, saved: str, typed: str | None = None, *, hint: str = "") -> None:
        """Show the editor for a cell that holds `saved`; `typed` is text that was never saved."""
        self.column, self._saved, self._offered = column, saved, typed is not None
        line, choosing = self._line, column.type is AnswerType.ONE_OF
        hint = "typed before and never saved" if self._offered else hint
        line.choosing = choosing
        line.open(
            column.label,
            typed if typed is not None else "" if choosing else saved,
            one_line=column.type is not AnswerType.LONG_TEXT,
            hint=hint,
        )
        self._choices.display = choosing
        self.display = True
        if choosing:
            self._choices.styles.height = min(len(column.choices) + 1, _MOST_CHOICES)
            self._narrow(line.text)
        line.focus()

    def close(self) -> None:
        """Hide the editor."""
        self.display = False
        self.column = None

    def finish(self, key: str) -> None:
        """Hand the text, or the highlighted choice, to the screen."""
        text = self._chosen(key)
        if self.column is not None and self.column.type is AnswerType.ONE_OF:
            changed = text != self._saved
        else:
            # The editor has line ends of its own: only what differs from what it showed was typed.
            changed = self._offered or text != self._line.opened_with
        self.post_message(self.Done(text, key, changed=changed))

    @property
    def _line(self) -> CellLine:
        return self.query_one(CellLine)

    @property
    def _choices(self) -> Lines:
        return self.query_one(Lines)

    @on(AnswerEditor.Left)
    def _left(self, event: AnswerEditor.Left) -> None:
        event.stop()
        self.finish(event.key)

    @on(AnswerEditor.Typed)
    def _typed(self, event: AnswerEditor.Typed) -> None:
        """The screen hears it too, and keeps the text."""
        if self.column is not None and self.column.type is AnswerType.ONE_OF:
            self._narrow(event.text)

    @on(CellLine.Step)
    def _step(self, event: CellLine.Step) -> None:
        event.stop()
        self._choices.step(event.by)

    @on(Lines.Chosen)
    def _clicked(self, event: Lines.Chosen) -> None:
        event.stop()
        self.finish("enter")

    def _narrow(self, text: str) -> None:
        """The choices that fit what is typed; the cell's own choice, or the first, is highlighted."""
        if self.column is None:
            return
        found = list(_fitting(self.column.choices, text))
        if not text.strip():
            found = ["", *found]
            if self._saved not in found:
                found.append(self._saved)
        self._fitting = found
        at = found.index(self._saved) if not text.strip() else 0
        self._choices.show(
            [plain(f" {c}") if c else plain(" leave empty", "italic") for c in found], cursor=at
        )

    def _chosen(self, key: str) -> str:
        column, at = self.column, self._choices.cursor
        if column is None or column.type is not AnswerType.ONE_OF or at is None:
            return self._line.text
        if key == "escape" and self._line.text.strip():
            # What was typed narrows a list; leaving takes nothing that was not chosen.
            typed = self._line.text.strip().casefold()
            return next((c for c in column.choices if c.casefold() == typed), self._saved)
        return self._fitting[at]


def _fitting(choices: Sequence[str], text: str) -> Iterator[str]:
    """Choices beginning with the text first, then those that hold it."""
    wanted = text.strip().casefold()
    yield from (c for c in choices if c.casefold().startswith(wanted))
    yield from (c for c in choices if wanted in c.casefold() and not c.casefold().startswith(wanted))
