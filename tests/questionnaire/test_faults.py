"""Faults read as sentences and show what a pack holds without obeying it."""

from __future__ import annotations

from app.questionnaire import Fault, PackError
from app.questionnaire.faults import in_order, nearest, shown


def test_a_fault_is_one_sentence() -> None:
    fault = Fault("040-ferpa.toml", 12, "ferpa.purpose", "type", "one of text, url; found 'txt'")
    assert str(fault) == "040-ferpa.toml line 12, ferpa.purpose, type: expected one of text, url; found 'txt'"
    assert str(Fault("pack.toml", 0, "", "", "a regular file")) == "pack.toml: expected a regular file"


def test_the_error_says_the_first_fault_and_how_many_more() -> None:
    faults = [Fault("a.toml", n, "", "", "TOML") for n in (1, 2, 3)]
    assert str(PackError(faults[:1])) == "a.toml line 1: expected TOML"
    assert str(PackError(faults[:2])).endswith("(and 1 more fault)")
    assert str(PackError(faults)).endswith("(and 2 more faults)")
    assert PackError(faults).faults == tuple(faults)


def test_values_are_shown_short_and_harmless() -> None:
    text = shown("\x1b[31m\u202e" + "x" * 500)
    assert len(text) <= 60
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.endswith("…")


def test_the_nearest_word_is_offered_only_when_it_is_near() -> None:
    assert nearest("severty", ["severity", "silent"]) == "; did you mean 'severity'?"
    assert nearest("colour", ["severity", "silent"]) == ""


def test_faults_stand_in_file_order_and_once() -> None:
    one, two, three = (Fault(f, n, "", "", "x") for f, n in (("a.toml", 2), ("a.toml", 10), ("b.toml", 1)))
    assert in_order([three, two, one, two]) == (one, two, three)
