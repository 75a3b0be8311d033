"""The keys that a command has now, after the reviewer's own settings."""

from __future__ import annotations

from typing import Any

from textual.app import App

from app.tui.commands import Command, key_name


def keys_of(command: Command, app: App[Any]) -> tuple[str, ...]:
    """Textual names of the command's keys, the one to show first; those set for its id before its own."""
    # Textual keeps the keymap it was given, and offers no public way to read it back.
    bound = app._keymap.get(command.id, "")
    return tuple(key for key in bound.split(",") if key) or command.keys


def key_names(command: Command, app: App[Any]) -> str:
    """The command's keys as a reviewer reads them: `[ ↑`; empty for a command without a key."""
    names = [key_name(key) for key in keys_of(command, app)]
    return f"{names[0]} … {names[-1]}" if len(names) > 4 else "  ".join(names)
