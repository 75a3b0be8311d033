"""What reaches a terminal: stored text without commands in it, sentences wrapped at words, colour only where wanted."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from app.cli import terminal
from tests.cli.conftest import Assess
from tests.hostile import HOSTILE, LONG_WORD

OBEYED = [chr(code) for code in (*range(9), *range(11, 32), *range(0x7F, 0xA0), 0x202E, 0x2066, 0xE0041)]


def clean(text: str) -> bool:
    return not any(ch in text for ch in OBEYED)


BUNDLES = {name: HOSTILE[name] for name in ("closing tag", "formula", "newlines", "spaces")}
FIRST = ("escape sequences", "c1", "bidi", "tag characters", "separators", "bell")
BUNDLES["all together"] = " ".join([*(HOSTILE[name] for name in FIRST), *HOSTILE.values()])


@pytest.mark.parametrize("text", BUNDLES.values(), ids=BUNDLES.keys())
def test_hostile_text_goes_through_every_command_and_reaches_no_terminal(
    assess: Assess, tmp_path: Path, text: str
) -> None:
    typed = text.replace("\0", "")  # no command line can carry a NUL; a file can
    made = assess(
        "new", f"V {typed}"[:200], "--product", f"P {typed}"[:200], "--reviewer", typed, "--slug", "x"
    )
    assert made.exit_code == 0, made.output
    question = "security.encryption.at_rest"
    (tmp_path / "rows.json").write_text(
        json.dumps([{"name": text, "service": f"s {text}"}]), encoding="utf-8"
    )
    (tmp_path / "overview.txt").write_text(text, encoding="utf-8", newline="")
    results = [
        made,
        assess(
            "answer",
            "x",
            question,
            "partial",
            "--reason",
            typed,
            "--note",
            typed,
            "--cite",
            f"d{typed}",
            f"p{typed}",
            typed,
        ),
        assess("answer", "x", "product.overview", "--value", "@overview.txt"),
        assess("answer", "x", "thirdparty.register", "--value", "@rows.json"),
        assess("list"),
        assess("list", "--json"),
        assess("show", "x"),
        assess("show", "x", question),
        assess("show", "x", "product.overview"),
        assess("show", "x", "thirdparty.register"),
        assess("show", "x", "--json"),
        assess("export", "x", "-f", "toml", "-o", "-"),
        assess("export", "x", "-f", "md", "-o", "-"),
        assess("export", "x", "-f", "json", "-o", "-"),
        assess("export", "x", "-o", "x.toml"),
        assess("import", "x.toml", "--as", "y"),
        assess("show", "y"),
    ]
    for number, result in enumerate(results):
        assert result.exit_code == 0, (number, result.output)
        assert clean(result.stdout), (number, result.stdout)
        assert clean(result.stderr), (number, result.stderr)
    for wrong in (
        ["show", typed or "?"],
        ["answer", "x", typed or "?", "yes"],
        ["answer", "x", question, typed or "?"],
    ):
        result = assess(*wrong)
        assert result.exit_code in (0, 2)
        assert clean(result.output)
    first, second = (json.loads(assess("show", slug, "--json").stdout)["answers"] for slug in ("x", "y"))
    assert first == second
    assert first["thirdparty.register"]["value"][0]["service"] == f"s {text}".replace("\0", "\ufffd").strip()


def test_a_long_word_fits_the_window(assess: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assess("new", "Acme", "--slug", "x")
    assess("answer", "x", "product.overview", "--value", LONG_WORD)
    result = assess("show", "x", "product.overview")
    assert max(map(cell_len, result.stdout.splitlines())) <= 80
    assert result.stdout.count("x") > 99_000


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_sentences_are_wrapped_at_words_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.complain("There is a sentence here that does not fit on one line.", ("and \x1b[2Ja detail",))
    lines = screen.getvalue().splitlines()
    assert lines[0] == "Error: There is a sentence here that"
    assert lines[1] == "  does not fit on one line."
    assert lines[2] == "  and ␛[2Ja detail"


@pytest.mark.parametrize("asked", [True, False])
def test_only_a_terminal_on_both_ends_is_asked(monkeypatch: pytest.MonkeyPatch, asked: bool) -> None:
    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setattr(sys, "stdout", Screen() if asked else io.StringIO())
    assert terminal.can_ask() is asked
    monkeypatch.setenv("TERM", "dumb")
    assert not terminal.can_ask()


# --- a real terminal -----------------------------------------------------------------------------------


class Session:
    """A command on a pseudo-terminal of its own."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process, self.master, self.seen = process, master, ""

    def until(self, wanted: str) -> None:
        """Read until this is on the screen."""
        end = time.monotonic() + 30
        while wanted not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        assert wanted in self.seen, self.seen

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def ended(self) -> int:
        """Read to the end; the exit code."""
        while True:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                break
            if not data:
                break
            self.seen += data.decode("utf-8", "replace")
        return self.process.wait(30)


@pytest.fixture
def session(root: Path, database: Path) -> Callable[..., object]:
    @contextmanager
    def start(*arguments: str, **variables: str) -> Iterator[Session]:
        master, slave = pty.openpty()
        environ = {
            **os.environ,
            "PYTHONPATH": str(root),
            "ASSESS_DB": str(database),
            "COLUMNS": "80",
            **variables,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "app", *arguments],
            stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        try:
            yield Session(process, master)
        finally:
            process.kill()
            process.wait()
            os.close(master)

    return start


def test_a_person_at_a_terminal_is_asked(session: Callable[..., Session], assess: Assess) -> None:
    with session("new") as screen:  # type: ignore[attr-defined]
        screen.until("Vendor:")
        screen.type("Acme [/foo]\r")
        screen.until("Product:")
        screen.type("\r")
        screen.until("Reviewer:")
        screen.type("\r")
        screen.until("Jurisdictions:")
        screen.type("\r")
        screen.until("acme-foo")
        assert screen.ended() == 0
    assert [row["slug"] for row in json.loads(assess("list", "--json").stdout)] == ["acme-foo"]


def test_ctrl_c_at_a_prompt_is_130(session: Callable[..., Session], assess: Assess) -> None:
    with session("new") as screen:  # type: ignore[attr-defined]
        screen.until("Vendor:")
        screen.type("Acme\r")
        screen.until("Product:")
        screen.type("\x03")
        assert screen.ended() == 130
        assert "Traceback" not in screen.seen
        assert "Interrupted." in screen.seen
    assert json.loads(assess("list", "--json").stdout) == []


def test_a_terminal_gets_colour_and_no_command_from_stored_text(
    session: Callable[..., Session], assess: Assess
) -> None:
    assess("new", HOSTILE["escape sequences"], "--slug", "x")
    with session("list") as screen:  # type: ignore[attr-defined]
        assert screen.ended() == 0
    assert "\x1b[1m" in screen.seen
    for command in ("\x1b]", "\x1b[2J", "\x07"):
        assert command not in screen.seen
    with session("list", NO_COLOR="1") as screen:  # type: ignore[attr-defined]
        assert screen.ended() == 0
    assert "\x1b[3" not in screen.seen
