"""The review of the invented vendor holds: every quote is in its document, and what disagrees is cited twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assessment.answer import State
from app.evidence.extraction.opening import read_file
from app.evidence.model import Outcome, Verdict
from app.review import Library, Review
from assessments.make_documents import DOCUMENTS

ROOT = Path(__file__).resolve().parents[2]

DISAGREEING = {
    "breach.deadline": ("seventy-two (72) hours", "without unreasonable delay", "promptly"),
    "data.public_exposure": ("not public", "without signing in"),
    "deletion.deadline": ("sixty (60) days", "90 days"),
    "deletion.deadline.backups": ("backup copies included", "180 days"),
    "ferpa.change_notice": ("thirty (30) days’ written notice", "when it is posted"),
    "ferpa.ownership": ("property of the LEA", "property of Larkspur"),
    "ferpa.purpose": (
        "only to deliver the services",
        "new products for other markets",
        "scoring model is trained",
    ),
    "security.encryption.at_rest": ("All student data is encrypted", "backup files are not encrypted"),
    "security.location": ("only in the United States", "Canada (Central)"),
    "sopipa.no_targeted_ads": ("Targeted Advertising", "Admoor Audience Network"),
    "thirdparty.complete": ("A current list", "Amazon Web Services"),
}
"""Words of the passages that contradict each other, by the question they answer."""


@pytest.fixture(scope="module")
def larkspur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    copy = tmp_path_factory.mktemp("example") / "example.db"
    shutil.copy(ROOT / "data.db.example", copy)
    with Library.open(copy, read_only=True) as library:
        yield library.review("larkspur")


def test_its_documents_are_the_files_beside_it(larkspur: Review) -> None:
    files = {read_file(file).sha256: file.name for file in sorted(DOCUMENTS.iterdir())}
    held = [one.attachment for one in larkspur.evidence.documents() if one.attachment is not None]
    assert {one.sha256: one.name for one in held} == files, "make documents, then make example"


def test_every_quote_is_found_where_it_is_said_to_be(larkspur: Review) -> None:
    verified = larkspur.evidence.verify()
    assert len(verified) > 200
    assert [one for one in verified if one.verdict is not Verdict.FOUND] == []


@pytest.mark.parametrize("question", DISAGREEING)
def test_passages_that_disagree_are_both_cited(larkspur: Review, question: str) -> None:
    quotes = [citation.quote for citation in larkspur.view.answer(question).citations]
    for words in DISAGREEING[question]:
        assert any(words in quote for quote in quotes), words


def test_what_is_partial_says_why(larkspur: Review) -> None:
    answers = {item: larkspur.view.answer(item) for item in larkspur.view.path.items}
    partial = {item: answer for item, answer in answers.items() if answer.state is State.PARTIAL}
    assert len(partial) > 15
    assert [item for item, answer in partial.items() if not (answer.reason and answer.citations)] == []


def test_silence_says_what_was_looked_for(larkspur: Review) -> None:
    answers = {item: larkspur.view.answer(item) for item in larkspur.view.path.items}
    silent = {item: answer for item, answer in answers.items() if answer.state is State.NOT_ADDRESSED}
    assert "security.personnel.training" in silent
    for item, answer in silent.items():
        assert answer.searched is not None, item
        assert answer.searched.terms, item
        assert len(answer.searched.documents) == len(larkspur.evidence.documents()), item


def test_rows_of_registers_have_quotes_of_their_own(larkspur: Review) -> None:
    for register in ("thirdparty.register", "data.elements", "product.contacts", "security.hosting"):
        answer = larkspur.view.answer(register)
        rows = {row.id for row in answer.value}  # type: ignore[union-attr]
        assert rows == {citation.row for citation in answer.citations}, register


def test_there_is_something_left_to_do(larkspur: Review) -> None:
    done = larkspur.view.progress
    assert 0.5 < done.answered / done.in_force < 0.8
    assert sum(larkspur.view.answer(item).flag for item in larkspur.view.path.items) == 2


def test_an_open_question_has_something_to_cite(larkspur: Review) -> None:
    assert larkspur.evidence.suggest("coppa.consent_basis").outcome is Outcome.FOUND
