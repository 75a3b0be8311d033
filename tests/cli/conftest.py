"""Commands run in this process through click's runner, in a process of their own, and with somebody to ask."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from app.cli.program import program
from app.questionnaire import loader, rule_checker
from app.questionnaire.faults import Fault
from app.questionnaire.model import Pack
from app.questionnaire.rules import Rulebook
from tests.judged_once import judged_once

Assess = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


_read_rules = rule_checker.read_rules


@functools.cache
def _rules_of_ours(
    folder: Path, pack: str, detectors: Collection[str] | None
) -> tuple[Rulebook, tuple[Fault, ...]]:
    return _read_rules(folder, loader.load_installed(pack), detectors=detectors)


def _rules(
    folder: Path, pack: Pack, *, detectors: Collection[str] | None = None, **more: Any
) -> tuple[Rulebook, tuple[Fault, ...]]:
    """The rules that ship are tried once: that takes two seconds. Those of any other folder each time."""
    if not any(more.values()) and folder in map(loader.find_pack, loader.installed_packs()):
        return _rules_of_ours(folder, pack.id, None if detectors is None else frozenset(detectors))
    return _read_rules(folder, pack, detectors=detectors, **more)


@pytest.fixture(autouse=True)
def _quick_commands() -> Iterator[None]:
    with judged_once():
        yield


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(rule_checker, "read_rules", _rules)
    monkeypatch.chdir(tmp_path)
    mask = os.umask(0o022)
    yield
    os.umask(mask)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "case.db"


@pytest.fixture
def assess(database: Path) -> Assess:
    """Run one command line on `database`; nobody is there to ask."""

    def run(*arguments: str, typed: str | bytes | None = None) -> Result:
        return CliRunner().invoke(program, ["--db", str(database), *arguments], input=typed)

    return run


@pytest.fixture
def process(database: Path, root: Path) -> Process:
    """Run one command line in a process of its own."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environ = {**os.environ, "PYTHONPATH": str(root), "ASSESS_DB": str(database)}
        command = [sys.executable, "-m", "app", *arguments]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)

    return run


@pytest.fixture(scope="session")
def _just_begun(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with one assessment, made once: reading the questionnaire costs a tenth of a second."""
    path = tmp_path_factory.mktemp("begun") / "case.db"
    words = ["--db", str(path), "new", "Acme", "--slug", "acme", "--state", "CA"]
    made = CliRunner().invoke(program, words)
    assert made.exit_code == 0, made.output
    return path.read_bytes()


@pytest.fixture
def begun(assess: Assess, database: Path, _just_begun: bytes) -> Assess:
    """The same runner, with an assessment `acme` there already."""
    database.touch(0o600)
    database.write_bytes(_just_begun)
    return assess


@pytest.fixture(scope="session")
def _with_documents(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with the invented vendor and its four documents, made once."""
    path = tmp_path_factory.mktemp("larkspur") / "case.db"
    folder = Path(__file__).parents[2] / "assessments" / "larkspur" / "documents"
    for words in (
        ["new", "Larkspur", "--slug", "lark", "--state", "CA"],
        ["evidence", "add", "lark", str(folder)],
    ):
        made = CliRunner().invoke(program, ["--db", str(path), *words])
        assert made.exit_code == 0, made.output
    return path.read_bytes()


@pytest.fixture
def larkspur(assess: Assess, database: Path, _with_documents: bytes) -> Assess:
    """The same runner, with an assessment `lark` and its documents there already."""
    database.touch(0o600)
    database.write_bytes(_with_documents)
    return assess


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch, assess: Assess) -> Callable[..., Result]:
    """Run one command line for somebody who sits at a terminal and types these keys."""
    for module in (
        "adding",
        "answering",
        "choosing",
        "exporting",
        "importing",
        "new",
        "removing",
        "safekeeping",
    ):
        monkeypatch.setattr(f"app.cli.{module}.can_ask", lambda: True)

    def run(keys: str, *arguments: str) -> Result:
        with typing(keys):
            return assess(*arguments)

    return run


@contextmanager
def typing(keys: str) -> Iterator[None]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        pipe.close()  # somebody who has said everything hangs up: no prompt may wait for more
        yield


DOWN = "\x1b[B"
ENTER = "\r"
INTERRUPT = "\x03"
