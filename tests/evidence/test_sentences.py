from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.sentences import sentences, tidy


def split(text: str) -> list[str]:
    return [tidy(text[start:end]) for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "whole",
    [
        "FERPA (20 U.S.C. § 1232g; 34 C.F.R. Part 99) protects records.",
        "We use services, e.g. Amazon, i.e. their servers in Ohio.",
        "See No. 5 and Art. 28 and Sec. 3 of the plan.",
        "Acme Learning, Inc. and its partners sign.",
        "Under Fla. Stat. § 1002.22 and NH Admin. Code Ed. 300 we act.",
        "Section 99.31 of the rule applies to version 1.2 of the service.",
        "Please write to J. Doe at the office of Dr. Kim Roe.",
        "The servers of the U.S. Department of Education are theirs.",
        "2. Parents may ask the school.",
        "This line is wrapped\nin the middle of a sentence\nand goes on.",
        "The controls (i.e. Antivirus and Antimalware) run, cf. Annex B.",
    ],
)
def test_one_sentence_stays_whole(whole: str):
    assert split(whole) == [tidy(whole)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We keep logs. We delete them.", ["We keep logs.", "We delete them."]),
        ("No. We do not sell data.", ["No.", "We do not sell data."]),
        ("It is in the U.S. We do not move it.", ["It is in the U.S.", "We do not move it."]),
        (
            "We are part of Acme, Inc. Our parent is Acme.",
            ["We are part of Acme, Inc.", "Our parent is Acme."],
        ),
        ("He said “we never do.” Then it ended.", ["He said “we never do.”", "Then it ended."]),
        ("(We never do.) Is that so? Yes!", ["(We never do.)", "Is that so?", "Yes!"]),
        ("It began in 2019. iKeepSafe reviewed it.", ["It began in 2019.", "iKeepSafe reviewed it."]),
        ("We collect:\n- name\n- email", ["We collect:", "- name", "- email"]),
        ("Gender | x |\nAddress | |", ["Gender | x |", "Address | |"]),
        ("Name: Kim Doe\nPhone: 5550100", ["Name: Kim Doe", "Phone: 5550100"]),
        ("One line\n\nanother line", ["One line", "another line"]),
    ],
)
def test_sentences_end(text: str, expected: list[str]):
    assert split(text) == expected


def test_offsets_are_those_of_the_whole_text():
    text = "Before. We keep logs. We delete them. After."
    assert [text[a:b] for a, b in sentences(text, 8, 37)] == ["We keep logs.", "We delete them."]
    assert sentences(text, 7, 8) == ()


@given(st.text(alphabet="aB .!?\n:;|()1i“”•-\u00a0", max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_together_they_hold_every_character(text: str, start: int, end: int):
    end = min(end, len(text))
    found = sentences(text, start, end)
    reached = start
    for begin, stop in found:
        assert text[reached:begin].strip() == ""
        assert begin < stop
        assert not text[begin].isspace()
        assert not text[stop - 1].isspace()
        reached = stop
    assert text[reached:end].strip() == ""


def test_tidy_makes_white_space_single():
    assert tidy("  a\u00a0\n b\t c ") == "a b c"
