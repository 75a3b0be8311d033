"""The gate, and what reportlab makes of the text that passed it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.flow import texts
from app.report.fonts import Face, characters
from app.report.style import BODY, SOURCE
from app.report.text import Gate, Printable, face_for, pieces, shortened, width_of
from tests.report.pages import squeezed

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("text", "admitted"),
    [
        ("plain", "plain"),
        (" a\r\nb\rc\u2028d ", "a\nb\nc\nd"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("e\u0301", "é"),
        ("nul\x00", "nul[U+0000]"),
        ("\x1b[2J", "[U+001B][2J"),
        ("\u202ex", "[U+202E]x"),
        ("😀", "[U+1F600]"),
        ("\U000e0041", "[U+E0041]"),
        ("\ud800", "[U+D800]"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ufeffbom", "bom"),
    ],
)
def test_gate(text: str, admitted: str) -> None:
    assert Gate().admit(text) == admitted


def test_gate_remembers_what_it_did_not_let_through() -> None:
    gate = Gate()
    gate.admit("fine")
    assert gate.remarks() == []
    gate.admit("日 and \x07")
    gate.admit("日")
    (remark,) = gate.remarks()
    assert remark.count("U+65E5") == 1
    assert "U+0007" in remark


def test_gate_lists_so_many_characters_and_counts_the_rest() -> None:
    gate = Gate()
    gate.admit("".join(map(chr, range(0x4E00, 0x4E00 + 100))))
    (remark,) = gate.remarks(limit=60)
    assert remark.endswith("and 40 more.")


def test_gate_says_that_hebrew_is_printed_backwards() -> None:
    gate = Gate()
    gate.admit("שלום")
    assert "right to left" in gate.remarks()[0]


@given(ANY_TEXT)
def test_whatever_passes_the_gate_can_be_drawn(text: str) -> None:
    admitted = Gate().admit(text)
    assert set(admitted.replace("\n", "")) <= characters(Face.REGULAR)
    assert Gate().admit(admitted) == admitted


@given(ANY_TEXT)
def test_markup_is_read_back_as_the_text(text: str) -> None:
    admitted = Gate().admit(text)
    printed = [piece for part in texts(admitted, BODY) for piece in part.frags]
    assert all(frag.fontName == Face.REGULAR.value and not frag.link for frag in printed)
    assert squeezed("".join(frag.text for frag in printed)) == squeezed(admitted)


@given(ANY_TEXT, st.integers(20, 400))
def test_lines_keep_every_character_and_the_width(text: str, width: int) -> None:
    admitted = Gate().admit(text)
    lines = []
    for part in texts(admitted, BODY):
        part.wrap(width, 10_000)
        lines += [" ".join(words) for _, words in part.blPara.lines]
    assert squeezed("".join(lines)) == squeezed(admitted)
    assert all(width_of(line, BODY) <= width * 1.02 for line in lines)


def test_a_long_text_becomes_short_paragraphs_that_end_with_a_sentence_or_a_word() -> None:
    sentences = list(pieces(Printable("Nobody has asked for this yet. " * 200)))
    assert len(sentences) > 3
    assert all(len(piece) <= 1500 and piece.endswith("yet.") for piece in sentences)
    words = list(pieces(Printable("word " * 1000)))
    assert all(len(piece) <= 1500 and piece.endswith("word") for piece in words)
    letters = list(pieces(Printable("x" * 4000)))
    assert [len(piece) for piece in letters] == [1500, 1500, 1000]


def test_every_line_is_a_paragraph_and_an_empty_one_takes_room() -> None:
    assert list(pieces(Printable("a\n\nb"))) == ["a", "\u00a0", "b"]


def test_a_text_in_a_face_that_lacks_a_character_is_set_in_the_regular_one() -> None:
    # The oblique face has no Arabic.
    assert face_for("ab", Face.OBLIQUE) is Face.OBLIQUE
    assert face_for("a\u0627b", Face.OBLIQUE) is Face.REGULAR
    (part,) = texts(Printable("a\u0627b"), SOURCE)
    assert part.frags[0].fontName == Face.REGULAR.value


def test_shortened() -> None:
    text = Printable("A rather long name of a product")
    assert shortened(text, 31) == text
    assert shortened(text, 30) == "A rather long name of a …"
    assert shortened(Printable("x" * 5000), 60) == "x" * 58 + " …"
    assert all(len(shortened(text, most)) <= most for most in range(3, 31))
