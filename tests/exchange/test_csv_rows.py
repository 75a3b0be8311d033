from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.values import MOST_ROWS
from app.exchange.csv_rows import guard, read_rows, unguard
from app.questionnaire.model import AnswerType, Column
from tests.hostile import HOSTILE, LONG_WORD

COLUMNS = (
    Column("name", "Company"),
    Column("function", "What for", AnswerType.ONE_OF, ("hosting", "SMS or voice")),
    Column("since", "Since", AnswerType.DATE),
    Column("note", "Only when", AnswerType.LONG_TEXT),
)


def test_reads_csv_with_a_head_in_any_order() -> None:
    found = read_rows("what for,COMPANY\nSms Or Voice,Plivo\nhosting,AWS\n", COLUMNS)
    assert found.rows == [
        {"function": "SMS or voice", "name": "Plivo"},
        {"function": "hosting", "name": "AWS"},
    ]
    assert found.problems == []


def test_a_head_may_use_ids() -> None:
    assert read_rows("name;since\nAWS;2020-01-02", COLUMNS).rows == [{"name": "AWS", "since": "2020-01-02"}]


def test_without_a_head_cells_follow_the_columns() -> None:
    assert read_rows("AWS,hosting,22 Nov 2020\n", COLUMNS).rows == [
        {"name": "AWS", "function": "hosting", "since": "2020-11-22"}
    ]


def test_one_column_needs_no_delimiter() -> None:
    assert read_rows("Plivo\nAWS", COLUMNS).rows == [{"name": "Plivo"}, {"name": "AWS"}]


@pytest.mark.parametrize("mark", ["\t", ",", ";"])
def test_delimiter_is_found(mark: str) -> None:
    assert read_rows(f"AWS{mark}hosting", COLUMNS).rows == [{"name": "AWS", "function": "hosting"}]


def test_tsv_cells_may_hold_commas_and_quoted_lines() -> None:
    found = read_rows('Plivo, Inc.\thosting\t\t"a\nb, ""c"""', COLUMNS)
    assert found.rows == [{"name": "Plivo, Inc.", "function": "hosting", "note": 'a\nb, "c"'}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_line_end_ends_a_row(end: str) -> None:
    assert len(read_rows(f"AWS,hosting{end}Plivo,hosting{end}", COLUMNS).rows) == 2


def test_byte_order_mark_and_blank_rows_are_passed_over() -> None:
    assert read_rows("\ufeffCompany\n\n,,\nAWS\n", COLUMNS).rows == [{"name": "AWS"}]


def test_unknown_columns_are_named_and_left_out() -> None:
    found = read_rows("Company,Revenue,What for\nAWS,9,hosting", COLUMNS)
    assert found.rows == [{"name": "AWS", "function": "hosting"}]
    assert found.problems == ['No column is called "Revenue"; it does not come in.']


def test_a_head_with_few_known_names_is_still_a_head() -> None:
    found = read_rows("Provider,Country,What for\nAWS,US,hosting", COLUMNS)
    assert found.rows == [{"function": "hosting"}]
    assert len(found.problems) == 2


def test_a_cell_that_does_not_fit_stays_empty_and_is_named() -> None:
    found = read_rows("Company,What for,Since\nAWS,gambling,soon\n", COLUMNS)
    assert found.rows == [{"name": "AWS"}]
    assert found.problems[0].startswith('Line 2, What for: "gambling" is not one of')
    assert found.problems[1].startswith('Line 2, Since: "soon" is not a date')
    assert all(problem.endswith("The cell stays empty.") for problem in found.problems)


def test_line_numbers_count_lines_within_cells() -> None:
    found = read_rows('Company,Since\n"A\nB",2020-01-01\nC,soon\n', COLUMNS)
    assert found.problems[0].startswith("Line 4, Since")


def test_too_many_cells_are_named() -> None:
    found = read_rows("AWS,hosting,2020-01-01,note,extra,more", COLUMNS)
    assert found.rows[0]["note"] == "note"
    assert found.problems == ["Line 1 has 6 cells for 4 columns; the last 2 do not come in."]


def test_quotes_that_do_not_pair_are_text() -> None:
    found = read_rows('"AWS,hosting\nPlivo,hosting', COLUMNS)
    assert [row["name"] for row in found.rows] == ['"AWS', "Plivo"]
    assert "quotation marks" in found.problems[0]


def test_a_register_takes_so_many_rows() -> None:
    found = read_rows("\n".join(f"v{i}" for i in range(MOST_ROWS + 5)), COLUMNS)
    assert len(found.rows) == MOST_ROWS
    assert "5,005 rows" in found.problems[0]


def test_a_cell_may_be_longer_than_the_csv_module_allows_and_its_limit_is_put_back() -> None:
    before = csv.field_size_limit()
    note = "word " * 60_000
    assert read_rows(f'AWS,,,"{note}"', COLUMNS).rows[0]["note"] == note.strip()
    assert csv.field_size_limit() == before


def test_a_cell_without_end_is_one_sentence() -> None:
    found = read_rows("x" * 2_100_000, COLUMNS)
    assert found.rows == []
    assert "more than" in found.problems[-1]


def test_formula_prefixes_are_undone() -> None:
    assert read_rows("'=1+1,,,'-3", COLUMNS).rows == [{"name": "=1+1", "note": "-3"}]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "'=1", "''=1", "'quoted'", "plain", "", "'"])
def test_guard_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text


def test_guard_leaves_no_formula() -> None:
    assert guard('=HYPERLINK("x")')[0] == "'"


@pytest.mark.parametrize("text", [*HOSTILE.values(), LONG_WORD], ids=[*HOSTILE, "long word"])
def test_hostile_text_is_data(text: str) -> None:
    quoted = text.replace('"', '""')
    found = read_rows(f'Company,Only when\n"{quoted}",x', COLUMNS)
    assert len(found.rows) == 1
    assert found.rows[0]["note"] == "x"


@given(st.text(max_size=400))
def test_any_text_gives_rows_of_known_columns(text: str) -> None:
    found = read_rows(text, COLUMNS)
    assert all(set(row) <= {c.id for c in COLUMNS} and all(row.values()) for row in found.rows)
