"""What the library shows of an assessment, computed when its answers change and kept beside it."""

from __future__ import annotations

from collections.abc import Mapping

from app.assessment.answer import UNANSWERED, Answers, Summary
from app.assessment.conclusion import conclusion
from app.assessment.journal import Folded
from app.assessment.path import Path
from app.assessment.progress import Progress, progress
from app.assessment.score import Judgement
from app.questionnaire.model import Pack


def summarise(
    pack: Pack,
    folded: Folded,
    path: Path,
    done: Progress | None = None,
    judgement: Judgement | None = None,
) -> Summary:
    """What the library shows of these answers; `done` is their progress, where it is known already.

    The tier is that of `judgement`, once anything is answered; without one it is the recorded conclusion, and there are
    no counts of findings at all, not even none of them.
    """
    done = done or progress(pack, path, folded.answers)
    tier = conclusion(pack, folded.answers, path, done).tier
    counts = {}
    if judgement is not None:
        tier = judgement.verdict.tier.value if done.answered else ""
        counts = {severity.value: count for severity, count in judgement.findings.counts().items()}
    return Summary(
        answered=done.answered,
        in_force=done.in_force,
        tier=tier or None,
        findings=counts,
        review_date=_field(folded.answers, "review.reviewer", "review_date"),
        valid_until=_field(folded.answers, "review.reviewer", "valid_until"),
    )


def _field(answers: Answers, question: str, name: str) -> str:
    value = answers.get(question, UNANSWERED).value
    return value.get(name, "") if isinstance(value, Mapping) else ""
