"""Where a new paragraph begins: by the distance of a line from the one above it."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from typing import Final

from app.evidence.extraction.pdf.layout import Line

_NEW_PARAGRAPH: Final = 1.3
"""A distance of so many usual distances between lines begins a new paragraph."""


def mark_gaps(lines: list[Line]) -> None:
    """Mark the lines that stand further from the line above than lines of the page usually do."""
    steps = sorted(
        above.bottom - line.bottom for above, line in itertools.pairwise(lines) if above.bottom > line.bottom
    )
    if not steps:
        return
    size = Counter(line.size for line in lines).most_common(1)[0][0]
    # Only those that are looked at are rounded: rounding keeps the order.
    usual = bisect_left(steps, 2.2 * size, key=_tenths) or len(steps)
    leading = min(_tenths(steps[usual // 4]), 1.9 * size) if size else _tenths(steps[0])
    height = lines[0].top - lines[0].bottom
    for above, line in itertools.pairwise(lines):
        step = above.bottom - line.bottom
        upper, height = height, line.top - line.bottom
        other = abs(height - upper) > 0.09 * max(height, upper)
        # Lines in a larger type stand further apart by themselves.
        wider = height / size if size and height > size and not other else 1.0
        line.gap = step > (1.1 if other else _NEW_PARAGRAPH) * wider * leading


def _tenths(points: float) -> float:
    return round(points, 1)
