"""A list of entries that wrap, with a cursor that goes from entry to entry."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from app.tui.entries import Entry, Laid, laid
from app.tui.widgets.rows import Rows


class EntryList(Rows, can_focus=True):
    """Shows entries, each on as many lines as it needs."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is filled."""
        super().__init__(id=id)
        self._entries: Sequence[Entry] = ()
        self._laid = Laid()
        self._width = 0

    def fill(self, entries: Sequence[Entry], *, keep: bool = False) -> None:
        """Show these entries: from the top, or with the cursor on the entry that it was on, or on its number."""
        before, number = self.entry if keep else None, self._number() if keep else None
        self._entries = tuple(entries)
        if before is not None:
            number = next((n for n, one in enumerate(self._entries) if _same(one, before)), number)
        self._lay(number)
        if not keep:
            self.scroll_to(y=0, animate=False, immediate=True)

    @property
    def entry(self) -> Entry | None:
        """What the cursor is on; None in an empty list."""
        return self._laid.entries[self.cursor] if self.cursor is not None else None

    def entry_at(self, index: int) -> Entry:
        """What a line belongs to."""
        return self._laid.entries[index]

    def step(self, by: int) -> None:
        """Move by so many lines; past the ends it stays on the last entry that can be stopped at."""
        stops = [index for index in range(self.count) if self.can_stop(index)]
        if not stops or self.cursor is None:
            return
        if abs(by) == 1:
            at = stops.index(self.cursor) if self.cursor in stops else 0
            target = stops[max(0, min(len(stops) - 1, at + by))]
        else:
            wanted = self.cursor + by
            target = min(stops, key=lambda stop: abs(stop - wanted))
        self.cursor = target
        self._show_end(stops)

    def step_group(self, by: int) -> bool:
        """To the first entry of the next group, or of the one before; says whether there is one."""
        stops = [index for index in range(self.count) if self.can_stop(index)]
        firsts = [next((s for s in stops if s >= group), None) for group in self._laid.groups]
        here = self.cursor if self.cursor is not None else -1
        there = [one for one in firsts if one is not None and (one > here if by > 0 else one < here)]
        if not there:
            return False
        self.cursor = min(there) if by > 0 else max(there)
        heading = max((g for g in self._laid.groups if g <= self.cursor), default=0)
        self.scroll_to(y=heading, animate=False, immediate=True)
        return True

    def row(self, index: int, width: int) -> Content:
        """A line as it was laid out."""
        return self._laid.lines[index]

    def can_stop(self, index: int) -> bool:
        """Not on headings, nor on what continues an entry."""
        return index not in self._laid.passed

    def on_resize(self) -> None:
        """Lay out for the new width."""
        if self.text_width != self._width:
            self._lay(self._number())
        super().on_resize()

    def _number(self) -> int | None:
        """The number of the entry under the cursor."""
        entry = self.entry
        return next((n for n, one in enumerate(self._entries) if one is entry), None) if entry else None

    def _lay(self, number: int | None) -> None:
        self._width = self.text_width
        self._laid = laid(self._entries, self._width) if self._width > 0 else Laid()
        wanted = (
            self._entries[min(number, len(self._entries) - 1)]
            if number is not None and self._entries
            else None
        )
        stops = [index for index in range(len(self._laid.lines)) if index not in self._laid.passed]
        cursor = next((i for i in stops if self._laid.entries[i] is wanted), stops[0] if stops else None)
        self.reset(len(self._laid.lines), cursor)

    def _reveal(self) -> None:
        # at once: under a dialog nothing is refreshed, and what waits for that would be forgotten
        if self.cursor is None or not self.window:
            return
        at = self.scroll_offset.y
        if not at <= self.cursor < at + self.window:
            y = self.cursor if self.cursor < at else self.cursor - self.window + 1
            self.scroll_to(y=y, animate=False, immediate=True)

    def _show_end(self, stops: Sequence[int]) -> None:
        """With the first entry its heading, with any other all of its lines."""
        here = self.cursor
        if here is None or here == stops[0]:
            self.scroll_to(y=0, animate=False, immediate=True)
            return
        end = next(
            (i for i in range(here + 1, self.count) if self._laid.entries[i] is not self.entry), self.count
        )
        if end > self.scroll_offset.y + self.window:
            self.scroll_to(y=min(here, end - self.window), animate=False, immediate=True)


def _same(one: Entry, other: Entry) -> bool:
    """Whether two entries stand for the same thing."""
    if one.key or other.key:
        return one.key == other.key
    return (one.question, one.text.plain) == (other.question, other.text.plain)
