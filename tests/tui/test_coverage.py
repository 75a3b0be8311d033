"""The screen of laws in an app of its own."""

from __future__ import annotations

from app.review import Review
from app.tui.screens.coverage import CoverageScreen
from app.tui.widgets.entry_list import EntryList
from app.tui.widgets.key_line import KeyLine
from tests.tui.judged_scene import contradicted
from tests.tui.stage import drawn, on_stage, only_text, typed


async def test_a_law_opens_to_its_questions_and_one_of_them_is_gone_to(fresh: Review) -> None:
    async with on_stage(CoverageScreen(contradicted(fresh)), (100, 30)) as pilot:
        screen = pilot.app.screen
        laws = screen.query_one(EntryList)
        closed = laws.count
        assert "in force" in drawn(pilot)
        await pilot.press("enter")
        assert laws.count > closed
        await pilot.press("enter", "a")
        assert laws.count > closed
        await pilot.press("a", "m", "right_curly_bracket", "left_curly_bracket", "pagedown", "home", "G", "g")
        assert "m shows everything" not in screen.query_one(KeyLine).notice
        await pilot.press("m", "slash")
        await typed(pilot, "ferpa encrypted")
        assert "FERPA" in drawn(pilot) or "Nothing fits" in drawn(pilot)
        assert only_text(drawn(pilot))
        await pilot.press("enter", "escape")
        assert laws.count == closed
        await pilot.press("slash")
        await typed(pilot, "no_sale")
        await pilot.press("enter", "j")
        wanted = laws.entry.question
        await pilot.press("enter")
        assert pilot.app.results == [wanted]
        assert wanted == "sopipa.no_sale"


async def test_nothing_breaks_at_any_size(fresh: Review) -> None:
    async with on_stage(CoverageScreen(fresh), (1, 1)) as pilot:
        await pilot.press("a")
        for size in ((40, 12), (160, 50), (2, 2)):
            await pilot.resize_terminal(*size)
        await pilot.press("escape")
        assert pilot.app.results == [None]
