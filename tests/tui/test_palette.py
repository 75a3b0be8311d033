from __future__ import annotations

import pytest
from textual.command import CommandList
from textual.pilot import Pilot
from textual.screen import Screen

from app.review import Review
from app.tui.commands import Command, bindings
from app.tui.program_verbs import PROGRAM_VERBS
from tests.tui.stage import SIZES, drawn, on_stage, only_text, until

TEST_VERBS = (
    Command("answer.yes", ("y",), "say('yes')", "Yes", "The vendor does it.", "Answer"),
    Command("weird", ("w",), "say('[/]')", "[/foo] [@click=app.quit]x[/]", "see [Annex A]\x1b[2J", "Answer"),
    *PROGRAM_VERBS,
)


class Bare(Screen[None]):
    VERBS = TEST_VERBS
    BINDINGS = bindings(TEST_VERBS)

    def __init__(self, review: Review | None = None) -> None:
        super().__init__()
        self.said: list[str] = []
        if review is not None:
            self.view = review.view

    def action_say(self, text: str) -> None:
        self.said.append(text)

    def action_help(self) -> None:
        self.said.append("help")

    def go(self, item: str) -> None:
        self.said.append(item)


async def hits(pilot: Pilot[object], text: str) -> CommandList:
    """Open the palette, type, and wait for the list to settle."""
    await pilot.press("ctrl+p", *({" ": "space", ".": "full_stop"}.get(ch, ch) for ch in text))
    found = pilot.app.screen.query_one(CommandList)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return found


async def test_lists_every_command_with_its_key_and_runs_it() -> None:
    async with on_stage(Bare()) as pilot:
        await hits(pilot, "")
        assert "Yes  y" in drawn(pilot)
        assert "The vendor does it." in drawn(pilot)
        assert "Help  F1" in drawn(pilot)
        await pilot.press(*"yes")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("enter", "enter")
        screen = pilot.app.screen_stack[-1]
        await until(
            pilot, lambda: pilot.app.screen_stack[-1].__class__ is Bare and pilot.app.screen_stack[-1].said
        )
        assert pilot.app.screen_stack[-1].said == ["yes"]
        assert screen


async def test_ids_and_help_are_searched_and_keys_are_those_in_force() -> None:
    async with on_stage(Bare()) as pilot:
        pilot.app.set_keymap({"answer.yes": "Y"})
        found = await hits(pilot, "answer.yes")
        assert found.option_count == 1
        assert "Yes  Y" in drawn(pilot)
        await pilot.press("escape", "escape")
        assert (await hits(pilot, "vendor does")).option_count == 1


async def test_leads_to_questions(fresh: Review) -> None:
    screen = Bare(fresh)
    async with on_stage(screen) as pilot:
        found = await hits(pilot, "encrypted stored backups")
        assert found.option_count == 1
        assert "Go to Security: Encryption at rest" in drawn(pilot)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: screen.said)
        assert screen.said == ["security.encryption.at_rest"]


async def test_commands_come_before_questions(fresh: Review) -> None:
    async with on_stage(Bare(fresh)) as pilot:
        found = await hits(pilot, "yes")
        assert "Yes" in str(found.get_option_at_index(0).prompt)


async def test_hostile_titles_are_data() -> None:
    async with on_stage(Bare()) as pilot:
        await hits(pilot, "annex")
        text = drawn(pilot)
        assert "[/foo] [@click=app.quit]x[/]" in text
        assert "see [Annex A]" in text
        assert only_text(text)


@pytest.mark.parametrize("size", SIZES)
async def test_is_alive_at_every_size(size: tuple[int, int]) -> None:
    async with on_stage(Bare(), size) as pilot:
        await hits(pilot, "y")
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(80, 24)
        await pilot.press("escape", "escape")
