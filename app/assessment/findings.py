"""Findings: what a rule says of the answers, what the reviewer made of it, and what was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.assessment.answer import Citation
from app.questionnaire.model import Severity
from app.questionnaire.rules import Against, RuleKind

SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
"""Heaviest first."""
HEAVY = frozenset({Severity.CRITICAL, Severity.HIGH})
"""What a school should not overlook: each of these is named by itself."""


class FindingState(StrEnum):
    """What became of a finding."""

    OPEN = "open"
    ANSWERED = "answered_by_vendor"
    """The vendor has replied; nothing is settled by that alone."""
    FIXED = "fixed"
    ACCEPTED = "accepted"
    """The district lives with it, under a condition with an owner and a date."""
    WITHDRAWN = "withdrawn"
    """The reviewer does not hold it to be one; the reason says why."""


STATE_WORDS: Mapping[FindingState, str] = {
    FindingState.OPEN: "open",
    FindingState.ANSWERED: "answered by vendor",
    FindingState.FIXED: "fixed",
    FindingState.ACCEPTED: "accepted",
    FindingState.WITHDRAWN: "withdrawn",
}

MOST_OF_A_SIDE = 3
"""Passages of a side that are kept with a finding which answers proposed and the reviewer confirmed."""

CONTRADICTIONS = "CON-"
"""How the ids of rules begin that set two statements against each other."""

SETTLED = frozenset({FindingState.FIXED, FindingState.WITHDRAWN})
"""States in which a finding no longer acts on scores."""


def finding_key(rule: str, subject: str = "") -> str:
    """The name under which a finding's state is kept: its rule, and what it is about where it can be several."""
    return f"{rule} {subject}" if subject else rule


BY_HAND = "by hand "
"""How the subject of a finding begins that the reviewer raised without a proposal; a number follows."""


def by_hand(subject: str) -> bool:
    """Whether a finding of this subject was raised without a proposal."""
    return subject.startswith(BY_HAND)


@dataclass(frozen=True, slots=True)
class Raised:
    """What a finding says that no condition computes: one the reviewer raised, or a proposal he confirmed."""

    severity: Severity
    message: str
    title: str = ""
    """Empty means the rule's own."""
    law: tuple[str, ...] = ()
    fix: str = ""
    answers: tuple[str, ...] = ()
    """Ids of the questions it is about."""
    citations: tuple[Citation, ...] = ()
    """The passages it rests on."""


@dataclass(frozen=True, slots=True)
class Disposition:
    """What the reviewer has recorded about one finding, as of the last change."""

    rule: str
    subject: str = ""
    state: FindingState = FindingState.OPEN
    reason: str = ""
    owner: str = ""
    """Who sees to it."""
    due: str = ""
    """ISO date by which it is to be settled."""
    cause: str = ""
    """Digest of what made the rule fire when this was recorded; see `Finding.cause`."""
    raised: Raised | None = None
    """Set where the finding exists because the reviewer said so."""
    by: str = ""
    at: datetime | None = None

    @property
    def key(self) -> str:
        """See `finding_key`."""
        return finding_key(self.rule, self.subject)


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing that a finding looked at: an answer or a row, with the passages it rests on."""

    question: str
    """Id of the question or follow-up."""
    text: str
    """The answer or the row in words (`yes`, `Google AdSense: advertising; device identifiers`)."""
    row: str = ""
    """Id of the register row."""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side of a finding, as it is shown."""

    label: str
    spots: tuple[Spot, ...]
    aside: bool = False
    """Whether the finding does not speak of it: it is shown for what it tells of the rest."""


@dataclass(frozen=True, slots=True)
class AppliedCap:
    """What an acting finding leaves of one answer. Exactly one of `credit`, `grade` and `evidence` is set."""

    question: str
    credit: float | None = None
    grade: int | None = None
    evidence: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule of the pack that fired, or one that the reviewer raised or confirmed."""

    rule: str
    """Id of the rule (`CON-01`)."""
    subject: str
    """What it is about where a rule can fire several times (`thirdparty.agreements`, `Amazon Web Services`); else empty."""
    severity: Severity
    kind: RuleKind
    against: Against
    title: str
    """What it is called; where its rule can fire several times it may name what it is about (`Encryption at rest: only in
    part`)."""
    message: str
    """A whole sentence, slots filled."""
    law: tuple[str, ...]
    fix: str
    answers: tuple[str, ...]
    """Ids of the questions and follow-ups it looked at, in its sides' order; the first is where enter leads."""
    sides: tuple[SideShown, ...] = ()
    caps: tuple[AppliedCap, ...] = ()
    differs: bool = False
    """Whether its passages only differ and can both be true; see `Rule.differs`."""
    state: FindingState = FindingState.OPEN
    reason: str = ""
    owner: str = ""
    due: str = ""
    by: str = ""
    at: datetime | None = None
    cause: str = ""
    """Digest of what made it fire: it changes when that changes, and with nothing else."""
    of_rule: str = ""
    """The rule's own title where `title` names what it is about; else empty."""
    came_back: FindingState | None = None
    """The state it had been given before its cause changed; None where it has not come back."""

    @property
    def key(self) -> str:
        """See `finding_key`."""
        return finding_key(self.rule, self.subject)

    @property
    def heading(self) -> str:
        """What all findings of its rule are called together."""
        return self.of_rule or self.title

    @property
    def acts(self) -> bool:
        """Whether it acts on scores and tiers."""
        return self.state not in SETTLED

    @property
    def is_contradiction(self) -> bool:
        """Whether it sets two statements against each other."""
        return self.rule.startswith(CONTRADICTIONS)

    @property
    def passages(self) -> tuple[Citation, ...]:
        """Of the passages it rests on those that decide: what a detector found, else a few of each side."""
        found = [c for side in self.sides for spot in side.spots if not spot.question for c in spot.citations]
        if not found:
            found = [
                c
                for side in self.sides
                for c in list(dict.fromkeys(c for spot in side.spots for c in spot.citations))[
                    :MOST_OF_A_SIDE
                ]
            ]
        return tuple(dict.fromkeys(found))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The passages it rests on, each once."""
        return tuple(dict.fromkeys(c for side in self.sides for spot in side.spots for c in spot.citations))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a pattern in a text, or an assist rule over answers, proposes; a finding once it is confirmed."""

    finding: Finding
    """As it will be when confirmed; its state is `open`."""

    @property
    def key(self) -> str:
        """As of its finding."""
        return self.finding.key


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that could not be run; everything else went on."""

    rule: str
    why: str
    """One sentence without a final stop."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A rule that was not run because something that it reads has not been looked at."""

    rule: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that the rules say of one assessment."""

    found: tuple[Finding, ...] = ()
    """In every state; heaviest first, then by rule and subject in the order of the rulebook and the registers."""
    proposals: tuple[Proposal, ...] = ()
    """What waits for the reviewer's word, in the same order."""
    broken: tuple[Broken, ...] = ()
    waiting: tuple[Waiting, ...] = ()

    @property
    def acting(self) -> tuple[Finding, ...]:
        """Those that are neither fixed nor withdrawn."""
        return tuple(finding for finding in self.found if finding.acts)

    @property
    def of_review(self) -> tuple[Finding, ...]:
        """Those that act and say what the review lacks; they are counted apart from what concerns the vendor."""
        return tuple(finding for finding in self.acting if finding.against is Against.REVIEW)

    def counts(self) -> Mapping[Severity, int]:
        """How many act against the vendor, by severity, heaviest first; a severity without any has 0."""
        vendor = [finding.severity for finding in self.acting if finding.against is Against.VENDOR]
        return {one: vendor.count(one) for one in SEVERITIES}


@dataclass(frozen=True, slots=True)
class Detected:
    """What a detector found in a document; a rule's proposal is made from it."""

    detector: str
    subject: str
    """Names the same thing again on another day (`talkingpoints`, `1792.82`); stable against moved text."""
    document: str
    """Register id of the document (`D1`)."""
    passages: tuple[Citation, ...]
    """The words it rests on, each with document, place, quote (40 words at most) and offsets."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """What the rule's message has in braces (`as_written`, `right`)."""
    answers: tuple[str, ...] = ()
    """Ids of the answers that cite the passage, or of questions that it speaks to."""
    severity: Severity | None = None
    """Where the detector knows better than the rule."""


Names = Mapping[tuple[str, str, str], bool]
"""What the reviewer declared: (kind, name, other name), the names plain and in order, to whether they are the same."""
