"""The README's examples of the command line are true."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from tests.cli.conftest import Assess


def test_the_commands_of_the_readme_run_in_their_order(assess: Assess, root: Path, tmp_path: Path) -> None:
    shutil.copytree(
        root / "assessments" / "larkspur" / "documents", tmp_path / "assessments/larkspur/documents"
    )
    section = (root / "README.md").read_text(encoding="utf-8").split("## On the command line")[1]
    found = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert found is not None
    lines = found[1].strip().splitlines()
    assert len(lines) > 5
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "assess"
        result = assess(*words)
        assert result.exit_code == 0, (line, result.output)
    assert Path(result.stdout.strip()).read_bytes().startswith(b"%PDF")
