"""How far an assessment is: what counts as answered, what is still open, what lacks its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.assessment.answer import NEEDS_REASON, UNANSWERED, Answer, Answers, State
from app.assessment.path import Path
from app.questionnaire.model import AnswerType, Pack, Question


class GapKind(StrEnum):
    """Why a question is not finished."""

    OPEN = "open"
    """Nobody has answered it."""
    VALUE = "value"
    """A state is set, the value is missing."""
    REASON = "reason"
    """Partial or not applicable without its reason."""
    UNCITED = "uncited"
    """Answered, but no passage is cited for it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that keeps a question from being finished."""

    question: str
    kind: GapKind
    message: str
    """A sentence without a final stop, for lists."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of questions (follow-ups do not count) and what is open, in the order of the pack."""

    answered: int
    in_force: int
    by_section: Mapping[str, tuple[int, int]]
    """Answered and in force by section id; sections not in force are missing."""
    gaps: tuple[Gap, ...]
    open_items: tuple[str, ...]
    """Questions and follow-ups that are still open, in order: what `]` walks through."""


def gap_of(question: Question, answer: Answer) -> Gap | None:
    """What is missing for this question or follow-up to count as answered; None when it counts."""
    if answer.state is State.UNANSWERED:
        return Gap(question.id, GapKind.OPEN, "not answered yet")
    if answer.state in NEEDS_REASON and not answer.reason.strip():
        word = "partial" if answer.state is State.PARTIAL else "not applicable"
        return Gap(question.id, GapKind.REASON, f"{word}, and the reason is missing")
    if needs_value(question, answer) and not answer.value:
        return Gap(question.id, GapKind.VALUE, "the value is missing")
    return None


def needs_value(question: Question, answer: Answer) -> bool:
    """Whether this answer is incomplete without a value."""
    return question.type is not AnswerType.STATEMENT and answer.state in (State.ANSWERED, State.PARTIAL)


def is_answered(question: Question, answer: Answer) -> bool:
    """Whether it counts as answered."""
    return gap_of(question, answer) is None


def wants_citation(question: Question, answer: Answer) -> bool:
    """Whether the answer says something about the vendor and cites nothing.

    Questions whose evidence is `none` (who reviews, who signs) are the reviewer's own statements.
    A follow-up rests on its question's citations.
    """
    return (
        question.parent is None
        and question.evidence.strip().lower() not in ("", "none")
        and answer.state in (State.YES, State.PARTIAL, State.NO, State.ANSWERED)
        and not answer.citations
    )


def progress(pack: Pack, path: Path, answers: Answers) -> Progress:
    """Counts, gaps and open items of the questions in force."""
    by_section: dict[str, tuple[int, int]] = {}
    gaps: list[Gap] = []
    still_open: list[str] = []
    for item in path.items:
        question, answer = pack.by_id[item], answers.get(item, UNANSWERED)
        gap = gap_of(question, answer)
        if gap is not None:
            gaps.append(gap)
            still_open.append(item)
        elif wants_citation(question, answer):
            gaps.append(Gap(item, GapKind.UNCITED, "answered, but nothing is cited for it"))
        if question.parent is None:
            done, total = by_section.get(question.section, (0, 0))
            by_section[question.section] = (done + (gap is None), total + 1)
    return Progress(
        answered=sum(done for done, _ in by_section.values()),
        in_force=sum(total for _, total in by_section.values()),
        by_section=by_section,
        gaps=tuple(gaps),
        open_items=tuple(still_open),
    )
