"""Which questions are in force: conditions are transitive, hidden answers come back untouched."""

from __future__ import annotations

from app.assessment.answer import Answer, Answers, Citation, Number, Row, State
from app.assessment.path import PathFinder, entry
from app.questionnaire.model import AnswerType
from tests.assessment.packs import SMALL, q

YES = Answer(State.YES)


def items(answers: Answers) -> tuple[str, ...]:
    return PathFinder(SMALL).find(answers).items


def test_without_answers_only_the_unconditional_is_asked() -> None:
    path = PathFinder(SMALL).find({})
    assert path.items == ("review.states", "review.who", "security.rest", "security.hosts")
    assert path.sections == ("review", "security")
    assert path.in_force == frozenset(path.items)


def test_a_follow_up_appears_with_its_condition_in_its_place() -> None:
    assert items({"security.rest": YES}).index("security.rest.method") == 3
    assert "security.rest.method" not in items({"security.rest": Answer(State.NO)})


def test_a_hidden_answer_is_not_seen_by_other_conditions_and_comes_back() -> None:
    answers = {"security.rest": YES, "security.rest.method": Answer(State.ANSWERED, "AES-256")}
    assert "security.rest.keys" in items(answers)
    hidden = {**answers, "security.rest": Answer(State.NO)}
    assert "security.rest.method" not in items(hidden)
    assert "security.rest.keys" not in items(hidden), "its condition reads an answer that is hidden"
    assert "security.rest.keys" in items({**hidden, "security.rest": YES})


def test_a_hidden_section_hides_its_questions() -> None:
    states = {"review.states": Answer(State.ANSWERED, ("CA",))}
    assert "ca.breach" in items(states)
    assert "ca.breach" not in items({"review.states": Answer(State.ANSWERED, ("NY",))})


def test_a_hidden_answer_reads_as_never_given() -> None:
    answers = {
        "review.states": Answer(State.ANSWERED, ("CA",)),
        "security.rest": Answer(State.NO),
        "security.rest.method": Answer(State.ANSWERED, "AES"),
        "security.rest.keys": Answer(State.ANSWERED, "KMS"),
    }
    assert "ca.aside" in items(answers)
    assert "ca.aside" not in items({**answers, "security.rest": YES})


def test_a_finder_gives_the_same_after_many_changes_as_a_fresh_one() -> None:
    finder, answers = PathFinder(SMALL), {}
    for step in (
        {"review.states": Answer(State.ANSWERED, ("CA",))},
        {"security.rest": YES},
        {"security.rest.method": Answer(State.ANSWERED, "AES")},
        {"security.rest": Answer(State.NO)},
        {"review.states": Answer(State.ANSWERED, ("NY",))},
    ):
        answers = {**answers, **step}
        assert finder.find(answers) == PathFinder(SMALL).find(answers)


def test_an_absent_value_is_empty_of_its_type() -> None:
    none = Answer()
    assert entry(q("a.b", AnswerType.MANY_OF), none)["value"] == []
    assert entry(q("a.b", AnswerType.NUMBER_UNIT), none)["value"] == 0.0
    assert entry(q("a.b", AnswerType.TEXT), none)["value"] == ""
    assert entry(SMALL.question("security.hosts"), none)["rows"] == []
    assert entry(SMALL.question("review.who"), none)["value"] == {"name": ""}


def test_an_answer_as_a_condition_sees_it() -> None:
    number = entry(
        q("a.b", AnswerType.NUMBER_UNIT),
        Answer(State.ANSWERED, Number(72, "hours"), citations=(Citation("D1", "l"),)),
    )
    assert (number["value"], number["unit"], number["cited"], number["state"]) == (
        72.0,
        "hours",
        True,
        "answered",
    )
    table = entry(SMALL.question("security.hosts"), Answer(State.ANSWERED, (Row("r1", {"name": "AWS"}),)))
    assert table["rows"] == [{"name": "AWS"}]
