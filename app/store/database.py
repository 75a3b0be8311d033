"""One open database file: its lock, its one connection, its transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from app.store.backup import MANUAL, backup_is_due, backups_of, keep_backup, way_back, write_backup
from app.store.errors import AlreadyThere, Damaged, Foreign, Gone, Locked, Missing, ReadOnly, StoreError, Unusable, quoted
from app.store.filesystem import (
    PRIVATE_FOLDER,
    SIDE_FILES,
    create_private,
    make_private,
    network_file_system,
    side_file,
    sync_folder,
)
from app.store.inspection import (
    Access,
    Place,
    Present,
    check_sound,
    check_version,
    explained,
    look_at,
    reporting,
    unfinished,
    uri,
    version_of,
)
from app.store.location import default_folder
from app.store.lock import FileLock, HeldError
from app.store.migrations import MIGRATIONS, Migration, migrate

_BUSY_SECONDS = 2.0
_READING = "assess_reading"
_PRAGMAS = (
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "recursive_triggers=ON",  # without it INSERT OR REPLACE would pass the triggers that refuse DELETE
    "fullfsync=ON",  # macOS: an fsync that reaches the disk
    "synchronous=FULL",
)


class Database:
    """An open database. One connection for the process; calls from several threads take turns."""

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime],
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
        self._clock = clock
        self._migrations = migrations
        self._mutex = threading.RLock()
        self._lock: FileLock | None = None
        self._engine: Engine | None = None
        self.held_by = ""
        """Who has the database open for writing, if that is not this object."""
        self.read_only = read_only
        self._notices: list[str] = []
        place = look_at(path)
        self.path = place.path
        try:
            self._open(place, create=create and not read_only)
        except BaseException:
            self.close()
            raise

    @property
    def notice(self) -> str:
        """What the reviewer should know about the file, in whole sentences; often empty."""
        return " ".join(self._notices)

    # --- opening ---------------------------------------------------------------------------------------

    def _open(self, place: Place, *, create: bool) -> None:
        if place.present is Present.NOTHING:
            self._prepare_folder(create=create)
        if place.present is Present.FILE:
            # before anything is made beside it: a file that is not ours must not even get a lock
            self._explaining_damage(lambda: version_of(self.path, newest=len(self._migrations)))
        if not self.read_only:
            self._take_lock(place)
            place = look_at(self.path)  # another process may have made or replaced it before we had the lock
        if place.present is not Present.FILE:
            self._make_new(place, create=create)
        if not self.read_only and not self._can_write():
            self._only_read(f"{quoted(self.path)} cannot be written (the file or its folder is read-only).")
        version = self._explaining_damage(self._check)
        if version < len(self._migrations) and self.read_only:
            raise ReadOnly(
                f"{quoted(self.path)} was written by an older assess and has to be brought up to date first. "
                f"That needs writing, and it is open for reading only. {self.notice}".rstrip()
            )
        self._connect()
        if not self.read_only:
            self._bring_up_to_date(version, is_new=place.present is not Present.FILE)

    def _prepare_folder(self, *, create: bool) -> None:
        folder = self.path.parent
        if not create:
            raise Missing(f"There is no database {quoted(self.path)}; check the path.")
        if folder == default_folder().absolute():
            try:
                folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            except OSError as error:
                raise Unusable(f"The folder {quoted(folder)} cannot be made: {error.strerror}.") from error
        if not folder.is_dir():
            raise Missing(f"The folder {quoted(folder)} does not exist; create it or give another path.")

    def _take_lock(self, place: Place) -> None:
        try:
            self._lock = FileLock.acquire(self.path, self._clock)
        except HeldError as held:
            if place.present is not Present.FILE:
                raise Locked(f"{quoted(self.path)} is just being made by {held.holder}; try again.") from None
            self.held_by = str(held.holder)
            self._only_read(f"{quoted(self.path)} is open in {self.held_by}.")
        except OSError as error:
            if place.present is not Present.FILE:
                raise Unusable(
                    f"{quoted(self.path)} cannot be made in its folder: {error.strerror or error}."
                ) from error
            self._only_read(f"{quoted(self.path)} cannot be locked in its folder ({error.strerror or error}).")

    def _only_read(self, why: str) -> None:
        self.read_only = True
        self._notices.append(f"{why} It is open for reading only; nothing can be saved.")

    def _make_new(self, place: Place, *, create: bool) -> None:
        """A new database appears whole under its name, or not at all."""
        earlier = backups_of(self.path)
        if unfinished(self.path):
            raise Damaged(
                f"{quoted(self.path)} has no content, but beside it lies a -wal or -journal file with changes that "
                f"belong to an earlier one. {way_back(self.path)}"
            )
        if place.present is Present.EMPTY:
            if earlier:
                raise Damaged(f"{quoted(self.path)} is empty (0 bytes). {way_back(self.path)}")
            if not create:
                raise Foreign(f"{quoted(self.path)} is empty (0 bytes), not a database.")
        elif earlier:
            self._notices.append(
                f"{quoted(self.path)} was not there and was made new; backups of an earlier one are in "
                f"{quoted(earlier[0].path.parent)}."
            )
        unfinished_file = self.path.with_name(f".{self.path.name}.new")
        try:
            for leftover in (unfinished_file, *(side_file(unfinished_file, s) for s in SIDE_FILES)):
                leftover.unlink(missing_ok=True)
            create_private(unfinished_file)
            with reporting(self.path):
                engine = _engine(_sqlite(unfinished_file, Access.WRITE))
                try:
                    with self._translating():
                        migrate(engine, 0, self._migrations, self._clock)
                finally:
                    engine.dispose()
            for suffix in SIDE_FILES:
                side_file(self.path, suffix).unlink(missing_ok=True)
            unfinished_file.replace(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            raise Unusable(f"{quoted(self.path)} cannot be made: {error.strerror or error}.") from error
        finally:
            with suppress(OSError):
                unfinished_file.unlink(missing_ok=True)

    def _can_write(self) -> bool:
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    def _access(self) -> Access:
        if not self.read_only:
            return Access.WRITE
        if self.held_by:
            return Access.READ
        if self._can_write():
            return Access.WRITE  # under query_only: a plain reader would leave its -wal and -shm behind
        return Access.READ if unfinished(self.path) else Access.FROZEN

    def _check(self) -> int:
        """The schema version of a file that is ours and sound, read before anything may write to it."""
        if self.held_by or (self.read_only and self._can_write()):
            access = Access.READ  # somebody may be writing
        elif not unfinished(self.path):
            access = Access.FROZEN
        elif side_file(self.path, "-wal").exists() or self.read_only:
            access = Access.READ
        else:
            access = Access.WRITE  # a transaction that a crash left half-done has to be rolled back first
        with reporting(self.path), closing(_sqlite(self.path, access)) as connection:
            version = check_version(connection, self.path, newest=len(self._migrations))
            check_sound(connection, self.path)
        return version

    def _explaining_damage(self, look: Callable[[], int]) -> int:
        try:
            return look()
        except Damaged as error:
            raise Damaged(f"{error.message} {way_back(self.path)}") from error
        except Foreign as error:
            if "is not a database" in error.message and backups_of(self.path):
                raise Damaged(
                    f"{quoted(self.path)} is not a database any more: its beginning is damaged. {way_back(self.path)}"
                ) from error
            raise

    def _connect(self) -> None:
        self.network = network_file_system(self.path)
        with reporting(self.path):
            self.connection = _sqlite(self.path, self._access())
            if self.read_only:
                self.connection.execute("PRAGMA query_only=ON")
            else:
                _set_journal(self.connection, self.network)
                for suffix in ("", *SIDE_FILES):
                    make_private(side_file(self.path, suffix))
            self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # makes the -wal
        self._engine = _engine(self.connection)
        self._reader = self._engine.execution_options(**{_READING: True})
        self._identity = self._identities()
        if self.network and not self.read_only:
            self._notices.append(
                f"{quoted(self.path)} lies on a network disk ({self.network}). Saving is slower there, and "
                "SQLite cannot promise that it is safe; a local disk is better."
            )

    def _bring_up_to_date(self, version: int, *, is_new: bool) -> None:
        if version < len(self._migrations):
            keep_backup(self.connection, self.path, "migration", self._clock())
            with self._translating():
                migrate(self._engine, version, self._migrations, self._clock)
        if not is_new:
            self._daily_backup()

    def _daily_backup(self) -> None:
        now = self._clock()
        if not backup_is_due(self.path, now):
            return
        try:
            if self.connection.execute("SELECT 1 FROM assessment LIMIT 1").fetchone():
                keep_backup(self.connection, self.path, "daily", now)
        except StoreError as error:  # no reason to keep the reviewer from working
            self._notices.append(f"Today's backup could not be made. {error.message}")

    # --- in use ----------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look at the database."""
        with self._mutex, self._translating(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: on disk when the block has ended, not there at all if it raised.

        Raises `ReadOnly`, `DiskFull`, `Locked`, `Gone` (the file is no longer where it was opened).
        """
        if self.read_only:
            raise ReadOnly(self.notice or f"{quoted(self.path)} is open for reading only; nothing can be saved.")
        with self._mutex:
            self._check_still_there()
            with self._translating(), self._engine.begin() as connection:
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
                self._engine = None
            if self._lock is not None:
                self._lock.release()
                self._lock = None

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

    @contextmanager
    def _translating(self) -> Iterator[None]:
        """Turns an error of SQLite inside the block into a `StoreError`."""
        try:
            yield
        except DBAPIError as error:
            raise explained(error.orig or error, self.path) from error
        except sqlite3.Error as error:
            raise explained(error, self.path) from error


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _sqlite(path: Path, access: Access) -> sqlite3.Connection:
    # any thread may call, one at a time: `Database` has a lock of its own
    connection = sqlite3.connect(
        uri(path, access), uri=True, isolation_level=None, timeout=_BUSY_SECONDS, check_same_thread=False
    )
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _set_journal(connection: sqlite3.Connection, network: str) -> None:
    # a -wal needs shared memory, which a network disk does not have
    journal, synchronous = ("DELETE", "EXTRA") if network else ("WAL", "FULL")
    connection.execute(f"PRAGMA journal_mode={journal}")
    connection.execute(f"PRAGMA synchronous={synchronous}")


def _engine(connection: sqlite3.Connection) -> Engine:
    """An engine over this one connection, whose transactions are SQLite's own, schema changes included."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get(_READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
