"""How well a passage answers a question: anchors decide, cues and BM25 help, and what only sounds like it costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import exp, sqrt

from app.assessment.passages import BlockKind, Hit
from app.evidence.contexts import SEPARATOR
from app.evidence.matching import Span, Terms, Words, terms, words
from app.evidence.model import Polarity
from app.evidence.polarity import Reading, read
from app.evidence.query import Query
from app.evidence.terms import Groups, plain
from app.evidence.worth import worth

FOUND_FROM, WEAK_FROM = 0.55, 0.15
"""Strength from which a passage counts as about the question, and from which it is worth a look."""

_NEAR = ((40, 1.0), (90, 0.94), (180, 0.84), (350, 0.7))
"""How much anchors count whose terms stand within so many characters of one another."""
_FAR = 0.6
_ACROSS = 0.8
"""What is left where a sentence ends between them."""
_ACROSS_ITEMS = 0.88
_ALL_ABOVE = 0.42
"""An anchor that only the headings carry: a heading outranks nothing."""
_PARTLY_ABOVE = 0.86
"""An anchor that the headings and the passage carry together."""
_WEAK = 0.65
_MANY_CUES, _CUES_ONLY = 0.5, 0.3
"""Share of the cues from which a passage without an anchor may stand below those that have one, and its worth."""
_PHRASE, _CUE_ABOVE, _ENOUGH = 1.5, 0.5, 5.0
"""What a phrase among the cues weighs beside a word, and a cue in the headings, and how much is as good as all."""
_BY_BM25, _BY_CUES, _BY_TITLE, _BY_DENSITY = 0.8, 0.95, 1.5, 0.2
"""How much BM25, the cues, the heading right above and the share of words for the thing itself count beside the anchor;
fitted to labelled documents, each time to other ones than those they were tried on."""
_SURE_BY_CUES, _SURE_BY_TITLE = 0.6, 1.0
_TITLE_ENOUGH, _DENSE_FROM, _DENSE_ENOUGH = 0.5, 0.01, 0.3
_SPACED = re.compile(r"[^\W_][\W_]+[^\W_]")
_ROW_FOR_YES_OR_NO = 0.8
"""What is left of the rows of a table for a yes-or-no question: a sentence answers it better."""
_SOUNDS_LIKE, _UNDER_SOUNDS_LIKE = 0.55, 0.7
"""What is left where the passage, or only a heading above it, carries an anchor that is to be avoided."""
_MOST_SPANS = 12
_MOST_CHOICES = 1_300
"""Ways to take one span of each group that are compared: there are as many groups as the reviewer types words."""
_STEM = 6
"""Letters by which the same thing is known again in a passage."""
_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"[.!?][\"”’)]?\s+(?=[A-Z(\[])|\n\s*\n")
_ITEM_ENDS = re.compile(r"(?<![:\s])[^\S\n]*\n\s*(?:[-–—*+•·▪◦‣○●■□☐☑☒✓✔➢➤✅]|\(?[A-Za-z\d]{1,3}[.)]\s)")
"""Where an item of a list ends and the next begins; the line that announces a list belongs to all of it."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hit with what was found in it."""

    hit: Hit
    score: float
    """0 to 1; orders the passages of one question."""
    strength: float
    """0 to 1; how sure it is that the passage is about the question, whatever else was found."""
    certainty: float
    """0 to 1; the same with what its cues and the heading above it add."""
    anchored: bool
    """Whether it carries an anchor that decides."""
    anchor: bool
    """Whether it carries any anchor, if only a weak one."""
    terms: tuple[str, ...]
    at: int
    """Where in the passage's plain text its anchor stands; -1 when it has none there."""

    @property
    def reading(self) -> Reading:
        """How it speaks about the thing; rows of a table are for the reviewer to read."""
        if self.hit.kind is BlockKind.ROW:
            return Reading()
        text = plain(self.hit.text)
        here = read(text, self.at)
        if self.at < 0 or here.polarity is Polarity.UNCLEAR:
            return here
        # the same thing said of other stores, channels or people: a passage that says both speaks for neither
        stem = text[self.at : self.at + _STEM].casefold()
        places = [m.start() for m in _WORD.finditer(text) if m[0].casefold().startswith(stem)][:_MOST_SPANS]
        others = {read(text, place).polarity for place in places} - {here.polarity, Polarity.UNCLEAR}
        return Reading(Polarity.BOTH, here.limited) if others else here


@dataclass(frozen=True, slots=True)
class _Anchored:
    strength: float
    start: int
    """Where in the plain text the anchor stands; -1 when only the headings carry it."""
    words: tuple[str, ...]


_NONE = _Anchored(0.0, -1, ())


class _Read:
    """The words of a hit and of its context, and where terms stand in them: many anchors share a group."""

    __slots__ = ("_here", "_over", "above", "text")

    def __init__(self, hit: Hit) -> None:
        self.text, self.above = words(plain(hit.text)), words(plain(hit.context))
        self._here: dict[Terms, list[Span]] = {}
        self._over: dict[Terms, list[Span]] = {}

    def here(self, wanted: Terms) -> list[Span]:
        """Where the terms stand in the passage."""
        if wanted not in self._here:
            self._here[wanted] = wanted.spans(self.text)
        return self._here[wanted]

    def over(self, wanted: Terms) -> list[Span]:
        """Where they stand in the headings."""
        if wanted not in self._over:
            self._over[wanted] = wanted.spans(self.above)
        return self._over[wanted]


def rank(query: Query, hits: Iterable[Hit]) -> list[Ranked]:
    """The hits that may be about the question, best first; equal ones in the order of their documents."""
    found = list(hits)
    best = max((-hit.bm25 for hit in found), default=0.0)
    topics = terms(query.topics)
    ranked = [one for hit in found if (one := _ranked(query, topics, hit, best)) is not None]
    if not any(one.anchor for one in ranked):
        return []
    ranked.sort(key=lambda one: (-one.score, one.hit.document, one.hit.ordinal))
    return ranked


def _ranked(query: Query, topics: Terms, hit: Hit, best: float) -> Ranked | None:
    passage = _Read(hit)
    text, above = passage.text, passage.above
    anchor, anchored = _strongest(query.anchors, passage), True
    if anchor.strength < _WEAK:  # a weak one cannot be stronger
        weak = _strongest(query.weak, passage)
        if anchor.strength < weak.strength * _WEAK:
            anchor, anchored = _Anchored(weak.strength * _WEAK, weak.start, weak.words), False
        else:
            anchored = anchor.strength > 0
    cues, cue_words = _cues(query.cues, text, above)
    if anchor.strength == 0:
        if cues == 0:
            return None
        anchor = _Anchored(_CUES_ONLY * cues, -1, ())
    strength = (
        anchor.strength * worth(text.text, above.text, hit.kind) * _after_avoiding(query.avoid, passage)
    )
    if query.denial and hit.kind is BlockKind.ROW:
        strength *= _ROW_FOR_YES_OR_NO
    strength = min(strength, 1.0)
    strength *= 0.84 + 0.16 * cues
    relative = -hit.bm25 / best if best > 0 else 0.0
    title = above.text.rpartition(SEPARATOR)[2]
    titled = min(_share(topics, title), _TITLE_ENOUGH) - _TITLE_ENOUGH
    dense = min(_taken(topics.spans(text)) / max(len(text.text), 1), _DENSE_ENOUGH)
    # roots, for a scale on which a middling passage stands in the middle
    certainty = sqrt(strength * exp(_SURE_BY_CUES * (cues - 1) + _SURE_BY_TITLE * titled))
    score = sqrt(
        strength
        * exp(_BY_BM25 * (relative - 1) + _BY_CUES * (cues - 1) + _BY_TITLE * titled)
        * ((dense + _DENSE_FROM) / (_DENSE_ENOUGH + _DENSE_FROM)) ** _BY_DENSITY
    )
    matched = tuple(dict.fromkeys((*anchor.words, *cue_words)))
    carried = anchor.start >= 0 or bool(anchor.words)
    return Ranked(hit, score, strength, certainty, anchored, carried, matched, anchor.start)


@lru_cache(maxsize=2048)
def _share(wanted: Terms, title: str) -> float:
    """The share of a heading's characters that the terms make up; many passages stand under one heading."""
    return _taken(wanted.spans(words(title))) / max(len(title), 1)


def _taken(spans: Iterable[Span]) -> int:
    """How many characters they take."""
    return sum(end - start for start, end in spans)


def _strongest(anchors: Sequence[Groups], passage: _Read) -> _Anchored:
    best = _NONE
    for groups in anchors:
        found = _strength(groups, passage)
        if found.strength > best.strength:
            best = found
            if best.strength == 1:
                break
    return best


def _strength(groups: Groups, passage: _Read) -> _Anchored:
    """How strongly one anchor holds: all its groups near one another in the text, or partly in the headings."""
    text, above = passage.text, passage.above
    spans: list[list[Span]] = []
    found: list[str] = []
    from_above = 0
    for group in groups:
        wanted = terms(group)
        if here := passage.here(wanted):
            spans.append(here[:_MOST_SPANS])
            found += [text.text[slice(*span)] for span in here[:2]]
        elif over := passage.over(wanted):
            from_above += 1
            found.append(above.text[slice(*over[0])])
        else:
            return _NONE
    if not spans:
        return _Anchored(_ALL_ABOVE, -1, tuple(found))
    window, start, end, thing = _closest(spans)
    if end == 0:
        return _NONE
    strength = next((worth for within, worth in _NEAR if window <= within), _FAR)
    if window and _ENDS.search(text.text, start, end):
        strength *= _ACROSS
    elif (
        window
        and (item := _ITEM_ENDS.search(text.text, start, end))
        and ":\n" not in text.text[start : item.start()]
    ):
        strength *= _ACROSS_ITEMS
    return _Anchored(strength * (_PARTLY_ABOVE if from_above else 1.0), thing, tuple(found))


def _closest(spans: Sequence[Sequence[Span]]) -> tuple[int, int, int, int]:
    """How much of other text stands between one span of each group at best, and where they begin and end.

    Last comes where the span of the first group begins: that of the thing itself.
    """
    if len(spans) == 1:
        return 0, *spans[0][0], spans[0][0][0]
    best = (10**9, 0, 0, 0)
    most = next((n for n in (6, 4, 3, 2) if n ** len(spans) <= _MOST_CHOICES), 1)
    few = [one[:most] for one in spans] if len(spans) > 2 else spans
    for choice in product(*few):
        first, last = min(s for s, _ in choice), max(e for _, e in choice)
        taken = sum(e - s for s, e in choice)
        if taken > last - first:
            continue  # one word cannot stand for two groups
        best = min(best, (max(last - first - taken, 0), first, last, choice[0][0]))
    return best


def _cues(cues: tuple[str, ...], text: Words, above: Words) -> tuple[float, tuple[str, ...]]:
    """How much of the cues a passage carries, 0 to 1, and in which words."""
    wanted = terms(cues)
    here = {(word := text.text[slice(*span)]).casefold(): word for span in wanted.spans(text)}
    over = {above.text[slice(*span)].casefold() for span in wanted.spans(above)} - here.keys()
    weight = sum(_PHRASE if _SPACED.search(word) else 1.0 for word in here) + _CUE_ABOVE * len(over)
    return min(weight / _ENOUGH, 1.0), tuple(here.values())


def _after_avoiding(avoid: Sequence[Groups], passage: _Read) -> float:
    """What is left of the strength of a passage that carries what only sounds like the thing."""
    found = _strongest(avoid, passage)
    if found.strength == 0:
        return 1.0
    return _SOUNDS_LIKE if found.start >= 0 else _UNDER_SOUNDS_LIKE
