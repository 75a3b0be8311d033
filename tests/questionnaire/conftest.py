"""Small packs written to a temporary folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from app.questionnaire import Pack, load_installed

HEAD = 'id = "small"\nversion = "1.0"\ntitle = "A small pack"\n'
SECTION = """\
[section]
id = "area"
title = "Area"
intro = "What this is about."

[[question]]
id = "area.kept"
ask = "Is it kept?"
type = "statement"
severity = "high"
why = "It matters."
good = "Kept."
red_flag = "Lost."
evidence = "policy"
law = ["GDPR 5"]
cues = ["kept"]
feeds = ["P3.A1"]

    [[question.followup]]
    id = "area.kept.where"
    ask = "Where is it kept?"
    type = "text"
    when = "area.kept.state == 'yes'"
"""

WritePack = Callable[[Mapping[str, str]], Path]


@pytest.fixture(scope="session")
def k12() -> Pack:
    """The pack that comes with the program."""
    return load_installed()


@pytest.fixture
def section() -> str:
    """A section file without faults: one question with one follow-up."""
    return SECTION


@pytest.fixture
def write_pack(tmp_path: Path) -> WritePack:
    """Write a pack: files by name on top of a pack.toml without faults. Gives its folder."""

    def write(files: Mapping[str, str]) -> Path:
        folder = tmp_path / "small"
        folder.mkdir(exist_ok=True)
        for name, text in {"pack.toml": HEAD, **files}.items():
            (folder / name).write_text(dedent(text), encoding="utf-8")
        return folder

    return write
