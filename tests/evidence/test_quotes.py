from __future__ import annotations

import pytest

from app.assessment.answer import Citation
from app.assessment.passages import line_starts
from app.evidence import quotes
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
    assert one.now == "We notify schools of a breach within 10 business days."
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


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("“", Verdict.MOVED),
        ("”", Verdict.MOVED),
        ("a b", Verdict.GONE),
        ("   x   ", Verdict.GONE),
        ("72", Verdict.MOVED),
        ("7", Verdict.GONE),
    ],
)
def test_tiny_quotes_stand_as_whole_words_or_not_at_all(quote: str, verdict: Verdict) -> None:
    assert look(Citation("D1", "line 1", quote)).verdict is verdict


@pytest.mark.parametrize(
    ("quote", "text", "verdict"),
    [
        ("within 7", "We answer within 72 hours.", Verdict.GONE),
        ("7 hours", "We answer within 47 hours.", Verdict.GONE),
        ("within 7", "We answer within 7.5 hours.", Verdict.GONE),
        ("within 7", "We answer within 7, at most 9 days.", Verdict.MOVED),
        ("000 schools", "Used by 12,000 schools.", Verdict.GONE),
        ("we do", "Data that we don’t sell.", Verdict.GONE),
        ("encrypted", "Backups are unencrypted.", Verdict.GONE),
        ("known firm", "Audits by a well-known firm.", Verdict.MOVED),
        ("not to anyone", "We never sell data—not to anyone.", Verdict.MOVED),
        ("数据加密", "学生数据加密存储。", Verdict.MOVED),
    ],
)
def test_a_quote_never_stands_within_a_longer_word_or_number(quote: str, text: str, verdict: Verdict) -> None:
    assert look(Citation("D1", "line 9", quote), text).verdict is verdict


def test_a_quote_cut_off_by_the_newer_text_is_not_where_it_was() -> None:
    start = len("We answer ")
    citation = Citation("D1", "line 1", "within 7", start, start + len("within 7"))
    assert look(citation, "We answer within 7 days.").verdict is Verdict.FOUND
    assert look(citation, "We answer within 72 hours.").verdict is Verdict.GONE


def test_words_that_were_cut_in_two_by_hand_stand_where_they_were_cut() -> None:
    citation = Citation("D1", "line 2", "We notify scho", 15, 29)
    assert look(citation).verdict is Verdict.FOUND


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("La política de privacidad", "Ver la poli\u0301tica. La poli\u0301tica de privacidad rige."),
        ("La poli\u0301tica de privacidad", "La política de privacidad rige."),
        ("The notification is sent", "The noti\ufb01cation is sent."),
        ("personal information of students", "The personal infor-\nmation of students is kept."),
        ("personal infor- mation of students", "The personal information of students is kept."),
        ("a well-known firm audits", "Each year a well-\nknown firm audits us."),
        ("a well-known firm audits", "Each year a well\u2011known firm audits us."),
        ("We encrypt all data", "At night, we encrypt all data."),
        ("we delete it", "WE DELETE IT"),
        ("data - not to anyone", "We never sell data – not to anyone."),
        ("shared\u00a0 with “no one”", 'It is shared with\t"no\u200b one".'),
    ],
)
def test_the_same_words_in_another_form_are_not_changed(quote: str, text: str) -> None:
    one = look(Citation("D1", "line 9", quote), text)
    assert one.verdict is Verdict.MOVED
    assert one.start is not None
    assert one.end is not None
    found = text[one.start : one.end]
    assert found[0].casefold() == quote[0].casefold()
    assert found[-1].casefold() == quote[-1].casefold() or found[-1] in '"”'


def test_marks_on_the_last_letter_belong_to_the_quote() -> None:
    text = "Un cafe\u0301 au lait."
    one = look(Citation("D1", "line 9", "Un café"), text)
    assert text[one.start : one.end] == "Un cafe\u0301"


@pytest.mark.parametrize(
    ("newer", "now"),
    [
        (
            "We tell the schools of a breach within one day. Then we rest.",
            "We tell the schools of a breach within one day.",
        ),
        (
            "We tell the schools of a breach within 10 business days of its discovery. Then we rest.",
            "We tell the schools of a breach within 10 business days of its discovery.",
        ),
        (
            "We tell the schools of a breach within a 3-day period! Then we rest.",
            "We tell the schools of a breach within a 3-day period!",
        ),
    ],
)
def test_what_stands_there_now_ends_with_its_sentence(newer: str, now: str) -> None:
    one = look(Citation("D1", "line 1", "We tell the schools of a breach within 72 hours.", 0, 48), newer)
    assert (one.verdict, one.now) == (Verdict.CHANGED, now)


def test_what_stands_there_now_ends_with_a_whole_word() -> None:
    one = look(
        Citation("D1", "line 1", "tell the schools of a breach within two", 0, 39),
        "We tell the schools of a breach within 60-day periods.",
    )
    assert (one.verdict, one.now) == (
        Verdict.CHANGED,
        "tell the schools of a breach within 60-day",
    )


def test_a_text_is_made_plain_once_however_many_quotes_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    initial = quotes._Plain.__init__

    def counted(self: quotes._Plain, text: str) -> None:
        made.append(len(text))
        initial(self, text)

    monkeypatch.setattr(quotes._Plain, "__init__", counted)
    text = "We “never” sell the school’s data – not to anyone. " * 2_000
    for number in range(60):
        look(Citation("D1", "line 1", f"no such words number {number} stand here"), text)
    assert [size for size in made if size > 1_000] == [len(text)]


def test_a_long_text_takes_work_in_proportion_and_each_quote_little_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Curly quotes make nothing slow, and what is gone is compared with a few places, not with every word."""
    compared: list[int] = []
    matcher = quotes.SequenceMatcher

    def counted(isjunk: None, window: list[str], target: list[str], *, autojunk: bool) -> object:
        compared.append(len(window))
        return matcher(isjunk, window, target, autojunk=autojunk)

    monkeypatch.setattr(quotes, "SequenceMatcher", counted)
    sentence = "The school’s “data” is the data of the école – and of no one else. "
    citation = Citation("D1", "line 1", "the auditor reads the ledger of the school’s firm twice")
    totals = []
    for times in (2_000, 20_000):
        compared.clear()
        assert look(citation, sentence * times + "An auditor reads. ").verdict is Verdict.GONE
        totals.append(sum(compared))
    assert totals[1] <= totals[0] * 2
    assert totals[0] > 0


def test_only_what_is_uneven_is_looked_at_one_by_one() -> None:
    """Quotation marks are one character for one: they make no pieces."""
    plain = quotes._Plain("We “never” sell the school’s data. " * 1_000)
    assert len(plain._from) <= 2


def test_a_long_quote_of_few_words_over_and_over_is_looked_up_at_once() -> None:
    citation = Citation("D1", "line 1", "alpha beta gamma " + "data and " * 4_000)
    assert look(citation, "Alpha beta gamma delta. " + "and data are " * 4_000).verdict is Verdict.GONE
