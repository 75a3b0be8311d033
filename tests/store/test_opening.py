"""Every state a path can be in ends in an open database or in one plain sentence, with the file untouched."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import sqlite3
from pathlib import Path

import pytest

from app.assessment.answer import Summary
from app.store.errors import (
    Damaged,
    Foreign,
    Locked,
    Missing,
    Newer,
    NotADatabase,
    NotFound,
    ReadOnly,
    StoreError,
    Unusable,
)
from app.store.location import default_folder
from app.store.lock import FileLock
from app.store.repository import Store
from tests.store.samples import PACK, Clock, another_assess, assessment, behind, change, filled

posix_only = pytest.mark.skipif(os.name == "nt", reason="kinds of files that Windows does not have")


def everything_in(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "folder"
        for p in folder.rglob("*")
    }


def refused(path: Path, kind: type[StoreError], says: str) -> str:
    """Opening fails like this and changes nothing in the folder; the sentence is fit to be shown."""
    before = everything_in(path.parent) if path.parent.is_dir() else {}
    with pytest.raises(kind, match=says) as told:
        Store.open(path, clock=Clock())
    assert type(told.value) is kind
    sentence = str(told.value)
    assert sentence.endswith((".", '"'))
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    assert everything_in(path.parent) == before if path.parent.is_dir() else True
    return sentence


# --- new -----------------------------------------------------------------------------------------------


def test_a_new_database_is_made_whole(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data.db") as store:
        assert not store.read_only
        assert store.notice == ""
        assert store.library() == []
    assert [p.name for p in tmp_path.iterdir()] == ["data.db"]
    with behind(tmp_path / "data.db") as stranger:
        assert stranger.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"asse"),)
        assert stranger.execute("PRAGMA user_version").fetchone() == (3,)


def test_nothing_is_made_where_nothing_should_be(tmp_path: Path) -> None:
    for arguments in ({"create": False}, {"read_only": True}):
        with pytest.raises(Missing, match="no database"):
            Store.open(tmp_path / "data.db", **arguments)
    assert list(tmp_path.iterdir()) == []


def test_the_default_folder_is_made_and_no_other(tmp_path: Path) -> None:
    with Store.open(default_folder() / "data.db") as store:
        assert store.path.parent.samefile(default_folder())
    refused(tmp_path / "missing" / "data.db", Missing, 'folder ".*missing" does not exist')


def test_leftovers_of_a_killed_creation_are_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".data.db.new").write_bytes(b"half a database")
    (tmp_path / ".data.db.new-journal").write_bytes(b"its journal")
    with Store.open(tmp_path / "data.db") as store:
        store.create(assessment(), PACK)
    assert [p.name for p in tmp_path.iterdir()] == ["data.db"]


@posix_only
def test_awkward_names(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"f\xff \xc3\xa9")
    folder.mkdir()
    for name in ("a b?mode=memory#%41&x.db", "no suffix", "\N{SNOWMAN}.db", "-x.db"):
        filled(folder / name, 2)
        with Store.open(folder / name, clock=Clock()) as store:
            made = store.backup()
            assert store.path == folder / name
        with Store.open(made, read_only=True) as store:
            assert len(store.changes(1)) == 2
    assert len(list(folder.iterdir())) == 5


def test_an_empty_file_becomes_a_database_if_there_was_none_before(tmp_path: Path) -> None:
    (tmp_path / "data.db").touch()
    with pytest.raises(NotADatabase, match="0 bytes"):
        Store.open(tmp_path / "data.db", create=False)
    with Store.open(tmp_path / "data.db") as store:
        store.create(assessment(), PACK)
    with Store.open(tmp_path / "data.db") as store:
        assert len(store.library()) == 1


def test_an_empty_file_is_refused_if_there_are_backups(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path)
    with Store.open(path) as store:
        backup = store.backup()
    path.write_bytes(b"")
    assert str(backup) in refused(path, Damaged, "empty")


def test_a_database_that_is_gone_is_made_new_with_a_word_about_its_backups(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path)
    with Store.open(path) as store:
        store.backup()
    path.unlink()
    with Store.open(path) as store:
        assert store.library() == []
        assert "backups of an earlier one" in store.notice


def test_a_wal_without_its_database_is_not_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "data.db-wal").write_bytes(b"x" * 5000)
    refused(tmp_path / "data.db", Damaged, "-wal")


# --- not a database of ours ----------------------------------------------------------------------------


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data.db").mkdir()
    refused(tmp_path / "data.db", Unusable, "is a folder")


def test_a_path_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(tmp_path / "file" / "data.db", Unusable, "not a folder")


@posix_only
def test_links(tmp_path: Path) -> None:
    (tmp_path / "data.db").symlink_to(tmp_path / "nowhere.db")
    refused(tmp_path / "data.db", Unusable, 'link to ".*nowhere.db"')
    (tmp_path / "loop.db").symlink_to("loop.db")
    refused(tmp_path / "loop.db", Unusable, "loop.db")
    filled(tmp_path / "real.db", 1)
    (tmp_path / "good.db").symlink_to("real.db")
    with Store.open(tmp_path / "good.db", clock=Clock()) as store, Store.open(tmp_path / "real.db") as second:
        assert store.path == tmp_path / "real.db"
        assert second.read_only


@posix_only
def test_a_pipe_a_socket_and_a_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.db")
    refused(tmp_path / "pipe.db", Unusable, "is a pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path)
        try:
            listening.bind("socket.db")
        finally:
            os.chdir(here)
        refused(tmp_path / "socket.db", Unusable, "is a socket")
    with pytest.raises(Unusable, match="is a device"):
        Store.open(Path("/dev/full"))


def test_a_path_that_cannot_exist(tmp_path: Path) -> None:
    for name in ("a\0b.db", "x" * 300):
        with pytest.raises(Unusable, match="cannot be reached"):
            Store.open(tmp_path / name)


@pytest.mark.parametrize(
    "content",
    [b"x", b"SQLite format 3\0", b"Dear reader,\n" * 500, b"\0" * 8192, bytes(range(256)) * 64],
    ids=["one byte", "only the magic", "text", "zeros", "binary"],
)
def test_files_that_are_no_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "data.db").write_bytes(content)
    refused(tmp_path / "data.db", NotADatabase, "is not a database")


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_database_of_another_program(tmp_path: Path, journal: str) -> None:
    with behind(tmp_path / "data.db") as stranger:
        stranger.execute(f"PRAGMA journal_mode={journal}")
        stranger.execute("CREATE TABLE bookmark (url TEXT)")
        stranger.execute("PRAGMA user_version=1")
    refused(tmp_path / "data.db", Foreign, "another program")


@pytest.mark.parametrize("unmerged", [False, True])
def test_a_newer_database_names_both_versions(tmp_path: Path, unmerged: bool) -> None:
    path = tmp_path / "data.db"
    filled(path, 3)
    with behind(path) as stranger:
        stranger.execute("PRAGMA user_version=7")
        if unmerged:  # the newer program was killed, its version still stands in the -wal
            for name in ("data.db", "data.db-wal"):
                shutil.copy(tmp_path / name, tmp_path / f"copy-{name}")
    if not unmerged:
        refused(path, Newer, "version 7, this program knows versions up to 3")
        return
    copy, wal = tmp_path / "copy-data.db", tmp_path / "copy-data.db-wal"
    before = copy.read_bytes(), wal.read_bytes()
    with pytest.raises(Newer, match="version 7"):
        Store.open(copy)
    assert (copy.read_bytes(), wal.read_bytes()) == before


# --- damaged -------------------------------------------------------------------------------------------


def test_a_file_cut_off_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path)
    whole = path.read_bytes()
    for share in (0.9, 0.5, 0.1):
        path.write_bytes(whole[: int(len(whole) * share)])
        refused(path, Damaged, "is damaged")


@pytest.mark.parametrize("filling", [b"\0", b"\xa5"])
def test_one_destroyed_page_is_noticed_wherever_it_is(tmp_path: Path, filling: bytes) -> None:
    path = tmp_path / "data.db"
    filled(path)
    whole = path.read_bytes()
    pages = len(whole) // 4096
    assert pages > 20
    for page in range(pages):
        path.write_bytes(whole[: page * 4096] + filling * 4096 + whole[(page + 1) * 4096 :])
        refused(path, Damaged if page else NotADatabase, "is damaged" if page else "not a database")


def test_damage_names_the_newest_backup_that_is_good(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path)
    with Store.open(path, clock=Clock()) as store:
        good, bad = store.backup(), store.backup()
    bad.write_bytes(bad.read_bytes()[:5000])
    path.write_bytes(path.read_bytes()[:5000])
    sentence = refused(path, Damaged, "assess restore")
    assert str(good) in sentence
    assert str(bad) not in sentence
    path.write_bytes(b"\0" * 50_000)
    assert str(good) in refused(path, Damaged, "not a database any more")


# --- read-only -----------------------------------------------------------------------------------------


@posix_only
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_file_or_folder_that_is_read_only_is_read(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    path = folder / "data.db"
    filled(path, 5)
    closed = path if what == "file" else folder
    mode = closed.stat().st_mode
    closed.chmod(mode & ~0o222)
    before = everything_in(folder)
    try:
        with Store.open(path, clock=Clock()) as store:
            assert store.read_only
            assert "read-only" in store.notice
            assert len(store.changes(store.find("classtag").id)) == 5
            with pytest.raises(ReadOnly, match="read-only"):
                store.set_setting("a", "b")
        assert everything_in(folder) == before
    finally:
        closed.chmod(mode)


def test_a_folder_without_locks_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "data.db", 1)

    def no_locks(*_: object) -> FileLock:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(FileLock, "acquire", no_locks)
    with Store.open(tmp_path / "data.db", clock=Clock()) as store:
        assert store.read_only
        assert "No locks available" in store.notice
    with pytest.raises(Unusable, match="No locks available"):
        Store.open(tmp_path / "new.db")


# --- two at once ---------------------------------------------------------------------------------------


def test_the_second_process_reads_and_is_told_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path, 2)
    with another_assess(path) as first:
        with Store.open(path) as second:
            assert second.read_only
            assert f"process {first.pid} on {socket.gethostname()}" in second.held_by
            assert second.held_by in second.notice
            assert len(second.changes(second.find("classtag").id)) == 2
            with pytest.raises(ReadOnly, match=str(first.pid)):
                second.set_setting("a", "b")
        first.kill() if os.name == "nt" else first.send_signal(signal.SIGKILL)
        first.wait()
        with Store.open(path) as third:
            assert not third.read_only
            third.set_setting("a", "b")


def test_the_reader_sees_what_the_writer_saves(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path, 1)
    with Store.open(path, clock=Clock()) as writer, Store.open(path) as reader:
        number = writer.find("classtag").id
        writer.append(number, [change()], Summary(2, 2))
        assert len(reader.changes(number)) == 2
        assert "this assess itself" in reader.notice
        writer.close()
        assert len(reader.changes(number)) == 2


def test_a_reader_by_choice_is_no_hindrance_to_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path, 1)
    with Store.open(path, read_only=True) as reader, Store.open(path, clock=Clock()) as writer:
        assert not writer.read_only
        number = writer.find("classtag").id
        writer.append(number, [change()], Summary())
        assert len(reader.changes(number)) == 2


def test_a_database_that_another_process_is_just_making(tmp_path: Path) -> None:
    lock = FileLock.acquire(tmp_path / "data.db", Clock())
    with pytest.raises(Locked, match="just being made"):
        Store.open(tmp_path / "data.db")
    lock.release()


# --- after a crash -------------------------------------------------------------------------------------


def crashed_copy(path: Path, target: Path) -> None:
    """What a kill leaves: the files of an open database."""
    with Store.open(path, clock=Clock()) as store:
        store._database.connection.execute("PRAGMA wal_autocheckpoint=0")
        number = store.find("classtag").id
        store.append(number, [change({"note": "in the -wal only"})], Summary())
        for suffix in ("", "-wal", "-shm"):
            shutil.copy(path.with_name(path.name + suffix), target.with_name(target.name + suffix))


def test_what_stands_in_the_wal_after_a_crash_is_there(tmp_path: Path) -> None:
    filled(tmp_path / "data.db", 2)
    copy = tmp_path / "copy.db"
    crashed_copy(tmp_path / "data.db", copy)
    with Store.open(copy, read_only=True) as store:
        assert store.changes(store.find("classtag").id)[-1].body == {"note": "in the -wal only"}
    crashed_copy(tmp_path / "data.db", copy)
    with Store.open(copy) as store:
        assert store.changes(store.find("classtag").id)[-2].body == {"note": "in the -wal only"}
    assert not (tmp_path / "copy.db-wal").exists()


def test_a_checkpoint_that_a_crash_cut_off_is_finished(tmp_path: Path) -> None:
    """The first page already tells of pages that are in the `-wal` only, or is torn itself."""
    filled(tmp_path / "data.db", 2)
    for n, torn in enumerate((False, True)):
        copy = tmp_path / f"copy{n}.db"
        with Store.open(tmp_path / "data.db", clock=Clock()) as store:
            store._database.connection.execute("PRAGMA wal_autocheckpoint=0")
            number = store.find("classtag").id
            store.append(number, [change({"note": "x" * 50_000})], Summary())
            shutil.copy(tmp_path / "data.db-wal", f"{copy}-wal")
            store._database.connection.execute("PRAGMA wal_checkpoint(FULL)")
            whole = (tmp_path / "data.db").read_bytes()
        copy.write_bytes((b"\0" * 512 + whole[512:4096] if torn else whole[:4096]) + whole[4096:-40_960])
        with Store.open(copy) as store:
            assert store.changes(number)[-1].body == {"note": "x" * 50_000}
            assert store.verify_chain(number) is None


def test_a_transaction_that_a_crash_left_half_done_is_rolled_back(tmp_path: Path) -> None:
    path, copy = tmp_path / "data.db", tmp_path / "copy.db"
    filled(path, 2)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA cache_size=1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE assessment SET slug = 'half-done'")
    connection.execute("INSERT INTO setting VALUES ('big', zeroblob(200000))")
    for suffix in ("", "-journal"):
        shutil.copy(path.with_name(path.name + suffix), copy.with_name(copy.name + suffix))
    connection.execute("ROLLBACK")
    connection.close()
    assert copy.with_name("copy.db-journal").stat().st_size
    with Store.open(copy) as store:
        assert store.find("classtag").id == 1
        with pytest.raises(NotFound):
            store.find("half-done")
