"""The store: values in, values out, everything on disk when a call returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.assessment.answer import Summary
from app.assessment.journal import Change, ChangeKind, fold
from app.store.errors import (
    Damaged,
    NotFound,
    ReadOnly,
    SlugTaken,
    StoreError,
    Unstorable,
)
from app.store.repository import Store
from app.store.values import Draft, LibraryRow
from tests.store.samples import PACK, PACK_SHA256, START, Clock, assessment, behind, change


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store.open(tmp_path / "data.db", clock=clock) as store:
        yield store


def reopened(store: Store) -> Store:
    store.close()
    return Store.open(store.path)


# --- assessments ---------------------------------------------------------------------------------------


def test_an_assessment_comes_back_as_it_went_in(store: Store) -> None:
    given = assessment(vendor="[/] <b>Ünï & Çö", product="日本語 \x1b[2J \N{PILE OF POO}")
    stored = store.create(given, PACK)
    assert stored.id > 0
    with reopened(store) as again:
        assert again.find("classtag") == stored == again.get(stored.id)
        assert again.library() == [LibraryRow(stored, Summary())]
        assert again.pack_content(PACK_SHA256) == PACK


def test_times_come_back_aware_and_in_utc(store: Store) -> None:
    local = datetime(2026, 3, 2, 11, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    store.create(assessment(created_at=local, changed_at=local), PACK)
    found = store.find("classtag").created_at
    assert found == local
    assert found.tzinfo is UTC


def test_the_pack_is_kept_once_and_as_it_was_first(store: Store) -> None:
    store.create(assessment("one"), PACK)
    store.create(assessment("two"), {"id": "k12", "version": "1.0", "forged": True})
    assert store.pack_content(PACK_SHA256) == PACK


def test_an_unknown_pack_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="0000000000"):
        store.pack_content("0" * 64)


def test_a_damaged_pack_is_said_to_be_damaged(store: Store) -> None:
    store.create(assessment(), PACK)
    with behind(store.path) as stranger:
        stranger.execute("DROP TRIGGER pack_copy_is_never_updated")
        stranger.execute("UPDATE pack_copy SET content = x'00'")
    with pytest.raises(Damaged, match="wording"):
        store.pack_content(PACK_SHA256)


def test_a_slug_is_given_once(store: Store) -> None:
    store.create(assessment(), PACK)
    with pytest.raises(SlugTaken, match='"classtag"'):
        store.create(assessment(), PACK)
    assert len(store.library()) == 1


@pytest.mark.parametrize("slug", ["", "Two Words", "-dash", "a/b", "x" * 49, "é", "a\0"])
def test_a_bad_slug_is_refused(store: Store, slug: str) -> None:
    with pytest.raises(Unstorable, match="slug"):
        store.create(assessment(slug), PACK)
    assert store.library() == []


def test_an_unknown_slug_is_told_with_those_that_are_near(store: Store) -> None:
    with pytest.raises(NotFound, match="holds none yet"):
        store.find("classtag")
    for slug in ("classtag", "classlink", "seesaw"):
        store.create(assessment(slug), PACK)
    with pytest.raises(NotFound, match=r'no assessment "clastag"\. Did you mean classtag'):
        store.find("clastag")
    with pytest.raises(NotFound, match="See: assess list"):
        store.find("zzz")
    with pytest.raises(NotFound):
        store.find("\ud800\0")


def test_the_last_changed_comes_first(store: Store) -> None:
    for n, slug in enumerate(("old", "new", "middle")):
        store.create(assessment(slug, changed_at=START + timedelta(days=(0, 2, 1)[n])), PACK)
    assert [row.assessment.slug for row in store.library()] == ["new", "middle", "old"]
    store.append(store.find("old").id, [change(at=START + timedelta(days=9))], Summary())
    assert [row.assessment.slug for row in store.library()] == ["old", "new", "middle"]


def test_ten_thousand_assessments_are_listed(store: Store) -> None:
    store.create(assessment("first"), PACK)
    with behind(store.path) as stranger:
        stranger.execute(
            """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
            INSERT INTO assessment (slug, vendor, product, pack_id, pack_version, pack_sha256, created_at,
                changed_at, answered, in_force, findings)
            SELECT 'v' || i, vendor, product, pack_id, pack_version, pack_sha256, created_at,
                strftime('%Y-%m-%dT%H:%M:%f000+00:00', '2026-04-01', '+' || (i * 7919 % 9999) || ' seconds'),
                i, 10000, '{"high":' || (i % 3) || '}' FROM n, assessment WHERE assessment.slug = 'first'"""
        )
    rows = store.library()
    assert len(rows) == 10_000
    times = [row.assessment.changed_at for row in rows]
    assert times == sorted(times, reverse=True)
    by_slug = {row.assessment.slug: row.summary for row in rows}
    assert by_slug["v5000"] == Summary(5000, 10000, None, {"high": 2})
    by_slug["v1"].findings["high"] = 99  # type: ignore[index]
    assert store.library()[
        rows.index(next(r for r in rows if r.assessment.slug == "v4"))
    ].summary.findings == {"high": 1}


def test_rename_and_update(store: Store, clock: Clock) -> None:
    stored = store.create(assessment(), PACK)
    store.create(assessment("other"), PACK)
    renamed = store.rename(stored.id, "class-tag")
    assert renamed.slug == "class-tag"
    assert renamed.changed_at == clock.now
    assert store.find("class-tag") == renamed
    with pytest.raises(SlugTaken):
        store.rename(stored.id, "other")
    with pytest.raises(Unstorable, match="pack"):
        store.update(assessment("class-tag", id=stored.id, pack_sha256="6" * 64))
    with pytest.raises(NotFound):
        store.update(assessment(id=99))
    assert store.find("class-tag") == renamed


def test_a_deleted_assessment_is_out_of_sight_and_comes_back_whole(store: Store, clock: Clock) -> None:
    stored = store.create(assessment(), PACK)
    store.append(stored.id, [change()], Summary(1, 2))
    before = store.library()
    store.delete(stored.id)
    assert store.library() == []
    (row,) = store.library(deleted=True)
    assert row.deleted_at == clock.now
    with pytest.raises(NotFound, match="was deleted"):
        store.find("classtag")
    store.undelete(stored.id)
    assert store.library() == before
    assert store.library(deleted=True) == []
    assert len(store.changes(stored.id)) == 1
    with pytest.raises(NotFound):
        store.delete(99)


def test_a_deleted_slug_can_be_used_again_and_then_not_undeleted(store: Store) -> None:
    first = store.create(assessment(), PACK)
    store.delete(first.id)
    second = store.create(assessment(), PACK)
    with pytest.raises(SlugTaken):
        store.undelete(first.id)
    assert store.find("classtag") == second


# --- the journal ---------------------------------------------------------------------------------------


def test_changes_come_back_with_rising_ids(store: Store) -> None:
    one, two = store.create(assessment("one"), PACK), store.create(assessment("two"), PACK)
    given = [
        change(
            {
                "state": "partial",
                "reason": "only “at rest” \U0001f512",
                "citations": [{"document": "D1", "place": "line 3", "end": None}],
            }
        ),
        change(
            {"rows": [{"id": "r1", "cells": {"name": "Plivo"}}], "before": None},
            question="thirdparty.register",
            kind=ChangeKind.ROWS_ADD,
        ),
    ]
    first = store.append(one.id, given, Summary())
    store.append(two.id, [change()], Summary())
    third = store.append(one.id, [change({"change": first[1].id}, kind=ChangeKind.UNDO)], Summary())
    with reopened(store) as again:
        changes = again.changes(one.id)
        assert changes == first + third
        assert [c.id for c in changes] == sorted({c.id for c in changes})
        assert [(c.question, c.kind, c.body, c.at, c.by) for c in changes[:2]] == [
            (c.question, c.kind, c.body, c.at, c.by) for c in given
        ]
        assert fold(changes).answers["security.encryption.at_rest"].reason == "only “at rest” \U0001f512"
        assert len(again.changes(two.id)) == 1


def test_what_is_returned_is_what_is_read_back(store: Store) -> None:
    stored = store.create(assessment(), PACK)
    local = datetime(2026, 3, 2, 11, tzinfo=timezone(timedelta(hours=2)))
    returned = store.append(
        stored.id, [Change(0, "q", ChangeKind.SET, {"value": ("a", "b")}, local)], Summary()
    )
    assert returned == store.changes(stored.id)
    assert returned[0].body == {"value": ["a", "b"]}


def test_an_append_moves_summary_time_and_draft_with_it(store: Store) -> None:
    stored = store.create(assessment(), PACK)
    store.save_draft(stored.id, "q", "note", "half", 0)
    store.save_draft(stored.id, "q", "reason", "other", 0)
    at = START + timedelta(hours=5)
    summary = Summary(3, 104, "does_not_meet", {"critical": 1}, "2026-03-02", "2027-03-02")
    store.append(stored.id, [change(at=at)], summary, clear_draft=("q", "note"))
    (row,) = store.library()
    assert row.summary == summary
    assert row.assessment.changed_at == at
    assert [d.field for d in store.drafts(stored.id)] == ["reason"]


def test_a_summary_worked_out_beside_the_journal_is_kept_unless_it_went_on(store: Store) -> None:
    stored = store.create(assessment(), PACK)
    head = store.head_sha256(stored.id)
    assert store.summarise(stored.id, Summary(1, 2, "Cannot say"), head_sha256=head)
    assert store.library() == [LibraryRow(stored, Summary(1, 2, "Cannot say"))]
    store.append(stored.id, [change()], Summary(3, 4))
    assert not store.summarise(stored.id, Summary(1, 2, "Cannot say"), head_sha256=head)
    assert store.library()[0].summary == Summary(3, 4)
    with pytest.raises(NotFound):
        store.summarise(999, Summary(), head_sha256=head)


def test_an_append_that_fails_leaves_nothing(store: Store) -> None:
    stored = store.create(assessment(), PACK)
    store.save_draft(stored.id, "q", "note", "half", 0)
    before = store.library()
    with pytest.raises(Unstorable):
        store.append(
            stored.id, [change(), change({"note": "\ud800"})], Summary(9, 9), clear_draft=("q", "note")
        )
    assert store.changes(stored.id) == []
    assert store.library() == before
    assert len(store.drafts(stored.id)) == 1
    (next_one,) = store.append(stored.id, [change()], Summary())
    assert next_one.id == 1


def test_an_empty_append_stores_the_summary_only(store: Store) -> None:
    stored = store.create(assessment(), PACK)
    assert store.append(stored.id, [], Summary(4, 5)) == []
    assert store.library() == [LibraryRow(stored, Summary(4, 5))]


@pytest.mark.parametrize(
    "bad",
    [
        change({"note": "a\0b"}),
        change({"note": "\udfff"}),
        change({"deep": [{"\ud800": 1}]}),
        change({"number": float("nan")}),
        change({"thing": object()}),
        change(question="q\0"),
        change(at=datetime(2026, 1, 1)),  # noqa: DTZ001
    ],
    ids=["NUL", "surrogate", "surrogate key", "NaN", "object", "question", "naive time"],
)
def test_what_cannot_be_kept_exactly_is_refused(store: Store, bad: Change) -> None:
    stored = store.create(assessment(), PACK)
    with pytest.raises(Unstorable):
        store.append(stored.id, [bad], Summary())
    assert store.changes(stored.id) == []


def test_text_that_looks_like_an_escaped_nul_is_kept(store: Store) -> None:
    stored = store.create(assessment(), PACK)
    store.append(stored.id, [change({"note": "the text \\u0000 and \\\\u0000"})], Summary())
    assert store.changes(stored.id)[0].body["note"] == "the text \\u0000 and \\\\u0000"


def test_unknown_assessments_are_not_found(store: Store) -> None:
    for call in (
        lambda: store.append(99, [change()], Summary()),
        lambda: store.changes(99),
        lambda: store.get(99),
        lambda: store.save_draft(99, "q", "note", "text", 0),
        lambda: store.head_sha256(99),
        lambda: store.verify_chain(99),
        lambda: store.undelete(99),
    ):
        with pytest.raises(NotFound, match="99"):
            call()


def test_a_change_of_an_unknown_kind_is_said_to_be_unreadable(store: Store) -> None:
    stored = store.create(assessment(), PACK)
    store.append(stored.id, [change()], Summary())
    with behind(store.path) as stranger:
        stranger.execute("DROP TRIGGER change_is_never_updated")
        stranger.execute("UPDATE change SET kind = 'rewrite'")
    with pytest.raises(Damaged, match="rewrite"):
        store.changes(stored.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET body = '{}'",
        "DELETE FROM change",
        "INSERT OR REPLACE INTO change SELECT * FROM change",
        "UPDATE pack_copy SET content = x'00'",
        "DELETE FROM pack_copy",
    ],
)
def test_nothing_in_the_journal_is_ever_overwritten(store: Store, statement: str) -> None:
    stored = store.create(assessment(), PACK)
    store.append(stored.id, [change()], Summary())
    before = store.changes(stored.id)
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|never"):
        store._database.connection.execute(statement)
    assert store.changes(stored.id) == before


def test_a_chain_that_nobody_touched_verifies(store: Store) -> None:
    stored = store.create(assessment(), PACK)
    assert store.head_sha256(stored.id) == ""
    assert store.verify_chain(stored.id) is None
    for n in range(20):
        store.append(stored.id, [change({"note": f"é{n}"}), change()], Summary())
    assert store.verify_chain(stored.id) is None
    assert len(store.head_sha256(stored.id)) == 64


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ('UPDATE change SET body = \'{"state":"no"}\' WHERE id = 5', 5),
        ("UPDATE change SET by = 'Somebody' WHERE id = 5", 5),
        ("UPDATE change SET at = '2020-01-01T00:00:00.000000+00:00' WHERE id = 1", 1),
        ("UPDATE change SET question = 'q' WHERE id = 5", 5),
        ("UPDATE change SET kind = 'undo' WHERE id = 5", 5),
        ("UPDATE change SET sha256 = replace(sha256, '1', '2') WHERE id = 5", 5),
        ("DELETE FROM change WHERE id = 5", 6),
        ("DELETE FROM change WHERE id > 8", 8),
        ("DELETE FROM change", 0),
        ("UPDATE assessment SET pack_sha256 = (SELECT max(sha256) FROM pack_copy)", 1),
    ],
)
def test_the_chain_finds_what_was_done_behind_the_triggers(
    store: Store, statement: str, first_bad: int
) -> None:
    stored = store.create(assessment(), PACK)
    store.create(assessment("other", pack_sha256="6" * 64), PACK)
    store.append(stored.id, [change({"note": str(n)}) for n in range(10)], Summary())
    with behind(store.path) as stranger:
        stranger.execute("DROP TRIGGER change_is_never_updated")
        stranger.execute("DROP TRIGGER change_is_never_deleted")
        stranger.execute(statement)
    assert store.verify_chain(stored.id) == first_bad


def test_the_same_journal_has_the_same_head_everywhere(store: Store, tmp_path: Path) -> None:
    journal = [change({"note": str(n)}) for n in range(5)]
    one = store.create(assessment(), PACK)
    store.append(one.id, journal[:2], Summary())
    store.append(one.id, journal[2:], Summary())
    with Store.open(tmp_path / "other.db") as other:
        other.add_whole(assessment("filler"), PACK, [change()], Summary())
        two = other.add_whole(assessment("elsewhere"), PACK, journal, Summary())
        assert other.head_sha256(two.id) == store.head_sha256(one.id)


# --- whole assessments ---------------------------------------------------------------------------------


def test_a_whole_assessment_is_added_at_once(store: Store) -> None:
    store.append(store.create(assessment("other"), PACK).id, [change()], Summary())
    changes = [
        change({"state": "yes"}, number=71),
        change({"state": "no"}, number=72),
        change({"change": 72}, kind=ChangeKind.UNDO, number=73),
    ]
    draft = Draft("q", "note", "half", 72, START)
    summary = Summary(1, 2, "meets")
    stored = store.add_whole(assessment(changed_at=START), PACK, changes, summary, [draft])
    kept = store.changes(stored.id)
    assert kept[2].body == {"change": kept[1].id}
    assert fold(kept).answers == fold(changes).answers
    assert store.drafts(stored.id) == [draft]
    assert store.verify_chain(stored.id) is None
    assert next(r for r in store.library() if r.assessment.slug == "classtag").summary == summary


def test_half_a_whole_assessment_is_not_added(store: Store) -> None:
    with pytest.raises(Unstorable):
        store.add_whole(assessment(), PACK, [change(), change({"note": "\0"})], Summary())
    with pytest.raises(Unstorable):
        store.add_whole(assessment(), PACK, [], Summary(), [Draft("q", "note", "\ud800", 0, START)])
    assert store.library() == []
    with pytest.raises(NotFound):
        store.pack_content(PACK_SHA256)


# --- drafts and settings -------------------------------------------------------------------------------


def test_a_draft_is_replaced_kept_and_forgotten(store: Store, clock: Clock) -> None:
    stored = store.create(assessment(), PACK)
    for text in ("h", "ha", "hal", "half a sentence \x1b[0m\r\n\u202e"):
        store.save_draft(stored.id, "q", "note", text, 17)
    saved_at = clock.now
    with reopened(store) as again:
        assert again.drafts(stored.id) == [
            Draft("q", "note", "half a sentence \x1b[0m\r\n\u202e", 17, saved_at)
        ]
        again.clear_draft(stored.id, "q", "note")
        again.clear_draft(stored.id, "q", "note")
        assert again.drafts(stored.id) == []
        with pytest.raises(Unstorable):
            again.save_draft(stored.id, "q", "note", "a\0", 0)


def test_settings(store: Store) -> None:
    assert store.setting("reviewer") is None
    store.set_setting("reviewer", "R. Viewer")
    store.set_setting("reviewer", "Ö. Ther")
    with reopened(store) as again:
        assert again.setting("reviewer") == "Ö. Ther"
    with pytest.raises(Unstorable):
        store.set_setting("reviewer", "\ud800")


# --- properties ----------------------------------------------------------------------------------------

_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(_text, _json, max_size=4), question=_text, by=_text)
def test_any_body_goes_round(store: Store, body: dict[str, object], question: str, by: str) -> None:
    slug = f"a{len(store.library())}"
    stored = store.create(assessment(slug), PACK)
    store.append(stored.id, [Change(0, question, ChangeKind.SET, body, START, by)], Summary())
    (kept,) = store.changes(stored.id)
    assert (kept.question, kept.body, kept.by) == (question, body, by)
    assert store.verify_chain(stored.id) is None


# --- reading only, and closed --------------------------------------------------------------------------


def test_a_store_that_is_read_only_reads_everything_and_writes_nothing(store: Store) -> None:
    stored = store.create(assessment(), PACK)
    store.append(stored.id, [change()], Summary(1, 2))
    store.set_setting("reviewer", "R. Viewer")
    store.close()
    with Store.open(store.path, read_only=True) as reader:
        assert reader.read_only
        assert reader.find("classtag").id == stored.id
        assert len(reader.changes(stored.id)) == 1
        assert reader.setting("reviewer") == "R. Viewer"
        for call in (
            lambda: reader.create(assessment("new"), PACK),
            lambda: reader.append(stored.id, [change()], Summary()),
            lambda: reader.save_draft(stored.id, "q", "note", "x", 0),
            lambda: reader.clear_draft(stored.id, "q", "note"),
            lambda: reader.delete(stored.id),
            lambda: reader.set_setting("a", "b"),
        ):
            with pytest.raises(ReadOnly, match="reading only"):
                call()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader._database.connection.execute("DELETE FROM setting")
    assert sorted(p.name for p in store.path.parent.iterdir()) == ["data.db"]


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.library()
    with pytest.raises(StoreError, match="closed"):
        store.set_setting("a", "b")
