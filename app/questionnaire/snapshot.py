"""A pack as JSON-ready data: a lossless snapshot, a digest of its content, and the outline other programs read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from app.questionnaire.model import Column, Pack, Question
from app.questionnaire.rules import Rule, Rulebook

_PLACE = "place"


def to_dict(pack: Pack) -> dict[str, Any]:
    """The wording of the whole pack as JSON-ready data, without the fields that have their default.

    `from_dict` gives an equal pack back, but for its search terms, which are no wording.
    """
    return _encoded(pack, places=True)


def digest(pack: Pack) -> str:
    """SHA-256 (hex) of what a pack says: everything but the places of its parts in their files.

    Whitespace, comments and the order of fields in the files do not count; the same content gives the
    same digest on every machine.
    """
    import hashlib
    import json

    data = _encoded(pack, places=False)
    data.pop("sha256", None)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def from_dict(data: Mapping[str, Any]) -> Pack:
    """The pack in a snapshot. Raises `ValueError` for data that is not one."""
    try:
        pack = _decoder(Pack)(data)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"this is not a snapshot of a pack: {error}") from error
    assert isinstance(pack, Pack)  # noqa: S101 (tells the type checker what _decoder(Pack) gives)
    return pack


@cache
def _plan(model: Any) -> tuple[tuple[str, Any], ...]:
    """Name and default of every field of a dataclass of the pack that belongs to its wording."""
    return tuple(
        (field.name, _default(field)) for field in fields(model) if field.metadata.get("wording", True)
    )


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _encoded(part: Any, *, places: bool) -> dict[str, Any]:
    data = {}
    for name, default in _plan(part.__class__):
        value = getattr(part, name)
        if value != default and (places or name != _PLACE):
            data[name] = _plain(value, places=places)
    return data


def _plain(value: Any, *, places: bool) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item, places=places) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    return _encoded(value, places=places) if is_dataclass(value) else value


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """What turns JSON data into a value of this kind: a dataclass, an enum, a tuple, a mapping, text or a flag."""
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, UnionType):
        optional = _decoder(next(argument for argument in arguments if argument is not type(None)))
        return lambda value: None if value is None else optional(value)
    if origin is tuple:
        item = _decoder(arguments[0])
        return lambda value: tuple([item(entry) for entry in _checked(value, list)])
    if origin is Mapping:
        return lambda value: {_checked(k, str): _checked(v, str) for k, v in _checked(value, dict).items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_decoder(kind)
    if issubclass(kind, StrEnum):
        return lambda value: kind(_checked(value, str))
    return lambda value: _checked(value, kind)


def _dataclass_decoder(model: type) -> Callable[[Any], Any]:
    hints = get_type_hints(model)
    names = {name for name, _ in _plan(model)}
    required = {name for name, default in _plan(model) if default is MISSING}
    decoders: dict[str, Callable[[Any], Any]] = {}

    def decode(value: Any) -> Any:
        data = _checked(value, dict)
        if strange := data.keys() - names:
            raise ValueError(f"{model.__name__} has no field {min(strange)!r}")
        if missing := required - data.keys():
            raise ValueError(f"{model.__name__} lacks its field {min(missing)!r}")
        for name in data.keys() - decoders.keys():
            decoders[name] = _decoder(hints[name])
        return model(**{name: decoders[name](entry) for name, entry in data.items()})

    return decode


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected, {type(value).__name__} found")
    return value


def outline(pack: Pack, book: Rulebook | None = None) -> dict[str, Any]:
    """The shape of `assess pack show --json`: sections, questions and follow-ups without their help texts, and the rules."""
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
        "rules": [
            {"id": rule.id, "severity": rule.severity.value, "kind": rule.kind.value, "title": rule.title}
            for rule in (book.rules if book else ())
        ],
    }


def rule_data(rule: Rule) -> dict[str, Any]:
    """A rule whole, as JSON-ready data without the fields that have their default."""
    return _encoded(rule, places=False)


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


def _column(column: Column) -> dict[str, Any]:
    return {
        "id": column.id,
        "label": column.label,
        "type": column.type.value,
        "choices": list(column.choices),
    }
