"""What the walks through the whole program share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.judged_once import judged_once
from tests.tui.backups import made_elsewhere
from tests.tui.settling import asked_of_the_loop
from tests.tui.stylesheets import parsed_once


@pytest.fixture(autouse=True, scope="session")
def _quick_apps() -> Iterator[None]:
    with parsed_once(), asked_of_the_loop(), made_elsewhere():
        yield


@pytest.fixture(autouse=True)
def _quick_judging() -> Iterator[None]:
    with judged_once():
        yield
