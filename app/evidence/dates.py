"""Calendar dates as documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_NAMES = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
        (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
      | (?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y1>\d{{4}})
      | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?P<m2>{_MONTH}),?\s+(?P<y2>\d{{4}})
      | (?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y3>\d{{4}})
    )(?![\d/-])""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text."""

    day: date
    start: int
    end: int


def dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """The dates in a text between two offsets, in order; month first in `3/4/2025`, days that do not exist left out."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        if match["iso"]:
            year, month, day = map(int, match["iso"].split("-"))
        elif match["y3"]:
            first, second, year = int(match["a"]), int(match["b"]), int(match["y3"])
            month, day = (second, first) if first > 12 else (first, second)
        else:
            at = "1" if match["y1"] else "2"
            year, day = int(match[f"y{at}"]), int(match[f"d{at}"])
            month = _MONTHS[match[f"m{at}"].lower().rstrip(".")]
        if not 1990 <= year <= 2100:
            continue
        try:
            yield Dated(date(year, month, day), match.start(), match.end())
        except ValueError:
            continue
