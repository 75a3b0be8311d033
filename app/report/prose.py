"""Flowables for what is read from top to bottom: titles, headings, paragraphs, lists, statements, facts."""

from __future__ import annotations

from functools import partial

from app.assessment.profile import Bullets, Facts, Heading, Paragraph, Sentence, Statements
from app.report import style as s
from app.report.cells import Box, Stack, Tag, Words, plate, rule, write
from app.report.engine import Canvas
from app.report.flow import Bookmark, Flowable, Grid, Passage, Placed, Role, Row, RowMaker, single
from app.report.setter import Setter
from app.report.text import Gate, Printable, shortened, width_of
from app.report.wording import marker

_MARK_COLUMN = 62.0
_LABEL_COLUMN = 30.0
_GUTTER = 8.0
_LONG_TITLE = 300
"""A longer title is printed in full under its bar, which has room for less."""


class SectionTitle(Flowable):
    """The bar at the head of a section: its code on a plate, its title, and a rule."""

    role = Role.H1
    before = s.SECTION_GAP
    keeps_next = True

    def __init__(self, gate: Gate, code: str, title: str) -> None:
        self.bookmark = Bookmark(gate.line(f"{code} {title}")[:_LONG_TITLE], 0)
        self._code = shortened(gate.line(code), s.TITLE_CODE, 80)
        self._title = gate.admit(title)
        self._plate = max(width_of(self._code, s.TITLE_CODE.face, s.TITLE_CODE.size) + 12, 30.0)
        self._words: Words | None = None

    def _set(self, width: float) -> Words:
        if self._words is None:
            room = width - self._plate - 10
            self._words = Words.set(Printable(self._title[: 2 * _LONG_TITLE]), s.TITLE, room).clipped(
                4, room
            )[0]
        return self._words

    def height(self, width: float, room: float) -> float:  # noqa: ARG002
        """The title's lines, the rule and the air under it."""
        return max(self._set(width).height, s.TITLE.leading) + 10

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw plate, code, title and rule."""
        words = self._set(width)
        tall = s.TITLE.leading
        plate(canvas, Box(x, top - tall + 0.5, self._plate, tall - 1), s.PLAIN_ACCENT)
        indent = (self._plate - width_of(self._code, s.TITLE_CODE.face, s.TITLE_CODE.size)) / 2
        write(canvas, x + indent, top - tall / 2 - s.TITLE_CODE.size * 0.36, self._code, s.TITLE_CODE)
        words.draw(canvas, x + self._plate + 10, top, width)
        rule(canvas, x, top - max(words.height, tall) - 4, x + width, color=s.ACCENT, thickness=s.RULE)


def section_title(setter: Setter, code: str, title: str) -> list[Flowable]:
    """The title bar of a section."""
    parts: list[Flowable] = [SectionTitle(setter.gate, code, title)]
    if len(title) > _LONG_TITLE:
        parts.append(Passage(setter.gate.admit(title), s.SMALL))
    return parts


def heading(setter: Setter, block: Heading) -> Flowable:
    """A heading inside a section; level 2 also stands in the outline."""
    text = setter.gate.admit(block.text)
    if block.level <= 2:
        bookmark = Bookmark(setter.gate.line(block.text)[:_LONG_TITLE], 1)
        return Passage(text, s.HEADING_2.scaled(setter.scale), Role.H2, 18, bookmark)
    return Passage(text, s.HEADING_3.scaled(setter.scale), Role.H3, 12)


def paragraph(setter: Setter, block: Paragraph) -> Flowable:
    """Running text, or a box for a notice."""
    text = setter.gate.admit(block.text)
    if block.style == "notice":
        return _notice(setter, text)
    style, before = {"lead": (s.LEAD, 12.0), "small": (s.SMALL, 7.0)}.get(block.style, (s.BODY, 8.0))
    if setter.lines is None:
        return Passage(text, style.scaled(setter.scale), Role.PARAGRAPH, before)
    return Grid(
        [lambda width: single(setter.words(text, style, min(width, s.MEASURE), "Text"), width)],
        role=Role.PARAGRAPH,
        before=before,
    )


def _notice(setter: Setter, text: Printable) -> Flowable:
    inset = 14.0 * setter.scale

    def lay(width: float) -> Row:
        measure = min(width - 2 * inset, s.MEASURE)
        words = setter.words(text, s.BODY, measure, "Notice")
        return Row((Placed(words, inset, measure),), inset * 0.7, inset * 0.7, fill=s.WASH, bar=s.ACCENT)

    return Grid([lay], role=Role.NOTE, before=s.GAP)


def bullets(setter: Setter, block: Bullets) -> Flowable:
    """A list with hanging marks."""
    rows: list[RowMaker] = []
    for index, item in enumerate(block.items):
        sign = Printable(marker(block.numbering, index))
        rows.append(partial(_item, setter, sign, setter.gate.admit(item)))
    return Grid(rows, role=Role.LIST, before=6)


def _item(setter: Setter, sign: Printable, text: Printable, width: float) -> Row:
    hang = max(16.0, width_of(sign, s.BODY.face, s.BODY.size) + 6) * setter.scale
    measure = min(width, s.MEASURE) - hang - 4
    cells = (
        Placed(Words((sign,), s.BODY.scaled(setter.scale).colored(s.ACCENT)), 4, hang),
        Placed(setter.words(text, s.BODY, measure, "List"), 4 + hang, measure),
    )
    return Row(cells, 1.2, 1.2)


def statements(setter: Setter, block: Statements) -> Flowable:
    """Statements with their marks hanging in a column of their own."""
    labelled = any(sentence.label for sentence in block.sentences)
    rows = [_statement(setter, sentence, labelled) for sentence in block.sentences]
    return Grid(rows, role=Role.LIST, before=6)


def _statement(setter: Setter, sentence: Sentence, labelled: bool) -> RowMaker:
    label = setter.gate.admit(sentence.label)
    text = setter.gate.admit(sentence.text)
    sources = setter.gate.admit(" ".join(source.text for source in sentence.sources))

    def lay(width: float) -> Row:
        tag = Tag(s.BODY.leading, Printable(f"[{sentence.mark.value}]"), s.LOOKS[sentence.mark])
        cells = [Placed(tag, 0, _MARK_COLUMN)]
        left = _MARK_COLUMN + _GUTTER
        if labelled:
            column = _LABEL_COLUMN - 4
            cells.append(Placed(setter.words(label, s.STATEMENT_LABEL, column, "Label"), left, column))
            left += _LABEL_COLUMN
        measure = min(width - left, s.MEASURE)
        body = [setter.words(text, s.BODY, measure, sentence.label or "Statement")]
        if sources:
            body.append(setter.words(sources, s.SOURCE, measure, f"Sources of {sentence.label}"))
        cells.append(Placed(Stack(tuple(body)), left, measure))
        return Row(tuple(cells), 5, 5, under=s.LINE)

    return lay


def facts(setter: Setter, block: Facts) -> Flowable:
    """Labels and values as two quiet columns."""
    rows: list[RowMaker] = [
        partial(_fact, setter, setter.gate.admit(label), setter.gate.admit(value))
        for label, value in block.items
    ]
    return Grid(rows, role=Role.TABLE, before=9)


def _fact(setter: Setter, label: Printable, value: Printable, width: float) -> Row:
    column = min(width, s.MEASURE) * (0.26 if width > 320 else 0.38)
    measure = min(width, s.MEASURE) - column - 10
    pad = 2.6 * setter.scale
    cells = (
        Placed(setter.words(label, s.LABEL, column, "Label"), 0, column),
        Placed(setter.words(value or Printable("–"), s.BODY, measure, label), column + 10, measure),
    )
    return Row(cells, pad, pad, under=s.LINE)
