"""One process for one database: a lock file beside it that the system frees when its holder dies."""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from app.store.clock import Clock

_LOCKED_BYTE = 1 << 30
"""Windows locks a range of bytes for everyone; this one lies behind the holder's name, which stays readable."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the lock; zero and empty where the lock file does not say."""

    pid: int = 0
    host: str = ""
    since: datetime | None = None

    def __str__(self) -> str:
        """`another assess (process 4711 on box, since 2026-06-01 14:02)`."""
        if not self.pid:
            return "another assess"
        here = self.pid == os.getpid() and self.host == socket.gethostname()
        who = "this assess itself" if here else "another assess"
        since = f", since {self.since.astimezone():%Y-%m-%d %H:%M}" if self.since else ""
        return f"{who} (process {self.pid} on {self.host}{since})"


class HeldError(Exception):
    """Another process has the lock."""

    def __init__(self, holder: Holder) -> None:
        """Takes who holds it."""
        super().__init__(str(holder))
        self.holder = holder


class FileLock:
    """A lock that is held from `acquire` to `release`, or to the end of the process however it comes."""

    def __init__(self, path: Path, handle: int) -> None:
        """Use `acquire`."""
        self.path = path
        self._handle = handle

    @classmethod
    def acquire(cls, database: Path, clock: Clock) -> Self:
        """Take the lock of this database, at once or not at all.

        Raises `HeldError` if another process has it, `OSError` if it cannot be had here (a read-only
        folder, a file system without locks).
        """
        path = lock_path(database)
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_FOLLOW, 0o600)
            try:
                free = _lock(handle)
                if free and _same_file(handle, path):
                    _name_holder(handle, clock())
                    return cls(path, handle)
            except BaseException:
                os.close(handle)
                raise
            os.close(handle)
            if not free:
                raise HeldError(holder_of(database))
            # else the holder removed the file between our open and our lock: try again

    def release(self) -> None:
        """Give the lock back and remove its file. Calling it twice does nothing."""
        if self._handle < 0:
            return
        if sys.platform == "win32":
            with suppress(OSError):
                os.ftruncate(self._handle, 0)
        else:
            with suppress(OSError):
                if _same_file(self._handle, self.path):
                    self.path.unlink()
        os.close(self._handle)
        self._handle = -1


def lock_path(database: Path) -> Path:
    """The lock file of a database."""
    return database.with_name(database.name + ".lock")


def holder_of(database: Path) -> Holder:
    """Who wrote the lock file of this database; an empty `Holder` where it says nothing."""
    try:
        said = json.loads(lock_path(database).read_text("utf-8")[:1000])
        return Holder(int(said["pid"]), str(said["host"])[:100], datetime.fromisoformat(said["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder()


def _same_file(handle: int, path: Path) -> bool:
    try:
        there = path.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False
    held = os.fstat(handle)
    return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)


def _name_holder(handle: int, now: datetime) -> None:
    said = {"pid": os.getpid(), "host": socket.gethostname(), "since": now.isoformat(timespec="seconds")}
    with suppress(OSError):  # a full disk must not keep the lock away: the name is a courtesy
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(said).encode())


if sys.platform == "win32":
    import msvcrt

    _NO_FOLLOW = 0

    def _lock(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    _NO_FOLLOW = os.O_NOFOLLOW

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
