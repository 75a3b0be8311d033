"""Evidence as JSON: exactly these keys."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.assessment.answer import Citation
from app.assessment.documents import Document
from app.assessment.passages import BlockKind, Media
from app.evidence.model import (
    Outcome,
    Polarity,
    ProposedRow,
    ProposedValue,
    Suggestion,
    Suggestions,
    Verdict,
    Verified,
)
from app.exchange.evidence_shapes import holdings_data, rows_data, suggest_data, verified_data
from app.exchange.shapes import to_json
from app.review.evidence import Held
from app.store.values import Attachment

FOUND = Suggestion(
    document="D1",
    name="privacy.html",
    place="line 40",
    start=100,
    end=140,
    text="Nothing is sold.",
    context="Sharing",
    kind=BlockKind.ITEM,
    score=0.83,
    terms=("sold",),
    anchored=True,
    polarity=Polarity.DENIES,
    limited=True,
    speaks_for="no",
    value=ProposedValue("a.b.deadline", {"number": 72, "unit": "hours"}, "72 hours", 110, 118),
)
SUGGESTIONS = Suggestions("a.b", Outcome.FOUND, 0.91, ("sell", "sold"), ("D1", "D2"), (FOUND,))
FILE = Attachment(
    3, "f" * 64, Media.HTML, 900, 800, 12, (), "Privacy", ("Look.",), "html 1", "privacy.html", datetime(2026, 11, 22, tzinfo=UTC)
)  # fmt: skip


def named(document: str) -> tuple[str, str]:
    return {"D1": ("D1", "privacy.html"), "D2": ("D2", "D2")}.get(document, ("", document))


def test_suggestions() -> None:
    assert suggest_data(SUGGESTIONS, named) == {
        "question": "a.b",
        "found": True,
        "outcome": "found",
        "confidence": 0.91,
        "looked_for": ["sell", "sold"],
        "documents": [{"id": "D1", "document": "privacy.html"}, {"id": "D2", "document": "D2"}],
        "suggestions": [
            {
                "document": "privacy.html",
                "id": "D1",
                "place": "line 40",
                "start": 100,
                "end": 140,
                "text": "Nothing is sold.",
                "context": "Sharing",
                "kind": "item",
                "score": 0.83,
                "terms": ["sold"],
                "also": [],
                "anchored": True,
                "polarity": "denies",
                "limited": True,
                "speaks_for": "no",
                "value": {
                    "question": "a.b.deadline",
                    "value": {"number": 72, "unit": "hours"},
                    "text": "72 hours",
                    "start": 110,
                    "end": 118,
                },
            }
        ],
    }
    assert json.loads(to_json(suggest_data(SUGGESTIONS, named))) == suggest_data(SUGGESTIONS, named)


@pytest.mark.parametrize(
    ("outcome", "found"), [(Outcome.FOUND, True), (Outcome.WEAK, False), (Outcome.NOTHING, False)]
)
def test_only_found_is_found_and_what_is_weak_is_listed_all_the_same(outcome: Outcome, found: bool) -> None:
    data = suggest_data(replace(SUGGESTIONS, outcome=outcome))
    assert (data["found"], data["outcome"], len(data["suggestions"])) == (found, outcome.value, 1)


def test_a_suggestion_that_says_neither_has_nulls() -> None:
    plain = replace(FOUND, value=None, speaks_for="", polarity=Polarity.UNCLEAR)
    (data,) = suggest_data(replace(SUGGESTIONS, found=(plain,)))["suggestions"]
    assert (data["value"], data["speaks_for"], data["polarity"]) == (None, None, "unclear")


def test_documents() -> None:
    document = Document(
        "D1", "Privacy", "policy", "Acme", "2026-01-02", "2026-11-22", "F" * 64, "40 lines", "yes", "none"
    )
    only_named = Document("D2", "Agreement", by_vendor=False)
    unnamed = Document("", title="privacy.html", sha256="f" * 64, by_vendor=False)
    held = [Held(document, "r1", FILE), Held(only_named, "r2", None), Held(unnamed, "", FILE)]
    first, second, third = holdings_data(held, {"D1": 4, "D2": 1, "": 7})
    assert first == {
        "id": "D1",
        "document": "privacy.html",
        "here": True,
        "title": "Privacy",
        "kind": "policy",
        "issuer": "Acme",
        "stated_date": "2026-01-02",
        "retrieved_on": "2026-11-22",
        "covers_product": "yes",
        "signed": "none",
        "grade": "P",
        "sha256": "f" * 64,
        "cited": 4,
        "media": "html",
        "size": 900,
        "characters": 800,
        "passages": 12,
        "pages": None,
        "notices": ["Look."],
        "extractor": "html 1",
        "added_at": "2026-11-22T00:00:00+00:00",
    }
    assert list(second) == list(first)
    assert (second["document"], second["here"], second["cited"]) == ("Agreement", False, 1)
    assert all(second[name] is None for name in ("media", "size", "characters", "passages", "added_at"))
    assert (third["id"], third["here"], third["grade"], third["cited"]) == (None, True, None, 0)


def test_pages_are_counted() -> None:
    held = Held(Document("D1"), "r1", replace(FILE, pages=(0, 300)))
    assert holdings_data([held], {})[0]["pages"] == 2


def test_verdicts() -> None:
    citation = Citation("D1", "line 40", "Nothing is sold.", 100, 116)
    moved, gone = verified_data(
        [
            Verified("a.b", 1, citation, Verdict.MOVED, "line 44", 140, 156),
            Verified("a.c", 0, replace(citation, document="memo"), Verdict.GONE),
        ],
        named,
    )
    assert moved == {
        "question": "a.b",
        "number": 2,
        "verdict": "moved",
        "document": "privacy.html",
        "id": "D1",
        "place": "line 40",
        "quote": "Nothing is sold.",
        "start": 100,
        "end": 116,
        "now": {"place": "line 44", "start": 140, "end": 156, "quote": ""},
    }
    assert list(gone) == list(moved)
    assert (gone["document"], gone["id"], gone["verdict"], gone["now"]) == ("memo", None, "gone", None)


def test_rows() -> None:
    row = ProposedRow({"name": "Plivo"}, "D1", "line 4", 3, 8, "Plivo")
    assert rows_data("t.register", [row], named) == {
        "question": "t.register",
        "rows": [
            {
                "cells": {"name": "Plivo"},
                "document": "privacy.html",
                "id": "D1",
                "place": "line 4",
                "start": 3,
                "end": 8,
                "text": "Plivo",
            }
        ],
    }
