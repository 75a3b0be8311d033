"""Cuts a document into passages: pieces that can answer a question by themselves, each with what stands above it.

A passage is quoted word for word, so it begins and ends where its author began and ended something: a paragraph, a few
sentences, an item, some rows. What a reader would look up to understand it (headings, the line before a list, the
names of the columns) travels as its context.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

from app.assessment.passages import Block, BlockKind, Passage
from app.evidence.sentences import sentences, tidy
from app.evidence.shapes import (
    NO_MARKER,
    SHORT_LINE,
    Marker,
    is_fragment,
    is_key_value,
    is_sentence,
    leads_in,
    marker_of,
    run_in_heading,
    says_more,
    title_of,
)
from app.evidence.tables import Row, read_table

__all__ = ["SEPARATOR", "passages_of", "sentences", "tidy"]

SEPARATOR = " › "
"""Stands between the parts of a context."""

_CONTEXT = 300
_HEADING_PART = 120
_LEAD_PART = 170
_LONG_HEADING = 300
_SET_IN_LINES = 3
"""So many headings of one level in a row are one that is set in several lines."""

_GROUP = 700
"""Short items and rows stay together up to this many characters."""
_PARAGRAPH = 900
"""A paragraph up to this many characters is one passage."""
_PIECE, _SMALL_PIECE = 800, 350
_SENTENCE = 1200
"""A sentence over this many characters is split."""
_LINES = 500
_LINES_BREAK = 220
_ROWS = 8
_ROW = 1500
_OPENING = 280
"""A line up to this many characters that announces a list is shown with the first of it."""
_SHORT_ANSWER = 120
_FIELD = 260
_PSEUDO_ITEM = 700
_PSEUDO_ITEMS = 24
_DEEPEST = 12
"""Lists within lists that are told apart."""

_CLAUSE = re.compile(r"(?:(?<=[;:,.])|(?<=\band)|(?<=\bor))\s+(?=\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)\s)")
_SEMICOLON = re.compile(r"(?<=[;；。])\s*")
_COMMA = re.compile(r"(?<=,)\s+|(?<=[，、])\s*")
_WHITE = re.compile(r"\s+")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_DIVISION = re.compile(
    r"(?:article|exhibit|section|appendix|annex|schedule|part|chapter|attachment|addendum)\b", re.IGNORECASE
)
_SUBJECTS = frozenset(
    {"we", "our", "the", "this", "these", "if", "in", "you", "your", "although", "please", "for", "all"}
)


class _Role(Enum):
    """How a unit behaves towards its neighbours."""

    ALONE = auto()
    ITEM = auto()
    """A short item, kept with the others of its list."""
    LINE = auto()
    """A fragment such as a line of an address."""
    PAIR = auto()
    """A key with its value."""
    ROWS = auto()


@dataclass(frozen=True, slots=True)
class _Unit:
    """The smallest piece that is never divided by grouping."""

    start: int
    end: int
    kind: BlockKind
    role: _Role
    context: tuple[str, ...] = ()
    """What stands above it: headings, then lead-ins."""
    group: int = 0
    """Units of one list share the number."""
    label: str = ""
    """The heading that runs into it."""
    opens: bool = False
    """It announces what follows."""
    opened: bool = False
    """The unit before announces it."""
    goes_on: bool = False
    """It goes on with the sentence of the unit before."""
    field: bool = False
    """A line of a record: its key comes again in the records around it."""

    @property
    def size(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class _List:
    """A list that is open while its items are read."""

    key: tuple[int, str]
    """Level and style of its marks."""
    lead: str
    number: int
    marker: Marker
    loose: bool = False
    """Its items are plain paragraphs after a colon."""
    count: int = 0
    semicolons: bool = False
    fragments: bool = False
    """Its first item is not a sentence."""
    labelled: bool = False
    """Its first item begins with a heading of its own."""
    nests: bool = False
    """Its first item announces another list."""
    first_word: str = ""


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


# --- sections -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Section:
    """What stands under one heading, before the next."""

    headings: tuple[str, ...]
    blocks: tuple[Block, ...]
    heading: Block | None = None
    """The heading right above the blocks."""


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


def _sections(text: str, blocks: Sequence[Block]) -> Iterator[_Section]:
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
                yield _Section(above, (heading,))
            title = _cut(title_of(text[heading.start : heading.end]), _HEADING_PART)
            stack.append((levels[place], (*joined, title) if title else joined))
        if below:
            yield _Section(
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


def _passages_in(text: str, section: _Section) -> Iterator[Passage]:
    units = _SectionReader(text, section).read()
    if section.heading is not None and units:
        units[0] = _with_question(text, section, units[0])
    for group in _with_neighbours(_grouped(units)):
        first = group[0]
        start, end = first.start, group[-1].end
        label = (
            first.label
            if len(group) == 1
            else next((one.label for one in group if one.role is _Role.ALONE and not one.field), "")
        )
        context = (*first.context, label) if label else first.context
        # The kind is that of what is announced, not of the line that announces it.
        kind = group[-1].kind if first.opens else first.kind
        if _divisible(first, group, end - start):
            yield from _pieces(text, start, end, context, kind)
        else:
            yield Passage(start, end, _joined(context), kind)


def _divisible(first: _Unit, group: Sequence[_Unit], size: int) -> bool:
    if first.role is _Role.ROWS:
        return size > _ROW
    return len(group) == 1 and size > _PARAGRAPH


def _with_question(text: str, section: _Section, first: _Unit) -> _Unit:
    """A short answer right under a heading that asks takes the question along: "No." alone is no quote."""
    heading = section.heading
    if (
        heading is None
        or first.kind is not BlockKind.PARAGRAPH
        or first.opens
        or first.size > _SHORT_ANSWER
        or not text[heading.start : heading.end].endswith("?")
    ):
        return first
    return replace(first, start=heading.start, context=first.context[:-1], role=_Role.ALONE)


class _SectionReader:
    """Reads the blocks under one heading into units, keeping account of the lists that are open."""

    def __init__(self, text: str, section: _Section) -> None:
        self.text = text
        self.section = section
        self.lists: list[_List] = []
        self.units: list[_Unit] = []
        self.clause = ""
        """The numbered heading that unnumbered paragraphs below it belong to."""
        self.clause_key: tuple[int, str] = (0, "")
        self.last: Block | None = None
        self.last_key: tuple[int, str] = (0, "")
        self.last_marker = NO_MARKER
        self.last_label = ""
        self.numbers = 0

    def read(self) -> list[_Unit]:
        """The units in order."""
        blocks = self.section.blocks
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if block.kind is BlockKind.ROW:
                first = at
                while at < len(blocks) and blocks[at].kind is BlockKind.ROW:
                    at += 1
                self._table(blocks[first:at])
                continue
            if block.kind in {BlockKind.NOTE, BlockKind.HEADING}:
                self.units.append(
                    _Unit(block.start, block.end, block.kind, _Role.ALONE, self.section.headings)
                )
            else:
                self._flow(block)
            at += 1
        return self.units

    def _head(self, block: Block) -> str:
        return self.text[block.start : min(block.end, block.start + 600)]

    def _tail(self, block: Block) -> str:
        return self.text[max(block.start, block.end - 600) : block.end]

    def _flow(self, block: Block) -> None:
        """Takes in a paragraph or an item."""
        head = self._head(block)
        marker = marker_of(head, before=self._marker_above(block))
        label = run_in_heading(head, marker)
        is_item = block.kind is BlockKind.ITEM or bool(marker.style)
        level = (block.level if block.kind is BlockKind.ITEM else 0) if is_item else -1
        key = (level, marker.style if is_item else "")
        if not is_item and self._continues(block, head):
            return
        if not is_item and _divides(head, block):
            self.clause = ""
            self.lists.clear()
        current = self._place(block, key, marker, label)
        opens = leads_in(self._tail(block))
        leads = [one.lead for one in self.lists if one.lead]
        if not is_item and self.clause and not any(self.clause in lead for lead in leads):
            leads.insert(0, self.clause)
        previous = self.units[-1] if self.units else None
        self.units.append(
            _Unit(
                block.start,
                block.end,
                block.kind,
                self._role(block, current, label, opens=opens),
                (*self.section.headings, *leads),
                self.lists[0].number if self.lists else 0,
                label,
                opens,
                opened=previous is not None and previous.opens and self.last is not None,
            )
        )
        if is_item and marker.ordinal and block.level == 0:
            if label and "," not in label:
                self.clause, self.clause_key = label, key
            elif key == self.clause_key:
                self.clause = ""
        if current is not None:
            current.marker = marker
        self.last, self.last_key, self.last_marker, self.last_label = block, key, marker, label

    def _marker_above(self, block: Block) -> Marker:
        level = block.level if block.kind is BlockKind.ITEM else 0
        return next(
            (one.marker for one in reversed(self.lists) if one.key[0] == level and one.marker.ordinal),
            NO_MARKER,
        )

    def _role(self, block: Block, current: _List | None, label: str, *, opens: bool) -> _Role:
        size = block.end - block.start
        if size > _GROUP:
            return _Role.ALONE
        line = self.text[block.start : block.end]
        if current is not None:
            whole = size > 200 if current.semicolons or current.fragments else says_more(line)
            if whole or (label and size > _SHORT_ANSWER) or (opens and size > _SHORT_ANSWER):
                return _Role.ALONE
            return _Role.ITEM
        if is_key_value(line):
            return _Role.PAIR
        return _Role.LINE if is_fragment(line) else _Role.ALONE

    # --- lists ---

    def _continues(self, block: Block, head: str) -> bool:
        """Takes in a line that goes on with the sentence of the block before, cut off by its page or its line."""
        previous = self.units[-1] if self.units else None
        if previous is None or self.last is None or not head[0].islower() or head[1:2].isupper():
            return False
        if leads_in(self._tail(self.last)) or self._tail(self.last).endswith((".", "!", "?")):
            return False
        if previous.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            return False
        self.units.append(
            replace(
                previous,
                start=block.start,
                end=block.end,
                kind=block.kind,
                opens=leads_in(self._tail(block)),
                opened=False,
                goes_on=True,
            )
        )
        return True

    def _place(self, block: Block, key: tuple[int, str], marker: Marker, label: str) -> _List | None:
        """Finds or opens the list that a block is an item of; closes those that it ends."""
        current = self._found(block, key, marker, label)
        if current is not None:
            self._count(current, block, label)
        return current

    def _found(self, block: Block, key: tuple[int, str], marker: Marker, label: str) -> _List | None:
        loose = key[0] < 0
        announced = self.last is not None and leads_in(self._tail(self.last))
        same = [i for i, one in enumerate(self.lists) if one.key == key]
        at = next((i for i in same if _follows(self.lists[i].marker, marker)), same[-1] if same else None)
        if loose:
            return self._found_loose(block, key, at, label, announced=announced)
        if at is not None and not (announced and marker.first and len(self.lists) < _DEEPEST):
            del self.lists[at + 1 :]
            return self.lists[at]
        if self._adopts(key, marker, announced=announced):
            # Items that tell their own subject do not belong to the paragraph that happens to stand before them.
            stray = label and not announced and not marker.ordinal and self.last_key[0] < 0
            return self._open(key, "" if stray else self._lead_of_last())
        while self.lists and (self.lists[-1].key[0] >= key[0] or self.lists[-1].loose):
            self.lists.pop()
        return self._open(key, "")

    def _found_loose(
        self, block: Block, key: tuple[int, str], at: int | None, label: str, *, announced: bool
    ) -> _List | None:
        """Places a plain paragraph: it is an item of a list only after a line that ends with a colon."""
        opens = leads_in(self._tail(block))
        if announced and not (opens and at is not None):
            lead = self._lead_of_last()
            if at is not None and self.last_key == key:
                del self.lists[at:]
            return self._open(key, lead, loose=True)
        if at is None:
            self.lists.clear()
            return None
        # Items that were lists themselves end with the paragraph that follows them.
        if at < len(self.lists) - 1 and not opens:
            del self.lists[at:]
            return None
        current = self.lists[at]
        del self.lists[at + 1 :]
        if self._ended(current, block, label):
            self.lists.clear()
            return None
        return current

    def _count(self, current: _List, block: Block, label: str) -> None:
        tail = self._tail(block).rstrip()
        if current.count == 0:
            ended = tail.endswith((".", "!", "?", ":", ")", "”", '"'))
            current.fragments = not ended and not is_sentence(self._head(block))
            current.labelled = bool(label)
            current.nests = leads_in(tail)
            current.first_word = _first_word(self._head(block))
        current.count += 1
        current.semicolons = current.semicolons or tail.endswith((";", ",", "; and", "; or"))

    def _ended(self, current: _List, block: Block, label: str) -> bool:
        """Whether a plain list has ended before this paragraph: it is no longer like the first of its items."""
        size = block.end - block.start
        if current.nests != leads_in(self._tail(block)) or (
            current.labelled and not label and not is_key_value(self._head(block))
        ):
            return True
        word = _first_word(self._head(block))
        plain = not current.semicolons and current.first_word not in _SUBJECTS
        if plain and (word in _SUBJECTS or word == _first_word(current.lead)):
            return True
        if size > _PSEUDO_ITEM or current.count >= _PSEUDO_ITEMS:
            return True
        before = self._tail(self.last).rstrip() if self.last is not None else ""
        if current.semicolons and before.endswith("."):
            return True
        line = self.text[block.start : block.end]
        return (current.fragments or current.semicolons) and size > 120 and says_more(line)

    def _adopts(self, key: tuple[int, str], marker: Marker, *, announced: bool) -> bool:
        """Whether the block before is the lead-in of the item that begins a list here."""
        if self.last is None or (marker.ordinal and not marker.first and not announced):
            return False
        if announced or key[0] > max(self.last_key[0], 0):
            return True
        if self.last_key[0] < 0:
            return True
        return (
            key[0] == self.last_key[0]
            and key[1] != self.last_key[1]
            and marker.first
            and bool(self.last_marker.style)
        )

    def _open(self, key: tuple[int, str], lead: str, *, loose: bool = False) -> _List:
        del self.lists[_DEEPEST:]
        self.numbers += 1
        opened = _List(key, lead, self.numbers, NO_MARKER, loose=loose)
        self.lists.append(opened)
        return opened

    def _lead_of_last(self) -> str:
        """What the block before says about the items that follow it."""
        last = self.last
        if last is None:
            return ""
        opens = leads_in(self._tail(last))
        if self.last_label and not opens:
            return self.last_label
        whole = last.end - last.start <= _LEAD_PART
        low = last.start if whole else max(last.start, last.end - 1500)
        final = sentences(self.text, low, last.end)[-1]
        lead = tidy(self.text[last.start if whole else final[0] : last.end]).strip("*_ ")
        lead = lead if self.last_marker.ordinal else lead[marker_of(lead).length :]
        if self.last_label and not lead.startswith(self.last_label):
            return f"{_cut(self.last_label, 60)} … {_cut_middle(lead, 110)}"
        return _cut_middle(lead, _LEAD_PART)

    # --- tables ---

    def _table(self, blocks: Sequence[Block]) -> None:
        table = read_table(self.text, [(block.start, block.end) for block in blocks])
        announced = bool(self.units) and self.units[-1].opens and self.last is not None
        lead = self._lead_of_last() if announced else ""
        leads = [*(one.lead for one in self.lists if one.lead), lead] if announced else []
        above = (*self.section.headings, *leads)
        self.numbers += 1
        group: list[Row] = []
        known = False
        for row in table.rows:
            if group and _breaks(group, row):
                self._rows(group, above, table.header if known else "", first=not known and announced)
                known, group = True, []
            group.append(row)
        self._rows(group, above, table.header if known else "", first=not known and announced)
        self.lists.clear()
        self.last = None

    def _rows(self, rows: Sequence[Row], above: tuple[str, ...], header: str, *, first: bool) -> None:
        begin = rows[0]
        # Where the group begins with the header itself, it need not be told again.
        names = header if header and not begin.header else ""
        parts = (*above, *(part for part in (_cut(names, _LEAD_PART), _cut(begin.label, 80)) if part))
        self.units.append(
            _Unit(
                begin.start,
                rows[-1].end,
                BlockKind.ROW,
                _Role.ROWS,
                parts,
                self.numbers,
                opened=first,
            )
        )


def _follows(before: Marker, marker: Marker) -> bool:
    """Whether a number comes right after another."""
    return (
        before.ordinal.isdigit()
        and marker.ordinal.isdigit()
        and int(marker.ordinal) == int(before.ordinal) + 1
    )


def _divides(head: str, block: Block) -> bool:
    """Whether a line is a heading that was not recognised as one: "EXHIBIT A", "ARTICLE II: DATA OWNERSHIP"."""
    short = block.end - block.start < SHORT_LINE and not head.endswith((".", ":", ";", ","))
    return short and (head.isupper() or _DIVISION.match(head) is not None)


def _first_word(text: str) -> str:
    found = _FIRST_WORD.search(text[:80])
    return found.group().lower() if found else ""


def _breaks(group: Sequence[Row], row: Row) -> bool:
    """Whether a new group of rows begins with this row."""
    if all(one.header for one in group):
        return False
    filled = sum(1 for one in group if not one.header)
    if filled >= _ROWS or row.end - group[0].start > _GROUP:
        return True
    return row.opens and filled * 2 >= _ROWS


# --- groups ---------------------------------------------------------------------------------------------------------


def _grouped(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Puts together what is too short to stand alone."""
    groups: list[list[_Unit]] = []
    lines = 0
    marked = _with_fields(units)
    for at, unit in enumerate(marked):
        following = marked[at + 1] if at + 1 < len(marked) else None
        ends = following is None or following.role is not _Role.ITEM or following.group != unit.group
        if groups and _joins(groups[-1], unit, lines, ends=ends):
            groups[-1].append(unit)
            lines += 1
        else:
            groups.append([unit])
            lines = 1
    return groups


def _with_fields(units: Sequence[_Unit]) -> list[_Unit]:
    """Marks the lines of records: short, with a key that other records repeat."""
    keys = Counter(unit.label.casefold() for unit in units if _may_be_field(unit))
    return [
        replace(unit, field=True) if _may_be_field(unit) and keys[unit.label.casefold()] > 1 else unit
        for unit in units
    ]


def _may_be_field(unit: _Unit) -> bool:
    return (
        bool(unit.label)
        and unit.kind is BlockKind.PARAGRAPH
        and unit.size <= _FIELD
        and unit.label.count(" ") < 3
    )


def _joins(group: Sequence[_Unit], unit: _Unit, lines: int, *, ends: bool) -> bool:
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
        return unit.role is _Role.PAIR and size <= _LINES
    if last.role is _Role.ITEM and unit.role is _Role.ITEM and last.group == unit.group:
        # A line that announces what follows goes with what follows.
        return size <= (_PARAGRAPH if ends else _GROUP) and not (unit.opens and size > _LINES_BREAK)
    plain = {_Role.LINE, _Role.PAIR}
    if last.role not in plain or unit.role not in plain or last.context != unit.context:
        return False
    turns = last.role is _Role.PAIR and unit.role is _Role.LINE
    return size <= _LINES and lines < _ROWS and not (turns and last.end - group[0].start >= _LINES_BREAK)


def _with_neighbours(groups: list[list[_Unit]]) -> list[list[_Unit]]:
    """Gives a fragment that was left alone to the paragraph after it, else to the one before."""
    merged: list[list[_Unit]] = []
    carried: list[_Unit] = []
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


def _is_scrap(group: Sequence[_Unit]) -> bool:
    return len(group) == 1 and group[0].role is _Role.LINE


def _hosts(group: Sequence[_Unit], scrap: Sequence[_Unit], size: int) -> bool:
    """Whether a paragraph takes in a fragment beside it."""
    return (
        size <= _PARAGRAPH
        and all(unit.kind is BlockKind.PARAGRAPH and not unit.opens for unit in group)
        and group[0].context == scrap[0].context
        and group[0].role is not _Role.ITEM
    )


# --- long texts -----------------------------------------------------------------------------------------------------


def _pieces(text: str, start: int, end: int, context: tuple[str, ...], kind: BlockKind) -> Iterator[Passage]:
    """Splits a long text at the ends of its sentences.

    A piece that begins within a sentence has the beginning of that sentence as context: it says who shall not do what.
    """
    units: list[tuple[int, int, int]] = []
    for first, last in sentences(text, start, end):
        units.extend((low, high, first) for low, high in _parts(text, first, last))
    low, high, sentence = units[0]
    total = end - start
    target = total / -(-total // _PIECE)
    for begin, stop, origin in units[1:]:
        long_enough = high - low >= min(target, _PIECE) - 60
        if long_enough or (stop - low > _PIECE and high - low >= _SMALL_PIECE) or stop - low > _SENTENCE:
            yield _piece(text, (low, high), sentence, context, kind)
            low, sentence = begin, origin
        high = stop
    yield _piece(text, (low, high), sentence, context, kind)


def _piece(
    text: str, span: tuple[int, int], sentence: int, context: tuple[str, ...], kind: BlockKind
) -> Passage:
    low, high = span
    if low > sentence:
        stem = _cut(tidy(text[sentence : min(low, sentence + 2 * _LEAD_PART)]), _LEAD_PART)
        # A heading that runs into the text is already part of the context.
        known = context and stem.startswith(context[-1])
        context = (*context[:-1], stem) if known else (*context, stem)
    return Passage(low, high, _joined(context), kind)


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, divided where it is too long: at clauses, then semicolons, commas, white space, anywhere."""
    if end - start <= _PIECE:
        return [(start, end)]
    parts = list(_cut_at(text, start, end, _CLAUSE))
    for border in (_SEMICOLON, _COMMA, _WHITE):
        divided: list[tuple[int, int]] = []
        for low, high in parts:
            if high - low <= _SENTENCE:
                divided.append((low, high))
            else:
                divided.extend(_packed(_cut_at(text, low, high, border)))
        parts = divided
    return [piece for low, high in parts for piece in _chopped(low, high)]


def _cut_at(text: str, low: int, high: int, border: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The pieces between the borders, without white space at their ends."""
    for gap in border.finditer(text, low, high):
        if low < gap.start() and gap.end() < high:
            yield low, gap.start()
            low = gap.end()
    yield low, high


def _packed(atoms: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbours put together again up to the size of a piece."""
    packed: list[tuple[int, int]] = []
    for low, high in atoms:
        if packed and high - packed[-1][0] <= _PIECE:
            packed[-1] = (packed[-1][0], high)
        else:
            packed.append((low, high))
    return packed


def _chopped(low: int, high: int) -> Iterator[tuple[int, int]]:
    """What has no white space at all, in pieces of one size."""
    if high - low <= _SENTENCE:
        yield low, high
        return
    for begin in range(low, high, _PIECE):
        yield begin, min(begin + _PIECE, high)


# --- contexts -------------------------------------------------------------------------------------------------------


def _joined(parts: Sequence[str]) -> str:
    """The parts of a context, each once, cut to size; the outermost go first when it grows too long."""
    kept: list[str] = []
    for part in parts:
        if part and (not kept or part.casefold() != kept[-1].casefold()):
            kept.append(part)
    while len(kept) > 1 and sum(map(len, kept)) + len(SEPARATOR) * (len(kept) - 1) > _CONTEXT:
        del kept[0]
    return SEPARATOR.join(kept)


def _cut(part: str, limit: int) -> str:
    """The part, cut at a word with an ellipsis when it is too long."""
    if len(part) <= limit:
        return part
    short = part[: limit - 1]
    space = short.rfind(" ")
    return (short[:space] if space > limit // 2 else short).rstrip(" ,;:") + "…"


def _cut_middle(part: str, limit: int) -> str:
    """The part without its middle when it is too long: its beginning says who, its end what comes."""
    if len(part) <= limit:
        return part
    tail = part[-(limit // 3) :]
    space = tail.find(" ")
    return f"{_cut(part, limit - limit // 3 - 1)} {tail[space + 1 :] if 0 <= space < limit // 6 else tail}"
