"""Flowables for what is read from top to bottom: titles, headings, paragraphs, lists, statements, facts."""

from __future__ import annotations

from app.assessment.profile import Bullets, Facts, Heading, Paragraph, Sentence, Statements
from app.report import style as s
from app.report.engine import Flowable
from app.report.figures import Tag
from app.report.flow import Bookmark, Cell, Grid, Role, Text, padded, panel, texts
from app.report.setter import Setter
from app.report.text import Printable, shortened, width_of
from app.report.wording import marker

_MARK_COLUMN = 62.0
_LABEL_COLUMN = 30.0
_GUTTER = 8.0
_LONG_TITLE = 300
"""A longer title is printed in full under its bar, which has room for less."""


def section_title(setter: Setter, code: str, title: str) -> list[Flowable]:
    """The bar at the head of a section: its code on a plate, its title, and a rule."""
    gate = setter.gate
    plate = Tag(shortened(gate.line(code), 12), s.TITLE_CODE, s.PLAIN_ACCENT, least=30.0, pad=6.0)
    bar = Grid.of(
        [[plate, texts(shortened(gate.line(title), _LONG_TITLE), s.TITLE)]],
        [plate.wide + 10, setter.width - plate.wide - 10],
        [*padded(bottom=4), ("LINEBELOW", (0, 0), (-1, -1), s.RULE, s.ACCENT)],
        role=Role.H1,
        before=s.SECTION_GAP,
    )
    bar.bookmark = Bookmark(gate.line(f"{code} {title}")[:_LONG_TITLE], 0)
    return [bar, *(texts(gate.admit(title), s.SMALL) if len(gate.line(title)) > _LONG_TITLE else ())]


def heading(setter: Setter, block: Heading) -> list[Text]:
    """A heading inside a section; level 2 also stands in the outline."""
    text = setter.gate.admit(block.text)
    if block.level <= 2:
        bookmark = Bookmark(setter.gate.line(block.text)[:_LONG_TITLE], 1)
        style = s.HEADING_2.scaled(setter.scale)
        return texts(text, style, role=Role.H2, before=12, bookmark=bookmark)
    return texts(text, s.HEADING_3.scaled(setter.scale), role=Role.H3, before=8)


def paragraph(setter: Setter, block: Paragraph) -> list[Flowable]:
    """Running text, or a box for a notice."""
    text = setter.gate.admit(block.text)
    if block.style == "notice":
        inset = 14.0 * setter.scale
        words = setter.set(text, s.BODY, "Notice")
        return [panel(words, setter.width, inset=inset, pad=inset * 0.7, before=s.GAP, role=Role.NOTE)]
    style, before = {"lead": (s.LEAD, 9.0), "small": (s.SMALL, 5.0)}.get(block.style, (s.BODY, 6.0))
    return [*setter.set(text, style, "Text", before=before)]


def bullets(setter: Setter, block: Bullets) -> list[Text]:
    """A list with hanging marks."""
    found = []
    style = s.BODY.scaled(setter.scale)
    for index, item in enumerate(block.items):
        text = setter.gate.admit(item)
        sign = marker(block.numbering, index)
        hang = max(16.0, width_of(sign, style) + 6) + 4
        if setter.limit is not None and len(text) > setter.limit:
            setter.overflow.setdefault(text, "List")
            text = shortened(text, setter.limit)
        found += texts(text, style, role=Role.LIST, before=2.4 if index else 6, sign=sign, hang=hang)
    return found


def statements(setter: Setter, block: Statements) -> list[Grid]:
    """Statements with their marks hanging in a column of their own."""
    if not block.sentences:
        return []
    labelled = any(sentence.label for sentence in block.sentences)
    columns = [_MARK_COLUMN + _GUTTER, _LABEL_COLUMN] if labelled else [_MARK_COLUMN + _GUTTER]
    return [
        Grid.of(
            (_statement(setter, sentence, labelled=labelled) for sentence in block.sentences),
            [*columns, setter.width - sum(columns)],
            [*padded(top=3, bottom=3), ("LINEBELOW", (0, 0), (-1, -1), s.HAIR, s.LINE)],
            role=Role.LIST,
            before=6,
        )
    ]


def _statement(setter: Setter, sentence: Sentence, *, labelled: bool) -> list[Cell]:
    gate = setter.gate
    tag = Tag(Printable(f"[{sentence.marked}]"), s.TAG, s.LOOKS[sentence.mark])
    label = [setter.set(gate.admit(sentence.label), s.STATEMENT_LABEL, "Label")] if labelled else []
    sources = gate.admit(" ".join(source.text for source in sentence.sources))
    body = setter.set(gate.admit(sentence.text), s.BODY, sentence.label or "Statement")
    return [tag, *label, [*body, *setter.set(sources, s.SOURCE, f"Sources of {sentence.label}")]]


def facts(setter: Setter, block: Facts) -> list[Grid]:
    """Labels and values as two quiet columns."""
    if not block.items:
        return []
    measure = setter.width if block.compact else min(setter.width, s.MEASURE)
    column = measure * (0.14 if block.compact else 0.26 if setter.width > 320 else 0.38)
    pad = (1.2 if block.compact else 1.9) * setter.scale
    label_style, style = (s.CELL_LABEL, s.CELL_SMALL) if block.compact else (s.LABEL, s.BODY)
    admit = setter.gate.admit
    rows = (
        [
            setter.set(admit(label), label_style, "Label"),
            setter.set(admit(value) or Printable("–"), style, label[:80]),
        ]
        for label, value in block.items
    )
    commands = [
        *padded(top=pad, bottom=pad),
        ("RIGHTPADDING", (0, 0), (0, -1), 10),
        ("LINEBELOW", (0, 0), (-1, -1), s.HAIR, s.LINE),
    ]
    return [Grid.of(rows, [column + 10, measure - column - 10], commands, before=3 if block.compact else 6)]
