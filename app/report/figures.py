"""Flowables that say something faster than a sentence: the verdict, the strip of promises, the chart, boxes to sign."""

from __future__ import annotations

from functools import partial

from app.assessment.profile import Bar, Chart, Mark, SignatureBlock, Strip, Verdict
from app.report import style as s
from app.report.cells import Blank, Cell, Legend, Stack, StackedBar, Tag, Words, WritingLine
from app.report.flow import Flowable, Grid, Placed, Role, Row, RowMaker, gap
from app.report.setter import Setter
from app.report.style import Align, Style
from app.report.text import Printable, width_of
from app.report.wording import signed_word

_FIGURES_IN_ROW = 5
_CELLS_IN_ROW = 6
_LEGEND_ORDER = (Mark.YES, Mark.PART, Mark.NO, Mark.CONTRADICTED, Mark.SILENT, Mark.NA, Mark.OPEN)


def verdict(setter: Setter, block: Verdict) -> Flowable:
    """The conclusion: headline, sentence, and the big numbers."""
    gate = setter.gate
    figures = [(gate.admit(number), gate.admit(label)) for number, label in block.figures]
    inset = 18.0 * setter.scale

    def text_row(text: Printable, style: Style, above: float) -> RowMaker:
        def lay(width: float) -> Row:
            measure = min(width - 2 * inset, s.MEASURE)
            words = setter.words(text, style, measure, "Conclusion")
            return Row((Placed(words, inset, measure),), above * setter.scale, 0, fill=s.WASH, bar=s.ACCENT)

        return lay

    rows = [text_row(gate.admit(block.headline), s.VERDICT, 13)]
    if block.detail:
        rows.append(text_row(gate.admit(block.detail), s.VERDICT_DETAIL, 2))
    rows.extend(
        partial(_figures, setter, figures[start : start + _FIGURES_IN_ROW], inset)
        for start in range(0, len(figures), _FIGURES_IN_ROW)
    )
    rows.append(lambda width: Row((Placed(Blank(13 * setter.scale), 0, width),), fill=s.WASH, bar=s.ACCENT))
    return Grid(rows, role=Role.FIGURE, before=s.GAP)


def _figures(setter: Setter, figures: list[tuple[Printable, Printable]], inset: float, width: float) -> Row:
    column = (width - 2 * inset) / max(len(figures), 4)
    measure = column - 18
    cells = []
    for index, (number, label) in enumerate(figures):
        wide = width_of(number[:200], s.FIGURE.face, s.FIGURE.size * setter.scale)
        fitting = s.FIGURE.scaled(max(measure / wide, 0.5)) if wide > measure else s.FIGURE
        stack = Stack(
            (
                Blank((s.FIGURE.leading - fitting.leading) * setter.scale),
                setter.words(number, fitting, measure, label),
                setter.words(label, s.FIGURE_LABEL, measure, "Figure"),
            )
        )
        cells.append(Placed(stack, inset + index * column, measure))
    return Row(tuple(cells), 12 * setter.scale, 0, fill=s.WASH, bar=s.ACCENT)


def strip(setter: Setter, block: Strip) -> Flowable:
    """Plates with a glyph, a word and a label each, six to a row."""
    cells = [(setter.gate.admit(label), mark) for label, mark in block.cells]
    rows: list[RowMaker] = []
    for start in range(0, len(cells), _CELLS_IN_ROW):
        if start:
            rows.append(gap(6))
        rows.append(partial(_plates, setter, cells[start : start + _CELLS_IN_ROW]))
    return Grid(rows, role=Role.FIGURE, before=s.GAP)


def _plates(setter: Setter, cells: list[tuple[Printable, Mark]], width: float) -> Row:
    between, pad = 6.0, 6.0
    column = (width - between * (_CELLS_IN_ROW - 1)) / _CELLS_IN_ROW
    word_style = s.STRIP_WORD.scaled(setter.scale)
    widest = max(width_of(mark.value, word_style.face, word_style.size) for _, mark in cells)
    word_style = word_style.scaled(min(1.0, (column - 2 * pad) / widest))
    placed = []
    for index, (label, mark) in enumerate(cells):
        look = s.LOOKS[mark]
        stack = Stack(
            (
                Words((look.glyph,), s.STRIP_GLYPH.scaled(setter.scale).colored(look.text)),
                Words((mark.value,), word_style.colored(look.text)),
                Blank(3 * setter.scale),
                setter.words(label, s.STRIP_LABEL.colored(look.text), column - 2 * pad, "At a glance"),
            )
        )
        placed.append(Placed(stack, index * (column + between), column, look, pad))
    return Row(tuple(placed), 7 * setter.scale, 9 * setter.scale)


def chart(setter: Setter, block: Chart) -> Flowable:
    """Stacked bars, one to an area, with a legend."""
    title = setter.gate.admit(block.title)
    used = {mark for bar in block.bars for mark, count in bar.counts if count > 0}
    legend = tuple(mark for mark in _LEGEND_ORDER if mark in used)
    most = max((_total(bar) for bar in block.bars), default=0)
    rows: list[RowMaker] = []
    if title:
        rows.append(
            lambda width: Row((Placed(setter.words(title, s.HEADING_3, width, "Chart"), 0, width),), 2.6, 5)
        )
    rows.extend(partial(_bar, setter, setter.gate.admit(bar.label), bar, most) for bar in block.bars)
    if legend:
        key = s.SMALL.scaled(0.9 * setter.scale)
        rows.append(lambda width: Row((Placed(Legend.within(width, legend, key), 0, width),), 6))
    return Grid(rows, role=Role.FIGURE, before=s.GAP)


def _bar(setter: Setter, label: Printable, bar: Bar, most: int, width: float) -> Row:
    width = min(width, s.MEASURE)
    name = width * 0.37
    total = 20.0
    room = width - name - total
    height = 13.2 * setter.scale
    label_style = s.SMALL.colored(s.INK)
    digits = s.RUNNING_BOLD.scaled(0.9 * setter.scale)
    drop = (height - label_style.leading * setter.scale) / 2
    words = setter.words(label, label_style, name - 8, "Chart")
    sum_style = s.SMALL.scaled(setter.scale).aligned(Align.RIGHT)
    cells = (
        Placed(_lowered(words, drop), 0, name - 8),
        Placed(StackedBar(height, bar.counts, most, digits), name, room),
        Placed(_lowered(Words((str(_total(bar)),), sum_style), drop), width - total, total),
    )
    return Row(cells)


def _total(bar: Bar) -> int:
    return sum(max(count, 0) for _, count in bar.counts)


def _lowered(cell: Cell, by: float) -> Cell:
    return Stack((Blank(by), cell)) if by > 0 else cell


def signature(setter: Setter, block: SignatureBlock) -> Flowable:
    """A box with what is signed, and a rule to write on for every field left empty."""
    gate = setter.gate
    title, text = gate.admit(block.title), gate.admit(block.text)
    word = Printable(signed_word(block.signed))
    fields = [(gate.admit(label), gate.admit(value)) for label, value in block.fields]
    inset = 16.0

    def head(width: float) -> Row:
        tag = Tag(s.HEADING_2.leading, word, s.PLAIN_ACCENT if block.signed else s.PLAIN_INK, right=True)
        measure = width - 2 * inset - tag.width - 10
        cells = (
            Placed(setter.words(title, s.HEADING_2, measure, "Signature"), inset, measure),
            Placed(tag, width - inset - tag.width, tag.width),
        )
        return Row(cells, 12, 5, over=s.INK, sides=s.INK)

    def body(width: float) -> Row:
        measure = min(width - 2 * inset, s.MEASURE)
        return Row(
            (Placed(setter.words(text, s.BODY, measure, "Signature"), inset, measure),), 0, 6, sides=s.INK
        )

    rows: list[RowMaker] = [head]
    if text:
        rows.append(body)
    rows.extend(
        partial(_fields, setter, fields[start : start + 2], inset) for start in range(0, len(fields), 2)
    )
    rows.append(
        lambda width: Row((Placed(Blank(12), 0, width),), sides=s.INK, under=s.INK, under_width=s.RULE)
    )
    return Grid(rows, role=Role.FORM, before=18, whole=True)


def _fields(setter: Setter, fields: list[tuple[Printable, Printable]], inset: float, width: float) -> Row:
    between = 28.0
    column = (width - 2 * inset - between) / 2
    cells = []
    for index, (label, value) in enumerate(fields):
        given: Cell = setter.words(value, s.BODY, column, label) if value else Blank(s.BODY.leading)
        stack = Stack(
            (Blank(9), given, WritingLine(2.5), Blank(1.5), setter.words(label, s.RUNNING, column, "Label"))
        )
        cells.append(Placed(stack, inset + index * (column + between), column))
    return Row(tuple(cells), 0, 2, sides=s.INK)
