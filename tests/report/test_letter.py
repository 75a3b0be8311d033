"""The letter in print: what stands where, the same words in both forms, and hostile text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import pytest

from app import report
from app.assessment.ask import SILENT, Ask, Effort
from app.assessment.letter import Group, Letter
from app.questionnaire.model import Severity
from app.report.letter import letter_blocks
from tests.hostile import HOSTILE, LONG_WORD
from tests.report.pages import page_texts, reader, squeezed

ASK = Ask(
    "sopipa.no_sale",
    "Does the vendor refuse to sell student data?",
    Effort.SENTENCE,
    Severity.CRITICAL,
    ("“We do not sell student data.” (D1 line 45)", "On the list: EPOM."),
    ("A promise sits beside a row.",),
    "Please send us what proves it.",
    "Remove the recipient.",
    ("Law 1",),
    ("CON-02",),
    "2027-02-01",
    1,
)
QUIET = replace(
    ASK,
    title="Is there a plan?",
    read=(SILENT,),
    found=(),
    asked="Please also say: When?",
    severity=Severity.LOW,
    falls_short=True,
    letter="a",
    due="",
    number=2,
)
LETTER = Letter(
    slug="acme",
    vendor="Acme",
    product="Acme Class",
    sender=("Rae Viewer", "Privacy reviewer", "Lincoln Schools"),
    addressee=("Dana Lee, Privacy Officer", "Acme, Inc.", "privacy@acme.example"),
    written_on="2026-11-25",
    answer_by="2026-12-22",
    subject="Student data privacy of Acme Class: questions from our review",
    salutation="Dear Dana Lee,",
    opening=("We are reviewing it.", "Please answer by 22 Dec 2026."),
    documents=(("D1", "Acme Privacy Policy, 5 Mar 2026"),),
    groups=(
        Group("What weighs most", (ASK,), first=True),
        Group(
            "Breach",
            (
                QUIET,
                replace(
                    QUIET,
                    letter="b",
                    title="Is there a test?",
                    read=("D1 line 9",),
                    found=("Only in part: once.",),
                ),
                replace(
                    ASK, number=3, title="Bare", severity=Severity.LOW, due="", settles="", law=(), rules=()
                ),
            ),
        ),
    ),
    closing=("If something needs more time, tell us.", "Thank you for your help."),
    version="ab" * 32,
    judgement="cd" * 32,
    printed_at=datetime(2026, 11, 25, 9, 0, tzinfo=UTC),
)

ROWS = replace(
    LETTER,
    wanted=(("Your terms of service", ("2", "3a")),),
)

IN_ORDER = (
    "Rae Viewer",
    "Lincoln Schools",
    "Dana Lee, Privacy Officer",
    "privacy@acme.example",
    "25 Nov 2026",
    "Student data privacy of Acme Class: questions from our review",
    "Dear Dana Lee,",
    "What we have read",
    "Acme Privacy Policy, 5 Mar 2026",
    "What weighs most",
    "Does the vendor refuse to sell student data? (critical)",
    "A promise sits beside a row.",
    "“We do not sell student data.” (D1 line 45)",
    "Please send us what proves it.",
    "Remove the recipient.",
    "1 Feb 2027",
    "Law 1; CON-02",
    "Breach",
    "Is there a plan?",
    "Please also say: When?",
    "Is there a test?",
    "Only in part: once. (D1 line 9)",
    "Bare",
    "Thank you for your help.",
    "Sincerely,",
    "Answer sheet",
    "Name and title",
)


def test_the_pdf_says_everything_in_order() -> None:
    text = squeezed("".join(page.split(" UTC\n", 1)[-1] for page in page_texts(report.letter_pdf(LETTER))))
    at = 0
    for words in IN_ORDER:
        found = text.find(squeezed(words), at)
        assert found >= 0, words
        at = found


def test_documents_that_are_wanted_stand_before_the_points() -> None:
    text = squeezed(" ".join(page_texts(report.letter_pdf(ROWS))))
    words = ("What we have read", "Documents that would settle", "2, 3a", "What weighs most", "Answer sheet")
    at = [text.find(squeezed(one)) for one in words]
    assert at == sorted(at)
    assert min(at) >= 0


def test_of_silence_and_of_laws_that_are_many_little_is_said() -> None:
    many = tuple(f"Law {number}" for number in range(1, 8))
    group = Group("t", (replace(QUIET, law=many), replace(ASK, number=3, law=many)))
    text = report.letter_markdown(replace(LETTER, groups=(group,)))
    assert SILENT not in text
    assert "Law 3; 4 more laws; CON-02" in text
    assert "Law 6; Law 7; CON-02" in text


def test_what_shares_a_number_is_answered_together() -> None:
    text = squeezed(page_texts(report.letter_pdf(LETTER))[-1])
    assert squeezed("2a-b 2 questions") in text


def test_the_markdown_says_the_same() -> None:
    text = squeezed(report.letter_markdown(LETTER).replace("\\", ""))
    for words in IN_ORDER:
        assert squeezed(words) in text, words


def test_the_documents_have_no_trace_of_what_a_point_does_not_have() -> None:
    blocks = str(list(letter_blocks(LETTER))[-1])
    assert "Needed by" not in blocks
    assert "Law" not in blocks


@pytest.mark.parametrize("size", ["letter", "a4"])
def test_every_page_says_what_it_belongs_to(size: Literal["letter", "a4"]) -> None:
    data = report.letter_pdf(LETTER, page_size=size)
    texts = page_texts(data)
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert "version abababababab, judgment cdcdcdcdcdcd" in text
        assert "Questions to the vendor" in text
    assert round(float(reader(data).pages[0].mediabox.width)) == (612 if size == "letter" else 595)
    assert "Answer sheet" in texts[-1]
    assert all("Answer sheet" not in text for text in texts[:-1])


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert report.letter_pdf(LETTER) == report.letter_pdf(LETTER)
    about = reader(report.letter_pdf(LETTER)).metadata
    assert about is not None
    assert about.title == LETTER.subject
    assert about.author == "Rae Viewer"


def test_another_page_size_is_refused() -> None:
    with pytest.raises(ValueError, match="page size"):
        report.letter_pdf(LETTER, page_size="a5")  # type: ignore[arg-type]


def test_a_letter_without_questions_has_no_answer_sheet() -> None:
    quiet = replace(LETTER, groups=(), documents=(), opening=("We have no open questions.",))
    texts = page_texts(report.letter_pdf(quiet))
    assert len(texts) == 1
    assert "Answer sheet" not in texts[0] + report.letter_markdown(quiet)


def test_the_lines_to_sign_never_stand_on_a_page_of_their_own() -> None:
    for number in (58, 61, 64, 67, 70, 73):  # points on the first page, or nearly so
        asks = tuple(replace(QUIET, number=n, letter="") for n in range(1, number))
        many = replace(LETTER, groups=(Group("t", asks),))
        last = page_texts(report.letter_pdf(many))[-1]
        assert "Signature" in last
        assert "Is there a plan?" in last


@pytest.mark.parametrize("text", [*HOSTILE.values(), LONG_WORD[:3000]], ids=[*HOSTILE, "long word"])
def test_hostile_text_is_only_text_wherever_it_stands(text: str) -> None:
    ask = replace(
        ASK,
        title=text,
        read=(text,),
        found=(text,),
        asked=text,
        settles=text,
        law=(text,),
        rules=(text,),
        due=text,
    )
    quiet = replace(QUIET, title=text, settles=text, law=(text,))
    group = Group(text, (ask, quiet))
    odd = replace(
        LETTER,
        slug=text,
        vendor=text,
        product=text,
        sender=(text, text),
        addressee=(text,),
        subject=text,
        salutation=text,
        opening=(text,),
        documents=((text, text),),
        groups=(group,),
        closing=(text,),
    )
    data = report.letter_pdf(odd)
    assert data.startswith(b"%PDF")
    for kind in (b"/URI", b"/JavaScript", b"/Launch", b"/XObject"):
        assert kind not in data
    rendered = report.letter_markdown(odd)
    assert "<" not in rendered.replace("\\<", "")
    assert "\x1b" not in rendered
    assert "\x9b" not in rendered
