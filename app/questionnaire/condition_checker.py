"""Checks conditions: they compile, compare with choices that exist, give true or false, and do not go in circles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import islice, pairwise, takewhile
from typing import Any

from app.questionnaire.conditions import Condition, compile_condition, empty_entry
from app.questionnaire.expressions import ConditionError, Reading, Token, read
from app.questionnaire.faults import FaultLog, nearest, shown
from app.questionnaire.model import AnswerType, Column, Pack, Question, Section

_STATES = ("yes", "partial", "no", "answered", "na", "not_addressed", "unanswered")
_STATEMENT_STATES = ("yes", "partial", "no", "na", "not_addressed")
_QUOTED = re.compile(r"""(?P<quote>["'])(?P<text>[^\\]*)(?P=quote)""", re.DOTALL)
_TRIALS = 60
_SECTION = "section "


def check_conditions(pack: Pack, log: FaultLog) -> None:
    """Check every condition of a pack."""
    parts: list[Question | Section] = [*pack.sections, *pack.items]
    reads: dict[str, frozenset[str]] = {}
    for part in parts:
        if not part.when:
            continue
        try:
            condition = compile_condition(part.when, pack.by_id)
        except ConditionError as error:
            log.add(part, "when", str(error))
            continue
        reads[_node(part)] = condition.references
        found = list(dict.fromkeys(bad_readings(pack, read(part.when, pack.by_id))))
        trouble = _trial(condition, [pack.by_id[name] for name in sorted(condition.references)])
        for expected in found or [trouble][: bool(trouble)]:
            log.add(part, "when", expected)
    _check_cycles({_node(part): part for part in parts}, reads, log)


def _node(part: Question | Section) -> str:
    return _SECTION + part.id if isinstance(part, Section) else part.id


def _check_cycles(
    parts: Mapping[str, Question | Section], reads: Mapping[str, frozenset[str]], log: FaultLog
) -> None:
    """A question depends on what its condition reads, on its section, and as a follow-up on its question."""
    graph: dict[str, set[str]] = {}
    for node, part in parts.items():
        graph[node] = set(reads.get(node, ()))
        if isinstance(part, Question):
            graph[node].add(_SECTION + part.section)
            graph[node].update([part.parent] if part.parent else [])
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][::-1]
        else:
            return
        steps = list(pairwise(circle))
        own = [step for step in steps if step[1] in reads.get(step[0], ())]
        for node, after in own or steps:  # without own steps the ids are doubled, which has its own fault
            graph[node].discard(after)
        if own:
            start = circle.index(own[0][0])
            _report_circle(parts[circle[start]], circle[start:-1] + circle[: start + 1], log)


def _report_circle(part: Question | Section, circle: list[str], log: FaultLog) -> None:
    if circle[0] == circle[1]:
        log.add(part, "when", "a condition on other answers; this one reads its own")
    else:
        log.add(part, "when", f"conditions that do not go in a circle; found {' → '.join(circle)}")


def bad_readings(pack: Pack, tokens: tuple[Token, ...]) -> Iterator[str]:
    """What is wrong with what an expression reads of answers, and with the texts it compares them with."""
    for index, token in enumerate(tokens):
        if token.reading is None:
            continue
        if misread := _misread(pack.by_id[token.reading.id], token.reading.path):
            yield misread
            continue
        allowed = None if token.function else _allowed(pack, token.reading)
        if allowed is None:
            continue
        what, words = allowed
        whole = token.reading.path == ("value",) and pack.by_id[token.reading.id].type is AnswerType.MANY_OF
        for text, held in compared(tokens, index):
            if whole and not held:
                yield f"{text!r} in {token.text}; the value of a many_of is a list and never equals a text"
            elif text and text not in words:
                yield f"{what}; {shown(text)} is not one{nearest(text, words)}"


def _misread(question: Question, path: tuple[str, ...]) -> str:
    """What to read instead of a part of an answer that its type leaves empty; nothing when it is filled."""
    name = question.id
    columns = [column.id for column in question.columns]
    match path:
        case ("value", *_) if question.type is AnswerType.STATEMENT:
            return f"{name}.state; a statement has no value"
        case ("value", *_) if question.type is AnswerType.TABLE:
            return f"{name}.rows; the value of a table is in its rows"
        case ("rows", *_) if question.type is not AnswerType.TABLE:
            return f"{name}.value; only a table has rows, and this is a {question.type}"
        case ("unit", *_) if question.type is not AnswerType.NUMBER_UNIT:
            return f"{name}.value; only a number_unit has a unit, and this is a {question.type}"
        case ("value", column) | ("rows", "*", column) if columns and column not in columns:
            return f"a column of {name} ({', '.join(columns)}); {shown(column)} is not one{nearest(column, columns)}"
    return ""


def compared(tokens: tuple[Token, ...], index: int) -> Iterator[tuple[str, bool]]:
    """The texts that the name at this index is compared with, and whether it is asked to hold them (`text in name`)."""
    before = tokens[index - 1].text if index > 1 else ""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if before in ("==", "!=", "in"):
        yield from ((text, before == "in") for text in _texts(tokens[index - 2]))
    if after in ("==", "!="):
        yield from ((text, False) for text in _texts(*tokens[index + 2 : index + 3]))
    if after == "in":
        listed = takewhile(lambda token: token.kind == "text" or token.text in "([,", tokens[index + 2 :])
        yield from ((text, False) for text in _texts(*listed))


def _texts(*tokens: Token) -> Iterator[str]:
    for token in tokens:
        match = _QUOTED.fullmatch(token.text) if token.kind == "text" else None
        if match:
            yield match["text"]


def _allowed(pack: Pack, reading: Reading) -> tuple[str, Collection[str]] | None:
    """The texts that this part of an answer can be; None when it can be any."""
    question = pack.by_id[reading.id]
    match reading.path:
        case ("state",) | ("standing",):
            return "a state of an answer", _STATES
        case ("unit",):
            return f"a unit of {question.id}", (*question.units, *question.bare_units)
        case ("value",) if question.type is AnswerType.ONE_OF:
            return f"a choice of {question.id}", question.choices
        case ("value",) | ("value", "*") if question.type is AnswerType.MANY_OF:
            return f"a choice of {question.id}", question.choices
        case ("value", column) | ("rows", "*", column) if question.columns:
            found = next((c for c in question.columns if c.id == column), None)
            if found is not None and found.choices:
                return f"a choice of {question.id}, column {column}", found.choices
    return None


def _trial(condition: Condition, questions: list[Question]) -> str:
    """Try a condition on sample answers; what it says when it fails, or nothing."""
    for entries in islice(_samples(questions), _TRIALS):
        try:
            condition.holds(entries)
        except ConditionError as error:
            return str(error)
    return ""


def _samples(questions: list[Question]) -> Iterator[dict[str, dict[str, Any]]]:
    """Answers to try: none given, all given, and then each choice of each question."""
    yield {question.id: empty_entry(question) for question in questions}
    filled = {question.id: next(_answers(question)) for question in questions}
    yield filled
    for question in questions:
        for entry in _answers(question):
            yield {**filled, question.id: entry}


def _answers(question: Question) -> Iterator[dict[str, Any]]:
    blank = {**empty_entry(question), "state": "answered", "cited": True}
    match question.type:
        case AnswerType.STATEMENT:
            yield from ({**blank, "state": state} for state in _STATEMENT_STATES)
        case AnswerType.ONE_OF:
            yield from ({**blank, "value": choice} for choice in question.choices or ("",))
        case AnswerType.MANY_OF:
            yield from ({**blank, "value": [choice]} for choice in question.choices or ("",))
        case AnswerType.NUMBER_UNIT:
            yield from (
                {**blank, "value": 1.5, "unit": unit} for unit in (*question.units, *question.bare_units, "")
            )
        case AnswerType.RECORD:
            yield {**blank, "value": _row(question.columns)}
        case AnswerType.TABLE:
            yield {**blank, "rows": [_row(question.columns)]}
        case _:
            yield {**blank, "value": "2026-11-22"}


def _row(columns: tuple[Column, ...]) -> dict[str, str]:
    return {column.id: column.choices[0] if column.choices else "2026-11-22" for column in columns}
