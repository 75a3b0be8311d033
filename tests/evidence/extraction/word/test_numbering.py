"""The numbers of lists, counted as a word processor does."""

from __future__ import annotations

from app.assessment.passages import BlockKind
from tests.evidence.documents import p
from tests.evidence.extraction.word.read_back import seen

H = BlockKind.HEADING
P = BlockKind.PARAGRAPH
I = BlockKind.ITEM  # noqa: E741


def test_headings_and_lists() -> None:
    document = (
        p("Security", style="Heading1")
        + p("Own heading", style="Mine")
        + p("Plain words.", style="Loop")
        + p("first", listed="1")
        + p("inner", listed="1", level=1)
        + p("inner too", listed="1", level=1)
        + p("deep", listed="1", level=2)
        + p("second", listed="1")
        + p("inner again", listed="1", level=1)
        + p("point", style="Listed")
        + p("no list", listed="0")
        + p("")
    )
    assert seen(document) == [
        (H, 1, "Security"),
        (H, 1, "Own heading"),
        (P, 0, "Plain words."),
        (I, 0, "1. first"),
        (I, 1, "(a) inner"),
        (I, 1, "(b) inner too"),
        (I, 2, "1.b.iv deep"),
        (I, 0, "2. second"),
        (I, 1, "(a) inner again"),
        (I, 0, "• point"),
        (P, 0, "no list"),
    ]
