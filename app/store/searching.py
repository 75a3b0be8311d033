"""Search over passages by FTS5's BM25, best first.

`passage_search` in the database has the words of every passage. BM25 weighs a term by how rare it is, and
FTS5 counts that over the whole table: the same documents would be ranked differently in another library, and
each search would walk through the passages of all assessments. So the documents of a search are indexed by
themselves in memory, once, which takes a few hundredths of a second; only where they are very many is the
database's own index used.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, select, text

from app.assessment.passages import BlockKind, Hit
from app.store.database import Database
from app.store.expression import Groups, match_expression
from app.store.folding import folded
from app.store.statements import COMPLETE, DOCUMENT, DOCUMENT_TEXT, PASSAGES
from app.store.text import unpacked

SCOPE_PASSAGES = 10_000
"""Up to so many passages the documents of a search are indexed by themselves: about 100 of 30 pages."""
_SCOPES_KEPT = 3

_OWN_SCHEMA = """
    CREATE TABLE passage (id INTEGER PRIMARY KEY, document, ordinal, start, "end", context, kind, text);
    CREATE VIRTUAL TABLE passage_search USING fts5 (
        text, context, content='', tokenize='unicode61 remove_diacritics 2'
    );
"""
_OWN_SEARCH = """
    SELECT document, ordinal, start, "end", p.context, p.text, kind, bm25(passage_search, 1.0, 0.4) AS score
    FROM passage_search JOIN passage AS p ON p.id = passage_search.rowid
    WHERE passage_search MATCH ? ORDER BY score, document, ordinal LIMIT ?
"""
_SEARCH = text("""
    SELECT p.document_id, p.ordinal, p.start, p."end", p.context, p.kind, score
    FROM (
        SELECT rowid AS id, bm25(passage_search, 1.0, 0.4) AS score
        FROM passage_search WHERE passage_search MATCH :words
    ) AS found CROSS JOIN passage AS p ON p.id = found.id
    WHERE p.document_id IN (SELECT value FROM json_each(:documents))
    ORDER BY score, p.document_id, p.ordinal LIMIT :limit
""")


class Searching:
    """Searches in one database. Any thread may search; they take turns."""

    def __init__(self, database: Database) -> None:
        """Takes the open database."""
        self._database = database
        self._turn = threading.Lock()
        self._scopes: OrderedDict[frozenset[int], _Scope] = OrderedDict()

    def search(self, documents: Sequence[int], groups: Groups, limit: int) -> list[Hit]:
        """The best passages of these documents, the best first; numbers of no document find nothing."""
        words = match_expression(groups)
        if not words or limit < 1 or not documents:
            return []
        with self._turn:
            scope = self._scope(frozenset(documents))
            if scope is not None:
                return scope.search(words, limit)
        return self._search_all(frozenset(documents), words, limit)

    def prepare(self, documents: Iterable[int]) -> None:
        """Index these documents now, so that the first search of them does not have to."""
        with self._turn:
            self._scope(frozenset(documents))

    def forget(self, documents: Iterable[int]) -> None:
        """Forget the indexes that hold any of these documents."""
        gone = frozenset(documents)
        with self._turn:
            for key in [key for key in self._scopes if key & gone]:
                self._scopes.pop(key).close()

    def close(self) -> None:
        """Forget every index."""
        with self._turn:
            for scope in self._scopes.values():
                scope.close()
            self._scopes.clear()

    def _scope(self, documents: frozenset[int]) -> _Scope | None:
        """The index of exactly these documents; None where they are too many."""
        if documents not in self._scopes:
            with self._database.reading() as connection:
                sizes = _sizes(connection, documents)
            if sum(sizes.values()) > SCOPE_PASSAGES:
                return None
            documents = frozenset(sizes)
        scope = self._scopes.get(documents) or self._indexed(documents)
        self._scopes[documents] = scope
        self._scopes.move_to_end(documents)
        while len(self._scopes) > _SCOPES_KEPT:
            self._scopes.popitem(last=False)[1].close()
        return scope

    def _indexed(self, documents: frozenset[int]) -> _Scope:
        """An index of these documents, made out of one that lacks some of them where there is such a one."""
        smaller = max((known for known in self._scopes if known < documents), key=len, default=frozenset())
        scope = self._scopes.pop(smaller, None) or _Scope()
        for number in sorted(documents - smaller):
            # one document at a time, so that an answer can be saved in between
            with self._database.reading() as connection:
                packed = connection.execute(DOCUMENT_TEXT, {"document_id": number}).scalar()
                rows = connection.execute(PASSAGES, {"document_id": number}).all()
            if packed is not None:  # removed since it was counted
                scope.add(number, unpacked(packed), rows)
        return scope

    def _search_all(self, documents: frozenset[int], words: str, limit: int) -> list[Hit]:
        with self._database.reading() as connection:
            complete = json.dumps(sorted(_sizes(connection, documents)))
            rows = connection.execute(_SEARCH, {"words": words, "documents": complete, "limit": limit}).all()
            texts = {number: _text(connection, number) for number in {row.document_id for row in rows}}
        return [
            Hit(
                document=row.document_id,
                ordinal=row.ordinal,
                start=row.start,
                end=row.end,
                context=row.context,
                text=texts[row.document_id][row.start : row.end],
                kind=BlockKind(row.kind),
                bm25=row.score,
            )
            for row in rows
        ]


class _Scope:
    """Some documents, indexed by themselves in memory."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.executescript(_OWN_SCHEMA)
        self._count = 0

    def add(self, number: int, whole: str, rows: Iterable[Any]) -> None:
        """Index a document: its number, its text and the rows of its passages in their order."""
        passages, words = [], []
        for ordinal, row in enumerate(rows):
            self._count += 1
            piece = whole[row.start : row.end]
            passages.append((self._count, number, ordinal, row.start, row.end, row.context, row.kind, piece))
            words.append((self._count, folded(piece), folded(row.context)))
        with closing(self._connection.cursor()) as cursor:
            cursor.execute("BEGIN")
            cursor.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?)", passages)
            cursor.executemany("INSERT INTO passage_search (rowid, text, context) VALUES (?, ?, ?)", words)
            cursor.execute("COMMIT")

    def search(self, words: str, limit: int) -> list[Hit]:
        """The best passages, the best first."""
        return [
            Hit(document, ordinal, start, end, context, piece, BlockKind(kind), score)
            for document, ordinal, start, end, context, piece, kind, score in self._connection.execute(
                _OWN_SEARCH, (words, limit)
            )
        ]

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()


def _sizes(connection: Connection, documents: frozenset[int]) -> dict[int, int]:
    """How many passages each of these documents has; those that are not (wholly) there are missing."""
    numbers = text("SELECT value FROM json_each(:numbers)").bindparams(numbers=json.dumps(sorted(documents)))
    rows = connection.execute(
        select(DOCUMENT.c.id, DOCUMENT.c.passages).where(COMPLETE, DOCUMENT.c.id.in_(numbers))
    )
    return {row.id: row.passages for row in rows}


def _text(connection: Connection, number: int) -> str:
    return unpacked(connection.execute(DOCUMENT_TEXT, {"document_id": number}).scalar_one())
