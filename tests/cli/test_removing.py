"""`assess evidence remove`: a file that is off the register leaves for good."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from app.cli.failures import ExitCode
from tests.cli.conftest import ENTER, Assess

TEXT = "All student data are encrypted at rest.\n\nThe zanzibar clause is not cited.\n"


def listed(assess: Assess, slug: str = "acme") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(assess("evidence", "list", slug, "--json").stdout)
    return found


@pytest.fixture
def loose(begun: Assess) -> Assess:
    """An assessment with one file that its register does not name any more."""
    begun("evidence", "add", "acme", "-", "--name", "draft.txt", typed=TEXT)
    begun("cite", "acme", "ferpa.ownership", "D1", "--lines", "1")
    begun("answer", "acme", "review.documents", "--value", "[]")
    assert [(one["id"], one["document"]) for one in listed(begun)] == [(None, "draft.txt")]
    return begun


def test_a_file_off_the_register_counts_no_citation(loose: Assess) -> None:
    loose("answer", "acme", "ferpa.user_content", "yes", "--cite", "Elsewhere", "page 1", "")
    assert [one["cited"] for one in listed(loose)] == [0]


def test_it_is_gone_from_the_list_and_the_database(loose: Assess, database: Path) -> None:
    (one,) = listed(loose)
    assert b"zanzibar" in database.read_bytes()
    result = loose("evidence", "remove", "acme", "draft.txt", "--yes")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        f"Removed draft.txt ({one['sha256'][:12]}). The history still names its hash; backups made before "
        "still hold the file.\n"
    )
    assert listed(loose) == []
    assert b"zanzibar" not in database.read_bytes().lower()
    assert "Error" not in loose("doctor").output
    result = loose("evidence", "remove", "acme", "draft.txt", "--yes")
    assert (result.exit_code, 'No file "draft.txt" is off the register' in result.stderr) == (2, True)
    assert loose("evidence", "add", "acme", "-", "--name", "draft.txt", typed=TEXT).exit_code == 0
    assert [one["here"] for one in listed(loose)] == [True]


def test_a_script_has_to_mean_it(loose: Assess) -> None:
    result = loose("evidence", "remove", "acme", "draft.txt")
    assert (result.exit_code, "would be removed for good; say --yes" in result.stderr) == (2, True)
    assert len(listed(loose)) == 1


def test_a_person_is_asked(loose: Assess, person: Callable[..., Result]) -> None:
    result = person("n", "evidence", "remove", "acme", "draft.txt")
    assert (result.exit_code, result.stderr, len(listed(loose))) == (0, "Nothing was removed.\n", 1)
    result = person("y" + ENTER, "evidence", "remove", "acme", "draft.txt")
    assert (result.exit_code, listed(loose)) == (0, [])


def test_what_the_register_names_stays(begun: Assess) -> None:
    begun("evidence", "add", "acme", "-", "--name", "draft.txt", typed=TEXT)
    for name in ("draft.txt", "D1"):
        result = begun("evidence", "remove", "acme", name, "--yes")
        assert result.exit_code == ExitCode.USAGE
        assert "D1 (draft.txt) is on the register; take it off the register first." in result.stderr
    assert [one["here"] for one in listed(begun)] == [True]


def test_older_versions_of_one_name_are_told_apart_by_their_hash(begun: Assess) -> None:
    for text in (TEXT, TEXT + "More.\n", TEXT + "Still more.\n"):
        begun("evidence", "add", "acme", "-", "--name", "draft.txt", typed=text)
    now, *older = listed(begun)
    result = begun("evidence", "remove", "acme", "draft.txt", "--yes")
    assert result.exit_code == 2
    assert all(one["sha256"][:12] in result.stderr for one in older)
    assert "2 files" in result.stderr
    result = begun("evidence", "remove", "acme", older[0]["sha256"][:12], "--yes")
    assert (result.exit_code, "an older version of D1" in result.stderr) == (0, True)
    result = begun("evidence", "remove", "acme", "draft.txt", "--yes")  # one is left that can be meant
    assert (result.exit_code, listed(begun)) == (0, [now])


def test_another_assessment_keeps_it(loose: Assess) -> None:
    loose("new", "Other", "--slug", "other")
    loose("evidence", "add", "other", "-", "--name", "draft.txt", typed=TEXT)
    result = loose("evidence", "remove", "acme", "draft.txt", "--yes")
    assert "Another assessment has it too, so it stays in the database." in result.stderr
    assert listed(loose) == []
    assert loose("evidence", "text", "other", "D1", "--plain").stdout == TEXT
