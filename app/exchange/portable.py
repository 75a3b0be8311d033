"""The portable file: a whole assessment as TOML that a person can read, compare, correct and hand over.

Writing is deterministic: the same assessment gives the same bytes. Reading checks everything against the
pack and names all faults with their lines before anything is stored.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any, Final, Protocol

from app.assessment.answer import UNANSWERED, Answer, Answers, Assessment, Citation, Number, Row, State, Value
from app.assessment.journal import Change, ChangeKind, citation_to_json, value_to_json
from app.assessment.slug import SLUG
from app.assessment.states import states_for
from app.assessment.values import (
    LONGEST_NAME,
    MOST_ROWS,
    InvalidValue,
    clean,
    parse,
    parse_cell,
    rows_of,
    to_data,
)
from app.exchange.toml_text import array, inline, key, moment, string
from app.questionnaire import PackError, load_installed
from app.questionnaire.model import AnswerType, Column, Pack, Question
from app.questionnaire.source import Lines

FORMAT: Final = 1
"""The version of the format that is written, and the newest that is read."""
LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes a portable file may have."""

_TOP = ("format", "assessment", "pack", "answer", "end")
_ASSESSMENT = ("slug", "vendor", "product", "created_at", "changed_at")
_PACK = ("id", "version", "sha256")
_ANSWER = ("question", "state", "value", "record", "row", "reason", "note", "flag", "at", "by", "citations")
_CITATION = ("document", "place", "quote", "start", "end")
_REGISTER_OF_DOCUMENTS = ("review.documents", "doc_id")
_DOCUMENT_ID = re.compile(r"D\d+")
_OURS = re.compile(r"^\s*format\s*=|^\s*\[assessment\]", re.MULTILINE)

_HEAD = """\
# A portable assessment, written by `assess export --format toml`; `assess import` reads it.
# An answer that is not here was never given. The file is whole when it ends with [end].
"""


class Viewed(Protocol):
    """What is read of an assessment to write it down."""

    @property
    def assessment(self) -> Assessment:
        """The assessment."""

    @property
    def pack(self) -> Pack:
        """The pack it was answered with."""

    @property
    def answers(self) -> Answers:
        """The current answers by question id, hidden ones included."""


@dataclass(frozen=True, slots=True)
class PortableFault:
    """One thing in a portable file that cannot be taken over."""

    line: int
    """Line in the file, counted from 1."""
    where: str
    """Question id, or the table (`assessment`)."""
    problem: str
    """What is wrong and what was expected, without a final stop."""

    def __str__(self) -> str:
        """`line 12, security.hosting: ...`."""
        return f"line {self.line}, {self.where}: {self.problem}" if self.where else f"line {self.line}: {self.problem}"


class NotPortable(Exception):
    """A text that cannot be read as an assessment. Nothing was stored."""

    def __init__(self, message: str, faults: Sequence[PortableFault] = ()) -> None:
        """Takes one sentence and, where single answers are at fault, all faults in the order of the file."""
        super().__init__(message)
        self.message = message
        self.faults = tuple(faults)

    def __str__(self) -> str:
        """The sentence, without the list of faults."""
        return self.message


@dataclass(frozen=True, slots=True)
class Portable:
    """What a portable file says, checked and ready to be stored."""

    assessment: Assessment
    """With id 0, the slug of the file, and the digest of the pack it was checked against."""
    pack: Pack
    changes: tuple[Change, ...]
    """One SET change per answer, oldest first."""
    warnings: tuple[str, ...] = ()
    """What was taken over and still deserves a look; sentences."""


# --- writing -----------------------------------------------------------------------------------------------


def to_toml(view: Viewed) -> str:
    """The assessment as the text of a portable file, hidden answers included."""
    assessment = view.assessment
    lines = [
        _HEAD + f"format = {FORMAT}",
        "",
        "[assessment]",
        f"slug = {string(assessment.slug)}",
        f"vendor = {string(assessment.vendor)}",
        f"product = {string(assessment.product)}",
        f"created_at = {moment(assessment.created_at)}",
        f"changed_at = {moment(assessment.changed_at)}",
        "",
        "[pack]",
        f"id = {string(assessment.pack_id)}",
        f"version = {string(assessment.pack_version)}",
        f"sha256 = {string(assessment.pack_sha256)}",
    ]
    known = [question.id for question in view.pack.items]
    for item in (*known, *sorted(set(view.answers) - set(known))):
        answer = view.answers.get(item, UNANSWERED)
        if answer is not UNANSWERED:
            lines += ["", *_answer_lines(item, answer, view.pack.by_id.get(item))]
    return "\n".join([*lines, "", "[end]", ""])


def _answer_lines(item: str, answer: Answer, question: Question | None) -> list[str]:
    lines = ["[[answer]]", f"question = {string(item)}", f"state = {string(answer.state.value)}"]
    columns = [column.id for column in question.columns] if question else []
    tables: list[str] = []
    match to_data(answer.value):
        case None:
            pass
        case str() as text:
            lines.append(f"value = {string(text)}")
        case [*rows] if rows_of(answer.value):
            for row in rows:
                tables += ["[[answer.row]]", *_cell_lines(row, columns)]
        case [*choices]:
            lines.append(f"value = {array([string(c, one_line=True) for c in choices])}")
        case {**pairs} if isinstance(answer.value, Number):
            lines.append(f"value = {inline(pairs)}")
        case {**cells}:
            tables += ["[answer.record]", *_cell_lines(cells, columns)]
    if answer.reason:
        lines.append(f"reason = {string(answer.reason)}")
    if answer.note:
        lines.append(f"note = {string(answer.note)}")
    if answer.flag:
        lines.append("flag = true")
    if answer.at is not None:
        lines.append(f"at = {moment(answer.at)}")
    if answer.by:
        lines.append(f"by = {string(answer.by)}")
    if answer.citations:
        lines.append(f"citations = {array([_citation(c) for c in answer.citations], always_tall=True)}")
    return lines + tables


def _cell_lines(cells: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    """Cells in the order of the pack's columns; the database keeps none."""
    names = [name for name in columns if name in cells] + sorted(set(cells) - set(columns))
    return [f"{key(name)} = {string(cells[name])}" for name in names]


def _citation(citation: Citation) -> str:
    data = citation_to_json(citation)
    return inline({name: data[name] for name in _CITATION if data[name] not in (None, "")})


# --- reading -----------------------------------------------------------------------------------------------


def text_of(data: bytes) -> str:
    """The text of a portable file. Raises `NotPortable` where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotPortable(f"This is not a portable assessment: line {line} is not UTF-8 text.") from error


def from_file(name: str, data: bytes, slug: str = "") -> Portable:
    """Read the bytes of a portable file; every message begins with its name.

    `slug`, where given, takes the place of the slug in the file. Raises `NotPortable`.
    """
    try:
        portable = from_toml(text_of(data))
    except NotPortable as error:
        raise NotPortable(f"{name}: {error.message}", error.faults) from error
    if slug:
        portable = replace(portable, assessment=replace(portable.assessment, slug=slug))
    return portable


def from_toml(text: str, pack_for: Callable[[str], Pack] = load_installed) -> Portable:
    """Read the text of a portable file and check all of it against the pack.

    `pack_for` gives the pack of an id or raises `PackError`. Raises `NotPortable`: with one sentence for a
    text that is not ours, cut off, newer or of another pack; with every fault where answers do not fit.
    """
    data = _parsed(text)
    reading = _Reading(Lines(text.replace("\r\n", "\n")))
    reading.keys_of(data, _TOP, (), "the file")
    header = reading.table(data, "assessment", _ASSESSMENT)
    named = reading.table(data, "pack", _PACK)
    if "answer" in data and not _is_tables(data["answer"]):
        raise NotPortable("This is not a portable assessment: `answer` is not a list of [[answer]] tables.")
    if "sha256" not in named:
        reading.fault(("pack",), "pack", 'sha256 is missing; write sha256 = "" for the installed pack')
    elif named["sha256"] and "end" not in data:
        raise NotPortable("This file is cut off: its last line, [end], is missing. Nothing was imported.")
    pack = _pack(named, pack_for)
    assessment = reading.assessment(header, pack)
    changes = reading.answers(data.get("answer", []), pack, assessment)
    if reading.faults:
        number = len(reading.faults)
        raise NotPortable(
            f"The file has {number} {'fault' if number == 1 else 'faults'}. Nothing was imported.",
            sorted(reading.faults, key=lambda fault: fault.line),
        )
    if named.get("sha256") not in (None, "", pack.sha256):
        reading.warn(
            f"It was answered with other wording of {pack.id} {pack.version} than is installed; every answer "
            "fits, and the installed wording is used. Read the answers again."
        )
    reading.look_for_documents(pack, changes)
    return Portable(assessment, pack, tuple(changes), tuple(reading.warnings))


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise NotPortable("This is not a portable assessment: it is nested too deeply.") from error
    except ValueError as error:
        if not _OURS.search(text[:4000]):
            raise NotPortable("This is not a portable assessment: it is not a TOML file of `assess`.") from error
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        if place and int(place[1]) < text.rstrip("\n").count("\n") + 1:
            raise NotPortable(f"The file cannot be read: {_lowered(error)}. Nothing was imported.") from error
        raise NotPortable(
            "The file ends in the middle of a value: it is cut off, or a closing quote or bracket is missing. "
            "Nothing was imported."
        ) from error
    number = data.get("format")
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise NotPortable("This is not a portable assessment: it does not begin with `format = 1`.")
    if number > FORMAT:
        raise NotPortable(
            f"This file was written by a newer assess: it has format {number}, and this program reads "
            f"format {FORMAT}. Update assess to import it."
        )
    if "assessment" not in data or "pack" not in data:
        if set(data) <= set(_TOP):
            raise NotPortable("The file is cut off: it ends before its answers. Nothing was imported.")
        raise NotPortable("This is not a portable assessment: it does not have [assessment] and [pack].")
    return data


def _pack(named: Mapping[str, Any], pack_for: Callable[[str], Pack]) -> Pack:
    wanted, version = named.get("id"), named.get("version")
    if not isinstance(wanted, str) or not isinstance(version, str):
        raise NotPortable("The file does not say which pack it was answered with: [pack] needs id and version.")
    try:
        pack = pack_for(wanted)
    except PackError:
        raise NotPortable(f'The file was answered with the pack "{wanted[:60]}", which is not installed.') from None
    if pack.version != version:
        raise NotPortable(
            f"The file was answered with {pack.id} {version[:60]}; {pack.id} {pack.version} is installed. "
            "Nothing was imported."
        )
    return pack


class _Reading:
    """One pass over a file, collecting every fault on the way."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.faults: list[PortableFault] = []
        self.warnings: list[str] = []

    def fault(self, path: tuple[str | int, ...], where: str, problem: str) -> None:
        self.faults.append(PortableFault(self._lines.of(path), where, problem))

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def keys_of(
        self, table: Mapping[str, Any], known: Sequence[str], path: tuple[str | int, ...], where: str
    ) -> None:
        for name in table:
            if name not in known:
                self.fault((*path, name), where, f'"{name[:60]}" is not known here{_nearest(name, known)}')

    def table(self, data: Mapping[str, Any], name: str, known: Sequence[str]) -> Mapping[str, Any]:
        found = data[name]
        if not isinstance(found, Mapping):
            raise NotPortable(f"This is not a portable assessment: `{name}` is not a table.")
        self.keys_of(found, known, (name,), name)
        return found

    def text(self, table: Mapping[str, Any], name: str, path: tuple[str | int, ...], where: str) -> str:
        """A text that may be missing; what cannot be stored is replaced, with a warning."""
        raw = table.get(name, "")
        if not isinstance(raw, str):
            self.fault((*path, name), where, f"{name} must be a text in quotes")
            return ""
        cleaned = clean(raw)
        if cleaned != raw:
            self.warn(f"{where}: a NUL character in its {name} was replaced by \N{REPLACEMENT CHARACTER}.")
        return cleaned

    def moment(
        self, table: Mapping[str, Any], name: str, path: tuple[str | int, ...], where: str
    ) -> datetime | None:
        raw = table.get(name)
        if raw is None:
            return None
        if not isinstance(raw, datetime) or raw.tzinfo is None:
            self.fault((*path, name), where, f"{name} must be a time with its zone, such as 2026-11-22T10:00:00Z")
            return None
        try:
            return raw.astimezone(UTC)
        except OverflowError:
            self.fault((*path, name), where, f"{name} is out of range")
            return None

    def assessment(self, table: Mapping[str, Any], pack: Pack) -> Assessment:
        where = "assessment"
        slug = self.text(table, "slug", (where,), where)
        if not SLUG.match(slug):
            self.fault((where, "slug"), where, "slug must be 1 to 48 lower-case letters, digits and dashes")
        names = {}
        for name in ("vendor", "product"):
            names[name] = " ".join(self.text(table, name, (where,), where).split())
            if not names[name]:
                self.fault((where, name), where, f"{name} is missing")
            elif len(names[name]) > LONGEST_NAME:
                self.fault((where, name), where, f"{name} is longer than {LONGEST_NAME} characters")
        times = {}
        for name in ("created_at", "changed_at"):
            moment = self.moment(table, name, (where,), where)
            if name not in table:
                self.fault((where, name), where, f"{name} is missing")
            times[name] = moment or datetime.min.replace(tzinfo=UTC)
        return Assessment(
            0,
            slug,
            names["vendor"],
            names["product"],
            pack.id,
            pack.version,
            pack.sha256,
            times["created_at"],
            times["changed_at"],
        )

    def answers(self, tables: Sequence[Mapping[str, Any]], pack: Pack, assessment: Assessment) -> list[Change]:
        first: dict[str, int] = {}
        changes = []
        for index, table in enumerate(tables):
            path = ("answer", index)
            item = table.get("question")
            if not isinstance(item, str) or not item:
                self.fault(path, f"answer {index + 1}", "question is missing")
                continue
            if item not in pack.by_id:
                near = _nearest(item, tuple(pack.by_id))
                self.fault((*path, "question"), item[:80], f"{pack.id} {pack.version} has no such question{near}")
                continue
            if item in first:
                self.fault((*path, "question"), item, f"it is answered twice; first on line {first[item]}")
                continue
            first[item] = self._lines.of(path)
            changes.append(self.answer(pack.by_id[item], table, path, assessment.changed_at))
        return sorted(changes, key=lambda change: change.at)

    def answer(
        self, question: Question, table: Mapping[str, Any], path: tuple[str | int, ...], default: datetime
    ) -> Change:
        where = question.id
        self.keys_of(table, _ANSWER, path, where)
        known_faults = len(self.faults)
        value = self.value(question, table, path)
        missing = value is None and len(self.faults) == known_faults
        state = self.state(question, table, path, value, missing=missing)
        body: dict[str, Any] = {"state": state.value}
        if value is not None:
            body["value"] = value_to_json(value)
        if reason := self.text(table, "reason", path, where).strip():
            body["reason"] = reason
        if note := self.text(table, "note", path, where).strip("\n"):
            body["note"] = note
        flag = table.get("flag", False)
        if not isinstance(flag, bool):
            self.fault((*path, "flag"), where, "flag must be true or false")
        elif flag:
            body["flag"] = True
        if citations := self.citations(question, table, path):
            body["citations"] = [citation_to_json(c) for c in citations]
        at = self.moment(table, "at", path, where) or default
        by = self.text(table, "by", path, where)
        return Change(0, question.id, ChangeKind.SET, body, at, by)

    def state(
        self,
        question: Question,
        table: Mapping[str, Any],
        path: tuple[str | int, ...],
        value: Value,
        *,
        missing: bool,
    ) -> State:
        raw = table.get("state")
        if raw is None:
            silent = question.silent_choice
            if silent and value in (silent, (silent,)):
                return State.NOT_ADDRESSED
            return State.ANSWERED if value is not None else State.UNANSWERED
        allowed = {state.value: state for state in states_for(question)}
        if not isinstance(raw, str) or raw not in allowed:
            near = _nearest(str(raw), tuple(allowed))
            self.fault(
                (*path, "state"), question.id, f'state "{str(raw)[:40]}" does not fit; use {", ".join(allowed)}{near}'
            )
            return State.UNANSWERED
        if raw == State.ANSWERED and missing:
            self.fault((*path, "state"), question.id, "it says answered, and its value is missing")
        return allowed[raw]

    def value(self, question: Question, table: Mapping[str, Any], path: tuple[str | int, ...]) -> Value:
        holder = {AnswerType.TABLE: "row", AnswerType.RECORD: "record"}.get(question.type, "value")
        for name in ("value", "record", "row"):
            if name in table and name != holder:
                kind = question.type.value.replace("_", " ")
                self.fault((*path, name), question.id, f"a {kind} question has no `{name}`; use `{holder}`")
        if holder not in table:
            return None
        raw = table[holder]
        if question.type is AnswerType.TABLE:
            return self.rows(question, raw, path)
        if question.type is AnswerType.RECORD:
            if not isinstance(raw, Mapping):
                self.fault((*path, holder), question.id, "record must be a table: [answer.record]")
                return None
            return self.cells(question, raw, (*path, holder)) or None
        try:
            return parse(question, self.cleaned(_dates_as_text(raw), question.id))
        except InvalidValue as error:
            self.fault((*path, holder), question.id, str(error))
            return None

    def rows(self, question: Question, raw: Any, path: tuple[str | int, ...]) -> Value:
        if not _is_tables(raw):
            self.fault((*path, "row"), question.id, "rows must be tables: [[answer.row]]")
            return None
        if len(raw) > MOST_ROWS:
            self.fault((*path, "row"), question.id, f"{len(raw):,} rows; {MOST_ROWS:,} is the most")
            return None
        return tuple(
            Row(f"r{number}", self.cells(question, row, (*path, "row", number - 1), f"row {number}: "))
            for number, row in enumerate(raw, start=1)
        ) or None

    def cells(
        self, question: Question, raw: Mapping[str, Any], path: tuple[str | int, ...], row: str = ""
    ) -> dict[str, str]:
        columns: dict[str, Column] = {column.id: column for column in question.columns}
        cells = {}
        for name, value in raw.items():
            if name not in columns:
                near = _nearest(name, tuple(columns)) or f"; the columns are {', '.join(columns)}"
                self.fault((*path, name), question.id, f'{row}there is no column "{name[:60]}"{near}')
                continue
            try:
                text = parse_cell(columns[name], self.cleaned(_dates_as_text(value), question.id))
            except InvalidValue as error:
                self.fault((*path, name), question.id, f"{row}{error}")
                continue
            if text:
                cells[name] = text
        return {name: cells[name] for name in columns if name in cells}

    def cleaned(self, raw: Any, where: str) -> Any:
        """The same data, with a warning where parsing is about to replace what cannot be stored."""
        texts = raw if isinstance(raw, list) else [raw]
        if any(isinstance(text, str) and "\0" in text for text in texts):
            self.warn(f"{where}: a NUL character in its value was replaced by \N{REPLACEMENT CHARACTER}.")
        return raw

    def citations(
        self, question: Question, table: Mapping[str, Any], path: tuple[str | int, ...]
    ) -> list[Citation]:
        raw = table.get("citations", [])
        here = (*path, "citations")
        if not _is_tables(raw):
            self.fault(here, question.id, "citations must be a list of { document, place, quote }")
            return []
        found = []
        for number, one in enumerate(raw, start=1):
            self.keys_of(one, _CITATION, here, f"{question.id}, citation {number}")
            texts = {n: self.text(one, n, here, question.id).strip() for n in ("document", "place", "quote")}
            for name in ("document", "place"):
                if not texts[name]:
                    self.fault(here, question.id, f"citation {number} does not name its {name}")
            offsets = [one.get("start"), one.get("end")]
            if offsets != [None, None] and not _are_offsets(offsets):
                self.fault(here, question.id, f"citation {number}: start and end must be two rising numbers")
                offsets = [None, None]
            found.append(Citation(texts["document"], texts["place"], texts["quote"], *offsets))
        return found

    def look_for_documents(self, pack: Pack, changes: Sequence[Change]) -> None:
        """Warn about citations of documents that the register of documents does not list."""
        register, column = _REGISTER_OF_DOCUMENTS
        if register not in pack.by_id:
            return
        rows = [row for c in changes if c.question == register for row in c.body.get("value", [])]
        listed = {row["cells"].get(column, "") for row in rows}
        cited: dict[str, str] = {}
        for change in changes:
            for citation in change.body.get("citations", []):
                cited.setdefault(citation["document"], change.question)
        for document, question in sorted(cited.items()):
            if _DOCUMENT_ID.fullmatch(document) and document not in listed:
                self.warn(f"{question} cites {document}, which the register of documents does not list.")


def _is_tables(raw: Any) -> bool:
    return isinstance(raw, list) and all(isinstance(one, Mapping) for one in raw)


def _are_offsets(offsets: Sequence[Any]) -> bool:
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in offsets)
    return whole and 0 <= offsets[0] <= offsets[1]


def _dates_as_text(raw: Any) -> Any:
    """TOML knows dates; answers keep them as text."""
    return raw.isoformat() if isinstance(raw, date) else raw


def _nearest(word: str, words: Sequence[str]) -> str:
    near = get_close_matches(word, words, 1)
    return f'; did you mean "{near[0]}"?' if near else ""


def _lowered(error: BaseException) -> str:
    text = str(error)
    return text[:1].lower() + text[1:]
