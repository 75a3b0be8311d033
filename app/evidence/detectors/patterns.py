"""Patterns that come from a pack: compiled once, and refused where they could run away."""

from __future__ import annotations

import re
from functools import lru_cache

_MANY = re.compile(r"[*+]|\{(\d*)(,?)(\d*)\}")
_BOUNDED = 12


class BadPattern(ValueError):
    """A pattern that cannot be used; the message says why."""


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, for any case. Raises `BadPattern`."""
    if runs_away(pattern):
        raise BadPattern(f"the pattern {pattern[:60]!r} repeats what repeats already, which can take forever")
    try:
        return re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise BadPattern(f"the pattern {pattern[:60]!r} cannot be read: {error}") from error


def runs_away(pattern: str) -> bool:
    """Whether a group that repeats without bound has in it something that does: `(a+)+`."""
    holds = [False]
    index = 0
    while index < len(pattern):
        mark = pattern[index]
        inner = False
        if mark == "\\":
            index += 2
        elif mark == "[":
            index = _end_of_class(pattern, index)
        elif mark == "(":
            holds.append(False)
            index += 1
            continue
        elif mark == ")":
            inner = holds.pop() if len(holds) > 1 else False
            index += 1
        else:
            index += 1
        if repeat := _MANY.match(pattern, index):
            many = _unbounded(repeat)
            if inner and many:
                return True
            holds[-1] |= many or inner
            index = repeat.end()
        elif inner:
            holds[-1] = True
    return False


def _unbounded(repeat: re.Match[str]) -> bool:
    if repeat[0] in "*+":
        return True
    high = repeat[3] if repeat[2] else repeat[1]
    return not high or int(high) > _BOUNDED


def _end_of_class(pattern: str, index: int) -> int:
    index += 2 if pattern[index + 1 : index + 2] == "^" else 1
    index += pattern[index : index + 1] == "]"
    while index < len(pattern) and pattern[index] != "]":
        index += 2 if pattern[index] == "\\" else 1
    return index + 1
