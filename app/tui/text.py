"""The one gate between stored text and the terminal.

Text of users and vendors is data. A `str` given to a Textual widget is read as markup, and control
characters reach the terminal raw, so every stored text passes `plain` (for widgets), `cell` (for tables) or
`shown` (where only a `str` will do and markup is off).
"""

from __future__ import annotations

from pathlib import Path

from rich.text import Text
from textual.content import Content

from app.assessment.shown import LONGEST_SHOWN, shown

__all__ = ["LONGEST_SHOWN", "cell", "place", "plain", "shown"]


def plain(text: str, style: str = "", *, one_line: bool = True, limit: int = LONGEST_SHOWN) -> Content:
    """Stored text as content without markup, for any widget that takes content."""
    content = Content(shown(text, one_line=one_line, limit=limit))
    return content.stylize(style) if style else content


def place(path: Path) -> str:
    """A path as people write it: below the home folder it begins with `~`."""
    try:
        return str(Path("~") / path.absolute().relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)


def cell(text: str, style: str = "", *, limit: int = 120) -> Text:
    """Stored text for a DataTable cell or a Tree label, which read a `str` as Rich markup."""
    return Text(shown(text, limit=limit), style=style, no_wrap=True, overflow="ellipsis")
