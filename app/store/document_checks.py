"""What the doctor looks at in the documents: are they as they came, and can their passages be found."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from app.store.database import Database
from app.store.errors import Damaged
from app.store.statements import DOCUMENT, DOCUMENT_TEXT, NAMED_BY_NONE, PARTS, PASSAGE
from app.store.text import unpacked
from app.store.values import Level

_KNOWN = select(
    DOCUMENT.c.id, DOCUMENT.c.sha256, DOCUMENT.c.size, DOCUMENT.c.characters, DOCUMENT.c.passages
).where(DOCUMENT.c.complete == 1)
_EXTENT = select(func.count(), func.min(PASSAGE.c.end - PASSAGE.c.start), func.max(PASSAGE.c.end))
_WITHOUT_WORDS = text("SELECT count(*) FROM passage WHERE id NOT IN (SELECT id FROM passage_search_docsize)")
_CHECK_INDEX = text("INSERT INTO passage_search (passage_search) VALUES ('integrity-check')")
"""A command in the form of an INSERT; it writes nothing."""


def documents_checked(database: Database) -> tuple[Level, str]:
    """Compare the bytes of every document with its hash, and its text and passages with what is known of them."""
    with database.reading() as connection:
        documents = connection.execute(_KNOWN).all()
        unfinished = connection.execute(
            select(func.count()).select_from(DOCUMENT).where(DOCUMENT.c.complete == 0)
        ).scalar_one()
        left_out = connection.execute(
            select(func.count()).select_from(DOCUMENT).where(NAMED_BY_NONE)
        ).scalar_one()
    bad, size = [], 0
    for document in documents:
        with database.reading() as connection:  # one at a time, so that an answer can be saved in between
            if not _is_as_it_came(connection, document):
                bad.append(document.sha256[:12])
        size += document.size
    if bad:
        return Level.FAILED, (
            f"{len(bad)} of {len(documents):,} are not as they came: {', '.join(bad[:10])}. Quotes from them "
            "cannot be trusted; compare with a backup."
        )
    note = ""
    if unfinished:
        note = f"; {unfinished} half added or half removed when it was cut off, removed when the database is closed"
    if left_out:
        note += f"; {left_out} that no assessment has, removed when the database is closed"
    return Level.OK, f"{len(documents):,} kept ({size / 1e6:,.1f} MB), each as it came{note}"


def _is_as_it_came(connection: Connection, document: Any) -> bool:
    number = {"document_id": document.id}
    digest = hashlib.sha256()
    for part in connection.execute(PARTS, number).scalars():
        digest.update(part)
    if digest.hexdigest() != document.sha256:
        return False
    try:
        words = unpacked(connection.execute(DOCUMENT_TEXT, number).scalar_one())
    except Damaged:
        return False
    count, shortest, end = connection.execute(_EXTENT.where(PASSAGE.c.document_id == document.id)).one()
    return (
        len(words) == document.characters
        and count == document.passages
        and (shortest or 0) >= 0
        and (end or 0) <= len(words)
    )


def index_checked(database: Database) -> tuple[Level, str]:
    """Whether every passage is in the index and the index is sound, by FTS5's own check."""
    with database.reading() as connection:
        passages = connection.execute(select(func.count()).select_from(PASSAGE)).scalar_one()
        missing = connection.execute(_WITHOUT_WORDS).scalar_one()
        if missing:
            return Level.FAILED, _UNFIT.format(f"{missing:,} of {passages:,} passages are not in it")
        if database.read_only:  # SQLite takes the command for a write
            return Level.OK, f"{passages:,} passages; looked into only where the database can be written"
        try:
            connection.execute(_CHECK_INDEX)
        except (DBAPIError, sqlite3.Error):
            return Level.FAILED, _UNFIT.format("it does not fit together")
    return Level.OK, f"{passages:,} passages, and their index is sound"


_UNFIT = (
    "the index of the passages is damaged ({}): a search over very many documents can miss some. The documents "
    "themselves are checked above; a backup has a sound one."
)
