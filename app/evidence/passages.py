"""Cuts a document into passages: pieces that can answer a question by themselves, each with what stands above it.

A passage is quoted word for word, so it begins and ends where its author began and ended something: a paragraph, a few
sentences, an item, some rows. What a reader would look up to understand it (headings, the line before a list, the
names of the columns) travels as its context.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from app.assessment.passages import Block, BlockKind, Passage
from app.evidence.contexts import HEADING_PART, SEPARATOR, cut, joined_context
from app.evidence.long_texts import pieces
from app.evidence.sentences import sentences, tidy
from app.evidence.shapes import title_of
from app.evidence.units import GROUP, ROWS, SHORT_ANSWER, Role, Section, SectionReader, Unit

__all__ = ["SEPARATOR", "passages_of", "sentences", "tidy"]

_LONG_HEADING = 300
_SET_IN_LINES = 3
"""So many headings of one level in a row are one that is set in several lines."""
_PARAGRAPH = 900
"""A paragraph up to this many characters is one passage."""
_LINES = 500
_LINES_BREAK = 220
_ROW = 1500
_OPENING = 280
"""A line up to this many characters that announces a list is shown with the first of it."""
_FIELD = 260


def passages_of(text: str, blocks: Sequence[Block]) -> tuple[Passage, ...]:
    """The passages of a document.

    Args:
        text: the document's text.
        blocks: its blocks in the order of the text; where two overlap the later one gives way.

    Returns:
        Passages in the order of the text. They do not overlap, begin and end on a character that is not white space,
        and hold every such character of every block but headings, which travel as context (a heading with nothing
        below it is a passage).
    """
    found: list[Passage] = []
    for section in _sections(text, _cleaned(text, blocks)):
        found.extend(_passages_in(text, section))
    return tuple(found)


def _cleaned(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks in order, without white space at their ends, without the empty ones and without overlaps."""
    clean: list[Block] = []
    reached = 0
    for block in sorted(blocks, key=lambda one: one.start):
        start, end = max(block.start, reached), min(block.end, len(text))
        if start >= end:
            continue
        reached = end
        start, end = _trimmed(text, start, end)
        if start >= end:
            continue
        kind = block.kind
        if kind is BlockKind.HEADING and end - start > _LONG_HEADING:
            kind = BlockKind.PARAGRAPH
        clean.append(Block(kind, start, end, block.level))
    return clean


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _sections(text: str, blocks: Sequence[Block]) -> Iterator[Section]:
    """Divides the blocks at headings.

    A run of headings with nothing between them is read as one would read it: deeper ones add to the context; up to
    three of the same rank are one heading set in several lines; more are a list of statements and become passages.
    """
    stack: list[tuple[int, tuple[str, ...]]] = []
    at = 0
    while at < len(blocks):
        first = at
        while at < len(blocks) and blocks[at].kind is BlockKind.HEADING:
            at += 1
        run = blocks[first:at]
        body = at
        while at < len(blocks) and blocks[at].kind is not BlockKind.HEADING:
            at += 1
        below = tuple(blocks[body:at])
        levels = [heading.level or 1 for heading in run]
        alike = _alike(levels)
        for place, heading in enumerate(run):
            joined = _up_to(stack, levels[place])
            if not (place and levels[place - 1] == levels[place] and alike[place] <= _SET_IN_LINES):
                joined = ()
            above = (*(part for _, parts in stack for part in parts), *joined)
            final = place + 1 == len(run)
            same = not final and levels[place + 1] == levels[place]
            bare = (
                not below
                if final
                else levels[place + 1] < levels[place] or (same and alike[place] > _SET_IN_LINES)
            )
            if bare:
                yield Section(above, (heading,))
            title = cut(title_of(text[heading.start : heading.end]), HEADING_PART)
            stack.append((levels[place], (*joined, title) if title else joined))
        if below:
            yield Section(
                tuple(part for _, parts in stack for part in parts), below, run[-1] if run else None
            )


def _up_to(stack: list[tuple[int, tuple[str, ...]]], level: int) -> tuple[str, ...]:
    """Closes the headings that end where one of this level begins; the titles of the last one of the same level."""
    while stack and stack[-1][0] > level:
        stack.pop()
    return stack.pop()[1] if stack and stack[-1][0] == level else ()


def _alike(levels: Sequence[int]) -> list[int]:
    """For each heading of a run, how many of its level stand together there."""
    counts: list[int] = []
    for _, same in groupby(levels):
        many = len(list(same))
        counts.extend([many] * many)
    return counts


# --- one section ----------------------------------------------------------------------------------------------------


def _passages_in(text: str, section: Section) -> Iterator[Passage]:
    units = SectionReader(text, section).read()
    if section.heading is not None and units:
        units[0] = _with_question(text, section, units[0])
    for group in _with_neighbours(_grouped(units)):
        first = group[0]
        start, end = first.start, group[-1].end
        label = (
            first.label
            if len(group) == 1
            else next((one.label for one in group if one.role is Role.ALONE and not one.field), "")
        )
        context = (*first.context, label) if label else first.context
        # The kind is that of what is announced, not of the line that announces it.
        kind = group[-1].kind if first.opens else first.kind
        if _divisible(first, group, end - start):
            yield from pieces(text, start, end, context, kind)
        else:
            yield Passage(start, end, joined_context(context), kind)


def _divisible(first: Unit, group: Sequence[Unit], size: int) -> bool:
    if first.role is Role.ROWS:
        return size > _ROW
    return len(group) == 1 and size > _PARAGRAPH


def _with_question(text: str, section: Section, first: Unit) -> Unit:
    """A short answer right under a heading that asks takes the question along: "No." alone is no quote."""
    heading = section.heading
    if (
        heading is None
        or first.kind is not BlockKind.PARAGRAPH
        or first.opens
        or first.size > SHORT_ANSWER
        or not text[heading.start : heading.end].endswith("?")
    ):
        return first
    return replace(first, start=heading.start, context=first.context[:-1], role=Role.ALONE)


# --- groups ---------------------------------------------------------------------------------------------------------


def _grouped(units: Sequence[Unit]) -> list[list[Unit]]:
    """Puts together what is too short to stand alone."""
    groups: list[list[Unit]] = []
    lines = 0
    marked = _with_fields(units)
    for at, unit in enumerate(marked):
        following = marked[at + 1] if at + 1 < len(marked) else None
        ends = following is None or following.role is not Role.ITEM or following.group != unit.group
        if groups and _joins(groups[-1], unit, lines, ends=ends):
            groups[-1].append(unit)
            lines += 1
        else:
            groups.append([unit])
            lines = 1
    return groups


def _with_fields(units: Sequence[Unit]) -> list[Unit]:
    """Marks the lines of records: short, with a key that other records repeat."""
    keys = Counter(unit.label.casefold() for unit in units if _may_be_field(unit))
    return [
        replace(unit, field=True) if _may_be_field(unit) and keys[unit.label.casefold()] > 1 else unit
        for unit in units
    ]


def _may_be_field(unit: Unit) -> bool:
    return (
        bool(unit.label)
        and unit.kind is BlockKind.PARAGRAPH
        and unit.size <= _FIELD
        and unit.label.count(" ") < 3
    )


def _joins(group: Sequence[Unit], unit: Unit, lines: int, *, ends: bool) -> bool:
    """Whether a unit joins a group of so many lines; `ends` when it is the last of its list."""
    last = group[-1]
    size = unit.end - group[0].start
    if unit.goes_on:
        return size <= _PARAGRAPH
    if unit.opened and last.opens and last.size <= _OPENING:
        return size <= _PARAGRAPH
    if unit.field:
        if last.kind is not BlockKind.PARAGRAPH or any(one.label == unit.label for one in group):
            return False
        return size <= _PARAGRAPH and last.group == unit.group
    if last.field:
        return unit.role is Role.PAIR and size <= _LINES
    if last.role is Role.ITEM and unit.role is Role.ITEM and last.group == unit.group:
        # A line that announces what follows goes with what follows.
        return size <= (_PARAGRAPH if ends else GROUP) and not (unit.opens and size > _LINES_BREAK)
    plain = {Role.LINE, Role.PAIR}
    if last.role not in plain or unit.role not in plain or last.context != unit.context:
        return False
    turns = last.role is Role.PAIR and unit.role is Role.LINE
    return size <= _LINES and lines < ROWS and not (turns and last.end - group[0].start >= _LINES_BREAK)


def _with_neighbours(groups: list[list[Unit]]) -> list[list[Unit]]:
    """Gives a fragment that was left alone to the paragraph after it, else to the one before."""
    merged: list[list[Unit]] = []
    carried: list[Unit] = []
    for at, group in enumerate(groups):
        here = [*carried, *group]
        carried = []
        following = groups[at + 1] if at + 1 < len(groups) else None
        if not _is_scrap(here):
            merged.append(here)
        elif following is not None and _hosts(following, here, following[-1].end - here[0].start):
            carried = here
        elif merged and _hosts(merged[-1], here, here[-1].end - merged[-1][0].start):
            merged[-1].extend(here)
        else:
            merged.append(here)
    return merged


def _is_scrap(group: Sequence[Unit]) -> bool:
    return len(group) == 1 and group[0].role is Role.LINE


def _hosts(group: Sequence[Unit], scrap: Sequence[Unit], size: int) -> bool:
    """Whether a paragraph takes in a fragment beside it."""
    return (
        size <= _PARAGRAPH
        and all(unit.kind is BlockKind.PARAGRAPH and not unit.opens for unit in group)
        and group[0].context == scrap[0].context
        and group[0].role is not Role.ITEM
    )
