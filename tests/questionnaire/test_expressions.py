"""What an expression reads, found without the CEL library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.questionnaire.expressions import ConditionError, Reading, read, references

KNOWN = {
    "a.b",
    "a.b.c",
    "a.bee",
    "x.table",
    "review.jurisdictions",
    "review.reviewer",
}

READS = [
    ("a.b.state == 'yes'", {"a.b"}),
    ("a.b.c.state == 'yes'", {"a.b.c"}),
    ("a.b.value == 'a.bee'", {"a.b"}),
    ("'a.b' == \"x.table\"", set()),
    ("a . b . c . value == ''", {"a.b.c"}),
    ("a.b.cited // and not a.bee\n", {"a.b"}),
    ("silent(a.b) || claimed(a.b.c)", {"a.b", "a.b.c"}),
    ("a.bee.silent()", {"a.bee"}),
    ("'CA' in jurisdictions", {"review.jurisdictions"}),
    ("review_date > '2026-01-01'", {"review.reviewer"}),
    ("x.table.rows.exists(a, a.b == 'yes')", {"x.table"}),
    ("x.table.rows.filter(r, r.n == 'x').exists(s, s.m == a.b.value)", {"x.table", "a.b"}),
    ("a.b.value in (['x', 'y'])", {"a.b"}),
    (r"a.b.value == 'it\'s a.bee'", {"a.b"}),
    ("a.b.value == '''a.bee'''", {"a.b"}),
    ("true && !false && 1.5 < 2", set()),
]


@pytest.mark.parametrize(("expression", "ids"), READS, ids=[case[0] for case in READS])
def test_the_longest_known_id_outside_texts_is_read(expression: str, ids: set[str]) -> None:
    assert references(expression, KNOWN) == ids


WRONG = [
    ("a.be.state == 'yes'", "a known id; 'a.be' is not one; did you mean 'a.bee'?"),
    ("a.b.d.state == 'yes'", "a known id; 'a.b.d' is not one"),
    ("a.b.sate == 'yes'", "a known id; 'a.b.sate' is not one"),
    ("jurisdiction == []", "a known id; 'jurisdiction' is not one; did you mean 'jurisdictions'?"),
    ("silnt(a.b)", "a known function; 'silnt' is not one; did you mean 'silent'?"),
    ("a.b.value.lowerAscii() == 'x'", "a known function; 'lowerAscii' is not one"),
    ("x.table.rows.exists(r, r.n == other.n)", "a known id; 'other.n' is not one"),
    ("true " * 1000, "a CEL expression of at most 4000 characters; this one has 5000"),
]


@pytest.mark.parametrize(("expression", "message"), WRONG, ids=[case[0][:30] for case in WRONG])
def test_unknown_names_are_refused_with_the_nearest_known_one(expression: str, message: str) -> None:
    with pytest.raises(ConditionError) as error:
        references(expression, KNOWN)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("expression", ["'CA' in jurisdictions", "review_date > ''"])
def test_named_values_want_the_question_they_come_from(expression: str) -> None:
    with pytest.raises(ConditionError, match="this pack has none"):
        references(expression, {"a.b"})


def test_readings_say_which_part_of_an_answer_is_read() -> None:
    tokens = read("a.b.state == 'x' && x.table.rows.exists(r, r.name == 'y') && silent(a.bee)", KNOWN)
    readings = [token.reading for token in tokens if token.reading and not token.function]
    assert readings == [
        Reading("a.b", ("state",)),
        Reading("x.table", ("rows", "*")),
        Reading("x.table", ("rows", "*", "name")),
        Reading("a.bee", ("state",)),
    ]


def test_a_variable_ends_with_its_parenthesis() -> None:
    assert references("x.table.rows.exists(a, a.n == '') && a.b.cited", KNOWN) == {"x.table", "a.b"}


def test_the_cel_library_is_not_imported(root: Path) -> None:
    code = (
        "from app.questionnaire import references; import sys;"
        "print(sorted(references('a.b.state', {'a.b'})), 'cel' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['a.b'] False"
