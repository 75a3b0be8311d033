from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content

from app.tui.screens.lines import Lines


class Shown(App[None]):
    def compose(self) -> ComposeResult:
        yield Lines()


async def test_headings_are_passed_over() -> None:
    async with Shown().run_test() as pilot:
        lines = pilot.app.query_one(Lines)
        lines.show([Content(t) for t in ("A", "a1", "B", "b1")], headings={0, 2})
        assert lines.cursor == 1
        lines.step(1)
        assert lines.cursor == 3
        lines.step(-1)
        assert lines.cursor == 1
        lines.step(-1)
        assert lines.cursor == 1


async def test_no_lines_have_no_cursor() -> None:
    async with Shown().run_test() as pilot:
        lines = pilot.app.query_one(Lines)
        lines.show([])
        assert lines.cursor is None
        lines.show([Content("only a heading")], headings={0})
        assert lines.cursor is None
