"""Undo, redo and history."""

from __future__ import annotations

from app.assessment.answer import Row, State
from app.assessment.journal import ChangeKind
from app.review import Review
from app.store.repository import Store
from tests.review.conftest import again


def test_undo_and_redo_cross_questions_and_say_where(review: Review, store: Store) -> None:
    review.answer("security.rest", "yes")
    review.add_rows("security.hosts", [{"name": "AWS"}])
    view, change = review.undo()
    assert change is not None
    assert change.question == "security.hosts"
    assert view.answer("security.hosts").value is None
    view, change = review.undo()
    assert change is not None
    assert view.answer("security.rest").state is State.UNANSWERED
    assert review.undo() == (view, None)
    review.redo()
    view, _ = review.redo()
    assert view.answer("security.hosts").value == (Row("r1", {"name": "AWS"}),)
    assert review.redo() == (view, None)
    assert again(review, store).view.answers == view.answers


def test_undo_still_works_after_closing_and_opening(review: Review, store: Store) -> None:
    review.answer("security.rest", "yes")
    review.answer("security.rest", "no")
    assert again(review, store).undo()[0].answer("security.rest").state is State.YES


def test_history_shows_every_change_newest_first_and_marks_what_was_undone(review: Review) -> None:
    review.answer("security.rest", "yes")
    review.answer("security.rest", "no")
    review.undo()
    review.answer("security.rest", note="asked")
    lines = review.history("security.rest")
    assert [(line.in_effect, line.after.state) for line in lines] == [
        (True, State.YES),
        (False, State.NO),
        (True, State.YES),
    ]
    assert lines[0].after.note == "asked"


def test_what_was_stored_together_goes_and_comes_together(review: Review) -> None:
    review.answer("security.rest", "yes")
    review.record(
        [("security.rest", ChangeKind.SET, {"note": "a"}), ("review.who", ChangeKind.SET, {"note": "b"})]
    )
    assert [change.body["note"] for change in review.take_back()] == ["b", "a"]
    assert review.view.answer("security.rest").state is State.YES
    assert review.view.answer("security.rest").note == ""
    assert len(review.put_back()) == 2
    assert review.view.answer("review.who").note == "b"
    assert review.put_back() == ()
    view, change = review.undo()
    assert change is not None
    assert (change.question, view.answer("security.rest").note) == ("review.who", "")
    review.undo()
    assert review.take_back() == ()
