"""The child locks itself in: no network, no other program, no file but the interpreter's and ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.evidence.extraction import process
from app.evidence.extraction.child import guard
from app.evidence.extraction.process import command
from tests.evidence.documents import pages_pdf


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("{folder}/a", "r", os.O_RDONLY)),
        ("open", (b"{folder}/deep/a", "r", 0)),
        ("open", (0, "r", 0)),
        ("os.listdir", ("{folder}",)),
        ("import", ("x", None, None, None, None)),
        ("ctypes.string_at", (1, 2)),
    ],
)
def test_the_guard_lets_pass(event: str, arguments: tuple[object, ...], tmp_path: Path) -> None:
    guard([str(tmp_path)])(event, tuple(_placed(argument, tmp_path) for argument in arguments))


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("{folder}/a", "w", os.O_WRONLY | os.O_CREAT)),
        ("open", ("{folder}/../a", "r", 0)),
        ("open", ("{folder}-beside/a", "r", 0)),
        ("open", (None, "r", 0)),
        ("open", ("a\0b", "r", 0)),
        ("os.scandir", ("/",)),
        ("os.listdir", (None,)),
        ("socket.connect", ()),
        ("subprocess.Popen", ()),
        ("ctypes.dlopen", ("x",)),
        ("os.symlink", ()),
    ],
)
def test_the_guard_refuses(event: str, arguments: tuple[object, ...], tmp_path: Path) -> None:
    with pytest.raises(PermissionError):
        guard([str(tmp_path)])(event, tuple(_placed(argument, tmp_path) for argument in arguments))


def _placed(argument: object, folder: Path) -> object:
    if isinstance(argument, bytes):
        return argument.replace(b"{folder}", os.fsencode(folder))
    return argument.replace("{folder}", str(folder)) if isinstance(argument, str) else argument


def test_a_link_out_of_the_folders_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(PermissionError):
        guard([str(tmp_path)])("open", (str(tmp_path / "link"), "r", 0))


def attempt(deed: str, tmp_path: Path) -> str:
    """What comes of a deed inside a child that has locked itself in."""
    program = (
        f"import sys; sys.path[:0] = [{str(process._ROOT)!r}]; sys.path += {[p for p in sys.path if 'site-packages' in p]!r}\n"
        "import os, socket, subprocess, ctypes, errno, encodings.idna\n"
        "loaded = ctypes.CDLL(None, use_errno=True)\n"
        "socket_of, open_of, prctl_of = loaded['socket'], loaded['open'], loaded['prctl']\n"
        "from app.evidence.extraction.child import lock_in\n"
        "from app.evidence.extraction.limits import LIMITS\n"
        "lock_in(LIMITS)\n"
        f"target = {str(tmp_path / 'target')!r}\n"
        f"try:\n    {deed}\n    print('done')\n"
        "except BaseException as error:\n    print(type(error).__name__)\n"
    )
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False
    ).stdout.strip()


@pytest.mark.parametrize(
    "deed",
    [
        "socket.socket()",
        "socket.getaddrinfo('example.org', 80)",
        "socket.create_connection(('127.0.0.1', 9))",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "open(target, 'w')",
        "os.open(target, os.O_WRONLY | os.O_CREAT)",
        "os.mkdir(target)",
        "os.remove(target)",
        "os.kill(os.getppid(), 0)",
        "open('/etc/passwd').read()",
        "open(os.path.expanduser('~/.ssh/id_rsa'))",
        "os.listdir('/etc')",
        "open(target).read()",
        "ctypes.CDLL('libc.so.6')",
        "ctypes.CDLL(None)",
        "loaded.socket(2, 1, 0)",
        "loaded['system'](b'true')",
        "ctypes.pythonapi.PyRun_SimpleString(b'0')",
        "os.mkfifo(target + '2')",
        "os.mknod(target + '2')",
        "os.symlink(target, target + '2')",
        "os.link(target, target + '2')",
        "os.memfd_create('a')",
        "os.openpty()",
        "__import__('posix').mkfifo(target + '2')",
        "import mmap",
    ],
)
def test_the_child_can_neither_reach_out_nor_look_around(deed: str, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("secret")
    assert attempt(deed, tmp_path) == "PermissionError"
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("target", "secret")]


@pytest.mark.parametrize(
    ("deed", "outcome"),
    [
        ("import encodings.cp1253", "OSError"),
        # C functions that were found before: no hook is asked, the limits bind.
        ("assert (socket_of(2, 1, 0), ctypes.get_errno()) == (-1, errno.EMFILE)", "done"),
        ("assert (open_of(b'/etc/passwd', 0), ctypes.get_errno()) == (-1, errno.EMFILE)", "done"),
        ("assert prctl_of(39, 0, 0, 0, 0) == 1", "done"),
        ("import resource; assert resource.getrlimit(resource.RLIMIT_NOFILE) == (3, 3)", "done"),
        ("import resource; assert resource.getrlimit(resource.RLIMIT_NPROC) == (0, 0)", "done"),
        ("bytearray(2 << 30)", "MemoryError"),
        ("import resource; assert resource.getrlimit(resource.RLIMIT_CPU)[0] == LIMITS.cpu_seconds", "done"),
        ("import resource; assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)", "done"),
        ("import resource; assert resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0)", "done"),
    ],
)
def test_what_the_child_may_do_and_how_much(deed: str, outcome: str, tmp_path: Path) -> None:
    assert attempt(deed, tmp_path) == outcome


def test_a_pdf_is_read_for_one_who_is_not_the_superuser(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pages_pdf(1))
    program = (
        f"import sys; sys.path[:0] = [{str(process._ROOT)!r}]; sys.path += {[p for p in sys.path if 'site-packages' in p]!r}\n"
        "import os\n"
        "from app.evidence.extraction.child import _LATE, _reader, load_encodings, lock_in\n"
        "from app.evidence.extraction.limits import LIMITS\n"
        "from app.assessment.passages import Media\n"
        f"content = open({str(path)!r}, 'rb').read()\n"
        "read = _reader(Media.PDF)\n"
        "load_encodings(); [__import__(name) for name in _LATE]\n"
        "if not os.getuid():\n    os.setgid(65534); os.setuid(65534)\n"
        "lock_in(LIMITS)\n"
        "print(read(content, LIMITS, lambda _: None).text.strip())\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["Clause 1 protects student data."], done.stderr


def test_the_child_starts_with_little() -> None:
    program = command()[-1].replace("main()", "print(*sorted(sys.modules))")
    done = subprocess.run([*command()[:-1], program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "app.evidence.passages" in loaded
    for heavy in (
        "sqlmodel",
        "textual",
        "cel",
        "pydantic",
        "click",
        "reportlab",
        "socket",
        "site",
        "asyncio",
        "logging",
    ):
        assert heavy not in loaded
