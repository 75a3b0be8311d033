"""Values that the store gives out. Importing them costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from app.assessment.answer import Assessment, Summary
from app.assessment.passages import Media


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One line of the library."""

    assessment: Assessment
    summary: Summary
    deleted_at: datetime | None = None
    """When it was deleted, aware, UTC; None for one that is there."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Text that was being typed and never became an answer."""

    question: str
    field: str
    """What it is for: `value`, `reason`, `note`, or the address of a cell."""
    text: str
    base_change: int
    """Id of the change that was newest when the typing began; 0 when there was none."""
    at: datetime
    """When it was saved last, aware, UTC."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document in the database, without its bytes and its text."""

    document: int
    """Its number in this database, as in `Hit.document`."""
    sha256: str
    """Of the file's bytes, hex."""
    media: Media
    size: int
    """Bytes of the file."""
    characters: int
    """Of the extracted text."""
    passages: int
    """How many."""
    pages: tuple[int, ...]
    """Offset at which each page begins; empty for a file without pages."""
    title: str
    """The title that the file gives itself; often empty."""
    notices: tuple[str, ...]
    """What the reviewer should know about the reading, in whole sentences."""
    extractor: str
    """Engine and version that read it."""


@dataclass(frozen=True, slots=True)
class Attachment(StoredDocument):
    """A document of an assessment, and what the assessment calls it."""

    name: str
    """The file's name."""
    added_at: datetime
    """When it was attached, aware, UTC."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One file in the folder of backups."""

    path: Path
    made_at: datetime
    """Aware, UTC."""
    reason: str
    """`daily`, `migration`, `restore` or `manual`."""
    size: int
    """Bytes."""


class Level(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    """Works, and somebody should know."""
    FAILED = "failed"
    """Something is wrong with the data or where it lies."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `assess doctor`."""

    name: str
    level: Level
    detail: str
    """What was found and, where something is wrong, what to do."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; a warning is not wrong."""
        return self.level is not Level.FAILED
