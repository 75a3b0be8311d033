"""The checker of rules: every wrong name, type, condition, cap and pattern is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questionnaire import Fault, Pack, read_pack
from app.questionnaire.loader import INSTALLED
from app.questionnaire.rule_checker import read_rules
from tests.questionnaire.conftest import WritePack

MORE = """
[[question]]
id = "area.list"
ask = "Who gets it?"
type = "table"
columns = [
    { id = "name", label = "Name" },
    { id = "role", label = "Role", type = "one_of", choices = ["host", "shop"] },
]
severity = "high"
why = "It matters."
good = "All."
red_flag = "Some."
evidence = "policy"
law = ["GDPR 28"]
cues = ["list"]
feeds = ["P12"]

[[question]]
id = "area.days"
ask = "How long?"
type = "number_unit"
units = ["days"]
severity = "low"
why = "It matters."
good = "Short."
red_flag = "Long."
evidence = "policy"
law = ["GDPR 5"]
cues = ["days"]
feeds = ["P3.A1"]
"""
RULE = """
[names]
kept = "claimed(area.kept)"

[[rule]]
id = "OWN-01"
title = "Kept, and in a shop"
severity = "high"
kind = "auto"
message = "It is kept, and {shops} sell it: {why}."
fix = "Stop that."
when = "kept && shops > 0"
[[rule.rows]]
name = "shops"
register = "area.list"
where = "row.role == 'shop' && row.name != ''"
[[rule.variant]]
severity = "critical"
when = "shops > 2"
[[rule.cap]]
answers = ["area.kept"]
credit = "shops > 2 ? 0.0 : 0.5"
[[rule.side]]
label = "What is said"
answers = ["area.kept"]
[[rule.side]]
label = "What is listed"
rows = ["shops"]
[rule.slots]
why = "join(found.shops.map(r, r.name), ', ')"

[[synonyms]]
kind = "element"
name = "hat"
terms = ["cap"]
[[wrong_citation]]
id = "one"
pattern = "1792"
as_written = "1792"
problem = "It is not there."
right = "1798"
[[law]]
id = "gdpr"
title = "GDPR"
group = "Europe"
cited = ["GDPR"]
when = "area.kept.state != 'no'"
[[changed_law]]
id = "old"
law = "the law"
changed_on = "2025-06-23"
when = "true"
what = "all of it"
[scoring]
unscored = ["area.days"]
[scoring.weights]
high = 5
[scoring.thresholds]
completeness = 90
[[scoring.credit]]
question = "area.days"
credit = "area.days.value <= 60.0 ? 1.0 : 0.5"
"""

Change = tuple[str, str]


def faults(
    write_pack: WritePack, section: str, *changes: Change, detectors: tuple[str, ...] = ("finds",)
) -> list[Fault]:
    text = RULE
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    folder = write_pack({"010-area.toml": section + MORE})
    (folder / "rules").mkdir()
    (folder / "rules" / "10-own.toml").write_text(text, encoding="utf-8")
    pack, bad = read_pack(folder)
    assert pack is not None
    assert bad == ()
    return list(read_rules(folder, pack, detectors=detectors)[1])


def test_a_good_rulebook_has_no_faults(write_pack: WritePack, section: str) -> None:
    assert faults(write_pack, section) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        # names that lead nowhere
        ("kept && shops > 0", "kept && shop > 0", "when", "'shop' is not one; did you mean 'shops'?"),
        ("claimed(area.kept)", "claimed(area.keept)", "when", "'area.keept' is not one; did you mean 'area.kept'?"),
        ("kept && shops", "clamed(area.kept) && shops", "when", "'clamed' is not one; did you mean 'claimed'?"),
        ('register = "area.list"', 'register = "area.lists"', "rows 1", "did you mean 'area.list'?"),
        ('register = "area.list"', 'register = "area.kept"', "rows 1", "area.kept is a statement"),
        ("row.role", "row.rolle", "rows 1", "did you mean 'role'?"),
        ("row.role == 'shop'", "row.role == 'shopp'", "rows 1", "did you mean 'shop'?"),
        ('answers = ["area.kept"]\ncredit', 'answers = ["area.keep"]\ncredit', "cap 1", "did you mean 'area.kept'?"),
        ('said"\nanswers = ["area.kept"]', 'said"\nanswers = ["area.keep"]', "side 1", "did you mean 'area.kept'?"),
        ('rows = ["shops"]', 'rows = ["shop"]', "side 2", "did you mean 'shops'?"),
        ('rows = ["shops"]', "", "side 2", "answers or rows to show"),
        ('kind = "auto"', 'kind = "assist"\ndetector = "find"', "detector", "did you mean 'finds'?"),
        ('kind = "auto"', 'kind = "auto"\neach = "shop"', "each", "did you mean 'shops'?"),
        ('kind = "auto"', 'kind = "auto"\nmay_be_open = ["area.x"]', "may_be_open", "'area.x' is not one"),
        ('name = "shops"', 'name = "area"', "rows 1", "cannot be used"),
        # expressions that are none, or give something else
        ("kept && shops > 0", "kept && shops >", "when", "a CEL expression"),
        ("kept && shops > 0", "shops", "when", "true or false; 0 is not"),
        ("kept && shops > 0", "kept && area.kept > 1", "when", "operator on kinds"),
        ("kept && shops > 0", "kept && row.role == 'shop'", "when", "'row' has none"),
        ("kept && shops > 0", "kept && it.state == 'yes'", "when", "'it' has none"),
        ("row.name != ''", "shops > 0", "rows 1", "'shops' has none"),
        ("row.name != ''", "row.name", "rows 1", ""),
        ("shops > 2 ? 0.0 : 0.5", "'half'", "cap 1", "a number from 0 to 1; 'half' is not"),
        ("shops > 2 ? 0.0 : 0.5", "1.5", "cap 1", "a number from 0 to 1; 1.5 is not"),
        ("join(found.shops.map(r, r.name), ', ')", "{'a': 1}", "slots", "a text or a list of texts"),
        ('when = "shops > 2"', 'when = "shops"', "variant 1", "true or false"),
        # comparisons and conditions that never hold
        ("kept && shops > 0", "area.kept.state == 'maybe'", "when", "a state of an answer; 'maybe' is not one"),
        ("kept && shops > 0", "area.kept.value == 'x' && shops > 0", "when", "a statement has no value"),
        ("kept && shops > 0", "kept && shops < 0", "when", "none of those tried does"),
        ("kept && shops > 0", "bad(area.kept) && claimed(area.kept) && silent(area.kept) && area.kept.state == 'yes'", "when", "none of those tried does"),
        ("row.name != ''", "row.role == 'host'", "rows 1", "none of those tried is one"),
        # words, caps and kinds
        ("{why}", "{whi}", "message", "{whi} has none; did you mean 'why'?"),
        (": {why}", "", "slots", "{why} is in none of them"),
        ('fix = "Stop that."', 'fix = "Stop that."\nheadline = "{shop}"', "headline", "did you mean 'shops'?"),
        ("[names]", '[called]\n"area.keep" = "Keeping"\n[names]', "called", "'area.keep' is not one; did you mean 'area.kept'?"),
        ('credit = "shops > 2 ? 0.0 : 0.5"', "", "cap 1", "exactly one of credit, grade and evidence; found 0"),
        ('credit = "shops', 'grade = 1\ncredit = "shops', "cap 1", "found 2"),
        ('credit = "shops > 2 ? 0.0 : 0.5"', "grade = 7", "cap 1", "a grade from 0 to 4"),
        ('credit = "shops > 2 ? 0.0 : 0.5"', "evidence = 2", "cap 1", "a share from 0 to 1"),
        ('severity = "high"', 'severity = "grave"', "severity", "one of critical, high, medium, low"),
        ('kind = "auto"', 'kind = "manual"', "kind", "a manual rule has no condition"),
        ('when = "kept && shops > 0"', "", "when", "a condition or a detector"),
        ('fix = "Stop that."', "", "fix", "the field is missing"),
        ('fix = "Stop that."', 'fix = "Stop that."\nfixx = "x"', "fixx", "did you mean 'fix'?"),
        ('id = "OWN-01"', 'id = "OWN 01"', "id", "CON-01"),
        # tables
        ('kind = "element"', 'kind = "elements"', "kind", "one of element, company, function, vague"),
        ('terms = ["cap"]', 'terms = ["cap"]\ncovers = ["shoe"]', "covers", "'shoe' is not one"),
        ('pattern = "1792"', 'pattern = "(a+)+"', "pattern", "repetition of a repetition"),
        ('pattern = "1792"', 'pattern = "a.*b"', "pattern", "reads a long text once"),
        ('pattern = "1792"', 'pattern = "1792"\nnear = "("', "near", "a regular expression"),
        ('cited = ["GDPR"]', 'cited = ["["]', "cited", "a regular expression"),
        ('cited = ["GDPR"]', 'cited = ["GDPR"]\nquestions = ["area.no"]', "questions", "'area.no' is not one"),
        ("area.kept.state != 'no'", "area.kept.state", "when", "true or false"),
        ('changed_on = "2025-06-23"', 'changed_on = "June"', "changed_on", "a date"),
        ('unscored = ["area.days"]', 'unscored = ["areas."]', "unscored", "'areas.' is not one"),
        ("completeness = 90", "complete = 90", "thresholds", "did you mean 'completeness'?"),
        ("completeness = 90", "completeness = -1", "thresholds", "numbers from 0 on"),
        ("high = 5", "hihg = 5", "weights", "did you mean 'high'?"),
        ('question = "area.days"', 'question = "area.day"', "question", "did you mean 'area.days'?"),
        ("area.days.value <= 60.0 ? 1.0 : 0.5", "area.days.unit", "credit", "a number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(
    write_pack: WritePack, section: str, old: str, new: str, field: str, words: str
) -> None:
    found = faults(write_pack, section, (old, new))
    assert [fault for fault in found if fault.field == field and words in fault.expected], found
    assert all(fault.file == "rules/10-own.toml" or not fault.line for fault in found)


def test_a_fault_carries_the_line_of_its_field(write_pack: WritePack, section: str) -> None:
    found = faults(write_pack, section, ("kept && shops > 0", "kept && shop > 0"))
    line = RULE.splitlines().index('when = "kept && shops > 0"') + 1
    assert [(one.file, one.line, one.id) for one in found] == [("rules/10-own.toml", line, "OWN-01")]


def test_names_that_go_in_a_circle(write_pack: WritePack, section: str) -> None:
    found = faults(write_pack, section, ('kept = "claimed(area.kept)"', 'kept = "other"\nother = "kept"'))
    assert any("do not stand for one another" in fault.expected for fault in found)


def test_an_id_that_is_used_twice(write_pack: WritePack, section: str) -> None:
    again = '\n[[rule]]\nid = "OWN-01"\ntitle = "T"\nseverity = "low"\nkind = "manual"\nmessage = "M."\nfix = "F."\n'
    found = faults(write_pack, section, ("[[synonyms]]", again + "[[synonyms]]"))
    assert any(one.field == "id" and "used before" in one.expected for one in found)


def test_a_rule_of_each_question_and_of_each_row(write_pack: WritePack, section: str) -> None:
    each = "\n".join(
        f'[[rule]]\nid = "EACH-{number}"\ntitle = "T"\nseverity = "low"\nkind = "auto"\nmessage = "{message}"\nfix = "F."\n'
        f'each = "{kind}"\nwhen = "{when}"\n{rows}'
        for number, (kind, message, when, rows) in enumerate(
            (
                ("question", "{ask}: {reason}.", "it.standing == 'no' && it.grade < 3 && !it.own", ""),
                ("hosts", "{it}, {role}.", "it.role == 'host'", '[[rule.rows]]\nname = "hosts"\nregister = "area.list"\nwhere = "true"\n'),
                ("question", "{ask}{name}.", "it.stading == 'no'", ""),
            )
        )
    )  # fmt: skip
    found = faults(write_pack, section, ("[[synonyms]]", each + "\n[[synonyms]]"))
    assert {(one.id, one.field) for one in found} == {("EACH-2", "message"), ("EACH-2", "when")}


def test_without_names_of_detectors_they_are_not_looked_at(write_pack: WritePack, section: str) -> None:
    folder = write_pack({"010-area.toml": section + MORE})
    (folder / "rules").mkdir()
    text = RULE.replace('kind = "auto"', 'kind = "assist"\ndetector = "whatever"', 1)
    (folder / "rules" / "1.toml").write_text(text, encoding="utf-8")
    pack, _ = read_pack(folder)
    assert pack is not None
    assert read_rules(folder, pack)[1] == ()


def test_ours_has_no_faults(k12: Pack) -> None:
    from app.evidence.detectors.catalogue import DETECTORS

    book, found = read_rules(INSTALLED / "k12", k12, detectors=DETECTORS)
    assert found == ()
    assert len(book.rules) > 115


@pytest.mark.parametrize("name", ["missing", "rules"])
def test_a_pack_without_rules_has_none(write_pack: WritePack, section: str, name: str) -> None:
    folder = write_pack({"010-area.toml": section})
    if name == "rules":
        Path(folder, name).mkdir()
    pack, _ = read_pack(folder)
    assert pack is not None
    assert read_rules(folder, pack)[1] == ()
