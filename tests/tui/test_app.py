"""The program as a whole: themes, keys, what it refuses, what it imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from textual.color import Color

from app.tui.app import AssessApp
from app.tui.settings import Settings
from app.tui.theme import DARK, LIGHT, THEMES
from tests.tui.running import at_library, filled


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    filled(path)
    return path


async def test_only_our_two_themes_and_a_key_between_them_that_is_kept(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# mine\n[keys]\n"answer.yes" = "y"\n')
    async with at_library(db, settings_file=file) as run:
        assert set(run.app.available_themes) == {DARK.name, LIGHT.name}
        await run.press("ctrl+t")
        assert run.app.theme == LIGHT.name
        assert file.read_text() == 'theme = "light"\n# mine\n[keys]\n"answer.yes" = "y"\n'
        await run.press("ctrl+t")
        assert run.app.theme == DARK.name


async def test_what_is_wrong_with_the_settings_is_said(db: Path) -> None:
    async with at_library(db, settings=Settings(notice="The settings file [/x] is not valid TOML.")) as run:
        assert run.toasts == ["The settings file [/x] is not valid TOML."]


async def test_the_palette_has_no_screenshot(db: Path) -> None:
    async with at_library(db) as run:
        await run.press("ctrl+p")
        await run.until(lambda: len(run.app.screen_stack) == 2)
        await run.type("screenshot")
        await run.pilot.pause(0.2)
        assert "creensho" not in run.drawn().replace("screenshot", "", 1)


def test_no_address_is_ever_opened(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import webbrowser

    monkeypatch.setattr(webbrowser, "open", lambda *a, **k: pytest.fail("a browser was opened"))
    AssessApp(db).open_url("https://example.org")


def luminance(color: str) -> float:
    parsed = Color.parse(color)

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(parsed.r) + 0.7152 * linear(parsed.g) + 0.0722 * linear(parsed.b)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_text_can_be_read_on_every_background(theme) -> None:
    texts = [
        theme.variables[f"text{part}"]
        for part in ("", "-muted", "-disabled", "-success", "-warning", "-error", "-accent")
    ]
    for text in (*texts, theme.accent):
        for ground in (theme.background, theme.surface, theme.panel):
            light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
    pairs = (
        ("block-cursor-foreground", "block-cursor-background"),
        ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    )
    for text, ground in pairs:
        light, dark = sorted(
            (luminance(theme.variables[text]), luminance(theme.variables[ground])), reverse=True
        )
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


def test_the_first_frame_needs_nothing_but_textual() -> None:
    code = (
        "import sys, app.tui.app\n"
        "heavy = [m for m in ('sqlmodel', 'sqlalchemy', 'pydantic', 'reportlab', 'cel', 'click', 'questionary',"
        " 'app.store.repository', 'app.report', 'app.review', 'textual.widgets._text_area', 'textual.widgets._markdown')"
        " if m in sys.modules]\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_stylesheets_name_no_color(root: Path) -> None:
    import re

    for sheet in (root / "app" / "tui").glob("*.tcss"):
        assert not re.findall(r"#[0-9a-fA-F]{6}\b|rgb\(|ansi_", sheet.read_text()), sheet


SINKS = {
    "Static", "Label", "Button", "Option", "Checkbox", "RadioButton", "OptionList", "SelectionList", "Select",
    "Collapsible", "TabPane", "Placeholder", "Markdown", "notify", "add_row", "add_column", "add_leaf", "update",
    "add_option", "replace_option_prompt",
}  # fmt: skip
"""Where a `str` is read as markup."""
TITLES = {"border_title", "border_subtitle", "tooltip"}


def literal(node: ast.expr) -> bool:
    """Whether an argument can only be text of ours, or is no text: a literal, a call of a gate, content."""
    match node:
        case ast.Constant() | ast.Lambda():
            return True
        case ast.JoinedStr():
            return False
        case ast.BinOp(left=left, right=right):
            return literal(left) and literal(right)
        case ast.IfExp(body=body, orelse=other):
            return literal(body) and literal(other)
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return False
        case _:
            return True


def gated(node: ast.expr, known: set[str]) -> bool:
    """A call that gives content, or a name that was assigned from one."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in {
                "plain",
                "cell",
                "Content",
                "Text",
                "heading",
                "shown",
                "pressable",
                "tuple",
                "list",
                "str",
                "len",
            } or name.startswith("_")
        case ast.Call(func=ast.Attribute()) | ast.Attribute(attr="content"):
            return True
        case ast.BinOp(left=left, right=right):
            return gated(left, known) and gated(right, known)
        case ast.IfExp(body=body, orelse=other):
            return (gated(body, known) or literal(body)) and (gated(other, known) or literal(other))
        case ast.Name(id=name):
            return name in known
        case _:
            return isinstance(node, ast.Constant)


def test_no_stored_text_reaches_a_place_that_reads_markup(root: Path) -> None:
    wrong = []
    for path in sorted((root / "app" / "tui").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]:
            annotated = {
                a.arg
                for a in (*function.args.args, *function.args.kwonlyargs)
                if (a.annotation and "Content" in ast.unparse(a.annotation))
                or (a.annotation and ast.unparse(a.annotation) == "Text")
            }
            known = set(annotated)
            for node in ast.walk(function):
                if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
                    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                    for target in targets:
                        names = target.elts if isinstance(target, ast.Tuple) else [target]
                        values = (
                            node.value.elts
                            if isinstance(node.value, ast.Tuple) and isinstance(target, ast.Tuple)
                            else [node.value]
                        )
                        for name, value in zip(names, values, strict=False):
                            if isinstance(name, ast.Name) and gated(value, known):
                                known.add(name.id)
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    name = (
                        node.func.attr
                        if isinstance(node.func, ast.Attribute)
                        else getattr(node.func, "id", "")
                    )
                    if name not in SINKS or any(k.arg == "markup" for k in node.keywords):
                        continue
                    if not all(
                        isinstance(a, ast.Starred) or literal(a) or gated(a, known) for a in node.args[:1]
                    ):
                        wrong.append(f"{path.relative_to(root)}:{node.lineno} {ast.unparse(node)[:90]}")
                elif isinstance(node, ast.Assign):
                    for target in node.targets:
                        if (
                            isinstance(target, ast.Attribute)
                            and target.attr in TITLES
                            and not (literal(node.value) or gated(node.value, known))
                        ):
                            wrong.append(f"{path.relative_to(root)}:{node.lineno} {ast.unparse(node)[:90]}")
    assert not wrong, "\n".join(wrong)
