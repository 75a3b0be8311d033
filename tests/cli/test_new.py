"""`assess new`: in a script it needs a vendor; at a terminal it asks for the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result

from app.store import Store
from tests.cli.conftest import ENTER, INTERRUPT, Assess

Person = Callable[..., Result]


def shown(assess: Assess, slug: str) -> dict[str, dict[str, object]]:
    answers = json.loads(assess("show", slug, "--json").stdout)["answers"]
    assert isinstance(answers, dict)
    return answers


def test_prints_the_name_and_keeps_what_is_known(assess: Assess) -> None:
    result = assess(
        *(
            "new",
            "Class Tag, Inc.",
            "--product",
            "ClassTag",
            "--slug",
            "ct",
            "--state",
            "ny",
            "--state",
            "CA",
        ),
        *("--reviewer", "R. Reviewer", "--role", "Counsel", "--organization", "A District"),
        *("--review-date", "11/22/2026", "--valid-until", "2027-11-21", "--independence-note", "none"),
    )
    assert (result.exit_code, result.stdout) == (0, "ct\n")
    answers = shown(assess, "ct")
    assert answers["product.name"]["value"] == "ClassTag"
    assert answers["review.jurisdictions"]["value"] == ["CA", "NY"]
    assert answers["review.reviewer"]["value"] == {
        "name": "R. Reviewer",
        "role": "Counsel",
        "organisation": "A District",
        "review_date": "2026-11-22",
        "valid_until": "2027-11-21",
        "independence_note": "none",
    }


def test_a_slug_is_made_from_the_vendor_and_is_never_taken_twice(assess: Assess) -> None:
    assert assess("new", "Acme, Inc.").stdout == "acme-inc\n"
    assert assess("new", "Acme, Inc.").stdout == "acme-inc-2\n"
    assert assess("new", "../../etc/passwd").stdout == "etc-passwd\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Missing argument VENDOR"),
        ([""], "needs a name"),
        (["x" * 201], "200 is the most"),
        (["Acme", "--slug", "Acme Inc"], "cannot be a slug"),
        (["Acme", "--slug", "taken"], 'There is an assessment "taken" already'),
        (["Acme", "--state", "Atlantis"], '"Atlantis" is not one of'),
        (["Acme", "--review-date", "soon"], '"soon" is not a date'),
    ],
)
def test_what_does_not_fit_is_2_and_begins_nothing(assess: Assess, words: list[str], says: str) -> None:
    assert assess("new", "Taken", "--slug", "taken").exit_code == 0
    result = assess("new", *words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert [row["slug"] for row in json.loads(assess("list", "--json").stdout)] == ["taken"]


def test_a_person_is_asked_for_everything(person: Person, assess: Assess) -> None:
    keys = [f"Class Tag{ENTER}", ENTER, f"R. Reviewer{ENTER}", f"Counsel{ENTER}", ENTER, ENTER, ENTER, ENTER]
    result = person("".join(keys) + f" {ENTER}", "new")
    assert (result.exit_code, result.stdout) == (0, "class-tag\n"), result.output
    answers = shown(assess, "class-tag")
    assert answers["product.name"]["value"] == "Class Tag"
    assert answers["review.jurisdictions"]["value"] == ["CA"]
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    assert answers["review.reviewer"]["value"] == {
        "name": "R. Reviewer",
        "role": "Counsel",
        "review_date": today,
    }


def test_a_person_is_not_asked_for_what_was_given(person: Person) -> None:
    result = person("", "new", "Acme", "--product", "Learn", "--reviewer", "R.", "--state", "UK")
    assert (result.exit_code, result.stdout) == (0, "acme\n")


def test_the_reviewer_is_remembered(person: Person, assess: Assess, database: Path) -> None:
    assert (
        person("", "new", "Acme", "--product", "A", "--reviewer", "R. Reviewer", "--state", "UK").exit_code
        == 0
    )
    with Store.open(database, read_only=True) as store:
        assert store.setting("reviewer") == "R. Reviewer"
    result = person(ENTER * 7, "new", "Other", "--product", "O", "--state", "UK")
    assert result.exit_code == 0, result.output
    value = shown(assess, "other")["review.reviewer"]["value"]
    assert isinstance(value, dict)
    assert value["name"] == "R. Reviewer"


@pytest.mark.parametrize("answered", range(4))
def test_leaving_any_prompt_is_130_and_begins_nothing(person: Person, assess: Assess, answered: int) -> None:
    keys = [f"Class Tag{ENTER}", ENTER, f"R.{ENTER}", ENTER][:answered]
    result = person("".join(keys) + INTERRUPT, "new")
    assert result.exit_code == 130
    assert json.loads(assess("list", "--json").stdout) == []


def test_a_vendor_without_a_name_is_asked_again(person: Person) -> None:
    result = person(f" {ENTER}Acme{ENTER}", "new", "--product", "A", "--reviewer", "R.", "--state", "UK")
    assert (result.exit_code, result.stdout) == (0, "acme\n")
