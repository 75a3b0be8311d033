"""A database with something in it, a clock that ticks, and a second process."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.assessment.answer import Assessment, Summary
from app.assessment.journal import Change, ChangeKind
from app.assessment.passages import BlockKind, Extracted, Media, Passage
from app.store.database import Database
from app.store.migrations import MIGRATIONS, Migration
from app.store.repository import Store

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PACK_SHA256 = "5" * 64
PACK: dict[str, Any] = {"id": "k12", "version": "1.0", "sections": [{"id": "review", "title": "Prüfung ✓"}]}
ROOT = Path(__file__).resolve().parents[2]


class Clock:
    """Goes on by one second every time somebody looks."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def assessment(slug: str = "classtag", **more: Any) -> Assessment:
    values = {
        "id": 0,
        "slug": slug,
        "vendor": slug.title(),
        "product": f"{slug.title()} for schools",
        "pack_id": "k12",
        "pack_version": "1.0",
        "pack_sha256": PACK_SHA256,
        "created_at": START,
        "changed_at": START,
    }
    return Assessment(**(values | more))


def change(
    body: Mapping[str, Any] | None = None,
    *,
    question: str = "security.encryption.at_rest",
    kind: ChangeKind = ChangeKind.SET,
    at: datetime = START,
    number: int = 0,
) -> Change:
    return Change(number, question, kind, {"state": "yes"} if body is None else body, at, "R. Viewer")


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_out(*lines: str, context: str = "", **more: Any) -> Extracted:
    """A document's text of these lines, each a passage."""
    text, passages = "", []
    for line in lines:
        passages.append(Passage(len(text), len(text) + len(line), context, BlockKind.PARAGRAPH))
        text += line + "\n"
    return Extracted(**({"media": Media.TEXT, "text": text, "passages": tuple(passages)} | more))


def given(store: Store, sha256: str) -> None:
    """The document attached to some assessment, so that it stays."""
    present = [row.assessment.id for row in store.library()]
    owner = min(present) if present else store.create(assessment(), PACK).id
    store.attach(owner, sha256, f"{sha256[:6]}.txt")


def kept(store: Store, *lines: str, **more: Any) -> int:
    """A document of these lines in the store, attached to some assessment; its number."""
    extracted = read_out(*lines, **more)
    content = extracted.text.encode()
    for _ in store.add_document(sha256_of(content), content, extracted):
        pass
    document = store.document(sha256_of(content))
    assert document is not None
    given(store, document.sha256)
    return document.document


def filled(
    path: Path, changes: int = 40, clock: Clock | None = None, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """A closed database of about fifty pages with one assessment."""
    clock = clock or Clock()
    with Store(Database(path, clock, migrations=migrations), clock) as store:
        stored = store.create(assessment(), PACK)
        for n in range(changes):
            store.append(stored.id, [change({"note": f"{n} " + "words " * 300})], Summary(n, 100))
        store.save_draft(stored.id, "security.keys", "note", "half a sent", 1)


@contextmanager
def behind(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection past the store, for what a stranger might do to the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


@contextmanager
def another_assess(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that has the database open for writing; killed at the end, or before."""
    script = (
        "import sys, pathlib; from app.store.repository import Store;"
        "store = Store.open(pathlib.Path(sys.argv[1])); print(store.read_only, flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    with process.stdout, process.stdin:
        assert process.stdout.readline().strip() == "False"
        try:
            yield process
        finally:
            process.kill()
            process.wait()
