"""A document goes in by many short transactions, and is there only when the last of them is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.assessment.passages import Extracted, Passage
from app.store.clock import Clock
from app.store.database import Database
from app.store.errors import Unstorable
from app.store.folding import FOLDING, folded
from app.store.statements import (
    ADD_WORDS,
    DOCUMENT,
    DOCUMENT_NUMBER,
    DOCUMENT_PART,
    DOCUMENT_TEXT,
    FINISH,
    FORGET_ALL_DETECTED,
    FORGET_WORDS,
    GIVE_UP,
    LAST_PASSAGE,
    LEFT_OUT,
    PASSAGE,
    PASSAGES,
    TAKE_WORDS_OUT,
    UNFINISHED,
)
from app.store.text import check_text, packed, unpacked

PART = 1_000_000
"""Bytes of a file in one transaction."""
PASSAGES_AT_ONCE = 400
"""Passages in one transaction, at most."""
_CHARACTERS_AT_ONCE = 500_000

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Adding:
    """Adds documents to one database. Several may be under way at a time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Takes the open database."""
        self._database = database
        self._clock = clock
        self._under_way: set[int] = set()
        self._waiting: set[str] = set()
        """Hashes that were added here and that nobody has attached yet, but may any moment."""

    def add(self, sha256: str, content: bytes, extracted: Extracted) -> Iterator[float]:
        """Each step is one short transaction and gives how much is done, 0 to 1.

        What an addition left that was killed, or not gone through to its end, is removed first, and so are
        whole documents that no assessment has. Where a document of this hash is there already there is
        nothing to do. Raises `Unstorable` for a hash that is
        not that of the content, for passages outside the text and for text that cannot be kept.
        """
        row = _checked(sha256, content, extracted)
        self._waiting.add(sha256)
        if self._is_there(sha256):
            yield 1.0
            return
        for _ in self.sweep():
            yield 0.0
        number = self._begin({**row, "added_at": self._clock()})
        try:
            parts = [content[at : at + PART] for at in range(0, len(content), PART)]
            batches = list(_batches(extracted.passages))
            steps, done = len(parts) + len(batches) + 2, 1
            yield done / steps
            for ordinal, part in enumerate(parts):
                with self._database.writing() as connection:
                    connection.execute(
                        insert(DOCUMENT_PART), {"document_id": number, "ordinal": ordinal, "content": part}
                    )
                done += 1
                yield done / steps
            for first, batch in batches:
                words = [_words(extracted.text, p.start, p.end, p.context) for p in batch]
                with self._database.writing() as connection:
                    _add_passages(connection, number, first, batch, words)
                done += 1
                yield done / steps
            with self._database.writing() as connection:
                if connection.execute(DOCUMENT_NUMBER, {"sha256": sha256}).first() is None:
                    connection.execute(FINISH, {"document_id": number})
        finally:
            self._under_way.discard(number)
        yield 1.0

    def settled(self, sha256: str) -> None:
        """Somebody decided about this document: it is attached, or not wanted."""
        self._waiting.discard(sha256)

    def _is_there(self, sha256: str) -> bool:
        with self._database.reading() as connection:
            return connection.execute(DOCUMENT_NUMBER, {"sha256": sha256}).first() is not None

    def _begin(self, row: dict[str, Any]) -> int:
        with self._database.writing() as connection:
            number = int(connection.execute(insert(DOCUMENT), row).lastrowid)
            self._under_way.add(number)
        return number

    def left_out(self, *, waiting: bool = False) -> list[int]:
        """Numbers of the whole documents that no assessment has; with `waiting`, also those added here."""
        with self._database.reading() as connection:
            rows = connection.execute(LEFT_OUT).all()
        return [row.id for row in rows if waiting or row.sha256 not in self._waiting]

    def sweep(self, *, waiting: bool = False) -> Iterator[None]:
        """Remove what nobody has and what nobody is adding any more, a short transaction a step.

        A document that nobody has is invisible from the first step on: a kill leaves it there or half removed
        like one half added, never half a document that somebody could attach.
        """
        for number in self.left_out(waiting=waiting):
            with self._database.writing() as connection:
                connection.execute(GIVE_UP, {"document_id": number})
            yield
        with self._database.reading() as connection:
            left = [row for row in connection.execute(UNFINISHED) if row.id not in self._under_way]
            texts = [connection.execute(DOCUMENT_TEXT, {"document_id": row.id}).scalar_one() for row in left]
        for (number, folding), compressed in zip(left, texts, strict=True):
            text = unpacked(compressed)
            # folded in another way, its words could not be named exactly; without a passage nobody finds them
            known = folding == FOLDING
            with self._database.writing() as connection:
                connection.execute(FORGET_ALL_DETECTED, {"number": number})
            yield
            for table in (PASSAGE, DOCUMENT_PART):
                while self._sweep_some(table, number, text if known else None):
                    yield
            with self._database.writing() as connection:
                connection.execute(delete(DOCUMENT).where(DOCUMENT.c.id == number))
            yield
        if left:
            with self._database.writing() as connection:
                connection.execute(FORGET_WORDS)
            yield

    def _sweep_some(self, table: Any, number: int, text: str | None) -> bool:
        """Remove some rows of a document; whether there were any."""
        with self._database.writing() as connection:
            if table is DOCUMENT_PART:
                some = select(table.c.ordinal).where(table.c.document_id == number).limit(1)
                return bool(
                    connection.execute(
                        delete(table).where(table.c.document_id == number, table.c.ordinal.in_(some))
                    ).rowcount
                )
            rows = connection.execute(PASSAGES.limit(PASSAGES_AT_ONCE), {"document_id": number}).all()
            if not rows:
                return False
            if text is not None:
                words = [{"id": row.id, **_words(text, row.start, row.end, row.context)} for row in rows]
                connection.execute(TAKE_WORDS_OUT, words)
            connection.execute(
                delete(PASSAGE).where(PASSAGE.c.document_id == number, PASSAGE.c.id <= rows[-1].id)
            )
            return True


def _words(text: str, start: int, end: int, context: str) -> dict[str, str]:
    return {"text": folded(text[start:end]), "context": folded(context)}


def _add_passages(
    connection: Connection,
    number: int,
    first: int,
    batch: Sequence[Passage],
    words: Sequence[dict[str, str]],
) -> None:
    last = connection.execute(LAST_PASSAGE).scalar_one()
    ids = range(last + 1, last + 1 + len(batch))
    connection.execute(
        insert(PASSAGE),
        [
            {
                "id": key,
                "document_id": number,
                "ordinal": ordinal,
                "start": passage.start,
                "end": passage.end,
                "kind": passage.kind.value,
                "context": passage.context,
            }
            for key, (ordinal, passage) in zip(ids, enumerate(batch, start=first), strict=True)
        ],
    )
    connection.execute(ADD_WORDS, [{"id": key, **some} for key, some in zip(ids, words, strict=True)])


def _batches(passages: Sequence[Passage]) -> Iterator[tuple[int, list[Passage]]]:
    """Passages that go into one transaction, with the ordinal of the first."""
    batch: list[Passage] = []
    first = characters = 0
    for ordinal, passage in enumerate(passages):
        size = passage.end - passage.start
        if batch and (len(batch) == PASSAGES_AT_ONCE or characters + size > _CHARACTERS_AT_ONCE):
            yield first, batch
            batch, first, characters = [], ordinal, 0
        batch.append(passage)
        characters += size
    if batch:
        yield first, batch


def _checked(sha256: str, content: bytes, extracted: Extracted) -> dict[str, Any]:
    """The row of a document, all but the time. Raises `Unstorable`."""
    if not _SHA256.fullmatch(sha256) or hashlib.sha256(content).hexdigest() != sha256:
        raise Unstorable("The hash given for the document is not that of its content; nothing was stored.")
    text = check_text(extracted.text, "document's text")
    for passage in extracted.passages:
        if not 0 <= passage.start <= passage.end <= len(text):
            raise Unstorable(
                "A passage lies outside the text it was taken from; the document was not stored."
            )
    if any(not 0 <= page <= len(text) for page in extracted.pages):
        raise Unstorable("A page begins outside the text; the document was not stored.")
    for context in {passage.context for passage in extracted.passages}:
        check_text(context, "headings above a passage")
    return {
        "sha256": sha256,
        "media": extracted.media.value,
        "size": len(content),
        "characters": len(text),
        "passages": len(extracted.passages),
        "pages": json.dumps(extracted.pages, separators=(",", ":")),
        "title": check_text(extracted.title, "document's title"),
        "notices": json.dumps(
            [check_text(notice, "note on the document") for notice in extracted.notices], ensure_ascii=False
        ),
        "extractor": check_text(extracted.extractor, "name of the extractor"),
        "folding": FOLDING,
        "complete": 0,
        "text": packed(text),
    }
