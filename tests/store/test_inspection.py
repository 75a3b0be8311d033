"""Errors of SQLite in words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.store import errors
from app.store.inspection import Present, explained, look_at, unfinished


@pytest.mark.parametrize(
    ("code", "kind", "says"),
    [
        (sqlite3.SQLITE_FULL, errors.DiskFull, "full"),
        (sqlite3.SQLITE_BUSY, errors.Locked, "locked by another program"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, errors.Locked, "locked"),
        (sqlite3.SQLITE_READONLY_DBMOVED, errors.Gone, "while it was open"),
        (sqlite3.SQLITE_READONLY_RECOVERY, errors.ReadOnly, "cannot be written"),
        (sqlite3.SQLITE_CORRUPT_VTAB, errors.Damaged, "damaged"),
        (sqlite3.SQLITE_NOTADB, errors.NotADatabase, "not a database"),
        (sqlite3.SQLITE_CANTOPEN, errors.Unusable, "cannot be opened"),
        (sqlite3.SQLITE_IOERR_FSYNC, errors.Unusable, "reported an error"),
        (sqlite3.SQLITE_MISUSE, errors.StoreError, "could not be used"),
    ],
)
def test_every_error_is_a_sentence(
    tmp_path: Path, code: int, kind: type[errors.StoreError], says: str
) -> None:
    error = sqlite3.OperationalError("something technical")
    error.sqlite_errorcode = code
    told = explained(error, tmp_path / "data.db")
    assert type(told) is kind
    assert says in str(told)
    assert str(tmp_path / "data.db") in str(told)


def test_a_missing_folder_is_told_from_other_reasons(tmp_path: Path) -> None:
    error = sqlite3.OperationalError("unable to open")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    assert isinstance(explained(error, tmp_path / "none" / "data.db"), errors.Missing)


def test_every_error_is_a_store_error() -> None:
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, Exception)]
    assert len(kinds) > 10
    assert all(issubclass(kind, errors.StoreError) for kind in kinds)


def test_what_is_at_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert look_at(Path("data.db")).path == tmp_path / "data.db"
    assert look_at(Path("data.db")).present is Present.NOTHING
    (tmp_path / "data.db").touch()
    assert look_at(Path("sub/../data.db")).present is Present.NOTHING
    assert look_at(Path("data.db")).present is Present.EMPTY
    (tmp_path / "data.db").write_bytes(b"x")
    assert look_at(Path("data.db")).present is Present.FILE
    assert not unfinished(tmp_path / "data.db")
    (tmp_path / "data.db-journal").write_bytes(b"x")
    assert unfinished(tmp_path / "data.db")
