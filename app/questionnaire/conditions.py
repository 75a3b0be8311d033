"""Conditions: CEL expressions over answers that decide what is asked, and later what follows.

The language is CEL (Common Expression Language) with these names and nothing else:

    ferpa.ownership.state        an answer, at its dotted id. Each has, whether it was given or not:
        .state   text: yes, partial, no, answered, na, not_addressed, unanswered
        .value   text; a list of texts for many_of; a number for number_unit; for a record a map of its
                 fields. Empty of its kind when there is none ("", [], 0.0, a map of "")
        .unit    text: the unit of a number_unit, or the unit that stands without a number
        .rows    the rows of a table, each a map with all its columns
        .cited   true when the answer has a citation
        .reason  text: the reason for partial or not applicable
    jurisdictions                list of texts: the value of review.jurisdictions
    review_date                  text: the review date of review.reviewer as 2026-11-22, or ""
    silent(ferpa.ownership)      true when the documents do not say (state not_addressed)
    claimed(ferpa.ownership)     true when the vendor says that it does, or the fact is given (yes, partial, answered)
    age_months(date)             whole months from a date (2026-01-31) to the review date: 0 when the date is later,
                                 -1 when one of the two is missing or not a date

and of CEL itself: its operators, `has exists exists_one all filter map`, and the functions
`size contains startsWith endsWith matches int double string`.

An expression is taken apart here without the CEL library, so that what it reads is known cheaply; the
library itself is imported when the first condition is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType
from typing import Any

from app.questionnaire.expressions import (
    ENTRY_KEYS,
    JURISDICTIONS,
    OUR_FUNCTIONS,
    REVIEWER,
    ConditionError,
    Reading,
    check_length,
    read,
    references,
)
from app.questionnaire.faults import shown
from app.questionnaire.model import AnswerType, Pack, Question

__all__ = [
    "Condition",
    "ConditionError",
    "PackConditions",
    "compile_condition",
    "compile_pack",
    "empty_entry",
    "holds",
    "months_between",
    "references",
]

_REMEMBERED = 8
_SHOWN_OF_CEL = 160
_CLAIMED = frozenset({"yes", "partial", "answered"})
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Condition:
    """A compiled condition. Remembers its last few results, so that asking again with the same answers is cheap."""

    __slots__ = ("_functions", "_needs", "_program", "_recent", "expression", "references")

    def __init__(self, expression: str, known_ids: Collection[str]) -> None:
        """Compile. Raises `ConditionError`; see `compile_condition`."""
        check_length(expression)
        try:
            self._program = cel_library().compile(expression)
        except Exception as error:
            raise ConditionError(f"a CEL expression; {plain_failure(error)}") from error
        tokens = read(expression, known_ids)
        self.expression = expression
        """The expression as it stands in the pack."""
        self._functions = OUR_FUNCTIONS.intersection(token.function for token in tokens)
        needs = {need for token in tokens if token.reading for need in _needed(token.reading)}
        if "age_months" in self._functions:
            if REVIEWER not in known_ids:
                raise ConditionError(f"a question {REVIEWER}, which age_months reads; this pack has none")
            needs.add((REVIEWER, "value"))
        self._needs = tuple(sorted(needs))
        self.references = frozenset(name for name, _ in needs)
        """Ids of the questions and follow-ups it reads."""
        self._recent: list[tuple[list[Any], bool]] = []

    def holds(self, entries: Mapping[str, Mapping[str, Any]]) -> bool:
        """Whether it holds for these answers; see `holds`."""
        read_now = [entries[name][key] for name, key in self._needs]
        for values, result in self._recent:
            if values == read_now:
                return result
        result = self._evaluate(entries)
        self._recent = [([_copied(value) for value in read_now], result), *self._recent[: _REMEMBERED - 1]]
        return result

    def _evaluate(self, entries: Mapping[str, Mapping[str, Any]]) -> bool:
        variables: dict[str, Any] = {}
        for name, key in self._needs:
            node = variables
            for part in name.split("."):
                node = node.setdefault(part, {})
            node[key] = entries[name][key]
        if JURISDICTIONS in self.references:
            variables["jurisdictions"] = entries[JURISDICTIONS].get("value", [])
        review_date = _review_date(entries) if REVIEWER in self.references else ""
        variables["review_date"] = review_date
        functions = {
            name: function for name, function in _functions(review_date).items() if name in self._functions
        }
        try:
            cel = cel_library()
            result = self._program.execute(cel.Context(variables=variables, functions=functions))
        except Exception as error:
            raise ConditionError(
                f"an expression that is true or false; it fails with {plain_failure(error)}"
            ) from error
        if not isinstance(result, bool):
            raise ConditionError(f"an expression that is true or false; it gives {shown(result)}")
        return result


def compile_condition(expression: str, known_ids: Collection[str]) -> Condition:
    """Compile an expression over the answers to these questions and follow-ups.

    Raises `ConditionError` with a clear sentence when it does not parse or reads an unknown id or function.
    """
    return Condition(expression, known_ids)


def holds(condition: Condition, entries: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a condition holds.

    `entries` gives for each id in `condition.references` a map with all of `ENTRY_KEYS`, typed as the module
    says; `empty_entry` makes one for a question that is hidden or has no answer. Raises `KeyError` when one
    is missing and `ConditionError` when the expression cannot be evaluated or gives neither true nor false.
    """
    return condition.holds(entries)


def empty_entry(question: Question) -> dict[str, Any]:
    """What a condition sees of a question that is hidden or has no answer."""
    value: Any = ""
    if question.type is AnswerType.MANY_OF:
        value = []
    elif question.type is AnswerType.NUMBER_UNIT:
        value = 0.0
    elif question.type is AnswerType.RECORD:
        value = {column.id: "" for column in question.columns}
    return {"state": "unanswered", "value": value, "unit": "", "rows": [], "cited": False, "reason": ""}


@dataclass(frozen=True, slots=True)
class PackConditions:
    """The compiled conditions of a pack. Items or sections that are always asked are left out."""

    items: Mapping[str, Condition]
    """By id of question or follow-up."""
    sections: Mapping[str, Condition]
    """By id of section."""


def compile_pack(pack: Pack) -> PackConditions:
    """Compile every condition of a pack, each expression once. Raises `ConditionError`."""
    compiled: dict[str, Condition] = {}

    def once(expression: str) -> Condition:
        if expression not in compiled:
            compiled[expression] = compile_condition(expression, pack.by_id)
        return compiled[expression]

    return PackConditions(
        {item.id: once(item.when) for item in pack.items if item.when},
        {section.id: once(section.when) for section in pack.sections if section.when},
    )


def _needed(reading: Reading) -> tuple[tuple[str, str], ...]:
    return tuple((reading.id, key) for key in (reading.path[:1] or ENTRY_KEYS))


def months_between(start: str, end: str) -> int:
    """Whole months from one ISO date to another: 0 when start is later, -1 when one is not a date."""
    if not (_ISO_DATE.fullmatch(start) and _ISO_DATE.fullmatch(end)):
        return -1
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return -1
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(months - (last.day < first.day), 0)


def _functions(review_date: str) -> dict[str, Callable[..., Any]]:
    return {
        "silent": lambda entry: entry["state"] == "not_addressed",
        "claimed": lambda entry: entry["state"] in _CLAIMED,
        "age_months": lambda text: months_between(text, review_date),
    }


def _review_date(entries: Mapping[str, Mapping[str, Any]]) -> str:
    record = entries[REVIEWER].get("value")
    return str(record.get("review_date", "")) if isinstance(record, Mapping) else ""


def _copied(value: Any) -> Any:
    """A value that stays as it is when the caller changes his."""
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


@cache
def cel_library() -> ModuleType:
    """The CEL library.

    Its package imports its own command line (typer, prompt_toolkit and rich, four fifths of the time), which
    nothing here needs: an empty module stands in for it during the import.
    """
    import sys

    stand_in = ModuleType("cel.cli")
    sys.modules.setdefault("cel.cli", stand_in)
    try:
        import cel
    finally:
        if sys.modules.get("cel.cli") is stand_in:
            del sys.modules["cel.cli"]
    return cel


def plain_failure(error: Exception) -> str:
    """What the CEL library says, in one line."""
    text = str(error)
    if text.startswith("No such overload"):
        return "an operator on kinds of values that it does not take"
    found = re.search(r"ERROR: <input>:\d+:(\d+): ([^\n]+)", text)
    if found:
        message = found[2].removeprefix("Syntax error: ").partition(" expecting ")[0]
        return f"column {found[1]}: {message[:_SHOWN_OF_CEL]}"
    return f"{type(error).__name__} {text.splitlines()[0][:_SHOWN_OF_CEL] if text else ''}".rstrip()
