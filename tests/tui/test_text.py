"""The gate between stored text and the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.tui.text import cell, place, plain
from tests.hostile import HOSTILE


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_stored_text_keeps_its_brackets_and_loses_its_controls(text: str) -> None:
    for said in (plain(text).plain, cell(text).plain):
        assert not [c for c in said if ord(c) < 32 or 0x7F <= ord(c) < 0xA0]
        assert said.count("[") == text.count("[")
    assert not plain(text).spans


def test_a_path_below_the_home_folder_begins_with_a_tilde() -> None:
    assert place(Path.home() / "assess" / "data.db") == str(Path("~") / "assess" / "data.db")
    assert place(Path("/elsewhere/data.db")) == str(Path("/elsewhere/data.db"))
