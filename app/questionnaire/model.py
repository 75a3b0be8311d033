"""The pack: sections, questions, follow-ups and profile statements as frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping  # read at run time: snapshots are made from the type hints
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class AnswerType(StrEnum):
    """The shapes an answer's value can have."""

    STATEMENT = "statement"
    """Yes, partial, no or not applicable; carries no value of its own."""
    ONE_OF = "one_of"
    """Exactly one of the question's choices."""
    MANY_OF = "many_of"
    """Any number of the question's choices."""
    TEXT = "text"
    """One line of text."""
    LONG_TEXT = "long_text"
    """Text of any number of lines."""
    DATE = "date"
    """A calendar date, ISO 8601 (`2026-11-22`)."""
    NUMBER_UNIT = "number_unit"
    """A number with one of the question's units, or a unit that stands alone (`none stated`)."""
    EMAIL = "email"
    """One e-mail address."""
    URL = "url"
    """One web address."""
    RECORD = "record"
    """One row with the question's columns."""
    TABLE = "table"
    """A register: any number of rows with the question's columns."""


class Severity(StrEnum):
    """How much a bad answer weighs, heaviest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record or one column of a register."""

    id: str
    """Name in data (`info_shared`)."""
    label: str
    """Name on screen and in print (`What it receives`)."""
    type: AnswerType = AnswerType.TEXT
    """TEXT, LONG_TEXT, DATE, EMAIL, URL or ONE_OF."""
    choices: tuple[str, ...] = ()
    """The allowed values of a ONE_OF column."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, or a follow-up when `parent` is set."""

    id: str
    """Stable dotted id; a follow-up's id is its question's id plus one more word."""
    section: str
    """Id of the section it belongs to."""
    type: AnswerType
    ask: str
    """The prompt. Of a STATEMENT, worded so that yes is the protective answer unless `good_side` is no."""
    parent: str | None = None
    """Id of the question a follow-up belongs to."""
    when: str = ""
    """CEL condition under which it is asked; empty means always (its parent and section permitting)."""
    choices: tuple[str, ...] = ()
    """Choices of ONE_OF and MANY_OF."""
    exclusive: tuple[str, ...] = ()
    """Choices of a MANY_OF that stand alone (`none`)."""
    silent_choice: str = ""
    """The choice that means that the documents do not say; picking it is the state `not_addressed`."""
    units: tuple[str, ...] = ()
    """Units of a NUMBER_UNIT that follow a number."""
    bare_units: tuple[str, ...] = ()
    """Values of a NUMBER_UNIT that stand without a number (`none stated`)."""
    columns: tuple[Column, ...] = ()
    """Fields of a RECORD or columns of a TABLE."""
    good_side: str = "yes"
    """The protective answer of a STATEMENT: `yes` or `no`."""
    gate: bool = False
    """Whether the top tiers need it to be good."""
    own: bool = False
    """Whether it is the reviewer's own statement: it rests on nothing of the vendor and wants no citation."""
    severity: Severity | None = None
    """Severity of a plain bad answer."""
    why: str = ""
    good: str = ""
    red_flag: str = ""
    evidence: str = ""
    """What to ask the vendor for."""
    law: tuple[str, ...] = ()
    """Citations, each printable by itself."""
    cues: tuple[str, ...] = ()
    """Search terms for evidence."""
    feeds: tuple[str, ...] = ()
    """Profile places it feeds (`P3.A1`)."""
    followups: tuple[Question, ...] = ()
    place: str = ""
    """File and line in the pack, for messages."""

    @property
    def is_followup(self) -> bool:
        """Whether it is a field of another question."""
        return self.parent is not None

    @property
    def suffix(self) -> str:
        """Last word of the id."""
        return self.id.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions asked together."""

    id: str
    title: str
    questions: tuple[Question, ...]
    when: str = ""
    """CEL condition for the whole section."""
    intro: str = ""
    """One or two sentences for the reviewer on entering the section."""
    law: str = ""
    """Short name of the law a module is about (`Education Law 2-d`), empty for general sections."""
    place: str = ""
    """File and line in the pack, for messages."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a sentence that is filled from another answer.

    A slot whose name stands in the clause in braces is set there. Where its clause is not printed, or its name
    stands in none, its `tail` follows as a sentence of its own, so that nothing answered is left out.
    """

    name: str
    """The word in braces in the clause (`deadline` for `{deadline}`)."""
    question: str
    """Id of the question or follow-up whose value fills it."""
    text: str = "{value}"
    """Wording around the value; used when the question has a value. Of a MANY_OF, `{count}`, `{total}` and
    `{missing}` give the number of ticked and of possible choices and the choices that are not ticked."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Whole wording by choice, for ONE_OF, for a choice of a MANY_OF that stands alone, and for a bare unit."""
    states: Mapping[str, str] = field(default_factory=dict)
    """Wording by state, for STATEMENT follow-ups (`yes`, `partial`, `no`, `not_addressed`)."""
    otherwise: str = ""
    """Wording when the question is hidden, open or silent. Empty leaves the part out."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Wording of single choices inside `{value}`; a choice not listed prints as itself."""
    only: tuple[str, ...] = ()
    """The choices of a MANY_OF that are looked at; empty means all."""
    lacking: str = ""
    """Wording when the question is answered with none of `only`."""
    lacking_mark: str = ""
    """Of a follow-up: the best mark that its question can have when it is answered with none of `only`."""
    joined: str = "and"
    """The word before the last item of a list."""
    tail: str = ""
    """A sentence of its own, without its stop (`Exceptions it names: {value}`)."""
    silent: str = ""
    """What the documents do not say when the answer is `not_addressed` (`within how many days`)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A further clause of a statement, about one more question or follow-up."""

    question: str
    """Id of the question or follow-up it is about."""
    clause: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    no: str = ""
    silent: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    frame: str = ""
    """As in `Statement`; empty means the statement's own."""
    partial: str = ""
    """As in `Statement`."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the profile and how it is worded.

    `clause` is the positive clause with the vendor as subject. Verbs stand in both forms as `[keeps|keep]`
    (third person, infinitive), so that one clause serves "states that it keeps" and "has agreed to keep".
    `{vendor}` is its name where it comes first in a sentence and "it" after that; `{vendor_s}` is the same as
    "its"; `{product}` is the product. A clause or choice that begins with `{vendor}` or `{product}` is a whole
    sentence and gets no verb by evidence.
    """

    id: str
    """`A1` to `C10` for the agreements, otherwise the id of its question."""
    code: str
    """Profile section it prints in (`P3`)."""
    questions: tuple[str, ...]
    """Ids it is built from; the weakest state wins. The first is the one that `clause` is about."""
    clause: str = ""
    """Positive clause; of a question with a value, `{value}` stands for it."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Clause by choice, for ONE_OF questions whose choices are different facts, for a choice of a MANY_OF that
    stands alone, and for a bare unit."""
    no: str = ""
    """Whole predicate for state `no` (`may sell student data`); empty means "does not" + clause."""
    silent: str = ""
    """What the documents do not say, after "do not say "; empty means "whether {vendor}" + clause."""
    slots: tuple[Slot, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """Wording of single choices inside `{value}`; a choice not listed prints as itself."""
    parts: tuple[Part, ...] = ()
    """Further clauses: about the other `questions`, and about follow-ups, which can only take the mark down."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """Mark by choice or bare unit, for facts with a better and a worse side (`{"targeted": "no"}`); the worst
    of the ticked ones counts. `some` is for a MANY_OF with some but not all of its choices. Default: yes."""
    frame: str = "promise"
    """Which verbs say how we know: `promise` ("has agreed in writing to"), `fact` ("has confirmed in writing
    that it"), or `plain` (the clause is a whole sentence of the reviewer's own)."""
    place: str = ""
    """File and line in the pack, for messages."""
    partial: str = ""
    """What holds of the clause whenever the answer is partial, worded like a clause; the limit follows it. Left out:
    the clause as what is asked, of which only a part holds."""

    @property
    def reads(self) -> tuple[str, ...]:
        """Ids of all questions and follow-ups whose answers it words, in its order."""
        clauses = (*self.questions, *(part.question for part in self.parts))
        return tuple(dict.fromkeys((*clauses, *(slot.question for slot in self.slots))))


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """How evidence for a question is found in documents, besides by its cues.

    A term is a word or phrase; a star at its end stands for any ending (`encrypt*`). An anchor is written as
    groups of terms: `encrypt* | AES & at rest | stored` wants one term of each group near one another.
    """

    question: str
    """Id of the question or follow-up."""
    anchors: tuple[str, ...] = ()
    """A passage with none of these cannot be about the question."""
    weak: tuple[str, ...] = ()
    """Anchors that leave it open whether the passage is about the question: please check."""
    cues: tuple[str, ...] = ()
    """Terms that make a passage more likely the right one, besides the question's own cues."""
    avoid: tuple[str, ...] = ()
    """Anchors of what only sounds like it (`train & model*`): a passage with one counts for little."""
    denial: str = ""
    """What a denial of the thing is evidence for: `yes` where the good clause is that it is not done, `no` otherwise
    (the default), `none` where the passage alone cannot tell."""
    place: str = ""
    """File and line in the pack, for messages."""

    @property
    def id(self) -> str:
        """What messages name: the question."""
        return self.question


@dataclass(frozen=True)
class Pack:
    """A questionnaire as data."""

    id: str
    version: str
    title: str
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...] = ()
    sha256: str = ""
    """Digest of the pack's content; the same content gives the same digest on every machine."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Fixed texts of the profile by key (`about`), with `{slots}` for what is filled in."""
    search: tuple[SearchTerms, ...] = field(default=(), compare=False, metadata={"wording": False})
    """How evidence is found. Not part of the wording an assessment keeps: better terms serve old assessments too."""
    synonyms: tuple[tuple[str, ...], ...] = field(default=(), compare=False, metadata={"wording": False})
    """Groups of terms that a search takes for one another."""

    @cached_property
    def search_by_id(self) -> Mapping[str, SearchTerms]:
        """Search terms by the id of their question or follow-up."""
        return {terms.question: terms for terms in self.search}

    @cached_property
    def items(self) -> tuple[Question, ...]:
        """Every question and follow-up in the order in which they are asked."""
        return tuple(self._walk())

    def _walk(self) -> Iterator[Question]:
        for section in self.sections:
            for question in section.questions:
                yield question
                yield from question.followups

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Questions and follow-ups by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions without their follow-ups."""
        return tuple(item for item in self.items if item.parent is None)

    @cached_property
    def section_by_id(self) -> Mapping[str, Section]:
        """Sections by id."""
        return {section.id: section for section in self.sections}

    def question(self, question_id: str) -> Question:
        """The question or follow-up with this id. Raises `KeyError` when there is none."""
        return self.by_id[question_id]

    @cached_property
    def marks(self) -> Mapping[str, Mapping[str, str]]:
        """Marks by choice, by question; questions whose statements give none are missing."""
        found: dict[str, Mapping[str, str]] = {}
        for statement in self.statements:
            clauses = [(statement.questions[0], statement.marks)] if statement.questions else []
            clauses += [(part.question, part.marks) for part in statement.parts]
            for question, marks in clauses:
                if marks:
                    found.setdefault(question, marks)
        return found

    @cached_property
    def lacking_marks(self) -> Mapping[str, tuple[Slot, ...]]:
        """By question, the slots whose follow-up can take its mark down."""
        found: dict[str, tuple[Slot, ...]] = {}
        for slot in (slot for statement in self.statements for slot in statement.slots if slot.lacking_mark):
            item = self.by_id.get(slot.question)
            if item is not None and item.parent is not None:
                found[item.parent] = (*found.get(item.parent, ()), slot)
        return found

    @cached_property
    def spoken(self) -> Mapping[str, Statement]:
        """By question or follow-up, the statement that words its answer: its own, else the first that reads it."""
        found: dict[str, Statement] = {}
        own = {statement.id: statement for statement in self.statements if statement.id in self.by_id}
        for statement in (*own.values(), *self.statements):
            for question in statement.reads:
                found.setdefault(question, statement)
        return found
