"""Blocks written one after the other keep exact offsets."""

from __future__ import annotations

import pytest

from app.assessment.passages import BlockKind
from app.evidence.extraction.refusal import UnreadableError
from app.evidence.extraction.written import Written


def test_blocks_stand_where_they_say() -> None:
    written = Written(1_000)
    for kind, text in (
        (BlockKind.HEADING, "Data"),
        (BlockKind.ITEM, "• one"),
        (BlockKind.ITEM, " • two\n"),
        (BlockKind.PARAGRAPH, ""),
        (BlockKind.ROW, "a | b"),
    ):
        written.add(kind, text)
    assert written.text() == "Data\n\n• one\n• two\n\na | b\n"
    assert [written.text()[block.start : block.end] for block in written.blocks] == [
        "Data",
        "• one",
        "• two",
        "a | b",
    ]


def test_no_text_without_end() -> None:
    written = Written(10)
    with pytest.raises(UnreadableError, match="long"):
        written.add(BlockKind.PARAGRAPH, "x" * 20)
