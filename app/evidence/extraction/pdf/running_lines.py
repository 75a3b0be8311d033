"""Running heads and feet: what comes again at the top or foot of most pages, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from app.evidence.extraction.pdf.layout import Line, Page

_MARGIN: Final = 0.11
"""Share of a page's height at its top and bottom where running heads, feet and page numbers stand."""
_NUMBER_ONLY: Final = re.compile(
    r"(?:page\s*|p\.\s*)?[-–—|\s]*(?:\d{1,4}|[ivxl]{1,6})[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|]*",
    re.IGNORECASE,
)
_LONGEST_NUMBER: Final = 80
"""Characters: what is longer is no page number, and its pattern takes long over it."""
_DIGITS: Final = re.compile(r"\d+")


def repeated_lines(pages: Sequence[Page]) -> set[str]:
    """Lines in the margins that come again on most pages, their numbers left open."""
    held = [page for page in pages if page.lines]
    if len(held) < 2:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_running(line.text) for line in page.lines if _is_margin(line, page.height)})
    most = max(2, (len(held) + 1) // 2)
    return {
        text
        for text, count in seen.items()
        if count >= (min(most, 3) if text[0] == "#" or text[-1] == "#" else most)
    }


def running_lines(page: Page, repeated: set[str]) -> list[bool]:
    """Of each line of a page whether it is a running head, a foot or a page number."""
    lines = page.lines
    return [
        _is_margin(line, page.height) and _is_running(line.text, repeated) and not _goes_on_below(line, below)
        for line, below in zip(lines, [*lines[1:], None], strict=False)
    ]


def _is_margin(line: Line, height: float) -> bool:
    return line.bottom > height * (1 - _MARGIN) or line.top < height * _MARGIN


def _is_running(text: str, repeated: set[str]) -> bool:
    return _running(text) in repeated or (
        len(text) <= _LONGEST_NUMBER and _NUMBER_ONLY.fullmatch(text) is not None
    )


def _goes_on_below(line: Line, below: Line | None) -> bool:
    """Whether the line is the first of a sentence: no running head then, however often it comes."""
    return below is not None and not below.gap and line.bottom > below.bottom and below.text[0].islower()


def _running(text: str) -> str:
    return _DIGITS.sub("#", text).casefold()
