from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from app.assessment.passages import line_starts
from app.tui.long_text import (
    LONGEST_PIECE,
    MOST_MATCHES,
    Haystack,
    as_drawn,
    piece_at,
    sentence_at,
    sentence_before,
    starts_of,
    touching,
    wrapped,
)
from tests.hostile import HOSTILE
from tests.tui.stage import only_text


@settings(max_examples=60)
@given(st.text(alphabet="ab \n日e\u0301", max_size=300), st.integers(1, 12))
def test_rows_hold_every_character_but_spaces_and_fit(text: str, width: int) -> None:
    starts, at, seen = starts_of(line_starts(text), ()), 0, ""
    while at < len(text):
        begin, end = piece_at(text, starts, at)
        assert begin == at < end
        for a, b in wrapped(text, begin, end, width):
            assert begin <= a <= b <= end
            assert cell_len(text[a:b]) <= max(width, 2)
            seen += text[a:b]
        at = end
    assert "".join(seen.split()) == "".join(text.split())


@settings(max_examples=60)
@given(st.text(alphabet="abc ", min_size=1, max_size=9_000), st.data())
def test_a_piece_is_the_same_wherever_it_is_asked_from(text: str, data: st.DataObject) -> None:
    starts = starts_of(line_starts(text), ())
    begin, end = piece_at(text, starts, data.draw(st.integers(0, len(text) - 1)))
    assert end - begin <= LONGEST_PIECE + 200
    assert piece_at(text, starts, begin) == piece_at(text, starts, end - 1) == (begin, end)


def test_an_endless_line_is_cut_at_spaces() -> None:
    text = "word " * 2_000
    starts, at, cuts = starts_of(line_starts(text), ()), 0, []
    while at < len(text):
        at = piece_at(text, starts, at)[1]
        cuts.append(at)
    assert len(cuts) > 3
    assert all(text[cut - 1] == " " for cut in cuts)


def test_words_stay_whole_where_they_can() -> None:
    text = "Keys are kept apart"
    rows = [text[a:b] for a, b in wrapped(text, 0, len(text), 9)]
    assert rows == ["Keys are", "kept", "apart"]
    assert wrapped("unbrokenword", 0, 12, 5) == [(0, 5), (5, 10), (10, 12)]


@pytest.mark.parametrize("text", HOSTILE.values())
def test_what_is_drawn_is_as_long_and_harmless(text: str) -> None:
    assert len(as_drawn(text)) == len(text)
    assert only_text(as_drawn(text))


def test_sentences_are_walked_both_ways() -> None:
    text = "One is first. Two is second.\n\nThree is third. Four is last.\n"
    found, at = [], 0
    while (span := sentence_at(text, at)) is not None:
        found.append(text[span[0] : span[1]])
        at = span[1]
    assert found == ["One is first.", "Two is second.", "Three is third.", "Four is last."]
    back, at = [], len(text)
    while (span := sentence_before(text, at)) is not None:
        back.append(text[span[0] : span[1]])
        at = span[0]
    assert back == found[::-1]
    assert sentence_at(text, text.index("second")) == (14, 28)
    assert sentence_at("", 0) is None
    assert sentence_before("  ", 2) is None


def test_a_paragraph_without_end_is_walked_too() -> None:
    text = "This is a sentence of some length. " * 2_000
    span = sentence_at(text, 40_000)
    assert span is not None
    assert text[span[0] : span[1]] == "This is a sentence of some length."
    before = sentence_before(text, span[0])
    assert before == (span[0] - 35, span[1] - 35)


def test_finds_across_lines_capitals_and_quotation_marks() -> None:
    text = "The vendor’s data is Encrypted\n   at rest. İstanbul: encrypted at\u00a0rest."
    found = Haystack.of(text).matches("ENCRYPTED at  rest")
    assert [" ".join(text[a:b].split()) for a, b in found] == ["Encrypted at rest", "encrypted at rest"]
    assert len(Haystack.of(text).matches("vendor's")) == 1
    assert Haystack.of(text).matches("  ") == ()
    assert Haystack.of("a(b").matches("(b") == ((1, 3),)
    assert len(Haystack.of("a " * (MOST_MATCHES + 5)).matches("a")) == MOST_MATCHES


def test_touching() -> None:
    spans = [(0, 5), (5, 9), (20, 30)]
    assert list(touching(spans, 5, 20)) == [(5, 9)]
    assert list(touching(spans, 4, 21)) == spans
    assert list(touching(spans, 9, 20)) == []
