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
from collections.abc import Callable, Collection, Mapping
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

    __slots__ = ("_functions", "_program", "names", "needs", "references", "text")

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

    def value(
        self,
        entries: Mapping[str, Mapping[str, Any]],
        extra: Mapping[str, Any],
        names_in: Callable[[str, str], list[str]],
    ) -> Any:
        """What it gives. `entries` has every id in `references`, `extra` every name in `names`.

        Raises `ConditionError` where it cannot be evaluated.
        """
        variables: dict[str, Any] = {name: extra[name] for name in self.names}
        for name, key in self.needs:
            node = variables
            for part in name.split("."):
                node = node.setdefault(part, {})
            node[key] = entries[name][key]
        if JURISDICTIONS in self.references:
            variables["jurisdictions"] = entries[JURISDICTIONS].get("value", [])
        reviewed = ""
        if REVIEWER in self.references:
            record = entries[REVIEWER].get("value")
            reviewed = str(record.get("review_date", "")) if isinstance(record, Mapping) else ""
        variables["review_date"] = reviewed or str(extra.get("today", ""))
        known = _functions(variables["review_date"], names_in)
        functions = {name: known[name] for name in self._functions}
        try:
            return self._program.execute(cel_library().Context(variables=variables, functions=functions))
        except Exception as error:
            raise ConditionError(
                f"an expression that can be worked out; it fails with {plain_failure(error)}"
            ) from error


def _functions(reviewed: str, names_in: Callable[[str, str], list[str]]) -> dict[str, Callable[..., Any]]:
    return {
        "silent": lambda entry: entry["standing" if "standing" in entry else "state"] == "not_addressed",
        "claimed": lambda entry: entry["state"] in ("yes", "partial", "answered"),
        "bad": lambda entry: entry["standing"] in _BAD,
        "weak": lambda entry: entry["standing"] in _BAD or entry["standing"] == "partial",
        "answered": lambda entry: entry["standing"] != "unanswered",
        "deadline_hours": _hours,
        "age_months": lambda text: months_between(text, reviewed),
        "months_after": _months_after,
        "names_in": names_in,
        "join": lambda items, between: between.join(str(item) for item in items),
        "lower": lambda text: text.lower(),
        "says": _says,
    }


def _says(what: str | list[str], pattern: str) -> bool:
    """Whether one of the texts has a match. CEL's own `matches` builds its pattern anew at every call."""
    search = _pattern(pattern).search
    texts = [what] if isinstance(what, str) else what
    return any(search(text[:_LONGEST_READ]) for text in texts)


@lru_cache(maxsize=500)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


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
