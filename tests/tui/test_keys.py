from __future__ import annotations

from textual.app import App

from app.tui.commands import Command
from app.tui.screens.keys import key_names, keys_of

MOVE = Command("move", ("j", "down"), "move", "Move", "Move.")
DIGITS = Command("pick", tuple("123456789"), "pick", "Pick", "Pick.")


def test_own_keys_until_the_settings_say_otherwise() -> None:
    app = App[None]()
    assert keys_of(MOVE, app) == ("j", "down")
    assert key_names(MOVE, app) == "j  ↓"
    app._keymap = {"move": "ctrl+n,f2"}
    assert key_names(MOVE, app) == "^n  F2"


def test_many_keys_are_shortened() -> None:
    assert key_names(DIGITS, App[None]()) == "1 … 9"
    assert key_names(Command("x", (), "x", "X", "X."), App[None]()) == ""
