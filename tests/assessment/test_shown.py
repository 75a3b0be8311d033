"""Stored text on its way to a terminal."""

from __future__ import annotations

import pytest

from app.assessment.shown import readable, shown
from tests.hostile import HOSTILE


@pytest.mark.parametrize("text", [*HOSTILE.values(), "half \ud800"], ids=[*HOSTILE, "surrogate"])
@pytest.mark.parametrize("one_line", [True, False])
def test_nothing_passes_that_a_terminal_obeys(text: str, one_line: bool) -> None:
    seen = shown(text, one_line=one_line)
    allowed = "" if one_line else "\n\t"
    assert not any(ord(ch) < 32 and ch not in allowed for ch in seen)
    assert not any(0x7F <= ord(ch) < 0xA0 or 0xD800 <= ord(ch) < 0xE000 for ch in seen)
    assert not any(ch in seen for ch in "\u202e\u2066\u2028\u2029\U000e0041\ufeff")


def test_what_was_there_stays_visible() -> None:
    assert shown("a\x1b[2Jb\x00\x7f") == "a␛[2Jb␀␡"
    assert shown("a\u202eb") == "a<U+202E>b"
    assert shown("one\ntwo\tthree") == "one two three"
    assert shown("one\r\ntwo", one_line=False) == "one\ntwo"
    assert shown("[/foo] <b>") == "[/foo] <b>"


def test_long_text_is_cut_visibly() -> None:
    assert shown("x" * 500, limit=10) == "x" * 9 + "…"
    assert shown("x" * 10, limit=10) == "x" * 10


@pytest.mark.parametrize(
    ("quote", "seen"),
    [
        (
            "We use [GetResponse](#) and [Mail](https://m.example/a?b) today",
            "We use GetResponse and Mail today",
        ),
        ("| Deskfern | help desk | Canada |", "Deskfern · help desk · Canada"),
        ("| :--- | --- |", ""),
        ("**All** data __is__ kept", "All data is kept"),
        ("see [Annex A] (1) and a|b", "see [Annex A] (1) and a|b"),
        ("snake__case__name 2 ** 3", "snake__case__name 2 ** 3"),
    ],
)
def test_a_quote_is_read_without_the_marks_of_its_text(quote: str, seen: str) -> None:
    assert readable(quote) == seen
