"""Sentences in plain characters, with their way back; hostile texts; patterns that would run away."""

from __future__ import annotations

import re

import pytest

from app.assessment.passages import Passage
from app.evidence.detectors.catalogue import DETECTORS, digest
from app.evidence.detectors.patterns import BadPattern, compiled
from app.evidence.detectors.reading import LONGEST, MOST_WORDS, Reading
from tests.evidence.detectors.made import BOOK, reading
from tests.hostile import HOSTILE


def test_plain_characters_lead_back_to_the_text() -> None:
    text = "A  “quoted”\u00a0word\nin a \u00ad\u00adline – and  its  end."
    (sentence,) = reading(text).sentences
    assert sentence.plain == 'A "quoted" word in a line - and its end.'
    for word in ("quoted", "line", "end"):
        match = re.search(word, sentence.plain)
        assert match is not None
        start, end = sentence.span(match)
        assert text[start:end].strip("\u00ad") == word


def test_headings_between_passages_are_read() -> None:
    text = "A heading\n\nA passage."
    read = Reading(text, (Passage(11, 21),))
    assert [(one.plain, one.passage) for one in read.sentences] == [("A heading", -1), ("A passage.", 0)]


def test_a_long_sentence_is_read_in_bounded_pieces() -> None:
    text = "word " * 2000 + "end."
    pieces = reading(text).sentences
    assert max(len(one.plain) for one in pieces) <= LONGEST
    assert "".join(one.plain for one in pieces) == text
    assert {one.whole for one in pieces} == {(0, len(text))}


def test_a_quote_is_the_sentence_or_forty_words_around_the_place() -> None:
    read = reading("One two three. Four five six.")
    assert read.in_sentence(read.sentences[1]).quote == "Four five six."
    text = " ".join(f"w{n}" for n in range(100))
    at = text.index("w50")
    spot = reading(text).spot(at, at + 3, (0, len(text)))
    assert len(spot.quote.split()) == MOST_WORDS
    assert "w50" in spot.quote


@pytest.mark.parametrize("name", DETECTORS)
def test_hostile_texts_break_no_detector(name: str) -> None:
    texts = [
        *HOSTILE,
        "",
        "\n" * 9000,
        "Aa" * 9000,
        "EXHIBIT A\n" * 900,
        "| x " * 9000,
        "[insert " * 4000,
        "not " * 9000,
    ]
    for text in texts:
        tuple(DETECTORS[name].scan(reading(text), BOOK))


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(?:a*)*", r"(\w+\s?)*$", "(a|b*)+", "([a-z]+){2,}", "((a+)b?)+"]
)
def test_a_pattern_that_can_run_away_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern, match="repeats"):
        compiled(pattern)


@pytest.mark.parametrize("pattern", ["(ab)+", r"(?:\w+ ){0,3}x", "[(a+)+]", r"\(a+\)+", "(a+)(b+)", "a+|b+"])
def test_a_pattern_that_cannot_is_taken(pattern: str) -> None:
    assert compiled(pattern)


def test_a_pattern_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadPattern, match="cannot be read"):
        compiled("(a")


def test_the_patterns_of_the_rulebook_can_be_used() -> None:
    for row in BOOK.wrong_citations:
        assert compiled(row.pattern).search(row.as_written) or row.near
        compiled(row.near)
    for one in BOOK.misstatements:
        compiled(one.pattern)
        compiled(one.unless)


def test_the_digest_follows_the_tables_a_detector_reads() -> None:
    from dataclasses import replace

    fewer = replace(BOOK, wrong_citations=BOOK.wrong_citations[1:])
    assert digest(DETECTORS["wrong_citation"], BOOK) != digest(DETECTORS["wrong_citation"], fewer)
    assert digest(DETECTORS["leftovers"], BOOK) == digest(DETECTORS["leftovers"], fewer)
