"""Lines that stand further apart begin a paragraph."""

from __future__ import annotations

from app.evidence.extraction.pdf.layout import Line
from app.evidence.extraction.pdf.paragraphs import mark_gaps


def gaps(*bottoms: float, high: float = 10.0) -> list[bool]:
    lines = [Line("words", bottom, bottom + high) for bottom in bottoms]
    mark_gaps(lines)
    return [line.gap for line in lines]


def test_a_wider_distance_than_usual_begins_a_paragraph() -> None:
    assert gaps(100, 88, 76, 56, 44) == [False, False, False, True, False]


def test_lines_that_are_all_alike_or_alone_begin_none() -> None:
    assert gaps(100, 88, 76) == [False, False, False]
    assert gaps(100) == [False]
