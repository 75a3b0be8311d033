"""Which part of a passage is quoted: the whole, or a run of its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.assessment.answer import Citation
from app.evidence.model import Suggestion
from app.evidence.terms import pattern

_NUMBER = r"(?:(?:article|section|exhibit|part)\s+)?(?:[\dIVX]+(?:\.\d+)*[.)]?|\(?[A-Za-z\d][.)])\s+"
_WORD = r"[\"“(]*[A-Z\d&–-][^\s.!?]*"
_SMALL = r"(?:an?|and|as|at|by|for|from|in|of|on|or|the|to|upon|with)"
_HEADING = re.compile(rf"#+\s.*|(?:{_NUMBER})?(?:(?:{_WORD}|{_SMALL})\s+){{0,8}}{_WORD}[.:]?")
"""A line that only names what follows: a few words with capitals."""


@dataclass(frozen=True, slots=True)
class Quoting:
    """A passage and the sentences of it that are to be quoted."""

    passage: Suggestion
    spans: tuple[tuple[int, int], ...] = ()
    """Where its sentences stand in its text; empty while the whole is quoted."""
    first: int = 0
    last: int = 0
    """The first and the last of them that are quoted."""
    begun: int = 0
    """The sentence that was quoted first; after a round the whole is quoted again."""

    @property
    def whole(self) -> bool:
        """Whether all of it is quoted."""
        return not self.spans

    @property
    def piece(self) -> tuple[int, int]:
        """Where the quoted part stands in the passage's text."""
        if self.whole:
            return 0, len(self.passage.text)
        return self.spans[self.first][0], self.spans[self.last][1]

    @property
    def start(self) -> int:
        """Offset of the quoted part in the document's text."""
        return self.passage.start + self.piece[0]

    @property
    def end(self) -> int:
        """Offset after it."""
        return self.passage.start + self.piece[1]

    def next(self) -> Quoting:
        """The sentence that says most; then those after it, round the end; then the whole again."""
        if self.whole:
            spans = _sentences(self.passage)
            best = _telling(self.passage, spans)
            return Quoting(self.passage, spans, best, best, best) if len(spans) > 1 else self
        there = (self.last + 1) % len(self.spans)
        if there == self.begun or self.first < self.begun <= self.last:
            return Quoting(self.passage)
        return replace(self, first=there, last=there)

    def extended(self, by: int) -> Quoting:
        """One sentence more at the end, or one less; at least one stays."""
        if self.whole:
            spans = _sentences(self.passage)
            return Quoting(self.passage, spans, 0, len(spans) - 2) if by < 0 and len(spans) > 1 else self
        last = self.last + by
        if not self.first <= last < len(self.spans):
            return self
        wider = replace(self, last=last)
        return Quoting(self.passage) if wider.piece == (0, len(self.passage.text)) else wider

    @property
    def said(self) -> str:
        """How much is quoted, as a person would say it."""
        if self.whole:
            return "The whole passage."
        count = len(self.spans)
        if self.first == self.last:
            return f"Sentence {self.first + 1} of {count}."
        return f"Sentences {self.first + 1} to {self.last + 1} of {count}."


def cited_as(passage: Suggestion, citations: tuple[Citation, ...]) -> Citation | None:
    """The citation that quotes this passage or a part of it; None where there is none."""
    for one in citations:
        if one.document.casefold() == passage.document.casefold() and one.start is not None:
            end = one.end if one.end is not None else one.start
            if one.start < passage.end and passage.start < max(end, one.start + 1):
                return one
    return None


def _telling(passage: Suggestion, spans: Sequence[tuple[int, int]]) -> int:
    """The number of the sentence with most of the terms that matched; a heading only where all are headings."""
    found = pattern(passage.terms)

    def worth(number: int) -> tuple[bool, int, int, int]:
        sentence = passage.text[slice(*spans[number])]
        hits = [one.group().casefold() for one in found.finditer(sentence)] if found is not None else []
        return not _HEADING.fullmatch(sentence), len(set(hits)), len(hits), -number

    return max(range(len(spans)), key=worth, default=0)


def _sentences(passage: Suggestion) -> tuple[tuple[int, int], ...]:
    from app.evidence.sentences import sentences  # its patterns are not needed before a quote is narrowed

    return sentences(passage.text, 0, len(passage.text))
