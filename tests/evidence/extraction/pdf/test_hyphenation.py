"""Words broken at a line's end, as PDFium marks them."""

from __future__ import annotations

import pytest

from app.evidence.extraction.pdf.hyphenation import HYPHEN, mend_words
from app.evidence.extraction.pdf.layout import Line


@pytest.mark.parametrize(
    ("elsewhere", "broken", "mended"),
    [
        ("", f"encryp{HYPHEN}tion", "encryption"),
        ("", f"third{HYPHEN}party", "third-party"),
        ("a data-base", f"data{HYPHEN}base", "data-base"),
        ("the Sub-Processors", f"the sub{HYPHEN}processors", "the sub-processors"),
        ("", f"AES{HYPHEN}256", "AES-256"),
        ("", f"the back{HYPHEN}", "the back-"),
    ],
)
def test_a_broken_word_is_joined_as_the_document_writes_it(elsewhere: str, broken: str, mended: str) -> None:
    lines = [Line(elsewhere, 20.0, 30.0), Line(broken, 0.0, 10.0)]
    mend_words(lines)
    assert lines[1].text == mended
