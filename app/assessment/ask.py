"""One point of the letter to a vendor, and what it costs to answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from app.questionnaire.model import Severity

SILENT = "The documents do not say."
TELL = "Please tell us, and say where it is written down."
"""What is asked where the documents are silent."""


_LIGHT = frozenset({Severity.MEDIUM, Severity.LOW})


class Effort(IntEnum):
    """What an answer costs the vendor, cheapest first."""

    SENTENCE = 1
    SIGNATURE = 2
    DOCUMENT = 3
    PRACTICE = 4


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that the vendor is asked."""

    question: str
    """Id of the question, or empty for a finding about none."""
    title: str
    """The question in words, or the finding's title."""
    effort: Effort
    severity: Severity
    read: tuple[str, ...]
    """What was read: short quotes with document and place, rows of a register, or that the documents do not say. Empty
    where no passage is behind it."""
    found: tuple[str, ...]
    """What the findings say, as sentences."""
    asked: str
    """What is asked, as sentences."""
    settles: str
    """What would settle it; may be empty."""
    law: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """Ids of the findings."""
    due: str = ""
    """ISO date by which it is to be settled, where a finding carries one."""
    number: int = 0
    """Its number in the letter."""
    papers: str = ""
    """Where the questionnaire says that the answer usually stands."""

    @property
    def is_silent(self) -> bool:
        """Whether nothing was read about it."""
        return self.read == (SILENT,)

    @property
    def is_thin(self) -> bool:
        """Whether a row is enough for it: nothing was read about it, and it weighs little."""
        return self.is_silent and self.severity in _LIGHT and not self.due


def by_effort(found: Iterable[Ask]) -> Mapping[Effort, tuple[Ask, ...]]:
    """The items by effort, cheapest first; efforts without any are missing."""
    groups: dict[Effort, list[Ask]] = {}
    for ask in found:
        groups.setdefault(ask.effort, []).append(ask)
    return {effort: tuple(groups[effort]) for effort in sorted(groups)}
