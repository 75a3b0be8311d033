"""`assess settings`: stricter only, for every assessment of the database."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Assess


def test_a_threshold_is_raised_counts_and_is_taken_back(begun: Assess) -> None:
    result = begun("settings", "completeness", "95")
    assert result.exit_code == 0
    assert "Saved. 1 assessment was judged anew." in result.stderr
    assert json.loads(begun("settings", "--json").stdout)["thresholds"]["completeness"] == {
        "value": 95,
        "of_pack": 90,
    }
    why = json.loads(begun("score", "acme", "--json").stdout)["why"]
    assert any("95 %" in one for one in why)
    assert "Nothing is changed." in begun("settings", "completeness", "95 %").stderr
    begun("settings", "completeness", "default")
    line = next(line for line in begun("settings").stdout.splitlines() if line.startswith("completeness"))
    assert line.split()[-2:] == ["90", "90"]


def test_gates_are_added_and_taken_away(begun: Assess) -> None:
    data = json.loads(begun("settings", "--gate", "breach.plan", "--json").stdout)
    assert data["extra_gates"] == ["breach.plan"]
    assert "breach.plan" in begun("settings").stdout
    assert begun("settings", "--no-gate", "breach.plan").exit_code == 0
    assert "own: none." in begun("settings").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["completeness", "50"], "can only be raised"),
        (["completeness"], "NAME VALUE"),
        (["completeness", "much"], "is not a number"),
        (["completeness", "nan"], "must be a number"),
        (["weather", "3"], "no threshold"),
        (["weather", "default"], "not a number"),
        (["--gate", "nothing.here"], "no question"),
        (["--no-gate", "breach.plan"], "no added gate"),
    ],
)
def test_what_is_more_lenient_or_unknown_is_refused(begun: Assess, words: list[str], says: str) -> None:
    result = begun("settings", *words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert json.loads(begun("settings", "--json").stdout)["extra_gates"] == []
