"""What the evidence room gives out: suggestions, proposed values and rows, and verdicts on quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.assessment.answer import Citation
from app.assessment.passages import BlockKind


class Outcome(StrEnum):
    """What a search for evidence came to."""

    FOUND = "found"
    """A passage is about the question."""
    WEAK = "weak"
    """Something may be about it: please check."""
    NOTHING = "nothing"
    """No passage can be about it."""


class Polarity(StrEnum):
    """Whether a passage says that the thing is so."""

    AFFIRMS = "affirms"
    DENIES = "denies"
    BOTH = "both"
    """It affirms it of one thing and denies it of another: the database, and not the backups."""
    UNCLEAR = "unclear"
    """A question, a heading, a form: it says neither."""


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """A value that a passage would support, for the reviewer to accept."""

    question: str
    """Id of the question or follow-up it would answer."""
    value: Any
    """JSON-like, as `Review.answer` takes it: text, a list of choices, `{"number": 72, "unit": "hours"}`."""
    text: str
    """As a person reads it (`72 hours`)."""
    start: int
    """Offset in the document's text of the words it was read from."""
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage proposed for a question; never an answer by itself."""

    document: str
    """Register id of the document (`D1`)."""
    name: str
    """Name of the document's file."""
    place: str
    """`page 4`, `lines 97-99`."""
    start: int
    """Offset in the document's text."""
    end: int
    text: str
    """The passage as in the document."""
    context: str
    """Headings above it and the lead-in of its list."""
    kind: BlockKind
    score: float
    """0 to 1; comparable between questions and documents."""
    terms: tuple[str, ...]
    """The words of the passage and its context that matched."""
    anchored: bool
    """Whether it carries an anchor of the question."""
    polarity: Polarity = Polarity.UNCLEAR
    limited: bool = False
    """Whether it sets a limit (`unless`, `except`)."""
    speaks_for: str = ""
    """The answer to a yes-or-no question that it is evidence for: `yes`, `no` or empty."""
    value: ProposedValue | None = None
    also: tuple[str, ...] = ()
    """Where else the same words stand (`D1, line 204`)."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What was found for a question, best first, and what was looked for."""

    question: str
    outcome: Outcome
    confidence: float
    """0 to 1: how sure it is that the documents speak to the question."""
    looked_for: tuple[str, ...]
    """Words and phrases, the decisive ones first."""
    documents: tuple[str, ...]
    """Register ids of the documents that were searched."""
    found: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A row for a register, read out of a document's list or table."""

    cells: Mapping[str, str]
    """Text by column id."""
    document: str
    place: str
    start: int
    end: int
    text: str
    """The words it was read from, as in the document."""


class Verdict(StrEnum):
    """Whether a quote still stands where its citation says."""

    FOUND = "found"
    MOVED = "moved"
    """The same words, at another place."""
    CHANGED = "changed"
    """Nearly the same words."""
    GONE = "gone"
    ABSENT = "absent"
    """The document is not in this database, so that nothing can be said."""
    UNQUOTED = "unquoted"
    """The citation has no words to look for."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One citation, looked up again."""

    question: str
    """Id of the question or follow-up."""
    index: int
    """The citation's place among that answer's citations, from 0."""
    citation: Citation
    verdict: Verdict
    place: str = ""
    """Where the words are now; empty where they are not."""
    start: int | None = None
    end: int | None = None
    now: str = ""
    """The words that stand there now, where they changed."""
