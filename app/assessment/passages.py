"""A document's text and its passages: the values that extraction, search and the store hand to one another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Media(StrEnum):
    """What kind of file a document is; the value is the usual ending."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


class BlockKind(StrEnum):
    """What a block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """One item of a list."""
    ROW = "row"
    """One row of a table, its cells joined by ` | `."""
    NOTE = "note"
    """A footnote, header or footer."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's text as its author divided it."""

    kind: BlockKind
    start: int
    """Character offset of its first character in the text."""
    end: int
    """Offset after its last character."""
    level: int = 0
    """Of a heading 1 to 6; of an item how deep its list is, from 0."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document's text that can answer a question by itself."""

    start: int
    """Character offset of its first character in the document's text."""
    end: int
    """Offset after its last character."""
    context: str = ""
    """The headings above it and the lead-in of its list, outermost first, joined by ` › `."""
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read out of a file."""

    media: Media
    text: str
    """The text, lines ended by a newline, no NUL and no lone surrogate; everything else as in the file."""
    passages: tuple[Passage, ...]
    """In the order of the text."""
    pages: tuple[int, ...] = ()
    """Offset at which each page begins; empty for a file without pages, which goes by lines."""
    title: str = ""
    """The title that the file gives itself; often empty."""
    notices: tuple[str, ...] = ()
    """What the reviewer should know about the reading, in whole sentences."""
    extractor: str = ""
    """Engine and version that read it (`pypdfium2 5.15.2`)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found."""

    document: int
    """The store's number of the document."""
    ordinal: int
    """The passage's place among the document's passages, from 0."""
    start: int
    end: int
    context: str
    text: str
    """The passage's text as in the document."""
    kind: BlockKind
    bm25: float
    """SQLite's BM25: the smaller (more negative), the better."""


def line_starts(text: str) -> tuple[int, ...]:
    """Offset at which each line of the text begins."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return tuple(starts)


def place_of(start: int, end: int, *, pages: Sequence[int], lines: Sequence[int]) -> str:
    """Where a piece of text stands, as a person would say it: `page 4`, `line 97`, `lines 97-99`.

    `pages` and `lines` are the offsets at which they begin; a document without pages goes by lines.
    """
    unit, starts = ("page", pages) if pages else ("line", lines)
    first = max(bisect_right(starts, start), 1)
    last = max(bisect_right(starts, max(end - 1, start)), first)
    return f"{unit} {first}" if first == last else f"{unit}s {first}-{last}"
