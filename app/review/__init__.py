"""The verbs: one copy for both faces. Open, answer, undo, cite, judge what is missing, print.

`Library` is an open database with its assessments, `Review` one assessment in it. A verb checks what it is
given, stores it with one commit and returns a new `View`: what it says is on disk before anyone sees it.
"""

from __future__ import annotations

from app.assessment.states import states_for
from app.assessment.summary import summarise
from app.assessment.values import LONGEST_NAME
from app.review.answering import state_named
from app.review.assessing import Review
from app.review.library import Library
from app.review.view import (
    READ_ONLY,
    Form,
    HistoryEntry,
    Refused,
    Unknown,
    Unwritable,
    View,
    checked_slug,
    default_print_path,
    utc_now,
)

__all__ = [
    "LONGEST_NAME",
    "READ_ONLY",
    "Form",
    "HistoryEntry",
    "Library",
    "Refused",
    "Review",
    "Unknown",
    "Unwritable",
    "View",
    "checked_slug",
    "default_print_path",
    "state_named",
    "states_for",
    "summarise",
    "utc_now",
]
