"""What runs in the child process: locks itself in, reads one file from its input, answers in JSON lines.

Input: one line of JSON, `{"media": "pdf", "limits": {...}}`, then the file's bytes to the end. Output: lines
`{"progress": 0.3}` and at the end one line `{"extracted": {...}}` or `{"refused": "password", "number": 0}`.
Its imports are few: starting is most of what a small file costs.

Two things hold it, and they do not hold the same. The operating system's limits (Linux and macOS) bind everything
in the process, PDFium's C code as well: no file, socket or pipe can be opened beyond the three that are open, no
bytes be written to a file, memory and time run out, no privileges be gained (Linux), and no process be started,
though the superuser is exempt from that last one and some sandboxes do not count processes. The audit hook binds Python only, on every platform: it refuses
sockets, programs, files outside the packages and new C libraries or functions, but machine code that a hostile file
might bring to run in PDFium never asks it. On Windows the hook and the parent's clock are all there is. What C code
can still do without a descriptor (a directory, a signal to one's own processes) nothing here forbids.
"""
# `pathlib` would be a tenth of what this process takes to start.
# ruff: noqa: PTH118, PTH120

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from app.assessment.passages import Extracted, Media
from app.evidence.extraction.decoding import load_encodings
from app.evidence.extraction.limits import Limits
from app.evidence.extraction.refusal import UnreadableError
from app.evidence.extraction.structure import Structured
from app.evidence.passages import passages_of

_FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.ch",
    "os.kill",
    "os.putenv",
    "os.setxattr",
    "os.utime",
    "pty.",
    "shutil.",
    "tempfile.",
    "sqlite3.",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
    "webbrowser.",
    "winreg.",
    "_winapi.",
    "ctypes.dlopen",
    "ctypes.dlsym",
    "ctypes.call_function",
    "signal.",
    "syslog.",
)
"""Beginnings of the audit events that end in an error once the child is locked in."""
_UNSEEN: Final = (
    "mkfifo",
    "mknod",
    "memfd_create",
    "openpty",
    "pipe",
    "pipe2",
    "eventfd",
    "chroot",
    "setuid",
    "setgid",
    "setsid",
    "pidfd_open",
)
"""What `os` does without an audit event."""
_CLOSED: Final = frozenset(["_socket", "_posixsubprocess", "_ctypes", "mmap", "_multiprocessing", "_winapi"])
"""Modules that may not be loaded any more; what was loaded before answers to the events."""
_NO_NEW_PRIVILEGES: Final = 38
"""Linux's PR_SET_NO_NEW_PRIVS."""
_LATE: Final = ("heapq", "encodings.cp437")
"""Modules that the standard library loads only when it needs them (`Counter`, `zipfile`)."""
_LONGEST_TITLE: Final = 300
_LISTING: Final = frozenset({"os.listdir", "os.scandir"})
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    """Read one file and answer; ends the process."""
    order = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**order["limits"])
    # One document and an end: looking for cycles to free would only take time, and memory has its limit.
    gc.disable()
    media = Media(order["media"])
    read = _reader(media)
    content = sys.stdin.buffer.read()
    load_encodings(content if media is Media.HTML else b"")
    for name in _LATE:
        __import__(name)
    lock_in(limits)
    answer: dict[str, Any]
    try:
        answer = {"extracted": _plain(_checked(read(content, limits, _tell), limits))}
    except UnreadableError as refused:
        answer = {"refused": refused.reason, "number": refused.number}
    except MemoryError:
        answer = {"refused": "memory", "number": 0}
    except RecursionError:
        answer = {"refused": "deep", "number": 0}
    except Exception:  # noqa: BLE001 - whatever a hostile file sets off ends in one sentence
        answer = {"refused": "damaged", "number": 0}
    _say(answer)
    # Nothing is torn down: the engine's memory goes with the process.
    os._exit(0)


def lock_in(limits: Limits) -> None:
    """Take from this process what reading a text never needs: memory and time without end, the network, files.

    Nothing can be loaded afterwards: no file can be opened, not even a module.
    """
    _give_up_privileges()
    for module in filter(None, map(sys.modules.get, ("os", "posix", "nt"))):
        for name in _UNSEEN:
            if hasattr(module, name):
                setattr(module, name, _refuse)
    root = os.path.realpath(os.path.join(os.path.dirname(__file__), *3 * [os.pardir]))
    folders = {os.path.realpath(path) for path in sys.path if path} - {root}
    try:
        import resource
    except ImportError:
        pass  # not on this platform; the parent's clock still holds
    else:
        for name, most in (
            ("RLIMIT_AS", limits.memory_bytes),
            ("RLIMIT_CPU", limits.cpu_seconds),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_CORE", 0),
            ("RLIMIT_NPROC", 0),
            ("RLIMIT_NOFILE", _lowest_free()),
        ):
            _limit(resource, name, most)
    sys.addaudithook(guard((os.path.join(root, "app"), *sorted(folders))))


def _lowest_free() -> int:
    """The number that the next file would get; as the limit, it leaves none for another."""
    number = os.dup(0)
    os.close(number)
    return number


def _give_up_privileges() -> None:
    """See to it that no program started from here could ever be more than we are (Linux)."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):  # a C library without it; the limits still hold
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError("a document may not reach outside")


def _limit(resource: Any, name: str, most: int) -> None:
    kind = getattr(resource, name, None)
    if kind is None:
        return
    try:
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))
    except (OSError, ValueError):
        pass  # macOS knows the name of the memory limit and refuses it; the others still hold


def guard(folders: Sequence[str]) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook that lets files be read in these folders alone, and nothing be written, sent or started."""
    inside = tuple(folder.rstrip(os.sep) + os.sep for folder in folders)

    def allowed(path: Any) -> bool:
        if isinstance(path, int):
            return True
        try:
            whole = os.path.realpath(os.fsdecode(path))
        except (TypeError, ValueError):
            return False
        return f"{whole}{os.sep}".startswith(inside)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if (flags or 0) & _WRITING or not allowed(path):
                raise PermissionError("a document may not have files opened")
        elif event in _LISTING:
            if not allowed(arguments[0] or "."):
                raise PermissionError("a document may not have folders read")
        elif event.startswith(_FORBIDDEN) or (event == "import" and arguments[0] in _CLOSED):
            raise PermissionError("a document may not reach outside")

    return hook


Tell = Callable[[float], None]
Reader = Callable[[bytes, Limits, Tell], Extracted]


def _reader(media: Media) -> Reader:
    """What reads such a file; its libraries are loaded now, before the doors close."""
    return {
        Media.PDF: _pdf,
        Media.DOCX: _word,
        Media.HTML: _webpage,
        Media.MARKDOWN: _markdown,
        Media.TEXT: _plain_text,
    }[media]()


def _pdf() -> Reader:
    from app.evidence.extraction import engine
    from app.evidence.extraction.pdf import reading

    package = engine.package()

    def read(content: bytes, limits: Limits, tell: Tell) -> Extracted:
        return _extracted(Media.PDF, reading.read_pdf(content, limits, tell), package)

    return read


def _word() -> Reader:
    from app.evidence.extraction.word import reading

    def read(content: bytes, limits: Limits, _: Tell) -> Extracted:
        return _extracted(Media.DOCX, reading.read_word(content, limits), "docx 1")

    return read


def _webpage() -> Reader:
    from app.evidence.extraction import webpage

    def read(content: bytes, limits: Limits, _: Tell) -> Extracted:
        return _extracted(Media.HTML, webpage.read_page(content, limits.characters), "html 1")

    return read


def _markdown() -> Reader:
    from app.evidence.extraction import decoding, markdown

    def read(content: bytes, limits: Limits, _: Tell) -> Extracted:
        text, notices = _decoded(decoding.decoded(content), limits)
        blocks, title = markdown.read_markdown(text)
        return _extracted(Media.MARKDOWN, Structured(text, blocks, title, notices), "markdown 1")

    return read


def _plain_text() -> Reader:
    from app.evidence.extraction import decoding, lines

    def read(content: bytes, limits: Limits, _: Tell) -> Extracted:
        text, notices = _decoded(decoding.decoded(content), limits)
        return _extracted(Media.TEXT, Structured(text, lines.blocks_of(text), "", notices), "text 1")

    return read


def _extracted(media: Media, read: Structured, extractor: str) -> Extracted:
    passages = passages_of(read.text, read.blocks)
    return Extracted(media, read.text, passages, read.pages, read.title, read.notices, extractor)


def _decoded(read: tuple[str, tuple[str, ...]], limits: Limits) -> tuple[str, tuple[str, ...]]:
    if len(read[0]) > limits.characters:
        raise UnreadableError("long", limits.characters)
    return read


def _checked(extracted: Extracted, limits: Limits) -> Extracted:
    if not extracted.text.strip():
        raise UnreadableError("empty")
    if len(extracted.text) > limits.characters:
        raise UnreadableError("long", limits.characters)
    return extracted


def _plain(extracted: Extracted) -> dict[str, Any]:
    return {
        "text": extracted.text,
        "passages": [
            (passage.start, passage.end, passage.context, passage.kind) for passage in extracted.passages
        ],
        "pages": extracted.pages,
        "title": extracted.title[:_LONGEST_TITLE],
        "notices": extracted.notices,
        "extractor": extracted.extractor,
    }


def _tell(fraction: float) -> None:
    _say({"progress": round(fraction, 3)})


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(
        json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
    )
    sys.stdout.buffer.flush()
