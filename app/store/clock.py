"""The time, as something that can be given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the time now, aware."""


def utc_now() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)
