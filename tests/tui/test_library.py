"""The library, driven by keys in the real app."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from app.assessment.answer import Assessment, Summary
from app.assessment.case import JudgeSettings
from app.review import Library
from app.store.errors import StoreError
from app.store.values import LibraryRow
from app.tui.listing import SORTS, listed
from app.tui.screens.help import HelpScreen
from app.tui.screens.library import LibraryScreen
from app.tui.screens.new_assessment import NewAssessment
from app.tui.screens.print import PrintDialog
from app.tui.screens.workbench import WorkbenchScreen
from app.tui.settings import Settings
from app.tui.widgets.library_rows import LibraryRows, columns_for
from tests.hostile import HOSTILE
from tests.tui.running import SIZES, at_library, filled
from tests.tui.stage import Clock, only_text


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    with Library.open(path, clock=Clock()) as library:
        library.create(
            "Zoo", "Animal Reader", reviewer={"review_date": "2020-01-02", "valid_until": "2021-01-02"}
        )
        library.create("Mid", "Middle", reviewer={"valid_until": "2999-01-01"})
        library.create("Acme", "Writer")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE assessment SET tier = 'Meets' WHERE slug = 'acme'")
        connection.execute("UPDATE assessment SET tier = NULL, findings = '{}' WHERE slug = 'mid'")
        connection.commit()
    return path


def products(run) -> list[str]:
    return [row.assessment.product for row in run.screen.query_one(LibraryRows).rows]


async def test_every_assessment_stands_in_aligned_columns(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "judge_rows", lambda *_, **__: 0)
    async with at_library(db, (160, 50)) as run:
        drawn = run.drawn()
        lines = drawn.splitlines()
        head = next(line for line in lines if "Product and vendor" in line)
        rows = [line for line in lines if "Animal Reader" in line or "Writer" in line]
        assert "Zoo" in rows[1]
        assert "2021-01-02 ✗ expired" in rows[1]
        assert rows[0].index("Meets") == head.index("Tier") == rows[1].index("Cannot say")
        assert rows[1].index("2020-01-02") == head.index("Reviewed")
        assert "–" not in rows[0][: rows[0].index("Meets")]
        assert re.search(r"Cannot say +0  \d  \d  \d  2020", rows[1])
        never = next(line for line in lines if "Middle" in line)
        assert never.index("not judged yet") == head.index("Tier")
        assert "–  –  –  –" in never
        assert "3 assessments" in drawn
        assert str(db) in drawn


async def test_what_was_never_judged_is_judged_beside_the_reviewer(db: Path) -> None:
    async with at_library(db, (160, 50)) as run:
        await run.until(lambda: "not judged yet" not in run.drawn() and "Middle" in run.drawn())
        assert run.drawn().count("Cannot say") == 2
        run.screen.library.set_judge_settings(JudgeSettings({"completeness": 95.0}))
        await run.press("n")
        await run.until(lambda: isinstance(run.screen, NewAssessment))
        await run.press("escape")
        await run.until(lambda: run.drawn().count("Cannot say") == 3)
        assert not run.screen.library.unjudged()


async def test_moving_opening_and_coming_back_to_the_same_row(db: Path) -> None:
    async with at_library(db) as run:
        assert products(run) == ["Writer", "Middle", "Animal Reader"]
        await run.press("j", "down", "k")
        await run.press("enter")
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        assert run.review.view.assessment.product == "Middle"
        await run.press("q")
        assert isinstance(run.screen, LibraryScreen)
        assert run.screen._slug() == "mid"
        await run.press("G")
        assert run.screen._slug() == "zoo"
        await run.press("g")
        assert run.screen._slug() == "acme"


async def test_the_sort_key_goes_through_the_columns(db: Path) -> None:
    async with at_library(db) as run:
        await run.press("s")
        assert products(run) == ["Animal Reader", "Middle", "Writer"]
        assert "Sorted by name." in run.said
        assert "vendor ▾" in run.drawn()
        for _ in range(len(SORTS) - 1):
            await run.press("s")
        assert "Sorted by changed." in run.said


async def test_filter_by_typing_and_escape_shows_all(db: Path) -> None:
    async with at_library(db) as run:
        await run.press("slash")
        await run.type("zo")
        assert products(run) == ["Animal Reader"]
        await run.press("enter", "escape")
        assert len(products(run)) == 3
        await run.press("slash")
        await run.type("is:expired")
        assert products(run) == ["Animal Reader"]
        await run.type(" nothing like it")
        assert "Nothing matches" in run.drawn()
        await run.press("escape")
        assert len(products(run)) == 3


async def test_delete_and_bring_back(db: Path) -> None:
    async with at_library(db) as run:
        await run.press("u")
        assert "Nothing was deleted" in run.said
        await run.press("d")
        assert "u brings it back" in run.said
        assert products(run) == ["Middle", "Animal Reader"]
        await run.press("u")
        assert products(run) == ["Writer", "Middle", "Animal Reader"]
        assert run.screen._slug() == "acme"


async def test_u_brings_back_what_was_deleted_before_the_program_started(db: Path) -> None:
    with Library.open(db, clock=Clock()) as library:
        library.delete("zoo")
        library.delete("mid")
    async with at_library(db) as run:
        assert products(run) == ["Writer"]
        await run.press("u")
        assert run.said == "Brought back mid."
        await run.press("u")
        assert run.said == "Brought back zoo."
        assert len(products(run)) == 3
        await run.press("u")
        assert run.said == "Nothing was deleted."


async def test_a_database_that_cannot_be_read_leaves_the_rows(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> list[LibraryRow]:
        raise StoreError("The disk is gone.")

    async with at_library(db) as run:
        await run.press("f1")
        monkeypatch.setattr(run.library, "rows", broken)
        await run.press("escape")
        await run.until(lambda: "The disk is gone." in run.said)
        assert len(products(run)) == 3
        for key in ("d", "u"):
            await run.press(key)
            assert run.said == "The disk is gone."


async def test_backing_up_says_where_the_copy_is(db: Path) -> None:
    async with at_library(db) as run:
        await run.press("f8")
        await run.until(lambda: run.toasts)
        (made,) = (db.parent / "backups").glob("*.manual.db")
        assert str(made) in run.toasts[0]
        with Library.open(made, read_only=True) as copy:
            assert len(copy.rows()) == 3


async def test_a_backup_that_fails_says_why(db: Path) -> None:
    (db.parent / "backups").write_text("in the way")
    async with at_library(db) as run:
        await run.press("f8")
        await run.until(lambda: run.toasts)
        assert "backups" in run.toasts[0]
        assert "The copy is" not in run.toasts[0]


async def test_a_demo_prints_into_the_current_folder_and_needs_no_backup(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    async with at_library(db, demo=True) as run:
        await run.press("f8")
        assert "thrown away" in run.said
        await run.press("f5")
        await run.until(lambda: isinstance(run.screen, PrintDialog))
        await run.app.workers.wait_for_complete()
        await run.until(lambda: "✓ Printed" in run.drawn())
        assert "DEMO" in run.drawn()
    assert [path.name for path in here.iterdir()] == ["acme-demo.pdf"]
    assert not (db.parent / "profiles").exists()
    assert not list((db.parent / "backups").glob("*.manual.db"))


async def test_a_paste_with_control_characters_shows_signs(db: Path) -> None:
    async with at_library(db) as run:
        await run.press("slash")
        run.app.focused.post_message(events.Paste("a\x1b]0;x\x07\x9b2Jb"))
        await run.until(lambda: run.screen.query_one("#library-find", Input).value)
        assert only_text(run.drawn())


async def test_an_empty_library_says_what_to_press(tmp_path: Path) -> None:
    async with at_library(tmp_path / "new.db") as run:
        assert "Press n to begin one" in run.drawn()
        for key in ("enter", "d", "f5", "j", "G", "s"):
            await run.press(key)
        assert isinstance(run.screen, LibraryScreen)
        await run.press("n")
        assert isinstance(run.screen, NewAssessment)


@pytest.mark.parametrize(
    ("key", "opens"), [("f1", HelpScreen), ("question_mark", HelpScreen), ("f5", PrintDialog)]
)
async def test_keys_that_open_another_screen(db: Path, key: str, opens: type) -> None:
    async with at_library(db) as run:
        await run.press(key)
        await run.until(lambda: isinstance(run.screen, opens))
        await run.app.workers.wait_for_complete()
        await run.press("escape")
        await run.until(lambda: isinstance(run.screen, LibraryScreen))


async def test_reading_only_says_so_and_lets_nothing_be_changed(db: Path) -> None:
    async with at_library(db, read_only=True) as run:
        assert "READ ONLY" in run.drawn()
        for key in ("d", "n"):
            await run.press(key)
            assert "reading only" in run.said
            assert isinstance(run.screen, LibraryScreen)


async def test_who_holds_the_database_is_said(db: Path) -> None:
    with Library.open(db):
        async with at_library(db) as run:
            assert run.library.read_only
            assert run.said
            assert "READ ONLY" in run.drawn()


async def test_a_demo_says_that_it_is_a_copy(db: Path) -> None:
    async with at_library(db, demo=True) as run:
        assert "demo: a throw-away copy" in run.drawn()


async def test_q_quits(db: Path) -> None:
    async with at_library(db) as run:
        await run.press("q")
        assert run.app._exit
        assert (run.app.return_code or 0) == 0


async def test_a_click_opens(db: Path) -> None:
    async with at_library(db) as run:
        lines = run.drawn().splitlines()
        y = next(i for i, line in enumerate(lines) if "Animal Reader" in line)
        await run.pilot.click(offset=(10, y))
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        assert run.review.view.assessment.slug == "zoo"


@pytest.mark.parametrize("size", SIZES)
async def test_every_size(db: Path, size: tuple[int, int]) -> None:
    async with at_library(db, size, settings=Settings(theme="light")) as run:
        await run.press("j", "s", "slash", "a", "escape", "G")
        if size[0] >= 40:
            assert "Animal Reader" in run.drawn()


async def test_hostile_names(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    with Library.open(path) as library:
        for text in HOSTILE.values():
            library.create(text, text + "!")
    async with at_library(path) as run:
        assert only_text(run.drawn())
        await run.press("G", "s", "d", "u")
        assert only_text(run.drawn())
        assert not run.app._exit


def rows(number: int) -> list[LibraryRow]:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return [
        LibraryRow(
            Assessment(i, f"s{i}", f"Vendor {i}", f"Product {i}", "k12", "1.0", "", now, now),
            Summary(i % 90, 100, "Meets" if i % 3 else None, {}, "2026-01-01", "2026-12-31"),
        )
        for i in range(number)
    ]


@pytest.mark.parametrize("sort", SORTS)
def test_listing_keeps_every_row_whatever_the_order(sort: str) -> None:
    many = rows(50)
    assert sorted(r.assessment.id for r in listed(many, "", sort, datetime.now(UTC))) == list(range(50))


def test_listing_takes_every_word_and_what_is_open() -> None:
    many = rows(50)
    found = listed(many, "vendor 4 MEETS is:open", "name", datetime.now(UTC))
    assert {r.assessment.id for r in found} == {i for i in range(50) if "4" in str(i) and i % 3}


@pytest.mark.parametrize("width", [1, 8, 30, 40, 80, 100, 160, 400])
def test_columns_give_way_one_by_one_and_the_name_stays(width: int) -> None:
    columns, room = columns_for(width)
    assert room >= 1
    assert sum(c.width + 2 for c in columns) + room <= max(width, 1)


async def test_only_the_rows_in_the_window_are_drawn(tmp_path: Path) -> None:
    filled(tmp_path / "data.db")
    async with at_library(tmp_path / "data.db", (100, 30)) as run:
        table = run.screen.query_one(LibraryRows)
        table.fill(rows(10_000), datetime.now(UTC), 0)
        await run.press("G")
        assert table.cursor == 9_999
        assert len(table._strips) < 100
        assert "Product 9999" in run.drawn()


@pytest.mark.parametrize(
    ("key", "name"), [("f4", "F4"), ("y", "y"), ("c", "c"), ("right_square_bracket", "]")]
)
async def test_a_key_of_the_workbench_says_where_it_works(db: Path, key: str, name: str) -> None:
    async with at_library(db) as run:
        await run.press(key)
        assert run.said == f"{name} works inside an assessment; enter opens it."
        await run.press("j")
        assert run.said == ""
        await run.press("slash", key)
        assert ("works inside" in run.said) == (key == "f4")


async def test_a_key_without_meaning_and_an_empty_library(tmp_path: Path) -> None:
    async with at_library(tmp_path / "data.db") as run:
        await run.press("w")
        assert run.said == ""
        await run.press("f3")
        assert run.said == "F3 works inside an assessment; n begins one."
