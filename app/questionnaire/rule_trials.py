"""Tries the expressions of rules: on sample answers, rows and dates, and in search of those that make them true."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from app.questionnaire.conditions import empty_entry
from app.questionnaire.expressions import ConditionError, Dialect, read
from app.questionnaire.model import AnswerType, Column, Pack, Question
from app.questionnaire.rule_expressions import FUNCTIONS, KEYS, VALUES, Expression

COMPUTED: Mapping[str, Mapping[str, Any]] = {
    "thirdparty.register": {"elements": [], "unlisted": []},
    "data.elements": {"elements": []},
    "security.hosting": {"registered": True, "matched": "", "beside": [], "own": True},
    "signin": {"name": "", "registered": True, "matched": "", "beside": []},
    "product.overview.features": {"company": True, "functions": [], "unlisted": [], "lacking": []},
    "review.documents": {
        "doc_id": "",
        "title": "",
        "kind": "",
        "issuer": "",
        "stated_date": "",
        "age": 0,
        "age_words": "",
        "dated": "",
        "signed": "",
        "grade": 0,
        "covers_product": "",
        "main": True,
        "changed": True,
        "stored": True,
        "cited": 0,
        "by_vendor": True,
        "of_sub_provider": True,
    },
    "changed_laws": {"law": "", "changed_on": "", "what": "", "in_force": "", "applies": True},
    "citations": {"question": "", "document": "", "place": "", "quote": "", "lost": "", "row": ""},
}
"""What a row has besides the columns of its register, with a value of its kind; `id` every row has."""
OF_NO_TABLE = frozenset({"signin", "changed_laws", "citations"})
"""Lists that are no register of a questionnaire."""
DOCUMENT = {
    "id": "",
    "title": "",
    "kind": "",
    "issuer": "",
    "stated_date": "",
    "age": 0,
    "age_words": "",
    "dated": "",
    "signed": "",
    "grade": 0,
    "covers_product": "",
}
"""What the main document has."""
QUESTION: Mapping[str, Any] = {
    "id": "",
    "ask": "",
    "called": "",
    "section": "",
    "state": "",
    "standing": "",
    "severity": "",
    "gate": True,
    "own": True,
    "good": "",
    "reason": "",
    "law": [],
    "cited": True,
    "citations": 0,
    "documents": [],
    "grade": 0,
    "placed": True,
    "fired": True,
    "wants": True,
}
"""What `it` has in a rule of each question."""

_STATES = ("yes", "partial", "no", "na", "not_addressed", "unanswered")
_SWAPPED = {"yes": "no", "no": "yes"}
_TEXT = re.compile(r"""^(?P<raw>[rR]?)(?P<quote>["'])(?P<text>.*)(?P=quote)$""", re.DOTALL)
_DATES = ("2026-11-22", "2031-01-01", "2014-01-01", "")
_MOST_ROWS = 40
_MOST_CANDIDATES = 60
_STARTS, _STEPS = 8, 40
_PATTERN = re.compile(r"\b(says|matches|names_in|quotes|version)\b")
"""What stands in expressions that only words of a document can make true: these are not searched for."""

Assigned = dict[str, Any]


@dataclass(slots=True)
class _Goal:
    """One part of a condition and what it must give."""

    part: Expression
    wanted: bool
    reads: tuple[str, ...] = field(default=())


class Trials:
    """Tries one rule's expressions. Everything it makes up is the same on every run."""

    def __init__(self, pack: Pack, names: Mapping[str, str], rows: Mapping[str, str], each: str) -> None:
        """`rows` gives the register of each row filter by its name; `each` is the rule's own."""
        self._pack = pack
        self._names = names
        self._rows = rows
        self._each = each
        self._chance = random.Random(7)  # noqa: S311 - samples, no secrets
        self._texts: tuple[str, ...] = ()
        self._numbers: tuple[float, ...] = ()
        self._matching: dict[str, dict[str, Any]] = {}
        self.register = ""
        """The register whose rows `row` stands for."""

    def learn(self, expressions: Sequence[Expression]) -> None:
        """Take the words and numbers that the rule's expressions compare with: they are what is worth trying."""
        texts: dict[str, None] = {}
        numbers: dict[float, None] = {}
        for expression in expressions:
            for token in read(expression.text, self._pack.by_id, self._dialect()):
                if token.kind == "text" and (found := _TEXT.match(token.text)) and not found["raw"]:
                    texts[found["text"]] = None
                elif token.kind == "number" and re.fullmatch(r"\d+(\.\d+)?", token.text):
                    numbers[float(token.text)] = None
        self._texts = tuple(texts)
        self._numbers = tuple(numbers)

    def matching(self, name: str, row: Mapping[str, Any]) -> None:
        """Remember a row that a filter takes."""
        self._matching[name] = dict(row)

    def values(self, expression: Expression, many: int) -> Iterator[Any]:
        """What an expression gives on samples. Raises `ConditionError` where it fails."""
        reads = _reads(expression)
        made = {name: self._candidates(name, [expression]) for name in reads}
        for turn in range(many):
            yield self._run(
                expression,
                {name: self._chosen(made[name], turn, number) for number, name in enumerate(reads)},
            )

    def value(self, expression: Expression, assigned: Assigned) -> Any:
        """What an expression gives where a condition was found to hold; what that does not say is made up."""
        missing = [name for name in _reads(expression) if name not in assigned]
        return self._run(
            expression, {**assigned, **{name: self._candidates(name, [expression])[0] for name in missing}}
        )

    def holds_for(self, expression: Expression) -> Assigned | None:
        """An assignment that makes a condition true; None when none was found."""
        tree = _tree([t.text for t in read(expression.text, self._pack.by_id, self._dialect())])
        parts: dict[str, Expression] = {}
        made: dict[str, list[Any]] = {}
        for _ in range(_STARTS):
            goals = [
                _Goal(self._part(text, parts), wanted) for text, wanted in self._goals(tree, wanted=True)
            ]
            for goal in goals:
                goal.reads = _reads(goal.part)
            names = dict.fromkeys(name for goal in goals for name in goal.reads)
            for name in names:
                if name not in made:
                    made[name] = self._candidates(name, [expression])
            found = self._walk(goals, {name: self._chance.choice(made[name]) for name in names}, made)
            if found is not None:
                full = {
                    name: made.get(name) or self._candidates(name, [expression])
                    for name in _reads(expression)
                }
                assigned = {name: found.get(name, options[0]) for name, options in full.items()}
                if self._run(expression, assigned) is True:
                    return assigned
        return None

    @staticmethod
    def hangs_on_words(expression: Expression) -> bool:
        """Whether words of a document decide, which no sample can stand for."""
        return bool(_PATTERN.search(expression.text))

    # --- searching -------------------------------------------------------------------------------------

    def _walk(
        self, goals: Sequence[_Goal], assigned: Assigned, made: Mapping[str, Sequence[Any]]
    ) -> Assigned | None:
        """Change one thing at a time until every part gives what it must."""
        for _ in range(_STEPS):
            unmet = [goal for goal in goals if not self._meets(goal, assigned)]
            if not unmet:
                return assigned
            goal = self._chance.choice(unmet)
            best: tuple[int, str, Any] | None = None
            for name in goal.reads:
                beside = [one for one in goals if name in one.reads]
                for option in made[name]:
                    tried = {**assigned, name: option}
                    if self._meets(goal, tried):
                        broken = sum(not self._meets(one, tried) for one in beside)
                        if best is None or broken < best[0]:
                            best = (broken, name, option)
                        if broken == 0:
                            break
            if best is not None:
                assigned[best[1]] = best[2]
            else:
                for name in goal.reads:
                    assigned[name] = self._chance.choice(made[name])
        return None

    def _meets(self, goal: _Goal, assigned: Assigned) -> bool:
        try:
            return self._run(goal.part, assigned) is goal.wanted
        except ConditionError:
            return False

    def _goals(self, tree: Any, *, wanted: bool) -> Iterator[tuple[str, bool]]:
        """The parts that must hold, of alternatives one by chance."""
        kind, inside = tree
        if kind == "not":
            yield from self._goals(inside, wanted=not wanted)
        elif kind == "part":
            yield inside, wanted
        elif (kind == "and") is wanted:
            for one in inside:
                yield from self._goals(one, wanted=wanted)
        else:
            yield from self._goals(self._chance.choice(inside), wanted=wanted)

    def _part(self, text: str, parts: dict[str, Expression]) -> Expression:
        if text not in parts:
            parts[text] = Expression(text, self._pack.by_id, names={}, counts=tuple(self._rows))
        return parts[text]

    def _dialect(self) -> Dialect:
        return Dialect(KEYS, VALUES.union(self._rows), FUNCTIONS, FUNCTIONS)

    def _run(self, expression: Expression, assigned: Assigned) -> Any:
        entries = {name: assigned[name] for name in expression.references}
        extra = {name: assigned[name] for name in expression.names}
        return expression.value(entries, extra, lambda text, kind: [text] if text else [])

    def _chosen(self, options: Sequence[Any], turn: int, number: int) -> Any:
        return options[0] if turn == 0 else options[(turn * (2 * number + 1)) % len(options)]

    # --- samples ---------------------------------------------------------------------------------------

    def _candidates(self, name: str, expressions: Sequence[Expression]) -> list[Any]:
        """What one name may stand for."""
        if name in self._pack.by_id:
            keys = {key for one in expressions for item, key in one.needs if item == name} or set(KEYS)
            return _different(self._entries(self._pack.by_id[name]), keys)
        if name in self._rows or name in ("open_questions", "open_gates"):
            return [0, 1, 2, *(int(one) + more for one in self._numbers for more in (0, 1))]
        if name == "row":
            return list(self._sample_rows(self.register))
        if name == "it" and self._each in self._rows:
            held = self._matching.get(self._each)
            return [*([held] if held else []), *self._sample_rows(self._rows[self._each])]
        if name == "it":
            return list(islice(self._questions(), 4 * _MOST_CANDIDATES))
        if name == "main":
            return list(islice(self._maps(DOCUMENT), _MOST_ROWS))
        if name == "found":
            return [{one: [self._row_of(one)] * 2 for one in self._rows}, {one: [] for one in self._rows}]
        return ["2026-11-22", "2031-01-01", *self._texts] if name == "today" else ["", *self._texts]

    def _row_of(self, name: str) -> dict[str, Any]:
        return self._matching.get(name) or self._sample_rows(self._rows[name])[0]

    def _sample_rows(self, register: str) -> list[dict[str, Any]]:
        question = self._pack.by_id.get(register)
        columns = question.columns if question else ()
        computed = dict(COMPUTED.get(register, {}))
        rows = []
        for number in range(_MOST_CANDIDATES):
            row: dict[str, Any] = {column.id: self._cell(column, number) for column in columns}
            row |= {name: self._like(kind, number) for name, kind in computed.items() if name not in row}
            if register == "citations":
                row["question"] = self._chance.choice([*self._pack.by_id, *self._texts])
            rows.append({**row, "id": f"r{number}"})
        return rows

    def _cell(self, column: Column, number: int) -> str:
        if column.choices:
            telling = [choice for choice in column.choices if choice in self._texts]
            others = [choice for choice in column.choices if choice not in telling]
            return self._chance.choice([*telling, *telling, *others[:2], ""])
        words = [*self._texts, "some words", *_DATES]
        return words[0] if number == 0 and words else self._chance.choice(words)

    def _like(self, kind: Any, number: int) -> Any:
        if isinstance(kind, bool):
            return self._chance.random() < 0.5 if number else True
        if isinstance(kind, int):
            near = [int(one) + more for one in self._numbers for more in (-1, 0, 1)]
            return self._chance.choice([0, 1, 2, 3, 4, 30, -1, *near])
        if isinstance(kind, list):
            return self._chance.choice([[], ["one"], list(self._texts[:3])])
        return self._chance.choice([*self._texts, "some words", *_DATES])

    def _maps(self, model: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for number in range(_MOST_CANDIDATES):
            yield {name: self._like(kind, number) for name, kind in model.items()}

    def _questions(self) -> Iterator[dict[str, Any]]:
        documents = list(islice(self._maps(COMPUTED["review.documents"]), 6))
        telling = [self._pack.by_id[one] for one in self._texts if one in self._pack.by_id]
        for number in range(4 * _MOST_CANDIDATES):
            made = {name: self._like(kind, number) for name, kind in QUESTION.items()}
            question = self._chance.choice([*telling, *self._pack.questions])
            state = self._chance.choice(("answered", *_STATES))
            yield made | {
                "id": question.id,
                "ask": question.ask,
                "called": question.ask,
                "section": question.section,
                "severity": question.severity.value if question.severity else "",
                "own": question.own,
                "state": state,
                "standing": _SWAPPED.get(state, state) if question.good_side == "no" else state,
                "reason": self._chance.choice(("", "a reason")),
                "documents": self._chance.choice(([], documents[:1], documents[1:3], documents[3:])),
            }

    def _entries(self, question: Question) -> list[dict[str, Any]]:
        """Answers to try, the fullest first."""
        blank = {**empty_entry(question), "standing": "unanswered", "quotes": [], "note": ""}
        given: list[dict[str, Any]] = []
        if question.type is AnswerType.STATEMENT:
            for state in _STATES:
                standing = _SWAPPED.get(state, state) if question.good_side == "no" else state
                given.append({"state": state, "standing": standing, "reason": "a reason"})
        else:
            given = [{"state": "answered", "standing": "answered", **one} for one in self._values(question)]
            given += [
                {**one, "state": "partial", "standing": "partial", "reason": "a reason"} for one in given[:3]
            ]
            given += [
                {"state": state, "standing": state} for state in ("no", "not_addressed", "na", "unanswered")
            ]
        words = [*self._texts[:8], "some words of a document"]
        found = [{**blank, "cited": True, "quotes": words, "note": "a note", **one} for one in given]
        found += [{**blank, "reason": "", **one} for one in given]
        if question.silent_choice:
            for one in found:
                if one["value"] in (question.silent_choice, [question.silent_choice]):
                    one["standing"] = "not_addressed"
        return found

    def _values(self, question: Question) -> list[dict[str, Any]]:
        telling = [choice for choice in question.choices if choice in self._texts]
        choices = list(question.choices) or [""]
        match question.type:
            case AnswerType.ONE_OF:
                return [{"value": choice} for choice in choices]
            case AnswerType.MANY_OF:
                sets = [telling, list(question.choices), *([one] for one in choices)]
                sets += [self._chance.sample(choices, min(len(choices), size)) for size in (2, 3, 4, 5, 6, 7)]
                return [{"value": one} for one in sets if one]
            case AnswerType.NUMBER_UNIT:
                near = [one + more for one in self._numbers for more in (-1.0, 0.0, 1.0)]
                numbers = [x for x in dict.fromkeys([1.0, 5.0, 45.0, 400.0, 5000.0, *near]) if x > 0]
                stated = [{"value": x, "unit": unit} for unit in question.units for x in numbers]
                return [*stated, *({"value": 0.0, "unit": unit} for unit in question.bare_units)]
            case AnswerType.RECORD:
                return [
                    {"value": {c.id: self._cell(c, number) for c in question.columns}} for number in range(12)
                ]
            case AnswerType.TABLE:
                rows = self._sample_rows(question.id)
                cells = [{c.id: row[c.id] for c in question.columns} for row in rows]
                return [*({"rows": [row]} for row in cells), {"rows": cells[:12]}, {"rows": cells[:1] * 2}]
        return [{"value": text} for text in (*self._texts, "some words", *_DATES[:3])]


def _reads(expression: Expression) -> tuple[str, ...]:
    return (*sorted(expression.references), *sorted(expression.names))


def _different(entries: Sequence[Mapping[str, Any]], keys: set[str]) -> list[Any]:
    """The entries that differ in what is read of them."""
    found: dict[str, Any] = {}
    for one in entries:
        found.setdefault(repr([one[key] for key in sorted(keys)]), one)
    return list(found.values())


def _tree(tokens: list[str]) -> tuple[str, Any]:
    """A condition by its `||`, `&&` and `!`, down to parts that have none outside brackets."""
    tokens = _bare(tokens)
    if "?" not in _outside(tokens):
        for mark, kind in (("||", "or"), ("&&", "and")):
            parts = _split(tokens, mark)
            if len(parts) > 1:
                return kind, [_tree(part) for part in parts]
        if tokens[:1] == ["!"] and _is_one(tokens[1:]):
            return "not", _tree(tokens[1:])
    return "part", " ".join(tokens)


def _bare(tokens: list[str]) -> list[str]:
    while len(tokens) > 2 and tokens[0] == "(" and _closes(tokens) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _is_one(tokens: list[str]) -> bool:
    """Whether what follows a `!` is a single thing in brackets."""
    return tokens[:1] == ["("] and _closes(tokens) == len(tokens) - 1


def _closes(tokens: list[str]) -> int:
    depth = 0
    for index, word in enumerate(tokens):
        depth += (word in "([{") - (word in ")]}")
        if depth == 0:
            return index
    return -1


def _outside(tokens: list[str]) -> list[str]:
    depth, found = 0, []
    for word in tokens:
        depth += (word in "([{") - (word in ")]}")
        if depth == 0:
            found.append(word)
    return found


def _split(tokens: list[str], mark: str) -> list[list[str]]:
    depth = 0
    parts: list[list[str]] = [[]]
    for word in tokens:
        depth += (word in "([{") - (word in ")]}")
        if depth == 0 and word == mark:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts
