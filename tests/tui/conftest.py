"""A review to put on a stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.review import Library, Review
from tests.judged_once import judged_once
from tests.tui.backups import made_elsewhere
from tests.tui.settling import asked_of_the_loop
from tests.tui.stage import Clock
from tests.tui.stylesheets import parsed_once


@pytest.fixture(autouse=True, scope="session")
def _quick_apps() -> Iterator[None]:
    with parsed_once(), asked_of_the_loop(), made_elsewhere():
        yield


@pytest.fixture(autouse=True)
def _quick_judging() -> Iterator[None]:
    with judged_once():
        yield


@pytest.fixture(scope="session")
def _just_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, datetime]:
    """A database with one new review, made once, and when that was."""
    path, clock = tmp_path_factory.mktemp("made") / "data.db", Clock()
    with judged_once(), Library.open(path, clock=clock) as library:
        library.create("Acme", "Acme Reader", reviewer={"name": "Ann Reviewer"})
    return path.read_bytes(), clock.now


@pytest.fixture
def fresh(tmp_path: Path, _just_made: tuple[bytes, datetime]) -> Iterator[Review]:
    """A new review of Acme Reader in a database of its own."""
    path, clock = tmp_path / "data.db", Clock()
    content, clock.now = _just_made
    path.touch(0o600)
    path.write_bytes(content)
    with Library.open(path, clock=clock) as library:
        yield library.review("acme")
