"""Section P16, coverage: for each law in force how the questions that speak to it stand, and what is missing."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from app.assessment.clauses import one_line
from app.assessment.judged import Judged
from app.assessment.profile import Block, Heading, Mark, Paragraph, Table, TableColumn

if TYPE_CHECKING:
    from app.assessment.coverage import LawCoverage

_EXPLAINED = (
    "Which laws and agreements are in force for this review follows from the states chosen and from what the product is. "
    "A question counts as addressed where the documents answer it well. That says nothing about whether the law is kept."
)
_WORDS = {
    Mark.YES: "addressed",
    Mark.PART: "partly",
    Mark.CONTRADICTED: "contradicted",
    Mark.NO: "no",
    Mark.SILENT: "silent",
    Mark.OPEN: "open",
    Mark.NA: "not applicable",
}
_WANTING = (Mark.CONTRADICTED, Mark.NO, Mark.SILENT, Mark.OPEN)
"""Marks whose questions are named, in this order."""
_MOST_NAMED = 12


def coverage(judged: Judged) -> tuple[Block, ...]:
    """A table for each group of laws; nothing where no coverage was worked out."""
    if not judged.coverage:
        return ()
    columns = (
        TableColumn("Law or agreement", 2.2),
        TableColumn("Questions", 0.8),
        TableColumn("How they stand", 2),
        TableColumn("What is missing or contradicted", 4.6),
    )
    blocks: list[Block] = [Heading("Coverage by law and state"), Paragraph(_EXPLAINED)]
    for group, laws in groupby(judged.coverage, key=lambda law: law.group):
        rows = tuple(
            (one_line(law.title), str(len(law.items)), _standing(law), _missing(law)) for law in laws
        )
        blocks.append(Table(one_line(group), columns, rows, compact=True))
    return tuple(blocks)


def _standing(law: LawCoverage) -> str:
    counts = ((sum(item.mark is mark for item in law.items), word) for mark, word in _WORDS.items())
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def _missing(law: LawCoverage) -> str:
    """The questions that no good answer covers, by their ids, one line for each mark."""
    lines = []
    for mark in _WANTING:
        named = [item.question for item in law.items if item.mark is mark]
        more = len(named) - _MOST_NAMED
        shown = ", ".join(named[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        if named:
            lines.append(f"{_WORDS[mark]}: {shown}")
    return "\n".join(lines) or "none"
