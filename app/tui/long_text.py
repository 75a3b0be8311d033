"""Where a reader is in a long text: rows that fit a width, sentences to mark, words to find. Pure functions.

Nothing here looks at more of the text than it must, so that five million characters cost what a page does.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len

from app.evidence.sentences import sentences
from app.tui.screens.fields import drawn

LONGEST_PIECE = 2_000
"""Characters of a line that are laid out together."""
_CUT_WITHIN = 200
"""Characters before the cut of a long line in which a space is looked for."""
_LONGEST_PARAGRAPH = 8_000
MOST_MATCHES = 10_000
"""Matches of a search that are counted."""

Span = tuple[int, int]
"""Character offsets: of the first character, and after the last."""

_BLANK = re.compile(r"\n[^\S\n]*\n")
_LAID_OUT = dict.fromkeys((9, 10, 11, 12, 13, 133, 8232, 8233, 65279), " ")


def as_drawn(text: str) -> str:
    """The text as it may be sent to a terminal, character for character."""
    return drawn(text.translate(_LAID_OUT))


# --- rows --------------------------------------------------------------------------------------------------


def starts_of(lines: Iterable[int], pages: Iterable[int]) -> tuple[int, ...]:
    """The offsets at which a new row has to begin."""
    return tuple(sorted({0, *lines, *pages}))


def piece_at(text: str, starts: Sequence[int], offset: int) -> Span:
    """The line, or the part of an endless one, that this offset stands in, with its line end."""
    offset = max(0, min(offset, len(text)))
    at = bisect_right(starts, offset) - 1
    begin = starts[at]
    end = starts[at + 1] if at + 1 < len(starts) else len(text)
    if end - begin <= LONGEST_PIECE:
        return begin, end
    number = (offset - begin) // LONGEST_PIECE
    if offset >= _cut(text, begin, end, number + 1) and offset < end:
        number += 1
    first = _cut(text, begin, end, number)
    if first >= end:
        first = _cut(text, begin, end, number - 1)
        return first, end
    return first, _cut(text, begin, end, number + 1)


def _cut(text: str, begin: int, end: int, number: int) -> int:
    """Where the part of this number of a long line begins."""
    if number <= 0:
        return begin
    at = begin + number * LONGEST_PIECE
    if at >= end:
        return end
    space = text.rfind(" ", at - _CUT_WITHIN, at)
    return space + 1 if space >= 0 else at


def wrapped(text: str, begin: int, end: int, width: int) -> list[Span]:
    """The rows of a piece, none wider than `width` columns; an empty piece is one empty row."""
    while end > begin and text[end - 1] in "\n\r\f":
        end -= 1
    piece = text[begin:end]
    if width < 1 or not piece:
        return [(begin, end)] if piece else [(begin, begin)]
    if not piece.isascii():
        piece = as_drawn(piece)
        if any(_cells(character) != 1 for character in piece):
            return [(begin + a, begin + b) for a, b in _wrapped_cells(piece, width)]
    rows, at = [], 0
    while len(piece) - at > width:
        space = piece.rfind(" ", at, at + width + 1)
        cut, following = (space, space + 1) if space > at else (at + width, at + width)
        rows.append((begin + at, begin + cut))
        at = following
    rows.append((begin + at, end))
    return rows


def _wrapped_cells(piece: str, width: int) -> Iterator[Span]:
    """The same where characters take no column, or two."""
    at = taken = 0
    space = -1
    for index, character in enumerate(piece):
        cells = _cells(character)
        if taken + cells > width and index > at:
            cut, following = (space, space + 1) if space > at else (index, index)
            yield at, cut
            at, space = following, -1
            taken = sum(_cells(one) for one in piece[at:index])
        if character == " ":
            space = index
        taken += cells
    yield at, len(piece)


@lru_cache(maxsize=4_096)
def _cells(character: str) -> int:
    return cell_len(character)


# --- sentences ---------------------------------------------------------------------------------------------


def _paragraph(text: str, offset: int) -> Span:
    """What is divided into sentences together: up to the next blank line, and not endless."""
    low = max(offset - _LONGEST_PARAGRAPH, 0)
    begin = 0 if low == 0 else low - low % _LONGEST_PARAGRAPH
    for blank in _BLANK.finditer(text, begin, offset):
        begin = blank.end()
    found = _BLANK.search(text, max(offset - 1, 0), offset + _LONGEST_PARAGRAPH)
    end = found.start() if found and found.end() > offset else min(len(text), offset + _LONGEST_PARAGRAPH)
    return begin, max(end, offset)


def sentence_at(text: str, offset: int) -> Span | None:
    """The sentence that this offset stands in, or else the next one; None after the last."""
    while offset < len(text):
        while offset < len(text) and text[offset].isspace():
            offset += 1
        begin, end = _paragraph(text, offset)
        for start, stop in sentences(text, begin, end):
            if stop > offset:
                return start, stop
        offset = max(end, offset + 1)
    return None


def sentence_before(text: str, offset: int) -> Span | None:
    """The last sentence that ends at or before this offset; None before the first."""
    at = offset
    while at > 0 and text[at - 1].isspace():
        at -= 1
    if at == 0:
        return None
    begin, _ = _paragraph(text, at - 1)
    found = [span for span in sentences(text, begin, at) if span[1] <= at]
    return found[-1] if found else None


# --- finding -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Haystack:
    """A text made ready to be searched without regard to case, kinds of quotation marks and line ends."""

    text: str
    """Character for character as long as the original."""

    @classmethod
    def of(cls, text: str) -> Haystack:
        """Make a text ready."""
        low = text.lower()
        if len(low) != len(text):
            low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
        for same, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\u2011", "-"), ("–", "-")):
            low = low.replace(same, plain)
        return cls(low)

    def matches(self, words: str) -> tuple[Span, ...]:
        """Where these words stand, `MOST_MATCHES` at most. Between them there may be any white space."""
        wanted = Haystack.of(words).text.split()
        if not wanted:
            return ()
        pattern = re.compile(r"\s+".join(re.escape(word) for word in wanted))
        found: list[Span] = []
        for match in pattern.finditer(self.text):
            found.append(match.span())
            if len(found) >= MOST_MATCHES:
                break
        return tuple(found)


def touching(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Of spans in order that do not overlap, those that have something of this stretch."""
    first = max(bisect_left(spans, (start, start)) - 1, 0)
    last = bisect_left(spans, (end, end))
    return [span for span in spans[first:last] if span[1] > start]
