from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from app.assessment.answer import Citation
from app.assessment.findings import Detected, FindingState
from app.review import Library, Review
from app.store.errors import StoreError
from app.tui.finding_list import Grouping
from app.tui.screens.finding_history import FindingHistory
from app.tui.screens.finding_names import NamesScreen
from app.tui.screens.findings import FindingsScreen
from app.tui.screens.help import HelpScreen
from app.tui.screens.open_points import OpenPoints
from app.tui.screens.reader import ReaderScreen
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.tui.findings_scene import HOSTING, REGISTER, SALE, scene
from tests.tui.stage import SIZES, drawn, on_stage, only_text, press, typed, until

WIDE = (160, 50)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Library, Review]]:
    with scene(tmp_path / "data.db") as both:
        yield both


@pytest.fixture
def library(opened: tuple[Library, Review]) -> Library:
    return opened[0]


@pytest.fixture
def review(opened: tuple[Library, Review]) -> Review:
    return opened[1]


def said(screen: FindingsScreen) -> str:
    return screen.query_one(KeyLine).notice


def text(pilot: object) -> str:
    return " ".join(drawn(pilot).split())  # type: ignore[arg-type]


def at(screen: FindingsScreen) -> str:
    assert screen.entry is not None
    return screen.entry.key


async def test_the_heaviest_stands_open_with_both_sides(library: Library, review: Review) -> None:
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        shown = text(pilot)
        assert "Findings · Acme Reader 1 critical, 4 medium, 1 about this review, 1 proposed saved" in shown
        assert "✖ Critical 1" in shown
        assert "What is promised" in shown
        assert "“We never sell student data.”" in shown
        assert "What the third-party list shows" in shown
        assert "Rules that wait for an answer 1" in shown
        assert "Rules that could not be run 1" in shown
        await press(pilot, "tab", "enter")
        assert pilot.app.results == [REGISTER]


async def test_enter_goes_to_the_answer_and_the_place_is_remembered(library: Library, review: Review) -> None:
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "j", "right_curly_bracket", "left_curly_bracket")
        assert at(screen) == "CON-07"
        await press(pilot, "enter")
        assert pilot.app.results == [HOSTING]
    again = FindingsScreen(library, review)
    async with on_stage(again, WIDE):
        assert at(again) == "CON-07"
    about = FindingsScreen(library, review, SALE)
    async with on_stage(about, WIDE):
        assert at(about) == "CON-02"


async def test_several_of_one_rule_open_on_enter(library: Library, review: Review) -> None:
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "j", "j")
        assert "× 3" in text(pilot)
        await press(pilot, "w")
        assert "stands for several" in said(screen)
        await press(pilot, "enter", "j", "j")
        assert at(screen) == "GAP-18 Mailgun"
        assert "Mailgun receives data without an agreement." in text(pilot)
        await press(pilot, "k", "k", "enter")
        assert "GAP-18 Mailgun" not in [one.key for one in screen.rows.entries]
        await press(pilot, "s", "s", "G", "k", "k", "enter", "j")
        assert screen.grouping is Grouping.SECTION
        assert screen.entry is not None
        assert screen.entry.waiting is not None
        await press(pilot, "enter")
        assert pilot.app.results == ["ferpa.purpose"]


async def test_finding_narrows_and_escape_shows_all(library: Library, review: Review) -> None:
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "is:purple")
        assert "is: takes open" in said(screen)
        await press(pilot, *["backspace"] * 6)
        await typed(pilot, "proposed")
        assert at(screen) == "DOC-09"
        assert "1 finding found" in said(screen)
        await press(pilot, "enter", "j", "escape")
        assert len([one for one in screen.rows.entries if one.finding]) == 4
        assert pilot.app.results == []
        await press(pilot, "slash")
        await typed(pilot, "nowhere")
        assert "Nothing fits." in text(pilot)
        await press(pilot, "escape", "escape")
        assert pilot.app.results == [None]


async def test_the_document_is_opened_at_the_words(library: Library, review: Review) -> None:
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "tab", "v")
        assert isinstance(pilot.app.screen, ReaderScreen)
        assert "▶ AdNetwork" in drawn(pilot) or "✓ AdNetwork" in drawn(pilot)
        await press(pilot, "escape", "shift+tab")
        assert screen.sheet.spot is not None
        assert screen.sheet.spot.question == SALE
        await press(pilot, "j", "v")
        assert said(screen) == "No words of a document are behind this."


async def test_other_screens_and_back(library: Library, review: Review) -> None:
    review.settle("CON-02", FindingState.WITHDRAWN, reason="Not a sale")
    review.settle("CON-02", FindingState.OPEN, reason="")
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "h")
        assert isinstance(pilot.app.screen, FindingHistory)
        assert "withdrawn by Ann" in text(pilot)
        assert "reason: Not a sale" in text(pilot)
        await press(pilot, "j", "k", "escape", "j", "h")
        assert "Nobody has said anything about it yet." in said(screen)
        await press(pilot, "c")
        assert pilot.app.clipboard.startswith("CON-07 (medium, open)")
        await press(pilot, "N")
        assert isinstance(pilot.app.screen, NamesScreen)
        await press(pilot, "escape", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "o")
        assert isinstance(pilot.app.screen, OpenPoints)
        await press(pilot, "enter")
        assert pilot.app.results == [review.view.progress.gaps[0].question]


async def test_one_at_a_time_where_it_is_narrow(library: Library, review: Review) -> None:
    screen = FindingsScreen(library, review)
    async with on_stage(screen, (80, 24)) as pilot:
        assert "What is promised" not in text(pilot)
        await press(pilot, "enter")
        assert "What is promised" in text(pilot)
        assert "✖ Critical" not in text(pilot)
        await press(pilot, "j")
        assert "The hosts AWS are not in the list." in text(pilot)
        await press(pilot, "escape")
        assert at(screen) == "CON-07"
        assert "✖ Critical" in text(pilot)
        await press(pilot, "enter", "enter")
        assert pilot.app.results == [HOSTING]


async def test_without_rules_nothing_breaks(library: Library, review: Review) -> None:
    review._rulebook = None
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        await until(pilot, lambda: "This questionnaire has no rules." in drawn(pilot))
        await press(pilot, *"wyhcvNurj", "enter", "tab", "right_curly_bracket", "pagedown", "s", "q")
        assert pilot.app.results == [None]


async def test_is_alive_at_every_size_with_hostile_text(library: Library, review: Review) -> None:
    text = " ".join(HOSTILE.values())
    review.raise_finding(severity="high", answers=[SALE], title=text, message=text, fix=text, law=[text])
    key = "OWN by hand 1"
    review.settle(key, "accepted", reason=text, owner=text, due="2026-12-01")
    screen = FindingsScreen(library, review, key)
    async with on_stage(screen, (1, 1)) as pilot:
        await until(pilot, lambda: screen.rows.count)
        for size in (*reversed(SIZES), (7, 3), (100, 30)):
            await pilot.resize_terminal(*size)
            screen.set_class(size[0] < 100, "-reading")
            await press(pilot, "tab", "pagedown")
            assert at(screen) == key
            assert only_text(drawn(pilot))
        assert "[/foo]" in drawn(pilot)


class Detectors:
    """Detectors that wait until they are told to go on."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.go_on, self.problem, self.waits = Event(), problem, 1

        self.found: tuple[Detected, ...] = ()

    def detected(self, *_: object) -> tuple[Detected, ...]:
        return self.found

    def broken(self) -> tuple[()]:
        return ()

    def pending(self) -> int:
        return self.waits

    def detect(self, tell: Callable[[float], None], cancelled: Callable[[], bool]) -> bool:
        tell(0.5)
        while not self.go_on.wait(0.01) and not cancelled():
            pass
        if self.problem is not None:
            raise self.problem
        return True


async def test_documents_are_looked_through_in_the_background(
    library: Library, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    detectors = Detectors()
    monkeypatch.setattr(review, "_known_detecting", detectors)
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        await until(pilot, lambda: "reading documents 50%" in drawn(pilot))
        await press(pilot, "j")
        assert at(screen) == "CON-07"
        words = (Citation("D1", "line 1", "We never sell", 0, 13),)
        detectors.found = (Detected("leftovers", "XX", "D1", words),)
        detectors.go_on.set()
        await until(pilot, lambda: "reading documents" not in drawn(pilot))
        assert said(screen) == "The documents were looked through: 1 proposal more."
        assert at(screen) == "CON-07"
        assert "Left from drafting: XX" in text(pilot)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (ValueError("[/foo]"), "The documents were not looked through to the end (ValueError)."),
        (StoreError("The disk is full."), "The disk is full."),
    ],
)
async def test_what_stops_the_looking_is_said(
    library: Library, review: Review, monkeypatch: pytest.MonkeyPatch, problem: Exception, sentence: str
) -> None:
    detectors = Detectors(problem)
    detectors.go_on.set()
    monkeypatch.setattr(review, "_known_detecting", detectors)
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        await until(pilot, lambda: said(screen) == sentence)
        detectors.waits = 0
        screen.scan()
        assert screen.scanned is None


async def test_leaving_ends_the_looking(
    library: Library, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "_known_detecting", Detectors())
    screen = FindingsScreen(library, review)
    async with on_stage(screen, WIDE) as pilot:
        await until(pilot, lambda: "reading documents 50%" in drawn(pilot))
        await press(pilot, "escape")
        assert pilot.app.results == [None]
