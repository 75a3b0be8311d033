"""No backup of the day: the tests of the store make them, and every app here would copy its ready-made database again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def made_elsewhere() -> Iterator[None]:
    """While it lasts, no database gets one when it is opened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.store.database.backup_is_due", lambda *_: False)
        yield
