"""DOC-17: exhibits that share a letter, and letters that are not those of the national form."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.evidence.detectors.hits import Hit, Spot
from app.evidence.detectors.parts import Part, parts_of
from app.evidence.detectors.reading import Reading
from app.questionnaire.rules import Rulebook

_NATIONAL = re.compile(
    r"\bNDPA\b|\bSDPC\b|national data privacy agreement|student data privacy consortium", re.IGNORECASE
)
_LETTERS = {
    "A": re.compile(r"description of services", re.IGNORECASE),
    "B": re.compile(r"schedule of data", re.IGNORECASE),
    "C": re.compile(r"definitions", re.IGNORECASE),
    "D": re.compile(r"disposition", re.IGNORECASE),
    "E": re.compile(r"general offer", re.IGNORECASE),
    "F": re.compile(r"security (?:requirements|framework)|cybersecurity", re.IGNORECASE),
    "G": re.compile(
        r"supplemental|state terms|^(?:california|connecticut|florida|illinois|massachusetts|maine|new hampshire|new york|rhode island|"
        r"vermont)\b",
        re.IGNORECASE,
    ),
}
_MOST = 5


def scan(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """One hit for letters used twice, one for letters of another form."""
    exhibits = [one for one in parts_of(reading) if one.kind == "exhibit"]
    by_letter: dict[str, list[Part]] = {}
    for one in exhibits:
        by_letter.setdefault(one.number, []).append(one)
    twice = {n: ones for n, ones in by_letter.items() if len({o.title.casefold() for o in ones}) > 1}
    if twice:
        spots = [_spot(reading, one) for ones in twice.values() for one in ones]
        words = "; ".join(
            f"{letter} for {', '.join(dict.fromkeys(one.title for one in ones))}"
            for letter, ones in twice.items()
        )
        yield Hit("shared letters", tuple(spots[:_MOST]), {"letters": words[:300]})
    if not _NATIONAL.search(reading.text):
        return
    other: dict[str, tuple[str, Part]] = {}
    for one in exhibits:
        right = next((letter for letter, title in _LETTERS.items() if title.search(one.title)), one.number)
        if right != one.number:
            other.setdefault(f"{one.number} instead of {right}", (one.title, one))
    if other:
        words = "; ".join(f"{what} for {title}" for what, (title, _) in other.items())
        spots = [_spot(reading, one) for _, one in other.values()]
        yield Hit("other letters", tuple(spots[:_MOST]), {"letters": words[:300]})


def _spot(reading: Reading, part: Part) -> Spot:
    return reading.spot(part.start, part.end)
