"""Ordered, named steps from one schema to the next.

The version of a database (`PRAGMA user_version`) is the number of steps that have run. A step, its record
and its version are one transaction: a kill at any moment leaves the old schema or the new one. Never
change or reorder a step that was released; append a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, select, table

from app.store.clock import Clock
from app.store.errors import Damaged
from app.store.tables import utc_text

APPLICATION_ID = int.from_bytes(b"asse")
"""`PRAGMA application_id` of every database of ours."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step."""

    name: str
    apply: Callable[[Connection], None]
    """Changes the schema inside the caller's transaction, one statement a call, foreign keys off."""
    changes_rows_of: frozenset[str] = frozenset()
    """Tables whose number of rows may change; any other change of a number undoes the step."""


def _create_tables(connection: Connection) -> None:
    for statement in _FIRST_SCHEMA:
        connection.exec_driver_sql(statement)


def _add_documents(connection: Connection) -> None:
    for statement in _DOCUMENTS:
        connection.exec_driver_sql(statement)


def _add_detections(connection: Connection) -> None:
    for statement in _DETECTIONS:
        connection.exec_driver_sql(statement)


_FIRST_SCHEMA = (
    """CREATE TABLE migration (
        name TEXT NOT NULL PRIMARY KEY,
        applied_at TEXT NOT NULL
    )""",
    """CREATE TABLE setting (
        "key" TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    )""",
    """CREATE TABLE pack_copy (
        sha256 TEXT NOT NULL PRIMARY KEY,
        id TEXT NOT NULL,
        version TEXT NOT NULL,
        content BLOB NOT NULL,
        created_at TEXT NOT NULL
    )""",
    """CREATE TABLE assessment (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        slug TEXT NOT NULL CHECK (slug <> ''),
        vendor TEXT NOT NULL,
        product TEXT NOT NULL,
        pack_id TEXT NOT NULL,
        pack_version TEXT NOT NULL,
        pack_sha256 TEXT NOT NULL REFERENCES pack_copy (sha256),
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        deleted_at TEXT,
        answered INTEGER NOT NULL DEFAULT 0,
        in_force INTEGER NOT NULL DEFAULT 0,
        tier TEXT,
        findings TEXT NOT NULL DEFAULT '{}',
        review_date TEXT NOT NULL DEFAULT '',
        valid_until TEXT NOT NULL DEFAULT '',
        change_count INTEGER NOT NULL DEFAULT 0,
        head_sha256 TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE UNIQUE INDEX assessment_slug ON assessment (slug) WHERE deleted_at IS NULL",
    "CREATE INDEX assessment_changed_at ON assessment (changed_at)",
    """CREATE TABLE change (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        assessment_id INTEGER NOT NULL REFERENCES assessment (id),
        question TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        at TEXT NOT NULL,
        "by" TEXT NOT NULL,
        previous_sha256 TEXT NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
    )""",
    "CREATE INDEX change_assessment ON change (assessment_id, id)",
    """CREATE TABLE draft (
        assessment_id INTEGER NOT NULL REFERENCES assessment (id),
        question TEXT NOT NULL,
        field TEXT NOT NULL,
        text TEXT NOT NULL,
        base_change INTEGER NOT NULL DEFAULT 0,
        at TEXT NOT NULL,
        PRIMARY KEY (assessment_id, question, field)
    )""",
    """CREATE TRIGGER change_is_never_updated BEFORE UPDATE ON change
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER pack_copy_is_never_updated BEFORE UPDATE ON pack_copy
        BEGIN SELECT RAISE(ABORT, 'the wording of a pack is never changed'); END""",
    """CREATE TRIGGER pack_copy_is_never_deleted BEFORE DELETE ON pack_copy
        BEGIN SELECT RAISE(ABORT, 'the wording of a pack is never removed'); END""",
)

_OF_A_WHOLE = "(SELECT complete FROM document WHERE id = {}.document_id) = 1"


_NAMED = "EXISTS (SELECT 1 FROM attachment WHERE document_id = OLD.id)"


def _refusals(table: str, when: str, *events: str) -> tuple[str, ...]:
    """Triggers by which SQLite itself refuses these events where the condition holds."""
    return tuple(
        f"""CREATE TRIGGER {table}_refuses_{event.split()[0].lower()} BEFORE {event} ON {table} WHEN {when}
            BEGIN SELECT RAISE(ABORT, 'a stored document is never changed'); END"""
        for event in events
    )


_DOCUMENTS = (
    """CREATE TABLE document (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        media TEXT NOT NULL,
        size INTEGER NOT NULL,
        characters INTEGER NOT NULL,
        passages INTEGER NOT NULL,
        pages TEXT NOT NULL,
        title TEXT NOT NULL,
        notices TEXT NOT NULL,
        extractor TEXT NOT NULL,
        folding TEXT NOT NULL,
        complete INTEGER NOT NULL DEFAULT 0,
        added_at TEXT NOT NULL,
        text BLOB NOT NULL
    )""",
    "CREATE UNIQUE INDEX document_sha256 ON document (sha256) WHERE complete = 1",
    """CREATE TABLE document_part (
        document_id INTEGER NOT NULL REFERENCES document (id),
        ordinal INTEGER NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (document_id, ordinal)
    )""",
    """CREATE TABLE passage (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES document (id),
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        kind TEXT NOT NULL,
        context TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX passage_document ON passage (document_id, ordinal)",
    # contentless: the words and where they stand, but no second copy of the text
    """CREATE VIRTUAL TABLE passage_search USING fts5 (
        text, context, content='', tokenize='unicode61 remove_diacritics 2'
    )""",
    """CREATE TABLE attachment (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        assessment_id INTEGER NOT NULL REFERENCES assessment (id),
        document_id INTEGER NOT NULL REFERENCES document (id),
        name TEXT NOT NULL,
        added_at TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX attachment_document ON attachment (assessment_id, document_id)",
    "CREATE INDEX attachment_of ON attachment (document_id)",
    *_refusals(
        "document",
        "OLD.complete = 1",
        "UPDATE OF id, sha256, media, size, characters, passages, pages, title, notices, extractor, folding, "
        "added_at, text",
        "DELETE",
    ),
    # what nobody has is made unfinished, whole and at once, and then removed like any unfinished document
    f"""CREATE TRIGGER document_refuses_removal BEFORE UPDATE OF complete ON document
        WHEN OLD.complete = 1 AND (NEW.complete IS NOT 0 OR {_NAMED})
        BEGIN SELECT RAISE(ABORT, 'a stored document is never changed while an assessment has it'); END""",
    *_refusals("document_part", _OF_A_WHOLE.format("NEW"), "INSERT"),
    *_refusals("document_part", _OF_A_WHOLE.format("OLD"), "UPDATE", "DELETE"),
    *_refusals("passage", _OF_A_WHOLE.format("NEW"), "INSERT"),
    *_refusals("passage", _OF_A_WHOLE.format("OLD"), "UPDATE", "DELETE"),
    """CREATE TRIGGER attachment_is_of_a_whole_document BEFORE INSERT ON attachment
        WHEN (SELECT complete FROM document WHERE id = NEW.document_id) IS NOT 1
        BEGIN SELECT RAISE(ABORT, 'an unfinished document cannot be attached'); END""",
)

_DETECTIONS = (
    # what can be found again at any time, so that no trigger guards it against a change
    """CREATE TABLE detection (
        document_id INTEGER NOT NULL REFERENCES document (id),
        detector TEXT NOT NULL,
        digest TEXT NOT NULL CHECK (length(digest) = 64),
        hits TEXT NOT NULL,
        PRIMARY KEY (document_id, detector, digest)
    )""",
    """CREATE TRIGGER detection_is_of_a_whole_document BEFORE INSERT ON detection
        WHEN (SELECT complete FROM document WHERE id = NEW.document_id) IS NOT 1
        BEGIN SELECT RAISE(ABORT, 'nothing is detected in an unfinished document'); END""",
)

MIGRATIONS: tuple[Migration, ...] = (
    Migration("0001 first schema", _create_tables),
    Migration("0002 documents", _add_documents),
    Migration("0003 detections", _add_detections),
)


def migrate(engine: Engine, present: int, steps: Sequence[Migration], clock: Clock) -> None:
    """Run the steps after version `present`, each in a transaction of its own.

    Raises `Damaged` if a step loses rows or leaves the file unsound; that step is then undone.
    """
    for version, step in enumerate(steps[present:], start=present + 1):
        with engine.connect() as connection:
            # a table is rebuilt by dropping it, which must not reach the rows that point to it; the
            # setting has no effect inside a transaction
            _outside_transaction(connection, "PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    _run(connection, version, step, clock)
            finally:
                _outside_transaction(connection, "PRAGMA foreign_keys=ON")


def _run(connection: Connection, version: int, step: Migration, clock: Clock) -> None:
    before = _row_counts(connection)
    step.apply(connection)
    connection.exec_driver_sql(
        "INSERT INTO migration (name, applied_at) VALUES (?, ?)", (step.name, utc_text(clock()))
    )
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={version}")
    after = _row_counts(connection)
    for name, count in before.items():
        if name not in step.changes_rows_of | {"migration"} and after.get(name) != count:
            raise Damaged(
                f'The step "{step.name}" to a newer schema would have turned {count} rows of {name} into '
                f"{after.get(name, 0)}. It was undone; please report this."
            )
    problems = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if problems != ["ok"] or orphans:
        raise Damaged(
            f'The step "{step.name}" to a newer schema left the database unsound. It was undone; please report this.'
        )


def _row_counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).scalars()
    return {
        name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
        for name in names.all()
    }


def _outside_transaction(connection: Connection, statement: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(statement)
