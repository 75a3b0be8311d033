"""DOC-04: a law cited by a number that is something else, by the rulebook's table."""

from __future__ import annotations

from collections.abc import Iterable

from app.evidence.detectors.hits import Hit
from app.evidence.detectors.patterns import compiled
from app.evidence.detectors.reading import Reading
from app.evidence.sentences import tidy
from app.questionnaire.rules import Rulebook

_MOST = 5


def reads(book: Rulebook) -> object:
    """The table, without the places of its rows."""
    return [(one.id, one.pattern, one.near, one.problem, one.right) for one in book.wrong_citations]


def scan(reading: Reading, book: Rulebook) -> Iterable[Hit]:
    """Every row of the table that the text has, with the first places."""
    for row in book.wrong_citations:
        pattern, near = compiled(row.pattern), compiled(row.near) if row.near else None
        spots, written = [], ""
        for sentence in reading.sentences:
            match = pattern.search(sentence.plain)
            if match is None or (near is not None and not near.search(sentence.plain)):
                continue
            written = written or tidy(match[0])
            spots.append(reading.in_sentence(sentence, match))
            if len(spots) == _MOST:
                break
        if spots:
            slots = {"as_written": written, "right": row.right, "problem": row.problem}
            yield Hit(row.id, tuple(spots), slots)
