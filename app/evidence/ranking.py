"""How well a passage answers a question: anchors decide, cues and BM25 help, and what only sounds like it costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from app.assessment.passages import BlockKind, Hit
from app.evidence.polarity import Reading, read
from app.evidence.query import Query
from app.evidence.terms import Groups, pattern, plain, words_of

FOUND_FROM, WEAK_FROM = 0.5, 0.2
"""Strength from which a passage counts as about the question, and from which it is worth a look."""

_NEAR = ((60, 1.0), (140, 0.94), (260, 0.84), (450, 0.72))
"""How much anchors count whose terms stand within so many characters of one another."""
_FAR = 0.6
_ACROSS = 0.8
"""What is left where a sentence ends between them."""
_ALL_ABOVE = 0.42
"""An anchor that only the headings carry: a heading outranks nothing."""
_PARTLY_ABOVE = 0.86
"""An anchor that the headings and the passage carry together."""
_WEAK = 0.55
_MANY_CUES, _CUES_ONLY = 0.5, 0.3
"""Share of the cues from which a passage without an anchor may stand below those that have one, and its worth."""
_MOST_SPANS = 12
_ENDS = re.compile(r"[.!?][\"”’)]?\s+(?=[A-Z(\[])|\n\s*\n")
_PROMPT = re.compile(
    r"^\W*(?:\(?[a-z\d]{1,3}[.)]\s*)?(?:please\s+)?(?:outline|address|specify|describe|explain|identify|indicate|list|state|provide|"
    r"detail|include|attach|check)\b[^.]*\b(?:you|your|vendor|contractor|the plan|how|whether)\b",
    re.IGNORECASE,
)
"""The beginning of a form's own question, which is no answer."""

_DEFINES = re.compile(
    r"[\"“”]\s*(?:shall\s+)?(?:means?|refers?\s+to|includes?)\b|\b(?:shall\s+mean|is\s+defined\s+as|has\s+the\s+meaning)\b",
    re.IGNORECASE,
)
_DEFINITIONS = re.compile(r"\bdefinitions?\b", re.IGNORECASE)
_TEMPLATE = re.compile(
    r"\[\s*(?:insert|name|date|describe|enter|your|district|vendor|tbd|to be)\b|_{4,}", re.IGNORECASE
)
_RECITAL = re.compile(r"^\s*(?:whereas\b|purpose of (?:this|the)\b|table of contents\b)", re.IGNORECASE)
_BY_REFERENCE = re.compile(r"\bincorporated (?:herein )?by (?:this )?reference\b", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:shall|will|must|may|do|does|did|is|are|was|were|be|been|has|have|can|agrees?|use[sd]?|keeps?|never|not|"
    r"requires?|provides?|encrypts?|deletes?|notif(?:y|ies)|collects?|stores?|trains?|undergo(?:es)?|sign(?:s|ed)?)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\b(?:we|our|us|provider|vendor|company|contractor|operator|processor|consultant|supplier|staff|employees|personnel|"
    r"shall|agrees?)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(?:see|refer to|described in|set forth in|set out in|as described|more information)\b.{0,60}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hit with what was found in it."""

    hit: Hit
    score: float
    """0 to 1; orders the passages of one question."""
    strength: float
    """0 to 1; how sure it is that the passage is about the question, whatever else was found."""
    anchored: bool
    """Whether it carries an anchor that decides."""
    anchor: bool
    """Whether it carries any anchor, if only a weak one."""
    terms: tuple[str, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class _Anchored:
    strength: float
    start: int
    """Where in the plain text the anchor stands; -1 when only the headings carry it."""
    words: tuple[str, ...]


_NONE = _Anchored(0.0, -1, ())


def rank(query: Query, hits: Iterable[Hit]) -> list[Ranked]:
    """The hits that may be about the question, best first; equal ones in the order of their documents."""
    found = list(hits)
    best = max((-hit.bm25 for hit in found), default=0.0)
    ranked = [one for hit in found if (one := _ranked(query, hit, best)) is not None]
    if not any(one.anchor for one in ranked):
        return []
    ranked.sort(key=lambda one: (-one.score, one.hit.document, one.hit.ordinal))
    return ranked


def _ranked(query: Query, hit: Hit, best: float) -> Ranked | None:
    text, above = plain(hit.text), plain(hit.context)
    anchor = _strongest(query.anchors, text, above)
    weak = _strongest(query.weak, text, above)
    if anchor.strength < weak.strength * _WEAK:
        anchor, anchored = _Anchored(weak.strength * _WEAK, weak.start, weak.words), False
    else:
        anchored = anchor.strength > 0
    cues, cue_words = _cues(query.cues, text, above)
    if anchor.strength == 0:
        if cues < _MANY_CUES:
            return None
        anchor = _Anchored(_CUES_ONLY * cues, -1, ())
    strength = anchor.strength * _worth(query, hit, text, above)
    strength *= 0.84 + 0.16 * cues
    relative = -hit.bm25 / best if best > 0 else 0.0
    score = strength * (0.74 + 0.16 * relative + 0.1 * cues)
    words = tuple(dict.fromkeys((*anchor.words, *cue_words)))
    carried = anchor.start >= 0 or bool(anchor.words)
    return Ranked(hit, score, strength, anchored, carried, words, read(text, anchor.start))


def _strongest(anchors: Sequence[Groups], text: str, above: str) -> _Anchored:
    best = _NONE
    for groups in anchors:
        found = _strength(groups, text, above)
        if found.strength > best.strength:
            best = found
    return best


def _strength(groups: Groups, text: str, above: str) -> _Anchored:
    """How strongly one anchor holds: all its groups near one another in the text, or partly in the headings."""
    spans: list[list[tuple[int, int]]] = []
    words: list[str] = []
    from_above = 0
    for group in groups:
        searching = pattern(group)
        if searching is None:
            return _NONE
        here = [match.span() for match in searching.finditer(text)][:_MOST_SPANS]
        if here:
            spans.append(here)
            words += [text[slice(*span)] for span in here[:2]]
        elif match := searching.search(above):
            from_above += 1
            words.append(match[0])
        else:
            return _NONE
    if not spans:
        return _Anchored(_ALL_ABOVE, -1, tuple(words))
    window, start, end = _closest(spans)
    if end == 0:
        return _NONE
    strength = next((worth for within, worth in _NEAR if window <= within), _FAR)
    if window and _ENDS.search(text, start, end):
        strength *= _ACROSS
    return _Anchored(strength * (_PARTLY_ABOVE if from_above else 1.0), start, tuple(words))


def _closest(spans: Sequence[Sequence[tuple[int, int]]]) -> tuple[int, int, int]:
    """How much of other text stands between one span of each group at best, and where they begin and end."""
    if len(spans) == 1:
        return 0, *spans[0][0]
    best = (10**9, 0, 0)
    few = [one[:6] for one in spans] if len(spans) > 2 else spans
    for choice in product(*few):
        first, last = min(s for s, _ in choice), max(e for _, e in choice)
        taken = sum(e - s for s, e in choice)
        if taken > last - first:
            continue  # one word cannot stand for two groups
        best = min(best, (max(last - first - taken, 0), first, last))
    return best


def _cues(cues: Sequence[str], text: str, above: str) -> tuple[float, tuple[str, ...]]:
    """How much of the cues a passage carries, 0 to 1, and in which words."""
    weight, words = 0.0, []
    for cue in cues:
        searching = _one(cue)
        if searching is None:
            continue
        if match := searching.search(text):
            weight += 1.5 if len(words_of(cue)[0]) > 1 else 1.0
            words.append(match[0])
        elif searching.search(above):
            weight += 0.5
    return min(weight / 5.0, 1.0), tuple(words)


@lru_cache(maxsize=4096)
def _one(cue: str) -> re.Pattern[str] | None:
    return pattern((cue,))


def _worth(query: Query, hit: Hit, text: str, above: str) -> float:
    """What is left of a passage's strength after all that makes it an unlikely answer."""
    worth = 1.0
    avoid = _strongest(query.avoid, text, above)
    if avoid.strength > 0:
        worth *= 0.4 if avoid.start >= 0 else 0.6
    if _DEFINES.search(text[:240]) or _DEFINITIONS.search(above):
        worth *= 0.62
    if _TEMPLATE.search(text):
        worth *= 0.5
    if _RECITAL.match(text):
        worth *= 0.6
    if _PROMPT.match(text):
        worth *= 0.45
    if _BY_REFERENCE.search(text):
        worth *= 0.6
    stripped = text.strip()
    if hit.kind is not BlockKind.ROW:
        if stripped.endswith("?") and len(stripped) < 160:
            worth *= 0.5
        elif not _SAYS.search(text) and len(stripped) < 120 and ":" not in stripped:
            worth *= 0.7
        elif _SPEAKER.search(text):
            worth = min(worth * 1.04, 1.0)
        if len(stripped) < 200 and _POINTER.search(stripped):
            worth *= 0.8
    if hit.kind is BlockKind.NOTE:
        worth *= 0.8
    return worth
