"""`assess backup` and `assess restore`: one good file out, and the way back without losing the present."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from app.store import Store, check_backup
from tests.cli.conftest import ENTER, INTERRUPT, Assess


def slugs(assess: Assess) -> set[str]:
    return {row["slug"] for row in json.loads(assess("list", "--json").stdout)}


def test_a_backup_is_one_good_private_file(begun: Assess, tmp_path: Path) -> None:
    result = begun("backup", "b.db")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'b.db'}\n")
    check_backup(tmp_path / "b.db")
    assert stat.S_IMODE((tmp_path / "b.db").stat().st_mode) == 0o600
    made = Path(begun("backup").stdout.strip())
    assert made.parent == tmp_path / "backups"
    check_backup(made)


def test_an_earlier_backup_is_kept_unless_forced(begun: Assess, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("mine", encoding="utf-8")
    result = begun("backup", "b.db")
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert (tmp_path / "b.db").read_text(encoding="utf-8") == "mine"
    assert begun("backup", "b.db", "--force").exit_code == 0
    check_backup(tmp_path / "b.db")


def test_restore_brings_the_backup_back_and_keeps_the_present(begun: Assess, database: Path) -> None:
    assert begun("backup", "b.db").exit_code == 0
    begun("new", "Later")
    result = begun("restore", "b.db")
    assert (result.exit_code, result.stdout) == (0, f"{database}\n")
    assert slugs(begun) == {"acme"}
    kept = Path(result.stderr.split('"')[1])
    assert begun("restore", str(kept)).exit_code == 0
    assert slugs(begun) == {"acme", "later"}


def test_restore_brings_back_a_damaged_or_missing_database(begun: Assess, database: Path) -> None:
    assert begun("backup", "b.db").exit_code == 0
    database.write_bytes(database.read_bytes()[:5000])
    assert begun("restore", "b.db").exit_code == 0
    assert slugs(begun) == {"acme"}
    database.unlink()
    assert begun("restore", "b.db").exit_code == 0
    assert slugs(begun) == {"acme"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing.db", "There is no file"),
        (".", "is a folder"),
        ("notes.txt", "not a database"),
        ("cut.db", "Nothing was"),
    ],
)
def test_what_is_no_good_backup_is_4_and_changes_nothing(
    begun: Assess, tmp_path: Path, database: Path, name: str, says: str
) -> None:
    (tmp_path / "notes.txt").write_text("Dear diary", encoding="utf-8")
    (tmp_path / "cut.db").write_bytes(database.read_bytes()[:9000])
    before = database.read_bytes()
    result = begun("restore", name)
    assert result.exit_code == 4
    assert says in result.stderr
    assert database.read_bytes() == before


def test_an_open_database_is_not_replaced(begun: Assess, database: Path) -> None:
    assert begun("backup", "b.db").exit_code == 0
    begun("new", "Later")
    with Store.open(database):
        result = begun("restore", "b.db")
    assert result.exit_code == 3
    assert "is open in" in result.stderr
    assert slugs(begun) == {"acme", "later"}


def test_without_a_terminal_a_missing_file_is_2(begun: Assess) -> None:
    result = begun("restore")
    assert result.exit_code == 2
    assert "Missing argument FILE" in result.stderr


def test_a_person_chooses_and_is_asked_first(begun: Assess, person: Callable[..., Result]) -> None:
    assert begun("backup").exit_code == 0
    assert begun("new", "Later", "--product", "L", "--reviewer", "R.", "--state", "UK").exit_code == 0
    refused = person(ENTER + "n", "restore")
    assert refused.exit_code == 0
    assert "Nothing was restored." in refused.stderr
    assert person(ENTER + INTERRUPT, "restore").exit_code == 130
    assert person(INTERRUPT, "restore").exit_code == 130
    assert slugs(begun) == {"acme", "later"}
    assert person(ENTER + "y", "restore").exit_code == 0
    assert slugs(begun) == {"acme"}


def test_yes_does_not_ask(begun: Assess, person: Callable[..., Result]) -> None:
    assert begun("backup", "b.db").exit_code == 0
    assert person("", "restore", "b.db", "--yes").exit_code == 0


def test_with_no_backup_to_choose_a_person_is_told(begun: Assess, person: Callable[..., Result]) -> None:
    result = person("", "restore")
    assert result.exit_code == 2
    assert "There is no backup" in result.stderr
