"""What the verbs give back: a view of one assessment, a line of history, or the sentence why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path as FilePath

from app.assessment.answer import UNANSWERED, Answer, Answers, Assessment
from app.assessment.findings import Disposition, Findings, Names
from app.assessment.journal import Change
from app.assessment.path import Path
from app.assessment.progress import Progress
from app.assessment.score import Judgement, Score, Tier, Verdict
from app.assessment.slug import SLUG
from app.questionnaire import Pack


class Refused(ValueError):
    """What was asked cannot be done; the message says why and what to do. Nothing was changed."""


READ_ONLY = "The database is open for reading only; nothing can be changed."


class Unwritable(Refused):
    """The database is open for reading only."""

    def __init__(self, notice: str = "") -> None:
        """`notice` says why it is, where that is known."""
        super().__init__(notice or READ_ONLY)


class Unknown(Refused):
    """A slug, question, row or column that is not there."""


NO_JUDGEMENT = Judgement(Findings(), Score(), Verdict(Tier.CANNOT_SAY, Tier.CANNOT_SAY))
"""Where nothing was judged."""


def utc_now() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)


class Form(StrEnum):
    """What an assessment can be written as; the name is the ending of its file too."""

    PDF = "pdf"
    """The profile, to print and hand over."""
    MD = "md"
    """The profile as Markdown."""
    JSON = "json"
    """The profile as JSON."""
    TOML = "toml"
    """The whole assessment, to import elsewhere."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything a face shows of one assessment, as one frozen value."""

    assessment: Assessment
    pack: Pack
    answers: Answers
    """By question id, hidden ones included; what is in force is in `path`."""
    path: Path
    progress: Progress
    undo: Change | None
    """The change that undo would take back."""
    redo: Change | None
    saved_at: datetime | None
    """When the last change reached the disk."""
    read_only: bool = False
    dispositions: Mapping[str, Disposition] = field(default_factory=dict)
    """What was recorded about findings, by their key."""
    names: Names = field(default_factory=dict)
    """What was declared about names."""
    judged: Callable[[], Judgement] = field(default=lambda: NO_JUDGEMENT, compare=False, repr=False)
    """Gives the judgement of these answers, worked out when it is first asked for."""

    @property
    def judgement(self) -> Judgement:
        """What follows from these answers: findings, score and tier."""
        return self.judged()

    def answer(self, question_id: str) -> Answer:
        """The current answer; `UNANSWERED` where there is none."""
        return self.answers.get(question_id, UNANSWERED)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line in the history of an answer."""

    change: Change
    before: Answer
    after: Answer
    in_effect: bool
    """False for a change that was undone."""


def checked_slug(slug: str) -> str:
    """The same slug. Raises `Refused` for one that is malformed."""
    if not SLUG.fullmatch(slug):
        raise Refused(f'"{slug[:60]}" cannot be a slug: use 1 to 48 lower-case letters, digits and dashes.')
    return slug


def default_print_path(library_path: FilePath, assessment: Assessment, suffix: str = ".pdf") -> FilePath:
    """Where F5 prints: a folder `profiles` beside the database, one file per assessment."""
    return library_path.parent / "profiles" / f"{assessment.slug}{suffix}"
