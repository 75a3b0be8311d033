from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.review import Library, Review
from app.tui.screens.help import HelpScreen
from app.tui.screens.reader import ReaderScreen
from app.tui.screens.search_documents import Found, SearchDocuments
from app.tui.widgets.key_line import KeyLine
from tests.tui.evidence_stage import bring_in
from tests.tui.stage import SIZES, STATEMENT, Clock, drawn, on_stage, until


@pytest.fixture
def review(fresh: Review) -> Review:
    bring_in(fresh, context="Security › Storage")
    return fresh


@asynccontextmanager
async def searching(
    review: Review, words: str, size: tuple[int, int] = (100, 30), **options: Any
) -> AsyncIterator[Any]:
    """The screen with these words typed and looked for."""
    screen = SearchDocuments(review, STATEMENT)
    async with on_stage(screen, size, **options) as pilot:
        screen.query_one("#search-line").value = words  # type: ignore[attr-defined]
        await until(pilot, lambda: screen._list._words == words)
        await pilot.pause()
        yield pilot


def said(pilot: Any) -> str:
    return str(pilot.app.screen.query_one(KeyLine).notice)


async def test_words_are_found_as_they_are_typed(review: Review) -> None:
    async with on_stage(SearchDocuments(review, STATEMENT)) as pilot:
        assert "Type words to look for" in drawn(pilot)
        await pilot.press(*"password")
        found = pilot.app.screen.query_one(Found)
        await until(pilot, lambda: found.passages)
        text = drawn(pilot)
        assert "D1, line 9" in text
        assert "policy.txt" in text
        assert "Security › Storage" in text
        assert "Teachers sign in with a password." in text
        assert "1 passage in 1 document" in text


async def test_all_words_are_wanted_and_quotation_marks_keep_a_phrase(review: Review) -> None:
    async with searching(review, 'encrypted "older archive"') as pilot:
        found = pilot.app.screen.query_one(Found)
        assert found.passages[0].place == "line 7"
    async with searching(review, '"archive older"') as pilot:
        assert "Nothing found in 1 document" in drawn(pilot)
        await pilot.press("enter")
        assert said(pilot) == "There is nothing found to go to."
        await pilot.press("backspace")
        assert not said(pilot)


async def test_synonyms_of_the_pack_count(review: Review) -> None:
    group = next(g for g in review.evidence._terms.synonyms if any("encrypt" in term for term in g))
    other = next(term for term in group if "encrypt" not in term).rstrip("*")
    async with searching(review, other) as pilot:
        assert any("encrypted" in one.text for one in pilot.app.screen.query_one(Found).passages)


async def test_enter_goes_to_the_passages_and_there_it_cites(review: Review) -> None:
    async with searching(review, "encrypted") as pilot:
        await pilot.press("enter")
        found = pilot.app.screen.query_one(Found)
        assert found.has_focus
        assert not review.view.answer(STATEMENT).citations
        await pilot.press("enter")
        place = found.passages[0].place
        assert said(pilot) == f"Cited D1, {place}. u takes it back."
        assert [c.place for c in review.view.answer(STATEMENT).citations] == [place]
        assert "✓ cited" in drawn(pilot)
        await pilot.press("enter")
        assert "is cited already" in said(pilot)
        await pilot.press("j", "space", "w")
        assert "Copied with its reference" in said(pilot)
        await pilot.press("slash", "x")
        assert pilot.app.screen.query_one("#search-line").value == "x"  # type: ignore[attr-defined]
        await pilot.press("escape")
        assert pilot.app.results == [None]
    assert len(review.view.answer(STATEMENT).citations) == 1


async def test_v_opens_the_reader_and_f1_the_help(review: Review) -> None:
    async with searching(review, "encrypted", (100, 60)) as pilot:
        await pilot.press("down", "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchDocuments))
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "Quotation marks keep a phrase" in drawn(pilot)


async def test_escape_leaves_the_question_as_it_was(review: Review) -> None:
    before = review.view
    async with searching(review, "encrypted") as pilot:
        await pilot.press("down", "down", "escape")
        assert pilot.app.results == [None]
    assert review.view is before


async def test_without_documents_and_without_the_right_to_write(fresh: Review, tmp_path: Path) -> None:
    async with searching(fresh, "x") as pilot:
        assert "There is no text to search yet" in drawn(pilot)
    path = tmp_path / "other.db"
    with Library.open(path, clock=Clock()) as library:
        bring_in(library.create("Acme", "Acme Reader"))
    with Library.open(path, read_only=True) as library:
        async with searching(library.review("acme"), "encrypted") as pilot:
            await pilot.press("enter", "enter")
            assert "reading only" in said(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_every_size(review: Review, size: tuple[int, int]) -> None:
    async with searching(review, "encrypted", size) as pilot:
        await pilot.press("enter", "j", "space", "enter")
        assert len(review.view.answer(STATEMENT).citations) == 1
        if size[0] >= 40:
            assert "Cited D1" in drawn(pilot)


async def test_u_takes_back_what_was_cited_here_and_nothing_else(review: Review) -> None:
    review.answer(STATEMENT, "yes")
    async with searching(review, "encrypted") as pilot:
        await pilot.press("enter", "u")
        assert "Nothing was cited here" in said(pilot)
        assert review.view.answer(STATEMENT).state == "yes"
        await pilot.press("enter")
        place = review.view.answer(STATEMENT).citations[0].place
        await pilot.press("u")
        assert said(pilot) == f"No longer cited: D1, {place}."
        assert not review.view.answer(STATEMENT).citations
        assert "✓ cited" not in drawn(pilot)
        await pilot.press("enter")
        review.flag(STATEMENT)
        await pilot.press("u")
        assert "Something else was changed since" in said(pilot)
        assert review.view.answer(STATEMENT).flag


async def test_g_and_big_g_go_to_the_ends(review: Review) -> None:
    async with searching(review, "encrypted") as pilot:
        await pilot.press("enter", "G")
        found = pilot.app.screen.query_one(Found)
        assert found.marked == len(found.passages) - 1 > 0
        await pilot.press("g")
        assert found.marked == 0
