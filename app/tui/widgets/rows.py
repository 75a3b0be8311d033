"""A list that draws only the rows in its window: ten thousand rows cost what ten do."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from app.tui.widgets.line_view import LineView


class Rows(LineView):
    """One line a row, with a cursor. Subclasses say what stands in a row.

    Arrow keys belong to the screen, which moves the cursor by setting `cursor`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--row", "rows--cursor", "rows--hover"}

    cursor: reactive[int | None] = reactive(None, repaint=False)
    """The row the cursor is on; None where there is none."""

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, rows: Rows, index: int) -> None:
            """`index` counts from 0."""
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> Widget:
            """The list."""
            return self.rows

    class Chosen(Moved):
        """A row was clicked, or opened with enter."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Takes the usual widget arguments."""
        super().__init__(id=id, classes=classes)
        self._count = 0
        self._strips: dict[int, Strip] = {}
        self._hover: int | None = None

    # --- what a subclass says --------------------------------------------------------------------------

    def row(self, index: int, width: int) -> Content:
        """What stands in this row, for so many columns."""
        raise NotImplementedError

    def can_stop(self, index: int) -> bool:
        """Whether the cursor may rest on this row."""
        return True

    # --- what a screen calls ---------------------------------------------------------------------------

    @property
    def length(self) -> int:
        """Number of lines: one a row."""
        return self._count

    @property
    def count(self) -> int:
        """Number of rows."""
        return self._count

    def reset(self, count: int, cursor: int | None = None) -> None:
        """There are `count` rows now; all are drawn anew."""
        self._count = count
        self._strips.clear()
        self._hover = None
        self.measure()
        self.set_reactive(Rows.cursor, self.validate_cursor(cursor))
        self._reveal()
        self.refresh()

    def redraw(self, *indexes: int) -> None:
        """These rows changed."""
        top = self.scroll_offset.y
        for index in indexes:
            self._strips.pop(index, None)
        self.repaint(index - top for index in indexes if 0 <= index - top < self.window)

    def step(self, by: int) -> None:
        """Move the cursor, past rows it may not rest on; at both ends it stops on the last that it may rest on."""
        if not self._count:
            return
        direction = 1 if by > 0 else -1
        index = -1 if self.cursor is None else self.cursor
        target = max(0, min(self._count - 1, index + by))
        onward = range(target, self._count) if direction > 0 else range(target, -1, -1)
        back = range(target, -1, -1) if direction > 0 else range(target, self._count)
        self.cursor = next((at for at in (*onward, *back) if self.can_stop(at)), self.cursor)

    @property
    def page(self) -> int:
        """Rows in the window."""
        return max(self.window - 1, 1)

    # --- inside ----------------------------------------------------------------------------------------

    def validate_cursor(self, cursor: int | None) -> int | None:
        """Inside the list, or None for an empty one."""
        if cursor is None or not self._count:
            return None
        return max(0, min(self._count - 1, cursor))

    def watch_cursor(self, old: int | None, new: int | None) -> None:
        """Redraw the two rows that changed and keep the cursor in the window."""
        self.redraw(*(index for index in (old, new) if index is not None))
        self._reveal()
        if new is not None:
            self.post_message(self.Moved(self, new))

    def _reveal(self) -> None:
        if self.cursor is None or not self.window:
            return
        at = self.scroll_offset.y
        if self.cursor < at:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= at + self.window:
            self.scroll_to(y=self.cursor - self.window + 1, animate=False)

    def on_resize(self) -> None:
        """Draw rows for the new width."""
        self._strips.clear()
        self.measure()
        self._reveal()

    def notify_style_update(self) -> None:
        """Draw again when the theme or the focus changed."""
        super().notify_style_update()
        self._strips.clear()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor looks different with the focus."""
        super().watch_has_focus(has_focus)
        self._strips.clear()
        self.refresh()

    def line(self, index: int, width: int) -> Strip:
        """One row; the cursor and the mouse show by the row's background."""
        strip = self._strips.get(index)
        if strip is None or strip.cell_length != width:
            name = (
                "rows--cursor"
                if index == self.cursor
                else "rows--hover"
                if index == self._hover
                else "rows--row"
            )
            style = self.get_visual_style(name)
            if self.get_component_styles(name).text_style.reverse:
                style += Style(reverse=True)  # which Textual leaves out of a visual style
            content = self.row(index, width).truncate(width, ellipsis=True)
            left = width - content.cell_length
            segments = self.segments(content, style)
            if left:
                segments.append(Segment(" " * left, style.rich_style))
            strip = Strip(segments, width).apply_meta({"row": index})
            self._strips[index] = strip
        return strip

    async def _on_click(self, event: events.Click) -> None:
        index = event.style.meta.get("row")
        if isinstance(index, int) and index < self._count:
            event.stop()
            if self.can_stop(index):
                self.cursor = index
            self.post_message(self.Chosen(self, index))

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        index = event.style.meta.get("row")
        if index != self._hover:
            old, self._hover = self._hover, index if isinstance(index, int) else None
            self.redraw(*(i for i in (old, self._hover) if i is not None))

    def _on_leave(self, _: events.Leave) -> None:
        old, self._hover = self._hover, None
        if old is not None:
            self.redraw(old)
