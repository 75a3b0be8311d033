"""Copies of the database by SQLite's own backup call, and the way back.

Copying the file as a file would miss what still stands in the `-wal` and free the locks on it.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from app.store.clock import Clock, utc_now
from app.store.connection import Access, connected
from app.store.errors import (
    AlreadyThere,
    Damaged,
    DiskFull,
    Locked,
    Missing,
    NotADatabase,
    StoreError,
    Unusable,
    quoted,
)
from app.store.filesystem import (
    PRIVATE_FOLDER,
    SIDE_FILES,
    create_private,
    side_file,
    size_of,
    sync_file,
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
from app.store.lock import FileLock, HeldError
from app.store.migrations import MIGRATIONS
from app.store.values import Backup

FOLDER = "backups"
KEPT = 10
"""How many backups of each automatic reason are kept."""
MANUAL = "manual"
"""Backups that somebody asked for; they are never removed."""

_NAME = re.compile(
    r"\.(?P<at>\d{8}T\d{6}Z)(?:-(?P<number>\d+))?\.(?P<reason>daily|migration|restore|manual)$"
)
_ANY_VERSION = 2**31
_PART = ".part"
_STALE_SECONDS = 3600
_FULL = "The disk that holds {} is full; nothing was written there. Make room and do it again."
_STAMP = "%Y%m%dT%H%M%SZ"


def backups_of(database: Path) -> list[Backup]:
    """The backups in the folder beside a database, newest first."""
    found = []
    with suppress(OSError):
        for entry in os.scandir(database.parent / FOLDER):
            path = Path(entry.path)
            if path.suffix != _suffix(database) or not path.stem.startswith(database.stem + "."):
                continue
            match = _NAME.fullmatch(path.stem[len(database.stem) :])
            if match and entry.is_file(follow_symlinks=False):
                made_at = datetime.strptime(match["at"], _STAMP).replace(tzinfo=UTC)
                backup = Backup(path, made_at, match["reason"], entry.stat().st_size)
                found.append((made_at, int(match["number"] or 1), path.name, backup))
    return [backup for *_, backup in sorted(found, key=lambda f: f[:3], reverse=True)]


def newest_good(database: Path) -> Backup | None:
    """The newest backup that is ours, readable by this program and sound."""
    for backup in backups_of(database):
        try:
            check_backup(backup.path)
        except StoreError:
            continue
        return backup
    return None


def way_back(database: Path) -> str:
    """The sentence that names the newest good backup of a damaged database, or says that there is none."""
    backup = newest_good(database)
    if backup is None:
        return f"It was not touched. No good backup of it was found in {quoted(database.parent / FOLDER)}."
    return (
        f"It was not touched. The newest good backup is of {backup.made_at.astimezone():%Y-%m-%d %H:%M}; "
        f"bring it back with: assess restore {quoted(backup.path)}"
    )


def check_backup(file: Path, *, newest: int = len(MIGRATIONS)) -> None:
    """Check every page of a file that may be restored.

    Raises `Missing`, `Unusable`, `Foreign`, `Newer` or `Damaged` if this program cannot use it.
    """
    place = look_at(file)
    if place.present is Present.NOTHING:
        raise Missing(f"There is no file {quoted(file)}.")
    if place.present is Present.EMPTY:
        raise Damaged(f"{quoted(file)} is empty.")
    access = Access.READ if unfinished(place.path) else Access.FROZEN
    version_of(place.path, newest=newest)
    with reporting(place.path), closing(connected(place.path, access)) as connection:
        check_version(connection, place.path, newest=newest)
        check_sound(connection, place.path, thorough=True)


def write_backup(source: sqlite3.Connection, target: Path, *, replace: bool = False) -> Path:
    """Copy the open database `source` to `target`, whole or not at all, as one file with mode 0600.

    The copy is checked before it gets its name. Raises `AlreadyThere` unless `replace` is set, `Missing`
    for a folder that is not there, `Damaged` if the copy (and so the source) is not sound, `DiskFull`.
    """
    target = target.absolute()
    if target.is_dir():
        raise Unusable(f"{quoted(target)} is a folder; give the name of a file in it.")
    if os.path.lexists(target) and not replace:
        raise AlreadyThere(f"{quoted(target)} exists already and was not replaced; give another name.")
    growing = target.with_name(f".{target.name}.{os.getpid()}{_PART}")
    try:
        _copy(source, growing, named=target)
        with _reporting_files(target):
            if replace:
                growing.replace(target)
            else:
                _rename_if_free(growing, target)
            sync_folder(target.parent)
    finally:
        _remove(growing)
    return target


def _copy(source: sqlite3.Connection, target: Path, *, named: Path) -> None:
    """Copy to a new file, check the copy and wait until it is on the disk; errors speak of `named`."""
    with _reporting_files(named):
        _remove(target)
        create_private(target)
        try:
            with reporting(named), closing(connected(target, Access.WRITE)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, that opens without side files
                check_sound(copy, named, thorough=True)
        except DiskFull:
            raise DiskFull(_FULL.format(quoted(named))) from None
        sync_file(target)


def keep_backup(source: sqlite3.Connection, database: Path, reason: str, now: datetime) -> Path:
    """Copy the open `database` into the folder of backups beside it and prune that folder.

    Of every automatic reason the newest `KEPT` stay; a reason of `manual` is never pruned.
    """
    folder = database.parent / FOLDER
    with _reporting_files(folder):
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    stamp, number = now.astimezone(UTC).strftime(_STAMP), 1
    while True:
        count = f"-{number}" if number > 1 else ""
        target = folder / f"{database.stem}.{stamp}{count}.{reason}{_suffix(database)}"
        try:
            write_backup(source, target)
            break
        except AlreadyThere:
            number += 1
    _prune(database, reason, now, spare=target)
    return target


def _prune(database: Path, reason: str, now: datetime, *, spare: Path) -> None:
    """Remove old backups of an automatic reason, and what a kill left of unfinished ones.

    The one just made is spared whatever its date: a clock may have been set back.
    """
    others = [b.path for b in backups_of(database) if b.reason == reason and b.path != spare]
    surplus = [] if reason == MANUAL else others[KEPT - 1 :]
    for leftover in (database.parent / FOLDER).glob(f".*{_PART}"):
        if _modified(leftover) < now.timestamp() - _STALE_SECONDS:
            surplus.append(leftover)
    for path in surplus:
        with suppress(OSError):
            path.unlink()


def half_restored(database: Path) -> Path:
    """Where a restore gathers the new file; one that is there while nobody restores was left by a kill."""
    return database.with_name(f".{database.name}.restored")


def backup_is_due(database: Path, now: datetime) -> bool:
    """Whether the database changed since its newest backup, and none was made today (UTC)."""
    backups = backups_of(database)
    if any(b.made_at.date() == now.astimezone(UTC).date() for b in backups):
        return False
    wal = side_file(database, "-wal")
    written = max(_modified(database), _modified(wal) if size_of(wal) else 0.0)
    return all(written > _modified(b.path) for b in backups)


def restore(database: Path, file: Path, clock: Clock = utc_now) -> Path | None:
    """Put the backup `file` in the place of `database`; returns where the database of before was kept.

    The backup is checked first and copied, never moved. A sound present database is backed up, a damaged
    one is set aside with its `-wal`; None is returned where there was nothing. Raises `Locked` while any
    process has the database open for writing, `Foreign` if a database of another program is there, else
    what `check_backup` and `write_backup` raise.
    """
    place = look_at(database)
    check_backup(file)
    source_path = look_at(file).path
    if source_path == place.path:
        raise Unusable(f"{quoted(file)} is the database itself; give the path of a backup.")
    with _reporting_files(place.path):
        try:
            lock = FileLock.acquire(place.path, clock)
        except HeldError as held:
            raise Locked(
                f"{quoted(place.path)} is open in {held.holder}; close that first. Nothing was restored."
            ) from None
    try:
        incoming = half_restored(place.path)
        access = Access.READ if unfinished(source_path) else Access.FROZEN
        try:
            with reporting(source_path), closing(connected(source_path, access)) as source:
                _copy(source, incoming, named=place.path)
            kept = _keep_present(place.path, place.present, clock())
            with _reporting_files(place.path):
                for suffix in SIDE_FILES:  # those of the old file would be read as the new one's
                    _remove(side_file(place.path, suffix))
                incoming.replace(place.path)
                sync_folder(place.path.parent)
        finally:
            _remove(incoming)
        return kept
    finally:
        lock.release()


def _keep_present(database: Path, present: Present, now: datetime) -> Path | None:
    """A backup of what is there now, or the file itself under another name if it is no sound database."""
    if present is not Present.FILE:
        return _set_aside(database, now) if unfinished(database) else None
    try:
        version_of(database, newest=_ANY_VERSION)
        with reporting(database), closing(connected(database, Access.WRITE)) as source:
            check_sound(source, database)
            kept = keep_backup(source, database, "restore", now)
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (Damaged, NotADatabase):
        return _set_aside(database, now)
    return kept


def _set_aside(database: Path, now: datetime) -> Path:
    """Give a file that SQLite cannot read another name beside it, with what belongs to it."""
    stamp, number = now.astimezone(UTC).strftime(_STAMP), 1
    aside = database.with_name(f"{database.stem}.{stamp}.damaged{_suffix(database)}")
    while os.path.lexists(aside):
        number += 1
        aside = database.with_name(f"{database.stem}.{stamp}-{number}.damaged{_suffix(database)}")
    with _reporting_files(database):
        for suffix in ("-wal", "-journal"):
            if size_of(side_file(database, suffix)):
                side_file(database, suffix).rename(side_file(aside, suffix))
        if database.exists():
            try:
                os.link(database, aside)  # the name itself is never without a file: the next step replaces it
            except OSError:  # a file system without hard links
                database.rename(aside)
    return aside


def _suffix(database: Path) -> str:
    return database.suffix or ".db"


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


def _rename_if_free(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        raise AlreadyThere(
            f"{quoted(target)} exists already and was not replaced; give another name."
        ) from None
    except OSError:  # a file system without hard links
        source.rename(target)


@contextmanager
def _reporting_files(path: Path) -> Iterator[None]:
    """Turns an error of the file system inside the block into a `StoreError` about `path`."""
    try:
        yield
    except FileNotFoundError:
        raise Missing(
            f"The folder {quoted(path.parent)} does not exist; create it or give another path."
        ) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(_FULL.format(quoted(path))) from error
        raise Unusable(f"{quoted(path)} cannot be written: {error.strerror or error}.") from error


__all__ = [
    "FOLDER",
    "KEPT",
    "MANUAL",
    "backup_is_due",
    "backups_of",
    "check_backup",
    "half_restored",
    "keep_backup",
    "newest_good",
    "restore",
    "way_back",
    "write_backup",
]
