"""A finding as plain text, to paste into a mail."""

from __future__ import annotations

from collections.abc import Iterator

from app.assessment.documents import find_document, read_documents
from app.assessment.findings import STATE_WORDS, Finding
from app.assessment.shown import readable
from app.review.view import View
from app.tui.finding_list import title_of
from app.tui.signs import name_of
from app.tui.text import shown

_LONGEST = 4_000


def finding_text(finding: Finding, view: View) -> str:
    """What is wrong, both sides with their quotes, law and remedy, line by line."""
    return "\n".join(shown(line, limit=_LONGEST) for line in _lines(finding, view))


def _lines(finding: Finding, view: View) -> Iterator[str]:
    documents = read_documents(view.answers, view.assessment.vendor, view.assessment.product)
    yield f"{finding.rule} ({finding.severity.value}, {STATE_WORDS[finding.state]}): {title_of(finding, view.pack)}"
    yield finding.message
    for side in finding.sides:
        yield ""
        yield f"{side.label}:"
        for spot in side.spots:
            question = view.pack.by_id.get(spot.question)
            yield f"- {name_of(question)}: {spot.text}" if question is not None else f"- {spot.text}"
            for citation in spot.citations:
                known = find_document(documents, citation.document)
                name = f"{known.id} {known.title}" if known is not None else citation.document
                quote = f"“{readable(citation.quote)}” " if citation.quote.strip() else ""
                yield f"  {quote}({name}, {citation.place})"
    yield ""
    if finding.law:
        yield f"Law: {'; '.join(finding.law)}"
    if finding.fix:
        yield f"To settle it: {finding.fix}"
