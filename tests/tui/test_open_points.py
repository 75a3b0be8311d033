from __future__ import annotations

import pytest

from app.review import Review
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.screens.open_points import OpenPoints
from tests.tui.stage import SIZES, STATEMENT, drawn, on_stage, only_text, typed


@pytest.fixture
def review(fresh: Review) -> Review:
    review = fresh
    review.answer(STATEMENT, "partial")
    return review


async def test_everything_missing_by_section(review: Review) -> None:
    async with on_stage(OpenPoints(review), (100, 40)) as pilot:
        text = drawn(pilot)
        gaps = review.view.progress.gaps
        assert "1 reason missing, 1 not cited" in text
        assert f"Review set-up  {sum(g.question.startswith('review.') for g in gaps)}" in text
        assert pilot.app.screen.query_one(Lines).cursor == 1
        await pilot.press("enter")
        assert pilot.app.results == [gaps[0].question]


async def test_typing_narrows_and_enter_goes_there(review: Review) -> None:
    async with on_stage(OpenPoints(review)) as pilot:
        await typed(pilot, "reason missing")
        assert "! reason missing" in drawn(pilot)
        assert "Review set-up" not in drawn(pilot)
        await pilot.press("enter")
        assert pilot.app.results == [STATEMENT]


async def test_ids_and_words_are_found_and_nothing_is_said(review: Review) -> None:
    async with on_stage(OpenPoints(review)) as pilot:
        await typed(pilot, STATEMENT.replace("_", "_"))
        assert pilot.app.screen.query_one(Lines).count >= 2
        await typed(pilot, " zzz")
        assert "Nothing fits." in drawn(pilot)
        await pilot.press("enter", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "stands among the findings" in " ".join(
            pilot.app.screen.query_one("#help-sheet").text().split()
        )
        await pilot.press("escape", "escape")
        assert pilot.app.results == [None]


async def test_arrows_pages_and_clicks(review: Review) -> None:
    async with on_stage(OpenPoints(review)) as pilot:
        lines = pilot.app.screen.query_one(Lines)
        await pilot.press("down", "down", "up", "pagedown")
        assert lines.cursor > 10
        await pilot.press("pageup", "pageup")
        assert lines.cursor == 1
        await pilot.click(Lines, offset=(4, 0))
        assert not pilot.app.results
        await pilot.click(Lines, offset=(4, 2))
        assert pilot.app.results == [review.view.progress.gaps[1].question]


async def test_nothing_open_is_said(review: Review) -> None:
    from dataclasses import replace

    review.view = replace(review.view, progress=replace(review.view.progress, gaps=()))
    async with on_stage(OpenPoints(review)) as pilot:
        assert "Nothing is open: every question in force is answered and cited." in drawn(pilot)
        await pilot.press("down", "enter", "escape")
        assert pilot.app.results == [None]


@pytest.mark.parametrize("size", SIZES)
async def test_is_alive_at_every_size(review: Review, size: tuple[int, int]) -> None:
    async with on_stage(OpenPoints(review), size) as pilot:
        await pilot.press("down")
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(80, 24)
        assert "Open points" in drawn(pilot)
        assert only_text(drawn(pilot))


async def test_several_are_said_in_the_plural(review: Review) -> None:
    others = [q.id for q in review.view.pack.questions if q.type == "statement" and q.id != STATEMENT]
    for other in [i for i in others if i in review.view.path.in_force][:2]:
        review.answer(other, "partial")
    async with on_stage(OpenPoints(review), (100, 40)) as pilot:
        assert "3 reasons missing" in drawn(pilot)
