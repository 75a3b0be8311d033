"""Text that can be kept exactly, and what is done with the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.errors import Unstorable
from app.store.text import check_data, check_text, clean_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain", "plain"),
        ("é 日本 \U0001f600 \x1b[2J \u202e \ufeff \u2028", "é 日本 \U0001f600 \x1b[2J \u202e \ufeff \u2028"),
        ("a\0b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\ufeff\0", "\ufeff\ufffd"),
    ],
)
def test_only_what_cannot_be_kept_is_replaced(text: str, clean: str) -> None:
    assert clean_text(text) == (clean, text != clean)


@given(st.text(st.characters(exclude_categories=[])))
def test_clean_text_can_be_kept(text: str) -> None:
    clean, replaced = clean_text(text)
    assert check_text(clean, "note") == clean
    assert clean_text(clean) == (clean, False)
    assert replaced or clean == text


def test_a_refusal_names_what_and_why() -> None:
    with pytest.raises(Unstorable, match="note holds a NUL"):
        check_text("\0", "note")
    with pytest.raises(Unstorable, match="draft holds half of a character"):
        check_text("\ud800", "draft")
    with pytest.raises(Unstorable, match="pack"):
        check_data({"a": [1, None, ({"b": "\0"},)]}, "pack")
    with pytest.raises(Unstorable, match="pack"):
        check_data({"\ud800": 1}, "pack")
    check_data({"a": [1, None, True, 1.5, "é"]}, "pack")
