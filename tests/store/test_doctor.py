"""The doctor finds what is wrong, each thing where it belongs, and nothing where all is well."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store.repository import Store
from app.store.values import Check, Level
from tests.store.samples import Clock, behind, filled


@pytest.fixture
def path(tmp_path: Path) -> Path:
    filled(tmp_path / "data.db")
    return tmp_path / "data.db"


def examined(path: Path, *, read_only: bool = False) -> dict[str, Check]:
    with Store.open(path, clock=Clock(), read_only=read_only) as store:
        return {check.name: check for check in store.doctor()}


def test_a_healthy_database(path: Path) -> None:
    checks = examined(path)
    assert [c.name for c in checks.values() if c.level is not Level.OK] == []
    assert len(checks) == 15
    assert "40 changes in 1 assessments" in checks["History"].detail
    assert checks["Journal mode"].detail == "wal, synchronous full"
    assert checks["SQLite"].detail.endswith(sqlite3.sqlite_version)
    assert str(path) in checks["File"].detail
    assert all(check.ok for check in checks.values())


def test_the_doctor_changes_nothing(path: Path) -> None:
    with Store.open(path, read_only=True) as store:
        before = path.read_bytes()
        names = sorted(path.parent.rglob("*"))
        assert all(check.ok for check in store.doctor())
        assert sorted(path.parent.rglob("*")) == names
    assert path.read_bytes() == before


def forge(path: Path) -> None:
    with behind(path) as stranger:
        stranger.execute("DROP TRIGGER change_is_never_updated")
        stranger.execute("UPDATE change SET body = '{}' WHERE id = 7")


def orphan(path: Path) -> None:
    with behind(path) as stranger:
        stranger.execute("INSERT INTO draft VALUES (99, 'q', 'note', 'x', 0, '2026-01-01')")


def no_wording(path: Path) -> None:
    with behind(path) as stranger:
        stranger.execute("DROP TRIGGER pack_copy_is_never_updated")
        stranger.execute("UPDATE pack_copy SET content = x'0102'")


def no_index(path: Path) -> None:
    with behind(path) as stranger:
        stranger.execute("PRAGMA writable_schema=ON")
        stranger.execute("DELETE FROM migration")


def no_backup(path: Path) -> None:
    for file in (path.parent / "backups").iterdir():
        file.unlink()


def bad_backup(path: Path) -> None:
    for file in (path.parent / "backups").iterdir():
        file.write_bytes(file.read_bytes()[:9000])


def hard_link(path: Path) -> None:
    os.link(path, path.with_name("second.db"))


@pytest.mark.parametrize(
    ("harm", "name", "level", "says"),
    [
        (forge, "History", Level.FAILED, r"classtag \(from change 7\)"),
        (orphan, "References", Level.FAILED, "1 rows point"),
        (no_wording, "Wording", Level.FAILED, "damaged"),
        (no_index, "Schema", Level.FAILED, "version 3 of 3"),
        (no_backup, "Backups", Level.WARNING, "none yet"),
        (bad_backup, "Backups", Level.FAILED, "cannot be used"),
        (hard_link, "File", Level.WARNING, "2 names"),
    ],
)
def test_each_harm_is_found_where_it_belongs(
    path: Path, harm: Callable[[Path], None], name: str, level: Level, says: str
) -> None:
    Store.open(path, clock=Clock()).close()
    harm(path)
    checks = examined(path, read_only=True)
    assert checks[name].level is level
    assert re.search(says, checks[name].detail)
    assert [c.name for c in checks.values() if c.level is not Level.OK] == [name]


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_backup_that_others_may_read(path: Path) -> None:
    with Store.open(path) as store:
        store.backup().chmod(0o644)
        rights = next(c for c in store.doctor() if c.name == "Rights")
    assert rights.level is Level.WARNING
    assert "backups" in rights.detail


def test_a_synchronized_folder(tmp_path: Path) -> None:
    (tmp_path / "Dropbox (Work)").mkdir()
    with Store.open(tmp_path / "Dropbox (Work)" / "data.db") as store:
        place = next(c for c in store.doctor() if c.name == "Place")
    assert place.level is Level.WARNING


def test_little_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 5_000_000}))
    assert "only 5.0 MB free" in examined(path)["Disk space"].detail


def test_a_second_one_says_who_holds_it(path: Path) -> None:
    with Store.open(path, clock=Clock()), Store.open(path) as second:
        writing = next(c for c in second.doctor() if c.name == "Writing")
    assert writing.level is Level.WARNING
    assert "this assess itself" in writing.detail


def test_pages_that_went_bad_since_it_was_opened(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(size - 8192)
            file.write(b"\xa5" * 8192)
        checks = {check.name: check for check in store.doctor()}
        assert checks["Pages"].level is Level.FAILED
        assert checks["SQLite"].level is Level.OK
        assert len(checks) == 15
