"""`assess list`: a table that fits the window, and the JSON other programs rely on."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.cells import cell_len

from app.review import Library
from tests.cli.conftest import Assess

KEYS = {"slug", "vendor", "product", "answered", "in_force", "tier", "findings", "review_date", "valid_until"}


def test_json(begun: Assess) -> None:
    begun(
        "answer",
        "acme",
        "review.reviewer",
        "--value",
        '{"review_date": "2026-11-22", "valid_until": "2027-11-21"}',
    )
    begun("answer", "acme", "signoff.conclusion", "--value", '{"tier": "Does not meet"}')
    (row,) = json.loads(begun("list", "--json").stdout)
    assert set(row) == KEYS
    assert set(row["findings"]) == {"critical", "high", "medium", "low"}
    assert (row["slug"], row["vendor"], row["product"]) == ("acme", "Acme", "Acme")
    assert row["answered"] == 4
    assert row["in_force"] > 90
    assert (row["review_date"], row["valid_until"]) == ("2026-11-22", "2027-11-21")
    assert row["tier"] == "Cannot say", "less than 90 % is answered"


def test_an_empty_library_says_what_to_do(begun: Assess, database: Path) -> None:
    with Library.open(database) as library:
        library.delete("acme")
    result = begun("list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "assess new" in result.stderr
    assert json.loads(begun("list", "--json").stdout) == []


def test_the_last_changed_comes_first(begun: Assess) -> None:
    begun("new", "Zeta")
    assert [row["slug"] for row in json.loads(begun("list", "--json").stdout)] == ["zeta", "acme"]
    begun("answer", "acme", "ferpa.ownership", "yes")
    assert [row["slug"] for row in json.loads(begun("list", "--json").stdout)] == ["acme", "zeta"]


@pytest.mark.parametrize("width", [40, 59, 80, 120, 200])
def test_the_table_fits_the_window(begun: Assess, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    begun(
        "new",
        "A Company with a Name that Fills the Line, Incorporated",
        "--product",
        "日本語" * 20,
        "--slug",
        "long",
    )
    monkeypatch.setenv("COLUMNS", str(width))
    lines = begun("list").stdout.splitlines()
    assert len(lines) == 4
    assert max(cell_len(line) for line in lines) <= width
    assert any(line.startswith("long ") for line in lines)
    assert any(line.startswith("acme ") for line in lines)
    assert "Answered" in lines[0]
    assert ("Product" in lines[0]) == (width >= 60)
    assert ("Valid until" in lines[0]) == (width >= 100)


def test_a_pipe_gets_no_colour_and_whole_names(begun: Assess) -> None:
    name = "a-name-of-forty-eight-characters-0123456789abcde"
    begun("new", "Long", "--slug", name)
    text = begun("list").stdout
    assert name in text
    assert "\x1b" not in text


def test_what_was_never_judged_is_judged_or_said(begun: Assess, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE assessment SET tier = NULL, findings = '{}'")
        connection.commit()
    with Library.open(database):
        held = begun("list", "--json")
    assert "1 assessment has not been judged" in held.stderr
    assert json.loads(held.stdout)[0]["tier"] is None
    assert json.loads(begun("list", "--json").stdout)[0]["tier"] == "Cannot say"
    assert "Judging" not in begun("list").stderr
