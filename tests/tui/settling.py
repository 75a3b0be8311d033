"""When an app has dealt with everything: asked of its loop, where Textual's pilot guesses from the processor alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, process_time
from typing import Any

import pytest
from textual._context import active_app
from textual.app import ScreenStackError
from textual.pilot import Pilot

_LOOK = 0.004
"""Seconds between two looks while a thread is at work or a timer is about to go off."""
_BUSY = 0.0005
"""Seconds of the processor between two looks from which on something is still going on."""
_QUIET = 3
"""Looks in a row at which nothing was going on: whoever is at work then waits for something himself."""
_SOON = 0.01
"""A timer that goes off within so many seconds belongs to what is going on: Textual waits 1/120 s before it resizes."""
_TURNS = 10_000
"""Turns of the loop after which something is asked for without end."""


async def settled(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until the loop has nothing to do, now or in a moment, and no thread will give it any; or `max_sleep` seconds."""
    loop, begin, quiet = asyncio.get_running_loop(), monotonic(), 0
    while quiet < _QUIET and monotonic() - begin < max_sleep:
        await asyncio.sleep(0)
        at_work = _threads_at_work(loop)  # before the next line: a thread hands over first and rests then
        if loop._ready or _painted():
            continue
        if not at_work and not _about_to_go_off(loop) and monotonic() - begin >= min_sleep:
            return
        before = process_time()
        await asyncio.sleep(_LOOK)
        quiet = quiet + 1 if not loop._ready and process_time() - before < _BUSY else 0


def _threads_at_work(loop: Any) -> bool:
    pool = loop._default_executor
    return pool is not None and (
        pool._work_queue.qsize() > 0 or pool._idle_semaphore._value < len(pool._threads)
    )


def _painted() -> bool:
    """Paint what waits to be painted, as the screen does sixty times a second; whether there was anything."""
    app = active_app.get(None)
    if app is None or app._batch_count or not app._screen_stack:
        return False
    screen = app.screen
    if not screen._update_timer._active.is_set():
        return False
    screen._on_timer_update()
    return True


def _about_to_go_off(loop: Any) -> bool:
    soon = loop.time() + _SOON
    return any(
        timer.when() < soon and not timer.cancelled() and not _is_for_painting(timer)
        for timer in loop._scheduled
    )


def _is_for_painting(timer: Any) -> bool:
    """Whether it only wakes what `_painted` has done already."""
    waiting = getattr(timer._args[0], "_callbacks", None) if timer._args else None
    task = getattr(waiting[0][0], "__self__", None) if waiting else None
    return isinstance(task, asyncio.Task) and task.get_name() == "screen_update"


_every_one_asked = Pilot._wait_for_screen


async def _dealt_with(pilot: Pilot[Any], timeout: float = 30.0) -> bool:  # noqa: ASYNC109 - Textual's own signature
    """Wait until what was sent before is dealt with: then the loop is empty. Textual sends a message to every widget."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    for _ in range(_TURNS):
        if not loop._ready:
            break
        await asyncio.sleep(0)
    try:
        nodes = pilot.app.screen.walk_children(with_self=True)
    except ScreenStackError:
        return False
    if any(node.message_queue_size for node in (pilot.app, *nodes)):
        return await _every_one_asked(pilot, timeout)  # who has messages waits for something himself
    return True


@contextmanager
def asked_of_the_loop() -> Iterator[None]:
    """While it lasts, every pilot waits like this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pilot, "_wait_for_screen", _dealt_with)
        patch.setattr("textual.pilot.wait_for_idle", settled)
        patch.setattr("textual.app.wait_for_idle", settled)
        yield
