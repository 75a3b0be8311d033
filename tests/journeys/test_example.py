"""The example database, the portable files it is built from, and the program agree."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.evidence.extraction.opening import read_file
from app.evidence.extraction.process import extract
from app.exchange.portable import to_toml
from app.questionnaire import load_installed
from app.review import Library

HERE = Path(__file__).resolve().parents[2]
VENDORS = ["classlink", "classroomsync", "classtag", "classtime", "larkspur", "reachmyteach"]
FILES = sorted((HERE / "assessments").glob("*/assessment.toml"))


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Library]:
    copy = tmp_path / "example.db"
    shutil.copy(HERE / "data.db.example", copy)
    with Library.open(copy, read_only=True) as opened:
        yield opened


def test_there_is_something_to_look_at() -> None:
    assert [f.parent.name for f in FILES] == VENDORS


def test_the_example_holds_exactly_the_portable_files(example: Library) -> None:
    assert {r.assessment.slug for r in example.rows()} == {f.parent.name for f in FILES}
    for file in FILES:
        view = example.review(file.parent.name).view
        assert to_toml(view) == file.read_text(encoding="utf-8"), (
            f"make example: {file} is newer or not canonical"
        )


def test_the_example_was_answered_with_the_questionnaire_that_ships(example: Library) -> None:
    for row in example.rows():
        assert row.assessment.pack_sha256 == load_installed().sha256, "make example"


@pytest.mark.parametrize("slug", [one for one in VENDORS if one != "larkspur"])
def test_five_reviews_are_whole(example: Library, slug: str) -> None:
    view = example.review(slug).view
    assert not view.progress.gaps
    for item in view.path.items:
        for citation in view.answer(item).citations:
            assert citation.place.startswith("line"), item
            assert 0 < len(citation.quote.split()) <= 40, item


def test_only_the_invented_vendor_has_its_documents_here(example: Library) -> None:
    """The vendors' texts are their own: they are quoted and named by their hash, and not handed on."""
    documents = {
        row.assessment.slug: [
            held.attachment is not None for held in example.review(row.assessment.slug).evidence.documents()
        ]
        for row in example.rows()
    }
    assert documents == {**{key: [False] for key in VENDORS}, "larkspur": [True] * 4}, "make example"


def test_the_documents_are_read_as_the_program_reads_them_now(example: Library) -> None:
    evidence = example.review("larkspur").evidence
    for file in sorted((HERE / "assessments/larkspur/documents").iterdir()):
        now = extract(read_file(file))
        assert now is not None
        (held,) = (one for one in evidence.documents() if one.name == file.name)
        assert evidence.text(held.id).text == now.text, "make example"


def test_the_summary_beside_an_assessment_is_what_its_answers_give(example: Library) -> None:
    for row in example.rows():
        done = example.review(row.assessment.slug).view.progress
        assert (row.summary.answered, row.summary.in_force) == (done.answered, done.in_force)
