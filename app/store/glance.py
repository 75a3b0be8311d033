"""The rows of the library by the shortest way: they can be on the screen while SQLModel is still being imported.

Nothing is checked here and nothing is written. `Store.open` does both a moment later, and what it says counts.
"""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from app.assessment.answer import Assessment, Summary
from app.store.values import LibraryRow

_OURS = int.from_bytes(b"asse")
_ROWS = (
    "SELECT id, slug, vendor, product, pack_id, pack_version, pack_sha256, created_at, changed_at, deleted_at,"
    " answered, in_force, tier, findings, review_date, valid_until"
    " FROM assessment WHERE deleted_at IS NULL ORDER BY changed_at DESC, id DESC"
)


def glance(path: Path) -> list[LibraryRow]:
    """Every assessment with its summary, last changed first, as `Store.library` gives them.

    Empty where there is anything unusual about the file; why, `Store.open` will say.
    """
    try:
        if not path.is_file():
            return []
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=0)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != _OURS:
                return []
            return library_rows(connection.execute(_ROWS))
    except (sqlite3.Error, OSError, ValueError, TypeError):
        return []


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keeps the cyclic garbage collector still: values make no cycles, and it would look at each of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_no_collection()
def library_rows(rows: Iterable[Any]) -> list[LibraryRow]:
    """Rows of `LISTED` as values; ten thousand of them in a few hundredths of a second."""
    moment = datetime.fromisoformat
    counts: dict[str, dict[str, int]] = {}  # few texts differ, and parsing is what costs most
    listed = []
    for (
        number, slug, vendor, product, pack_id, pack_version, pack_sha256, created_at, changed_at, deleted_at,
        answered, in_force, tier, findings, review_date, valid_until,
    ) in rows:  # fmt: skip
        found = counts.get(findings)
        if found is None:
            found = counts[findings] = json.loads(findings)
        listed.append(
            LibraryRow(
                Assessment(
                    number, slug, vendor, product, pack_id, pack_version, pack_sha256,
                    moment(created_at), moment(changed_at),
                ),
                Summary(answered, in_force, tier, found.copy(), review_date, valid_until),
                moment(deleted_at) if deleted_at else None,
            )
        )  # fmt: skip
    return listed
