"""The README's and the documentation's examples of the command line run as they stand there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.cli.conftest import Assess

PAGES = ("README.md", "docs/judgement.md", "docs/data.md", "docs/packs.md")
SET_UP = "python3 start.py"
"""How lines of a shell begin that are no example of a command."""
_ENDS = re.compile(r"\s+# ends with (\d)\b.*$")
_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<more>[^\n]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block of a page: its language, what follows that, and its text."""

    kind: str
    more: str
    text: str


def blocks(page: Path) -> list[Block]:
    """Every fenced block of a page, in order."""
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(one["kind"], one["more"] or "", one["text"]) for one in found]


def commands(page: Path) -> Iterator[tuple[list[str], int]]:
    """The words of every command of a page after `assess`, and the exit code that it says."""
    for block in blocks(page):
        if block.kind != "sh":
            continue
        for line in block.text.strip().splitlines():
            if line.startswith(SET_UP):
                continue
            said = _ENDS.search(line)
            program, *words = shlex.split(_ENDS.sub("", line))
            assert program == "assess", line
            yield words, int(said[1]) if said else 0


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Not called as a page calls a backup."""
    return tmp_path / "data.db"


@pytest.fixture
def example(assess: Assess, database: Path, root: Path, tmp_path: Path) -> Assess:
    """The runner on a copy of the example, with the invented vendor's documents where the pages name them."""
    database.touch(0o600)
    database.write_bytes((root / "data.db.example").read_bytes())
    documents = "assessments/larkspur/documents"
    shutil.copytree(root / documents, tmp_path / documents)
    return assess


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_run_in_their_order(page: str, example: Assess, root: Path) -> None:
    run = list(commands(root / page))
    assert len(run) > 3
    for words, code in run:
        result = example(*words)
        assert result.exit_code == code, (words, result.output)
        if words[0] in ("export", "letter") and "pdf" in words:
            assert Path(result.stdout.strip()).read_bytes().startswith(b"%PDF")


def test_the_examples_in_the_help_of_findings_run(example: Assess) -> None:
    lines = [line.strip() for line in example("findings", "--help").stdout.splitlines()]
    examples = [shlex.split(line)[1:] for line in lines if line.startswith("assess ")]
    assert len(examples) > 5
    for words in examples:
        assert example(*words).exit_code == ("--fail-on" in words), words


def test_json_has_the_shape_that_a_page_shows(example: Assess, root: Path) -> None:
    shown = [one for page in PAGES for one in blocks(root / page) if one.kind == "json"]
    assert len(shown) == 3
    for block in shown:
        program, *words = shlex.split(block.more)
        assert program == "assess"
        _same_shape(json.loads(block.text), json.loads(example(*words).stdout), block.more)


def _same_shape(shown: Any, real: Any, where: str) -> None:
    """Every key that is shown is there, and what stands under it is of the same kind."""
    if isinstance(shown, dict):
        assert isinstance(real, dict), where
        assert not set(shown) - set(real), where
        for key, one in shown.items():
            _same_shape(one, real[key], f"{where}: {key}")
    elif isinstance(shown, list):
        assert isinstance(real, list), where
        if shown:
            assert real, where
            _same_shape(shown[0], real[0], where)
    elif shown is not None and real is not None:
        assert isinstance(real, type(shown)) or {type(shown), type(real)} == {int, float}, where


def test_every_command_stands_in_the_readme_or_in_the_documentation(root: Path) -> None:
    from app.cli.program import OVERVIEW

    shown = {word for page in PAGES for words, _ in commands(root / page) for word in words}
    named = {name for entries in OVERVIEW.values() for name in entries}
    assert named - shown == {"demo"}  # the set-up opens it
