"""`assess names`: what was taken for what, and saying otherwise."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Assess


@pytest.fixture
def compared(begun: Assess) -> Assess:
    begun(
        "answer",
        "acme",
        "security.hosting",
        "--value",
        '[{"provider": "Nimbus [b]Host[/b]", "service": "x"}]',
    )
    begun("answer", "acme", "thirdparty.register", "--value", '[{"name": "Stratus Group"}]')
    return begun


def test_names_are_declared_and_the_findings_follow(compared: Assess) -> None:
    text = compared("names", "acme").stdout
    assert "Nimbus [b]Host[/b]" in text
    assert "not found" in text
    pair = ["company", "Nimbus [b]Host[/b]", "Stratus Group"]
    result = compared("names", "acme", *pair, "--same")
    assert result.exit_code == 0
    assert "Saved. Gone: CON-07." in result.stderr
    assert "said before" in compared("names", "acme", *pair, "--same").stderr
    data = json.loads(compared("names", "acme", "--json").stdout)
    assert [one["taken_for"] for one in data["compared"]] == ["Stratus Group"]
    assert data["declared"] == [
        {"kind": "company", "name": "nimbus [b]host[/b]", "other": "stratus group", "same": True}
    ]
    assert "New: CON-07." in compared("names", "acme", *pair, "--neither").stderr
    assert json.loads(compared("names", "acme", "--json").stdout)["declared"] == []


def test_without_lists_there_is_nothing_to_compare(begun: Assess) -> None:
    result = begun("names", "acme")
    assert result.exit_code == 0
    assert "no rows" in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["--same"],
        ["company", "A", "--same"],
        ["company", "A", "B"],
        ["colour", "A", "B", "--same"],
        ["company", "A", "a", "--same"],
        ["company", "A", "B", "--same", "--json"],
    ],
)
def test_wrong_usage_is_2(begun: Assess, words: list[str]) -> None:
    assert begun("names", "acme", *words).exit_code == 2
