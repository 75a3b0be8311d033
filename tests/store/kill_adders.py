"""Kills a process that adds a document, again and again, and looks what is there. Run by `test_adding.py`.

Prints one line of JSON: how often the document was there whole after a kill, how often not at all, how often
a half of it was left behind for the next addition to remove.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections import Counter
from pathlib import Path

from app.assessment.passages import Extracted
from app.store.repository import Store
from tests.store.samples import PACK, assessment, behind, given, kept, read_out, sha256_of

LINES = 1700
WANTED = [[["kestrel*"]]]


def document(run: int) -> tuple[str, bytes, Extracted]:
    extracted = read_out(
        *(f"Kestrels {run}/{n} hover over the meadow" for n in range(LINES)), context="Birds"
    )
    content = extracted.text.encode() + b"\0" * 2_500_000
    return sha256_of(content), content, extracted


def add_until_killed(path: Path, run: int, pipe: int) -> None:
    with Store.open(path) as store:
        sha256, content, extracted = document(run)
        for _ in store.add_document(sha256, content, extracted):
            os.write(pipe, b".")
        given(store, sha256)
        os.write(pipe, b"!")
    os._exit(0)


def killed_after(reader: int, writer: int, steps: int) -> str:
    """What the process said; it is killed a random moment after it took so many steps."""
    said = b""
    while len(said) < steps:
        piece = os.read(reader, 1)
        if not piece:
            break
        said += piece
    pause = random.random() * 0.01
    signal.sigtimedwait(set(), pause)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    while piece := os.read(reader, 100):
        said += piece
    return said.decode()


def look(store: Store, run: int, said: str) -> str:
    sha256, content, extracted = document(run)
    found = store.document(sha256)
    if found is not None:
        given(store, sha256)
    if found is None:
        assert "!" not in said, "acknowledged and lost"
        return "nothing"
    assert found.passages == LINES == len(store.passages(sha256))
    assert store.document_content(sha256) == content
    assert store.document_text(sha256) == extracted.text
    assert len(store.search([found.document], WANTED, 5000)) == LINES
    return "whole"


def main(path: Path, kills: int) -> None:
    random.seed(20261122)
    found: Counter[str] = Counter()
    with Store.open(path) as store:
        store.create(assessment(), PACK)
    for run in range(kills):
        reader, pipe = os.pipe()
        writer = os.fork()
        if not writer:
            os.close(reader)
            try:
                add_until_killed(path, run, pipe)
            finally:
                os._exit(1)
        os.close(pipe)
        said = killed_after(reader, writer, random.randrange(13))
        os.close(reader)
        with behind(path) as stranger:
            found["leftovers"] += stranger.execute(
                "SELECT count(*) FROM document WHERE complete = 0"
            ).fetchone()[0]
        with Store.open(path) as store:
            found[look(store, run, said)] += 1
            every = range(1, 2 * kills + 5)
            assert len(store.search(every, WANTED, 10**6)) == found["whole"] * LINES
    with Store.open(path) as store:
        last = kept(store, "A kite")
        assert [check.detail for check in store.doctor() if not check.ok] == []
        assert len(store.search([last], [[["kite"]]], 5)) == 1
    with behind(path) as stranger:
        whole = found["whole"] + 1
        assert stranger.execute("SELECT count(*), sum(complete) FROM document").fetchone() == (whole, whole)
        for table in ("passage", "passage_search_docsize"):
            (rows,) = stranger.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert rows == found["whole"] * LINES + 1, table
    sys.stdout.write(json.dumps({"kills": kills, **found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
