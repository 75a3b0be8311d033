"""The ways a session can end, on a real pseudo-terminal."""

from __future__ import annotations

import io
import os
import select
import signal
import sqlite3
import stat
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.review import Library
from app.store.errors import Gone
from app.tui import REFUSED, terminal
from tests.tui.running import filled
from tests.tui.terminal_session import TerminalSession

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and pseudo-terminals")

GREEK = "αβγδεζηθικλμνξοπρστυφχψω"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    filled(path)
    return path


def writing_a_note(db: Path, **options) -> TerminalSession:
    """A session with the editor open for a note."""
    session = TerminalSession(db, **options)
    session.shows("Acme Reader")
    session.press(b"\r")
    session.shows("Sections")
    session.press(b"o")
    session.shows("your own; never")
    return session


def drafts(db: Path) -> list[str]:
    with Library.open(db) as library:
        return [d.text for d in library.review("acme").drafts()]


def on_disk(db: Path) -> str:
    """The draft as another process sees it."""
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as connection:
        row = connection.execute("SELECT text FROM draft").fetchone()
    return row[0] if row else ""


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (lambda session: session.kill(signal.SIGTERM), 143),
        (lambda session: session.kill(signal.SIGHUP), 129),
        (lambda session: session.press(b"\x11"), 0),
    ],
    ids=["SIGTERM", "SIGHUP", "quit"],
)
def test_every_orderly_end_keeps_the_text_restores_the_terminal_and_has_a_true_code(
    db: Path, how: Callable[[TerminalSession], None], code: int
) -> None:
    with writing_a_note(db) as session:
        session.press(b"secret words")
        session.until(lambda: on_disk(db) == "secret words")
        how(session)
        assert session.ended() == code
        assert session.restored()
        assert "Traceback" not in session.text
    assert drafts(db) == ["secret words"]


@pytest.mark.parametrize("delay", [0.0, 0.004, 0.02, 0.06])
def test_kill_9_loses_no_character_that_was_on_the_screen(db: Path, delay: float) -> None:
    with writing_a_note(db) as session:
        before = len(session.output)
        for character in GREEK:
            session.press(character.encode())
            session.read(delay)
        session.kill()
        assert session.ended() == -signal.SIGKILL
        painted = session.output[before:].decode(errors="replace")
    seen = max((i for i, character in enumerate(GREEK) if character in painted), default=-1)
    kept = drafts(db)
    assert (kept[0] if kept else "").startswith(GREEK[: seen + 1])


def test_bytes_that_are_no_text_become_a_sign_and_typing_goes_on(db: Path) -> None:
    with writing_a_note(db) as session:
        session.press(b"a\xe9\xff")
        session.until(lambda: on_disk(db).startswith("a\ufffd"))
        session.press(b"\x1b[999999999;999999uY")
        session.until(lambda: on_disk(db).endswith("Y"))
        session.press(b"\x1b[999999999;999999u")
        session.read(0.3)
        session.press(b"Z")
        session.until(lambda: on_disk(db).endswith("Z"))
        session.press(b"\x11")
        assert session.ended() == 0


def test_a_paste_that_never_ends_does_not_swallow_what_comes_after(db: Path) -> None:
    with writing_a_note(db) as session:
        session.press(b"\x1b[200~pasted\nwords")
        session.until(lambda: on_disk(db) == "pasted\nwords")
        session.press(b"!")
        session.until(lambda: on_disk(db) == "pasted\nwords!")


def test_a_lost_terminal_ends_the_session_and_keeps_the_text(db: Path) -> None:
    with writing_a_note(db) as session:
        session.press(b"words")
        session.until(lambda: on_disk(db) == "words")
        os.close(session.fd)
        end = time.monotonic() + 20
        while not (ended := os.waitpid(session.pid, os.WNOHANG))[0]:
            assert time.monotonic() < end
            select.select([], [], [], 0.005)  # looking on and on takes the processor from the child
        session.code = os.waitstatus_to_exitcode(ended[1])
        assert session.code == 129
    assert drafts(db) == ["words"]


DEAF = """
import signal, sys
from pathlib import Path
from app.tui import run, terminal
terminal.EXIT_SIGNALS = {}
signal.signal(signal.SIGHUP, signal.SIG_IGN)
sys.exit(run(Path(sys.argv[1])))
"""
"""As under `nohup`: nothing tells the program that its terminal is gone but the terminal itself."""


def test_a_lost_terminal_is_noticed_without_a_signal(db: Path) -> None:
    session = TerminalSession(db, program=DEAF)
    session.shows("Acme Reader")
    os.close(session.fd)
    end = time.monotonic() + 20
    while not (ended := os.waitpid(session.pid, os.WNOHANG))[0]:
        if time.monotonic() > end:
            session.close()
            pytest.fail("still running")
        select.select([], [], [], 0.005)
    assert os.waitstatus_to_exitcode(ended[1]) == 129


class HungUp(io.StringIO):
    """A terminal that hung up."""

    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


def test_what_is_painted_after_the_terminal_is_lost_does_not_hold_up_the_session() -> None:
    from textual.drivers import linux_driver

    terminal.driver_class()
    writer = linux_driver.WriterThread(HungUp())
    writer.start()

    def paint() -> None:
        for _ in range(100):  # Textual keeps thirty
            writer.write("x")
        writer.stop()

    painting = threading.Thread(target=paint, daemon=True)
    painting.start()
    painting.join(20)
    assert not painting.is_alive()


CRASHING = """
import sys
from pathlib import Path
from app.tui import run
from app.tui.screens.workbench import WorkbenchScreen
def broken(self):
    secret = self.query_one("#editor").text
    raise RuntimeError("boom " + secret)
WorkbenchScreen.on_answer_editor_full = broken
WorkbenchScreen.action_help = broken
sys.exit(run(Path(sys.argv[1])))
"""


def test_an_unexpected_error_says_that_the_text_is_saved_and_shows_nothing_of_it(
    db: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    with writing_a_note(db, program=CRASHING, env={"XDG_STATE_HOME": str(state)}) as session:
        session.press(b"secret words")
        session.until(lambda: on_disk(db) == "secret words")
        session.press(b"\x1bOP")  # F1
        assert session.ended() == terminal.CRASHED == 70
        assert session.restored()
        said = session.output.rpartition(b"\x1b[?1049l")[2].decode()  # after the screen was given back
        assert "assess stopped: RuntimeError. Your text is saved." in said.replace("\r\n", "")
        assert "secret" not in said
        assert "Traceback" not in said
    (report,) = state.rglob("crash-*.txt")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    assert "RuntimeError" in text
    assert "secret" not in text
    assert "boom" not in text
    assert drafts(db) == ["secret words"]


def test_a_crash_over_the_database_does_not_say_that_the_text_is_saved() -> None:
    gone = Gone('"data.db" was deleted while it was open.')
    assert terminal.what_is_saved(gone) == str(gone)
    crash = RuntimeError("boom")
    crash.__context__ = gone
    assert terminal.what_is_saved(crash) == str(gone)
    assert terminal.what_is_saved(RuntimeError("boom")) == "Your text is saved."


def test_a_database_that_cannot_be_used_is_one_sentence_and_code_3(tmp_path: Path) -> None:
    folder = tmp_path / "data.db"
    folder.mkdir()
    with TerminalSession(folder) as session:
        assert session.ended() == 3
        assert session.restored()
        assert str(folder.name) in session.text
        assert "Traceback" not in session.text


class FakeTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.tui import run

    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(Path("never-made.db")) == REFUSED == 2
    assert "needs a terminal" in capsys.readouterr().err
    assert not Path("never-made.db").exists()


def test_a_dumb_terminal_is_refused_with_a_sentence() -> None:
    real = FakeTerminal()
    assert "TERM is dumb" in terminal.refusal({"TERM": "dumb"}, real, real)
    assert terminal.refusal({"TERM": "xterm"}, real, real) == ""
    assert "not one" in terminal.refusal({"TERM": "xterm"}, real, io.StringIO())


def test_switches_that_show_or_send_the_screen_are_dropped_and_files_are_private() -> None:
    environ = {
        "TEXTUAL": "devtools",
        "TEXTUAL_LOG": "x",
        "TEXTUAL_SCREENSHOT_LOCATION": "y",
        "HOME": "/h",
        "TEXTUAL_FPS": "30",
    }
    before = os.umask(0o022)
    try:
        terminal.harden(environ)
        assert os.umask(0o022) == 0o077
    finally:
        os.umask(before)
    assert environ == {"HOME": "/h", "TEXTUAL_FPS": "30"}


def test_a_report_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert terminal.report_crash(ValueError("x"), tmp_path / "file") is None
