"""One open database file: its one connection, its transactions, its backups."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine

from app.store.backup import MANUAL, backup_is_due, keep_backup, write_backup
from app.store.clock import Clock
from app.store.connection import READING, engine_over
from app.store.errors import AlreadyThere, Gone, ReadOnly, StoreError, quoted
from app.store.filesystem import side_file
from app.store.inspection import reporting
from app.store.migrations import MIGRATIONS, Migration, migrate
from app.store.opening import Opening


class Database:
    """An open database. One connection for the process; calls from several threads take turns."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        *,
        read_only: bool = False,
        create: bool = True,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        """Open `path`; with `create`, a database is made where there is none.

        Opens for reading only if `read_only` is set, another process has the lock, or the file or its
        folder cannot be written; `notice` then says why. Raises `Unusable` or one of its kinds, with the
        file untouched, if it cannot be used at all.
        """
        opening = Opening(path, clock, migrations, read_only=read_only)
        opening.run(create=create)
        self._clock = clock
        self._mutex = threading.RLock()
        self._lock = opening.lock
        self._notices = opening.notices
        self.path = opening.path
        """Absolute, links followed."""
        self.read_only = opening.read_only
        self.held_by = opening.held_by
        """Who else has the database open for writing; empty if nobody does."""
        self.network = opening.network
        """Type of the network file system the file lies on; empty for a local disk."""
        self.connection = opening.connection
        """SQLite's own connection, for backups and pragmas; statements go through `reading` and `writing`."""
        self._engine: Engine | None = engine_over(opening.connection)
        self._reader: Engine | None = self._engine.execution_options(**{READING: True})
        self._identity = self._identities()
        try:
            if not self.read_only:
                self._bring_up_to_date(opening.version, migrations, is_new=opening.is_new)
        except BaseException:
            self.close()
            raise

    @property
    def notice(self) -> str:
        """What the reviewer should know about the file, in whole sentences; often empty."""
        return " ".join(self._notices)

    def _bring_up_to_date(self, version: int, migrations: Sequence[Migration], *, is_new: bool) -> None:
        if version < len(migrations):
            keep_backup(self.connection, self.path, "migration", self._clock())
            with reporting(self.path):
                migrate(self._in_use(self._engine), version, migrations, self._clock)
        if not is_new:
            self._daily_backup()

    def _daily_backup(self) -> None:
        now = self._clock()
        if not backup_is_due(self.path, now):
            return
        try:
            with reporting(self.path):
                has_content = self.connection.execute("SELECT 1 FROM assessment LIMIT 1").fetchone()
            if has_content:
                keep_backup(self.connection, self.path, "daily", now)
        except StoreError as error:  # no reason to keep the reviewer from working
            self._notices.append(f"Today's backup could not be made. {error.message}")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look at the database."""
        with self._mutex, reporting(self.path), self._in_use(self._reader).begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: on disk when the block has ended, not there at all if it raised.

        Raises `ReadOnly`, `DiskFull`, `Locked`, `Gone` (the file is no longer where it was opened).
        """
        if self.read_only:
            raise ReadOnly(
                self.notice or f"{quoted(self.path)} is open for reading only; nothing can be saved."
            )
        with self._mutex:
            self._check_still_there()
            with reporting(self.path), self._in_use(self._engine).begin() as connection:
                yield connection
            self._check_still_there()

    def backup(self, target: Path | None = None, *, replace: bool = False) -> Path:
        """Copy everything to `target`, or to a new file in the folder of backups; returns where it is."""
        with self._mutex:
            if target is None:
                return keep_backup(self.connection, self.path, MANUAL, self._clock())
            if target.absolute() == self.path or target.resolve() == self.path:
                raise AlreadyThere(f"{quoted(target)} is the database itself; give another name.")
            return write_backup(self.connection, target, replace=replace)

    def close(self) -> None:
        """Close the file and give its lock back. Calling it twice does nothing."""
        with self._mutex:
            if self._engine is not None:
                if not self.read_only:
                    with suppress(sqlite3.Error):
                        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # one file remains
                self._engine.dispose()
                self.connection.close()  # an engine that was never used has nothing to dispose of
                self._engine = self._reader = None
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def _in_use(self, engine: Engine | None) -> Engine:
        if engine is None:
            raise StoreError(f"{quoted(self.path)} is closed.")
        return engine

    def _identities(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(_identity(side_file(self.path, suffix)) for suffix in ("", "-wal"))

    def _check_still_there(self) -> None:
        if self._identities() == self._identity:
            return
        what = "deleted or moved" if _identity(self.path) is None else "replaced or tampered with"
        raise Gone(
            f"{quoted(self.path)} was {what} while it was open: nothing can be saved there any more. "
            "What you see is still complete; write it to a new file with a backup, then open that."
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
