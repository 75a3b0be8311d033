from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from app.assessment.passages import Extracted
from app.evidence.errors import EvidenceRefused
from app.evidence.extraction import process
from app.evidence.extraction.opening import FileRead, pasted
from app.review import Refused, Review
from app.tui.screens.help import HelpScreen
from app.tui.screens.read_files import ReadFiles
from tests.hostile import HOSTILE
from tests.tui.shelf import POLICY, extracted, shelved
from tests.tui.stage import SIZES, drawn, on_stage, only_text, press, until


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading without a process of its own."""

    def read(file: FileRead, *, cancelled: object = None, tell: Callable[[float], None]) -> Extracted:
        tell(0.5)
        if b"bad" in file.content:
            raise EvidenceRefused(f"{file.name} is damaged: ask for another copy.")
        if b"crash" in file.content:
            raise RuntimeError("secret words")
        return extracted(file.content.decode())

    monkeypatch.setattr(process, "extract", read)


def files(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return [folder / f"{name}.txt" for name in texts]


async def test_a_real_file_is_read_by_a_process_of_its_own(fresh: Review, tmp_path: Path) -> None:
    screen = ReadFiles(fresh, files(tmp_path, policy=POLICY))
    async with on_stage(screen) as pilot:
        await until(pilot, lambda: pilot.app.results, 3_000)
        ((taken,),) = pilot.app.results
        assert taken.read.name == "policy.txt"
        assert taken.read.content == b""
        assert taken.proposed.stated_date == "2026-05-01"
        assert taken.about.startswith("Text, ")
        assert fresh.evidence.stored(taken.read)
    assert fresh.evidence.documents() == ()


@pytest.mark.usefixtures("quick")
async def test_a_folder_with_one_bad_file_says_so_and_the_others_go_on(fresh: Review, tmp_path: Path) -> None:
    shelved(fresh, "known.txt")
    files(tmp_path, a="First text.", b="bad", c=POLICY, d="Last text.")
    (tmp_path / "e.png").write_bytes(b"")
    screen = ReadFiles(fresh, [tmp_path])
    async with on_stage(screen, (100, 40)) as pilot:
        await until(pilot, lambda: "2 files can be added." in drawn(pilot))
        text = drawn(pilot)
        assert "b.txt is damaged: ask for another copy." in text
        assert "c.txt is already here as D1 (known.txt)." in text
        assert "epngwasleftout" in "".join(filter(str.isalnum, text))  # a long folder breaks it anywhere
        await press(pilot, "down", "up", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "enter")
        assert [one.read.name for one in pilot.app.results[0]] == ["a.txt", "d.txt"]


async def test_keys_are_answered_while_many_files_come_in(
    fresh: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Event()

    def read(file: FileRead, *, cancelled: object, tell: object) -> Extracted:
        if file.name == "f020.txt":
            assert seen.wait(10)  # the key has to be answered before this file is read
        return extracted(file.content.decode())

    monkeypatch.setattr(process, "extract", read)
    texts = {f"f{i:03}": f"Text number {i}. It has a sentence." for i in range(40)}
    screen = ReadFiles(fresh, files(tmp_path, **texts))
    async with on_stage(screen) as pilot:
        await until(pilot, lambda: screen._number > 1)
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        seen.set()
        await until(pilot, lambda: screen._ended, 3_000)
        assert not pilot.app.results  # it waits for the help to be closed
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.results)
        assert len(pilot.app.results[0]) == 40


async def test_escape_stops_and_leaves_nothing_half_read(
    fresh: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = Event()

    def endless(file: FileRead, *, cancelled: Callable[[], bool], tell: object) -> Extracted | None:
        if file.name == "a.txt":
            return extracted("Text.")
        reached.set()
        while not cancelled():
            Event().wait(0.005)
        return None

    monkeypatch.setattr(process, "extract", endless)
    screen = ReadFiles(fresh, files(tmp_path, a="Text.", b="More.", c="Most."))
    async with on_stage(screen) as pilot:
        await until(pilot, reached.is_set)
        await press(pilot, "enter")
        assert not pilot.app.results
        await press(pilot, "escape")
        await until(pilot, lambda: "Stopped. 1 file can be added." in drawn(pilot))
        await press(pilot, "escape")
        assert pilot.app.results == [()]
    assert not fresh.evidence.stored(pasted("More.", "b.txt"))


async def test_a_stop_before_anything_was_read_closes_at_once(
    fresh: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = Event()

    def endless(file: FileRead, *, cancelled: Callable[[], bool], tell: object) -> None:
        reached.set()
        while not cancelled():
            Event().wait(0.005)

    monkeypatch.setattr(process, "extract", endless)
    screen = ReadFiles(fresh, files(tmp_path, a="Text."))
    async with on_stage(screen) as pilot:
        await until(pilot, reached.is_set)
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.results)
        assert pilot.app.results == [()]


@pytest.mark.usefixtures("quick")
async def test_the_database_may_refuse(fresh: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    def keep(*_: object) -> Iterator[float]:
        yield 0.5
        raise Refused("The disk is full.")

    monkeypatch.setattr(fresh.evidence, "keep", keep)
    screen = ReadFiles(fresh, [pasted("Text.", "mail.txt")])
    async with on_stage(screen) as pilot:
        await until(pilot, lambda: "mail.txt: The disk is full." in drawn(pilot))
        assert "Nothing is left to add." in drawn(pilot)
        await press(pilot, "enter")
        assert pilot.app.results == [()]


@pytest.mark.usefixtures("quick")
async def test_an_error_of_the_program_is_one_sentence_without_the_text(fresh: Review) -> None:
    screen = ReadFiles(fresh, [pasted("crash", "mail.txt")])
    async with on_stage(screen) as pilot:
        await until(pilot, lambda: "an error of the program (RuntimeError)" in drawn(pilot))
        assert "secret" not in drawn(pilot)
        await press(pilot, "escape")


@pytest.mark.usefixtures("quick")
async def test_is_alive_at_every_size_with_hostile_names(fresh: Review) -> None:
    sources = [pasted(f"bad {i}", text) for i, text in enumerate(HOSTILE.values())]
    screen = ReadFiles(fresh, sources)
    async with on_stage(screen, (1, 1)) as pilot:
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: screen._ended)
            assert only_text(drawn(pilot))
        await pilot.resize_terminal(80, 24)
        assert "Nothing is left to add." in drawn(pilot)
        await press(pilot, "enter")
