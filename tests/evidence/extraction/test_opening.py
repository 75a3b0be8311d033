"""Only a plain file of bearable size is read; everything else is one sentence that helps."""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
import time
from pathlib import Path

import pytest

from app.assessment.passages import Media
from app.evidence.errors import EvidenceRefused
from app.evidence.extraction import opening
from app.evidence.extraction.limits import LIMITS, Limits
from app.evidence.extraction.opening import find_files, pasted, read_file
from tests.evidence.documents import docx, p, pages_pdf


def refusal(path: Path, limits: Limits = LIMITS) -> str:
    began = time.monotonic()
    with pytest.raises(EvidenceRefused) as caught:
        read_file(path, limits=limits)
    assert time.monotonic() - began < 1
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "\x1b" not in sentence
    return sentence


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_good_file(tmp_path: Path) -> None:
    read = read_file(written(tmp_path / "Policy.TXT", b"Privacy policy"))
    assert (read.name, read.content, read.media, read.notices) == (
        "Policy.TXT",
        b"Privacy policy",
        Media.TEXT,
        (),
    )
    assert read.sha256 == hashlib.sha256(b"Privacy policy").hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("a.md", b"# Policy", Media.MARKDOWN),
        ("a.markdown", b"# Policy", Media.MARKDOWN),
        ("a.htm", b"<p>x", Media.HTML),
        ("a.html", b"\xff\xfe<\0p\0>\0", Media.HTML),
        ("a.pdf", b"junk\n%PDF-1.7", Media.PDF),
        ("a.docx", docx(p("x")), Media.DOCX),
    ],
)
def test_kinds(tmp_path: Path, name: str, content: bytes, media: Media) -> None:
    read = read_file(written(tmp_path / name, content))
    assert read.media is media
    assert read.notices == ()


@pytest.mark.parametrize(
    ("name", "content", "media", "said"),
    [
        ("a.txt", pages_pdf(1), Media.PDF, "a PDF"),
        ("a.html", docx(p("x")), Media.DOCX, "a DOCX"),
        ("a.pdf", b"<!DOCTYPE html><p>Not found", Media.HTML, "an HTML page"),
        ("a.exe", pages_pdf(1), Media.PDF, "a PDF"),
    ],
)
def test_a_wrong_ending_is_said_and_the_file_read_as_what_it_is(
    tmp_path: Path, name: str, content: bytes, media: Media, said: str
) -> None:
    read = read_file(written(tmp_path / name, content))
    assert read.media is media
    assert read.notices == (
        f"The name ends in {Path(name).suffix}, but the file is {said} and was read as one.",
    )


def test_a_name_without_ending_goes_by_its_content(tmp_path: Path) -> None:
    assert read_file(written(tmp_path / "download", pages_pdf(1))).media is Media.PDF
    assert "of a kind that cannot be read" in refusal(written(tmp_path / "LICENSE", b"words"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "is empty"),
        ("a.xyz", b"words", "of a kind that cannot be read"),
        ("a.pdf", b"words", "is called PDF but is something else"),
        ("a.pdf", b"\x89PNG\r\n", "is called PDF but is a picture"),
        ("a.docx", b"\xd0\xcf\x11\xe0old", "is called DOCX but is an old Office file"),
        ("a.docx", b"PK\x03\x04 xl/workbook.xml", "an Office file other than DOCX"),
        ("a.txt", b"{\\rtf1 x}", "is a rich text file"),
        ("a.txt", b"ab\0\0\1cd", "is not text but binary data"),
        ("a.md", b"\x1f\x8bpacked", "is a packed file"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    sentence = refusal(written(tmp_path / name, content))
    assert words in sentence
    assert str(tmp_path) in sentence


def test_odd_paths(tmp_path: Path) -> None:
    fifo, dangling, loop, gone = (
        tmp_path / name for name in ("pipe.txt", "dangling.txt", "loop.txt", "gone.txt")
    )
    os.mkfifo(fifo)
    dangling.symlink_to(gone)
    loop.symlink_to(loop)
    assert "a device or a pipe" in refusal(fifo)
    assert "a device or a pipe" in refusal(Path("/dev/zero"))
    assert "leads nowhere" in refusal(dangling)
    assert "leads nowhere" in refusal(loop)
    assert "was not found" in refusal(gone)
    assert "is a folder" in refusal(tmp_path)
    assert "could not be read" in refusal(tmp_path / "nul\0.txt")


def test_a_socket() -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as made:
        made.bind(f"{folder}/s.txt")
        assert "a device or a pipe" in refusal(Path(folder, "s.txt"))


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(written(tmp_path / "a.txt", b"words"))
    read = read_file(tmp_path / "link.txt")
    assert (read.name, read.content) == ("link.txt", b"words")


def test_a_link_to_a_device(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("/dev/zero")
    assert "a device or a pipe" in refusal(tmp_path / "link.txt")


def test_too_large_is_seen_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    assert "is 1,000 MB, and at most 25 MB are read" in refusal(path)
    assert (
        len(read_file(written(tmp_path / "a.txt", b"x" * 100), limits=Limits(file_bytes=100)).content) == 100
    )
    assert "at most" in refusal(written(tmp_path / "b.txt", b"x" * 101), Limits(file_bytes=100))


def test_no_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(opening.os, "open", refuse)
    assert "may not be read" in refusal(written(tmp_path / "a.txt", b"words"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda path: path.unlink(), "was not found"),
        (
            lambda path: path.replace(path.with_name("old")) and path.write_bytes(b"other"),
            "was replaced while",
        ),
        (lambda path: (path.unlink(), os.mkfifo(path)), "a device or a pipe"),
        (lambda path: (path.unlink(), path.symlink_to("/etc/passwd")), "could not be read"),
    ],
)
def test_a_file_that_changes_between_look_and_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change, words: str
) -> None:
    path, real = written(tmp_path / "a.txt", b"words"), os.open

    def late(*given: object) -> int:
        change(path)
        return real(*given)

    monkeypatch.setattr(opening.os, "open", late)
    assert words in refusal(path)


def test_a_file_that_shrinks_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, real = written(tmp_path / "a.txt", b"words"), os.fstat

    def shrinking(handle: int) -> os.stat_result:
        status = real(handle)
        os.truncate(path, 2)
        return status

    monkeypatch.setattr(opening.os, "fstat", shrinking)
    assert "changed while it was read" in refusal(path)


def test_names_are_shown_cleaned(tmp_path: Path) -> None:
    sentence = refusal(written(tmp_path / "a\x1b[2J\n\u202e.xyz", b"words"))
    assert "\u202e" not in sentence
    assert "␛" in sentence


@pytest.mark.parametrize("count", [0, 1, 60, 600, 1_000, 100_000])
def test_comments_before_a_page_take_no_longer_than_reading_them(count: int, tmp_path: Path) -> None:
    began = time.process_time()
    for name, content in (
        ("a.html", b"<!---->" * count + b"<p>words"),
        ("b.html", b"<!-- --> " * count + b"<"),
    ):
        assert read_file(written(tmp_path / name, content)).media is Media.HTML
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"<!---->" * 600 + b"<html>words", Media.HTML),
        (b" \n<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE  html>", Media.HTML),
        (b"<!doctype\nHTML PUBLIC", Media.HTML),
        (b"<HTML\nlang=en>", Media.HTML),
        (b"<html", Media.TEXT),
        (b"<htmlx>", Media.TEXT),
        (b"<!doctype xml>", Media.TEXT),
        (b"<!doctypehtml>", Media.TEXT),
        (b"<!-- never closed <html>", Media.TEXT),
        (b"<?xml never closed", Media.TEXT),
        (b"words <html>", Media.TEXT),
    ],
)
def test_what_an_html_page_begins_with(content: bytes, media: Media, tmp_path: Path) -> None:
    assert read_file(written(tmp_path / "a.txt", content)).media is media


def test_pasted_text() -> None:
    read = pasted("We encrypt. \ud800", "Pasted on 3 May")
    assert (read.name, read.media, read.content) == (
        "Pasted on 3 May",
        Media.TEXT,
        b"We encrypt. \xef\xbf\xbd",
    )
    assert read.notices == ("Some characters of the pasted text stand for nothing and show as \ufffd.",)
    assert pasted("We encrypt. \ufffd", "a").notices == ()
    assert pasted("We encrypt.", "a\udcff\0").name == "a\ufffd\ufffd"
    for text, words in (
        ("", "no text"),
        (" \n", "no text"),
        ("x" * (LIMITS.file_bytes + 1), "paste it in parts"),
    ):
        with pytest.raises(EvidenceRefused, match=words):
            pasted(text, "note")


def test_folders_are_walked(tmp_path: Path) -> None:
    inner = tmp_path / "docs" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "docs" / ".git").mkdir()
    for name in (
        "docs/z.pdf",
        "docs/a.MD",
        "docs/b/c.txt",
        "docs/x.png",
        "docs/.hidden.txt",
        "docs/.git/d.txt",
        "e.xyz",
    ):
        written(tmp_path / name, b"x")
    (tmp_path / "docs" / "link.txt").symlink_to(tmp_path / "e.xyz")
    (inner / "up").symlink_to(tmp_path, target_is_directory=True)
    said: list[str] = []
    docs = tmp_path / "docs"
    found = find_files([docs, tmp_path / "e.xyz", docs / "a.MD", tmp_path / "none.txt"], skipped=said.append)
    assert found == [
        docs / "a.MD",
        docs / "z.pdf",
        inner / "c.txt",
        tmp_path / "e.xyz",
        tmp_path / "none.txt",
    ]
    assert sorted(sentence.split(" ", 1)[0].rsplit("/", 1)[1] for sentence in said) == ["link.txt", "x.png"]


def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    assert find_files([tmp_path], skipped=said.append) == []
    assert "holds no file that can be read" in said[0]


def test_a_folder_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_MOST_FILES", 3)
    for number in range(5):
        written(tmp_path / f"{number}.txt", b"x")
    said: list[str] = []
    assert len(find_files([tmp_path], skipped=said.append)) == 3
    assert "more than 3 files" in said[0]
