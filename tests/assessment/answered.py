"""Assessments of the k12 pack in which every question stands in the same state, for tests of wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache

from app.assessment.answer import Answer, Answers, Assessment, Citation, Number, Row, State, Value
from app.assessment.path import Path, PathFinder
from app.questionnaire.loader import load_installed
from app.questionnaire.model import AnswerType, Pack, Question

REASON = "backups age out after a while"
STATES = tuple(State)

DOCUMENTS = {
    "D1": {"title": "Acme Privacy Policy", "kind": "policy", "issuer": "Acme, Inc.", "stated_date": "2026-03-05"},
    "D2": {"title": "Agreement", "kind": "signed agreement", "issuer": "Acme", "stated_date": "2026-01-15", "signed": "both"},
    "D3": {"title": "NDPA", "kind": "unsigned agreement", "issuer": "Acme", "stated_date": "2024-11-22", "signed": "none"},
    "D4": {"title": "SOC 2 report", "kind": "audit report", "issuer": "Audit House", "stated_date": "2026-06-30", "covers_product": "yes"},
    "D5": {"title": "Acme in class", "kind": "help page", "issuer": "Teacher Blog", "stated_date": "2023-01-01"},
    "D6": {"title": "Traffic capture", "kind": "test record", "issuer": "Lincoln Schools", "stated_date": "2026-11-20"},
}  # fmt: skip
"""Document of each kind of verb by id: published, signed, offered unsigned, independent, second-hand, tested."""


@cache
def k12() -> Pack:
    return load_installed("k12")


@cache
def finder() -> PathFinder:
    return PathFinder(k12())


def whole_path(pack: Pack | None = None) -> Path:
    """A path on which everything is in force, whatever was answered."""
    return _whole_path() if pack is None else _everywhere(pack)


@cache
def _whole_path() -> Path:
    return _everywhere(k12())


def _everywhere(pack: Pack) -> Path:
    items = tuple(item.id for item in pack.items)
    return Path(tuple(section.id for section in pack.sections), items, frozenset(items))


def path_of(answers: Answers) -> Path:
    return finder().find(answers)


def assessment(**more: object) -> Assessment:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    named = {"vendor": "Acme", "product": "Acme Class", **more}
    return Assessment(
        1, "acme", pack_id="k12", pack_version="1.0", pack_sha256="", created_at=at, changed_at=at, **named
    )  # type: ignore[arg-type]


def rows(*cells: Mapping[str, str]) -> tuple[Row, ...]:
    return tuple(Row(f"r{index}", dict(one)) for index, one in enumerate(cells, 1))


def documents() -> Answer:
    return Answer(State.ANSWERED, rows(*({"doc_id": name, **cells} for name, cells in DOCUMENTS.items())))


def reviewer(**more: str) -> Answer:
    record = {
        "name": "Rae Viewer",
        "role": "Privacy reviewer",
        "organisation": "Lincoln Schools",
        "review_date": "2026-11-22",
        "valid_until": "2027-11-22",
        **more,
    }
    return Answer(State.ANSWERED, record)


SCALARS: dict[AnswerType, Value] = {
    AnswerType.STATEMENT: None,
    AnswerType.DATE: "2026-02-03",
    AnswerType.EMAIL: "privacy@example.org",
    AnswerType.URL: "https://example.org/privacy",
    AnswerType.TEXT: "as Annex A says",
    AnswerType.LONG_TEXT: "First as Annex A says. Then as the school asks.",
}


def value_for(question: Question, *, pick: int = 0) -> Value:
    """A value of the question's type; `pick` chooses among choices, counted round."""
    match question.type:
        case AnswerType.ONE_OF:
            return question.choices[pick % len(question.choices)]
        case AnswerType.MANY_OF:
            choice = question.choices[pick % len(question.choices)]
            plain = [c for c in question.choices if c not in question.exclusive]
            return (choice,) if choice in question.exclusive else tuple(plain[: 1 + pick % len(plain)])
        case AnswerType.NUMBER_UNIT:
            return Number(1 + pick % 3, question.units[0])
        case AnswerType.RECORD:
            return {column.id: _cell(column.type.value, column.choices, pick) for column in question.columns}
        case AnswerType.TABLE:
            return rows({c.id: _cell(c.type.value, c.choices, pick) for c in question.columns})
        case _:
            return SCALARS[question.type]


def _cell(kind: str, choices: tuple[str, ...], pick: int) -> str:
    if choices:
        return choices[pick % len(choices)]
    return {"date": "2026-02-03", "email": "a@example.org"}.get(kind, "some words")


def answer_for(question: Question, state: State, *, cited: Iterable[str] = ("D1",), pick: int = 0) -> Answer:
    """An answer in this state: yes stands for answered where there is no yes, and a no there for silence."""
    if question.type is not AnswerType.STATEMENT:
        state = {State.YES: State.ANSWERED, State.NO: State.NOT_ADDRESSED}.get(state, state)
    elif state is State.ANSWERED:
        state = State.YES
    value = value_for(question, pick=pick) if state in (State.ANSWERED, State.PARTIAL) else None
    reason = REASON if state in (State.PARTIAL, State.NA) else ""
    says = state in (State.YES, State.PARTIAL, State.NO, State.ANSWERED)
    citations = tuple(
        Citation(name, f"line {index}", "words of the passage") for index, name in enumerate(cited, 7)
    )
    return Answer(state, value, reason, citations=citations if says else ())


def everything(
    state: State, *, cited: Iterable[str] = ("D1",), pick: int = 0, pack: Pack | None = None
) -> dict[str, Answer]:
    """Every question and follow-up in one state; the document register and the reviewer as they should be."""
    if pack is None:
        return dict(_everything(state, tuple(cited), pick))
    return _answered(state, cited, pick, pack)


@cache
def _everything(state: State, cited: tuple[str, ...], pick: int) -> Answers:
    return _answered(state, cited, pick, k12())


def _answered(state: State, cited: Iterable[str], pick: int, pack: Pack) -> dict[str, Answer]:
    answers = {item.id: answer_for(item, state, cited=cited, pick=pick) for item in pack.items}
    return {**answers, "review.documents": documents(), "review.reviewer": reviewer()}
