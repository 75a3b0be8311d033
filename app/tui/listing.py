"""Which assessments the library lists, and in what order: pure functions over its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.tui.figures import expired

if TYPE_CHECKING:
    from app.store.values import LibraryRow

SORTS = ("changed", "name", "progress", "conclusion", "review_date", "valid_until")
"""The columns rows can be sorted by, in the order in which the sort key goes through them."""
_LARGEST_FIRST = ("changed", "progress")
_NEVER = "9999"


def listed(rows: Sequence[LibraryRow], text: str, sort: str, now: datetime) -> list[LibraryRow]:
    """The rows that match every word of `text`, sorted by `sort`, one of `SORTS`.

    `is:expired` and `is:open` are words too. `now` is an aware time.
    """
    words, today = text.casefold().split(), now.astimezone().date()

    def matches(row: LibraryRow) -> bool:
        assessment, summary = row.assessment, row.summary
        names = f"{assessment.vendor} {assessment.product} {assessment.slug} {summary.tier or ''}".casefold()
        for word in words:
            if word == "is:expired":
                found = expired(summary.valid_until, today)
            elif word == "is:open":
                found = not 0 < summary.in_force <= summary.answered
            else:
                found = word in names
            if not found:
                return False
        return True

    kept = [row for row in rows if matches(row)] if words else list(rows)
    kept.sort(key=lambda row: _key(row, sort), reverse=sort in _LARGEST_FIRST)
    return kept


def _key(row: LibraryRow, sort: str) -> Any:
    assessment, summary = row.assessment, row.summary
    match sort:
        case "name":
            return assessment.product.casefold(), assessment.vendor.casefold()
        case "progress":
            return summary.answered / summary.in_force if summary.in_force else 0.0
        case "conclusion":
            return summary.tier is None, summary.tier or ""
        case "review_date":
            return summary.review_date or _NEVER
        case "valid_until":
            return summary.valid_until or _NEVER
        case _:
            return assessment.changed_at
