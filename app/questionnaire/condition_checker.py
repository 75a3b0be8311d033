"""Checks conditions: they compile, compare with choices that exist, give true or false, and do not go in circles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import Any

from app.questionnaire.conditions import (
    Condition,
    ConditionError,
    Reading,
    Token,
    compile_condition,
    empty_entry,
    read,
)
from app.questionnaire.faults import nearest, shown
from app.questionnaire.model import AnswerType, Column, Pack, Question, Section
from app.questionnaire.report import Report

_STATES = ("yes", "partial", "no", "answered", "na", "not_addressed", "unanswered")
_STATEMENT_STATES = ("yes", "partial", "no", "na", "not_addressed")
_QUOTED = re.compile(r"""(?P<quote>["'])(?P<text>[^\\]*)(?P=quote)""", re.DOTALL)
_TRIALS = 60
_SECTION = "section "


def check_conditions(pack: Pack, report: Report) -> None:
    """Check every condition of a pack."""
    parts: list[Question | Section] = [*pack.sections, *pack.items]
    reads: dict[str, frozenset[str]] = {}
    for part in parts:
        if not part.when:
            continue
        try:
            condition = compile_condition(part.when, pack.by_id)
        except ConditionError as error:
            report.add(part, "when", str(error))
            continue
        reads[_node(part)] = condition.references
        for expected in dict.fromkeys(_bad_comparisons(pack, read(part.when, pack.by_id))):
            report.add(part, "when", expected)
        if trouble := _trial(condition, [pack.by_id[name] for name in sorted(condition.references)]):
            report.add(part, "when", trouble)
    _check_cycles({_node(part): part for part in parts}, reads, report)


def _node(part: Question | Section) -> str:
    return _SECTION + part.id if isinstance(part, Section) else part.id


def _check_cycles(
    parts: Mapping[str, Question | Section], reads: Mapping[str, frozenset[str]], report: Report
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
        steps = list(zip(circle, circle[1:], strict=False))
        own = [(node, after) for node, after in steps if after in reads.get(node, ())]
        first = min(own, key=lambda step: steps.index(step))
        turned = circle[circle.index(first[0]) : -1] + circle[: circle.index(first[0]) + 1]
        if first[0] == first[1]:
            report.add(parts[first[0]], "when", "a condition on other answers; this one reads its own")
        else:
            report.add(
                parts[first[0]], "when", f"conditions that do not go in a circle; found {' → '.join(turned)}"
            )
        for node, after in own:
            graph[node].discard(after)


def _bad_comparisons(pack: Pack, tokens: tuple[Token, ...]) -> Iterator[str]:
    """What is wrong with the texts that an expression compares answers with."""
    for index, token in enumerate(tokens):
        if token.reading is None or token.function:
            continue
        allowed = _allowed(pack, token.reading)
        if allowed is None:
            continue
        what, words = allowed
        for text in _compared(tokens, index):
            if text not in words:
                yield f"{what}; {shown(text)} is not one{nearest(text, words)}"


def _compared(tokens: tuple[Token, ...], index: int) -> Iterator[str]:
    """The texts that the name at this index is compared with, by ==, != or in."""
    before = [token.text for token in tokens[max(index - 1, 0) : index]]
    after = [token.text for token in tokens[index + 1 : index + 3]]
    if before and before[0] in ("==", "!=", "in"):
        yield from _text(tokens[index - 2 : index - 1])
    if after and after[0] in ("==", "!="):
        yield from _text(tokens[index + 2 : index + 3])
    if after == ["in", "["]:
        for token in tokens[index + 3 :]:
            if token.text == "]":
                break
            yield from _text((token,))


def _text(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        match = _QUOTED.fullmatch(token.text) if token.kind == "text" else None
        if match:
            yield match["text"]


def _allowed(pack: Pack, reading: Reading) -> tuple[str, Collection[str]] | None:
    """The texts that this part of an answer can be; None when it can be any."""
    question = pack.by_id[reading.id]
    match reading.path:
        case ("state",):
            return "a state of an answer", _STATES
        case ("unit",):
            return f"a unit of {question.id}", (*question.units, *question.bare_units)
        case ("value",) | ("value", "*") if question.type in (AnswerType.ONE_OF, AnswerType.MANY_OF):
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
