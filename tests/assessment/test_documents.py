from __future__ import annotations

from datetime import date

import pytest

from app.assessment.answer import Answer, Citation, State
from app.assessment.documents import (
    Document,
    age_months,
    age_words,
    date_text,
    find_document,
    grade,
    is_old,
    letter,
    merged,
    plain_name,
    read_date,
    read_documents,
    source_of,
)
from app.assessment.profile import Source
from tests.assessment.answered import DOCUMENTS, documents, rows

ON = date(2026, 11, 22)


def a_document(**more: object) -> Document:
    return Document("D1", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("worth", "document"),
    [
        (4, a_document(kind="test record", by_vendor=False)),
        (4, a_document(kind="audit report", by_vendor=False, covers_product="yes")),
        (4, a_document(kind="certificate", by_vendor=False, covers_product="partly")),
        (4, a_document(kind="audit report", by_vendor=False, signed="vendor", covers_product="yes")),
        (3, a_document(kind="signed agreement", signed="vendor")),
        (3, a_document(kind="signed agreement", signed="both", by_vendor=False)),
        (3, a_document(kind="third-party profile", signed="vendor", by_vendor=False)),
        (3, a_document(kind="policy", signed="both")),
        (3, a_document(kind="correspondence", signed="vendor")),
        (2, a_document(kind="policy")),
        (2, a_document(kind="terms", signed="n/a")),
        (2, a_document(kind="unsigned agreement")),
        (2, a_document(kind="signed agreement")),
        (2, a_document(kind="signed agreement", signed="n/a")),
        (2, a_document(kind="signed agreement", signed="none")),
        (2, a_document(kind="audit report", by_vendor=True)),
        (1, a_document(kind="certificate", by_vendor=False)),
        (1, a_document(kind="certificate", by_vendor=False, covers_product="unclear")),
        (1, a_document(kind="audit report", by_vendor=False, covers_product="unclear", signed="vendor")),
        (1, a_document(kind="test record", by_vendor=False, covers_product="unclear")),
        (1, a_document(kind="certificate", of_sub_provider=True, covers_product="yes")),
        (1, a_document(kind="policy", by_vendor=False)),
        (1, a_document(kind="terms", by_vendor=False)),
        (1, a_document(kind="unsigned agreement", by_vendor=False)),
        (1, a_document(kind="signed agreement", by_vendor=False)),
        (1, a_document(kind="help page")),
        (1, a_document(kind="third-party profile", by_vendor=False)),
        (1, a_document(kind="sub-provider document", by_vendor=False)),
        (1, a_document(kind="correspondence")),
        (1, a_document(kind="certificate", by_vendor=False, of_sub_provider=True)),
        (1, a_document(kind="policy", covers_product="no")),
        (1, a_document(kind="signed agreement", signed="both", covers_product="no")),
        (1, a_document(kind="audit report", by_vendor=False, covers_product="no")),
        (1, a_document()),
        (0, None),
    ],
)
def test_a_document_is_worth_what_its_kind_issuer_and_signature_make_it(
    worth: int, document: Document | None
) -> None:
    assert grade(document) == worth


def test_each_grade_has_its_letter() -> None:
    assert [letter(value) for value in (4, 3, 2, 1, 0)] == ["T", "S", "P", "2", "0"]


def test_the_register_is_read_in_its_order_and_rows_without_id_are_left_out() -> None:
    answer = Answer(
        State.ANSWERED, rows({"doc_id": " D2 ", "title": "B"}, {"title": "nothing"}, {"doc_id": "D1"})
    )
    found = read_documents({"review.documents": answer}, "Acme")
    assert [document.id for document in found] == ["D2", "D1"]
    assert found[0].title == "B"


@pytest.mark.parametrize(
    ("issuer", "own"),
    [
        ("Acme", True),
        ("ACME, Inc.", True),
        ("acme inc", True),
        ("Acme Holdings LLC", True),
        ("Acme Class", True),
        ("", True),
        ("Not stated", True),
        ("Blog", False),
    ],
)
def test_the_vendor_is_known_by_its_name_its_product_and_the_name_of_its_operator(
    issuer: str, own: bool
) -> None:
    answers = {
        "review.documents": Answer(State.ANSWERED, rows({"doc_id": "D1", "issuer": issuer})),
        "product.operator": Answer(State.ANSWERED, {"legal_name": "Acme Holdings, LLC"}),
    }
    assert read_documents(answers, "Acme", "Acme Class")[0].by_vendor is own


def test_a_certificate_held_by_a_sub_provider_is_no_proof_about_the_vendor() -> None:
    answers = {
        "review.documents": Answer(
            State.ANSWERED,
            rows({"doc_id": "D1", "kind": "certificate", "issuer": "Cert House", "covers_product": "yes"}),
        ),
        "product.credentials": Answer(State.ANSWERED, rows({"holder": "sub-provider", "evidence_doc": "d1"})),
    }
    assert grade(read_documents(answers, "Acme")[0]) == 1
    answers["product.credentials"] = Answer(State.ANSWERED, rows({"holder": "vendor", "evidence_doc": "d1"}))
    assert grade(read_documents(answers, "Acme")[0]) == 4


def test_a_document_is_found_by_id_and_else_by_title() -> None:
    register = read_documents({"review.documents": documents()}, "Acme")
    assert find_document(register, "d2") is register[1]
    assert find_document(register, "SOC 2 REPORT") is register[3]
    assert find_document(register, "D9") is None


@pytest.mark.parametrize(
    ("stated", "months", "old"),
    [
        ("2026-11-22", 0, False),
        ("2026-10-23", 0, False),
        ("2026-10-22", 1, False),
        ("2024-11-22", 24, False),
        ("2024-11-21", 24, True),
        ("2024-11-23", 23, False),
        ("2020-12-15", 71, True),
        ("2027-01-01", 0, False),
        ("", None, False),
        ("two years ago", None, False),
    ],
)
def test_a_document_is_old_when_it_is_over_24_months_of_age_at_review(
    stated: str, months: int | None, old: bool
) -> None:
    document = a_document(stated_date=stated)
    assert age_months(document, ON) == months
    assert is_old(document, ON) is old
    assert is_old(document, None) is False


def test_dates_print_short_and_other_texts_stay() -> None:
    assert date_text("2020-12-05") == "5 Dec 2020"
    assert date_text(" last \n spring ") == "last spring"
    assert read_date("2020-13-01") is None


def test_a_citation_becomes_its_source() -> None:
    register = read_documents({"review.documents": documents()}, "Acme")
    assert source_of(Citation("D2", "page 4"), register, ON) == Source("D2", "page 4", "15 Jan 2026", "S")
    assert source_of(Citation("d5", "line 1"), register, ON) == Source(
        "D5", "line 1", "1 Jan 2023", "2", dated=True
    )
    assert source_of(Citation("D9", "line 1"), register, ON) == Source("D9", "line 1", "undated", "2")


def test_places_of_one_document_come_together() -> None:
    sources = [
        Source("D1", place, "5 Mar 2026", "P")
        for place in ("line 12", "line 9", "lines 10-11", "section 4", "line 52", "page 3", "line 9", "")
    ]
    other = Source("D2", "page 1", "undated", "S")
    assert merged([sources[0], other, *sources[1:]]) == (
        Source("D1", "lines 9-12, 52, page 3, section 4", "5 Mar 2026", "P"),
        other,
    )
    assert merged([Source("D1", "lines 1-99999999", "", "P")])[0].place == "lines 1-99999999"
    assert merged([]) == ()


def test_a_source_reads_as_in_the_layout() -> None:
    assert (
        Source("D1", "line 97", "15 Dec 2020", "S", dated=True).text == "(D1 line 97, 15 Dec 2020, S) (dated)"
    )
    assert Source("D1", "line 97", "15 Dec 2020", "S").reference == "D1 line 97, 15 Dec 2020, S"
    assert Source("no document", "", "", "0").text == "(no document, 0)"


def test_the_documents_of_these_tests_have_one_of_each_grade_that_words_differ_by() -> None:
    register = read_documents({"review.documents": documents()}, "Acme")
    assert [grade(document) for document in register] == [2, 3, 2, 4, 1, 4]
    assert len(register) == len(DOCUMENTS)


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (1, "1 month"),
        (23, "23 months"),
        (24, "2 years"),
        (62, "over 5 years"),
        (69, "over 5 years"),
        (71, "nearly 6 years"),
    ],
)
def test_an_age_in_words(months: int, words: str) -> None:
    assert age_words(months) == words


@pytest.mark.parametrize("run", [" ", "\u00a0", "\n", ", "])
def test_a_name_pasted_with_a_long_run_of_spaces_holds_nothing_up(run: str) -> None:
    """Every space was once a place to look for a legal form from: a title of 100,000 took minutes."""
    assert plain_name(f"Acme{run * 50_000}Inc.") == "acme"
    assert plain_name(f"Acme{run * 50_000}x").endswith("x")
