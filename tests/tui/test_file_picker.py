from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.tui.screens.file_picker import FilePicker, PathLine, begun_again, listing, size_text
from app.tui.screens.help import HelpScreen
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.tui.stage import SIZES, drawn, on_stage, only_text, press


def home() -> Path:
    return Path.home()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "docs"
    (root / "older").mkdir(parents=True)
    (root / "older" / "terms.md").write_text("Terms")
    (root / "a policy.txt").write_text("x" * 2_500)
    (root / "paper.PDF").write_bytes(b"%PDF")
    (root / "picture.png").write_bytes(b"")
    (root / ".hidden.txt").write_text("")
    (root / "dangling.txt").symlink_to(root / "nowhere")
    os.mkfifo(root / "pipe.txt")
    return root


def said(screen: FilePicker) -> str:
    return screen.query_one(KeyLine).notice


def test_lists_folders_then_files_that_can_be_read(folder: Path) -> None:
    assert [(e.name, e.is_folder, e.size) for e in listing(folder)] == [
        ("older", True, 0),
        ("a policy.txt", False, 2_500),
        ("paper.PDF", False, 4),
    ]
    assert [size_text(n) for n in (0, 999, 2_500, 3_100_000)] == ["0 B", "999 B", "2 KB", "3.1 MB"]


async def test_walks_and_takes_a_file(folder: Path) -> None:
    screen = FilePicker(folder)
    async with on_stage(screen) as pilot:
        text = drawn(pilot)
        assert "folder above" in text
        assert "picture" not in text
        assert "pipe" not in text
        await press(pilot, "enter")
        assert screen.folder == folder / "older"
        await press(pilot, "left")
        assert screen.folder == folder
        assert screen.files.entry is not None
        assert screen.files.entry.name == "older"
        await press(pilot, "right", "g", "enter", "down", "enter")
        assert pilot.app.results == [[folder / "a policy.txt"]]


async def test_marks_files_and_whole_folders(folder: Path) -> None:
    screen = FilePicker(folder)
    async with on_stage(screen) as pilot:
        await press(pilot, "ctrl+s")
        assert "Nothing is marked" in said(screen)
        await press(pilot, "space", "space", "space", "k")
        assert "3 marked" in drawn(pilot)
        await press(pilot, "space")
        assert "2 marked" in drawn(pilot)
        await press(pilot, "ctrl+s")
        assert pilot.app.results == [[folder / "older", folder / "paper.PDF"]]


async def test_enter_on_a_file_takes_what_is_marked(folder: Path) -> None:
    screen = FilePicker(folder)
    async with on_stage(screen) as pilot:
        await press(pilot, "space", "G", "enter")
        assert pilot.app.results == [[folder / "older"]]


async def test_a_path_is_typed_with_completion(folder: Path) -> None:
    screen = FilePicker(folder)
    async with on_stage(screen) as pilot:
        await press(pilot, "slash")
        await press(pilot, *"o")
        assert "a policy" not in drawn(pilot).replace("picker", "")
        await press(pilot, "tab")
        assert screen.folder == folder / "older"
        await press(pilot, *"t")
        await press(pilot, "tab", "enter")
        assert pilot.app.results == [[folder / "older" / "terms.md"]]


async def test_a_path_that_is_not_there_is_said_and_escape_leads_out(folder: Path) -> None:
    screen = FilePicker(folder)
    async with on_stage(screen) as pilot:
        await press(pilot, "tab")
        await press(pilot, *"nope")
        await press(pilot, "enter")
        assert "There is no" in said(screen)
        screen.query_one(PathLine).value = str(folder)
        await press(pilot, "enter")
        assert screen.folder == folder
        await press(pilot, "slash", "up", "down", "escape")
        assert not pilot.app.results
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "escape")
        assert pilot.app.results == [None]


async def test_one_file_is_enough_for_a_newer_version(folder: Path) -> None:
    screen = FilePicker(folder, several=False)
    async with on_stage(screen) as pilot:
        await press(pilot, "G", "space")
        assert "One file is enough" in said(screen)
        await press(pilot, "enter")
        assert pilot.app.results == [[folder / "paper.PDF"]]


async def test_a_folder_that_cannot_be_read_is_said(folder: Path) -> None:
    screen = FilePicker(folder / "nowhere")
    async with on_stage(screen) as pilot:
        assert "cannot be looked into" in said(screen)
        await press(pilot, "enter", "space", "pagedown", "pageup", "tilde")
        assert screen.folder == home()
        await press(pilot, "escape")


async def test_is_alive_at_every_size_with_hostile_names(tmp_path: Path) -> None:
    for number, text in enumerate(HOSTILE.values()):
        name = "".join(c for c in text if c not in "/\0")[:60]
        (tmp_path / f"{number} {name}.txt").write_text("x")
    with open(os.fsencode(tmp_path) + b"/latin \xe9.txt", "wb"):  # noqa: ASYNC230, PTH123
        pass
    screen = FilePicker(tmp_path)
    async with on_stage(screen, (1, 1)) as pilot:
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            await press(pilot, "space", "G", "space", "g", "pagedown")
            assert only_text(drawn(pilot))
            await press(pilot, "slash", "1", "tab")
            assert only_text(drawn(pilot))
        await pilot.resize_terminal(80, 24)
        assert "Add documents" in drawn(pilot)


@pytest.mark.parametrize(
    ("typed", "drives", "path"),
    [
        ("/a/b//", False, "/"),
        ("/a/b//home/x.pdf", False, "/home/x.pdf"),
        ("/a/b/~", False, "~"),
        ("/a/b/C:", True, "C:"),
        ("/a/b/C:", False, ""),
        ("/a/b/", False, ""),
        ("/a/b/x/", False, ""),
        ("/a/", False, ""),
    ],
)
def test_an_absolute_path_typed_behind_the_folder_begins_anew(typed: str, drives: bool, path: str) -> None:
    assert begun_again(typed, "/a/b/", drives=drives) == path


async def test_a_slash_or_a_tilde_first_begins_an_absolute_path(folder: Path) -> None:
    screen = FilePicker(folder / "older")
    async with on_stage(screen) as pilot:
        line = screen.query_one(PathLine)
        await press(pilot, "slash", "slash")
        assert line.value == "/"
        assert screen.folder == Path("/")
        line.value = f"{folder}/"
        line.cursor_position = len(line.value)
        await pilot.pause()
        assert screen.folder == folder
        await press(pilot, "tilde")
        assert line.value == "~"
        assert screen.folder == home()
        line.value = f"{folder}/"
        line.cursor_position = len(line.value)
        await pilot.pause()
        await press(pilot, *str(folder / "older" / "t"))
        assert line.value == str(folder / "older" / "t")
        await press(pilot, "enter", "enter")
        assert pilot.app.results == [[folder / "older" / "terms.md"]]
