"""The sides of a finding as lines: beside each other where there is room, one under the other where there is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from textual.content import Content

from app.assessment.answer import Citation
from app.assessment.documents import Document, find_document
from app.assessment.findings import Finding, SideShown, Spot
from app.assessment.shown import readable
from app.questionnaire.model import Pack, Question
from app.tui.figures import counted
from app.tui.finding_list import full_name
from app.tui.signs import LOST, lost_words
from app.tui.text import plain
from app.tui.widgets.sheet import EMPTY, Block, pressable

_LEAST = 30
"""Columns that a side needs beside another."""
_BETWEEN = " │ "
_INDENT = 2
_MOST_QUOTES = 3
_LONGEST_QUOTE = 600
_LONGEST_SPOT = 900
_TAILS = (" (", ", ", ": ")
"""Where what an answer or row says ends, and its particulars begin."""
_MUTED = "$text-muted"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One line of a side, exactly as wide as it may be."""

    text: Content
    stop: int | None = None
    """The spot that begins here."""


def spots_of(finding: Finding) -> tuple[Spot, ...]:
    """What can be marked: everything that the finding looked at, side by side, in order."""
    return tuple(spot for side in finding.sides for spot in side.spots)


def side_blocks(
    finding: Finding, pack: Pack, documents: Sequence[Document], width: int, marked: int
) -> tuple[list[Block], dict[int, str]]:
    """The sides as blocks of one line each, and the key of the block in which each spot begins."""
    sides, number = [], 0
    count = len(finding.sides)
    across = count > 1 and (width - len(_BETWEEN) * (count - 1)) // count >= _LEAST
    each = (width - len(_BETWEEN) * (count - 1)) // count if across else width
    page = _Page(pack, documents, max(each, 1), marked)
    for side in finding.sides:
        sides.append(list(_side(side, page, number)))
        number += len(side.spots)
    rows: list[tuple[_Drawn, ...]] = []
    if across:
        blank = _Drawn(EMPTY)
        rows = list(zip_longest(*sides, fillvalue=blank))
    else:
        for index, lines in enumerate(sides):
            rows += [(_Drawn(EMPTY),)] if index else []
            rows += [(line,) for line in lines]
    blocks, keys = [], {}
    for row in rows:
        stops = [line.stop for line in row if line.stop is not None]
        key = f"spot {stops[0]}" if stops else ""
        keys.update(dict.fromkeys(stops, key))
        blocks.append(Block(_across(row, each) if across else row[0].text, key=key))
    return blocks, keys


def _across(row: Sequence[_Drawn], each: int) -> Content:
    line, last = EMPTY, len(row) - 1
    for index, drawn in enumerate(row):
        line += drawn.text
        if index < last:
            line += Content(" " * max(each - drawn.text.cell_length, 0))
            line += Content.styled(_BETWEEN, "$rule")
    return line


@dataclass(frozen=True, slots=True)
class _Page:
    """What all sides are drawn with."""

    pack: Pack
    documents: Sequence[Document]
    width: int
    marked: int

    def wrapped(self, text: Content, indent: int = _INDENT) -> Iterator[_Drawn]:
        """A text in lines."""
        yield from (_Drawn(line) for line in _wrapped(text, self.width, indent))


def _side(side: SideShown, page: _Page, first: int) -> Iterator[_Drawn]:
    yield from page.wrapped(plain(side.label, "bold $text-accent"), 0)
    before = ""
    for number, spot in enumerate(side.spots, start=first):
        yield from _spot(spot, page, number, again=spot.question == before)
        before = spot.question


def _spot(spot: Spot, page: _Page, number: int, *, again: bool) -> Iterator[_Drawn]:
    """One spot: what was asked, what it says, and the words behind it. `again` leaves out what was asked."""
    question = page.pack.by_id.get(spot.question)
    if question is not None and spot.row and not again:
        yield from page.wrapped(plain(full_name(question, page.pack), _MUTED))
    head, passages = _said(spot, question, page, again=again), spot.citations
    begun_by = passages[0] if passages and not head else None
    if begun_by is not None:
        head, passages = _quote(begun_by), passages[1:]
    yield from _begun(head or plain("no words", _MUTED), page, number)
    if begun_by is not None:
        yield from page.wrapped(pressable(_place(begun_by, page.documents), spot=number))
    if question is not None and not spot.row and not spot.citations:
        yield from page.wrapped(plain(question.ask, f"italic {_MUTED}", limit=300))
    for citation in passages[:_MOST_QUOTES]:
        for part in (_quote(citation), _place(citation, page.documents)):
            if part:
                yield from page.wrapped(pressable(part, spot=number))
    if (more := len(passages) - _MOST_QUOTES) > 0:
        yield from page.wrapped(plain(f"and {counted(more, 'more passage')}", _MUTED))


def _said(spot: Spot, question: Question | None, page: _Page, *, again: bool) -> Content:
    """What an answer or a row says; empty where the passage alone says it."""
    text = " ".join(spot.text.split())
    if question is None:
        quoted = {" ".join(citation.quote.split()) for citation in spot.citations}
        return EMPTY if text in quoted else plain(readable(text), limit=_LONGEST_SPOT)
    end = min((at for mark in _TAILS if (at := text.find(mark)) > 0), default=len(text))
    said = plain(text[:end], "bold", limit=_LONGEST_SPOT) + plain(text[end:], limit=_LONGEST_SPOT)
    return said if spot.row or again else plain(f"{full_name(question, page.pack)}: ", _MUTED) + said


def _begun(text: Content, page: _Page, number: int) -> Iterator[_Drawn]:
    """The first lines of a spot, with the mark."""
    mark = Content.styled("▶ ", "bold $accent") if number == page.marked else Content("  ")
    for index, line in enumerate(_wrapped(pressable(text, spot=number), page.width, _INDENT)):
        if index or page.width <= _INDENT:
            yield _Drawn(line, None if index else number)
        else:
            yield _Drawn(mark + line[_INDENT:], number)


def _quote(citation: Citation) -> Content:
    words = readable(citation.quote)
    return plain(f"“{words}”", limit=_LONGEST_QUOTE) if words else EMPTY


def _place(citation: Citation, documents: Sequence[Document]) -> Content:
    """`D1 Privacy policy, line 12`, and what became of the words where they are lost."""
    known = find_document(documents, citation.document)
    name = citation.document if known is None else f"{known.id} {known.title}".strip()
    where = f"{name}, {citation.place}" if citation.place.strip() else name
    line = plain(where, "$text-accent", limit=160)
    if lost := lost_words(citation):
        line += Content.styled(f"  {LOST.glyph} {lost}", LOST.style)
    return line


def _wrapped(text: Content, width: int, indent: int) -> Iterator[Content]:
    """The text in lines of so many columns, indented."""
    indent = indent if width > indent else 0
    for line in text.wrap(max(width - indent, 1)):
        yield Content(" " * indent) + line.rstrip()
