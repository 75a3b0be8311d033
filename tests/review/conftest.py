"""One open review of the small pack in a fresh database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.assessment.answer import Assessment
from app.questionnaire import to_dict
from app.review import Review
from app.store.repository import Store
from tests.assessment.packs import SMALL
from tests.judged_once import judged_once


@pytest.fixture(autouse=True)
def _quick_judging() -> Iterator[None]:
    with judged_once():
        yield


def ticking() -> Callable[[], datetime]:
    """A clock that moves one second each time it is read."""
    now = [datetime(2026, 11, 22, 10, tzinfo=UTC)]

    def clock() -> datetime:
        now[0] += timedelta(seconds=1)
        return now[0]

    return clock


def again(review: Review, store: Store) -> Review:
    """The same assessment read back from the store."""
    return Review(store, store.find("acme"), SMALL)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data.db") as opened:
        yield opened


@pytest.fixture
def review(store: Store) -> Review:
    clock = ticking()
    now = clock()
    stored = store.create(
        Assessment(0, "acme", "Acme", "Acme", "small", "1.0", SMALL.sha256, now, now), to_dict(SMALL)
    )
    return Review(store, stored, SMALL, clock, by="Ann")
