"""Which pictures there are, and the keys that lead to each: a walk through the example with the keyboard."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, chdir, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import time_machine
from textual.pilot import Pilot
from textual.widgets import Input

from app.tui.app import AssessApp
from app.tui.settings import Settings
from screenshots.raster import tidy

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "data.db.example"
DOCUMENTS = ROOT / "assessments" / "larkspur" / "documents"
MOMENT = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
"""The time on every picture."""

LARKSPUR, CLASSTAG = "larkspur", "classtag"
"""The invented vendor with its documents, and a finished review."""

WIDE, MEDIUM, NARROW, TINY = (160, 50), (100, 30), (80, 24), (40, 12)


@dataclass(frozen=True)
class Shot:
    """One picture."""

    name: str
    size: tuple[int, int]
    walk: Callable[[Pilot[Any]], Awaitable[None]]
    """From the library, with the rows there, to what the picture shows."""
    theme: str = "dark"


async def until(pilot: Pilot[Any], condition: Callable[[], object], turns: int = 1000) -> None:
    """Let the program work until the condition holds, which is often in a moment. Raises `TimeoutError`."""
    for turn in range(turns):
        if condition():
            await pilot.pause()
            return
        await pilot.pause(min(0.001 * turn, 0.01))
    raise TimeoutError("what the picture shows never appeared")


def _screen(pilot: Pilot[Any]) -> str:
    return type(pilot.app.screen).__name__


async def _shown(pilot: Pilot[Any], name: str) -> None:
    await until(pilot, lambda: _screen(pilot) == name)


async def library(_pilot: Pilot[Any]) -> None:
    """Where the program begins."""


async def new(pilot: Pilot[Any]) -> None:
    """Beginning an assessment."""
    await pilot.press("n")
    await _shown(pilot, "NewAssessment")
    await pilot.press(*"Classtime", "enter", *"Classtime", "enter")


async def to_row(pilot: Pilot[Any], slug: str) -> None:
    """The cursor of the library on this assessment."""
    for _ in range(20):
        if pilot.app.screen._slug() == slug:  # type: ignore[attr-defined]  # noqa: SLF001
            return
        await pilot.press("down")
    raise LookupError(slug)


async def into(pilot: Pilot[Any], slug: str) -> None:
    """The workbench on this assessment, judged."""
    await to_row(pilot, slug)
    await pilot.press("enter")
    await _shown(pilot, "WorkbenchScreen")
    await until(pilot, lambda: pilot.app.screen.judged)  # type: ignore[attr-defined]


async def to_question(pilot: Pilot[Any], question: str) -> None:
    """The workbench on this question."""
    await pilot.press("slash")
    pilot.app.screen.query_one(
        "#find", Input
    ).value = question  # key by key it takes most of a picture's time
    await pilot.press("enter", "escape")
    await until(pilot, lambda: pilot.app.screen.part.item == question)  # type: ignore[attr-defined]
    await pilot.pause()


def workbench(question: str, *keys: str, slug: str = LARKSPUR) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """The workbench on this question, and a few keys more."""

    async def walk(pilot: Pilot[Any]) -> None:
        await into(pilot, slug)
        await to_question(pilot, question)
        if slug == CLASSTAG:
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
        await pilot.press(*keys)

    return walk


def beyond(
    question: str, screen: str, *keys: str, slug: str = LARKSPUR, then: tuple[str, ...] = ()
) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """A screen that these keys open from this question, and what `then` does there."""
    there = workbench(question, *keys, slug=slug)

    async def walk(pilot: Pilot[Any]) -> None:
        await there(pilot)
        await _shown(pilot, screen)
        await until(pilot, lambda: not pilot.app.screen.loading)
        if slug == CLASSTAG:
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
        await pilot.press(*then)

    return walk


def finding(rule: str, *keys: str, screen: str = "FindingsScreen") -> Callable[[Pilot[Any]], Awaitable[None]]:
    """What the rule found in the finished review, and a few keys more, to this screen."""
    there = beyond(SALE, "FindingsScreen", "f2", slug=CLASSTAG)

    async def walk(pilot: Pilot[Any]) -> None:
        await there(pilot)
        if rule:
            await pilot.press("slash", *f"rule:{rule}", "enter")
            await pilot.pause()
        await pilot.press(*keys)
        await _shown(pilot, screen)

    return walk


async def picker(pilot: Pilot[Any]) -> None:
    """The vendor's files, two of them marked."""
    os.chdir(DOCUMENTS)
    await beyond(REST, "DocumentsScreen", "f3", "f3")(pilot)
    await pilot.press("a")
    await _shown(pilot, "FilePicker")
    await pilot.press("space", "space")
    path = pilot.app.screen.query_one("#picker-path", Input)
    with path.prevent(Input.Changed):
        path.value = "/home/reviewer/Larkspur/"  # where it is differs from one machine to the next


async def palette(pilot: Pilot[Any]) -> None:
    """Every command, searchable."""
    await workbench("sopipa.no_targeted_ads")(pilot)
    await pilot.press("ctrl+p")
    await _shown(pilot, "Palette")
    await pilot.press(*"open")
    await until(pilot, lambda: pilot.app.screen.query("OptionList").first().option_count > 0)  # type: ignore[attr-defined]


async def printed(pilot: Pilot[Any]) -> None:
    """The PDF of a finished review is made."""
    await workbench("signoff.conclusion", "f5", slug=CLASSTAG)(pilot)
    await until(pilot, lambda: getattr(pilot.app.screen, "printed", None) is not None)


ADS, REST, PARTIES = "sopipa.no_targeted_ads", "security.encryption.at_rest", "thirdparty.register"
SALE = "sopipa.no_sale"
BREACH, SILENT, CONSENT = "breach.deadline", "law.cipa", "coppa.consent_basis"

SHOTS = (
    Shot("library-wide-dark", MEDIUM, library),
    Shot("library-80x24-light", NARROW, library, "light"),
    Shot("new-assessment-80x24-dark", NARROW, new),
    Shot("workbench-wide-dark", WIDE, workbench(REST)),
    Shot("workbench-wide-light", WIDE, workbench(ADS), "light"),
    Shot("workbench-100x30-dark", MEDIUM, workbench(CONSENT)),
    Shot("workbench-80x24-dark", NARROW, workbench(REST)),
    Shot("workbench-40x12-dark", TINY, workbench(REST)),
    Shot("evidence-100x30-dark", MEDIUM, workbench(BREACH, "e", "space")),
    Shot("evidence-80x24-light", NARROW, workbench(REST, "e"), "light"),
    Shot("nothing-found-80x24-dark", NARROW, workbench(SILENT, "e")),
    Shot("documents-80x24-dark", NARROW, beyond(REST, "DocumentsScreen", "f3", "f3")),
    Shot("file-picker-80x24-dark", NARROW, picker),
    Shot("reader-wide-dark", WIDE, beyond(BREACH, "ReaderScreen", "e", "v")),
    Shot("search-80x24-dark", NARROW, beyond(REST, "SearchDocuments", "e", "slash", *"backup", "enter")),
    Shot("proposed-rows-80x24-dark", NARROW, beyond("law.claims", "ProposedRows", "a")),
    Shot("verify-80x24-light", NARROW, beyond(REST, "VerifyScreen", "f3", "f3", "V"), "light"),
    Shot("reason-80x24-dark", NARROW, workbench(REST, "r")),
    Shot("find-80x24-dark", NARROW, workbench(REST, "slash", *"is:silent")),
    Shot("table-editor-wide-dark", WIDE, beyond(PARTIES, "TableEditor", "enter")),
    Shot("table-editor-80x24-light", NARROW, beyond(PARTIES, "TableEditor", "enter"), "light"),
    Shot("history-80x24-dark", NARROW, beyond(REST, "HistoryScreen", "h")),
    Shot("preview-wide-dark", WIDE, beyond(ADS, "PreviewScreen", "f4")),
    Shot("preview-80x24-light", NARROW, beyond(ADS, "PreviewScreen", "f4"), "light"),
    Shot("score-wide-dark", WIDE, beyond(ADS, "ScoreScreen", "f6", slug=CLASSTAG)),
    Shot("score-80x24-light", NARROW, beyond(ADS, "ScoreScreen", "f6", slug=CLASSTAG), "light"),
    Shot("laws-100x30-dark", MEDIUM, beyond(ADS, "CoverageScreen", "f7", slug=CLASSTAG, then=("enter",))),
    Shot("what-if-100x30-dark", MEDIUM, beyond(SALE, "WhatIf", "i", slug=CLASSTAG)),
    Shot("judged-workbench-wide-dark", WIDE, workbench(ADS, slug=CLASSTAG)),
    Shot("findings-wide-dark", WIDE, finding("")),
    Shot("findings-80x24-dark", NARROW, finding("")),
    Shot("findings-100x30-light", MEDIUM, finding(""), "light"),
    Shot("contradiction-wide-light", WIDE, finding("con-05"), "light"),
    Shot("contradiction-80x24-dark", NARROW, finding("con-02", "enter")),
    Shot("settle-80x24-dark", NARROW, finding("con-02", "a", screen="FindingForm")),
    Shot("raise-80x24-light", NARROW, finding("", "plus", screen="RaiseFinding"), "light"),
    Shot("names-100x30-dark", MEDIUM, finding("", "N", screen="NamesScreen")),
    Shot("open-points-80x24-dark", NARROW, beyond(REST, "OpenPoints", "f9")),
    Shot("cite-80x24-dark", NARROW, beyond(REST, "CiteDialog", "C")),
    Shot("help-80x24-dark", NARROW, beyond(REST, "HelpScreen", "f1")),
    Shot("palette-80x24-dark", NARROW, palette),
    Shot("print-80x24-dark", NARROW, printed),
)


@contextmanager
def _at_home(folder: Path) -> Iterator[None]:
    """A machine on which every picture comes out the same: its own home, UTC, no settings."""
    calm = {"HOME": str(folder), "USERPROFILE": str(folder), "TZ": "UTC", "TERM": "xterm-256color"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TEXTUAL", "ASSESS", "NO_COLOR"))
    }
    with patch.dict(os.environ, {**kept, **calm, "TEXTUAL_ANIMATIONS": "none"}, clear=True):
        yield


@asynccontextmanager
async def begun(size: tuple[int, int], theme: str, folder: Path) -> AsyncIterator[Pilot[Any]]:
    """The program on a copy of the example, with the library shown. `folder` is an empty folder to work in."""
    database = folder / "data.db"
    shutil.copy(EXAMPLE, database)
    database.chmod(0o600)
    with chdir(folder), _at_home(folder), time_machine.travel(MOMENT, tick=False):
        app = AssessApp(database, settings=Settings(theme=theme))
        app.animation_level = "none"
        async with app.run_test(size=size, notifications=True) as pilot:
            await until(pilot, lambda: getattr(app.screen, "library", None) is not None)
            await app.workers.wait_for_complete()
            await pilot.pause()
            yield pilot


async def picture(pilot: Pilot[Any], title: str = "assess") -> str:
    """What the screen shows, as SVG, once nothing is at work and no cursor blinks."""
    for widget in pilot.app.screen.query("TextArea, Input"):
        widget.cursor_blink = False  # type: ignore[attr-defined]
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return tidy(pilot.app.export_screenshot(title=title))


async def taken(shot: Shot, folder: Path) -> str:
    """The picture as SVG. `folder` is an empty folder to work in."""
    async with begun(shot.size, shot.theme, folder) as pilot:
        await shot.walk(pilot)
        return await picture(pilot)
