"""The next migration as one may come: a new table, a new column that is filled, and a table built anew."""

from __future__ import annotations

from sqlalchemy import Connection

from app.store.migrations import MIGRATIONS, Migration


def add_owners(connection: Connection) -> None:
    for statement in (
        """CREATE TABLE owner (
            id INTEGER NOT NULL PRIMARY KEY,
            assessment_id INTEGER NOT NULL REFERENCES assessment (id),
            name TEXT NOT NULL
        )""",
        "ALTER TABLE assessment ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
        "UPDATE assessment SET owner = vendor",
        """CREATE TABLE new_pack_copy (
            sha256 TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, content BLOB NOT NULL,
            created_at TEXT NOT NULL, language TEXT NOT NULL DEFAULT 'en'
        )""",
        "INSERT INTO new_pack_copy SELECT *, 'en' FROM pack_copy",
        "DROP TRIGGER pack_copy_is_never_deleted",
        "DROP TABLE pack_copy",
        "ALTER TABLE new_pack_copy RENAME TO pack_copy",
        """CREATE TRIGGER pack_copy_is_never_deleted BEFORE DELETE ON pack_copy
            BEGIN SELECT RAISE(ABORT, 'the wording of a pack is never removed'); END""",
    ):
        connection.exec_driver_sql(statement)


NEXT = (*MIGRATIONS, Migration("0004 owners", add_owners))
