"""What detectors found is kept with its document and goes with it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.store.errors import NotFound, Unstorable
from app.store.repository import Store
from tests.store.samples import PACK, Clock, assessment, behind, read_out, sha256_of

DIGEST, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.db"


def stored(store: Store, text: str = "Data is encrypted.", vendor: str = "classtag") -> str:
    extracted = read_out(text)
    content = extracted.text.encode()
    sha256 = sha256_of(content)
    for _ in store.add_document(sha256, content, extracted):
        pass
    rows = {row.assessment.slug: row.assessment.id for row in store.library()}
    store.attach(rows.get(vendor) or store.create(assessment(vendor), PACK).id, sha256, "a.txt")
    return sha256


def test_what_was_found_is_kept_and_replaced(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        sha256 = stored(store)
        assert store.detections(sha256) == {}
        store.keep_detection(sha256, "leftovers", DIGEST, [{"subject": "“blank” ✓"}])
        store.keep_detection(sha256, "transfers", DIGEST, [])
        store.keep_detection(sha256, "leftovers", OTHER, [])
    with Store.open(path, clock=Clock()) as store:
        assert store.detections(sha256) == {("leftovers", OTHER): [], ("transfers", DIGEST): []}
        assert store.detections("0" * 64) == {}


def test_it_goes_with_its_document(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        sha256 = stored(store)
        store.keep_detection(sha256, "leftovers", DIGEST, [])
        store.detach(store.find("classtag").id, sha256)
        assert store.sweep_documents() == 1
        assert store.document(sha256) is None
        with pytest.raises(NotFound):
            store.keep_detection(sha256, "leftovers", DIGEST, [])
    with behind(path) as stranger:
        assert stranger.execute("SELECT count(*) FROM detection").fetchone() == (0,)
        assert not stranger.execute("PRAGMA foreign_key_check").fetchall()


def test_what_cannot_be_read_is_as_if_it_were_not_there(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        sha256 = stored(store)
        store.keep_detection(sha256, "leftovers", DIGEST, [])
        with behind(path) as stranger:
            stranger.execute("UPDATE detection SET hits = '{'")
        assert store.detections(sha256) == {}


def test_text_that_cannot_be_kept_is_refused(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        sha256 = stored(store)
        with pytest.raises(Unstorable):
            store.keep_detection(sha256, "leftovers", DIGEST, ["\ud800"])


def test_an_unfinished_document_has_none(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        sha256 = stored(store)
        store.detach(store.find("classtag").id, sha256)
        with behind(path) as stranger:
            stranger.execute("UPDATE document SET complete = 0")
            with pytest.raises(sqlite3.IntegrityError, match="unfinished"):
                stranger.execute("INSERT INTO detection SELECT id, 'x', ?, '[]' FROM document", (DIGEST,))


def test_whose_documents_there_are(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        first = stored(store)
        second = stored(store, "Nothing is sold.", "oakmere")
        assert store.documents_in_use() == {first: ("Classtag",), second: ("Oakmere",)}
        store.attach(store.find("oakmere").id, first, "a.txt")
        assert store.documents_in_use()[first] == ("Classtag", "Oakmere")
