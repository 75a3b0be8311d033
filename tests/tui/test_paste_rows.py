from __future__ import annotations

import pytest
from textual import events
from textual.widgets import TextArea

from app.review import Review
from app.store.errors import StoreError
from app.tui.screens.paste_rows import DRAFT_FIELD, PasteRows
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.tui.stage import REGISTER, SIZES, drawn, on_stage, only_text, typed, until


@pytest.fixture
def review(fresh: Review) -> Review:
    return fresh


def dialog(review: Review) -> PasteRows:
    return PasteRows(review, review.view.pack.question(REGISTER))


async def test_says_what_comes_in_and_what_does_not(review: Review) -> None:
    async with on_stage(dialog(review)) as pilot:
        assert "Nothing pasted yet" in drawn(pilot)
        await pilot.press("ctrl+s")
        assert "nothing to add" in pilot.app.screen.query_one(KeyLine).notice
        pilot.app.post_message(
            events.Paste("Company\tWhat for\tRevenue\nAWS\thosting\t9\nBox\tgambling\t8\n")
        )
        await until(pilot, lambda: "2 rows will come in" in drawn(pilot))
        text = drawn(pilot)
        assert "Company: AWS · What for: hosting" in text
        assert '! No column is called "Revenue"' in text
        assert '! Line 3, What for: "gambling"' in text
        await pilot.press("ctrl+s")
        assert pilot.app.results[0].rows == [{"name": "AWS", "function": "hosting"}, {"name": "Box"}]


async def test_enter_starts_a_line_so_that_a_raw_paste_is_no_command(review: Review) -> None:
    async with on_stage(dialog(review)) as pilot:
        await typed(pilot, "Box")
        await pilot.press("enter")
        await typed(pilot, "Zoom")
        await pilot.press("ctrl+s")
        assert pilot.app.results == [([{"name": "Box"}, {"name": "Zoom"}], [])]


async def test_what_is_read_last_is_what_comes_in(review: Review) -> None:
    async with on_stage(dialog(review)) as pilot:
        await typed(pilot, "Zoom")
        await pilot.press("ctrl+s")  # before the pause after typing is over
        assert pilot.app.results == [([{"name": "Zoom"}], [])]


async def test_what_is_typed_survives_and_is_offered_again(review: Review) -> None:
    async with on_stage(dialog(review)) as pilot:
        await typed(pilot, "Box")
        await pilot.press("escape")
        assert pilot.app.results == [None]
    assert [(d.field, d.text) for d in review.drafts()] == [(DRAFT_FIELD, "Box")]
    async with on_stage(dialog(review)) as pilot:
        await until(pilot, lambda: "1 row will come in" in drawn(pilot))
        pilot.app.screen.query_one(TextArea).text = ""
        await pilot.pause()
        await pilot.press("escape")
    assert not review.drafts()


@pytest.mark.parametrize("size", SIZES)
async def test_is_alive_at_every_size(review: Review, size: tuple[int, int]) -> None:
    async with on_stage(dialog(review), size) as pilot:
        await pilot.press("a")
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "^s add the rows" in drawn(pilot))


async def test_hostile_text_is_data(review: Review) -> None:
    async with on_stage(dialog(review)) as pilot:
        for text in HOSTILE.values():
            pilot.app.screen.query_one(TextArea).text = text
            await pilot.pause()
            pilot.app.screen._read()
            await pilot.pause()
            assert only_text(drawn(pilot))


BAD = "Company\tWhat for\n" + "".join(f"Company {n}\tgambling {n}\n" for n in range(40))


async def test_every_problem_can_be_read_with_the_keyboard(review: Review) -> None:
    async with on_stage(dialog(review), (100, 50)) as pilot:
        pilot.app.post_message(events.Paste(BAD))
        await until(pilot, lambda: "40 rows will come in" in drawn(pilot))
        assert "Line 41" not in drawn(pilot)
        await pilot.press("tab", "end")
        await until(pilot, lambda: "Line 41" in drawn(pilot))


async def test_rows_that_stand_in_the_register_are_said(review: Review) -> None:
    review.add_rows(REGISTER, [{"name": "Box"}, {"name": "Zoom"}])
    async with on_stage(dialog(review)) as pilot:
        pilot.app.post_message(events.Paste("Company\nBox\nAWS\n"))
        await until(pilot, lambda: "2 rows will come in" in drawn(pilot))
        assert "One of them stands in the register already" in drawn(pilot)


async def test_a_database_that_cannot_be_read_is_said(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise StoreError("The disk is gone.")

    monkeypatch.setattr(review, "drafts", broken)
    async with on_stage(dialog(review)) as pilot:
        assert "The disk is gone." in pilot.app.screen.query_one(KeyLine).notice
