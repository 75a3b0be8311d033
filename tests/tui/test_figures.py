"""Figures, times and bars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.tui.figures import bar, clock, counted, day, expired, percent


@pytest.mark.parametrize(
    ("done", "total", "share"),
    [(0, 0, 0), (0, 9, 0), (1, 900, 1), (899, 900, 99), (900, 900, 100), (61, 104, 58)],
)
def test_percent_is_0_only_for_nothing_and_100_only_for_everything(done: int, total: int, share: int) -> None:
    assert percent(done, total) == share


@pytest.mark.parametrize("width", [0, 1, 10])
@pytest.mark.parametrize(("done", "total"), [(0, 0), (0, 5), (1, 500), (499, 500), (500, 500)])
def test_a_bar_keeps_its_width_and_is_full_only_at_the_end(done: int, total: int, width: int) -> None:
    full, empty = bar(done, total, width)
    assert len(full + empty) == width
    if width > 1 and total:
        assert (not empty) == (done == total)
        assert (not full) == (done == 0)


def test_days_and_times() -> None:
    now = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    assert day(now, now) == now.astimezone().strftime("%H:%M")
    assert day(now - timedelta(days=3), now) == (now - timedelta(days=3)).astimezone().strftime("%Y-%m-%d")
    assert clock(None) == ""
    assert len(clock(now, seconds=True)) == 8


def test_expired_is_a_day_in_the_past_and_nothing_else() -> None:
    today = date(2026, 11, 22)
    assert expired("2026-11-21", today)
    assert not expired("2026-11-22", today)
    assert not expired("", today)
    assert not expired("soon", today)


def test_counted() -> None:
    assert counted(1, "row") == "1 row"
    assert counted(0, "row") == "0 rows"
    assert counted(1200, "row") == "1,200 rows"
