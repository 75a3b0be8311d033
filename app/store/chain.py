"""The hash chain over a journal: an edit behind the program's back shows at its change.

A change's hash covers its content and the hash before it. Ids of rows are left out, so that the same
journal has the same hashes in every database. The first change builds on the hash of the pack, so that
answers cannot be moved onto other wording.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from app.store.errors import Unstorable
from app.store.text import check_data


class Link(NamedTuple):
    """One stored change as the chain sees it; texts as they stand in the database."""

    id: int
    question: str
    kind: str
    body: str
    at: str
    by: str
    previous_sha256: str
    sha256: str


def canonical(data: Any, what: str = "change") -> str:
    """JSON in the one form that is stored and hashed: sorted keys, no spaces.

    Raises `Unstorable`, naming `what`, for data that JSON or the database cannot keep exactly.
    """
    try:
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise Unstorable(f"The {what} cannot be stored: {error}.") from error
    if "\\u0000" in text or not text.isascii():
        check_data(data, what)
    return text


def link_sha256(previous: str, change: tuple[str, str, str, str, str]) -> str:
    """SHA-256 (hex) of a change on top of the hash before it.

    `change` is question, kind, body (canonical JSON), time (ISO, UTC) and who.
    """
    content = json.dumps([previous, *change], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def first_bad(start: str, links: Iterable[Link], count: int, head: str) -> int | None:
    """Id of the first change that does not fit the chain, or None.

    `start` is the hash the first change builds on; `count` and `head` are what the journal must end with.
    Where changes are missing at the end, the last one that is left is named (0 if none is).
    """
    previous, seen, last, last_hash = start, 0, 0, ""
    for link in links:
        expected = link_sha256(previous, (link.question, link.kind, link.body, link.at, link.by))
        if link.previous_sha256 != previous or link.sha256 != expected:
            return link.id
        previous = last_hash = expected
        last, seen = link.id, seen + 1
    return None if seen == count and last_hash == head else last
