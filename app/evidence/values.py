"""Values read out of a passage, proposed for a question or its follow-ups. Nothing is answered by itself."""

from __future__ import annotations

from collections.abc import Sequence

from app.evidence.model import ProposedValue, Suggestion
from app.questionnaire.model import Question


def propose_value(questions: Sequence[Question], suggestion: Suggestion) -> ProposedValue | None:
    """The value that a suggested passage would support, for the question or the first follow-up that takes one."""
    return None
