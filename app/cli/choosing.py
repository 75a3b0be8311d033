"""Which assessment and which document a command means."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from app.cli.terminal import can_ask

if TYPE_CHECKING:
    from app.review import Library, Review


def chosen_review(library: Library, slug: str | None) -> Review:
    """The assessment of this slug; somebody at a terminal who gave none chooses one."""
    if slug is None:
        if not can_ask():
            raise click.UsageError("Missing argument SLUG; `assess list` shows what there is.")
        from app.cli import asking

        slug = asking.assessment(library)
    return library.review(slug)


def namer(review: Review) -> Callable[[str], tuple[str, str]]:
    """What finds a document's register id and file name from what a citation calls it.

    The id is empty where the register does not know the document; without a file the id is its name.
    """
    known: dict[str, tuple[str, str]] = {}

    def named(document: str) -> tuple[str, str]:
        if document not in known:
            known[document] = _named(review, document)
        return known[document]

    return named


def _named(review: Review, document: str) -> tuple[str, str]:
    from app.review import Unknown

    try:
        held = review.evidence.find(document)
    except Unknown:
        return "", document
    return held.id, held.name if held.attachment else held.id
