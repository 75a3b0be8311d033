"""One open file: what is acknowledged stays, whatever happens to the process, the disk or the file."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assessment.answer import Summary
from app.store.errors import AlreadyThere, DiskFull, Gone, Locked, StoreError
from app.store.repository import Store
from tests.store.samples import PACK, ROOT, Clock, assessment, behind, change, filled

posix_only = pytest.mark.skipif(os.name == "nt", reason="forks and signals of POSIX")


def run_script(*arguments: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@posix_only
def test_no_kill_loses_what_was_acknowledged(tmp_path: Path) -> None:
    found = json.loads(run_script("tests/store/kill_writers.py", tmp_path / "data.db", "40"))
    assert found["kills"] == 40
    assert found["acknowledged"] > 100
    assert (found["lost"], found["torn"]) == (0, 0)


# --- disk full -----------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "none", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_keeps_what_was_saved_and_goes_on_when_there_is_room(small_disk: Path) -> None:
    path = small_disk / "data.db"
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 200_000)
    with Store.open(path, clock=Clock()) as store:
        number = store.create(assessment(), PACK).id
        saved = 0
        with pytest.raises(DiskFull, match="full") as told:  # noqa: PT012
            for _ in range(1000):
                store.append(number, [change({"note": "n" * 20_000})], Summary(saved + 1, 0))
                saved += 1
        assert "nnn" not in str(told.value)
        assert "nnn" not in repr(told.value.__cause__)
        assert saved > 3
        assert len(store.changes(number)) == saved == store.library()[0].summary.answered
        with pytest.raises(DiskFull, match="nothing was written"):
            store.backup()
        assert not list((small_disk / "backups").iterdir())
        ballast.unlink()
        store.append(number, [change()], Summary())
    with Store.open(path, clock=Clock()) as store:
        assert len(store.changes(number)) == saved + 1
        assert store.verify_chain(number) is None


@posix_only
def test_a_limit_on_file_size_keeps_what_was_saved(tmp_path: Path) -> None:
    script = """
import pathlib, resource, sys
from app.assessment.answer import Summary
from app.store.repository import Store
from app.store.errors import StoreError
from tests.store.samples import PACK, assessment, change
store = Store.open(pathlib.Path(sys.argv[1]))
number = store.create(assessment(), PACK).id
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
saved = 0
try:
    while True:
        store.append(number, [change({"note": "n" * 20_000})], Summary())
        saved += 1
except StoreError as error:
    assert "not saved" in str(error), error
assert len(store.changes(number)) == saved
print(saved)
"""
    saved = int(run_script("-c", script, tmp_path / "data.db"))
    assert saved > 3
    with Store.open(tmp_path / "data.db") as store:
        number = store.find("classtag").id
        assert len(store.changes(number)) == saved
        assert store.verify_chain(number) is None


# --- the file under our feet ---------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows does not delete or replace open files")
@pytest.mark.parametrize("accident", ["deleted", "moved", "replaced", "wal deleted"])
def test_a_file_that_vanishes_while_open_is_noticed_and_can_be_rescued(tmp_path: Path, accident: str) -> None:
    path = tmp_path / "data.db"
    filled(path, 3)
    store = Store.open(path, clock=Clock())
    number = store.find("classtag").id
    store.append(number, [change({"note": "in the -wal"})], Summary())
    if accident == "deleted":
        path.unlink()
    elif accident == "moved":
        path.rename(tmp_path / "elsewhere.db")
    elif accident == "replaced":
        filled(tmp_path / "other.db", 1)
        (tmp_path / "other.db").replace(path)
    else:
        path.with_name("data.db-wal").unlink()
    for _ in range(2):
        with pytest.raises(Gone, match="while it was open"):
            store.append(number, [change({"note": "lost?"})], Summary())
    with pytest.raises(Gone):
        store.save_draft(number, "q", "note", "text", 0)
    assert len(store.changes(number)) == 4
    rescued = store.backup(tmp_path / "rescued.db")
    store.close()
    with Store.open(rescued) as again:
        assert [c.body["note"] for c in again.changes(number)][-1] == "in the -wal"


def test_another_program_that_holds_a_lock_is_named_as_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path, 1)
    with Store.open(path, clock=Clock()) as store, behind(path) as stranger:
        store._database.connection.execute("PRAGMA busy_timeout=20")
        stranger.execute("BEGIN IMMEDIATE")
        with pytest.raises(Locked, match="another program"):
            store.set_setting("a", "b")
        stranger.execute("ROLLBACK")
        store.set_setting("a", "b")


# --- settings of the connection ------------------------------------------------------------------------


def test_the_connection_is_set_as_the_figures_ask(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data.db") as store:
        connection = store._database.connection

        def pragma(name: str) -> object:
            return connection.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("trusted_schema") == 0
        assert pragma("cell_size_check") == 1
        assert pragma("secure_delete") == 1
        assert pragma("temp_store") == 2
        assert pragma("busy_timeout") == 2000
        assert pragma("recursive_triggers") == 1
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO draft VALUES (99, 'q', 'note', 'x', 0, 'now')")


def test_a_network_disk_gets_a_rollback_journal_and_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data.db"
    filled(path, 2)
    with monkeypatch.context() as patched:
        patched.setattr("app.store.opening.network_file_system", lambda _: "nfs4")
        with Store.open(path, clock=Clock()) as store:
            connection = store._database.connection
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
            assert connection.execute("PRAGMA synchronous").fetchone() == (3,)
            assert "network disk (nfs4)" in store.notice
            store.set_setting("a", "b")
    with Store.open(path, clock=Clock()) as store:
        assert store._database.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store.notice == ""
        assert store.setting("a") == "b"


# --- files ---------------------------------------------------------------------------------------------


@posix_only
def test_no_file_can_be_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    before = os.umask(0)
    try:
        with Store.open(path, clock=Clock()) as store:
            number = store.create(assessment(), PACK).id
            store.append(number, [change()], Summary())
            store.backup()
            store.backup(tmp_path / "given.db")
            files = [p for p in tmp_path.rglob("*") if p.is_file()]
            assert {p.name for p in files} >= {
                "data.db",
                "data.db-wal",
                "data.db-shm",
                "data.db.lock",
                "given.db",
            }
            assert len(files) == 6
            assert {stat.S_IMODE(p.stat().st_mode) for p in files} == {0o600}
            assert stat.S_IMODE((tmp_path / "backups").stat().st_mode) == 0o700
    finally:
        os.umask(before)


@posix_only
def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path, 1)
    path.chmod(0o644)
    with Store.open(path, clock=Clock()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_file_remains_when_it_is_closed(tmp_path: Path) -> None:
    filled(tmp_path / "data.db", 30)
    assert [p.name for p in tmp_path.iterdir()] == ["data.db"]
    for read_only in (True, False):
        Store.open(tmp_path / "data.db", clock=Clock(), read_only=read_only).close()
        assert not [p.name for p in tmp_path.iterdir() if p.name.startswith("data.db-")]


def test_what_a_draft_said_is_not_in_the_file_any_more(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    with Store.open(path, clock=Clock()) as store:
        number = store.create(assessment(), PACK).id
        store.save_draft(number, "q", "note", "a secret that was never meant " * 40, 0)
        store.clear_draft(number, "q", "note")
    assert b"a secret that was never" not in path.read_bytes()


def test_a_backup_is_not_written_over_the_database(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    with Store.open(path) as store:
        with pytest.raises(AlreadyThere, match="database itself"):
            store.backup(path, replace=True)
        (tmp_path / "link.db").symlink_to(path)
        with pytest.raises(AlreadyThere):
            store.backup(tmp_path / "link.db", replace=True)


# --- threads -------------------------------------------------------------------------------------------


def test_threads_take_turns(tmp_path: Path) -> None:
    errors: list[BaseException] = []
    with Store.open(tmp_path / "data.db", clock=Clock()) as store:
        numbers = [store.create(assessment(f"a{n}"), PACK).id for n in range(4)]

        def write(number: int) -> None:
            try:
                for n in range(25):
                    store.append(number, [change({"note": str(n)})], Summary(n, n))
                    store.library()
            except BaseException as error:  # noqa: BLE001
                errors.append(error)

        threads = [threading.Thread(target=write, args=(number,)) for number in numbers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not errors
        for number in numbers:
            assert [c.body["note"] for c in store.changes(number)] == [str(n) for n in range(25)]
            assert store.verify_chain(number) is None


def test_an_error_of_sqlite_shows_no_answers(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data.db") as store:
        number = store.create(assessment(), PACK).id
        store._database.connection.execute("DROP TABLE draft")
        with pytest.raises(StoreError) as told:
            store.save_draft(number, "q", "note", "what the vendor must not see", 0)
        error: BaseException | None = told.value
        while error is not None:
            assert "must not see" not in str(error)
            error = error.__cause__ or error.__context__
