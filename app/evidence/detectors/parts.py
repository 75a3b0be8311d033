"""Exhibits, schedules, articles and the like: which parts a document has, by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.evidence.detectors.reading import Reading
from app.evidence.sentences import tidy

NUMBER = r"(?:[A-Z]{1,2}|[IVX]{1,5}|\d{1,2})(?:-\d{1,2})?"
_HEADING = re.compile(
    rf"^[ \t#*_>|\xa0]{{0,12}}(?P<kind>EXHIBIT|Exhibit|APPENDIX|Appendix|ANNEX|Annex|ATTACHMENT|Attachment|SCHEDULE|Schedule|ADDENDUM|Addendum|"
    rf"ARTICLE|Article)\s+[\"'“”‘’(]*(?P<number>{NUMBER})\b[\"'“”‘’)]*(?P<rest>[^\n]{{0,140}})$",
    re.MULTILINE,
)
_STARTS_PROSE = re.compile(
    r"^\s*(?:of|to|and|or|is|are|shall|will|as|in|which|for|sets?|contains?|\()\b|^\s*,"
)
_MANY = 400


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document by its heading."""

    kind: str
    """In small letters (`exhibit`)."""
    number: str
    title: str
    """What follows it in its line, or the next line."""
    start: int
    end: int


def parts_of(reading: Reading) -> tuple[Part, ...]:
    """The parts in the order of the text."""
    return tuple(_parts(reading.text))


def _parts(text: str) -> Iterator[Part]:
    for count, match in enumerate(_HEADING.finditer(text)):
        if count >= _MANY:
            return
        rest = tidy(match["rest"]).strip("-–—:. *|_\"'“”")
        if _STARTS_PROSE.match(match["rest"]) or rest.endswith((".", ";")) or len(rest.split()) > 14:
            continue
        yield Part(
            match["kind"].lower(),
            match["number"].upper(),
            rest or _next_line(text, match.end()),
            match.start("kind"),
            match.end(),
        )


def _next_line(text: str, at: int) -> str:
    for line in text[at : at + 600].split("\n"):
        if line.strip():
            return tidy(line)[:100].strip("#*_ ")
    return ""
