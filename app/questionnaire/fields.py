"""Reading one TOML table field by field: every wrong kind, missing field and unknown key becomes a fault."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from app.questionnaire.faults import Fault, nearest, shown
from app.questionnaire.source import Lines, Step

_Word = TypeVar("_Word", bound=StrEnum)
_LAID_OUT = {ord("\n"): " ", ord("\t"): " "}
_KINDS: dict[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "a table",
}


class SourceFile:
    """One file of a pack while it is being read: its name, its data, its lines and the faults found in it."""

    def __init__(self, name: str, data: Mapping[str, Any], text: str) -> None:
        """Take the file's name, its parsed data and its text."""
        self.name = name
        self.lines = Lines(text)
        self.faults: list[Fault] = []
        self.root = Fields(self, (), data)


class Fields:
    """The fields of one table of a file. Reading a field marks it as known; `close` reports the others."""

    def __init__(
        self, file: SourceFile, path: tuple[Step, ...], data: Mapping[str, Any], owner: str = ""
    ) -> None:
        """`path` is where the table stands in the file; `owner` is the id that messages name."""
        self.file = file
        self.path = path
        self.owner = owner
        self._data = data
        self._known: set[str] = set()

    @property
    def line(self) -> int:
        """The line of the table's id, or of its head."""
        return self.file.lines.of((*self.path, "id"))

    @property
    def place(self) -> str:
        """File and line (`040-ferpa.toml:7`)."""
        return f"{self.file.name}:{self.line}"

    def fault(self, field: str, expected: str) -> None:
        """Note that a field is not what was expected."""
        line = self.file.lines.of((*self.path, field)) if field in self._data else self.line
        self.file.faults.append(Fault(self.file.name, line, self.owner, field, expected))

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._data

    def _get(self, name: str, kind: type, *, required: bool) -> Any:
        self._known.add(name)
        if name not in self._data:
            if required:
                self.fault(name, f"{_KINDS[kind]}; the field is missing")
            return None
        value = self._data[name]
        if type(value) is not kind:
            self.fault(name, f"{_KINDS[kind]}; found {_KINDS.get(type(value), 'a date')} {shown(value)}")
            return None
        return value

    def text(self, name: str, *, required: bool = False, filled: bool = False, exact: bool = False) -> str:
        """Text. `required` wants the field, `filled` wants words in it, `exact` keeps the space around it."""
        value = self._get(name, str, required=required)
        if value is None:
            return ""
        text = str(value) if exact else str(value).strip()
        if not text.translate(_LAID_OUT).isprintable():
            self.fault(name, f"text without control characters; found {shown(text)}")
            return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
        if filled and not text:
            self.fault(name, "text; the field is empty")
        return text

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts, none of them empty and none of them twice."""
        value = self._get(name, list, required=required)
        if value is None:
            return ()
        items: list[str] = []
        for item in value:
            if type(item) is not str or not item.strip() or not item.isprintable():
                self.fault(name, f"a list of texts; found {shown(item)} in it")
            elif item.strip() in items:
                self.fault(name, f"each entry once; {shown(item.strip())} stands twice")
            else:
                items.append(item.strip())
        return tuple(items)

    def flag(self, name: str) -> bool:
        """True or false; false when it is not there."""
        return bool(self._get(name, bool, required=False))

    def number(self, name: str, *, required: bool = False) -> float | None:
        """A number, whole or not; None where it is not there."""
        self._known.add(name)
        if name not in self._data:
            if required:
                self.fault(name, "a number; the field is missing")
            return None
        value: Any = self._data[name]
        if type(value) not in (int, float):
            self.fault(name, f"a number; found {_KINDS.get(type(value), 'a date')} {shown(value)}")
            return None
        return float(value)

    def numbers(self, name: str) -> dict[str, float]:
        """A table of numbers."""
        value = self._get(name, dict, required=False)
        if value is None:
            return {}
        inner = Fields(self.file, (*self.path, name), value, self.owner)
        found = {key: inner.number(key) for key in value}
        return {key: value for key, value in found.items() if value is not None}

    def word(self, name: str, words: type[_Word], *, required: bool = False) -> _Word | None:
        """One word of a fixed set."""
        value = self._get(name, str, required=required)
        if value is None:
            return None
        known = [word.value for word in words]
        if value not in known:
            self.fault(name, f"one of {', '.join(known)}; found {shown(value)}{nearest(value, known)}")
            return None
        return words(value)

    def wording(self, name: str) -> dict[str, str]:
        """A table of texts, such as the wording by choice of a statement."""
        value = self._get(name, dict, required=False)
        if value is None:
            return {}
        inner = Fields(self.file, (*self.path, name), value, self.owner)
        return {key: inner.text(key, exact=True) for key in value}

    def table(self, name: str) -> Fields | None:
        """A table of its own."""
        value = self._get(name, dict, required=False)
        return None if value is None else Fields(self.file, (*self.path, name), value, self.owner)

    def tables(self, name: str) -> list[Fields]:
        """A list of tables (`[[question]]`)."""
        value = self._get(name, list, required=False)
        tables: list[Fields] = []
        for index, item in enumerate(value or ()):
            if isinstance(item, dict):
                tables.append(Fields(self.file, (*self.path, name, index), item, self.owner))
            else:
                self.fault(name, f"a list of tables; found {shown(item)} in it")
        return tables

    def close(self) -> None:
        """Report every field that nobody read."""
        for name in self._data:
            if name not in self._known:
                known = ", ".join(sorted(self._known))
                self.fault(name, f"one of the known fields ({known}){nearest(name, self._known)}")
