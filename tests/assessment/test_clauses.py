from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.answer import Number
from app.assessment.clauses import (
    filled,
    inflected,
    label_inside,
    listed,
    names_in,
    number_text,
    one_line,
    stopped,
    without_stop,
    words_of,
)
from app.assessment.frames import Form
from tests.assessment.answered import k12
from tests.hostile import HOSTILE


def put(template: str, form: Form = Form.THIRD, **words: str) -> str:
    return filled(template, form, words.get)


def test_a_columns_name_begins_small_inside_a_sentence_unless_it_begins_with_an_abbreviation() -> None:
    assert label_inside("Where it is listed") == "where it is listed"
    assert label_inside("NDPA category") == "NDPA category"


def test_verbs_stand_in_the_form_that_is_asked_for() -> None:
    assert inflected("[does not sell|not sell], rent or trade", Form.INFINITIVE) == "not sell, rent or trade"
    assert inflected("[keeps|keep] and [uses|use]", Form.THIRD) == "keeps and uses"


@pytest.mark.parametrize(
    ("template", "words", "text"),
    [
        ("a way {route} to see", {"route": ", through the school,"}, "a way, through the school, to see"),
        ("a way {route} to see", {"route": ""}, "a way to see"),
        ("within {value}", {"value": "3 days"}, "within 3 days"),
        ("gives no number ({words})", {"words": ""}, "gives no number"),
        ('gives no number ("{words}")', {"words": "promptly"}, 'gives no number ("promptly")'),
        ('gives no number ("{words}")', {"words": '"promptly"'}, 'gives no number ("promptly")'),
        ('gives ("{words}")', {"words": "a b c d e f g h i"}, "gives (a b c d e f g h i)"),
        ("{unknown} stays", {}, "{unknown} stays"),
        ("{value}", {"value": "{value} [keeps|keep]"}, "{value} [keeps|keep]"),
    ],
)
def test_slots_are_filled_without_leaving_holes(template: str, words: dict[str, str], text: str) -> None:
    assert put(template, **words) == text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_a_person_typed_is_never_read_as_a_template(text: str) -> None:
    assert put("kept: {value}", value=text) == f"kept: {text}"


def test_names_of_slots_are_found() -> None:
    assert names_in('a {b} ("{c}") {b}') == ("b", "c", "b")


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Backups age out.", "Backups age out"),
        ("Acme, Inc.", "Acme, Inc."),
        ("in the U.S.", "in the U.S."),
        ("and so on...", "and so on..."),
        ("Really?", "Really?"),
        (" two\n lines. ", "two lines"),
        ("Plan B.", "Plan B."),
        ("", ""),
    ],
)
def test_a_full_stop_goes_where_the_sentence_goes_on(text: str, inside: str) -> None:
    assert without_stop(text) == inside


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It ends", "It ends."),
        ("It ends.", "It ends."),
        ("Does it?", "Does it?"),
        ('It says "yes."', 'It says "yes."'),
        ('It says "yes"', 'It says "yes".'),
        ("by Acme, Inc.", "by Acme, Inc."),
        ("in brackets (so.)", "in brackets (so.)."),
        ("and on…", "and on…"),
    ],
)
def test_a_sentence_ends_once(text: str, sentence: str) -> None:
    assert stopped(text) == sentence


def test_lists_read_as_a_person_writes_them() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"], "or") == "a or b"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b, c", "d"]) == "a; b, c; and d"
    assert listed(["logs", "monitoring and alerts", "scans"]) == "logs; monitoring and alerts; and scans"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Number(1, "days"), "1 day"),
        (Number(1, "business days"), "1 business day"),
        (Number(2.5, "hours"), "2.5 hours"),
        (Number(3.0, "months"), "3 months"),
        (Number(1, "days before closing"), "1 day before closing"),
        (Number(None, "none stated"), "none stated"),
    ],
)
def test_numbers_agree_with_their_units(number: Number, text: str) -> None:
    assert number_text(number) == text


def test_values_read_as_words() -> None:
    pack = k12()
    assert words_of(pack.question("policy.effective_date"), "2020-12-15", {}) == "15 Dec 2020"
    many = pack.question("breach.recipients")
    assert (
        words_of(many, ("users", "attorney general"), {"users": "the users"})
        == "the users and attorney general"
    )
    record = pack.question("audit.independent")
    value = {"date": "2026-06-30", "assessor": "Audit House.", "type": " ", "shared": "yes"}
    assert words_of(record, value, {}) == "assessor: Audit House; date: 30 Jun 2026; shared with schools: yes"
    assert words_of(many, None, {}) == ""


@given(st.text())
def test_no_text_changes_but_for_space_and_a_stop(text: str) -> None:
    inside = without_stop(text)
    assert "\n" not in inside
    assert "  " not in inside
    assert one_line(text).startswith(inside)
    assert len(one_line(text)) - len(inside) <= 2
