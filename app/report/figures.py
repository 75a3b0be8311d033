"""Flowables that say something faster than a sentence: marks, the verdict, the strip of promises, the chart, boxes to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.assessment.profile import Bar, Chart, Mark, SignatureBlock, Strip, Verdict
from app.report import style as s
from app.report.engine import Canvas, Flowable, HRFlowable, Spacer
from app.report.flow import Cell, Grid, Role, Text, padded, panel, texts
from app.report.setter import Setter
from app.report.style import Look, Style
from app.report.text import Printable, face_for, width_of
from app.report.wording import signed_word

_FIGURES_IN_ROW = 5
_CELLS_IN_ROW = 6
_LONG_PROMISE = 120
"""A longer promise is printed in full under the strip."""
_WIDEST_UNIT = 30.0
"""One question takes no more of a bar than this."""
_BAR = 13.2
"""Height of a bar with the air above and below it."""
_LEGEND_ORDER = (Mark.YES, Mark.PART, Mark.NO, Mark.CONTRADICTED, Mark.SILENT, Mark.NA, Mark.OPEN)


Box = tuple[float, float, float, float]
"""Lower left corner, width and height."""


class Figure(Flowable):
    """Something drawn; subclasses say how high it is."""

    role = Role.FIGURE
    high = 0.0

    def wrap(self, available: float, height: float) -> tuple[float, float]:  # noqa: ARG002
        """All the width there is."""
        self.width, self.height = available, self.high
        return available, self.high


class Tag(Figure):
    """A word on a small tinted plate."""

    def __init__(
        self,
        word: Printable,
        style: Style,
        look: Look,
        *,
        least: float = 0.0,
        pad: float = 4.5,
        right: bool = False,
    ) -> None:
        super().__init__()
        self.high = style.leading
        self.wide = max(width_of(word, style) + 2 * pad, least)
        self._word, self._style, self._right = word, style.colored(look.text), right
        self._look = replace(look, inset=False)

    def draw(self) -> None:
        """Draw the plate, and the word in the middle of it."""
        x = self.width - self.wide if self._right else 0.0
        plate(self.canv, (x, 1.2, self.wide, self.high - 2.4), self._look)
        middle(self.canv, (x + self.wide / 2, self.high / 2), self._word, self._style)


class Plates(Figure):
    """Plates with a glyph, a word and a label each, side by side."""

    def __init__(self, setter: Setter, cells: list[tuple[Printable, Mark]], width: float) -> None:
        super().__init__()
        between, self._pad = 6.0, 6.0
        self._step = (width + between) / _CELLS_IN_ROW
        self._wide = self._step - between
        inside = self._wide - 2 * self._pad
        word_style = s.STRIP_WORD.scaled(setter.scale)
        widest = max(width_of(mark.value, word_style) for _, mark in cells)
        word_style = word_style.scaled(min(1.0, inside / (widest + 1)))
        self._cells: list[tuple[Look, list[Text]]] = []
        for label, mark in cells:
            look = s.LOOKS[mark]
            stack = [
                *texts(Printable(look.glyph), s.STRIP_GLYPH.scaled(setter.scale).colored(look.text)),
                *texts(Printable(mark.value), word_style.colored(look.text)),
                *setter.set(label, s.STRIP_LABEL.colored(look.text), "At a glance", most=_LONG_PROMISE),
            ]
            self._cells.append((look, stack))
        self._top = 7 * setter.scale
        tallest = max(sum(text.wrap(inside, 1e6)[1] for text in stack) for _, stack in self._cells)
        self.high = tallest + 2 * self._top + 3

    def draw(self) -> None:
        """Draw the plates, and on each its paragraphs from the top."""
        for index, (look, stack) in enumerate(self._cells):
            x, y = index * self._step, self.high - self._top
            plate(self.canv, (x, 0, self._wide, self.high), look, 3)
            for text in stack:
                y -= text.wrap(self._wide - 2 * self._pad, 1e6)[1]
                text.drawOn(self.canv, x + self._pad, y)


class StackedBar(Figure):
    """Counts by mark as one bar; `most` of them fill the width, if they are not few."""

    def __init__(self, counts: tuple[tuple[Mark, int], ...], most: int, scale: float) -> None:
        super().__init__()
        self.high = _BAR * scale
        self._counts, self._most, self._digits = counts, most, s.RUNNING_BOLD.scaled(0.9 * scale)

    def draw(self) -> None:
        """Draw the segments from the left, each with its number if that fits."""
        tall, x = self.high - 4.0, 0.0
        unit = min(self.width / max(self._most, 1), _WIDEST_UNIT)
        for mark, count in self._counts:
            if count <= 0:
                continue
            look, wide = s.LOOKS[mark], count * unit
            plate(self.canv, (x, 2, max(wide - 0.8, 0.4), tall), look, 0)
            if width_of(str(count), self._digits) + 1 <= wide:
                at = (x + (wide - 0.8) / 2, self.high / 2)
                if look.inset:  # the line inside the edge must not run through the number
                    broad = width_of(str(count), self._digits) + 2
                    plate(
                        self.canv, (at[0] - broad / 2, 2.6, broad, tall - 1.2), replace(look, inset=False), 0
                    )
                middle(self.canv, at, str(count), self._digits.colored(look.text))
            x += wide


class Legend(Figure):
    """What the tints of a chart stand for: swatches with their words, in as many rows as they need."""

    def __init__(self, marks: tuple[Mark, ...], style: Style, width: float) -> None:
        super().__init__()
        self._style, self._places = style, []
        x, row = 0.0, 1
        for mark in marks:
            wide = style.size * 1.4 + width_of(mark.value, style)
            if x and x + wide > width:
                x, row = 0.0, row + 1
            self._places.append((mark, x, row))
            x += wide + style.size
        self.high = row * style.leading

    def draw(self) -> None:
        """Draw each swatch with its word."""
        side = self._style.size
        for mark, x, row in self._places:
            y = self.high - row * self._style.leading + 3
            plate(self.canv, (x, y - side * 0.1, side, side), s.LOOKS[mark], 0)
            write(self.canv, x + side * 1.4, y, mark.value, self._style)


def plate(canvas: Canvas, box: Box, look: Look, radius: float = 2.0) -> None:
    """A filled rectangle with a border and rounded corners."""
    x, y, width, height = box
    canvas.setFillColor(look.fill)
    canvas.setStrokeColor(look.border)
    canvas.setLineWidth(s.RULE)
    canvas.setDash(*((1.6, 1.4) if look.dashed else ()))
    canvas.roundRect(x, y, width, height, radius, stroke=1, fill=1)
    canvas.setDash()
    if look.inset and min(width, height) > 5:
        canvas.setStrokeColor(look.text)
        canvas.setLineWidth(s.HAIR)
        canvas.roundRect(x + 1.3, y + 1.3, width - 2.6, height - 2.6, max(radius - 1, 0), stroke=1, fill=0)


def write(canvas: Canvas, x: float, baseline: float, text: str, style: Style) -> float:
    """One gated line at a baseline, starting at `x`; where it ends."""
    canvas.setFillColor(style.color)
    canvas.setFont(face_for(text, style.face).value, style.size)
    canvas.drawString(x, baseline, text)
    return x + width_of(text, style)


def middle(canvas: Canvas, at: tuple[float, float], text: str, style: Style) -> None:
    """One gated line with its middle at a point."""
    write(canvas, at[0] - width_of(text, style) / 2, at[1] - style.size * 0.36, text, style)


def verdict(setter: Setter, block: Verdict) -> list[Grid]:
    """The conclusion: headline, sentence, and the big numbers."""
    admit, scale = setter.gate.admit, setter.scale
    inset = 18.0 * scale
    inner = setter.within(setter.width - 2 * inset)
    content: list[Flowable] = [
        *setter.set(admit(block.headline), s.VERDICT, "Conclusion"),
        *setter.set(admit(block.detail), s.VERDICT_DETAIL, "Conclusion", before=3 * scale),
    ]
    figures = [(admit(number), admit(label)) for number, label in block.figures]
    content += [
        _figures(inner, figures[start : start + _FIGURES_IN_ROW])
        for start in range(0, len(figures), _FIGURES_IN_ROW)
    ]
    return [panel(content, setter.width, inset=inset, pad=13 * scale, before=s.GAP, role=Role.FIGURE)]


def _figures(setter: Setter, figures: list[tuple[Printable, Printable]]) -> Grid:
    column = setter.width / max(len(figures), 4)
    row: list[Cell] = []
    for number, label in figures:
        wide = width_of(number[:200], s.FIGURE.scaled(setter.scale))
        style = s.FIGURE.scaled(min(1.0, max((column - 20) / max(wide, 1.0), 0.5)))
        lower = Spacer(1, (s.FIGURE.leading - style.leading) * setter.scale)
        row.append(
            [lower, *setter.set(number, style, label[:80]), *setter.set(label, s.FIGURE_LABEL, "Figure")]
        )
    widths = [column] * len(figures)
    return Grid.of([row], widths, padded(right=18), role=Role.FIGURE, before=12 * setter.scale)


def strip(setter: Setter, block: Strip) -> list[Flowable]:
    """Plates with a glyph, a word and a label each, six to a row."""
    cells = [(setter.gate.line(label), mark) for label, mark in block.cells]
    found: list[Flowable] = []
    for start in range(0, len(cells), _CELLS_IN_ROW):
        found.append(Plates(setter, cells[start : start + _CELLS_IN_ROW], setter.width))
        found[-1].spaceBefore = 6 if start else s.GAP
    if setter.limit is None:
        for label, _ in cells:
            found += texts(label, s.SMALL, before=4) if len(label) > _LONG_PROMISE else []
    return found


def chart(setter: Setter, block: Chart) -> list[Flowable]:
    """Stacked bars, one to an area, with a legend."""
    title = setter.set(setter.gate.admit(block.title), s.HEADING_3, "Chart", role=Role.FIGURE, before=s.GAP)
    found: list[Flowable] = [*title]
    width = min(setter.width, s.MEASURE)
    used = {mark for bar in block.bars for mark, count in bar.counts if count > 0}
    legend = tuple(mark for mark in _LEGEND_ORDER if mark in used)
    if block.bars:
        most = max(_total(bar) for bar in block.bars)
        rows = (_bar(setter, bar, most) for bar in block.bars)
        drop = (_BAR - s.SMALL.leading) / 2 * setter.scale
        commands = [
            *padded(top=drop),
            ("RIGHTPADDING", (0, 0), (0, -1), 8),
            ("TOPPADDING", (1, 0), (1, -1), 0),
        ]
        widths = [width * 0.37, width * 0.63 - 20, 20.0]
        found.append(Grid.of(rows, widths, commands, role=Role.FIGURE, before=5 if title else s.GAP))
    if legend:
        key = Legend(legend, s.SMALL.scaled(0.9 * setter.scale), width)
        key.spaceBefore = 6
        found.append(key)
    return found


def _bar(setter: Setter, bar: Bar, most: int) -> list[Cell]:
    name = setter.set(setter.gate.admit(bar.label), s.SMALL.colored(s.INK), "Chart")
    total = setter.set(Printable(str(_total(bar))), s.SMALL.aligned(s.Align.RIGHT))
    return [name, StackedBar(bar.counts, most, setter.scale), total]


def _total(bar: Bar) -> int:
    return sum(max(count, 0) for _, count in bar.counts)


def signature(setter: Setter, block: SignatureBlock) -> list[Grid]:
    """A box with what is signed, and a rule to write on for every field left empty."""
    admit, inset = setter.gate.admit, 16.0
    width = setter.width - 2 * inset
    look = s.PLAIN_ACCENT if block.signed else s.PLAIN_INK
    word = Tag(Printable(signed_word(block.signed)), s.TAG, look, right=True)
    column = width - word.wide
    title = setter.set(admit(block.title), s.HEADING_2, "Signature")
    text = setter.set(admit(block.text), s.BODY, "Signature", before=5)
    content: list[Flowable] = [Grid.of([[title, word]], [column, word.wide], padded(), role=Role.FORM), *text]
    content += lines_to_sign(setter.within(width), block.fields)
    commands = [*padded(top=12, bottom=12, left=inset, right=inset), ("BOX", (0, 0), (-1, -1), s.RULE, s.INK)]
    return [Grid.of([[content]], [setter.width], commands, role=Role.FORM, before=18, whole=True)]


def lines_to_sign(setter: Setter, labels: Sequence[tuple[str, str]]) -> list[Grid]:
    """Fields in two columns; an empty one is a rule to write on."""
    admit, between = setter.gate.admit, 28.0
    fields = [_field(setter, admit(label), admit(value)) for label, value in labels]
    fields += [[]] * (len(fields) % 2)
    if not fields:
        return []
    rows = [fields[i : i + 2] for i in range(0, len(fields), 2)]
    commands = [
        *padded(),
        ("RIGHTPADDING", (0, 0), (0, -1), between / 2),
        ("LEFTPADDING", (1, 0), (1, -1), between / 2),
    ]
    return [Grid.of(rows, [setter.width / 2] * 2, commands, role=Role.FORM, before=6)]


def _field(setter: Setter, label: Printable, value: Printable) -> Cell:
    given: list[Flowable] = [*setter.set(value, s.BODY, label[:80])] or [Spacer(1, s.BODY.leading)]
    line = HRFlowable("100%", thickness=s.HAIR, color=s.INK, spaceBefore=0, spaceAfter=0)
    return [Spacer(1, 9), *given, line, Spacer(1, 1.5), *setter.set(label, s.RUNNING, "Label"), Spacer(1, 2)]
