"""Text fields that show control characters instead of sending them to the terminal.

Stored and pasted text may hold escape sequences. The text stays as it is; what is drawn is not.
"""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input, TextArea

_DRAWN: dict[int, str] = {code: chr(0x2400 + code) for code in range(32) if code != 9}
_DRAWN[127] = "\u2421"
_DRAWN.update(dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), "\ufffd"))
_DRAWN.update(
    dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\N{WHITE SQUARE}")
)
_DRAWN.update(dict.fromkeys(range(0xE0000, 0xE0080), "\N{WHITE SQUARE}"))


def drawn(text: str) -> str:
    """The text as a field may draw it, character for character, so that the cursor stays where it is."""
    return text.translate(_DRAWN)


class SafeArea(TextArea):
    """A text area that draws control characters as signs."""

    def get_line(self, line_index: int) -> Text:
        """The line as it is drawn."""
        return Text(drawn(self.document.get_line(line_index)), end="", no_wrap=True)


class SafeInput(Input):
    """A line to type in that takes no control characters; a line has no use for them."""

    def validate_value(self, value: str) -> str:
        """What of a paste or of stored text can stand in a line."""
        return drawn(value.replace("\t", " "))
