"""`assess answer`: one change per command, every type of value, and a person who is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from app.store import Store
from tests.cli.conftest import DOWN, ENTER, INTERRUPT, Assess

Person = Callable[..., Result]
AT_REST = "security.encryption.at_rest"


def answer(assess: Assess, question: str) -> dict[str, Any]:
    data = json.loads(assess("show", "acme", question, "--json").stdout)["answers"][question]
    assert isinstance(data, dict)
    return data


def changes(database: Path) -> int:
    with Store.open(database, read_only=True) as store:
        return len(store.changes(store.find("acme").id))


@pytest.mark.parametrize(
    ("question", "value", "stored"),
    [
        ("product.overview", "Two\nlines", "Two\nlines"),
        ("product.overview", "@@home", "@home"),
        ("product.overview", '{"not": "json here"}', '{"not": "json here"}'),
        ("policy.effective_date", "November 22, 2026", "2026-11-22"),
        ("breach.deadline", "72 hours", {"number": 72, "unit": "hours"}),
        ("breach.deadline", '{"number": 3, "unit": "days"}', {"number": 3, "unit": "days"}),
        ("review.jurisdictions", "ny; CA", ["CA", "NY"]),
        ("review.jurisdictions", '["NY"]', ["NY"]),
        ("review.reviewer", '{"name": "R."}', {"name": "R."}),
        ("thirdparty.register", '[{"name": "Plivo"}]', [{"name": "Plivo"}]),
        ("product.name.url", "https://example.org", "https://example.org"),
    ],
)
def test_values_of_every_type(begun: Assess, question: str, value: str, stored: object) -> None:
    result = begun("answer", "acme", question, "--value", value)
    assert result.exit_code == 0, result.output
    assert not result.stdout
    assert answer(begun, question)["value"] == stored
    assert answer(begun, question)["state"] == "answered"


def test_everything_given_is_one_change(begun: Assess, database: Path) -> None:
    before = changes(database)
    result = begun(
        *("answer", "acme", AT_REST, "partial", "--reason", "Backups are not named.", "--note", "ask"),
        *("--cite", "D1", "line 46", "AES-256", "--cite", "D2", "page 4", ""),
    )
    assert result.exit_code == 0
    assert result.stderr.startswith(f"{AT_REST}: partial. ")
    assert changes(database) == before + 1
    found = answer(begun, AT_REST)
    assert (found["state"], found["reason"], found["note"]) == ("partial", "Backups are not named.", "ask")
    assert [(c["document"], c["place"], c["quote"]) for c in found["citations"]] == [
        ("D1", "line 46", "AES-256"),
        ("D2", "page 4", ""),
    ]
    assert begun("answer", "acme", AT_REST, "--cite", "D1", "line 46", "AES-256").exit_code == 0
    assert changes(database) == before + 1


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("yes", "yes. "),
        ("partial", "partial, and the reason is missing. "),
        ("na", "not applicable, and the reason is missing. "),
        ("N/A", "not applicable, and the reason is missing. "),
        ("not-addressed", "not addressed. "),
        ("no", "no. "),
        ("unanswered", "open. "),
    ],
)
def test_states_and_what_is_said_about_them(begun: Assess, state: str, says: str) -> None:
    result = begun("answer", "acme", AT_REST, state)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"{AT_REST}: {says}")
    assert "next open: " in result.stderr


def test_unanswered_takes_state_value_and_reason_away(begun: Assess) -> None:
    begun("answer", "acme", AT_REST, "partial", "--reason", "x", "--note", "stays")
    assert begun("answer", "acme", AT_REST, "unanswered").exit_code == 0
    found = answer(begun, AT_REST)
    assert (found["state"], found["reason"], found["note"]) == ("unanswered", "", "stays")


def test_an_answer_to_a_question_not_in_force_is_kept_and_said(begun: Assess) -> None:
    result = begun("answer", "acme", "gdpr.rights", "yes")
    assert result.exit_code == 0
    assert "not in force" in result.stderr


def test_an_emptied_value_leaves_it_open(begun: Assess) -> None:
    begun("answer", "acme", "thirdparty.register", "--value", '[{"name": "Plivo"}]')
    assert begun("answer", "acme", "thirdparty.register", "--value", "").exit_code == 0
    assert answer(begun, "thirdparty.register")["state"] == "unanswered"
    begun("answer", "acme", "product.overview", "--value", "x")
    assert begun("answer", "acme", "product.overview", "--value", "").exit_code == 0
    assert answer(begun, "product.overview")["state"] == "unanswered"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Missing argument SLUG"),
        (["acme"], "Missing argument QUESTION"),
        (["acme", AT_REST], "Missing argument STATE, or --value"),
        (["acm", AT_REST, "yes"], "Did you mean acme?"),
        (["acme", "security.encryption.at_res", "yes"], f"Did you mean {AT_REST}"),
        (["acme", AT_REST, "yse"], 'Did you mean "yes"?'),
        (["acme", AT_REST, "answered"], "does not fit a statement question"),
        (["acme", AT_REST, "--value", "x"], "takes yes, partial or no, not a value"),
        (["acme", "breach.deadline", "yes"], "yes does not fit"),
        (["acme", "breach.deadline", "answered"], "needs its value"),
        (["acme", "breach.deadline", "--value", "soon"], '"soon" is not a number of'),
        (["acme", "breach.deadline", "--value", '{"number": 72'], "is not JSON (line 1"),
        (["acme", "breach.deadline", "--value", '{"number": 1e999, "unit": "hours"}'], "less than"),
        (["acme", "policy.effective_date", "--value", "2026-02-30"], "is not a date"),
        (["acme", "product.name.url", "--value", "javascript:alert(1)"], "is not a web address"),
        (["acme", "review.jurisdictions", "--value", "Atlantis"], "is not one of"),
        (["acme", "review.reviewer", "--value", "Bob"], 'it looks like {"name": '),
        (["acme", "review.reviewer", "--value", '{"nmae": "x"}'], 'did you mean "name"?'),
        (["acme", "thirdparty.register", "--value", "[" * 100_000], "nested too deeply"),
        (["acme", "thirdparty.register", "--value", '[{"nmae": "x"}]'], "Row 1: "),
        (["acme", "thirdparty.register", "--value", '{"name": "x"}'], "takes a list of rows"),
        (["acme", "thirdparty.register", "--value", '[{"name": 1}, 2]'], "Row 2: "),
        (["acme", AT_REST, "yes", "--cite", "", "line 4", "x"], "needs its document"),
        (["acme", AT_REST, "yes", "--cite", "D1"], "--cite"),
    ],
)
def test_what_does_not_fit_is_2_and_changes_nothing(
    begun: Assess, database: Path, words: list[str], says: str
) -> None:
    before = changes(database)
    result = begun("answer", *words)
    assert result.exit_code == 2
    assert says in result.stderr, result.stderr
    assert "Traceback" not in result.stderr
    assert changes(database) == before


def test_a_value_from_a_file_or_standard_input(begun: Assess, tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text('\ufeff[{"name": "Plivo é"}]', encoding="utf-8")
    assert begun("answer", "acme", "thirdparty.register", "--value", "@rows.json").exit_code == 0
    assert answer(begun, "thirdparty.register")["value"] == [{"name": "Plivo é"}]
    assert begun("answer", "acme", "product.overview", "--value", "-", typed="From\nstdin\n").exit_code == 0
    assert answer(begun, "product.overview")["value"] == "From\nstdin"


@pytest.mark.parametrize(
    ("value", "typed", "says"),
    [
        ("@missing.json", b"", "there is no such file"),
        ("@.", b"", "is a folder"),
        ("@/dev/zero", b"", "is a device"),
        ("@latin1.txt", b"", "is not UTF-8 text (line 2)"),
        ("@big.txt", b"", "too large"),
        ("-", b"a\n\xe9", "standard input is not UTF-8 text (line 2)"),
        ("-", b"x" * (8 * 1024 * 1024 + 1), "too large"),
    ],
)
def test_a_file_that_cannot_be_a_value_is_4(
    begun: Assess, tmp_path: Path, database: Path, value: str, typed: bytes, says: str
) -> None:
    (tmp_path / "latin1.txt").write_bytes(b"a\ncaf\xe9")
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    before = changes(database)
    result = begun("answer", "acme", "product.overview", "--value", value, typed=typed)
    assert result.exit_code == 4
    assert says in result.stderr
    assert changes(database) == before


# --- somebody to ask -----------------------------------------------------------------------------------


def test_a_person_is_asked_for_everything(begun: Assess, person: Person) -> None:
    keys = [ENTER, f"{AT_REST}{ENTER}", DOWN + ENTER, f"Backups are not named.{ENTER}"]
    followups = [ENTER, f"AES-256{ENTER}", DOWN * 3 + ENTER]
    result = person("".join(keys + followups), "answer")
    assert result.exit_code == 0, result.output
    found = answer(begun, AT_REST)
    assert (found["state"], found["reason"]) == ("partial", "Backups are not named.")
    assert answer(begun, f"{AT_REST}.method")["value"] == "AES-256"
    assert answer(begun, f"{AT_REST}.stores_covered")["state"] == "not_addressed"


def test_enter_alone_takes_the_next_open_question(begun: Assess, person: Person) -> None:
    result = person(ENTER + DOWN * 3 + ENTER, "answer", "acme")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("review.reviewer: not addressed. ")


def test_a_question_that_does_not_exist_is_asked_again(begun: Assess, person: Person) -> None:
    result = person(f"at_rest{ENTER}\x15{AT_REST}{ENTER}" + DOWN * 2 + ENTER, "answer", "acme")
    assert result.exit_code == 0, result.output
    assert answer(begun, AT_REST)["state"] == "no"


@pytest.mark.parametrize(
    ("question", "keys", "stored"),
    [
        ("product.child_directed", ENTER + DOWN + ENTER, None),
        ("review.jurisdictions", ENTER + DOWN + " " + ENTER, ["CA", "CT"]),
        ("breach.deadline", f"{ENTER}soon{ENTER}\x15" + f"72 hours{ENTER}", {"number": 72, "unit": "hours"}),
        ("product.overview", f"{ENTER}One{ENTER}two\x1b{ENTER}", "One\ntwo"),
        ("policy.effective_date", f"{ENTER}{ENTER}2020-12-15{ENTER}", "2020-12-15"),
        ("review.reviewer", ENTER * 7 + f"R.{ENTER}" + ENTER * 5, {"name": "R."}),
        ("signoff.conclusion", ENTER + DOWN * 4 + ENTER * 4, {"tier": "Does not meet"}),
    ],
)
def test_a_person_gives_values_of_every_type(
    begun: Assess, person: Person, question: str, keys: str, stored: object
) -> None:
    result = person(keys + INTERRUPT, "answer", "acme", question)
    assert result.exit_code in (0, 130), result.output
    found = answer(begun, question)
    assert found["state"] == "answered"
    assert found["value"] == stored if stored is not None else isinstance(found["value"], str)


def test_a_person_adds_rows_to_a_register(begun: Assess, person: Person) -> None:
    begun("answer", "acme", "product.contacts", "--value", '[{"name": "First"}]')
    from app.questionnaire import load_installed

    columns = load_installed().by_id["product.contacts"].columns
    row = "".join("Second" + ENTER if column.id == "name" else ENTER for column in columns)
    result = person(ENTER + "y" + row + "n" + INTERRUPT, "answer", "acme", "product.contacts")
    assert result.stderr.startswith("product.contacts: answered. ")
    assert answer(begun, "product.contacts")["value"] == [{"name": "First"}, {"name": "Second"}]


def test_a_given_state_is_only_asked_for_its_reason(begun: Assess, person: Person) -> None:
    result = person(f" {ENTER}Because.{ENTER}", "answer", "acme", AT_REST, "na")
    assert result.exit_code == 0, result.output
    assert answer(begun, AT_REST)["reason"] == "Because."
    assert person("", "answer", "acme", AT_REST, "na").exit_code == 0
    assert person("", "answer", "acme", "ferpa.ownership", "yes").exit_code == 0
    assert person("", "answer", "acme", "ferpa.ownership", "--note", "only this").exit_code == 0


def test_a_partial_answer_with_its_reason_is_not_asked_for_a_value_that_nobody_knows(
    begun: Assess, person: Person
) -> None:
    given = ("answer", "acme", "policy.document", "partial", "--reason", "its address is not given")
    assert person("", *given).exit_code == 0
    assert answer(begun, "policy.document")["state"] == "partial"


def test_a_wrong_state_is_not_asked_about(begun: Assess, person: Person) -> None:
    assert person("", "answer", "acme", AT_REST, "yse").exit_code == 2


@pytest.mark.parametrize(
    "keys", ["", ENTER, ENTER + f"{AT_REST}{ENTER}", ENTER + f"{AT_REST}{ENTER}{DOWN}{ENTER}half"]
)
def test_leaving_any_prompt_is_130_and_changes_nothing(
    begun: Assess, person: Person, database: Path, keys: str
) -> None:
    before = changes(database)
    result = person(keys + INTERRUPT, "answer")
    assert result.exit_code == 130
    assert changes(database) == before


def test_what_was_answered_before_leaving_a_followup_stays(begun: Assess, person: Person) -> None:
    result = person(f"{DOWN}{ENTER}Reason.{ENTER}{INTERRUPT}", "answer", "acme", AT_REST)
    assert result.exit_code == 130
    assert answer(begun, AT_REST)["state"] == "partial"


def test_a_row_is_added_with_the_passage_it_was_read_from(begun: Assess) -> None:
    register = "thirdparty.register"
    begun("answer", "acme", register, "--value", '[{"name": "Plivo"}]')
    cited = ["--cite", "D1", "line 3", "Postbird sends mail"]
    assert begun("answer", "acme", register, "--add-row", '{"name": "Postbird"}', *cited).exit_code == 0
    data = json.loads(begun("show", "acme", register, "--json").stdout)["answers"][register]
    assert [row["name"] for row in data["value"]] == ["Plivo", "Postbird"]
    assert [(one["row"], one["quote"]) for one in data["citations"]] == [(2, "Postbird sends mail")]
    for words in (
        [register, "--add-row", "[]"],
        [register, "--add-row", '{"name": 3}'],
        [register, "--add-row", '{"colour": "red"}'],
        [register, "--add-row", '{"name": "x"}', "--note", "y"],
        ["ferpa.ownership", "--add-row", '{"name": "x"}'],
    ):
        assert begun("answer", "acme", *words).exit_code == 2
