from __future__ import annotations

import pytest

from app.assessment.answer import Citation
from app.evidence.model import Verdict
from app.review import Review
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.screens.reader import ReaderScreen
from app.tui.screens.verify import VERDICTS, VerifyScreen, counts, differing
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.sheet import Sheet
from tests.hostile import HOSTILE
from tests.tui.shelf import POLICY, cited, shelved
from tests.tui.stage import SIZES, STATEMENT, drawn, on_stage, only_text, press, until

SALE, ADS = "sopipa.no_sale", "sopipa.no_targeted_ads"
NEWER = "A new first line.\n\n" + POLICY.replace("We do not show advertisements to students.", "").replace(
    "Parents may ask to see what we hold.", "Parents may ask in writing to see what we hold."
)


@pytest.fixture
def review(fresh: Review) -> Review:
    shelved(fresh, "policy.txt")
    cited(fresh, STATEMENT, "D1", "We encrypt all student data at rest with AES-256.")
    cited(fresh, SALE, "D1", "Parents may ask to see what we hold.")
    cited(fresh, ADS, "D1", "We do not show advertisements to students.")
    return fresh


async def test_all_found_and_enter_goes_to_the_question(review: Review) -> None:
    screen = VerifyScreen(review)
    async with on_stage(screen) as pilot:
        await until(pilot, lambda: "3 quotes: 3 found" in drawn(pilot))
        await press(pilot, "down", "up", "G", "k", "g", "j", "enter")
        assert pilot.app.results[0] in (STATEMENT, SALE, ADS)


async def test_a_newer_version_shows_the_worst_first_with_the_difference(review: Review) -> None:
    review.answer(SALE, "yes")
    added = shelved(review, "policy.txt", NEWER, replaces="D1")
    screen = VerifyScreen(review, added.verified, title="Quotes in the newer D1", reopened=added.reopened)
    async with on_stage(screen, (110, 40)) as pilot:
        await until(pilot, lambda: "3 quotes: 1 gone, 1 changed, 1 moved" in drawn(pilot))
        lines = [line for line in drawn(pilot).splitlines() if "D1, line" in line][:3]
        assert [line.split()[1] for line in lines] == ["gone", "changed", "moved"]
        assert "line 5 → line 7" in lines[2]
        assert "not in the document, nor anything like them" in drawn(pilot)
        await press(pilot, "down")
        sheet = " ".join(screen.query_one(Sheet).text().split())
        assert "Quoted Parents may ask to see what we hold." in sheet
        assert "Now Parents may ask in writing to see what we hold" in sheet
        assert "Underlined: new." in sheet
        assert "open again" in sheet
        await press(pilot, "v")
        assert isinstance(pilot.app.screen, ReaderScreen)
        assert "▶ Parents may ask in writing" in drawn(pilot) or "✓ Parents may ask in writing" in drawn(
            pilot
        )
        await press(pilot, "escape", "pagedown", "pageup", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "escape")
        assert pilot.app.results == [None]


def test_what_differs_is_marked() -> None:
    before, now = differing("We keep it for one year.", "We keep it for two long years")
    assert before.plain == "We keep it for one year."
    assert now.plain == "We keep it for two long years"
    assert [before.plain[s.start : s.end] for s in before.spans] == ["one year."]
    assert [now.plain[s.start : s.end] for s in now.spans] == ["two long years"]
    assert not differing("to the end.", "to the end")[0].spans
    long = "word " * 3_000
    assert not differing(long, long + "more")[1].spans


def test_every_verdict_has_its_sign_and_is_counted() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert len({sign.glyph for sign in VERDICTS.values()}) == len(Verdict)
    assert counts(()) == "Nothing is cited yet."


async def test_without_text_or_words(review: Review) -> None:
    review.add_rows("review.documents", [{"doc_id": "D9", "title": "[/foo]"}])
    review.cite(STATEMENT, Citation("D9", "page 2", "\x1b[2J[@click=app.quit]x[/]"))
    review.cite(STATEMENT, Citation("D1", "line 1"))
    screen = VerifyScreen(review)
    async with on_stage(screen) as pilot:
        await until(pilot, lambda: "5 quotes: 1 not here, 1 no words, 3 found" in drawn(pilot))
        assert only_text(drawn(pilot))
        await press(pilot, "v")
        assert "Add its file" in screen.query_one(KeyLine).notice


async def test_nothing_is_cited(fresh: Review) -> None:
    screen = VerifyScreen(fresh)
    async with on_stage(screen) as pilot:
        await until(pilot, lambda: "Nothing is cited yet." in drawn(pilot))
        await press(pilot, "enter", "v", "down", "q")
        assert pilot.app.results == [None]


async def test_is_alive_at_every_size_with_hostile_text(review: Review) -> None:
    for text in HOSTILE.values():
        review.cite(STATEMENT, Citation(text.strip() or "x", text.strip() or "x", text))
    screen = VerifyScreen(review)
    async with on_stage(screen, (1, 1)) as pilot:
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: screen.query_one(Lines).count > 20)
            for _ in range(3):
                await press(pilot, "down")
                assert only_text(drawn(pilot))
        await pilot.resize_terminal(80, 24)
        assert "Quotes looked up again" in drawn(pilot)
