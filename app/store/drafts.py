"""Drafts between their values and their rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from app.store.assessments import time_text
from app.store.statements import CLEAR_DRAFT
from app.store.text import check_text
from app.store.values import Draft


def draft_values(draft: Draft) -> dict[str, Any]:
    """The columns of a draft. Raises `Unstorable` for a naive time or text that cannot be kept."""
    time_text(draft.at, "draft")
    return {
        "question": check_text(draft.question, "question"),
        "field": check_text(draft.field, "field"),
        "text": check_text(draft.text, "draft"),
        "base_change": draft.base_change,
        "at": draft.at,
    }


def clear_draft_of(connection: Connection, assessment_id: int, question: str, field: str) -> None:
    """Forget the draft of one field, inside the caller's transaction."""
    connection.execute(CLEAR_DRAFT, {"assessment_id": assessment_id, "question": question, "field": field})
