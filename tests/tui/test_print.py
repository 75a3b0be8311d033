from __future__ import annotations

import stat
from pathlib import Path
from threading import Event

import pytest

from app.review import Review
from app.review.printing import Paper
from app.tui.screens.help import HelpScreen
from app.tui.screens.print import PrintDialog, print_path
from tests.report.sample import SAMPLE
from tests.tui.stage import SIZES, drawn, on_stage, until


@pytest.fixture
def review(fresh: Review) -> Review:
    fresh.profile = lambda: SAMPLE  # type: ignore[method-assign]
    return fresh


async def test_prints_and_says_where(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "profiles" / "[Annex A] acme.pdf"
    async with on_stage(PrintDialog(review, path), (160, 40)) as pilot:
        await until(pilot, lambda: "Printed" in drawn(pilot), 3000)
        text = "".join(drawn(pilot).replace("│", "").split())  # a long path takes two lines
        assert "[AnnexA]acme.pdf" in text
        printed = pilot.app.screen.printed
        assert f"{printed.pages}pagesonUSLetter" in text
        assert SAMPLE.version in text
        assert path.read_bytes().startswith(b"%PDF")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        letter = path.read_bytes()
        await pilot.press("a")
        await until(pilot, lambda: "on A4" in drawn(pilot) and "✓" in drawn(pilot), 3000)
        assert path.read_bytes() != letter
        await pilot.press("escape")
        assert pilot.app.results == [path]
    assert [p.name for p in path.parent.iterdir()] == [path.name]


async def test_what_goes_wrong_is_one_sentence(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "missing" / "folder" / "acme.pdf"
    async with on_stage(PrintDialog(review, path)) as pilot:
        await until(pilot, lambda: "Not printed" in drawn(pilot), 3000)
        assert "There is no folder" in drawn(pilot)
        await pilot.press("enter")
        assert pilot.app.results == [None]


async def test_an_unforeseen_error_ends_the_printing_only(review: Review, tmp_path: Path) -> None:
    def broken() -> None:
        raise RuntimeError("an answer's text")

    review.profile = broken  # type: ignore[method-assign]
    async with on_stage(PrintDialog(review, tmp_path / "acme.pdf")) as pilot:
        await until(pilot, lambda: "Not printed" in drawn(pilot), 3000)
        assert "RuntimeError" in drawn(pilot)
        assert "an answer's text" not in drawn(pilot)


async def test_escape_cancels_and_writes_nothing(review: Review, tmp_path: Path) -> None:
    path, go_on = tmp_path / "acme.pdf", Event()

    def slow() -> object:
        go_on.wait(10)
        return SAMPLE

    review.profile = slow  # type: ignore[method-assign,assignment]
    async with on_stage(PrintDialog(review, path)) as pilot:
        await until(pilot, lambda: "Step 1 of 3: composing, on US Letter" in drawn(pilot))
        await pilot.press("l")
        await pilot.press("escape")
        assert pilot.app.results == [None]
        go_on.set()
        await pilot.app.workers.wait_for_complete()
    assert not path.exists()


async def test_f1_helps_and_the_paper_keeps_its_name(review: Review, tmp_path: Path) -> None:
    async with on_stage(PrintDialog(review, tmp_path / "acme.pdf"), (100, 30)) as pilot:
        await until(pilot, lambda: "✓ Printed" in drawn(pilot), 3000)
        assert "l Letter   a A4" in drawn(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        assert "Print again on US Letter." in drawn(pilot)


def test_a_demo_prints_where_the_reviewer_is(
    fresh: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = Path("/tmp/throw-away/data.db")
    assessment = fresh.view.assessment
    assert print_path(database, assessment, demo=True) == tmp_path / f"{assessment.slug}-demo.pdf"
    assert print_path(database, assessment, demo=False).parent == database.parent / "profiles"


@pytest.mark.parametrize("size", SIZES)
async def test_is_alive_at_every_size(review: Review, tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_stage(PrintDialog(review, tmp_path / "acme.pdf"), size) as pilot:
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Printed" in drawn(pilot), 3000)


@pytest.mark.parametrize(
    ("paper", "title", "says"),
    [
        (Paper.LETTER, "Print the letter to the vendor", "Read it before you send it."),
        (Paper.INTERNAL, "Print the internal report", "not for the vendor"),
    ],
)
async def test_the_letter_and_the_internal_report_are_printed_alike(
    fresh: Review, tmp_path: Path, paper: Paper, title: str, says: str
) -> None:
    path = print_path(tmp_path / "data.db", fresh.view.assessment, paper, demo=False)
    assert path.name == f"{fresh.view.assessment.slug}-{paper}.pdf"
    async with on_stage(PrintDialog(fresh, path, paper=paper), (100, 40)) as pilot:
        await until(pilot, lambda: "✓ Printed" in drawn(pilot), 3000)
        assert title in drawn(pilot)
        assert says in drawn(pilot)
    assert path.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
