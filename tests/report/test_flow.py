"""Flowables know their role, and cut themselves without losing anything."""

from __future__ import annotations

import pytest

from app.report import compose
from app.report.cells import Blank, Stack, Words
from app.report.flow import Grid, Passage, Placed, Role, Row, single
from app.report.setter import Setter
from app.report.style import BODY
from app.report.text import Gate, Printable
from tests.report import sample


def lines(count: int) -> Words:
    return Words([f"line {n}" for n in range(count)], BODY)


def test_every_block_has_a_role() -> None:
    setter = Setter(Gate())
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
    (title, *_) = compose.section(setter, sample.AGREEMENT_A).upright
    assert title.role is Role.H1


@pytest.mark.parametrize(
    ("room", "kept"), [(0, 0), (13, 0), (26, 2), (39, 3), (65, 5), (78, 5), (91, 7), (200, 7)]
)
def test_words_are_cut_between_lines_and_leave_no_line_alone(room: float, kept: int) -> None:
    head, tail = lines(7).cut(room)
    assert (head.count, tail.count) == (kept, 7 - kept)


def test_a_stack_is_cut_inside_the_cell_that_crosses() -> None:
    head, tail = Stack((lines(4), Blank(5), lines(6))).cut(4 * 13 + 5 + 3 * 13)
    assert head.height == 4 * 13 + 5 + 3 * 13
    assert tail.height == 3 * 13


def test_a_short_row_is_not_cut() -> None:
    grid = Grid([lambda width: single(lines(5), width)] * 4)
    assert grid.height(100, 1000) == 4 * 65
    parts = grid.split(100, 150)
    assert parts is not None
    assert [part.height(100, 1000) for part in parts] == [130, 130]
    assert grid.split(100, 60) is None


def test_a_tall_row_is_cut_and_repeats_the_head() -> None:
    def head(width: float) -> Row:
        return Row((Placed(lines(1), 0, width),), 2, 2)

    grid = Grid([lambda width: single(lines(100), width)], [head])
    parts = grid.split(100, 17 + 40 * 13)
    assert parts is not None
    first, rest = parts
    assert first.height(100, 10_000) == 17 + 40 * 13
    assert rest.height(100, 10_000) == 17 + 60 * 13
    again = rest.split(100, 17 + 30 * 13)
    assert again is not None
    assert again[1].height(100, 10_000) == 17 + 30 * 13


def test_a_passage_set_at_another_width_is_set_again() -> None:
    passage = Passage(Printable("word " * 100), BODY)
    narrow, wide = passage.height(100, 1000), passage.height(400, 1000)
    assert narrow > 3 * wide
    assert passage.height(100, 1000) == narrow
