"""Every reason is one sentence that names the file and says what to do."""

from __future__ import annotations

import pytest

from app.evidence.extraction.refusal import REASONS, UnreadableError


@pytest.mark.parametrize("reason", REASONS)
def test_sentences(reason: str) -> None:
    said = REASONS[reason].format(
        name="a.pdf", kind="PDF", number=3 if reason != "scan" else "3 pages", limit=2_000
    )
    assert "a.pdf" in said
    assert ": " in said
    assert not said.endswith(".")
    assert "{" not in said


def test_the_exception_keeps_its_reason_and_number() -> None:
    refused = UnreadableError("pages", 10_000)
    assert (refused.reason, refused.number) == ("pages", 10_000)
