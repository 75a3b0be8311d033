"""The documents of one assessment: those on its register, and the files and texts that the database has of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from app.assessment.documents import REGISTER, Document, find_document, read_documents
from app.assessment.passages import line_starts, place_of
from app.assessment.values import rows_of
from app.evidence.model import Verified
from app.review.view import Refused, Unknown, View
from app.store.errors import Damaged

if TYPE_CHECKING:
    from app.review.assessing import Review
    from app.store.repository import Store
    from app.store.values import Attachment


class How(StrEnum):
    """How a file came into an assessment."""

    NEW = "new"
    """As a document of its own."""
    SAME = "same"
    """It was there already."""
    HERE = "here"
    """The register knew it by its hash; now its text is here too."""
    NEWER = "newer"
    """As a newer version of a document."""


@dataclass(frozen=True, slots=True)
class Held:
    """One document of an assessment: its row in the register, and its file if that is in the database."""

    document: Document
    row: str
    """Id of its register row; empty for a file that no row names."""
    attachment: Attachment | None
    """None where only the register knows it."""
    once: str = ""
    """Of a file that no row names: the register id that it had before a newer version took its place."""

    @property
    def id(self) -> str:
        """Its register id."""
        return self.document.id

    @property
    def name(self) -> str:
        """The name of its file, or else what the register calls it."""
        return self.attachment.name if self.attachment else self.document.title or self.document.id


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file that was brought in."""

    view: View
    document: str
    """Register id."""
    how: How
    verified: tuple[Verified, ...] = ()
    """Of a newer version: every quote of the document, looked up in the new text."""
    reopened: tuple[str, ...] = ()
    """Questions that are open again because a quote of theirs changed or is gone."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document's text as a reader shows it."""

    id: str
    name: str
    text: str
    pages: tuple[int, ...]
    lines: tuple[int, ...]
    """Offsets at which pages and lines begin."""

    def place(self, start: int, end: int) -> str:
        """Where a piece of the text stands (`page 4`, `lines 97-99`)."""
        return place_of(start, end, pages=self.pages, lines=self.lines)

    def span_of_lines(self, first: int, last: int) -> tuple[int, int]:
        """The offsets of these lines, counted from 1. Raises `Refused` where the text has no such lines."""
        count = len(self.lines) - (self.lines[-1] == len(self.text) and len(self.lines) > 1)
        if not 1 <= first <= last <= count:
            raise Refused(f"{self.id} ({self.name}) has lines 1 to {count:,}.")
        return self.lines[first - 1], self.lines[last] if last < len(self.lines) else len(self.text)

    def span_of_page(self, number: int) -> tuple[int, int]:
        """The offsets of this page, counted from 1. Raises `Refused` where there is no such page."""
        if not self.pages:
            raise Refused(f"{self.id} ({self.name}) has no pages; say which lines.")
        if not 1 <= number <= len(self.pages):
            raise Refused(f"{self.id} ({self.name}) has pages 1 to {len(self.pages):,}.")
        return self.pages[number - 1], (*self.pages, len(self.text))[number]


class Shelf:
    """What documents there are, and what they say."""

    def __init__(self, review: Review, store: Store) -> None:
        """Takes the open assessment and the database it lies in."""
        self._review = review
        self._store = store
        self._texts = lru_cache(maxsize=32)(self._text)
        self._held: tuple[object, tuple[Held, ...]] | None = None
        self._attached = 0
        """Counts attachments made and ended here, so that what was remembered is known to be old."""

    def documents(self) -> tuple[Held, ...]:
        """The documents on the register, in its order, then files in the database that no row names."""
        view = self._review.view
        rows = rows_of(view.answer(REGISTER).value)
        key = (rows, view.assessment.vendor, self._attached)
        if self._held is not None and self._held[0] == key:
            return self._held[1]
        by_hash = {one.sha256: one for one in self._store.attachments(view.assessment.id)}
        documents = read_documents(view.answers, view.assessment.vendor, view.assessment.product)
        held = [
            Held(document, document.row, by_hash.get(document.sha256.strip().lower()))
            for document in documents
        ]
        named = {one.attachment.sha256 for one in held if one.attachment}
        before = self._replaced() if by_hash.keys() - named else {}
        held += [
            Held(
                Document("", title=one.name, sha256=one.sha256, by_vendor=False),
                "",
                one,
                before.get(one.sha256, ""),
            )
            for one in by_hash.values()
            if one.sha256 not in named
        ]
        self._held = (key, tuple(held))
        return self._held[1]

    def _replaced(self) -> dict[str, str]:
        """Register id by the hashes that rows once had and no longer have."""
        hashes: dict[str, str] = {}
        found: dict[str, str] = {}
        if REGISTER not in self._review.view.pack.by_id:
            return found
        for entry in reversed(self._review.history(REGISTER)):
            for row in rows_of(entry.after.value) if entry.in_effect else ():
                document = row.cells.get("doc_id", "").strip()
                now = row.cells.get("sha256", "").strip().lower()
                if (old := hashes.get(document, now)) != now:
                    found[old] = document
                hashes[document] = now
        return found

    def searched_documents(self) -> tuple[Held, ...]:
        """Those that can be searched: on the register, and their text is here."""
        return tuple(one for one in self.documents() if one.id and one.attachment)

    def find(self, name: str) -> Held:
        """The document of this register id, file name or title. Raises `Unknown`, naming those there are."""
        held = [one for one in self.documents() if one.id]
        wanted = name.strip().casefold()
        for one in held:
            if wanted in (one.id.casefold(), one.name.casefold()):
                return one
        document = find_document((one.document for one in held), name)
        if document is not None:
            return next(one for one in held if one.document is document)
        there = ", ".join(f"{one.id} ({one.name})" for one in held[:12]) or "none yet"
        raise Unknown(f'There is no document "{name[:80]}" on the register; there: {there}.')

    def text(self, document: str) -> DocumentText:
        """The text of a document by its register id. Raises `Unknown`, `Refused` where it is not here."""
        held = self.find(document)
        if held.attachment is None:
            raise Refused(
                f"The text of {held.id} ({held.name}) is not in this database; add its file to bring it in."
            )
        return self._texts(held.id, held.name, held.attachment.sha256, held.attachment.pages)

    def content(self, document: str) -> bytes:
        """The bytes of a document's file, as they came in, checked against its hash.

        Raises `Unknown`, `Refused` where they are not here, `Damaged` where they are not those any more.
        """
        held = self.find(document)
        if held.attachment is None:
            raise Refused(f"The file of {held.id} ({held.name}) is not in this database; add it first.")
        content = self._store.document_content(held.attachment.sha256)
        if sha256(content).hexdigest() != held.attachment.sha256:
            raise Damaged(f"The file of {held.id} ({held.name}) is damaged in the database; add it again.")
        return content

    def _text(self, document: str, name: str, sha256: str, pages: tuple[int, ...]) -> DocumentText:
        text = self._store.document_text(sha256)
        return DocumentText(document, name, text, pages, line_starts(text))

    def _pages(self, sha256: str) -> tuple[int, ...]:
        stored = self._store.document(sha256)
        return stored.pages if stored else ()
