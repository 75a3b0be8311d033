"""The doctor looks at documents: bytes, text, passages and the index over them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store.repository import Store
from app.store.values import Check, Level
from tests.store.samples import Clock, behind, filled, kept, read_out, sha256_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    filled(path, 3)
    with Store.open(path, clock=Clock()) as store:
        kept(store, *(f"bird {n} is encrypted" for n in range(50)))
        kept(store, "another document")
        kept(store)
    return path


def examined(path: Path, *, read_only: bool = False) -> dict[str, Check]:
    with Store.open(path, clock=Clock(), read_only=read_only) as store:
        return {check.name: check for check in store.doctor()}


@pytest.mark.parametrize("read_only", [False, True])
def test_healthy_documents(path: Path, read_only: bool) -> None:
    checks = examined(path, read_only=read_only)
    assert [c.name for c in checks.values() if c.level is not Level.OK] == []
    assert checks["Documents"].detail == "3 kept (0.0 MB), each as it came"
    assert checks["Search"].detail.startswith("51 passages")
    assert ("sound" in checks["Search"].detail) is not read_only


def test_what_is_half_added_is_noted_and_no_fault(path: Path) -> None:
    content = b"x" * 3_000_000
    with Store.open(path, clock=Clock()) as store:
        under_way = store.add_document(sha256_of(content), content, read_out("x"))
        for _ in range(3):
            next(under_way)
        under_way.close()
        whole = read_out("nobody has it")
        for _ in store.add_document(sha256_of(b"whole"), b"whole", whole):
            pass
        next(store.add_document(sha256_of(content), content, read_out("x")))
        checks = {check.name: check for check in store.doctor()}
    assert checks["Documents"].level is Level.OK
    assert "4 kept" in checks["Documents"].detail
    assert "; 1 half added" in checks["Documents"].detail
    assert "; 1 that no assessment has" in checks["Documents"].detail
    detail = examined(path)["Documents"].detail
    assert (detail.split(" (")[0], ";" in detail) == ("3 kept", False)


def altered(statement: str, trigger: str) -> Callable[[Path], None]:
    def alter(path: Path) -> None:
        with behind(path) as stranger:
            stranger.execute(f"DROP TRIGGER {trigger}")
            stranger.execute(statement)

    return alter


def words_gone(path: Path) -> None:
    with behind(path) as stranger:
        stranger.execute("INSERT INTO passage_search (passage_search) VALUES ('delete-all')")


def index_cut(path: Path) -> None:
    with behind(path) as stranger:
        stranger.execute("UPDATE passage_search_data SET block = zeroblob(length(block)) WHERE id > 10")


@pytest.mark.parametrize(
    ("harm", "name", "says"),
    [
        (
            altered("UPDATE document_part SET content = x'00'", "document_part_refuses_update"),
            "Documents",
            "2 of 3",
        ),
        (altered("DELETE FROM document_part", "document_part_refuses_delete"), "Documents", "2 of 3"),
        (altered("UPDATE document SET text = x'00'", "document_refuses_update"), "Documents", "3 of 3"),
        (altered("UPDATE document SET characters = 1", "document_refuses_update"), "Documents", "3 of 3"),
        (altered("DELETE FROM passage WHERE ordinal = 3", "passage_refuses_delete"), "Documents", "1 of 3"),
        (altered('UPDATE passage SET "end" = 9999', "passage_refuses_update"), "Documents", "2 of 3"),
        (words_gone, "Search", "51 of 51 passages are not in it"),
        (index_cut, "Search", "does not fit together"),
    ],
)
def test_each_harm_is_found_where_it_belongs(
    path: Path, harm: Callable[[Path], None], name: str, says: str
) -> None:
    harm(path)
    checks = examined(path)
    assert checks[name].level is Level.FAILED
    assert re.search(says, checks[name].detail)
    assert [c.name for c in checks.values() if c.level is Level.FAILED] == [name]


def test_the_check_writes_nothing(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        before = path.read_bytes(), (path.parent / "data.db-wal").read_bytes()
        assert all(check.ok for check in store.doctor())
        assert (path.read_bytes(), (path.parent / "data.db-wal").read_bytes()) == before
