"""The two kinds of lists and pages that everything on the screens is made of."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from app.tui.theme import DARK
from app.tui.widgets.rows import Rows
from app.tui.widgets.sheet import Block, Sheet, pressable
from tests.tui.stage import TUI


class Numbers(Rows, can_focus=True):
    """Rows of numbers, every tenth a heading."""

    def row(self, index: int, width: int) -> Content:
        return Content(f"row {index} " + "x" * 300)

    def can_stop(self, index: int) -> bool:
        return index % 10 != 0


class Bench(App[None]):
    CSS_PATH = [TUI / "assess.tcss"]
    CSS = "Sheet, Rows { height: 1fr; }"

    def __init__(self, widget: Sheet | Rows) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.widget = widget
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self.heard.append(event.index)

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        self.heard.append(event.meta)


def lines(widget: Sheet | Rows) -> list[str]:
    return [strip.text for strip in widget.render_lines(widget.size.region)]


async def test_rows_scroll_with_the_cursor_and_pass_headings() -> None:
    rows = Numbers()
    async with Bench(rows).run_test(size=(40, 10)) as pilot:
        rows.reset(10_000, 1)
        rows.step(8)
        rows.step(1)
        assert rows.cursor == 11
        rows.step(-1)
        assert rows.cursor == 9
        rows.step(100_000)
        assert rows.cursor == 9_999
        await pilot.pause()
        assert lines(rows)[-1].startswith("row 9999")
        assert all(len(line) == 40 for line in lines(rows))
        assert lines(rows)[-1].endswith("…▐")
        rows.reset(0)
        assert rows.cursor is None
        rows.step(1)
        await pilot.pause()
        assert lines(rows)[0].strip() == ""


async def test_rows_are_clicked_where_they_stand() -> None:
    rows = Numbers()
    app = Bench(rows)
    async with app.run_test(size=(40, 10)) as pilot:
        rows.reset(100, 1)
        await pilot.pause()
        await pilot.click(offset=(3, 4))
        assert rows.cursor == 4
        await pilot.click(offset=(39, 9))
        await pilot.pause()
        assert rows.scroll_offset.y == 90


async def test_a_page_wraps_beside_its_label_and_under_it_where_it_is_narrow() -> None:
    sheet = Sheet()
    async with Bench(sheet).run_test(size=(31, 8)) as pilot:
        sheet.show([Block(Content("one two three four five six"), Content("label"), 8, key="a")])
        await pilot.pause()
        assert sheet.text().splitlines() == ["label   one two three four", "        five six"]
        await pilot.resize_terminal(15, 8)
        await pilot.pause()
        assert sheet.text().splitlines()[0] == "label"
        assert sheet.text().split() == ["label", "one", "two", "three", "four", "five", "six"]
        await pilot.resize_terminal(1, 1)
        await pilot.pause()


async def test_a_page_scrolls_to_a_key_and_answers_clicks() -> None:
    sheet = Sheet()
    app = Bench(sheet)
    async with app.run_test(size=(30, 6)) as pilot:
        blocks = [Block(pressable(Content(f"block {n}"), number=n), key=str(n)) for n in range(40)]
        sheet.show(blocks)
        await pilot.pause()
        sheet.reveal("20")
        assert sheet.scroll_offset.y == 15
        sheet.reveal("3")
        assert sheet.scroll_offset.y == 3
        sheet.reveal("nothing of that name")
        await pilot.pause()
        await pilot.click(offset=(2, 1))
        await pilot.pause()
        assert app.heard == [{"number": 4}]
        sheet.show(blocks[:3])
        await pilot.pause()
        assert sheet.scroll_offset.y == 0
        assert lines(sheet)[0].startswith("block 0")


async def test_what_is_selected_can_be_copied() -> None:
    sheet = Sheet()
    app = Bench(sheet)
    async with app.run_test(size=(30, 6)) as pilot:
        sheet.show([Block(Content("verbatim words"))])
        await pilot.hover(sheet, offset=(1, 0))
        await pilot.pause()
        await pilot.mouse_down(sheet, offset=(0, 0))
        await pilot.hover(sheet, offset=(8, 0))
        await pilot.mouse_up(sheet, offset=(8, 0))
        await pilot.pause()
        assert (app.screen.get_selected_text() or "").startswith("verbatim")


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (5, 1), (80, 24)])
async def test_any_size(size: tuple[int, int]) -> None:
    for widget in (Sheet(), Numbers()):
        async with Bench(widget).run_test(size=size) as pilot:
            if isinstance(widget, Sheet):
                widget.show([Block(Content("日本語 " * 40), Content("label"), 9), Block(Content(""))])
            else:
                widget.reset(30, 29)
            await pilot.pause()
            drawn = widget.render_lines(widget.size.region)
            assert all(sum(s.cell_length for s in strip) == widget.size.width for strip in drawn)
