"""The passages that hold the words, the best first, of the documents asked for and of no other."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.assessment.passages import BlockKind, Extracted, Hit, Media, Passage
from app.store import searching
from app.store.errors import Damaged, StoreError
from app.store.repository import Store
from tests.hostile import HOSTILE
from tests.store.samples import Clock, behind, kept, sha256_of


@pytest.fixture(params=["by themselves", "in the database"])
def store(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that indexes the documents of a search by themselves, and one that holds all for too many."""
    if request.param == "in the database":
        monkeypatch.setattr(searching, "SCOPE_PASSAGES", -1)
    with Store.open(tmp_path / "data.db", clock=Clock()) as store:
        yield store


def texts(hits: list[Hit]) -> list[str]:
    return [hit.text for hit in hits]


def test_a_hit_says_where_it_stands(store: Store) -> None:
    kept(store, "Nothing of interest")
    text = "Preface\n\nData is encrypted\u00a0at rest\nwith AES-256.\n"
    passages = (Passage(0, 7), Passage(9, len(text) - 1, "Security › Storage", BlockKind.ITEM))
    content = b"%PDF"
    for _ in store.add_document(sha256_of(content), content, Extracted(Media.PDF, text, passages)):
        pass
    document = store.document(sha256_of(content))
    assert document is not None
    (hit,) = store.search([document.document], [[["at rest"], ["AES 256"]]], 9)
    assert hit == Hit(
        document=document.document,
        ordinal=1,
        start=9,
        end=len(text) - 1,
        context="Security › Storage",
        text=text[9:-1],
        kind=BlockKind.ITEM,
        bm25=hit.bm25,
    )
    assert hit.bm25 < 0


def test_only_the_documents_asked_for_are_searched(store: Store) -> None:
    one, two, three = (kept(store, f"encrypted in {name}") for name in ("one", "two", "three"))
    wanted = [[["encrypted"]]]
    assert {hit.document for hit in store.search([one, three], wanted, 9)} == {one, three}
    assert texts(store.search([two], wanted, 9)) == ["encrypted in two"]
    assert {hit.document for hit in store.search([one, two, three], wanted, 9)} == {one, two, three}
    assert texts(store.search([two], wanted, 9)) == ["encrypted in two"]
    assert store.search([], wanted, 9) == store.search([999, -1], wanted, 9) == []
    assert {hit.document for hit in store.search([one, 999], wanted, 9)} == {one}


def test_groups_are_an_or_of_ands_of_ors(store: Store) -> None:
    document = kept(store, "cat and dog", "cat and bird", "dog and bird", "fish", "catfish")
    assert set(texts(store.search([document], [[["cat"], ["dog", "bird"]], [["fish"]]], 9))) == {
        "cat and dog",
        "cat and bird",
        "fish",
    }
    assert set(texts(store.search([document], [[["cat*"]]], 9))) == {"cat and dog", "cat and bird", "catfish"}
    assert texts(store.search([document], [[["dog and b*"]]], 9)) == ["dog and bird"]
    assert store.search([document], [[["and cat"]]], 9) == []
    assert store.search([document], [[["cat"], ["§"]]], 9) == []


def test_the_text_weighs_more_than_the_context(store: Store) -> None:
    text = "About retention here\nAbout something here\n"
    passages = (Passage(0, 20), Passage(21, 41, "retention"))
    extracted = Extracted(Media.TEXT, text, passages)
    for _ in store.add_document(sha256_of(text.encode()), text.encode(), extracted):
        pass
    others = [kept(store, f"{n} birds of a feather") for n in range(9)]
    hits = store.search([1, *others], [[["retention"]]], 9)
    assert [hit.ordinal for hit in hits] == [0, 1]
    assert hits[0].bm25 < 1.5 * hits[1].bm25


def test_the_limit_keeps_the_best_and_ties_stand_in_their_order(store: Store) -> None:
    one = kept(store, *["the same words"] * 5, "rare words of the same kind", *["nothing"] * 9)
    two = kept(store, "the same words", "other things")
    hits = store.search([two, one], [[["words", "rare"]]], 4)
    assert [(hit.document, hit.ordinal) for hit in hits] == [(one, 5), (one, 0), (one, 1), (one, 2)]
    assert store.search([one], [[["words"]]], 0) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("the vendor’s “own” data", "vendor's own"),
        ("data\u00a0at\u2009rest", "data at rest"),
        ("encryp-\ntion", "encryption"),
        ("a third-\nparty auditor", "third party"),
        ("de\u00adletion", "delet*"),
        ("ﬁle", "FILE"),
        ("Société Générale", "societe generale"),
        ("STRASSE", "straße"),
        ("C++ & R&D (AES)", "r&d"),
    ],
)
def test_words_are_found_however_they_are_written(store: Store, text: str, term: str) -> None:
    content = term.encode()
    extracted = Extracted(Media.TEXT, text, (Passage(0, len(text)),))
    for _ in store.add_document(sha256_of(content), content, extracted):
        pass
    assert texts(store.search([1], [[[term]]], 9)) == [text]


@pytest.mark.parametrize("text", [t for t in HOSTILE.values() if "\0" not in t])
def test_hostile_text_is_found_as_it_is(store: Store, text: str) -> None:
    extracted = Extracted(Media.TEXT, f"{text} needle", (Passage(0, len(text) + 7, text),))
    for _ in store.add_document(sha256_of(b"x"), b"x", extracted):
        pass
    (hit,) = store.search([1], [[["needle"]]], 9)
    assert (hit.text, hit.context) == (f"{text} needle", text)


def test_scores_are_those_of_sqlite(store: Store) -> None:
    dealt = random.Random(3)
    lines = [
        " ".join(dealt.choices(["data", "is", "kept", "safe", "and", "encrypted", "for", "ever"], k=12))
        for _ in range(60)
    ]
    document = kept(store, *lines, context="safe data")
    with closing(sqlite3.connect(":memory:")) as bare:
        bare.execute("CREATE VIRTUAL TABLE t USING fts5 (text, context)")
        bare.executemany("INSERT INTO t VALUES (?, 'safe data')", [(line,) for line in lines])
        wanted = bare.execute(
            "SELECT rowid - 1, bm25(t, 1.0, 0.4) AS score FROM t WHERE t MATCH ? ORDER BY score, rowid LIMIT 20",
            ('"encrypted" OR "for ever" OR "saf"*',),
        ).fetchall()
    hits = store.search([document], [[["encrypted", "for ever", "saf*"]]], 20)
    assert [(hit.ordinal, pytest.approx(hit.bm25)) for hit in hits] == wanted


def test_other_documents_do_not_change_the_scores(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data.db", clock=Clock()) as store:
        document = kept(store, "data is encrypted", "data is kept", "birds")
        before = store.search([document], [[["data", "encrypted"]]], 9)
        for number in range(20):
            kept(store, f"data {number} is encrypted")
    with Store.open(tmp_path / "data.db") as store:
        assert store.search([document], [[["data", "encrypted"]]], 9) == before


def test_an_index_grows_and_old_ones_are_forgotten(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data.db", clock=Clock()) as store:
        numbers = [kept(store, f"bird {n}") for n in range(8)]
        for n in range(1, 9):
            assert len(store.search(numbers[:n], [[["bird"]]], 99)) == n
        assert len(store._searching._scopes) == 1
        for number in numbers:
            assert [h.document for h in store.search([number], [[["bird"]]], 99)] == [number]
        assert len(store._searching._scopes) == 3


def test_a_search_made_ready_reads_the_database_no_more(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data.db", clock=Clock()) as store:
        number = kept(store, "bird")
        store.prepare_search([number])
        seen: list[str] = []
        store._database.connection.set_trace_callback(seen.append)
        assert len(store.search([number], [[["bird"]]], 9)) == 1
        store._database.connection.set_trace_callback(None)
        assert seen == []


def test_threads_search_while_documents_are_added(store: Store) -> None:
    first = kept(store, "bird 0")
    failed: list[BaseException] = []

    def search() -> None:
        try:
            for n in range(30):
                assert store.search(range(first, first + n % 5 + 1), [[["bird"]]], 9)
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(1, 12):
        kept(store, f"bird {n}")
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_damaged_text_is_said_to_be_damaged(store: Store) -> None:
    number = kept(store, "bird")
    with behind(store.path) as stranger:
        stranger.execute("DROP TRIGGER document_refuses_update")
        stranger.execute("UPDATE document SET text = x'00'")
    with pytest.raises(Damaged, match="assess doctor"):
        store.search([number], [[["bird"]]], 9)


def test_a_closed_store_finds_nothing_more(store: Store) -> None:
    number = kept(store, "bird")
    assert store.search([number], [[["bird"]]], 9)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.search([number], [[["bird"]]], 9)
