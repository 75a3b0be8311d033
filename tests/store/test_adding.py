"""A document goes in by short steps and is there wholly or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.assessment.passages import Extracted, Media, Passage
from app.store import adding
from app.store.errors import NotFound, ReadOnly, StoreError, Unstorable
from app.store.repository import Store
from tests.store.samples import PACK, Clock, assessment, behind, kept, read_out, sha256_of
from tests.store.test_database import run_script

LINES = [f"bird {n}" for n in range(1000)]
CONTENT = b"%PDF" + b"\0\xff" * 1_200_000
SHA256 = sha256_of(CONTENT)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data.db", clock=Clock()) as store:
        yield store


def rows(store: Store, *tables: str) -> list[int]:
    with behind(store.path) as stranger:
        return [stranger.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_progress_rises_to_one_and_only_then_it_is_there(store: Store) -> None:
    seen = []
    for done in store.add_document(SHA256, CONTENT, read_out(*LINES)):
        seen.append(done)
        assert (store.document(SHA256) is not None) is (done == 1)
        assert bool(store.search([1], [[["bird"]]], 9)) is (done == 1)
    assert seen == sorted(set(seen))
    assert seen[-1] == 1
    assert len(seen) == 1 + 3 + 3 + 1


def test_each_step_is_one_short_transaction(store: Store) -> None:
    begun: list[str] = []
    store._database.connection.set_trace_callback(
        lambda s: begun.append(s) if s.startswith("BEGIN") else None
    )
    for _ in store.add_document(SHA256, CONTENT, read_out(*LINES)):
        assert begun.count("BEGIN IMMEDIATE") <= 1
        begun.clear()
    assert max(len(batch) for _, batch in adding._batches(read_out(*LINES).passages)) == 400
    long = tuple(Passage(0, 300_000) for _ in range(4))
    assert [len(batch) for _, batch in adding._batches(long)] == [1, 1, 1, 1]


def test_the_same_document_is_added_once(store: Store) -> None:
    number = kept(store, "bird")
    content = b"bird\n"
    assert list(store.add_document(sha256_of(content), content, read_out("another reading"))) == [1.0]
    assert store.document_text(sha256_of(content)) == "bird\n"
    assert kept(store, "bird") == number
    assert rows(store, "document", "passage") == [1, 1]


@pytest.mark.parametrize("steps", range(8))
def test_what_was_cut_off_is_not_there_and_removed_at_the_next_addition(store: Store, steps: int) -> None:
    under_way = store.add_document(SHA256, CONTENT, read_out(*LINES))
    for _ in range(steps):
        next(under_way)
    under_way.close()
    assert store.document(SHA256) is None
    kept(store, "kite")
    assert rows(store, "document", "document_part", "passage", "passage_search_docsize") == [1, 1, 1, 1]
    assert [hit.text for hit in store.search([1, 2, 3], [[["bird", "kite"]]], 9)] == ["kite"]
    with behind(store.path) as stranger:
        stranger.execute("INSERT INTO passage_search (passage_search) VALUES ('integrity-check')")
        found = stranger.execute("SELECT rowid FROM passage_search WHERE passage_search MATCH 'bird'")
        assert found.fetchall() == []


def test_what_was_cut_off_can_be_added_again(store: Store) -> None:
    under_way = store.add_document(SHA256, CONTENT, read_out(*LINES))
    for _ in range(6):
        next(under_way)
    under_way.close()
    assert list(store.add_document(SHA256, CONTENT, read_out(*LINES)))[-1] == 1.0
    assert rows(store, "document", "passage", "passage_search_docsize") == [1, 1000, 1000]
    assert store.document_content(SHA256) == CONTENT


def test_words_folded_in_another_way_are_left_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(adding, "FOLDING", "0 of another program")
        under_way = store.add_document(SHA256, CONTENT, read_out(*LINES))
        for _ in range(7):
            next(under_way)
        under_way.close()
    kept(store, "kite and bird")
    assert rows(store, "document", "passage", "passage_search_docsize") == [1, 1, 1001]
    assert [hit.text for hit in store.search([1, 2], [[["bird"]]], 9)] == ["kite and bird"]
    assert [check.detail for check in store.doctor() if not check.ok] == []


def test_two_additions_at_a_time_do_not_disturb_each_other(store: Store) -> None:
    other = b"other"
    one = store.add_document(SHA256, CONTENT, read_out(*LINES))
    two = store.add_document(sha256_of(other), other, read_out(*LINES, "kite"))
    same = store.add_document(SHA256, CONTENT, read_out(*LINES))
    under_way = [one, two, same]
    while under_way:
        under_way = [steps for steps in under_way if next(steps, None) is not None]
    assert len(store.passages(SHA256)) == 1000
    assert len(store.passages(sha256_of(other))) == 1001
    assert rows(store, "document WHERE complete = 1") == [2]
    kept(store, "the next")
    assert rows(store, "document", "passage") == [3, 2002]


@pytest.mark.skipif(os.name == "nt", reason="forks and signals of POSIX")
def test_no_kill_leaves_half_a_document(tmp_path: Path) -> None:
    found = json.loads(run_script("tests/store/kill_adders.py", tmp_path / "data.db", "20"))
    assert found["whole"] + found["nothing"] == found["kills"] == 20
    assert found["whole"] > 2
    assert found["leftovers"] > 5


GOOD = read_out("bird")


@pytest.mark.parametrize(
    ("sha256", "extracted", "says"),
    [
        ("0" * 64, GOOD, "hash"),
        (SHA256.upper(), GOOD, "hash"),
        (SHA256 + "\n", GOOD, "hash"),
        (SHA256, replace(GOOD, text="a\0b"), "NUL"),
        (SHA256, replace(GOOD, text="a\ud800b"), "half of a character"),
        (SHA256, replace(GOOD, title="\0"), "title"),
        (SHA256, replace(GOOD, notices=("fine", "\ud800")), "note on the document"),
        (SHA256, replace(GOOD, extractor="\0"), "extractor"),
        (SHA256, replace(GOOD, passages=(Passage(0, 4, "\0"),)), "headings"),
        (SHA256, replace(GOOD, passages=(Passage(0, 99),)), "outside"),
        (SHA256, replace(GOOD, passages=(Passage(-1, 2),)), "outside"),
        (SHA256, replace(GOOD, passages=(Passage(3, 2),)), "outside"),
        (SHA256, replace(GOOD, pages=(0, 99)), "page"),
    ],
)
def test_what_cannot_be_kept_is_refused(store: Store, sha256: str, extracted: Extracted, says: str) -> None:
    with pytest.raises(Unstorable, match=says):
        list(store.add_document(sha256, CONTENT, extracted))
    assert rows(store, "document") == [0]


def test_a_document_without_bytes_or_passages(store: Store) -> None:
    empty = Extracted(Media.TEXT, "", ())
    assert list(store.add_document(sha256_of(b""), b"", empty))[-1] == 1.0
    assert store.document_content(sha256_of(b"")) == b""
    assert store.passages(sha256_of(b"")) == []


def test_nothing_is_added_where_nothing_can_be_written(store: Store) -> None:
    store.close()
    with Store.open(store.path, read_only=True) as reader, pytest.raises(ReadOnly):
        list(reader.add_document(SHA256, CONTENT, GOOD))


def test_an_addition_to_a_closed_store_says_so(store: Store) -> None:
    under_way = store.add_document(SHA256, CONTENT, read_out(*LINES))
    next(under_way)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        next(under_way)


# --- what nobody has is removed ----------------------------------------------------------------------


def add(store: Store, *lines: str) -> str:
    extracted = read_out(*lines)
    content = extracted.text.encode()
    for _ in store.add_document(sha256_of(content), content, extracted):
        pass
    return sha256_of(content)


def test_a_document_left_out_goes_when_the_database_is_closed(store: Store) -> None:
    kept(store, "kite")
    add(store, "zanzibar kestrel")
    assert rows(store, "document") == [2]
    store.close()
    store.close()
    assert rows(store, "document", "document_part", "passage", "passage_search_docsize") == [1, 1, 1, 1]
    assert b"zanzibar" not in store.path.read_bytes()
    assert not store.path.with_name("data.db-wal").exists()


def test_one_that_a_kill_left_goes_at_the_next_addition(store: Store) -> None:
    left = add(store, "bird")
    killed(store)
    with Store.open(store.path) as again:
        assert again.document(left) is not None
        kept(again, "kite")
        assert again.document(left) is None
        assert rows(again, "document", "passage", "passage_search_docsize") == [1, 1, 1]


def test_what_is_added_here_waits_to_be_attached(store: Store) -> None:
    left = add(store, "left by a kill")
    killed(store)
    with Store.open(store.path) as again:
        assert add(again, "left by a kill") == left  # there already, and wanted now
        one, two = add(again, "one"), add(again, "two")
        assert again.sweep_documents() == 0
        number = again.create(assessment(), PACK).id
        for sha256 in (one, two, left):
            again.attach(number, sha256, "a.txt")
    with Store.open(store.path) as later:
        assert [one.sha256 for one in later.attachments(number)] == [one, two, left]
        assert [check.detail for check in later.doctor() if not check.ok] == []


def test_a_document_taken_away_is_removed_unless_another_assessment_has_it(store: Store) -> None:
    one, two = (store.create(assessment(slug), PACK).id for slug in ("one", "two"))
    shared, own = add(store, "shared bird"), add(store, "own bird")
    store.attach(one, shared, "shared.txt")
    store.attach(two, shared, "shared.txt")
    store.attach(one, own, "own.txt")
    numbers = [held.document for held in store.attachments(one)]
    assert len(store.search(numbers, [[["bird"]]], 9)) == 2
    store.detach(one, shared)
    store.detach(one, own)
    assert store.document(own) is not None
    assert (store.sweep_documents(), store.sweep_documents()) == (1, 0)
    assert store.document(own) is None
    assert [held.sha256 for held in store.attachments(two)] == [shared]
    assert [hit.text for hit in store.search(numbers, [[["bird"]]], 9)] == ["shared bird"]
    store.delete(two)
    store.close()
    with Store.open(store.path) as again:  # an assessment put away keeps its documents
        assert again.document_text(shared) == "shared bird\n"
        again.undelete(two)
        with pytest.raises(NotFound, match="does not have the document"):
            again.detach(one, shared)
        with pytest.raises(NotFound, match="not in this database"):
            again.detach(one, own)


def test_looking_for_what_to_remove_begins_no_transaction_that_writes(store: Store) -> None:
    kept(store, "bird")
    begun: list[str] = []
    store._database.connection.set_trace_callback(begun.append)
    assert store.sweep_documents() == 0
    assert "BEGIN IMMEDIATE" not in begun
    assert sum(statement.startswith("SELECT") for statement in begun) <= 3


def test_each_step_of_a_removal_is_one_short_transaction(store: Store) -> None:
    list(store.add_document(SHA256, CONTENT, read_out(*LINES)))
    begun: list[str] = []
    store._database.connection.set_trace_callback(
        lambda s: begun.append(s) if s.startswith("BEGIN I") else None
    )
    for _ in store._adding.sweep(waiting=True):
        assert len(begun) <= 2  # the last one before a step may have found nothing left
        begun.clear()
    assert rows(store, "document", "document_part", "passage", "passage_search_docsize") == [0, 0, 0, 0]


def test_a_database_that_is_not_written_loses_nothing(store: Store) -> None:
    left = add(store, "bird")
    killed(store)
    with Store.open(store.path, read_only=True) as reader:
        assert reader.document(left) is not None
    with Store.open(store.path, read_only=True) as reader:
        assert reader.document(left) is not None


@pytest.mark.skipif(os.name == "nt", reason="forks and signals of POSIX")
def test_a_kill_between_taking_away_and_removing_or_in_the_middle_harms_nothing(tmp_path: Path) -> None:
    lines = [f"bird {n}" for n in range(900)]
    made = tmp_path / "made.db"
    with Store.open(made) as store:
        number = store.create(assessment(), PACK).id
        sha256 = add(store, *lines)
        store.attach(number, sha256, "a.txt")
    seen = set()
    for commits in range(1, 12):
        path = tmp_path / f"{commits}.db"
        shutil.copy(made, path)
        child = os.fork()
        if not child:
            detach_and_die(path, number, sha256, commits)
        os.waitpid(child, 0)
        with Store.open(path) as store:
            there = store.document(sha256)
            seen.add((there is not None, bool(store.attachments(number))))
            assert there is None or len(store.passages(sha256)) == 900
            assert add(store, *lines) == sha256  # the same file again, whatever was left of it
            store.attach(number, sha256, "a.txt")
            (held,) = store.attachments(number)
            assert len(store.search([held.document], [[["bird"]]], 10**4)) == 900
        with Store.open(path) as store:
            assert [check.detail for check in store.doctor() if not check.ok] == []
        assert rows(store, "document", "passage", "passage_search_docsize") == [1, 900, 900]
    assert seen == {(True, True), (True, False), (False, False)}


def detach_and_die(path: Path, number: int, sha256: str, commits: int) -> None:
    """Take the document away and remove it in this process, which ends before its n-th commit."""
    try:
        store = Store.open(path)
        left = commits

        def die(statement: str) -> None:
            nonlocal left
            left -= statement == "COMMIT" and store._database.connection.in_transaction
            if not left:
                os._exit(9)

        store._database.connection.set_trace_callback(die)
        store.detach(number, sha256)
        store.sweep_documents()
    finally:
        os._exit(0)


def killed(store: Store) -> None:
    """End the use of a store as a kill does: nothing is tidied up."""
    store._database.close()
