"""A page of wrapped text that is drawn line by line, so that showing another page costs one repaint."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from app.tui.commands import Command, bindings

EMPTY = Content("")

SHEET_VERBS = (
    Command("sheet.down", ("pagedown", "ctrl+f"), "page(1)", "Page down", "Scroll the text one page down.", "Scroll"),
    Command("sheet.up", ("pageup", "ctrl+b"), "page(-1)", "Page up", "Scroll the text one page up.", "Scroll"),
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


@dataclass(slots=True)
class _Laid:
    """Blocks as lines for one width."""

    strips: list[Strip] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


class Sheet(ScrollView, inherit_bindings=False):
    """Shows blocks of content, scrolls them, and says what was clicked.

    Text can be selected with the mouse and copied.
    """

    BINDINGS = bindings(SHEET_VERBS)
    VERBS: ClassVar[tuple[Command, ...]] = SHEET_VERBS

    width_given: reactive[int] = reactive(0, init=False)
    """Columns the text wraps at."""

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
        self._laid = _Laid()

    def show(self, blocks: Sequence[Block], *, keep_scroll: bool = False) -> None:
        """Show these blocks, from the top unless told to stay where the reader is."""
        self._blocks = tuple(blocks)
        if not keep_scroll:
            self.set_reactive(Widget.scroll_y, 0.0)
            self.set_reactive(Widget.scroll_target_y, 0.0)
        self._lay()

    def reveal(self, key: str) -> None:
        """Scroll so that the block of this key, and what belongs to it, can be seen."""
        laid = self._laid
        if key not in laid.keys:
            return
        first = laid.keys.index(key)
        top = laid.tops[first]
        after = next((i for i in range(first + 1, len(laid.keys)) if laid.keys[i]), None)
        bottom = len(laid.strips) if after is None else laid.tops[after]
        height, at = self.scrollable_content_region.height, self.scroll_offset.y
        if top < at or bottom - top >= height:
            self.scroll_to(y=top, animate=False)
        elif bottom > at + height:
            self.scroll_to(y=bottom - height, animate=False)

    def text(self) -> str:
        """What stands on the sheet, line by line."""
        return "\n".join(strip.text.rstrip() for strip in self._laid.strips)

    def _lay(self) -> None:
        width = self.scrollable_content_region.width
        self._laid = laid = _Laid()
        if width <= 0:
            return
        style = self.visual_style
        for block in self._blocks:
            laid.tops.append(len(laid.strips))
            laid.keys.append(block.key)
            indent = block.indent if width - block.indent >= 8 else min(2, max(width - 1, 0))
            room = max(width - indent, 1)
            lines = Visual.to_strips(self, block.text, room, None, style, apply_selection=False)
            if not indent:
                laid.strips.extend(lines)
                continue
            blank = Strip.blank(indent, style.rich_style)
            label = block.label
            if label and label.cell_length > indent - 1 and indent < block.indent:
                laid.strips.extend(Visual.to_strips(self, label, width, None, style, apply_selection=False))
                label = EMPTY
            first = blank
            if label:
                named = Visual.to_strips(self, label.truncate(indent), indent, 1, style, apply_selection=False)
                first = named[0].extend_cell_length(indent, style.rich_style)
            for number, line in enumerate(lines):
                laid.strips.append(Strip.join([blank if number else first, line]))
        self._resize_to(Size(width, len(laid.strips)))
        self.refresh()

    def _resize_to(self, size: Size) -> None:
        """Take a new length without a new layout of the screen: the frame around the text stays the same."""
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def on_resize(self) -> None:
        """Wrap again when the width changed."""
        self._lay()

    def notify_style_update(self) -> None:
        """Draw again when the theme changed."""
        super().notify_style_update()
        self._lay()

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        width = self.scrollable_content_region.width
        line = self.scroll_offset.y + y
        base = self.visual_style.rich_style
        if line >= len(self._laid.strips):
            return Strip.blank(width, base)
        strip = self._laid.strips[line].crop_extend(0, width, base)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(line)) is not None:
            start, end = span
            end = strip.cell_length if end == -1 else end
            chosen = self.screen.get_component_rich_style("screen--selection")
            parts = strip.divide([start, end, strip.cell_length])
            strip = Strip.join([parts[0], parts[1].apply_style(chosen), *parts[2:]])
        return strip.apply_offsets(0, line)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse selected."""
        return selection.extract(self.text()), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Show what is selected."""
        self.refresh()

    def action_page(self, direction: int) -> None:
        """Scroll a page."""
        self.scroll_relative(y=direction * max(self.scrollable_content_region.height - 2, 1), animate=False)

    async def _on_click(self, event: events.Click) -> None:
        meta = event.style.meta.get("press")
        if meta is not None:
            event.stop()
            self.post_message(self.Pressed(self, meta))

    def key_at(self, line: int) -> str:
        """The key of the block that covers this line of the text; empty where there is none."""
        index = bisect_right(self._laid.tops, line) - 1
        while index >= 0 and not self._laid.keys[index]:
            index -= 1
        return self._laid.keys[index] if index >= 0 else ""
