"""Section P16, coverage: for each law in force what the questions that speak to it were answered, and what is missing."""

from __future__ import annotations

from app.assessment.judged import Judged
from app.assessment.profile import Block


def coverage(judged: Judged) -> tuple[Block, ...]:
    return ()
