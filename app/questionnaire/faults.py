"""What is wrong with a pack: faults with file, line, id and field, and the error that carries them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.questionnaire.model import Question, SearchTerms, Section, Statement

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a pack."""

    file: str
    """File name inside the pack's folder (`040-ferpa.toml`), or the folder itself."""
    line: int
    """Line in the file, counted from 1; 0 when the file as a whole is meant."""
    id: str
    """Id of the question, follow-up, section or statement; empty when the fault is outside any."""
    field: str
    """Name of the field (`choices`); empty when the whole file is meant."""
    expected: str
    """What was expected, and what was found instead."""

    def __str__(self) -> str:
        """One sentence: where, what, and what was expected."""
        where = self.file if not self.line else f"{self.file} line {self.line}"
        parts = [part for part in (where, self.id, self.field) if part]
        return f"{', '.join(parts)}: expected {self.expected}"


class PackError(Exception):
    """A pack that cannot be used. `faults` holds everything that is wrong with it, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Take the faults; there is at least one."""
        self.faults = tuple(faults)
        first, rest = self.faults[0], len(self.faults) - 1
        more = "" if not rest else f" (and {rest} more {'fault' if rest == 1 else 'faults'})"
        super().__init__(f"{first}{more}")


def shown(value: object) -> str:
    """A value from a pack for a message: quoted, shortened, control characters escaped."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def nearest(word: str, words: Iterable[str]) -> str:
    """`; did you mean 'x'?` with the known word nearest to this one, or nothing when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, tuple(words), n=1, cutoff=0.65)
    return f"; did you mean {near[0]!r}?" if near else ""


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults by file and line, each once."""
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line)))


class FaultLog:
    """Where checks put what they find. Knows the line of every field."""

    def __init__(self, places: Mapping[str, Mapping[str, int]]) -> None:
        """`places` gives lines by place (`040-ferpa.toml:7`) and field name."""
        self._places = places
        self.faults: list[Fault] = []

    def add(self, part: Question | Section | Statement | SearchTerms, field: str, expected: str) -> None:
        """Note a fault of a field of a question, section, statement or entry of search terms."""
        file, _, line = part.place.rpartition(":")
        number = int(line) if line.isdigit() else 0
        lines = self._places.get(part.place, {})
        self.faults.append(Fault(file or "pack", lines.get(field, number), part.id, field, expected))
