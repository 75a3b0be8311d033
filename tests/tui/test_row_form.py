from __future__ import annotations

from app.questionnaire.model import AnswerType, Column
from app.review import Review
from app.tui.screens.fields import SafeArea
from app.tui.screens.help import HelpScreen
from app.tui.screens.new_assessment import OneLine
from app.tui.screens.row_form import RowForm
from app.tui.widgets.choice_line import ChoiceLine
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.tui.stage import REGISTER, SIZES, drawn, on_stage, only_text, press


def form(review: Review, question: str = "review.documents", **cells: str) -> RowForm:
    return RowForm("Edit", review.view.pack.question(question).columns, cells, "read on page 4")


async def test_is_filled_in_and_gives_checked_cells(fresh: Review) -> None:
    screen = form(fresh, doc_id="D1", title="Policy", kind="terms")
    async with on_stage(screen, (100, 40)) as pilot:
        assert "read on page 4" in drawn(pilot)
        await press(pilot, "down", "end")
        await press(pilot, *" of use")
        await press(pilot, "tab")
        assert isinstance(screen.focused, ChoiceLine)
        assert "policy · signed agreement · " in drawn(pilot)
        await press(pilot, "p", "tab", "up", "enter")
        (cells,) = pilot.app.results
        assert {name: text for name, text in cells.items() if text} == {
            "doc_id": "D1",
            "title": "Policy of use",
            "kind": "policy",
        }


async def test_what_does_not_fit_is_said_and_nothing_is_lost(fresh: Review) -> None:
    screen = form(fresh, title="Policy")
    async with on_stage(screen, (100, 40)) as pilot:
        screen.query_one("#cell-stated_date", OneLine).value = "some day"
        await press(pilot, "enter")
        assert "Stated date" in screen.query_one(KeyLine).notice
        assert screen.focused is not None
        assert screen.focused.id == "cell-stated_date"
        assert not pilot.app.results
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "escape")
        assert pilot.app.results == [None]


async def test_longer_texts_keep_their_lines(fresh: Review) -> None:
    columns = (Column("short", "Short"), Column("long", "Long", AnswerType.LONG_TEXT))
    screen = RowForm("Edit", columns, {"short": "a\x1bb", "long": "one\ntwo"})
    async with on_stage(screen) as pilot:
        await press(pilot, "tab")
        screen.query_one(SafeArea).move_cursor((0, 3))
        await press(pilot, "enter", "x", "ctrl+s")
        assert pilot.app.results == [{"short": "a\x1bb", "long": "one\nx\ntwo"}]


async def test_is_alive_at_every_size_with_hostile_text(fresh: Review) -> None:
    texts = list(HOSTILE.values())
    columns = fresh.view.pack.question(REGISTER).columns
    cells = {column.id: texts[i % len(texts)] for i, column in enumerate(columns)}
    screen = RowForm("[/foo]", columns, cells, "\n".join(texts))
    async with on_stage(screen, (1, 1)) as pilot:
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            for _ in range(3):
                await press(pilot, "tab")
                assert only_text(drawn(pilot))
        await pilot.resize_terminal(80, 24)
        assert "[/foo]" in drawn(pilot)
