"""`assess show --laws`: the coverage by law, as a table and as JSON."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Assess


@pytest.mark.parametrize("width", [60, 120])
def test_laws_are_listed_with_counts_and_with_what_is_missing(
    begun: Assess, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    begun("answer", "acme", "ferpa.ownership", "not_addressed")
    result = begun("show", "acme", "--laws")
    assert result.exit_code == 0
    assert "FERPA" in result.stdout
    assert "ferpa.ownership" in result.stdout
    assert all(cell_len(line) <= width for line in result.stdout.splitlines())


def test_json(begun: Assess) -> None:
    begun("answer", "acme", "ferpa.ownership", "not_addressed")
    begun("answer", "acme", "review.jurisdictions", "--value", '["NY"]')
    data = json.loads(begun("show", "acme", "--laws", "--json").stdout)
    laws = {law["law"]: law for law in data["laws"]}
    assert data["slug"] == "acme"
    assert "ny-2d" in laws
    assert "sopipa" not in laws
    ferpa = laws["ferpa"]
    assert list(ferpa) == ["law", "title", "group", "counts", "missing", "items"]
    item = next(one for one in ferpa["items"] if one["question"] == "ferpa.ownership")
    assert item["citations"] == ["34 CFR 99.31(a)(1)(i)(B)(2)"]
    assert (item["state"], item["mark"]) == ("not_addressed", "silent")
    assert "ferpa.ownership" in ferpa["missing"]
    assert ferpa["counts"]["silent"] >= 1


def test_laws_of_one_question_are_refused(begun: Assess) -> None:
    result = begun("show", "acme", "ferpa.ownership", "--laws")
    assert result.exit_code == 2
    assert "leave QUESTION out" in result.stderr
