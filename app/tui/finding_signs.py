"""The signs of what became of a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from app.assessment.findings import Finding, FindingState
from app.tui.finding_filter import is_overdue
from app.tui.signs import REOPENED, Sign

STATE_SIGNS: Mapping[FindingState, Sign] = {
    FindingState.OPEN: Sign("○", "open", "$foreground"),
    FindingState.ANSWERED: Sign("↩", "answered", "$text-accent"),
    FindingState.ACCEPTED: Sign("≈", "accepted", "$text-warning"),
    FindingState.FIXED: Sign("✓", "fixed", "$text-success"),
    FindingState.WITHDRAWN: Sign("–", "withdrawn", "$text-muted"),
}
"""What became of a finding; the word is short, for a list."""
PROPOSED_SIGN = Sign("?", "proposed", "$text-accent")
_INITIALS = re.compile(r"\W*(?:[a-z]\.)+")
_SHORTENED = frozenset({"inc.", "ltd.", "co.", "corp.", "cal.", "code.", "no.", "art.", "sec.", "vs."})
OVERDUE_SIGN = Sign("!", "overdue", "$text-warning")


_ENDS = re.compile(r"(?<=[\w)\]”\"])[.!?](?= +[A-Z“\"])")
"""Where a sentence ends: not after the initials of a name or the points of a citation."""


def gist(finding: Finding) -> str:
    """The first sentence of what a finding says."""
    message = " ".join(finding.message.split())
    for end in _ENDS.finditer(message):
        last = message[: end.end()].rpartition(" ")[2].casefold()
        if last not in _SHORTENED and not _INITIALS.fullmatch(last):
            return message[: end.end()]
    return message


def state_sign(finding: Finding, today: date, *, proposed: bool = False) -> Sign:
    """The sign of what became of a finding."""
    if proposed:
        return PROPOSED_SIGN
    if finding.came_back is not None:
        return Sign(REOPENED.glyph, "came back", REOPENED.style)
    return OVERDUE_SIGN if is_overdue(finding, today) else STATE_SIGNS[finding.state]
