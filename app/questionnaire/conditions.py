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
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType
from typing import Any

from app.questionnaire.faults import nearest, shown
from app.questionnaire.model import AnswerType, Pack, Question

ENTRY_KEYS = ("state", "value", "unit", "rows", "cited", "reason")
"""What a condition can read of an answer. No follow-up may be called so."""

NEVER_IN_IDS = frozenset({"true", "false", "null", "in"})
"""Words that CEL cannot select: no part of an id may be one of them."""

NEVER_FIRST_IN_IDS = frozenset(
    "as break const continue else for function if import let loop package namespace return var void while"
    " jurisdictions review_date".split()
)
"""Words that mean something else at the start of an expression: no id may begin with one of them."""

JURISDICTIONS = "review.jurisdictions"
REVIEWER = "review.reviewer"

_NAMES = {"jurisdictions": (JURISDICTIONS, "value"), "review_date": (REVIEWER, "value")}
_BINDING = frozenset({"exists", "exists_one", "all", "filter", "map"})
_OF_ENTRY = frozenset({"silent", "claimed"})
_OURS = _OF_ENTRY | {"age_months"}
_FUNCTIONS = (
    _BINDING
    | _OURS
    | {"has", "size", "contains", "startsWith", "endsWith", "matches", "int", "double", "string"}
)
_LONGEST = 4000
_REMEMBERED = 8
_CLAIMED = frozenset({"yes", "partial", "answered"})
_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*)"
    r'|(?P<text>[rRbB]{0,2}(?:"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'))'
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<name>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)"
    r"|(?P<mark>==|!=|<=|>=|&&|\|\||.)",
    re.DOTALL,
)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class ConditionError(Exception):
    """An expression that cannot be used. The message says what was expected."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One place where an expression reads an answer."""

    id: str
    """Id of the question or follow-up."""
    path: tuple[str, ...]
    """What is read of it: `("state",)`, `("value", "review_date")`; empty for the answer as a whole.
    Inside `exists` and its like, the element of a list adds `*`: `("rows", "*", "function")`."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token of an expression."""

    kind: str
    """`text`, `number`, `name` or `mark`."""
    text: str
    reading: Reading | None = None
    """What a name reads."""
    function: str = ""
    """The function or method that is called at the end of a name."""


def references(expression: str, known_ids: Collection[str]) -> frozenset[str]:
    """Ids of the questions and follow-ups that an expression reads.

    Of several ids that fit, the longest counts; string literals do not. Does not import the CEL library.
    Raises `ConditionError` for an unknown id or function.
    """
    return frozenset(token.reading.id for token in read(expression, known_ids) if token.reading)


def read(expression: str, known_ids: Collection[str]) -> tuple[Token, ...]:
    """The tokens of an expression, each name with what it reads.

    Raises `ConditionError` for an unknown id, name or function and for an expression that is too long.
    """
    if len(expression) > _LONGEST:
        raise ConditionError(
            f"a CEL expression of at most {_LONGEST} characters; this one has {len(expression)}"
        )
    tokens = [
        (match.lastgroup or "", re.sub(r"\s", "", match[0]) if match.lastgroup == "name" else match[0])
        for match in _TOKEN.finditer(expression)
        if match.lastgroup != "blank"
    ]
    return tuple(_Reader(tokens, known_ids).tokens())


class _Reader:
    """Walks over the tokens of one expression and keeps the variables that `exists` and its like bind."""

    def __init__(self, tokens: list[tuple[str, str]], known_ids: Collection[str]) -> None:
        self._tokens = tokens
        self._known = known_ids
        self._bound: list[tuple[str, Reading | None] | None] = []

    def _mark(self, index: int) -> str:
        kind, text = self._tokens[index] if 0 <= index < len(self._tokens) else ("", "")
        return text if kind == "mark" else ""

    def tokens(self) -> Iterator[Token]:
        binding: tuple[str, Reading | None] | None = None
        for index, (kind, text) in enumerate(self._tokens):
            if kind == "name":
                reading, function = self._name(index, text)
                if function in _BINDING and self._mark(index + 3) == ",":
                    binding = (self._tokens[index + 2][1], reading)
                yield Token(kind, text, reading, function)
                continue
            if kind == "mark" and text == "(":
                self._bound.append(binding)
                binding = None
            elif kind == "mark" and text == ")" and self._bound:
                self._bound.pop()
            yield Token(kind, text)

    def _name(self, index: int, text: str) -> tuple[Reading | None, str]:
        """What a chain of names reads, and the function or method called at its end."""
        parts = tuple(text.split("."))
        function = ""
        if self._mark(index + 1) == "(":
            *rest, function = parts
            parts = tuple(rest)
            if function not in _FUNCTIONS:
                raise ConditionError(
                    f"a known function; {function!r} is not one{nearest(function, _FUNCTIONS)}"
                )
        if self._mark(index - 1) == "." or not parts or parts[0] in NEVER_IN_IDS:
            return None, function
        for bound in reversed(self._bound):
            if bound is not None and bound[0] == parts[0]:
                source = bound[1]
                return source and Reading(source.id, (*source.path, "*", *parts[1:])), function
        whole = self._mark(index - 1) == "(" and self._before(index) in _OF_ENTRY
        return self._answer(parts, only_state=whole), function

    def _before(self, index: int) -> str:
        return self._tokens[index - 2][1] if index >= 2 and self._tokens[index - 2][0] == "name" else ""

    def _answer(self, parts: tuple[str, ...], *, only_state: bool) -> Reading:
        if parts[0] in _NAMES:
            question, key = _NAMES[parts[0]]
            if question not in self._known:
                raise ConditionError(f"a question {question}, which {parts[0]} reads; this pack has none")
            path = (key, "review_date") if parts[0] == "review_date" else (key,)
            return Reading(question, (*path, *parts[1:]))
        for end in range(len(parts), 0, -1):
            name = ".".join(parts[:end])
            rest = parts[end:]
            if name in self._known and (not rest or rest[0] in ENTRY_KEYS):
                return Reading(name, rest or (("state",) if only_state else ()))
        name = ".".join(parts[:-1]) if parts[-1] in ENTRY_KEYS else ".".join(parts)
        raise ConditionError(f"a known id; {name!r} is not one{nearest(name, self._known)}")


class Condition:
    """A compiled condition. Remembers its last few results, so that asking again with the same answers is cheap."""

    __slots__ = ("_functions", "_needs", "_program", "_recent", "expression", "references")

    def __init__(self, expression: str, known_ids: Collection[str]) -> None:
        """Compile. Raises `ConditionError`; see `compile_condition`."""
        tokens = read(expression, known_ids)
        self.expression = expression
        """The expression as it stands in the pack."""
        self._functions = _OURS.intersection(token.function for token in tokens)
        needs = {need for token in tokens if token.reading for need in _needed(token.reading)}
        if "age_months" in self._functions:
            if REVIEWER not in known_ids:
                raise ConditionError(f"a question {REVIEWER}, which age_months reads; this pack has none")
            needs.add((REVIEWER, "value"))
        self._needs = tuple(sorted(needs))
        self.references = frozenset(name for name, _ in needs)
        """Ids of the questions and follow-ups it reads."""
        self._recent: list[tuple[list[Any], bool]] = []
        try:
            self._program = _cel().compile(expression)
        except Exception as error:
            raise ConditionError(f"a CEL expression; {_plain(error)}") from error

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
            cel = _cel()
            result = self._program.execute(cel.Context(variables=variables, functions=functions))
        except Exception as error:
            raise ConditionError(f"{shown(self.expression)} to be true or false; {_plain(error)}") from error
        if not isinstance(result, bool):
            raise ConditionError(f"{shown(self.expression)} to be true or false; it is {shown(result)}")
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
def _cel() -> ModuleType:
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


def _plain(error: Exception) -> str:
    """What the CEL library says, in one line."""
    text = str(error)
    found = re.search(r"ERROR: <input>:\d+:(\d+): ([^\n]+)", text)
    if found:
        return f"column {found[1]}: {found[2].removeprefix('Syntax error: ')[:160]}"
    return f"{type(error).__name__}: {text.splitlines()[0][:160] if text else ''}"
