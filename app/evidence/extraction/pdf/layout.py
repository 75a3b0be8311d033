"""What stands where on a page: runs of text, the lines that they make, and the page that holds those."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

WIDE: Final = 1.0
"""Between two runs of text on one line: a gap of so many type sizes parts two cells of a table."""
TICKED, UNTICKED = "[x]", "[ ]"
"""How a form's boxes stand in the text."""


@dataclass(slots=True)
class Run:
    """A run of text on one line, or a form's field."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    field: bool = False
    cell: bool = False
    """Whether it is known to begin a cell of its own."""


@dataclass(slots=True)
class Line:
    """A line as it will stand in the text."""

    text: str
    bottom: float
    top: float
    gap: bool = False
    """Whether it begins a new paragraph by its distance from the line above."""
    bold: bool = False
    size: float = field(init=False)
    """How high its type is, in tenths of a point."""

    def __post_init__(self) -> None:
        self.size = round(self.top - self.bottom, 1)


@dataclass(slots=True)
class Page:
    """The lines of a page, in the document's own order."""

    lines: list[Line]
    height: float
    cut: bool = False
    """Whether it holds more characters than are read of one page."""
    failed: bool = False
    """Whether it could not be read."""
