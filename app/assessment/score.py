"""The score as values: lines, losses, figures, and the tier with what keeps it from a better one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.assessment.findings import Findings
from app.questionnaire.model import Question


class Tier(StrEnum):
    """What the file as a whole allows a district to conclude, worst first. Our words; no certification is implied."""

    CANNOT_SAY = "Cannot say"
    DOES_NOT_MEET = "Does not meet"
    NOT_SHOWN = "Not shown"
    MEETS_WITH_CONDITIONS = "Meets with conditions"
    MEETS = "Meets"


class LossKind(StrEnum):
    """Where a point went."""

    ANSWER = "answer"
    CONTRADICTION = "contradiction"
    EVIDENCE = "evidence"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Loss:
    """Points of Assurance that one question lost to one cause."""

    question: str
    kind: LossKind
    points: float
    """Of 100."""
    cause: str
    """In words: `the documents are silent`, `CON-02`, `published policy`, `8 years old`."""
    rule: str = ""
    """Id of the finding's rule, where one took them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One scored question."""

    question: str
    area: str
    """Id of its section."""
    weight: float
    credit: float
    """0 to 1, by the answer alone."""
    capped: float
    """The same after the findings' caps."""
    grade: int
    """Grade of its best evidence after caps, 0 to 4."""
    evidence: float
    """Evidence factor."""
    freshness: float
    document: str
    """Register id of the document that counted; empty where none did."""
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The two numbers, for the whole or for an area; None where nothing could be scored."""

    weight: float
    commitment: float | None
    assurance: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers add up to."""

    lines: tuple[Line, ...] = ()
    total: Figures = field(default_factory=lambda: Figures(0.0, None, None))
    areas: Mapping[str, Figures] = field(default_factory=dict)
    """By section id, in the order of the pack; sections with nothing scored are missing."""
    losses: tuple[Loss, ...] = ()
    """Largest first. They add up to 100 minus Assurance."""
    answered: int = 0
    in_force: int = 0
    by_question: Mapping[str, Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The tier, computed and shown."""

    tier: Tier
    """The one that is shown: the reviewer's where the rules allow it, else the computed one."""
    computed: Tier
    why: tuple[str, ...] = ()
    """What the computed tier rests on, as sentences: the conditions that held or failed."""
    concluded: bool = False
    """Whether the reviewer has recorded this tier as the conclusion."""
    override: str = ""
    """The written reason, where the reviewer's tier is not the computed one."""
    refused: str = ""
    """Why the reviewer's tier is not shown (past an open critical, more than one step up, no reason); else empty."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate in force that applies."""

    question: Question
    credit: float
    """0 to 1, after what findings take."""
    cause: str
    """What took the rest, in words; empty with full credit."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that would move the numbers or the tier."""

    question: str
    """Id of the question, or empty for a finding or a date."""
    what: str
    """What to get or do, as a sentence."""
    tier: Tier
    commitment: float | None
    assurance: float | None
    cost: int
    """How much it asks of the vendor: 1 a sentence, 2 a signature or date, 3 a document, 4 a practice."""
    order: int = 0
    """0 where it moves the tier by itself; 1, 2 and so on where it takes several, in this order."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that follows from the answers, besides the path."""

    findings: Findings
    score: Score
    verdict: Verdict
    rules: str = ""
    """Digest of the rulebook that judged."""
