"""What is written as TOML is read back as it was, and a reader sees everything that is in it."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.toml_text import array, inline, key, moment, string
from tests.hostile import HOSTILE

TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            ['"', "'", "\\", "\n", "\r", "\t", "\x00", "\x1b", "\u202e", "\u2028", "\x85", "#", "]"]
        ),
    )
)


def read(written: str) -> object:
    return tomllib.loads(f"it = {written}")["it"]


@given(TEXT, st.booleans())
def test_any_text_comes_back(text: str, one_line: bool) -> None:
    assert read(string(text, one_line=one_line)) == text


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        '"""',
        '""""',
        '\n"',
        '\n""',
        '\n"""',
        '\n""""""',
        '"\n',
        "\n",
        "\n\n",
        "\\\n",
        "\r\n",
        " \n ",
    ],
)
def test_quotes_and_line_ends_come_back(text: str) -> None:
    assert read(string(text)) == text


@given(TEXT)
def test_any_key_comes_back(name: str) -> None:
    assert tomllib.loads(f"{key(name)} = 1") == {name: 1}


@given(st.lists(TEXT, max_size=4), st.booleans())
def test_any_array_comes_back(items: list[str], tall: bool) -> None:
    assert read(array([string(item, one_line=True) for item in items], always_tall=tall)) == items


@given(
    st.dictionaries(
        TEXT,
        st.one_of(TEXT, st.integers(0, 10**9), st.floats(0, 1e9, allow_nan=False)),
        min_size=1,
        max_size=4,
    )
)
def test_any_inline_table_comes_back(pairs: dict[str, object]) -> None:
    assert read(inline(pairs)) == pairs


@given(st.datetimes(timezones=st.just(UTC)))
def test_any_time_comes_back(time: datetime) -> None:
    assert read(moment(time)) == time


def test_times_are_written_in_utc() -> None:
    there = datetime(2026, 11, 22, 11, 0, tzinfo=timezone(timedelta(hours=1)))
    assert moment(there) == "2026-11-22T10:00:00Z"


def test_several_lines_stay_readable() -> None:
    assert string('He said "no".\nThen nothing.') == '"""\nHe said "no".\nThen nothing."""'


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_invisible_is_written_raw(text: str) -> None:
    written = string(text)
    assert not any(ord(ch) < 32 and ch != "\n" for ch in written)
    assert not any(0x7F <= ord(ch) < 0xA0 or ord(ch) in (0x202E, 0x2066, 0x2028, 0xE0041) for ch in written)
    assert read(written) == text


def test_an_array_stands_on_one_line_where_it_fits() -> None:
    assert array(['"a"', '"b"']) == '["a", "b"]'
    assert array(['"a"'], always_tall=True) == '[\n  "a",\n]'
    assert "\n" in array([string("x" * 60)] * 2)
