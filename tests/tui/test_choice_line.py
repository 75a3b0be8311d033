from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.screen import Screen

from app.tui.widgets.choice_line import ChoiceLine
from tests.hostile import HOSTILE
from tests.tui.stage import drawn, on_stage, only_text, press

KINDS = ("policy", "signed agreement", "terms", "test record")


class Form(Screen[None]):
    AUTO_FOCUS = "ChoiceLine"

    def __init__(self, *lines: ChoiceLine) -> None:
        super().__init__()
        self.lines = lines
        self.changes: list[str] = []

    def compose(self) -> ComposeResult:
        yield from self.lines

    def on_choice_line_changed(self, event: Any) -> None:
        self.changes.append(event.line.value)


async def test_arrows_letters_and_backspace() -> None:
    line = ChoiceLine(KINDS, "policy")
    form = Form(line)
    async with on_stage(form) as pilot:
        assert "‹ policy ›" in drawn(pilot)
        for key, value in (
            ("right", "signed agreement"),
            ("left", "policy"),
            ("t", "terms"),
            ("t", "test record"),
            ("space", ""),
            ("t", "terms"),
            ("e", "terms"),
            ("s", "test record"),
            ("z", "test record"),
            ("backspace", ""),
            ("left", "test record"),
        ):
            await press(pilot, key)
            assert line.value == value, key
        assert "" in form.changes
        line.value = "no such"
        assert line.value == ""


async def test_a_click_takes_the_next_and_without_empty_one_stays() -> None:
    line = ChoiceLine(("a", "b"), empty="")
    line.words = {"a": "first", "b": "second"}
    form = Form(line)
    async with on_stage(form) as pilot:
        assert line.value == "a"
        await pilot.click(ChoiceLine)
        assert line.value == "b"
        assert "second" in drawn(pilot)
        await press(pilot, "backspace")
        assert line.value == "b"
        await press(pilot, "f")
        assert line.value == "a"


async def test_hostile_choices_are_data() -> None:
    texts = tuple(HOSTILE.values())
    line = ChoiceLine(texts)
    async with on_stage(Form(line, ChoiceLine((), empty="")), (60, 10)) as pilot:
        for text in texts:
            line.value = text
            await pilot.pause()
            assert only_text(drawn(pilot))
