"""Documents of an assessment without files or processes: their text is put straight into the database."""

from __future__ import annotations

import re
from typing import Any

from app.assessment.passages import Extracted, Media, Passage
from app.evidence.details import Details
from app.evidence.extraction.opening import FileRead, pasted
from app.review import Review
from app.review.evidence import Added

POLICY = """Privacy Policy

Last updated: May 1, 2026

We encrypt all student data at rest with AES-256. Keys are kept apart from the data. Backups are
encrypted as well.

We never sell student data. We do not show advertisements to students.

Parents may ask to see what we hold. We answer within ten days.
"""


def extracted(text: str, pages: tuple[int, ...] = ()) -> Extracted:
    """A text with a passage for each paragraph."""
    passages = [Passage(m.start(), m.end()) for m in re.finditer(r"\S(?:.|\n(?!\n))*", text)]
    return Extracted(Media.TEXT, text, tuple(passages), pages, extractor="test")


def kept(review: Review, name: str, text: str, pages: tuple[int, ...] = ()) -> FileRead:
    """A text in the database, on no register yet."""
    read = pasted(text, name)
    for _ in review.evidence.keep(read, extracted(text, pages)):
        pass
    return read


def shelved(
    review: Review,
    name: str,
    text: str = POLICY,
    *,
    replaces: str = "",
    pages: tuple[int, ...] = (),
    **details: Any,
) -> Added:
    """A text as a document of the assessment."""
    given = {"title": name, "kind": "policy", **details}
    return review.evidence.enter(kept(review, name, text, pages), Details(**given), replaces=replaces)


def cited(review: Review, question: str, document: str, words: str) -> None:
    """Cite these words of a document."""
    start = review.evidence.text(document).text.index(words)
    review.evidence.cite(question, document, start, start + len(words))
