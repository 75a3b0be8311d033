"""The list of findings: headings, groups that open, and a line for each finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from textual.content import Content

from app.questionnaire.model import Severity
from app.tui.finding_list import Entry, Part
from app.tui.finding_signs import state_sign
from app.tui.signs import SEVERITY_SIGNS
from app.tui.text import plain
from app.tui.widgets.rows import Rows

_MUTED = "$text-muted"
_ROOMY = 50
"""Columns from which the severity is written out where it does not stand in the heading."""
_TIGHT = 34
"""Columns under which what became of it is only a glyph."""
_BY_WORD: Mapping[str, Severity] = {one.value.capitalize(): one for one in Severity}
_CODE = 7


class FindingRows(Rows):
    """Shows the entries it is given; headings are passed over by the cursor."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until `fill`."""
        super().__init__(id=id)
        self.entries: Sequence[Entry] = ()
        self._today = date.min
        self._code = _CODE
        self._by_severity = False

    def fill(self, entries: Sequence[Entry], today: date, cursor: int | None) -> None:
        """Show these lines, the cursor on that one or the nearest on which it may rest."""
        self.entries, self._today = entries, today
        self._by_severity = any(
            entry.is_heading and entry.part is Part.VENDOR and entry.title in _BY_WORD for entry in entries
        )
        rules = [self._rule(entry) for entry in entries]
        self._code = min(max((len(rule) for rule in rules), default=_CODE), 10)
        stops = [index for index in range(len(entries)) if self.can_stop(index)]
        if cursor is not None and stops:
            wanted = cursor
            cursor = min(stops, key=lambda index: (abs(index - wanted), index < wanted))
        self.reset(len(entries), cursor if stops else None)
        self._show_heading()

    @property
    def entry(self) -> Entry | None:
        """The line under the cursor."""
        cursor = self.cursor
        return self.entries[cursor] if cursor is not None and cursor < len(self.entries) else None

    def can_stop(self, index: int) -> bool:
        """Not on headings."""
        return not self.entries[index].is_heading

    def step(self, by: int) -> None:
        """Move the cursor; with the first line comes the heading above it."""
        if self.cursor is not None:
            super().step(by)
            self._show_heading()

    def _show_heading(self) -> None:
        """Bring the heading above the first line into sight, too."""
        if self.cursor == 1 and not self.can_stop(0):
            self.scroll_to(y=0, animate=False, immediate=True)

    # --- drawing ---------------------------------------------------------------------------------------

    def row(self, index: int, width: int) -> Content:
        """One line for so many columns."""
        entry = self.entries[index]
        if entry.finding is not None or entry.group:
            return self._finding(entry, width)
        if entry.waiting is not None or entry.broken is not None:
            return (
                Content("   ")
                + plain(self._rule(entry).ljust(self._code + 1), _MUTED)
                + plain(entry.title, limit=200)
            )
        sign = SEVERITY_SIGNS.get(_BY_WORD[entry.title]) if entry.title in _BY_WORD else None
        lead = (
            Content.styled(f"{sign.glyph} ", sign.style)
            if sign and entry.part is Part.VENDOR
            else Content("")
        )
        if entry.opened is not None:
            lead = Content.styled("▾ " if entry.opened else "▸ ", "$accent")
        style = "$text-warning" if entry.part is Part.BROKEN else "$text-accent"
        return lead + plain(entry.title, f"bold {style}", limit=120) + plain(f"  {entry.count:,}", _MUTED)

    def _finding(self, entry: Entry, width: int) -> Content:
        first = entry.finding or entry.group[0]
        heavy = SEVERITY_SIGNS[first.severity]
        fold = "" if entry.opened is None else "▾ " if entry.opened else "▸ "
        lead = Content.styled(fold, "$accent") + Content("" if fold else "    " if entry.inside else "  ")
        spelled = width >= _ROOMY and not (entry.part is Part.VENDOR and self._by_severity)
        word = f"{heavy.glyph} {heavy.word:<9}" if spelled else f"{heavy.glyph} "
        lead += Content.styled(word, heavy.style)
        lead += plain(first.rule.ljust(self._code + 1), _MUTED)
        if entry.group:
            tail = plain(f" × {entry.count:,}", "$text-accent")
        else:
            state = state_sign(first, self._today, proposed=entry.proposed)
            text = state.glyph if width < _TIGHT else f"{state.glyph} {state.word}"
            tail = Content.styled(f" {text}", state.style)
        left = width - lead.cell_length - tail.cell_length
        title = plain(entry.title, "bold" if entry.group else "", limit=300).truncate(
            max(left, 4), ellipsis=True
        )
        return lead + title + Content(" " * max(left - title.cell_length, 0)) + tail

    @staticmethod
    def _rule(entry: Entry) -> str:
        if entry.waiting is not None or entry.broken is not None:
            return entry.waiting.rule if entry.waiting else entry.broken.rule if entry.broken else ""
        first = entry.finding or (entry.group[0] if entry.group else None)
        return first.rule if first else ""
