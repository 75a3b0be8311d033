from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from app.assessment.answer import State
from app.assessment.values import rows_of
from app.review import Review
from app.tui.screens.cell_editor import CellEditor, CellLine
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.screens.paste_rows import PasteRows
from app.tui.screens.register_grid import RegisterGrid
from app.tui.screens.table_editor import TableEditor
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE, LONG_WORD
from tests.tui.stage import RECORD, REGISTER, SIZES, drawn, on_stage, only_text, typed, until

ROWS = [
    {"name": "AWS", "function": "hosting", "country": "US"},
    {"name": "Plivo", "function": "SMS or voice", "info_shared": "phone number"},
]


@pytest.fixture
def review(fresh: Review) -> Review:
    review = fresh
    review.add_rows(REGISTER, ROWS)
    return review


def cells(review: Review, column: str = "name") -> list[str]:
    return [row.cells.get(column, "") for row in rows_of(review.view.answer(REGISTER).value)]


def notice(pilot: Pilot[Any]) -> str:
    return pilot.app.screen.query_one(KeyLine).notice


def writing(pilot: Pilot[Any]) -> bool:
    return bool(pilot.app.screen.query_one(CellEditor).display)


async def test_shows_every_row_with_its_number_and_the_cell_in_full(review: Review) -> None:
    review.set_cell(REGISTER, "r2", "info_shared", "phone number, " * 20)
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        text = drawn(pilot)
        assert "1  AWS" in text
        assert "2  Plivo" in text
        assert "Which outside companies" in text
        assert "2 rows" in text
        await pilot.press("down", "right", "right", "right")
        assert "What it receives  text · row 2 of 2 · column 4 of 10" in drawn(pilot)
        assert drawn(pilot).count("phone number") > 10


async def test_enter_writes_a_cell_and_goes_on(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("right", "enter")
        assert writing(pilot)
        await typed(pilot, "EC2")
        await pilot.press("enter")
        assert cells(review, "service") == ["EC2", ""]
        assert writing(pilot)
        assert pilot.app.screen.query_one(CellEditor).column.id == "function"
        await pilot.press("tab")
        await typed(pilot, "ids")
        await pilot.press("escape")
        assert cells(review, "info_shared") == ["ids", "phone number"]
        assert not writing(pilot)
        assert pilot.app.screen.focused is pilot.app.screen.query_one(RegisterGrid)
        await pilot.press("escape")
        assert pilot.app.results == [None]


async def test_shift_tab_goes_back(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("right", "enter", "shift+tab")
        assert pilot.app.screen.query_one(CellEditor).column.id == "name"
        await pilot.press("shift+tab")
        assert not writing(pilot)


async def test_a_choice_is_found_by_typing(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("right", "right", "enter")
        choices = pilot.app.screen.query_one(Lines)
        assert choices.count == 19
        await typed(pilot, "an")
        assert choices.count == 3
        await pilot.press("enter")
        assert cells(review, "function")[0] == "analytics"


async def test_a_choice_is_found_with_arrows(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("right", "right", "enter")
        await pilot.press("down", "enter")
        assert cells(review, "function")[0] == "database"


async def test_a_choice_can_be_emptied_and_escape_takes_nothing(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("right", "right", "enter")
        await typed(pilot, "an")
        await pilot.press("escape")
        assert cells(review, "function")[0] == "hosting"
        assert not review.drafts()
        await pilot.press("enter", "pageup", "enter", "escape")
        assert cells(review, "function")[0] == ""


async def test_no_such_choice_is_one_sentence(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("right", "right", "enter")
        await typed(pilot, "zzz")
        await pilot.press("enter")
        assert '"zzz" is not one of' in notice(pilot)
        assert writing(pilot)


async def test_what_does_not_fit_stays_and_is_kept(review: Review) -> None:
    review.add_rows("review.documents", [{"doc_id": "D1"}])
    async with on_stage(TableEditor(review, "review.documents")) as pilot:
        await pilot.press("l", "l", "l", "l", "enter")
        await typed(pilot, "soon")
        await pilot.press("enter")
        assert "is not a date" in notice(pilot)
        assert writing(pilot)
        await pilot.press("1", "backspace", "1", "escape")
        assert "Escape again" in notice(pilot)
        await pilot.press("escape")
        assert not writing(pilot)
        assert "Not saved." in notice(pilot)
        assert [d.text for d in review.drafts()] == ["soon1"]
        assert "✎ soon1" in drawn(pilot)
    async with on_stage(TableEditor(review, "review.documents")) as pilot:
        assert "was never saved" in notice(pilot)
        await pilot.press("l", "l", "l", "l", "enter")
        line = pilot.app.screen.query_one(CellLine)
        assert line.text == "soon1"
        line.text = ""
        await typed(pilot, "2026-01-31")
        await pilot.press("escape")
        assert rows_of(review.view.answer("review.documents").value)[0].cells["stated_date"] == "2026-01-31"
        assert not review.drafts()


async def test_every_change_is_on_disk(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("enter")
        for n, key in enumerate("XYZ", start=1):
            await pilot.press(key)
            assert [d.text for d in review.drafts()] == ["AWS" + "XYZ"[:n]]
        await pilot.press("escape")
        assert not review.drafts()
        assert cells(review)[0] == "AWSXYZ"


async def test_opening_a_cell_is_no_change(review: Review) -> None:
    review.set_cell(REGISTER, "r1", "service", "one\u2028two\r\nthree")
    before = review.view
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("right", "enter", "escape")
        assert review.view is before
        assert not review.drafts()


async def test_rows_are_added_duplicated_and_removed(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("a")
        await typed(pilot, "Zoom")
        await pilot.press("escape")
        assert cells(review) == ["AWS", "Plivo", "Zoom"]
        await pilot.press("g", "i")
        await typed(pilot, "Box")
        await pilot.press("escape")
        assert cells(review) == ["Box", "AWS", "Plivo", "Zoom"]
        await pilot.press("j", "d")
        assert cells(review) == ["Box", "AWS", "AWS", "Plivo", "Zoom"]
        assert pilot.app.screen.query_one(RegisterGrid).cursor_row == 2
        await pilot.press("x")
        assert cells(review) == ["Box", "AWS", "Plivo", "Zoom"]
        assert "Row 3 (AWS) is removed" in notice(pilot)
        assert "3  Plivo" in drawn(pilot)
        await pilot.press("u")
        assert cells(review) == ["Box", "AWS", "AWS", "Plivo", "Zoom"]
        await pilot.press("ctrl+r")
        assert cells(review) == ["Box", "AWS", "Plivo", "Zoom"]
        await pilot.press("delete")
        assert cells(review) == ["Box", "AWS", "Zoom"]


async def test_a_row_is_written_to_its_end(review: Review) -> None:
    """Also when its name is narrower than the column, so that the grid is not built anew under it."""
    review.set_cell(REGISTER, "r2", "name", "A company with a long name")
    review.set_cell(REGISTER, "r2", "service", "Voice")
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("a")
        await typed(pilot, "Zoom")
        await pilot.press("enter")
        await typed(pilot, "Video")
        await pilot.press("escape")
        assert cells(review, "service")[1:] == ["Voice", "Video"]


async def test_a_row_without_text_leaves_no_trace(review: Review) -> None:
    before = review.view
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("a", "escape")
        assert review.view is before
        assert pilot.app.screen.query_one(RegisterGrid).row_count == 2
        await pilot.press("a", "enter", "enter", "escape")
        assert review.view is before


async def test_an_empty_register_says_what_to_press(fresh: Review) -> None:
    review = fresh
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        assert "No rows yet. Press a" in drawn(pilot)
        await pilot.press("enter")
        await typed(pilot, "AWS")
        await pilot.press("escape")
        assert cells(review) == ["AWS"]
        assert review.view.answer(REGISTER).state is State.ANSWERED
        assert "No rows yet" not in drawn(pilot)
        await pilot.press("x", "u")
        assert cells(review) == ["AWS"]


async def test_undo_leads_to_the_cell_and_stops_at_the_register(review: Review) -> None:
    review.set_cell(REGISTER, "r2", "country", "US")
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("u")
        assert cells(review, "country") == ["US", ""]
        grid = pilot.app.screen.query_one(RegisterGrid)
        assert (grid.cursor_row, grid.cursor_column) == (1, 7)
        assert "Taken back: the change of this cell." in notice(pilot)
        await pilot.press("u")
        assert cells(review) == []
        await pilot.press("u")
        assert "The last change was at review.reviewer" in notice(pilot)
        assert review.view.answer(RECORD).value


async def test_moving_finding_and_emptying(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        grid = pilot.app.screen.query_one(RegisterGrid)
        await pilot.press("j", "l", "l", "h", "k")
        assert grid.cursor_coordinate == (0, 1)
        await pilot.press("G", "g", "G")
        assert grid.cursor_row == 1
        await pilot.press("slash", *"phone", "enter")
        assert grid.cursor_coordinate == (1, 3)
        await pilot.press("n")
        assert grid.cursor_coordinate == (1, 3)
        await pilot.press("slash")
        pilot.app.screen.query_one("#find").value = ""
        await pilot.press("q", "N", "escape", "n")
        assert 'No cell has "qN" in it.' in notice(pilot)
        await pilot.press("backspace")
        assert cells(review, "info_shared") == ["", ""]
        await pilot.press("q")
        assert pilot.app.results == [None]


async def test_long_text_takes_lines_and_scrolls(review: Review) -> None:
    async with on_stage(TableEditor(review, RECORD)) as pilot:
        await pilot.press("end", "enter")
        await typed(pilot, "none")
        await pilot.press("enter")
        await typed(pilot, "at all")
        await pilot.press("tab")
        assert review.view.answer(RECORD).value["independence_note"] == "none\nat all"
        assert not writing(pilot)
        assert "at all" in drawn(pilot)
        for key in ("a", "d", "x", "p", "i"):
            await pilot.press(key)
            assert "one row" in notice(pilot)
        await pilot.press("J", "K")


async def test_a_paste_of_lines_into_a_line_becomes_one(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("enter", "ctrl+u")
        pilot.app.post_message(events.Paste("Amazon\nWeb\tServices\x00"))
        await until(pilot, lambda: "Amazon" in pilot.app.screen.query_one(CellLine).text)
        await pilot.press("escape")
        assert cells(review)[0] == "Amazon Web Services\ufffd"


async def test_a_cell_longer_than_the_editor_is_shown_but_not_opened(review: Review) -> None:
    review.set_cell(REGISTER, "r1", "name", "long " * 5_000)
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        assert "more characters" not in notice(pilot)
        await pilot.press("enter")
        assert not writing(pilot)
        assert "24,999 characters" in notice(pilot)


async def test_lists_come_in_as_one_change(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("p")
        assert isinstance(pilot.app.screen, PasteRows)
        pilot.app.post_message(events.Paste("Company\nBox\nZoom\n"))
        await until(pilot, lambda: "2 rows will come in" in drawn(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, TableEditor))
        await until(pilot, lambda: cells(review) == ["AWS", "Plivo", "Box", "Zoom"])
        assert "2 rows came in" in notice(pilot)
        assert pilot.app.screen.query_one(RegisterGrid).cursor_row == 2
        assert not review.drafts()
        await pilot.press("u")
        assert cells(review) == ["AWS", "Plivo"]


async def test_a_click_moves_and_a_double_click_writes(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        grid = pilot.app.screen.query_one(RegisterGrid)
        await pilot.click(RegisterGrid, offset=(6, 2))
        assert grid.cursor_row == 1
        assert not writing(pilot)
        await pilot.click(RegisterGrid, offset=(6, 2), times=2)
        assert writing(pilot)
        await typed(pilot, "!")
        await pilot.click(RegisterGrid, offset=(6, 1))
        await until(pilot, lambda: not writing(pilot))
        assert cells(review) == ["AWS", "Plivo!"]
        assert grid.cursor_row == 0


async def test_a_click_on_a_choice_takes_it(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("right", "right", "enter")
        await pilot.click(Lines, offset=(3, 2))
        await until(pilot, lambda: cells(review, "function")[0] == "database")


async def test_reading_only_changes_nothing(review: Review) -> None:
    from dataclasses import replace

    review.view = replace(review.view, read_only=True)
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        assert "READ ONLY" in drawn(pilot)
        for key in ("enter", "a", "x", "d", "p", "backspace", "u"):
            await pilot.press(key)
            assert "read" in notice(pilot).lower()
            assert not writing(pilot)
    assert cells(review) == ["AWS", "Plivo"]


async def test_help_lists_the_keys(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_is_alive_at_every_size(review: Review, size: tuple[int, int]) -> None:
    async with on_stage(TableEditor(review, REGISTER), size) as pilot:
        await pilot.press("enter", "x", "tab", "escape")
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(90, 20)
        await pilot.press("right", "enter", "escape")
        assert cells(review)[0] == "AWSx"


async def test_hostile_text_is_data(fresh: Review) -> None:
    review = fresh
    texts = [*HOSTILE.values(), LONG_WORD]
    review.add_rows(REGISTER, [{"name": text, "service": text[:5000]} for text in texts])
    before = review.view
    async with on_stage(TableEditor(review, REGISTER), (120, 50)) as pilot:
        screen = pilot.app.screen
        for row in range(len(texts)):
            screen.grid.go(row, 1)
            screen.action_edit()
            await pilot.pause()
            assert writing(pilot)
            assert only_text(drawn(pilot))
            screen.action_done("escape")
            await pilot.pause()
            assert only_text(drawn(pilot))
        assert "[Annex A] and array[int]" in drawn(pilot)
        assert review.view is before


async def test_two_thousand_rows_are_usable(fresh: Review) -> None:
    review = fresh
    review.add_rows(REGISTER, [{"name": f"Vendor {i}", "country": "US"} for i in range(2000)])
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        grid = pilot.app.screen.query_one(RegisterGrid)
        builds = 0
        build = grid._build

        def counted(*args: Any) -> None:
            nonlocal builds
            builds += 1
            build(*args)

        grid._build = counted
        await pilot.press("G", "enter")
        await typed(pilot, "!")
        await pilot.press("escape")
        assert cells(review)[-1] == "Vendor 1999!"
        await pilot.press("x", "a")
        await typed(pilot, "Z")
        await pilot.press("escape")
        assert cells(review)[-1] == "Z"
        assert "2,000 rows" in drawn(pilot)
        assert builds == 0


async def test_what_of_a_paste_did_not_come_in_is_said_and_offered_again(fresh: Review) -> None:
    pasted = "Company\tWhat for\nAWS\thosting\nBox\tgambling\n"
    async with on_stage(TableEditor(fresh, REGISTER), (120, 40)) as pilot:
        await pilot.press("p")
        pilot.app.post_message(events.Paste(pasted))
        await until(pilot, lambda: "2 rows will come in" in drawn(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "2 rows came in" in notice(pilot))
        assert "One thing did not; p shows the text again" in notice(pilot)
        assert cells(fresh) == ["AWS", "Box"]
        assert [d.text.splitlines() for d in fresh.drafts()] == [pasted.splitlines()]
        await pilot.press("p")
        await until(pilot, lambda: "gambling" in drawn(pilot))
        assert "2 of them stand in the register already" in drawn(pilot)


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_after_the_last_column_comes_the_next_row_and_then_a_new_one(review: Review, key: str) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        last = len(review.view.pack.question(REGISTER).columns) - 1
        grid = pilot.app.screen.query_one(RegisterGrid)
        grid.go(0, last)
        await pilot.press("enter", "tab")
        assert writing(pilot)
        assert tuple(grid.cursor_coordinate) == (1, 0)
        await pilot.press("escape")
        grid.go(1, last)
        await pilot.press("enter", key)
        assert writing(pilot)
        assert tuple(grid.cursor_coordinate) == (2, 0)
        await typed(pilot, "Box")
        await pilot.press(key, "escape")
        assert cells(review) == ["AWS", "Plivo", "Box"]


async def test_an_empty_new_row_is_where_adding_ends(review: Review) -> None:
    async with on_stage(TableEditor(review, REGISTER)) as pilot:
        await pilot.press("a")
        for _ in review.view.pack.question(REGISTER).columns:
            assert writing(pilot)
            await pilot.press("tab")
        assert not writing(pilot)
        assert cells(review) == ["AWS", "Plivo"]


async def test_a_record_ends_with_its_last_field(fresh: Review) -> None:
    async with on_stage(TableEditor(fresh, RECORD)) as pilot:
        await pilot.press("end", "enter", "tab")
        assert not writing(pilot)
        await pilot.press("f1")
        assert "after the last row a new one" in " ".join(
            pilot.app.screen.query_one("#help-sheet").text().split()
        )


async def test_the_heads_of_narrow_columns_stay_in_one_line(fresh: Review) -> None:
    from app.tui.screens.register_grid import RegisterGrid, _head

    assert _head("About students or parents", 6).plain == "About…"
    assert _head("Name\x1b[2J", 20).plain.isprintable()
    async with on_stage(TableEditor(fresh, REGISTER), (80, 24)) as pilot:
        grid = pilot.app.screen.query_one(RegisterGrid)
        assert all("\n" not in str(c.label) for c in grid.columns.values())
        assert all(len(str(c.label)) <= c.width for c in grid.columns.values())
