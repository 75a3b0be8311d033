from __future__ import annotations

import pytest

from app.review import Refused, Review
from app.tui.screens.register import NEW, RECORD, Register
from tests.tui.stage import RECORD as REVIEWER
from tests.tui.stage import REGISTER


@pytest.fixture
def review(fresh: Review) -> Review:
    return fresh


def register(review: Review, question_id: str = REGISTER) -> Register:
    return Register(review, review.view.pack.question(question_id))


def names(one: Register) -> list[str]:
    return [row.cells.get("name", "") for row in one.rows]


def test_a_new_row_is_stored_with_its_first_text(review: Review) -> None:
    one = register(review)
    one.begin()
    assert [row.id for row in one.rows] == [NEW]
    assert one.stored == 0
    before = review.view.undo
    one.save(NEW, "name", "  ")
    assert review.view.undo == before
    one.save(NEW, "name", "Plivo")
    assert names(one) == ["Plivo"]
    assert NEW not in [row.id for row in one.rows]


def test_a_new_row_goes_when_nothing_was_typed(review: Review) -> None:
    one = register(review)
    one.begin()
    one.settle()
    assert one.rows == []
    one.begin()
    one.keep(NEW, "name", "Pl")
    one.settle()
    assert [row.id for row in one.rows] == [NEW]


def test_a_row_goes_in_above_another(review: Review) -> None:
    review.add_rows(REGISTER, [{"name": "A"}, {"name": "C"}])
    one = register(review)
    one.begin(one.rows[1].id)
    assert [row.id == NEW for row in one.rows] == [False, True, False]
    one.save(NEW, "name", "B")
    assert names(one) == ["A", "B", "C"]


def test_typing_in_a_new_row_moves_to_the_row_it_becomes(review: Review) -> None:
    one = register(review)
    one.begin()
    one.keep(NEW, "country", "Ger")
    one.keep(NEW, "name", "Pliv")
    one.save(NEW, "name", "Plivo")
    (row,) = one.rows
    assert one.drafts == {(row.id, "country"): "Ger"}
    assert [(d.field, d.text) for d in review.drafts()] == [(f"{row.id}/country", "Ger")]


def test_drafts_are_found_again_unless_they_say_what_is_there(review: Review) -> None:
    review.add_rows(REGISTER, [{"name": "Plivo", "country": "US"}])
    (row,) = register(review).rows
    review.save_draft(REGISTER, f"{row.id}/country", "United St")
    review.save_draft(REGISTER, f"{row.id}/name", "Plivo")
    review.save_draft(REGISTER, "r99/name", "of a row that went")
    review.save_draft(REGISTER, "new/name", "Twi")
    review.save_draft("product.contacts", f"{row.id}/name", "elsewhere")
    one = register(review)
    assert one.drafts == {(row.id, "country"): "United St", (NEW, "name"): "Twi"}
    assert [r.id for r in one.rows] == [row.id, NEW]


def test_saving_drops_the_draft(review: Review) -> None:
    review.add_rows(REGISTER, [{"name": "Plivo"}])
    one = register(review)
    one.keep("r1", "name", "Plivo I")
    one.save("r1", "name", "Plivo Inc.")
    assert one.drafts == {}
    assert not review.drafts()


def test_what_is_refused_changes_nothing(review: Review) -> None:
    review.add_rows(REGISTER, [{"name": "Plivo"}])
    one = register(review)
    one.keep("r1", "function", "gambling")
    with pytest.raises(Refused, match="not one of"):
        one.save("r1", "function", "gambling")
    assert one.rows[0].cells == {"name": "Plivo"}
    assert one.drafts == {("r1", "function"): "gambling"}


def test_duplicate_stands_under_its_row(review: Review) -> None:
    review.add_rows(REGISTER, [{"name": "A", "country": "US"}, {"name": "B"}])
    one = register(review)
    one.duplicate("r1")
    one.duplicate("r2")
    assert names(one) == ["A", "A", "B", "B"]
    assert one.rows[1].cells["country"] == "US"


def test_removing_the_new_row_drops_its_typing(review: Review) -> None:
    one = register(review)
    one.begin()
    one.keep(NEW, "name", "x")
    one.remove(NEW)
    assert one.rows == []
    assert not review.drafts()


def test_undo_stays_in_the_register(review: Review) -> None:
    one = register(review)
    assert one.turn_back()[1].startswith("The last change was at review.reviewer")
    review.add_rows(REGISTER, [{"name": "A"}])
    change, why = one.turn_back()
    assert change is not None
    assert not why
    assert one.rows == []
    assert one.turn_back(redo=True)[0] == change
    assert names(one) == ["A"]
    assert one.turn_back(redo=True) == (None, "There is nothing to redo.")


def test_a_record_is_one_row(review: Review) -> None:
    one = register(review, REVIEWER)
    assert [row.id for row in one.rows] == [RECORD]
    one.keep(RECORD, "role", "Priv")
    assert review.drafts()[0].field == f"{RECORD}/role"
    one.save(RECORD, "role", "Privacy officer")
    assert review.view.answer(REVIEWER).value == {"name": "Ann Reviewer", "role": "Privacy officer"}
    assert not review.drafts()
    one.save(RECORD, "role", "")
    assert review.view.answer(REVIEWER).value == {"name": "Ann Reviewer"}
