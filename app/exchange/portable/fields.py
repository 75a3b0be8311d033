"""One table of a portable file while it is read, and the ledger of everything that is wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

from app.assessment.values import clean
from app.exchange.portable.values import PortableFault
from app.questionnaire.source import Lines

Step = str | int
"""A key of a table or an index of an array."""


class Ledger:
    """Every fault and every warning of one file, on the way through it."""

    def __init__(self, text: str) -> None:
        """Takes the text of the file, which is known to be TOML."""
        self._lines = Lines(text.replace("\r\n", "\n"))
        self.faults: list[PortableFault] = []
        self.warnings: list[str] = []

    def line(self, path: tuple[Step, ...]) -> int:
        """The line of a table or field, or of the nearest one around it."""
        return self._lines.of(path)

    def warn(self, sentence: str) -> None:
        """Note a sentence, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one table, and where it stands."""

    table: Mapping[str, Any]
    path: tuple[Step, ...]
    where: str
    """What messages call it: a question's id, or the table's name."""
    ledger: Ledger

    def fault(self, name: str, problem: str) -> None:
        """Note a fault of the field of this name."""
        line = self.ledger.line((*self.path, name) if name else self.path)
        self.ledger.faults.append(PortableFault(line, self.where, problem))

    def only(self, known: Sequence[str]) -> None:
        """Note every field that is not one of these."""
        for name in self.table:
            if name not in known:
                self.fault(name, f'"{name[:60]}" is not known here{nearest(name, known)}')

    def text(self, name: str) -> str:
        """A text that may be missing; what cannot be stored is replaced, with a warning."""
        raw = self.table.get(name, "")
        if not isinstance(raw, str):
            self.fault(name, f"{name} must be a text in quotes")
            return ""
        self.warn_of_nul(raw, name)
        return clean(raw)

    def moment(self, name: str) -> datetime | None:
        """An aware time in UTC; None where it is missing or wrong."""
        raw = self.table.get(name)
        if raw is None:
            return None
        if not isinstance(raw, datetime) or raw.tzinfo is None:
            self.fault(name, f"{name} must be a time with its zone, such as 2026-11-22T10:00:00Z")
            return None
        try:
            return raw.astimezone(UTC)
        except OverflowError:
            self.fault(name, f"{name} is out of range")
            return None

    def raw(self, name: str) -> Any:
        """A value as `values.parse` takes it: TOML knows dates, answers keep them as text."""
        raw = self.table[name]
        self.warn_of_nul(raw, "value")
        return raw.isoformat() if isinstance(raw, date) else raw

    def warn_of_nul(self, raw: Any, name: str) -> None:
        """Say where cleaning is about to replace what cannot be stored."""
        texts = raw if isinstance(raw, list) else [raw]
        if any(isinstance(text, str) and "\0" in text for text in texts):
            stand_in = "\N{REPLACEMENT CHARACTER}"
            self.ledger.warn(f"{self.where}: a NUL character in its {name} was replaced by {stand_in}.")


def are_tables(raw: Any) -> bool:
    """Whether this is a list of tables."""
    return isinstance(raw, list) and all(isinstance(one, Mapping) for one in raw)


def nearest(word: str, words: Sequence[str]) -> str:
    """`; did you mean "..."?` where one of the words is near, else nothing."""
    near = get_close_matches(word, words, 1)
    return f'; did you mean "{near[0]}"?' if near else ""
