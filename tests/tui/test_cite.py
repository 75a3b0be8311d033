from __future__ import annotations

import pytest

from app.assessment.answer import Citation
from app.review import Review
from app.tui.screens.cite import CHANGE_FIELD, DRAFT_FIELD, CiteDialog
from app.tui.screens.fields import SafeArea, SafeInput
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.tui.stage import REGISTER, SIZES, STATEMENT, drawn, on_stage, only_text, typed


@pytest.fixture
def review(fresh: Review) -> Review:
    review = fresh
    review.add_rows(
        "review.documents",
        [
            {"doc_id": "D1", "title": "Product profile"},
            {"doc_id": "D2", "title": "Privacy policy"},
            {"title": "Terms"},
        ],
    )
    return review


async def test_all_by_keyboard(review: Review) -> None:
    async with on_stage(CiteDialog(review, STATEMENT)) as pilot:
        assert "Is student data encrypted" in drawn(pilot)
        await typed(pilot, "priv")
        assert pilot.app.screen.query_one(Lines).count == 1
        await pilot.press("enter")
        assert pilot.app.screen.query_one("#cite-document", SafeInput).value == "D2"
        await typed(pilot, "line 97")
        await pilot.press("enter")
        await typed(pilot, "AES")
        assert "1 word" in drawn(pilot)
        await pilot.press("ctrl+s")
        assert pilot.app.results == [Citation("D2", "line 97", "AES")]


async def test_arrows_pick_a_document_and_free_text_is_one(review: Review) -> None:
    async with on_stage(CiteDialog(review, STATEMENT)) as pilot:
        await pilot.press("down", "down", "up", "enter")
        assert pilot.app.screen.query_one("#cite-document", SafeInput).value == "D2"
        await pilot.press("shift+tab", "ctrl+u")
        await typed(pilot, "a letter")
        await pilot.press("enter")
        await typed(pilot, "p 4")
        await pilot.press("ctrl+s")
        assert pilot.app.results == [Citation("a letter", "p 4")]


async def test_a_click_takes_a_document(review: Review) -> None:
    async with on_stage(CiteDialog(review, STATEMENT)) as pilot:
        await pilot.click(Lines, offset=(3, 2))
        assert pilot.app.screen.query_one("#cite-document", SafeInput).value == "Terms"
        assert pilot.app.screen.focused.id == "cite-place"


async def test_what_is_missing_is_said(review: Review) -> None:
    async with on_stage(CiteDialog(review, STATEMENT)) as pilot:
        await pilot.press("ctrl+s")
        assert "Say which document." in drawn(pilot)
        await pilot.press("enter", "ctrl+s")
        assert "Say where in the document." in drawn(pilot)
        assert pilot.app.screen.focused.id == "cite-place"
        assert not pilot.app.results


async def test_more_than_forty_words_are_said(review: Review) -> None:
    async with on_stage(CiteDialog(review, STATEMENT)) as pilot:
        pilot.app.screen.query_one(SafeArea).text = "word " * 41
        await pilot.pause()
        assert "41 words; the profile prints the first 40." in drawn(pilot)


async def test_what_is_typed_survives_and_goes_once_it_is_cited(review: Review) -> None:
    async with on_stage(CiteDialog(review, STATEMENT)) as pilot:
        await typed(pilot, "D1")
        await pilot.press("escape")
        assert pilot.app.results == [None]
    assert [d.field for d in review.drafts()] == [DRAFT_FIELD]
    dialog = CiteDialog(review, STATEMENT)
    async with on_stage(dialog, then=lambda citation: review.cite(STATEMENT, citation)) as pilot:
        assert "typed before and never cited" in dialog.query_one(KeyLine).notice
        assert pilot.app.screen.query_one("#cite-document", SafeInput).value == "D1"
        await pilot.press("tab")
        await typed(pilot, "line 1")
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert [c.place for c in review.view.answer(STATEMENT).citations] == ["line 1"]
    assert not review.drafts()


async def test_a_cited_draft_is_not_offered_again(review: Review) -> None:
    async with on_stage(CiteDialog(review, STATEMENT)) as pilot:
        await typed(pilot, "D1")
        await pilot.press("tab")
        await typed(pilot, "line 1")
        await pilot.press("ctrl+s")
    review.cite(STATEMENT, Citation("D1", "line 1"))
    async with on_stage(CiteDialog(review, STATEMENT)) as pilot:
        assert pilot.app.screen.query_one("#cite-document", SafeInput).value == ""
    assert not review.drafts()


async def test_a_citation_is_changed_and_keeps_its_offsets_with_its_words(review: Review) -> None:
    given = Citation("D1", "line 97", "AES-256", 10, 17)
    async with on_stage(CiteDialog(review, STATEMENT, given)) as pilot:
        await pilot.press("tab", "end", "backspace", "8")
        assert [d.field for d in review.drafts()] == [CHANGE_FIELD]
        await pilot.press("ctrl+s")
        assert pilot.app.results == [Citation("D1", "line 98", "AES-256", 10, 17)]
    async with on_stage(CiteDialog(review, STATEMENT, Citation("D2", "line 5"))) as pilot:
        assert pilot.app.screen.query_one("#cite-document", SafeInput).value == "D2"
    async with on_stage(CiteDialog(review, STATEMENT, given)) as pilot:
        assert pilot.app.screen.query_one("#cite-place", SafeInput).value == "line 98"
        pilot.app.screen.query_one(SafeArea).text = "AES"
        await pilot.press("ctrl+s")
        assert pilot.app.results == [Citation("D1", "line 98", "AES")]


async def test_an_unreadable_draft_is_forgotten(review: Review) -> None:
    review.save_draft(STATEMENT, DRAFT_FIELD, '{"typed": 3}')
    async with on_stage(CiteDialog(review, STATEMENT)) as pilot:
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape", "escape")
        assert pilot.app.results == [None]
    assert not review.drafts()


@pytest.mark.parametrize("size", SIZES)
async def test_is_alive_at_every_size(review: Review, size: tuple[int, int]) -> None:
    async with on_stage(CiteDialog(review, STATEMENT), size) as pilot:
        await pilot.press("D", "tab", "tab", "x")
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(80, 24)
        assert "^s cite" in drawn(pilot)


async def test_hostile_text_is_data(review: Review) -> None:
    review.add_rows("review.documents", [{"doc_id": t[:40], "title": t} for t in HOSTILE.values()])
    whole = "\n".join(HOSTILE.values())
    async with on_stage(CiteDialog(review, STATEMENT, Citation(whole, whole, whole)), (100, 60)) as pilot:
        assert only_text(drawn(pilot))
        for text in HOSTILE.values():
            pilot.app.screen.query_one("#cite-document", SafeInput).value = text
            pilot.app.screen.query_one(SafeArea).text = text
            await pilot.pause()
            assert only_text(drawn(pilot))


async def test_a_lost_citation_is_no_evidence_again_by_looking_at_it(review: Review) -> None:
    given = Citation("D1", "line 3", "AES", 5, 8, row="r1", lost="gone")
    async with on_stage(CiteDialog(review, STATEMENT, given)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CiteDialog)
        assert screen.citation == given
        screen.query_one("#cite-place", SafeInput).value = "line 4"
        assert screen.citation == Citation("D1", "line 4", "AES", 5, 8, row="r1", lost="gone")
        screen.query_one(SafeArea).load_text("AES-256")
        assert screen.citation == Citation("D1", "line 4", "AES-256", row="r1")


async def test_in_a_register_a_citation_can_be_for_one_row(review: Review) -> None:
    review.add_rows(REGISTER, [{"name": "Plivo"}, {"name": "Amazon Web Services"}])
    async with on_stage(CiteDialog(review, REGISTER), size=(80, 24)) as pilot:
        await typed(pilot, "D1")
        await pilot.press("enter")
        await typed(pilot, "line 8")
        await pilot.press("enter")
        await typed(pilot, "3")
        await pilot.press("enter", "ctrl+s")
        assert "There is no such row; the register has rows 1 to 2." in drawn(pilot)
        await pilot.press("backspace")
        await typed(pilot, "plivo")
        assert "Row 1: Plivo" in drawn(pilot)
        await pilot.press("enter")
        await typed(pilot, "SMS")
        assert "1 word" in drawn(pilot)
        await pilot.press("ctrl+s")
        assert pilot.app.results == [Citation("D1", "line 8", "SMS", row="r1")]
    given = Citation("D1", "line 8", "SMS", row="r2")
    async with on_stage(CiteDialog(review, REGISTER, given)) as pilot:
        assert "Row 2: Amazon Web Services" in drawn(pilot)
        await pilot.press("tab", "tab", "backspace", "ctrl+s")
        assert pilot.app.results == [Citation("D1", "line 8", "SMS")]
