"""Extraction in a child process: started clean, fed over a pipe, watched, and killed with all it may have started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Final

from app.assessment.passages import BlockKind, Extracted, Media, Passage
from app.assessment.shown import shown
from app.evidence.errors import EvidenceRefused
from app.evidence.extraction.limits import LIMITS, Limits
from app.evidence.extraction.opening import FileRead
from app.evidence.extraction.refusal import REASONS

_ROOT: Final = Path(__file__).resolve().parents[3]
"""The folder that holds the package `app`."""
_LOOK: Final = 0.05
"""Seconds between two looks at whether the reviewer has cancelled."""
_CHUNK: Final = 1 << 16
_NO_PROCESS: Final = (
    "{name} could not be read because no second program could be started: close others and try again"
)
_SAID: Final = {
    Media.PDF: "PDF",
    Media.DOCX: "DOCX",
    Media.HTML: "HTML page",
    Media.MARKDOWN: "Markdown text",
    Media.TEXT: "text",
}


def extract(
    read: FileRead,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    tell: Callable[[float], None] = lambda fraction: None,
    limits: Limits = LIMITS,
) -> Extracted | None:
    """The text and passages of a file, read by a child process; may run in a thread.

    Args:
        read: the file as `read_file` or `pasted` gave it.
        cancelled: asked about twenty times a second; once true, the child is killed.
        tell: told the share that is done, 0 to 1.
        limits: the bounds of the reading.

    Returns:
        What was read; None when it was cancelled.

    Raises:
        EvidenceRefused: with one sentence that says what is wrong with the file and what to do.
    """
    try:
        # Imports from here on are the interpreter's and ours: no settings of the person, no working folder.
        child = subprocess.Popen(  # noqa: S603 - our own interpreter with our own program
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT.anchor,
            env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        raise _refused(read, "", 0, limits) from None
    watch = _Watch(child, read, limits)
    try:
        answer = watch.answer(cancelled, tell)
    finally:
        watch.end()
    if answer is None:
        return None
    if "refused" in answer:
        number = answer.get("number")
        raise _refused(read, str(answer["refused"]), number if isinstance(number, int) else 0, limits)
    try:
        extracted = _extracted(read, answer["extracted"])
    except (KeyError, TypeError, ValueError):
        raise _refused(read, "damaged", 0, limits) from None
    tell(1.0)
    return extracted


def command() -> list[str]:
    """The child's command line: no site start-up files, only the folders of packages and of this program."""
    packages = [path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}]
    program = (
        f"import sys; sys.path[:0] = {[str(_ROOT)]!r}; sys.path += {packages!r}; "
        "from app.evidence.extraction.child import main; main()"
    )
    return [sys.executable, "-I", "-S", "-c", program]


class _Watch:
    """A running child: one thread feeds it, one listens, the caller's waits."""

    def __init__(self, child: subprocess.Popen[bytes], read: FileRead, limits: Limits) -> None:
        self._child = child
        self._read = read
        self._limits = limits
        self._heard: Queue[bytes] = Queue()
        """Pieces of the output; an empty one at its end."""
        self._threads = [
            threading.Thread(target=self._feed, name="evidence-feed", daemon=True),
            threading.Thread(target=self._listen, name="evidence-listen", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def answer(
        self, cancelled: Callable[[], bool], tell: Callable[[float], None]
    ) -> Mapping[str, Any] | None:
        """The child's last word; None when cancelled."""
        until = time.monotonic() + self._limits.wall_seconds
        line: list[bytes] = []
        size = 0
        while not cancelled():
            left = until - time.monotonic()
            if left <= 0:
                return {"refused": "time"}
            try:
                piece = self._heard.get(timeout=min(_LOOK, left))
            except Empty:
                continue
            if not piece:
                return {"refused": self._died()}
            size += len(piece)
            if size > self._limits.output_bytes:
                return {"refused": "long"}
            if b"\n" not in piece:
                line.append(piece)
                continue
            *whole, rest = b"".join((*line, piece)).split(b"\n")
            line = [rest]
            for words in whole:
                said = _said(words)
                if "progress" not in said:
                    return said
                tell(max(0.0, min(1.0, said["progress"])))  # in this order "not a number" is all of it
        return None

    def end(self) -> None:
        """Kill the child and all of its session, and wait for the threads."""
        try:
            if hasattr(os, "killpg"):
                os.killpg(self._child.pid, signal.SIGKILL)
            else:
                self._child.kill()
        except OSError:
            pass  # it has ended by itself
        self._child.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent went with the child
                    pipe.close()

    def _feed(self) -> None:
        order = {"media": self._read.media, "limits": asdict(self._limits)}
        pipe = self._child.stdin
        if pipe is None:
            return
        try:
            pipe.write(json.dumps(order).encode() + b"\n")
            pipe.write(self._read.content)
            pipe.close()
        except OSError:
            pass  # the child ended before it had read everything; its answer says why

    def _listen(self) -> None:
        pipe = self._child.stdout
        piece = b"x"
        while piece and pipe is not None:
            try:
                piece = os.read(pipe.fileno(), _CHUNK)
            except OSError:
                piece = b""
            self._heard.put(piece)

    def _died(self) -> str:
        """Why a child may have ended without a word."""
        code = self._child.wait()
        if code in {-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}:
            return "time"
        # PDFium aborts the process where it is given no more memory.
        return "memory" if code == -signal.SIGABRT else "damaged"


def _said(words: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(words)
        good = isinstance(said, dict) and isinstance(said.get("progress", 0.0), int | float)
    except (ValueError, RecursionError):
        good = False
    return said if good else {"refused": "damaged"}


def _refused(read: FileRead, reason: str, number: int, limits: Limits) -> EvidenceRefused:
    sentence = REASONS.get(reason, REASONS["damaged"]) if reason else _NO_PROCESS
    limit = limits.pages if reason == "pages" else limits.characters
    said = sentence.format(
        name=shown(read.name),
        kind=_SAID[read.media],
        number=f"{number:,} page{'' if number == 1 else 's'}" if reason == "scan" else number,
        limit=limit,
    )
    return EvidenceRefused(f"{said}.")


def _extracted(read: FileRead, raw: Mapping[str, Any]) -> Extracted:
    """The answer as a value, nothing in it taken on trust: the child read a stranger's file.

    Raises:
        KeyError, TypeError, ValueError: it is not what the child is to say.
    """
    text = _text(raw["text"])
    kinds = {kind.value: kind for kind in BlockKind}
    passages = []
    for start, end, context, kind in raw["passages"]:
        if not 0 <= _whole(start) < _whole(end) <= len(text):
            raise ValueError("a passage lies outside the text")
        passages.append(Passage(start, end, _text(context), kinds[kind]))
    pages = tuple(_whole(start) for start in raw["pages"])
    if any(first > second for first, second in zip(pages, (*pages[1:], len(text)), strict=False)):
        raise ValueError("the pages are out of order")
    notices = tuple(_text(notice) for notice in raw["notices"])
    return Extracted(
        read.media,
        text,
        tuple(passages),
        pages,
        _text(raw["title"]),
        (*read.notices, *notices),
        _text(raw["extractor"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    if "\0" in value:
        raise ValueError("a text holds a NUL")
    if not value.isascii():
        value.encode()  # a lone surrogate is refused
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("not a whole number")
    return value
