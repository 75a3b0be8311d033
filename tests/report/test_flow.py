"""Flowables know their role, and are cut without losing anything."""

from __future__ import annotations

import pytest

from app.report import compose
from app.report.flow import HEADINGS, Grid, Role, Text, padded, texts, with_company
from app.report.setter import Setter
from app.report.style import BODY
from app.report.text import Gate, Printable
from tests.report import sample


def lines(count: int) -> list[Text]:
    Gate()
    return texts(Printable("\n".join(f"line {n}" for n in range(count))), BODY)


def grid(*rows: int, head: int = 0) -> Grid:
    """A grid of one column, its rows of so many lines."""
    return Grid.of([[lines(count)] for count in rows], [100], padded(), head=[[lines(head)]] if head else [])


def heights(parts: list[Grid]) -> list[float]:
    return [part.wrap(100, 10_000)[1] for part in parts]


def test_every_block_has_a_role() -> None:
    setter = Setter(Gate(), 500)
    roles = {
        type(block).__name__: {flowable.role for flowable in compose.flowables(setter, block)}
        for section in sample.every_slot("text").sections
        for block in section.blocks
    }
    assert roles == {
        "Verdict": {Role.FIGURE},
        "Strip": {Role.FIGURE},
        "Facts": {Role.TABLE},
        "Chart": {Role.FIGURE},
        "Paragraph": {Role.NOTE},
        "Bullets": {Role.LIST},
        "Table": {Role.H3, Role.PARAGRAPH},
        "Heading": {Role.H3},
        "Statements": {Role.LIST},
        "SignatureBlock": {Role.FORM},
    }
    _, _, title, *_ = compose.section(setter, setter, sample.AGREEMENT_A, 300)
    assert title.role is Role.H1


def test_parts_keep_their_role() -> None:
    (text,) = texts(Printable("word " * 200), BODY, role=Role.LIST)
    text.wrap(100, 1000)
    assert {part.role for part in text.split(100, 65)} == {Role.LIST}
    rows = grid(5, 5, 5, 5)
    rows.role = Role.LIST
    assert {part.role for part in rows.split(100, 150)} == {Role.LIST}


@pytest.mark.parametrize(("room", "kept"), [(12, 0), (24, 2), (36, 3), (60, 5), (72, 5), (84, 7)])
def test_a_paragraph_is_cut_between_lines_and_leaves_no_line_alone(room: float, kept: int) -> None:
    (text,) = texts(Printable(" ".join(["word"] * 7)), BODY)
    width = 30.0
    assert text.wrap(width, 1000)[1] == 7 * BODY.leading
    parts = text.split(width, room + 0.1)
    assert [part.wrap(width, 1000)[1] / BODY.leading for part in parts] == (
        [] if not kept else [7] if kept == 7 else [kept, 7 - kept]
    )


def test_a_short_row_is_not_cut() -> None:
    rows = grid(5, 5, 5, 5)
    assert heights([rows]) == [4 * 60]
    assert heights(rows.split(100, 140)) == [120, 120]
    assert rows.split(100, 55) == []


def test_the_last_row_takes_another_with_it() -> None:
    assert heights(grid(5, 5, 5, 5).split(100, 225)) == [120, 120]


def test_a_tall_row_is_cut_and_repeats_the_head() -> None:
    first, rest = grid(100, head=1).split(100, 12 + 40 * 12)
    assert heights([first, rest]) == [12 + 40 * 12, 12 + 60 * 12]
    assert heights(rest.split(100, 12 + 30 * 12)) == [12 + 30 * 12, 12 + 30 * 12]


def test_a_tall_row_is_not_begun_where_little_of_it_fits() -> None:
    assert grid(100, head=1).split(100, 12 + 3 * 12) == []


def test_rows_are_made_when_they_are_reached() -> None:
    made = []

    def rows() -> object:
        for number in range(1000):
            made.append(number)
            yield [lines(1)]

    part = Grid.of(rows(), [100], padded())  # type: ignore[arg-type]
    assert len(made) == 120
    first, rest = part.split(100, 12 * 40)
    assert heights([first]) == [12 * 40]
    assert len(made) <= 240
    seen = 40
    while len(parts := rest.split(100, 12 * 40)) == 2:
        seen += heights([parts[0]])[0] / 12
        rest = parts[1]
    assert seen + heights([rest])[0] / 12 == len(made) == 1000


def test_a_text_set_at_another_width_is_set_again() -> None:
    (text,) = texts(Printable("word " * 100), BODY)
    narrow, wide = text.wrap(100, 1000)[1], text.wrap(400, 1000)[1]
    assert narrow > 3 * wide
    assert text.wrap(100, 1000)[1] == narrow


def test_a_break_stands_before_a_run_of_headings_and_asks_for_what_follows() -> None:
    upper = texts(Printable("Upper"), BODY, role=Role.H2)
    lower = texts(Printable("Lower"), BODY, role=Role.H3, before=10)
    story = list(with_company([*lines(1), *upper, *lower, grid(4, 4), *lines(1)], 100, 300))
    breaks = [n for n, flowable in enumerate(story) if not hasattr(flowable, "role")]
    assert breaks == [1]
    assert story[2].role in HEADINGS
    assert story[1].height == 12 + 10 + 12 + 4 * 12
    assert next(iter(with_company([*upper, grid(90)], 100, 30))).height == 30
