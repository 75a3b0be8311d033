"""Search over a library of documents, beside a bare FTS5 table of the same passages in the same run.

    python -m benchmarks.search

1,000 documents of 30 pages take about half a minute to make. The text is dealt out of the questionnaire's own
sentences, so that its words are as common and as rare as they are in policies.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from app.assessment.passages import Extracted, Media, Passage
from app.questionnaire.loader import load_installed
from app.review import Library
from app.store.expression import match_expression
from app.store.folding import folded
from app.store.repository import Store

DOCUMENTS = 1000
PAGES = 30
A_PAGE = 3
"""Passages."""
SEARCHED = 20
"""Documents of one assessment."""
LIMIT = 20

AT_REST = (
    "encrypt*", "AES", "cipher*", "cryptograph*", "at rest", "data at rest", "stored", "storage", "database*",
    "server*", "backup*", "key management", "disk*", "hard drive", "256", "secure*", "security", "protect*",
    "information", "personal information",
)  # fmt: skip
"""The terms of a question, as many as most have; some are rare and some stand in every other passage."""
GROUPS = [[AT_REST]]


class Pair(NamedTuple):
    """What is measured beside what; each call gives seconds."""

    what: str
    ours: Callable[[], float]
    baseline_name: str
    baseline: Callable[[], float]
    target: float


def sentences() -> list[str]:
    """Everything the questionnaire says."""
    return [
        text
        for item in load_installed().items
        for text in (item.ask, item.why, item.good, item.red_flag, item.evidence, *item.law)
        if len(text) > 20
    ]


def documents(count: int) -> Iterator[tuple[str, bytes, Extracted]]:
    """Hash, bytes and reading of each document; the same in every run."""
    dealt = random.Random(20261122)
    said = sentences()
    for number in range(count):
        text, passages, pages = f"Document {number}\n", [], []
        for page in range(PAGES):
            pages.append(len(text))
            for _ in range(A_PAGE):
                piece = " ".join(dealt.choices(said, k=8))
                passages.append(Passage(len(text), len(text) + len(piece), f"Policy › Part {page}"))
                text += piece + "\n"
        content = text.encode()
        yield (
            hashlib.sha256(content).hexdigest(),
            content,
            Extracted(Media.PDF, text, tuple(passages), tuple(pages), f"Document {number}"),
        )


def build(folder: Path, count: int = DOCUMENTS) -> tuple[Path, Path]:
    """A database with `count` documents, and a bare one with an FTS5 table of the same passages."""
    ours, bare = folder / "documents.db", folder / "bare.db"
    with Library.open(ours) as library, closing(sqlite3.connect(bare, isolation_level=None)) as plain:
        plain.execute("CREATE VIRTUAL TABLE passage USING fts5 (document UNINDEXED, text, context)")
        library.create("Vendor")
        store, (row,) = library.store, library.rows()
        for number, (sha256, content, extracted) in enumerate(documents(count), start=1):
            for _ in store.add_document(sha256, content, extracted):
                pass
            store.attach(row.assessment.id, sha256, f"{number}.pdf")
            plain.execute("BEGIN")
            plain.executemany(
                "INSERT INTO passage VALUES (?, ?, ?)",
                [
                    (number, folded(extracted.text[p.start : p.end]), folded(p.context))
                    for p in extracted.passages
                ],
            )
            plain.execute("COMMIT")
    return ours, bare


def pairs(folder: Path, count: int = DOCUMENTS) -> Iterator[Pair]:
    """What to measure; the databases stay open between one pair and the next."""
    ours, bare = build(folder, count)
    words = match_expression(GROUPS)
    statement = (
        "SELECT rowid, text, bm25(passage, 0.0, 1.0, 0.4) AS score FROM passage WHERE passage MATCH ? {}"
        " ORDER BY score LIMIT ?"
    )
    every = range(1, count + 1)
    some = random.Random(1).sample(every, SEARCHED)
    among = f"AND document IN ({', '.join(map(str, some))})"
    with Store.open(ours, read_only=True) as store, closing(sqlite3.connect(bare)) as plain:

        def searched(among: range | list[int]) -> float:
            start = time.perf_counter()
            found = store.search(among, GROUPS, LIMIT)
            assert len(found) == LIMIT
            return time.perf_counter() - start

        def asked(among: str) -> float:
            start = time.perf_counter()
            found = plain.execute(statement.format(among), (words, LIMIT)).fetchall()
            assert len(found) == LIMIT
            return time.perf_counter() - start

        def first() -> float:
            with Store.open(ours, read_only=True) as fresh:
                start = time.perf_counter()
                fresh.search(some, GROUPS, LIMIT)
                return time.perf_counter() - start

        yield Pair(
            f"search in {count:,} documents of {PAGES} pages",
            lambda: searched(every),
            "a bare FTS5 query of the same terms",
            lambda: asked(""),
            3,
        )
        yield Pair(
            f"search in {SEARCHED} documents of {count:,}",
            lambda: searched(some),
            "a bare FTS5 query, limited to them",
            lambda: asked(among),
            1,
        )
        yield Pair(
            f"the first search in {SEARCHED} documents of {count:,}",
            first,
            "a bare FTS5 query, limited to them",
            lambda: asked(among),
            3,
        )


def main() -> None:
    """Measure and print."""
    from benchmarks.run import paired

    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs(Path(folder)):
            ours, bare, ratio = paired(pair.ours, pair.baseline, 7)
            print(
                f"{pair.what}: {1000 * ours:.1f} ms; {pair.baseline_name}: {1000 * bare:.1f} ms; "
                f"ratio {ratio:.2f} (target {pair.target:g})"
            )


if __name__ == "__main__":
    main()
