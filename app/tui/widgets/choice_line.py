"""One of a few choices in one line of a form: arrows go through them, letters find them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from app.tui.commands import Command, bindings
from app.tui.text import plain

CHOICE_LINE_VERBS = (
    Command(
        "choice.next",
        ("right", "space"),
        "turn(1)",
        "Choose",
        "Take the next choice.",
        "Choices",
        footer=True,
    ),
    Command("choice.previous", ("left",), "turn(-1)", "Choice before", "Take the choice before.", "Choices"),
    Command("choice.clear", ("backspace", "delete"), "clear", "None", "Take none of them.", "Choices"),
)


class ChoiceLine(Static, can_focus=True):
    """Holds one of its choices or none. Typed letters go to the first choice that begins with them."""

    BINDINGS = bindings(CHOICE_LINE_VERBS)
    VERBS = CHOICE_LINE_VERBS

    class Changed(Message):
        """Another choice was taken."""

        def __init__(self, line: ChoiceLine) -> None:
            """The line in which it was."""
            super().__init__()
            self.line = line

    def __init__(
        self, choices: Sequence[str], value: str = "", *, empty: str = "not stated", id: str | None = None
    ) -> None:
        """`empty` says what it means to take none; where it is empty, one must be taken."""
        super().__init__(id=id, classes="choice-line")
        self.choices = tuple(choices) if not empty else ("", *choices)
        self.words: Mapping[str, str] = {}
        """What to show for a choice instead of its value."""
        self._empty = empty
        self._typed = ""
        self._value = ""
        self.value = value

    @property
    def value(self) -> str:
        """The choice; empty for none."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        self._value = value if value in self.choices else self.choices[0] if self.choices else ""
        self._draw()

    def on_mount(self) -> None:
        """Shows it."""
        self._draw()

    def watch_has_focus(self, _: bool) -> None:
        """The arrows are only shown where they work."""
        self._typed = ""
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        words = self.words.get(self._value, self._value)
        text = plain(words, "bold" if self.has_focus else "") if words else plain(self._empty, "$text-muted")
        if self.has_focus:
            text = Content.styled("‹ ", "$accent") + text + Content.styled(" ›", "$accent")
        self.update(text)

    def action_turn(self, by: int) -> None:
        """The next choice, or the one before, around the ends."""
        self._typed = ""
        if self.choices:
            self._take(self.choices[(self.choices.index(self._value) + by) % len(self.choices)])

    def action_clear(self) -> None:
        """None of them."""
        self._typed = ""
        if self._empty:
            self._take("")

    def on_key(self, event: events.Key) -> None:
        """Letters find a choice: what was typed in a row, or else the letter alone."""
        if event.character is None or not event.is_printable or event.character == " ":
            return
        event.stop()
        for typed in (self._typed + event.character, event.character):
            low = typed.casefold()
            order = self.choices.index(self._value) if typed == event.character else -1
            found = [c for c in self.choices if self.words.get(c, c).casefold().startswith(low)]
            if found:
                self._typed = typed
                self._take(next((c for c in found if self.choices.index(c) > order), found[0]))
                return

    def _take(self, value: str) -> None:
        if value != self._value:
            self.value = value
            self.post_message(self.Changed(self))

    async def _on_click(self, _: events.Click) -> None:
        self.focus()
        self.action_turn(1)
