"""Which expressions take the square of a text's length, told from the expression."""

from __future__ import annotations

import re

import pytest

from app.questionnaire.growth import shared_run


@pytest.mark.parametrize(
    ("pattern", "run"),
    [
        (r"\s+x", " "),
        (r"\s+$", " "),
        (r"\w+@", "0"),
        (r"\s*,\s*", " "),
        (r"a.*b", "a "),
        (r"(?=.*x)", " "),
        (r"\s++x", " "),
        (r"\b(?:\w+ )*x", " 0"),
    ],
)
def test_a_search_that_begins_anew_at_every_place(pattern: str, run: str) -> None:
    assert shared_run(pattern) == run
    assert shared_run(pattern, how="match") == ""


@pytest.mark.parametrize(
    "pattern", [r"\s*\s*x", r"^\s*(.*?)\s*$", r"[^@\s]+\.[^@\s]+$", r"a\s*,?\s*b", r"\d*(?i:x?)\d*-"]
)
def test_two_repetitions_side_by_side(pattern: str) -> None:
    assert shared_run(pattern, how="match")


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<!\s)\s+x",
        r"\b\w+@",
        r"(?<!\w)[a-z]+(?!\w)",
        r"^\s+$",
        r"\w+\b",
        r"a.*",
        r"a.{0,80}b",
        r"(?:ab)+",
        r"\s*+,",
        r"[^.]*\.",
        r"(?:x|y)z+",
        r"(a)?(?(1)b+|c)",
        r"(?<=ab)c\Z",
    ],
)
def test_others_read_a_text_once(pattern: str) -> None:
    assert shared_run(pattern, how="match") == ""
    if not pattern.startswith((r"\s*+", "[^.]*")):
        assert shared_run(pattern) == ""


def test_what_must_end_at_the_end_may_fail_there() -> None:
    assert shared_run(r"a.*\w*", how="match") == ""
    assert shared_run(r"a\w*\w*", how="fullmatch")


def test_flags_count() -> None:
    assert shared_run(r"^\s*x") == ""
    assert shared_run(r"^\s*x", re.MULTILINE)
    assert shared_run("[a-z]+A+!", how="match") == ""
    assert shared_run("[a-z]+A+!", re.IGNORECASE, "match").casefold() == "a"
