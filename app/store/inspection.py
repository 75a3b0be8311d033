"""Looks at a file before it is opened: is it there, is it a database, is it ours, is it sound.

SQLite does the reading. Opening the file here and closing it again would free the locks that another
connection of this process holds on it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.store.connection import Access, connected
from app.store.errors import (
    Damaged,
    DiskFull,
    Foreign,
    Gone,
    Locked,
    Missing,
    Newer,
    NotADatabase,
    ReadOnly,
    StoreError,
    Unusable,
    quoted,
)
from app.store.filesystem import kind_of, side_file, size_of
from app.store.migrations import APPLICATION_ID, MIGRATIONS

_NO_DATABASE = "{} is not a database. It was not touched; give another path with --db."


class Present(StrEnum):
    """What is at a path."""

    NOTHING = "nothing"
    EMPTY = "empty"
    """A file of 0 bytes."""
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Place:
    """A path that can hold a database."""

    path: Path
    """Absolute, links followed: two names of one file must find the same lock."""
    present: Present


def look_at(path: Path) -> Place:
    """What is at `path`. Raises `Unusable` for anything that neither is nor can become a database file."""
    path = path.absolute()
    try:
        found = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise Unusable(
                f"{quoted(path)} is a link to {quoted(path.readlink())}, where nothing is; "
                "restore that file or remove the link."
            ) from None
        return Place(_resolved(path.parent) / path.name, Present.NOTHING)
    except NotADirectoryError:
        raise Unusable(f"{quoted(path)} lies under something that is not a folder; check the path.") from None
    except PermissionError:
        raise Unusable(f"{quoted(path)} cannot be reached: permission denied.") from None
    except (OSError, ValueError) as error:
        raise Unusable(f"{quoted(path)} cannot be reached: {_reason(error)}.") from None
    if not stat.S_ISREG(found.st_mode):
        raise Unusable(
            f"{quoted(path)} is {kind_of(found.st_mode)}, not a database file; give the path of a file."
        )
    if not os.access(path, os.R_OK):
        raise Unusable(f"{quoted(path)} cannot be read: permission denied.")
    return Place(_resolved(path), Present.FILE if found.st_size else Present.EMPTY)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise Unusable(f"{quoted(path)} cannot be reached: {_reason(error)}.") from None


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error)


def unfinished(path: Path) -> bool:
    """Whether the file alone is not the whole database: commits in a `-wal`, or a transaction to roll back."""
    return any(size_of(side_file(path, suffix)) for suffix in ("-wal", "-journal"))


def version_of(path: Path, *, newest: int = len(MIGRATIONS)) -> int:
    """The schema version of our database at `path`, by its first page; nothing beside it is touched.

    Only where a crash left that page unreadable with its repair in the `-wal` is that looked into. Raises `NotADatabase`, `Foreign` if it is another program's, `Newer` if its version is above `newest`,
    `Damaged` if SQLite cannot read its first page.
    """
    try:
        return _version(path, Access.FROZEN, newest)
    except (Damaged, NotADatabase):
        if not size_of(side_file(path, "-wal")):
            raise
    return _version(path, Access.READ, newest)


def _version(path: Path, access: Access, newest: int) -> int:
    with reporting(path), closing(connected(path, access)) as connection:
        return check_version(connection, path, newest=newest)


def check_version(connection: sqlite3.Connection, path: Path, *, newest: int) -> int:
    """The same over a connection that is open."""
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID and not connection.execute("PRAGMA page_count").fetchone()[0]:
        raise NotADatabase(_NO_DATABASE.format(quoted(path)))  # a byte or two: SQLite takes them for nothing
    if application != APPLICATION_ID:
        raise Foreign(
            f"{quoted(path)} is a database of another program, not of assess. It was not touched; "
            "give another path with --db."
        )
    if version > newest:
        raise Newer(
            f"{quoted(path)} was written by a newer assess (its schema is version {version}, this program "
            f"knows versions up to {newest}). It was not touched; update assess to open it."
        )
    return version


def check_sound(connection: sqlite3.Connection, path: Path, *, thorough: bool = False) -> None:
    """SQLite's own check of every page; `thorough` also checks every index. Raises `Damaged`."""
    with reporting(path):
        found = connection.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(1)").fetchone()
    if found != ("ok",):
        raise Damaged(f"{quoted(path)} is damaged ({' '.join(str(found[0]).split())[:120]}).")


@contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turns an error of SQLite or SQLAlchemy inside the block into a `StoreError` about `path`."""
    try:
        yield
    except DBAPIError as error:
        raise explained(error.orig or error, path) from error
    except sqlite3.Error as error:
        raise explained(error, path) from error


def explained(error: BaseException, path: Path) -> StoreError:
    """What an error of SQLite means for the reviewer."""
    extended = int(getattr(error, "sqlite_errorcode", 0) or 0)
    code, name = extended & 0xFF, quoted(path)
    if extended == sqlite3.SQLITE_READONLY_DBMOVED:
        return Gone(
            f"{name} was deleted, moved or replaced while it was open: nothing can be saved there any more."
        )
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(
            f"The disk that holds {name} is full: the last change was not saved. Everything saved before "
            "is there; make room and do it again."
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Locked(f"{name} is locked by another program; close that and do it again. Nothing was saved.")
    if code == sqlite3.SQLITE_READONLY:
        return ReadOnly(f"{name} cannot be written: it is read-only. The last change was not saved.")
    if code == sqlite3.SQLITE_CORRUPT:
        return Damaged(f"{name} is damaged ({error}).")
    if code == sqlite3.SQLITE_NOTADB:
        return NotADatabase(_NO_DATABASE.format(name))
    if code == sqlite3.SQLITE_CANTOPEN:
        if not path.parent.exists():
            return Missing(
                f"The folder {quoted(path.parent)} does not exist; create it or give another path."
            )
        return Unusable(f"{name} cannot be opened ({error}); check the rights of the file and its folder.")
    if code == sqlite3.SQLITE_IOERR:
        return Unusable(
            f"The disk that holds {name} reported an error ({error}): the last change was not saved. "
            "Check the disk and do it again; everything saved before is kept."
        )
    return StoreError(f"{name} could not be used: {error}.")
