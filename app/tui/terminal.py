"""The terminal and the ways a session can end.

A signal, a lost terminal, an exception or a byte that is not UTF-8 must not cost a character, leave the
terminal raw or print an answer. Nothing is flushed here: every change was on disk when it was shown.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import signal
import sys
import time
import traceback
from collections.abc import Iterable, Mapping, MutableMapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from textual.app import App
    from textual.driver import Driver
    from textual.message import Message

EXIT_SIGNALS = {"SIGTERM": 143, "SIGHUP": 129}
"""The signals that end a session in good order, and the exit codes they end it with."""
LOST_TERMINAL = 129
"""Exit code when the terminal is gone, as for a hang-up."""
CRASHED = 70
"""Exit code of an unexpected error: a fault of the program, as on the command line."""

_MOST_RESTARTS = 1_000
_DEEPEST_CHAIN = 10
_PASTE_START, _PASTE_END = "\x1b[200~", "\x1b[201~"
_AT_ESCAPES = re.compile("(?=\x1b)")
_SEQUENCE = re.compile("\x1b(?:\\[[0-9;:<=>?]*[ -/]*[@-~]?)?")
_ABSURD = (ValueError, IndexError, KeyError, OverflowError)
"""What Textual raises over a sequence that no keyboard sends."""
_LONGEST_PAUSE = 2.0
"""Seconds without a byte after which a paste counts as over."""
_TELLTALE = (
    "TEXTUAL_LOG",
    "TEXTUAL_DEBUG",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_DEVTOOLS",
    "TEXTUAL_PRESS",
    "TEXTUAL_SHOW_RETURN",
    "TEXTUAL_DRIVER",
)
"""Variables by which Textual writes, shows or sends what is on the screen."""


def refusal(environ: Mapping[str, str], *streams: TextIO | None) -> str:
    """Why a full-screen program cannot run here, in one sentence; empty when it can.

    `streams` are standard input, output and error: the screen is drawn on the last.
    """
    if not all(stream is not None and stream.isatty() for stream in streams):
        return (
            "assess needs a terminal for its workbench, and this is not one. "
            "`assess --help` lists the commands that work without."
        )
    if environ.get("TERM", "") == "dumb":
        return (
            "assess needs a terminal that can place text on the screen; TERM is dumb. "
            "`assess --help` lists the commands that work without."
        )
    return ""


def harden(environ: MutableMapping[str, str] = os.environ) -> None:
    """Make new files private, and drop the switches that make Textual write what is on the screen to disk."""
    os.umask(0o077)
    for name in [n for n in environ if n == "TEXTUAL" or n.startswith(_TELLTALE)]:
        del environ[name]


def end_on_signals(app: App[Any]) -> None:
    """End the session in good order on SIGTERM and SIGHUP. To be called while the event loop runs."""
    import asyncio

    loop = asyncio.get_running_loop()
    for name, code in EXIT_SIGNALS.items():
        number = getattr(signal, name, None)
        if number is not None:
            try:
                loop.add_signal_handler(number, partial(app.exit, return_code=code))
            except (NotImplementedError, RuntimeError, ValueError):
                return  # Windows, or not the main thread: the system's own ending stays


def driver_class() -> type[Driver] | None:  # noqa: C901 - one small class for each thing that can go wrong
    """A terminal driver that survives bad bytes, a cut paste and a lost terminal; None leaves the choice to Textual."""
    if os.name != "posix":
        return None
    from textual import _xterm_parser
    from textual.drivers import _writer_thread, linux_driver

    class SturdyDriver(linux_driver.LinuxDriver):
        """Reads the keyboard on after a sequence it cannot parse, and ends the session when the terminal is gone."""

        def _run_input_thread(self) -> None:
            for _ in range(_MOST_RESTARTS):
                try:
                    self.run_input_thread()
                except OSError:
                    self._lost()
                except _ABSURD:
                    continue  # an absurd escape sequence: it is dropped, the next key is read
                return

        def _lost(self) -> None:
            self._app.call_later(partial(self._app.exit, return_code=LOST_TERMINAL))

    class PatientParser(_xterm_parser.XTermParser):
        """Drops a sequence it cannot read, and ends a paste that the terminal began and never ended."""

        _open_since = 0.0

        def feed(self, data: str) -> Iterable[Message]:
            if not data:
                yield from super().feed(data)
            for piece in filter(None, _AT_ESCAPES.split(data)):  # nothing would mean the end to the parser
                if _PASTE_END in piece:
                    self._open_since = 0.0
                elif _PASTE_START in piece or self._open_since:
                    self._open_since = time.monotonic()
                try:
                    yield from super().feed(piece)
                except _ABSURD:
                    super().__init__()
                    if rest := _SEQUENCE.sub("", piece, count=1):
                        yield from super().feed(rest)

        def tick(self) -> Iterable[Message]:
            yield from super().tick()
            if self._open_since and time.monotonic() - self._open_since > _LONGEST_PAUSE:
                yield from self.feed(_PASTE_END)

    class Lenient(codecs.getincrementaldecoder("utf-8")):  # type: ignore[misc]
        """Bytes that are no text become a sign; a read that gives nothing is a terminal that hung up."""

        def __init__(self) -> None:
            super().__init__(errors="replace")

        def decode(self, data: bytes, final: bool = False) -> str:
            if not data and not final:
                raise OSError(errno.EIO, "the terminal is gone")
            return str(super().decode(data, final))

    class LastingWriter(_writer_thread.WriterThread):
        """Takes what is written even after the terminal is gone: Textual's own dies, and its full queue stops the app."""

        def run(self) -> None:
            lost = False
            while (text := self._queue.get()) is not None:
                if lost:
                    continue
                try:
                    self._file.write(text)
                    if self._queue.empty():
                        self._file.flush()
                except (OSError, ValueError):
                    lost = True
            with suppress(OSError, ValueError):
                self._file.flush()

    linux_driver.WriterThread = LastingWriter  # type: ignore[attr-defined]

    linux_driver.XTermParser = PatientParser  # type: ignore[attr-defined]

    linux_driver.getincrementaldecoder = lambda _: Lenient  # type: ignore[attr-defined, assignment]
    return SturdyDriver


def report_crash(error: BaseException, folder: Path) -> Path | None:
    """Write where an unexpected error happened: type and lines of code, no values and no message.

    Values and messages may hold answers. Returns the file, mode 0600, or None where none could be written.
    """
    from app import __version__

    chain: list[str] = []
    one: BaseException | None = error
    while one is not None and len(chain) < _DEEPEST_CHAIN:
        frames = traceback.extract_tb(one.__traceback__, limit=-40)
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        chain.append("\n".join([type(one).__qualname__, *lines]))
        one = one.__cause__ or one.__context__
    text = (
        f"assess {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
        + "\n\ncaused by\n\n".join(chain)
    )
    path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text + "\n")
    except OSError:
        return None
    return path


def what_is_saved(error: BaseException) -> str:
    """What the end of the session says about the reviewer's text: that it is saved only where the database works."""
    from app.assessment.shown import shown
    from app.store.errors import StoreError

    one: BaseException | None = error
    for _ in range(_DEEPEST_CHAIN):
        if isinstance(one, StoreError):
            return shown(str(one), limit=600)
        one = (one.__cause__ or one.__context__) if one else None
    return "Your text is saved."


def crash_folder() -> Path:
    """Where reports of unexpected errors go; nothing is made."""
    from platformdirs import user_log_path

    return user_log_path("assess", appauthor=False)
