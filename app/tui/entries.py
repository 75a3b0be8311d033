"""Entries of a list whose texts may need several lines: how they are laid out for a width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual.content import Content

EMPTY = Content("")
_LEAST = 12
"""Columns under which an entry's text is not set in from its head."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a list: a heading, a line that stands for a question, or just a text."""

    text: Content = EMPTY
    head: Content = EMPTY
    """Stands left of the first line."""
    indent: int = 2
    """Columns left of every line of the text; the head stands inside them."""
    question: str = ""
    """Id of the question that enter leads to."""
    key: str = ""
    """What else enter means here."""
    heading: bool = False
    """Whether the cursor passes over it."""
    begins: bool = False
    """Whether a group begins here."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Entries as lines."""

    lines: Sequence[Content] = ()
    entries: Sequence[Entry] = ()
    """Of each line, the entry it belongs to."""
    passed: frozenset[int] = field(default_factory=frozenset)
    """Lines that the cursor passes over: headings, and what continues an entry."""
    groups: Sequence[int] = ()
    """Lines with which groups begin."""


def laid(entries: Sequence[Entry], width: int) -> Laid:
    """The entries wrapped to so many columns."""
    lines: list[Content] = []
    of: list[Entry] = []
    passed: set[int] = set()
    groups: list[int] = []
    for entry in entries:
        if entry.begins:
            groups.append(len(lines))
        indent = entry.indent if width - entry.indent >= _LEAST else 2
        room = max(width - indent, 1)
        for number, line in enumerate(entry.text.wrap(room) if entry.text.plain else [EMPTY]):
            head = entry.head.truncate(indent, pad=True) if number == 0 else Content(" " * indent)
            if entry.heading or number:
                passed.add(len(lines))
            lines.append(head + line.rstrip())
            of.append(entry)
    return Laid(tuple(lines), tuple(of), frozenset(passed), tuple(groups))
