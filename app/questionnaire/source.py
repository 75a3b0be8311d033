"""The text of a pack's files: reading them safely, parsing TOML, and finding the line of every field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.questionnaire.faults import Fault

MAX_BYTES = 2 * 1024 * 1024
"""Largest file of a pack, in bytes."""

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\n\[\]{}]', re.DOTALL
)
_HEADER = re.compile(r"[ \t]*(\[\[?)[ \t]*([^\[\]\n]+?)[ \t]*\]")
_KEY = re.compile(
    r"""[ \t]*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)[ \t]*="""
)
_PART = re.compile(r"""[\w-]+|"[^"\n]*"|'[^'\n]*'""")

Step = str | int
"""A key of a table or an index of an array."""


def read_text(file: Path) -> str | Fault:
    """The text of one file of a pack, or the fault that keeps it from being read.

    Only regular files of at most `MAX_BYTES` in UTF-8 are read.
    """
    try:
        if not file.is_file():
            return Fault(file.name, 0, "", "", "a regular file")
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Fault(
            file.name, 0, "", "", f"a file that can be read; {error.strerror or 'it cannot be read'}"
        )
    if len(data) > MAX_BYTES:
        return Fault(file.name, 0, "", "", f"at most {MAX_BYTES // 1024 // 1024} MB; this file is larger")
    try:
        return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Fault(file.name, line, "", "", "UTF-8 text; a byte on this line is not UTF-8")


def parse(text: str, name: str) -> Mapping[str, Any] | Fault:
    """The data in a TOML text, or the fault with the line where it stops being TOML."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, line = _syntax(str(error), text)
        return Fault(name, line, "", "", f"TOML; {message}")
    except RecursionError:
        return Fault(name, 0, "", "", "TOML; arrays or tables are nested too deeply")


def _syntax(message: str, text: str) -> tuple[str, int]:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    if place is None:
        return message, 0
    line = int(place[1]) if place[1] else text.rstrip("\n").count("\n") + 1
    return message[: place.start()], line


class Lines:
    """Where every field of a TOML text stands. `tomllib` does not say, so the text is scanned once."""

    def __init__(self, text: str) -> None:
        """Scan a text that is known to be TOML."""
        self._lines: dict[tuple[Step, ...], int] = {}
        self._fields: dict[tuple[Step, ...], dict[str, int]] = {}
        self._counts: dict[tuple[Step, ...], int] = {}
        here: tuple[Step, ...] = ()
        for number, start in _statements(text):
            header = _HEADER.match(text, start)
            key = None if header else _KEY.match(text, start)
            if header:
                here = self._table(header[2], array=header[1] == "[[")
                self._lines.setdefault(here, number)
            elif key:
                *outer, name = here + _parts(key[1])
                self._lines.setdefault((*outer, name), number)
                self._fields.setdefault(tuple(outer), {}).setdefault(str(name), number)

    def _table(self, name: str, *, array: bool) -> tuple[Step, ...]:
        path: tuple[Step, ...] = ()
        parts = _parts(name)
        for index, part in enumerate(parts):
            path += (part,)
            if array and index == len(parts) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path += (self._counts[path],)
        return path

    def of(self, path: tuple[Step, ...]) -> int:
        """The line of a table or field, or of the nearest one around it; 1 when nothing is known."""
        for end in range(len(path), 0, -1):
            line = self._lines.get(path[:end])
            if line is not None:
                return line
        return 1

    def fields(self, path: tuple[Step, ...]) -> dict[str, int]:
        """The lines of the fields of one table, by field name."""
        return dict(self._fields.get(path, {}))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(name))


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Line number and offset of every line that is not inside a string or an array."""
    yield 1, 0
    line, depth = 1, 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark == "\n":
            line += 1
            if depth == 0:
                yield line, token.end()
        elif mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        else:
            line += mark.count("\n")
