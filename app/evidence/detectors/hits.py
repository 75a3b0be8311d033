"""What a detector finds in one document, as values that can be kept with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a document."""

    start: int
    """Offset of the quote in the document's text."""
    end: int
    place: str
    """As a person says it (`line 97`)."""
    quote: str
    """The words, 40 at most, white space made single spaces."""
    around: tuple[int, int]
    """Offsets of the whole sentence: an answer that cites some of it rests on it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found in a document, before anything is known of the assessment."""

    subject: str
    """Names the same thing again when the text has moved."""
    spots: tuple[Spot, ...]
    slots: Mapping[str, str] = field(default_factory=dict)
    """What the rule's message has in braces."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What sifting needs to know."""


def to_data(hits: Iterable[Hit]) -> list[Any]:
    """Hits as JSON-ready data."""
    return [
        {
            "subject": hit.subject,
            "spots": [[s.start, s.end, s.place, s.quote, *s.around] for s in hit.spots],
            "slots": dict(hit.slots),
            "marks": dict(hit.marks),
        }
        for hit in hits
    ]


def from_data(data: Iterable[Mapping[str, Any]]) -> tuple[Hit, ...]:
    """The hits of JSON data. Raises `ValueError`, `KeyError` or `TypeError` for data that `to_data` did not make."""
    return tuple(
        Hit(
            str(one["subject"]),
            tuple(
                Spot(int(start), int(end), str(place), str(quote), (int(first), int(last)))
                for start, end, place, quote, first, last in one["spots"]
            ),
            {str(name): str(text) for name, text in one["slots"].items()},
            {str(name): str(text) for name, text in one["marks"].items()},
        )
        for one in data
    )
