"""A page of wrapped text that is drawn line by line, so that showing another page costs one repaint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from app.tui.commands import Command, bindings
from app.tui.widgets.line_view import LineView

EMPTY = Content("")
_LEAST_TEXT = 12
"""Columns under which text is not put beside its label but under it."""

SHEET_VERBS = (
    Command(
        "sheet.down",
        ("pagedown", "ctrl+f"),
        "page(1)",
        "Page down",
        "Scroll the text one page down.",
        "Scroll",
    ),
    Command(
        "sheet.up", ("pageup", "ctrl+b"), "page(-1)", "Page up", "Scroll the text one page up.", "Scroll"
    ),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: a label, and text that wraps beside it."""

    text: Content
    label: Content = EMPTY
    """Stands left of the first line, inside the indent."""
    indent: int = 0
    """Columns left of every line of the text."""
    key: str = ""
    """Name to scroll to; blocks that follow without a key belong to it."""


def pressable(content: Content, **meta: Any) -> Content:
    """Content that posts `Sheet.Pressed` with these words when it is clicked."""
    return content.stylize(Style.from_meta({"press": meta}))


Line = tuple[Segment, ...]
"""One line as it will be drawn, without what fills it up to the edge."""

_REMEMBERED = 600
"""Paragraphs whose wrapping is kept, so that going back, answering and what was laid ahead cost next to nothing."""


class Sheet(LineView):
    """Shows blocks of content, scrolls them, and says what was clicked.

    Text can be selected with the mouse and copied.
    """

    BINDINGS = bindings(SHEET_VERBS)
    VERBS: ClassVar[tuple[Command, ...]] = SHEET_VERBS
    GAP: ClassVar[int] = 1

    class Pressed(Message):
        """Something on the sheet was clicked."""

        def __init__(self, sheet: Sheet, meta: Mapping[str, Any]) -> None:
            """`meta` holds the words given to `pressable`."""
            super().__init__()
            self.sheet = sheet
            self.meta = meta

        @property
        def control(self) -> Widget:
            """The sheet that was clicked."""
            return self.sheet

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Takes the usual widget arguments."""
        super().__init__(id=id, classes=classes)
        self._blocks: tuple[Block, ...] = ()
        self._drawn: list[Line] = []
        self._tops: list[tuple[int, str]] = []
        self._wrapped: dict[Any, list[Line]] = {}

    def show(self, blocks: Sequence[Block], *, keep_scroll: bool = False) -> None:
        """Show these blocks, from the top unless told to stay where the reader is."""
        self._blocks = tuple(blocks)
        before, at = self._drawn, self.scroll_offset.y
        if not keep_scroll and at:
            self.set_reactive(Widget.scroll_y, 0.0)
            self.set_reactive(Widget.scroll_target_y, 0.0)
        self._lay()
        if self.measure() or self.scroll_offset.y != at:
            self.refresh()
            return
        old, new = before[at : at + self.window], self._drawn[at : at + self.window]
        rest = range(min(len(old), len(new)), max(len(old), len(new)))
        self.repaint([*(y for y, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), *rest])

    def lay_ahead(self, blocks: Sequence[Block]) -> None:
        """Wrap blocks that will probably be shown next, so that showing them is quick."""
        for block in blocks:
            self._lines_of(block, self.text_width)

    def reveal(self, key: str) -> None:
        """Scroll so that the block of this key, and what belongs to it, can be seen."""
        named = [(top, name) for top, name in self._tops if name]
        for index, (top, name) in enumerate(named):
            if name != key:
                continue
            bottom = named[index + 1][0] if index + 1 < len(named) else len(self._drawn)
            at, height = self.scroll_offset.y, self.window
            if top < at or bottom - top >= height:
                self.scroll_to(y=top, animate=False)
            elif bottom > at + height:
                self.scroll_to(y=bottom - height, animate=False)
            return

    def text(self) -> str:
        """What stands on the sheet, line by line."""
        return "\n".join("".join(segment.text for segment in line).rstrip() for line in self._drawn)

    @property
    def length(self) -> int:
        """Number of lines."""
        return len(self._drawn)

    # --- laying out ------------------------------------------------------------------------------------

    def _lay(self) -> None:
        width = self.text_width
        self._drawn, self._tops = [], []
        if width <= 0:
            return
        for block in self._blocks:
            self._tops.append((len(self._drawn), block.key))
            self._drawn += self._lines_of(block, width)

    def _lines_of(self, block: Block, width: int) -> list[Line]:
        if width <= 0:
            return []
        text, label = block.text, block.label
        key = (width, block.indent, text.plain, tuple(text.spans), label.plain, tuple(label.spans))
        lines = self._wrapped.get(key)
        if lines is None:
            if len(self._wrapped) >= _REMEMBERED:
                for old in list(self._wrapped)[: _REMEMBERED // 3]:
                    del self._wrapped[old]
            lines = self._wrapped[key] = list(self._wrap(block, width))
        return lines

    def _wrap(self, block: Block, width: int) -> Iterator[Line]:
        style, label = self.visual_style, block.label
        indent = block.indent if width - block.indent >= _LEAST_TEXT else min(2, max(width - 1, 0))
        if label and indent < block.indent and label.cell_length > indent:
            yield from (tuple(self.segments(line, style)) for line in label.wrap(width))
            label = EMPTY
        blank = Segment(" " * indent, style.rich_style)
        first = self.segments(label.truncate(indent, pad=True), style) if label else [blank]
        for number, line in enumerate(block.text.wrap(max(width - indent, 1))):
            head = ([blank] if number else first) if indent else []
            yield (*head, *self.segments(line, style))

    def on_resize(self) -> None:
        """Wrap again when the width changed."""
        self._lay()
        self.measure()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw again when the theme changed."""
        super().notify_style_update()
        if self._wrapped:
            self._wrapped.clear()
            self._lay()
            self.measure()

    # --- drawing ---------------------------------------------------------------------------------------

    def line(self, index: int, width: int) -> Strip:
        """One line, filled up to the edge, with what is selected marked."""
        segments = self._drawn[index]
        length = sum(segment.cell_length for segment in segments)
        base = self.visual_style.rich_style
        if length < width:
            segments = (*segments, Segment(" " * (width - length), base))
        strip = Strip(segments, max(length, width))
        if length > width:
            strip = strip.crop(0, width)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(index)) is not None:
            start, end = span
            end = width if end == -1 else min(end, width)
            chosen = self.screen.get_component_rich_style("screen--selection")
            parts = strip.divide([start, end, width])
            strip = Strip.join([part.apply_style(chosen) if n == 1 else part for n, part in enumerate(parts)])
        # where the mouse is, Textual reads from the line what was pressed; without a mouse that is wasted
        return strip.apply_offsets(0, index) if self.mouse_hover else strip

    def watch_mouse_hover(self, _: bool) -> None:
        """Draw the places that the mouse needs."""
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse selected."""
        return selection.extract(self.text()), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Show what is selected."""
        self.refresh()

    def action_page(self, direction: int) -> None:
        """Scroll a page."""
        self.scroll_relative(y=direction * max(self.window - 2, 1), animate=False)

    async def _on_click(self, event: events.Click) -> None:
        meta = event.style.meta.get("press")
        if meta is not None:
            event.stop()
            self.post_message(self.Pressed(self, meta))
