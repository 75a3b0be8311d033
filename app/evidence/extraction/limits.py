"""How much of a file is read at most: a hostile file costs one sentence, not the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one extraction."""

    file_bytes: int = 25_000_000
    pages: int = 2_000
    page_characters: int = 200_000
    characters: int = 5_000_000
    output_bytes: int = 60_000_000
    """Of what the child process may answer."""
    memory_bytes: int = 1 << 30
    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    inflated_bytes: int = 50_000_000
    """Of the parts of a DOCX that are read."""
    members: int = 5_000
    """Files inside a DOCX."""
    depth: int = 500
    """Elements of a DOCX inside one another."""


LIMITS: Final = Limits()
