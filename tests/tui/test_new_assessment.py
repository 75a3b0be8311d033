"""Beginning an assessment with the keyboard alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from app.review import Library
from app.store.errors import StoreError
from app.tui.screens.library import LibraryScreen
from app.tui.screens.new_assessment import KEPT, NewAssessment
from app.tui.screens.workbench import WorkbenchScreen
from app.tui.widgets.toggles import Toggles
from tests.hostile import HOSTILE
from tests.tui.running import SIZES, at_library
from tests.tui.stage import only_text


async def test_from_n_to_the_first_question(tmp_path: Path) -> None:
    async with at_library(tmp_path / "data.db") as run:
        await run.press("n")
        await run.type("Acme Ltd")
        await run.press("enter")
        await run.type("Reader")
        await run.press("tab")
        await run.type("Ana Ruiz")
        for _ in range(5):
            await run.press("enter")
        assert isinstance(run.app.focused, Toggles)
        await run.press("space", "right", "right", "enter")
        await run.press("ctrl+s")
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        view = run.review.view
        assert (view.assessment.vendor, view.assessment.product) == ("Acme Ltd", "Reader")
        assert view.answer("review.jurisdictions").value == ("CA", "FL")
        reviewer = view.answer("review.reviewer").value
        assert reviewer["name"] == "Ana Ruiz"
        assert reviewer["valid_until"][:4] == str(int(reviewer["review_date"][:4]) + 1)
        await run.press("q")
        assert isinstance(run.screen, LibraryScreen)
        assert "Reader" in run.drawn()
        await run.press("n")
        assert run.screen.query_one("#name", Input).value == "Ana Ruiz"
        assert run.screen.query_one("#vendor", Input).value == ""


async def test_nothing_is_lost_on_escape(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    async with at_library(path) as run:
        await run.press("n")
        await run.type("Acme")
        await run.press("escape")
        assert isinstance(run.screen, LibraryScreen)
    async with at_library(path) as run:
        await run.press("n")
        assert run.screen.query_one("#vendor", Input).value == "Acme"
        assert "typed before" in run.said


async def test_dates_are_those_of_today_and_not_of_the_last_time(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    async with at_library(path) as run:
        run.library.remember(
            KEPT, '{"vendor": "Acme", "review_date": "2001-02-03", "valid_until": "2002-02-03"}'
        )
        await run.press("n")
        shown = {
            name: run.screen.query_one(f"#{name}", Input).value for name in ("review_date", "valid_until")
        }
        assert shown["review_date"] == datetime.now().astimezone().date().isoformat()
        assert shown["valid_until"] > shown["review_date"]
        run.screen.query_one("#review_date", Input).value = "2003-04-05"
        await run.pilot.pause()
        await run.press("escape")
        assert "Acme" in run.library.setting(KEPT)
        assert "20" not in run.library.setting(KEPT)


async def test_a_demo_says_that_nothing_is_kept(tmp_path: Path) -> None:
    async with at_library(tmp_path / "data.db", demo=True) as run:
        await run.press("n")
        assert "thrown away" in run.said
        assert "`assess` opens your own library" in run.said
        await run.type("A")
        assert "DEMO" in run.drawn()


async def test_the_form_opens_over_a_database_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> str:
        raise StoreError("The disk is gone.")

    async with at_library(tmp_path / "data.db") as run:
        monkeypatch.setattr(run.library, "setting", broken)
        await run.press("n")
        assert isinstance(run.screen, NewAssessment)
        assert "The disk is gone." in run.said


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("vendor", "", "Say who the vendor is"),
        ("review_date", "soon", '"soon" is not a date'),
        ("valid_until", "2001-01-01", "cannot end before"),
    ],
)
async def test_what_is_missing_is_said_and_gone_to(tmp_path: Path, field: str, text: str, says: str) -> None:
    async with at_library(tmp_path / "data.db") as run:
        await run.press("n")
        run.screen.query_one("#vendor", Input).value = "Acme"
        run.screen.query_one(f"#{field}", Input).value = text
        await run.press("ctrl+s")
        assert says in run.said
        assert run.app.focused.id == field
        assert not run.library.rows()


async def test_a_paste_of_lines_loses_nothing(tmp_path: Path) -> None:
    async with at_library(tmp_path / "data.db") as run:
        await run.press("n")
        run.app.focused.post_message(events.Paste("Acme\r\nLearning\nLtd"))
        await run.pilot.pause()
        assert run.screen.query_one("#vendor", Input).value == "Acme Learning Ltd"


@pytest.mark.parametrize("size", SIZES)
async def test_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_library(tmp_path / "data.db", size) as run:
        await run.press("n", "tab", "tab", "shift+tab", "A", "escape")
        assert isinstance(run.screen, LibraryScreen)


async def test_help_and_a_click_on_a_choice(tmp_path: Path) -> None:
    async with at_library(tmp_path / "data.db") as run:
        await run.press("n", "f1")
        assert not isinstance(run.screen, NewAssessment)
        await run.press("escape")
        lines = run.drawn().splitlines()
        y = next(i for i, line in enumerate(lines) if "[ ] NY" in line)
        await run.pilot.click(offset=(lines[y].index("[ ] NY") + 1, y))
        await run.pilot.pause()
        assert run.screen.query_one(Toggles).chosen == ("NY",)


async def test_hostile_names_become_assessments_with_safe_slugs(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    async with at_library(path) as run:
        for text in ("[/]", HOSTILE["click action"], HOSTILE["bidi"], HOSTILE["path"]):
            await run.press("n")
            run.screen.query_one("#vendor", Input).value = text
            await run.press("ctrl+s")
            await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
            await run.pilot.pause()
            assert only_text(run.drawn())
            await run.press("q")
    with Library.open(path) as library:
        assert len(library.rows()) == 4


async def test_in_the_boxes_arrows_and_letters_move_and_tab_leaves(tmp_path: Path) -> None:
    async with at_library(tmp_path / "data.db", (80, 24)) as run:
        await run.press("n", "shift+tab")
        boxes = run.app.focused
        assert isinstance(boxes, Toggles)
        assert "space toggle" in run.drawn()
        assert "→ move" in run.drawn()
        assert "tab next field" in run.drawn()
        first = next(c for c in boxes._choices if c.startswith("N"))
        await run.press("n", "space")
        assert boxes.chosen == (first,)
        assert run.app.focused is boxes
        for letter in "hjkl":  # no letter moves as an arrow does
            await run.press(letter)
            here = boxes._choices[boxes._cursor]
            assert here == first
        await run.press("tab")
        assert run.app.focused is not boxes
        assert "next field" not in run.drawn()


async def test_the_focus_selects_nothing_that_one_key_would_wipe(tmp_path: Path) -> None:
    async with at_library(tmp_path / "data.db") as run:
        await run.press("n")
        await run.type("Acme")
        await run.press("tab", "shift+tab", "space", "L")
        assert run.screen.query_one("#vendor", Input).value == "Acme L"
        line = run.screen.query_one("#review_date", Input)
        before = line.value
        line.focus()
        await run.press("x")
        assert line.value == f"{before}x"
