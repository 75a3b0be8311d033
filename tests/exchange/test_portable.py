"""A portable file says everything, comes back equal, and is refused with every fault where it does not fit."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.answer import Answer, Answers, Assessment, Citation, Number, Row, Searched, State
from app.assessment.findings import Disposition, Names
from app.assessment.journal import fold
from app.assessment.states import states_for
from app.assessment.values import InvalidValue, clean, parse, rows_of
from app.exchange.portable import NotPortable, Portable, from_toml, text_of, to_toml
from app.questionnaire import Fault, PackError
from app.questionnaire.model import AnswerType, Column, Pack, Question, Section
from tests.hostile import HOSTILE, LONG_WORD

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def asked(name: str, kind: AnswerType, **more: Any) -> Question:
    return Question(f"all.{name}", "all", kind, f"Ask {name}?", **more)


PACK = Pack(
    "trial",
    "1.0",
    "Every type",
    (
        Section(
            "all",
            "All",
            (
                asked("statement", AnswerType.STATEMENT),
                asked(
                    "one_of",
                    AnswerType.ONE_OF,
                    choices=("red", "blue", "not stated"),
                    silent_choice="not stated",
                ),
                asked("many_of", AnswerType.MANY_OF, choices=("a", "b b", "none"), exclusive=("none",)),
                asked("text", AnswerType.TEXT),
                asked("long_text", AnswerType.LONG_TEXT),
                asked("date", AnswerType.DATE),
                asked(
                    "number_unit",
                    AnswerType.NUMBER_UNIT,
                    units=("hours", "days"),
                    bare_units=("none stated",),
                ),
                asked("email", AnswerType.EMAIL),
                asked("url", AnswerType.URL),
                asked("record", AnswerType.RECORD, columns=(Column("name", "Name"), Column("note", "Note"))),
                asked(
                    "table",
                    AnswerType.TABLE,
                    columns=(
                        Column("name", "Company"),
                        Column("since", "Since", AnswerType.DATE),
                        Column("use", "Use", AnswerType.ONE_OF, ("yes", "no")),
                    ),
                ),
            ),
        ),
        Section(
            "review",
            "Review",
            (
                Question(
                    "review.documents", "review", AnswerType.TABLE, "?", columns=(Column("doc_id", "Id"),)
                ),
            ),
        ),
    ),
    sha256="f" * 64,
)
HEADER = """\
format = 1
[assessment]
slug = "acme"
vendor = "Acme"
product = "Acme Learn"
created_at = 2026-11-22T10:00:00Z
changed_at = 2026-11-22T12:00:00Z
[pack]
id = "trial"
version = "1.0"
sha256 = ""
"""


@dataclass(frozen=True)
class Seen:
    assessment: Assessment
    answers: Answers
    pack: Pack = PACK
    dispositions: Mapping[str, Disposition] = field(default_factory=dict)
    names: Names = field(default_factory=dict)


def seen(answers: Answers = {}, **fields: Any) -> Seen:  # noqa: B006 - never changed
    assessment = Assessment(7, "acme", "Acme", "Acme Learn", "trial", "1.0", PACK.sha256, NOON, NOON)
    return Seen(replace(assessment, **fields), answers)


def installed(pack_id: str) -> Pack:
    if pack_id != PACK.id:
        raise PackError([Fault(pack_id, 0, "", "", "an installed pack")])
    return PACK


def read(text: str) -> Portable:
    return from_toml(text, installed)


def answers_of(portable: Portable) -> Answers:
    return fold(portable.changes).answers


def faults_of(text: str) -> list[str]:
    with pytest.raises(NotPortable) as refused:
        read(text)
    return [str(fault) for fault in refused.value.faults]


TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
        st.sampled_from(['"', "\\", "\n", "\r", "\t", "\x1b", "\u202e", "\u2028"]),
    ),
    max_size=60,
)
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CITATIONS = st.builds(
    Citation,
    TEXT.map(str.strip).filter(bool),
    TEXT.map(str.strip).filter(bool),
    TEXT.map(str.strip),
    st.none(),
    st.none(),
) | st.builds(
    Citation, st.just("D1"), st.just("line 1"), st.just("x"), st.integers(0, 99), st.integers(99, 9999)
)
SEARCHED = st.none() | st.builds(
    Searched,
    st.lists(TEXT, max_size=4).map(tuple),
    st.lists(TEXT, max_size=2).map(tuple),
    st.sampled_from(["nothing", "weak", "found"]),
)
RAW = {
    AnswerType.STATEMENT: st.none(),
    AnswerType.ONE_OF: st.sampled_from(["red", "blue"]),
    AnswerType.MANY_OF: st.lists(st.sampled_from(["a", "b b"])),
    AnswerType.TEXT: TEXT,
    AnswerType.LONG_TEXT: TEXT,
    AnswerType.DATE: st.dates(datetime(1900, 1, 1).date()).map(str),  # noqa: DTZ001
    AnswerType.NUMBER_UNIT: st.builds(
        lambda n, u: {"number": n, "unit": u},
        st.integers(0, 999_999) | st.floats(0, 999_999),
        st.sampled_from(["hours", "days"]),
    )
    | st.just("none stated"),
    AnswerType.EMAIL: st.emails(),
    AnswerType.URL: st.sampled_from(["https://example.org/a?b=c#d", "HTTP://X/\u202e"]),
    AnswerType.RECORD: st.dictionaries(st.sampled_from(["name", "note"]), TEXT),
    AnswerType.TABLE: st.lists(
        st.fixed_dictionaries({}, optional={"name": TEXT, "use": st.sampled_from(["yes", "no"])}), max_size=4
    ),
}


@st.composite
def given_answers(draw: st.DrawFn) -> Answers:
    found = {}
    for question in PACK.items:
        if question.id == "review.documents" or draw(st.booleans()):
            continue
        value = parse(question, draw(RAW[question.type]))
        allowed = [s for s in states_for(question) if s is not State.ANSWERED or value is not None]
        rows = st.sampled_from(["", *(row.id for row in rows_of(value))])
        found[question.id] = Answer(
            draw(st.sampled_from(allowed)),
            value,
            draw(TEXT).strip(),
            draw(TEXT).strip("\n"),
            tuple(replace(c, row=draw(rows)) for c in draw(st.lists(CITATIONS, max_size=3))),
            draw(st.booleans()),
            draw(SEARCHED),
            draw(TEXT).strip(),
            draw(TEXT),
            draw(TIMES),
        )
    return found


@given(given_answers(), TIMES, TIMES)
def test_everything_comes_back_and_a_second_export_is_the_same_bytes(
    answers: Answers, created: datetime, changed: datetime
) -> None:
    before = seen(answers, created_at=created, changed_at=changed)
    text = to_toml(before)
    portable = read(text)
    assert replace(portable.assessment, id=7) == before.assessment
    assert answers_of(portable) == answers
    assert all("D1" in warning for warning in portable.warnings)
    assert to_toml(Seen(portable.assessment, answers_of(portable))).encode() == text.encode()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_comes_back_in_every_place(text: str) -> None:
    text = clean(text)
    tidy = text.strip() or "x"
    answer = Answer(
        State.ANSWERED,
        tidy,
        tidy,
        text.strip("\n"),
        (Citation(tidy, tidy, tidy),),
        searched=Searched((text, tidy), (tidy,)),
        reopened=tidy,
        by=text,
        at=NOON,
    )
    rows = (Row("r1", {"name": tidy}), Row("r2", {}))
    answers = {
        "all.text": answer,
        "all.record": Answer(State.PARTIAL, {"name": tidy, "note": tidy}, at=NOON),
        "all.table": Answer(State.ANSWERED, rows, at=NOON),
    }
    written = to_toml(seen(answers))
    assert "\x1b" not in written
    assert "\x9b" not in written
    assert answers_of(read(written)) == answers


def test_a_long_word_comes_back() -> None:
    answers = {"all.long_text": Answer(State.ANSWERED, LONG_WORD, at=NOON)}
    assert answers_of(read(to_toml(seen(answers)))) == answers


def test_the_file_reads_as_a_person_would_write_it() -> None:
    answers = {
        "all.table": Answer(
            State.ANSWERED,
            (Row("r9", {"name": "Plivo", "use": "yes"}), Row("r4", {"name": "X"})),
            citations=(Citation("D1", "line 7", "X", row="r4"), Citation("D1", "line 9", row="r5")),
        ),
        "all.text": Answer(
            State.NOT_ADDRESSED, searched=Searched(("encrypt*", 'at "rest"'), ("D1", "D2")), at=NOON
        ),
        "all.long_text": Answer(State.ANSWERED, "x", reopened="1 quote is gone", at=NOON),
        "all.statement": Answer(
            State.PARTIAL,
            reason="Only at rest.\nBackups are not named.",
            citations=(Citation("D1", "line 46", 'the "data"'), Citation("D2", "page 4", "x", 3, 9)),
            flag=True,
            by="R. Reviewer",
            at=NOON + timedelta(microseconds=5),
        ),
        "all.number_unit": Answer(State.ANSWERED, Number(72.0, "hours"), at=NOON),
        "all.many_of": Answer(State.ANSWERED, ("a", "b b"), at=NOON),
    }
    expected = """\
# A portable assessment, written by `assess export --format toml`; `assess import` reads it.
# An answer that is not here was never given. The file is whole when it ends with [end].
format = 1

[assessment]
slug = "acme"
vendor = "Acme"
product = "Acme Learn"
created_at = 2026-11-22T12:00:00Z
changed_at = 2026-11-22T12:00:00Z

[pack]
id = "trial"
version = "1.0"
sha256 = "HASH"

[[answer]]
question = "all.statement"
state = "partial"
reason = \"\"\"
Only at rest.
Backups are not named.\"\"\"
flag = true
at = 2026-11-22T12:00:00.000005Z
by = "R. Reviewer"
citations = [
  { document = "D1", place = "line 46", quote = "the \\"data\\"" },
  { document = "D2", place = "page 4", quote = "x", start = 3, end = 9 },
]

[[answer]]
question = "all.many_of"
state = "answered"
value = ["a", "b b"]
at = 2026-11-22T12:00:00Z

[[answer]]
question = "all.text"
state = "not_addressed"
at = 2026-11-22T12:00:00Z
[answer.searched]
terms = ["encrypt*", "at \\"rest\\""]
documents = ["D1", "D2"]
outcome = "nothing"

[[answer]]
question = "all.long_text"
state = "answered"
value = "x"
reopened = "1 quote is gone"
at = 2026-11-22T12:00:00Z

[[answer]]
question = "all.number_unit"
state = "answered"
value = { number = 72, unit = "hours" }
at = 2026-11-22T12:00:00Z

[[answer]]
question = "all.table"
state = "answered"
citations = [
  { document = "D1", place = "line 7", quote = "X", row = 2 },
  { document = "D1", place = "line 9" },
]
[[answer.row]]
name = "Plivo"
use = "yes"
[[answer.row]]
name = "X"

[end]
"""
    assert to_toml(seen(answers)) == expected.replace("HASH", PACK.sha256)


def test_a_row_is_cited_by_its_number_and_found_again_under_its_new_id() -> None:
    rows = (Row("r9", {"name": "Plivo"}), Row("r4", {"name": "X"}))
    citations = (
        Citation("D1", "line 7", row="r4"),
        Citation("D1", "line 8", row="r9"),
        Citation("D1", "line 9"),
    )
    answers = {"all.table": Answer(State.ANSWERED, rows, citations=citations, at=NOON)}
    back = answers_of(read(to_toml(seen(answers))))["all.table"]
    named = {row.id: row.cells["name"] for row in rows_of(back.value)}
    assert [named.get(citation.row, "") for citation in back.citations] == ["X", "Plivo", ""]


def test_a_lost_quote_comes_back_as_lost() -> None:
    citations = (
        Citation("D1", "line 7", "gone words", 3, 9, lost="gone"),
        Citation("D1", "line 8", "changed words", lost="changed"),
        Citation("D1", "line 9", "words"),
    )
    answers = {"all.statement": Answer(State.YES, citations=citations, at=NOON)}
    written = to_toml(seen(answers))
    assert answers_of(read(written)) == answers
    assert written.count("lost") == 2


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('citations = [{ document = "D1", place = "p", lost = "stolen" }]', "lost must be changed or gone"),
        ('citations = [{ document = "D1", place = "p", row = 3 }]', "the number of a row, 1 to 2"),
        ('citations = [{ document = "D1", place = "p", row = 0 }]', "the number of a row, 1 to 2"),
        ('citations = [{ document = "D1", place = "p", row = true }]', "the number of a row, 1 to 2"),
        ('citations = [{ document = "D1", place = "p", row = "r1" }]', "the number of a row, 1 to 2"),
        ("searched = 3", "searched must be a table"),
        ('searched = { terms = "x", documents = [] }', "terms must be a list of texts"),
        ("searched = { terms = [] }", "documents must be a list of texts"),
        ('searched = { terms = [], documents = [], outcome = "?" }', "outcome must be one of nothing, weak"),
        ("searched = { terms = [], documents = [], outcome = [] }", "outcome must be one of nothing, weak"),
        ("searched = { terms = [], documents = [], docs = [] }", 'did you mean "documents"'),
        ("reopened = true", "reopened must be a text"),
    ],
)
def test_what_was_searched_and_which_row_is_cited_is_checked(line: str, problem: str) -> None:
    (fault,) = faults_of(
        f'{HEADER}[[answer]]\nquestion = "all.table"\n{line}\n[[answer.row]]\n[[answer.row]]\n[end]\n'
    )
    assert fault.startswith("line 14, all.table: ")
    assert problem in fault


def test_changes_come_in_the_order_they_were_made() -> None:
    answers = {
        "all.statement": Answer(State.YES, at=NOON),
        "all.text": Answer(State.ANSWERED, "x", at=NOON - timedelta(hours=1)),
    }
    portable = read(to_toml(seen(answers)))
    assert [change.question for change in portable.changes] == ["all.text", "all.statement"]


def test_a_hand_written_file_needs_little() -> None:
    portable = read(
        HEADER
        + """
[[answer]]
question = "all.date"
value = 2020-12-15          # TOML's own date
[[answer]]
question = "all.one_of"
value = "Not stated"
[[answer]]
question = "all.number_unit"
value = "72 hours"
[[answer]]
question = "all.text"
note = "look again"
[[answer]]
question = "all.table"
[[answer.row]]
name = "Plivo"
since = 2020-12-15
"""
    )
    answers = answers_of(portable)
    assert answers["all.date"].value == "2020-12-15"
    assert answers["all.one_of"] == Answer(State.NOT_ADDRESSED, "not stated", at=NOON)
    assert answers["all.number_unit"].value == Number(72, "hours")
    assert answers["all.text"].state is State.UNANSWERED
    assert answers["all.table"].value == (Row("r1", {"name": "Plivo", "since": "2020-12-15"}),)
    assert portable.assessment.pack_sha256 == PACK.sha256


def test_every_fault_is_named_with_its_line() -> None:
    text = HEADER + (
        """
[[answer]]
question = "all.txt"
value = "x"

[[answer]]
question = "all.statement"
state = "yess"
resaon = "typo"

[[answer]]
question = "all.one_of"
state = "answered"
value = "green"

[[answer]]
question = "all.table"
state = "answered"
[[answer.row]]
nmae = "Plivo"
use = "perhaps"
[[answer.row]]
since = "last week"

[[answer]]
question = "all.date"
state = "answered"
value = "2026-02-30"

[[answer]]
question = "all.statement"
state = "yes"

[[answer]]
question = "all.text"
state = "answered"
at = 2026-11-22T10:00:00
citations = [
  { document = "D1", quote = "no place" },
  { place = "line 3", start = 5, end = 2 },
]

[[answer]]
state = "yes"

[[answer]]
question = "all.record"
value = "text"
flag = "yes"
"""
    )
    found = faults_of(text)
    first = HEADER.count("\n") + 1
    expected = [
        (first + 2, "all.txt", 'did you mean "all.text"?'),
        (first + 7, "all.statement", 'state "yess" does not fit; use yes, partial'),
        (first + 8, "all.statement", '"resaon" is not known here; did you mean "reason"?'),
        (first + 13, "all.one_of", '"green" is not one of: red; blue; not stated'),
        (first + 19, "all.table", 'row 1: there is no column "nmae"; did you mean "name"?'),
        (first + 20, "all.table", '"perhaps" is not one of: yes; no'),
        (first + 22, "all.table", "row 2: Since: "),
        (first + 27, "all.date", '"2026-02-30" is not a date'),
        (first + 30, "all.statement", f"answered twice; first on line {first + 5}"),
        (first + 35, "all.text", "its value is missing"),
        (first + 36, "all.text", "a time with its zone"),
        (first + 37, "all.text", "citation 1 does not name its place"),
        (first + 37, "all.text", "citation 2 does not name its document"),
        (first + 37, "all.text", "citation 2: start and end"),
        (first + 42, "answer 8", "question is missing"),
        (first + 47, "all.record", "has no `value`; use `record`"),
        (first + 48, "all.record", "flag must be true or false"),
    ]
    assert len(found) == len(expected), "\n".join(found)
    for fault, (line, where, says) in zip(found, expected, strict=True):
        assert fault.startswith(f"line {line}, {where}: "), (fault, line)
        assert says in fault


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('slug = "acme"', 'slug = "Acme Inc"', "slug must be"),
        ('slug = "acme"', 'slug = "acme\\n"', "slug must be"),
        ('vendor = "Acme"', 'vendor = " "', "vendor is missing"),
        ('vendor = "Acme"', f'vendor = "{"x" * 201}"', "longer than 200"),
        ('product = "Acme Learn"', "", "product is missing"),
        ('product = "Acme Learn"', "product = 3", "product must be a text"),
        ("created_at = 2026-11-22T10:00:00Z", "created_at = 2026-11-22", "created_at must be a time"),
        ("changed_at = 2026-11-22T12:00:00Z", "", "changed_at is missing"),
        ('sha256 = ""', "", "sha256 is missing"),
        ('sha256 = ""', 'sha256 = ""\nurl = "x"', '"url" is not known here'),
    ],
)
def test_the_head_is_checked_too(before: str, after: str, says: str) -> None:
    assert before in HEADER
    assert any(says in fault for fault in faults_of(HEADER.replace(before, after)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a portable assessment"),
        ("%PDF-1.7 \x01", "not a portable assessment"),
        ('{"format": 1}', "not a portable assessment"),
        ("[project]\nname = 'x'", "not a portable assessment"),
        ("a = " + "[" * 5000, "not a portable assessment"),
        ("assessment = 1\npack = 2\nformat = 1", "not a table"),
        (HEADER.replace("format = 1", "format = 2"), "newer assess: it has format 2"),
        (HEADER.replace("format = 1", "format = 0"), "not a portable assessment"),
        (HEADER.replace("format = 1", "format = true"), "not a portable assessment"),
        (HEADER.replace('id = "trial"', 'id = "other"'), 'pack "other", which is not installed'),
        (HEADER.replace('version = "1.0"', 'version = "0.9"'), "trial 0.9; trial 1.0 is installed"),
        (HEADER.replace('version = "1.0"', "version = 1.0"), "[pack] needs id and version"),
        (HEADER.replace('sha256 = ""', 'sha256 = "f"'), "cut off: its last line, [end], is missing"),
        (HEADER.replace('slug = "acme"', "slug = acme"), "cannot be read: invalid value (at line 3"),
        ("format = 1\n[project]\nname = 'x'", "does not have [assessment] and [pack]"),
        ("answer = 3\n" + HEADER, "not a list of [[answer]] tables"),
    ],
)
def test_what_is_not_ours_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(NotPortable) as refused:
        read(text)
    assert says in refused.value.message
    assert not refused.value.faults


def test_a_file_cut_off_anywhere_is_refused() -> None:
    answers = {
        "all.statement": Answer(State.NO, reason="one\ntwo", by="me", at=NOON),
        "all.table": Answer(State.ANSWERED, (Row("r1", {"name": "A", "use": "no"}),), at=NOON),
        "all.many_of": Answer(State.ANSWERED, ("a",), citations=(Citation("D1", "line 1", "x"),), at=NOON),
    }
    whole = to_toml(seen(answers))
    for end in range(len(whole.rstrip())):
        with pytest.raises(NotPortable):
            read(whole[:end])
    assert answers_of(read(whole.rstrip())) == answers


def test_other_wording_of_the_same_pack_is_taken_over_with_a_warning() -> None:
    text = to_toml(seen({"all.statement": Answer(State.YES, at=NOON)}, pack_sha256="0" * 64))
    portable = read(text)
    assert "other wording" in portable.warnings[0]
    assert portable.assessment.pack_sha256 == PACK.sha256


def test_a_document_that_is_not_registered_is_a_warning() -> None:
    answers = {
        "all.statement": Answer(
            State.YES, citations=(Citation("D2", "line 1"), Citation("a.pdf", "p")), at=NOON
        ),
        "review.documents": Answer(State.ANSWERED, (Row("r1", {"doc_id": "D1"}),), at=NOON),
    }
    assert read(to_toml(seen(answers))).warnings == (
        "all.statement cites D2, which the register of documents does not list.",
    )


def test_a_nul_is_replaced_and_said() -> None:
    portable = read(HEADER + '[[answer]]\nquestion = "all.text"\nvalue = "a\\u0000b"\nnote = "c\\u0000"\n')
    assert answers_of(portable)["all.text"].value == "a\ufffdb"
    assert answers_of(portable)["all.text"].note == "c\ufffd"
    assert len(portable.warnings) == 2


def test_only_utf8_is_read() -> None:
    assert text_of("\ufeffé".encode()) == "é"
    with pytest.raises(NotPortable, match="line 2 is not UTF-8"):
        text_of(b"a\n\xe9")


def test_windows_line_ends_do_not_move_lines() -> None:
    text = (HEADER + '[[answer]]\nquestion = "all.nothing"\n').replace("\n", "\r\n")
    assert faults_of(text)[0].startswith(f"line {HEADER.count(chr(10)) + 2}, all.nothing")


def test_the_generator_above_really_gives_all_types() -> None:
    assert {question.type for question in PACK.items} == set(AnswerType)
    with pytest.raises(InvalidValue):
        parse(PACK.by_id["all.statement"], "x")
    assert "answer" in tomllib.loads(to_toml(seen({"all.statement": Answer(State.YES)})))
