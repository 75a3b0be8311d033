"""`assess show`: how far an assessment is, one question in full, and the JSON other programs rely on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from rich.cells import cell_len

from app.assessment.progress import Progress
from app.questionnaire import load_installed
from app.review import Library
from tests.cli.conftest import DOWN, ENTER, INTERRUPT, Assess

KEYS = ["slug", "vendor", "product", "pack", "progress", "tier", "computed_tier", "concluded"]
KEYS += ["commitment", "assurance", "findings", "answers"]
REGISTER = '[{"name": "Plivo", "function": "SMS or voice"}, {"name": "AWS", "country": "US"}]'


def test_json(begun: Assess) -> None:
    begun(
        "answer",
        "acme",
        "ferpa.ownership",
        "partial",
        "--reason",
        "why",
        "--note",
        "hm",
        "--cite",
        "D1",
        "line 4",
        "x",
    )
    begun("answer", "acme", "breach.deadline", "--value", "72 hours")
    begun("answer", "acme", "thirdparty.register", "--value", REGISTER)
    data = json.loads(begun("show", "acme", "--json").stdout)
    assert list(data) == KEYS
    assert (data["pack"], data["tier"]) == (
        {"id": "k12", "version": load_installed().version},
        "Cannot say",
    )
    assert set(data["progress"]) == {"answered", "in_force"}
    assert data["answers"]["ferpa.ownership"] == {
        "state": "partial",
        "value": None,
        "reason": "why",
        "note": "hm",
        "citations": [
            {
                "document": "D1",
                "place": "line 4",
                "quote": "x",
                "start": None,
                "end": None,
                "id": None,
                "row": None,
            }
        ],
        "searched": None,
        "reopened": "",
    }
    assert data["answers"]["breach.deadline"]["value"] == {"number": 72, "unit": "hours"}
    assert data["answers"]["thirdparty.register"]["value"] == json.loads(REGISTER)
    assert data["answers"]["security.encryption.at_rest"]["state"] == "unanswered"
    assert "security.encryption.at_rest.method" not in data["answers"]
    assert "gdpr.rights" not in data["answers"]


def test_json_of_one_question_has_its_followups(begun: Assess) -> None:
    begun("answer", "acme", "security.encryption.at_rest", "yes")
    data = json.loads(begun("show", "acme", "security.encryption.at_rest", "--json").stdout)
    assert list(data) == KEYS
    assert next(iter(data["answers"])) == "security.encryption.at_rest"
    assert set(data["answers"]) == {
        f"security.encryption.at_rest{suffix}" for suffix in ("", ".method", ".stores_covered", ".keys")
    }


def test_the_overview_counts_area_by_area(begun: Assess) -> None:
    begun("answer", "acme", "ferpa.ownership", "yes")
    begun("answer", "acme", "ferpa.user_content", "no")
    text = begun("show", "acme").stdout
    line = next(line for line in text.splitlines() if line.startswith("Agreement A"))
    assert line.split()[-8:] == ["2/9", "1", "·", "1", "·", "·", "·", "7"]
    assert "Cannot say  (computed)" in text
    data = json.loads(begun("show", "acme", "--json").stdout)
    assert re.search(rf"^Commitment +{data['commitment']} *$", text, re.MULTILINE)
    assert re.search(r"^Assurance +0\.0 *$", text, re.MULTILINE)
    told = ", ".join(f"{count} {severity}" for severity, count in data["findings"].items() if count)
    assert re.search(rf"^Findings +{told}\b", text, re.MULTILINE)
    assert "review.reviewer" in text
    assert "more" in text
    assert "cite nothing" in text


def test_nothing_open_is_said(begun: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    done = Progress(9, 9, {}, (), ())
    monkeypatch.setattr("app.review.opened.progress", lambda *_: done)
    assert "Nothing is open." in begun("show", "acme").stdout


def test_one_question_in_full(begun: Assess) -> None:
    begun(
        "answer",
        "acme",
        "ferpa.ownership",
        "partial",
        "--reason",
        "Only\nhere",
        "--note",
        "hm",
        "--cite",
        "D1",
        "p 2",
        "q",
    )
    text = begun("show", "acme", "ferpa.ownership").stdout
    for expected in (
        "ferpa.ownership",
        "partial",
        "Only",
        "here",
        "hm",
        'D1, p 2 "q"',
        "Law",
        "ferpa.ownership.derived_data",
    ):
        assert expected in text
    begun("answer", "acme", "thirdparty.register", "--value", REGISTER)
    text = begun("show", "acme", "thirdparty.register").stdout
    assert "Company" in text
    assert "Plivo" in text
    assert "Own use" not in text


def test_a_question_that_is_not_in_force_says_so(begun: Assess) -> None:
    text = begun("show", "acme", "gdpr.rights").stdout
    assert "not in force" in text


@pytest.mark.parametrize(
    "question", ["", "thirdparty.register", "security.encryption.at_rest", "review.reviewer"]
)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_it_fits_the_window(
    begun: Assess, monkeypatch: pytest.MonkeyPatch, width: int, question: str
) -> None:
    begun("answer", "acme", "thirdparty.register", "--value", REGISTER)
    begun("answer", "acme", "security.encryption.at_rest", "yes", "--note", "w" * 300)
    monkeypatch.setenv("COLUMNS", str(width))
    result = begun("show", "acme", *([question] if question else []))
    assert result.exit_code == 0
    assert max(cell_len(line) for line in result.stdout.splitlines()) <= width


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Missing argument SLUG"),
        (["acm"], "Did you mean acme?"),
        (["zzz"], "assess list"),
        (["acme", "ferpa.ownershp"], "Did you mean ferpa.ownership"),
        (["acme", "zzz"], "assess pack show"),
        (["a\x1b[2Jb"], "There is no assessment"),
    ],
)
def test_an_unknown_name_is_2_with_what_is_near(begun: Assess, words: list[str], says: str) -> None:
    for more in ([], ["--json"]):
        result = begun("show", *words, *more)
        assert result.exit_code == 2
        assert says in result.stderr
        assert not result.stdout
        assert "\x1b" not in result.stderr


def test_a_person_chooses_the_assessment(begun: Assess, person: Callable[..., Result]) -> None:
    assert begun("new", "Zeta", "--product", "L", "--reviewer", "R.", "--state", "UK").exit_code == 0
    result = person(DOWN + ENTER, "show", "--json")
    assert json.loads(result.stdout)["slug"] == "acme"
    assert person(INTERRUPT, "show").exit_code == 130


def test_with_nothing_to_choose_from_a_person_is_told(
    begun: Assess, person: Callable[..., Result], database: Path
) -> None:
    with Library.open(database) as library:
        library.delete("acme")
    result = person("", "show")
    assert result.exit_code == 2
    assert "There is no assessment yet" in result.stderr
