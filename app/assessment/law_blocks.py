"""Section P16: what is said about single laws and states, and for each law in force how its questions stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment import certificates, registers
from app.assessment.clauses import one_line
from app.assessment.judged import Judged
from app.assessment.places import FACTS, TABLES
from app.assessment.profile import Block, Heading, Mark, Paragraph, Statements, Table, TableColumn
from app.assessment.sheet import Sheet
from app.assessment.wording import unspoken
from app.questionnaire.model import AnswerType, Statement

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
    Mark.NO: "adverse",
    Mark.SILENT: "silent",
    Mark.OPEN: "open",
    Mark.NA: "not applicable",
}
_WANTING = (Mark.CONTRADICTED, Mark.NO, Mark.SILENT, Mark.OPEN)
"""Marks whose questions are named, in this order."""
_MOST_NAMED = 12
_CODES = frozenset({*(f"P{n}" for n in (*range(1, 17), 18)), *(f"P7.{n}" for n in range(1, 6))})
"""Codes under which some section prints statements."""


def other_laws(sheet: Sheet) -> tuple[Block, ...]:
    """The blocks of P16."""
    blocks: list[Block] = [*sheet.statements("P16"), *registers.claims(sheet)]
    blocks += certificates.vendor_credentials(sheet)
    for section_id in sheet.path.sections:
        section = sheet.pack.section_by_id[section_id]
        own = sheet.spoken(
            s for s in _modules(sheet) if sheet.pack.by_id[s.questions[0]].section == section_id
        )
        if own:
            law = "" if section.law == section.title else section.law
            blocks.append(Heading(f"{section.title}: {law}" if law else section.title))
            blocks += own
    covered = coverage(sheet.judged) if sheet.judged is not None else ()
    return (*blocks, *covered, *_further(sheet))


def _modules(sheet: Sheet) -> list[Statement]:
    """The statements of the modules for one state or law."""
    return [
        s for s in sheet.pack.statements if s.code.startswith("P16.") and s.questions[0] in sheet.pack.by_id
    ]


def _further(sheet: Sheet) -> tuple[Block, ...]:
    """What a changed pack asks or says in a place that no section prints: it must not be lost."""
    placed = {*_CODES, *(s.code for s in _modules(sheet))}
    spoken = {*sheet.pack.spoken, *TABLES, *FACTS}
    rest = [sheet.pack.by_id[item] for item in sheet.path.items if item not in spoken]
    lost = [s for s in sheet.pack.statements if s.code not in placed]
    lost += [unspoken(question) for question in rest if question.type is not AnswerType.TABLE]
    said = tuple(one for statement in lost if (one := sheet.sentence(statement)) is not None)
    blocks: list[Block] = [Statements(said)] if said else []
    for question in rest:
        if question.type is AnswerType.TABLE:
            blocks += registers.as_it_is(sheet, question)
    return (Heading("Further questions"), *blocks) if blocks else ()


def coverage(judged: Judged) -> tuple[Block, ...]:
    """A table of the laws in force; nothing where no coverage was worked out."""
    if not judged.coverage:
        return ()
    columns = (
        TableColumn("Of", 1),
        TableColumn("Law or agreement", 2.2),
        TableColumn("Questions", 0.8),
        TableColumn("How they stand", 2),
        TableColumn("What is missing or contradicted", 4.6),
    )
    blocks: list[Block] = [Heading("Coverage by law and state"), Paragraph(_EXPLAINED)]
    rows = tuple(
        (one_line(law.group), one_line(law.title), str(len(law.items)), _standing(law), _missing(law))
        for law in judged.coverage
    )
    return (*blocks, Table("", columns, rows, compact=True))


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
