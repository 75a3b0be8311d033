from __future__ import annotations

from functools import partial

from app.assessment.passages import BlockKind, place_of
from app.evidence.model import Outcome, Polarity
from app.evidence.query import Query
from app.evidence.suggestions import Searchable, suggest
from tests.evidence.hits import hit, query

DOCUMENTS = {
    1: Searchable("D1", "policy.txt", partial(place_of, pages=(), lines=(0, 1000, 2000))),
    2: Searchable("D2", "paper.pdf", partial(place_of, pages=(0, 1000), lines=())),
}
SALE = query("sell | sold & data", denial="yes")
AT_REST = query("encrypt* & stored", weak=("encrypt*",))


def test_three_outcomes_and_never_two() -> None:
    found = suggest(AT_REST, [hit("We encrypt all stored data.")], DOCUMENTS)
    weak = suggest(AT_REST, [hit("Encryption: see the annex")], DOCUMENTS)
    nothing = suggest(AT_REST, [hit("We like trains.")], DOCUMENTS)
    assert [one.outcome for one in (found, weak, nothing)] == [Outcome.FOUND, Outcome.WEAK, Outcome.NOTHING]
    assert found.confidence > weak.confidence > nothing.confidence == 0
    assert nothing.found == ()
    assert nothing.looked_for == ("encrypt",)
    assert nothing.documents == ("D1", "D2")


def test_passages_without_an_anchor_fill_up_three_and_change_no_outcome() -> None:
    cued = query("encrypt* & stored", weak=("encrypt*",), cues=("backups", "keys"))
    others = [hit(f"Backups number {n} have keys.", ordinal=n + 1) for n in range(5)]
    weak = suggest(cued, [hit("Encryption: see the annex"), *others], DOCUMENTS)
    assert weak.outcome is Outcome.WEAK
    assert [one.text[:7] for one in weak.found] == ["Encrypt", "Backups", "Backups"]
    assert not any(one.anchored or one.speaks_for for one in weak.found)
    assert suggest(cued, others, DOCUMENTS).outcome is Outcome.NOTHING


def test_a_suggestion_says_where_it_stands() -> None:
    lines = suggest(AT_REST, [hit("We encrypt all stored data.", ordinal=1)], DOCUMENTS).found[0]
    assert (lines.document, lines.name, lines.place) == ("D1", "policy.txt", "line 2")
    pages = suggest(AT_REST, [hit("We encrypt all stored data.", document=2, ordinal=1)], DOCUMENTS).found[0]
    assert (pages.document, pages.place) == ("D2", "page 2")


def test_a_passage_that_denies_speaks_for_no() -> None:
    (one,) = suggest(AT_REST, [hit("Stored backups are not encrypted.")], DOCUMENTS).found
    assert (one.polarity, one.speaks_for) == (Polarity.DENIES, "no")
    (one,) = suggest(AT_REST, [hit("Stored data is encrypted unless it is public.")], DOCUMENTS).found
    assert (one.speaks_for, one.limited) == ("yes", True)


def test_where_the_good_clause_is_that_a_thing_is_not_done_a_denial_speaks_for_yes() -> None:
    denies, affirms = suggest(
        SALE, [hit("We never sell data."), hit("We may sell the data.", ordinal=1)], DOCUMENTS
    ).found
    assert (denies.speaks_for, affirms.speaks_for) == ("yes", "no")


def test_a_table_with_yes_and_no_in_it_speaks_for_neither() -> None:
    rows = hit("Database | stored | encrypted: yes\nBackups | stored | encrypted: no", kind=BlockKind.ROW)
    (one,) = suggest(AT_REST, [rows], DOCUMENTS).found
    assert (one.polarity, one.speaks_for) == (Polarity.UNCLEAR, "")


def test_a_fact_is_evidence_for_neither_yes_nor_no() -> None:
    (one,) = suggest(query("hosted & data", denial=""), [hit("Data is hosted in Oregon.")], DOCUMENTS).found
    assert one.speaks_for == ""


def test_two_passages_that_contradict_each_other_are_both_shown() -> None:
    same = [hit(f"We encrypt all stored data of kind {n}.", ordinal=n, bm25=-2.0) for n in range(6)]
    other = hit("Stored copies are not encrypted by us.", ordinal=9, bm25=-0.1)
    kept = suggest(AT_REST, [*same, other], DOCUMENTS, 3).found
    assert len(kept) == 3
    assert [one.polarity for one in kept].count(Polarity.DENIES) == 1


def test_one_denial_among_many_that_affirm_is_shown_among_the_first() -> None:
    same = [hit(f"We encrypt all stored data of kind {n}.", ordinal=n, bm25=-9.0) for n in range(40)]
    other = hit(
        "Copies that are stored at other places, by whomever, are by no means encrypted.",
        ordinal=90,
        bm25=-0.1,
    )
    kept = suggest(AT_REST, [*same, other], DOCUMENTS).found
    assert [one.polarity for one in kept] == [Polarity.AFFIRMS] * 4 + [Polarity.DENIES]


def test_passages_of_documents_off_the_register_are_left_out() -> None:
    assert (
        suggest(AT_REST, [hit("We encrypt all stored data.", document=7)], DOCUMENTS).outcome
        is Outcome.NOTHING
    )


def test_a_query_without_anything_to_look_for_finds_nothing() -> None:
    assert suggest(Query(), [hit("anything")], {}).outcome is Outcome.NOTHING


def test_the_same_clause_in_five_exhibits_is_one_suggestion_that_says_where_else_it_stands() -> None:
    same = [hit("All  stored data is\nencrypted.", f"Exhibit E › State {n}", ordinal=n) for n in range(3)]
    other = hit("We encrypt what is stored for you.", ordinal=5)
    found = suggest(AT_REST, [*same, other], DOCUMENTS).found
    assert [one.also for one in found if one.text.startswith("All")] == [("D1, line 2", "D1, line 3")]
    assert len(found) == 2


def test_a_passage_that_affirms_of_one_thing_and_denies_of_another_speaks_for_neither() -> None:
    text = "The database is encrypted where it is stored. Stored backups are not encrypted."
    (one,) = suggest(AT_REST, [hit(text)], DOCUMENTS).found
    assert (one.speaks_for, one.polarity) == ("", Polarity.BOTH)
