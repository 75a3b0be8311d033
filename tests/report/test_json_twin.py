"""The JSON twin says what the PDF says, exactly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.assessment.profile import Mark
from app.report import to_json
from tests.hostile import HOSTILE
from tests.report import sample


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return []


def test_says_everything_the_profile_says() -> None:
    document = json.loads(to_json(sample.SAMPLE))
    found = strings(document)
    missing = [text for text in sample.texts(sample.SAMPLE) if text not in found]
    assert missing == []
    assert document["version"] == sample.VERSION
    assert document["printed_at"] == "2026-11-22T14:02:11Z"
    assert document["banners"] == list(sample.SAMPLE.banners)
    assert [section["code"] for section in document["sections"]] == [s.code for s in sample.SAMPLE.sections]


def test_shape_of_the_blocks() -> None:
    document = json.loads(to_json(sample.every_slot("t")))
    keys = {
        block["type"]: set(block) - {"type"}
        for section in document["sections"]
        for block in section["blocks"]
    }
    assert keys == {
        "heading": {"text", "level"},
        "paragraph": {"text", "style"},
        "bullets": {"items", "numbering"},
        "statements": {"sentences"},
        "facts": {"items"},
        "table": {"title", "columns", "rows", "empty", "footer", "landscape", "compact"},
        "strip": {"cells"},
        "chart": {"title", "bars"},
        "verdict": {"headline", "detail", "figures"},
        "signature": {"title", "text", "fields", "signed"},
    }
    statements = next(b for b in document["sections"][1]["blocks"] if b["type"] == "statements")
    assert statements["sentences"][0] == {
        "label": "t",
        "mark": "contradicted",
        "text": "t",
        "question": "t",
        "rule": "",
        "sources": [{"document": "t", "place": "t", "date": "t", "grade": "t", "dated": True}] * 2,
    }


def test_marks_are_words() -> None:
    document = json.loads(to_json(sample.SAMPLE))
    strip = next(b for b in document["sections"][0]["blocks"] if b["type"] == "strip")
    assert {cell["mark"] for cell in strip["cells"]} <= {mark.value for mark in Mark}


@pytest.mark.parametrize("text", [*HOSTILE.values(), "lone \ud800 surrogate"], ids=[*HOSTILE, "surrogate"])
def test_texts_come_back_exactly_and_nothing_acts_on_the_way(text: str) -> None:
    twin = to_json(sample.every_slot(text))
    assert json.loads(twin)["sections"][1]["blocks"][2]["text"] == text
    assert twin.encode("utf-8").decode("utf-8") == twin
    assert not set(twin) & set("\x00\x1b\x07\x7f\x9b\u202e\u2066\u2028\ufeff\U000e0041")


def test_same_profile_gives_the_same_text() -> None:
    assert to_json(sample.SAMPLE) == to_json(sample.SAMPLE)
    assert to_json(sample.SAMPLE).endswith("}\n")
