"""What stands beside the text of a DOCX: running heads and feet, footnotes and endnotes."""

from __future__ import annotations

import re
from typing import Final

from app.evidence.extraction.word.markup import W
from app.evidence.extraction.word.package import Package
from app.evidence.extraction.word.runs import Runs

_HEADS: Final = re.compile(r"word/(?:header|footer)\d*\.xml")
_NUMBER_ONLY: Final = re.compile(r"(?:page\s*)?(?:\d+\s*)?(?:(?:of|/)\s*\d*)?", re.IGNORECASE)


def read_margins(package: Package, runs: Runs) -> list[str]:
    """What its running heads and feet say, each once; page numbers are left out."""
    seen: dict[str, None] = {}
    for name in package.names(_HEADS):
        root = package.xml(name)
        for paragraph in root.iter(f"{W}p") if root is not None else ():
            text = " ".join(runs.text(paragraph).split())
            runs.boxes = []
            if text and not _NUMBER_ONLY.fullmatch(text):
                seen[text] = None
    return list(seen)


def read_notes(package: Package, runs: Runs, part: str, tag: str) -> list[str]:
    """The notes of a part, each with its number; `tag` is the name of its elements."""
    found: list[str] = []
    root = package.xml(f"word/{part}.xml")
    for note in root.iter(f"{W}{tag}") if root is not None else ():
        if note.get(f"{W}type") in {"separator", "continuationSeparator", "continuationNotice"}:
            continue
        text = " ".join(" ".join(runs.text(paragraph).split()) for paragraph in note.iter(f"{W}p")).strip()
        if text:
            found.append(f"[{note.get(f'{W}id', '')}] {text}")
    return found
