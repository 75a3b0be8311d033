"""Conditions of a pack: unknown ids, wrong comparisons, circles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from app.questionnaire import Fault, read_pack

WritePack = Callable[[Mapping[str, str]], Path]

AREA = """\
[section]
id = "{section}"
title = "Area"
{when}
"""
QUESTION = """
[[question]]
id = "{id}"
ask = "What?"
{shape}
severity = "low"
why = "It matters."
good = "Good."
red_flag = "Bad."
evidence = ""
law = []
cues = []
feeds = ["P2"]
"""
ONE = 'type = "one_of"\nchoices = ["red", "blue"]'
MANY = 'type = "many_of"\nchoices = ["red", "blue"]'
NUMBER = 'type = "number_unit"\nunits = ["days"]\nbare_units = ["none stated"]'
TABLE = 'type = "table"\ncolumns = [{ id = "name", label = "N" }, { id = "kind", label = "K", type = "one_of", choices = ["x"] }]'
STATEMENT = 'type = "statement"'


def section(name: str, *questions: tuple[str, str, str], when: str = "") -> str:
    """A section file: questions as id, shape and condition."""
    text = AREA.format(section=name, when=f'when = "{when}"' if when else "")
    for question, shape, condition in questions:
        lines = f'{shape}\nwhen = "{condition}"' if condition else shape
        text += QUESTION.format(id=question, shape=lines)
    return text


def faults_of(write_pack: WritePack, *sections: str) -> list[Fault]:
    files = {f"{number:02d}0-file.toml": text for number, text in enumerate(sections, 1)}
    return list(read_pack(write_pack(files))[1])


def condition_faults(write_pack: WritePack, condition: str) -> list[str]:
    """What is wrong with a condition on one question of each type."""
    text = section(
        "a",
        ("a.one", ONE, ""),
        ("a.many", MANY, ""),
        ("a.number", NUMBER, ""),
        ("a.table", TABLE, ""),
        ("a.statement", STATEMENT, ""),
        ("a.asked", STATEMENT, condition.replace('"', '\\"')),
    )
    found = faults_of(write_pack, text)
    lines = text.splitlines()
    for fault in found:
        assert (fault.id, fault.field) == ("a.asked", "when")
        assert lines[fault.line - 1].startswith("when = ")
    return [fault.expected for fault in found]


GOOD = [
    "a.one.value == 'red'",
    "a.one.value != 'blue' && 'red' == a.one.value",
    "a.one.value in ['red', 'blue']",
    "'red' in a.many.value",
    "a.many.value.exists(v, v == 'red' || v in ['blue'])",
    "a.many.value.size() > 1",
    "a.number.value > 72 && a.number.unit == 'days' || a.number.unit == 'none stated'",
    "a.number.value > 1.5",
    "a.table.rows.exists(r, r.kind == 'x' && r.name.startsWith('A'))",
    "a.table.rows.filter(r, r.kind == 'x').size() > 1",
    "a.statement.state in ['yes', 'partial'] && !silent(a.one)",
    "a.one.reason.contains('any text')",
    "a.one.value == '' || a.number.unit == ''",
    "true",
]


@pytest.mark.parametrize("condition", GOOD)
def test_a_right_condition_has_no_fault(write_pack: WritePack, condition: str) -> None:
    assert condition_faults(write_pack, condition) == []


BAD = [
    ("a.one.value ==", "a CEL expression; column 15: mismatched input"),
    ("a.on.value == 'red'", "a known id; 'a.on' is not one; did you mean 'a.one'?"),
    (
        "'CA' in jurisdictions",
        "a question review.jurisdictions, which jurisdictions reads; this pack has none",
    ),
    (
        "age_months('2020-01-01') > 3",
        "a question review.reviewer, which age_months reads; this pack has none",
    ),
    ("a.one.value == 'rde'", "a choice of a.one; 'rde' is not one; did you mean 'red'?"),
    ("a.one.value in ['red', 'green']", "a choice of a.one; 'green' is not one"),
    ("a.one.value in (['green'])", "a choice of a.one; 'green' is not one"),
    ("'green' != a.one.value", "a choice of a.one; 'green' is not one"),
    ("'green' in a.many.value", "a choice of a.many; 'green' is not one"),
    ("a.many.value.exists(v, v == 'green')", "a choice of a.many; 'green' is not one"),
    ("a.many.value.exists(v, v in ['green'])", "a choice of a.many; 'green' is not one"),
    ("a.many.value == 'red'", "'red' in a.many.value; the value of a many_of is a list"),
    ("a.many.value in ['red']", "'red' in a.many.value; the value of a many_of is a list"),
    ("a.number.unit == 'hours'", "a unit of a.number; 'hours' is not one"),
    ("a.statement.state == 'yse'", "a state of an answer; 'yse' is not one; did you mean 'yes'?"),
    ("a.statement.value == 'yes'", "a.statement.state; a statement has no value"),
    ("a.table.value == 'x'", "a.table.rows; the value of a table is in its rows"),
    ("a.one.rows == []", "a.one.value; only a table has rows, and this is a one_of"),
    ("a.one.unit == 'days'", "a.one.value; only a number_unit has a unit, and this is a one_of"),
    ("a.table.rows.exists(r, r.nme == 'A')", "a column of a.table (name, kind); 'nme' is not one"),
    ("a.table.rows.exists(r, r.kind == 'y')", "a choice of a.table, column kind; 'y' is not one"),
    ("a.one.state", "an expression that is true or false; it gives 'unanswered'"),
    ("a.one.value > 3", "an expression that is true or false; it fails with an operator on kinds"),
    ("a.one.value == '' || 'red' in a.one.value", "an expression that is true or false; it fails with"),
    ("1 / int(a.number.value) > 0", "an expression that is true or false; it fails with"),
    ("a.asked.state == 'yes'", "a condition on other answers; this one reads its own"),
]


@pytest.mark.parametrize(("condition", "expected"), BAD, ids=[case[0] for case in BAD])
def test_a_wrong_condition_is_refused_with_what_it_should_be(
    write_pack: WritePack, condition: str, expected: str
) -> None:
    found = condition_faults(write_pack, condition)
    assert len(found) == 1, found
    assert found[0].startswith(expected)


def test_a_circle_of_two_is_found_once(write_pack: WritePack) -> None:
    found = faults_of(
        write_pack,
        section("a", ("a.x", STATEMENT, "a.y.state == 'yes'"), ("a.y", STATEMENT, "a.x.state == 'yes'")),
    )
    assert len(found) == 1
    assert found[0].field == "when"
    assert "a.x → a.y → a.x" in found[0].expected or "a.y → a.x → a.y" in found[0].expected


def test_a_circle_through_a_section_is_found(write_pack: WritePack) -> None:
    found = faults_of(
        write_pack,
        section("a", ("a.x", STATEMENT, ""), when="b.y.state == 'yes'"),
        section("b", ("b.y", STATEMENT, "a.x.state == 'yes'")),
    )
    assert len(found) == 1
    assert (
        "section a → b.y → a.x → section a" in found[0].expected
        or "b.y → a.x → section a → b.y" in found[0].expected
    )


def test_a_section_may_not_hang_on_its_own_question(write_pack: WritePack) -> None:
    found = faults_of(write_pack, section("a", ("a.x", STATEMENT, ""), when="a.x.state == 'yes'"))
    assert [(f.file, f.line, f.id, f.field) for f in found] == [("010-file.toml", 4, "a", "when")]


def test_a_question_may_not_hang_on_its_own_follow_up(write_pack: WritePack) -> None:
    text = section("a", ("a.x", STATEMENT, "a.x.y.value == ''"))
    text += '\n[[question.followup]]\nid = "a.x.y"\nask = "Y?"\ntype = "text"\n'
    found = faults_of(write_pack, text)
    assert [(f.id, f.field) for f in found] == [("a.x", "when")]
    assert "a.x → a.x.y → a.x" in found[0].expected


def test_two_circles_are_both_told(write_pack: WritePack) -> None:
    found = faults_of(
        write_pack,
        section("a", ("a.x", STATEMENT, "a.y.cited"), ("a.y", STATEMENT, "a.x.cited")),
        section("b", ("b.x", STATEMENT, "b.y.cited"), ("b.y", STATEMENT, "b.x.cited")),
    )
    assert sorted(f.file for f in found) == ["010-file.toml", "020-file.toml"]


def test_a_long_chain_is_no_circle(write_pack: WritePack) -> None:
    count = 1500
    chain = [("a.q0", STATEMENT, "")]
    chain += [(f"a.q{n}", STATEMENT, f"a.q{n - 1}.cited") for n in range(1, count)]
    assert faults_of(write_pack, section("a", *chain)) == []


def test_doubled_ids_that_seem_to_go_in_circles_are_told_as_doubled(write_pack: WritePack) -> None:
    text = section("a", ("a.x", STATEMENT, ""))
    text += '\n[[question.followup]]\nid = "a.x"\nask = "Y?"\ntype = "text"\n'
    assert {f.field for f in faults_of(write_pack, text)} == {"id"}
