"""Coverage by law: which questions speak to a law in force, how they stand, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.assessment.answer import State
from app.assessment.case import Case
from app.assessment.context import context_of
from app.assessment.contradictions import contradictions_of
from app.assessment.facts import Facts
from app.assessment.findings import Findings
from app.assessment.profile import Mark
from app.assessment.standing import mark_of
from app.questionnaire.expressions import ConditionError
from app.questionnaire.model import Pack
from app.questionnaire.rule_expressions import Expression
from app.questionnaire.rules import Against, Law, Rulebook

COUNTS: Mapping[Mark, str] = {
    Mark.YES: "addressed",
    Mark.PART: "partly",
    Mark.CONTRADICTED: "contradicted",
    Mark.NO: "adverse",
    Mark.SILENT: "silent",
    Mark.OPEN: "open",
    Mark.NA: "n/a",
}
"""What the counts call each mark, in the order in which they are shown. Adverse is what speaks against the vendor, whichever
of yes and no that is: beside a question that asks for something bad, `no` would be read as the opposite."""

_MISSING = frozenset({Mark.NO, Mark.SILENT, Mark.OPEN})


@dataclass(frozen=True, slots=True)
class LawItem:
    """One question that speaks to a law."""

    question: str
    """Its id."""
    citations: tuple[str, ...]
    """Those of its citations that name the law; empty where the pack names the question itself."""
    state: State
    """As it was answered."""
    standing: State
    """The state on the protective side, as the profile goes by it."""
    mark: Mark
    """As the profile prints it: a fact by its value, a contradicted claim as such."""
    findings: tuple[str, ...]
    """Keys of the acting findings against the vendor that speak of it or take from it, heaviest first."""


@dataclass(frozen=True, slots=True)
class LawCoverage:
    """A law in force and the questions that speak to it, in the order of the questionnaire."""

    law: str
    """Its id in the rulebook."""
    title: str
    group: str
    items: tuple[LawItem, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many questions stand so, by the words of `COUNTS`; a word without any has 0."""
        return {word: sum(item.mark is mark for item in self.items) for mark, word in COUNTS.items()}

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of the questions whose answer is no, silent or open."""
        return tuple(item.question for item in self.items if item.mark in _MISSING)


def coverage(pack: Pack, book: Rulebook, case: Case, findings: Findings) -> tuple[LawCoverage, ...]:
    """The laws and agreements in force, in the order of the rulebook.

    A law is left out when its condition does not hold or when no question in force speaks to it; one whose
    condition cannot be worked out counts as in force, so that nothing is hidden by a fault of the rulebook.
    """
    facts = Facts(pack, book)
    facts.read(case)
    items = _items(pack, case, findings)
    found = []
    for law in book.laws:
        held = tuple(
            replace(item, citations=cited)
            for item in items
            if (cited := naming(law.cited, pack.by_id[item.question].law)) or item.question in law.questions
        )
        if held and is_in_force(law, pack, book, facts):
            found.append(LawCoverage(law.id, law.title, law.group, held))
    return tuple(found)


def _items(pack: Pack, case: Case, findings: Findings) -> tuple[LawItem, ...]:
    """How every question in force stands, without its citations."""
    answers = {item: case.answer(item) for item in case.path.items}
    context = context_of(case.assessment, answers, contradictions=contradictions_of(findings, pack))
    speaking: dict[str, dict[str, None]] = {}
    for finding in findings.acting:
        if finding.against is Against.VENDOR:
            for one in (*finding.answers, *(cap.question for cap in finding.caps)):
                if one in pack.by_id:
                    speaking.setdefault(pack.by_id[one].parent or one, {})[finding.key] = None
    return tuple(
        LawItem(
            question=question.id,
            citations=(),
            state=case.answer(question.id).state,
            standing=case.standing(pack, question.id),
            mark=mark_of(question.id, pack, answers, context),
            findings=tuple(speaking.get(question.id, ())),
        )
        for question in pack.questions
        if question.id in case.path.in_force
    )


def unnamed(pack: Pack, book: Rulebook) -> tuple[str, ...]:
    """Citations of questions that no law of the rulebook matches, each once."""
    cited = dict.fromkeys(citation for question in pack.questions for citation in question.law)
    return tuple(one for one in cited if not any(naming(law.cited, (one,)) for law in book.laws))


def is_in_force(law: Law, pack: Pack, book: Rulebook, facts: Facts) -> bool:
    """Whether a law is in force for the case that the facts were read from; see `coverage`."""
    if not law.when:
        return True
    try:
        expression = Expression(law.when, pack.by_id, names=book.names)
        value = expression.value(facts.entries(sorted(expression.references)), facts.extra, facts.names_in)
    except ConditionError:
        return True
    return value is not False


@lru_cache(maxsize=10_000)
def naming(patterns: tuple[str, ...], citations: tuple[str, ...]) -> tuple[str, ...]:
    """The citations that one of the patterns matches; a pattern that is none matches nothing."""
    compiled = [one for pattern in patterns if (one := _compiled(pattern)) is not None]
    return tuple(citation for citation in citations if any(one.search(citation) for one in compiled))


@lru_cache(maxsize=1_000)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error:
        return None
