"""The verbs on a register."""

from __future__ import annotations

import pytest

from app.assessment.answer import Row, State
from app.review import Refused, Review, Unknown
from app.store.repository import Store
from tests.review.conftest import again


def test_a_register_keeps_row_ids_for_ever(review: Review, store: Store) -> None:
    review.add_rows("security.hosts", [{"name": "AWS"}, {"name": "Heroku"}])
    review.set_cell("security.hosts", "r2", "name", "Salesforce")
    review.drop_rows("security.hosts", ["r1", "r2"])
    view = review.add_rows("security.hosts", [{"name": "Redis"}])
    assert view.answer("security.hosts").value == (Row("r3", {"name": "Redis"}),)
    assert again(review, store).view.answers == view.answers


def test_a_register_with_rows_is_not_called_silent_by_a_slip(review: Review) -> None:
    review.add_rows("security.hosts", [{"name": "AWS"}])
    for state in ("na", "not_addressed", "unanswered"):
        with pytest.raises(Refused, match="1 row; delete"):
            review.answer("security.hosts", state)
    with pytest.raises(Refused, match="then make it unanswered"):
        review.clear("security.hosts")
    assert review.view.answer("security.hosts").value is not None
    review.drop_rows("security.hosts", ["r1"])
    assert (
        review.answer("security.hosts", "not_addressed").answer("security.hosts").state is State.NOT_ADDRESSED
    )


def test_rows_and_cells_that_are_not_there_are_unknown(review: Review) -> None:
    review.add_rows("security.hosts", [{"name": "AWS"}])
    with pytest.raises(Unknown, match="no row r9"):
        review.set_cell("security.hosts", "r9", "name", "x")
    with pytest.raises(Unknown, match='no column "nme"'):
        review.set_cell("security.hosts", "r1", "nme", "x")
    with pytest.raises(Refused, match="not a register"):
        review.add_rows("security.rest", [{}])
