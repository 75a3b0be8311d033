"""What stands on the card, for every question of the pack."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.assessment.answer import Citation
from app.questionnaire.model import Severity
from app.review import Review
from app.store.values import Draft
from app.tui.card import KEYS_FOR_CHOICES, Card, blocks
from app.tui.cursor import Part, parts, walk
from tests.hostile import HOSTILE, LONG_WORD
from tests.tui.findings_scene import SALE, finding
from tests.tui.running import opened
from tests.tui.stage import only_text


def text(review: Review, question: str, part: Part | None = None, width: int = 70, **more) -> str:
    card = Card(review.view, question, part or Part(question), **more)
    return "\n".join(f"{b.label.plain} {b.text.plain}" for b in blocks(card, width))


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    return opened(tmp_path_factory.mktemp("card"))


@pytest.mark.parametrize("width", [8, 30, 44, 76, 200])
def test_every_question_and_part_at_every_width(review: Review, width: int) -> None:
    for question in walk(review.view):
        for part in parts(review.view, question):
            assert review.view.pack.by_id[question].ask in text(review, question, part, width)


def test_choices_have_digits_up_to_nine_and_the_rest_is_listed(review: Review) -> None:
    choices = review.view.pack.by_id["review.jurisdictions"].choices
    shown = text(review, "review.jurisdictions")
    assert all(choice in shown for choice in choices)
    assert f"{KEYS_FOR_CHOICES} {choices[8]}" in shown
    assert f"10 {choices[9]}" not in shown
    assert f"enter lists all {len(choices)}" in shown


def test_only_states_that_fit_the_type_are_offered(review: Review) -> None:
    assert "( ) y yes   ( ) p partial   ( ) n no   ( ) x n/a   ( ) s not addressed" in text(
        review, "breach.plan", width=76
    )
    register = text(review, "thirdparty.register")
    assert "y yes" not in register
    assert "( ) x n/a" in register


def test_the_help_and_the_sentence_stand_below(review: Review) -> None:
    question = review.view.pack.by_id["breach.plan"]
    shown = text(review, "breach.plan", sentence="Acme keeps a plan.")
    assert "“Acme keeps a plan.”" in shown
    for part in (question.why, question.good, question.red_flag, question.law[0]):
        assert part in shown


def test_a_register_shows_its_first_rows_and_how_many_more(tmp_path: Path) -> None:
    review = opened(tmp_path)
    review.add_rows("thirdparty.register", [{"name": f"Company {n}"} for n in range(9)])
    shown = text(review, "thirdparty.register")
    assert "9 rows · enter opens the register" in shown
    assert "Company 3" in shown
    assert "Company 4" not in shown
    assert "and 5 more" in shown


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    review = opened(tmp_path)
    for hostile in (*HOSTILE.values(), LONG_WORD):
        review.answer("deletion.method", value=hostile or "x")
        review.answer("deletion.method", note=hostile)
        shown = text(review, "deletion.method")
        assert only_text(shown)
        assert len(shown) < 20_000


def test_findings_stand_on_the_card_where_no_pane_lists_them(review: Review) -> None:
    heavy = finding(severity=Severity.CRITICAL)
    shown = text(review, SALE, found=(heavy, finding("CON-09"), finding("CON-10")))
    assert "F2 ✖ 1 critical  ◆ 2 high findings here" in shown
    assert "F2" not in text(review, SALE)


def test_a_quote_that_nobody_looked_up_says_so(tmp_path: Path) -> None:
    review = opened(tmp_path)
    review.cite(SALE, Citation("D1", "line 9", "words"))
    assert "□ not checked here “words”" in text(review, SALE, here=frozenset())
    assert "□" not in text(review, SALE, here=frozenset({"d1"}))


def test_a_short_unsaved_text_reads_apart_from_its_answer(review: Review) -> None:
    draft = Draft("product.name", "value", "Acme Readerx", 0, datetime(2026, 11, 22, tzinfo=UTC))
    shown = text(review, "product.name", drafts={("product.name", "value"): draft})
    assert "Acme Readerx  in place of: Acme Reader" in shown
