"""The words the renderers add."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.assessment.profile import Source
from app.report.wording import marker, source_text, time_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Source("D1", "line 97", "15 Dec 2020", "S"), "(D1 line 97, 15 Dec 2020, S)"),
        (Source("D1", "line 97", "15 Dec 2020", "S", dated=True), "(D1 line 97, 15 Dec 2020, S) (dated)"),
        (Source("D2", "", "undated", "P"), "(D2, undated, P)"),
        (Source("", "", "", "0"), "(0)"),
    ],
)
def test_source(source: Source, text: str) -> None:
    assert source_text(source) == text


def test_time_is_given_in_utc() -> None:
    assert time_text(datetime(2026, 11, 2, 9, 5, tzinfo=UTC)) == "2 Nov 2026, 09:05 UTC"
    east = timezone(timedelta(hours=9))
    assert time_text(datetime(2026, 1, 1, 8, 59, tzinfo=east)) == "31 Dec 2025, 23:59 UTC"


def test_list_marks() -> None:
    assert [marker("", n) for n in (0, 7)] == ["•", "•"]
    assert [marker("1", n) for n in (0, 9)] == ["1.", "10."]
    assert [marker("a", n) for n in (0, 25, 26, 701, 702)] == ["a.", "z.", "aa.", "zz.", "aaa."]
