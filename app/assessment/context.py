"""What the wording of a profile needs besides the pack, the answers and the path."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.assessment.answer import UNANSWERED, Answers, Assessment, Citation
from app.assessment.documents import Document, find_document, read_date, read_documents
from app.questionnaire.model import Question


class Contradiction(NamedTuple):
    """What findings say against an answer."""

    rule: str
    """Id of the rule (`CON-02`); of several, all of them (`CON-02 and CON-04`)."""
    message: str
    """What contradicts it, as a clause (`the third-party list includes an advertising company`)."""
    kept: float = 0.0
    """How much of the claim still counts: 0 nothing, 1 all of it, anything between a part."""
    differs: bool = False
    """Whether the passages only differ and can both be true: the claim holds in part, and nothing contradicts it."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who the vendor is, what is in evidence, the day that ages count from, and what contradicts what."""

    vendor: str
    product: str = ""
    documents: tuple[Document, ...] = ()
    review_date: date | None = None
    contradictions: Mapping[str, Contradiction] = field(default_factory=dict)
    """By question id."""
    stored: frozenset[str] = frozenset()
    """SHA-256 (hex) of the documents whose files are kept with the assessment."""


def context_of(
    assessment: Assessment,
    answers: Answers,
    *,
    contradictions: Mapping[str, Contradiction] | None = None,
    stored: Collection[str] = (),
) -> Context:
    """The context of an assessment's sentences.

    Without a review date the day of the last change stands for it: the age of a source needs some day.
    """
    record = answers.get("review.reviewer", UNANSWERED).value
    stated = record.get("review_date", "") if isinstance(record, Mapping) else ""
    return Context(
        vendor=assessment.vendor,
        product=assessment.product,
        documents=read_documents(answers, assessment.vendor, assessment.product),
        review_date=read_date(stated) or assessment.changed_at.date(),
        contradictions=contradictions or {},
        stored=frozenset(stored),
    )


def citations_of(question: Question, answers: Answers) -> tuple[Citation, ...]:
    """The citations an answer rests on: its own, and for a follow-up without any those of its question."""
    own = answers.get(question.id, UNANSWERED).cited
    if own or question.parent is None:
        return own
    return answers.get(question.parent, UNANSWERED).cited


def evidence_of(question: Question, answers: Answers, context: Context) -> tuple[Document, ...]:
    """The documents an answer rests on. One that the register does not have counts as second-hand."""
    known = context.documents
    return tuple(
        find_document(known, citation.document) or Document(citation.document, by_vendor=False)
        for citation in citations_of(question, answers)
    )
