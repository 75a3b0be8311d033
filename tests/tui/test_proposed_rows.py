from __future__ import annotations

import pytest

from app.assessment.values import rows_of
from app.evidence.model import ProposedRow
from app.review import Review
from app.tui.screens.help import HelpScreen
from app.tui.screens.proposed_rows import ProposedRows
from app.tui.screens.reader import ReaderScreen
from app.tui.screens.row_form import RowForm
from app.tui.screens.table_editor import TableEditor
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.tui.shelf import shelved
from tests.tui.stage import REGISTER, SIZES, drawn, on_stage, only_text, press

TEXT = "Our sub-processors\n\n- Amazon Web Services, hosting\n- Mailgun, e-mail\n- Sentry, error reports\n"


def proposed(name: str) -> ProposedRow:
    start = TEXT.index(name)
    end = TEXT.index("\n", start)
    return ProposedRow({"name": name}, "D1", "line 3", start, end, TEXT[start:end])


@pytest.fixture
def review(fresh: Review, monkeypatch: pytest.MonkeyPatch) -> Review:
    shelved(fresh, "partners.txt", TEXT)
    rows = tuple(proposed(name) for name in ("Amazon Web Services", "Mailgun", "Sentry"))
    monkeypatch.setattr(fresh.evidence, "proposed_rows", lambda _: rows)
    return fresh


def names(review: Review) -> list[str]:
    return [row.cells["name"] for row in rows_of(review.view.answer(REGISTER).value)]


def said(screen: ProposedRows) -> str:
    return screen.query_one(KeyLine).notice


async def test_rows_are_taken_one_by_one_with_their_source(review: Review) -> None:
    screen = ProposedRows(review, REGISTER)
    async with on_stage(screen, (120, 30)) as pilot:
        text = drawn(pilot)
        assert "3 left   0 taken" in text
        assert "Read in D1 (partners.txt), line 3" in text
        assert "Amazon Web Services, hosting" in text
        await press(pilot, "enter", "y")
        assert names(review) == ["Amazon Web Services", "Mailgun"]
        assert "Added with its source: Mailgun. 2 rows taken." in said(screen)
        assert "1 left   2 taken" in drawn(pilot)
        citation = review.view.answer(REGISTER).citations[1]
        assert (citation.document, citation.quote) == ("D1", "Mailgun, e-mail")
        await press(pilot, "u")
        assert names(review) == ["Amazon Web Services"]
        assert len(review.view.answer(REGISTER).citations) == 1
        assert "2 left   1 taken" in drawn(pilot)
        await press(pilot, "escape")
        assert pilot.app.results == [None]


async def test_a_row_is_edited_or_dropped(review: Review) -> None:
    screen = ProposedRows(review, REGISTER)
    async with on_stage(screen, (120, 40)) as pilot:
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, RowForm)
        await press(pilot, *" Inc")
        await press(pilot, "enter")
        assert names(review) == ["Amazon Web Services Inc"]
        await press(pilot, "e", "escape", "x")
        assert "Dropped: Mailgun." in said(screen)
        await press(pilot, "u")
        assert "The row is back: Mailgun." in said(screen)
        await press(pilot, "x", "x")
        assert "That was the last one." in drawn(pilot)
        await press(pilot, "enter")
        assert "no row here" in said(screen)
        assert len(names(review)) == 1


async def test_the_document_is_opened_where_it_was_read(review: Review) -> None:
    screen = ProposedRows(review, REGISTER)
    async with on_stage(screen) as pilot:
        await press(pilot, "j", "k", "G", "g", "v")
        assert isinstance(pilot.app.screen, ReaderScreen)
        assert "▶ - Amazon" in drawn(pilot)
        await press(pilot, "escape", "pagedown", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_undo_does_not_take_back_what_others_did(review: Review) -> None:
    screen = ProposedRows(review, REGISTER)
    async with on_stage(screen) as pilot:
        await press(pilot, "u")
        assert "Nothing was done here yet." in said(screen)
        await press(pilot, "enter")
        review.answer("sopipa.no_sale", "yes")
        await press(pilot, "u")
        assert "Something else was changed since" in said(screen)
        assert names(review) == ["Amazon Web Services"]


async def test_the_register_leads_there(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = TableEditor(review, REGISTER)
    async with on_stage(screen) as pilot:
        assert "The documents propose 3 rows; P shows them." in " ".join(
            drawn(pilot).replace("│", "").split()
        )
        await press(pilot, "P")
        assert isinstance(pilot.app.screen, ProposedRows)
        await press(pilot, "enter", "escape")
        assert "Amazon Web Services" in drawn(pilot)
        monkeypatch.setattr(review.evidence, "proposed_rows", lambda _: ())
        await press(pilot, "P")
        assert "Everything the program could read is in the register" in screen.query_one(KeyLine).notice


async def test_without_proposals(fresh: Review) -> None:
    async with on_stage(ProposedRows(fresh, REGISTER)) as pilot:
        assert "propose no rows" in drawn(pilot)
        await press(pilot, "enter", "e", "x", "v", "q")
        assert pilot.app.results == [None]


async def test_is_alive_at_every_size_with_hostile_text(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tuple(ProposedRow({"name": t, "function": t}, t, t, 0, 5, t) for t in HOSTILE.values())
    monkeypatch.setattr(review.evidence, "proposed_rows", lambda _: rows)
    screen = ProposedRows(review, REGISTER)
    async with on_stage(screen, (1, 1)) as pilot:
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            screen.action_step(-1_000)
            for _ in rows if size[0] > 100 else rows[:3]:
                screen.action_step(1)
                await pilot.pause()
                assert only_text(drawn(pilot))
            await press(pilot, "x", "v")
            assert only_text(drawn(pilot))
            await press(pilot, "escape")
        await pilot.resize_terminal(80, 24)


async def test_when_all_are_taken_it_says_so_and_where_escape_leads(review: Review) -> None:
    screen = ProposedRows(review, REGISTER)
    async with on_stage(screen, (120, 30)) as pilot:
        await press(pilot, "y", "y", "y")
        text = " ".join(drawn(pilot).replace("│", "").split())
        assert "Everything the program could read is in the register; read on for the rest." in text
        assert "Escape goes back to the question" in text
        await press(pilot, "u", "x")
        text = " ".join(drawn(pilot).replace("│", "").split())
        assert "That was the last one. Escape goes back to the question" in text
        assert "Everything the program" not in text
    table = TableEditor(review, REGISTER)
    async with on_stage(table, (120, 30)) as pilot:
        await press(pilot, "P", "y", "y", "y")
        assert "Escape goes back to the register" in " ".join(drawn(pilot).replace("│", "").split())
