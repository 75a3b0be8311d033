"""Kills writers of a database again and again and counts what was lost. Run by `test_database.py`.

Everything is imported once; each writer is a fork that opens the database, says on a pipe what was saved,
and is killed at a random moment. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
from pathlib import Path

from app.assessment.answer import Summary
from app.store.repository import Store
from tests.store.samples import PACK, assessment, change


def write_until_killed(path: Path, run: int, pipe: int) -> None:
    store = Store.open(path)
    if store.read_only:
        os.write(pipe, b"held\n")
        os._exit(1)
    store._database.connection.execute("PRAGMA wal_autocheckpoint=5")  # so that kills hit checkpoints as well
    number = store.find("classtag").id
    for n in range(1_000_000):
        text = f"{run}/{n} " + "x" * (n * 37 % 3000)
        store.save_draft(number, "q", "note", text, 0)
        (stored,) = store.append(number, [change({"note": text})], Summary(n, n), clear_draft=("q", "note"))
        os.write(pipe, f"{stored.id}\n".encode())


def acknowledged(reader: int, writer: int, wanted: int) -> list[str]:
    """What the writer said, up to the moment when it was killed: some time after `wanted` lines.

    With no line wanted, that is while it opens the database.
    """
    said = b""
    while said.count(b"\n") < wanted:
        piece = os.read(reader, 65536)
        if not piece:
            break
        said += piece
    select.select([], [], [], random.random() * 0.004)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    while piece := os.read(reader, 65536):
        said += piece
    return said.decode().split("\n")[:-1]


def main(path: Path, kills: int) -> None:
    random.seed(20260302)
    lost, torn, acks = 0, 0, set()
    with Store.open(path) as store:
        number = store.create(assessment(), PACK).id
    for run in range(kills):
        reader, pipe = os.pipe()
        writer = os.fork()
        if not writer:
            os.close(reader)
            write_until_killed(path, run, pipe)
        os.close(pipe)
        lines = acknowledged(reader, writer, random.randrange(12))
        os.close(reader)
        assert "held" not in lines, "a lock outlived its holder"
        acks |= {int(line) for line in lines}
        with Store.open(path) as store:
            there = {c.id for c in store.changes(number)}
            lost += len(acks - there)
            summary = store.library()[0].summary
            notes = ["0/0", *(c.body["note"].split(" ")[0] for c in store.changes(number))]
            whole = store.verify_chain(number) is None and notes[-1].endswith(f"/{summary.answered}")
            torn += not whole
    sys.stdout.write(json.dumps({"kills": kills, "acknowledged": len(acks), "lost": lost, "torn": torn}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
