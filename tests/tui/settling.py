"""When an app has dealt with everything: asked of its loop, where Textual's pilot guesses from the processor alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, process_time

import pytest

_LOOK = 0.004
"""Seconds between two looks."""
_BUSY = 0.0005
"""Seconds of the processor between two looks from which on something is still going on."""
_QUIET = 3
"""Looks in a row at which nothing was going on. Together they are longer than any delay before a search."""


async def settled(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until the loop has had nothing to do for a while, or `max_sleep` seconds."""
    loop, begin, quiet = asyncio.get_running_loop(), monotonic(), 0
    while (quiet < _QUIET or monotonic() - begin < min_sleep) and monotonic() - begin < max_sleep:
        before = process_time()
        await asyncio.sleep(_LOOK)
        quiet = quiet + 1 if not loop._ready and process_time() - before < _BUSY else 0


@contextmanager
def asked_of_the_loop() -> Iterator[None]:
    """While it lasts, every pilot waits like this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.pilot.wait_for_idle", settled)
        patch.setattr("textual.app.wait_for_idle", settled)
        yield
