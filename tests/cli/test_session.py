"""Which database is used, and what a database that cannot be used ends in: one sentence, exit code 3."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store import Store
from tests.cli.conftest import Assess, Process


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def text(path: Path) -> None:
    path.write_text("Dear diary", encoding="utf-8")


def other_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for offset in range(4096 * 2, len(data), 4096):
        data[offset : offset + 512] = b"\xff" * 512
    path.write_bytes(data)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


COMMANDS = [
    ["list"],
    ["list", "--json"],
    ["show", "acme"],
    ["answer", "acme", "ferpa.ownership", "yes"],
    ["new", "Other"],
    ["export", "acme", "--format", "toml"],
    ["import", "acme.toml"],
    ["backup"],
]


@pytest.mark.parametrize("spoil", [folder, text, other_program, damaged, half, newer, dangling, pipe])
def test_a_database_that_cannot_be_used_is_3_and_is_not_touched(
    begun: Assess, database: Path, spoil: Callable[[Path], None]
) -> None:
    assert begun("export", "acme", "--format", "toml").exit_code == 0
    spoil(database)
    before = fingerprint(database)
    for command in COMMANDS:
        result = begun(*command)
        assert result.exit_code == 3, (command, result.output)
        assert result.stderr.startswith("Error: "), result.stderr
        assert database.name in result.stderr or "folder" in result.stderr
        assert not result.stdout
    assert fingerprint(database) == before


def fingerprint(path: Path) -> str:
    found = path.lstat()
    data = path.read_bytes() if path.is_file() else b""
    return f"{found.st_mode} {found.st_ino} {hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize("command", [c for c in COMMANDS if c[0] not in ("new", "import")], ids=" ".join)
def test_a_missing_database_is_3_and_is_not_made(assess: Assess, database: Path, command: list[str]) -> None:
    result = assess(*command)
    assert result.exit_code == 3
    assert "There is no database" in result.stderr
    assert not database.exists()


def test_a_missing_folder_is_3(process: Process, tmp_path: Path) -> None:
    done = process("new", "Acme", "--db", str(tmp_path / "none" / "x.db"))
    assert done.returncode == 3
    assert "does not exist" in done.stderr
    assert not (tmp_path / "none").exists()


def test_while_another_assess_has_it_open_it_can_be_read_but_not_written(
    begun: Assess, database: Path
) -> None:
    with Store.open(database):
        for command in (["list"], ["show", "acme"], ["export", "acme", "-f", "toml"], ["backup"], ["doctor"]):
            assert begun(*command).exit_code == 0, command
        for command in (
            ["answer", "acme", "ferpa.ownership", "yes"],
            ["new", "B"],
            ["import", "acme.toml", "--as", "c"],
        ):
            result = begun(*command)
            assert result.exit_code == 3
            assert "is open in" in result.stderr
            assert f"process {os.getpid()}" in result.stderr
        restored = begun("restore", "acme.toml")
        assert restored.exit_code == 4
    assert len(Store.open(database, read_only=True).library()) == 1


def test_a_database_that_cannot_be_written_is_3_for_what_writes(
    begun: Assess, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **more: mode != os.W_OK and real(path, mode, **more))
    assert begun("list").exit_code == 0
    result = begun("answer", "acme", "ferpa.ownership", "yes")
    assert result.exit_code == 3
    assert "read-only" in result.stderr


def test_the_database_is_chosen_in_this_order(
    process: Process, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(os.environ["XDG_DATA_HOME"]) / "assess" / "data.db"
    monkeypatch.setenv("ASSESS_DB", "")
    assert process("new", "Home", "--db", str(tmp_path / "a.db")).returncode == 0
    assert (tmp_path / "a.db").exists()
    assert process("new", "Env").returncode == 0
    assert database.exists()
    assert not home.exists()


def test_db_is_understood_before_and_after_the_command(
    assess: Assess, tmp_path: Path, database: Path
) -> None:
    assert assess("new", "Acme", "--db", str(tmp_path / "other.db")).exit_code == 0
    assert (tmp_path / "other.db").exists()
    assert not database.exists()
    assert assess("--db", str(tmp_path / "other.db"), "show", "acme").exit_code == 0


def test_without_any_choice_the_data_folder_is_used(root: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    environ = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-m", "app", "new", "Acme"],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (Path(os.environ["XDG_DATA_HOME"]) / "assess" / "data.db").exists()
    assert list(tmp_path.iterdir()) == []
