"""A scrolling view that is drawn line by line, with its own scroll bar in the last column.

Only lines that changed are painted, nothing here asks for a new layout of the screen, and the bar costs one
cell a line: that is what makes a key feel like nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

_THUMB = "▐"
_NARROW = 12
"""Columns up to which text takes all the room there is."""


class _Frame(NamedTuple):
    """What all lines of one painting share."""

    width: int
    gap: int
    top: int
    length: int
    thumb: tuple[int, int]
    base: RichStyle
    bar: RichStyle


class LineView(ScrollView, inherit_bindings=False):
    """Lines of text in a window. A subclass says how many there are and how each is drawn."""

    COMPONENT_CLASSES = {"line-view--bar"}
    GAP: ClassVar[int] = 0
    """Columns that stay free between the text and the bar."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Takes the usual widget arguments."""
        super().__init__(id=id, classes=classes)
        self._dragging = False
        self._shown_thumb = (0, 0)
        self._frame = _Frame(0, 0, 0, 0, (0, 0), RichStyle(), RichStyle())
        self.set_reactive(Widget.auto_links, False)

    # --- what a subclass says --------------------------------------------------------------------------

    def line(self, index: int, width: int) -> Strip:
        """The line of this number, exactly so many columns wide."""
        raise NotImplementedError

    @property
    def length(self) -> int:
        """Number of lines."""
        raise NotImplementedError

    # --- what a subclass calls -------------------------------------------------------------------------

    @property
    def text_width(self) -> int:
        """Columns for text: the last one is the scroll bar's, and those before it stay free."""
        return max(self.scrollable_content_region.width - 1 - self._gap, 0)

    @property
    def _gap(self) -> int:
        return self.GAP if self.scrollable_content_region.width > _NARROW else 0

    @property
    def window(self) -> int:
        """Lines in the window."""
        return self.scrollable_content_region.height

    def measure(self) -> bool:
        """The number of lines has changed. Says whether the window moved or the bar changed with it."""
        size = Size(self.scrollable_content_region.width, self.length)
        before = (self.scroll_offset.y, self._shown_thumb)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
        self._shown_thumb = self._thumb()
        return before != (self.scroll_offset.y, self._shown_thumb)

    def repaint(self, lines: Iterable[int]) -> None:
        """Paint these lines of the window again, counted from its top."""
        width, start, last = self.size.width, -1, -2
        regions = []
        for y in sorted(lines):
            if y != last + 1:
                if start >= 0:
                    regions.append(Region(0, start, width, last - start + 1))
                start = y
            last = y
        if start >= 0:
            regions.append(Region(0, start, width, last - start + 1))
        if regions:
            self.refresh(*regions)

    def segments(self, content: Content, style: Style) -> list[Segment]:
        """One line of content as segments on this style."""
        return [
            Segment(text, (style + own).rich_style)
            for text, own in content.render(style, end="", parse_style=self._get_style)
            if text
        ]

    def entitle(self, title: Content, subtitle: Content) -> None:
        """Put words on the border above and below; only what changed is painted."""
        gutter, width = self.gutter, self.outer_size.width  # the border stands outside the padding
        bottom = self.content_region.height + gutter.bottom - 1
        for name, content, y in (
            ("_border_title", title, -gutter.top),
            ("_border_subtitle", subtitle, bottom),
        ):
            present = getattr(self, name)
            if present is None or not present.is_same(content):
                # Textual's own property would paint the whole widget again
                setattr(self, name, content)
                self.refresh(Region(-gutter.left, y, width, 1))

    # --- drawing ---------------------------------------------------------------------------------------

    def _thumb(self) -> tuple[int, int]:
        """First line of the bar's thumb and the line after its last; equal where everything is in view."""
        window, length = self.window, self.length
        if length <= window or window <= 0:
            return 0, 0
        size = max(1, window * window // length)
        hidden = length - window
        start = min(round(self.scroll_offset.y * (window - size) / hidden), window - size)
        return start, start + size

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of the window that have to be painted."""
        self._frame = _Frame(
            self.text_width,
            self._gap,
            self.scroll_offset.y,
            self.length,
            self._thumb(),
            self.visual_style.rich_style,
            self.get_visual_style("line-view--bar").rich_style,
        )
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the window, with its cell of the bar."""
        frame = self._frame
        index = frame.top + y
        if index >= frame.length or not frame.width:
            return Strip.blank(frame.width + frame.gap + 1, frame.base)
        free, seen = " " * frame.gap, frame.thumb[0] <= y < frame.thumb[1]
        bar = Segment(free + _THUMB, frame.bar) if seen else Segment(free + " ", frame.base)
        return Strip([*self.line(index, frame.width), bar], frame.width + frame.gap + 1)

    # --- mouse -----------------------------------------------------------------------------------------

    def _on_bar(self, event: events.MouseEvent) -> bool:
        offset = event.get_content_offset(self)
        return offset is not None and offset.x >= self.text_width and self.length > self.window

    def _scroll_to_mouse(self, event: events.MouseEvent) -> None:
        y = event.screen_y - self.content_region.y
        share = min(max(y / max(self.window - 1, 1), 0.0), 1.0)
        self.scroll_to(y=round(share * (self.length - self.window)), animate=False)

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if self._on_bar(event):
            event.stop()
            event.prevent_default()
            self._dragging = True
            self.capture_mouse()
            self._scroll_to_mouse(event)

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            event.stop()
            event.prevent_default()
            self._dragging = False
            self.release_mouse()

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            event.stop()
            self._scroll_to_mouse(event)
