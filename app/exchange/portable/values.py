"""What a portable file is made of, what it says, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from app.assessment.answer import Answers, Assessment
from app.assessment.findings import Disposition, Names
from app.assessment.journal import Change
from app.questionnaire.model import Pack

FORMAT: Final = 1
"""The version of the format that is written, and the newest that is read."""
LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes a portable file may have."""

TOP = ("format", "assessment", "pack", "answer", "finding", "names", "end")
"""Fields of the file, of its tables and of the parts of an answer, in the order in which they are written."""
ASSESSMENT = ("slug", "vendor", "product", "created_at", "changed_at")
PACK = ("id", "version", "sha256")
ANSWER = (
    "question",
    "state",
    "value",
    "record",
    "row",
    "reason",
    "note",
    "flag",
    "reopened",
    "at",
    "by",
    "citations",
    "searched",
)
CITATION = ("document", "place", "quote", "start", "end", "row", "lost")
"""`row` is the number of the row that it is for, counted from 1: ids of rows do not leave their database."""
SEARCHED = ("terms", "documents", "outcome")


class Viewed(Protocol):
    """What is read of an assessment to write it down."""

    @property
    def assessment(self) -> Assessment:
        """The assessment."""

    @property
    def pack(self) -> Pack:
        """The pack it was answered with."""

    @property
    def answers(self) -> Answers:
        """The current answers by question id, hidden ones included."""

    @property
    def dispositions(self) -> Mapping[str, Disposition]:
        """What was recorded about findings, by their key."""

    @property
    def names(self) -> Names:
        """What was declared about names."""


@dataclass(frozen=True, slots=True)
class PortableFault:
    """One thing in a portable file that cannot be taken over."""

    line: int
    """Line in the file, counted from 1."""
    where: str
    """Question id, or the table (`assessment`)."""
    problem: str
    """What is wrong and what was expected, without a final stop."""

    def __str__(self) -> str:
        """`line 12, security.hosting: ...`."""
        return (
            f"line {self.line}, {self.where}: {self.problem}"
            if self.where
            else f"line {self.line}: {self.problem}"
        )


class NotPortable(Exception):
    """A text that cannot be read as an assessment. Nothing was stored."""

    def __init__(self, message: str, faults: Sequence[PortableFault] = ()) -> None:
        """Takes one sentence and, where single answers are at fault, all faults in the order of the file."""
        super().__init__(message)
        self.message = message
        self.faults = tuple(faults)

    def __str__(self) -> str:
        """The sentence, without the list of faults."""
        return self.message


@dataclass(frozen=True, slots=True)
class Portable:
    """What a portable file says, checked and ready to be stored."""

    assessment: Assessment
    """With id 0, the slug of the file, and the digest of the pack it was checked against."""
    pack: Pack
    changes: tuple[Change, ...]
    """One SET change per answer, oldest first; then one for each finding and each pair of names."""
    warnings: tuple[str, ...] = ()
    """What was taken over and still deserves a look; sentences."""
