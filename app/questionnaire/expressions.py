"""CEL expressions taken apart without the CEL library: what each reads, cheaply."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.questionnaire.faults import nearest

ENTRY_KEYS = ("state", "value", "unit", "rows", "cited", "reason")
"""What a condition can read of an answer. No follow-up may be called so."""

NEVER_IN_IDS = frozenset({"true", "false", "null", "in"})
"""Words that CEL cannot select: no part of an id may be one of them."""

NEVER_FIRST_IN_IDS = frozenset(
    {
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
        "jurisdictions",
        "review_date",
    }
)
"""Words that mean something else at the start of an expression: no id may begin with one of them."""

JURISDICTIONS = "review.jurisdictions"
REVIEWER = "review.reviewer"

_NAMES = {"jurisdictions": (JURISDICTIONS, "value"), "review_date": (REVIEWER, "value")}
_BINDING = frozenset({"exists", "exists_one", "all", "filter", "map"})
_OF_ENTRY = frozenset({"silent", "claimed"})
OUR_FUNCTIONS = _OF_ENTRY | {"age_months"}
"""Functions that CEL itself does not have."""
_FUNCTIONS = (
    _BINDING
    | OUR_FUNCTIONS
    | {"has", "size", "contains", "startsWith", "endsWith", "matches", "int", "double", "string"}
)
_LONGEST = 4000
_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*)"
    r'|(?P<text>[rRbB]{0,2}(?:"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'))'
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<name>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)"
    r"|(?P<mark>==|!=|<=|>=|&&|\|\||.)",
    re.DOTALL,
)


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


@dataclass(frozen=True, slots=True)
class Dialect:
    """What an expression may name besides answers and the functions of every condition."""

    keys: tuple[str, ...] = ENTRY_KEYS
    """What can be read of an answer."""
    names: frozenset[str] = frozenset()
    """First words of names that are no answers (`row`)."""
    functions: frozenset[str] = frozenset()
    of_entry: frozenset[str] = frozenset()
    """Functions among them that take an answer as a whole."""


CONDITIONS = Dialect()
"""What conditions of questions may name."""


def read(expression: str, known_ids: Collection[str], dialect: Dialect = CONDITIONS) -> tuple[Token, ...]:
    """The tokens of an expression, each name with what it reads.

    Raises `ConditionError` for an unknown id, name or function and for an expression that is too long.
    """
    check_length(expression)
    tokens = [
        (match.lastgroup or "", re.sub(r"\s", "", match[0]) if match.lastgroup == "name" else match[0])
        for match in _TOKEN.finditer(expression)
        if match.lastgroup != "blank"
    ]
    found = tuple(_Reader(tokens, known_ids, dialect).tokens())
    check_nesting(found)
    return found


def check_length(expression: str) -> None:
    """Raises `ConditionError` for an expression that is too long to be one."""
    if len(expression) > _LONGEST:
        found = len(expression)
        raise ConditionError(f"a CEL expression of at most {_LONGEST} characters; this one has {found}")


MOST_NESTED = 3
"""How deep `exists` and its like may stand inside one another."""


def check_nesting(tokens: Collection[Token]) -> None:
    """Raises `ConditionError` where walks through lists stand inside one another so that they could take for ever.

    A walk through the rows of a register inside a walk through rows costs the product of both: with 2,000 rows
    nobody would wait for it.
    """
    open_: list[tuple[str, bool]] = []
    walking: tuple[str, bool] | None = None
    for token in tokens:
        if token.kind == "name" and token.function in _BINDING:
            rows = token.reading is not None and "rows" in token.reading.path[:1]
            walking = (token.function, rows or token.text.split(".")[0] == "found")
        elif token.kind == "mark" and token.text == "(":
            if walking is not None:
                around = [one for one in open_ if one[0]]
                if len(around) >= MOST_NESTED:
                    raise ConditionError(
                        f"at most {MOST_NESTED} of {', '.join(sorted(_BINDING))} inside one another"
                    )
                if walking[1] and any(one[1] for one in around):
                    raise ConditionError("no walk through rows inside a walk through rows: it takes too long")
            open_.append(walking or ("", False))
            walking = None
        elif token.kind == "mark" and token.text == ")" and open_:
            open_.pop()


class _Reader:
    """Walks over the tokens of one expression and keeps the variables that `exists` and its like bind."""

    def __init__(self, tokens: list[tuple[str, str]], known_ids: Collection[str], dialect: Dialect) -> None:
        self._tokens = tokens
        self._known = known_ids
        self._dialect = dialect
        self._functions = _FUNCTIONS | dialect.functions
        self._of_entry = _OF_ENTRY | dialect.of_entry
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
        if text in NEVER_IN_IDS:
            return None, ""
        parts = tuple(text.split("."))
        function = ""
        if self._mark(index + 1) == "(":
            *rest, function = parts
            parts = tuple(rest)
            if function not in self._functions:
                raise ConditionError(
                    f"a known function; {function!r} is not one{nearest(function, self._functions)}"
                )
        if self._mark(index - 1) == "." or not parts:
            return None, function
        for bound in reversed(self._bound):
            if bound is not None and bound[0] == parts[0]:
                source = bound[1]
                return source and Reading(source.id, (*source.path, "*", *parts[1:])), function
        if parts[0] in self._dialect.names:
            return None, function
        whole = self._mark(index - 1) == "(" and self._before(index) in self._of_entry
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
            if name in self._known and (not rest or rest[0] in self._dialect.keys):
                return Reading(name, rest or (("state",) if only_state else ()))
        name = ".".join(parts[:-1]) if parts[-1] in self._dialect.keys else ".".join(parts)
        raise ConditionError(
            f"a known id; {name!r} is not one{nearest(name, (*self._known, *_NAMES, *self._dialect.names))}"
        )
