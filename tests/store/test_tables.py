"""The classes say what the migrations made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from app.store.repository import Store
from app.store.tables import StoreTable, utc_text

FTS5 = {"passage_search", *(f"passage_search_{part}" for part in ("config", "data", "docsize", "idx"))}
"""The search over passages and what it keeps; SQLite makes these, no class of ours describes them."""


def test_classes_and_database_agree(tmp_path: Path) -> None:
    Store.open(tmp_path / "data.db").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'data.db'}")
    found = inspect(engine)
    tables = StoreTable.metadata.tables
    assert set(found.get_table_names()) == set(tables) | FTS5
    assert not set(tables) & FTS5
    for name, table in tables.items():
        columns = {c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(name)}
        wanted = {c.name: (str(c.type.compile(engine.dialect)), bool(c.nullable)) for c in table.columns}
        assert columns == wanted, name
        assert set(found.get_pk_constraint(name)["constrained_columns"]) == {
            c.name for c in table.primary_key
        }
        assert {
            (tuple(k["constrained_columns"]), k["referred_table"], tuple(k["referred_columns"]))
            for k in found.get_foreign_keys(name)
        } == {((k.parent.name,), k.column.table.name, (k.column.name,)) for k in table.foreign_keys}
        assert {
            (i["name"], tuple(i["column_names"]), bool(i["unique"])) for i in found.get_indexes(name)
        } == {(i.name, tuple(c.name for c in i.columns), bool(i.unique)) for i in table.indexes}
    engine.dispose()


def test_importing_makes_no_engine_and_no_file(tmp_path: Path) -> None:
    import app.store.database
    import app.store.repository
    import app.store.tables

    for module in (app.store.database, app.store.repository, app.store.tables):
        assert not [n for n, v in vars(module).items() if type(v).__name__ in ("Engine", "Connection")]


def test_a_time_is_text_that_sorts() -> None:
    assert utc_text(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000000+00:00"
    with pytest.raises(ValueError, match="time zone"):
        utc_text(datetime(2026, 1, 2))  # noqa: DTZ001
