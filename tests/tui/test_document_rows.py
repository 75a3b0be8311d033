from __future__ import annotations

import pytest

from app.tui.widgets.document_rows import DOCUMENT_COLUMNS, GRADE_WORDS, columns_within, documents_heading


def test_what_matters_most_stays_where_it_is_narrow() -> None:
    assert columns_within(200)[0] == DOCUMENT_COLUMNS
    assert [column.id for column in columns_within(40)[0]] == ["here"]
    kept = [column.id for column in columns_within(80)[0]]
    assert {"stated_date", "grade", "here"} <= set(kept)


@pytest.mark.parametrize("width", [0, 1, 7, 40, 80, 100, 160, 400])
def test_the_heading_fits(width: int) -> None:
    columns, room = columns_within(width)
    assert room >= 1
    if columns:
        assert documents_heading(width).cell_length <= width
        assert room >= min(26, width // 2)


def test_every_grade_has_a_word() -> None:
    assert set(GRADE_WORDS) == {0, 1, 2, 3, 4}
