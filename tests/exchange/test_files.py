"""Files are written whole or not at all, and odd paths end in one sentence at once."""

from __future__ import annotations

import errno
import os
import socket
import stat
from pathlib import Path

import pytest

from app.exchange import files
from app.exchange.files import FileInTheWay, FileNotWritten, FileRefused, read_file, write_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def odd(tmp_path: Path) -> dict[str, Path]:
    """One of each thing that is not a regular file."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "target").write_text("kept", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
    return {
        **{name: tmp_path / name for name in ("pipe", "folder", "dangling", "link", "circle", "socket")},
        "device": Path("/dev/zero"),
        "full": Path("/dev/full"),
        "below a file": tmp_path / "target" / "x",
        "no folder": tmp_path / "none" / "x",
        "long name": tmp_path / ("n" * 300),
        "nul": tmp_path / "a\0b",
        "half a character": tmp_path / "a\ud800b",
        "a link on the way": tmp_path / "circle" / "x",
    }


def test_writes_privately_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        write_file(tmp_path / "a.toml", b"one")
    finally:
        os.umask(previous)
    assert (tmp_path / "a.toml").read_bytes() == b"one"
    assert stat.S_IMODE((tmp_path / "a.toml").stat().st_mode) == 0o600
    assert names(tmp_path) == ["a.toml"]


def test_replaces_an_earlier_file_and_closes_it_to_others(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"earlier")
    path.chmod(0o644)
    write_file(path, b"later")
    assert path.read_bytes() == b"later"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("hard_links", [True, False])
def test_keeps_an_earlier_file_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    path = tmp_path / "a.toml"
    if not hard_links:

        def refuse(*_: object, **__: object) -> None:
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(os, "link", refuse)
    write_file(path, b"first", replace=False)
    assert path.read_bytes() == b"first"
    with pytest.raises(FileInTheWay, match="already"):
        write_file(path, b"second", replace=False)
    assert path.read_bytes() == b"first"
    assert names(tmp_path) == ["a.toml"]


@pytest.mark.parametrize("hard_links", [True, False])
def test_a_file_that_appears_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    path = tmp_path / "a.toml"
    really = os.link

    def late(source: Path, target: Path, **more: object) -> None:
        path.write_bytes(b"somebody else's")
        if not hard_links:
            raise OSError(errno.EPERM, "no links here")
        really(source, target, **more)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(FileInTheWay):
        write_file(path, b"ours", replace=False)
    assert path.read_bytes() == b"somebody else's"
    assert names(tmp_path) == ["a.toml"]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failure_keeps_the_earlier_file_and_leaves_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"earlier and good")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*((Path, failing) if failing == "replace" else (os, failing)), full)
    with pytest.raises(FileNotWritten, match="the disk is full"):
        write_file(path, b"x" * 1000)
    assert path.read_bytes() == b"earlier and good"
    assert names(tmp_path) == ["a.pdf"]


def test_an_interrupt_leaves_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a.pdf", b"x")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    ["pipe", "folder", "dangling", "link", "circle", "socket", "device", "full", "below a file", "no folder",
     "long name", "nul", "half a character", "a link on the way"],
)  # fmt: skip
def test_odd_targets_are_refused(odd: dict[str, Path], tmp_path: Path, name: str) -> None:
    before = names(tmp_path)
    with pytest.raises(FileRefused) as refused:
        write_file(odd[name], b"x")
    assert str(refused.value).endswith(".")
    assert names(tmp_path) == before
    assert (tmp_path / "target").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("pipe", "is a pipe"),
        ("folder", "is a folder"),
        ("dangling", "is a link"),
        ("link", "is a link"),
        ("circle", "is a link"),
        ("socket", "is a socket"),
        ("device", "is a device"),
        ("below a file", "not a folder"),
        ("no folder", "no such file"),
        ("long name", "too long"),
        ("nul", "NUL"),
        ("half a character", "half a character"),
        ("a link on the way", "circle of links"),
    ],
)
def test_odd_sources_are_refused(odd: dict[str, Path], name: str, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        read_file(odd[name], 1000)


def test_reads_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_file(path, 5) == b"12345"
    with pytest.raises(FileRefused, match=r"5 bytes; 4 is the most"):
        read_file(path, 4)


def test_a_sparse_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(FileRefused, match="too large"):
        read_file(tmp_path / "sparse", 1000)


def test_a_file_swapped_while_it_is_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"ours")
    other.write_bytes(b"other")
    really = os.open

    def swap(name: Path, flags: int, *more: int) -> int:
        other.replace(path)
        return really(name, flags, *more)

    monkeypatch.setattr(files.os, "open", swap)
    with pytest.raises(FileRefused, match="replaced while"):
        read_file(path, 100)


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")

    def closed(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(files.os, "open", closed)
    with pytest.raises(FileRefused, match="you have no permission"):
        read_file(path, 100)
