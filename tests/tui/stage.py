"""A stage for one screen: an app with our look and nothing else, on a database of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from unicodedata import lookup

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import Screen

from app.tui.screens.palette import CommandsProvider
from app.tui.theme import DARK, LIGHT

TUI = Path(__file__).resolve().parents[2] / "app" / "tui"
SIZES = [(160, 50), (80, 24), (40, 12), (1, 1)]
REGISTER = "thirdparty.register"
RECORD = "review.reviewer"
STATEMENT = "security.encryption.at_rest"


class Clock:
    """A minute passes with every look at it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class Stage(App[None]):
    """Shows one screen; what it gives back is in `results`."""

    CSS_PATH: ClassVar = [
        TUI / "assess.tcss",
        TUI / "screens.tcss",
        TUI / "documents.tcss",
        TUI / "findings.tcss",
    ]
    COMMANDS: ClassVar = {CommandsProvider}

    def __init__(
        self, screen: Screen[Any], theme: str = DARK.name, then: Callable[[Any], object] = lambda _: None
    ) -> None:
        super().__init__()
        for one in (DARK, LIGHT):
            self.register_theme(one)
        self.theme = theme
        self._first = screen
        self._then = then
        self.results: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self._first, self._done)

    def _done(self, result: Any) -> None:
        self.results.append(result)
        self._then(result)


@asynccontextmanager
async def on_stage(screen: Screen[Any], size: tuple[int, int] = (100, 30), **options: Any):
    """A pilot with the screen in place."""
    app = Stage(screen, **options)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: app.screen is screen or bool(app.results))
        await pilot.pause()
        pilot.press = partial(press, pilot)
        yield pilot
        await app.workers.wait_for_complete()


async def until(pilot: Pilot[Any], condition: Callable[[], object], turns: int = 2000) -> None:
    """Let the app work until the condition holds, which is often in a moment."""
    for turn in range(turns):
        if condition():
            return
        await pilot.pause(min(0.001 * turn, 0.01))
    raise AssertionError("it never came to pass")


def drawn(pilot: Pilot[Any]) -> str:
    """What stands on the whole screen, as text."""
    screen = pilot.app.screen
    return "\n".join("".join(segment.text for segment in line) for line in screen._compositor.render_strips())


def only_text(text: str) -> bool:
    """Whether nothing in it would do something else to a terminal than show itself."""
    controls = {
        *map(chr, range(32)),
        *map(chr, range(0x7F, 0xA0)),
        *map(chr, range(0x202A, 0x202F)),
        "\u2066",
        "\u2069",
    }
    return not set(text) & (controls - {"\n"})


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type a text, key by key."""
    names = {
        " ": "space",
        ".": "full_stop",
        "/": "slash",
        ",": "comma",
        "-": "minus",
        "@": "at",
        ":": "colon",
    }
    await pilot.press(*(names.get(ch, ch) for ch in text))


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, each when the one before has been dealt with; quicker than a pilot, which waits for an idle processor."""
    for key in keys:
        key = _character_to_key(key) if len(key) == 1 else key
        pilot.app.post_message(events.Key(key, _character_of(key)))
        for _ in range(4):
            await pilot._wait_for_screen()
    await pilot.pause()


def _character_of(key: str) -> str | None:
    """What a terminal would send with the key, as the pilot does it; None for a key that is no character."""
    try:
        return lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        return key if len(key) == 1 else None
