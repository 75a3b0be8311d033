from __future__ import annotations

import pytest

from app.assessment.answer import Citation, State
from app.assessment.values import rows_of
from app.review import Review
from app.tui.screens.help import HelpScreen
from app.tui.screens.history import HistoryScreen
from app.tui.screens.lines import Lines
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE, LONG_WORD
from tests.tui.stage import REGISTER, SIZES, STATEMENT, drawn, on_stage, only_text


@pytest.fixture
def review(fresh: Review) -> Review:
    review = fresh
    review.answer(STATEMENT, "yes")
    review.cite(STATEMENT, Citation("D1", "line 97", "AES-256"))
    review.answer(STATEMENT, "partial", reason="backups only")
    review.undo()
    review.answer(STATEMENT, "no")
    return review


async def test_shows_changes_newest_first_and_what_was_undone(review: Review) -> None:
    async with on_stage(HistoryScreen(review, STATEMENT)) as pilot:
        lines = drawn(pilot).splitlines()
        text = drawn(pilot)
        assert "History · Security: Encryption at rest" in text
        assert "4 changes" in text
        assert text.index("yes → no") < text.index("yes → partial") < text.index("unanswered → yes")
        assert any("undone" in line and "yes → partial" in line for line in lines)
        assert ["yes → no" in line for line in lines if "▶" in line] == [True]
        assert "Ann Reviewer" in text


async def test_enter_restores_as_a_new_change(review: Review) -> None:
    async with on_stage(HistoryScreen(review, STATEMENT)) as pilot:
        await pilot.press("j", "down", "enter")
        answer = review.view.answer(STATEMENT)
        assert (answer.state, answer.reason) == (State.YES, "")
        assert [c.place for c in answer.citations] == ["line 97"]
        assert "5 changes" in drawn(pilot)
        assert "Restored" in pilot.app.screen.query_one(KeyLine).notice
        await pilot.press("enter")
        assert "as it stands" in pilot.app.screen.query_one(KeyLine).notice
        await pilot.press("j", "j", "k", "enter")
    assert review.view.answer(STATEMENT).state is State.NO
    review.undo()
    assert review.view.answer(STATEMENT).state is State.YES


async def test_a_register_comes_back_whole(fresh: Review) -> None:
    review = fresh
    review.add_rows(REGISTER, [{"name": "AWS"}, {"name": "Box"}])
    review.drop_rows(REGISTER, ["r1", "r2"])
    async with on_stage(HistoryScreen(review, REGISTER)) as pilot:
        await pilot.press("j", "enter")
    assert [row.cells["name"] for row in rows_of(review.view.answer(REGISTER).value)] == ["AWS", "Box"]
    review.add_rows(REGISTER, [{"name": "C"}])
    assert len({row.id for row in rows_of(review.view.answer(REGISTER).value)}) == 3


async def test_no_change_yet(fresh: Review) -> None:
    async with on_stage(HistoryScreen(fresh, STATEMENT)) as pilot:
        assert "Nobody has answered this yet" in drawn(pilot)
        await pilot.press("enter")
        assert "nothing to restore" in pilot.app.screen.query_one(KeyLine).notice


async def test_moves_scrolls_helps_and_leaves(review: Review) -> None:
    async with on_stage(HistoryScreen(review, STATEMENT)) as pilot:
        lines = pilot.app.screen.query_one(Lines)
        await pilot.press("G")
        assert lines.cursor == 3
        await pilot.press("g", "pagedown", "pageup")
        assert lines.cursor == 0
        await pilot.click(Lines, offset=(5, 2))
        assert lines.cursor == 2
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape", "h")
        assert pilot.app.results == [None]


async def test_reading_only_restores_nothing(review: Review) -> None:
    from dataclasses import replace

    review.view = replace(review.view, read_only=True)
    async with on_stage(HistoryScreen(review, STATEMENT)) as pilot:
        await pilot.press("j", "enter")
        assert "reading only" in pilot.app.screen.query_one(KeyLine).notice


@pytest.mark.parametrize("size", SIZES)
async def test_is_alive_at_every_size(review: Review, size: tuple[int, int]) -> None:
    async with on_stage(HistoryScreen(review, STATEMENT), size) as pilot:
        await pilot.press("j")
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(80, 24)
        assert "yes → no" in drawn(pilot)


async def test_hostile_text_is_data(fresh: Review) -> None:
    review = fresh
    texts = [*HOSTILE.values(), LONG_WORD]
    for text in texts:
        review.answer("product.name", value=text or "-", note=text)
    async with on_stage(HistoryScreen(review, "product.name"), (120, 50)) as pilot:
        for _ in texts:
            pilot.app.screen.action_step(1)
            await pilot.pause()
            assert only_text(drawn(pilot))
        assert "[Annex A] and array[int]" in drawn(pilot)
