from __future__ import annotations

from time import perf_counter

import pytest
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from app.assessment.passages import line_starts
from app.tui.widgets.text_view import Layers, TextView
from tests.hostile import HOSTILE
from tests.tui.stage import SIZES, drawn, on_stage, only_text

LINES = "\n".join(f"Line number {i} says something." for i in range(1, 501))


class Page(Screen[None]):
    def __init__(self, text: str, pages: tuple[int, ...] = ()) -> None:
        super().__init__()
        self.text, self.pages = text, pages
        self.dragged: list[tuple[int, int]] = []

    def compose(self) -> ComposeResult:
        yield TextView()

    def on_mount(self) -> None:
        self.query_one(TextView).fill(self.text, line_starts(self.text), self.pages)

    def on_text_view_dragged(self, event: TextView.Dragged) -> None:
        self.dragged.append((event.start, event.end))


async def test_shows_lines_with_numbers_and_scrolls_to_both_ends() -> None:
    page = Page(LINES)
    async with on_stage(page, (60, 12)) as pilot:
        view = page.query_one(TextView)
        assert "  1   Line number 1 says" in drawn(pilot)
        view.scroll_rows(3)
        await pilot.pause()
        assert drawn(pilot).splitlines()[0].strip().startswith("4   Line number 4")
        view.scroll_last()
        await pilot.pause()
        assert drawn(pilot).splitlines()[-1].strip().startswith("500   Line number 500")
        view.scroll_rows(50)
        await pilot.pause()
        assert drawn(pilot).splitlines()[-1].strip().startswith("500")
        view.page(-1)
        await pilot.pause()
        assert drawn(pilot).splitlines()[-1].strip().startswith("490")
        view.scroll_first()
        await pilot.pause()
        assert view.shown[0] == 0


async def test_pages_have_rules_and_no_numbers() -> None:
    text = "First page.\nMore of it.\nSecond page.\n"
    page = Page(text, (0, text.index("Second")))
    async with on_stage(page, (40, 10)) as pilot:
        rows = [line.strip() for line in drawn(pilot).splitlines()]
        assert rows[0].startswith("── page 1 ──")
        assert rows[1] == "First page."
        assert rows[3].startswith("── page 2 ──")
        assert rows[4] == "Second page."


async def test_a_place_comes_into_view_with_its_marks() -> None:
    page = Page(LINES)
    async with on_stage(page, (60, 12)) as pilot:
        view = page.query_one(TextView)
        start = LINES.index("Line number 300 ")
        other = LINES.index("Line number 302 ")
        third = LINES.index("Line number 303 ")
        view.mark(
            Layers(suggested=((other, other + 4),), cited=((third, third + 4),), lit=(start, start + 15))
        )
        view.reveal(start, start + 15)
        await pilot.pause()
        rows = {line.split()[0]: line for line in drawn(pilot).splitlines()}
        assert "300 ▶" in rows["300"]
        assert "302 ›" in rows["302"]
        assert "303 ✓" in rows["303"]
        assert "301  " in rows["301"]
        top = view.shown
        view.reveal(start, start + 15)
        assert view.shown == top


async def test_the_first_row_stays_when_the_width_changes() -> None:
    page = Page(LINES)
    async with on_stage(page, (60, 12)) as pilot:
        view = page.query_one(TextView)
        view.reveal(LINES.index("Line number 300 "), LINES.index("Line number 300 ") + 5)
        first = view.shown[0]
        await pilot.resize_terminal(24, 12)
        await pilot.pause()
        assert view.shown[0] == first


async def test_the_wheel_the_bar_and_dragging() -> None:
    page = Page(LINES)
    async with on_stage(page, (60, 12)) as pilot:
        view = page.query_one(TextView)
        view.post_message(events.MouseScrollDown(view, 5, 5, 0, 1, 0, False, False, False, 5, 5))
        await pilot.pause()
        assert drawn(pilot).splitlines()[0].strip().startswith("4 ")
        view.post_message(events.MouseScrollUp(view, 5, 5, 0, -1, 0, False, False, False, 5, 5))
        await pilot.pause()
        assert view.shown[0] == 0
        await pilot.mouse_down(TextView, offset=(8, 0))
        await pilot.hover(TextView, offset=(14, 0))
        await pilot.mouse_up(TextView, offset=(14, 0))
        assert page.dragged
        start, end = page.dragged[-1]
        assert LINES[start:end] == "Line number"
        await pilot.mouse_down(TextView, offset=(59, 11))
        await pilot.mouse_up(TextView, offset=(59, 11))
        assert view.shown[1] >= len(LINES) - 40


@pytest.mark.parametrize(
    "text",
    ["word " * 1_000_000, "x" * 5_000_000, "a line of the text\n" * 250_000],
    ids=["words", "one", "lines"],
)
async def test_five_million_characters_cost_what_a_page_does(text: str) -> None:
    page = Page(text)
    async with on_stage(page, (100, 30)) as pilot:
        view = page.query_one(TextView)
        began = perf_counter()
        for _ in range(20):
            view.page(1)
        view.scroll_last()
        view.reveal(len(text) // 2, len(text) // 2 + 10)
        view.page(-1)
        assert perf_counter() - began < 0.5  # laying out the whole takes ten times as long
        await pilot.pause()
        assert view.shown[0] > len(text) // 3


async def test_is_alive_at_every_size_with_hostile_text() -> None:
    page = Page("\n".join(HOSTILE.values()), (0, 40, 40))
    async with on_stage(page, (1, 1)) as pilot:
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            view = page.query_one(TextView)
            view.mark(Layers(lit=(0, 90), matches=((3, 8),), match=(3, 8), chosen=(10, 60)))
            for _ in range(12):
                assert only_text(drawn(pilot))
                view.page(1)
                await pilot.pause()
        view.scroll_last()
        view.reveal(5, 9)
        await pilot.resize_terminal(80, 24)
        assert "[/foo]" in drawn(pilot)


async def test_an_empty_text() -> None:
    page = Page("")
    async with on_stage(page) as pilot:
        view = page.query_one(TextView)
        view.page(1)
        view.scroll_last()
        view.reveal(0, 0)
        await pilot.pause()
        assert view.shown == (0, 0)
