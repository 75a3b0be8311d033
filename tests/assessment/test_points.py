from __future__ import annotations

import pytest

from app.assessment.points import cut_points, points_text


@pytest.mark.parametrize(
    ("value", "cut", "text"),
    [
        (79.99, 79.9, "79.9"),
        (0.1 + 0.2, 0.3, "0.3"),
        (80.0, 80.0, "80.0"),
        (None, None, "–"),
        (0.0, 0.0, "0.0"),
    ],
)
def test_points_are_cut_and_never_rounded_up(value: float | None, cut: float | None, text: str) -> None:
    assert cut_points(value) == cut
    assert points_text(value) == text
