"""What the library shows of an assessment, computed when its answers change and kept beside it."""

from __future__ import annotations

from collections.abc import Mapping

from app.assessment.answer import UNANSWERED, Answers, Summary
from app.assessment.conclusion import conclusion
from app.assessment.journal import Folded
from app.assessment.path import Path
from app.assessment.progress import Progress, progress
from app.questionnaire.model import Pack


def summarise(pack: Pack, folded: Folded, path: Path, done: Progress | None = None) -> Summary:
    """What the library shows of these answers; `done` is their progress, where it is known already."""
    done = done or progress(pack, path, folded.answers)
    return Summary(
        answered=done.answered,
        in_force=done.in_force,
        tier=conclusion(pack, folded.answers, path, done).tier or None,
        review_date=_field(folded.answers, "review.reviewer", "review_date"),
        valid_until=_field(folded.answers, "review.reviewer", "valid_until"),
    )


def _field(answers: Answers, question: str, name: str) -> str:
    value = answers.get(question, UNANSWERED).value
    return value.get(name, "") if isinstance(value, Mapping) else ""
