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
      | (?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,)?\s+(?P<y1>\d{{4}})
      | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?P<m2>{_MONTH}),?\s+(?P<y2>\d{{4}})
      | (?P<d3>\d{{1,2}})-(?P<m3>{_MONTH})-(?P<y3>\d{{4}})
      | (?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y4>\d{{4}}|\d{{2}})
      | (?P<d5>\d{{1,2}})\.(?P<m5>\d{{1,2}})\.(?P<y5>\d{{4}})
    )(?![\d/-]|\.\d)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text."""

    day: date
    start: int
    end: int


def dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """The dates in a text between two offsets, in order; days that do not exist are left out.

    Month first in `3/4/2025`, where that is one; day first in `3.4.2025`; `3/4/25` is of this century.
    """
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        if match["iso"]:
            year, month, day = map(int, match["iso"].split("-"))
        elif match["y4"]:
            first, second, year = int(match["a"]), int(match["b"]), int(match["y4"])
            month, day = (second, first) if first > 12 else (first, second)
            year += 2000 if year < 100 else 0
        elif match["y5"]:
            day, month, year = int(match["d5"]), int(match["m5"]), int(match["y5"])
        else:
            at = next(number for number in "123" if match[f"y{number}"])
            year, day = int(match[f"y{at}"]), int(match[f"d{at}"])
            month = _MONTHS[match[f"m{at}"].lower().rstrip(".")]
        if not 1990 <= year <= 2100:
            continue
        try:
            yield Dated(date(year, month, day), match.start(), match.end())
        except ValueError:
            continue
