from __future__ import annotations

import ast
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from app.tui.screens.fields import SafeArea, SafeInput, drawn
from tests.hostile import HOSTILE
from tests.tui.stage import drawn as on_screen
from tests.tui.stage import only_text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_drawn_is_harmless_and_as_long(text: str) -> None:
    assert only_text(drawn(text).replace("\t", " "))
    assert len(drawn(text)) == len(text)


def test_plain_text_stays() -> None:
    assert drawn("Größe 日本 👩 [Annex A]") == "Größe 日本 👩 [Annex A]"


def test_every_field_of_the_program_is_a_safe_one(root: Path) -> None:
    plain = {"Input", "TextArea", "MaskedInput", "CommandInput", "CommandPalette"}
    wrong = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in sorted((root / "app" / "tui").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in plain
    ]
    assert not wrong


class Form(App[None]):
    def compose(self) -> ComposeResult:
        yield SafeInput("a\x1b[2Jb\tc")
        yield SafeArea("a\x1b]52;c;aGk=\x07\nb\u202ec")


async def test_fields_keep_the_text_and_draw_signs() -> None:
    async with Form().run_test() as pilot:
        area = pilot.app.query_one(SafeArea)
        assert area.text == "a\x1b]52;c;aGk=\x07\nb\u202ec"
        assert pilot.app.query_one(SafeInput).value == "a␛[2Jb c"
        assert only_text(on_screen(pilot))
        assert "a␛]52;c;aGk=␇" in on_screen(pilot)
