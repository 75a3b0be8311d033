"""The line at the bottom: the keys that matter here, or the last thing the program has to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from app.tui.commands import Command, key_name
from app.tui.text import plain

_MOST_LINES = 4
_ROW_OF_KEYS = 6


def _together(commands: Sequence[Command]) -> Iterator[list[Command]]:
    """Commands one by one, but three or more that do one thing (`answer("yes")`, `answer("no")`) as one."""
    for _, group in groupby(commands, key=lambda c: (c.group, c.action.partition("(")[0])):
        members = list(group)
        if len(members) > 2:
            yield members
        else:
            yield from ([member] for member in members)


def _first_key(command: Command, keymap: Mapping[str, str]) -> str:
    """The key to show; of a whole row of keys its ends."""
    keys = keymap.get(command.id, ",".join(command.keys)).split(",")
    return key_name(keys[0]) if len(keys) < _ROW_OF_KEYS else f"{key_name(keys[0])}…{key_name(keys[-1])}"


class KeyLine(Static):
    """Shows as many commands as fit; a click runs one. A notice stands in their place until the next key."""

    def __init__(self, commands: Sequence[Command] = (), *, id: str | None = None) -> None:
        """`commands` are those with `footer` set, in the order in which they are shown."""
        super().__init__(id=id)
        self._commands = tuple(commands)
        self._notice = ""
        self._warning = False

    @property
    def notice(self) -> str:
        """What is being said; empty when the keys are shown."""
        return self._notice

    def on_mount(self) -> None:
        """Draw once there is a size."""
        self._draw()

    def on_resize(self) -> None:
        """Fit the new width."""
        self._draw()

    def show(self, commands: Sequence[Command]) -> None:
        """Show these commands' keys."""
        if tuple(commands) != self._commands:
            self._commands = tuple(commands)
            self._draw()

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say something, plain text, in place of the keys; empty text brings the keys back."""
        if (text, warning) != (self._notice, self._warning):
            self._notice, self._warning = text, warning
            self._draw()

    def _draw(self) -> None:
        width = self.size.width
        if not self._notice:
            self._set(self._keys(width), 1)
            return
        style = "bold $text-warning" if self._warning else "bold $accent"
        lines = plain(self._notice, limit=600).wrap(max(width - 4, 8))[:_MOST_LINES]
        text = Content("\n   ").join(line.rstrip() for line in lines)
        self._set(Content.styled(" ! " if self._warning else " › ", style) + text, len(lines))

    def _set(self, content: Content, height: int) -> None:
        """Show content; only a notice of another height costs a new layout."""
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.update(content, layout=False)

    def _keys(self, width: int) -> Content:
        line = Content(" ")
        keymap = self.app._keymap
        for members in _together([c for c in self._commands if c.footer]):
            item = Content(" ").join(
                Content.styled(_first_key(command, keymap), "bold $accent").stylize(
                    Style.from_meta({"run": command.id})
                )
                for command in members
            )
            first = members[0]
            text = (
                first.group.lower()
                if len(members) > 1
                else first.label
                if first.as_written
                else first.label.lower()
            )
            words = Content.styled(f" {text}", "$footer-description-foreground")
            if len(members) == 1:
                words = words.stylize(Style.from_meta({"run": members[0].id}))
            if line.cell_length + item.cell_length + words.cell_length + 2 > width:
                break
            line = line + item + words + Content("   ")
        return line

    async def _on_click(self, event: events.Click) -> None:
        wanted = event.style.meta.get("run")
        for command in self._commands:
            if command.id == wanted:
                event.stop()
                await self.screen.run_action(command.action)
