"""Characters to lines: signs, broken words, and how much of a page is read."""

from __future__ import annotations

from pathlib import Path

from app.assessment.passages import BlockKind
from app.evidence.extraction.limits import Limits
from app.evidence.extraction.opening import read_file
from app.evidence.extraction.process import extract
from tests.evidence.documents import book_pdf, canvas_pdf
from tests.evidence.extraction.pdf.read_back import read, refused


def test_signs_of_symbol_fonts() -> None:
    def draw(canvas) -> None:
        canvas.setFont("ZapfDingbats", 12)
        canvas.drawString(72, 700, "✔")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(90, 700, "Names of students")

    assert "✔ Names of students" in read(canvas_pdf(draw)).text


def test_too_much_text() -> None:
    assert "holds more than 500 characters of text" in refused(book_pdf(2), Limits(characters=500))
    cut = read(book_pdf(2), Limits(page_characters=200))
    assert cut.notices == ("Pages 1, 2: only the first 200 characters were read.",)
    assert len(cut.text) < 500


def test_a_word_broken_at_the_foot_of_a_page_does_not_swallow_the_foot(root: Path) -> None:
    found = extract(read_file(root / "assessments/larkspur/documents/security-white-paper.pdf"))
    assert found is not None
    (broken,) = (p for p in found.passages if "the object store; the back-" in found.text[p.start : p.end])
    assert found.text[broken.start : broken.end].endswith("the object store; the back-")
    feet = [p for p in found.passages if "an invented company) | Page" in found.text[p.start : p.end]]
    assert {foot.kind for foot in feet} == {BlockKind.NOTE}
