"""Append-only answers: folding, undo, redo, registers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.answer import UNANSWERED, Citation, Number, Row, State
from app.assessment.journal import (
    Change,
    ChangeKind,
    apply,
    citation_from_json,
    citation_to_json,
    fold,
    step,
    value_from_json,
    value_to_json,
)

START = datetime(2026, 11, 22, 10, tzinfo=UTC)


def change(number: int, kind: ChangeKind, question: str = "q", **body: Any) -> Change:
    return Change(number, question, kind, body, START + timedelta(minutes=number), "Ann")


def rows(number: int, *ids: str, before: str | None = None) -> Change:
    return change(
        number, ChangeKind.ROWS_ADD, rows=[{"id": i, "cells": {"name": i}} for i in ids], before=before
    )


def test_the_newest_change_is_current_and_carries_who_and_when() -> None:
    folded = fold([change(1, ChangeKind.SET, state="yes"), change(2, ChangeKind.SET, state="no", reason="r")])
    answer = folded.answers["q"]
    assert (answer.state, answer.reason, answer.by) == (State.NO, "r", "Ann")
    assert answer.at == START + timedelta(minutes=2)


def test_a_change_touches_only_what_it_names() -> None:
    folded = fold(
        [
            change(1, ChangeKind.SET, state="partial", reason="backups age out"),
            change(2, ChangeKind.SET, note="ask again"),
            change(3, ChangeKind.SET, flag=True),
        ]
    )
    answer = folded.answers["q"]
    assert (answer.state, answer.reason, answer.note, answer.flag) == (
        State.PARTIAL,
        "backups age out",
        "ask again",
        True,
    )


def test_undo_makes_the_row_before_current_and_redo_brings_it_back() -> None:
    journal = [change(1, ChangeKind.SET, state="yes"), change(2, ChangeKind.SET, state="no")]
    undone = fold([*journal, change(3, ChangeKind.UNDO, change=2)])
    assert undone.answers["q"].state is State.YES
    assert undone.taken_back[-1].id == 2
    redone = fold([*journal, change(3, ChangeKind.UNDO, change=2), change(4, ChangeKind.REDO, change=2)])
    assert redone.answers["q"].state is State.NO
    assert not redone.taken_back


def test_undoing_everything_leaves_no_answer_and_a_further_undo_does_nothing() -> None:
    folded = fold(
        [change(1, ChangeKind.SET, state="yes"), change(2, ChangeKind.UNDO), change(3, ChangeKind.UNDO)]
    )
    assert "q" not in folded.answers
    assert not folded.standing


def test_a_new_change_ends_the_chance_to_redo() -> None:
    folded = fold(
        [
            change(1, ChangeKind.SET, state="yes"),
            change(2, ChangeKind.UNDO),
            change(3, ChangeKind.SET, state="no"),
            change(4, ChangeKind.REDO),
        ]
    )
    assert folded.answers["q"].state is State.NO
    assert [c.id for c in folded.standing] == [3]


def test_rows_keep_their_ids_and_places() -> None:
    folded = fold(
        [
            rows(1, "r1", "r2"),
            rows(2, "r3", before="r2"),
            change(3, ChangeKind.CELL, row="r2", column="name", value="Plivo"),
            change(4, ChangeKind.ROWS_DROP, rows=["r1"]),
        ]
    )
    assert folded.answers["q"].value == (Row("r3", {"name": "r3"}), Row("r2", {"name": "Plivo"}))


def test_the_first_row_answers_a_register_and_the_last_one_gone_opens_it() -> None:
    one = fold([rows(1, "r1")])
    assert one.answers["q"].state is State.ANSWERED
    none = fold([rows(1, "r1"), change(2, ChangeKind.ROWS_DROP, rows=["r1"])])
    assert none.answers["q"].state is State.UNANSWERED
    assert none.answers["q"].value is None


def test_adding_a_row_to_a_partial_register_leaves_it_partial() -> None:
    folded = fold(
        [rows(1, "r1"), change(2, ChangeKind.SET, state="partial", reason="incomplete"), rows(3, "r2")]
    )
    assert folded.answers["q"].state is State.PARTIAL


@pytest.mark.parametrize(
    "broken",
    [
        change(7, ChangeKind.SET, state="perhaps"),
        change(7, ChangeKind.SET, value={"odd": 1}),
        change(7, ChangeKind.CELL, row="r1"),
        change(7, ChangeKind.ROWS_ADD, rows=[{"id": "r1"}]),
        change(7, ChangeKind.UNDO),
        change(7, ChangeKind.FINDING),
    ],
    ids=["state", "value", "cell", "rows", "undo", "finding"],
)
def test_a_change_that_cannot_be_read_is_an_error_and_not_a_guess(broken: Change) -> None:
    with pytest.raises(ValueError):
        apply(UNANSWERED, broken)


@pytest.mark.parametrize(
    "broken",
    [
        change(7, ChangeKind.FINDING, state="perhaps"),
        change(7, ChangeKind.FINDING, raised={"severity": "high"}),
        change(7, ChangeKind.NAMES, a="x"),
    ],
)
def test_nor_is_one_of_a_finding_or_of_names(broken: Change) -> None:
    with pytest.raises(ValueError):
        fold([broken])


kinds = st.one_of(
    st.builds(lambda s: ("set", {"state": s}), st.sampled_from(["yes", "no", "na", "partial"])),
    st.builds(lambda t: ("set", {"note": t}), st.text(max_size=5)),
    st.builds(
        lambda s, t: ("finding", {"subject": t, "state": s, "reason": t}),
        st.sampled_from(["open", "withdrawn"]),
        st.sampled_from(["", "x"]),
    ),
    st.builds(lambda t: ("names", {"a": "p", "b": t, "same": t == "q"}), st.sampled_from(["q", "r"])),
    st.just(("undo", {})),
    st.just(("redo", {})),
)


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), kinds), max_size=30))
def test_a_step_is_the_same_as_folding_from_the_start(
    moves: list[tuple[str, tuple[str, dict[str, Any]]]],
) -> None:
    journal = [
        Change(n, q, ChangeKind(k), body, START, "") for n, (q, (k, body)) in enumerate(moves, start=1)
    ]
    stepped = fold([])
    for one in journal:
        stepped = step(stepped, one)
    assert stepped == fold(journal)


values = st.one_of(
    st.none(),
    st.text(),
    st.lists(st.text(), min_size=1).map(tuple),
    st.builds(Number, st.none() | st.integers(0, 999), st.text()),
    st.dictionaries(st.text(), st.text()),
    st.lists(st.builds(Row, st.text(), st.dictionaries(st.text(), st.text())), min_size=1).map(tuple),
)


@given(values)
def test_values_come_back_from_json(value: Any) -> None:
    import json

    assert value_from_json(json.loads(json.dumps(value_to_json(value)))) == value


def test_citations_come_back_from_json() -> None:
    citation = Citation("D1", "line 97", "AES-256 is used", 10, 25)
    assert citation_from_json(citation_to_json(citation)) == citation
    with pytest.raises(KeyError):
        citation_from_json({"place": "line 1"})
