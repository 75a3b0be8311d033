"""Judging again after one answer says the same as judging from the beginning."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from app.assessment.judge import Judge
from app.review import Library, Review
from tests.judged_once import judged_anew

HERE = Path(__file__).resolve().parents[2]
PARTIES = "thirdparty.register"

CHANGES: tuple[Callable[[Review], object], ...] = (
    lambda r: r.answer("sopipa.no_sale", "no"),
    lambda r: r.answer("security.encryption.at_rest", "not_addressed"),
    lambda r: r.undo(),
    lambda r: r.add_rows(PARTIES, [{"name": "Plivo", "function": "advertising", "student_data": "yes"}]),
    lambda r: r.set_cell(PARTIES, r.view.answer(PARTIES).value[0].id, "function", "analytics"),  # type: ignore[index, union-attr]
    lambda r: r.declare_names("company", "Amazon Web Services", "AWS hosting", True),
    lambda r: r.answer("review.jurisdictions", value=["CA", "NY", "IL"]),
    lambda r: r.settle("CON-01", "withdrawn", reason="settled by the vendor"),
    lambda r: r.drop_rows("review.documents", [r.view.answer("review.documents").value[0].id]),  # type: ignore[index, union-attr]
    lambda r: r.answer("review.reviewer", value={"name": "Ann", "review_date": "2030-01-01"}),
    lambda r: r.undo(),
    lambda r: r.answer("sopipa.no_sale", "yes"),
)


def test_what_is_remembered_from_one_answer_to_the_next_changes_nothing(tmp_path: Path) -> None:
    shutil.copy(HERE / "data.db.example", tmp_path / "data.db")
    with judged_anew(), Library.open(tmp_path / "data.db") as library:
        review = library.review("classtag")
        seen = set()
        for number, change in enumerate(CHANGES):
            change(review)
            again = review.view.judgement
            anew = Judge(review.view.pack, review.judge.book).judge(review.present_case())
            assert again.findings == anew.findings, number
            assert again.score == anew.score, number
            assert again.verdict == anew.verdict, number
            seen.add(again.score.total)
        assert len(seen) > 3  # the changes did something
