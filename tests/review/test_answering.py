"""The verbs that answer: each is on disk before the view says so."""

from __future__ import annotations

import pytest

from app.assessment.answer import Citation, State
from app.review import Refused, Review, Unknown
from app.store.repository import Store
from tests.review.conftest import again


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


def test_the_reason_for_one_state_is_not_the_reason_for_another(review: Review) -> None:
    review.answer("security.rest", "na", reason="the product has no network")
    view = review.answer("security.rest", "partial")
    assert view.answer("security.rest").reason == ""
    assert "security.rest" in view.progress.open_items
    assert review.undo()[0].answer("security.rest").reason == "the product has no network"
    review.answer("security.rest", "partial", reason="backups")
    assert review.answer("security.rest", "partial").answer("security.rest").reason == "backups"


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
