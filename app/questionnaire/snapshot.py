"""A pack as JSON-ready data: a lossless snapshot, a digest of its content, and the outline other programs read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.questionnaire.model import AnswerType, Column, Pack, Question, Section, Severity, Slot, Statement

_QUESTION_LISTS = ("choices", "exclusive", "units", "bare_units", "law", "cues", "feeds")
_QUESTION_TEXTS = (
    "parent", "when", "silent_choice", "why", "good", "red_flag", "evidence", "place",
)  # fmt: skip


def to_dict(pack: Pack) -> dict[str, Any]:
    """The whole pack as JSON-ready data. `from_dict` gives an equal pack back."""
    return {
        "id": pack.id,
        "version": pack.version,
        "title": pack.title,
        "sha256": pack.sha256,
        "sections": [_section(section) for section in pack.sections],
        "statements": [_statement(statement) for statement in pack.statements],
    }


def _section(section: Section) -> dict[str, Any]:
    return _filled(
        {"id": section.id, "title": section.title},
        when=section.when,
        intro=section.intro,
        law=section.law,
        place=section.place,
        questions=[_question(question) for question in section.questions],
    )


def _question(question: Question) -> dict[str, Any]:
    data: dict[str, Any] = {"id": question.id, "section": question.section, "type": question.type.value}
    data["ask"] = question.ask
    for name in _QUESTION_TEXTS:
        if text := getattr(question, name):
            data[name] = text
    for name in _QUESTION_LISTS:
        if items := getattr(question, name):
            data[name] = list(items)
    return _filled(
        data,
        columns=[_column(column) for column in question.columns],
        good_side="" if question.good_side == "yes" else question.good_side,
        gate=question.gate,
        severity=question.severity.value if question.severity else "",
        followups=[_question(followup) for followup in question.followups],
    )


def _column(column: Column) -> dict[str, Any]:
    return {
        "id": column.id, "label": column.label, "type": column.type.value, "choices": list(column.choices),
    }  # fmt: skip


def _statement(statement: Statement) -> dict[str, Any]:
    return _filled(
        {"id": statement.id, "code": statement.code, "questions": list(statement.questions)},
        clause=statement.clause,
        choices=dict(statement.choices),
        no=statement.no,
        silent=statement.silent,
        slots=[_slot(slot) for slot in statement.slots],
        place=statement.place,
    )


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "name": slot.name,
        "question": slot.question,
        "text": slot.text,
        "choices": dict(slot.choices),
        "states": dict(slot.states),
        "otherwise": slot.otherwise,
    }


def _filled(data: dict[str, Any], **more: Any) -> dict[str, Any]:
    data.update((name, value) for name, value in more.items() if value)
    return data


def from_dict(data: Mapping[str, Any]) -> Pack:
    """The pack in a snapshot. Raises `ValueError` for data that is not one."""
    try:
        return Pack(
            id=_text(data["id"]),
            version=_text(data["version"]),
            title=_text(data["title"]),
            sections=tuple(_section_from(section) for section in data["sections"]),
            statements=tuple(_statement_from(statement) for statement in data["statements"]),
            sha256=_text(data["sha256"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"this is not a snapshot of a pack: {type(error).__name__} {error}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, {type(value).__name__} found")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError("a list expected, text found")
    return tuple([_text(item) for item in value])


def _words(value: Any) -> dict[str, str]:
    return {_text(key): _text(text) for key, text in value.items()}


def _section_from(data: Mapping[str, Any]) -> Section:
    return Section(
        id=_text(data["id"]),
        title=_text(data["title"]),
        questions=tuple(_question_from(question) for question in data.get("questions", ())),
        **{name: _text(data.get(name, "")) for name in ("when", "intro", "law", "place")},
    )


def _question_from(data: Mapping[str, Any]) -> Question:
    more: dict[str, Any] = {name: _text(data[name]) for name in _QUESTION_TEXTS if name in data}
    more.update((name, _texts(data[name])) for name in _QUESTION_LISTS if name in data)
    severity = data.get("severity")
    return Question(
        id=_text(data["id"]),
        section=_text(data["section"]),
        type=AnswerType(data["type"]),
        ask=_text(data["ask"]),
        columns=tuple([_column_from(column) for column in data.get("columns", ())]),
        good_side=_text(data.get("good_side", "yes")),
        gate=bool(data.get("gate", False)),
        severity=Severity(severity) if severity else None,
        followups=tuple([_question_from(followup) for followup in data.get("followups", ())]),
        **more,
    )


def _column_from(data: Mapping[str, Any]) -> Column:
    return Column(_text(data["id"]), _text(data["label"]), AnswerType(data["type"]), _texts(data["choices"]))


def _statement_from(data: Mapping[str, Any]) -> Statement:
    return Statement(
        id=_text(data["id"]),
        code=_text(data["code"]),
        questions=_texts(data["questions"]),
        choices=_words(data.get("choices", {})),
        slots=tuple(_slot_from(slot) for slot in data.get("slots", ())),
        **{name: _text(data.get(name, "")) for name in ("clause", "no", "silent", "place")},
    )


def _slot_from(data: Mapping[str, Any]) -> Slot:
    return Slot(
        name=_text(data["name"]),
        question=_text(data["question"]),
        text=_text(data["text"]),
        choices=_words(data["choices"]),
        states=_words(data["states"]),
        otherwise=_text(data["otherwise"]),
    )


def digest(pack: Pack) -> str:
    """SHA-256 (hex) of what a pack says: everything but the places of its parts in their files.

    Whitespace, comments and the order of fields in the files do not count; the same content gives the
    same digest on every machine.
    """
    import hashlib
    import json

    data = to_dict(pack)
    del data["sha256"]
    questions = [question for section in data["sections"] for question in section.get("questions", ())]
    followups = [followup for question in questions for followup in question.get("followups", ())]
    for part in (*data["sections"], *questions, *followups, *data["statements"]):
        part.pop("place", None)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def outline(pack: Pack) -> dict[str, Any]:
    """The shape of `assess pack show --json`: sections, questions and follow-ups without their help texts."""
    return {
        "id": pack.id,
        "version": pack.version,
        "title": pack.title,
        "sha256": pack.sha256,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "when": section.when,
                "law": section.law,
                "questions": [_outlined(question) for question in section.questions],
            }
            for section in pack.sections
        ],
        "rules": [],
    }


def _outlined(question: Question) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": question.id,
        "ask": question.ask,
        "type": question.type.value,
        "gate": question.gate,
        "when": question.when,
        "choices": list(question.choices),
        "units": [*question.units, *question.bare_units],
        "columns": [_column(column) for column in question.columns],
        "good_side": question.good_side,
    }
    if not question.is_followup:
        data["severity"] = question.severity.value if question.severity else None
        data["law"] = list(question.law)
        data["followups"] = [_outlined(followup) for followup in question.followups]
    return data
