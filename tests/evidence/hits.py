"""Hits made by hand, for tests of ranking and suggestions."""

from __future__ import annotations

from app.assessment.passages import BlockKind, Hit
from app.evidence.query import Query
from app.evidence.terms import parse_anchor


def hit(
    text: str,
    context: str = "",
    *,
    ordinal: int = 0,
    bm25: float = -1.0,
    document: int = 1,
    kind: BlockKind = BlockKind.PARAGRAPH,
) -> Hit:
    return Hit(document, ordinal, ordinal * 1000, ordinal * 1000 + len(text), context, text, kind, bm25)


def query(
    *anchors: str,
    weak: tuple[str, ...] = (),
    cues: tuple[str, ...] = (),
    avoid: tuple[str, ...] = (),
    denial: str = "no",
) -> Query:
    return Query(
        "security.encryption.at_rest",
        tuple(map(parse_anchor, anchors)),
        tuple(map(parse_anchor, weak)),
        cues,
        tuple(map(parse_anchor, avoid)),
        denial,
    )
