"""The command line as a whole: help, hints, exit codes, and how each kind of error ends."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest

from app import __version__
from app.cli.failures import ExitCode, Stop, explained
from app.cli.program import OVERVIEW, program
from app.exchange.files import FileInTheWay, FileNotWritten, FileRefused
from app.exchange.portable import NotPortable, PortableFault
from app.questionnaire import Fault, PackError
from app.review import Refused, Unknown, Unwritable
from app.store import AlreadyThere, Damaged, DiskFull, Gone, Locked, Newer, NotFound, ReadOnly, SlugTaken
from tests.cli.conftest import Assess, Process

NAMES = [name for entries in OVERVIEW.values() for name in entries]
GROUPS = [
    name for name in NAMES if isinstance(program.get_command(click.Context(program), name), click.Group)
]
"""Commands with commands of their own."""


def members(group: str) -> list[str]:
    found = program.get_command(click.Context(program), group)
    assert isinstance(found, click.Group)
    return found.list_commands(click.Context(found))


HELPS = [[], *([name] for name in NAMES), *([group, name] for group in GROUPS for name in members(group))]
HEAVY = {
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "reportlab",
    "questionary",
    "prompt_toolkit",
    "rich",
    "cel",
    "pydantic",
}


def test_version(assess: Assess) -> None:
    result = assess("--version")
    assert (result.exit_code, result.stdout) == (0, f"assess {__version__}\n")


def test_the_overview_names_every_command_and_every_exit_code(assess: Assess) -> None:
    text = assess("--help").stdout
    for name in NAMES:
        assert re.search(rf"^  {name}  ", text, re.MULTILINE)
    for code in (0, 1, 2, 3, 4, 70, 130):
        assert re.search(rf"\b{code}\b", text.split("Exit codes:")[1])


@pytest.mark.parametrize("words", HELPS[1:], ids=" ".join)
def test_every_help_says_what_it_does_and_shows_how(assess: Assess, words: list[str]) -> None:
    result = assess(*words, "--help")
    assert result.exit_code == 0
    assert result.stdout == assess(*words, "-h").stdout
    body = result.stdout.split("\n", 2)[2]
    assert len(body.split("Options:")[0]) > 120
    examples = [line for line in body.splitlines() if line.startswith("  assess ")]
    assert all(line.startswith(f"  assess {' '.join(words)}") for line in examples)
    assert not any(" assess " in line[4:] for line in examples)
    assert examples or words in (["demo"], *([group] for group in GROUPS))
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_commands_are_what_the_overview_says(assess: Assess) -> None:
    context = click.Context(program)
    for name in NAMES:
        command = program.get_command(context, name)
        assert command is not None
        assert command.name == name


@pytest.mark.parametrize("words", HELPS, ids=lambda words: " ".join(words) or "assess")
def test_help_imports_nothing_heavy(root: Path, words: list[str]) -> None:
    code = (
        "import sys\nfrom app.cli.program import program\n"
        f"try: program.main({[*words, '--help']!r})\n"
        "except SystemExit as end: assert not end.code\n"
        "print('LOADED', *{m.split('.')[0] for m in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    text, _, loaded = done.stdout.rpartition("LOADED")
    assert "Usage: assess" in text
    assert not HEAVY & set(loaded.split())


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["lst"], 'There is no command "lst". Did you mean "list"?'),
        (["\x1b[2Jx"], "There is no command"),
        (["list", "--jsn"], "Did you mean '--json'?"),
        (["pack", "chek"], "check"),
        (["evidence", "ad"], "add"),
        (["suggest", "x", "--term", "y"], "--term goes with one QUESTION."),
        (["suggest", "x", "y", "--all"], "--all goes without QUESTION."),
        (["suggest", "x", "--limit", "0"], "0 is not in the range"),
        (["cite", "x", "y"], "Missing argument 'DOCUMENT'"),
        (["export", "x", "--format", "docx"], "docx"),
    ],
)
def test_wrong_usage_is_a_hint_and_2(assess: Assess, words: list[str], hint: str) -> None:
    result = assess(*words)
    assert result.exit_code == ExitCode.USAGE
    assert hint in result.stderr
    assert "Usage: assess" in result.stderr
    assert "\x1b" not in result.output
    assert not result.stdout


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Stop("x", ExitCode.FOUND), 1),
        (Refused("x"), 2),
        (Unknown("x"), 2),
        (NotFound("x"), 2),
        (SlugTaken("x"), 2),
        (AlreadyThere("x"), 2),
        (Unwritable("x"), 3),
        (Damaged("x"), 3),
        (Newer("x"), 3),
        (Locked("x"), 3),
        (ReadOnly("x"), 3),
        (DiskFull("x"), 3),
        (Gone("x"), 3),
        (FileNotWritten("x"), 3),
        (PackError([Fault("a.toml", 3, "q", "type", "a type")]), 3),
        (FileRefused("x"), 4),
        (FileInTheWay("x"), 4),
        (NotPortable("x", [PortableFault(3, "q", "y")]), 4),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_every_expected_error_has_its_exit_code(
    assess: Assess, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("app.cli.session.database", fail)
    result = assess("list")
    assert result.exit_code == code
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.stderr
    assert not result.stdout


def test_details_of_an_error_are_all_listed() -> None:
    stop = explained(NotPortable("two faults", [PortableFault(3, "a.b", "x"), PortableFault(9, "", "y")]))
    assert stop is not None
    assert stop.details == ("line 3, a.b: x", "line 9: y")
    assert explained(ValueError("x")) is None


def test_a_fault_of_the_program_tells_no_answer(assess: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        secret = "the vendor's secret"
        raise RuntimeError(secret)

    monkeypatch.setattr("app.cli.session.database", fail)
    result = assess("list")
    assert result.exit_code == ExitCode.INTERNAL
    assert "RuntimeError" in result.stderr
    assert "Traceback" not in result.output
    found = re.search(r'in "([^"]+)"', result.stderr)
    assert found is not None
    report = Path(found[1])
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    written = report.read_text(encoding="utf-8")
    assert "RuntimeError" in written
    assert "secret" not in result.output + written


@pytest.mark.parametrize(
    "stopped", [KeyboardInterrupt(), EOFError(), click.Abort()], ids=lambda e: type(e).__name__
)
def test_an_interrupt_is_130(assess: Assess, monkeypatch: pytest.MonkeyPatch, stopped: BaseException) -> None:
    def fail(*_: object) -> None:
        raise stopped

    monkeypatch.setattr("app.cli.session.database", fail)
    result = assess("list")
    assert result.exit_code == ExitCode.INTERRUPTED
    assert result.stderr.strip() == "Interrupted."


@pytest.mark.parametrize("words", [["pack", "show", "--json"], ["pack", "show"], ["--help"]], ids=" ".join)
def test_a_reader_that_stops_reading_ends_it_quietly(process: Process, words: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(
            [sys.executable, "-m", "app", *words],
            env=environ,
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(write)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    if words != ["--help"]:
        assert done.returncode == ExitCode.BROKEN_PIPE


def test_new_files_are_private_whatever_the_mask(process: Process, tmp_path: Path) -> None:
    assert process("new", "Acme").returncode == 0
    assert process("export", "acme", "--format", "toml").returncode == 0
    for path in tmp_path.iterdir():
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_output_that_the_locale_cannot_write_is_escaped(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    assert process("new", "日本語", "--slug", "x").returncode == 0
    done = process("list")
    assert done.returncode == 0
    assert "\\u65e5" in done.stdout
