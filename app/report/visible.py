"""Making characters visible that would otherwise act: controls, escape sequences, bidirectional marks, tags."""

from __future__ import annotations

LINE_ENDS = {ord(c): "\n" for c in "\r\x0b\x0c\x85\u2028\u2029"}
"""For `str.translate`, after CR LF pairs have become one newline."""

_ACTING = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x61C,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
    *range(0xE0000, 0xE0080),
)


def stand_in(character: str) -> str:
    """What is printed in a character's place: `[U+1F600]`."""
    return f"[U+{ord(character):04X}]"


_VISIBLE: dict[int, str | None] = {code: stand_in(chr(code)) for code in _ACTING if code not in (0x09, 0x0A)}
_VISIBLE[0xFEFF] = None


def visible(text: str) -> str:
    """The text with line ends as newlines and with every character that acts instead of showing as its number."""
    return text.replace("\r\n", "\n").translate(LINE_ENDS).translate(_VISIBLE)
