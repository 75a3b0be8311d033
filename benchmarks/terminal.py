"""A program in a pseudo-terminal, timed from the byte written to the output settled."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from typing import Self

QUIET = 0.12
"""Seconds without output after which a screen counts as settled."""


class Terminal:
    """One program in a terminal of 120 columns and 40 lines."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> None:
        """Starts the program; the clock starts with it."""
        self._screen, line = pty.openpty()
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=line,
            stdout=line,
            stderr=line,
            env={**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", **(environ or {})},
            start_new_session=True,
        )
        os.close(line)
        self.seen = b""

    def __enter__(self) -> Self:
        """For `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the program whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._screen)

    def _read(self, timeout: float) -> bytes:
        if not select.select([self._screen], [], [], timeout)[0]:
            return b""
        try:
            chunk = os.read(self._screen, 65536)
        except OSError:
            return b""
        self.seen += chunk
        return chunk

    def until(self, marker: str, limit: float = 30.0) -> float:
        """Seconds from the start until `marker` is on the screen. Raises `TimeoutError`."""
        wanted = marker.encode()
        while time.perf_counter() - self.started < limit:
            self._read(0.02)
            if wanted in self.seen:
                return time.perf_counter() - self.started
        raise TimeoutError(f"{marker!r} never appeared; last: {self.seen[-300:]!r}")

    def settle(self) -> None:
        """Wait until the screen is quiet."""
        while self._read(QUIET * 4):
            pass

    def key(self, key: bytes) -> float:
        """Seconds from writing `key` to the last byte of what it caused on the screen."""
        before = time.perf_counter()
        os.write(self._screen, key)
        last = before
        while True:
            chunk = self._read(1.0 if last == before else QUIET)
            if not chunk:
                return last - before
            last = time.perf_counter()
