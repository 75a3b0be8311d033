"""The real app on a database of its own, driven by keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from app.assessment.answer import Answer
from app.review import Library, Review
from app.tui.app import AssessApp
from app.tui.screens.library import LibraryScreen
from app.tui.screens.workbench import WorkbenchScreen
from app.tui.settings import Settings
from app.tui.widgets.key_line import KeyLine
from tests.tui.stage import Clock, drawn, until

SIZES = [(160, 50), (100, 30), (80, 24), (40, 12), (1, 1)]

Q_STATEMENT = "security.encryption.at_rest"
Q_ONE = "product.child_directed"
Q_MANY = "product.audience"
Q_LONG_MANY = "review.jurisdictions"
Q_TEXT = "deletion.method"
Q_LONG_TEXT = "product.overview"
Q_NUMBER = "breach.deadline"
Q_DATE = "policy.effective_date"
Q_URL = "policy.document"
Q_RECORD = "product.operator"
Q_TABLE = "thirdparty.register"


@dataclass
class Run:
    """A running app."""

    pilot: Pilot[Any]
    app: AssessApp

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has been dealt with, and let the app settle.

        `Pilot.press` waits for an idle processor after each key; this waits for the messages instead.
        """
        for key in keys:
            key = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(events.Key(key, key_to_character(key)))
            for _ in range(4):
                await self.pilot._wait_for_screen()
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text, character by character, as fast as a terminal sends it."""
        for ch in text:
            self.app.post_message(events.Key("enter" if ch == "\n" else _character_to_key(ch), ch))
        await self.pilot.pause()
        await self.pilot.pause()

    async def until(self, condition: Any) -> None:
        """Wait for something."""
        await until(self.pilot, condition)

    @property
    def screen(self) -> Any:
        """The screen on top."""
        return self.app.screen

    @property
    def bench(self) -> WorkbenchScreen:
        """The workbench, on top or under a dialog."""
        return next(s for s in self.app.screen_stack if isinstance(s, WorkbenchScreen))

    @property
    def review(self) -> Review:
        """The open review."""
        return self.bench.review

    @property
    def library(self) -> Library:
        """The open library."""
        first = self.app.screen_stack[0]
        assert isinstance(first, LibraryScreen)
        assert first.library is not None
        return first.library

    def answer(self, item: str) -> Answer:
        """The answer as the review has it, which is what is on disk."""
        return self.review.view.answer(item)

    @property
    def said(self) -> str:
        """What the bottom line says."""
        return self.screen.query_one(KeyLine).notice

    @property
    def toasts(self) -> list[str]:
        """The notifications shown."""
        return [str(n.message) for n in self.app._notifications]

    def drawn(self) -> str:
        """The whole screen as text."""
        return drawn(self.pilot)

    @property
    def card(self) -> str:
        """What stands on the card."""
        return self.bench._card.text()

    async def go(self, item: str, column: str = "") -> None:
        """Put the cursor on an item without keys."""
        self.bench.go(item, column)
        await self.pilot.pause()


def filled(path: Path, *, vendor: str = "Acme", product: str = "Acme Reader") -> None:
    """Make a database with one assessment."""
    path.write_bytes(_template(vendor, product))


def opened(folder: Path) -> Review:
    """A review of Acme Reader by Acme in a new database."""
    filled(folder / "data.db")
    return Library.open(folder / "data.db", clock=Clock()).review("acme")


@cache
def _template(vendor: str, product: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.db"
        with Library.open(path, clock=Clock()) as library:
            library.create(vendor, product, reviewer={"name": "Ann"}, jurisdictions=["CA"])
        return path.read_bytes()


@asynccontextmanager
async def at_library(
    path: Path,
    size: tuple[int, int] = (120, 40),
    *,
    read_only: bool = False,
    settings: Settings | None = None,
    **options: Any,
) -> AsyncIterator[Run]:
    """The app with the library's rows on the screen."""
    app = AssessApp(path, read_only=read_only, settings=settings, **options)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        run = Run(pilot, app)
        first = app.screen_stack[0]
        assert isinstance(first, LibraryScreen)
        await until(pilot, lambda: first.library is not None or app._exit)
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield run
        await app.workers.wait_for_complete()


@asynccontextmanager
async def at_work(
    path: Path, size: tuple[int, int] = (120, 40), item: str = "", **options: Any
) -> AsyncIterator[Run]:
    """The app with the first assessment open, the cursor on `item`."""
    async with at_library(path, size, **options) as run:
        await run.press("enter")
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        await run.pilot.pause()
        if item:
            await run.go(item)
        yield run
