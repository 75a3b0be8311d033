"""One connection of SQLite with its settings, and the engine over it."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

READING = "assess_reading"
"""Execution option of a transaction that only reads."""

_BUSY_SECONDS = 2.0
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


class Access(StrEnum):
    """How SQLite opens a file, as a part of its URI."""

    WRITE = "mode=rw"
    READ = "mode=ro"
    """Sees what another process writes; may leave `-shm` and `-wal` beside the file."""
    FROZEN = "immutable=1"
    """Touches nothing at all; only for a file that nobody writes and that has no `-wal` to look into."""


def connected(path: Path, access: Access) -> sqlite3.Connection:
    """A connection to an existing file; it begins no transaction by itself.

    Any thread may use it, one at a time. Raises `sqlite3.Error`.
    """
    connection = sqlite3.connect(
        f"{path.as_uri()}?{access.value}",
        uri=True,
        isolation_level=None,
        timeout=_BUSY_SECONDS,
        check_same_thread=False,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def set_journal(connection: sqlite3.Connection, *, network: bool) -> None:
    """Make every commit last: WAL on a local disk; a rollback journal on a network disk.

    A -wal needs memory shared between processes, which a network disk does not have.
    """
    journal, synchronous = ("DELETE", "EXTRA") if network else ("WAL", "FULL")
    connection.execute(f"PRAGMA journal_mode={journal}")
    connection.execute(f"PRAGMA synchronous={synchronous}")


def engine_over(connection: sqlite3.Connection) -> Engine:
    """An engine over this one connection, whose transactions are SQLite's own, schema changes included.

    Values bound to statements stay out of its error messages.
    """
    engine = create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
