"""Section P2: what the product is, who uses it, and who operates it."""

from __future__ import annotations

from app.assessment import registers
from app.assessment.clauses import one_line, stopped
from app.assessment.places import FACTS
from app.assessment.profile import Block, Facts, Heading, Paragraph
from app.assessment.sheet import Sheet
from app.assessment.standing import SAID


def overview(sheet: Sheet) -> tuple[Block, ...]:
    """The blocks of P2."""
    names = [name for name in FACTS if name.startswith("product.name") and sheet.in_force(name)]
    facts = Facts(
        (
            ("Vendor", sheet.assessment.vendor),
            *((FACTS[n][1], sheet.fact(n)) for n in names),
            *_operator(sheet),
        )
    )
    return (
        facts,
        Heading("What it does"),
        *_told(sheet, "product.overview"),
        *registers.features(sheet),
        Heading("Users, access and payment"),
        *sheet.statements("P2"),
    )


def _operator(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The legal entity, field by field, with its limit and its source."""
    if not sheet.in_force("product.operator"):
        return ()
    record, question = sheet.record("product.operator"), sheet.pack.by_id["product.operator"]
    if not record:
        return (("Operator", sheet.fact("product.operator")),)
    named = tuple((column.label, record[column.id]) for column in question.columns if column.id in record)
    more = (
        ("Operator, limit", sheet.limit(question)),
        ("Operator, source", sheet.sources("product.operator")),
    )
    return (*named, *((label, text) for label, text in more if text))


def _told(sheet: Sheet, question_id: str) -> tuple[Block, ...]:
    """A long text as the reviewer wrote it, paragraph by paragraph, with its source."""
    if not sheet.in_force(question_id):
        return ()
    value = sheet.answer(question_id).value
    if sheet.standing(question_id) not in SAID or not isinstance(value, str):
        return (Paragraph(stopped(sheet.fact(question_id))),)
    parts = [one_line(part) for part in value.split("\n") if part.strip()]
    limit, source = sheet.limit(sheet.pack.by_id[question_id]), sheet.sources(question_id)
    return (
        *(Paragraph(part) for part in parts),
        *(Paragraph(note, "small") for note in (limit, source) if note),
    )
