"""From a path to an open connection: who may write, is the file sound, and what there is to say about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from app.store.backup import backups_of, half_restored, way_back
from app.store.clock import Clock
from app.store.connection import Access, connected, engine_over, set_journal
from app.store.errors import (
    Damaged,
    Locked,
    Missing,
    NotADatabase,
    ReadOnly,
    Unusable,
    quoted,
)
from app.store.filesystem import (
    PRIVATE_FOLDER,
    SIDE_FILES,
    create_private,
    is_writable,
    make_private,
    network_file_system,
    side_file,
    sync_folder,
)
from app.store.inspection import (
    Present,
    check_sound,
    check_version,
    look_at,
    reporting,
    unfinished,
    version_of,
)
from app.store.location import default_folder
from app.store.lock import FileLock, HeldError
from app.store.migrations import Migration, migrate


class Opening:
    """The steps of opening one file. `run` either ends with a connection or leaves nothing behind."""

    connection: sqlite3.Connection
    """To a file that is ours, sound and not newer than the program; it may be older."""
    version: int
    """The version of its schema."""

    def __init__(self, path: Path, clock: Clock, migrations: Sequence[Migration], *, read_only: bool) -> None:
        """Looks at the path. Raises `Unusable` if no database can be there."""
        self._place = look_at(path)
        self._clock = clock
        self._migrations = migrations
        self.path = self._place.path
        self.read_only = read_only
        self.lock: FileLock | None = None
        self.held_by = ""
        self.network = ""
        """Type of the network file system the file lies on; empty for a local disk."""
        self.notices: list[str] = []
        self.is_new = False

    def run(self, *, create: bool) -> None:
        """Go through the steps. Raises `Unusable` or one of its kinds, `Locked`, `ReadOnly`."""
        try:
            self._prepare(create=create and not self.read_only)
            self.version = self._explaining(self._check)
            self._require_current()
            self._connect()
        except BaseException:
            if self.lock is not None:
                self.lock.release()
            raise

    def _prepare(self, *, create: bool) -> None:
        if self._place.present is Present.NOTHING:
            self._prepare_folder(create=create)
        elif self._place.present is Present.FILE:
            # before anything is made beside it: a file that is not ours must not even get a lock
            self._explaining(lambda: version_of(self.path, newest=len(self._migrations)))
            if not self.read_only and not self._can_write():
                self._only_read(
                    f"{quoted(self.path)} cannot be written (the file or its folder is read-only)."
                )
        if not self.read_only:
            self._take_lock()
            self._place = look_at(self.path)  # it may have been made before we had the lock
        if self._place.present is not Present.FILE:
            self._make_new(create=create)

    def _prepare_folder(self, *, create: bool) -> None:
        folder = self.path.parent
        if not create:
            raise Missing(f"There is no database {quoted(self.path)}; check the path.")
        if folder == default_folder().resolve():
            try:
                folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            except OSError as error:
                raise Unusable(f"The folder {quoted(folder)} cannot be made: {error.strerror}.") from error
        if not folder.is_dir():
            raise Missing(f"The folder {quoted(folder)} does not exist; create it or give another path.")

    def _take_lock(self) -> None:
        is_there = self._place.present is Present.FILE
        try:
            self.lock = FileLock.acquire(self.path, self._clock)
            with suppress(OSError):
                half_restored(self.path).unlink()
        except HeldError as held:
            if not is_there:
                raise Locked(f"{quoted(self.path)} is just being made by {held.holder}; try again.") from None
            self.held_by = str(held.holder)
            self._only_read(f"{quoted(self.path)} is open in {self.held_by}.")
        except OSError as error:
            reason = error.strerror or str(error)
            if not is_there:
                raise Unusable(f"{quoted(self.path)} cannot be made in its folder: {reason}.") from error
            self._only_read(f"{quoted(self.path)} cannot be locked in its folder ({reason}).")

    def _only_read(self, why: str) -> None:
        self.read_only = True
        self.notices.append(f"{why} It is open for reading only; nothing can be saved.")

    def _make_new(self, *, create: bool) -> None:
        """A new database appears whole under its name, or not at all."""
        earlier = backups_of(self.path)
        if unfinished(self.path):
            raise Damaged(
                f"{quoted(self.path)} has no content, but beside it lies a -wal or -journal file with changes "
                f"of an earlier one. {way_back(self.path)}"
            )
        if self._place.present is Present.EMPTY and earlier:
            raise Damaged(f"{quoted(self.path)} is empty (0 bytes). {way_back(self.path)}")
        if not create:
            raise NotADatabase(f"{quoted(self.path)} is empty (0 bytes), not a database.")
        if earlier:
            self.notices.append(
                f"{quoted(self.path)} was not there and was made new; backups of an earlier one are in "
                f"{quoted(earlier[0].path.parent)}."
            )
        growing = self.path.with_name(f".{self.path.name}.new")
        try:
            for leftover in (growing, *(side_file(growing, suffix) for suffix in SIDE_FILES)):
                leftover.unlink(missing_ok=True)
            create_private(growing)
            with reporting(self.path), closing(connected(growing, Access.WRITE)) as connection:
                migrate(engine_over(connection), 0, self._migrations, self._clock)
            for suffix in SIDE_FILES:  # empty ones of an earlier file: they would be read as this one's
                side_file(self.path, suffix).unlink(missing_ok=True)
            growing.replace(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            raise Unusable(f"{quoted(self.path)} cannot be made: {error.strerror or error}.") from error
        finally:
            with suppress(OSError):
                growing.unlink(missing_ok=True)
        self.is_new = True

    def _can_write(self) -> bool:
        return is_writable(self.path) and is_writable(self.path.parent)

    def _check(self) -> int:
        """The version of a file that is ours and sound, read before anything may write to it."""
        if self.held_by or (self.read_only and self._can_write()):
            access = Access.READ  # somebody may be writing
        elif not unfinished(self.path):
            access = Access.FROZEN
        elif side_file(self.path, "-wal").exists() or self.read_only:
            access = Access.READ
        else:
            access = Access.WRITE  # a transaction that a crash left half-done has to be rolled back first
        with reporting(self.path), closing(connected(self.path, access)) as connection:
            version = check_version(connection, self.path, newest=len(self._migrations))
            check_sound(connection, self.path)
        return version

    def _require_current(self) -> None:
        if self.read_only and self.version < len(self._migrations):
            raise ReadOnly(
                f"{quoted(self.path)} was written by an older assess and has to be brought up to date "
                f"first. That needs writing, and it is open for reading only. {' '.join(self.notices)}".rstrip()
            )

    def _explaining(self, look: Callable[[], int]) -> int:
        """What `look` gives; an error about damage also names the way back."""
        try:
            return look()
        except Damaged as error:
            raise Damaged(f"{error.message} {way_back(self.path)}") from error
        except NotADatabase as error:
            if not backups_of(self.path):
                raise
            raise Damaged(
                f"{quoted(self.path)} is not a database any more: its beginning is damaged. {way_back(self.path)}"
            ) from error

    def _connect(self) -> None:
        self.network = network_file_system(self.path)
        with reporting(self.path):
            self.connection = connected(self.path, self._access())
            try:
                if self.read_only:
                    self.connection.execute("PRAGMA query_only=ON")
                else:
                    set_journal(self.connection, network=bool(self.network))
                    for suffix in ("", *SIDE_FILES):
                        make_private(side_file(self.path, suffix))
                self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # makes the -wal
            except BaseException:
                self.connection.close()
                raise
        if self.network and not self.read_only:
            self.notices.append(
                f"{quoted(self.path)} lies on a network disk ({self.network}). Saving is slower there, and "
                "SQLite cannot promise that it is safe; a local disk is better."
            )

    def _access(self) -> Access:
        if not self.read_only:
            return Access.WRITE
        if self.held_by:
            return Access.READ
        if self._can_write():
            return Access.WRITE  # with query_only: a plain reader would leave its -wal and -shm behind
        return Access.READ if unfinished(self.path) else Access.FROZEN
