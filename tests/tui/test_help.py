from __future__ import annotations

import pytest

from app.tui.commands import Command
from app.tui.screens.help import HelpScreen
from app.tui.screens.register_verbs import REGISTER_VERBS
from app.tui.signs import LEGEND
from app.tui.widgets.sheet import Sheet
from app.tui.workbench_verbs import WORKBENCH_VERBS
from tests.hostile import HOSTILE
from tests.tui.stage import SIZES, drawn, on_stage, only_text


async def test_every_command_and_sign_is_there() -> None:
    async with on_stage(
        HelpScreen("Workbench", WORKBENCH_VERBS, [("Extra", "One more paragraph.")])
    ) as pilot:
        text = " ".join(pilot.app.screen.query_one(Sheet).text().split())
        for command in WORKBENCH_VERBS:
            assert " ".join(command.help.split()) in text
        for sign in LEGEND:
            assert f"{sign.glyph} {sign.word}" in text
        assert "1 … 9 Pick or toggle" in text
        assert "A silence is not a no" in text
        assert "Extra One more paragraph." in text


async def test_keys_of_the_settings_file_are_shown() -> None:
    screen = HelpScreen("Register", REGISTER_VERBS)
    async with on_stage(screen) as pilot:
        assert "^r" in screen.query_one(Sheet).text()
        pilot.app.set_keymap({"rows.redo": "U"})
        screen.on_mount()
        assert "U                 Put back what undo took." in screen.query_one(Sheet).text()


async def test_any_length_scrolls_at_80_by_24() -> None:
    many = [Command(f"x.{i}", (), "x", "X", f"Help number {i}.") for i in range(200)]
    async with on_stage(HelpScreen("Long", many), (80, 24)) as pilot:
        sheet = pilot.app.screen.query_one(Sheet)
        assert "Help number 0." in drawn(pilot)
        await pilot.press("j", "down", "k", "pagedown")
        assert sheet.scroll_offset.y > 5
        await pilot.press("G")
        assert "A silence is not a no" in " ".join(drawn(pilot).replace("│", " ").split())
        await pilot.press("g")
        assert sheet.scroll_offset.y == 0
        assert "no key" in drawn(pilot)


@pytest.mark.parametrize("key", ["escape", "q", "f1", "question_mark"])
async def test_closes(key: str) -> None:
    async with on_stage(HelpScreen("Workbench", WORKBENCH_VERBS)) as pilot:
        await pilot.press(key)
        assert pilot.app.results == [None]


@pytest.mark.parametrize("size", SIZES)
async def test_is_alive_at_every_size(size: tuple[int, int]) -> None:
    async with on_stage(HelpScreen("Workbench", WORKBENCH_VERBS), size) as pilot:
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(80, 24)
        assert "Help: Workbench" in drawn(pilot)


async def test_hostile_text_is_data() -> None:
    texts = list(HOSTILE.values())
    commands = [Command(f"x.{i}", ("x",), "x", text, text, text[:20]) for i, text in enumerate(texts)]
    async with on_stage(HelpScreen("[/foo]", commands, [(t, t) for t in texts]), (120, 300)) as pilot:
        assert only_text(drawn(pilot))
        assert "Help: [/foo]" in drawn(pilot)
