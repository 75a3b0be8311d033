"""An open assessment: its questions, its drafts, and one that can only be read."""

from __future__ import annotations

import pytest

from app.review import Refused, Review, Unknown
from app.store.repository import Store
from tests.assessment.packs import SMALL
from tests.review.conftest import again


def test_an_unknown_question_names_its_neighbours(review: Review) -> None:
    with pytest.raises(Unknown, match=r"Did you mean .*security\.rest"):
        review.answer("security.rset", "yes")


def test_a_draft_lives_until_its_answer_is_committed(review: Review, store: Store) -> None:
    review.save_draft("security.rest", "reason", "back\0ups")
    (draft,) = again(review, store).drafts()
    assert (draft.question, draft.field, draft.text) == ("security.rest", "reason", "back\ufffdups")
    review.answer("security.rest", "partial", reason="backups", draft="reason")
    assert not review.drafts()
    review.save_draft("security.rest", "reason", "backups")
    review.answer("security.rest", reason="backups", draft="reason")
    assert not review.drafts(), "an unchanged text leaves no draft behind either"


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
