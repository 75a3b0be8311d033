"""What a pack must be besides readable: every reference leads somewhere and every type has what it needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from app.questionnaire.condition_checker import check_conditions
from app.questionnaire.conditions import ENTRY_KEYS, NEVER_FIRST_IN_IDS, NEVER_IN_IDS
from app.questionnaire.faults import Fault, in_order, shown
from app.questionnaire.model import AnswerType, Column, Pack, Question, Section
from app.questionnaire.report import Report
from app.questionnaire.statement_checker import check_statements

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_CODE = re.compile(r"P(\d{1,2})(\.[A-Za-z0-9]{1,8})?")
_LAST_CODE = 20
_WITH_CHOICES = frozenset({AnswerType.ONE_OF, AnswerType.MANY_OF})
_WITH_COLUMNS = frozenset({AnswerType.RECORD, AnswerType.TABLE})
_COLUMN_TYPES = (
    AnswerType.TEXT,
    AnswerType.LONG_TEXT,
    AnswerType.DATE,
    AnswerType.EMAIL,
    AnswerType.URL,
    AnswerType.ONE_OF,
)


def check(pack: Pack, places: Mapping[str, Mapping[str, int]] | None = None) -> tuple[Fault, ...]:
    """Everything that is wrong with a pack, in file order.

    `places` gives the lines of fields by the place of their question, section or statement and by field
    name; without it, faults carry the line of the question.
    """
    report = Report(places or {})
    _check_ids(pack, report)
    for section in pack.sections:
        _check_section(section, report)
    for item in pack.items:
        _check_item(item, report)
    check_conditions(pack, report)
    check_statements(pack, report)
    return in_order(report.faults)


def is_code(code: str) -> bool:
    """Whether this is a place in the profile: `P0` to `P20`, with or without a part (`P3.A1`)."""
    match = _CODE.fullmatch(code)
    return match is not None and int(match[1]) <= _LAST_CODE and str(int(match[1])) == match[1]


def _check_ids(pack: Pack, report: Report) -> None:
    known: set[str] = set()
    ids = {item.id for item in pack.items}
    for item in pack.items:
        if item.id in known:
            report.add(item, "id", f"an id of its own; {item.id} is used before")
        known.add(item.id)
        _check_id(item, ids, report)
    sections: set[str] = set()
    for section in pack.sections:
        if section.id in sections:
            report.add(section, "id", f"an id of its own; there is another section {section.id}")
        sections.add(section.id)


def _check_id(item: Question, ids: Collection[str], report: Report) -> None:
    if not item.id:
        return
    words = item.id.split(".")
    if not _ID.fullmatch(item.id):
        expected = "words of small letters, digits and _ with dots between them (security.hosting)"
        report.add(item, "id", f"{expected}; found {shown(item.id)}")
        return
    if bad := NEVER_IN_IDS.intersection(words) or NEVER_FIRST_IN_IDS.intersection(words[:1]):
        report.add(item, "id", f"an id that a condition can name; {min(bad)!r} means something else there")
    if item.parent is not None and item.id.rpartition(".")[0] != item.parent:
        report.add(
            item, "id", f"the id of its question and one more word ({item.parent}.word); found {item.id}"
        )
    for end in range(2, len(words)):
        if words[end] in ENTRY_KEYS and ".".join(words[:end]) in ids:
            taken = ", ".join(ENTRY_KEYS)
            report.add(
                item, "id", f"another word than {words[end]!r}; conditions read {taken} of every answer"
            )


def _check_section(section: Section, report: Report) -> None:
    if section.id and not _WORD.fullmatch(section.id):
        report.add(section, "id", f"one word of small letters, digits and _; found {shown(section.id)}")
    if not section.questions:
        report.add(section, "", "at least one [[question]]")


def _check_item(item: Question, report: Report) -> None:
    _check_choices(item, report)
    _check_units(item, report)
    _check_columns(item, report)
    if item.good_side not in ("yes", "no"):
        report.add(item, "good_side", f"yes or no; found {shown(item.good_side)}")
    elif item.good_side == "no" and item.type is not AnswerType.STATEMENT:
        report.add(item, "good_side", f"no good_side; only a statement has one, and this is a {item.type}")
    for code in item.feeds:
        if not is_code(code):
            report.add(
                item,
                "feeds",
                f"places in the profile, P0 to P{_LAST_CODE} (P3.A1, P16.CA); found {shown(code)}",
            )


def _check_choices(item: Question, report: Report) -> None:
    if item.type in _WITH_CHOICES and not item.choices:
        report.add(item, "choices", f"a list of choices; a {item.type} needs them")
    if item.type not in _WITH_CHOICES and item.choices:
        report.add(item, "choices", f"no choices; a {item.type} has none")
    if item.exclusive and item.type is not AnswerType.MANY_OF:
        report.add(
            item, "exclusive", f"no exclusive choices; only a many_of has them, and this is a {item.type}"
        )
    for choice in item.exclusive:
        if choice not in item.choices:
            report.add(item, "exclusive", f"choices of this question; {shown(choice)} is not among them")
    if item.silent_choice and item.silent_choice not in item.choices:
        report.add(
            item, "silent_choice", f"a choice of this question; {shown(item.silent_choice)} is not among them"
        )
    elif item.silent_choice and item.type is AnswerType.MANY_OF and item.silent_choice not in item.exclusive:
        report.add(
            item, "silent_choice", f"an exclusive choice; {shown(item.silent_choice)} is not among them"
        )


def _check_units(item: Question, report: Report) -> None:
    if item.type is AnswerType.NUMBER_UNIT:
        if not item.units:
            report.add(item, "units", "a list of units; a number_unit needs at least one")
        for unit in set(item.units).intersection(item.bare_units):
            report.add(
                item, "bare_units", f"units that stand without a number; {shown(unit)} is among units too"
            )
        return
    for name in ("units", "bare_units"):
        if getattr(item, name):
            report.add(item, name, f"no {name}; a {item.type} has none")


def _check_columns(item: Question, report: Report) -> None:
    if item.type in _WITH_COLUMNS and not item.columns:
        report.add(item, "columns", f"a list of columns; a {item.type} needs them")
    if item.type not in _WITH_COLUMNS and item.columns:
        report.add(item, "columns", f"no columns; a {item.type} has none")
    for name, count in Counter(column.id for column in item.columns).items():
        if count > 1:
            report.add(item, "columns", f"each column once; {shown(name)} stands {count} times")
    for column in item.columns:
        _check_column(item, column, report)


def _check_column(item: Question, column: Column, report: Report) -> None:
    name = shown(column.id)
    if column.id and not _WORD.fullmatch(column.id):
        report.add(item, "columns", f"column ids of small letters, digits and _; found {name}")
    if column.type not in _COLUMN_TYPES:
        report.add(item, "columns", f"columns of type {', '.join(_COLUMN_TYPES)}; {name} is a {column.type}")
    if (column.type is AnswerType.ONE_OF) != bool(column.choices):
        report.add(
            item, "columns", f"choices for one_of columns and for no others; {name} is a {column.type}"
        )
