"""From `statements.toml` to the sentences of the profile and its fixed texts."""

from __future__ import annotations

from dataclasses import fields as fields_of
from typing import Any

from app.questionnaire.fields import Fields, SourceFile
from app.questionnaire.model import Pack, Part, Slot, Statement

_FILLED = frozenset({"id", "code", "name", "question"})


class StatementFile:
    """Turns the file of statements into values, on top of those of the pack that this one extends."""

    def __init__(self, places: dict[str, dict[str, int]], base: Pack | None) -> None:
        """`places` takes the lines of fields by place; `base` is the pack underneath."""
        self._places = places
        self.statements: list[Statement] = list(base.statements) if base else []
        self.texts: dict[str, str] = dict(base.texts) if base else {}

    def add(self, file: SourceFile) -> None:
        """Read the file."""
        self.texts.update(file.root.wording("texts"))
        for fields in file.root.tables("statement"):
            self.statements.append(self._statement(fields))
        file.root.close()

    def _statement(self, fields: Fields) -> Statement:
        fields.owner = fields.text("id", required=True, filled=True)
        lines = fields.file.lines.fields(fields.path)
        slots: list[Slot] = []
        for table in fields.tables("slot"):
            slots.append(Slot(**_read(table, Slot)))
            lines.setdefault(f"slot {slots[-1].name}", table.line)
        parts: list[Part] = []
        for table in fields.tables("part"):
            parts.append(Part(**_read(table, Part)))
            lines.setdefault(f"part {parts[-1].question}", table.line)
        self._places[fields.place] = lines
        return Statement(
            **_read(fields, Statement), slots=tuple(slots), parts=tuple(parts), place=fields.place
        )


def _read(fields: Fields, model: type[Statement | Slot | Part]) -> dict[str, Any]:
    """The texts, lists and tables of texts of one table, by the fields of its value; defaults are left out."""
    found: dict[str, Any] = {}
    for field in fields_of(model):
        name = field.name
        if name == "place":
            continue
        if field.type == "str":
            text = fields.text(name, required=name in _FILLED, filled=name in _FILLED, exact=True)
            if name in _FILLED or fields.has(name):
                found[name] = text
        elif field.type == "tuple[str, ...]":
            found[name] = fields.texts(name, required=name == "questions")
        elif field.type == "Mapping[str, str]":
            found[name] = fields.wording(name)
    fields.close()
    return found
