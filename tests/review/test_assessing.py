"""The verbs on one assessment: each is on disk before the view says so."""

from __future__ import annotations

import pytest

from app.assessment.answer import Citation, Row, State
from app.assessment.journal import ChangeKind
from app.review import Refused, Review, Unknown
from app.store.repository import Store
from tests.assessment.packs import SMALL


def again(review: Review, store: Store) -> Review:
    """The same assessment read back from the store."""
    return Review(store, store.find("acme"), SMALL)


def test_an_answer_is_on_disk_and_in_the_view(review: Review, store: Store) -> None:
    view = review.answer("security.rest", "yes")
    assert view.answer("security.rest").state is State.YES
    assert view.answer("security.rest").by == "Ann"
    assert again(review, store).view.answers == view.answers
    assert store.library()[0].summary.answered == view.progress.answered == 1


def test_giving_the_same_answer_again_writes_nothing(review: Review, store: Store) -> None:
    review.answer("security.rest", "partial", reason="backups")
    before = store.changes(1)
    review.answer("security.rest", State.PARTIAL, reason=" backups ")
    assert store.changes(1) == before


def test_a_follow_up_appears_with_the_answer_that_calls_for_it(review: Review) -> None:
    assert "security.rest.method" not in review.view.path.in_force
    assert "security.rest.method" in review.answer("security.rest", "yes").path.in_force


def test_a_hidden_answer_comes_back_untouched(review: Review) -> None:
    review.answer("security.rest", "yes")
    review.answer("security.rest.method", value="AES-256")
    review.answer("security.rest", "no")
    view = review.answer("security.rest", "yes")
    assert view.answer("security.rest.method").value == "AES-256"
    assert "security.rest.method" in view.path.in_force


@pytest.mark.parametrize(
    ("question", "state", "says"),
    [
        ("security.rest", "answered", "does not fit"),
        ("security.hosts", "yes", "does not fit"),
        ("security.rest", "yess", 'Did you mean "yes"'),
        ("security.rest", "", "is not a state"),
    ],
)
def test_a_state_that_does_not_fit_is_refused(
    review: Review, store: Store, question: str, state: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        review.answer(question, state)
    assert not store.changes(1)


def test_an_unknown_question_names_its_neighbours(review: Review) -> None:
    with pytest.raises(Unknown, match=r"Did you mean .*security\.rest"):
        review.answer("security.rset", "yes")


def test_a_fact_is_answered_by_its_value_and_open_without_it(review: Review) -> None:
    assert review.answer("review.states", value=["CA"]).answer("review.states").state is State.ANSWERED
    assert review.answer("review.states", value=[]).answer("review.states").state is State.UNANSWERED
    with pytest.raises(Refused, match="needs its value"):
        review.answer("review.states", "answered")


def test_picking_toggles_and_the_order_is_the_packs(review: Review) -> None:
    review.pick("review.states", "NY")
    assert review.pick("review.states", "CA").answer("review.states").value == ("CA", "NY")
    assert review.pick("review.states", "NY").answer("review.states").value == ("CA",)


def test_clear_takes_state_value_and_reason_and_leaves_note_and_citations(review: Review) -> None:
    review.answer("security.rest", "partial", reason="r", note="n")
    review.cite("security.rest", Citation("D1", "line 1"))
    answer = review.clear("security.rest").answer("security.rest")
    assert (answer.state, answer.reason, answer.note, len(answer.citations)) == (State.UNANSWERED, "", "n", 1)


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


def test_the_reason_for_one_state_is_not_the_reason_for_another(review: Review) -> None:
    review.answer("security.rest", "na", reason="the product has no network")
    view = review.answer("security.rest", "partial")
    assert view.answer("security.rest").reason == ""
    assert "security.rest" in view.progress.open_items
    assert review.undo()[0].answer("security.rest").reason == "the product has no network"
    review.answer("security.rest", "partial", reason="backups")
    assert review.answer("security.rest", "partial").answer("security.rest").reason == "backups"


def test_rows_and_cells_that_are_not_there_are_unknown(review: Review) -> None:
    review.add_rows("security.hosts", [{"name": "AWS"}])
    with pytest.raises(Unknown, match="no row r9"):
        review.set_cell("security.hosts", "r9", "name", "x")
    with pytest.raises(Unknown, match='no column "nme"'):
        review.set_cell("security.hosts", "r1", "nme", "x")
    with pytest.raises(Refused, match="not a register"):
        review.add_rows("security.rest", [{}])


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


def test_a_draft_lives_until_its_answer_is_committed(review: Review, store: Store) -> None:
    review.save_draft("security.rest", "reason", "back\0ups")
    (draft,) = again(review, store).drafts()
    assert (draft.question, draft.field, draft.text) == ("security.rest", "reason", "back\ufffdups")
    review.answer("security.rest", "partial", reason="backups", draft="reason")
    assert not review.drafts()
    review.save_draft("security.rest", "reason", "backups")
    review.answer("security.rest", reason="backups", draft="reason")
    assert not review.drafts(), "an unchanged text leaves no draft behind either"


def test_citations_are_added_once_and_taken_away(review: Review) -> None:
    citation = Citation(" D1 ", "line 97", "AES-256")
    review.cite("security.rest", citation)
    assert review.cite("security.rest", citation).answer("security.rest").citations == (
        Citation("D1", "line 97", "AES-256"),
    )
    with pytest.raises(Refused, match="document and the place"):
        review.cite("security.rest", Citation("D1", " "))
    with pytest.raises(Unknown, match="no citation number 2"):
        review.uncite("security.rest", 1)
    assert not review.uncite("security.rest", 0).answer("security.rest").citations


def test_read_only_refuses_every_verb_and_says_why(review: Review, store: Store) -> None:
    path = store.path
    with Store.open(path) as second:
        assert second.read_only
        other = Review(second, second.find("acme"), SMALL)
        for verb in (
            lambda: other.answer("security.rest", "yes"),
            lambda: other.flag("security.rest"),
            lambda: other.add_rows("security.hosts", [{"name": "x"}]),
        ):
            with pytest.raises(Refused, match=r"(?i)read|open in another"):
                verb()
        other.save_draft("security.rest", "note", "x")
        assert not other.drafts()


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
