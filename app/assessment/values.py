"""Values of answers: read from what a person types or a program sends, checked, and shown again.

Nothing unchecked reaches the store: tables of the store do not validate, so this module does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from app.assessment.answer import Number, Row, Value
from app.questionnaire.model import AnswerType, Column, Question

LONGEST_TEXT = 1_000_000
"""Characters one text may have. Longer is a document, not an answer."""
LONGEST_NAME = 200
"""Characters a vendor's or product's name may have."""
MOST_ROWS = 5_000
"""Rows one register may have."""

_LEFT_OUT = re.compile(r"\s*(elsewhere|not in the (data )?list|not listed)\b[\s:,;-]*", re.IGNORECASE)
"""How `listed_where` begins for data that the vendor's own list leaves out."""

MOST = 1_000_000
"""Numbers stay below this."""

_DATE_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d")
_NUMBER = re.compile(r"(?P<number>\d{1,6}(?:[.,]\d{1,2})?)\s*(?P<unit>(?:[a-z][a-z ]*)?)$", re.IGNORECASE)
_EMAIL = re.compile(r"^[^@\s]+@[^@\s][^@\s.]*\.[^@\s]+$")
_URL = re.compile(r"^https?://[^\s/?#]\S*$", re.IGNORECASE)


class InvalidValue(ValueError):
    """A value that does not fit its question; the message says what was expected."""


def clean(text: str) -> str:
    """Text without what SQLite and terminals cannot carry: NUL and lone surrogates become U+FFFD."""
    return "".join("\ufffd" if ch == "\0" or "\ud800" <= ch <= "\udfff" else ch for ch in text)


def parse(question: Question, raw: Any) -> Value:
    """The value for this question from JSON-like data or from text as a person types it.

    Takes text for every type but tables; lists for MANY_OF and tables; mappings for records and numbers.
    Returns None for empty input. Raises `InvalidValue` with one sentence saying what was expected.
    """
    if raw is None or raw in ("", [], {}):
        return None
    return _parsed(question, raw) or None


def _parsed(question: Question, raw: Any) -> Value:
    match question.type:
        case AnswerType.STATEMENT:
            raise InvalidValue(f"{question.id} takes yes, partial or no, not a value")
        case AnswerType.ONE_OF:
            return choice(question.choices, _text(raw))
        case AnswerType.MANY_OF:
            return _choices(question, raw)
        case AnswerType.NUMBER_UNIT:
            return _number(question, raw)
        case AnswerType.RECORD:
            return _record(question.columns, raw, question.id)
        case AnswerType.TABLE:
            return _rows(question, raw)
        case _:
            return _scalar(question.type, _text(raw))


def parse_cell(column: Column, raw: Any) -> str:
    """The text for one cell of a register or one field of a record. Raises `InvalidValue`."""
    text = _text(raw).strip()
    if not text:
        return ""
    if column.type is AnswerType.ONE_OF:
        return choice(column.choices, text)
    try:
        return _scalar(column.type, text)
    except InvalidValue as error:
        raise InvalidValue(f"{column.label}: {error}") from error


def choice(choices: Sequence[str], text: str) -> str:
    """The choice meant by this text: exact, else without regard to case. Raises `InvalidValue`."""
    wanted = text.strip().casefold()
    for candidate in choices:
        if candidate.casefold() == wanted:
            return candidate
    near = get_close_matches(wanted, [c.casefold() for c in choices], 1)
    hint = next((f' Did you mean "{c}"?' for c in choices if near and c.casefold() == near[0]), "")
    raise InvalidValue(f'"{_short(text)}" is not one of: {"; ".join(choices)}.{hint}')


def _text(raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise InvalidValue(f"expected text, got {type(raw).__name__}")
    text = clean(str(raw))
    if len(text) > LONGEST_TEXT:
        raise InvalidValue(f"the text has {len(text):,} characters; {LONGEST_TEXT:,} is the most")
    return text


def _scalar(kind: AnswerType, text: str) -> str:
    if kind is AnswerType.LONG_TEXT:
        return text.strip("\n")
    text = text.strip()
    match kind:
        case AnswerType.DATE:
            return parse_date(text)
        case AnswerType.EMAIL:
            if not _EMAIL.match(text):
                raise InvalidValue(f'"{_short(text)}" is not an e-mail address, such as privacy@example.org')
        case AnswerType.URL:
            if not _URL.match(text):
                raise InvalidValue(
                    f'"{_short(text)}" is not a web address; it starts with https:// or http://'
                )
        case _:
            pass
    return text


def parse_date(text: str) -> str:
    """An ISO date from `2026-11-22`, `11/22/2026` (month first), `22 Nov 2026` or `November 22, 2026`.

    Raises `InvalidValue`.
    """
    for pattern in _DATE_FORMATS:
        try:
            found = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
        if found.year >= 1900:
            return found.isoformat()
    raise InvalidValue(f'"{_short(text)}" is not a date; write it as {date(2026, 11, 22).isoformat()}')


def _choices(question: Question, raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        raw = [raw] if raw.strip() in question.choices else re.split(r"[;\n]", raw)
    if not isinstance(raw, Sequence):
        raise InvalidValue(f"{question.id} takes a list of choices")
    picked = {choice(question.choices, _text(one)) for one in raw if str(one).strip()}
    alone = [one for one in question.choices if one in picked and one in question.exclusive]
    if alone and len(picked) > 1:
        raise InvalidValue(f'"{alone[0]}" stands alone; take the other choices away first')
    return tuple(one for one in question.choices if one in picked)


def _number(question: Question, raw: Any) -> Number:
    if isinstance(raw, Mapping):
        number, unit = raw.get("number"), str(raw.get("unit", ""))
        if number is None:
            return Number(None, choice(question.bare_units, unit))
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number < MOST:
            raise InvalidValue(f"the number must be 0 or more and less than {MOST:,}")
        return Number(number, choice(question.units, unit or question.units[0]))
    text = _text(raw).strip()
    for bare in question.bare_units:
        if text.casefold() == bare.casefold():
            return Number(None, bare)
    found = _NUMBER.match(text)
    expected = " or ".join(
        [f"a number of {' or '.join(question.units)}", *(f'"{b}"' for b in question.bare_units)]
    )
    if not found:
        raise InvalidValue(f'"{_short(text)}" is not {expected}')
    number = float(found["number"].replace(",", "."))
    return Number(int(number) if number.is_integer() else number, _unit(question, found["unit"], expected))


def _unit(question: Question, text: str, expected: str) -> str:
    wanted = text.casefold().strip()
    if not wanted:
        if len(question.units) == 1:
            return question.units[0]
        raise InvalidValue(f"say the unit too: {' or '.join(question.units)}")
    starting = [u for u in question.units if u.casefold().startswith(wanted.rstrip("s"))]
    if len(starting) != 1:
        kind = next((u for u in question.units if wanted.endswith((u, u.rstrip("s")))), "")
        hint = f"; say which kind of {kind} in the note" if kind else ""
        raise InvalidValue(f'"{_short(text)}" is not a unit here; expected {expected}{hint}')
    return starting[0]


def _record(columns: Sequence[Column], raw: Any, where: str) -> Mapping[str, str]:
    if not isinstance(raw, Mapping):
        raise InvalidValue(f"{where} takes fields: {', '.join(c.id for c in columns)}")
    known = {c.id: c for c in columns}
    for name in raw:
        if name not in known:
            near = get_close_matches(str(name), list(known), 1)
            hint = f'; did you mean "{near[0]}"?' if near else f"; the fields are {', '.join(known)}"
            raise InvalidValue(f'{where} has no field "{_short(str(name))}"{hint}')
    cells = {name: parse_cell(column, raw.get(name) or "") for name, column in known.items()}
    return {name: text for name, text in cells.items() if text}


def _rows(question: Question, raw: Any) -> tuple[Row, ...]:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise InvalidValue(f"{question.id} takes a list of rows")
    if len(raw) > MOST_ROWS:
        raise InvalidValue(f"{len(raw):,} rows; {MOST_ROWS:,} is the most")
    rows = []
    for index, one in enumerate(raw, start=1):
        try:
            rows.append(Row(f"r{index}", _record(question.columns, one, question.id)))
        except InvalidValue as error:
            raise InvalidValue(f"row {index}: {error}") from error
    return tuple(rows)


def to_text(value: Value) -> str:
    """A text, choice, date or number as it stands in the editor; `parse` reads it back."""
    match value:
        case None:
            return ""
        case str():
            return value
        case Number(number, unit):
            return unit if number is None else f"{_plain(number)} {unit}"
        case tuple():
            return "; ".join(v for v in value if isinstance(v, str))
        case _:
            return "; ".join(f"{k}: {v}" for k, v in value.items() if v)


def to_data(value: Value) -> Any:
    """A value in the public JSON and TOML shape: a register is a list of rows, a record a mapping."""
    match value:
        case Number(number, unit):
            return {"unit": unit} if number is None else {"number": number, "unit": unit}
        case tuple():
            return [{k: c for k, c in v.cells.items() if c} if isinstance(v, Row) else v for v in value]
        case Mapping():
            return {k: v for k, v in value.items() if v}
        case _:
            return value


def left_out(listed_where: str) -> bool:
    """Whether `listed_where` of a data element says that the vendor's own list leaves it out."""
    return _LEFT_OUT.match(listed_where) is not None


def rows_of(value: Value) -> tuple[Row, ...]:
    """The rows of a register's value; empty for any other value."""
    return tuple(v for v in value if isinstance(v, Row)) if isinstance(value, tuple) else ()


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
