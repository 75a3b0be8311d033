"""The rulebook of a pack: what is judged, as frozen values. Rules are data; `rules/*.toml` holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from app.questionnaire.model import Severity

SUBJECT = "subject"
"""In a cap's answers: the question that the finding itself is about."""

EACH_QUESTION = "question"
"""In a rule's `each`: one finding for every question in force that it holds for."""


class RuleKind(StrEnum):
    """Who sees it first."""

    AUTO = "auto"
    """Computed from answers, registers, documents and dates alone."""
    ASSIST = "assist"
    """Proposed from a pattern in a text; a finding once the reviewer confirms it."""
    MANUAL = "manual"
    """Raised by the reviewer; the pack supplies the wording."""


class Against(StrEnum):
    """Whose matter a finding is."""

    VENDOR = "vendor"
    """What the vendor says or leaves out."""
    REVIEW = "review"
    """What the review itself lacks: nothing is said of the vendor."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another severity under a condition; the first that holds counts."""

    severity: Severity
    when: str
    """CEL, over the same names as the rule's own condition."""


@dataclass(frozen=True, slots=True)
class Cap:
    """What an acting finding leaves of answers. Exactly one of `credit`, `grade` and `evidence` is set."""

    answers: tuple[str, ...]
    """Question ids; `subject` stands for the questions that the finding is about."""
    credit: str = ""
    """CEL that gives a number from 0 to 1: the most credit that is left."""
    grade: int | None = None
    """The highest evidence grade that is left, 0 to 4."""
    evidence: float | None = None
    """The share of the evidence factor that is left, 0 to 1."""
    when: str = ""
    """CEL; empty means always."""


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Rows of a register that a rule looks for, under a name that its expressions use."""

    name: str
    """In expressions the number of rows that match; in messages (`{name}`) their first cells."""
    register: str
    """Id of a register question, or `signin` (one row for each sign-in provider)."""
    where: str
    """CEL over `row`, a map of its columns and of what is computed for it, and over everything else."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a finding: what is shown beside the other."""

    label: str
    """`What is promised`, `What the register shows`."""
    answers: tuple[str, ...] = ()
    """Ids of questions and follow-ups whose answers are shown."""
    rows: tuple[str, ...] = ()
    """Names of the rule's row filters whose rows are shown."""
    standings: tuple[str, ...] = ()
    """Only answers that stand so are shown (`no`, `not_addressed`): where one of several is enough for the rule, the
    finding speaks of those that made it fire and leaves the others to other rules. Empty means all."""
    aside: bool = False
    """Whether it is only shown beside the others: the finding does not speak of its answers, and other rules may."""
    when: str = ""
    """CEL, over the same names as the rule's own condition; empty means always. Sides of the same label are shown as
    one, so that each answer of a side can have its own condition."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack."""

    id: str
    """`CON-01`."""
    title: str
    severity: Severity
    kind: RuleKind
    message: str
    """A sentence; `{name}` stands for a slot, for the first cells of a row filter's rows, or for `{ask}`."""
    fix: str
    """What would settle it, as said to the vendor."""
    law: tuple[str, ...] = ()
    """Citations, each printable by itself."""
    against: Against = Against.VENDOR
    when: str = ""
    """CEL condition; empty where only a detector or the reviewer raises it."""
    each: str = ""
    """Empty for one finding; `question`, or the name of a row filter, for one finding each (`it` in expressions)."""
    rows: tuple[RowFilter, ...] = ()
    variants: tuple[Variant, ...] = ()
    caps: tuple[Cap, ...] = ()
    sides: tuple[Side, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    """CEL that gives a text or a list of texts, by the slot's name."""
    detector: str = ""
    """Name of the detector over document text that proposes it."""
    may_be_open: tuple[str, ...] = ()
    """Ids that it reads and that need not have been answered. Everything else in force that it reads must be."""
    differs: bool = False
    """Whether its passages only differ in what they promise and can both be true: the answer is kept, at what the caps
    leave, and not called contradicted."""
    headline: str = ""
    """What one of its findings is called, with slots, where the rule's title alone would name too little; empty means
    the title."""
    last: bool = False
    """Whether it is tried after all others (`it.fired` says that another one spoke of the question)."""
    place: str = ""
    """File and line in the pack, for messages."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Names that mean the same when lists are compared."""

    kind: str
    """`element`, `company` or `function`."""
    name: str
    """What the group is called."""
    terms: tuple[str, ...]
    """Words and phrases that name it, any case."""
    covers: tuple[str, ...] = ()
    """Names of groups that this one includes: whoever lists it has listed those as well (`full name`: `first name`)."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class WrongCitation:
    """A citation that is wrong as it is often written."""

    id: str
    pattern: str
    """Regular expression over text with plain spaces, any case."""
    as_written: str
    problem: str
    right: str
    near: str = ""
    """Regular expression that must match in the same sentence; empty where the pattern alone tells."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Misstatement:
    """A sentence that gets a law or a technology wrong."""

    id: str
    pattern: str
    """Regular expression over a sentence, any case."""
    why: str
    """Why it is wrong, as a sentence."""
    unless: str = ""
    """Regular expression that must not match in the sentence; may be empty."""
    law: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ChangedLaw:
    """A law, program or standard that changed, and when."""

    id: str
    law: str
    """As a person says it (`the COPPA Rule`)."""
    changed_on: str
    """ISO date from which the present form counts."""
    when: str
    """CEL: whether it is claimed or applies (`'NY' in jurisdictions`)."""
    what: str
    """What changed, as a clause."""
    in_force: str = ""
    """ISO date from which the present form is in force, where it has to be complied with only later (`changed_on`)."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """A law or agreement for the coverage by law."""

    id: str
    title: str
    group: str
    """`Federal`, `California`, `Agreements` and so on."""
    cited: tuple[str, ...]
    """Regular expressions; a question speaks to the law when one of them matches one of its citations."""
    when: str = ""
    """CEL: whether it is in force for this review; empty means always."""
    questions: tuple[str, ...] = ()
    """Ids of further questions that speak to it."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class CreditTable:
    """How the value of a question that is no yes-or-no becomes credit."""

    question: str
    choices: Mapping[str, str] = field(default_factory=dict)
    """Credit by choice or bare unit, as a number in text."""
    credit: str = ""
    """CEL that gives a number from 0 to 1, where choices do not tell (`size(ny.plan.value) / 7.0`)."""
    otherwise: str = "0"
    """Credit of a choice that is not named."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Scoring:
    """Numbers of the score and the tiers; the defaults are `scoring.md`'s, the pack's file has them again."""

    weights: Mapping[str, float] = field(default_factory=dict)
    """By severity."""
    evidence: tuple[float, ...] = ()
    """Evidence factor by grade, 0 to 4."""
    freshness: tuple[tuple[int, float], ...] = ()
    """Months up to which a factor counts, in order; the last has 0 months and counts for anything older."""
    undated: float = 0.6
    unscored: tuple[str, ...] = ()
    """Ids and id beginnings (`review.`) that are context: they get no score."""
    scored: tuple[str, ...] = ()
    """Ids that are scored although `unscored` names their beginning."""
    credits: tuple[CreditTable, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """By name: `completeness`, `conditions.commitment`, `conditions.assurance`, `meets.commitment`,
    `meets.assurance`, `meets.months`, `shown.commitment`."""


@dataclass(frozen=True)
class Rulebook:
    """Everything that judges the answers of one pack. No part of the wording that an assessment keeps."""

    pack: str
    """Id and version of the pack (`k12 1.0`)."""
    rules: tuple[Rule, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """CEL by name: expressions use the name for it (`stu`)."""
    called: Mapping[str, str] = field(default_factory=dict)
    """Short names of questions, by id (`Encryption at rest`); one that has none is called by its own words."""
    called_at: Mapping[str, str] = field(default_factory=dict)
    """File and line of each of them."""
    synonyms: tuple[Synonyms, ...] = ()
    wrong_citations: tuple[WrongCitation, ...] = ()
    misstatements: tuple[Misstatement, ...] = ()
    changed_laws: tuple[ChangedLaw, ...] = ()
    laws: tuple[Law, ...] = ()
    scoring: Scoring = field(default_factory=Scoring)
    sha256: str = ""
    """Digest of all of it, printed with what it judged."""
    unread: tuple[tuple[str, str], ...] = ()
    """What of its files could not be read: the rule's id or the file, and what was expected."""

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}
