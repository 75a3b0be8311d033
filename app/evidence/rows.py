"""Rows for registers, read out of the lists, tables and sentences of documents. Nothing is added by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.assessment.answer import Row
from app.assessment.passages import Passage
from app.assessment.values import InvalidValue, parse_cell
from app.evidence.claims import credentials, features, key_of, laws, short_law
from app.evidence.companies import company_key
from app.evidence.elements import elements
from app.evidence.model import ProposedRow, Suggestions
from app.evidence.people import contacts, signers
from app.evidence.recipients import hosts, recipients
from app.evidence.registers import Found, Source, cell_of, grids
from app.evidence.sentences import tidy
from app.questionnaire.model import AnswerType, Column, Question

MOST_ROWS = 200
"""Rows proposed at one time."""
_LONGEST_CELL = 1_000


@dataclass(frozen=True, slots=True)
class _Document:
    """What rows are read from."""

    id: str
    source: Source
    passages: Sequence[Passage]


_Reader = Callable[[Question, Suggestions, _Document], Iterator[Found]]
_Key = Callable[[Mapping[str, str]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Register:
    """A kind of register: the columns by which it is known, how its rows are read, and how they are told apart."""

    columns: frozenset[str]
    read: _Reader
    keys: _Key
    """Of a row's cells: any of these in common means the same row."""


def propose_rows(
    question: Question,
    suggestions: Suggestions,
    texts: Mapping[str, Source],
    passages: Mapping[str, Sequence[Passage]],
    present: Sequence[Row],
) -> tuple[ProposedRow, ...]:
    """Rows that documents propose for a register, in the order of the documents.

    Args:
        question: the register; which columns it has says what is looked for.
        suggestions: the passages suggested for it, in which sentences are read too.
        texts: the documents' texts by register id.
        passages: their passages by register id.
        present: the rows the register has; none of them is proposed again.

    Returns:
        At most `MOST_ROWS`, each with only what stands where it was read.
    """
    register = next(
        (one for one in _REGISTERS if one.columns <= {column.id for column in question.columns}), None
    )
    reader, keys = (register.read, register.keys) if register else (_by_labels, _first_cell(question))
    known = {key for row in present for key in keys(row.cells)}
    found: list[ProposedRow] = []
    for document in (_Document(id, texts[id], passages[id]) for id in texts if id in passages):  # noqa: A001 - register id
        for one in reader(question, suggestions, document):
            cells = _checked(question.columns, one.cells, document, one)
            own = keys(cells)
            if not own or known.intersection(own):
                continue
            known.update(own)
            text = document.source.text[one.start : one.end]
            place = document.source.place(one.start, one.end)
            found.append(ProposedRow(cells, document.id, place, one.start, one.end, text))
            if len(found) >= MOST_ROWS:
                return tuple(found)
    return tuple(found)


def _checked(
    columns: Sequence[Column], cells: Mapping[str, str], document: _Document, found: Found
) -> dict[str, str]:
    """The cells that the register's columns take; the others are left out, not bent to fit."""
    kept: dict[str, str] = {}
    for column in columns:
        text = tidy(cells.get(column.id, ""))[:_LONGEST_CELL]
        if column.id == "listed_where" and not text:
            text = f"{document.id}, {document.source.place(found.start, found.end)}"
        try:
            value = parse_cell(column, text)
        except InvalidValue:
            continue
        if value:
            kept[column.id] = value
    return kept


# --- registers of any pack: a table whose column names are the register's own ---------------------------------------


def _by_labels(question: Question, _: Suggestions, document: _Document) -> Iterator[Found]:
    """Rows of tables that name at least two of the register's columns, the first among them."""
    names = {column.id: {key_of(column.id), key_of(column.label)} for column in question.columns}
    for grid in grids(document.source.text, document.passages):
        header = [key_of(cell).removesuffix("s") for cell in grid.header]
        columns = {
            name: at
            for name, ways in names.items()
            for at, cell in enumerate(header)
            if cell in {way.removesuffix("s") for way in ways}
        }
        if len(columns) < 2 or question.columns[0].id not in columns:
            continue
        for row in grid.rows:
            cells = {name: text for name, at in columns.items() if (text := cell_of(row, at))}
            if cells.get(question.columns[0].id):
                yield Found(cells, row.start, row.end, "")


def _first_cell(question: Question) -> _Key:
    first = question.columns[0].id if question.columns else ""

    def keys(cells: Mapping[str, str]) -> tuple[str, ...]:
        key = key_of(cells.get(first, ""))
        return (key,) if key else ()

    return keys


# --- the registers that are known by their columns ------------------------------------------------------------------


def _choices(question: Question, column: str) -> tuple[str, ...]:
    return next(
        (one.choices for one in question.columns if one.id == column and one.type is AnswerType.ONE_OF), ()
    )


def _recipients(question: Question, suggestions: Suggestions, document: _Document) -> Iterator[Found]:
    return recipients(
        document.source.text, document.passages, suggestions, document.id, _choices(question, "function")
    )


def _hosts(_: Question, suggestions: Suggestions, document: _Document) -> Iterator[Found]:
    return hosts(document.source.text, document.passages, suggestions, document.id)


def _elements(question: Question, suggestions: Suggestions, document: _Document) -> Iterator[Found]:
    return elements(document.source.text, document.passages, suggestions, document.id, question.ask)


def _contacts(question: Question, _: Suggestions, document: _Document) -> Iterator[Found]:
    return contacts(document.source.text, document.passages, _choices(question, "role"))


def _signers(_: Question, __: Suggestions, document: _Document) -> Iterator[Found]:
    return signers(document.source.text, document.passages)


def _credentials(_: Question, suggestions: Suggestions, document: _Document) -> Iterator[Found]:
    return credentials(document.source.text, suggestions, document.id)


def _laws(_: Question, suggestions: Suggestions, document: _Document) -> Iterator[Found]:
    return laws(document.source.text, suggestions, document.id)


def _features(_: Question, __: Suggestions, document: _Document) -> Iterator[Found]:
    return features(document.source.text, document.passages)


def _company_keys(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, [company_key(cells.get("name", ""))]))


def _host_keys(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, [company_key(cells.get("provider", ""))]))


def _element_keys(cells: Mapping[str, str]) -> tuple[str, ...]:
    element = key_of(cells.get("element", ""))
    return (f"{element}/{cells.get('subject') or key_of(cells.get('ndpa_category', ''))}",) if element else ()


def _contact_keys(cells: Mapping[str, str]) -> tuple[str, ...]:
    phone = re.sub(r"\D", "", cells.get("phone", ""))[-10:]
    email = cells.get("email", "").casefold()
    return tuple(filter(None, [email or phone]))


def _credential_keys(cells: Mapping[str, str]) -> tuple[str, ...]:
    key = key_of(cells.get("credential", ""))
    return (f"{key}/{cells.get('holder', '')}",) if key else ()


def _law_keys(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, [key_of(short_law(cells.get("law", "")))]))


def _signer_keys(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, [key_of(cells.get("name", ""))]))


def _feature_keys(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, [key_of(cells.get("feature", ""))]))


_REGISTERS = (
    _Register(frozenset({"name", "function", "info_shared"}), _recipients, _company_keys),
    _Register(frozenset({"element", "subject"}), _elements, _element_keys),
    _Register(frozenset({"role", "name", "email"}), _contacts, _contact_keys),
    _Register(frozenset({"provider", "certificates"}), _hosts, _host_keys),
    _Register(frozenset({"credential", "holder"}), _credentials, _credential_keys),
    _Register(frozenset({"law", "claim"}), _laws, _law_keys),
    _Register(frozenset({"side", "name", "date"}), _signers, _signer_keys),
    _Register(frozenset({"feature", "touches_data"}), _features, _feature_keys),
)
