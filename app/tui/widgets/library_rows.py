"""The list of assessments: columns that align, and that leave out what matters least where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from app.tui.figures import bar, day, expired, percent
from app.tui.text import plain
from app.tui.widgets.columns import Column, fitting, in_column
from app.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from app.store.values import LibraryRow

_SEVERITIES = ("critical", "high", "medium", "low")
_MUTED = "$text-muted"


COLUMNS = (
    Column("progress", "Progress", 13, 1),
    Column("bar", "", 11, 5),
    Column("conclusion", "Tier", 22, 3),
    Column("findings", " C  H  M  L", 11, 6),
    Column("review_date", "Reviewed", 10, 7),
    Column("valid_until", "Valid until", 20, 4),
    Column("changed", "Changed", 10, 2),
)
_NAME_WANTS = 22


def columns_for(width: int) -> tuple[tuple[Column, ...], int]:
    """The columns that fit, and what is left for the name."""
    return fitting(COLUMNS, width, beside=2, name=_NAME_WANTS)


def heading(width: int, sorted_by: str) -> Content:
    """The line of column titles, with the mark of the one the rows are sorted by."""
    columns, room = columns_for(width)
    name = "Product and vendor" + (" ▾" if sorted_by == "name" else "")
    line = Content(" ") + Content(name).truncate(room, ellipsis=True, pad=True)
    for column in columns:
        title = column.title + (" ▾" if sorted_by == column.id else "")
        line += in_column(column, Content(title))
    return line


class LibraryRows(Rows, can_focus=True):
    """One assessment a line."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is filled."""
        super().__init__(id=id)
        self.rows: Sequence[LibraryRow] = ()
        self._now = datetime.now().astimezone()

    def fill(self, rows: Sequence[LibraryRow], now: datetime, cursor: int | None) -> None:
        """Show these rows. `now` decides what is expired and what happened today."""
        self.rows, self._now = rows, now
        self.reset(len(rows), cursor)

    def row(self, index: int, width: int) -> Content:
        """The columns that fit."""
        one = self.rows[index]
        columns, room = columns_for(width)
        assessment = one.assessment
        name = plain(assessment.product, "bold", limit=80)
        if assessment.vendor.casefold() != assessment.product.casefold():
            name += plain(f"  {assessment.vendor}", _MUTED, limit=80)
        line = Content(" ") + name.truncate(room, ellipsis=True, pad=True)
        for column in columns:
            line += in_column(column, getattr(self, f"_{column.id}")(one))
        return line

    def _progress(self, row: LibraryRow) -> Content:
        done, total = row.summary.answered, row.summary.in_force
        return Content(f"{done:>3}/{total:<3} {percent(done, total):>3} %")

    def _bar(self, row: LibraryRow) -> Content:
        full, empty = bar(row.summary.answered, row.summary.in_force, 10)
        return Content.styled(full, "$accent") + Content.styled(empty, _MUTED)

    def _conclusion(self, row: LibraryRow) -> Content:
        return (
            plain(row.summary.tier, limit=60)
            if row.summary.tier
            else Content.styled("not judged yet", _MUTED)
        )

    def _findings(self, row: LibraryRow) -> Content:
        counts = row.summary.findings
        cells = [
            f"{counts.get(s, 0):>2}" if counts else " –" for s in _SEVERITIES
        ]  # nobody judged is not none
        text = " ".join(cells)
        return Content.styled(text, "bold" if counts.get("critical") else _MUTED)

    def _review_date(self, row: LibraryRow) -> Content:
        return (
            plain(row.summary.review_date, limit=10)
            if row.summary.review_date
            else Content.styled("–", _MUTED)
        )

    def _valid_until(self, row: LibraryRow) -> Content:
        until = row.summary.valid_until
        if expired(until, self._now.date()):
            return plain(until, limit=10) + Content.styled(" ✗ expired", "bold $text-error")
        if expired(until, _in_a_month(self._now.date())):
            return plain(until, limit=10) + Content.styled(" ! soon", "$text-warning")
        return plain(until, limit=10) if until else Content.styled("–", _MUTED)

    def _changed(self, row: LibraryRow) -> Content:
        return Content.styled(day(row.assessment.changed_at, self._now), _MUTED)


def _in_a_month(today: date) -> date:
    return date.fromordinal(today.toordinal() + 30)
