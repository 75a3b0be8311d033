"""Values as people type them and as programs send them."""

from __future__ import annotations

from typing import Any

import pytest

from app.assessment.answer import Number, Row
from app.assessment.values import LONGEST_TEXT, InvalidValue, clean, parse, parse_cell, to_data, to_text
from app.questionnaire.model import AnswerType, Column, Question


def question(kind: AnswerType, **more: Any) -> Question:
    return Question("s.q", "s", kind, "Ask?", **more)


ONE = question(AnswerType.ONE_OF, choices=("by the school", "By phone", "not stated"))
MANY = question(AnswerType.MANY_OF, choices=("none", "e-mail", "form; paper"), exclusive=("none",))
NUMBER = question(AnswerType.NUMBER_UNIT, units=("hours", "days"), bare_units=("none stated",))
COLUMNS = (
    Column("name", "Company"),
    Column("on", "Since", AnswerType.DATE),
    Column("kind", "Kind", AnswerType.ONE_OF, ("policy", "terms")),
)
TABLE = question(AnswerType.TABLE, columns=COLUMNS)
RECORD = question(AnswerType.RECORD, columns=COLUMNS)

GOOD = [
    (ONE, "BY THE SCHOOL", "by the school"),
    (MANY, "e-mail; none", None),
    (MANY, ["form; paper", "e-mail"], ("e-mail", "form; paper")),
    (MANY, "form; paper", ("form; paper",)),
    (NUMBER, "72 hours", Number(72, "hours")),
    (NUMBER, "72h", Number(72, "hours")),
    (NUMBER, "1.5 day", Number(1.5, "days")),
    (NUMBER, "None stated", Number(None, "none stated")),
    (NUMBER, {"number": 3, "unit": "days"}, Number(3, "days")),
    (NUMBER, {"unit": "none stated"}, Number(None, "none stated")),
    (question(AnswerType.DATE), "12/15/2020", "2020-12-15"),
    (question(AnswerType.DATE), "15 Dec 2020", "2020-12-15"),
    (question(AnswerType.DATE), "December 15, 2020", "2020-12-15"),
    (question(AnswerType.EMAIL), " privacy@example.org ", "privacy@example.org"),
    (question(AnswerType.URL), "https://example.org/privacy", "https://example.org/privacy"),
    (question(AnswerType.TEXT), "  two words ", "two words"),
    (question(AnswerType.LONG_TEXT), "one\n\ntwo\n", "one\n\ntwo"),
    (RECORD, {"name": "Acme", "on": "2020-01-02"}, {"name": "Acme", "on": "2020-01-02"}),
    (TABLE, [{"name": "A", "kind": "TERMS"}], (Row("r1", {"name": "A", "kind": "terms"}),)),
    (TABLE, [], None),
    (ONE, "", None),
]


@pytest.mark.parametrize(("asked", "raw", "value"), [g for g in GOOD if g[2] is not None or g[1] in ([], "")])
def test_what_fits_is_read(asked: Question, raw: Any, value: Any) -> None:
    assert parse(asked, raw) == value


BAD = [
    (ONE, "by the schol", 'Did you mean "by the school"'),
    (ONE, ["x"], "expected text"),
    (MANY, ["none", "e-mail"], "stands alone"),
    (MANY, 7, "list of choices"),
    (NUMBER, "promptly", 'a number of hours or days or "none stated"'),
    (NUMBER, "72", "say the unit"),
    (NUMBER, "72 weeks", "not a unit"),
    (NUMBER, "1,500 days", "a number of hours or days"),
    (NUMBER, "1.500 days", "a number of hours or days"),
    (NUMBER, "10 business days", "which kind of days in the note"),
    (NUMBER, {"number": -1, "unit": "days"}, "0 or more"),
    (NUMBER, {"number": True, "unit": "days"}, "0 or more"),
    (NUMBER, {"number": 1, "unit": "years"}, "not one of"),
    (question(AnswerType.DATE), "31/12/2020", "not a date"),
    (question(AnswerType.DATE), "0001-01-01", "not a date"),
    (question(AnswerType.EMAIL), "privacy at example", "not an e-mail"),
    (question(AnswerType.URL), "javascript:alert(1)", "not a web address"),
    (question(AnswerType.STATEMENT), "yes", "not a value"),
    (question(AnswerType.TEXT), "x" * (LONGEST_TEXT + 1), "is the most"),
    (question(AnswerType.TEXT), True, "expected text"),
    (RECORD, {"nme": "Acme"}, 'did you mean "name"'),
    (RECORD, "Acme", "takes fields"),
    (TABLE, "Acme", "list of rows"),
    (TABLE, [{"name": "A"}, {"on": "soon"}], "row 2"),
    (TABLE, [{}] * 5001, "5,000 is the most"),
]


@pytest.mark.parametrize(("asked", "raw", "says"), BAD)
def test_what_does_not_fit_is_refused_with_what_was_expected(asked: Question, raw: Any, says: str) -> None:
    with pytest.raises(InvalidValue, match="(?i)" + says.replace("(", r"\(")):
        parse(asked, raw)


@pytest.mark.parametrize(("asked", "raw"), [(ONE, "By phone"), (NUMBER, "7 days"), (NUMBER, "none stated")])
def test_what_the_editor_shows_is_read_back_the_same(asked: Question, raw: str) -> None:
    value = parse(asked, raw)
    assert parse(asked, to_text(value)) == value


def test_cells_name_their_column_in_the_message() -> None:
    assert parse_cell(COLUMNS[1], "Jan 2, 2020") == "2020-01-02"
    assert parse_cell(COLUMNS[2], "") == ""
    with pytest.raises(InvalidValue, match="Since"):
        parse_cell(COLUMNS[1], "soon")


def test_public_shapes_leave_empty_cells_and_row_ids_out() -> None:
    assert to_data((Row("r1", {"name": "A", "on": ""}),)) == [{"name": "A"}]
    assert to_data(Number(None, "none stated")) == {"unit": "none stated"}
    assert to_data(("a", "b")) == ["a", "b"]


def test_nul_and_lone_surrogates_become_visible() -> None:
    assert clean("a\0b\ud800c\U0001f600") == "a\ufffdb\ufffdc\U0001f600"


def test_a_long_paste_is_refused_at_once() -> None:
    """Spaces and points could be shared out between two repetitions in thousands of ways."""
    with pytest.raises(InvalidValue):
        parse(NUMBER, "30" + " days" * 10_000 + "!")
    with pytest.raises(InvalidValue):
        parse(NUMBER, "30" + " " * 50_000 + "!")
    with pytest.raises(InvalidValue):
        parse(question(AnswerType.EMAIL), "a@" + "." * 200_000 + "@")
    with pytest.raises(InvalidValue):
        parse(question(AnswerType.URL), "https://" + "a" * 200_000 + " b")
