from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.evidence.model import Outcome, ProposedValue, Suggestion, Suggestions
from app.review import Review
from app.tui.ghosts import ghost_of, joined, offered
from tests.tui.test_quoting import passage


def proposing(question: str, value: Any, text: str = "it") -> Suggestion:
    return replace(passage(), value=ProposedValue(question, value, text, 100, 110))


def test_a_value_is_offered_until_it_is_the_answer(fresh: Review) -> None:
    one = proposing("breach.deadline", {"number": 72, "unit": "hours"}, "72 hours")
    assert offered(fresh.view, one) is one.value
    found = Suggestions("breach.deadline", Outcome.FOUND, 1.0, (), ("D1",), (passage(), one))
    ghost = ghost_of(fresh.view, found)
    assert ghost is not None
    assert (ghost.item, ghost.text, ghost.source) == ("breach.deadline", "72 hours", "D1, line 5")
    fresh.answer("breach.deadline", value="72 hours")
    assert offered(fresh.view, one) is None
    assert ghost_of(fresh.view, found) is None


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("security.encryption.at_rest.method", "AES-256"),  # not in force before its question is answered
        ("breach.deadline", {"number": 72, "unit": "parsecs"}),
        ("product.child_directed", "perhaps"),
        ("thirdparty.register", "Google"),
    ],
)
def test_a_value_that_cannot_be_the_answer_is_not_offered(fresh: Review, question: str, value: Any) -> None:
    assert offered(fresh.view, proposing(question, value)) is None


def test_choices_join_those_that_are_ticked_and_one_that_stands_alone_does_not(fresh: Review) -> None:
    question = next(
        q
        for q in fresh.view.pack.items
        if q.type == "many_of" and q.exclusive and q.id in fresh.view.path.in_force and len(q.choices) > 3
    )
    first, second = [c for c in question.choices if c not in question.exclusive][:2]
    fresh.answer(question.id, value=[first])
    more, alone = proposing(question.id, [second]), proposing(question.id, [question.exclusive[0]])
    assert more.value is not None
    assert alone.value is not None
    assert joined(fresh.view, more.value) == [first, second]
    assert joined(fresh.view, alone.value) == [question.exclusive[0]]
    assert offered(fresh.view, proposing(question.id, [first])) is None


def test_fields_of_a_record_join_those_that_are_filled(fresh: Review) -> None:
    one = proposing("product.operator", {"legal_name": "Acme Inc."})
    column = next(
        c.id
        for c in fresh.view.pack.by_id["product.operator"].columns
        if c.id != "legal_name" and not c.choices
    )
    fresh.answer("product.operator", value={column: "x" if column != "email" else "a@b.org"})
    assert one.value is not None
    assert set(joined(fresh.view, one.value)) == {"legal_name", column}
