from __future__ import annotations

import pytest

from app.assessment.answer import Citation
from app.assessment.passages import line_starts
from app.evidence.model import Verdict, Verified
from app.evidence.quotes import quoted, verify

TEXT = """PRIVACY POLICY
We notify schools of a breach within 72 hours.

Data is deleted sixty days after the
contract ends, with the backups.
We “never” sell student data\u00a0– not to anyone.
"""


def look(citation: Citation, text: str = TEXT) -> Verified:
    return verify(citation, text, (), line_starts(text))


def cited(quote: str, place: str = "", text: str = TEXT) -> Citation:
    start = text.index(quote)
    return Citation("D1", place, quoted(quote), start, start + len(quote))


def test_a_quote_is_found_where_it_was() -> None:
    one = look(cited("We notify schools of a breach within 72 hours."))
    assert (one.verdict, one.place) == (Verdict.FOUND, "line 2")


def test_a_quote_over_a_line_end_keeps_single_spaces_and_is_found() -> None:
    citation = cited("Data is deleted sixty days after the\ncontract ends")
    assert citation.quote == "Data is deleted sixty days after the contract ends"
    assert (look(citation).verdict, look(citation).place) == (Verdict.FOUND, "lines 4-5")


def test_a_quote_that_stands_elsewhere_has_moved_and_says_where_to() -> None:
    newer = "A new first paragraph.\n\n" + TEXT
    one = look(cited("We notify schools of a breach within 72 hours."), newer)
    assert (one.verdict, one.place) == (Verdict.MOVED, "line 4")
    assert newer[one.start : one.end] == "We notify schools of a breach within 72 hours."


def test_the_nearest_of_several_occurrences_is_where_it_moved_to() -> None:
    text = "same words here.\n" * 5
    one = look(Citation("D1", "line 3", "same words here.", 33, 49), text)
    assert one.verdict is Verdict.MOVED
    assert one.place == "line 3"


def test_a_changed_quote_shows_what_stands_there_now() -> None:
    newer = TEXT.replace("within 72 hours", "within 10 business days")
    one = look(cited("We notify schools of a breach within 72 hours."), newer)
    assert one.verdict is Verdict.CHANGED
    assert one.now == "We notify schools of a breach within 10 business"
    one = look(cited("We notify schools"), TEXT.replace("We notify", "The Provider tells all"))
    assert one.verdict is Verdict.GONE


def test_a_quote_with_nothing_like_it_is_gone() -> None:
    assert (
        look(Citation("D1", "line 9", "Audits take place every spring by a firm of our choice.")).verdict
        is Verdict.GONE
    )


def test_quotation_marks_dashes_and_spaces_may_differ() -> None:
    one = look(Citation("D1", "line 6", 'We "never" sell student data - not to anyone.'))
    assert (one.verdict, one.place) == (Verdict.FOUND, "line 6")
    assert TEXT[one.start : one.end] == "We “never” sell student data\u00a0– not to anyone."


def test_a_citation_made_by_hand_stands_where_its_place_says() -> None:
    assert look(Citation("D1", "line 2", "within 72 hours")).verdict is Verdict.FOUND
    assert look(Citation("D1", "line 9", "within 72 hours")).verdict is Verdict.MOVED


def test_a_citation_without_words_cannot_be_looked_up() -> None:
    assert look(Citation("D1", "line 2")).verdict is Verdict.UNQUOTED


def test_pages_count_where_there_are_any() -> None:
    one = verify(cited("within 72 hours"), TEXT, (0, 20, 90), ())
    assert one.place == "page 2"


@pytest.mark.parametrize("quote", ["“", "a b", "   x   "])
def test_tiny_quotes_do_not_match_anything_near(quote: str) -> None:
    assert look(Citation("D1", "line 1", quote)).verdict in (Verdict.MOVED, Verdict.GONE, Verdict.FOUND)


def test_long_texts_are_searched_fast_enough_to_be_used() -> None:
    """A quote that is gone from a text of two million characters is not compared with each of its words."""
    text = "the data of the school is the data of the school. " * 40_000
    assert (
        look(Citation("D1", "line 1", "the auditor reads the ledger of the school twice"), text).verdict
        is Verdict.GONE
    )
