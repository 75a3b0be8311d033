"""Spans of time as documents write them: `seventy-two (72) hours`, `within a week`, `15 days after`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What a span of time is used for."""

    LIMIT = "limit"
    """Something happens within it (`within 72 hours`, `30 days after`)."""
    AHEAD = "ahead"
    """Something happens that long before (`30 days' notice`, `10 days before`)."""
    LENGTH = "length"
    """Something lasts that long (`kept for 90 days`)."""
    CYCLE = "cycle"
    """Something comes again after it (`every six months`)."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time in a text."""

    number: float
    unit: str
    """`hours`, `days`, `business days`, `weeks`, `months` or `years`."""
    form: Form
    start: int
    """Offset of the number in the text."""
    end: int
    """Offset after the unit."""
    range: bool = False
    """It is one end of a range, so that no single number was given."""


_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ONE_PATTERN = "|".join(sorted(_ONES[1:], key=len, reverse=True))
_TEN_PATTERN = "|".join(_TENS)
_WORDS = (
    rf"(?:(?:{_TEN_PATTERN})(?:[\s-]+(?:{'|'.join(_ONES[1:10])}))?|{_ONE_PATTERN}|(?:one|a)\s+hundred"
    rf"(?:\s+(?:and\s+)?(?:(?:{_TEN_PATTERN})(?:[\s-]+(?:{'|'.join(_ONES[1:10])}))?|{_ONE_PATTERN}))?)"
)
_DURATION = re.compile(
    rf"""(?<![\w$€£.,/§-])[*_]{{0,2}}
    (?P<number>
        (?P<words>{_WORDS})(?:\s*[(\[]\s*(?P<both>\d{{1,4}})\s*[)\]])?
      | (?P<digits>\d{{1,4}})(?:\s*[(\[]\s*(?P<spelled>{_WORDS})\s*[)\]])?
      | (?P<one>an?)(?=\s+(?:single\s+)?(?:hour|day|week|month|year|(?:business|calendar|working|school)\s+day)\b)
    )[*_]{{0,2}}
    (?:\s*[-–—]\s*|\s+)(?:(?:full|single|consecutive)\s+)?
    (?:(?P<kind>business|calendar|working|school|work)(?:\s+|-))?
    (?P<unit>hours?|hrs?|days?|weeks?|months?|years?)\b(?P<own>['’](?!\w))?""",
    re.IGNORECASE | re.VERBOSE,
)
_RANGE_BEFORE = re.compile(
    rf"(?:\b(?:\d{{1,4}}|{_WORDS})\)?\s*(?:[-–—]|to|or)\s*|\bbetween\s[^.;]{{0,30}}\band\s+)$", re.IGNORECASE
)
_RANGE_AFTER = re.compile(
    rf"\s*(?:[-–—]|to|or)\s*(?:\d{{1,4}}|{_WORDS})\s*(?:\(\d+\)\s*)?(?:(?:business|calendar|working)\s*)?"
    r"(?:hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:within|inside(?: of)?|(?:no|not)(?: more| later| longer)? than|later than|(?:not|never) (?:to )?exceed(?:ing)?|"
    r"exceed|at (?:the )?(?:most|latest)|in (?:under|less than|fewer than)|less than|up to|maximum of|max\.?|by|"
    r"in|takes?|after)[\s:*_(]*(?:(?:a|the|a period of|a maximum of|approximately|about|at most|the next|those|these)\s+){0,6}$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|period of|term of|lasts?|kept|retained|last|past|over|during|previous|rolling|every)\s+"
    r"(?:(?:a|the|at least|a minimum of|a maximum of|a period of|up to|approximately|about|no (?:more|longer) than|"
    r"not more than|a total of)\s+){0,6}[*_]*$",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every|each|once (?:per|an?|every)|per|times an?)\s+$", re.IGNORECASE)
_AGO = re.compile(
    r"\s*(?:ago\b|old\b|of age\b|a (?:day|week|year)\b|per (?:day|week|year)\b|/)", re.IGNORECASE
)
_THEN_AHEAD = re.compile(
    r"\s*(?:(?:written|advance|prior|reasonable|e-?mail|electronic)[,\s]+(?:and\s+)?){0,3}notice\b|"
    r"\s*(?:or more\s+)?(?:before|prior\b|in advance|ahead|beforehand)|[\s-]*advance\b",
    re.IGNORECASE,
)
_THEN_LIMIT = re.compile(
    r"\s*(?:or (?:less|fewer|sooner)\s+)?(?:of|after|from|following|post|upon|thereafter|later)\b|"
    r"[\s-]*(?:notification|deadline|window|turnaround|response|time ?(?:frame|line|limit))\b",
    re.IGNORECASE,
)
_STARTS_LINE = re.compile(r"(?:^|[|:\n(])[\s*_]*$")
_ENDS_LINE = re.compile(r"[\s*_.)]*(?:$|[|\n;,])")


def durations(text: str, start: int = 0, end: int | None = None) -> Iterator[Duration]:
    """The spans of time in a text between two offsets, in order. Ages and `24 hours a day` are none."""
    for match in _DURATION.finditer(text, start, len(text) if end is None else end):
        number = _number(match)
        if number is None or _AGO.match(text, match.end()):
            continue
        begin = match.start("number")
        before = text[max(begin - 60, start, text.rfind("\n", 0, begin) - 20) : begin]
        ranged = _RANGE_BEFORE.search(before) is not None or _RANGE_AFTER.match(text, match.end()) is not None
        yield Duration(number, _unit(match), _form(text, match, before), begin, match.end("unit"), ranged)


def _form(text: str, match: re.Match[str], before: str) -> Form:
    after = match.end()
    if _EVERY.search(before):
        return Form.CYCLE
    if _THEN_AHEAD.match(text, after):
        return Form.AHEAD
    # "for up to 30 days" lasts; "up to 30 days after the request" is a limit.
    if _FOR.search(before) and not (match["own"] or re.search(r"\b(?:take|wait)s?\b", before, re.IGNORECASE)):
        return Form.LENGTH
    if _WITHIN.search(before) or _THEN_LIMIT.match(text, after):
        return Form.LIMIT
    # A cell or line that is nothing but the span answers what its neighbours ask.
    if _STARTS_LINE.search(before) and _ENDS_LINE.match(text, after):
        return Form.LIMIT
    return Form.LENGTH


def _unit(match: re.Match[str]) -> str:
    unit = match["unit"].lower()
    unit = "hour" if unit.startswith("h") else unit.rstrip("s")
    kind = (match["kind"] or "").lower()
    if unit == "day" and kind in {"business", "working", "work", "school"}:
        return "school days" if kind == "school" else "business days"
    return f"{unit}s"


def _number(match: re.Match[str]) -> float | None:
    """The number; None where words and digits disagree."""
    if match["one"]:
        return 1
    words = match["words"] or match["spelled"]
    digits = match["both"] or match["digits"]
    if words and digits:
        return int(digits) if _spelled(words) == int(digits) else None
    return int(digits) if digits else _spelled(words)


def _spelled(words: str) -> int:
    total = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in _TENS:
            total += 20 + 10 * _TENS.index(word)
        elif word in _ONES:
            total += _ONES.index(word)
    return total


_IN_UNITS: dict[tuple[str, str], tuple[int, int]] = {
    # (from, to): multiply, divide; only what is exact
    ("weeks", "days"): (7, 1),
    ("weeks", "hours"): (168, 1),
    ("days", "hours"): (24, 1),
    ("hours", "days"): (1, 24),
    ("days", "weeks"): (1, 7),
    ("years", "months"): (12, 1),
    ("months", "years"): (1, 12),
}


def as_unit(duration: Duration, unit: str) -> int | None:
    """The whole number of another unit that is exactly as long; None where there is none (a month is no 30 days)."""
    if duration.unit == unit:
        times, parts = 1, 1
    elif (duration.unit, unit) in _IN_UNITS:
        times, parts = _IN_UNITS[duration.unit, unit]
    else:
        return None
    number = duration.number * times / parts
    return int(number) if number == int(number) and number > 0 else None
