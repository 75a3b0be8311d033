"""DOC-09: twelve or more words in a row that stand in another vendor's document too.

Documents are compared by fingerprints: of every run of twelve words at least one group of eight is kept as a number (the
smallest of five neighbors), so that only documents with a number in common are read word by word.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.assessment.findings import Detected
from app.evidence.companies import company_key
from app.evidence.detectors.detector import Context, Scanned, detected
from app.evidence.detectors.hits import Hit
from app.evidence.detectors.reading import Reading
from app.evidence.duties import names_law
from app.questionnaire.rules import Rulebook

RUN = 12
"""Words in a row that count as shared."""
_GROUP = 8
_WINDOW = RUN - _GROUP + 1
_DIGITS = 8
_PRINTS = "prints"
_MOST_SPOTS = 5
_MOST_DOCUMENTS = 40
_WORD = re.compile(r"[^\W_]+")
_FORM = re.compile(
    r"\bNDPA\b|\bSDPC\b|student data privacy (?:agreement|consortium)|national data privacy agreement|standard contractual clauses",
    re.IGNORECASE,
)
"""A standard form is the same for everybody."""
_KNOWN_TEXT = re.compile(
    r"\bpledge\b|iKeepSafe|ikeepprofile|common sense|\bCIPA\b|internet protection act|parents'? bill of rights|all rights reserved|"
    r"warrant(?:y|ies)|liab(?:le|ility)|severab|governing law|entire agreement",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of what can be compared, with where they stand; `breaks` are numbers of words that begin anew."""

    forms: list[str]
    spans: list[tuple[int, int]]
    breaks: frozenset[int]


def scan(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """The fingerprints of a document."""
    prints = sorted(_fingerprints(_words(reading)))
    if prints:
        yield Hit(_PRINTS, (), marks={_PRINTS: "".join(f"{one:0{_DIGITS}x}" for one in prints)})


def prints_of(hits: Iterable[Hit]) -> frozenset[str]:
    """The fingerprints among the hits of `scan`."""
    found: set[str] = set()
    for hit in hits:
        text = hit.marks.get(_PRINTS, "")
        found.update(text[at : at + _DIGITS] for at in range(0, len(text), _DIGITS))
    return frozenset(found)


def candidates(mine: frozenset[str], others: Iterable[tuple[str, frozenset[str]]]) -> tuple[str, ...]:
    """Which of the other documents, by hash, may share a run of words; those with most in common first."""
    common = [(len(mine & prints), sha256) for sha256, prints in others]
    return tuple(sha256 for count, sha256 in sorted(common, reverse=True) if count)[:_MOST_DOCUMENTS]


def shared(reading: Reading, other: Reading, sha256: str) -> Iterator[Hit]:
    """The runs of words that two documents share, as one hit that names the other's hash."""
    mine, theirs = _words(reading), _words(other)
    there = {tuple(theirs.forms[at : at + RUN]) for at in _starts(theirs, RUN)}
    spots = []
    longest = at = 0
    starts = frozenset(_starts(mine, RUN))
    while at < len(mine.forms):
        if at not in starts or tuple(mine.forms[at : at + RUN]) not in there:
            at += 1
            continue
        last = at
        while last + 1 in starts and tuple(mine.forms[last + 1 : last + 1 + RUN]) in there:
            last += 1
        stop = last + RUN
        longest = max(longest, stop - at)
        spots.append((stop - at, mine.spans[at][0], mine.spans[stop - 1][1]))
        at = stop
    if spots:
        best = sorted(sorted(spots, reverse=True)[:_MOST_SPOTS], key=lambda one: one[1])
        quotes = tuple(reading.spot(start, end, (start, end)) for _, start, end in best)
        yield Hit(sha256, quotes, {"longest": str(longest), "times": str(len(spots))}, {"other": sha256})


def sift(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """One proposal for every other vendor; a file that both have is nobody's own text."""
    found: dict[str, list[tuple[Scanned, Hit]]] = {}
    for one in scanned:
        if one.by_vendor and one.sha256 not in context.others:
            for hit in one.hits:
                if hit.marks.get("other", "") in context.others:
                    found.setdefault(context.others[hit.marks["other"]], []).append((one, hit))
    for vendor, hits in found.items():
        yield detected(name, company_key(vendor), hits, context, {**hits[0][1].slots, "other": vendor})


def _words(reading: Reading) -> _Words:
    forms: list[str] = []
    spans: list[tuple[int, int]] = []
    breaks: set[int] = set()
    before = -2
    if _FORM.search(reading.text[:20_000]):
        return _Words(forms, spans, frozenset())
    for sentence in reading.sentences:
        known = _KNOWN_TEXT.search(sentence.plain) or _KNOWN_TEXT.search(sentence.context)
        if sentence.passage < 0 or known or names_law(sentence.plain) or names_law(sentence.context):
            before = -2
            continue
        if sentence.passage != before:
            breaks.add(len(forms))
        before = sentence.passage
        for match in _WORD.finditer(sentence.plain):
            forms.append(match[0].lower())
            spans.append(sentence.span(match))
    return _Words(forms, spans, frozenset(breaks))


def _starts(words: _Words, size: int) -> Iterator[int]:
    """Numbers of words at which so many in a row begin."""
    edges = [*sorted(words.breaks), len(words.forms)]
    for first, last in pairwise(edges):
        yield from range(first, last - size + 1)


def _fingerprints(words: _Words) -> set[int]:
    edges = [*sorted(words.breaks), len(words.forms)]
    found: set[int] = set()
    for first, last in pairwise(edges):
        numbers = [
            zlib.crc32(" ".join(words.forms[at : at + _GROUP]).encode())
            for at in range(first, last - _GROUP + 1)
        ]
        found.update(min(numbers[at : at + _WINDOW]) for at in range(len(numbers) - _WINDOW + 1))
    return found
