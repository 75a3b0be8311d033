from __future__ import annotations

import pytest
from textual.widgets import OptionList

from app.assessment.profile import Mark, Profile
from app.review import Review
from app.tui.screens.help import HelpScreen
from app.tui.screens.preview import PreviewScreen, SectionRows
from app.tui.screens.preview_blocks import marks_of
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.report.sample import SAMPLE, every_slot
from tests.tui.stage import SIZES, drawn, on_stage, only_text


def preview(review: Review, profile: Profile = SAMPLE) -> PreviewScreen:
    review.profile = lambda: profile  # type: ignore[method-assign]
    return PreviewScreen(review)


async def test_sections_beside_their_text(fresh: Review) -> None:
    async with on_stage(preview(fresh), (160, 50)) as pilot:
        text = drawn(pilot)
        assert all(f" {s.code}" in text for s in SAMPLE.sections)
        assert "Does not meet the criteria" in text
        assert "DRAFT: 6 questions open · UNSIGNED" in text
        await pilot.press("right_curly_bracket", "n", "right")
        text = drawn(pilot)
        assert "P3 Agreement A" in text
        assert "4 yes · 4 part" in text
        assert "A1 [yes] ClassTag has agreed" in text
        await pilot.press("left_curly_bracket", "p", "left", "left")
        assert "first section" in pilot.app.screen.query_one(KeyLine).notice


async def test_enter_on_a_statement_gives_its_question(fresh: Review) -> None:
    async with on_stage(preview(fresh)) as pilot:
        await pilot.press("enter")
        assert "No single question" in pilot.app.screen.query_one(KeyLine).notice
        wanted = next(i for i, s in enumerate(SAMPLE.sections) if s.code == "P3")
        await pilot.press(*["n"] * wanted)
        pieces = pilot.app.screen._pieces
        while not pieces[pilot.app.screen._text.highlighted].question:
            await pilot.press("j")
        question = pieces[pilot.app.screen._text.highlighted].question
        await pilot.press("enter")
        assert pilot.app.results == [question]


async def test_finds_through_all_sections(fresh: Review) -> None:
    async with on_stage(preview(fresh)) as pilot:
        await pilot.press("slash", *"schools", "enter")
        at = (pilot.app.screen._at, pilot.app.screen._text.highlighted)
        assert "schools" in pilot.app.screen._pieces[at[1]].content.plain.casefold()
        seen = {at}
        for _ in range(3):
            await pilot.press("full_stop")
            seen.add((pilot.app.screen._at, pilot.app.screen._text.highlighted))
        assert len(seen) > 1
        await pilot.press(*["comma"] * 3)
        assert (pilot.app.screen._at, pilot.app.screen._text.highlighted) == at
        await pilot.press("slash", *"zzzz", "enter")
        assert "Nowhere" in pilot.app.screen.query_one(KeyLine).notice
        await pilot.press("slash", "escape", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape", "escape")
        assert pilot.app.results == [None]


async def test_moves_by_piece_page_and_mouse(fresh: Review) -> None:
    async with on_stage(preview(fresh), (120, 30)) as pilot:
        screen = pilot.app.screen
        text = screen.query_one(OptionList)
        await pilot.press("G")
        last = text.highlighted
        await pilot.press("g")
        first = text.highlighted
        await pilot.press("j", "k", "pagedown", "pageup")
        assert first < last
        await pilot.click(SectionRows, offset=(5, 3))
        assert screen._at == 3
        assert text.highlighted is not None
        await pilot.resize_terminal(90, 30)
        assert screen._at == 3


async def test_printing_is_left_to_the_screen_below(fresh: Review) -> None:
    async with on_stage(preview(fresh)) as pilot:
        await pilot.press("f5")
        assert "nothing under this screen" in pilot.app.screen.query_one(KeyLine).notice
        asked: list[bool] = []
        pilot.app.screen_stack[0].action_print = lambda: asked.append(True)  # type: ignore[attr-defined]
        await pilot.press("f5")
        assert asked == [True]


@pytest.mark.parametrize("size", SIZES)
async def test_is_alive_at_every_size(fresh: Review, size: tuple[int, int]) -> None:
    async with on_stage(preview(fresh), size) as pilot:
        await pilot.press("n", "j")
        await pilot.resize_terminal(1, 1)
        await pilot.press("n", "j")
        await pilot.resize_terminal(80, 24)
        assert "Preview of the profile" in drawn(pilot)


async def test_hostile_text_is_data(fresh: Review) -> None:
    screen = preview(fresh)
    async with on_stage(screen, (120, 60)) as pilot:
        for text in HOSTILE.values():
            screen.review.profile = lambda text=text: every_slot(text)  # type: ignore[method-assign]
            screen.on_mount()
            for index in range(len(screen._sections)):
                screen._show(index)
                await pilot.pause()
                assert only_text(drawn(pilot))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
async def test_every_count_stands_above_the_text_too(fresh: Review, size: tuple[int, int]) -> None:
    for number, item in enumerate(["sopipa.no_targeted_ads", "sopipa.no_profiling", "sopipa.no_sale"]):
        fresh.answer(item, "not_addressed" if number else "yes")
    async with on_stage(PreviewScreen(fresh), size) as pilot:
        screen = pilot.app.screen
        for index, section in enumerate(screen._sections):
            counts = marks_of(section)
            screen._show(index)
            await pilot.pause()
            head = screen.query_one("#preview-head")
            last = head.render_lines(head.size.region)[-1].text.strip()
            assert last == " · ".join(f"{count} {mark.value}" for mark, count in counts.items()), section.code
        assert any(Mark.OPEN in marks_of(s) and len(marks_of(s)) > 1 for s in screen._sections)
