from __future__ import annotations

import pytest

from app.review import Review
from app.tui.screens.help import HelpScreen
from app.tui.screens.reader import ReaderScreen
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.text_view import TextView
from tests.hostile import HOSTILE
from tests.tui.shelf import POLICY, cited, shelved
from tests.tui.stage import SIZES, STATEMENT, drawn, on_stage, only_text, press

AT_REST = "We encrypt all student data at rest with AES-256."


@pytest.fixture
def review(fresh: Review) -> Review:
    shelved(fresh, "policy.txt")
    shelved(fresh, "paper.txt", "Security\n\nStored data is encrypted with AES-256 at rest.\n")
    return fresh


def span(words: str) -> tuple[int, int]:
    return POLICY.index(words), POLICY.index(words) + len(words)


def said(screen: ReaderScreen) -> str:
    return screen.query_one(KeyLine).notice


def quotes(review: Review) -> list[str]:
    return [citation.quote for citation in review.view.answer(STATEMENT).citations]


async def test_opens_at_the_place_and_cites_the_lit_passage(review: Review) -> None:
    screen = ReaderScreen(review, "D1", *span(AT_REST), question_id=STATEMENT)
    async with on_stage(screen, (100, 24)) as pilot:
        text = drawn(pilot)
        assert "D1  policy.txt" in text
        assert "For  Is student data encrypted" in text
        assert "5 ▶ We encrypt all student data" in text
        await press(pilot, "enter")
        assert said(screen) == "Cited D1, line 5."
        assert quotes(review) == [AT_REST]
        assert "5 ✓ We encrypt all" in drawn(pilot)
        await press(pilot, "enter")
        assert said(screen) == "D1, line 5 is cited already."
        await press(pilot, "u")
        assert quotes(review) == []
        await press(pilot, "u")
        assert "Nothing was cited here" in said(screen)
        await press(pilot, "escape")
        assert pilot.app.results == [None]


async def test_selects_by_sentences_and_cites_them(review: Review) -> None:
    screen = ReaderScreen(review, "D1", *span(AT_REST), question_id=STATEMENT)
    async with on_stage(screen) as pilot:
        await press(pilot, "space", "right", "down", "enter")
        assert quotes(review) == ["Keys are kept apart from the data. Backups are encrypted as well."]
        await press(pilot, "space", "down", "down", "up", "enter")
        assert quotes(review)[1] == f"{AT_REST} Keys are kept apart from the data."
        await press(pilot, "space", "right", "up", "enter")
        assert quotes(review)[1:] == [f"{AT_REST} Keys are kept apart from the data."]
        assert len(quotes(review)) == 2  # the same words twice are cited once


async def test_left_and_escape_of_a_selection(review: Review) -> None:
    screen = ReaderScreen(review, "D1", *span("Keys are kept apart from the data."), question_id=STATEMENT)
    async with on_stage(screen) as pilot:
        await press(pilot, "left")
        assert "Press space" in said(screen)
        await press(pilot, "space", "left", "enter")
        assert quotes(review) == [AT_REST]
        await press(pilot, "space", "escape")
        assert not pilot.app.results
        await press(pilot, "space", "space", "escape")
        assert pilot.app.results == [None]


async def test_n_goes_through_the_suggestions_of_all_documents(review: Review) -> None:
    screen = ReaderScreen(review, "D1", question_id=STATEMENT)
    async with on_stage(screen) as pilot:
        assert " › " in drawn(pilot)
        await press(pilot, "n")
        assert said(screen).startswith("Suggestion 1 of ")
        assert "D1, lines 5-6. Enter cites it." in said(screen)
        while "D2" not in said(screen):
            await press(pilot, "n")
        assert "D2  paper.txt" in drawn(pilot)
        await press(pilot, "enter")
        assert review.view.answer(STATEMENT).citations[0].document == "D2"
        await press(pilot, "N")
        assert "D1  policy.txt" in drawn(pilot)


async def test_finds_words_and_n_goes_on(review: Review) -> None:
    screen = ReaderScreen(review, "D1", question_id=STATEMENT)
    async with on_stage(screen) as pilot:
        await press(pilot, "slash")
        await press(pilot, *"STUDENT data")
        assert said(screen) == "Match 1 of 2."
        await press(pilot, "enter", "n")
        assert said(screen) == "Match 2 of 2."
        await press(pilot, "N")
        assert said(screen) == "Match 1 of 2."
        await press(pilot, "n", "space", "enter")
        assert quotes(review) == ["We never sell student data."]
        await press(pilot, "escape")
        assert not pilot.app.results
        await press(pilot, "slash")
        await press(pilot, *"zebra")
        assert said(screen) == '"zebra" is not in this document.'
        await press(pilot, "escape", "escape")
        assert pilot.app.results == [None]


async def test_moves_by_keys(review: Review) -> None:
    shelved(review, "long.txt", "\n".join(f"Line {i}." for i in range(300)))
    screen = ReaderScreen(review, "D3")
    async with on_stage(screen, (60, 20)) as pilot:
        view = screen.query_one(TextView)
        tops = []
        for key in ("down", "j", "up", "k", "pagedown", "pageup", "end", "home", "G", "g"):
            await press(pilot, key)
            tops.append(view.shown[0])
        assert tops[:4] == [8, 16, 8, 0]
        assert tops[4] > 100
        assert tops[5] == 0
        assert tops[6] == tops[8] > 2_000
        assert tops[7] == tops[9] == 0
        await press(pilot, "n")
        assert "Open a document from a question" in said(screen)
        await press(pilot, "enter")
        assert "Citing needs a question" in said(screen)
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_copies_quote_and_reference(review: Review) -> None:
    screen = ReaderScreen(review, "D1", *span(AT_REST))
    async with on_stage(screen) as pilot:
        await press(pilot, "w")
        assert pilot.app.clipboard == f"“{AT_REST}” – D1 policy.txt, line 5"
        assert "Copied with its reference" in said(screen)
        screen._lit = None
        await press(pilot, "w")
        assert "Nothing is selected." in said(screen)


async def test_the_mouse_selects(review: Review) -> None:
    screen = ReaderScreen(review, "D1", question_id=STATEMENT)
    async with on_stage(screen) as pilot:
        view = screen.query_one(TextView)
        margin = drawn(pilot).splitlines()[6].index("We encrypt")
        x = margin - view.content_region.x
        await pilot.mouse_down(TextView, offset=(x + 1, 4))
        await pilot.hover(TextView, offset=(x + 9, 4))
        await pilot.mouse_up(TextView, offset=(x + 9, 4))
        await press(pilot, "enter")
        assert quotes(review) == ["We encrypt"]


async def test_what_is_cited_elsewhere_is_marked_and_a_text_that_is_not_here_is_said(review: Review) -> None:
    cited(review, "sopipa.no_sale", "D1", "We never sell student data.")
    screen = ReaderScreen(review, "D1")
    async with on_stage(screen) as pilot:
        assert "8 ✓ We never sell" in drawn(pilot)
    review.add_rows("review.documents", [{"doc_id": "D9", "title": "[/foo]"}])
    gone = ReaderScreen(review, "D9")
    async with on_stage(gone) as pilot:
        assert "add its file to bring it in" in said(gone)
        await press(pilot, "enter", "space", "w", "slash", "n", "down", "escape")
        assert pilot.app.results == [None]


async def test_is_alive_at_every_size_with_hostile_text(review: Review) -> None:
    whole = "\n\n".join(HOSTILE.values()).replace("\0", "\ufffd")
    shelved(review, "[/foo]\u202e[@click=app.quit]x[/].txt", whole)
    screen = ReaderScreen(review, "D3", 5, 400, question_id=STATEMENT)
    async with on_stage(screen, (1, 1)) as pilot:
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            for key in ("space", "down", "right", "pagedown", "slash", "a", "escape"):
                await press(pilot, key)
                assert only_text(drawn(pilot))
        await pilot.resize_terminal(80, 24)
        assert "D3" in drawn(pilot)
