r"""The profile as JSON: everything the PDF says, for other programs.

The shape, in which keys may join and none may leave:

    {format: "assess-profile", format_version: 1, kind, slug, vendor, product, version, judgement, review_date,
     valid_until, reviewer, printed_at, pack, language: text,
     banners: [text],
     sections: [{code, title, blocks: [block]}]}

`version` and `judgement` are SHA-256 (hex); the second is empty where nothing was judged. `printed_at` is ISO 8601
in UTC; `review_date` and `valid_until` are ISO dates or empty. A block is one of

    {type: "heading", text, level}
    {type: "paragraph", text, style}
    {type: "bullets", items: [text], numbering}
    {type: "statements", sentences: [{label, mark, text, question, rule, sources: [source]}]}
    {type: "facts", items: [{label, value}]}
    {type: "table", title, columns: [{label, weight}], rows: [[text]], empty, footer, landscape, compact}
    {type: "strip", cells: [{label, mark}]}
    {type: "chart", title, bars: [{label, counts: [{mark, count}]}]}
    {type: "verdict", headline, detail, figures: [{figure, label}]}
    {type: "signature", title, text, fields: [{label, value}], signed}

where a source is {document, place, date, grade, dated}, and a mark is one of `yes`, `part`, `no`, `silent`, `n/a`,
`open`, `contradicted`. Characters that could act in a terminal are written as `\uXXXX`; the texts are exactly those
of the profile.
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from typing import Any

from app.assessment.profile import (
    Block,
    Bullets,
    Chart,
    Facts,
    Heading,
    Paragraph,
    Profile,
    Sentence,
    SignatureBlock,
    Statements,
    Strip,
    Table,
    Verdict,
)

_ACTING = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)


def json_text(profile: Profile) -> str:
    """The whole profile; see `app.report.to_json`."""
    document = {
        "format": "assess-profile",
        "format_version": 1,
        "kind": profile.kind,
        "slug": profile.slug,
        "vendor": profile.vendor,
        "product": profile.product,
        "version": profile.version,
        "judgement": profile.judgement,
        "review_date": profile.review_date,
        "valid_until": profile.valid_until,
        "reviewer": profile.reviewer,
        "printed_at": profile.printed_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "pack": profile.pack,
        "language": profile.language,
        "banners": list(profile.banners),
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in profile.sections
        ],
    }
    return _ACTING.sub(_number, json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _number(found: re.Match[str]) -> str:
    # json itself writes characters beyond the basic plane as a pair.
    return json.dumps(found[0])[1:-1]


def _block(block: Block) -> dict[str, Any]:  # noqa: C901 - one case for each kind
    match block:
        case Heading():
            return {"type": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {"type": "paragraph", "text": block.text, "style": block.style}
        case Bullets():
            return {"type": "bullets", "items": list(block.items), "numbering": block.numbering}
        case Statements():
            return {"type": "statements", "sentences": [_sentence(sentence) for sentence in block.sentences]}
        case Facts():
            return {"type": "facts", "items": _pairs(block.items, "label", "value")}
        case Table():
            return {
                "type": "table",
                "title": block.title,
                "columns": [{"label": column.label, "weight": column.weight} for column in block.columns],
                "rows": [list(row) for row in block.rows],
                "empty": block.empty,
                "footer": block.footer,
                "landscape": block.landscape,
                "compact": block.compact,
            }
        case Strip():
            return {"type": "strip", "cells": _pairs(block.cells, "label", "mark")}
        case Chart():
            bars = [{"label": bar.label, "counts": _pairs(bar.counts, "mark", "count")} for bar in block.bars]
            return {"type": "chart", "title": block.title, "bars": bars}
        case Verdict():
            figures = _pairs(block.figures, "figure", "label")
            return {"type": "verdict", "headline": block.headline, "detail": block.detail, "figures": figures}
        case SignatureBlock():
            return {
                "type": "signature",
                "title": block.title,
                "text": block.text,
                "fields": _pairs(block.fields, "label", "value"),
                "signed": block.signed,
            }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "label": sentence.label,
        "mark": sentence.mark,
        "text": sentence.text,
        "question": sentence.question,
        "rule": sentence.rule,
        "sources": [
            {
                "document": source.document,
                "place": source.place,
                "date": source.date,
                "grade": source.grade,
                "dated": source.dated,
            }
            for source in sentence.sources
        ],
    }


def _pairs(items: tuple[tuple[Any, Any], ...], first: str, second: str) -> list[dict[str, Any]]:
    return [{first: one, second: other} for one, other in items]
