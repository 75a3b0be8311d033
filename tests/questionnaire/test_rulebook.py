"""Rulebooks from files: what is there, what is wrong with the shape of it, and overlays on top of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questionnaire import load_pack
from app.questionnaire.loader import INSTALLED
from app.questionnaire.model import Severity
from app.questionnaire.rule_checker import read_rules
from app.questionnaire.rulebook import load_rulebook, read_rulebook
from app.questionnaire.rules import RuleKind

HEAD = 'id = "small"\nversion = "1.0"\ntitle = "Small"\n'
RULE = """
[[rule]]
id = "OWN-01"
title = "Our own"
severity = "low"
kind = "manual"
message = "A message."
fix = "A fix."
law = ["Board policy 5"]
"""


def small(tmp_path: Path, files: dict[str, str], head: str = HEAD) -> Path:
    folder = tmp_path / "small"
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.toml").write_text(head, encoding="utf-8")
    for name, text in files.items():
        (folder / "rules" / name).write_text(text, encoding="utf-8")
    return folder


def test_what_a_file_says_is_there(tmp_path: Path) -> None:
    book, places, faults = read_rulebook(small(tmp_path, {"10-own.toml": RULE}))
    assert faults == []
    assert book.pack == "small 1.0"
    rule = book.by_id["OWN-01"]
    assert (rule.severity, rule.kind, rule.law) == (Severity.LOW, RuleKind.MANUAL, ("Board policy 5",))
    assert rule.place == "rules/10-own.toml:3"
    assert places[rule.place]["message"] == 7


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("[[rule]\nid = 1", "", ""),
        (RULE.replace("fix =", "fixx ="), "fixx", "did you mean 'fix'?"),
        (RULE.replace('"low"', '"lwo"'), "severity", "did you mean 'low'?"),
        (RULE.replace('"low"', "3"), "severity", "text; found a number"),
        (RULE.replace('"A fix."', '""'), "fix", "the field is empty"),
        (RULE.replace('["Board policy 5"]', '"Board policy 5"'), "law", "a list"),
        (RULE + RULE, "id", "used before"),
        ("[[rules]]\nid = 'x'", "rules", "did you mean 'rule'?"),
        ("rule = 3", "rule", "a list"),
        (RULE + '[[rule.cap]]\ngrade = "3"\nanswers = ["x"]\n', "grade", "a number"),
        (RULE + "[[rule.cap]]\ngrade = 3\n", "answers", "the field is missing"),
        ('[[synonyms]]\nkind = "element"\nname = "x"\n', "terms", "the field is missing"),
        ("[scoring.weights]\nhigh = true\n", "high", "a number"),
        ("\udcff", "", ""),
    ],
)
def test_a_wrong_shape_is_named(tmp_path: Path, text: str, field: str, words: str) -> None:
    folder = small(tmp_path, {})
    (folder / "rules" / "10-own.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    _, _, faults = read_rulebook(folder)
    assert [
        f for f in faults if f.file == "rules/10-own.toml" and f.field == field and words in f.expected
    ], faults


def test_the_other_files_are_read_all_the_same(tmp_path: Path) -> None:
    book, _, faults = read_rulebook(small(tmp_path, {"10-bad.toml": "[[rule", "20-own.toml": RULE}))
    assert len(faults) == 1
    assert list(book.by_id) == ["OWN-01"]


def test_an_overlay_adds_a_rule_and_replaces_one(tmp_path: Path) -> None:
    ours = load_rulebook()
    theirs = RULE + RULE.replace("OWN-01", "CON-07").replace('"low"', '"critical"')
    table = '[scoring.thresholds]\n"meets.commitment" = 95\n[names]\nour_own = "true"\n'
    folder = small(tmp_path, {"10-own.toml": theirs + table}, HEAD + 'extends = "k12"\n')
    book, _, faults = read_rulebook(folder)
    assert faults == []
    assert set(book.by_id) == {*ours.by_id, "OWN-01"}
    assert [r.id for r in book.rules][: len(ours.rules)] == [r.id for r in ours.rules], "in their old order"
    assert book.by_id["CON-07"].severity is Severity.CRITICAL
    assert book.by_id["CON-08"] == ours.by_id["CON-08"]
    assert book.synonyms == ours.synonyms
    assert book.scoring.thresholds["meets.commitment"] == 95
    assert book.scoring.thresholds["completeness"] == ours.scoring.thresholds["completeness"]
    assert book.sha256 != ours.sha256
    pack = load_pack(folder)
    assert read_rules(folder, pack)[1] == ()


def test_the_digest_is_of_what_is_said_and_not_of_where(tmp_path: Path) -> None:
    one = read_rulebook(small(tmp_path / "a", {"10-own.toml": RULE}))[0]
    two = read_rulebook(small(tmp_path / "b", {"90-other.toml": "# A remark.\n\n" + RULE}))[0]
    three = read_rulebook(small(tmp_path / "c", {"10-own.toml": RULE.replace("A fix.", "Fix it.")}))[0]
    assert one.sha256 == two.sha256 != three.sha256


def test_ours_is_whole_and_read_once() -> None:
    book = load_rulebook()
    assert book is load_rulebook()
    assert book.unread == ()
    assert book.sha256 == read_rulebook(INSTALLED / "k12")[0].sha256
    assert len(book.rules) > 115
