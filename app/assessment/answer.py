"""What was answered: states, values, citations and answers as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where an answer stands. The last three differ: not asked about, silent, nobody has looked."""

    YES = "yes"
    """The vendor does it, and a passage says so."""
    PARTIAL = "partial"
    """Some of it, or with the limit written in the reason."""
    NO = "no"
    """The vendor says that it does not."""
    ANSWERED = "answered"
    """A fact or a table is filled in (stands for yes where there is no yes)."""
    NA = "na"
    """Cannot apply to this product; the reason says why."""
    NOT_ADDRESSED = "not_addressed"
    """The reviewer looked, and every document is silent."""
    UNANSWERED = "unanswered"
    """Nobody has looked yet."""


NEEDS_REASON = frozenset({State.PARTIAL, State.NA})
"""States that count as answered only with a reason."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An answer's pointer to a passage."""

    document: str
    """Id of a row of the document register (`D1`) or a document's file name."""
    place: str
    """Where in it, as a person would say it (`line 97`, `page 4`)."""
    quote: str = ""
    """Verbatim words of the passage."""
    start: int | None = None
    """Character offset of the quote in the document's extracted text, where known."""
    end: int | None = None
    """Offset after the quote's last character, where known."""
    row: str = ""
    """Id of the register row it is for; empty when it is for the answer as a whole."""
    lost: str = ""
    """`changed` or `gone` where its document, in the version on the register, no longer has these words.
    Such a citation is kept to be seen, and is no evidence."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked for before an answer was recorded as not addressed, and where."""

    terms: tuple[str, ...]
    """The words and phrases that were looked for."""
    documents: tuple[str, ...]
    """Register ids of the documents that were searched (`D1`); empty when none was in the database."""
    outcome: str = "nothing"
    """What the search said: `nothing`, `weak` or `found`; the reviewer decided all the same."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit; `number` is None for a unit that stands alone (`none stated`)."""

    number: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register. Rows keep their id while they are edited or reordered."""

    id: str
    cells: Mapping[str, str]
    """Text by column id; a missing column is an empty cell."""


Value = str | tuple[str, ...] | Number | Mapping[str, str] | tuple[Row, ...] | None
"""By answer type: STATEMENT None; ONE_OF, TEXT, LONG_TEXT, DATE, EMAIL, URL str; MANY_OF tuple of str;
NUMBER_UNIT Number; RECORD mapping of column id to text; TABLE tuple of Row."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The current answer to one question."""

    state: State = State.UNANSWERED
    value: Value = None
    reason: str = ""
    """Why partial or not applicable; printed in the profile."""
    note: str = ""
    """The reviewer's own note; never printed in the public profile."""
    citations: tuple[Citation, ...] = ()
    flag: bool = False
    """Marked to come back to."""
    searched: Searched | None = None
    """Of a `not_addressed`: what was looked for. None where nothing was."""
    reopened: str = ""
    """Why an answer that was given is open again (its quote is gone from the newer document); empty otherwise.
    It stands for nothing until it is given again."""
    by: str = ""
    """Who gave it."""
    at: datetime | None = None
    """When, aware, UTC; None for an answer never given."""

    @property
    def cited(self) -> tuple[Citation, ...]:
        """The citations that still are evidence: those whose words are where they were."""
        return tuple(citation for citation in self.citations if not citation.lost)


UNANSWERED = Answer()
"""What a question without any change has."""

Answers = Mapping[str, Answer]
"""Answers by question id; a missing id is `UNANSWERED`."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One review of one product of one vendor against one pack version."""

    id: int
    """Number in its database; 0 before it is stored."""
    slug: str
    """Its name on the command line: lower-case letters, digits and dashes."""
    vendor: str
    product: str
    pack_id: str
    pack_version: str
    pack_sha256: str
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Summary:
    """What the library shows of an assessment, kept beside it so that a list needs no replay."""

    answered: int = 0
    in_force: int = 0
    tier: str | None = None
    findings: Mapping[str, int] = field(default_factory=dict)
    """Open findings by severity."""
    review_date: str = ""
    """ISO date from `review.reviewer`."""
    valid_until: str = ""
    """ISO date from `review.reviewer`."""
