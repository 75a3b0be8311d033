"""What counts as answered, and what keeps a question open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assessment.answer import Answer, Citation, Row, State
from app.assessment.path import PathFinder
from app.assessment.progress import GapKind, gap_of, progress, wants_citation
from app.questionnaire.model import AnswerType
from tests.assessment.answered import everything, k12, path_of
from tests.assessment.packs import SMALL, q

CITED = (Citation("D1", "line 1"),)
TEXT = q("a.b", AnswerType.TEXT)
STATEMENT = q("a.b")

CASES = [
    (STATEMENT, Answer(), GapKind.OPEN),
    (STATEMENT, Answer(State.YES), None),
    (STATEMENT, Answer(State.NO), None),
    (STATEMENT, Answer(State.NOT_ADDRESSED), None),
    (STATEMENT, Answer(State.PARTIAL), GapKind.REASON),
    (STATEMENT, Answer(State.PARTIAL, reason="  "), GapKind.REASON),
    (STATEMENT, Answer(State.PARTIAL, reason="backups"), None),
    (STATEMENT, Answer(State.NA), GapKind.REASON),
    (STATEMENT, Answer(State.NA, reason="no accounts"), None),
    (TEXT, Answer(State.ANSWERED), GapKind.VALUE),
    (TEXT, Answer(State.ANSWERED, "AES"), None),
    (TEXT, Answer(State.PARTIAL, reason="some"), None),
    (TEXT, Answer(State.NOT_ADDRESSED), None),
]


@pytest.mark.parametrize(("question", "answer", "gap"), CASES)
def test_what_counts_as_answered(question: object, answer: Answer, gap: GapKind | None) -> None:
    found = gap_of(question, answer)  # type: ignore[arg-type]
    assert (found.kind if found else None) is gap


def test_claims_and_denials_want_a_citation_silence_does_not() -> None:
    assert wants_citation(STATEMENT, Answer(State.YES))
    assert wants_citation(STATEMENT, Answer(State.NO))
    assert not wants_citation(STATEMENT, Answer(State.NOT_ADDRESSED))
    assert not wants_citation(STATEMENT, Answer(State.YES, citations=CITED))
    assert not wants_citation(q("a.b", evidence="none"), Answer(State.YES))
    assert not wants_citation(q("a.b.c"), Answer(State.YES)), "a follow-up rests on its question's citations"


def test_the_reviewers_own_statements_want_no_citation() -> None:
    assert not wants_citation(q("a.b", own=True), Answer(State.YES))


def test_a_citation_of_a_document_that_is_not_in_the_register_is_a_gap() -> None:
    answers = {
        "security.rest": Answer(State.NO, citations=(Citation("D9", "line 1"), Citation("D9", "line 2")))
    }
    done = progress(SMALL, PathFinder(SMALL).find(answers), answers)
    (gap,) = [g for g in done.gaps if g.kind is GapKind.UNLISTED]
    assert "D9" in gap.message
    assert gap.question == "security.rest"
    assert "security.rest" not in done.open_items, "it is answered; its evidence cannot be looked up"


def test_counts_are_of_questions_in_force_and_open_items_of_follow_ups_too() -> None:
    answers = {
        "review.states": Answer(State.ANSWERED, ("NY",)),
        "security.rest": Answer(State.YES),
        "security.hosts": Answer(State.ANSWERED, (Row("r1", {"name": "AWS"}),), citations=CITED),
        "ca.breach": Answer(State.YES),
    }
    done = progress(SMALL, PathFinder(SMALL).find(answers), answers)
    assert (done.answered, done.in_force) == (3, 4)
    assert done.by_section == {"review": (1, 2), "security": (2, 2)}
    assert done.open_items == ("review.who", "security.rest.method")
    assert [(g.question, g.kind) for g in done.gaps] == [
        ("review.who", GapKind.OPEN),
        ("security.rest", GapKind.UNCITED),
        ("security.rest.method", GapKind.OPEN),
        ("security.hosts", GapKind.UNLISTED),
    ]


def test_what_was_reopened_comes_first_and_counts_as_open() -> None:
    answers = everything(State.YES)
    last = path_of(answers).items[-1]
    before = progress(k12(), path_of(answers), answers)
    answers[last] = replace(answers[last], reopened="1 quote is gone in the newer D1; answer it again")
    after = progress(k12(), path_of(answers), answers)
    assert after.open_items[0] == last
    assert after.gaps[0].kind is GapKind.REOPENED
    assert after.gaps[0].message == "1 quote is gone in the newer D1; answer it again"
    assert len(after.open_items) == len(before.open_items) + 1
