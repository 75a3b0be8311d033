"""Headings by their type."""

from __future__ import annotations

from reportlab.platypus import Paragraph

from app.assessment.passages import BlockKind
from tests.evidence.documents import SENTENCE, STYLES, body, flowing_pdf, heading
from tests.evidence.extraction.pdf.read_back import blocks

H = BlockKind.HEADING
P = BlockKind.PARAGRAPH


def test_larger_type_is_a_heading_and_long_text_in_it_is_not() -> None:
    story = [heading("What we keep"), body(SENTENCE * 4)]
    story += [Paragraph(SENTENCE * 4, STYLES["Heading2"]), body(SENTENCE * 9)]
    assert [(kind, level) for kind, level, _ in blocks(flowing_pdf(story))] == [
        (H, 1),
        (P, 0),
        (P, 0),
        (P, 0),
    ]
