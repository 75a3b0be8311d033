"""The example database, the portable files it is built from, and the program agree."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.exchange.portable import to_toml
from app.questionnaire import load_installed
from app.review import Library

HERE = Path(__file__).resolve().parents[2]
FILES = sorted((HERE / "assessments").glob("*/assessment.toml"))


@pytest.fixture
def example(tmp_path: Path) -> Library:
    copy = tmp_path / "example.db"
    shutil.copy(HERE / "data.db.example", copy)
    with Library.open(copy, read_only=True) as opened:
        yield opened


def test_there_is_something_to_look_at() -> None:
    assert [f.parent.name for f in FILES] == ["classtag"]


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


@pytest.mark.parametrize("slug", [f.parent.name for f in FILES])
def test_every_question_in_force_is_answered_and_cited(example: Library, slug: str) -> None:
    view = example.review(slug).view
    assert not view.progress.gaps
    for item in view.path.items:
        for citation in view.answer(item).citations:
            assert citation.place.startswith("line"), item
            assert 0 < len(citation.quote.split()) <= 40, item


def test_the_summary_beside_an_assessment_is_what_its_answers_give(example: Library) -> None:
    for row in example.rows():
        done = example.review(row.assessment.slug).view.progress
        assert (row.summary.answered, row.summary.in_force) == (done.answered, done.in_force)
