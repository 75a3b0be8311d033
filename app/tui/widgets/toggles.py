"""A block of choices, any number of which can be on: arrows and first letters move, space toggles."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from app.tui.commands import Command, bindings
from app.tui.text import plain
from app.tui.widgets.sheet import Block, Sheet, pressable

TOGGLE_VERBS = (
    Command("toggle.right", ("right",), "step(1)", "Next", "Go to the next choice.", "Choices"),
    Command("toggle.left", ("left",), "step(-1)", "Previous", "Go to the choice before.", "Choices"),
    Command("toggle.down", ("down",), "line(1)", "Down", "Go a line down.", "Choices"),
    Command("toggle.up", ("up",), "line(-1)", "Up", "Go a line up.", "Choices"),
    Command(
        "toggle.toggle",
        ("space", "enter"),
        "switch",
        "Toggle",
        "Switch the choice on or off; a letter goes to the next one that begins with it.",
        "Choices",
        footer=True,
    ),
)
_GAP = 3


class Toggles(Sheet, can_focus=True):
    """Shows choices in columns with a cursor; says when what is on changed."""

    BINDINGS = bindings(TOGGLE_VERBS)
    VERBS = TOGGLE_VERBS

    class Changed(Message):
        """Something was switched on or off."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is filled."""
        super().__init__(id=id)
        self._choices: tuple[str, ...] = ()
        self._on: set[str] = set()
        self._cursor = 0

    def fill(self, choices: Sequence[str], on: Collection[str]) -> None:
        """Show these choices with these switched on."""
        self._choices, self._on, self._cursor = tuple(choices), set(on) & set(choices), 0
        self._redraw()

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is on, in the order of the choices."""
        return tuple(c for c in self._choices if c in self._on)

    def _across(self) -> int:
        widest = max((len(c) for c in self._choices), default=1) + 4 + _GAP
        return max(1, (self.text_width + _GAP) // widest)

    def _redraw(self) -> None:
        if not self._choices or not self.text_width:
            return
        across, wide = self._across(), max(len(c) for c in self._choices) + 4
        blocks = []
        for start in range(0, len(self._choices), across):
            line = Content("")
            for index, choice in enumerate(self._choices[start : start + across], start=start):
                on, here = choice in self._on, index == self._cursor and self.has_focus
                style = "bold $accent" if on else ""
                item = Content.styled("[x] " if on else "[ ] ", style) + plain(choice, style)
                if here:
                    item = item.stylize("reverse")
                pad = Content(" " * (wide + _GAP - item.cell_length))
                line = line + pressable(item, choice=index) + pad
            blocks.append(Block(line.rstrip(), key=str(start // across)))
        self.styles.height = len(blocks)
        self.show(blocks, keep_scroll=True)
        self.reveal(str(self._cursor // across))

    def on_resize(self) -> None:
        """Other columns fit now."""
        self._redraw()

    def watch_has_focus(self, _: bool) -> None:
        """The cursor shows only with the focus."""
        self._redraw()

    def action_step(self, by: int) -> None:
        """To the next choice."""
        if self._choices:
            self._cursor = (self._cursor + by) % len(self._choices)
            self._redraw()

    def action_line(self, by: int) -> None:
        """To the choice below or above."""
        there = self._cursor + by * self._across()
        if 0 <= there < len(self._choices):
            self._cursor = there
            self._redraw()

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next choice that begins with it."""
        if event.character is None or not event.character.isalpha():
            return
        low = event.character.casefold()
        order = [*range(self._cursor + 1, len(self._choices)), *range(self._cursor + 1)]
        there = next(
            (i for i in order if self._choices and self._choices[i].casefold().startswith(low)), None
        )
        event.stop()
        if there is not None:
            self._cursor = there
            self._redraw()

    def action_switch(self) -> None:
        """Switch the choice under the cursor."""
        if self._choices:
            self._on ^= {self._choices[self._cursor]}
            self._redraw()
            self.post_message(self.Changed())

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        """A click switches."""
        event.stop()
        self._cursor = int(event.meta["choice"])
        self.focus()
        self.action_switch()
