"""Documents come back as they went in, belong to assessments, and are never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from app.assessment.passages import BlockKind, Extracted, Media, Passage
from app.store.backup import restore
from app.store.errors import NotFound, ReadOnly, Unstorable
from app.store.repository import Store
from app.store.values import Attachment, StoredDocument
from tests.hostile import HOSTILE
from tests.store.samples import PACK, START, Clock, assessment, behind, kept, sha256_of

CONTENT = b"%PDF-1.7 \0\xff \r\n" * 100_000
SHA256 = sha256_of(CONTENT)
TEXT = "Privacy\r policy [/]\x1b[2J\n\n“Data” \N{PILE OF POO}\u202e is encrypted.\n"
EXTRACTED = Extracted(
    Media.PDF,
    TEXT,
    (
        Passage(0, 7, "", BlockKind.HEADING),
        Passage(TEXT.index("“"), len(TEXT) - 1, "Privacy › policy", BlockKind.ROW),
    ),
    (0, 20),
    "A [/title] \x1b",
    ("Page 2 has no text.",),
    "pypdfium2 5.15.2",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data.db", clock=Clock()) as store:
        for _ in store.add_document(SHA256, CONTENT, EXTRACTED):
            pass
        store.create(assessment("one"), PACK)
        store.create(assessment("two"), PACK)
        yield store


def test_a_document_comes_back_as_it_went_in(store: Store) -> None:
    store.attach(1, SHA256, "policy.pdf")
    store.close()
    with Store.open(store.path) as again:
        assert again.document(SHA256) == StoredDocument(
            document=1,
            sha256=SHA256,
            media=Media.PDF,
            size=len(CONTENT),
            characters=len(TEXT),
            passages=2,
            pages=(0, 20),
            title="A [/title] \x1b",
            notices=("Page 2 has no text.",),
            extractor="pypdfium2 5.15.2",
        )
        assert again.document_content(SHA256) == CONTENT
        assert again.document_text(SHA256) == TEXT
        assert tuple(again.passages(SHA256)) == EXTRACTED.passages


def test_an_unknown_document(store: Store) -> None:
    assert store.document("0" * 64) is None
    for call in (store.document_content, store.document_text, store.passages):
        with pytest.raises(NotFound, match="000000000000 is not in this database"):
            call("0" * 64)
    with pytest.raises(NotFound):
        store.attach(1, "0" * 64, "policy.pdf")
    with pytest.raises(NotFound, match="number 9"):
        store.attach(9, SHA256, "policy.pdf")


def test_attachments_stand_in_the_order_of_attaching(store: Store) -> None:
    later = kept(store, "A second document")
    second = sha256_of(b"A second document\n")
    store.attach(1, second, "second.txt")
    store.attach(1, SHA256, "policy.pdf")
    store.attach(2, SHA256, "the same, elsewhere.pdf")
    first, policy = store.attachments(1)
    assert (first.document, first.name, first.sha256) == (later, "second.txt", second)
    document = store.document(SHA256)
    assert document is not None
    shared = {name: getattr(document, name) for name in StoredDocument.__slots__}
    assert policy == Attachment(**shared, name="policy.pdf", added_at=policy.added_at)
    assert first.added_at < policy.added_at
    assert policy.added_at.tzinfo is UTC
    assert policy.added_at > START
    assert [a.name for a in store.attachments(2)] == ["the same, elsewhere.pdf"]
    assert store.attachments(99) == []


def test_attaching_again_changes_the_name_only(store: Store) -> None:
    store.attach(1, SHA256, "policy.pdf")
    (before,) = store.attachments(1)
    kept(store, "x")
    store.attach(1, sha256_of(b"x\n"), "x.txt")
    store.attach(1, SHA256, "policy.pdf")
    assert store.attachments(1)[0] == before
    store.attach(1, SHA256, "Policy 2026.pdf")
    assert [a.name for a in store.attachments(1)] == ["Policy 2026.pdf", "x.txt"]
    assert store.attachments(1)[0].added_at == before.added_at


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_are_kept_as_they_are_or_refused(store: Store, name: str) -> None:
    if "\0" in name:
        with pytest.raises(Unstorable, match="name of the document"):
            store.attach(1, SHA256, name)
    else:
        store.attach(1, SHA256, name)
        assert [a.name for a in store.attachments(1)] == [name]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document SET title = 'forged'",
        "UPDATE document SET complete = 0",
        "UPDATE document SET complete = 0, title = 'forged'",
        "DELETE FROM document",
        "INSERT OR REPLACE INTO document SELECT * FROM document",
        "UPDATE document_part SET content = x'00'",
        "DELETE FROM document_part",
        "INSERT OR REPLACE INTO document_part SELECT * FROM document_part",
        "INSERT INTO document_part VALUES (1, 99, x'00')",
        "UPDATE passage SET start = 1",
        "DELETE FROM passage",
        "INSERT OR REPLACE INTO passage SELECT * FROM passage",
        "INSERT INTO passage (document_id, ordinal, start, \"end\", kind, context) VALUES (1, 9, 0, 1, 'row', '')",
    ],
)
def test_a_whole_document_is_never_changed(store: Store, statement: str) -> None:
    store.attach(1, SHA256, "policy.pdf")
    connection = store._database.connection
    connection.execute("PRAGMA foreign_keys=OFF")  # it is the triggers that refuse
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute(statement)
    assert store.document_content(SHA256) == CONTENT
    assert tuple(store.passages(SHA256)) == EXTRACTED.passages


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document SET title = 'forged'",
        "UPDATE document SET complete = 0, text = x'00'",
        "UPDATE document SET complete = 2",
        "DELETE FROM document",
        "DELETE FROM document_part",
        "UPDATE passage SET start = 1",
    ],
)
def test_a_document_that_nobody_has_is_never_changed_either(store: Store, statement: str) -> None:
    connection = store._database.connection
    connection.execute("PRAGMA foreign_keys=OFF")
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute(statement)


def test_half_a_document_cannot_be_attached(store: Store) -> None:
    content = b"x" * 3_000_000
    under_way = store.add_document(sha256_of(content), content, EXTRACTED)
    next(under_way)
    with pytest.raises(NotFound):
        store.attach(1, sha256_of(content), "x.txt")
    with pytest.raises(sqlite3.IntegrityError, match="unfinished"):
        store._database.connection.execute("INSERT INTO attachment VALUES (1, 1, 2, 'x', '')")


def test_documents_leave_the_chain_as_it_was(store: Store) -> None:
    head = store.head_sha256(1)
    store.attach(1, SHA256, "policy.pdf")
    assert store.head_sha256(1) == head
    assert store.verify_chain(1) is None


def test_a_backup_carries_the_documents_and_brings_them_back(store: Store, tmp_path: Path) -> None:
    store.attach(1, SHA256, "policy.pdf")
    made = store.backup()
    attached = store.attachments(1)
    store.close()
    with Store.open(made, read_only=True) as copy:
        assert copy.attachments(1) == attached
        assert copy.document_content(SHA256) == CONTENT
        assert len(copy.search([1], [[["encrypted"]]], 9)) == 1
    target = tmp_path / "elsewhere.db"
    restore(target, made)
    with Store.open(target) as restored:
        assert restored.attachments(1) == attached
        assert restored.document_text(SHA256) == TEXT
        assert [c.detail for c in restored.doctor() if not c.ok] == []


def test_a_reader_reads_documents_and_writes_none(store: Store) -> None:
    store.attach(1, SHA256, "policy.pdf")
    store.close()
    with Store.open(store.path, read_only=True) as reader:
        assert len(reader.attachments(1)) == 1
        assert reader.document_content(SHA256) == CONTENT
        assert len(reader.search([1], [[["encrypted"]]], 9)) == 1
        with pytest.raises(ReadOnly):
            reader.attach(1, SHA256, "other.pdf")
    assert sorted(p.name for p in store.path.parent.iterdir()) == ["data.db"]


def test_the_text_is_not_kept_over_and_over(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    Store.open(path).close()
    empty = path.stat().st_size
    lines = [" ".join(f"{(n * 7919 + k * k) % 4001:x}word" for k in range(150)) for n in range(600)]
    characters = sum(map(len, lines))
    with Store.open(path) as store:
        text = "\n".join(lines)
        at = 0
        passages = []
        for line in lines:
            passages.append(Passage(at, at + len(line)))
            at += len(line) + 1
        for _ in store.add_document(sha256_of(b""), b"", Extracted(Media.TEXT, text, tuple(passages))):
            pass
    assert path.stat().st_size - empty < 1.5 * characters
    with behind(path) as stranger:
        assert "passage_search_content" not in {
            name for (name,) in stranger.execute("SELECT name FROM sqlite_master")
        }
