"""A vendor's documents made by hand, brought into an assessment without reading a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from app.assessment.passages import Extracted, Media, Passage
from app.evidence.details import Details
from app.evidence.extraction.opening import FileRead
from app.review import Review
from app.review.evidence import Added

POLICY = """Privacy policy
Last updated: August 18, 2025

We encrypt all student data that is stored, with AES-256.

If there is a breach of student data we notify the school within 72 hours.

We never sell student data.

We delete student data within sixty days of the school's request.
"""


def file(name: str, text: str) -> FileRead:
    content = text.encode()
    return FileRead(name=name, content=content, sha256=hashlib.sha256(content).hexdigest(), media=Media.TEXT)


def extracted(text: str, pages: Sequence[int] = ()) -> Extracted:
    """Every paragraph is a passage."""
    passages, at = [], 0
    for part in text.split("\n\n"):
        start = at + len(part) - len(part.lstrip())
        end = at + len(part.rstrip())
        if end > start:
            passages.append(Passage(start, end))
        at += len(part) + 2
    return Extracted(Media.TEXT, text, tuple(passages), tuple(pages), extractor="by hand")


def add(
    review: Review, name: str = "policy.txt", text: str = POLICY, *, replaces: str = "", kind: str = "policy"
) -> Added:
    read = file(name, text)
    for _ in review.evidence.keep(read, extracted(text)):
        pass
    details = Details(
        kind=kind, issuer="Acme", stated_date="2025-08-18", signed="none", covers_product="yes", title=""
    )
    return review.evidence.enter(read, details, replaces=replaces)
