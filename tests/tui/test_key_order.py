"""Keys typed in one burst, faster than boxes and screens can open."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key

from app.assessment.answer import State
from app.assessment.values import rows_of
from app.tui.screens.cite import CiteDialog
from app.tui.screens.fields import SafeInput
from app.tui.screens.history import HistoryScreen
from app.tui.screens.library import LibraryScreen
from app.tui.screens.new_assessment import NewAssessment
from app.tui.screens.workbench import WorkbenchScreen
from app.tui.widgets.editor import AnswerEditor
from tests.tui.running import Q_STATEMENT, Q_TABLE, Q_TEXT, Run, at_library, at_work, filled
from tests.tui.terminal_session import TerminalSession


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    filled(path)
    return path


def burst(run: Run, *keys: str) -> None:
    """Keys at once, none of them handled before the last has come: names, or single characters."""
    for key in keys:
        one = len(key) == 1
        run.app.post_message(events.Key(_character_to_key(key) if one else key, key if one else None))


async def test_what_is_typed_after_the_key_of_a_note_is_the_note(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        burst(run, *"osox 1", "escape", "y")
        await run.until(lambda: run.answer(Q_STATEMENT).state is State.YES)
        assert run.answer(Q_STATEMENT).note == "sox 1"
        assert not run.review.drafts()


async def test_a_paste_comes_in_its_turn(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        burst(run, "o")
        run.app.post_message(events.Paste("pasted"))
        burst(run, "!", "escape")
        await run.until(lambda: run.answer(Q_STATEMENT).note == "pasted!")


async def test_a_reason_follows_its_state(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        burst(run, *"pyes, in part", "enter", "j")
        await run.until(lambda: run.bench.part.item != Q_STATEMENT)
        assert run.answer(Q_STATEMENT).state is State.PARTIAL
        assert run.answer(Q_STATEMENT).reason == "yes, in part"


async def test_finding_takes_the_words_that_follow(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        before = run.review.view
        burst(run, *"/is:open", "enter")
        await run.until(lambda: "found" in run.said)
        assert run.bench.filter
        assert run.review.view is before


async def test_a_dialog_takes_the_words_that_follow(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        before = run.review.view.answers
        burst(run, *"cxy", "tab", *"page 97")
        await run.until(lambda: isinstance(run.screen, CiteDialog) and "page 97" in run.drawn())
        assert run.screen.query_one("#cite-document", SafeInput).value == "xy"
        assert run.screen.query_one("#cite-place", SafeInput).value == "page 97"
        assert run.review.view.answers == before


async def test_a_register_takes_the_words_that_follow(db: Path) -> None:
    async with at_work(db, item=Q_TABLE) as run:
        burst(run, "enter", *"aAxs", "tab", *"syn", "escape", "escape", "h")
        await run.until(lambda: isinstance(run.screen, HistoryScreen))
        (row,) = rows_of(run.answer(Q_TABLE).value)
        assert list(row.cells.values()) == ["Axs", "syn"]


async def test_keys_after_leaving_a_screen_act_on_the_one_below(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        burst(run, "f2", "escape", "f4", "escape", "h", "escape", "c", "escape", "y", "j")
        await run.until(lambda: run.bench.part.item != Q_STATEMENT)
        assert run.screen is run.bench
        assert run.answer(Q_STATEMENT).state is State.YES


async def test_the_form_of_a_new_assessment_takes_the_words_that_follow(db: Path) -> None:
    async with at_library(db) as run:
        burst(run, *"nduds", "tab", *"sq", "ctrl+s", "o", "x")
        await run.until(
            lambda: isinstance(run.screen, WorkbenchScreen) and isinstance(run.app.focused, AnswerEditor)
        )
        assert (run.review.view.assessment.vendor, run.review.view.assessment.product) == ("duds", "sq")
        await run.until(lambda: run.app.focused.text == "x")
        assert len(run.library.rows()) == 2


async def test_keys_typed_while_an_assessment_opens_wait_for_it(db: Path) -> None:
    async with at_library(db) as run:
        burst(run, "enter", *"dno", *"nd", "escape")
        await run.until(
            lambda: (
                isinstance(run.screen, WorkbenchScreen) and run.review.view.answer(run.bench.part.item).note
            )
        )
        assert run.answer(run.bench.part.item).note == "nd"
        assert [row.assessment.slug for row in run.library.rows()] == ["acme"]
        assert not any(isinstance(screen, NewAssessment) for screen in run.app.screen_stack)


async def test_going_in_and_out_a_hundred_times_in_one_burst(db: Path) -> None:
    async with at_work(db, item=Q_TEXT) as run:
        burst(run, *["o", "escape", "h", "escape"] * 25, "q")
        await run.until(lambda: isinstance(run.screen, LibraryScreen))


def test_in_a_real_terminal_a_burst_of_keys_is_the_note(db: Path) -> None:
    with TerminalSession(db) as session:
        session.shows("Acme Reader")
        session.press(b"\r")
        session.shows("Sections")
        session.press(b"osox")
        session.shows("your own; never")
        session.press(b"1\x11")
        assert session.ended() == 0
    from app.review import Library

    with Library.open(db) as library:
        review = library.review("acme")
        assert [(d.field, d.text) for d in review.drafts()] == [("note", "sox1")]
        assert not [a for a in review.view.answers.values() if a.state is State.NA]
