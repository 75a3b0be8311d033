"""The one editor: it appears under the card when something is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from app.assessment.values import clean
from app.tui.commands import Command
from app.tui.screens.fields import SafeArea
from app.tui.screens.keys import keys_of
from app.tui.text import plain

UNDO_ID = "editor.undo"
LONGEST_TYPED = 20_000
"""Characters the editor takes. Longer is evidence, not an answer."""

_ENTER = Command(
    "editor.enter",
    ("enter",),
    "leave_editor('enter')",
    "Save",
    "Save the line and go back.",
    "Writing",
    footer=True,
)
EDITOR_VERBS = (
    Command(
        "editor.done",
        ("escape",),
        "leave_editor('escape')",
        "Save",
        "Save the text and go back.",
        "Writing",
        footer=True,
    ),
    Command(
        "editor.next",
        ("tab",),
        "leave_editor('tab')",
        "Save, next",
        "Save, go on to the next part.",
        "Writing",
        footer=True,
    ),
    Command(
        "editor.back",
        ("shift+tab",),
        "leave_editor('shift+tab')",
        "Save, back",
        "Save, go to the part before.",
        "Writing",
    ),
    Command(
        UNDO_ID,
        ("ctrl+z",),
        "undo_typing",
        "Undo typing",
        "Take the last typing back.",
        "Writing",
        footer=True,
    ),
)
"""What the keys do while text is written. The editor acts on them itself; a click on the key line comes from here."""

EDITOR_LINE_VERBS = (_ENTER, *EDITOR_VERBS[1:])
EDITOR_ALL_VERBS = (_ENTER, *EDITOR_VERBS)
"""Every command of the editor, of a line and of a longer text."""


class AnswerEditor(SafeArea):
    """Takes one text, a line or many, and says each change and how the writing ended."""

    VERBS: ClassVar[tuple[Command, ...]] = EDITOR_ALL_VERBS
    """What ends the writing, by keys of its own and by those that the settings give it besides."""

    class Typed(Message):
        """The text changed by the reviewer's hand."""

        def __init__(self, text: str) -> None:
            """The whole text as it stands."""
            super().__init__()
            self.text = text

    class Left(Message):
        """The reviewer is done with the text."""

        def __init__(self, text: str, key: str) -> None:
            """`key` is how: `enter`, `escape`, `tab` or `shift+tab`."""
            super().__init__()
            self.text = text
            self.key = key

    class Full(Message):
        """Something typed or pasted did not fit, and its end was not taken. Comes after the text it left."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty and closed."""
        super().__init__(id=id, highlight_cursor_line=False, compact=False)
        self.one_line = False
        self.keep: Callable[[str], None] | None = None
        """Called with the whole text inside each change, before it can be painted: what was seen is on disk."""
        self._cut = False
        self._opened_with = ""
        self._hint = ""

    def open(self, title: str, text: str, *, one_line: bool, hint: str = "") -> None:
        """Show this text under this title, with the cursor at its end."""
        self.one_line = one_line
        self.border_title = plain(title, limit=60)
        self._hint = hint
        with self.prevent(TextArea.Changed):
            self.load_text(text)
        self._opened_with = self.text
        self.move_cursor(self.document.end)
        self.set_class(one_line, "-line")
        self._count()

    @property
    def opened_with(self) -> str:
        """The text as the editor keeps it (one kind of line end), to tell typing from loading."""
        return self._opened_with

    def edit(self, edit: Edit) -> EditResult:
        """Make a change, cut to what fits; in a single line, line ends become spaces."""
        text = clean(edit.text)
        if self.one_line and len(text.splitlines()) > 1:
            text = " ".join(text.split())
        elif self.one_line:
            text = text.rstrip("\r\n")
        start, end = sorted((edit.from_location, edit.to_location))
        going = len(self.get_text_range(start, end))
        room = LONGEST_TYPED - len(self.text) + going
        if len(text) > room:
            text = text[: max(room, 0)]
            self._cut = True
        if text != edit.text:
            edit = Edit(text, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        result = super().edit(edit)
        self._keep()
        return result

    def undo(self) -> None:
        """Take typing back; what is left is kept."""
        super().undo()
        self._keep()

    def redo(self) -> None:
        """Put typing back; what is there is kept."""
        super().redo()
        self._keep()

    def _keep(self) -> None:
        if self.keep is not None:
            self.keep(self.text)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say the new text, at every change."""
        event.stop()
        self._count()
        self.post_message(self.Typed(self.text))
        if self._cut:
            self._cut = False
            self.post_message(self.Full())

    def _count(self) -> None:
        length = len(self.text)
        subtitle = Content.styled(self._hint, "$text-muted")
        if length > LONGEST_TYPED // 2:
            left = LONGEST_TYPED - length
            subtitle = Content.styled(f"{left:,} of {LONGEST_TYPED:,} characters left", "$text-warning")
        self.border_subtitle = subtitle

    async def _on_key(self, event: events.Key) -> None:
        command = self._command(event)
        if command is not None:
            event.stop()
            event.prevent_default()
            if command.id == UNDO_ID:
                self.undo()
            else:
                own = event.key in command.keys
                self.post_message(self.Left(self.text, event.key if own else command.keys[0]))

    def _command(self, event: events.Key) -> Command | None:
        """What the key does besides typing. No setting takes a key away that types, or the way out."""
        for command in self.VERBS:
            if event.key in command.keys and command.id != UNDO_ID:
                return command if event.key != "enter" or self.one_line else None
        if event.is_printable:
            return None
        return next((command for command in self.VERBS if event.key in keys_of(command, self.app)), None)
