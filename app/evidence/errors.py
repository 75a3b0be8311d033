"""What the room says when a document cannot be taken in."""

from __future__ import annotations


class EvidenceRefused(ValueError):
    """A document cannot be taken in; the message is one sentence that says what, where and what to do."""
