"""Undo and redo of what was one deed: changes that were stored together go and come together."""

from __future__ import annotations

from app.assessment.journal import Change
from app.review import Review


def take_back(review: Review) -> tuple[Change, ...]:
    """Undo the last change and all that were stored with it, the newest first. Raises `Refused`, `StoreError`."""
    last, gone = review.view.undo, []
    while last is not None and (change := review.view.undo) is not None and change.at == last.at:
        review.undo()
        gone.append(change)
    return tuple(gone)


def put_back(review: Review) -> tuple[Change, ...]:
    """Redo the change that was undone last and all that had been stored with it. Raises `Refused`, `StoreError`."""
    first, there = review.view.redo, []
    while first is not None and (change := review.view.redo) is not None and change.at == first.at:
        review.redo()
        there.append(change)
    return tuple(there)
