"""What `/` finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.assessment.answer import Citation
from app.review import Review
from app.tui.cursor import walk
from app.tui.find import KINDS, Filter
from tests.tui.running import opened

STATEMENT = "security.encryption.at_rest"


@pytest.fixture
def review(tmp_path: Path) -> Review:
    review = opened(tmp_path)
    review.answer(STATEMENT, "yes", note="Ask about [/backups]")
    return review


def found(review: Review, text: str, **beside) -> tuple[str, ...]:
    return Filter.parse(text).hits(review.view, beside)


def test_nothing_typed_leaves_nothing_out(review: Review) -> None:
    assert not Filter.parse("   ")
    assert Filter.parse("").hits(review.view) == walk(review.view)


def test_words_are_looked_for_in_ids_prompts_law_values_and_notes(review: Review) -> None:
    assert found(review, "at_rest") == (STATEMENT,)
    assert found(review, "ENCRYPTION rest") == (STATEMENT,)
    assert found(review, "[/backups]") == (STATEMENT,)
    assert STATEMENT in found(review, review.view.pack.by_id[STATEMENT].law[0])
    assert found(review, "acme reader") == ("product.name",)
    assert found(review, "no such words at all") == ()


def test_a_follow_up_that_matches_brings_its_question(review: Review) -> None:
    assert found(review, f"{STATEMENT}.method") == (STATEMENT,)


def test_is_finds_what_an_answer_is(review: Review) -> None:
    review.flag("breach.plan")
    review.answer("breach.notify", "not_addressed")
    review.answer("breach.cooperation", "no")
    assert found(review, "is:flagged") == ("breach.plan",)
    assert found(review, "is:silent") == ("breach.notify",)
    assert found(review, "is:no") == ("breach.cooperation",)
    assert STATEMENT in found(review, "is:uncited")
    review.cite(STATEMENT, Citation("D1", "line 1"))
    assert STATEMENT not in found(review, "is:uncited")
    assert found(review, "is:cited") == (STATEMENT,)
    assert found(review, "is:noted") == (STATEMENT,)
    assert found(review, "is:draft", draft={"breach.plan"}) == ("breach.plan",)


def test_is_finds_what_a_finding_is_about(review: Review) -> None:
    beside = {"finding": {STATEMENT, f"{STATEMENT}.method"}, "critical": {f"{STATEMENT}.method"}}
    assert found(review, "is:finding") == ()
    assert found(review, "is:finding", **beside) == (STATEMENT,)
    assert found(review, "is:critical is:finding", **beside) == (
        STATEMENT,
    )  # a follow-up brings its question
    assert found(review, "is:high", **beside) == ()


def test_open_and_answered_share_the_questions(review: Review) -> None:
    assert STATEMENT in found(review, "is:yes")
    assert "review.basis" in found(review, "is:open")


def test_a_section_by_its_id_or_its_title(review: Review) -> None:
    breach = found(review, "sec:breach")
    assert breach
    assert all(item.startswith("breach.") for item in breach)
    assert found(review, "sec:breach is:register") == ()


@pytest.mark.parametrize("text", ["is:nonsense", "is:flaged2"])
def test_what_means_nothing_is_said_and_left_out(review: Review, text: str) -> None:
    parsed = Filter.parse(text)
    assert not parsed
    assert "is: takes open" in parsed.problem


def test_a_beginning_is_enough_and_half_typed_is_nothing(review: Review) -> None:
    assert Filter.parse("is:fl").kinds == ("flagged",)
    assert Filter.parse("is:").problem == ""
    assert Filter.parse("sec:").sections == ()
    assert set(KINDS) >= {"open", "flagged", "finding", "uncited", "silent"}
