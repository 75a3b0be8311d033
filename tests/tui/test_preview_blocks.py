from __future__ import annotations

import pytest
from rich.cells import cell_len

from app.assessment.profile import (
    Mark,
    Paragraph,
    ProfileSection,
    Sentence,
    Source,
    Statements,
    Table,
    TableColumn,
)
from app.tui.screens.preview_blocks import LONGEST_PIECE, marks_of, pieces
from tests.hostile import HOSTILE, LONG_WORD
from tests.report.sample import NOTHING_ANSWERED, SAMPLE, every_slot, texts
from tests.tui.stage import only_text

WIDTHS = [20, 40, 76, 110, 200]


def said(section: ProfileSection, width: int = 100) -> str:
    return "\n".join(piece.content.plain for piece in pieces(section, width))


def section(*blocks: object) -> ProfileSection:
    return ProfileSection("P9", "A section", blocks)  # type: ignore[arg-type]


def letters(text: str) -> str:
    return "".join(ch for ch in text if ch.isalnum())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("profile", [SAMPLE, NOTHING_ANSWERED], ids=["sample", "nothing answered"])
def test_says_everything_that_the_profile_says(profile: object, width: int) -> None:
    whole = letters("".join(said(one, width) for one in profile.sections))
    in_the_title = {profile.slug, profile.version, profile.language, profile.pack}
    for one in profile.sections:
        in_the_title |= {one.code, one.title}
    for one in profile.sections:
        for block in one.blocks:
            if isinstance(block, Statements):
                for sentence in block.sentences:
                    assert letters(sentence.text) in whole
                    assert all(letters(s.place) in whole for s in sentence.sources)
            if isinstance(block, Paragraph):
                assert letters(block.text) in whole
            if isinstance(block, Table) and width >= 110:
                words = {word for row in block.rows for text in row for word in text.split() if len(word) < 8}
                assert all(letters(word) in whole for word in words)


def test_statements_carry_mark_source_and_question() -> None:
    found = list(pieces(SAMPLE.sections[1], 100)) + [p for s in SAMPLE.sections for p in pieces(s, 100)]
    marks = {f"[{mark.value}]" for s in SAMPLE.sections for mark in marks_of(s)}
    assert all(any(mark in piece.content.plain for piece in found) for mark in marks)
    questions = {
        sentence.question
        for s in SAMPLE.sections
        for block in s.blocks
        if isinstance(block, Statements)
        for sentence in block.sentences
        if sentence.question
    }
    assert questions
    assert questions == {piece.question for piece in found if piece.question}


def test_marks_are_counted() -> None:
    one = section(
        Statements((Sentence("", Mark.YES, "a"), Sentence("", Mark.YES, "b"), Sentence("", Mark.OPEN, "c")))
    )
    assert marks_of(one) == {Mark.YES: 2, Mark.OPEN: 1}


@pytest.mark.parametrize("width", WIDTHS)
def test_tables_fit_their_window(width: int) -> None:
    table = Table(
        "Third parties",
        tuple(
            TableColumn(label) for label in ("Company", "What for", "What it receives", "Country", "Contract")
        ),
        (("Amazon Web Services", "hosting", "all data " * 20, "日本" * 9, "yes"), ("Plivo", "", "", "", "")),
        footer="As of 2026.",
    )
    lines = said(section(table), width).splitlines()
    if width >= 76:
        assert max(cell_len(line) for line in lines) <= width
    else:
        assert letters("all data " * 20) in letters("".join(lines))
    assert "Third parties" in lines
    assert "As of 2026." in lines


def test_columns_of_a_table_stand_under_each_other() -> None:
    table = Table("", (TableColumn("A"), TableColumn("B")), (("x", "one"), ("日本", "two")))
    lines = said(section(table)).splitlines()
    assert [
        cell_len(line[: line.index(word)]) for line, word in zip(lines, ("B", "─", "one", "two"), strict=True)
    ][2:] == [6, 6]


def test_an_empty_table_says_so() -> None:
    assert "None listed" in said(section(Table("T", (TableColumn("A"),), ())))


def test_long_paragraphs_come_in_pieces_and_lose_nothing() -> None:
    text = "some words " * 300
    found = [p.content.plain for p in pieces(section(Paragraph(text)), 80)]
    assert max(map(len, found)) <= LONGEST_PIECE
    assert "".join(found) == text
    assert "92,000 more characters" in said(section(Paragraph(LONG_WORD)))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_data(text: str) -> None:
    profile = every_slot(text)
    for one in profile.sections:
        assert only_text(said(one, 60))
    assert texts(profile)


def test_a_source_without_place_and_date_leaves_no_commas_behind() -> None:
    bare = Source("no document", "", "", "0")
    sentence = Sentence("", Mark.PART, "Acme says.", (bare,))
    assert "(no document, 0)" in said(section(Statements((sentence,))))


def test_heads_of_narrow_columns_stay_in_one_line() -> None:
    columns = (*(TableColumn(f"About students {i}", 1) for i in range(5)), TableColumn("Note", 8))
    rows = (("yes", "no", "yes", "no", "yes", "a long note " * 30),)
    lines = said(section(Table("", columns, rows)), 60).splitlines()
    rule = next(i for i, line in enumerate(lines) if set(line) == {"─"})
    assert lines[rule - 1].count("…") == 5
    assert rule == 1 or "About" not in lines[rule - 2]
