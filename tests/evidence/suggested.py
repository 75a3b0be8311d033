"""Suggestions made by hand, for tests of the values and rows that are read from them."""

from __future__ import annotations

from app.assessment.passages import BlockKind
from app.evidence.model import Suggestion
from app.questionnaire.loader import load_installed
from app.questionnaire.model import Pack


def suggestion(
    text: str,
    context: str = "",
    *,
    start: int = 0,
    terms: tuple[str, ...] = (),
    kind: BlockKind = BlockKind.PARAGRAPH,
) -> Suggestion:
    return Suggestion(
        "D1", "policy.txt", "line 1", start, start + len(text), text, context, kind, 0.9, terms, anchored=True
    )


def installed() -> Pack:
    return load_installed()
