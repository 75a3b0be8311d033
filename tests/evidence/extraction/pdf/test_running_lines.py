"""What is a running head, and what is not."""

from __future__ import annotations

from app.assessment.passages import BlockKind
from tests.evidence.documents import canvas_pdf
from tests.evidence.extraction.pdf.read_back import blocks

P = BlockKind.PARAGRAPH


def test_a_sentence_at_the_top_of_every_page_is_no_running_head() -> None:
    def draw(canvas) -> None:
        for place in ("transit, always.", "backups, too.", "the cache."):
            canvas.drawString(72, 800, "The vendor protects student data with encryption at rest and in")
            canvas.drawString(72, 786, place)
            canvas.showPage()

    assert [kind for kind, _, _ in blocks(canvas_pdf(draw))] == [P, P, P]
