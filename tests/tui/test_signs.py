"""Signs of states."""

from __future__ import annotations

import pytest

from app.assessment.answer import Answer, State
from app.questionnaire.loader import load_installed
from app.tui.signs import GAP, LEGEND, OPEN, SIGNS, brief, label, name_of, sign_of


def test_every_state_has_a_glyph_and_a_word_of_its_own() -> None:
    assert set(SIGNS) == set(State)
    assert len({(s.glyph, s.word) for s in LEGEND}) == len(LEGEND)


def test_a_state_without_its_reason_or_value_is_a_gap() -> None:
    pack = load_installed()
    statement, text = pack.by_id["breach.plan"], pack.by_id["deletion.method"]
    assert sign_of(statement, Answer()) is OPEN
    assert sign_of(statement, Answer(State.PARTIAL)) is GAP
    assert sign_of(statement, Answer(State.PARTIAL, reason="x")).word == "partial"
    assert sign_of(text, Answer(State.PARTIAL, reason="x")).word == "partial"  # the value is not known
    assert sign_of(text, Answer(State.ANSWERED)) is GAP


def test_where_no_protects_yes_has_the_color_of_a_warning() -> None:
    pack = load_installed()
    found = [q for q in pack.items if q.good_side == "no" and q.type == "statement"]
    for question in found:
        assert sign_of(question, Answer(State.YES)).style == "$text-error"
        assert sign_of(question, Answer(State.NO)).style == "$text-success"


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("security.encryption.at_rest", "Encryption at rest"),
        ("product.ai", "AI"),
        ("gdpr.dpo", "DPO"),
        ("il.soppa", "SOPPA"),
        ("solo", "Solo"),
    ],
)
def test_labels_are_made_of_ids(item: str, name: str) -> None:
    assert label(item) == name


def test_names_and_briefs() -> None:
    pack = load_installed()
    assert name_of(pack.by_id["product.name.modules"]) == "Name, modules"
    assert brief(Answer(State.ANSWERED, ("a", "b"))) == "a; b"
    assert brief(Answer(State.ANSWERED, {"name": "Ann", "role": ""})) == "Ann"
    assert brief(Answer(State.NA)) == "not applicable"
