"""The guided tour of the demo: what counts as a step, that it can be walked with keys alone, and that it does not come back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.assessment.answer import Answer, Citation, State
from app.tui.screens.findings import FindingsScreen
from app.tui.screens.library import LibraryScreen
from app.tui.screens.preview import PreviewScreen
from app.tui.screens.print import PrintDialog
from app.tui.screens.workbench import WorkbenchScreen
from app.tui.settings import keep_tour_seen, load
from app.tui.tour import QUESTIONS, Deed, Place, Tour, deeds_between, said
from app.tui.tour_guide import _KEY, _commands
from app.tui.widgets.sheet import Sheet
from app.tui.widgets.tour_panel import TourPanel
from tests.tui.running import Run, at_library

EXAMPLE = Path(__file__).resolve().parents[2] / "data.db.example"


# --- its steps -----------------------------------------------------------------------------------------


def test_a_step_ends_when_it_was_done_in_whatever_order() -> None:
    tour = Tour()
    assert (tour.step, tour.number) == (Deed.ANSWER, 1)
    tour = tour.after({Deed.PREVIEW})
    assert tour.step is Deed.ANSWER
    tour = tour.after({Deed.ANSWER, Deed.CITE})
    assert tour.step is Deed.FINDING
    tour = tour.after({Deed.FINDING})
    assert (tour.step, tour.number) == (Deed.PRINT, 5)
    assert tour.after({Deed.PRINT}).step is None
    assert tour.after({Deed.CITE}) is tour


@pytest.mark.parametrize(
    ("before", "after", "deeds"),
    [
        (Answer(), Answer(State.YES), {Deed.ANSWER}),
        (Answer(State.YES), Answer(State.NO), {Deed.ANSWER}),
        (Answer(State.ANSWERED, "a"), Answer(State.ANSWERED, "b"), {Deed.ANSWER}),
        (Answer(), Answer(State.PARTIAL), set()),
        (Answer(State.PARTIAL), Answer(State.PARTIAL, reason="only some"), {Deed.ANSWER}),
        (Answer(), Answer(citations=(Citation("D1", "line 1"),)), {Deed.CITE}),
        (Answer(State.YES), Answer(State.YES, note="only a note"), set()),
        (Answer(State.YES), Answer(), set()),
        (Answer(citations=(Citation("D1", "line 1"),)), Answer(), set()),
    ],
)
def test_what_was_done_shows_in_the_answers(before: Answer, after: Answer, deeds: set[Deed]) -> None:
    assert deeds_between({"q": before}, {"q": after}) == deeds


def test_whatever_is_said_names_keys_that_exist() -> None:
    tour = Tour()
    while True:
        for place in Place:
            text = said(tour, place)
            assert 20 < len(text) < 200, text
            assert set(_KEY.findall(text)) <= set(_commands()), text
        if tour.step is None:
            break
        tour = tour.after({tour.step})


# --- on the screen -------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(EXAMPLE, tmp_path / "data.db"))


def panel(run: Run) -> str:
    """What the panel on the screen says; empty where there is none, or where it hides."""
    found = run.app.screen_stack[-1].query(TourPanel)
    return str(found.first().content) if found and found.first().display else ""


async def test_five_steps_with_keys_alone(copy: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    async with at_library(copy, (80, 24), demo=True, settings_file=settings) as run:
        await run.until(lambda: "enter to open Larkspur" in panel(run))
        await run.press("enter")
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        assert run.bench.part.item == QUESTIONS[0]
        assert "1 of 5: answer" in panel(run)
        assert panel(run).split("\n")[1][:40] in " ".join(run.drawn().split())
        assert not settings.exists()
        await run.press("y")
        assert run.answer(QUESTIONS[0]).state is State.YES
        assert load(settings).tour_seen
        assert "2 of 5: cite" in panel(run)
        await run.press("c")
        assert not run.answer(QUESTIONS[0]).citations
        assert "cites the first passage" in panel(run)
        await run.press("c")
        assert run.answer(QUESTIONS[0]).citations
        assert "3 of 5: see a finding" in panel(run)
        await run.press("f2")
        await run.until(lambda: isinstance(run.screen, FindingsScreen))
        assert "4 of 5: preview" in panel(run)
        await run.press("escape", "f4")
        await run.until(lambda: isinstance(run.screen, PreviewScreen))
        await run.until(lambda: "5 of 5: print" in panel(run))
        await run.press("f5")
        await run.until(lambda: isinstance(run.screen, PrintDialog) and run.screen.printed)
        assert run.screen.printed.path.name == "larkspur-demo.pdf"
        await run.press("escape")
        assert "done" in panel(run)
        await run.press("escape")
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        assert "done" in panel(run)
        await run.press("ctrl+g")
        assert not run.app.query(TourPanel)
        assert not panel(run)


async def test_skipped_it_does_not_come_back_unless_asked_for(copy: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    async with at_library(copy, (100, 30), demo=True, settings_file=settings) as run:
        await run.until(lambda: panel(run))
        await run.app.run_action("switch_theme")
        await run.press("ctrl+g")
        assert not panel(run)
    assert (load(settings).theme, load(settings).tour_seen) == ("light", True)
    async with at_library(copy, (100, 30), demo=True, settings=load(settings)) as run:
        await run.press("j", "k")
        assert not panel(run)
        await run.press("ctrl+p")
        await run.type("guided tour")
        await run.until(lambda: "Guided tour" in run.drawn())
        await run.press("enter")
        await run.until(lambda: panel(run))
        await run.press("f1")
        assert "five steps" in run.screen.query_one(Sheet).text()
        await run.press("escape")
        await run.pilot.resize_terminal(40, 12)
        await run.until(lambda: not panel(run))
        await run.pilot.resize_terminal(80, 24)
        await run.until(lambda: panel(run))


async def test_it_leads_back_to_its_own_review_and_is_no_part_of_ones_own_library(copy: Path) -> None:
    keep_tour_seen(Path("seen.toml"))
    async with at_library(copy, demo=True, tour=True, settings=load(Path("seen.toml"))) as run:
        await run.until(lambda: panel(run))
        await run.press(
            "g" if run.screen._slug() != run.screen._rows.rows[0].assessment.slug else "G", "enter"
        )
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        await run.until(lambda: "goes back to the library" in panel(run))
        await run.press("f4")
        await run.until(lambda: isinstance(run.screen, PreviewScreen))
        assert not panel(run)
        await run.press("escape", "q")
        await run.until(lambda: isinstance(run.screen, LibraryScreen))
        assert "enter to open Larkspur" in panel(run)
    async with at_library(copy, tour=True) as run:
        await run.press("ctrl+g")
        assert not panel(run)
        assert not run.app.VERBS
