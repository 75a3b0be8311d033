"""From hits to suggestions: the best passages for a question, with what they say, or an honest nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.assessment.passages import Hit
from app.evidence.model import Outcome, Polarity, Suggestion, Suggestions
from app.evidence.query import Query
from app.evidence.ranking import FOUND_FROM, WEAK_FROM, Ranked, rank

CANDIDATES, SECOND_CANDIDATES = 50, 20
"""Passages that the search for anchors, and the one for cues, hand over to be ranked."""
_ONE_SIDED = frozenset({Polarity.AFFIRMS, Polarity.DENIES})
SURE = 0.75
"""Strength from which a passage is said to speak for yes or no: a wrong word would be worse than none."""
_RIVAL = 0.55
"""A passage that says the opposite is shown among the first when it has this share of the best one's score."""
_ENOUGH = 3
"""Passages up to which one without an anchor is shown, behind those that have one."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """A document as suggestions name it."""

    id: str
    """Register id (`D1`)."""
    name: str
    place: Callable[[int, int], str]
    """Where in it a piece of its text stands, by its offsets (`page 4`, `lines 97-99`)."""


def suggest(
    query: Query, hits: Sequence[Hit], documents: Mapping[int, Searchable], limit: int = 5
) -> Suggestions:
    """The best passages among the hits; `documents` by the store's number. At most `limit` are kept."""
    ranked = [one for one in rank(query, hits) if one.hit.document in documents]
    strength = max((one.strength for one in ranked), default=0.0)
    outcome = Outcome.NOTHING
    if strength >= WEAK_FROM:
        outcome = Outcome.FOUND if strength >= FOUND_FROM else Outcome.WEAK
    ranked, copies = _folded(_second_chance(ranked))
    kept = [] if outcome is Outcome.NOTHING else _with_rival(ranked, limit)
    return Suggestions(
        question=query.question,
        outcome=outcome,
        confidence=round(max((one.certainty for one in ranked), default=0.0), 3),
        looked_for=query.looked_for,
        documents=tuple(document.id for document in documents.values()),
        found=tuple(
            replace(
                _suggestion(query, one, documents[one.hit.document]),
                also=tuple(_where(copy.hit, documents) for copy in copies.get(_words(one), ())),
            )
            for one in kept
        ),
    )


def _second_chance(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Those with an anchor first; others only where they are too few, for the reviewer may see what no term knows."""
    carrying = [one for one in ranked if one.anchor]
    others = [one for one in ranked if not one.anchor]
    return [*carrying, *others[: max(_ENOUGH - len(carrying), 0)]]


def _folded(ranked: Sequence[Ranked]) -> tuple[list[Ranked], dict[str, list[Ranked]]]:
    """Each wording once, at its best place; the other places by the words: clauses that come once for every state."""
    first: dict[str, Ranked] = {}
    copies: dict[str, list[Ranked]] = {}
    for one in ranked:
        words = _words(one)
        if words in first:
            copies.setdefault(words, []).append(one)
        else:
            first[words] = one
    return list(first.values()), copies


def _words(ranked: Ranked) -> str:
    return " ".join(ranked.hit.text.split())


def _where(hit: Hit, documents: Mapping[int, Searchable]) -> str:
    document = documents[hit.document]
    return f"{document.id}, {document.place(hit.start, hit.end)}"


def _with_rival(ranked: Sequence[Ranked], limit: int) -> list[Ranked]:
    """The first ones; where all of them say the same and another one the opposite, that too, however many agree."""
    kept = list(ranked[:limit])
    told = {one.reading.polarity for one in kept} & _ONE_SIDED
    if len(told) != 1 or len(kept) < 2:
        return kept
    opposite = Polarity.DENIES if told == {Polarity.AFFIRMS} else Polarity.AFFIRMS
    for one in ranked[limit:]:
        if one.score < kept[0].score * _RIVAL:
            break
        if one.reading.polarity is opposite and one.anchored:
            return [*kept[:-1], one]
    return kept


def _suggestion(query: Query, ranked: Ranked, document: Searchable) -> Suggestion:
    hit, reading = ranked.hit, ranked.reading
    speaks_for = ""
    sure = ranked.anchored and ranked.strength >= SURE
    # "Not unless you ask" is no plain no; of what should not be done, "never, except …" is still the better answer.
    open_ended = query.denial == "no" and reading.limited and reading.polarity is Polarity.DENIES
    if query.denial and sure and not open_ended and reading.polarity in _ONE_SIDED:
        other = "yes" if query.denial == "no" else "no"
        speaks_for = query.denial if reading.polarity is Polarity.DENIES else other
    return Suggestion(
        document=document.id,
        name=document.name,
        place=document.place(hit.start, hit.end),
        start=hit.start,
        end=hit.end,
        text=hit.text,
        context=hit.context,
        kind=hit.kind,
        score=round(ranked.score, 3),
        terms=ranked.terms,
        anchored=ranked.anchored,
        polarity=reading.polarity,
        limited=reading.limited,
        speaks_for=speaks_for,
    )
