"""Sentences are taken in, given back and gone over, from the one that a selection began with."""

from __future__ import annotations

from app.tui.selection import Selection

TEXT = "We ask. We answer. We keep. We delete."
ASK, ANSWER, KEEP, DELETE = (0, 7), (8, 18), (19, 27), (28, 38)


def test_down_takes_in_what_follows_and_up_gives_it_back() -> None:
    wider, seen = Selection.of(ANSWER).extended(TEXT, 1)
    assert wider == Selection(ANSWER, (8, 27))
    assert seen == (26, 27)
    assert wider.extended(TEXT, -1)[0] == Selection.of(ANSWER)


def test_up_takes_in_what_stands_before_and_down_gives_it_back() -> None:
    wider, seen = Selection.of(KEEP).extended(TEXT, -1)
    assert wider == Selection(KEEP, (8, 27))
    assert seen == (8, 9)
    assert wider.extended(TEXT, 1)[0] == Selection.of(KEEP)


def test_it_ends_where_the_text_does() -> None:
    assert Selection.of(DELETE).extended(TEXT, 1)[0] == Selection.of(DELETE)
    assert Selection.of(ASK).extended(TEXT, -1)[0] == Selection.of(ASK)


def test_another_sentence_instead() -> None:
    assert Selection(ASK, (0, 18)).shifted(TEXT, 1) == Selection.of(KEEP)
    assert Selection.of(KEEP).shifted(TEXT, -1) == Selection.of(ANSWER)
    assert Selection.of(DELETE).shifted(TEXT, 1) is None
    assert Selection.of(ASK).shifted(TEXT, -1) is None
