"""What the blocks of a profile become: reportlab's flowables, which also know their role.

The role (heading, paragraph, list, table, figure) is there so that the pages can be tagged for screen readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from app.report import style as s
from app.report.engine import CondPageBreak, Flowable, NextPageTemplate, PageBreak, Paragraph, Table
from app.report.fonts import Face
from app.report.style import MEASURE, TALL, Style, sheet
from app.report.text import Printable, face_for, markup, pieces

_LEAST_PART = 60.0
"""A tall row is cut only where at least this much of it fits."""
_AT_ONCE = 120
"""Paragraphs one below the other; more than any page holds. reportlab measures all of a table at every page's end,
so that a table, and a cell, must not have many more."""

_EVERY_CELL = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    # reportlab would name a font of its own in the file, although no cell is a bare string.
    ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
)

Cell: TypeAlias = Flowable | list[Flowable]
Command = tuple[Any, ...]


class Role(StrEnum):
    """What a flowable is, by the names of PDF's structure types."""

    TITLE = "Title"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    PARAGRAPH = "P"
    LIST = "L"
    TABLE = "Table"
    FIGURE = "Figure"
    FORM = "Form"
    NOTE = "Note"


HEADINGS = frozenset({Role.H1, Role.H2, Role.H3})


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the document's outline."""

    title: str
    level: int
    """0 for a section, 1 for a heading inside one."""


class Text(Paragraph):
    """A paragraph of gated text. It is set once for each width, however often reportlab asks."""

    role = Role.PARAGRAPH
    bookmark: Bookmark | None = None
    _set_at = -1.0

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """Break the text into lines."""
        if self._set_at != available or not hasattr(self, "blPara"):
            super().wrap(min(available, MEASURE), height)
            # The letters stand in the middle of the leading, whatever the font file says of its ascent.
            self.blPara.ascent = (self.style.leading + self.style.fontSize * 0.72) / 2
            self._set_at = available
        return self.width, self.height

    def split(self, available: float, height: float) -> list[Text]:
        """Between two lines."""
        parts: list[Text] = super().split(available, height)
        for part in parts:
            part.role = self.role
        if parts:
            parts[0].bookmark = self.bookmark
        return parts

    def lead(self, available: float) -> float:
        """Height of the least part that should stand together with what goes before."""
        return float(min(self.wrap(available, TALL)[1], 2 * self.style.leading))


def texts(
    text: Printable,
    style: Style,
    *,
    role: Role = Role.PARAGRAPH,
    before: float = 0.0,
    bookmark: Bookmark | None = None,
    sign: str = "",
    hang: float = 0.0,
) -> list[Text]:
    """A gated text as paragraphs, indented by `hang` behind its `sign`; none for an empty text."""
    found: list[Text] = []
    for piece in pieces(text) if text else ():
        look = style.faced(face_for(piece, style.face))
        part = Text(markup(piece), sheet(look, hang), bulletText=None if found else sign or None)
        if len(part.frags) > 1:
            # Escaped characters come back in fragments of their own, which reportlab sets at great length.
            part.frags = [part.frags[0].clone(text="".join(fragment.text for fragment in part.frags))]
        part.role = role
        part.spaceBefore = 0.0 if found else before
        found.append(part)
    if found:
        found[0].bookmark = bookmark
    return found


class Grid(Table):
    """Rows of cells: tables, statements, facts, boxes.

    Rows are made as they are reached, so that the time taken grows with their number only.
    """

    role = Role.TABLE
    bookmark: Bookmark | None = None
    whole = False
    """Whether it goes to the next page rather than being cut, unless it is taller than that."""
    foot = 0.0
    """Height of what must not be parted from the last row."""
    later: Iterator[list[Cell]] = iter(())
    """The rows that have not been reached yet."""
    commands: Sequence[Command] = ()
    """How the cells are drawn: the same for all rows below the head."""

    @classmethod
    def of(
        cls,
        rows: Iterable[list[Cell]],
        widths: Sequence[float],
        commands: Sequence[Command],
        *,
        head: Sequence[list[Cell]] = (),
        role: Role = Role.TABLE,
        before: float = 0.0,
        whole: bool = False,
        later: Iterator[list[Cell]] | None = None,
    ) -> Grid:
        """A grid of these rows; there must be at least one. With `later`, no more rows are made for now."""
        if later is None:
            later = (part for row in rows for part in _parted(row))
            rows = _taken(later, _AT_ONCE)
        grid = cls(
            [*head, *rows],
            colWidths=list(widths),
            style=[*_EVERY_CELL, *commands],
            repeatRows=len(head),
            hAlign="LEFT",
            spaceBefore=before,
        )
        grid.role, grid.whole, grid.later, grid.commands = role, whole, later, commands
        return grid

    def onSplit(self, part: Grid, byRow: int = 1) -> None:  # noqa: ARG002, N802, N803 - reportlab's names
        """Called by reportlab for each part."""
        part.role, part.whole, part.foot = self.role, self.whole, self.foot
        part.later, part.commands = self.later, self.commands

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """Width and height; with what must follow, if both do not fit."""
        wide, high = super().wrap(available, height)
        self.height = high
        frame = getattr(self, "_frame", None)
        # At the top of a page there is nowhere better to go.
        wanted = self._can_give_its_last or not getattr(frame, "_atTop", True)
        foot = self.foot if wanted else 0.0
        return wide, high + foot if high + foot > height else high

    @property
    def _can_give_its_last(self) -> bool:
        """Whether the last row may go to the next page, not alone, for the sake of what follows it."""
        return bool(len(self._rowHeights) - self.repeatRows > 2 and self._rowHeights[-1] < TALL)

    def split(self, available: float, height: float) -> list[Flowable]:
        """Between two rows, or inside one that is tall. The rest repeats the head."""
        super().wrap(available, height)
        if self.whole and not getattr(getattr(self, "_frame", None), "_atTop", True):
            return []
        rows = self._rowHeights
        before, first = sum(rows[: self.repeatRows]), rows[self.repeatRows]
        self.splitInRow = int(first > TALL and height - before >= _LEAST_PART)
        if self._can_give_its_last and sum(rows[:-1]) <= height:
            height = sum(rows[:-1]) - 0.1  # the last row does not go to the next page alone
        elif sum(rows) <= height:
            return []
        parts: list[Flowable] = super().split(available, height)
        if len(parts) == 2:
            parts[0].bookmark, parts[0].foot = self.bookmark, 0.0
            parts[1] = self._filled(parts[1])
        return parts

    def _filled(self, rest: Grid) -> Grid:
        """The rest of a table with as many more rows as a page may hold."""
        heads, rows = self.repeatRows, rest._cellvalues
        more = _taken(self.later, _AT_ONCE - sum(map(_depth, rows[heads:])))
        if not more:
            return rest
        filled = Grid.of(
            [*rows[heads:], *more],
            self._colWidths,
            self.commands,
            head=rows[:heads],
            role=self.role,
            whole=self.whole,
            later=self.later,
        )
        filled.foot = self.foot
        return filled

    def lead(self, available: float) -> float:
        """Height of the head and the first row, or of a part of it when it is tall."""
        super().wrap(available, TALL)
        rows = self._rowHeights
        first = rows[self.repeatRows]
        return float(sum(rows[: self.repeatRows]) + (first if first <= TALL else _LEAST_PART))


def _depth(row: Sequence[Cell]) -> int:
    """How many paragraphs stand one below the other in a row."""
    return max(
        sum(isinstance(part, Text) for part in cell) if isinstance(cell, list | tuple) else 1 for cell in row
    )


def _parted(row: list[Cell]) -> Iterator[list[Cell]]:
    """The row, as several if a cell of it holds a great many paragraphs."""
    yield [cell[:_AT_ONCE] if isinstance(cell, list) else cell for cell in row]
    longest = max(len(cell) if isinstance(cell, list) else 1 for cell in row)
    for start in range(_AT_ONCE, longest, _AT_ONCE):
        yield [cell[start : start + _AT_ONCE] if isinstance(cell, list) else [] for cell in row]


def _taken(rows: Iterator[list[Cell]], most: int) -> list[list[Cell]]:
    """The next rows, of about so many paragraphs."""
    found: list[list[Cell]] = []
    while most > 0 and (row := next(rows, None)):
        found.append(row)
        most -= max(_depth(row), 1)
    return found


def panel(content: Cell, width: float, *, inset: float, pad: float, before: float, role: Role) -> Grid:
    """A washed box with a bar at its left edge."""
    return Grid.of(
        [[[], content]],
        [3.0, width - 3.0],
        [
            ("BACKGROUND", (0, 0), (0, -1), s.ACCENT),
            ("BACKGROUND", (1, 0), (1, -1), s.WASH),
            *padded(top=pad, bottom=pad, left=inset - 3, right=inset),
        ],
        role=role,
        before=before,
    )


def padded(*, top: float = 0, bottom: float = 0, left: float = 0, right: float = 0) -> list[Command]:
    """Commands for the space around what stands in the cells of a grid."""
    sides = {"TOP": top, "BOTTOM": bottom, "LEFT": left, "RIGHT": right}
    return [(f"{side}PADDING", (0, 0), (-1, -1), space) for side, space in sides.items()]


def height_of(flowables: Sequence[Flowable], width: float) -> float:
    """Height of these one below the other, at the top of a page."""
    used = sum(flowable.wrap(width, float("inf"))[1] for flowable in flowables)
    return float(used + sum(flowable.getSpaceBefore() for flowable in flowables[1:]))


def with_company(flowables: Sequence[Flowable], width: float, most: float) -> Iterator[Flowable]:
    """The flowables, with a break before each run of headings for which what follows has no room.

    Never is more than `most` asked for.
    """
    inside = False
    for index, flowable in enumerate(flowables):
        heading = flowable.role in HEADINGS
        if heading and not inside:
            needed = 0.0
            for follower in flowables[index:]:
                needed += follower.getSpaceBefore()
                if follower.role not in HEADINGS:
                    needed += _lead(follower, width)
                    break
                needed += follower.wrap(width, most)[1]
            yield CondPageBreak(min(needed, most))
        inside = heading
        yield flowable


def _lead(flowable: Flowable, width: float) -> float:
    if isinstance(flowable, Text | Grid):
        return flowable.lead(width)
    return float(flowable.wrap(width, TALL)[1])


class WhereItFits(Flowable):
    """Some flowables where the page has room for all of them, or else others on a page of another kind."""

    _ZEROSIZE = True

    def __init__(self, here: Sequence[Flowable], kind: str, there: Sequence[Flowable]) -> None:
        super().__init__()
        self._here = here
        self._there = [NextPageTemplate(kind), PageBreak(), *there]

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """Decide, and let reportlab go on with what was decided on."""
        fits = height_of(self._here, available) + self._here[0].getSpaceBefore() <= height
        self._frame.add_generated_content(*(self._here if fits else self._there))
        return 0.0, 0.0

    def draw(self) -> None:
        """Draws nothing."""
