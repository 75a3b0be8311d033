"""Rows for registers, read out of the lists and tables of documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.assessment.answer import Row
from app.assessment.passages import Passage
from app.evidence.model import ProposedRow, Suggestions
from app.questionnaire.model import Question


def propose_rows(
    question: Question,
    suggestions: Suggestions,
    texts: Mapping[str, Any],
    passages: Mapping[str, Sequence[Passage]],
    present: Sequence[Row],
) -> tuple[ProposedRow, ...]:
    """Rows for a register."""
    return ()
