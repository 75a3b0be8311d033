"""Text that a database can keep: no NUL, no halves of characters."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from app.store.errors import Damaged, Unstorable

_STAND_IN = "\N{REPLACEMENT CHARACTER}"


def clean_text(text: str) -> tuple[str, bool]:
    """The text as it can be stored, and whether anything had to be replaced.

    NUL and lone surrogates (halves of a character, left by a cut paste) become U+FFFD; two halves that
    belong together become their character. Everything else stays exactly as it is.
    """
    if "\0" not in text and _encodes(text):
        return text, False
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return joined.replace("\0", _STAND_IN), True


def check_text(text: str, what: str) -> str:
    """The same text. Raises `Unstorable`, naming `what`, if it holds NUL or a lone surrogate."""
    if "\0" in text:
        raise Unstorable(
            f"The {what} holds a NUL character, which cannot be stored; remove it and try again."
        )
    if not _encodes(text):
        raise Unstorable(
            f"The {what} holds half of a character (a lone surrogate), which cannot be stored; "
            "remove it and try again."
        )
    return text


def check_data(data: Any, what: str) -> None:
    """Check every text in JSON-ready data, keys included, as `check_text` does."""
    if isinstance(data, str):
        check_text(data, what)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            check_text(str(key), what)
            check_data(value, what)
    elif isinstance(data, (list, tuple)):
        for value in data:
            check_data(value, what)


def packed(text: str) -> bytes:
    """A long text as it is kept: UTF-8, compressed with zlib."""
    return zlib.compress(text.encode())


def unpacked(content: bytes) -> str:
    """The text again. Raises `Damaged`: zlib notices a single altered bit."""
    try:
        return zlib.decompress(content).decode()
    except (zlib.error, ValueError) as error:
        raise Damaged(
            f"The text of a document in the database is damaged ({error}); run: assess doctor"
        ) from error


def _encodes(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
