"""From the files of a pack's `rules` folder to its rulebook.

Every file there may hold any of the tables `[names]`, `[called]`, `[[rule]]`, `[[synonyms]]`, `[[wrong_citation]]`,
`[[misstatement]]`, `[[changed_law]]`, `[[law]]` and the table `[scoring]`; which file holds what is a matter of order alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from dataclasses import fields as fields_of
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from app.questionnaire.faults import Fault, PackError, in_order, shown
from app.questionnaire.fields import Fields, SourceFile
from app.questionnaire.loader import INSTALLED, PACK_FILE, find_pack
from app.questionnaire.model import Severity
from app.questionnaire.rules import (
    Against,
    Cap,
    ChangedLaw,
    CreditTable,
    Law,
    Misstatement,
    RowFilter,
    Rule,
    Rulebook,
    RuleKind,
    Scoring,
    Side,
    Synonyms,
    Variant,
    WrongCitation,
)
from app.questionnaire.source import parse, read_text

FOLDER = "rules"
_DEPTH = 4
_Value = TypeVar("_Value")
_REQUIRED = frozenset(
    {
        "id",
        "title",
        "message",
        "fix",
        "name",
        "register",
        "where",
        "label",
        "kind",
        "severity",
        "pattern",
        "as_written",
    }
    | {
        "problem",
        "right",
        "why",
        "law",
        "changed_on",
        "what",
        "group",
        "question",
        "terms",
        "cited",
        "answers",
    }
)
"""Fields that must be there where a value of their kind has no default."""


@cache
def load_rulebook(pack_id: str = "k12") -> Rulebook:
    """The rulebook of an installed pack; one without rules has an empty one.

    What cannot be read is left out and named in `unread`: the other rules judge all the same.
    """
    book, _, faults = read_rulebook(INSTALLED / pack_id)
    unread = tuple((fault.id or fault.file, str(fault)) for fault in in_order(faults))
    return replace(book, unread=unread) if unread else book


def read_rulebook(
    folder: Path, *, extra_folders: Iterable[Path] = (), depth: int = _DEPTH
) -> tuple[Rulebook, dict[str, dict[str, int]], list[Fault]]:
    """The rulebook of the pack in a folder, on top of that of the pack it extends, as far as it can be read.

    Besides it: the lines of fields by place, and what is wrong with the shape of the files. Conditions and
    ids are not looked at (`rule_checker` does that).
    """
    folders = tuple(extra_folders)
    head = _head(folder)
    places: dict[str, dict[str, int]] = {}
    base = Rulebook("")
    faults: list[Fault] = []
    if (extends := head.get("extends")) and depth and extends != head.get("id"):
        try:
            under = find_pack(str(extends), (*folders, folder.parent))
        except PackError:
            pass  # the loader of the pack says so
        else:
            base, places, faults = read_rulebook(under, extra_folders=folders, depth=depth - 1)
    reader = _Reader(places, base)
    for path in sorted((folder / FOLDER).glob("*.toml")):
        name = f"{FOLDER}/{path.name}"
        text = read_text(path)
        data = text if isinstance(text, Fault) else parse(text, name)
        if isinstance(text, Fault) or isinstance(data, Fault):
            found = data if isinstance(data, Fault) else Fault(name, 0, "", "", "TOML")
            faults.append(replace(found, file=name))
            continue
        file = SourceFile(name, data, text)
        reader.add(file)
        faults += file.faults
    if (said := head.get("rules")) is not None and said != reader.own_rules:
        lost = f"as many rules as its files hold; it says {said}, and {reader.own_rules} were read"
        faults.append(Fault(PACK_FILE, 0, "", "rules", lost))
    book = reader.book(f"{head.get('id', '')} {head.get('version', '')}".strip())
    return replace(book, sha256=_digest(book)), places, faults


def _head(folder: Path) -> Mapping[str, Any]:
    text = read_text(folder / PACK_FILE)
    data = text if isinstance(text, Fault) else parse(text, PACK_FILE)
    return {} if isinstance(data, Fault) else data


def _digest(book: Rulebook) -> str:
    """SHA-256 (hex) of what a rulebook says, without the places in its files."""
    import hashlib
    import json

    def without_places(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: without_places(one)
                for key, one in value.items()
                if key not in ("place", "called_at", "sha256")
            }
        return [without_places(one) for one in value] if isinstance(value, (list, tuple)) else value

    text = json.dumps(without_places(asdict(book)), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class _Reader:
    """Collects the tables of several files, on top of the rulebook underneath; the same id replaces."""

    def __init__(self, places: dict[str, dict[str, int]], base: Rulebook) -> None:
        self._places = places
        self._names = dict(base.names)
        self._called = dict(base.called)
        self._called_at = dict(base.called_at)
        self._rules = {rule.id: rule for rule in base.rules}
        self.own_rules = 0
        """How many rules were read, those of the rulebook underneath not counted."""
        self._synonyms = list(base.synonyms)
        self._tables: dict[str, dict[str, Any]] = {
            "wrong_citation": {one.id: one for one in base.wrong_citations},
            "misstatement": {one.id: one for one in base.misstatements},
            "changed_law": {one.id: one for one in base.changed_laws},
            "law": {one.id: one for one in base.laws},
        }
        self._scoring = base.scoring

    def add(self, file: SourceFile) -> None:
        """Read one file."""
        root = file.root
        self._names.update(root.wording("names"))
        self._called.update(called := root.wording("called"))
        lines = file.lines.fields(("called",))
        self._called_at |= {item: f"{file.name}:{lines.get(item, 0)}" for item in called}
        seen: set[str] = set()
        for fields in root.tables("rule"):
            rule = self._rule(fields)
            if rule.id in seen:
                fields.fault("id", f"an id of its own; {shown(rule.id)} is used before")
            seen.add(rule.id)
            self._rules[rule.id] = rule
            self.own_rules += 1
        for fields in root.tables("synonyms"):
            self._synonyms.append(self._entry(fields, Synonyms, "name"))
        for name, model in (
            ("wrong_citation", WrongCitation),
            ("misstatement", Misstatement),
            ("changed_law", ChangedLaw),
            ("law", Law),
        ):
            for fields in root.tables(name):
                entry: Any = self._entry(fields, model, "id")
                self._tables[name][entry.id] = entry
        if (scoring := root.table("scoring")) is not None:
            self._scoring = self._read_scoring(scoring)
        root.close()

    def book(self, pack: str) -> Rulebook:
        """What was read."""
        tables = self._tables
        return Rulebook(
            pack,
            rules=tuple(self._rules.values()),
            names=self._names,
            called=self._called,
            called_at=self._called_at,
            synonyms=tuple(self._synonyms),
            wrong_citations=tuple(tables["wrong_citation"].values()),
            misstatements=tuple(tables["misstatement"].values()),
            changed_laws=tuple(tables["changed_law"].values()),
            laws=tuple(tables["law"].values()),
            scoring=self._scoring,
        )

    def _entry(self, fields: Fields, model: type[_Value], owner: str) -> _Value:
        fields.owner = fields.text(owner)
        found = _read(fields, model)
        self._places[fields.place] = fields.file.lines.fields(fields.path)
        fields.close()
        return model(**found, **({"place": fields.place} if "place" not in found else {}))

    def _rule(self, fields: Fields) -> Rule:
        fields.owner = fields.text("id", required=True, filled=True)
        lines = fields.file.lines.fields(fields.path)
        parts: dict[str, list[Any]] = {"rows": [], "variant": [], "cap": [], "side": []}
        for name, model in (("rows", RowFilter), ("variant", Variant), ("cap", Cap), ("side", Side)):
            for number, table in enumerate(fields.tables(name), start=1):
                parts[name].append(model(**_read(table, model)))
                lines.setdefault(f"{name} {number}", table.line)
                table.close()
        self._places[fields.place] = lines
        found = _read(fields, Rule)
        fields.close()
        return Rule(
            **found,
            rows=tuple(parts["rows"]),
            variants=tuple(parts["variant"]),
            caps=tuple(parts["cap"]),
            sides=tuple(parts["side"]),
            place=fields.place,
        )

    def _read_scoring(self, fields: Fields) -> Scoring:
        before = self._scoring
        tables = {one.question: one for one in before.credits}
        for table in fields.tables("credit"):
            entry = self._entry(table, CreditTable, "question")
            tables[entry.question] = entry
        steps = [
            (int(table.number("months", required=True) or 0), table.number("factor", required=True) or 0.0)
            for table in fields.tables("freshness")
        ]
        evidence = fields.numbers("evidence")
        undated = fields.number("undated")
        found = Scoring(
            weights={**before.weights, **fields.numbers("weights")},
            evidence=tuple(evidence[grade] for grade in sorted(evidence)) or before.evidence,
            freshness=tuple(steps) or before.freshness,
            undated=before.undated if undated is None else undated,
            unscored=fields.texts("unscored") or before.unscored,
            scored=fields.texts("scored") or before.scored,
            credits=tuple(tables.values()),
            thresholds={**before.thresholds, **fields.numbers("thresholds")},
        )
        fields.close()
        return found


def _read(fields: Fields, model: type[Any]) -> dict[str, Any]:
    """The plain fields of one table, by the fields of its value; defaults are left out."""
    found: dict[str, Any] = {}
    for field in fields_of(model):
        required = field.name in _REQUIRED and _has_no_default(field)
        if field.name != "place" and (required or fields.has(field.name)):
            reader = _READERS.get(str(field.type))
            if reader is not None:
                found[field.name] = reader(fields, field.name, required)
    return found


def _number_read(fields: Fields, name: str, required: bool) -> float | None:
    return fields.number(name, required=required)


def _grade_read(fields: Fields, name: str, required: bool) -> int | None:
    number = fields.number(name, required=required)
    return None if number is None else int(number)


def _word_reader(words: type[StrEnum]) -> Callable[[Fields, str, bool], Any]:
    return lambda fields, name, required: fields.word(name, words, required=required) or next(iter(words))


_READERS: Mapping[str, Callable[[Fields, str, bool], Any]] = {
    "str": lambda fields, name, required: fields.text(name, required=required, filled=required),
    "tuple[str, ...]": lambda fields, name, required: fields.texts(name, required=required),
    "Mapping[str, str]": lambda fields, name, _: fields.wording(name),
    "bool": lambda fields, name, _: fields.flag(name),
    "int | None": _grade_read,
    "float | None": _number_read,
    "Severity": _word_reader(Severity),
    "RuleKind": _word_reader(RuleKind),
    "Against": _word_reader(Against),
}
"""How a field is read, by the type that its value's class gives it."""


def _has_no_default(field: Any) -> bool:
    from dataclasses import MISSING

    return field.default is MISSING and field.default_factory is MISSING
