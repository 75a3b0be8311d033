"""The one gate between stored text and the terminal.

Text of users and vendors is data. A `str` given to a Textual widget is read as markup, and control
characters reach the terminal raw, so every stored text passes `plain` (for widgets), `cell` (for tables) or
`shown` (where only a `str` will do and markup is off).
"""

from __future__ import annotations

from rich.text import Text
from textual.content import Content

LONGEST_SHOWN = 400
"""Characters of one text that a list or a label shows; the whole text stands in its own pane."""

_VISIBLE: dict[int, int | str | None] = {code: 0x2400 + code for code in range(32) if code not in (9, 10)}
_VISIBLE[13] = None
_VISIBLE[127] = 0x2421
_VISIBLE.update({code: 0xFFFD for code in (*range(0x80, 0xA0), *range(0xD800, 0xE000))})
_VISIBLE.update(
    {
        code: f"<U+{code:04X}>"
        for code in (
            0x61C,
            0x200E,
            0x200F,
            *range(0x202A, 0x202F),
            *range(0x2066, 0x206A),
            *range(0xE0000, 0xE0080),
        )
    }
)
_VISIBLE.update({0x2028: "\n", 0x2029: "\n", 0x85: "\n", 0xFEFF: None})
_ONE_LINE: dict[int, int | str | None] = {**_VISIBLE, 9: " ", 10: " ", 0x2028: " ", 0x2029: " ", 0x85: " "}


def shown(text: str, *, one_line: bool = True, limit: int = LONGEST_SHOWN) -> str:
    """Text that a terminal may show: controls visible, direction marks named, cut at `limit` characters."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return text.translate(_ONE_LINE if one_line else _VISIBLE)


def plain(text: str, style: str = "", *, one_line: bool = True, limit: int = LONGEST_SHOWN) -> Content:
    """Stored text as content without markup, for any widget that takes content."""
    content = Content(shown(text, one_line=one_line, limit=limit))
    return content.stylize(style) if style else content


def cell(text: str, style: str = "", *, limit: int = 120) -> Text:
    """Stored text for a DataTable cell or a Tree label, which read a `str` as Rich markup."""
    return Text(shown(text, limit=limit), style=style, no_wrap=True, overflow="ellipsis")
