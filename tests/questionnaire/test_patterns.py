"""Regular expressions of a pack: what compiles and comes to an end is taken, the rest is named."""

from __future__ import annotations

import pytest

from app.questionnaire.patterns import slowness, trouble


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        r"\b1792\.82\b",
        r"(\w+\s+)*x",
        r"(?:ab+)*",
        r"(a{2})+",
        r"(\w+ ){0,4}",
        r"(?:\d+)?",
        r"(x*){0,5}",
        r"[)(]*[]]+",
        r"(?i)^(?!a+)(?P<n>b)(?P=n)+$",
        r"a{,3}b{2,}",
        r"(^|\s+)no",
        r"\(\)+",
    ],
)
def test_good(pattern: str) -> None:
    assert trouble(pattern) == ""


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+", r"(\w+\s?)*x", r"(.*)*", r"(a|b+)*", r"((a+)b?)*", r"(?:(?:x+)){2,}", r"(\d*)+", r"(a+){60}"],
)
def test_a_repetition_of_nothing_but_a_repetition_is_refused(pattern: str) -> None:
    assert "repetition of a repetition" in trouble(pattern)


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "(?P<1>x)", "a{2,1}", "(?<=a+)b", "\\"])
def test_what_does_not_compile_is_refused(pattern: str) -> None:
    assert trouble(pattern).startswith("a regular expression;")


@pytest.mark.parametrize("pattern", ["(a|aa)+$", r"^(\w|\w\w)+$", "(x|.)*y"])
def test_repeated_alternatives_that_begin_alike_are_refused(pattern: str) -> None:
    assert "begin alike" in trouble(pattern)


@pytest.mark.parametrize("pattern", ["(a|b)+", "(yes|no)*", "(a|aa)?"])
def test_others_are_not(pattern: str) -> None:
    assert trouble(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "run"), [(r"\s+years?", "   "), (r"within.*days", "within within within")]
)
def test_what_takes_the_square_of_a_text_is_told_with_that_text(pattern: str, run: str) -> None:
    assert trouble(pattern) == ""
    assert f'on "{run}' in slowness(pattern).casefold()
    assert slowness(r"\bwithin.{0,80}days\b") == ""
