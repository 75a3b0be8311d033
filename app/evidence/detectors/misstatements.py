"""DOC-15: a sentence that gets a law or a technology wrong, by the rulebook's table."""

from __future__ import annotations

from collections.abc import Iterable

from app.evidence.detectors.hits import Hit
from app.evidence.detectors.patterns import compiled
from app.evidence.detectors.reading import Reading
from app.questionnaire.rules import Rulebook

_MOST = 4


def reads(book: Rulebook) -> object:
    """The table, without the places of its rows."""
    return [(one.id, one.pattern, one.unless, one.why, one.law) for one in book.misstatements]


def scan(reading: Reading, book: Rulebook) -> Iterable[Hit]:
    """Every row of the table that the text has, with the first places."""
    for row in book.misstatements:
        pattern, unless = compiled(row.pattern), compiled(row.unless) if row.unless else None
        spots = []
        for sentence in reading.sentences:
            match = pattern.search(sentence.plain)
            if match is None or (unless is not None and unless.search(sentence.plain)):
                continue
            spots.append(reading.in_sentence(sentence, match))
            if len(spots) == _MOST:
                break
        if spots:
            yield Hit(row.id, tuple(spots), {"why": row.why, "law": row.law})
