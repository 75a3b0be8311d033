"""The arrows of the house: which room may import which, and which room knows which library."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

MAY_IMPORT = {
    "questionnaire": set(),
    "assessment": {"questionnaire"},
    "evidence": {"questionnaire", "assessment"},
    "store": {"questionnaire", "assessment"},
    "report": {"questionnaire", "assessment"},
    "exchange": {"questionnaire", "assessment"},
    "review": {"questionnaire", "assessment", "evidence", "store", "report", "exchange"},
    "tui": {"questionnaire", "assessment", "evidence", "store", "report", "exchange", "review"},
    "cli": {"questionnaire", "assessment", "evidence", "store", "report", "exchange", "review"},
    "__main__": {"cli"},
    "__init__": set(),
}
"""Room -> rooms it may import. `cli -> tui` is allowed inside a function only."""

ONLY_ROOM = {
    "textual": "tui",
    "sqlmodel": "store",
    "sqlalchemy": "store",
    "reportlab": "report",
    "click": "cli",
    "questionary": "cli",
    "cel": "questionnaire",
    "pypdfium2": "evidence",
    "pypdfium2_raw": "evidence",
    "defusedxml": "evidence",
}
"""Library -> the one room that knows it."""

NO_SUCH_ROOM = {"utils", "util", "helpers", "helper", "common", "core", "manager", "base", "misc"}


def modules(root: Path) -> list[Path]:
    return sorted((root / "app").rglob("*.py"))


def room_of(path: Path, root: Path) -> str:
    parts = path.relative_to(root / "app").with_suffix("").parts
    return parts[0]


def imports(path: Path) -> list[tuple[str, int, bool]]:
    """Imported module, line, and whether it stands inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno, id(node) in inside) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            base = node.module or ""
            found.append((base, node.lineno, id(node) in inside))
            if base == "app":
                found += [(f"app.{alias.name}", node.lineno, id(node) in inside) for alias in node.names]
    return found


def test_rooms_import_only_along_the_arrows(root: Path) -> None:
    wrong = []
    for path in modules(root):
        room = room_of(path, root)
        for name, line, inside in imports(path):
            if not name.startswith("app."):
                continue
            other = name.split(".")[1]
            allowed = other == room or other in MAY_IMPORT[room] or other == "__version__"
            if room == "cli" and other == "tui" and inside:
                allowed = True
            if not allowed:
                wrong.append(f"{path.relative_to(root)}:{line} {room} -> {other}")
    assert not wrong, "\n".join(wrong)


def test_each_library_is_known_to_one_room(root: Path) -> None:
    wrong = [
        f"{path.relative_to(root)}:{line} imports {name}"
        for path in modules(root)
        for name, line, _ in imports(path)
        if (library := name.split(".")[0]) in ONLY_ROOM and room_of(path, root) != ONLY_ROOM[library]
    ]
    assert not wrong, "\n".join(wrong)


def test_no_room_is_named_for_nothing(root: Path) -> None:
    names = {path.stem for path in modules(root)} | {p.name for p in (root / "app").rglob("*") if p.is_dir()}
    assert not names & NO_SUCH_ROOM


def test_rooms_are_looked_at_at_all(root: Path) -> None:
    seen = {room_of(path, root) for path in modules(root)}
    assert {"questionnaire", "assessment", "store", "report", "exchange", "review", "tui", "cli"} <= seen
    assert any(
        name.startswith("app.assessment") for name, _, _ in imports(root / "app" / "review" / "__init__.py")
    )


LAZY = [
    ("import app.cli", {"textual", "sqlmodel", "sqlalchemy", "reportlab", "questionary", "cel", "pydantic"}),
    (
        "import app.review, app.review.evidence",
        {
            "textual",
            "sqlmodel",
            "sqlalchemy",
            "reportlab",
            "questionary",
            "cel",
            "pydantic",
            "pypdfium2",
            "defusedxml",
        },
    ),
    ("import app.tui", {"sqlmodel", "sqlalchemy", "reportlab", "questionary", "cel", "pydantic", "click"}),
    (
        "import app.tui.app",
        {"sqlmodel", "sqlalchemy", "reportlab", "questionary", "cel", "pydantic", "click"},
    ),
    ("import app.store", {"sqlmodel", "sqlalchemy", "pydantic"}),
    ("import app.report", {"reportlab"}),
    ("import app.assessment.path, app.questionnaire", {"cel", "pydantic", "typer"}),
]


@pytest.mark.parametrize(("statement", "forbidden"), LAZY, ids=[s for s, _ in LAZY])
def test_heavy_libraries_wait_until_they_are_needed(root: Path, statement: str, forbidden: set[str]) -> None:
    code = f"{statement}\nimport sys\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not forbidden & set(loaded)
    assert "app" in loaded
