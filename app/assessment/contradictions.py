"""What findings contradict which answers, ready to stand in the sentence of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.assessment.clauses import begun_small, listed, one_line, without_stop
from app.assessment.context import Contradiction
from app.assessment.findings import Finding, Findings
from app.questionnaire.model import Pack

_MOST_MESSAGES = 2
"""Messages that stand in one sentence; the other findings are named only."""
_SAID_AGAIN = re.compile(r"The vendor [^.;:]{1,80}, yet (?P<rest>\w.*)")
"""A message that first repeats the promise: the sentence that it stands in has said that already."""


def contradictions_of(findings: Findings, pack: Pack) -> Mapping[str, Contradiction]:
    """What contradicts each answer, by question id, from the contradictions that act.

    A finding contradicts the answers whose credit it caps, or, where its passages only differ, takes a part from them. One that caps none speaks beside them: that a seal is
    narrower than the promises under it takes nothing from a promise. Proposals contradict nothing, nor do findings
    that are fixed or withdrawn.
    """
    against: dict[str, list[tuple[Finding, float]]] = {}
    for finding in findings.acting:
        if finding.is_contradiction:
            for question, kept in _contradicted(finding, pack):
                against.setdefault(question, []).append((finding, kept))
    return {question: _joined(found) for question, found in against.items()}


def _contradicted(finding: Finding, pack: Pack) -> Iterable[tuple[str, float]]:
    """The answers a finding contradicts, each with what of its credit is left."""
    capped: dict[str, float] = {}
    for cap in finding.caps:
        if cap.credit is not None and cap.question in pack.by_id:
            capped[cap.question] = min(cap.credit, capped.get(cap.question, 1.0))
    return capped.items()


def _joined(found: list[tuple[Finding, float]]) -> Contradiction:
    if not all(finding.differs for finding, _ in found):  # what contradicts it comes first
        found = sorted(found, key=lambda one: one[0].differs)
    rules = list(dict.fromkeys(finding.rule for finding, _ in found))
    clauses = list(dict.fromkeys(clause(finding.message) for finding, _ in found))
    shown = clauses[:_MOST_MESSAGES]
    differs = all(finding.differs for finding, _ in found)
    return Contradiction(listed(rules), "; and ".join(shown), min(kept for _, kept in found), differs)


def clause(message: str) -> str:
    """A message as it stands inside a sentence: on one line, without its stop, begun small unless with a name.

    What it says of the promise itself is left out: that stands in front of it.
    """
    text = without_stop(one_line(message))
    if again := _SAID_AGAIN.match(text):
        text = f"it {again['rest']}"
    return begun_small(text)
