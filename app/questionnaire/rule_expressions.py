"""Expressions of rules: CEL over answers, and over what is computed from them.

The language of conditions (`conditions.py`), and besides it:

    ferpa.ownership.standing     the state on the protective side: where no is the good answer, yes and no have changed
                                 places; a choice that means silence is not_addressed; what lacks its reason is unanswered
    ferpa.ownership.quotes       list of texts: the words cited for it and for its follow-ups
    bad(x)  weak(x)  answered(x) standing is no or not_addressed; that or partial; anything but unanswered
    deadline_hours(x)            hours of a number with hours or days, -1.0 without a number
    months_after(date, n)        ISO date n months later, "" without a date
    names_in(text, kind)         canonical names of elements, companies or functions in a text
    join(list, between)  lower(text)
    says(what, pattern)          whether a text, or one of a list of texts, has a match of a regular expression, any case
    ferpa.ownership.note         the reviewer's note
    found                        rows of the rule's own row filters by their name, for slots (`found.takers`)
    row, it                      the row a filter looks at; what one finding of several is about
    main, today, open_questions, open_gates
    version                      of this assessment, as a signature records it; "" where none is recorded as signed
    names of the rule's own row filters: how many rows match
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from app.questionnaire.conditions import cel_library, months_between, plain_failure
from app.questionnaire.expressions import (
    ENTRY_KEYS,
    JURISDICTIONS,
    OUR_FUNCTIONS,
    REVIEWER,
    ConditionError,
    Dialect,
    Token,
    check_length,
    read,
)

KEYS = (*ENTRY_KEYS, "standing", "quotes", "note")
"""What a rule can read of an answer."""
VALUES = frozenset({"row", "it", "found", "main", "today", "version", "open_questions", "open_gates"})
"""Names that are no answers."""
_OF_ENTRY = frozenset({"bad", "weak", "answered", "deadline_hours"})
_WHOLE = _OF_ENTRY | {"silent", "claimed"}
FUNCTIONS = _OF_ENTRY | {"months_after", "names_in", "join", "lower", "says"}
"""Functions that conditions of questions do not have."""
_WORD = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<name>(?<![\w.])[A-Za-z_]\w*(?![\w(.]))"""
)
_NESTED = 5
_LONGEST_READ = 2_000
"""Characters of a text in which a pattern is looked for: a passage, not a document."""
_BAD = frozenset({"no", "not_addressed"})


def spelled_out(expression: str, names: Mapping[str, str]) -> str:
    """The expression with the macros of the rulebook in the place of their names.

    Raises `ConditionError` where macros stand for one another.
    """

    def stood_for(match: re.Match[str]) -> str:
        name = match["name"]
        return f"({names[name]})" if name in names else match[0]

    for _ in range(_NESTED):
        spelled = _WORD.sub(stood_for, expression)
        if spelled == expression:
            return spelled
        expression = spelled
    raise ConditionError("names that do not stand for one another")


class Expression:
    """One compiled expression of a rule."""

    __slots__ = ("_functions", "_parts", "_program", "_words", "names", "needs", "references", "text")

    def __init__(
        self, text: str, known_ids: Collection[str], *, names: Mapping[str, str], counts: Collection[str] = ()
    ) -> None:
        """Compile. `names` are macros, `counts` the rule's row filters. Raises `ConditionError`."""
        check_length(text)
        self.text = spelled_out(text, names)
        free = VALUES.union(counts)
        dialect = Dialect(KEYS, free, FUNCTIONS, _OF_ENTRY)
        tokens = read(self.text, known_ids, dialect)
        try:
            self._program = cel_library().compile(self.text)
        except Exception as error:
            raise ConditionError(f"a CEL expression; {plain_failure(error)}") from error
        needs: set[tuple[str, str]] = set()
        for token in tokens:
            if token.reading is not None:
                keys = token.reading.path[:1] or KEYS
                needs.update((token.reading.id, key) for key in keys)
        called = {token.function for token in tokens}
        for index, token in enumerate(
            tokens
        ):  # a function that takes a whole answer reads more than its state
            if token.function in _WHOLE and index + 2 < len(tokens) and tokens[index + 2].reading:
                reading = tokens[index + 2].reading
                assert reading is not None  # noqa: S101 - told to the type checker
                needs.update((reading.id, key) for key in ("state", "standing", "value", "unit"))
        if "age_months" in called:
            needs.add((REVIEWER, "value"))
        self.needs = tuple(sorted(needs))
        """What it reads of which answer."""
        self.references = frozenset(name for name, _ in needs)
        """Ids of the questions and follow-ups it reads."""
        self.names = frozenset(
            first for token in tokens if token.kind == "name" and (first := token.text.split(".")[0]) in free
        )
        """Names that are no answers."""
        self._functions = (OUR_FUNCTIONS | FUNCTIONS) & called
        self._parts = {name: _parts_of(name, tokens) for name in self.names}
        self._words = frozenset(re.findall(r"\w+", self.text))

    def value(
        self,
        entries: Mapping[str, Mapping[str, Any]],
        extra: Mapping[str, Any],
        names_in: Callable[[str, str], list[str]],
    ) -> Any:
        """What it gives. `entries` has every id in `references`, `extra` every name in `names`.

        Raises `ConditionError` where it cannot be evaluated.
        """
        return self.on(entries, extra, names_in)({})

    def on(
        self,
        entries: Mapping[str, Mapping[str, Any]],
        extra: Mapping[str, Any],
        names_in: Callable[[str, str], list[str]],
    ) -> Callable[[Mapping[str, Any]], Any]:
        """The expression over these answers, as a function of what differs from one time to the next (`row`)."""
        variables: dict[str, Any] = {
            name: self._part(name, extra[name]) for name in self.names if name in extra
        }
        for name, key in self.needs:
            node = variables
            for part in name.split("."):
                node = node.setdefault(part, {})
            node[key] = entries[name][key]
        if JURISDICTIONS in self.references:
            variables["jurisdictions"] = entries[JURISDICTIONS].get("value", [])
        variables["review_date"] = self._reviewed(entries, extra)
        functions = _functions(self._functions, variables["review_date"], names_in)
        context, execute = cel_library().Context, self._program.execute

        def run(differs: Mapping[str, Any]) -> Any:
            now = {name: self._part(name, value) for name, value in differs.items() if name in self.names}
            try:
                return execute(context(variables={**variables, **now}, functions=functions))
            except Exception as error:
                raise ConditionError(
                    f"an expression that can be worked out; it fails with {plain_failure(error)}"
                ) from error

        return run

    def _reviewed(self, entries: Mapping[str, Mapping[str, Any]], extra: Mapping[str, Any]) -> str:
        """The day that ages count from: one for rules, scores and detectors, where the case says which."""
        if "reviewed" in extra:
            return str(extra["reviewed"])
        record = entries[REVIEWER].get("value") if REVIEWER in self.references else None
        recorded = str(record.get("review_date", "")) if isinstance(record, Mapping) else ""
        return recorded or str(extra.get("today", ""))

    def parts_read(self, name: str) -> frozenset[str] | None:
        """Which fields of one of its `names` (`row`, `it`) it reads; None where it reads it as a whole."""
        return self._parts.get(name, frozenset())

    def _part(self, name: str, value: Any) -> Any:
        """Of a map only what is read: handing a map over is what costs time."""
        parts = self._parts[name]
        if name == "found" and isinstance(value, Mapping):
            # Every field that it can read of a row stands in its text as a word.
            value = {
                rows: [{k: one for k, one in row.items() if k in self._words} for row in found]
                for rows, found in value.items()
                if rows in self._words
            }
        if parts is None or not isinstance(value, Mapping):
            return value
        return {part: value[part] for part in parts if part in value}


def _parts_of(name: str, tokens: Iterable[Token]) -> frozenset[str] | None:
    """Which fields of a name are read; None where it is read as a whole."""
    parts = set()
    for token in tokens:
        first, *rest = token.text.split(".") if token.kind == "name" else ("",)
        if first == name:
            if not rest or (len(rest) == 1 and token.function == rest[0]):
                return None
            parts.add(rest[0])
    return frozenset(parts)


def _functions(
    wanted: Collection[str], reviewed: str, names_in: Callable[[str, str], list[str]]
) -> dict[str, Callable[..., Any]]:
    known = {name: _PLAIN[name] for name in wanted if name in _PLAIN}
    if "age_months" in wanted:
        known["age_months"] = lambda text: months_between(text, reviewed)
    if "names_in" in wanted:
        known["names_in"] = names_in
    return known


def _hours(entry: Mapping[str, Any]) -> float:
    number = float(entry.get("value") or 0)
    if number <= 0:
        return -1.0
    unit = str(entry.get("unit", ""))
    return number * (
        24 if unit.startswith(("day", "business day")) else 24 * 30 if unit.startswith("month") else 1
    )


def _months_after(text: str, months: int) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last).isoformat()
        except ValueError:
            continue
    return ""


def _says(what: str | list[str], pattern: str) -> bool:
    found = _pattern(pattern)
    return any(found.search(text) for text in ([what] if isinstance(what, str) else what))


@lru_cache(maxsize=500)
def _pattern(pattern: str) -> re.Pattern[str]:
    """Python keeps it compiled; CEL's own `matches` compiles it at every call."""
    return re.compile(pattern, re.IGNORECASE)


_PLAIN: Mapping[str, Callable[..., Any]] = {
    "silent": lambda entry: entry["standing" if "standing" in entry else "state"] == "not_addressed",
    "claimed": lambda entry: entry["state"] in ("yes", "partial", "answered"),
    "bad": lambda entry: entry["standing"] in _BAD,
    "weak": lambda entry: entry["standing"] in _BAD or entry["standing"] == "partial",
    "answered": lambda entry: entry["standing"] != "unanswered",
    "deadline_hours": _hours,
    "months_after": _months_after,
    "join": lambda items, between: between.join(str(item) for item in items),
    "lower": lambda text: text.lower(),
    "says": _says,
}
"""Functions that depend on nothing but what they are given."""
