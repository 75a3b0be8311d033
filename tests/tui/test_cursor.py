"""Where keys lead, as pure functions over a view."""

from __future__ import annotations

import pytest

from app.review import Review
from app.tui.cursor import Part, choices_of, home_of, next_open, parts, section_step, stepped, walk
from tests.tui.running import opened

STATEMENT = "security.encryption.at_rest"


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    review = opened(tmp_path_factory.mktemp("cursor"))
    review.answer(STATEMENT, "yes")
    return review


def test_the_walk_is_every_question_in_force_and_no_follow_up(review: Review) -> None:
    view = review.view
    assert walk(view)[0] == "review.reviewer"
    assert all(view.pack.by_id[item].parent is None for item in walk(view))
    assert set(walk(view)) <= view.path.in_force


def test_parts_are_the_question_its_fields_and_its_follow_ups_in_force(review: Review) -> None:
    found = parts(review.view, STATEMENT)
    assert found[0] == Part(STATEMENT)
    assert {part.item for part in found[1:]} == {
        f.id for f in review.view.pack.by_id[STATEMENT].followups if f.id in review.view.path.in_force
    }
    fields = parts(review.view, "review.reviewer")
    assert [part.column for part in fields[:3]] == ["", "name", "role"]
    assert fields[1].key == "review.reviewer/name"
    assert fields[1].draft == "value/name"


def test_a_step_stops_at_both_ends_and_comes_in_from_outside() -> None:
    ids = ("a", "b", "c")
    assert stepped(ids, "a", 1) == "b"
    assert stepped(ids, "a", -1) is None
    assert stepped(ids, "c", 1) is None
    assert stepped(ids, "a", 9) == "c"
    assert stepped(ids, "x", 1) == "a"
    assert stepped((), "x", 1) is None


def test_sections_forward_to_the_next_back_first_to_the_own_beginning(review: Review) -> None:
    ids = walk(review.view)
    assert section_step(review.view, ids, "review.reviewer", 1) == "product.name"
    assert section_step(review.view, ids, "product.overview", -1) == "product.name"
    assert section_step(review.view, ids, "product.name", -1) == "review.reviewer"
    assert section_step(review.view, ids, "review.reviewer", -1) is None
    assert section_step(review.view, ("breach.notify",), STATEMENT, 1) == "breach.notify"


def test_the_next_open_thing_goes_round_and_may_be_limited(review: Review) -> None:
    view = review.view
    followups = [part.item for part in parts(view, STATEMENT)[1:]]
    assert next_open(view, STATEMENT, 1) == followups[0]
    assert next_open(view, followups[1], -1) == followups[0]
    assert next_open(view, view.path.items[-1], 1) == view.progress.open_items[0]
    assert next_open(view, view.path.items[0], -1, [STATEMENT]) == followups[-1]
    assert next_open(view, STATEMENT, 1, ["product.name.x"]) is None


def test_choices_of_questions_fields_and_numbers(review: Review) -> None:
    by_id = review.view.pack.by_id
    assert choices_of(by_id["product.child_directed"]) == by_id["product.child_directed"].choices
    assert choices_of(by_id["breach.deadline"]) == ("none stated",)
    assert "yes" in choices_of(by_id["audit.independent"], "shared")
    assert choices_of(by_id["audit.independent"], "scope") == ()
    assert home_of(review.view.pack, f"{STATEMENT}.method") == STATEMENT
