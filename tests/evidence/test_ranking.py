from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.assessment.passages import BlockKind, Hit
from app.evidence.ranking import FOUND_FROM, WEAK_FROM, rank
from tests.evidence.hits import hit, query

AT_REST = query(
    "encrypt* | AES & at rest | stored | database*",
    weak=("encrypt*",),
    cues=("AES-256", "backups"),
    avoid=("password* & encrypt* | hash* & only",),
)


def order(*texts: str | Hit) -> list[int]:
    hits = [one if isinstance(one, Hit) else hit(one, ordinal=n) for n, one in enumerate(texts)]
    return [one.hit.ordinal for one in rank(AT_REST, hits)]


def strengths(*hits: Hit) -> Sequence[float]:
    by = {one.hit.ordinal: one.strength for one in rank(AT_REST, hits)}
    return [by[one.ordinal] for one in hits]


def test_a_passage_without_an_anchor_is_none() -> None:
    assert order("We store data in Oregon, with backups.") == []


def test_terms_near_one_another_beat_terms_far_apart() -> None:
    far = (
        "We encrypt traffic to the browser. "
        + "Our teachers like the product very much indeed. " * 6
        + "Data is stored."
    )
    assert order(far, "Data is encrypted where it is stored.") == [1, 0]


def test_terms_in_one_sentence_beat_terms_in_two() -> None:
    assert order(
        "We encrypt the traffic. Data is stored.", "We encrypt traffic and data that is stored."
    ) == [1, 0]


def test_terms_in_one_item_beat_terms_in_two() -> None:
    two = "- We encrypt the traffic\n- Records are stored\n- Staff are trained"
    one = "- We encrypt traffic\n- We encrypt stored records\n- Staff are trained"
    assert order(two, one) == [1, 0]


def test_the_line_that_announces_a_list_belongs_to_each_item() -> None:
    told, apart = strengths(
        hit("Where data is stored:\n- names are hidden\n- we encrypt it", ordinal=0),
        hit("Where data is stored\n- names are hidden\n- we encrypt it", ordinal=1),
    )
    assert told > apart


def test_a_passage_under_a_heading_of_its_own_comes_first() -> None:
    aside = hit("We encrypt data that is stored.", "How we work › Staff", ordinal=0)
    under = hit("We encrypt data that is stored.", "How we work › Encryption", ordinal=1)
    ranked = rank(AT_REST, [aside, under])
    assert [one.hit.ordinal for one in ranked] == [1, 0]
    assert ranked[0].strength == ranked[1].strength
    assert ranked[0].certainty > ranked[1].certainty


def test_a_passage_about_the_thing_alone_beats_a_long_one_that_also_names_it() -> None:
    long = "We encrypt stored data. " + "Our teachers like the product very much indeed. " * 8
    assert order(long, "We encrypt stored data.") == [1, 0]


def test_better_hits_of_the_search_and_more_cues_outrank_a_little_more_strength() -> None:
    near = hit("Stored data is encrypted.", ordinal=0, bm25=-0.2)
    told = hit(
        "Data that our servers hold is encrypted for the whole term, AES-256, where it is stored; backups too.",
        ordinal=1,
        bm25=-2.0,
    )
    assert [one.hit.ordinal for one in rank(AT_REST, [near, told])] == [1, 0]


def test_a_passage_with_only_cues_stands_behind_and_is_marked() -> None:
    ranked = rank(
        AT_REST, [hit("Our backups are kept elsewhere.", ordinal=0), hit("We use encryption.", ordinal=1)]
    )
    assert [(one.hit.ordinal, one.anchor) for one in ranked] == [(1, True), (0, False)]
    assert ranked[1].strength < WEAK_FROM


def test_a_heading_helps_its_paragraph_and_does_not_outrank_another() -> None:
    under = hit("We use AES-256 for this.", "Data at rest", ordinal=0)
    only_above = hit("We take this seriously.", "Encryption of stored data", ordinal=1)
    plain = hit("All data is encrypted at rest.", ordinal=2)
    assert [one.hit.ordinal for one in rank(AT_REST, [only_above, under, plain])][-1] == 1
    assert strengths(only_above)[0] < FOUND_FROM


@pytest.mark.parametrize(
    ("lesser", "why"),
    [
        ("“Encrypted” means that data stored on a disk cannot be read.", "a definition"),
        ("Data stored by [insert vendor] is encrypted.", "a template"),
        ("Data stored by [VENDOR_LEGAL_NAME] is encrypted.", "a template with names in capitals"),
        ("WHEREAS data is stored and encrypted;", "a recital"),
        ("Is stored data encrypted?", "a question"),
        ("Describe how your company encrypts stored data.", "a form's own question"),
        ("Only passwords are encrypted when stored.", "what only sounds like it"),
        ("The encryption of stored data is incorporated by reference.", "a reference"),
        ("Encryption: stored data – see Annex 4", "a pointer"),
    ],
)
def test_what_is_no_answer_stands_below_a_plain_duty(lesser: str, why: str) -> None:
    assert order(lesser, "We encrypt all data that is stored.") == [1, 0], why


def test_a_duty_of_the_school_stands_below_one_of_the_vendor() -> None:
    same = "Keep the stored data encrypted."
    hits = [hit(same, "Customer responsibilities", ordinal=0), hit(same, "How we work", ordinal=1)]
    assert [one.hit.ordinal for one in rank(AT_REST, hits)] == [1, 0]


def test_one_word_cannot_stand_for_two_groups() -> None:
    both = query("stored | data & data | record*")
    assert rank(both, [hit("The data.")]) == []
    assert len(rank(both, [hit("The data record.")])) == 1


def test_cues_break_a_tie() -> None:
    assert order("Data is encrypted at rest.", "Data is encrypted at rest with AES-256, backups too.")[0] == 1


def test_equal_passages_keep_the_order_of_their_documents() -> None:
    assert order("Data is encrypted at rest.", "Data is encrypted at rest.") == [0, 1]


def test_a_weak_anchor_leaves_it_open() -> None:
    (one,) = rank(AT_REST, [hit("We use encryption.")])
    assert not one.anchored
    assert one.strength < strengths(hit("Data is encrypted at rest."))[0]


def test_rows_of_a_table_need_no_verb() -> None:
    row, line = strengths(hit("AES | stored data", kind=BlockKind.ROW), hit("AES stored data", ordinal=1))
    assert row > line


def test_the_matched_words_are_named() -> None:
    (one,) = rank(AT_REST, [hit("Data is Encrypted at\nrest with AES-256.")])
    assert {"Encrypted", "at\nrest", "AES-256"} <= set(one.terms)


def test_hostile_and_huge_passages_are_ranked_like_others() -> None:
    huge = "encrypted " * 20_000 + "stored " * 20_000
    assert order(huge, "[/] encrypted \x1b[2J stored \u202e", "a" * 100_000) == [1, 0]


def test_many_words_that_stand_there_many_times_are_compared_a_bounded_number_of_times() -> None:
    """A sentence pasted into the search: each word is a group, and each stands in the passage six times."""
    words = [
        "alpha",
        "bravo",
        "charlie",
        "delta",
        "echo",
        "foxtrot",
        "golf",
        "hotel",
        "india",
        "juliet",
        "kilo",
        "lima",
    ]
    assert len(rank(query(" & ".join(words)), [hit(" ".join(words * 6))])) == 1
