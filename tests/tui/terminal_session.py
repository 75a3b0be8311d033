"""The real program on a pseudo-terminal, with the terminal's own eyes and a process that can be killed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import sys; from pathlib import Path; from app.tui import run; sys.exit(run(Path(sys.argv[1])))"
_ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*\$?[a-zA-Z]|\x1b\][^\x07]*\x07|\x1b[=>]")


class TerminalSession:
    """A program in a terminal of its own."""

    def __init__(
        self, database: Path, *, program: str = PROGRAM, env: Mapping[str, str] | None = None
    ) -> None:
        """Starts the program on this database, in a terminal of 100 columns and 30 lines."""
        self.output = b""
        self.code: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.environ.update(env or {})
            os.execv(sys.executable, [sys.executable, "-c", program, str(database)])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def read(self, seconds: float = 0.02) -> None:
        """Take in what the program has written."""
        while select.select([self.fd], [], [], seconds)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            if not data:  # the other side is gone: who waits for the end looks again in a moment
                select.select([], [], [], seconds)
                return
            self.output += data
            seconds = 0

    def until(self, condition: Callable[[], object], seconds: float = 30) -> None:
        """Read until the condition holds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.text[-2000:]
            self.read()

    @property
    def text(self) -> str:
        """Everything written so far, without the escape sequences."""
        return _ESCAPES.sub(b"", self.output).decode(errors="replace")

    def shows(self, text: str) -> None:
        """Wait until this has been written."""
        self.until(lambda: text in self.text)

    def press(self, keys: bytes) -> None:
        """Send keys as a terminal does."""
        os.write(self.fd, keys)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def ended(self, seconds: float = 20) -> int:
        """Wait for the end; the exit code, negative for a signal."""
        end = time.monotonic() + seconds
        while self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.read(0.05)
                self.code = os.waitstatus_to_exitcode(status)
            else:
                assert time.monotonic() < end, "still running: " + self.text[-500:]
                self.read()
        return self.code

    def restored(self) -> bool:
        """Whether the terminal was put back: the alternate screen left, cursor shown, mouse off, paste mode off."""
        last = self.output
        return all(
            last.rfind(off) > last.rfind(on)
            for on, off in (
                (b"\x1b[?1049h", b"\x1b[?1049l"),
                (b"\x1b[?25l", b"\x1b[?25h"),
                (b"\x1b[?1003h", b"\x1b[?1003l"),
                (b"\x1b[?2004h", b"\x1b[?2004l"),
            )
        )

    def close(self) -> None:
        """End whatever is left."""
        if self.code is None:
            self.kill()
            os.waitpid(self.pid, 0)
            self.code = -signal.SIGKILL
        try:
            os.close(self.fd)
        except OSError:
            pass

    def __enter__(self) -> TerminalSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
