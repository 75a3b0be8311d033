"""Rows of tables stay whole and apart."""

from __future__ import annotations

from reportlab.platypus import Table

from app.assessment.passages import BlockKind
from tests.evidence.documents import SENTENCE, body, flowing_pdf
from tests.evidence.extraction.pdf.read_back import blocks

R = BlockKind.ROW


def test_rows_of_tables_stay_readable() -> None:
    wrapped = body("Addresses of users and cookies, which wraps as well in its cell")
    long = body("Application technology data that wraps over several lines")
    rows = [
        ["Category", "Elements", "Used"],
        [long, wrapped, "X"],
        ["Conduct", "Behavior", ""],
        ["", "Gender", "X"],
        ["Enrollment", body("Grade"), "☒"],
    ]
    table = Table(
        rows,
        colWidths=[130, 160, 60],
        style=[("GRID", (0, 0), (-1, -1), 1, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    )
    found = [
        words
        for kind, _, words in blocks(flowing_pdf([body(SENTENCE * 4), table, body(SENTENCE * 4)]))
        if kind == R
    ]
    assert found[:4] == [
        "Category | Elements | Used",
        f"{long.text} | {wrapped.text} | X",
        "Conduct | Behavior",
        "| Gender | X",
    ]
    assert found[4].startswith("Enrollment | Grade | ")


def test_rows_set_at_the_top_of_their_cells() -> None:
    rows = [[body("One two three four five six seven"), body("name"), "X"], [body("Two"), body("grade"), ""]]
    table = Table(rows, colWidths=[80, 100, 40], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    found = [words for kind, _, words in blocks(flowing_pdf([table])) if kind == R]
    assert found == ["One two three four five six seven | name | X", "Two | grade"]


def test_rows_without_space_between_them_are_never_made_one() -> None:
    names = ["Assessment", "", "", "Attendance", ""]
    elements = ["Test scores", "Observation data", "Other data, which wraps", "Daily", "By class"]
    ticks = ["", "X", "", "X", ""]
    rows = [
        [body(name), body(element), tick] for name, element, tick in zip(names, elements, ticks, strict=True)
    ]
    style = [
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    found = [
        words
        for kind, _, words in blocks(flowing_pdf([Table(rows, colWidths=[100, 80, 40], style=style)]))
        if kind == R
    ]
    assert found == [
        "Assessment | Test scores",
        "| Observation data | X",
        "| Other data, which wraps",
        "Attendance | Daily | X",
        "| By class",
    ]
