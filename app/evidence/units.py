"""Reads the blocks under one heading into units that know which list, clause or table they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from app.assessment.passages import Block, BlockKind
from app.evidence.contexts import LEAD_PART, cut, cut_middle
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
    opens_contract,
    run_in_heading,
    says_more,
)
from app.evidence.tables import Row, read_table

GROUP = 700
"""Short items and rows stay together up to this many characters."""
ROWS = 8
"""Rows or lines that stay together."""
SHORT_ANSWER = 120
_PSEUDO_ITEM = 700
_PSEUDO_ITEMS = 24
_DEEPEST = 12
"""Lists within lists that are told apart."""

_FIRST_WORD = re.compile(r"[^\W\d_]+")
_DIVISION = re.compile(
    r"(?:article|exhibit|section|appendix|annex|schedule|part|chapter|attachment|addendum)\b", re.IGNORECASE
)
_SUBJECTS = frozenset(
    {"we", "our", "the", "this", "these", "if", "in", "you", "your", "although", "please", "for", "all"}
)


class Role(Enum):
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
class Unit:
    """The smallest piece that is never divided by grouping."""

    start: int
    end: int
    kind: BlockKind
    role: Role
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
        """Characters that it takes."""
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


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, before the next."""

    headings: tuple[str, ...]
    blocks: tuple[Block, ...]
    heading: Block | None = None
    """The heading right above the blocks."""


class SectionReader:
    """Reads the blocks under one heading into units, keeping account of the lists that are open."""

    def __init__(self, text: str, section: Section) -> None:
        self.text = text
        self.section = section
        self.lists: list[_List] = []
        self.units: list[Unit] = []
        self.clause = ""
        """The numbered heading that unnumbered paragraphs below it belong to."""
        self.clause_key: tuple[int, str] = (0, "")
        self.last: Block | None = None
        self.last_key: tuple[int, str] = (0, "")
        self.last_marker = NO_MARKER
        self.last_label = ""
        self.numbers = 0

    def read(self) -> list[Unit]:
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
                self.units.append(Unit(block.start, block.end, block.kind, Role.ALONE, self.section.headings))
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
            Unit(
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

    def _role(self, block: Block, current: _List | None, label: str, *, opens: bool) -> Role:
        size = block.end - block.start
        if size > GROUP:
            return Role.ALONE
        line = self.text[block.start : block.end]
        if current is not None:
            whole = size > 200 if current.semicolons or current.fragments else says_more(line)
            if whole or (label and size > SHORT_ANSWER) or (opens and size > SHORT_ANSWER):
                return Role.ALONE
            return Role.ITEM
        if is_key_value(line):
            return Role.PAIR
        return Role.LINE if is_fragment(line) else Role.ALONE

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
        if last is None or opens_contract(self.text[last.start : last.start + 40]):
            return ""
        opens = leads_in(self._tail(last))
        if self.last_label and not opens:
            return self.last_label
        whole = last.end - last.start <= LEAD_PART
        low = last.start if whole else max(last.start, last.end - 1500)
        final = sentences(self.text, low, last.end)[-1]
        lead = tidy(self.text[last.start if whole else final[0] : last.end]).strip("*_ ")
        lead = lead if self.last_marker.ordinal else lead[marker_of(lead).length :]
        if self.last_label and not lead.startswith(self.last_label):
            return f"{cut(self.last_label, 60)} … {cut_middle(lead, 110)}"
        return cut_middle(lead, LEAD_PART)

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
        parts = (*above, *(part for part in (cut(names, LEAD_PART), cut(begin.label, 80)) if part))
        self.units.append(
            Unit(
                begin.start,
                rows[-1].end,
                BlockKind.ROW,
                Role.ROWS,
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
    if filled >= ROWS or row.end - group[0].start > GROUP:
        return True
    return row.opens and filled * 2 >= ROWS
