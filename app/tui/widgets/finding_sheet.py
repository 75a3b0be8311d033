"""A finding in full, with a mark that goes through the answers and rows it looked at."""

from __future__ import annotations

from collections.abc import Sequence

from app.assessment.findings import Spot
from app.tui.finding_blocks import Judged, shown_entry
from app.tui.finding_columns import spots_of
from app.tui.finding_list import Entry
from app.tui.widgets.sheet import Block, Sheet


class FindingSheet(Sheet):
    """Shows one line of the list in full."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is shown something."""
        super().__init__(id=id)
        self._now: tuple[Entry, Judged] | None = None
        self._marked = 0
        self._laid = -1

    def show_entry(self, entry: Entry, judged: Judged) -> None:
        """Show this line of the list, from the top and with the first spot marked, unless it is there already."""
        before = self._now[0].key if self._now else ""
        self._now = (entry, judged)
        if entry.key != before:
            self._marked = 0
        self._marked = min(self._marked, max(len(self.spots) - 1, 0))
        self._draw(keep_scroll=entry.key == before)

    def show_blocks(self, *blocks: Block) -> None:
        """Show something else."""
        self._now = None
        self.show(blocks)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """What can be marked."""
        finding = self._now[0].finding if self._now else None
        return spots_of(finding) if finding is not None else ()

    @property
    def spot(self) -> Spot | None:
        """What is marked."""
        spots = self.spots
        return spots[self._marked] if self._marked < len(spots) else None

    def mark(self, number: int) -> None:
        """Mark this spot, around the ends, and bring it into sight."""
        if not self.spots:
            return
        self._marked = number % len(self.spots)
        key = self._draw(keep_scroll=True)
        self.reveal(key)

    def step(self, by: int) -> None:
        """Mark the next spot, or the one before."""
        self.mark(self._marked + by)

    def to_words(self) -> Spot | None:
        """The marked spot where words of a document are behind it, else the next that has some, marked; None without."""
        spots: Sequence[Spot] = self.spots
        order = [*range(self._marked, len(spots)), *range(self._marked)]
        number = next((number for number in order if spots[number].citations), None)
        if number is None:
            return None
        if number != self._marked:
            self.mark(number)
        found: Spot = spots[number]
        return found

    def _draw(self, *, keep_scroll: bool) -> str:
        """Draw for the width there is; gives the key of the block with the mark."""
        self._laid = self.text_width
        if self._now is None or self._laid <= 0:
            return ""
        entry, judged = self._now
        shown = shown_entry(entry, judged, self._laid, self._marked)
        self.show(shown.blocks, keep_scroll=keep_scroll)
        return shown.keys.get(self._marked, "")

    def on_resize(self) -> None:
        """What stands side by side depends on the width."""
        if self._now is not None and self.text_width != self._laid:
            self._draw(keep_scroll=True)
        super().on_resize()
