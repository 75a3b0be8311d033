"""The pages as one text: order, offsets, notices."""

from __future__ import annotations

from reportlab.platypus import ListFlowable, PageBreak

from app.assessment.passages import BlockKind
from tests.evidence.documents import SENTENCE, body, flowing_pdf, heading, pages_pdf
from tests.evidence.extraction.pdf.read_back import blocks, read

H = BlockKind.HEADING
P = BlockKind.PARAGRAPH
I = BlockKind.ITEM  # noqa: E741
N = BlockKind.NOTE


def test_paragraphs_headings_lists_and_running_lines() -> None:
    story = []
    for number, subject in enumerate(("Data Security", "Access", "Breaches", "Deletion"), start=1):
        story += [heading(f"{number}. {subject}"), body(SENTENCE * 3), body("We keep these:")]
        story += [ListFlowable([body("names"), body("grades of students")], bulletType="bullet"), PageBreak()]
    found = blocks(flowing_pdf(story, head="Acme privacy policy"))
    page = found[: len(found) // 4]
    assert [(kind, " ".join(words.split())[:20].strip()) for kind, _, words in page] == [
        (N, "Acme privacy policy"),
        (N, "Page 1 of 9"),
        (H, "1. Data Security"),
        (P, SENTENCE[:20].strip()),
        (P, "We keep these:"),
        (I, "• names"),
        (I, "• grades of students"),
    ]
    assert page[3][2].replace("\n", " ").replace(" ", "") == (SENTENCE * 3).replace(" ", "")


def test_a_page_without_text_is_named() -> None:
    found = read(flowing_pdf([body("One."), PageBreak(), body("<br/>"), PageBreak(), body("Three.")]))
    assert found.notices == ("Page 2 held no text: if it is a scan, read it with your own eyes.",)


def test_a_text_of_many_pages_has_exact_offsets() -> None:
    found = read(pages_pdf(40))
    assert len(found.pages) == 40
    for passage in found.passages:
        assert found.text[passage.start : passage.end].strip() == found.text[passage.start : passage.end]
    assert found.text[found.pages[16] :].lstrip().startswith("Clause 17 protects")
