"""A file's bytes, taken in with care: nothing that is not a plain file of bearable size is ever read."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.assessment.passages import Media
from app.assessment.shown import shown
from app.assessment.values import clean
from app.evidence.errors import EvidenceRefused
from app.evidence.extraction.decoding import clean_surrogates, mark_of
from app.evidence.extraction.limits import LIMITS, Limits

ENDINGS: Final[dict[str, Media]] = {
    ".txt": Media.TEXT,
    ".text": Media.TEXT,
    ".md": Media.MARKDOWN,
    ".markdown": Media.MARKDOWN,
    ".html": Media.HTML,
    ".htm": Media.HTML,
    ".xhtml": Media.HTML,
    ".pdf": Media.PDF,
    ".docx": Media.DOCX,
}
"""What a file is by the ending of its name."""

_KNOWN: Final = "PDF, DOCX, HTML, Markdown and plain text"
_SAID: Final = {
    Media.TEXT: "plain text",
    Media.MARKDOWN: "Markdown",
    Media.HTML: "an HTML page",
    Media.PDF: "a PDF",
    Media.DOCX: "a DOCX",
}
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"PK\x03\x04", "an archive or an Office file other than DOCX"),
    (b"\x1f\x8b", "a packed file"),
    (b"%!PS", "a PostScript file"),
)
_HEAD: Final = 8_192
_PDF_WITHIN: Final = 1_024
"""A PDF's mark may stand a little way into the file."""
_COMMENT, _COMMENT_END = b"<!--", b"-->"
_HTML: Final = tuple(b"<html" + end for end in (b">", *(bytes([sign]) for sign in b" \t\n\r\f\v")))
_UNHELD: Final = "Some characters of the pasted text stand for nothing and show as �."
_MOST_FILES: Final = 2_000


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file's content and what it is."""

    name: str
    """The file's own name, without its folder; what no text can hold in it replaced."""
    content: bytes
    sha256: str
    media: Media
    notices: tuple[str, ...] = ()
    """What the reviewer should know already, in whole sentences."""


def read_file(path: Path, *, limits: Limits = LIMITS) -> FileRead:
    """Read the file at `path`; nothing but a regular file within the size limit is ever opened for long.

    Raises:
        EvidenceRefused: with one sentence that says what is wrong with it, where, and what to do.
    """
    where = shown(str(path))
    try:
        content = _content(path, where, limits)
    except EvidenceRefused:
        raise
    except PermissionError:
        raise EvidenceRefused(
            f"{where} may not be read: give yourself the right to read it and try again."
        ) from None
    except FileNotFoundError:
        raise EvidenceRefused(f"{where} was not found: check its name and folder.") from None
    except (OSError, ValueError):
        raise EvidenceRefused(
            f"{where} could not be read from the disk: copy it elsewhere and try again."
        ) from None
    media, notices = _kind(path, content, where)
    return FileRead(clean(path.name), content, hashlib.sha256(content).hexdigest(), media, notices)


def pasted(text: str, name: str) -> FileRead:
    """A text that was pasted, as a plain text file of this name.

    What no text can hold (lone surrogates) becomes U+FFFD, which a notice says.

    Raises:
        EvidenceRefused: where there is no text, or more than a file may hold.
    """
    whole = clean_surrogates(text)
    content = whole.encode()
    if not text.strip():
        raise EvidenceRefused("There is no text to add: copy the text first, then paste it here.")
    if len(content) > LIMITS.file_bytes:
        raise EvidenceRefused(
            f"{shown(name)} is {_size(len(content))}, more than {_size(LIMITS.file_bytes)}: paste it in parts."
        )
    notices = () if whole == text else (_UNHELD,)
    return FileRead(clean(name), content, hashlib.sha256(content).hexdigest(), Media.TEXT, notices)


def find_files(
    paths: Iterable[Path], *, skipped: Callable[[str], None] = lambda sentence: None
) -> list[Path]:
    """The files to add: each file named, and of each folder those with a known ending, sorted, each once.

    Links inside a folder are not followed, and names that begin with a dot are passed over. `skipped` is told one
    sentence for everything else that was left out. A path that is not there is kept: reading it says so.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        before = len(found)
        for file in _inside(path, skipped):
            if len(found) - before >= _MOST_FILES:
                skipped(f"{shown(str(path))} holds more than {_MOST_FILES:,} files: the rest was left out.")
                break
            found[file] = None
        if len(found) == before:
            skipped(f"{shown(str(path))} holds no file that can be read: {_KNOWN} can.")
    return list(found)


def _inside(folder: Path, skipped: Callable[[str], None]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        skipped(f"{shown(str(error.filename))} may not be read and was left out.")

    for where, folders, names in os.walk(folder, onerror=unreadable, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            file = Path(where, name)
            if file.is_symlink():
                skipped(f"{shown(str(file))} is a link and was left out.")
            elif file.suffix.lower() not in ENDINGS:
                skipped(f"{shown(str(file))} was left out: {_KNOWN} can be read.")
            else:
                yield file


def _content(path: Path, where: str, limits: Limits) -> bytes:
    seen = path.lstat()
    if stat.S_ISLNK(seen.st_mode):
        try:
            path = path.resolve(strict=True)
        except (OSError, RuntimeError):
            raise EvidenceRefused(f"{where} is a link that leads nowhere: name the file itself.") from None
        seen = path.lstat()
    _check(seen, where, limits)
    # Not blocking, so that a FIFO put there meanwhile cannot hold us; not following, so that a link cannot either.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    )
    handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    with os.fdopen(handle, "rb") as file:
        opened = os.fstat(handle)
        if (opened.st_dev, opened.st_ino) != (seen.st_dev, seen.st_ino):
            raise EvidenceRefused(f"{where} was replaced while it was read: add it again.")
        _check(opened, where, limits)
        content = file.read(limits.file_bytes + 1)
    if len(content) != opened.st_size:
        raise EvidenceRefused(f"{where} changed while it was read: add it again.")
    return content


def _check(status: os.stat_result, where: str, limits: Limits) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise EvidenceRefused(f"{where} is a folder: name the files in it.")
    if not stat.S_ISREG(status.st_mode):
        raise EvidenceRefused(f"{where} is not a regular file but a device or a pipe: name a file.")
    if status.st_size == 0:
        raise EvidenceRefused(f"{where} is empty: get a fresh copy and add that.")
    if status.st_size > limits.file_bytes:
        raise EvidenceRefused(
            f"{where} is {_size(status.st_size)}, and at most {_size(limits.file_bytes)} are read:"
            " split it and add the parts that matter."
        )


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f}".removesuffix(".0") + " MB"


def _kind(path: Path, content: bytes, where: str) -> tuple[Media, tuple[str, ...]]:
    by_name = ENDINGS.get(path.suffix.lower())
    by_content = _by_content(content)
    if by_content is not None and by_content is not by_name:
        if by_name is None and not path.suffix:
            return by_content, ()
        ending = shown(path.suffix)
        return by_content, (
            f"The name ends in {ending}, but the file is {_SAID[by_content]} and was read as one.",
        )
    if by_name is None:
        raise EvidenceRefused(
            f"{where} is of a kind that cannot be read: {_KNOWN} can, so save it as one of them."
        )
    if by_name in {Media.PDF, Media.DOCX} and by_content is None:
        what = next((said for mark, said in _OTHERS if content.startswith(mark)), "something else")
        raise EvidenceRefused(
            f"{where} is called {by_name.value.upper()} but is {what}: save it as a real {by_name.value.upper()}."
        )
    other = next((said for mark, said in _OTHERS if content.startswith(mark)), "")
    if other and by_content is None:
        raise EvidenceRefused(f"{where} is {other}, which cannot be read: save it as PDF and add that.")
    if by_name not in {Media.PDF, Media.DOCX} and b"\0" in content[:_HEAD] and mark_of(content) is None:
        raise EvidenceRefused(f"{where} is not text but binary data: save it as PDF or text and add that.")
    return by_name, ()


def _by_content(content: bytes) -> Media | None:
    head = content[:_HEAD]
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Media.PDF
    if head.startswith(b"PK\x03\x04") and b"word/document" in content:
        return Media.DOCX
    marked = mark_of(head)
    if marked is not None:
        head = head[len(marked[0]) :].decode(marked[1], "replace").encode()
    return Media.HTML if _is_page(head) else None


def _is_page(head: bytes) -> bool:
    """Whether an HTML page begins here, behind an XML declaration and any number of comments.

    By hand: a pattern for "comments, then the page" tries every way of dividing them, which takes forever.
    """
    at = _past_space(head, 0)
    if head.startswith(b"<?xml", at):
        at = _past_space(head, head.find(b">", at) + 1 or len(head))
    while head.startswith(_COMMENT, at):
        end = head.find(_COMMENT_END, at + len(_COMMENT))
        if end < 0:
            return False
        at = _past_space(head, end + len(_COMMENT_END))
    start = head[at : at + 64].lower()
    words = start.split(None, 2)
    return start.startswith(_HTML) or (
        len(words) > 1 and words[0] == b"<!doctype" and words[1][:4] == b"html"
    )


def _past_space(head: bytes, at: int) -> int:
    while at < len(head) and head[at] in b" \t\n\r\f\v":
        at += 1
    return at
