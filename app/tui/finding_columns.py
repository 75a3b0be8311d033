"""The sides of a finding as lines: beside each other where there is room, one under the other where there is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from textual.content import Content

from app.assessment.answer import Citation
from app.assessment.documents import Document, find_document
from app.assessment.findings import Finding, SideShown, Spot
from app.questionnaire.model import Pack
from app.tui.signs import LOST, lost_words, name_of
from app.tui.text import plain
from app.tui.widgets.sheet import EMPTY, Block, pressable

_LEAST = 30
"""Columns that a side needs beside another."""
_BETWEEN = " │ "
_INDENT = 2
_MOST_QUOTES = 3
_LONGEST_QUOTE = 600
_LONGEST_SPOT = 900
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
    for side in finding.sides:
        sides.append(list(_side(side, pack, documents, max(each, 1), number, marked)))
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


def _side(
    side: SideShown, pack: Pack, documents: Sequence[Document], width: int, first: int, marked: int
) -> Iterator[_Drawn]:
    yield from (_Drawn(line) for line in _wrapped(plain(side.label, "bold $text-accent"), width, 0))
    before = ""
    for number, spot in enumerate(side.spots, start=first):
        yield from _spot(spot, pack, documents, width, number, number == marked, spot.question == before)
        before = spot.question


def _spot(
    spot: Spot,
    pack: Pack,
    documents: Sequence[Document],
    width: int,
    number: int,
    marked: bool,
    again: bool,
) -> Iterator[_Drawn]:
    """One spot: what was asked, what it says, and the words behind it. `again` leaves out what was asked."""
    question = pack.by_id.get(spot.question)
    mark = Content.styled("▶ ", "bold $accent") if marked else Content("  ")
    said = plain(spot.text, "bold", limit=_LONGEST_SPOT)
    quoted = [citation.quote.strip() for citation in spot.citations]
    if question is None:
        head = EMPTY if spot.text.strip() in quoted else said
    elif spot.row or again:
        head = said
    else:
        head = plain(f"{name_of(question)}: ", _MUTED) + said
    if question is not None and spot.row and not again:
        yield from (_Drawn(line) for line in _wrapped(plain(name_of(question), _MUTED), width, _INDENT))
    stop: int | None = number
    for citation in spot.citations[:_MOST_QUOTES] if not head else ():
        head = _quote(citation)
        spot = Spot(spot.question, spot.text, spot.row, spot.citations[1:])
        tail = _place(citation, documents)
        yield from _begun(mark, head, width, number)
        yield from (_Drawn(line) for line in _wrapped(tail, width, _INDENT))
        stop = None
        break
    if stop is not None:
        yield from _begun(mark, head or plain("nothing is written there", _MUTED), width, number)
    if question is not None and not spot.row and not spot.citations:
        asked = plain(question.ask, f"italic {_MUTED}", limit=300)
        yield from (_Drawn(line) for line in _wrapped(asked, width, _INDENT))
    for citation in spot.citations[:_MOST_QUOTES]:
        for part in (_quote(citation), _place(citation, documents)):
            if part:
                pressed = pressable(part, spot=number)
                yield from (_Drawn(line) for line in _wrapped(pressed, width, _INDENT))
    if (more := len(spot.citations) - _MOST_QUOTES) > 0:
        text = plain(f"and {more:,} more {'passage' if more == 1 else 'passages'}", _MUTED)
        yield from (_Drawn(line) for line in _wrapped(text, width, _INDENT))


def _begun(mark: Content, text: Content, width: int, number: int) -> Iterator[_Drawn]:
    """The first lines of a spot, with the mark."""
    for index, line in enumerate(_wrapped(pressable(text, spot=number), width, _INDENT)):
        if index or width <= _INDENT:
            yield _Drawn(line, None if index else number)
        else:
            yield _Drawn(mark + line[_INDENT:], number)


def _quote(citation: Citation) -> Content:
    words = " ".join(citation.quote.split())
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
