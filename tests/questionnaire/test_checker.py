"""What a pack must be besides readable: each class of fault with its file, line, id and field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.questionnaire import Fault, Pack, PackError, from_dict, load_pack, read_pack, to_dict
from app.questionnaire.checker import check

WritePack = Callable[[Mapping[str, str]], Path]

QUESTION = """

[[question]]
id = "{id}"
ask = "What?"
{more}
severity = "low"
why = "It matters."
good = "Good."
red_flag = "Bad."
evidence = ""
law = []
cues = []
feeds = ["P2"]
"""


def faults_of(write_pack: WritePack, text: str) -> list[Fault]:
    return list(read_pack(write_pack({"010-area.toml": text}))[1])


def only_fault(write_pack: WritePack, section: str, more: str, *, question: str = "area.asked") -> Fault:
    """The only fault of a pack with one more question of this shape."""
    text = section + QUESTION.format(id=question, more=more)
    found = faults_of(write_pack, text)
    assert len(found) == 1, [str(fault) for fault in found]
    assert found[0].file == "010-area.toml"
    line = text.splitlines()[found[0].line - 1]
    assert line.startswith(("id = ", f"{found[0].field} = ")), line
    return found[0]


SHAPES = [
    ('type = "one_of"', "choices", "a list of choices; a one_of needs them"),
    ('type = "many_of"', "choices", "a list of choices; a many_of needs them"),
    ('type = "text"\nchoices = ["a"]', "choices", "no choices; a text has none"),
    ('type = "one_of"\nchoices = ["a", "b"]\nexclusive = ["a"]', "exclusive", "no exclusive choices"),
    ('type = "many_of"\nchoices = ["a"]\nexclusive = ["b"]', "exclusive", "'b' is not among them"),
    ('type = "one_of"\nchoices = ["a"]\nsilent_choice = "b"', "silent_choice", "'b' is not among them"),
    ('type = "many_of"\nchoices = ["a"]\nsilent_choice = "a"', "silent_choice", "an exclusive choice"),
    ('type = "number_unit"', "units", "a list of units; a number_unit needs at least one"),
    ('type = "number_unit"\nunits = ["d"]\nbare_units = ["d"]', "bare_units", "'d' is among units too"),
    ('type = "text"\nunits = ["days"]', "units", "no units; a text has none"),
    ('type = "date"\nbare_units = ["none"]', "bare_units", "no bare_units; a date has none"),
    ('type = "table"', "columns", "a list of columns; a table needs them"),
    ('type = "record"', "columns", "a list of columns; a record needs them"),
    ('type = "url"\ncolumns = [{ id = "a", label = "A" }]', "columns", "no columns; a url has none"),
    (
        'type = "table"\ncolumns = [{ id = "a", label = "A" }, { id = "a", label = "B" }]',
        "columns",
        "each column once; 'a' stands 2 times",
    ),
    ('type = "table"\ncolumns = [{ id = "A b", label = "A" }]', "columns", "column ids of small letters"),
    ('type = "table"\ncolumns = [{ id = "a", label = "A", type = "table" }]', "columns", "'a' is a table"),
    (
        'type = "table"\ncolumns = [{ id = "a", label = "A", type = "one_of" }]',
        "columns",
        "choices for one_of",
    ),
    (
        'type = "table"\ncolumns = [{ id = "a", label = "A", choices = ["x"] }]',
        "columns",
        "choices for one_of",
    ),
    ('type = "statement"\ngood_side = "never"', "good_side", "yes or no; found 'never'"),
    ('type = "text"\ngood_side = "no"', "good_side", "only a statement has one"),
]


@pytest.mark.parametrize(
    ("more", "field", "expected"), SHAPES, ids=[f"{case[1]}: {case[2]}" for case in SHAPES]
)
def test_a_type_has_what_it_needs_and_nothing_else(
    write_pack: WritePack, section: str, more: str, field: str, expected: str
) -> None:
    fault = only_fault(write_pack, section, more)
    assert (fault.id, fault.field) == ("area.asked", field)
    assert expected in fault.expected


def test_a_column_wants_id_and_label_of_a_known_kind(write_pack: WritePack, section: str) -> None:
    more = 'type = "table"\ncolumns = [{ id = "a" }, { label = "B", typ = "text" }]'
    found = faults_of(write_pack, section + QUESTION.format(id="area.asked", more=more))
    assert [(f.id, f.field) for f in found] == [
        ("area.asked", "label"),
        ("area.asked", "id"),
        ("area.asked", "typ"),
    ]
    assert "did you mean 'type'?" in found[-1].expected


@pytest.mark.parametrize("code", ["P21", "P", "A1", "P3.", "P03", "p3", "P3.A 1"])
def test_feeds_are_places_of_the_profile(write_pack: WritePack, section: str, code: str) -> None:
    found = faults_of(write_pack, section.replace('feeds = ["P3.A1"]', f'feeds = ["P0", "{code}"]'))
    assert [(f.id, f.field) for f in found] == [("area.kept", "feeds")]
    assert code in found[0].expected


@pytest.mark.parametrize("code", ["P0", "P20", "P3.A1", "P3.A5b", "P7.1", "P16.GDPR"])
def test_places_of_the_profile_are_known(write_pack: WritePack, section: str, code: str) -> None:
    assert faults_of(write_pack, section.replace("P3.A1", code)) == []


IDS = [
    ("area.kept", "an id of its own; area.kept is used before"),
    ("area.kept.where", "an id of its own; area.kept.where is used before"),
    ("area", "words of small letters, digits and _ with dots between them"),
    ("Area.asked", "words of small letters, digits and _ with dots between them"),
    ("area..asked", "words of small letters, digits and _ with dots between them"),
    ("area.true", "'true' means something else there"),
    ("area.in.here", "'in' means something else there"),
    ("package.asked", "'package' means something else there"),
    ("jurisdictions.asked", "'jurisdictions' means something else there"),
    ("area.kept.value", "another word than 'value'"),
]


@pytest.mark.parametrize(("question", "expected"), IDS, ids=[case[0] for case in IDS])
def test_an_id_can_be_named_in_a_condition_and_is_used_once(
    write_pack: WritePack, section: str, question: str, expected: str
) -> None:
    fault = only_fault(write_pack, section, 'type = "text"', question=question)
    assert (fault.id, fault.field) == (question, "id")
    assert expected in fault.expected


@pytest.mark.parametrize("word", ["state", "value", "unit", "rows", "cited", "reason"])
def test_a_follow_up_may_not_hide_what_conditions_read(
    write_pack: WritePack, section: str, word: str
) -> None:
    text = section.replace("area.kept.where", f"area.kept.{word}").replace("area.kept.state ==", "'yes' ==")
    found = faults_of(write_pack, text)
    assert [(f.id, f.field) for f in found] == [(f"area.kept.{word}", "id")]
    assert f"another word than {word!r}" in found[0].expected


@pytest.mark.parametrize(
    "wrong", ["area.where", "area.kept.where.exactly", "other.kept.where", "area.keptwhere"]
)
def test_the_id_of_a_follow_up_extends_that_of_its_question(
    write_pack: WritePack, section: str, wrong: str
) -> None:
    text = section.replace("area.kept.where", wrong)
    found = faults_of(write_pack, text)
    assert [(f.id, f.field) for f in found] == [(wrong, "id")]
    assert found[0].expected.startswith("the id of its question and one more word (area.kept.word)")
    assert text.splitlines()[found[0].line - 1].strip() == f'id = "{wrong}"'


def test_a_section_id_is_one_word(write_pack: WritePack, section: str) -> None:
    found = faults_of(write_pack, section.replace('"area"', '"the area"'))
    assert [(f.id, f.field, f.line) for f in found] == [("the area", "id", 2)]


def test_a_pack_from_a_snapshot_is_checked_with_the_lines_it_kept(k12: Pack) -> None:
    data = to_dict(k12)
    question = data["sections"][3]["questions"][0]
    question["type"] = "one_of"
    found = check(from_dict(data))
    assert [(f.file, f.id, f.field) for f in found if f.field == "choices"] == [
        ("040-ferpa.toml", "ferpa.ownership", "choices")
    ]
    assert found[0].line == int(question["place"].partition(":")[2])


pieces = st.sampled_from(
    [
        "area",
        "area.kept",
        "area.kept.where",
        "statement",
        "one_of",
        "state",
        "when",
        "=",
        "[",
        "]",
        '"',
        "id",
        "yes",
        "\n",
    ]
)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_pack_with_anything_changed_is_read_or_refused_but_never_breaks(
    write_pack: WritePack, section: str, data: st.DataObject
) -> None:
    text = section + QUESTION.format(id="area.asked", more='type = "one_of"\nchoices = ["a", "b"]')
    for _ in range(data.draw(st.integers(1, 3))):
        words = text.split(" ")
        at = data.draw(st.integers(0, len(words) - 1))
        words[at] = data.draw(pieces)
        text = " ".join(words)
    folder = write_pack({"010-area.toml": text})
    _, faults = read_pack(folder)
    try:
        load_pack(folder)
    except PackError as error:
        refused = error.faults
    else:
        refused = ()
    assert refused == faults
    assert all(fault.expected and fault.file for fault in faults)
