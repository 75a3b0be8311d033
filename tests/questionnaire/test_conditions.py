"""Conditions: what they see, what the named values and functions give, and what is remembered."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questionnaire import AnswerType, Column, ConditionError, Pack, Question
from app.questionnaire.conditions import (
    Condition,
    compile_condition,
    compile_pack,
    empty_entry,
    holds,
    months_between,
)

QUESTIONS = {
    q.id: q
    for q in [
        Question("a.b", "a", AnswerType.STATEMENT, "?"),
        Question("a.b.c", "a", AnswerType.TEXT, "?", parent="a.b"),
        Question("a.many", "a", AnswerType.MANY_OF, "?", choices=("x", "y")),
        Question("a.number", "a", AnswerType.NUMBER_UNIT, "?", units=("days",)),
        Question("a.table", "a", AnswerType.TABLE, "?", columns=(Column("name", "N"), Column("on", "On"))),
        Question("review.jurisdictions", "r", AnswerType.MANY_OF, "?", choices=("CA", "NY")),
        Question("review.reviewer", "r", AnswerType.RECORD, "?", columns=(Column("review_date", "Date"),)),
    ]
}


def entries(changes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: {**empty_entry(q), **changes.get(name, {})} for name, q in QUESTIONS.items()}


def result(expression: str, **changes: Mapping[str, Any]) -> bool:
    by_id = {name.replace("__", "."): change for name, change in changes.items()}
    return holds(compile_condition(expression, QUESTIONS), entries(by_id))


def test_a_question_and_its_follow_up_stand_in_one_map() -> None:
    expression = "a.b.state == 'yes' && a.b.c.value == 'here' && a.b.reason == ''"
    assert result(expression, a__b={"state": "yes"}, a__b__c={"value": "here"})
    assert not result(expression, a__b={"state": "yes"})


EMPTY = [
    "a.b.state == 'unanswered'",
    "a.b.value == ''",
    "a.b.unit == ''",
    "!a.b.cited",
    "a.many.value.size() == 0",
    "a.number.value == 0.0",
    "a.number.value < 1",
    "a.table.rows == []",
    "!a.table.rows.exists(r, r.name == 'x')",
    "review.reviewer.value.review_date == ''",
    "jurisdictions == []",
    "review_date == ''",
]


@pytest.mark.parametrize("expression", EMPTY)
def test_what_nobody_answered_is_empty_of_its_kind(expression: str) -> None:
    assert result(expression)


@pytest.mark.parametrize(
    ("state", "silent", "claimed"),
    [
        ("yes", False, True),
        ("partial", False, True),
        ("answered", False, True),
        ("no", False, False),
        ("na", False, False),
        ("not_addressed", True, False),
        ("unanswered", False, False),
    ],
)
def test_silence_and_claims_are_told_apart(state: str, silent: bool, claimed: bool) -> None:
    assert result("silent(a.b)", a__b={"state": state}) is silent
    assert result("a.b.silent()", a__b={"state": state}) is silent
    assert result("claimed(a.b)", a__b={"state": state}) is claimed


def test_jurisdictions_and_review_date_come_from_their_questions() -> None:
    where = {"state": "answered", "value": ["CA", "NY"]}
    who = {"state": "answered", "value": {"review_date": "2026-05-01"}}
    assert result("jurisdictions.exists(j, j in ['NY', 'VT'])", review__jurisdictions=where)
    assert result("review_date >= '2026-04-22'", review__reviewer=who)
    assert not result("review_date >= '2026-04-22'")


def test_rows_of_a_register_can_be_looked_through() -> None:
    rows = [{"name": "Plivo", "on": "2020-12-15"}, {"name": "Other", "on": ""}]
    who = {"value": {"review_date": "2026-12-14"}}
    assert result("a.table.rows.exists(r, r.name == 'Plivo')", a__table={"rows": rows})
    expression = "a.table.rows.exists(r, age_months(r.on) == 71)"
    assert result(expression, a__table={"rows": rows}, review__reviewer=who)


AGES = [
    ("2026-01-31", "2026-02-28", 0),
    ("2026-01-31", "2026-03-31", 2),
    ("2024-11-22", "2026-11-22", 24),
    ("2024-11-23", "2026-11-22", 23),
    ("2026-11-23", "2026-11-22", 0),
    ("2026-11-22", "2026-11-22", 0),
    ("", "2026-11-22", -1),
    ("2026-11-22", "", -1),
    ("two years ago", "2026-11-22", -1),
    ("2026-02-30", "2026-11-22", -1),
    ("20260230", "2026-11-22", -1),
]


@pytest.mark.parametrize(("start", "end", "months"), AGES)
def test_age_is_in_whole_months(start: str, end: str, months: int) -> None:
    assert months_between(start, end) == months
    who = {"value": {"review_date": end}}
    assert result(f"age_months('{start}') == {months}", review__reviewer=who)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 4000))
def test_age_never_falls_as_time_passes(start: date, days: int) -> None:
    later = start + timedelta(days=days)
    age = months_between(start.isoformat(), later.isoformat())
    assert 0 <= age <= months_between(start.isoformat(), (later + timedelta(days=1)).isoformat())
    assert days // 31 <= age <= days // 28


WRONG = [
    ("a.b.state ==", "a CEL expression; column 13: mismatched input"),
    ("a.b.state is 'yes'", "a CEL expression; column 11: mismatched input 'is'"),
    ("'open", "a CEL expression; column 1: token recognition error"),
    ("", "a CEL expression; column 1"),
    ("a.c.state == 'yes'", "a known id; 'a.c' is not one"),
    ("(" * 5000, "a CEL expression of at most 4000 characters"),
    ("(" * 3000, "a CEL expression; "),
]


@pytest.mark.parametrize(("expression", "message"), WRONG, ids=[case[0][:20] for case in WRONG])
def test_what_is_not_a_condition_is_refused_in_a_clear_sentence(expression: str, message: str) -> None:
    with pytest.raises(ConditionError) as error:
        compile_condition(expression, QUESTIONS)
    assert str(error.value).startswith(message)
    assert len(str(error.value)) < 250
    assert "\n" not in str(error.value)


@given(st.text(max_size=60) | st.text("ab.('\") =&|!?:[]{}1x", max_size=60))
def test_any_text_is_a_condition_or_a_condition_error(expression: str) -> None:
    try:
        found: object = holds(compile_condition(expression, QUESTIONS), entries({}))
    except ConditionError as error:
        found = error
    assert isinstance(found, bool) or str(found)


@pytest.mark.parametrize(
    ("expression", "message"), [("a.b.state", "gives 'unanswered'"), ("a.b.value > 3", "kinds")]
)
def test_a_condition_that_is_neither_true_nor_false_is_an_error(expression: str, message: str) -> None:
    with pytest.raises(ConditionError, match=message):
        result(expression)


def test_entries_must_hold_what_is_read() -> None:
    with pytest.raises(KeyError):
        holds(compile_condition("a.b.cited", QUESTIONS), {})


class Counting:
    """Stands in for a compiled program and counts how often it is run."""

    def __init__(self, condition: Condition) -> None:
        self.runs = 0
        self._program = condition._program
        condition._program = self  # type: ignore[assignment]

    def execute(self, context: Any) -> Any:
        self.runs += 1
        return self._program.execute(context)


def test_the_same_answers_are_evaluated_once() -> None:
    condition = compile_condition("a.b.state == 'yes' && a.many.value.exists(v, v == 'x')", QUESTIONS)
    program = Counting(condition)
    yes = {"a.b": {"state": "yes"}, "a.many": {"value": ["x"]}}
    for _ in range(5):
        assert holds(condition, entries(yes))
    assert program.runs == 1
    assert not holds(condition, entries({}))
    assert holds(condition, entries(yes))
    assert program.runs == 2


def test_a_change_it_does_not_read_evaluates_nothing() -> None:
    condition = compile_condition("a.b.state == 'yes'", QUESTIONS)
    program = Counting(condition)
    for change in ({"reason": "limit"}, {"cited": True}, {"state": "unanswered"}):
        assert not holds(condition, entries({"a.b": change}))
    assert program.runs == 1


def test_a_list_changed_in_place_is_noticed() -> None:
    condition = compile_condition("a.many.value.size() == 1 || a.table.rows.size() == 1", QUESTIONS)
    now = entries({})
    assert not holds(condition, now)
    now["a.table"]["rows"].append({"name": "x", "on": ""})
    assert holds(condition, now)
    now["a.table"]["rows"].clear()
    now["a.many"]["value"].append("x")
    assert holds(condition, now)


def test_what_is_remembered_is_bounded() -> None:
    condition = compile_condition("a.b.c.value == '1'", QUESTIONS)
    for number in range(1000):
        assert holds(condition, entries({"a.b.c": {"value": str(number)}})) is (number == 1)
    assert len(condition._recent) <= 8


def test_a_pack_compiles_each_expression_once(k12: Pack) -> None:
    conditions = compile_pack(k12)
    expressions = {c.expression for c in conditions.items.values()}
    assert len({id(c) for c in conditions.items.values()}) == len(expressions) < len(conditions.items)


def test_the_library_is_imported_without_its_command_line(root: Path) -> None:
    code = (
        "from app.questionnaire import compile_condition, load_installed; import sys;"
        "before = 'cel' in sys.modules;"
        "compile_condition('true', ());"
        "print(before, 'cel' in sys.modules, 'typer' in sys.modules, 'cel.cli' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False True False False"
