"""The answers of a portable file, each checked against its question and turned into one change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from app.assessment.answer import Citation, Row, Searched, State, Value
from app.assessment.documents import REGISTER
from app.assessment.journal import Change, ChangeKind, citation_to_json, searched_to_json, value_to_json
from app.assessment.states import states_for
from app.assessment.values import MOST_ROWS, InvalidValue, clean, parse, parse_cell, rows_of
from app.exchange.portable.fields import Fields, Ledger, are_tables, nearest
from app.exchange.portable.values import ANSWER, CITATION, SEARCHED
from app.questionnaire.model import AnswerType, Pack, Question

_ID_OF_A_DOCUMENT: Final = "doc_id"
_DOCUMENT_ID: Final = re.compile(r"D\d+")
_OUTCOMES: Final = ("nothing", "weak", "found")


def read_answers(
    tables: Sequence[Mapping[str, Any]], pack: Pack, ledger: Ledger, otherwise_at: datetime
) -> list[Change]:
    """One change per answer, oldest first. `otherwise_at` is the time of an answer that names none.

    What is wrong goes into the ledger; the changes count only where nothing did.
    """
    first: dict[str, int] = {}
    changes = []
    for index, table in enumerate(tables):
        path = ("answer", index)
        item = table.get("question")
        if not isinstance(item, str) or not item:
            Fields(table, path, f"answer {index + 1}", ledger).fault("", "question is missing")
            continue
        fields = Fields(table, path, item[:80], ledger)
        if item not in pack.by_id:
            near = nearest(item, tuple(pack.by_id))
            fields.fault("question", f"{pack.id} {pack.version} has no such question{near}")
        elif item in first:
            fields.fault("question", f"it is answered twice; first on line {first[item]}")
        else:
            first[item] = ledger.line(path)
            changes.append(_change(pack.by_id[item], fields, otherwise_at))
    return sorted(changes, key=lambda change: change.at)


def warn_of_missing_documents(changes: Sequence[Change], pack: Pack, ledger: Ledger) -> None:
    """Warn about citations of documents that the register of documents does not list."""
    if REGISTER not in pack.by_id:
        return
    rows = [row for c in changes if c.question == REGISTER for row in c.body.get("value", [])]
    listed = {row["cells"].get(_ID_OF_A_DOCUMENT, "") for row in rows}
    cited: dict[str, str] = {}
    for change in changes:
        for citation in change.body.get("citations", []):
            cited.setdefault(citation["document"], change.question)
    for document, question in sorted(cited.items()):
        if _DOCUMENT_ID.fullmatch(document) and document not in listed:
            ledger.warn(f"{question} cites {document}, which the register of documents does not list.")


def _change(question: Question, fields: Fields, otherwise_at: datetime) -> Change:
    fields.only(ANSWER)
    faults_before = len(fields.ledger.faults)
    value = _value(question, fields)
    missing = value is None and len(fields.ledger.faults) == faults_before
    body: dict[str, Any] = {"state": _state(question, fields, value, missing=missing).value}
    if value is not None:
        body["value"] = value_to_json(value)
    if reason := fields.text("reason").strip():
        body["reason"] = reason
    if note := fields.text("note").strip("\n"):
        body["note"] = note
    flag = fields.table.get("flag", False)
    if not isinstance(flag, bool):
        fields.fault("flag", "flag must be true or false")
    elif flag:
        body["flag"] = True
    if reopened := fields.text("reopened").strip():
        body["reopened"] = reopened
    if citations := _citations(fields, [row.id for row in rows_of(value)]):
        body["citations"] = [citation_to_json(citation) for citation in citations]
    if (searched := _searched(fields)) is not None:
        body["searched"] = searched_to_json(searched)
    at = fields.moment("at") or otherwise_at
    return Change(0, question.id, ChangeKind.SET, body, at, fields.text("by"))


def _state(question: Question, fields: Fields, value: Value, *, missing: bool) -> State:
    raw = fields.table.get("state")
    if raw is None:
        if question.silent_choice and value in (question.silent_choice, (question.silent_choice,)):
            return State.NOT_ADDRESSED
        return State.UNANSWERED if value is None else State.ANSWERED
    allowed = {state.value: state for state in states_for(question)}
    if not isinstance(raw, str) or raw not in allowed:
        near = nearest(str(raw), tuple(allowed))
        fields.fault("state", f'state "{str(raw)[:40]}" does not fit; use {", ".join(allowed)}{near}')
        return State.UNANSWERED
    if raw == State.ANSWERED and missing:
        fields.fault("state", "it says answered, and its value is missing")
    return allowed[raw]


def _value(question: Question, fields: Fields) -> Value:
    holder = {AnswerType.TABLE: "row", AnswerType.RECORD: "record"}.get(question.type, "value")
    for name in ("value", "record", "row"):
        if name in fields.table and name != holder:
            kind = question.type.value.replace("_", " ")
            fields.fault(name, f"a {kind} question has no `{name}`; use `{holder}`")
    if holder not in fields.table:
        return None
    match question.type:
        case AnswerType.TABLE:
            return _rows(question, fields)
        case AnswerType.RECORD:
            return _record(question, fields)
        case _:
            try:
                return parse(question, fields.raw(holder))
            except InvalidValue as error:
                fields.fault(holder, str(error))
                return None


def _record(question: Question, fields: Fields) -> Value:
    raw = fields.table["record"]
    if not isinstance(raw, Mapping):
        fields.fault("record", "record must be a table: [answer.record]")
        return None
    return _cells(question, replace(fields, table=raw, path=(*fields.path, "record"))) or None


def _rows(question: Question, fields: Fields) -> Value:
    raw = fields.table["row"]
    if not are_tables(raw):
        fields.fault("row", "rows must be tables: [[answer.row]]")
        return None
    if len(raw) > MOST_ROWS:
        fields.fault("row", f"{len(raw):,} rows; {MOST_ROWS:,} is the most")
        return None
    rows = []
    for index, one in enumerate(raw):
        row = replace(fields, table=one, path=(*fields.path, "row", index))
        rows.append(Row(f"r{index + 1}", _cells(question, row, f"row {index + 1}: ")))
    return tuple(rows) or None


def _cells(question: Question, fields: Fields, row: str = "") -> dict[str, str]:
    columns = {column.id: column for column in question.columns}
    cells = {}
    for name in fields.table:
        if name not in columns:
            near = nearest(name, tuple(columns)) or f"; the columns are {', '.join(columns)}"
            fields.fault(name, f'{row}there is no column "{name[:60]}"{near}')
            continue
        try:
            cells[name] = parse_cell(columns[name], fields.raw(name))
        except InvalidValue as error:
            fields.fault(name, f"{row}{error}")
    return {name: cells[name] for name in columns if cells.get(name)}


def _citations(fields: Fields, rows: Sequence[str]) -> list[Citation]:
    """The citations of an answer; `rows` are the ids that the register's rows have now, in their order."""
    raw = fields.table.get("citations", [])
    if not are_tables(raw):
        fields.fault("citations", "citations must be a list of { document, place, quote }")
        return []
    found = []
    for number, table in enumerate(raw, start=1):
        # an inline table has no lines of its own: faults stand at the line of the list
        one = replace(fields, table=table, path=(*fields.path, "citations"))
        one.only(CITATION)
        texts = {name: one.text(name).strip() for name in ("document", "place", "quote")}
        for name in ("document", "place"):
            if not texts[name]:
                one.fault("", f"citation {number} does not name its {name}")
        offsets = [table.get("start"), table.get("end")]
        if offsets != [None, None] and not _are_offsets(offsets):
            one.fault("", f"citation {number}: start and end must be two rising numbers")
            offsets = [None, None]
        row, lost = _row_id(one, number, rows), one.text("lost")
        if lost not in ("", "changed", "gone"):
            one.fault("", f"citation {number}: lost must be changed or gone")
        words = (texts["document"], texts["place"], texts["quote"])
        found.append(Citation(*words, offsets[0], offsets[1], row, lost))
    return found


def _row_id(citation: Fields, number: int, rows: Sequence[str]) -> str:
    """The id of the row that a citation is for, from the row's number; empty where it names none."""
    raw = citation.table.get("row")
    if raw is None:
        return ""
    if not isinstance(raw, int) or isinstance(raw, bool) or not 1 <= raw <= len(rows):
        there = f"1 to {len(rows)}" if rows else "none, for the answer has no rows"
        citation.fault("", f"citation {number}: row must be the number of a row, {there}")
        return ""
    return rows[raw - 1]


def _searched(fields: Fields) -> Searched | None:
    raw = fields.table.get("searched")
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        fields.fault("searched", "searched must be a table: [answer.searched]")
        return None
    told = replace(fields, table=raw, path=(*fields.path, "searched"))
    told.only(SEARCHED)
    lists = {}
    for name in ("terms", "documents"):
        texts = raw.get(name)
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            told.fault(name, f"{name} must be a list of texts")
            texts = []
        told.warn_of_nul(texts, name)
        lists[name] = tuple(clean(text) for text in texts)
    outcome = raw.get("outcome", _OUTCOMES[0])
    if outcome not in _OUTCOMES:
        told.fault("outcome", f"outcome must be one of {', '.join(_OUTCOMES)}")
    return Searched(lists["terms"], lists["documents"], str(outcome))


def _are_offsets(offsets: Sequence[Any]) -> bool:
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in offsets)
    return whole and 0 <= offsets[0] <= offsets[1]
