"""The score screen in an app of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.review import Library, Review
from app.tui.screens.score import ScoreScreen
from app.tui.screens.threshold import ThresholdDialog, number_in
from app.tui.widgets.choice_picker import ChoicePicker
from app.tui.widgets.entry_list import EntryList
from app.tui.widgets.key_line import KeyLine
from tests.tui.judged_scene import SALE, contradicted
from tests.tui.stage import Clock, drawn, on_stage, only_text, typed, until


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "data.db", clock=Clock()) as opened:
        yield opened


@pytest.fixture
def review(library: Library) -> Review:
    return contradicted(library.create("Acme", "Acme [/Reader]"))


async def test_a_loss_leads_to_its_question(library: Library, review: Review) -> None:
    async with on_stage(ScoreScreen(library, review), (100, 40)) as pilot:
        screen = pilot.app.screen
        await until(pilot, lambda: screen.steps is not None)
        assert "Cannot say" in drawn(pilot)
        assert "Acme [/Reader]" in drawn(pilot)
        assert only_text(drawn(pilot))
        entries = screen.query_one(EntryList)
        await pilot.press(
            "n", "right_curly_bracket", "left_curly_bracket", "p", "G", "home", "pagedown", "k", "j"
        )
        at = next(
            i
            for i in range(entries.count)
            if "CON-02" in entries.entry_at(i).text.plain and entries.entry_at(i).question == SALE
        )
        entries.cursor = at
        await pilot.press("enter")
        assert pilot.app.results == [SALE]


async def test_a_threshold_is_made_stricter_and_a_question_a_gate(library: Library, review: Review) -> None:
    async with on_stage(ScoreScreen(library, review), (80, 24)) as pilot:
        screen = pilot.app.screen
        said = screen.query_one(KeyLine)
        await pilot.press("t")
        assert "go to one" in said.notice
        await pilot.press("G", "k", "t")
        assert isinstance(pilot.app.screen, ThresholdDialog)
        assert "at most 24 months" in drawn(pilot)
        line = pilot.app.screen.query_one("#threshold-value")
        for wrong, says in (("36", "at most 24"), ("soon", "not a number"), ("", "not a number")):
            line.value = wrong
            await pilot.press("enter")
            assert says in pilot.app.screen.query_one(KeyLine).notice
        line.value = ""
        await typed(pilot, "12")
        await pilot.press("enter")
        assert library.judge_settings().thresholds == {"meets.months": 12}
        assert "the questionnaire asks 24" in screen.query_one(EntryList).entry.text.plain
        before = review.view.judgement
        await pilot.press("a")
        assert isinstance(pilot.app.screen, ChoicePicker)
        await typed(pilot, "breach.plan")
        await pilot.press("enter", "escape")
        (gate,) = library.judge_settings().extra_gates
        assert gate.startswith("breach.plan")
        assert review.view.judgement is not before
        await until(pilot, lambda: screen.steps is not None)
        await pilot.press("escape")
        assert pilot.app.results == [None]


async def test_nothing_breaks_where_there_is_no_room_and_nothing_to_write_in(
    library: Library, review: Review
) -> None:
    with Library.open(library.path, read_only=True) as reading:
        watched = reading.review("acme")
        async with on_stage(ScoreScreen(reading, watched), (1, 1)) as pilot:
            await pilot.resize_terminal(40, 12)
            await pilot.press("t")
            assert "reading only" in pilot.app.screen.query_one(KeyLine).notice
            await pilot.press("a")
            assert isinstance(pilot.app.screen, ScoreScreen)


def test_numbers_as_people_write_them() -> None:
    assert [number_in(text) for text in (" 72,5 ", "72.5", "80 %", "101", "-1", "nan", "x", "")] == [
        72.5, 72.5, 80.0, None, None, None, None, None,
    ]  # fmt: skip
