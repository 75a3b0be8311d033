"""The gate between stored text and a terminal.

What a vendor or a reviewer wrote may hold escape sequences, marks that turn the reading direction, or
characters that no terminal shows. It is kept exactly as it is; on its way to a screen it passes here.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_SHOWN: Final = 400
"""Characters of one text that a list or a label shows."""

_NAMED: Final = (
    0x61C,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xE0000, 0xE0080),
)
_BREAKS: Final = (0x85, 0x2028, 0x2029)
_LINES: Final[dict[int, int | str | None]] = {
    **{code: 0x2400 + code for code in range(32) if code not in (9, 10)},
    13: None,
    127: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), 0xFFFD),
    **{code: f"<U+{code:04X}>" for code in _NAMED},
    **dict.fromkeys(_BREAKS, "\n"),
    0xFEFF: None,
}
_ONE_LINE: Final[dict[int, int | str | None]] = {**_LINES, **dict.fromkeys((9, 10, *_BREAKS), " ")}


def shown(text: str, *, one_line: bool = True, limit: int = LONGEST_SHOWN) -> str:
    """The text as a terminal may show it: controls visible, direction marks named, cut at `limit` characters.

    With `one_line` line breaks and tabs become spaces. Markup is not the gate's business: whoever prints the
    result must do so without interpreting it.
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return text.translate(_ONE_LINE if one_line else _LINES)


_LINK: Final = re.compile(r"!?\[([^\[\]]{0,300})\]\((?:#|/|\.|mailto:|https?:|www\.)?[^()\s]{0,500}\)")
_STRONG: Final = re.compile(r"(?<!\w)(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1(?!\w)")
_RULE: Final = re.compile(r":?-{2,}:?")
_CELLS = 2
"""So many bars in a line make it a line of a table."""


def readable(quote: str) -> str:
    """A quoted passage as a person reads it: without the marks of links, tables and bold type of a Markdown text.

    The words are the same. For showing only: what is stored, looked up and compared is the quote itself.
    """
    text = " ".join(quote.split())
    text = _STRONG.sub(r"\2", _LINK.sub(r"\1", text))
    if text.count("|") < _CELLS:
        return text
    cells = (cell.strip() for cell in text.split("|"))
    return " · ".join(cell for cell in cells if cell and not _RULE.fullmatch(cell))
