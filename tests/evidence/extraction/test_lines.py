"""Headings, items, rows and paragraphs are found in lines alone, wrapped or not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.passages import BlockKind
from app.evidence.extraction.lines import blocks_of

H, P, I, R, N = (  # noqa: E741
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.ROW,
    BlockKind.NOTE,
)
LONG = "The vendor shall keep all student data confidential and shall protect it against loss and misuse at all times."


def seen(text: str, **options: object) -> list[tuple[BlockKind, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks_of(text, **options)]


def kinds(text: str, **options: object) -> list[BlockKind]:
    return [kind for kind, _ in seen(text, **options)]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("ARTICLE IV: DUTIES OF PROVIDER", 1),
        ("EXHIBIT “B”", 1),
        ("Appendix A – Schedule of Data", 1),
        ("DEFINITIONS", 2),
        ("3.2 Security", 3),
        ("3.2.1 Encryption at rest", 4),
        ("4. Data Retention", 2),
        ("IV. Security", 2),
        ("Data Ownership", 3),
        ("How We Use Cookies", 3),
        ("What data do you collect?", 3),
        ("Data Ownership:", 4),
    ],
)
def test_headings_above_a_paragraph(line: str, level: int) -> None:
    for text in (f"{LONG}\n{line}\n{LONG}\n", f"{line}\n\n{LONG}\n"):
        found = blocks_of(text)
        heading = next(block for block in found if text[block.start : block.end] == line)
        assert (heading.kind, heading.level) == (H, level)
        assert found[-1].kind is P


@pytest.mark.parametrize(
    "line",
    [
        "99 Wall Street",
        "Phone: 207 613 0076",
        "Email address: privacy@example.com",
        "We never sell data.",
        "privacy@example.com",
        "_____________________________",
        "Section 1232g of the act applies here.",
        "Name: Helen Cohen Title: COO",
    ],
)
def test_short_lines_that_are_no_headings(line: str) -> None:
    assert H not in kinds(f"{LONG}\n{line}\n{LONG}\n")


@pytest.mark.parametrize(
    "mark", ["•", "-", "–", "*", "o", "(a)", "a.", "i.", "(iv)", "1.", "12)", "(3)", "[x]", "☐"]
)
def test_marks_of_lists(mark: str) -> None:
    text = f"We collect:\n{mark} names of students\n{mark} grades of students\n{LONG}\n"
    assert kinds(text) == [P, I, I, P]


@pytest.mark.parametrize(
    "line",
    [
        "18 Harrow Lane, Suite 4",
        "18 Harrow Lane",
        "7 West Main St.",
        "12 St. James Square, 3rd Floor",
        "1 Infinity Way Suite 200",
        "4 Tannery Row, Ludlow",
    ],
)
def test_the_number_of_a_house_is_no_section(line: str) -> None:
    for text in (f"{LONG}\n\n{line}\nSpringfield\n\n{LONG}\n", f"{line}\n{LONG}\n", f"{line}\n\n{LONG}\n"):
        assert (H, line) not in seen(text)


@pytest.mark.parametrize(
    "line", ["3 The Way We Work", "5 Court Orders", "2 Data Retention", "4. Our Right of Way"]
)
def test_a_section_with_the_word_of_a_street_is_still_one(line: str) -> None:
    assert (H, line) in seen(f"{LONG}\n\n{line}\n\n{LONG}\n")


def test_a_number_without_a_space_after_its_bracket_is_a_mark() -> None:
    assert kinds("Agrees to:\n(9)Enforce passwords;\n(10)Perform maintenance;\n") == [P, I, I]


def test_depth_of_lists() -> None:
    text = "1. First.\n(a) inner\n(b) inner\n2. Second.\n(a) inner\ni. deepest\n"
    assert [block.level for block in blocks_of(text)] == [0, 1, 1, 0, 1, 2]
    indented = "  • First\n\n    • inner\n\n    • inner\n\n  • Second\n"
    assert [block.level for block in blocks_of(indented)] == [0, 1, 1, 0]


def test_a_list_begins_anew_below_a_heading() -> None:
    text = f"1. First of one.\n(a) inner\n\nDATA BREACH\n\n(a) outer now\n{LONG}"
    assert [block.level for block in blocks_of(text) if block.kind is I] == [0, 1, 0]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Our company encrypts all student data in transit and at rest, and keeps the\n"
        "keys apart from the data. Access is given to staff who need it for their\n"
        "work, and is taken away when they leave. This holds for every sub-\n"
        "processor too.\n"
        "Backups are kept for thirty days and are encrypted with the same strength as\n"
        "the live data that they were taken from.\n"
        "• Students: we keep the name, the grade and the school of a student, as the\n"
        "district sends them to us\n"
        "• Teachers: name only\n"
    )
    assert kinds(text) == [P, P, I, I]
    assert seen(text)[0][1].endswith("sub-\nprocessor too.")
    assert seen(text)[2][1].endswith("them to us")


def test_a_number_at_the_beginning_of_a_wrapped_line_is_no_item() -> None:
    text = (
        "The provider answers each request of a parent that reaches it by way of section\n"
        "12. The period begins with the day on which the request has been received by the\n"
        "provider, and ends with the day on which the answer has been sent to the school\n"
        "(a) and the parent. It may be longer where the law of the state allows that for\n"
        "good reason and the school has been told of it.\n"
    )
    assert kinds(text) == [P]


def test_whole_lines_are_paragraphs() -> None:
    text = f"{LONG * 2}\n{LONG * 2}\nEncryption: {LONG * 2}\n"
    assert kinds(text) == [P, P, P]


def test_a_whole_line_that_was_broken_by_accident_is_mended() -> None:
    text = f"{LONG * 2}\n(15)Control access to media containing student data and maintain\naccountability for media.\n{LONG * 2}"
    assert kinds(text) == [P, I, P]


@pytest.mark.parametrize(
    "rows",
    [
        ["Category | Elements | Used", "Conduct | Behavior | x |", "Gender | ||", "Address |"],
        ["NAME\tPURPOSE\tKEPT", "Grade\tProduct\tyes"],
        ["Company        Purpose        Country", "Amazon         Hosting        USA"],
        ["Company        Purpose", "Amazon         Hosting"],
    ],
)
def test_rows(rows: list[str]) -> None:
    text = f"{LONG}\n" + "\n".join(rows) + f"\n{LONG}\n"
    assert kinds(text) == [P, *[R] * len(rows), P]
    assert [words for kind, words in seen(text) if kind is R] == rows


def test_known_notes_and_headings() -> None:
    text = "Acme policy\nsmall words in large type\nPage 1\nAnd now the words.\n"
    found = blocks_of(text, wrapped=True, notes={0, 38}, headings={12: 1})
    assert [(block.kind, block.level) for block in found] == [(N, 0), (H, 1), (N, 0), (P, 0)]


def test_offsets_leave_out_blanks() -> None:
    text = "\n\n   Indented words of a paragraph.   \n\u00a0\n"
    assert seen(text) == [(P, "Indented words of a paragraph.")]


@given(st.text(alphabet=" \n\t|•-1a.)(:AZé_\u00a0", max_size=200))
@settings(max_examples=150, deadline=None)
def test_blocks_cover_every_letter_once(text: str) -> None:
    last = 0
    for block in blocks_of(text):
        assert block.start >= last
        assert block.end > block.start
        assert not text[last : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        last = block.end
    assert not text[last:].strip()


def test_a_mark_on_a_line_of_its_own_belongs_to_the_words_below_it() -> None:
    text = "We keep these:\n•\nnames\n•\ngrades of students\n"
    assert [(one.kind, text[one.start : one.end]) for one in blocks_of(text)][1:] == [
        (BlockKind.ITEM, "•\nnames"),
        (BlockKind.ITEM, "•\ngrades of students"),
    ]
