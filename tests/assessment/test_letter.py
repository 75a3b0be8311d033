from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.assessment.answer import UNANSWERED, Answer, State
from app.assessment.ask import SILENT
from app.assessment.letter import FIRST, Letter, letter, wanted
from app.assessment.score import Score
from app.questionnaire.model import Severity
from tests.assessment.answered import k12, reviewer, rows
from tests.assessment.judged import finding, judgement, no_sale
from tests.assessment.small_cases import book
from tests.assessment.test_asks import case_of
from tests.report.test_letter import ASK

PRINTED = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
CONTACTS = Answer(
    State.ANSWERED,
    rows(
        {"role": "support", "name": "Help Desk", "email": "help@acme.example"},
        {
            "role": "privacy",
            "name": "Dana Lee",
            "title": "Privacy Officer",
            "email": "privacy@acme.example",
            "address": "1 Main Street,\nSpringfield",
        },
    ),
)


def written(*found: object, answer_by: date | None = None, **answers: Answer) -> Letter:
    named = {name.replace("__", "."): answer for name, answer in answers.items()}
    case = case_of({"product.contacts": CONTACTS, **named})
    told = judgement(*found, score=Score())  # type: ignore[arg-type]
    return letter(k12(), case, told, printed_at=PRINTED, version="ab" * 32, answer_by=answer_by)


def test_it_goes_from_the_reviewer_to_the_privacy_contact() -> None:
    operator = Answer(State.ANSWERED, {"legal_name": "Acme, Inc.", "address": "2 Side Road"})
    one = written(product__operator=operator)
    assert one.sender == ("Rae Viewer", "Privacy reviewer", "Lincoln Schools")
    assert one.addressee == (
        "Dana Lee, Privacy Officer",
        "Acme, Inc.",
        "1 Main Street, Springfield",
        "privacy@acme.example",
    )
    assert one.salutation == "Dear Dana Lee,"
    assert one.subject == "Student data privacy of Acme Class: questions from our review"
    assert one.written_on == "2026-11-25"


def test_without_a_contact_it_goes_to_the_vendor() -> None:
    one = written(product__contacts=UNANSWERED, product__operator=UNANSWERED, review__reviewer=UNANSWERED)
    assert one.addressee == ("Acme",)
    assert one.salutation == "To the privacy team of Acme,"
    assert one.sender == ("The reviewer (not named yet)",)
    nameless = Answer(State.ANSWERED, rows({"role": "legal notices", "email": "law@acme.example"}))
    assert written(product__contacts=nameless, product__operator=UNANSWERED).addressee == (
        "Contact for legal notices",
        "Acme",
        "law@acme.example",
    )


def test_the_opening_names_what_was_read_and_when_an_answer_is_needed() -> None:
    one = written(no_sale(), breach__plan=Answer(State.NOT_ADDRESSED))
    assert one.documents[0] == ("D1", "Acme Privacy Policy, Acme, Inc., 5 Mar 2026")
    assert len(one.documents) == 6
    text = " ".join(one.opening)
    assert text.count("points are still open") == 1
    assert "2 points are still open" in text
    assert "critical (1) come first; the others stand by subject." in text
    assert "Please answer by 22 Dec 2026." in text
    assert "it is no statement about what you do" in text


@pytest.mark.parametrize(
    ("due", "by", "until"),
    [
        ("", None, "2026-12-22"),
        ("2027-02-01", None, "2027-02-01"),
        ("2026-11-01", None, "2026-12-22"),
        ("soon", None, "2026-12-22"),
        ("2027-02-01", date(2027, 3, 1), "2027-03-01"),
    ],
)
def test_an_answer_is_needed_by(due: str, by: date | None, until: str) -> None:
    assert written(replace(no_sale(), due=due), answer_by=by).answer_by == until


def test_a_letter_long_after_the_review_still_leaves_thirty_days() -> None:
    assert written(review__reviewer=reviewer(review_date="2026-01-05")).answer_by == "2026-12-25"


def test_what_weighs_most_comes_first_and_the_rest_by_subject() -> None:
    one = written(
        no_sale(), breach__plan=Answer(State.NOT_ADDRESSED), ferpa__change_notice=Answer(State.NOT_ADDRESSED)
    )
    titles = [k12().section_by_id[name].title for name in ("ferpa", "breach")]
    assert [group.title for group in one.groups] == [FIRST, *titles]
    assert [group.first for group in one.groups] == [True, False, False]
    assert [ask.label for ask in one.asks] == ["1", "2", "3"]


def test_documents_that_would_settle_several_points_are_asked_for_first_unless_they_were_read() -> None:
    quiet = replace(ASK, read=(SILENT,))
    found = [
        replace(quiet, number=1, papers="policy, DPA"),
        replace(quiet, number=2, papers="policy"),
        replace(quiet, number=3, papers="DPA Art. IV.6"),
        replace(ASK, number=4, papers="policy"),
    ]
    assert [numbers for _, numbers in wanted(found, ())] == [("1", "2"), ("1", "3")]
    assert [numbers for _, numbers in wanted(found, {"policy"})] == [("1", "3")]
    assert wanted(found[:1], ()) == ()


def test_nothing_internal_is_in_it() -> None:
    noted = Answer(State.NOT_ADDRESSED, note="secret-note", by="secret-by", flag=True)
    proposal = finding("DOC-05", subject="ferpa.purpose", message="secret-proposal")
    gone = replace(no_sale(), rule="CON-03", by="secret-by", at=PRINTED)
    case = case_of({"breach.plan": noted})
    told = judgement(gone, proposals=[proposal], score=Score())
    assert "secret-" not in repr(letter(k12(), case, told, printed_at=PRINTED))


def test_with_nothing_to_ask_it_says_so_and_has_no_points() -> None:
    one = letter(k12(), case_of({}), judgement(score=Score()), printed_at=PRINTED)
    assert one.asks == ()
    assert one.groups == ()
    assert one.opening[-1] == "We have no open questions."
    assert one.closing == ("Thank you for your documents.",)


def test_the_same_input_gives_the_same_letter() -> None:
    assert written(no_sale()) == written(no_sale())
    assert written(no_sale()).judgement != written().judgement


def test_every_open_finding_is_reached_by_a_number() -> None:
    found = [
        no_sale(),
        finding("CON-14", title="Seal narrower than the text"),
        finding("GAP-00", Severity.LOW, subject="breach.plan"),
        finding("GAP-00", Severity.LOW, subject="breach.cooperation"),
        finding("EVD-04", Severity.LOW, subject="ferpa.purpose"),
        finding("DOC-01", answers=("review.documents",)),
    ]
    weak = {name: Answer(State.NOT_ADDRESSED) for name in ("breach.plan", "breach.cooperation")}
    one = letter(k12(), case_of(weak), judgement(*found, score=Score()), printed_at=PRINTED, book=book())
    assert {key for ask in one.asks for key in ask.keys} == {each.key for each in found}
    labels = [ask.label for ask in one.asks]
    assert len(set(labels)) == len(labels)
    assert all(ask.number for ask in one.asks)
