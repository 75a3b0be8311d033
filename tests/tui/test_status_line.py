"""What the line on top leaves out where it is narrow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assessment.findings import Findings
from app.assessment.score import Figures, Judgement, Score, Tier, Verdict
from app.review import Review
from app.review.view import NO_JUDGEMENT
from app.tui.widgets.status_line import StatusLine

TIER = Tier.MEETS_WITH_CONDITIONS
JUDGED = Judgement(Findings(), Score(total=Figures(1, 38.79, 17.0)), Verdict(TIER, TIER))


def line(review: Review, width: int, judgement: Judgement | None = JUDGED, *, demo: bool = False) -> str:
    status = StatusLine(demo=demo)
    status._judgement = judgement
    return status._line(review.view, width).plain


def test_tier_and_numbers_stand_beside_the_progress(fresh: Review) -> None:
    said = line(fresh, 160)
    assert "Meets with conditions   C 38.7 A 17.0   saved " in said
    assert said.startswith(" Acme Reader by Acme   k12 1.0")


@pytest.mark.parametrize(
    ("width", "there", "gone"),
    [
        (100, ("38.7", "Meets with", "saved"), ("k12",)),
        (80, ("Meets with", "saved"), ("▓", "k12")),
        (60, ("Meets with",), ("38.7", "saved")),
        (40, ("/",), ("Meets with",)),
    ],
)
def test_what_matters_least_goes_first(
    fresh: Review, width: int, there: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    said = line(fresh, width)
    assert len(said) <= width
    assert all(text in said for text in there), said
    assert not any(text in said for text in gone), said


def test_before_it_is_judged_and_where_nothing_is_scored_there_are_no_figures(fresh: Review) -> None:
    assert "C " not in line(fresh, 160, None)
    assert "Cannot say" not in line(fresh, 160, None)
    assert "Cannot say   saved" in line(fresh, 160, NO_JUDGEMENT)


def test_read_only_is_said_before_the_tier_and_no_width_breaks_it(fresh: Review) -> None:
    fresh.view = replace(fresh.view, read_only=True)
    assert all("READ ONLY" in line(fresh, width) for width in (40, 60, 80, 160))
    for width in range(12):
        assert len(line(fresh, width, demo=True)) <= max(width, 3)
