"""The pages of a PDF as one text: where each begins, its running lines and headings, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.evidence.extraction.decoding import tidy
from app.evidence.extraction.pdf.headings import Levels
from app.evidence.extraction.pdf.hyphenation import mend_words
from app.evidence.extraction.pdf.layout import Page
from app.evidence.extraction.pdf.running_lines import repeated_lines, running_lines


@dataclass(frozen=True, slots=True)
class Composed:
    """One text made of the lines of all pages."""

    text: str
    pages: tuple[int, ...]
    """Where each page begins."""
    notes: frozenset[int]
    """Where its running lines begin."""
    headings: dict[int, int]
    """Where its headings begin by their type, and the level of each."""
    notices: tuple[str, ...]


def compose(pages: Sequence[Page], page_characters: int) -> Composed:
    """Join the pages, of each of which at most so many characters were read."""
    lines = [line for page in pages for line in page.lines]
    mend_words(lines)
    repeated = repeated_lines(pages)
    levels = Levels(lines)
    parts: list[str] = []
    starts: list[int] = []
    notes: set[int] = set()
    headings: dict[int, int] = {}
    at = 0
    for page in pages:
        starts.append(at)
        running = running_lines(page, repeated)
        known = levels.of([line for line, runs in zip(page.lines, running, strict=True) if not runs])
        for line, runs in zip(page.lines, running, strict=True):
            if line.gap and at:
                parts.append("")
                at += 1
            if runs:
                notes.add(at)
            elif level := known.get(id(line)):
                headings[at] = level
            parts.append(line.text)
            at += len(line.text) + 1
    parts.append("")
    text, odd = tidy("\n".join(parts))
    notices = (*_notices(pages, page_characters), *odd)
    return Composed(text, tuple(starts), frozenset(notes), headings, notices)


def _notices(pages: Sequence[Page], page_characters: int) -> list[str]:
    numbered = list(enumerate(pages, 1))
    notices = []
    if failed := [number for number, page in numbered if page.failed]:
        notices.append(f"{_pages_named(failed)} could not be read.")
    if cut := [number for number, page in numbered if page.cut]:
        notices.append(f"{_pages_named(cut)}: only the first {page_characters:,} characters were read.")
    empty = [number for number, page in numbered if not page.lines and not page.failed]
    if empty and len(empty) < len(pages):
        notices.append(f"{_pages_named(empty)} held no text: if it is a scan, read it with your own eyes.")
    return notices


def _pages_named(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Page {numbers[0]}"
    shown = ", ".join(map(str, numbers[:10]))
    return f"Pages {shown}{' and others' if len(numbers) > 10 else ''}"
