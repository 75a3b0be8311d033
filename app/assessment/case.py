"""A case: everything that is judged, as one frozen value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.assessment.answer import UNANSWERED, Answer, Answers, Assessment, State
from app.assessment.documents import Document, read_date, read_documents
from app.assessment.findings import Broken, Detected, Disposition, Names
from app.assessment.path import Path
from app.assessment.progress import Progress
from app.assessment.standing import standing
from app.questionnaire.model import Pack


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """What a district asks beyond the pack; printed in the profile."""

    thresholds: Mapping[str, float] = field(default_factory=dict)
    """Thresholds that were raised, by their name in the rulebook."""
    extra_gates: tuple[str, ...] = ()
    """Ids of questions that are gates besides the pack's own."""


@dataclass(frozen=True, slots=True)
class Case:
    """What judging reads."""

    assessment: Assessment
    answers: Answers
    path: Path
    progress: Progress
    today: date
    dispositions: Mapping[str, Disposition] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    detected: tuple[Detected, ...] = ()
    """What the detectors found, already sifted against the answers."""
    broken: tuple[Broken, ...] = ()
    """Detectors that failed, by the rule that names them."""
    settings: JudgeSettings = field(default_factory=JudgeSettings)
    stored: frozenset[str] = frozenset()
    """SHA-256 (hex) of the files that are kept with the assessment."""

    def answer(self, question_id: str) -> Answer:
        """The answer, or none at all where the question is hidden."""
        return self.answers.get(question_id, UNANSWERED) if question_id in self.path.in_force else UNANSWERED

    def standing(self, pack: Pack, question_id: str) -> State:
        """Where the answer stands; unanswered where the question is hidden."""
        return standing(pack.by_id[question_id], self.answer(question_id))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The document register."""
        return read_documents(self.answers, self.assessment.vendor, self.assessment.product)

    @property
    def review_date(self) -> date:
        """The review date; the day of the last change where none is recorded."""
        record = self.answer("review.reviewer").value
        stated = record.get("review_date", "") if isinstance(record, Mapping) else ""
        return read_date(stated) or self.assessment.changed_at.date()


def main_document(case: Case) -> Document | None:
    """The document on which most citations rest, of several the first in the register; None without any document."""
    cited = Counter(
        citation.document.strip().casefold()
        for item in case.path.items
        for citation in case.answer(item).cited
    )
    return max(
        case.documents, key=lambda one: cited[one.id.casefold()] + cited[one.title.casefold()], default=None
    )
