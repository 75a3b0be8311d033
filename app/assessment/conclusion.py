"""The reviewer's conclusion, and whether the answers bear it: one reading for every face, list and profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.assessment.answer import UNANSWERED, Answers, State
from app.assessment.clauses import listed, one_line, stopped, without_stop
from app.assessment.path import Path
from app.assessment.progress import Progress
from app.assessment.standing import SAID, standing
from app.questionnaire.model import Pack

QUESTION: Final = "signoff.conclusion"
"""Id of the question that holds the conclusion."""
LEAST_ANSWERED: Final = 90
"""Percent of the questions in force that must be answered before a tier is shown."""
_MOST_NAMED: Final = 3
"""Unanswered gate questions that are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What may be shown as the conclusion."""

    tier: str
    """The tier; empty while nothing is concluded."""
    why_not: str = ""
    """One sentence saying why there is no tier; empty where there is one."""


def conclusion(pack: Pack, answers: Answers, path: Path, progress: Progress) -> Conclusion:
    """The conclusion that these answers bear.

    A tier counts only where its answer stands (partial without a reason does not), where at least 90 % of the
    questions in force are answered, and where no gate question in force is unanswered.
    """
    if QUESTION not in path.in_force or QUESTION not in pack.by_id:
        return Conclusion("", "This questionnaire asks for no conclusion.")
    answer = answers.get(QUESTION, UNANSWERED)
    state = standing(pack.by_id[QUESTION], answer)
    if state is State.NA:
        return Conclusion("", stopped(f"No conclusion is drawn: {without_stop(answer.reason)}"))
    tier = one_line(answer.value.get("tier", "")) if isinstance(answer.value, Mapping) else ""
    if state not in SAID or not tier:
        return Conclusion("", "The reviewer has not recorded a conclusion yet.")
    missing = _missing(pack, answers, path, progress)
    return (
        Conclusion("", f"The reviewer's conclusion is not shown yet: {missing}.")
        if missing
        else Conclusion(tier)
    )


def _missing(pack: Pack, answers: Answers, path: Path, progress: Progress) -> str:
    """What must be answered before a tier is shown, as a clause; empty when nothing is missing."""
    if progress.answered * 100 < progress.in_force * LEAST_ANSWERED:
        done = f"{progress.answered} of {progress.in_force} questions are answered"
        return f"{done}, and {LEAST_ANSWERED} % must be"
    gates = [
        item
        for item in path.items
        if pack.by_id[item].gate
        and standing(pack.by_id[item], answers.get(item, UNANSWERED)) is State.UNANSWERED
    ]
    if not gates:
        return ""
    more = len(gates) - _MOST_NAMED
    named = listed([*gates[:_MOST_NAMED], f"{more} more"] if more > 0 else gates)
    if len(gates) == 1:
        return f"a question that every tier rests on is not answered ({named})"
    return f"questions that every tier rests on are not answered ({named})"
