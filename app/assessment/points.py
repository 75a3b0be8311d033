"""Points of 100 as they are shown: cut to one decimal and never rounded, so that what falls short does not read as enough."""

from __future__ import annotations

from math import floor
from typing import overload

_HAIR = 1e-9
"""What adding up fractions may be off by."""


@overload
def cut_points(value: float) -> float: ...
@overload
def cut_points(value: float | None) -> float | None: ...
def cut_points(value: float | None) -> float | None:
    """The number that is shown; None stays None."""
    return None if value is None else floor(value * 10 + _HAIR) / 10


def points_text(value: float | None) -> str:
    """The number as printed, with one decimal; a dash for none."""
    return "–" if value is None else f"{cut_points(value):.1f}"
