"""What a finding says at a glance."""

from __future__ import annotations

import pytest

from app.tui.finding_signs import gist
from tests.tui.findings_scene import finding


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("A promise stands beside a row: EPOM. The row names ads.", "A promise stands beside a row: EPOM."),
        ("Larkspur Reading, Inc. The vendor says so. More.", "Larkspur Reading, Inc. The vendor says so."),
        (
            "See Cal. Bus. & Prof. 22584(b)(3) and 34 CFR 99.3. Then more.",
            "See Cal. Bus. & Prof. 22584(b)(3) and 34 CFR 99.3.",
        ),
        ("It says “within 60 days.” And 90 days.", "It says “within 60 days.” And 90 days."),
        ("No stop at all", "No stop at all"),
        ("", ""),
    ],
)
def test_the_first_sentence_is_what_is_wrong(message: str, first: str) -> None:
    assert gist(finding(message=message)) == first
