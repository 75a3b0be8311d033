"""The workbench, opened from the command line: on the right database, and never without a terminal."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from app.cli import workbench
from app.cli.failures import Stop
from tests.cli.conftest import Assess, Process


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the workbench was opened with, instead of opening it."""
    calls: list[dict[str, Any]] = []

    def run(path: Path, *, read_only: bool = False, demo: bool = False, tour: bool = False) -> int:
        there = path.is_file()
        calls.append(
            {
                "path": path,
                "demo": demo,
                "tour": tour,
                "content": path.read_bytes() if there else b"",
                "mode": stat.S_IMODE(path.stat().st_mode) if there else 0,
                "folder": stat.S_IMODE(path.parent.stat().st_mode),
            }
        )
        return 7

    monkeypatch.setattr("app.tui.run", run)
    return calls


def test_without_a_command_it_opens_the_database_that_is_meant(
    assess: Assess, opened: list[dict[str, Any]], database: Path
) -> None:
    assert assess().exit_code == 7
    assert (opened[0]["path"], opened[0]["demo"]) == (database, False)


def test_demo_opens_a_private_copy_that_is_gone_afterwards(
    assess: Assess,
    opened: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    database: Path,
) -> None:
    (tmp_path / "example").write_bytes(b"the example")
    monkeypatch.setattr(workbench, "example_path", lambda: tmp_path / "example")
    assert assess("demo").exit_code == 7
    assert assess("demo", "--tour").exit_code == 7
    call, again = opened
    assert call["demo"]
    assert (call["tour"], again["tour"]) == (False, True)
    assert call["content"] == b"the example"
    assert (call["mode"], call["folder"]) == (0o600, 0o700)
    assert not call["path"].parent.exists()
    assert not database.exists()


def test_the_copy_is_gone_even_when_the_workbench_fails(
    assess: Assess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "example").write_bytes(b"the example")
    monkeypatch.setattr(workbench, "example_path", lambda: tmp_path / "example")
    seen: list[Path] = []

    def fail(path: Path, **_: object) -> int:
        seen.append(path)
        raise RuntimeError

    monkeypatch.setattr("app.tui.run", fail)
    assert assess("demo").exit_code == 70
    assert not seen[0].parent.exists()


def test_the_example_is_inside_the_package_or_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "site" / "app"
    package.mkdir(parents=True)
    monkeypatch.setattr("app.__file__", str(package / "__init__.py"))
    with pytest.raises(Stop, match="is missing"):
        workbench.example_path()
    (package.parent / workbench.EXAMPLE).write_bytes(b"")
    assert workbench.example_path() == package.parent / workbench.EXAMPLE
    (package / workbench.EXAMPLE).write_bytes(b"")
    assert workbench.example_path() == package / workbench.EXAMPLE


def test_an_example_that_is_no_file_is_refused(
    assess: Assess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(workbench, "example_path", lambda: tmp_path)
    result = assess("demo")
    assert result.exit_code == 4
    assert not opened


def test_without_a_terminal_it_says_so(process: Process, database: Path) -> None:
    done = process()
    assert done.returncode == 2
    assert "terminal" in done.stderr
    assert not done.stdout
    assert not database.exists()
