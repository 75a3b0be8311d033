"""What a file's reader gives back: its text and how that is built."""

from __future__ import annotations

from dataclasses import dataclass

from app.assessment.passages import Block


@dataclass(slots=True)
class Structured:
    """A text with its blocks, as it was read out of a file of any format."""

    text: str
    blocks: tuple[Block, ...]
    title: str
    notices: tuple[str, ...]
    pages: tuple[int, ...] = ()
    """Where each page begins; none where the format has no pages."""
