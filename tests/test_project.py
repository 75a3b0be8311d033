"""The project speaks of itself alone, its README is true, and its set-up needs nothing but Python."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = {".py", ".md", ".toml", ".tcss", ".lock", ".txt", ".cfg", ".yml", ""}


def tracked(root: Path) -> list[Path]:
    try:
        names = subprocess.run(
            ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        return [p for p in root.rglob("*") if p.is_file() and ".venv" not in p.parts]
    return [root / name for name in names if name and (root / name).is_file()]


def test_no_file_names_a_registry_or_a_path_of_one_machine(root: Path) -> None:
    bad = re.compile(
        r"p[y]pi\.org|python[h]osted|npm[j]s\.org|/sim"
        r"ple/|--(extra-)?index-u"
        r"rl|/wo"
        r"rk/|/ro"
        r"ot/"
    )
    hits = []
    for path in tracked(root):
        if path.suffix in TEXT or path.suffix == ".svg":
            text = path.read_text(encoding="utf-8", errors="replace")
            hits += [f"{path.relative_to(root)}: {m.group()}" for m in bad.finditer(text)]
    assert not hits, "\n".join(hits[:20])


def test_locks_pin_everything_with_hashes(root: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"\n(?=[a-z])", (root / name).read_text(encoding="ascii"))
        assert len(blocks) > 20
        for block in blocks:
            assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", block), block[:60]
            assert "--hash=sha256:" in block, block[:60]


def test_ci_runs_the_readme_test_command(root: Path) -> None:
    ci = (root / ".ci" / "run").read_text(encoding="utf-8")
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert "python3 start.py test" in ci
    assert "python3 start.py test" in readme
    assert re.search(r"^python3 start\.py$", readme, re.MULTILINE)


def test_the_changelog_names_this_version(root: Path) -> None:
    from app import __version__

    assert f"## {__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_python_m_app_answers(root: Path, argument: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", argument], cwd=root, capture_output=True, text=True, check=True
    )
    assert "assess" in done.stdout
    assert not done.stderr
