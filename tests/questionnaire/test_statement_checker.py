"""Sentences of the profile: unknown questions, slots and words, braces and brackets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from app.questionnaire import Fault, Pack, load_pack, read_pack

WritePack = Callable[[Mapping[str, str]], Path]

STATEMENT = """\
[texts]
about = "About {vendor} [yes]."

[[statement]]
id = "A1"
code = "P3"
questions = ["area.kept"]
clause = "[keeps|keep] it {place}"
no = "may lose it"
silent = "whether {vendor} [keeps|keep] it"

    [[statement.slot]]
    name = "place"
    question = "area.kept.where"
    text = " in {value}"

    [[statement.part]]
    question = "area.colour"
    clause = "[uses|use] {value}"

        [statement.part.words]
        red = "a red one"

        [statement.part.marks]
        blue = "part"
"""
MORE = """
[[question]]
id = "area.colour"
ask = "Which?"
type = "many_of"
choices = ["red", "blue", "not stated"]
exclusive = ["not stated"]
silent_choice = "not stated"
severity = "low"
why = "It matters."
good = "Good."
red_flag = "Bad."
evidence = ""
law = []
cues = []
feeds = ["P2"]
"""


def faults_of(write_pack: WritePack, section: str, statements: str) -> list[Fault]:
    return list(read_pack(write_pack({"010-area.toml": section + MORE, "statements.toml": statements}))[1])


def test_statements_are_read_as_they_are_written(write_pack: WritePack, section: str) -> None:
    pack = load_pack(write_pack({"010-area.toml": section + MORE, "statements.toml": STATEMENT}))
    (statement,) = pack.statements
    assert statement.place == "statements.toml:5"
    assert (statement.id, statement.code, statement.questions) == ("A1", "P3", ("area.kept",))
    assert statement.clause == "[keeps|keep] it {place}"
    assert statement.frame == "promise"
    (slot,) = statement.slots
    assert (slot.name, slot.question, slot.text, slot.joined) == (
        "place",
        "area.kept.where",
        " in {value}",
        "and",
    )
    (part,) = statement.parts
    assert (part.question, part.words, part.marks) == ("area.colour", {"red": "a red one"}, {"blue": "part"})
    assert pack.texts == {"about": "About {vendor} [yes]."}


BAD = [
    (
        '["area.kept"]',
        '["area.kpet"]',
        "questions",
        "a known id; 'area.kpet' is not one; did you mean 'area.kept'?",
    ),
    ('["area.kept"]', "[]", "questions", "at least one question"),
    ('code = "P3"', 'code = "P33"', "code", "a place in the profile, P0 to P20"),
    ('code = "P3"\n', "", "code", "text; the field is missing"),
    ("it {place}", "it", "slot place", "a slot that the wording uses, or its tail; '{place}' stands nowhere"),
    ("it {place}", "it {place} {day}", "clause", "a slot for every word in braces; '{day}' has none"),
    ("it {place}", "it {place}}", "clause", "braces in pairs"),
    ("[keeps|keep] it {", "[keeps|keep it {", "clause", "verbs in both forms, as in [keeps|keep]"),
    ("[keeps|keep] it {", "[keeps] it {", "clause", "verbs in both forms"),
    ("[keeps|keep] it {", "[keeps|keep|kept] it {", "clause", "verbs in both forms"),
    ('"may lose it"', '"may lose {value} {it}"', "no", "a slot for every word in braces; '{it}' has none"),
    ("whether {vendor} [", "whether {vendor [", "silent", "braces in pairs"),
    ('no = "', 'nay = "', "nay", "one of the known fields"),
    ('no = "may lose it"', 'frame = "boast"', "frame", "one of promise, fact, plain; found 'boast'"),
    ('"area.kept.where"', '"area.kept.were"', "slot place", "a known id; 'area.kept.were' is not one"),
    ('" in {value}"', '" in {valu}"', "slot place", "'{valu}' has none"),
    ('text = " in', 'txt = " in', "txt", "did you mean 'text'?"),
    (
        'text = " in {value}"',
        'lacking_mark = "bad"',
        "slot place",
        "one of yes, part, no, silent, n/a; found 'bad'",
    ),
    ('text = " in {value}"', 'only = ["red"]', "slot place", "a choice of area.kept.where; 'red' is not one"),
    (
        '"area.colour"',
        '"area.color"',
        "part area.color",
        "a known id; 'area.color' is not one; did you mean 'area.colour'?",
    ),
    (
        "red = ",
        "rde = ",
        "part area.colour",
        "a choice of area.colour; 'rde' is not one; did you mean 'red'?",
    ),
    ("blue = ", "green = ", "part area.colour", "a choice of area.colour; 'green' is not one"),
    ('"part"\n', '"half"\n', "part area.colour", "one of yes, part, no, silent, n/a; found 'half'"),
    ('clause = "[uses|use] {value}"', "", "part area.colour", "a clause, or wording by choice"),
]


@pytest.mark.parametrize(("old", "new", "field", "expected"), BAD, ids=[f"{c[2]}: {c[3]}" for c in BAD])
def test_a_wrong_statement_is_refused_with_its_place(
    write_pack: WritePack, section: str, old: str, new: str, field: str, expected: str
) -> None:
    assert old in STATEMENT
    text = STATEMENT.replace(old, new, 1)
    found = [f for f in faults_of(write_pack, section, text) if f.file == "statements.toml"]
    assert len(found) == 1, [str(fault) for fault in found]
    assert (found[0].id, found[0].field) == ("A1", field)
    assert expected in found[0].expected
    assert 5 <= found[0].line <= len(text.splitlines())


def test_every_question_needs_a_statement_once_there_are_any(write_pack: WritePack, section: str) -> None:
    text = STATEMENT.replace('question = "area.colour"', 'question = "area.kept"').replace("words", "choices")
    text = text[: text.index("    [[statement.part]]")]
    found = faults_of(write_pack, section, text)
    assert [(f.file, f.id) for f in found] == [("010-area.toml", "area.colour")]
    assert found[0].expected == "a statement in statements.toml that words its answer"
    assert read_pack(write_pack({"010-area.toml": section + MORE, "statements.toml": ""}))[1] == ()


def test_the_id_of_a_statement_is_its_own(write_pack: WritePack, section: str) -> None:
    found = faults_of(write_pack, section, STATEMENT + STATEMENT[STATEMENT.index("[[statement]]") :])
    assert [(f.id, f.field) for f in found] == [("A1", "id")]
    assert found[0].line > 20


def test_wording_by_choice_covers_every_choice_or_has_a_clause(write_pack: WritePack, section: str) -> None:
    one_of = MORE.replace("many_of", "one_of").replace('exclusive = ["not stated"]\n', "")
    worded = STATEMENT.replace('clause = "[uses|use] {value}"', "").replace("part.words]", "part.choices]")
    found = read_pack(write_pack({"010-area.toml": section + one_of, "statements.toml": worded}))[1]
    assert [(f.id, f.field, f.expected) for f in found] == [
        ("A1", "part area.colour", "wording for every choice, or a clause; 'blue' has none")
    ]


def test_the_shipped_statements_cover_the_shipped_questions(k12: Pack) -> None:
    used = {q for s in k12.statements for q in s.questions}
    used |= {p.question for s in k12.statements for p in (*s.slots, *s.parts)}
    assert used <= k12.by_id.keys()
    assert {
        f"{letter}{n}" for letter, count in (("A", 10), ("B", 7), ("C", 10)) for n in range(1, count + 1)
    } <= {s.id for s in k12.statements}
