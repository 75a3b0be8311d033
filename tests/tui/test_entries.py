"""How entries are laid out."""

from __future__ import annotations

from textual.content import Content

from app.tui.entries import Entry, laid

TWO = Entry(Content("one two three four five six seven"), Content("·"), question="q")
HEADING = Entry(Content("Head"), heading=True, begins=True)


def test_long_texts_wrap_beside_their_head_and_the_cursor_stops_once() -> None:
    found = laid([HEADING, TWO], 20)
    assert [line.plain for line in found.lines] == ["  Head", "· one two three four", "  five six seven"]
    assert found.passed == {0, 2}
    assert found.groups == (0,)
    assert [entry.question for entry in found.entries] == ["", "q", "q"]


def test_an_empty_entry_is_an_empty_line_and_no_width_breaks_nothing() -> None:
    assert [line.plain.strip() for line in laid([Entry(heading=True)], 10).lines] == [""]
    for width in (1, 2, 3):
        assert all(line.cell_length <= max(width, 3) for line in laid([TWO, HEADING], width).lines)
