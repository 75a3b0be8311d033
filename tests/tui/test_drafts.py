"""Texts on their way to becoming answers."""

from __future__ import annotations

import pytest

from app.tui.drafts import slip


@pytest.mark.parametrize(
    ("text", "stored", "slipped"),
    [
        ("none statedi", "none stated", True),
        ("inone stated", "none stated", True),
        ("3", "", True),
        ("none stated", "none stated", False),
        ("none states", "none stated", False),
        ("none statedii", "none stated", False),
        ("soon", "", False),
    ],
)
def test_one_character_too_many_is_a_slip(text: str, stored: str, slipped: bool) -> None:
    assert slip(text, stored) is slipped
