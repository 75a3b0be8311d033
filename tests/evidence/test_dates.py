"""Dates are read as documents write them; what is no day is none."""

from __future__ import annotations

import pytest

from app.evidence.dates import dates


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025-08-18", ["2025-08-18"]),
        ("August 18, 2025 and 18th day of August, 2025", ["2025-08-18", "2025-08-18"]),
        ("Aug. 18 2025; 18-Aug-2025", ["2025-08-18", "2025-08-18"]),
        ("8/18/2025, 18/8/2025, 8/18/25", ["2025-08-18"] * 3),
        ("3/4/2025 is of March, 3.4.2025 of April", ["2025-03-04", "2025-04-03"]),
        ("February 30, 2025; 2025-13-01; 31.2.2025", []),
        ("555/12/3456789, version 1.2.2025.1, 1850-01-01", []),
    ],
)
def test_dates(text: str, days: list[str]) -> None:
    found = list(dates(text))
    assert [one.day.isoformat() for one in found] == days
    assert all(text[one.start : one.end].strip() for one in found)


def test_only_between_the_offsets() -> None:
    text = "2025-01-01 2025-02-02 2025-03-03"
    assert [(one.day.month, one.start, one.end) for one in dates(text, 10, 22)] == [(2, 11, 21)]
