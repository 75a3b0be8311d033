"""`assess pack`: ours is good, a broken one is refused with every fault, and one question in full."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len

from app.questionnaire import load_installed
from app.questionnaire.loader import INSTALLED
from tests.cli.conftest import Assess


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(INSTALLED / "k12", tmp_path / "mine")
    return tmp_path / "mine"


def test_ours_is_good(assess: Assess) -> None:
    result = assess("pack", "check")
    assert result.exit_code == 0
    assert "130 questions" in result.stdout
    assert " rules. No faults." in result.stdout
    assert "No faults." in result.stdout


def test_a_folder_or_its_pack_file_is_checked(assess: Assess, copy: Path) -> None:
    assert assess("pack", "check", str(copy)).exit_code == 0
    assert assess("pack", "check", str(copy / "pack.toml")).exit_code == 0


def test_a_broken_pack_is_1_with_every_fault_on_its_own_line(assess: Assess, copy: Path) -> None:
    section = copy / "080-security.toml"
    text = section.read_text(encoding="utf-8")
    broken = text.replace('type = "statement"', 'type = "statment"', 1).replace(
        'severity = "high"', 'severity = "hi"', 1
    )
    section.write_text(broken + "\n\x1b = 1", encoding="utf-8")
    (copy / "040-ferpa.toml").write_text('[section]\nid = "ferpa"\n', encoding="utf-8")
    result = assess("pack", "check", str(copy))
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) >= 2
    assert all(".toml" in line and "expected" in line for line in result.stdout.splitlines())
    assert "040-ferpa.toml" in result.stdout
    assert "faults." in result.stderr
    assert "\x1b" not in result.output


@pytest.mark.parametrize("path", ["missing", "case.txt"])
def test_what_is_no_folder_is_4(assess: Assess, tmp_path: Path, path: str) -> None:
    (tmp_path / "case.txt").write_text("x", encoding="utf-8")
    result = assess("pack", "check", path)
    assert result.exit_code == 4
    assert "is not a folder" in result.stderr


def test_a_folder_that_is_no_pack_is_1(assess: Assess, tmp_path: Path) -> None:
    result = assess("pack", "check", str(tmp_path))
    assert result.exit_code == 1
    assert "pack.toml" in result.stdout


@pytest.mark.parametrize("width", [80, 120, 200])
def test_show_lists_sections_with_counts_and_fits(
    assess: Assess, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    result = assess("pack", "show")
    assert result.exit_code == 0
    pack = load_installed()
    lines = result.stdout.splitlines()
    for section in pack.sections:
        line = next(line for line in lines if line.startswith(section.id + " "))
        assert f" {len(section.questions)} " in line
    assert max(map(cell_len, lines)) <= width


def test_show_json_has_the_shape_others_rely_on(assess: Assess) -> None:
    data = json.loads(assess("pack", "show", "k12", "--json").stdout)
    assert {"id", "version", "sections", "rules"} <= set(data)
    assert len(data["sections"]) == len(load_installed().sections)
    for section in data["sections"]:
        assert {"id", "title", "questions"} <= set(section)
        for question in section["questions"]:
            assert {"id", "ask", "type", "gate", "when", "choices", "followups"} <= set(question)
            for followup in question["followups"]:
                assert {"id", "ask", "type", "when", "choices"} <= set(followup)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_one_question_in_full(assess: Assess, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    question = load_installed().by_id["thirdparty.register"]
    result = assess("pack", "show", "--question", question.id)
    assert result.exit_code == 0
    together = " ".join(result.stdout.split())
    for text in (question.id, question.cues[0], question.law[0], *(column.id for column in question.columns)):
        assert text in together
    for text in (question.why, question.good, question.red_flag, question.evidence):
        assert text.split()[0] in together
    assert max(map(cell_len, result.stdout.splitlines())) <= width


def test_one_question_as_json(assess: Assess) -> None:
    data = json.loads(assess("pack", "show", "--question", "security.encryption.at_rest", "--json").stdout)
    assert data["id"] == "security.encryption.at_rest"
    assert {"why", "good", "red_flag", "law", "cues", "followups"} <= set(data)
    data = json.loads(
        assess("pack", "show", "--question", "security.encryption.at_rest.keys", "--json").stdout
    )
    assert data["id"] == "security.encryption.at_rest.keys"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["k13"], "Did you mean k12?"),
        (["../k12"], "There is no pack"),
        (["zzz"], "There is k12."),
        (["--question", "security.encryption.at_ret"], "Did you mean security.encryption.at_rest"),
    ],
)
def test_an_unknown_name_is_2(assess: Assess, words: list[str], says: str) -> None:
    result = assess("pack", "show", *words)
    assert result.exit_code == 2
    assert says in result.stderr


def test_packs_of_ones_own_are_found_in_the_data_folder(assess: Assess) -> None:
    own = Path(os.environ["XDG_DATA_HOME"]) / "assess" / "packs" / "district"
    shutil.copytree(INSTALLED / "k12", own)
    text = (own / "pack.toml").read_text(encoding="utf-8").replace('id = "k12"', 'id = "district"')
    (own / "pack.toml").write_text(text, encoding="utf-8")
    assert json.loads(assess("pack", "show", "district", "--json").stdout)["id"] == "district"
    assert "Did you mean district?" in assess("pack", "show", "distrct").stderr


def test_a_broken_rule_is_1_with_its_place(assess: Assess, copy: Path) -> None:
    own = (
        '[[rule]]\nid = "OWN-01"\ntitle = "T"\nseverity = "low"\nkind = "auto"\nmessage = "M."\nfix = "F."\n'
    )
    (copy / "rules" / "99-own.toml").write_text(own + 'when = "ferpa.purpos.state == 1"\n', encoding="utf-8")
    result = assess("pack", "check", str(copy))
    assert result.exit_code == 1
    assert "rules/99-own.toml line 8, OWN-01, when: expected a known id" in result.stdout
    assert "did you mean 'ferpa.purpose'" in result.stdout


def test_rules_are_listed_and_one_is_shown_whole(assess: Assess) -> None:
    listed = assess("pack", "show", "--rules")
    assert listed.exit_code == 0
    assert "CON-02" in listed.stdout
    for words in (["CON-02"], ["con-02"], ["--rule", "CON-02"], ["k12", "--rule", "con-02"]):
        result = assess("pack", "show", *words)
        assert result.exit_code == 0
        assert "takers: rows of thirdparty.register where" in " ".join(result.stdout.split())


def test_one_rule_as_json(assess: Assess) -> None:
    data = json.loads(assess("pack", "show", "CON-07", "--json").stdout)
    assert (data["id"], data["severity"], data["kind"]) == ("CON-07", "medium", "auto")
    assert data["message"]
    assert "place" not in data


def test_a_question_is_shown_by_its_id_alone(assess: Assess) -> None:
    result = assess("pack", "show", "ferpa.ownership")
    assert result.exit_code == 0
    assert "Ed. Code 49073.1(b)(1)" in result.stdout


def test_the_outline_lists_the_rules(assess: Assess) -> None:
    rules = json.loads(assess("pack", "show", "--json").stdout)["rules"]
    assert len(rules) > 115
    assert all(set(rule) == {"id", "severity", "kind", "title"} for rule in rules)
