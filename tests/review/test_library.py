"""The library: assessments are made, opened, put away and brought back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.assessment.answer import State
from app.assessment.case import JudgeSettings
from app.review import Library, Refused, Review, Unknown
from app.store import Damaged, StoreError


@pytest.fixture
def library(tmp_path: Path) -> Library:
    with Library.open(tmp_path / "data.db") as opened:
        yield opened


def test_a_new_assessment_knows_what_was_said_at_the_start(library: Library) -> None:
    review = library.create(
        " Acme   Inc ", "Reader", reviewer={"name": "Ann", "review_date": "2026-11-22"}, jurisdictions=["CA"]
    )
    view = review.view
    assert (view.assessment.slug, view.assessment.vendor) == ("acme-inc", "Acme Inc")
    assert view.answer("product.name").value == "Reader"
    assert "ca" in view.path.sections
    assert "coppa" in view.path.sections, "silence never switches a law off"
    assert review.by == "Ann"
    (row,) = library.rows()
    assert (row.summary.answered, row.summary.review_date) == (3, "2026-11-22")


def test_an_assessment_keeps_the_wording_it_was_answered_with(library: Library) -> None:
    library.create("Acme")
    opened = library.review("acme")
    assert opened.view.pack == library.installed_pack()
    assert len(opened.view.pack.questions) == 130


@pytest.mark.parametrize(
    ("vendor", "slug", "says"),
    [("", "", "needs a name"), ("x" * 201, "", "200 is the most"), ("Acme", "A b", "cannot be a slug")],
)
def test_bad_names_are_refused_and_nothing_is_made(
    library: Library, vendor: str, slug: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        library.create(vendor, slug=slug)
    assert not library.rows()


def test_the_same_vendor_twice_gets_another_slug_and_a_taken_slug_is_refused(library: Library) -> None:
    library.create("Acme")
    assert library.create("Acme").view.assessment.slug == "acme-2"
    with pytest.raises(Refused, match='"acme" already'):
        library.create("Other", slug="acme")


def test_delete_puts_away_and_undelete_brings_back_whole(library: Library) -> None:
    library.create("Acme").answer("security.encryption.at_rest", "yes")
    library.delete("acme")
    assert not library.rows()
    with pytest.raises(StoreError, match="acme"):
        library.review("acme")
    library.undelete("acme")
    assert library.review("acme").view.answer("security.encryption.at_rest").state is State.YES
    with pytest.raises(Unknown, match="no deleted assessment"):
        library.undelete("acme")


def test_settings_are_remembered(tmp_path: Path) -> None:
    with Library.open(tmp_path / "data.db") as first:
        first.remember("reviewer", "Ann")
    with Library.open(tmp_path / "data.db") as second:
        assert second.setting("reviewer") == "Ann"
        assert second.setting("nothing") == ""


def test_undo_takes_back_one_change_of_what_came_with_the_beginning(tmp_path: Path) -> None:
    with Library.open(tmp_path / "data.db", clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)) as library:
        review = library.create("Acme", "Reader", reviewer={"name": "Ann"}, jurisdictions=["CA"])
        before = len(review.view.answers)
        assert before == 3
        review.undo()
        assert len(review.view.answers) == before - 1


# --- rows that are not what they would be judged to be now --------------------------------------------------


def unjudged(library: Library, *slugs: str) -> None:
    """As a database of before there were rules has them."""
    for row in library.rows():
        if row.assessment.slug in slugs:
            before = replace(row.summary, tier=None, findings={})
            head = library.store.head_sha256(row.assessment.id)
            assert library.store.summarise(row.assessment.id, before, head_sha256=head)


def test_what_was_never_judged_is_judged_once(library: Library) -> None:
    library.create("Acme")
    library.create("Other")
    times = {row.assessment.slug: row.assessment.changed_at for row in library.rows()}
    assert library.unjudged() == ()
    unjudged(library, "acme")
    assert [one.slug for one in library.unjudged()] == ["acme"]
    assert library.judge_rows() == 1
    assert library.unjudged() == ()
    rows = {row.assessment.slug: row for row in library.rows()}
    assert (rows["acme"].summary.tier, len(rows["acme"].summary.findings)) == ("Cannot say", 4)
    assert {slug: row.assessment.changed_at for slug, row in rows.items()} == times


def test_stricter_settings_reach_the_rows_of_other_assessments(library: Library) -> None:
    for vendor in ("Acme", "Other"):
        library.create(vendor)
    library.set_judge_settings(JudgeSettings({"completeness": 95.0}))
    assert len(library.unjudged()) == 2
    heard: list[tuple[int, int]] = []
    assert library.judge_rows(lambda done, of: heard.append((done, of)), lambda: len(heard) == 1) == 1
    assert len(library.unjudged()) == 2, "cut short, all of them still wait"
    assert library.judge_rows() == 2
    assert library.unjudged() == ()
    library.set_judge_settings(JudgeSettings({"completeness": 95.0}))
    assert library.unjudged() == (), "the same again changes nothing"


def test_an_answer_given_meanwhile_keeps_its_own_row(library: Library) -> None:
    library.create("Acme")
    unjudged(library, "acme")

    def answered(*_: int) -> None:
        library.review("acme").answer("ferpa.ownership", "yes")

    store, head = library.store, library.store.head_sha256
    store.head_sha256 = lambda key: (head(key), answered())[0]  # type: ignore[method-assign,func-returns-value]
    assert library.judge_rows() == 0
    (row,) = library.rows()
    assert (row.summary.answered, row.summary.tier) == (2, "Cannot say")


@pytest.mark.parametrize("error", [Damaged("The wording cannot be read."), KeyError("x")])
def test_one_that_cannot_be_judged_keeps_the_others_from_nothing(library: Library, error: Exception) -> None:
    for vendor in ("Acme", "Other"):
        library.create(vendor)
    unjudged(library, "acme", "other")
    review = library.review

    def broken(slug: str) -> Review:
        if slug == "acme":
            raise error
        return review(slug)

    library.review = broken  # type: ignore[method-assign]
    assert library.judge_rows() == 1
    assert [one.slug for one in library.unjudged()] == ["acme"]
