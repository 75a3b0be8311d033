"""An assessment in which rules of the pack fire, with text that tries to be markup."""

from __future__ import annotations

from app.review import Review
from tests.hostile import HOSTILE

SALE, PARTIES = "sopipa.no_sale", "thirdparty.register"
NASTY = "[/Ad] Net [Annex A] \x1b[2J" + HOSTILE["bidi"]


def contradicted(review: Review) -> Review:
    """A promise of no sale beside a row that gives student data to an advertising network."""
    review.add_rows(PARTIES, [{"name": NASTY, "function": "advertising", "student_data": "yes"}])
    review.answer(SALE, "yes")
    return review
