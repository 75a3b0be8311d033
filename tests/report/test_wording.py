"""The words the renderers add."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from app.report.wording import marker, time_text


def test_time_is_given_in_utc() -> None:
    assert time_text(datetime(2026, 11, 2, 9, 5, tzinfo=UTC)) == "2 Nov 2026, 09:05 UTC"
    east = timezone(timedelta(hours=9))
    assert time_text(datetime(2026, 1, 1, 8, 59, tzinfo=east)) == "31 Dec 2025, 23:59 UTC"


def test_list_marks() -> None:
    assert [marker("", n) for n in (0, 7)] == ["•", "•"]
    assert [marker("1", n) for n in (0, 9)] == ["1.", "10."]
    assert [marker("a", n) for n in (0, 25, 26, 701, 702)] == ["a.", "z.", "aa.", "zz.", "aaa."]
