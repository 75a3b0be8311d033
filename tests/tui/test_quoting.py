from __future__ import annotations

from app.assessment.answer import Citation
from app.assessment.passages import BlockKind
from app.evidence.model import Suggestion
from app.tui.quoting import Quoting, cited_as

TEXT = "All data is encrypted. Backups are encrypted too. We hold the keys."


def passage(text: str = TEXT, start: int = 100) -> Suggestion:
    return Suggestion(
        "D1",
        "a.txt",
        "line 5",
        start,
        start + len(text),
        text,
        "",
        BlockKind.PARAGRAPH,
        1.0,
        ("encrypted",),
        True,
    )


def quote(quoting: Quoting) -> str:
    start, end = quoting.start - 100, quoting.end - 100
    return TEXT[start:end]


def test_each_press_quotes_the_next_sentence_and_after_the_last_the_whole() -> None:
    now, seen = Quoting(passage()), []
    for _ in range(4):
        now = now.next()
        seen.append(quote(now))
    assert seen == ["All data is encrypted.", "Backups are encrypted too.", "We hold the keys.", TEXT]
    assert now.whole


def test_a_quote_grows_and_shrinks_by_a_sentence_and_keeps_one() -> None:
    first = Quoting(passage()).next()
    assert first.extended(-1) is first
    two = first.extended(1)
    assert quote(two) == "All data is encrypted. Backups are encrypted too."
    assert two.said == "Sentences 1 to 2 of 3."
    assert quote(two.extended(-1)) == "All data is encrypted."
    assert two.extended(1).whole
    assert quote(Quoting(passage()).extended(-1)) == quote(two)
    assert Quoting(passage()).extended(1).whole
    last = first.next().next()
    assert last.extended(1) is last


def test_a_single_sentence_is_not_narrowed() -> None:
    one = Quoting(passage("One sentence only."))
    assert one.next() is one
    assert one.extended(-1) is one


def test_a_passage_is_cited_by_a_quote_that_overlaps_it() -> None:
    part = Citation("d1", "line 5", "Backups", 123, 130)
    assert cited_as(passage(), (part,)) is part
    assert cited_as(passage(), (Citation("D1", "line 5", "x", 0, 100),)) is None
    assert cited_as(passage(), (Citation("D1", "line 5", "by hand"),)) is None
    assert cited_as(passage(), (Citation("D2", "line 5", "x", 100, 120),)) is None
