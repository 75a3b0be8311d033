"""DOC-17: exhibits that share a letter, letters of another form, and a title that leaves out a state.

All of it is one proposal: it is settled by one clean copy.
"""

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
_STATES_OF_TITLE = re.compile(r"(?<![\w-])(?:[A-Z]{2} ?- ?){2,}(?:[A-Z]{2}\b|NDPA\b)")
_STATES = {
    "california": "CA",
    "connecticut": "CT",
    "florida": "FL",
    "illinois": "IL",
    "massachusetts": "MA",
    "maine": "ME",
    "new hampshire": "NH",
    "new york": "NY",
    "rhode island": "RI",
    "vermont": "VT",
}
_TITLE_ENDS = 1500
"""Characters in which the title of an agreement stands."""


def scan(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """One hit with all that is wrong with the labels."""
    exhibits = [one for one in parts_of(reading) if one.kind == "exhibit"]
    found = [one for one in (_shared(exhibits), _other_form(reading, exhibits)) if one[0]]
    words = [one for one, _ in found]
    spots = [_spot(reading, part) for _, parts in found for part in parts]
    subject = ("shared letters", "other letters")[not _shared(exhibits)[0]]
    left_out, places = _left_out(reading, exhibits)
    if left_out:
        subject = subject if found else "states of the title"
        words.append(left_out)
        spots = [*places[:2], *spots]
    if words:
        yield Hit(subject, tuple(spots[:_MOST]), {"letters": "; ".join(words)[:300]})


def _shared(exhibits: list[Part]) -> tuple[str, list[Part]]:
    """Letters that several exhibits have."""
    by_letter: dict[str, list[Part]] = {}
    for one in exhibits:
        by_letter.setdefault(one.number, []).append(one)
    twice = {n: ones for n, ones in by_letter.items() if len({o.title.casefold() for o in ones}) > 1}
    words = "; ".join(
        f"{letter} for {', '.join(dict.fromkeys(one.title for one in ones))}"
        for letter, ones in twice.items()
    )
    return words, [one for ones in twice.values() for one in ones]


def _other_form(reading: Reading, exhibits: list[Part]) -> tuple[str, list[Part]]:
    """Letters that the national form gives to another exhibit."""
    if not _NATIONAL.search(reading.text):
        return "", []
    other: dict[str, tuple[str, Part]] = {}
    for one in exhibits:
        right = next((letter for letter, title in _LETTERS.items() if title.search(one.title)), one.number)
        if right != one.number:
            other.setdefault(f"{one.number} instead of {right}", (one.title, one))
    words = "; ".join(f"{what} for {title}" for what, (title, _) in other.items())
    return words, [one for _, one in other.values()]


def _left_out(reading: Reading, exhibits: list[Part]) -> tuple[str, list[Spot]]:
    """States that have an exhibit and are not among those that the title names by their codes."""
    title = _STATES_OF_TITLE.search(reading.text[:_TITLE_ENDS])
    if title is None:
        return "", []
    named = set(re.findall(r"[A-Z]{2}(?![A-Z])", title[0]))
    there = {_STATES.get(one.title.casefold().strip(" :.,"), ""): one for one in exhibits}
    missing = [(code, one) for code, one in there.items() if code and code not in named]
    if not missing or not named & set(_STATES.values()):
        return "", []
    words = ", ".join(one.title.strip(" :.,") for _, one in missing)
    spots = [reading.spot(*title.span()), *(_spot(reading, one) for _, one in missing)]
    return f"an exhibit for {words}, which the title of the agreement leaves out", spots


def _spot(reading: Reading, part: Part) -> Spot:
    return reading.spot(part.start, part.end)
