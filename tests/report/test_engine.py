"""reportlab runs no file it finds, opens none but our fonts, and is imported in one place."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.report.fonts import FOLDER

PLANTED = ("reportlab_settings.py", "reportlab_mods.py", ".reportlab_settings", ".reportlab_mods")


@pytest.fixture
def trap(tmp_path: Path, root: Path) -> tuple[Path, dict[str, str]]:
    """A folder, also the home folder, in which every file that reportlab would run leaves a trace."""
    for name in PLANTED:
        (tmp_path / name).write_text(
            f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r} + ' ')\n", encoding="utf-8"
        )
    return tmp_path, os.environ | {"HOME": str(tmp_path), "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}"}


def run(code: str, trap: tuple[Path, dict[str, str]]) -> str:
    folder, environment = trap
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_planted_settings_are_not_run(trap: tuple[Path, dict[str, str]]) -> None:
    out = run(
        "from app.report import pdf; from tests.report.sample import SAMPLE; print(pdf(SAMPLE)[:5])", trap
    )
    assert "%PDF-" in out
    assert not (trap[0] / "ran").exists()


def test_the_trap_works(trap: tuple[Path, dict[str, str]]) -> None:
    run("import reportlab.rl_config", trap)
    assert (trap[0] / "ran").exists()


def test_nothing_is_opened_but_the_fonts(trap: tuple[Path, dict[str, str]]) -> None:
    out = run(
        """
import json, sys
import app.report.document
from app.report import markdown, pdf, to_json
import app.report.text_twin, app.report.json_twin
from tests.hostile import HOSTILE
from tests.report import sample
seen = []
watched = ("open", "os.", "socket.", "subprocess.", "urllib.", "import", "exec", "compile", "ctypes.", "shutil.")
def watch(event, arguments):
    if event.startswith(watched):
        seen.append([event, str(arguments[0]) if arguments else ""])
sys.addaudithook(watch)
for profile in (sample.SAMPLE, *map(sample.every_slot, HOSTILE.values())):
    assert pdf(profile) and markdown(profile) and to_json(profile)
found, seen = seen, []
print(json.dumps(found))
""",
        trap,
    )
    events = json.loads(out)
    opened = {Path(name) for event, name in events if event == "open"}
    # Modules that reportlab and the standard library import late are opened too.
    installed = (Path(sys.prefix), Path(sys.base_prefix))
    read = {
        p for p in opened if not (p.suffix in {".py", ".pyc"} and any(p.is_relative_to(i) for i in installed))
    }
    assert read == set(FOLDER.glob("*.ttf"))
    assert {event for event, _ in events} <= {"open", "import", "exec", "compile", "os.listdir"}


def test_only_one_module_imports_reportlab(root: Path) -> None:
    found = set()
    for path in (root / "app" / "report").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if any(name.split(".")[0] == "reportlab" for name in names):
                found.add(path.name)
    assert found == {"engine.py"}
