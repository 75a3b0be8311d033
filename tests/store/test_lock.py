"""One holder at a time, named, and none after its death."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

import app.store.lock
from app.store.lock import FileLock, HeldError, Holder, holder_of, lock_path
from tests.store.samples import Clock


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    database = tmp_path / "data.db"
    lock = FileLock.acquire(database, Clock())
    with pytest.raises(HeldError) as told:
        FileLock.acquire(database, Clock())
    assert told.value.holder.pid == os.getpid()
    assert told.value.holder.host == socket.gethostname()
    assert "this assess itself (process" in str(told.value.holder)
    lock.release()
    lock.release()
    FileLock.acquire(database, Clock()).release()
    assert os.name == "nt" or not lock_path(database).exists()


def test_a_lock_file_without_a_holder_is_no_lock(tmp_path: Path) -> None:
    database = tmp_path / "data.db"
    lock_path(database).write_text(
        json.dumps({"pid": 1, "host": "elsewhere", "since": "2020-01-01T00:00:00+00:00"})
    )
    assert str(holder_of(database)).startswith("another assess (process 1 on elsewhere, since 20")
    lock = FileLock.acquire(database, Clock())
    assert holder_of(database).pid == os.getpid()
    lock.release()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"pid": "x", "host": 1, "since": 2}', b"1"]
)
def test_a_lock_file_that_says_nothing(tmp_path: Path, content: bytes) -> None:
    lock_path(tmp_path / "data.db").write_bytes(content)
    assert holder_of(tmp_path / "data.db") == Holder()
    assert str(Holder()) == "another assess"


@pytest.mark.skipif(os.name == "nt", reason="no links")
def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    lock_path(tmp_path / "data.db").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match=r"symbolic|Too many"):
        FileLock.acquire(tmp_path / "data.db", Clock())
    assert (tmp_path / "precious").read_text() == "mine"


def test_a_lock_on_a_file_that_its_holder_just_removed_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "nt":
        pytest.skip("Windows does not remove open files")
    database, locked = tmp_path / "data.db", []

    def lock(handle: int) -> bool:
        if not locked:
            lock_path(database).unlink()
        locked.append(handle)
        return real(handle)

    real = app.store.lock._lock
    monkeypatch.setattr("app.store.lock._lock", lock)
    held = FileLock.acquire(database, Clock())
    assert len(locked) == 2
    with pytest.raises(HeldError):
        FileLock.acquire(database, Clock())
    held.release()


def test_a_lock_file_that_was_replaced_is_left_alone(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows does not remove open files")
    database = tmp_path / "data.db"
    first = FileLock.acquire(database, Clock())
    lock_path(database).unlink()
    second = FileLock.acquire(database, Clock())
    first.release()
    with pytest.raises(HeldError):
        FileLock.acquire(database, Clock())
    second.release()
