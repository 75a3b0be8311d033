"""Every command of the workbench, declared once.

Keys, footer, help and command palette are all read from these declarations, so that they cannot drift
apart. A command's `id` is its name in the settings file, where its keys can be changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a reviewer can do on a screen."""

    id: str
    """Name in the settings file (`answer.yes`)."""
    keys: tuple[str, ...]
    """Textual names of its keys, the one to show first."""
    action: str
    """Textual action on the screen (`answer("yes")`)."""
    label: str
    """Two or three words, for footer and palette."""
    help: str
    """One sentence, for help and palette."""
    group: str = ""
    """Heading it stands under in the help."""
    footer: bool = False
    """Whether the footer has room for it."""
    as_written: bool = False
    """Whether the key line keeps the capitals of its label: a proper noun."""


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The Textual bindings for these commands."""
    return [
        Binding(
            ",".join(command.keys),
            command.action,
            command.label,
            show=command.footer,
            id=command.id,
            tooltip=command.help,
        )
        for command in commands
        if command.keys
    ]


_GLYPHS = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "question_mark": "?",
    "slash": "/",
    "equals_sign": "=",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "space": "space",
    "escape": "esc",
    "backspace": "backspace",
    "delete": "del",
    "insert": "ins",
    "pageup": "page up",
    "pagedown": "page down",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
}


def key_name(key: str) -> str:
    """A key as a reviewer reads it: `^r`, `F5`, `]`."""
    prefix, _, last = key.rpartition("+")
    if prefix == "ctrl":
        return f"^{_GLYPHS.get(last, last)}"
    if prefix:
        return f"{prefix}+{_GLYPHS.get(last, last)}"
    if key[:1] == "f" and key[1:].isdigit():
        return key.upper()
    return _GLYPHS.get(key, key)
