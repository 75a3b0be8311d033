from __future__ import annotations

from pathlib import Path

from app.assessment.passages import BlockKind
from app.evidence.extraction.opening import read_file
from app.evidence.extraction.process import extract


def test_a_word_broken_at_the_foot_of_a_page_does_not_swallow_the_foot(root: Path) -> None:
    read = extract(read_file(root / "assessments/larkspur/documents/security-white-paper.pdf"))
    assert read is not None
    (broken,) = (p for p in read.passages if "the object store; the back-" in read.text[p.start : p.end])
    assert read.text[broken.start : broken.end].endswith("the object store; the back-")
    feet = [p for p in read.passages if "an invented company) | Page" in read.text[p.start : p.end]]
    assert {foot.kind for foot in feet} == {BlockKind.NOTE}
