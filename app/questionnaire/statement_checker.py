"""Checks the sentences of the profile: their questions, their slots and their wording."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from app.questionnaire.faults import nearest, shown
from app.questionnaire.model import AnswerType, Pack, Question, Slot, Statement
from app.questionnaire.report import Report

ALWAYS_FILLED = ("vendor", "product")
"""Words in braces that every wording may use besides its slots."""

_WITHOUT = frozenset({AnswerType.TABLE, AnswerType.RECORD, AnswerType.LONG_TEXT})
"""Types whose questions may print otherwise than as a sentence."""
_SLOT_STATES = ("yes", "partial", "no", "na", "not_addressed")
_BRACES = re.compile(r"\{([^{}]*)\}")
_BRACKETS = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
_CODE = re.compile(r"P(1?\d|20)(\.[A-Za-z0-9]{1,8})?")


def check_statements(pack: Pack, report: Report) -> None:
    """Check every statement of a pack, and that every question has one.

    A pack without any statement is not asked for them: it can be answered, and prints its answers only.
    """
    known: set[str] = set()
    for statement in pack.statements:
        if statement.id in known:
            report.add(statement, "id", f"an id of its own; {statement.id} is used before")
        known.add(statement.id)
        _check_statement(pack, statement, report)
    used = {name for statement in pack.statements for name in statement.questions}
    used |= {slot.question for statement in pack.statements for slot in statement.slots}
    for question in pack.questions if pack.statements else ():
        if question.id not in used and question.type not in _WITHOUT:
            report.add(question, "", "a statement in statements.toml that words its answer")


def _check_statement(pack: Pack, statement: Statement, report: Report) -> None:
    if not _CODE.fullmatch(statement.code):
        report.add(statement, "code", f"a section of the profile, P0 to P20; found {shown(statement.code)}")
    if not statement.questions:
        report.add(statement, "questions", "at least one question")
    for name in statement.questions:
        if name not in pack.by_id:
            report.add(
                statement, "questions", f"known ids; {shown(name)} is not one{nearest(name, pack.by_id)}"
            )
    questions = [pack.by_id[name] for name in statement.questions if name in pack.by_id]
    _check_choices(statement, questions, report)
    if not statement.clause and not statement.choices:
        report.add(statement, "clause", "a clause, or wording by choice")
    slots = {slot.name for slot in statement.slots}
    filled: set[str] = set()
    for field, text in _wordings(statement):
        filled |= _check_wording(statement, field, text, (*slots, *ALWAYS_FILLED), report)
    for slot in statement.slots:
        if slot.name not in filled:
            report.add(
                statement, "slots", f"slots that the wording uses; {{{slot.name}}} stands nowhere in it"
            )
        _check_slot(pack, statement, slot, report)


def _wordings(statement: Statement) -> Iterator[tuple[str, str]]:
    yield from (("clause", statement.clause), ("no", statement.no), ("silent", statement.silent))
    yield from (("choices", text) for text in statement.choices.values())


def _check_choices(statement: Statement, questions: list[Question], report: Report) -> None:
    choices = [choice for question in questions for choice in question.choices]
    for choice in statement.choices:
        if questions and choice not in choices:
            report.add(
                statement,
                "choices",
                f"choices of its questions; {shown(choice)} is not one{nearest(choice, choices)}",
            )
    if not statement.choices or statement.clause:
        return
    for question in questions[:1]:
        for choice in question.choices:
            if choice not in statement.choices and choice != question.silent_choice:
                report.add(
                    statement, "choices", f"wording for every choice, or a clause; {shown(choice)} has none"
                )


def _check_slot(pack: Pack, statement: Statement, slot: Slot, report: Report) -> None:
    question = pack.by_id.get(slot.question)
    if question is None:
        near = nearest(slot.question, pack.by_id)
        report.add(statement, "slots", f"known ids; slot {slot.name} names {shown(slot.question)}{near}")
        return
    for choice in slot.choices:
        if choice not in question.choices:
            near = nearest(choice, question.choices)
            expected = (
                f"choices of {question.id}; slot {slot.name} words {shown(choice)}, which is not one{near}"
            )
            report.add(statement, "slots", expected)
    for state in slot.states:
        if state not in _SLOT_STATES:
            expected = f"states ({', '.join(_SLOT_STATES)}); slot {slot.name} words {shown(state)}"
            report.add(statement, "slots", expected)
    for text in (slot.text, slot.otherwise, *slot.choices.values(), *slot.states.values()):
        _check_wording(statement, "slots", text, ("value", *ALWAYS_FILLED), report)


def _check_wording(
    statement: Statement, field: str, text: str, known: Collection[str], report: Report
) -> set[str]:
    """Check braces and verb brackets of one wording. Returns the words in braces."""
    words = set(_BRACES.findall(text))
    for word in sorted(words):
        if word not in known:
            report.add(
                statement, field, f"a slot for every word in braces; {shown('{' + word + '}')} has none"
            )
    if re.search(r"[{}]", _BRACES.sub("", text)):
        report.add(statement, field, f"braces in pairs; found {shown(text)}")
    if re.search(r"[\[\]|]", _BRACKETS.sub("", text)):
        report.add(statement, field, f"verbs in both forms, as in [keeps|keep]; found {shown(text)}")
    return words
