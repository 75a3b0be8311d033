"""The settings file: what it takes, and that a bad one costs a sentence and nothing else."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from app.tui.commands import Command
from app.tui.keymap import commands_by_screen, problem
from app.tui.settings import Settings, keep_theme, keep_tour_seen, load, settings_path


def given(tmp_path: Path, text: str | bytes) -> Settings:
    path = tmp_path / "settings.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path)


def test_no_file_is_the_defaults_without_a_word(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Settings()


def test_theme_and_keys(tmp_path: Path) -> None:
    settings = given(tmp_path, 'theme = "light"\n[keys]\n"answer.yes" = "a"\n"move.next" = ["j", "down"]\n')
    assert settings == Settings("light", {"answer.yes": "a", "move.next": "j,down"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("theme = ", "is not valid TOML"),
        (b"\xff\xfe", "is not valid TOML"),
        ("x" * 200_000, "too large"),
        ('theme = "blue"', 'the theme "blue"; it is dark or light'),
        ("colour = 1", 'unknown setting "colour"'),
        ("keys = 3", "a table under [keys]"),
        ("tour_seen = 1", "true or false for tour_seen"),
        ('[keys]\n"answer.yes" = 3', 'a key or a list of keys for "answer.yes"'),
        ('[keys]\n"answer.yes" = []', 'a key or a list of keys for "answer.yes"'),
    ],
)
def test_a_bad_file_is_one_sentence_that_names_it(tmp_path: Path, text: str | bytes, says: str) -> None:
    settings = given(tmp_path, text)
    assert says in settings.notice
    assert "settings.toml" in settings.notice
    assert settings.theme == "dark"


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert "cannot be read" in load(tmp_path).notice


def test_one_wrong_part_leaves_the_others(tmp_path: Path) -> None:
    settings = given(tmp_path, 'theme = "blue"\n[keys]\n"answer.yes" = "a"')
    assert settings.keys == {"answer.yes": "a"}


def test_where_it_is(tmp_path: Path) -> None:
    assert settings_path({"ASSESS_SETTINGS": str(tmp_path / "x.toml")}) == tmp_path / "x.toml"
    assert settings_path({}).name == "settings.toml"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, 'theme = "light"\n'),
        ('theme = "dark"\n', 'theme = "light"\n'),
        (
            '# mine\n  theme   = "dark" # old\n[keys]\ntheme = "t"\n',
            '# mine\ntheme = "light"\n[keys]\ntheme = "t"\n',
        ),
        ('[keys]\nx = "y"\n', 'theme = "light"\n[keys]\nx = "y"\n'),
    ],
)
def test_keeping_the_theme_changes_one_line(tmp_path: Path, before: str | None, after: str) -> None:
    path = tmp_path / "deep" / "settings.toml"
    if before is not None:
        path.parent.mkdir()
        path.write_text(before)
    assert keep_theme(path, "light")
    assert path.read_text() == after


def test_that_the_tour_was_seen_is_kept_beside_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "light"\n[keys]\n"answer.yes" = "a"\n')
    assert not load(path).tour_seen
    assert keep_tour_seen(path)
    assert load(path) == Settings("light", {"answer.yes": "a"}, tour_seen=True)
    assert keep_theme(path, "dark")
    assert load(path).tour_seen


def test_a_broken_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("theme = ")
    assert not keep_theme(path, "light")
    assert path.read_text() == "theme = "


def test_keys_that_work_have_no_problem() -> None:
    assert problem({"answer.yes": "z", "move.next": "j,down", "library.sort": "o"}) == ""
    assert problem({"answer.yes": "n", "answer.no": "y"}) == ""


def test_every_declared_command_can_be_given_keys(root: Path) -> None:
    declared = {
        command.id
        for path in (root / "app" / "tui").rglob("*.py")
        if (module := import_module(".".join(path.relative_to(root).with_suffix("").parts)))
        for name, verbs in vars(module).items()
        if name.isupper() and isinstance(verbs, tuple)
        for command in verbs
        if isinstance(command, Command)
    }
    known = {command.id for verbs in commands_by_screen().values() for command in verbs}
    assert declared <= known


def test_keys_that_cannot_work_are_one_sentence() -> None:
    assert problem({"answer.yse": "a"}) == (
        'The settings file gives keys to "answer.yse", which is no command. Did you mean "answer.yes"?'
    )
    assert problem({"answer.yes": "n"}) == (
        'The settings file makes "n" the key of both answer.yes and answer.no (workbench).'
    )


def test_every_command_is_declared_once_a_screen_with_help_and_no_key_twice() -> None:
    for screen, verbs in commands_by_screen().items():
        ids = [command.id for command in verbs]
        assert len(ids) == len(set(ids)), screen
        keys = [key for command in verbs for key in command.keys]
        assert len(keys) == len(set(keys)), (screen, sorted(k for k in keys if keys.count(k) > 1))
        for command in verbs:
            assert command.label, command.id
            assert command.help.endswith("."), command.id
            assert command.group, command.id


def test_the_keys_of_the_design() -> None:
    keys = {key: c.id for c in commands_by_screen()["workbench"] for key in c.keys}
    wanted = {
        "y": "answer.yes", "p": "answer.partial", "n": "answer.no", "x": "answer.na", "s": "answer.silent",
        **{str(n): "answer.choice" for n in range(1, 10)}, "backspace": "answer.clear", "enter": "answer.edit",
        "j": "move.next", "down": "move.next", "k": "move.previous", "up": "move.previous",
        "right_square_bracket": "move.next_open", "left_square_bracket": "move.previous_open",
        "right_curly_bracket": "move.next_section", "left_curly_bracket": "move.previous_section",
        "g": "move.first", "G": "move.last", "slash": "find", "f": "write.flag", "e": "evidence.pane",
        "c": "evidence.cite", "o": "write.note", "r": "write.reason", "u": "change.undo", "ctrl+r": "change.redo",
        "h": "change.history", "f1": "help", "question_mark": "help", "f2": "look.findings",
        "f3": "look.documents", "f4": "look.preview", "f5": "look.print", "ctrl+p": "palette", "q": "library",
        "ctrl+q": "quit", "t": "move.tree", "f6": "look.score", "f7": "look.laws", "f9": "look.open_points",
        "i": "look.what_if",
    }  # fmt: skip
    assert {key: keys.get(key) for key in wanted} == wanted
