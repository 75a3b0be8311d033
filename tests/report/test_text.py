"""The gate, and breaking text into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.fonts import Face
from app.report.style import BODY, TITLE
from app.report.text import BREAK, Gate, Printable, break_lines, runs, shortened, width_of

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("text", "admitted"),
    [
        ("plain", "plain"),
        (" a\r\nb\rc\u2028d ", "a\nb\nc\nd"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("e\u0301", "é"),
        ("nul\x00", f"nul{BREAK}[U+0000]"),
        ("\x1b[2J", "[U+001B]" + BREAK + "[2J"),
        ("\u202ex", "[U+202E]" + BREAK + "x"),
        ("😀", "[U+1F600]"),
        ("\U000e0041", "[U+E0041]"),
        ("\ud800", "[U+D800]"),
        ("soft\u00adhyphen", f"soft{BREAK}hyphen"),
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
    for line in admitted.replace(BREAK, "").split("\n"):
        assert "".join(part for _, part in runs(line, Face.OBLIQUE)) == line if line else True
        # A character without a width would raise in the regular face, which has all of them.
        assert width_of(line, Face.REGULAR, 10) >= 0
    assert Gate().admit(admitted) == admitted


@given(ANY_TEXT, st.floats(20, 400))
def test_lines_keep_every_character_and_the_width(text: str, width: float) -> None:
    admitted = Gate().admit(text)
    lines = break_lines(admitted, BODY, width)
    assert "".join("".join(lines).split(" ")) == "".join(
        admitted.replace(BREAK, "").replace("\n", "").split(" ")
    )
    assert all(width_of(line, BODY.face, BODY.size) <= width + 0.02 for line in lines)


def test_lines_are_broken_between_words() -> None:
    lines = break_lines(Printable("one two three four five six seven"), BODY, 60)
    assert " ".join(lines) == "one two three four five six seven"
    assert len(lines) > 2


def test_long_addresses_are_broken_after_punctuation() -> None:
    address = Printable("https://example.org/privacy/policy/for/schools?version=2")
    lines = break_lines(address, BODY, 120)
    assert "".join(lines) == address
    assert all(line[-1] in "/?=." for line in lines[:-1])


def test_a_line_wider_than_its_width_has_one_character_only() -> None:
    assert break_lines(Printable("abc"), TITLE, 1) == ["a", "b", "c"]


def test_runs_take_missing_characters_from_the_regular_face() -> None:
    # The oblique face has no Arabic.
    assert list(runs("a\u0627b", Face.OBLIQUE)) == [
        (Face.OBLIQUE, "a"),
        (Face.REGULAR, "\u0627"),
        (Face.OBLIQUE, "b"),
    ]
    assert list(runs("ab", Face.OBLIQUE)) == [(Face.OBLIQUE, "ab")]


def test_shortened() -> None:
    text = Printable("A rather long name of a product")
    assert shortened(text, BODY, 500) == text
    cut = shortened(text, BODY, 60)
    assert cut.endswith("…")
    assert width_of(cut, BODY.face, BODY.size) <= 60
    assert width_of(shortened(Printable("x" * 5000), BODY, 60), BODY.face, BODY.size) <= 60
