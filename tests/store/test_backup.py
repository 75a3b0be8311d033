"""Backups are whole, checked, pruned; a restore brings one back and throws nothing away."""

from __future__ import annotations

import os
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.assessment.answer import Summary
from app.store.backup import KEPT, backups_of, check_backup, restore
from app.store.errors import (
    AlreadyThere,
    Damaged,
    Foreign,
    Locked,
    Missing,
    Newer,
    NotADatabase,
    NotFound,
    StoreError,
    Unusable,
)
from app.store.repository import Store
from tests.store.samples import START, Clock, another_assess, behind, change, filled


def notes(path: Path) -> list[str]:
    with Store.open(path, read_only=True) as store:
        return [c.body["note"].split(" ")[0] for c in store.changes(store.find("classtag").id)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    filled(tmp_path / "data.db", 3)
    return tmp_path / "data.db"


# --- making --------------------------------------------------------------------------------------------


def test_a_backup_holds_what_was_just_saved(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        store.append(store.find("classtag").id, [change({"note": "newest one"})], Summary())
        made = store.backup()
        assert made.parent == path.parent / "backups"
        assert made.name == "data.20260302T093003Z.manual.db"
        assert notes(made)[-1] == "newest"
        assert [p.name for p in made.parent.iterdir() if p.suffix != ".db"] == []


def test_a_backup_opens_like_a_database(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        given = store.backup(tmp_path / "to hand over?#%41.db")
    if os.name != "nt":
        assert stat.S_IMODE(given.stat().st_mode) == 0o600
    with Store.open(given) as store:
        store.set_setting("a", "b")
        assert store.verify_chain(store.find("classtag").id) is None


def test_a_backup_replaces_a_file_only_when_told(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine")
    with Store.open(path) as store:
        with pytest.raises(AlreadyThere, match="not replaced"):
            store.backup(target)
        assert target.read_text() == "mine"
        store.backup(target, replace=True)
        with pytest.raises(Unusable, match="is a folder"):
            store.backup(tmp_path)
        with pytest.raises(Missing, match="does not exist"):
            store.backup(tmp_path / "none" / "copy.db")
    assert len(notes(target)) == 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["backups", "copy.db", "data.db"]


def test_a_reader_can_make_a_backup(path: Path, tmp_path: Path) -> None:
    with Store.open(path, clock=Clock()), Store.open(path) as reader:
        assert reader.read_only
        reader.backup(tmp_path / "copy.db")
    assert len(notes(tmp_path / "copy.db")) == 3


def test_a_damaged_database_makes_no_backup(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        size = path.stat().st_size
        with path.open("r+b") as file:  # what a failing disk does to an open file
            file.seek(size - 4096)
            file.write(b"\xa5" * 4096)
        store._database.connection.execute("PRAGMA cache_size=0")
        with pytest.raises(Damaged):
            store.backup()
        assert [b.reason for b in backups_of(path)] == ["daily"]  # the one that was made when all was well
        assert len(list((path.parent / "backups").iterdir())) == 1


# --- by itself -----------------------------------------------------------------------------------------


def test_one_backup_a_day_if_anything_changed(path: Path) -> None:
    def opened(day: int, *, changed: bool) -> list[str]:
        moment = START + timedelta(days=day)
        with Store.open(path, clock=Clock(moment)) as store:
            if changed:
                store.append(store.find("classtag").id, [change({"note": f"day {day}"})], Summary())
        for file in (path, *(b.path for b in backups_of(path) if b.made_at >= moment)):
            os.utime(file, (moment.timestamp(), moment.timestamp())) if changed or file != path else None
        return [b.made_at.date().isoformat() for b in backups_of(path)]

    assert opened(1, changed=True) == ["2026-03-03"]
    assert opened(1, changed=True) == ["2026-03-03"]
    assert opened(2, changed=False) == ["2026-03-03"]
    assert opened(3, changed=True) == ["2026-03-03"]
    assert opened(4, changed=False) == ["2026-03-06", "2026-03-03"]
    assert {b.reason for b in backups_of(path)} == {"daily"}


def test_the_newest_ten_daily_ones_are_kept_and_every_other(path: Path) -> None:
    with Store.open(path, clock=Clock(START - timedelta(days=1))) as store:
        manual = store.backup()
        for file in backups_of(path):
            if file.reason == "daily":
                file.path.unlink()
    stranger = path.parent / "backups" / "other.20200101T000000Z.daily.db"
    stranger.write_text("of another database")
    for day in range(KEPT + 4):
        with Store.open(path, clock=Clock(START + timedelta(days=day))):
            pass
        os.utime(path, (START.timestamp() + 10**9,) * 2)
    daily = [b for b in backups_of(path) if b.reason == "daily"]
    assert len(daily) == KEPT
    assert daily[0].made_at.date() == (START + timedelta(days=KEPT + 3)).date()
    assert manual.exists()
    assert stranger.exists()


def test_a_clock_that_was_set_back_stops_no_backup(path: Path) -> None:
    for day in range(100, 100 + KEPT):
        with Store.open(path, clock=Clock(START + timedelta(days=day))):
            os.utime(path, (START.timestamp() + 10**9,) * 2)
    with Store.open(path, clock=Clock(START)):
        os.utime(path, (START.timestamp() + 10**9,) * 2)
    dates = [b.made_at.date() for b in backups_of(path)]
    assert dates[-1] == START.date()
    assert len(dates) == KEPT


def test_an_empty_database_is_not_backed_up(tmp_path: Path) -> None:
    for day in range(3):
        with Store.open(tmp_path / "data.db", clock=Clock(START + timedelta(days=day))):
            pass
    assert backups_of(tmp_path / "data.db") == []


def test_a_daily_backup_that_fails_keeps_nobody_from_working(path: Path) -> None:
    (path.parent / "backups").write_text("a file where the folder should be")
    with Store.open(path, clock=Clock()) as store:
        assert "Today's backup could not be made" in store.notice
        store.set_setting("a", "b")


def test_what_a_kill_left_of_a_backup_is_swept_up(path: Path) -> None:
    with Store.open(path, clock=Clock(datetime.now(UTC))) as store:
        folder = store.backup().parent
        old, new = folder / ".data.x.db.17.part", folder / ".data.y.db.18.part"
        for leftover in (old, new):
            leftover.write_bytes(b"half a copy")
        os.utime(old, (START.timestamp(),) * 2)
        store.backup()
        assert not old.exists()
        assert new.exists()


def test_what_a_kill_left_of_a_restore_is_swept_up(path: Path) -> None:
    half = path.with_name(".data.db.restored")
    half.write_bytes(b"half a copy")
    Store.open(path, read_only=True).close()
    assert half.exists()
    Store.open(path, clock=Clock()).close()
    assert not half.exists()


def test_two_backups_in_one_second_are_two(path: Path) -> None:
    now = datetime(2026, 3, 5, tzinfo=UTC)
    with Store.open(path, clock=lambda: now) as store:
        first, second = store.backup(), store.backup()
    assert first != second
    assert [b.path for b in backups_of(path)][:2] == [second, first]


# --- checking ------------------------------------------------------------------------------------------


def test_only_a_good_backup_passes(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        good = store.backup()
    before = sorted(good.parent.iterdir())
    check_backup(good)
    assert sorted(good.parent.iterdir()) == before
    whole = good.read_bytes()
    for name, content, kind in (
        ("cut", whole[:-4096], Damaged),
        ("page", whole[:8192] + b"\xa5" * 4096 + whole[12288:], Damaged),
        ("empty", b"", Damaged),
        ("text", b"text " * 1000, NotADatabase),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(kind):
            check_backup(tmp_path / name)
    with pytest.raises(Missing):
        check_backup(tmp_path / "none")
    with pytest.raises(Unusable):
        check_backup(tmp_path)
    with behind(good) as stranger:
        stranger.execute("PRAGMA user_version=9")
    with pytest.raises(Newer):
        check_backup(good)
    with behind(tmp_path / "foreign.db") as stranger:
        stranger.execute("CREATE TABLE t (x)")
    with pytest.raises(Foreign):
        check_backup(tmp_path / "foreign.db")


# --- the way back --------------------------------------------------------------------------------------


def test_a_backup_comes_back_and_what_was_there_is_kept(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        made = store.backup()
        store.append(store.find("classtag").id, [change({"note": "after"})], Summary())
    kept = restore(path, made, Clock(START + timedelta(hours=1)))
    assert kept is not None
    assert kept.name == "data.20260302T103002Z.restore.db"
    assert len(notes(path)) == 3
    assert notes(kept)[-1] == "after"
    assert made.exists()
    assert restore(path, kept, Clock()) is not None
    assert notes(path)[-1] == "after"
    assert sorted(p.name for p in path.parent.iterdir()) == ["backups", "data.db"]


def test_what_stood_in_the_wal_of_a_crash_is_kept_too(path: Path, tmp_path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        made = store.backup()
        store.append(store.find("classtag").id, [change({"note": "in the -wal"})], Summary())
        crashed = tmp_path / "crashed.db"
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{crashed}{suffix}")
    kept = restore(crashed, made, Clock())
    assert kept is not None
    assert notes(kept)[-1] == "in"
    assert len(notes(crashed)) == 3


def test_a_backup_comes_back_where_nothing_is(path: Path) -> None:
    with Store.open(path) as store:
        made = store.backup()
    path.unlink()
    assert restore(path, made, Clock()) is None
    assert len(notes(path)) == 3
    path.write_bytes(b"")
    assert restore(path, made, Clock()) is None
    assert len(notes(path)) == 3


@pytest.mark.parametrize("ruin", ["cut", "text", "wal only"])
def test_a_ruin_is_set_aside_whole(path: Path, ruin: str) -> None:
    with Store.open(path, clock=Clock()) as store:
        made = store.backup()
    wal = path.with_name("data.db-wal")
    if ruin == "wal only":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:10_000] if ruin == "cut" else b"text " * 1000)
    left = path.read_bytes() if path.exists() else None
    wal.write_bytes(b"what is left of it")
    kept = restore(path, made, Clock())
    assert kept is not None
    assert ".damaged" in kept.name
    assert (kept.read_bytes() if left else None) == left
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"what is left of it"
    assert not wal.exists()
    assert len(notes(path)) == 3
    assert not [p.name for p in path.parent.iterdir() if p.name.startswith(".")]


def refused(path: Path, file: Path, kind: type[StoreError], says: str) -> None:
    before = {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file()}
    with pytest.raises(kind, match=says):
        restore(path, file, Clock())
    after = {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file()}
    assert after == before


def test_a_bad_backup_changes_nothing(path: Path, tmp_path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        made = store.backup()
    made.write_bytes(made.read_bytes()[:10_000])
    refused(path, made, Damaged, "damaged")
    refused(path, path, Unusable, "database itself")
    refused(path, tmp_path / "none.db", Missing, "no file")
    other = tmp_path / "other"
    other.mkdir()
    with behind(other / "data.db") as stranger:
        stranger.execute("CREATE TABLE bookmark (x)")
    made = Path(shutil.copy(path, tmp_path / "good.db"))
    refused(other / "data.db", made, Foreign, "another program")


def test_nothing_is_restored_under_another_process(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        made = store.backup()
        with pytest.raises(Locked, match="this assess itself"):
            restore(path, made, Clock())
    with another_assess(path) as other, pytest.raises(Locked, match=f"process {other.pid} "):
        restore(path, made, Clock())


def test_a_reader_does_not_keep_a_restore_away(path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows does not replace open files")
    with Store.open(path, clock=Clock()) as store:
        made = store.backup()
        store.append(store.find("classtag").id, [change({"note": "after"})], Summary())
    with Store.open(path, read_only=True) as reader:
        number = reader.find("classtag").id
        assert len(reader.changes(number)) == 4
        restore(path, made, Clock())
        assert not list(path.parent.glob("data.db-*"))  # the reader's: they would be taken for the new file's
        with Store.open(path) as store:
            assert not store.read_only
            store.append(number, [change({"note": "anew"})], Summary())
            assert len(reader.changes(number)) == 4
    assert notes(path)[-1] == "anew"


def test_a_restore_that_is_cut_off_leaves_a_database(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path, clock=Clock()) as store:
        made = store.backup()
        store.append(store.find("classtag").id, [change({"note": "after"})], Summary())

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", cut_off)
    with pytest.raises(KeyboardInterrupt):
        restore(path, made, Clock())
    monkeypatch.undo()
    assert notes(path)[-1] == "after"


def test_an_unknown_assessment_is_still_unknown_after_a_restore(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        made = store.backup()
        store.rename(store.find("classtag").id, "renamed")
    restore(path, made, Clock())
    with Store.open(path, read_only=True) as store, pytest.raises(NotFound):
        store.find("renamed")
