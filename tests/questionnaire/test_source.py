"""Reading a pack's files safely, and finding the line of every field."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.questionnaire import Fault
from app.questionnaire.source import MAX_BYTES, Lines, parse, read_text

TEXT = '''\
# [[question]] in a comment
title = "[[question]] in a text"
long = """
[[question]]
id = "not a field"
"""
list = [
    "a", # ]
    "id = 1",
]

[[question]]
id = "a.b"
columns = [
    { id = "x", choices = [
        "one",
    ] },
]

    [[question.followup]]
    id = "a.b.c"

    [[question.followup]]
    "id" = 'a.b.d'

[[question]]
id = "a.e"

    [[question.followup]]
    id = "a.e.f"
    [question.followup.choices]
    one.two = "dotted"
[last]
x = 1
'''


def line_of(start: str, nth: int = 0) -> int:
    return [n for n, line in enumerate(TEXT.splitlines(), 1) if line.strip().startswith(start)][nth]


LINES = [
    (("title",), line_of("title")),
    (("list",), line_of("list")),
    (("question", 0), line_of("[[question]]", 1)),
    (("question", 0, "id"), line_of('id = "a.b"')),
    (("question", 0, "columns"), line_of("columns")),
    (("question", 0, "columns", 0, "label"), line_of("columns")),
    (("question", 0, "followup", 1, "id"), line_of('"id"')),
    (("question", 1, "followup", 0, "id"), line_of('id = "a.e.f"')),
    (("question", 1, "followup", 0, "choices", "one", "two"), line_of("one.two")),
    (("question", 1, "missing"), line_of("[[question]]", 2)),
    (("last", "x"), line_of("x = 1")),
    (("nothing",), 1),
]


@pytest.mark.parametrize(("path", "line"), LINES, ids=[".".join(map(str, case[0])) for case in LINES])
def test_every_field_is_found_on_its_line(path: tuple[Any, ...], line: int) -> None:
    assert Lines(TEXT).of(path) == line


def test_the_lines_of_the_shipped_pack_hold_their_fields(root: Path) -> None:
    for file in sorted((root / "app" / "questionnaire" / "packs" / "k12").glob("0*.toml")):
        text = file.read_text(encoding="utf-8")
        lines, found = text.splitlines(), Lines(text)
        for index, question in enumerate(tomllib.loads(text)["question"]):
            assert lines[found.of(("question", index, "id")) - 1] == f'id = "{question["id"]}"'
            for number, followup in enumerate(question.get("followup", [])):
                line = lines[found.of(("question", index, "followup", number, "ask")) - 1]
                assert line.strip().startswith("ask = ")
                assert followup["ask"][:20].replace('"', "") in line.replace("\\", "").replace('"', "")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "big.toml"
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    fault = read_text(file)
    assert isinstance(fault, Fault)
    assert fault.expected == "at most 2 MB; this file is larger"
    file.write_bytes(b"#" * MAX_BYTES)
    assert isinstance(read_text(file), str)


def test_a_byte_that_is_not_utf8_is_named_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes(b'a = 1\nb = "caf\xe9"\n')
    fault = read_text(file)
    assert isinstance(fault, Fault)
    assert (fault.file, fault.line) == ("latin.toml", 2)
    assert "UTF-8" in fault.expected


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    for name in ("pipe.toml", "folder.toml", "missing.toml"):
        fault = read_text(tmp_path / name)
        assert isinstance(fault, Fault)
        assert fault.expected == "a regular file"


def test_a_mark_at_the_start_and_windows_lines_do_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert read_text(file) == "a = 1\nb = 2\n"


BROKEN = [
    ("a = 1\nb = \n", 2),
    ("a = 1\na = 2\n", 2),
    ('a = "open\n', 1),
    ("[section\n", 1),
    ("a = [1,\n", 1),
    ("a = " + "[" * 5000, 0),
]


@pytest.mark.parametrize(("text", "line"), BROKEN, ids=[case[0][:12] for case in BROKEN])
def test_what_is_not_toml_is_refused_with_its_line(text: str, line: int) -> None:
    fault = parse(text, "x.toml")
    assert isinstance(fault, Fault)
    assert fault.expected.startswith("TOML; ")
    assert fault.line == line
