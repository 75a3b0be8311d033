"""A long text to read: only the rows in the window are ever laid out, however long it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.message import Message
from textual.strip import Strip

from app.tui.long_text import Span, as_drawn, piece_at, starts_of, touching, wrapped
from app.tui.widgets.line_view import LineView

_REMEMBERED = 400
"""Pieces whose rows are kept."""
_NUMBERED_FROM = 30
"""Columns from which on lines have their numbers in the margin."""
_MEASURE = 100
"""Columns of text at most: longer lines are hard to read."""
_STEP = 3
"""Rows that the mouse wheel scrolls."""

LIT, CITED, SUGGESTED = "▶", "✓", "›"
"""The marks of the margin: the passage one came for, what is cited, what is suggested."""


class Row(NamedTuple):
    """One row of the window: a stretch of the text, or the rule above a page."""

    start: int
    end: int
    page: int = 0
    """Number of the page that begins here, for a rule; 0 for text."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What is marked in the text. Spans are in order; only those of one kind never overlap."""

    suggested: Sequence[Span] = ()
    cited: Sequence[Span] = ()
    lit: Span | None = None
    matches: Sequence[Span] = ()
    match: Span | None = None
    """The match that the reader is at."""
    chosen: Span | None = None
    """What is selected."""


class TextView(LineView, can_focus=True):
    """Shows a text in rows that fit, with line numbers or page rules, and what is marked in it.

    Keys belong to the screen; the wheel, the scroll bar and dragging over text work by themselves.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text-view--margin",
        "text-view--mark",
        "text-view--rule",
        "text-view--suggested",
        "text-view--lit",
        "text-view--match",
        "text-view--here",
        "text-view--chosen",
    }
    ALLOW_SELECT = False
    GAP = 1

    class Scrolled(Message):
        """The window shows another part of the text."""

        @staticmethod
        def can_replace(message: Message) -> bool:
            """Only the last one matters."""
            return isinstance(message, TextView.Scrolled)

    class Dragged(Message):
        """Text was selected with the mouse."""

        def __init__(self, start: int, end: int) -> None:
            """Offsets of what was selected; the same for a mere click."""
            super().__init__()
            self.start = start
            self.end = end

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is filled."""
        super().__init__(id=id)
        self.text = ""
        self._marks = Layers()
        self._lines: Sequence[int] = (0,)
        self._pages: Sequence[int] = ()
        self._starts: Sequence[int] = (0,)
        self._top = (0, 0)
        """Offset at which the first piece of the window begins, and which of its rows is the first."""
        self._rows: list[Row] = []
        self._laid: dict[int, list[Row]] = {}
        self._laid_width = 0
        self._wanted: Span | None = None
        self._anchor: int | None = None

    # --- what a screen calls ---------------------------------------------------------------------------

    def fill(self, text: str, lines: Sequence[int], pages: Sequence[int]) -> None:
        """Show this text from its beginning; `lines` and `pages` are the offsets at which they begin."""
        self.text, self._lines, self._pages = text, lines, pages
        self._starts = starts_of(lines, pages)
        self._laid.clear()
        self._top = (0, 0)
        self._lay()

    def mark(self, layers: Layers) -> None:
        """Mark this in the text."""
        if layers != self._marks:
            self._marks = layers
            self.refresh()

    @property
    def shown(self) -> Span:
        """Offsets of the first and after the last character in the window."""
        rows = [row for row in self._rows if not row.page]
        return (rows[0].start, rows[-1].end) if rows else (0, 0)

    def scroll_rows(self, by: int) -> None:
        """Some rows on or back."""
        before = self._top
        self._move(by)
        self._lay(keep=before)

    def page(self, by: int) -> None:
        """A window on or back, less two rows so that one knows where one was."""
        self.scroll_rows(by * max(self.window - 2, 1))

    def scroll_first(self) -> None:
        """To the beginning."""
        before, self._top = self._top, (0, 0)
        self._lay(keep=before)

    def scroll_last(self) -> None:
        """To the end."""
        before = self._top
        begin, _ = piece_at(self.text, self._starts, len(self.text))
        self._top = (begin, len(self._piece(begin)) - 1)
        self._lay(keep=before)

    def reveal(self, start: int, end: int) -> None:
        """Bring this into the window, when not all of it is there; before there is a window, once there is one."""
        self._wanted = (start, end)
        if not self.window or not self.text_width:
            return
        self._wanted = None
        first, last = self.shown
        if first <= start and end <= last:
            return
        before, self._top = self._top, self._row_at(start)
        rows = self._rows_between(start, end)
        room = max(self.window - rows, 0)
        self._move(-min(max(self.window // 4, 1), room))
        self._lay(keep=before)

    # --- rows ------------------------------------------------------------------------------------------

    @property
    def length(self) -> int:
        """Rows in the window."""
        return len(self._rows)

    @property
    def _numbers(self) -> int:
        """Columns for line numbers."""
        if self._pages or self.text_width < _NUMBERED_FROM:
            return 0
        return len(str(len(self._lines)))

    @property
    def _margin(self) -> int:
        return self._numbers + 3 if self._numbers else min(2, max(self.text_width - 4, 0))

    def _piece(self, begin: int) -> list[Row]:
        """The rows of the piece that begins here, the rule above it first."""
        width = max(min(self.text_width - self._margin, _MEASURE), 1)
        if width != self._laid_width or len(self._laid) > _REMEMBERED:
            self._laid.clear()
            self._laid_width = width
        rows = self._laid.get(begin)
        if rows is None:
            _, end = piece_at(self.text, self._starts, begin)
            rows = [Row(a, b) for a, b in wrapped(self.text, begin, end, width)]
            page = bisect_right(self._pages, begin)
            while page and self._pages[page - 1] == begin:
                rows.insert(0, Row(begin, begin, page))
                page -= 1
            self._laid[begin] = rows
        return rows

    def _row_at(self, offset: int) -> tuple[int, int]:
        begin, _ = piece_at(self.text, self._starts, offset)
        rows = self._piece(begin)
        at = max((i for i, row in enumerate(rows) if not row.page and row.start <= offset), default=0)
        return begin, at

    def _rows_between(self, start: int, end: int) -> int:
        """How many rows a stretch takes, no more than fit."""
        begin, at = self._row_at(start)
        count = 0
        while count < self.window:
            rows = self._piece(begin)
            for row in rows[at:]:
                count += 1
                if row.end >= end or count >= self.window:
                    return count
            _, begin = piece_at(self.text, self._starts, begin)
            at = 0
            if begin >= len(self.text):
                break
        return count

    def _move(self, by: int) -> None:
        """Move the top so many rows, stopping at both ends."""
        begin, at = self._top
        at += by
        while at < 0 and begin > 0:
            begin, _ = piece_at(self.text, self._starts, begin - 1)
            at += len(self._piece(begin))
        rows = self._piece(begin)
        while at >= len(rows):
            _, following = piece_at(self.text, self._starts, begin)
            if following >= len(self.text):
                at = len(rows) - 1
                break
            at -= len(rows)
            begin, rows = following, self._piece(following)
        self._top = (begin, max(at, 0))

    def _fill_window(self) -> list[Row]:
        begin, at = self._top
        found = self._piece(begin)[at:]
        while len(found) < self.window:
            _, begin = piece_at(self.text, self._starts, begin)
            if begin >= len(self.text):
                break
            found += self._piece(begin)
        return found[: self.window]

    def _lay(self, keep: tuple[int, int] | None = None) -> None:
        """Lay out the window; at the end of the text it stays full. `keep` is the top that was painted last."""
        if not self.text_width or not self.window:
            self._rows = []
            return
        begin, at = self._top
        self._top = (begin, min(at, len(self._piece(begin)) - 1))
        self._rows = self._fill_window()
        if len(self._rows) < self.window and self._top != (0, 0):
            self._move(len(self._rows) - self.window)
            self._rows = self._fill_window()
        if keep is None or keep != self._top:
            self.refresh()
            self.post_message(self.Scrolled())

    def on_resize(self) -> None:
        """Other rows fit now; the first one stays the first."""
        first, _ = self.shown
        if self._rows:
            self._top = self._row_at(first)
        self._lay()
        if self._wanted is not None:
            self.reveal(*self._wanted)

    # --- drawing ---------------------------------------------------------------------------------------

    def _thumb(self) -> tuple[int, int]:
        window, whole = self.window, len(self.text)
        first, last = self.shown
        if not window or not whole or (first == 0 and last >= len(self.text.rstrip())):
            return 0, 0
        size = max(1, window * (last - first) // whole)
        hidden = whole - (last - first)
        start = min(round(first * (window - size) / hidden), window - size) if hidden > 0 else 0
        if last < whole - 1 and start + size >= window > size:
            start -= 1
        return start, start + size

    def _style(self, name: str) -> RichStyle:
        return self.get_visual_style(f"text-view--{name}").rich_style

    def line(self, index: int, width: int) -> Strip:
        """One row with its margin."""
        row = self._rows[index]
        base = self.visual_style.rich_style
        if row.page:
            words = f"── page {row.page:,} "
            rule = (words + "─" * max(width - len(words), 0))[:width]
            return Strip([Segment(rule, self._style("rule"))]).adjust_cell_length(width, base)
        segments = [*self._margin_of(row, base), *self._text_of(row, base)]
        return Strip(segments).adjust_cell_length(width, base)

    def _margin_of(self, row: Row, base: RichStyle) -> list[Segment]:
        layers, numbers, margin = self._marks, self._numbers, self._margin
        if not margin:
            return []
        stretch = (row.start, max(row.end, row.start + 1))
        if touching(layers.cited, *stretch):
            sign = CITED
        elif layers.lit is not None and layers.lit[0] < stretch[1] and layers.lit[1] > stretch[0]:
            sign = LIT
        elif touching(layers.suggested, *stretch):
            sign = SUGGESTED
        else:
            sign = " "
        head = ""
        if numbers:
            at = bisect_right(self._lines, row.start) - 1
            first = self._lines[at] == row.start
            head = f"{at + 1:>{numbers}} " if first else " " * (numbers + 1)
        return [
            Segment(head, self._style("margin")),
            Segment(sign, self._style("mark")),
            Segment(" " * (margin - len(head) - 1), base),
        ]

    def _text_of(self, row: Row, base: RichStyle) -> list[Segment]:
        layers = self._marks
        painted: list[tuple[Sequence[Span], str]] = [
            (touching(layers.suggested, *row[:2]), "suggested"),
            ((layers.lit,) if layers.lit else (), "lit"),
            (touching(layers.matches, *row[:2]), "match"),
            ((layers.match,) if layers.match else (), "here"),
            ((layers.chosen,) if layers.chosen else (), "chosen"),
        ]
        inside = [
            (max(a, row.start), min(b, row.end), name)
            for spans, name in painted
            for a, b in spans
            if a < row.end and b > row.start
        ]
        edges = sorted({row.start, row.end, *(a for a, _, _ in inside), *(b for _, b, _ in inside)})
        segments = []
        for start, end in pairwise(edges):
            name = next((n for a, b, n in reversed(inside) if a <= start and end <= b), "")
            segments.append(Segment(as_drawn(self.text[start:end]), self._style(name) if name else base))
        return segments

    # --- mouse -----------------------------------------------------------------------------------------

    def _scroll_to_mouse(self, event: events.MouseEvent) -> None:
        y = event.screen_y - self.content_region.y
        share = min(max(y / max(self.window - 1, 1), 0.0), 1.0)
        before, self._top = self._top, self._row_at(round(share * len(self.text)))
        self._lay(keep=before)

    def _on_bar(self, event: events.MouseEvent) -> bool:
        offset = event.get_content_offset(self)
        return offset is not None and offset.x >= self.text_width and self._thumb() != (0, 0)

    def offset_at(self, x: int, y: int) -> int | None:
        """Offset of the character at this place of the window; None where there is none."""
        if not 0 <= y < len(self._rows) or self._rows[y].page:
            return None
        row, left = self._rows[y], x - self._margin
        for index in range(row.start, row.end):
            left -= cell_len(as_drawn(self.text[index]))
            if left < 0:
                return index
        return row.end

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        place = event.get_content_offset(self)
        if place is not None and event.button == 1 and not self._on_bar(event):
            self._anchor = self.offset_at(place.x, place.y)
            if self._anchor is not None:
                self.capture_mouse()

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        if self._anchor is not None:
            self._drag(event)

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        if self._anchor is not None:
            self._drag(event)
            self._anchor = None
            self.release_mouse()

    def _drag(self, event: events.MouseEvent) -> None:
        region = self.content_region
        x, y = event.screen_x - region.x, event.screen_y - region.y
        at = self.offset_at(x, min(max(y, 0), max(len(self._rows) - 1, 0)))
        if at is None or self._anchor is None:
            return
        start, end = sorted((self._anchor, at))
        if start == end:
            self.post_message(self.Dragged(start, start))
            return
        while start > 0 and self.text[start].isalnum() and self.text[start - 1].isalnum():
            start -= 1
        while end < len(self.text) and self.text[end].isalnum() and self.text[end - 1].isalnum():
            end += 1
        self.post_message(self.Dragged(start, end))

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_rows(_STEP)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_rows(-_STEP)
