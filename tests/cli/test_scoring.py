"""`assess score`: what the tier rests on, what would move it, and JSON for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.review import Library
from tests.cli.conftest import Assess

KEYS = {
    "slug",
    "tier",
    "computed_tier",
    "concluded",
    "why",
    "commitment",
    "assurance",
    "areas",
    "gates",
    "losses",
}


@pytest.fixture
def scored(begun: Assess) -> Assess:
    begun("answer", "acme", "ferpa.ownership", "yes")
    begun("answer", "acme", "sopipa.no_sale", "not_addressed")
    return begun


def test_json_adds_up(scored: Assess) -> None:
    data = json.loads(scored("score", "acme", "--json").stdout)
    assert data.keys() >= KEYS
    assert data["tier"] == "Cannot say"
    assert sum(one["points"] for one in data["losses"]) == pytest.approx(100 - data["assurance"], abs=0.1)
    assert data["settings"]["thresholds"]["meets.months"] == {"value": 24, "of_pack": 24}
    assert data["steps"] is None
    assert len(data["gates"]) == 22


def test_the_text_says_why_and_where_the_points_go(scored: Assess) -> None:
    text = scored("score", "acme").stdout
    assert "Cannot say  (computed)" in text
    assert "of 22 gates have full credit" in text
    assert any("sopipa.no_sale" in line and "silent" in line for line in text.splitlines())
    assert "Agreement A" in text


def test_steps_are_told(scored: Assess) -> None:
    result = scored("score", "acme", "--steps")
    assert result.exit_code == 0
    assert "more questions" in " ".join(result.stdout.split())
    assert json.loads(scored("score", "acme", "--steps", "--json").stdout)["steps"]


def test_what_other_answers_would_do_is_not_stored(scored: Assess, database: Path) -> None:
    with Library.open(database, read_only=True) as library:
        before = library.review("acme").view.answers
    text = scored("score", "acme", "--what-if", "sopipa.no_sale").stdout
    assert "now: not addressed" in text
    data = json.loads(scored("score", "acme", "--what-if", "sopipa.no_sale", "--json").stdout)
    by = {one["answer"]: one for one in data["outcomes"]}
    assert by["yes"]["commitment"] > data["now"]["commitment"]
    assert "GAP-00 sopipa.no_sale" in by["yes"]["gone"]
    with Library.open(database, read_only=True) as library:
        assert library.review("acme").view.answers == before


@pytest.mark.parametrize(
    "words", [["--what-if", "ferpa.owner"], ["--what-if", "ferpa.ownership", "--steps"], []]
)
def test_wrong_usage_is_2(scored: Assess, words: list[str]) -> None:
    assert scored("score", *(["acme"] if words else []), *words).exit_code == 2
