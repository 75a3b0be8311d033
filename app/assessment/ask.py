"""One point of the letter to a vendor, how heavy it is, and what it costs to answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from app.assessment.findings import HEAVY
from app.questionnaire.model import Severity

SILENT = "The documents do not say."


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
    """Id of the question, or empty for what is about none."""
    title: str
    """The finding's title, or the question in words."""
    effort: Effort
    severity: Severity
    read: tuple[str, ...]
    """What was read: short quotes with document and place, rows of a register, or that the documents do not say. Empty
    where no passage is behind it."""
    found: tuple[str, ...]
    """What the findings say, or what falls short, as sentences."""
    asked: str
    """What is asked beyond the common request, as sentences; may be empty."""
    settles: str
    """What would settle it; may be empty."""
    law: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """Ids of the findings."""
    due: str = ""
    """ISO date by which it is to be settled, where a finding carries one."""
    number: int = 0
    """Its number in the letter; what falls short in one section shares one."""
    letter: str = ""
    """Tells it from the others of its number: `a`, `b`."""
    section: str = ""
    """Id of the section it is asked under; empty for what is about the documents themselves."""
    falls_short: bool = False
    """Whether no more is behind it than an answer that is silent, second-hand or holds in part: a row is enough for it."""
    clashes: bool = False
    """Whether two statements are set against each other."""
    keys: tuple[str, ...] = ()
    """Keys of the findings that it covers; never printed."""
    papers: str = ""
    """Where the questionnaire says that the answer usually stands."""

    @property
    def label(self) -> str:
        """As it is named in the letter: `12`, `14a`."""
        return f"{self.number}{self.letter}"

    @property
    def is_silent(self) -> bool:
        """Whether nothing was read about it."""
        return self.read == (SILENT,)

    @property
    def is_heavy(self) -> bool:
        """Whether it stands among the points that come first."""
        return self.severity in HEAVY
