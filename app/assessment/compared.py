"""Which names of two lists were taken for the same, and why: what stands behind the rules that compare lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.assessment.answer import Answer, Answers
from app.assessment.facts import ELEMENTS, FEATURES, HOSTING, SIGN_IN, THIRD_PARTIES
from app.assessment.findings import Names
from app.assessment.matching import COMPANY, ELEMENT, FUNCTION, Match, Matcher
from app.assessment.values import rows_of
from app.questionnaire.model import Pack
from app.questionnaire.rules import Rule, Rulebook

_COMPANY_MARKS = (".registered", ".matched", ".company")
_ELEMENT_MARKS = (".unlisted", ".lacking")
_NAMED_IN = {HOSTING: "provider", FEATURES: "feature"}
_ONLY = {FEATURES: ("third_party_needed", "yes")}
"""Rows that need another company: only those are looked for."""
_SHARED = 95.0
_ELEMENTS_IN = {THIRD_PARTIES: "info_shared", FEATURES: "touches_data"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One name of one list, looked for in another."""

    kind: str
    """Of the name: `company` or `element`."""
    name: str
    source: str
    """Id of the question in whose answer it stands."""
    among: str
    """Id of the question in whose answer it was looked for."""
    others: tuple[str, ...]
    """All names there."""
    match: Match | None
    """What it was taken for; None where it is not in the other list."""
    near: tuple[Match, ...]
    """What came near and was not taken, nearest first."""


def compares(rule: Rule) -> bool:
    """Whether the rule compares the names of two lists."""
    return bool(list(_lists(rule)))


def compared(
    rules: Sequence[Rule], pack: Pack, book: Rulebook, answers: Answers, names: Names
) -> tuple[Compared, ...]:
    """Every name that these rules look for in another list; those that were not found first.

    `answers` are the answers in force.
    """
    matcher = Matcher(book.synonyms, names)
    found: dict[tuple[str, str, str], Compared] = {}
    for source, kind in dict.fromkeys(pair for rule in rules for pair in _lists(rule)):
        among = THIRD_PARTIES if kind == COMPANY else ELEMENTS
        if source not in pack.by_id or among not in pack.by_id:
            continue
        column = "name" if kind == COMPANY else "element"
        others = tuple(dict.fromkeys(_cells(answers.get(among), column)))
        for name in _names(source, kind, pack, answers, matcher):
            if (source, kind, name) not in found:
                match = matcher.find(name, others, kind)
                if match is None and source == FEATURES and kind == COMPANY:
                    match = _by_function(name, answers.get(among), matcher)
                near = matcher.nearest(name, others, kind)
                found[source, kind, name] = Compared(kind, name, source, among, others, match, near)
    return tuple(sorted(found.values(), key=lambda one: one.match is not None))


def _lists(rule: Rule) -> Iterator[tuple[str, str]]:
    """The lists whose names the rule looks for elsewhere, and of which kind they are."""
    said = " ".join((rule.when, *(one.where for one in rule.rows), *rule.slots.values()))
    for one in rule.rows:
        source = SIGN_IN if one.register == "signin" else one.register
        if source in (HOSTING, SIGN_IN, FEATURES) and any(mark in said for mark in _COMPANY_MARKS):
            yield source, COMPANY
        if source in _ELEMENTS_IN and any(mark in said for mark in _ELEMENT_MARKS):
            yield source, ELEMENT


def _names(source: str, kind: str, pack: Pack, answers: Answers, matcher: Matcher) -> Iterator[str]:
    answer = answers.get(source)
    if kind == ELEMENT:
        for text in _cells(answer, _ELEMENTS_IN[source]):
            yield from matcher.names_in(text, ELEMENT)
    elif source == SIGN_IN:
        exclusive = pack.by_id[source].exclusive
        value = answer.value if answer is not None else None
        chosen = [one for one in value if isinstance(one, str)] if isinstance(value, tuple) else []
        yield from (one for one in chosen if one not in exclusive and matcher.names_in(one, COMPANY))
    else:
        yield from _cells(answer, _NAMED_IN[source], *_ONLY.get(source, ()))


def _by_function(feature: str, register: Answer | None, matcher: Matcher) -> Match | None:
    """The first company of the register that does what a feature needs."""
    wanted = set(matcher.names_in(feature, FUNCTION))
    for row in rows_of(register.value if register is not None else None):
        name, function = row.cells.get("name", "").strip(), row.cells.get("function", "").strip()
        if name and function in wanted:
            return Match(feature, name, "function", _SHARED, f'"{name}" is there for {function}')
    return None


def _cells(answer: Answer | None, column: str, where: str = "", value: str = "") -> Iterator[str]:
    """The filled cells of a column, of all rows or of those with this value in the column `where`."""
    for row in rows_of(answer.value if answer is not None else None):
        text = row.cells.get(column, "").strip()
        if text and (not where or row.cells.get(where, "") == value):
            yield text
