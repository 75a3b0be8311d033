from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.assessment.values import rows_of
from app.evidence.extraction import process
from app.evidence.extraction.opening import FileRead
from app.review import Review
from app.tui.screens.document_details import AddedForm
from app.tui.screens.documents import DocumentsScreen
from app.tui.screens.file_picker import FilePicker
from app.tui.screens.help import HelpScreen
from app.tui.screens.paste_document import PasteDocument
from app.tui.screens.reader import ReaderScreen
from app.tui.screens.row_form import RowForm
from app.tui.screens.table_editor import TableEditor
from app.tui.screens.verify import VerifyScreen
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.line_view import LineView
from tests.hostile import HOSTILE
from tests.tui.running import at_work, filled
from tests.tui.shelf import POLICY, cited, extracted, shelved
from tests.tui.stage import SIZES, STATEMENT, drawn, on_stage, only_text, press, until

SALE = "sopipa.no_sale"


@pytest.fixture
def review(fresh: Review) -> Review:
    shelved(fresh, "policy.txt", issuer="Acme", stated_date="2020-05-01", title="Privacy Policy")
    shelved(fresh, "dpa.txt", "Agreement.\n", kind="signed agreement", signed="both")
    fresh.add_rows("review.documents", [{"doc_id": "D3", "title": "SOC 2 report", "kind": "audit report"}])
    cited(fresh, STATEMENT, "D1", "We encrypt all student data at rest with AES-256.")
    cited(fresh, SALE, "D1", "We never sell student data.")
    return fresh


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading without a process of its own."""

    def read(file: FileRead, **_: Any) -> Any:
        return extracted(file.content.decode())

    monkeypatch.setattr(process, "extract", read)


def said(screen: Any) -> str:
    return screen.query_one(KeyLine).notice


def ids(review: Review) -> list[str]:
    return [row.cells["doc_id"] for row in rows_of(review.view.answer("review.documents").value)]


async def test_lists_documents_with_what_they_are_worth(review: Review) -> None:
    async with on_stage(DocumentsScreen(review), (160, 40)) as pilot:
        lines = drawn(pilot).splitlines()
        (first,) = (line for line in lines if line.strip().startswith("D1"))
        (second,) = (line for line in lines if line.strip().startswith("D2"))
        (third,) = (line for line in lines if line.strip().startswith("D3"))
        for part in (
            "Privacy Policy",
            "policy",
            "Acme",
            "1 May 2020 old",
            "published",
            "2",
            "✓ here",
            "10 lines",
        ):
            assert part in first
        assert "signed agreement" in second
        assert "undated" in second
        assert "! add it" in third
        text = drawn(pilot)
        assert "3 on the register" in text
        assert "2 citations rest on it." in text
        assert "over 24 months old at the review" in text


async def test_an_empty_register_says_what_to_press(fresh: Review) -> None:
    screen = DocumentsScreen(fresh)
    async with on_stage(screen) as pilot:
        assert "a   adds files" in drawn(pilot)
        assert drawn(pilot).splitlines()[-1].strip().startswith("a add   p paste")
        await press(pilot, "enter", "x")
        assert "no document here yet" in said(screen)
        await press(pilot, "d", "n", "u")
        assert "nothing to undo" in said(screen) or "last change was at" in said(screen)


async def test_reads_verifies_helps_and_goes_back(review: Review) -> None:
    screen = DocumentsScreen(review, STATEMENT)
    async with on_stage(screen) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReaderScreen)
        assert pilot.app.screen.question_id == STATEMENT
        await press(pilot, "escape", "G", "enter")
        assert "The text of D3 is not in this database; a adds its file." in said(screen)
        await press(pilot, "n")
        assert "nothing to compare" in said(screen)
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, TableEditor)
        await press(pilot, "escape", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "V")
        assert isinstance(pilot.app.screen, VerifyScreen)
        await until(pilot, lambda: "2 quotes: 2 found" in drawn(pilot))
        await press(pilot, "enter")
        assert pilot.app.results[0] in (STATEMENT, SALE)


async def test_a_document_goes_off_the_register_and_comes_back(review: Review) -> None:
    screen = DocumentsScreen(review)
    async with on_stage(screen) as pilot:
        await press(pilot, "g", "x")
        assert "D1 (policy.txt) is off the register. 2 citations rest on it. u puts it back." in said(screen)
        assert ids(review) == ["D2", "D3"]
        await press(pilot, "u")
        assert said(screen) == "Taken back: the removal of a document."
        await press(pilot, "ctrl+r")
        assert ids(review) == ["D2", "D3"]
        await press(pilot, "G", "enter")
        assert "off the register. d says what it is" in said(screen)
        await press(pilot, "x", "n", "d")
        assert isinstance(pilot.app.screen, RowForm)
        await press(pilot, "enter")
        assert said(screen) == "Added: D4."
        assert ids(review) == ["D2", "D3", "D4"]


async def test_details_are_changed_as_one_change(review: Review) -> None:
    screen = DocumentsScreen(review)
    async with on_stage(screen) as pilot:
        await press(pilot, "d")
        await press(pilot, *" 2")
        await press(pilot, "tab", "t", "enter")
        assert said(screen) == "D1 is changed."
        document = review.evidence.find("D1").document
        assert (document.title, document.kind) == ("Privacy Policy 2", "terms")
        await press(pilot, "u")
        document = review.evidence.find("D1").document
        assert (document.title, document.kind) == ("Privacy Policy", "policy")
        await press(pilot, "d", "enter")
        assert said(screen) == "Nothing is changed."


@pytest.mark.usefixtures("quick")
async def test_files_come_in_and_the_same_twice_is_noticed(review: Review, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Incident plan. Effective March 3, 2026.")
    (tmp_path / "same.txt").write_text(POLICY)
    screen = DocumentsScreen(review)
    screen._folder = tmp_path
    async with on_stage(screen) as pilot:
        await press(pilot, "a")
        assert isinstance(pilot.app.screen, FilePicker)
        await press(pilot, "G", "space", "k", "space", "ctrl+s")
        await until(pilot, lambda: "same.txt is already here as D1 (policy.txt)." in drawn(pilot))
        await until(pilot, lambda: "1 file can be added." in drawn(pilot))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AddedForm)
        assert "2026-03-03" in drawn(pilot)
        await press(pilot, "enter")
        assert said(screen) == "Added: D4."
        assert screen.rows.one is not None
        assert screen.rows.one.id == "D4"
        await press(pilot, "u")
        assert said(screen) == "Taken back: the adding of a document."


@pytest.mark.usefixtures("quick")
async def test_a_newer_version_says_what_became_of_its_quotes(review: Review, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("New.\n\n" + POLICY.replace("We never sell student data.", ""))
    review.answer(SALE, "yes")
    screen = DocumentsScreen(review)
    screen._folder = tmp_path
    async with on_stage(screen) as pilot:
        await press(pilot, "n")
        assert "Newer version of D1" in drawn(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AddedForm))
        await press(pilot, "enter")
        await until(pilot, lambda: "2 quotes: 1 gone, 1 moved. 1 answer open again" in drawn(pilot))
        assert review.view.answer(SALE).reopened
        await press(pilot, "escape", "u")
        assert said(screen) == "Taken back: the newer version, and what it did to the answers."
        assert not review.view.answer(SALE).reopened
        assert review.view.answer(SALE).state.value == "yes"


@pytest.mark.usefixtures("quick")
async def test_a_pasted_text_comes_in(review: Review) -> None:
    screen = DocumentsScreen(review)
    async with on_stage(screen) as pilot:
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, PasteDocument)
        pilot.app.screen.take("Dear reviewer, we have no servers.")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, AddedForm))
        await press(pilot, "escape")
        assert said(screen) == "1 file left out."
        assert len(ids(review)) == 3


async def test_undo_leaves_the_answers_alone(review: Review) -> None:
    screen = DocumentsScreen(review)
    async with on_stage(screen) as pilot:
        await press(pilot, "u")
        assert f"The last change was at {SALE}" in said(screen)


async def test_a_read_only_database_says_so(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    review.view = replace(review.view, read_only=True)
    screen = DocumentsScreen(review)
    async with on_stage(screen) as pilot:
        assert "READ ONLY" in drawn(pilot)
        for key in "apndx":
            await press(pilot, key)
            assert "reading only" in said(screen)
        await press(pilot, "j", "k", "pagedown", "pageup", "q")
        assert pilot.app.results == [None]


async def test_from_the_workbench_to_a_citation(tmp_path: Path) -> None:
    filled(tmp_path / "data.db")
    async with at_work(tmp_path / "data.db", (120, 40), item=STATEMENT) as run:
        shelved(run.review, "policy.txt")
        await run.press("f3")
        await run.until(lambda: isinstance(run.screen, DocumentsScreen))
        await run.press("enter", "n", "enter")
        assert run.said == "Cited D1, lines 5-6."
        await run.press("escape", "escape")
        assert run.screen is run.bench
        assert [citation.document for citation in run.answer(STATEMENT).citations] == ["D1"]


async def test_is_alive_at_every_size_with_hostile_text(fresh: Review) -> None:
    rows = [
        {"doc_id": f"D{i}", "title": text, "issuer": text, "pages_or_lines": text}
        for i, text in enumerate((t.replace("\0", "") for t in HOSTILE.values()), start=1)
    ]
    fresh.add_rows("review.documents", rows)
    screen = DocumentsScreen(fresh)
    async with on_stage(screen, (1, 1)) as pilot:
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            screen.action_step(-1_000)
            for _ in range(14 if size[0] > 100 else 3):
                screen.action_step(2)
                await pilot.pause()
                assert only_text(drawn(pilot))
            await press(pilot, "x")
            assert only_text(drawn(pilot))
        await pilot.resize_terminal(80, 24)
        assert "Documents" in drawn(pilot)
        assert screen.query(LineView)


async def test_lost_citations_are_counted_apart(review: Review) -> None:
    shelved(review, "policy.txt", POLICY.replace("never sell", "may sell"), replaces="D1")
    async with on_stage(DocumentsScreen(review), (140, 40)) as pilot:
        text = " ".join(drawn(pilot).split())
        assert "1 citation rests on it." in text
        assert "✗ 1 citation of it is lost: the words are gone or changed. V shows them." in text
