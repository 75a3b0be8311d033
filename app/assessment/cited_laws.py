"""Which laws a vendor is asked about: those in force for the review, and those that its own documents claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.assessment.case import Case
from app.assessment.clauses import one_line
from app.assessment.coverage import is_in_force, naming
from app.assessment.facts import Facts
from app.assessment.findings import Finding
from app.assessment.score import Judgement
from app.assessment.values import rows_of
from app.questionnaire.model import Pack
from app.questionnaire.rules import Law, Rulebook

_CLAIMS = "law.claims"
"""The register of laws that the documents name."""
_NUMBER = re.compile(r"\d[\w.-]{2,40}\d|\b\d{4,}\b")
"""A section or an act's number in a law's title: `22584`, `49073.1`, `1006.1494`."""
_NAME = re.compile(r"\b[A-Z]{2}[A-Z0-9]*\b|\b[A-Z][a-z]+[A-Z]{2,}\b")
"""A law's short name in its title: `SOPIPA`, `CalOPPA`."""
_NO_NAMES = frozenset({"NDPA", "CFR", "RSA", "GL", "IEC", "ISO", "SA", "EU", "UK", "EC", "USC", "II"})
"""What looks like a short name and is none, or is one that many laws share."""


class CitedLaws:
    """Tells the citations that matter to a review from those of states where no school is."""

    def __init__(self, pack: Pack, book: Rulebook, case: Case) -> None:
        """Works out at once which laws are in force."""
        facts = Facts(pack, book)
        facts.read(case)
        claims = list(_claims(case))
        self._here, self._elsewhere = list[Law](), list[Law]()
        for law in book.laws:
            here = is_in_force(law, pack, book, facts) or any(_claimed(law, claim) for claim in claims)
            (self._here if here else self._elsewhere).append(law)

    def kept(self, citations: Iterable[str]) -> tuple[str, ...]:
        """The citations without those that only name laws of other places; a citation of no known law stays."""
        return tuple(one for one in citations if self._matters(one))

    def _matters(self, citation: str) -> bool:
        return not _named(self._elsewhere, citation) or _named(self._here, citation)


def laws_that_matter(pack: Pack, book: Rulebook, case: Case, judgement: Judgement) -> Judgement:
    """The same judgement, its findings citing only laws that are in force for the review or that the documents claim."""
    cited = CitedLaws(pack, book, case)

    def trimmed(finding: Finding) -> Finding:
        return replace(finding, law=cited.kept(finding.law))

    findings = judgement.findings
    return replace(judgement, findings=replace(findings, found=tuple(map(trimmed, findings.found))))


def _named(laws: Iterable[Law], citation: str) -> bool:
    return any(naming(law.cited, (citation,)) for law in laws)


def _claims(case: Case) -> Iterator[str]:
    """What the documents claim, each as one line."""
    for row in rows_of(case.answer(_CLAIMS).value):
        yield one_line(" ".join(row.cells.get(name, "") for name in ("law", "citation_as_written")))


def _claimed(law: Law, claim: str) -> bool:
    """Whether a claim speaks of a law: by its citation, its number or its short name."""
    if naming(law.cited, (claim,)):
        return True
    words = {*_NUMBER.findall(law.title), *(set(_NAME.findall(law.title)) - _NO_NAMES)}
    return any(re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", claim) for word in words)
