"""A review to put on a stage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.review import Library, Review
from tests.judged_once import judged_once
from tests.tui.settling import asked_of_the_loop
from tests.tui.stage import Clock
from tests.tui.stylesheets import parsed_once


@pytest.fixture(autouse=True, scope="session")
def _quick_apps() -> Iterator[None]:
    with parsed_once(), asked_of_the_loop():
        yield


@pytest.fixture(autouse=True)
def _quick_judging() -> Iterator[None]:
    with judged_once():
        yield


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Review]:
    """A new review of Acme Reader in a database of its own."""
    with Library.open(tmp_path / "data.db", clock=Clock()) as library:
        yield library.create("Acme", "Acme Reader", reviewer={"name": "Ann Reviewer"})
