"""From folders to packs: installed ones, a user's own, overlays, and every fault of shape with its place."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from app.questionnaire import (
    AnswerType,
    Fault,
    Pack,
    PackError,
    find_pack,
    installed_packs,
    load_installed,
    load_pack,
    read_pack,
)
from app.questionnaire.loader import INSTALLED

WritePack = Callable[[Mapping[str, str]], Path]


def fault_in(text: str, write_pack: WritePack, *, name: str = "010-area.toml") -> Fault:
    """The only fault of a pack with this section file (or other file)."""
    files = {name: text}
    _, faults = read_pack(write_pack(files))
    assert len(faults) == 1, [str(fault) for fault in faults]
    assert name == faults[0].file
    return faults[0]


def test_a_small_pack_is_read_as_it_is_written(write_pack: WritePack, section: str) -> None:
    pack = load_pack(write_pack({"010-area.toml": section}))
    assert (pack.id, pack.version, pack.title) == ("small", "1.0", "A small pack")
    kept, where = pack.items
    assert kept.place == "010-area.toml:7"
    assert (kept.section, kept.type, kept.law, kept.gate) == (
        "area",
        AnswerType.STATEMENT,
        ("GDPR 5",),
        False,
    )
    assert (where.parent, where.suffix, where.when) == ("area.kept", "where", "area.kept.state == 'yes'")
    assert pack.sections[0].intro == "What this is about."


def test_sections_stand_in_the_order_of_their_file_names(write_pack: WritePack, section: str) -> None:
    other = section.replace("area", "first")
    pack = load_pack(write_pack({"020-area.toml": section, "015-first.toml": other}))
    assert [s.id for s in pack.sections] == ["first", "area"]


SHAPES = [
    ("type", 'type = "statement"', 'type = "statment"', "found 'statment'; did you mean 'statement'?"),
    ("ask", 'ask = "Is it kept?"', 'ask = ""', "text; the field is empty"),
    ("ask", 'ask = "Is it kept?"', "", "text; the field is missing"),
    ("ask", 'ask = "Is it kept?"', "ask = 3", "text; found a number 3"),
    ("ask", 'ask = "Is it kept?"', "ask = 2026-11-22", "text; found a date"),
    ("ask", 'ask = "Is it kept?"', r'ask = "Is \u001b[31mit?"', "text without control characters"),
    ("why", 'why = "It matters."\n', "", "text; the field is missing"),
    ("good", 'good = "Kept."', 'good = " "', "text; the field is empty"),
    ("red_flag", 'red_flag = "Lost."\n', "", "text; the field is missing"),
    ("evidence", 'evidence = "policy"\n', "", "text; the field is missing"),
    ("law", 'law = ["GDPR 5"]\n', "", "a list; the field is missing"),
    ("law", 'law = ["GDPR 5"]', 'law = "GDPR 5"', "a list; found text"),
    ("law", 'law = ["GDPR 5"]', 'law = ["GDPR 5", ""]', "a list of texts; found ''"),
    ("cues", 'cues = ["kept"]', 'cues = ["kept", "kept"]', "each entry once; 'kept' stands twice"),
    ("feeds", 'feeds = ["P3.A1"]\n', "", "a list; the field is missing"),
    ("severity", 'severity = "high"', 'severity = "hihg"', "found 'hihg'; did you mean 'high'?"),
    ("severity", 'severity = "high"\n', "", "text; the field is missing"),
    ("gate", 'severity = "high"', 'severity = "high"\ngate = "yes"', "true or false; found text 'yes'"),
    ("sevrity", 'severity = "high"', 'severity = "high"\nsevrity = "low"', "did you mean 'severity'?"),
]


@pytest.mark.parametrize(("field", "old", "new", "expected"), SHAPES, ids=[f"{c[0]} {c[2]}" for c in SHAPES])
def test_a_fault_of_a_field_is_named_with_file_line_id_and_field(
    write_pack: WritePack, section: str, field: str, old: str, new: str, expected: str
) -> None:
    assert old in section
    text = section.replace(old, new, 1)
    fault = fault_in(text, write_pack)
    assert (fault.id, fault.field) == ("area.kept", field)
    assert expected in fault.expected
    lines = text.splitlines()
    missing = new.strip() == ""
    assert lines[fault.line - 1].startswith("id = " if missing else f"{field} = ")
    assert str(fault).startswith(f"010-area.toml line {fault.line}, area.kept, {field}: expected ")
    assert "\x1b" not in str(fault)


def test_a_fault_of_a_follow_up_has_its_own_line(write_pack: WritePack, section: str) -> None:
    text = section.replace('    type = "text"', '    type = "txt"')
    fault = fault_in(text, write_pack)
    assert (fault.id, fault.field) == ("area.kept.where", "type")
    assert text.splitlines()[fault.line - 1].strip() == 'type = "txt"'


def test_a_follow_up_has_neither_gate_nor_follow_ups(write_pack: WritePack, section: str) -> None:
    fault = fault_in(section + "    gate = true\n", write_pack)
    assert (fault.id, fault.field) == ("area.kept.where", "gate")
    assert fault.expected.startswith("one of the known fields")


def test_all_faults_are_told_at_once_and_in_order(write_pack: WritePack, section: str) -> None:
    bad = (
        section.replace('why = "It matters."\n', "").replace("high", "hi").replace("kept.state", "lost.state")
    )
    folder = write_pack({"010-area.toml": bad, "020-other.toml": "x = [", "note.toml": ""})
    with pytest.raises(PackError) as error:
        load_pack(folder)
    faults = error.value.faults
    assert [(f.file, f.field) for f in faults] == [
        ("010-area.toml", "why"),
        ("010-area.toml", "severity"),
        ("010-area.toml", "when"),
        ("020-other.toml", ""),
        ("note.toml", ""),
    ]
    assert [f.line for f in faults[:3]] == sorted(f.line for f in faults[:3])
    assert "and 4 more faults" in str(error.value)


FILES = [
    (
        {"010-area.toml": "[section]\nid = 'area'\ntitle = 'A'\n"},
        "010-area.toml",
        "at least one [[question]]",
    ),
    ({"010-area.toml": "x = 1\n"}, "010-area.toml", "a [section] table"),
    ({"area.toml": ""}, "area.toml", "a section's file with its number in front"),
    (
        {"pack.toml": "id = 'k 12'\nversion = '1'\ntitle = 't'"},
        "pack.toml",
        "small letters, digits and dashes",
    ),
    ({"pack.toml": "id = 'k'\nversion = 'one'\ntitle = 't'"}, "pack.toml", "numbers with dots between them"),
    ({"pack.toml": "id = 'k'\nversion = '1'"}, "pack.toml", "text; the field is missing"),
    (
        {"pack.toml": "id = 'k'\nversion = '1'\ntitle = 't'\ntitel = 'u'"},
        "pack.toml",
        "did you mean 'title'?",
    ),
    ({"pack.toml": "id = "}, "pack.toml", "TOML; "),
    ({"pack.toml": "id='k'\nversion='1'\ntitle='t'\nextends='nowhere'"}, "pack.toml", "a pack that is there"),
    ({"pack.toml": "id='k'\nversion='1'\ntitle='t'\nextends='k'"}, "pack.toml", "no circle of packs"),
]


@pytest.mark.parametrize(("files", "name", "expected"), FILES, ids=[case[2] for case in FILES])
def test_a_fault_of_a_file_is_named(
    write_pack: WritePack, files: dict[str, str], name: str, expected: str
) -> None:
    _, faults = read_pack(write_pack(files))
    assert any(fault.file == name and expected in fault.expected for fault in faults), faults


def test_a_byte_that_is_not_utf8_is_a_fault_of_its_file(write_pack: WritePack, section: str) -> None:
    folder = write_pack({"010-area.toml": section})
    (folder / "020-latin.toml").write_bytes(b"# one\n# caf\xe9\n")
    pack, faults = read_pack(folder)
    assert [(f.file, f.line) for f in faults] == [("020-latin.toml", 2)]
    assert pack is not None
    assert pack.by_id.keys() == {"area.kept", "area.kept.where"}


def test_a_file_that_is_too_large_is_a_fault(write_pack: WritePack, section: str) -> None:
    folder = write_pack({"010-area.toml": section})
    (folder / "020-big.toml").write_bytes(b"#" * (2 * 1024 * 1024 + 1))
    _, faults = read_pack(folder)
    assert [(f.file, f.expected) for f in faults] == [("020-big.toml", "at most 2 MB; this file is larger")]


@pytest.mark.parametrize(("name", "found"), [("missing", "no such folder"), ("empty", "a folder without it")])
def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path, name: str, found: str) -> None:
    (tmp_path / "empty").mkdir()
    pack, faults = read_pack(tmp_path / name)
    assert pack is None
    assert [fault.expected for fault in faults] == [f"a pack's folder with a pack.toml; found {found}"]
    with pytest.raises(PackError):
        load_pack(tmp_path / name)


def test_two_section_files_may_not_share_an_id(write_pack: WritePack, section: str) -> None:
    other = section.replace("area.kept", "area.other")
    _, faults = read_pack(write_pack({"010-area.toml": section, "020-again.toml": other}))
    assert ("020-again.toml", "id") in {(fault.file, fault.field) for fault in faults}


def test_installed_packs_are_found_and_loaded(k12: Pack) -> None:
    assert installed_packs() == ("k12",)
    assert (k12.id, k12.version) == ("k12", "1.0")
    assert find_pack("k12") == INSTALLED / "k12"
    with pytest.raises(PackError, match=r"the id of an installed pack \(k12\)"):
        load_installed("k13")


@pytest.mark.parametrize("pack_id", ["k13", "../k12", "", "K12"])
def test_a_pack_that_is_nowhere_is_named_with_the_folders_looked_in(tmp_path: Path, pack_id: str) -> None:
    with pytest.raises(PackError) as error:
        find_pack(pack_id, [tmp_path])
    assert str(tmp_path) in str(error.value)
    assert str(INSTALLED) in str(error.value)


def test_a_users_own_folder_comes_first(tmp_path: Path, write_pack: WritePack, section: str) -> None:
    folder = write_pack({"010-area.toml": section})
    assert find_pack("small", [tmp_path]) == folder
    own = tmp_path / "k12"
    folder.rename(own)
    assert find_pack("k12", [tmp_path]) == own


OVERLAY = """\
id = "lincoln"
version = "2.1"
title = "Lincoln County"
extends = "k12"
"""


def overlay(tmp_path: Path, files: Mapping[str, str]) -> Path:
    folder = tmp_path / "lincoln"
    folder.mkdir()
    for name, text in {"pack.toml": OVERLAY, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_overlay_adds_sections_and_questions_to_a_pack(tmp_path: Path, k12: Pack, section: str) -> None:
    own = section.replace('title = "Area"\n', 'title = "Area"\nafter = "security"\n')
    more = section.replace("area.kept", "breach.drill").replace('"area"', '"breach"')
    more = "\n".join(line for line in more.splitlines() if not line.startswith(("title", "intro")))
    worded = "".join(
        f'[[statement]]\nid = "{i}"\ncode = "P9"\nquestions = ["{i}"]\nclause = "[keeps|keep] it"\n'
        for i in ("area.kept", "breach.drill")
    )
    folder = overlay(tmp_path, {"010-area.toml": own, "020-more.toml": more, "statements.toml": worded})
    pack = load_pack(folder)
    assert (pack.id, pack.version) == ("lincoln", "2.1")
    ids = [s.id for s in pack.sections]
    assert ids.index("area") == ids.index("security") + 1
    assert len(pack.questions) == len(k12.questions) + 2
    assert pack.section_by_id["breach"].questions[-1].id == "breach.drill"
    assert pack.section_by_id["breach"].title == k12.section_by_id["breach"].title
    assert len(pack.statements) == len(k12.statements) + 2
    assert pack.texts == k12.texts
    assert pack.sha256 != k12.sha256


def test_an_overlay_is_checked_with_what_lies_under_it(tmp_path: Path, section: str) -> None:
    own = section.replace("area.kept.state == 'yes'", "ferpa.purpos.state == 'yes'").replace(
        "area.kept", "ferpa.purpose"
    )
    _, faults = read_pack(overlay(tmp_path, {"010-area.toml": own}))
    assert ("010-area.toml", "ferpa.purpose", "id") in {(f.file, f.id, f.field) for f in faults}
    assert any("did you mean 'ferpa.purpose" in f.expected for f in faults)


def test_an_overlay_may_not_retitle_a_section_or_stand_after_nothing(tmp_path: Path, section: str) -> None:
    again = section.replace('"area"', '"breach"').replace("area.kept", "breach.drill")
    lost = section.replace('title = "Area"\n', 'title = "Area"\nafter = "secrity"\n')
    _, faults = read_pack(overlay(tmp_path, {"010-more.toml": again, "020-area.toml": lost}))
    found = {(f.file, f.field) for f in faults}
    assert {("010-more.toml", "title"), ("010-more.toml", "intro"), ("020-area.toml", "after")} <= found


def test_circles_of_packs_are_refused(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        (tmp_path / name).mkdir()
        text = f'id = "{name}"\nversion = "1"\ntitle = "t"\nextends = "{other}"\n'
        (tmp_path / name / "pack.toml").write_text(text, encoding="utf-8")
    _, faults = read_pack(tmp_path / "one")
    assert [fault.field for fault in faults] == ["extends"]
    assert "no circle of packs" in faults[0].expected


def test_loading_an_installed_pack_does_not_import_cel(root: Path) -> None:
    code = (
        "import app.questionnaire as q, sys; early = 'tomllib' in sys.modules; q.load_installed();"
        "print(early, 'cel' in sys.modules, 'pydantic' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False False False"
