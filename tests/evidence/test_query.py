from __future__ import annotations

from app.evidence.query import Query, free_query, query_for
from app.questionnaire.model import AnswerType, Question, SearchTerms

ASKED = Question(
    "security.encryption.at_rest",
    "security",
    AnswerType.STATEMENT,
    "Is it encrypted?",
    cues=("at rest", "AES"),
)


def test_a_query_has_the_questions_cues_and_the_packs_anchors() -> None:
    query = query_for(ASKED, SearchTerms(ASKED.id, anchors=("encrypt* & stored",), cues=("backups",)))
    assert query.anchors == ((("encrypt*",), ("stored",)),)
    assert query.cues == ("at rest", "AES", "backups")
    assert query.looked_for == ("encrypt", "at rest", "AES", "backups")
    assert query.denial == "no"


def test_without_anchors_phrases_decide_and_single_words_are_weak() -> None:
    query = query_for(ASKED, None)
    assert query.anchors == ((("at rest",),),)
    assert query.weak == ((("AES",),),)


def test_a_term_of_the_reviewer_decides() -> None:
    query = query_for(ASKED, SearchTerms(ASKED.id, anchors=("encrypt*",)), ["ciphertext", "–"])
    assert query.anchors == ((("encrypt*",),), (("ciphertext",),))


def test_a_denial_speaks_for_no_unless_the_pack_says_that_the_good_clause_is_a_denial() -> None:
    assert query_for(ASKED, None).denial == "no"
    assert query_for(ASKED, SearchTerms(ASKED.id, denial="yes")).denial == "yes"
    fact = Question("policy.document", "policy", AnswerType.URL, "Where is it?")
    assert query_for(fact, None).denial == ""


def test_own_words_may_end_differently_and_have_synonyms() -> None:
    query = free_query('breach "business days" of', [("delete*", "erase*"), ("breach*", "incident*")])
    assert query.anchors == (
        (("breach business days of",),),
        (("breach*", "incident*"), ("business days",), ("of",)),
    )
    assert query.weak == ()


def test_own_words_that_are_none_look_for_nothing() -> None:
    assert free_query('  "" – ').anchors == ()
    assert free_query("x " * 500).anchors[1] == (("x",),) * 12


def test_of_a_long_paste_the_beginning_is_looked_for() -> None:
    assert free_query("a@" * 40_000) == free_query("a@" * 500)


def test_the_topics_are_what_its_anchors_name_first() -> None:
    asked = Query(anchors=((("encrypt*", "AES"), ("stored",)),), weak=((("encrypt*",),), (("cipher*",),)))
    assert asked.topics == ("encrypt*", "AES", "cipher*")
