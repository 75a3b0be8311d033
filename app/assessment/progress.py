"""How far an assessment is: what counts as answered, what is still open, what lacks its evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.assessment.answer import NEEDS_REASON, UNANSWERED, Answer, Answers, State
from app.assessment.documents import read_documents
from app.assessment.path import Path
from app.questionnaire.model import AnswerType, Pack, Question


class GapKind(StrEnum):
    """Why a question is not finished."""

    REOPENED = "reopened"
    """Answered once, and what it rested on is no longer there."""
    OPEN = "open"
    """Nobody has answered it."""
    VALUE = "value"
    """A state is set, the value is missing."""
    REASON = "reason"
    """Partial or not applicable without its reason."""
    UNCITED = "uncited"
    """Answered, but no passage is cited for it."""
    UNLISTED = "unlisted"
    """It cites a document that the document register does not have."""


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
    """In the order of the pack, what was reopened first."""
    open_items: tuple[str, ...]
    """Questions and follow-ups that are still open, in order: what `]` walks through. What was reopened comes first."""
    open_details: int = 0
    """How many of them are follow-ups: they do not count in `answered`, and they are open all the same."""


def gap_of(question: Question, answer: Answer) -> Gap | None:
    """What is missing for this question or follow-up to count as answered; None when it counts."""
    if answer.reopened:
        return Gap(question.id, GapKind.REOPENED, answer.reopened)
    if answer.state is State.UNANSWERED:
        return Gap(question.id, GapKind.OPEN, "not answered yet")
    if answer.state in NEEDS_REASON and not answer.reason.strip():
        word = "partial" if answer.state is State.PARTIAL else "not applicable"
        return Gap(question.id, GapKind.REASON, f"{word}, and the reason is missing")
    if needs_value(question, answer) and not answer.value:
        return Gap(question.id, GapKind.VALUE, "the value is missing")
    return None


def needs_value(question: Question, answer: Answer) -> bool:
    """Whether this answer is incomplete without a value. A partial one may lack it: its reason says what is known."""
    return question.type is not AnswerType.STATEMENT and answer.state is State.ANSWERED


def is_answered(question: Question, answer: Answer) -> bool:
    """Whether it counts as answered."""
    return gap_of(question, answer) is None


def wants_citation(question: Question, answer: Answer) -> bool:
    """Whether the answer says something about the vendor and cites nothing.

    The reviewer's own statements (who reviews, for whom, the conclusion) and questions whose evidence is `none`
    want none.
    A follow-up rests on its question's citations.
    """
    return (
        question.parent is None
        and not question.own
        and question.evidence.strip().lower() not in ("", "none")
        and answer.state in (State.YES, State.PARTIAL, State.NO, State.ANSWERED)
        and not answer.cited
    )


def _unlisted(item: str, answer: Answer, listed: Collection[str]) -> list[Gap]:
    """A gap for each document cited that nobody could look up."""
    names = dict.fromkeys(c.document for c in answer.cited if c.document.strip().casefold() not in listed)
    return [
        Gap(item, GapKind.UNLISTED, f"cites {name[:60]}, which is not in the document register")
        for name in names
    ]


def progress(pack: Pack, path: Path, answers: Answers) -> Progress:
    """Counts, gaps and open items of the questions in force."""
    by_section: dict[str, tuple[int, int]] = {}
    gaps: list[Gap] = []
    still_open: list[str] = []
    listed = {
        name.casefold() for document in read_documents(answers, "") for name in (document.id, document.title)
    }
    for item in path.items:
        question, answer = pack.by_id[item], answers.get(item, UNANSWERED)
        gap = gap_of(question, answer)
        if gap is not None:
            gaps.append(gap)
            still_open.append(item)
        elif wants_citation(question, answer):
            gaps.append(Gap(item, GapKind.UNCITED, "answered, but nothing is cited for it"))
        elif answer.cited:
            gaps += _unlisted(item, answer, listed)
        if question.parent is None:
            done, total = by_section.get(question.section, (0, 0))
            by_section[question.section] = (done + (gap is None), total + 1)
    reopened = {gap.question for gap in gaps if gap.kind is GapKind.REOPENED}
    if reopened:  # sorting is stable: the order of the pack stays
        gaps.sort(key=lambda gap: gap.question not in reopened)
        still_open.sort(key=lambda item: item not in reopened)
    return Progress(
        answered=sum(done for done, _ in by_section.values()),
        in_force=sum(total for _, total in by_section.values()),
        by_section=by_section,
        gaps=tuple(gaps),
        open_items=tuple(still_open),
        open_details=sum(pack.by_id[item].parent is not None for item in still_open),
    )
