"""What stands in a cell of the grid: set text, stacks of it, marks, bars and fields to write on.

A cell knows its height, can be cut at a height, and draws itself downwards from its top edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from app.assessment.profile import Mark
from app.report.engine import Canvas
from app.report.style import HAIR, INK, LINE, LOOKS, RULE, TAG, Align, Look, Style, Tint
from app.report.text import Printable, break_lines, runs, shortened, width_of

_WIDEST_UNIT = 30.0
"""One question takes no more of a bar than this."""


class Cell(Protocol):
    """Anything that can stand in a cell."""

    @property
    def height(self) -> float:
        """Height in points."""

    def cut(self, height: float) -> tuple[Cell, Cell]:
        """The part that fits into `height`, and the rest. Either may be empty."""

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""


class Words:
    """Text set in lines of one style."""

    __slots__ = ("_lines", "_start", "_stop", "style")

    def __init__(self, lines: Sequence[str], style: Style, start: int = 0, stop: int | None = None) -> None:
        self._lines = lines
        self._start = start
        self._stop = len(lines) if stop is None else stop
        self.style = style

    @classmethod
    def set(cls, text: Printable, style: Style, width: float) -> Words:
        """Set a text at a width; an empty text takes no room."""
        return cls(break_lines(text, style, width) if text else (), style)

    @property
    def height(self) -> float:
        """Number of lines times the leading."""
        return (self._stop - self._start) * self.style.leading

    @property
    def count(self) -> int:
        """Number of lines."""
        return self._stop - self._start

    def cut(self, height: float) -> tuple[Words, Words]:
        """Whole lines only; no line stands alone at a page's end or beginning if that can be helped."""
        fit = min(int((height + 0.01) / self.style.leading), self.count)
        if 0 < fit < self.count:
            if self.count - fit == 1 and fit > 2:
                fit -= 1
            elif fit == 1:
                fit = 0
        middle = self._start + fit
        return (
            Words(self._lines, self.style, self._start, middle),
            Words(self._lines, self.style, middle, self._stop),
        )

    def clipped(self, count: int, width: float) -> tuple[Words, bool]:
        """At most `count` lines, the last ending in an ellipsis if something was left out; and whether it was."""
        if self.count <= count:
            return self, False
        kept = list(self._lines[self._start : self._start + count])
        last = kept[-1]
        if width_of(last + " …", self.style.face, self.style.size) > width:
            last = shortened(Printable(last + "…………"), self.style, width).rstrip("… ")
        kept[-1] = last + " …"
        return Words(kept, self.style), True

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the lines, aligned within `width`."""
        style = self.style
        pen = canvas.beginText(x, top - first_baseline(style))
        pen.setFillColorRGB(*style.color)
        pen.setFont(style.face.value, style.size, style.leading)
        for index in range(self._start, self._stop):
            line = self._lines[index]
            if not line:
                pen.textLine("")
                continue
            indent = 0.0
            if style.align is not Align.LEFT:
                indent = width - width_of(line, style.face, style.size)
                if style.align is Align.CENTER:
                    indent /= 2
                pen.moveCursor(indent, 0)
            parts = list(runs(line, style.face))
            if len(parts) == 1 and parts[0][0] is style.face:
                pen.textLine(line)
            else:
                for face, part in parts:
                    pen.setFont(face.value, style.size, style.leading)
                    pen.textOut(part)
                pen.setFont(style.face.value, style.size, style.leading)
                pen.textLine("")
            if indent:
                pen.moveCursor(-indent, 0)
        canvas.drawText(pen)


def first_baseline(style: Style) -> float:
    """From the top of a line to its baseline: the letters stand in the middle of the leading."""
    return (style.leading + style.size * 0.72) / 2


def write(canvas: Canvas, x: float, baseline: float, text: str, style: Style) -> None:
    """One gated line at a baseline, starting at `x`."""
    canvas.setFillColorRGB(*style.color)
    for face, part in runs(text, style.face) if text else ():
        canvas.setFont(face.value, style.size)
        canvas.drawString(x, baseline, part)
        x += width_of(part, face, style.size)


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing, of some height."""

    height: float = 0.0

    def cut(self, height: float) -> tuple[Cell, Cell]:
        """Vanishes at a page's end."""
        return Blank(min(self.height, height)), Blank()

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws nothing."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Cells one below the other."""

    cells: tuple[Cell, ...]

    @property
    def height(self) -> float:
        """Sum of the heights."""
        return sum(cell.height for cell in self.cells)

    def cut(self, height: float) -> tuple[Cell, Cell]:
        """Cut inside the cell that crosses the height."""
        room = height
        for index, cell in enumerate(self.cells):
            if cell.height > room + 0.01:
                head, tail = cell.cut(room)
                return Stack((*self.cells[:index], head)), Stack((tail, *self.cells[index + 1 :]))
            room -= cell.height
        return self, Blank()

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw each below the one before."""
        for cell in self.cells:
            cell.draw(canvas, x, top, width)
            top -= cell.height


@dataclass(frozen=True, slots=True)
class Fixed:
    """A figure of a fixed height; subclasses draw it."""

    height: float

    def cut(self, height: float) -> tuple[Cell, Cell]:
        """All of it here, or all of it there."""
        return (self, Blank()) if self.height <= height + 0.01 else (Blank(), self)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the figure."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Tag(Fixed):
    """A word on a small tinted plate, at the left or the right of its cell."""

    word: Printable
    look: Look
    right: bool = False

    @property
    def width(self) -> float:
        """Width of the plate."""
        return width_of(self.word, TAG.face, TAG.size) + 9.0

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the plate, and the word in the middle of it."""
        if self.right:
            x += width - self.width
        box = Box(x, top - self.height + 1.2, self.width, self.height - 2.4)
        plate(canvas, box, replace(self.look, inset=False))
        baseline = top - self.height / 2 - TAG.size * 0.36
        write(canvas, x + 4.5, baseline, self.word, TAG.colored(self.look.text))


@dataclass(frozen=True, slots=True)
class StackedBar(Fixed):
    """Counts by mark as one bar; `most` of them fill the width, if they are not few."""

    counts: tuple[tuple[Mark, int], ...]
    most: int
    digits: Style

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the segments from the left, each with its number if that fits."""
        tall = self.height - 4.0
        base = top - self.height + 2.0
        unit = min(width / max(self.most, 1), _WIDEST_UNIT)
        for mark, count in self.counts:
            if count <= 0:
                continue
            look = LOOKS[mark]
            wide = count * unit
            plate(canvas, Box(x, base, max(wide - 0.8, 0.4), tall), look, 0)
            number = str(count)
            inside = width_of(number, self.digits.face, self.digits.size)
            if inside + 1 <= wide:
                style = self.digits.colored(look.text)
                baseline = base + (tall - style.size * 0.72) / 2
                write(canvas, x + (wide - 0.8 - inside) / 2, baseline, number, style)
            x += wide


@dataclass(frozen=True, slots=True)
class Legend(Fixed):
    """What the tints of a chart stand for: swatches with their words, in as many rows as they need."""

    marks: tuple[Mark, ...]
    style: Style

    @classmethod
    def within(cls, width: float, marks: tuple[Mark, ...], style: Style) -> Legend:
        """The legend for a width."""
        rows = 1
        x = 0.0
        for mark in marks:
            if x and x + cls._wide(mark, style) > width:
                rows += 1
                x = 0.0
            x += cls._wide(mark, style) + style.size
        return cls(rows * style.leading, marks, style)

    @staticmethod
    def _wide(mark: Mark, style: Style) -> float:
        return style.size * 1.4 + width_of(mark.value, style.face, style.size)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw row by row."""
        side = self.style.size
        left = x
        baseline = top - first_baseline(self.style)
        for mark in self.marks:
            wide = self._wide(mark, self.style)
            if x > left and x + wide > left + width:
                x = left
                baseline -= self.style.leading
            plate(canvas, Box(x, baseline - side * 0.1, side, side), LOOKS[mark], 0)
            write(canvas, x + side * 1.4, baseline, mark.value, self.style)
            x += wide + side


@dataclass(frozen=True, slots=True)
class WritingLine(Fixed):
    """A rule to write on by hand."""

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the rule at the foot."""
        rule(canvas, x, top - self.height, x + width, color=INK)


class Box(NamedTuple):
    """A rectangle; (x, y) is its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    def shrunk(self, by: float) -> Box:
        """The box inside this one."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


def plate(canvas: Canvas, box: Box, look: Look, radius: float = 2.0) -> None:
    """A filled rectangle with a border and rounded corners."""
    canvas.setFillColorRGB(*look.fill)
    canvas.setStrokeColorRGB(*look.border)
    canvas.setLineWidth(RULE)
    if look.dashed:
        canvas.setDash(1.6, 1.4)
    canvas.roundRect(*box, radius, stroke=1, fill=1)
    if look.dashed:
        canvas.setDash()
    if look.inset and min(box.width, box.height) > 5:
        canvas.setStrokeColorRGB(*look.text)
        canvas.setLineWidth(HAIR)
        canvas.roundRect(*box.shrunk(1.3), max(radius - 1, 0), stroke=1, fill=0)


def block(canvas: Canvas, box: Box, fill: Tint) -> None:
    """A filled rectangle without a border."""
    canvas.setFillColorRGB(*fill)
    canvas.rect(*box, stroke=0, fill=1)


def rule(
    canvas: Canvas, x: float, y: float, to: float, *, color: Tint = LINE, thickness: float = HAIR
) -> None:
    """A horizontal rule."""
    canvas.setStrokeColorRGB(*color)
    canvas.setLineWidth(thickness)
    canvas.line(x, y, to, y)
