"""Terms become an expression of FTS5 in which they are words and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.errors import StoreError
from app.store.expression import MOST_TERMS, match_expression
from tests.hostile import HOSTILE


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (text, context)")
        yield connection


@pytest.mark.parametrize(
    ("groups", "expression"),
    [
        ([[["encrypt*", "AES"]]], '("encrypt"* OR "AES")'),
        ([[["AES", "cipher"], ["at rest"]]], '("AES" OR "cipher") AND ("at rest")'),
        ([[["a"]], [["b"], ["c"]]], '("a") OR ("b") AND ("c")'),
        ([[["a", "a", " A "]], [["a"]]], '("a" OR "A") OR ("a")'),
        ([[['say "no*" *']]], '("say no*"*)'),
        ([[["§", "", "  ", "**", '"', "\0"]]], ""),
        ([[["a"], ["§"]]], ""),
        ([[["a"], []], [["b"]]], '("b")'),
        ([[]], ""),
        ([], ""),
    ],
)
def test_expressions(groups: list[list[list[str]]], expression: str) -> None:
    assert match_expression(groups).replace("((", "(").replace("))", ")") == expression


def test_too_many_terms_are_refused() -> None:
    assert match_expression([[[f"w{n}" for n in range(MOST_TERMS)]]])
    with pytest.raises(StoreError, match="at most 2,000"):
        match_expression([[["w"] * MOST_TERMS], [["one more"]]])


_MANY = [f"w{n}*" for n in range(MOST_TERMS)]


@pytest.mark.parametrize(
    "groups",
    [
        [[_MANY]],
        [[[term] for term in _MANY]],
        [[[term]] for term in _MANY],
        [[_MANY[n : n + 5] for n in range(m, m + 20, 5)] for m in range(0, MOST_TERMS, 20)],
        [[["one long phrase " * 400]]],
    ],
)
def test_as_many_terms_as_allowed_are_not_too_many_for_sqlite(
    table: sqlite3.Connection, groups: list[list[list[str]]]
) -> None:
    table.execute("SELECT rowid FROM t WHERE t MATCH ?", (match_expression(groups),)).fetchall()


@given(st.lists(st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=3), max_size=3))
def test_no_term_is_syntax(table: sqlite3.Connection, groups: list[list[list[str]]]) -> None:
    if words := match_expression(groups):
        table.execute("SELECT rowid FROM t WHERE t MATCH ?", (words,)).fetchall()


@pytest.mark.parametrize(
    "term",
    [
        *HOSTILE.values(),
        *("AND", "NOT x", "NEAR(a b, 2)", "text : a", "^a", "a + b", "{text context} : a", "(", "a*b", "-a"),
        "a" * 100_000,
        "\ud800",
    ],
)
def test_hostile_terms_are_searched_for(table: sqlite3.Connection, term: str) -> None:
    for words in filter(
        None, (match_expression([[[term, "b"], [term + "*"]]]), match_expression([[[term]]]))
    ):
        table.execute("SELECT rowid FROM t WHERE t MATCH ?", (words,)).fetchall()
