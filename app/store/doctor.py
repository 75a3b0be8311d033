"""Looks at everything that can be wrong with a database and its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from app.store.assessments import wording
from app.store.backup import FOLDER, backups_of, check_backup
from app.store.database import Database
from app.store.document_checks import documents_checked, index_checked
from app.store.errors import StoreError, quoted
from app.store.filesystem import SIDE_FILES, side_file, size_of
from app.store.inspection import check_sound, reporting
from app.store.journal import verify_chain
from app.store.migrations import MIGRATIONS
from app.store.statements import ASSESSMENT, PACK_COPY
from app.store.values import Check, Level

_LITTLE_ROOM = 100_000_000
"""Bytes free on the disk below which we warn."""
_SHARED_FOLDERS = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud",
    "nextcloud",
    "owncloud",
    "syncthing",
)


def examine(database: Database) -> list[Check]:
    """Every check with its outcome, in the order of a sensible look. Changes nothing."""
    checks = [
        ("SQLite", _sqlite),
        ("File", _file),
        ("Rights", _rights),
        ("Place", _place),
        ("Writing", _writing),
        ("Journal mode", _journal_mode),
        ("Schema", _schema),
        ("Pages", _pages),
        ("References", _references),
        ("History", _history),
        ("Wording", _wording),
        ("Documents", documents_checked),
        ("Search", index_checked),
        ("Backups", _backups),
        ("Disk space", _disk_space),
    ]
    return [_guarded(name, check, database) for name, check in checks]


def _guarded(name: str, check: Callable[[Database], tuple[Level, str]], database: Database) -> Check:
    """A check that cannot be made has failed; the others are still made."""
    try:
        with reporting(database.path):
            level, detail = check(database)
    except StoreError as error:
        level, detail = Level.FAILED, error.message
    except OSError as error:
        level, detail = (
            Level.FAILED,
            f"{quoted(database.path)} cannot be looked at: {error.strerror or error}.",
        )
    return Check(name, level, detail)


def _pragma(database: Database, name: str) -> str:
    return str(database.connection.execute(f"PRAGMA {name}").fetchone()[0])


def _sqlite(_: Database) -> tuple[Level, str]:
    return Level.OK, f"version {sqlite3.sqlite_version}"


def _file(database: Database) -> tuple[Level, str]:
    found = database.path.stat()
    if found.st_nlink > 1:
        return Level.WARNING, (
            f"{quoted(database.path)} has {found.st_nlink} names (hard links). Opened under two of them at once "
            "it can be damaged; keep one."
        )
    return Level.OK, f"{database.path}, {_bytes(found.st_size)}"


def _rights(database: Database) -> tuple[Level, str]:
    if os.name == "nt":
        return Level.OK, "as Windows gives them to this user's folders"
    folder = database.path.parent / FOLDER
    files = [database.path, *(side_file(database.path, suffix) for suffix in SIDE_FILES)]
    files += [backup.path for backup in backups_of(database.path)] + ([folder] if folder.is_dir() else [])
    open_to_others = [p for p in files if p.exists() and stat.S_IMODE(p.stat().st_mode) & 0o077]
    if open_to_others:
        names = ", ".join(str(p) for p in open_to_others[:5])
        return (
            Level.WARNING,
            f"other users of this computer may read: {names}. Take that away with: chmod go= FILE",
        )
    return Level.OK, "only this user can read the database and its backups"


def _place(database: Database) -> tuple[Level, str]:
    if database.network:
        return Level.WARNING, (
            f"a network disk ({database.network}); SQLite cannot promise safety there. A local disk is better."
        )
    shared = [part for part in database.path.parts[:-1] if part.lower().startswith(_SHARED_FOLDERS)]
    if shared:
        return Level.WARNING, (
            f"inside {quoted(shared[0])}, which looks like a folder that is synchronized. That can damage an open "
            "database; keep it elsewhere and put backups there."
        )
    return Level.OK, "a local disk"


def _writing(database: Database) -> tuple[Level, str]:
    if database.held_by:
        return Level.WARNING, f"open for reading only: {database.held_by} has it open"
    if database.read_only:
        return Level.OK, "open for reading only"
    return Level.OK, "open for writing by this process alone"


def _journal_mode(database: Database) -> tuple[Level, str]:
    mode = _pragma(database, "journal_mode").lower()
    synchronous = ("off", "normal", "full", "extra")[int(_pragma(database, "synchronous"))]
    good = database.read_only or (mode, synchronous) in {("wal", "full"), ("delete", "extra")}
    if good:
        return Level.OK, f"{mode}, synchronous {synchronous}"
    return (
        Level.FAILED,
        f"{mode}, synchronous {synchronous}: a power cut could lose answers. Close and open it again.",
    )


def _schema(database: Database) -> tuple[Level, str]:
    version = int(_pragma(database, "user_version"))
    names = [str(name) for (name,) in database.connection.execute("SELECT name FROM migration ORDER BY name")]
    if version != len(MIGRATIONS) or names != sorted(step.name for step in MIGRATIONS):
        return Level.FAILED, f"version {version} of {len(MIGRATIONS)}, with the steps {', '.join(names)}"
    return Level.OK, f"version {version}"


def _pages(database: Database) -> tuple[Level, str]:
    database.connection.execute(
        "PRAGMA shrink_memory"
    )  # what stands on the disk, not what is remembered of it
    check_sound(database.connection, database.path, thorough=True)
    return Level.OK, f"{_pragma(database, 'page_count')} pages and all indexes are sound"


def _references(database: Database) -> tuple[Level, str]:
    orphans = database.connection.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        tables = ", ".join(sorted({str(row[0]) for row in orphans}))
        return Level.FAILED, f"{len(orphans)} rows point to something that is not there (in {tables})"
    return Level.OK, "every row points to something that is there"


def _history(database: Database) -> tuple[Level, str]:
    with database.reading() as connection:
        assessments = connection.execute(
            select(ASSESSMENT.c.id, ASSESSMENT.c.slug, ASSESSMENT.c.change_count)
        ).all()
        bad = [
            f"{slug} (from change {change})"
            for number, slug, _ in assessments
            if (change := verify_chain(connection, number)) is not None
        ]
    if bad:
        return Level.FAILED, (
            f"changed outside assess: {', '.join(bad[:10])}. What was answered there cannot be trusted; compare "
            "with a backup."
        )
    changes = sum(count for *_, count in assessments)
    return Level.OK, f"{changes:,} changes in {len(assessments):,} assessments, each as it was written"


def _wording(database: Database) -> tuple[Level, str]:
    with database.reading() as connection:
        packs = connection.execute(select(PACK_COPY.c.sha256, PACK_COPY.c.content)).all()
    for sha256, content in packs:
        wording(sha256, content)
    return Level.OK, f"{len(packs)} {'pack' if len(packs) == 1 else 'packs'} kept with the assessments"


def _backups(database: Database) -> tuple[Level, str]:
    backups = backups_of(database.path)
    if not backups:
        return (
            Level.WARNING,
            f"none yet in {quoted(database.path.parent / FOLDER)}; make one with: assess backup",
        )
    newest = backups[0]
    try:
        check_backup(newest.path)
    except StoreError as error:
        return Level.FAILED, f"the newest cannot be used: {error.message}"
    return Level.OK, f"{len(backups)}, the newest of {_when(newest.made_at)}, sound: {newest.path}"


def _disk_space(database: Database) -> tuple[Level, str]:
    free = shutil.disk_usage(database.path.parent).free
    if free < max(_LITTLE_ROOM, 3 * size_of(database.path)):
        return Level.WARNING, f"only {_bytes(free)} free where the database lies"
    return Level.OK, f"{_bytes(free)} free"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _bytes(number: float) -> str:
    if number < 1000:
        return f"{number:.0f} bytes"
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 1000:
            return f"{number:.1f} {unit}"
    return f"{number / 1000:.1f} TB"
