"""The same words look the same to the search, however a file wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.folding import folded
from tests.hostile import HOSTILE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ﬁnancial ＡＥＳ２５６", "financial aes256"),
        ("Straße", "strasse"),
        ("en\u00adcryp\u00ad\ntion", "encryption"),
        ("en\ufffe\ncrypted", "encrypted"),
        ("en\x02crypted", "encrypted"),
        ("pass\u200bword \ufeffpol\u2060icy", "password policy"),
        ("encryp-\n  tion", "encryption encryp tion"),
        ("third\u2010 \nparty", "thirdparty third party"),
        ("pages 4-\n5", "pages 4-\n5"),
        ("a list\n- item", "a list\n- item"),
        ("sub-processor", "sub-processor"),
        ("a\0b\ud800ç", "a b ç"),
        ("data\u00a0at\u2003rest", "data at rest"),
    ],
)
def test_folding(text: str, words: str) -> None:
    assert folded(text) == words


@given(st.text())
def test_anything_folds_to_something_that_can_be_kept(text: str) -> None:
    folded(text).encode()
    assert "\0" not in folded(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_folds(text: str) -> None:
    folded(text).encode()
