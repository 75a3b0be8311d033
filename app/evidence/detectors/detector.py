"""What a detector is, what it is told of an assessment, and how hits become what a rule proposes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.assessment.answer import Citation
from app.assessment.findings import Detected
from app.evidence.companies import company_key
from app.evidence.detectors.hits import Hit, Spot
from app.evidence.detectors.reading import Reading
from app.questionnaire.rules import Rulebook

MOST_SPOTS = 6
"""Passages that one proposal shows."""
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Scanned:
    """One document of the assessment with what a detector found in it."""

    document: str
    """Register id."""
    sha256: str
    kind: str
    """As in the register (`policy`)."""
    title: str
    by_vendor: bool
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Resting:
    """A citation of an answer."""

    question: str
    """Id of the question or follow-up."""
    citation: Citation


@dataclass(frozen=True, slots=True)
class Context:
    """What sifting knows of the assessment."""

    own: frozenset[str] = frozenset()
    """Keys (`company_key`) of the names of vendor, product and operator."""
    known: str = ""
    """Every other name that the registers have, in letters and digits alone, each followed by a space."""
    resting: tuple[Resting, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    """Kind and title of every row of the document register."""
    jurisdictions: tuple[str, ...] = ()
    review_date: str = ""
    """ISO date."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Name of the vendor by SHA-256, for the documents of other vendors."""

    def is_own(self, key: str) -> bool:
        """Whether a name is one of the vendor's own."""
        return any(
            key == one or (min(len(key), len(one)) > 4 and (key.startswith(one) or one.startswith(key)))
            for one in self.own
        )

    def is_known(self, key: str) -> bool:
        """Whether a register has this name."""
        return key in self.known

    def on(self, document: str, spots: Iterable[Spot]) -> tuple[str, ...]:
        """Ids of the questions and follow-ups whose answers cite some of the sentences of these words."""
        spots = tuple(spots)
        return tuple(
            dict.fromkeys(
                one.question
                for one in self.resting
                if one.citation.document.strip().casefold() == document.casefold()
                and any(_rests(one.citation, spot) for spot in spots)
            )
        )


Sift = Callable[[str, Sequence[Scanned], Context], Iterable[Detected]]


@dataclass(frozen=True, slots=True)
class Detector:
    """One detector: a scan of one document by itself, and a cheap look at what came of it."""

    name: str
    """What rules call it."""
    version: int
    """Goes up with every change of what its scan finds."""
    scan: Callable[[Reading, Rulebook], Iterable[Hit]]
    sift: Sift
    reads: Callable[[Rulebook], object] = lambda _: ()
    """The tables of the rulebook that its scan looks into."""


def key_text(names: Iterable[str]) -> str:
    """Names as `Context.known` has them."""
    return " ".join("".join(ch for ch in name.casefold() if ch.isalnum()) for name in names) + " "


def own_keys(names: Iterable[str]) -> frozenset[str]:
    """Keys of names, without the empty ones."""
    return frozenset(key for name in names if (key := company_key(name)))


def by_subject(scanned: Sequence[Scanned]) -> Mapping[str, list[tuple[Scanned, Hit]]]:
    """Every hit with its document, by subject, in order."""
    found: dict[str, list[tuple[Scanned, Hit]]] = {}
    for one in scanned:
        for hit in one.hits:
            found.setdefault(hit.subject, []).append((one, hit))
    return found


def detected(
    name: str,
    subject: str,
    found: Sequence[tuple[Scanned, Hit]],
    context: Context,
    slots: Mapping[str, str] | None = None,
) -> Detected:
    """What a rule proposes, made of hits in one or several documents."""
    passages: list[Citation] = []
    answers: dict[str, None] = {}
    for document, hit in found:
        answers |= dict.fromkeys(context.on(document.document, hit.spots))
        passages += [Citation(document.document, s.place, s.quote, s.start, s.end) for s in hit.spots]
    return Detected(
        name,
        subject,
        found[0][0].document,
        tuple(dict.fromkeys(passages))[:MOST_SPOTS],
        found[0][1].slots if slots is None else slots,
        tuple(answers),
    )


def each_subject(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """One proposal for every subject: the sift of a detector that needs to know nothing more."""
    for subject, found in by_subject(scanned).items():
        yield detected(name, subject, found, context)


def _rests(citation: Citation, spot: Spot) -> bool:
    if citation.start is not None and citation.end is not None:
        return citation.start < spot.around[1] and citation.end > spot.around[0]
    words = " ".join(_WORDS.findall(citation.quote.casefold()))
    there = " ".join(_WORDS.findall(spot.quote.casefold()))
    return bool(words) and (words in there or there in words)
