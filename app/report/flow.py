"""Flowables: what is put on pages one below the other, and knows how to be cut where a page ends.

Each knows its role (heading, paragraph, list, table, figure), so that the pages can be tagged for screen readers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.report.cells import Blank, Box, Cell, Words, block, plate, rule
from app.report.engine import Canvas
from app.report.style import HAIR, MEASURE, RULE, TALL, Look, Style, Tint
from app.report.text import Printable

_SLACK = 0.01
"""Rounding allowed when comparing heights."""
_LEAST_PART = 52.0
"""A tall row is cut only where at least this much of it fits."""
_LONGEST_LEAD = 240.0
"""What must follow a heading never counts for more than this."""


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


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the document's outline."""

    title: str
    level: int
    """0 for a section, 1 for a heading inside one."""


class Flowable(ABC):
    """Something that stands on a page. `width` is the width of the text area, in points."""

    role: Role = Role.PARAGRAPH
    before: float = 0.0
    """Space above it, except at the top of a page."""
    keeps_next: bool = False
    """Whether it may not stand at the foot of a page without what follows."""
    whole: bool = False
    """Whether it is cut only when it is taller than a page."""
    bookmark: Bookmark | None = None

    @abstractmethod
    def height(self, width: float, room: float) -> float:
        """Its height; need not be exact above `room`, as long as it is more than that."""

    def split(self, width: float, room: float) -> tuple[Flowable, Flowable] | None:  # noqa: ARG002
        """The part that fits into `room`, and the rest; None when no part should stand there.

        Unless a kind says otherwise, it is never cut.
        """
        return None

    @abstractmethod
    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""

    def lead(self, width: float) -> float:
        """Height of the least part that should stand together with what goes before."""
        return min(self.height(width, _LONGEST_LEAD), _LONGEST_LEAD)


class Passage(Flowable):
    """A run of text."""

    def __init__(
        self,
        text: Printable,
        style: Style,
        role: Role = Role.PARAGRAPH,
        before: float = 0.0,
        bookmark: Bookmark | None = None,
    ) -> None:
        self.role = role
        self.before = before
        self.bookmark = bookmark
        self.keeps_next = role in (Role.H2, Role.H3)
        self._text = text
        self._style = style
        self._words: Words | None = None
        self._width = 0.0

    def _set(self, width: float) -> Words:
        if self._words is None or self._width != width:
            self._words = Words.set(self._text, self._style, min(width, MEASURE))
            self._width = width
        return self._words

    def height(self, width: float, room: float) -> float:  # noqa: ARG002
        """Height of its lines."""
        return self._set(width).height

    def lead(self, width: float) -> float:
        """Two lines."""
        return min(self._set(width).height, 2 * self._style.leading)

    def split(self, width: float, room: float) -> tuple[Flowable, Flowable] | None:
        """Between two lines."""
        head, tail = self._set(width).cut(room)
        if not head.count:
            return None
        return self._part(head, width, self.bookmark), self._part(tail, width, None)

    def _part(self, words: Words, width: float, bookmark: Bookmark | None) -> Passage:
        part = Passage(self._text, self._style, self.role, self.before, bookmark)
        part._words, part._width = words, width
        return part

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the lines."""
        self._set(width).draw(canvas, x, top, min(width, MEASURE))


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in its row."""

    cell: Cell
    left: float
    width: float
    look: Look | None = None
    """A plate behind the whole cell."""
    pad: float = 0.0
    """Between the cell's sides and what stands in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, set and ready to draw."""

    cells: tuple[Placed, ...]
    above: float = 0.0
    below: float = 0.0
    fill: Tint | None = None
    under: Tint | None = None
    """Rule under the row."""
    under_width: float = HAIR
    over: Tint | None = None
    """Rule over the row."""
    bar: Tint | None = None
    """Bar at the left edge."""
    sides: Tint | None = None
    """Rules at the left and right edges."""
    inner: float = field(default=-1.0)
    """Height of the tallest cell; worked out when left at -1."""

    def __post_init__(self) -> None:
        if self.inner < 0:
            object.__setattr__(self, "inner", max((p.cell.height for p in self.cells), default=0.0))

    @property
    def height(self) -> float:
        """Tallest cell and padding."""
        return self.above + self.inner + self.below

    def cut(self, height: float) -> tuple[Row, Row] | None:
        """The part that fits and the rest, or None when nothing of it fits."""
        room = height - self.above - self.below
        parts = [p.cell.cut(room) for p in self.cells]
        if not any(head.height > 0 for head, _ in parts):
            return None
        heads = tuple(replace(p, cell=head) for p, (head, _) in zip(self.cells, parts, strict=True))
        tails = tuple(replace(p, cell=tail) for p, (_, tail) in zip(self.cells, parts, strict=True))
        return replace(self, cells=heads, inner=-1.0), replace(self, cells=tails, inner=-1.0, over=None)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw grounds and rules, then the cells."""
        bottom = top - self.height
        if self.fill:
            block(canvas, Box(x, bottom, width, self.height), self.fill)
        if self.bar:
            block(canvas, Box(x, bottom, 3.0, self.height), self.bar)
        if self.sides:
            canvas.setStrokeColorRGB(*self.sides)
            canvas.setLineWidth(RULE)
            canvas.line(x, bottom, x, top)
            canvas.line(x + width, bottom, x + width, top)
        if self.over:
            rule(canvas, x, top, x + width, color=self.over, thickness=RULE)
        if self.under:
            rule(canvas, x, bottom, x + width, color=self.under, thickness=self.under_width)
        for placed in self.cells:
            if placed.look:
                plate(canvas, Box(x + placed.left, bottom, placed.width, self.height), placed.look, 3)
            inside = placed.width - 2 * placed.pad
            placed.cell.draw(canvas, x + placed.left + placed.pad, top - self.above, inside)


RowMaker = Callable[[float], Row]
"""Sets a row at a width. Called when the row is reached, once for each width."""


class Grid(Flowable):
    """Rows one below the other: tables, statements, facts, lists, boxes.

    Rows are set as they are reached and kept for drawing, so that the time taken grows with their number only.
    """

    def __init__(
        self,
        rows: Sequence[RowMaker],
        head: Sequence[RowMaker] = (),
        role: Role = Role.TABLE,
        before: float = 0.0,
        whole: bool = False,
    ) -> None:
        self.role = role
        self.before = before
        self.whole = whole
        self._rows = rows
        self._head = head
        self._set: dict[tuple[int, float], Row] = {}
        self._first = 0
        self._last = len(rows)
        self._carried: Row | None = None
        self._ending: Row | None = None

    def _row(self, index: int, width: float) -> Row:
        if index == self._first and self._carried is not None:
            return self._carried
        row = self._set.get((index, width))
        if row is None:
            row = self._set[index, width] = self._rows[index](width)
        return row

    def _heading(self, width: float) -> list[Row]:
        rows = []
        for offset, maker in enumerate(self._head, start=1):
            row = self._set.get((-offset, width))
            if row is None:
                row = self._set[-offset, width] = maker(width)
            rows.append(row)
        return rows

    def height(self, width: float, room: float) -> float:
        """Heights of head and rows, counted until there is no room for more."""
        used = sum(row.height for row in self._heading(width))
        for index in range(self._first, self._last):
            used += self._row(index, width).height
            if used > room + _SLACK:
                return used
        return used + (self._ending.height if self._ending else 0.0)

    def lead(self, width: float) -> float:
        """The head and the first row, or the head and a part of it when it is tall."""
        used = sum(row.height for row in self._heading(width))
        if self._first < self._last:
            first = self._row(self._first, width).height
            used += first if first <= TALL else _LEAST_PART
        return min(used, _LONGEST_LEAD)

    def split(self, width: float, room: float) -> tuple[Flowable, Flowable] | None:
        """Between two rows; inside a row only when it is taller than `TALL`. The rest repeats the head."""
        used = sum(row.height for row in self._heading(width))
        index = self._first
        while index < self._last and used + self._row(index, width).height <= room + _SLACK:
            used += self._row(index, width).height
            index += 1
        if index == self._last:
            return None
        crossing = self._row(index, width)
        if crossing.height > TALL and room - used >= _LEAST_PART:
            parts = crossing.cut(room - used)
            if parts:
                return self._part(self._first, index, ending=parts[0]), self._part(
                    index, self._last, carried=parts[1]
                )
        if index == self._last - 1 and index - self._first > 2:
            index -= 1  # the last row does not go to the next page alone
        if index == self._first:
            return None
        return self._part(self._first, index), self._part(index, self._last)

    def _part(self, first: int, last: int, ending: Row | None = None, carried: Row | None = None) -> Grid:
        part = Grid(self._rows, self._head, self.role, self.before, self.whole)
        part._set = self._set
        part._first, part._last = first, last
        part._carried = carried if carried is not None else (self._carried if first == self._first else None)
        part._ending = ending
        return part

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the head and the rows of this part."""
        rows = [*self._heading(width), *(self._row(i, width) for i in range(self._first, self._last))]
        if self._ending:
            rows.append(self._ending)
        for row in rows:
            row.draw(canvas, x, top, width)
            top -= row.height


class Beside(Flowable):
    """Two flowables side by side; never cut."""

    role = Role.FIGURE
    whole = True

    def __init__(self, left: Flowable, right: Flowable, share: float, gutter: float, before: float) -> None:
        self.before = before
        self._left, self._right = left, right
        self._share, self._gutter = share, gutter

    def _widths(self, width: float) -> tuple[float, float]:
        left = (width - self._gutter) * self._share
        return left, width - self._gutter - left

    def height(self, width: float, room: float) -> float:
        """The taller of the two."""
        left, right = self._widths(width)
        return max(self._left.height(left, room), self._right.height(right, room))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw both from the same top."""
        left, right = self._widths(width)
        self._left.draw(canvas, x, top, left)
        self._right.draw(canvas, x + width - right, top, right)


def single(cell: Cell, width: float) -> Row:
    """A row of one cell."""
    return Row((Placed(cell, 0.0, width),))


def gap(height: float) -> RowMaker:
    """An empty row."""
    return lambda width: single(Blank(height), width)
