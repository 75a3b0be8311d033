"""Where checks put what they find: faults with the line of the field they are about."""

from __future__ import annotations

from collections.abc import Mapping

from app.questionnaire.faults import Fault
from app.questionnaire.model import Question, Section, Statement


class Report:
    """Collects faults and knows the line of every field."""

    def __init__(self, places: Mapping[str, Mapping[str, int]]) -> None:
        """`places` gives lines by place (`040-ferpa.toml:7`) and field name."""
        self._places = places
        self.faults: list[Fault] = []

    def add(self, part: Question | Section | Statement, field: str, expected: str) -> None:
        """Note a fault of a field of a question, section or statement."""
        file, _, line = part.place.rpartition(":")
        number = int(line) if line.isdigit() else 0
        lines = self._places.get(part.place, {})
        self.faults.append(Fault(file or "pack", lines.get(field, number), part.id, field, expected))
