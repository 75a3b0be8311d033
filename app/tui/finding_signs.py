"""The signs of what became of a finding."""

from __future__ import annotations

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
OVERDUE_SIGN = Sign("!", "overdue", "$text-warning")


def state_sign(finding: Finding, today: date, *, proposed: bool = False) -> Sign:
    """The sign of what became of a finding."""
    if proposed:
        return PROPOSED_SIGN
    if finding.came_back is not None:
        return Sign(REOPENED.glyph, "came back", REOPENED.style)
    return OVERDUE_SIGN if is_overdue(finding, today) else STATE_SIGNS[finding.state]
