"""Evidence as JSON: what was found for a question, what is held, and where every quote stands.

As in `shapes`: more keys may join, none may leave. The protocols say what is read of the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from app.assessment.answer import Citation
from app.assessment.documents import Document, grade, letter
from app.assessment.passages import Media
from app.exchange.shapes import Named, as_cited, documents_data


class Valued(Protocol):
    """A value that a passage would support."""

    @property
    def question(self) -> str:
        """Id of the question or follow-up it would answer."""

    @property
    def value(self) -> Any:
        """The value, JSON-like."""

    @property
    def text(self) -> str:
        """As a person reads it."""

    @property
    def start(self) -> int:
        """Offset of the words it was read from."""

    @property
    def end(self) -> int:
        """Offset after them."""


class Spot(Protocol):
    """A piece of a document's text."""

    @property
    def document(self) -> str:
        """Register id."""

    @property
    def place(self) -> str:
        """Page or lines."""

    @property
    def start(self) -> int:
        """Offset in the document's text."""

    @property
    def end(self) -> int:
        """Offset after it."""

    @property
    def text(self) -> str:
        """Its words."""


class Suggested(Spot, Protocol):
    """A passage proposed for a question."""

    @property
    def name(self) -> str:
        """Name of the file."""

    @property
    def context(self) -> str:
        """What stands above it."""

    @property
    def kind(self) -> str:
        """What kind of block it is."""

    @property
    def score(self) -> float:
        """0 to 1."""

    @property
    def terms(self) -> Sequence[str]:
        """What matched."""

    @property
    def also(self) -> Sequence[str]:
        """Where else the same words stand."""

    @property
    def anchored(self) -> bool:
        """Whether it carries an anchor."""

    @property
    def polarity(self) -> str:
        """Whether it says that the thing is so."""

    @property
    def limited(self) -> bool:
        """Whether it sets a limit."""

    @property
    def speaks_for(self) -> str:
        """`yes`, `no` or empty."""

    @property
    def value(self) -> Valued | None:
        """What it proposes."""


class Found(Protocol):
    """What was found for a question."""

    @property
    def question(self) -> str:
        """Id; empty for a reviewer's own search."""

    @property
    def outcome(self) -> str:
        """`found`, `weak` or `nothing`."""

    @property
    def confidence(self) -> float:
        """0 to 1."""

    @property
    def looked_for(self) -> Sequence[str]:
        """Words and phrases."""

    @property
    def documents(self) -> Sequence[str]:
        """Register ids of what was searched."""

    @property
    def found(self) -> Sequence[Suggested]:
        """Best first."""


class File(Protocol):
    """The file of a document, as it is in the database."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def sha256(self) -> str:
        """Its digest."""

    @property
    def media(self) -> Media:
        """What kind of file it is."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def characters(self) -> int:
        """Of its text."""

    @property
    def passages(self) -> int:
        """How many."""

    @property
    def pages(self) -> Sequence[int]:
        """Offsets at which pages begin."""

    @property
    def notices(self) -> Sequence[str]:
        """What the reviewer should know about the reading."""

    @property
    def extractor(self) -> str:
        """What read it."""

    @property
    def added_at(self) -> datetime:
        """When it came in."""


class Holding(Protocol):
    """One document of an assessment."""

    @property
    def id(self) -> str:
        """Register id; empty for a file that no row names."""

    @property
    def name(self) -> str:
        """Name of its file, or what the register calls it."""

    @property
    def document(self) -> Document:
        """Its row in the register."""

    @property
    def attachment(self) -> File | None:
        """Its file, where that is here."""


class LookedUp(Protocol):
    """One citation, looked up again."""

    @property
    def question(self) -> str:
        """Id of the question or follow-up."""

    @property
    def index(self) -> int:
        """The citation's place among that answer's, from 0."""

    @property
    def citation(self) -> Citation:
        """The citation."""

    @property
    def verdict(self) -> str:
        """`found`, `moved`, `changed`, `gone`, `absent` or `unquoted`."""

    @property
    def place(self) -> str:
        """Where the words are now."""

    @property
    def start(self) -> int | None:
        """Offset of them now."""

    @property
    def end(self) -> int | None:
        """Offset after them."""

    @property
    def now(self) -> str:
        """The words that stand there now, where they changed."""


class Readable(Spot, Protocol):
    """A row read out of a document."""

    @property
    def cells(self) -> Mapping[str, str]:
        """Text by column id."""


def suggest_data(suggestions: Found, named: Named = as_cited) -> dict[str, Any]:
    """`assess suggest --json` for one question.

    `found` is true for the outcome `found` alone; suggestions to be checked (`weak`) are listed all the same.
    """
    return {
        "question": suggestions.question,
        "found": suggestions.outcome == "found",
        "outcome": str(suggestions.outcome),
        "confidence": suggestions.confidence,
        "looked_for": list(suggestions.looked_for),
        "documents": documents_data(suggestions.documents, named),
        "suggestions": [_suggestion_data(one) for one in suggestions.found],
    }


def _suggestion_data(suggestion: Suggested) -> dict[str, Any]:
    value = suggestion.value
    return {
        "document": suggestion.name,
        "id": suggestion.document,
        "place": suggestion.place,
        "start": suggestion.start,
        "end": suggestion.end,
        "text": suggestion.text,
        "context": suggestion.context,
        "kind": str(suggestion.kind),
        "score": suggestion.score,
        "terms": list(suggestion.terms),
        "also": list(suggestion.also),
        "anchored": suggestion.anchored,
        "polarity": str(suggestion.polarity),
        "limited": suggestion.limited,
        "speaks_for": suggestion.speaks_for or None,
        "value": None
        if value is None
        else {
            "question": value.question,
            "value": value.value,
            "text": value.text,
            "start": value.start,
            "end": value.end,
        },
    }


def holdings_data(held: Iterable[Holding], cited: Mapping[str, int]) -> list[dict[str, Any]]:
    """`assess evidence list --json`: the register in its order, then files that no row names.

    `cited` counts the citations of each register id; a file off the register has none. Without a file (`here` is false) what only a file can
    tell is null.
    """
    return [_holding_data(one, cited.get(one.id, 0) if one.id else 0) for one in held]


def _holding_data(held: Holding, cited: int) -> dict[str, Any]:
    document, file = held.document, held.attachment
    return {
        "id": held.id or None,
        "document": held.name,
        "here": file is not None,
        "title": document.title,
        "kind": document.kind,
        "issuer": document.issuer,
        "stated_date": document.stated_date,
        "retrieved_on": document.retrieved_on,
        "covers_product": document.covers_product,
        "signed": document.signed,
        "grade": letter(grade(document)) if held.id else None,
        "sha256": file.sha256 if file else document.sha256,
        "cited": cited,
        "media": file.media.value if file else None,
        "size": file.size if file else None,
        "characters": file.characters if file else None,
        "passages": file.passages if file else None,
        "pages": (len(file.pages) or None) if file else None,
        "notices": list(file.notices) if file else [],
        "extractor": file.extractor if file else None,
        "added_at": file.added_at.isoformat() if file else None,
    }


def verified_data(verified: Iterable[LookedUp], named: Named) -> list[dict[str, Any]]:
    """`assess evidence verify --json`: every citation in force, in the order of the questionnaire.

    `place`, `quote`, `start` and `end` are what the citation says; what stands in the text now is in `now`.
    `lost` (`changed` or `gone`) is there only for a citation that a newer version left without its words:
    it is kept to be seen and counts as evidence no more.
    """
    found = []
    for one in verified:
        id_, name = named(one.citation.document)
        here = one.start is not None
        found.append(
            {
                "question": one.question,
                "number": one.index + 1,
                "verdict": str(one.verdict),
                "document": name,
                "id": id_ or None,
                "place": one.citation.place,
                "quote": one.citation.quote,
                "start": one.citation.start,
                "end": one.citation.end,
                **({"lost": one.citation.lost} if one.citation.lost else {}),
                "now": {"place": one.place, "start": one.start, "end": one.end, "quote": one.now}
                if here
                else None,
            }
        )
    return found


def rows_data(question: str, rows: Iterable[Readable], named: Named) -> dict[str, Any]:
    """`assess evidence rows --json`: rows that documents propose for a register."""
    return {
        "question": question,
        "rows": [
            {
                "cells": dict(row.cells),
                "document": named(row.document)[1],
                "id": row.document,
                "place": row.place,
                "start": row.start,
                "end": row.end,
                "text": row.text,
            }
            for row in rows
        ],
    }
