"""CON-23: rows of a data schedule that are filled in two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from app.evidence.detectors.hits import Hit, Spot
from app.evidence.detectors.reading import Reading
from app.evidence.sentences import tidy
from app.questionnaire.rules import Rulebook

_HEADER = re.compile(r"check if used|used by your system|schedule of data|category of data", re.IGNORECASE)
_EXHIBIT = re.compile(r"^\W*(?:exhibit|appendix|annex|attachment|schedule)\s+\W?[A-Z0-9]\b", re.IGNORECASE)
_TICK = re.compile(r"(?:x|[✓✔☑☒⊠]|\[x\]|yes)\.?", re.IGNORECASE)
_EMPTY = re.compile(r"(?:☐|□|\[ ?\]|no|n/a|-|–|—)?", re.IGNORECASE)
_ASKS = re.compile(r"(?:please )?(?:specify|list each|describe)\b", re.IGNORECASE)
_COLUMN = re.compile(
    r"(?:(?:data )?elements?|categor(?:y|ies)(?: of data)?|data categor(?:y|ies)|description)", re.IGNORECASE
)
_RULE = re.compile(r"[\s|:-]*")
_MOST = 6
_LONGEST_TABLE = 400


def scan(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """One hit for a document, with the first rows."""
    spots: list[Spot] = []
    rows: list[str] = []
    for start, end, slip in _slips(reading):
        if len(spots) < _MOST:
            spots.append(reading.spot(start, end, (start, end)))
        rows.append(slip)
    if spots:
        slips = [f"{slip} ({times} times)" if times > 1 else slip for slip, times in Counter(rows).items()]
        shown = "; ".join(slips[:_MOST]) + (f"; and {len(slips) - _MOST} more" if len(slips) > _MOST else "")
        yield Hit("data schedule", tuple(spots), {"rows": shown})


def _slips(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Where a row stands, and what is wrong with it."""
    left, teachers = 0, False
    lines = (*reading.lines, len(reading.text) + 1)
    for start, following in pairwise(lines):
        line = reading.text[start : following - 1]
        if _HEADER.search(line[:300]):
            left = _LONGEST_TABLE
            teachers = teachers or "teacher data" in line.lower()
            continue
        if _EXHIBIT.match(line):
            left, teachers = (_LONGEST_TABLE if "|" in line else 0), "teacher data" in line.lower()
            continue
        left -= 1
        if left < 0 or "|" not in line or len(line) > 1000 or _RULE.fullmatch(line):
            continue
        slip = _slip([tidy(cell) for cell in line.split("|")], teachers=teachers)
        if slip:
            yield start, start + len(line.rstrip()), slip


def _slip(cells: list[str], *, teachers: bool) -> str:
    """What is wrong with a row: nothing, as a rule."""
    while cells and not cells[-1]:
        cells.pop()
    if not cells:
        return ""
    if any(_COLUMN.fullmatch(cell) for cell in cells):
        return ""  # the names of the columns
    *before, last = cells
    ticked = bool(_TICK.fullmatch(last))
    words = [cell for cell in before if cell]
    if ticked and not words:
        return "a tick without a label"
    if ticked and teachers and re.search(r"\bstudent\b", " ".join(words), re.IGNORECASE):
        return f"“{words[-1][:60]}” in the teachers' schedule"
    if ticked or not before or _ASKS.search(last):
        return ""
    asked = next((n for n, cell in enumerate(before) if _ASKS.search(cell)), None)
    if asked is not None and not _EMPTY.fullmatch(last):
        return f"“{last[:60]}” is written in, and not ticked"
    if len(before) >= 2 and before[1] and not _EMPTY.fullmatch(last):
        return f"“{last[:60]}” stands where a tick belongs"
    return ""
