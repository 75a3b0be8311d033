"""Kills a process at every statement of opening a database. Run by `test_migrations.py`.

`migrate FOLDER VERSION`: a database of this version is opened by a program of the next. `create FOLDER
VERSION`: there is no database yet. Prints one line of JSON: what was found after each kill, with how often.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections import Counter
from pathlib import Path

import app.store.opening
from app.store.backup import backups_of, check_backup
from app.store.connection import Access, connected
from app.store.database import Database
from tests.store.next_schema import NEXT
from tests.store.samples import Clock, filled


def open_and_die(path: Path, statement: int, migrations: tuple) -> None:
    """Open in this process and end it at the given statement, or after the last one."""
    seen = 0

    def traced(file: Path, access: Access) -> sqlite3.Connection:
        connection = connected(file, access)
        connection.set_trace_callback(die)
        return connection

    def die(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os._exit(9)

    app.store.opening.connected = traced
    Database(path, Clock(), migrations=migrations)
    os._exit(0)


def killed_at(path: Path, statement: int, migrations: tuple) -> bool:
    child = os.fork()
    if not child:
        try:
            open_and_die(path, statement, migrations)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9), code
    return code == 9


def schema(path: Path) -> tuple[int, list[str], str]:
    with sqlite3.connect(path) as connection:
        tables = [n for (n,) in connection.execute("SELECT name FROM sqlite_master ORDER BY name")]
        owners = "owner" in [row[1] for row in connection.execute("PRAGMA table_info(assessment)")]
        steps = connection.execute("SELECT count(*) FROM migration").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert steps == version
        assert connection.execute("SELECT count(*) FROM change").fetchone()[0] in (0, 3)
    connection.close()
    return version, tables, "owner" if owners else ""


def after_kill(path: Path, migrations: tuple) -> str:
    found = schema(path)
    assert found in KNOWN, found
    if found == KNOWN[1]:
        (made,) = [b for b in backups_of(path) if b.reason == "migration"]
        check_backup(made.path)
        assert schema(made.path) == KNOWN[0]
    Database(path, Clock(), migrations=migrations).close()
    assert schema(path) == KNOWN[1]
    return "old" if found == KNOWN[0] else "new"


def main(what: str, folder: Path, version: int) -> None:
    present, following = NEXT[:version], NEXT[: version + 1]
    old = folder / "old.db"
    filled(old, 3, migrations=present)
    KNOWN.append(schema(old))
    Database(Path(shutil.copy(old, folder / "new.db")), Clock(), migrations=following).close()
    KNOWN.append(schema(folder / "new.db"))
    found: Counter[str] = Counter()
    statement = 0
    died = True
    while died:
        statement += 1
        here = folder / str(statement)
        here.mkdir()
        path = here / "data.db"
        if what == "migrate":
            shutil.copy(old, path)
            died = killed_at(path, statement, following)
            found[after_kill(path, following)] += 1
        else:
            died = killed_at(path, statement, present)
            found["new" if path.exists() else "old"] += 1
            Database(path, Clock(), migrations=present).close()
            assert schema(path) == KNOWN[0]
    sys.stdout.write(json.dumps({"statements": statement, **found}))


KNOWN: list[tuple[int, list[str], str]] = []

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
