"""Documents for the workbench's tests: paragraphs become passages, without the reading of files."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from app.assessment.passages import BlockKind, Extracted, Media, Passage
from app.evidence.details import Details
from app.evidence.extraction.opening import FileRead
from app.review import Library, Review
from tests.tui.stage import Clock

POLICY = """Privacy policy

We will notify the district within 72 hours after we discover a breach of student data.

All student data is encrypted at rest with AES-256. Backups are encrypted too. We hold the keys ourselves.

Student data in our older archive is not encrypted at rest.

Teachers sign in with a password.
"""
"""Paragraphs on lines 1, 3, 5, 7 and 9."""


def bring_in(
    review: Review, text: str = POLICY, name: str = "policy.txt", *, context: str = "", **details: str
) -> str:
    """Put a text into the database and on the register; its paragraphs are its passages. Gives its id."""
    passages, at = [], 0
    for paragraph in text.split("\n\n"):
        body = paragraph.strip("\n")
        start = at + len(paragraph) - len(paragraph.lstrip("\n"))
        if body.strip():
            passages.append(Passage(start, start + len(body), context, BlockKind.PARAGRAPH))
        at += len(paragraph) + 2
    content = text.encode("utf-8", "replace")
    read = FileRead(name, content, sha256(content).hexdigest(), Media.TEXT)
    for _ in review.evidence.keep(read, Extracted(Media.TEXT, text, tuple(passages), extractor="test 1")):
        pass
    known = {"title": "Privacy policy", "kind": "policy", "issuer": "Acme", "covers_product": "yes"}
    return review.evidence.enter(read, Details(**{**known, **details})).document


def with_policy(path: Path) -> None:
    """Make a database with one assessment of Acme Reader that has the policy as D1."""
    path.write_bytes(_template())


@cache
def _template() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.db"
        with Library.open(path, clock=Clock()) as library:
            review = library.create("Acme", "Acme Reader", reviewer={"name": "Ann"}, jurisdictions=["CA"])
            bring_in(review)
        return path.read_bytes()
