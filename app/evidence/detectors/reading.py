"""A document as detectors read it: sentences in plain characters, of bounded length, with their way back to the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.assessment.passages import Passage, line_starts, place_of
from app.evidence.detectors.hits import Spot
from app.evidence.quotes import quoted
from app.evidence.sentences import sentences

LONGEST = 1200
"""Characters of a sentence that a pattern is given at once, so that none can run for long."""
MOST_WORDS = 40
"""Words of a quote."""

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚ʼ", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‑‐–—", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\t\n\r\v\f", " "),
    }
)
"""Marks that mean the same, one character for one, so that nothing moves."""
_UNEVEN = re.compile(r" {2,}|[\u00ad\u200b\u2060\ufeff]+")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a piece of one that is very long."""

    start: int
    """Offset in the document's text."""
    end: int
    plain: str
    """Its text with straight quotes, plain hyphens and single spaces."""
    context: str
    """Headings above it and the lead-in of its list."""
    passage: int
    """Number of its passage, from 0; -1 where it is a heading."""
    whole: tuple[int, int]
    """Offsets of the whole sentence."""
    moved: tuple[tuple[int, int], ...] = ()
    """Where the plain text and the document's part ways: offset in the plain text, offset in the document's."""

    def at(self, index: int) -> int:
        """The offset in the document's text of a character of the plain text."""
        number = bisect_right(self.moved, (index, self.end + 1)) - 1
        if number < 0:
            return self.start + index
        plain, original = self.moved[number]
        return original + index - plain

    def span(self, match: re.Match[str], group: int | str = 0) -> tuple[int, int]:
        """Where a match in the plain text stands in the document's."""
        return self.at(match.start(group)), self.at(max(match.end(group) - 1, match.start(group))) + 1


class Reading:
    """One document's text, taken apart once for all detectors."""

    def __init__(self, text: str, passages: Sequence[Passage], pages: Sequence[int] = ()) -> None:
        """`pages` are the offsets at which they begin; none for a document that goes by lines."""
        self.text = text
        self.passages = tuple(passages)
        self._pages = tuple(pages)

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """Offsets at which lines begin."""
        return line_starts(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in the order of the text; headings between passages count."""
        return tuple(self._read())

    @cached_property
    def small(self) -> str:
        """The whole text in small letters and plain characters."""
        return self.text.translate(_SAME).lower()

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Words that the text writes in small letters somewhere."""
        return frozenset(re.findall(r"(?<![^\W_])[a-z][a-z'-]+", self.text))

    def _read(self) -> Iterator[Sentence]:
        reached = 0
        for number, passage in enumerate(self.passages):
            if passage.start > reached:
                yield from self._pieces(reached, passage.start, "", -1)
            yield from self._pieces(passage.start, passage.end, passage.context, number)
            reached = max(reached, passage.end)
        yield from self._pieces(reached, len(self.text), "", -1)

    def _pieces(self, start: int, end: int, context: str, number: int) -> Iterator[Sentence]:
        for first, last in sentences(self.text, start, end):
            at = first
            while at < last:
                stop = last
                if last - at > LONGEST:
                    space = self.text.rfind(" ", at + LONGEST // 2, at + LONGEST)
                    stop = space if space > at else at + LONGEST
                plain, moved = _plain(self.text, at, stop)
                yield Sentence(at, stop, plain, context, number, (first, last), moved)
                at = stop

    def place(self, start: int, end: int) -> str:
        """Where words stand (`line 97`, `page 4`)."""
        return place_of(start, end, pages=self._pages, lines=self.lines)

    def spot(self, start: int, end: int, within: tuple[int, int] | None = None) -> Spot:
        """Words as they are quoted: with as much of their sentence as 40 words allow.

        `within` are the offsets of the sentence; without it the words alone are quoted.
        """
        first, last = within or (start, end)
        begin, stop = _window(self.text, start, end, first, last)
        return Spot(begin, stop, self.place(begin, stop), quoted(self.text[begin:stop]), (first, last))

    def in_sentence(
        self, sentence: Sentence, match: re.Match[str] | None = None, group: int | str = 0
    ) -> Spot:
        """A match quoted with its sentence; without a match the sentence from its beginning."""
        start, end = sentence.span(match, group) if match else (sentence.start, sentence.start + 1)
        return self.spot(start, end, sentence.whole)


def _plain(text: str, start: int, end: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    even = text[start:end].translate(_SAME)
    moved: list[tuple[int, int]] = []
    kept: list[str] = []
    done = size = 0
    for match in _UNEVEN.finditer(even):
        same = " " if match[0][0] == " " else ""
        kept += (even[done : match.start()], same)
        size += match.start() - done + len(same)
        done = match.end()
        moved.append((size, start + done))
    if not moved:
        return even, ()
    kept.append(even[done:])
    return "".join(kept), tuple(moved)


def _window(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The words around a place, whole, 40 at most."""
    first, last = max(first, start - 2000), min(last, end + 2000)
    words = [match.span() for match in _WORD.finditer(text, first, last)]
    held = [n for n, (a, b) in enumerate(words) if b > start and a < end]
    if not held:
        return start, end
    low, high = held[0], min(held[-1], held[0] + MOST_WORDS - 1)
    while high - low + 1 < MOST_WORDS and (low > 0 or high < len(words) - 1):
        if low > 0:
            low -= 1
        if high < len(words) - 1 and high - low + 1 < MOST_WORDS:
            high += 1
    return words[low][0], words[high][1]
