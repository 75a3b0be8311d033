"""Bytes to text: a byte order mark, else strict UTF-8, else Windows-1252 with a word about it."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Final

READ_AS_1252: Final = (
    "The file is not UTF-8 and was read as Windows-1252: please check its accents and quotation marks."
)
BAD_BYTES: Final = "Some bytes of the file stand for no character and show as �."
NULS: Final = "The text holds NUL characters, which show as �."

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*(?:[\"']\s*)?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def mark_of(content: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that the content begins with, and the encoding it stands for."""
    return next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), None)


def decoded(content: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of the bytes and what is to be said about the decoding.

    `declared` is an encoding that the file itself names (HTML); one that Python does not know, or that the bytes
    break, is passed over. Line ends become newlines, NUL and lone surrogates U+FFFD.
    """
    text, notices = _read(content, declared)
    return tidy(text, notices)


def tidy(text: str, notices: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """The text as an `Extracted` holds it: newlines only, no NUL, no lone surrogate; with the notices so far."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text, notices = text.replace("\0", "\ufffd"), (*notices, NULS)
    return clean_surrogates(text), notices


def clean_surrogates(text: str) -> str:
    """The text with U+FFFD for every lone surrogate, which no encoding can hold."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def load_encodings(content: bytes = b"") -> None:
    """Load what decoding may need, for a process that may open no file later; `content` may name an encoding."""
    declared = declared_encoding(content)
    names = (*(name for _, name in _MARKS), "cp1252", *([declared] if declared else []))
    for name in names:
        with suppress(LookupError, ValueError):
            codecs.lookup(name)


def declared_encoding(content: bytes) -> str:
    """The encoding that an HTML page names at its beginning; empty where it names none."""
    found = _DECLARED.search(content[:4_096])
    return found[1].decode("ascii") if found else ""


def _read(content: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    marked = mark_of(content)
    if marked is not None:
        mark, name = marked
        try:
            return content[len(mark) :].decode(name), ()
        except UnicodeDecodeError:
            return content[len(mark) :].decode(name, "replace"), (BAD_BYTES,)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared and "utf" not in declared.lower():
        try:
            return content.decode(declared), ()
        except (LookupError, ValueError):
            pass
    notices = (READ_AS_1252,)
    try:
        return content.decode("cp1252"), notices
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), (*notices, BAD_BYTES)
