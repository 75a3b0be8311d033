"""The documents in the store: bytes, text and passages by hash, which assessment has them, and their search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from app.assessment.passages import BlockKind, Extracted, Hit, Media, Passage
from app.store.adding import Adding
from app.store.assessments import none_of_number
from app.store.clock import Clock
from app.store.database import Database
from app.store.errors import NotFound
from app.store.expression import Groups
from app.store.searching import Searching
from app.store.statements import (
    ATTACH,
    ATTACHED,
    DESCRIBED,
    DETACH,
    DETECTED,
    DETECTION,
    DOCUMENT_NUMBER,
    DOCUMENT_TEXT,
    FORGET_DETECTED,
    IN_USE,
    PARTS,
    PASSAGES,
)
from app.store.text import check_text, unpacked
from app.store.values import Attachment, StoredDocument


class Documents:
    """The part of the store that keeps documents. A document is there wholly or not at all."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Takes an open database."""
        self._database = database
        self._clock = clock
        self._adding = Adding(database, clock)
        self._searching = Searching(database)

    def add_document(self, sha256: str, content: bytes, extracted: Extracted) -> Iterator[float]:
        """Store a file's bytes and what was read out of it, step by step; gives how much is done, 0 to 1.

        Each step is one short transaction; nothing of the document is to be seen before the last one. What
        an addition left that was cut off is removed first, and so are documents that no assessment has, but
        for those added since this database was opened: they may still be attached. A document of this hash
        that is there already stays as it is. Raises `Unstorable` for a hash that is not that of the content, for passages outside
        the text and for text that cannot be kept, and what a write can raise.
        """
        return self._adding.add(sha256, content, extracted)

    def attach(self, assessment_id: int, sha256: str, name: str) -> None:
        """Give an assessment a stored document under the name of its file; a new name replaces the one before.

        Raises `NotFound` where there is no such assessment or document, `Unstorable` for a bad name.
        """
        check_text(name, "name of the document")
        with self._database.writing() as connection:
            values = {
                "assessment_id": assessment_id,
                "document_id": _number(connection, sha256),
                "name": name,
                "added_at": self._clock(),
            }
            try:
                connection.execute(ATTACH, values)
            except IntegrityError as error:
                raise NotFound(none_of_number(assessment_id)) from error
        self._adding.settled(sha256)

    def detach(self, assessment_id: int, sha256: str) -> None:
        """Take a document away from an assessment; `sweep_documents` removes it where no other has it.

        Raises `NotFound` where the assessment does not have it.
        """
        with self._database.writing() as connection:
            values = {"assessment_id": assessment_id, "document_id": _number(connection, sha256)}
            if not connection.execute(DETACH, values).rowcount:
                raise NotFound(f"The assessment does not have the document {sha256[:12]}.")
        self._adding.settled(sha256)

    def sweep_documents(self) -> int:
        """Remove, for good, every document that no assessment has, and what a cut-off addition left; how many.

        Bytes, text, passages and the words in the index go, in short transactions. Documents added since this
        database was opened and not attached yet stay until it is closed. Costs next to nothing where there is
        nothing to remove.
        """
        return self._swept(waiting=False)

    def _swept(self, *, waiting: bool) -> int:
        numbers = self._adding.left_out(waiting=waiting)
        for _ in self._adding.sweep(waiting=waiting):
            pass
        self._searching.forget(numbers)
        return len(numbers)

    def attachments(self, assessment_id: int) -> list[Attachment]:
        """The documents of an assessment in the order in which they were attached."""
        with self._database.reading() as connection:
            rows = connection.execute(ATTACHED, {"assessment_id": assessment_id}).all()
        return [Attachment(**_described(row), name=row.name, added_at=row.added_at) for row in rows]

    def document(self, sha256: str) -> StoredDocument | None:
        """The document of this hash, without its bytes and text; None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(DESCRIBED, {"sha256": sha256}).first()
        return None if row is None else StoredDocument(**_described(row))

    def document_text(self, sha256: str) -> str:
        """The text that was read out of a document. Raises `NotFound`, `Damaged`."""
        with self._database.reading() as connection:
            number = _number(connection, sha256)
            compressed = connection.execute(DOCUMENT_TEXT, {"document_id": number}).scalar_one()
        return unpacked(compressed)

    def document_content(self, sha256: str) -> bytes:
        """A document's bytes as they came. Raises `NotFound`."""
        with self._database.reading() as connection:
            return b"".join(connection.execute(PARTS, {"document_id": _number(connection, sha256)}).scalars())

    def passages(self, sha256: str) -> list[Passage]:
        """A document's passages in the order of the text. Raises `NotFound`."""
        with self._database.reading() as connection:
            rows = connection.execute(PASSAGES, {"document_id": _number(connection, sha256)}).all()
        return [Passage(row.start, row.end, row.context, BlockKind(row.kind)) for row in rows]

    def documents_in_use(self) -> Mapping[str, tuple[str, ...]]:
        """The vendors whose assessments have a document, by its SHA-256; assessments that were deleted do not count."""
        found: dict[str, dict[str, None]] = {}
        with self._database.reading() as connection:
            for sha256, vendor in connection.execute(IN_USE):
                found.setdefault(sha256, {})[vendor] = None
        return {sha256: tuple(vendors) for sha256, vendors in found.items()}

    def detections(self, sha256: str) -> Mapping[tuple[str, str], Any]:
        """What is kept of a document's detectors: JSON data by detector and digest; nothing for a document not here.

        What cannot be read is left out: it can be found again.
        """
        with self._database.reading() as connection:
            number = connection.execute(DOCUMENT_NUMBER, {"sha256": sha256}).scalar()
            rows = connection.execute(DETECTED, {"number": number}).all()
        found: dict[tuple[str, str], Any] = {}
        for detector, digest, hits in rows:
            with suppress(ValueError, RecursionError):
                found[(detector, digest)] = json.loads(hits)
        return found

    def keep_detection(self, sha256: str, detector: str, digest: str, hits: Any) -> None:
        """Keep what a detector found in a document, instead of what it found before; one short transaction.

        `digest` is a SHA-256 (hex) of what the finding depends on besides the document. Raises `NotFound` where
        the document is not here any more, `Unstorable` for text that cannot be kept, and what a write can raise.
        """
        text = check_text(json.dumps(hits, ensure_ascii=False, separators=(",", ":")), "detected passages")
        with self._database.writing() as connection:
            number = _number(connection, sha256)
            connection.execute(FORGET_DETECTED, {"number": number, "name": detector})
            connection.execute(
                insert(DETECTION),
                {"document_id": number, "detector": detector, "digest": digest, "hits": text},
            )

    def search(self, documents: Sequence[int], groups: Groups, limit: int) -> list[Hit]:
        """The passages of these documents that the groups describe, by BM25, the best first.

        `documents` are numbers (`Attachment.document`). `groups` are alternatives, each a list of groups (all
        wanted), each a list of terms (any): an OR of ANDs of ORs. A term is a word or phrase; a star at its
        end stands for any ending of its last word. Whatever a term holds is searched for, never obeyed; one
        without a letter or digit drops out, and a group with nothing left finds nothing. Words of the text
        weigh 1, words of the context 0.4. How rare a word is counts among these documents, unless they have
        more than 10,000 passages. Raises `StoreError` for more than 2,000 terms.
        """
        return self._searching.search(documents, groups, limit)

    def prepare_search(self, documents: Iterable[int]) -> None:
        """Get ready to search these documents, so that the first search is as fast as the next; any thread."""
        self._searching.prepare(documents)


def _number(connection: Connection, sha256: str) -> int:
    number = connection.execute(DOCUMENT_NUMBER, {"sha256": sha256}).scalar()
    if number is None:
        raise NotFound(f"The document {sha256[:12]} is not in this database.")
    return int(number)


def _described(row: Any) -> dict[str, Any]:
    """The fields that every value of a document has, from its row."""
    return {
        "document": row.id,
        "sha256": row.sha256,
        "media": Media(row.media),
        "size": row.size,
        "characters": row.characters,
        "passages": row.passages,
        "pages": tuple(json.loads(row.pages)),
        "title": row.title,
        "notices": tuple(json.loads(row.notices)),
        "extractor": row.extractor,
    }
