from __future__ import annotations

from dataclasses import replace

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


def test_it_begins_with_the_sentence_that_matched_most_and_goes_round() -> None:
    text = "6. Disposition of Data. We like schools. We dispose of all data within 60 days. Ask us."
    now = Quoting(replace(passage(text), terms=("disposition", "data", "dispose")))
    seen = []
    for _ in range(5):
        now = now.next()
        seen.append(text[slice(*now.piece)])
    assert seen == [
        "We dispose of all data within 60 days.",
        "Ask us.",
        "6. Disposition of Data.",
        "We like schools.",
        text,
    ]
    assert now.whole


def test_a_round_ends_where_a_longer_quote_reaches_its_beginning() -> None:
    one = replace(passage(), terms=("Backups",))
    assert Quoting(one).next().said == "Sentence 2 of 3."
    wide = Quoting(one).next().next().next().extended(1)
    assert wide.said == "Sentences 1 to 2 of 3."
    assert wide.next().whole


def test_headings_are_quoted_where_there_is_nothing_else() -> None:
    one = replace(passage("1. Return of Data.\n2. Disposition of Data."), terms=("disposition",))
    assert Quoting(one).next().said == "Sentence 2 of 2."
