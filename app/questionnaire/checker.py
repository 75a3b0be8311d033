"""What a pack must be besides readable: every reference leads somewhere and every type has what it needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from app.questionnaire.codes import LAST_CODE, is_code
from app.questionnaire.condition_checker import check_conditions
from app.questionnaire.expressions import ENTRY_KEYS, NEVER_FIRST_IN_IDS, NEVER_IN_IDS
from app.questionnaire.faults import Fault, FaultLog, in_order, shown
from app.questionnaire.model import AnswerType, Column, Pack, Question, Section
from app.questionnaire.search_checker import check_search
from app.questionnaire.statement_checker import check_statements

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
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
    log = FaultLog(places or {})
    _check_ids(pack, log)
    for section in pack.sections:
        _check_section(section, log)
    for item in pack.items:
        _check_item(item, log)
    check_conditions(pack, log)
    check_statements(pack, log)
    check_search(pack, log)
    return in_order(log.faults)


def _check_ids(pack: Pack, log: FaultLog) -> None:
    known: set[str] = set()
    ids = {item.id for item in pack.items}
    for item in pack.items:
        if item.id in known:
            log.add(item, "id", f"an id of its own; {item.id} is used before")
        known.add(item.id)
        _check_id(item, ids, log)
    sections: set[str] = set()
    for section in pack.sections:
        if section.id in sections:
            log.add(section, "id", f"an id of its own; there is another section {section.id}")
        sections.add(section.id)


def _check_id(item: Question, ids: Collection[str], log: FaultLog) -> None:
    if not item.id:
        return
    words = item.id.split(".")
    if not _ID.fullmatch(item.id):
        expected = "words of small letters, digits and _ with dots between them (security.hosting)"
        log.add(item, "id", f"{expected}; found {shown(item.id)}")
        return
    if bad := NEVER_IN_IDS.intersection(words) or NEVER_FIRST_IN_IDS.intersection(words[:1]):
        log.add(item, "id", f"an id that a condition can name; {min(bad)!r} means something else there")
    if item.parent is not None and item.id.rpartition(".")[0] != item.parent:
        log.add(item, "id", f"the id of its question and one more word ({item.parent}.word); found {item.id}")
    for end in range(2, len(words)):
        if words[end] in ENTRY_KEYS and ".".join(words[:end]) in ids:
            taken = ", ".join(ENTRY_KEYS)
            log.add(item, "id", f"another word than {words[end]!r}; conditions read {taken} of every answer")


def _check_section(section: Section, log: FaultLog) -> None:
    if section.id and not _WORD.fullmatch(section.id):
        log.add(section, "id", f"one word of small letters, digits and _; found {shown(section.id)}")
    if not section.questions:
        log.add(section, "", "at least one [[question]]")


def _check_item(item: Question, log: FaultLog) -> None:
    _check_choices(item, log)
    _check_units(item, log)
    _check_columns(item, log)
    if item.good_side not in ("yes", "no"):
        log.add(item, "good_side", f"yes or no; found {shown(item.good_side)}")
    elif item.good_side == "no" and item.type is not AnswerType.STATEMENT:
        log.add(item, "good_side", f"no good_side; only a statement has one, and this is a {item.type}")
    for code in item.feeds:
        if not is_code(code):
            log.add(
                item,
                "feeds",
                f"places in the profile, P0 to P{LAST_CODE} (P3.A1, P16.CA); found {shown(code)}",
            )


def _check_choices(item: Question, log: FaultLog) -> None:
    if item.type in _WITH_CHOICES and not item.choices:
        log.add(item, "choices", f"a list of choices; a {item.type} needs them")
    if item.type not in _WITH_CHOICES and item.choices:
        log.add(item, "choices", f"no choices; a {item.type} has none")
    if item.exclusive and item.type is not AnswerType.MANY_OF:
        log.add(
            item, "exclusive", f"no exclusive choices; only a many_of has them, and this is a {item.type}"
        )
    for choice in item.exclusive:
        if choice not in item.choices:
            log.add(item, "exclusive", f"choices of this question; {shown(choice)} is not among them")
    if item.silent_choice and item.silent_choice not in item.choices:
        log.add(
            item, "silent_choice", f"a choice of this question; {shown(item.silent_choice)} is not among them"
        )
    elif item.silent_choice and item.type is AnswerType.MANY_OF and item.silent_choice not in item.exclusive:
        log.add(item, "silent_choice", f"an exclusive choice; {shown(item.silent_choice)} is not among them")


def _check_units(item: Question, log: FaultLog) -> None:
    if item.type is AnswerType.NUMBER_UNIT:
        if not item.units:
            log.add(item, "units", "a list of units; a number_unit needs at least one")
        for unit in set(item.units).intersection(item.bare_units):
            log.add(
                item, "bare_units", f"units that stand without a number; {shown(unit)} is among units too"
            )
        return
    for name in ("units", "bare_units"):
        if getattr(item, name):
            log.add(item, name, f"no {name}; a {item.type} has none")


def _check_columns(item: Question, log: FaultLog) -> None:
    if item.type in _WITH_COLUMNS and not item.columns:
        log.add(item, "columns", f"a list of columns; a {item.type} needs them")
    if item.type not in _WITH_COLUMNS and item.columns:
        log.add(item, "columns", f"no columns; a {item.type} has none")
    for name, count in Counter(column.id for column in item.columns).items():
        if count > 1:
            log.add(item, "columns", f"each column once; {shown(name)} stands {count} times")
    for column in item.columns:
        _check_column(item, column, log)


def _check_column(item: Question, column: Column, log: FaultLog) -> None:
    name = shown(column.id)
    if column.id and not _WORD.fullmatch(column.id):
        log.add(item, "columns", f"column ids of small letters, digits and _; found {name}")
    if column.type not in _COLUMN_TYPES:
        log.add(item, "columns", f"columns of type {', '.join(_COLUMN_TYPES)}; {name} is a {column.type}")
    if (column.type is AnswerType.ONE_OF) != bool(column.choices):
        log.add(item, "columns", f"choices for one_of columns and for no others; {name} is a {column.type}")
