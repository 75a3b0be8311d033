"""A migration happens whole or not at all, with a backup before and checks after."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.store.backup import backups_of
from app.store.database import Database
from app.store.errors import Damaged, DiskFull, Newer, ReadOnly, StoreError
from app.store.glance import glance
from app.store.migrations import MIGRATIONS, Migration
from app.store.repository import Store
from tests.store.next_schema import NEXT
from tests.store.samples import PACK, PACK_SHA256, Clock, behind, filled, kept
from tests.store.test_database import run_script


@pytest.fixture
def path(tmp_path: Path) -> Path:
    filled(tmp_path / "data.db", 3)
    return tmp_path / "data.db"


def version(path: Path) -> tuple[int, int]:
    with behind(path) as stranger:
        steps = stranger.execute("SELECT count(*) FROM migration").fetchone()[0]
        return stranger.execute("PRAGMA user_version").fetchone()[0], steps


def test_names_are_unique_and_in_order() -> None:
    names = [step.name for step in MIGRATIONS]
    assert names == sorted(set(names))


def test_a_database_from_before_documents_takes_them_in(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path, 3, migrations=MIGRATIONS[:1])
    assert version(path) == (1, 1)
    with Store.open(path, clock=Clock()) as store:
        number = store.find("classtag").id
        assert store.verify_chain(number) is None
        assert len(store.changes(number)) == 3
        document = kept(store, "Data is encrypted at rest.")
        assert [hit.document for hit in store.search([document], [[["encrypt*"]]], 5)] == [document]
    assert version(path) == (3, 3)
    (made,) = [b for b in backups_of(path) if b.reason == "migration"]
    assert version(made.path) == (1, 1)
    assert glance(path) == glance(made.path) != []


def test_documents_go_through_a_further_step(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        document = kept(store, "Data is encrypted at rest.")
    with Store(Database(path, Clock(), migrations=NEXT), Clock()) as store:
        assert len(store.search([document], [[["encrypt*"]]], 5)) == 1
    assert version(path) == (4, 4)


def test_a_second_step_runs_once_after_a_backup(path: Path) -> None:
    for _ in range(2):
        database = Database(path, Clock(), migrations=NEXT)
        store = Store(database, Clock())
        assert store.pack_content(PACK_SHA256) == PACK
        assert store.verify_chain(store.find("classtag").id) is None
        owners = database.connection.execute("SELECT owner FROM assessment").fetchall()
        assert owners == [("Classtag",)]
        assert database.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        store.close()
    assert version(path) == (4, 4)
    (made,) = [b for b in backups_of(path) if b.reason == "migration"]
    assert version(made.path) == (3, 3)
    with pytest.raises(Newer, match=r"version 4.*up to 3"):
        Store.open(path)


@pytest.mark.skipif(os.name == "nt", reason="forks")
@pytest.mark.parametrize(
    ("what", "version"), [("migrate", "1"), ("migrate", "2"), ("migrate", "3"), ("create", "3")]
)
def test_a_kill_at_any_statement_leaves_old_or_new(tmp_path: Path, what: str, version: str) -> None:
    found = json.loads(run_script("tests/store/kill_migrations.py", what, tmp_path, version))
    assert found["statements"] > 30
    assert found["old"] > 20
    assert found["new"] > 1
    assert found["old"] + found["new"] == found["statements"]


def failing(path: Path, step: Migration, kind: type[BaseException], says: str) -> None:
    with pytest.raises(kind, match=says):
        Database(path, Clock(), migrations=(*MIGRATIONS, step))
    assert version(path) == (3, 3)
    with Store.open(path, clock=Clock()) as store:
        assert not store.read_only
        assert len(store.changes(store.find("classtag").id)) == 3


def test_a_step_that_raises_is_undone_with_its_tables(path: Path) -> None:
    def half(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (x)")
        connection.exec_driver_sql("ALTER TABLE assessment ADD COLUMN half TEXT")
        raise RuntimeError("half-way")

    failing(path, Migration("0004", half), RuntimeError, "half-way")
    with behind(path) as stranger:
        assert not stranger.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()
        assert "half" not in [row[1] for row in stranger.execute("PRAGMA table_info(assessment)")]


def test_a_step_that_sqlite_refuses_is_undone(path: Path) -> None:
    step = Migration("0004", lambda c: c.exec_driver_sql("CREATE TABLE draft (x)") and None)
    failing(path, step, StoreError, "draft")


def test_a_step_that_loses_rows_is_undone(path: Path) -> None:
    def careless(connection: Connection) -> None:
        connection.exec_driver_sql("DELETE FROM draft")

    failing(path, Migration("0004", careless), Damaged, "1 rows of draft into 0")
    allowed = Migration("0004", careless, changes_rows_of=frozenset({"draft"}))
    Database(path, Clock(), migrations=(*MIGRATIONS, allowed)).close()
    assert version(path) == (4, 4)


def test_a_step_that_leaves_orphans_is_undone(path: Path) -> None:
    def orphan(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE draft SET assessment_id = 99")

    failing(path, Migration("0004", orphan), Damaged, "unsound")


def test_without_a_backup_there_is_no_step(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Path:
        raise DiskFull("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr("app.store.database.keep_backup", full)
        with pytest.raises(DiskFull):
            Database(path, Clock(), migrations=NEXT)
    assert version(path) == (3, 3)


def test_an_old_database_that_cannot_be_written_is_refused(path: Path) -> None:
    with pytest.raises(ReadOnly, match="older assess"):
        Database(path, Clock(), migrations=NEXT, read_only=True)
    assert version(path) == (3, 3)
