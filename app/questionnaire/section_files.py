"""From the files of sections to sections with their questions, on top of those of another pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.questionnaire.faults import shown
from app.questionnaire.fields import Fields, SourceFile
from app.questionnaire.model import AnswerType, Column, Question, Section, Severity


class SectionFiles:
    """Turns the files of one pack into sections and statements, on top of those of the pack it extends."""

    def __init__(self, places: dict[str, dict[str, int]], sections: Iterable[Section]) -> None:
        """`places` takes the lines of fields by place; `sections` are those of the pack underneath."""
        self.places = places
        self.sections = list(sections)
        self._own: dict[str, str] = {}

    def _place(self, fields: Fields) -> str:
        self.places[fields.place] = fields.file.lines.fields(fields.path)
        return fields.place

    def add(self, file: SourceFile) -> None:
        """Read one section with its questions."""
        head = file.root.table("section")
        questions = file.root.tables("question")
        file.root.close()
        if head is None:
            file.root.fault("section", "a [section] table with an id and a title")
            return
        section_id = head.owner = head.text("id", required=True, filled=True)
        base = next((s for s in self.sections if s.id == section_id and s.id not in self._own), None)
        if section_id in self._own:
            head.fault("id", f"an id of its own; {section_id} is the section of {self._own[section_id]}")
        self._own[section_id] = file.name
        found = tuple(self._question(fields, section_id, None) for fields in questions)
        if base is not None:
            head.close()
            self.sections[self.sections.index(base)] = replace(base, questions=base.questions + found)
            return
        section = Section(
            id=section_id,
            title=head.text("title", required=True, filled=True),
            questions=found,
            when=head.text("when"),
            intro=head.text("intro"),
            law=head.text("law"),
            place=self._place(head),
        )
        after = head.text("after")
        head.close()
        known = [s.id for s in self.sections]
        if after and after not in known:
            head.fault("after", f"the id of a section before this one; found {shown(after)}")
        self.sections.insert(known.index(after) + 1 if after in known else len(known), section)

    def _question(self, fields: Fields, section: str, parent: str | None) -> Question:
        fields.owner = fields.text("id", required=True, filled=True)
        top = parent is None
        question = Question(
            id=fields.owner,
            section=section,
            parent=parent,
            ask=fields.text("ask", required=True, filled=True),
            type=fields.word("type", AnswerType, required=True) or _guessed(fields),
            when=fields.text("when"),
            choices=fields.texts("choices"),
            exclusive=fields.texts("exclusive"),
            silent_choice=fields.text("silent_choice"),
            units=fields.texts("units"),
            bare_units=fields.texts("bare_units"),
            columns=tuple(self._column(column) for column in fields.tables("columns")),
            good_side=fields.text("good_side") or "yes",
            gate=top and fields.flag("gate"),
            own=top and fields.flag("own"),
            severity=fields.word("severity", Severity, required=top),
            why=fields.text("why", required=top, filled=top),
            good=fields.text("good", required=top, filled=top),
            red_flag=fields.text("red_flag", required=top, filled=top),
            evidence=fields.text("evidence", required=top),
            law=fields.texts("law", required=top),
            cues=fields.texts("cues", required=top),
            feeds=fields.texts("feeds", required=top),
            followups=tuple(
                self._question(followup, section, fields.owner)
                for followup in (fields.tables("followup") if top else ())
            ),
            place=self._place(fields),
        )
        fields.close()
        return question

    def _column(self, fields: Fields) -> Column:
        column = Column(
            id=fields.text("id", required=True, filled=True),
            label=fields.text("label", required=True, filled=True),
            type=fields.word("type", AnswerType) or AnswerType.TEXT,
            choices=fields.texts("choices"),
        )
        fields.close()
        return column


def _guessed(fields: Fields) -> AnswerType:
    """The likely type of a question whose type is wrong, so that one fault does not bring others with it."""
    if fields.has("choices"):
        return AnswerType.MANY_OF if fields.has("exclusive") else AnswerType.ONE_OF
    if fields.has("columns"):
        return AnswerType.TABLE
    return AnswerType.NUMBER_UNIT if fields.has("units") or fields.has("bare_units") else AnswerType.TEXT
