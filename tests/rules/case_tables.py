"""The case tables of the rules: how a TOML table of `cases/` becomes a case to judge.

A case names its rule, says in one sentence what the situation is, and gives the answers:

    [[case]]
    rule = "CON-01"
    says = "Targeted ads are barred, and an advertising company gets a device identifier."
    fires = true                  # false: a near miss, one thing different from a case that fires
    severity = "critical"         # optional, expected
    subject = ""                  # optional, expected
    message = "AdNetwork"         # optional: words that the message must contain
    proposed = false              # true: expected among the proposals
    waits = false                 # true: the rule is expected to wait for an answer
    jurisdictions = ["CA"]        # default none
    review_date = "2026-11-22"    # default
    today = "2026-11-22"          # default
    vendor = "Larkspur Learning"  # default
    rest = ""                     # "silent": everything in force that is not named is `not_addressed`
    hidden = []                   # ids that are answered here and expected to be out of force
    stored = []                   # SHA-256 of the files kept with the assessment
    same = []                     # names declared the same: [["company", "a", "b"]]
    different = []                # names declared different
    [case.answers]
    "ferpa.purpose" = "yes"       # yes partial no na silent unanswered; other text is the value
    "breach.deadline" = { value = { number = 72, unit = "hours" }, state = "partial", reason = "...", quotes = ["..."] }
    [case.rows]
    "thirdparty.register" = [ { name = "AdNetwork", function = "advertising" } ]
    [case.caps]                   # expected: credit by question, or { grade = 1 }, { evidence = 0.5 }; empty: none at all
    "sopipa.no_sale" = 0.0

A register without rows (`[]`) is one that the documents say nothing about. A quote is a text (document D1, line 1) or a
table with `quote`, `document`, `place`, `row` and `lost`. The value "this version" stands for the version that the case
itself has. Without rows for `review.documents` there is one current
policy of the vendor, D1.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from app.assessment.answer import Answer, Assessment, Citation, State
from app.assessment.case import Case
from app.assessment.findings import Finding, Findings
from app.assessment.judge import Judge
from app.assessment.path import PathFinder
from app.assessment.progress import progress
from app.assessment.values import parse
from app.assessment.version import version
from app.questionnaire.loader import load_installed
from app.questionnaire.model import AnswerType, Question
from app.questionnaire.rulebook import load_rulebook

CASES = Path(__file__).parent / "cases"
PACK = load_installed("k12")
BOOK = load_rulebook("k12")
FINDER = PathFinder(PACK)

_WORDS = {"silent": State.NOT_ADDRESSED, **{state.value: state for state in State}}
_ONLY_OF_STATEMENTS = frozenset({"yes", "no"})
_REASON = "only part of it"
_D1 = {
    "doc_id": "D1",
    "title": "Privacy Policy",
    "kind": "policy",
    "stated_date": "2026-03-02",
    "covers_product": "yes",
    "signed": "n/a",
}
_KNOWN = frozenset(
    {
        "rule",
        "says",
        "fires",
        "severity",
        "subject",
        "message",
        "proposed",
        "waits",
        "jurisdictions",
        "review_date",
    }
    | {"today", "vendor", "rest", "hidden", "stored", "same", "different", "answers", "rows", "caps"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """One case as its table tells it."""

    file: str
    number: int
    """From 1, within its file."""
    table: Mapping[str, Any]

    @property
    def rule(self) -> str:
        """Id of the rule it is about."""
        return str(self.table["rule"])

    @property
    def fires(self) -> bool:
        """Whether the rule is expected to say something: as a finding, or as a proposal."""
        return bool(self.table.get("fires", False) or self.table.get("proposed", False))

    @property
    def waits(self) -> bool:
        """Whether the rule is expected to wait."""
        return bool(self.table.get("waits", False))

    def __str__(self) -> str:
        words = "-".join(str(self.table.get("says", "")).split()[:8])
        return f"{self.rule}-{self.number}-{'yes' if self.fires else 'no'}-{words}"


def told() -> Iterator[Told]:
    """Every case of every table, in the order of the files."""
    for path in sorted(CASES.glob("*.toml")):
        for number, table in enumerate(tomllib.loads(path.read_text("utf-8")).get("case", ()), start=1):
            yield Told(path.name, number, table)


@cache
def the_judge() -> Judge:
    """One judge for all cases, as one serves all keypresses."""
    return Judge(PACK, BOOK)


def judged(case: Told) -> tuple[Findings, list[Finding], list[Finding]]:
    """Everything that was found, and of it what the case's rule found and proposed (of its subject, where it has one)."""
    findings = the_judge().findings(case_of(case))
    subject = case.table.get("subject")

    def mine(finding: Finding) -> bool:
        return finding.rule == case.rule and subject in (None, finding.subject)

    found = [finding for finding in findings.found if mine(finding)]
    proposed = [proposal.finding for proposal in findings.proposals if mine(proposal.finding)]
    return findings, found, proposed


def case_of(case: Told) -> Case:
    """What the judge reads. Fails for a table that cannot be meant as it stands."""
    table = case.table
    assert not (unknown := set(table) - _KNOWN), f"unknown in a case: {sorted(unknown)}"
    answers = dict(_answers(table))
    named = set(answers) - {"review.documents", "review.reviewer", "review.jurisdictions"}
    if table.get("rest") == "silent":
        for item in PACK.items:
            answers.setdefault(item.id, Answer(State.NOT_ADDRESSED))
    path = FINDER.find(answers)
    out = {item for item in named if item not in path.in_force}
    assert out == set(table.get("hidden", ())), f"answered, and not asked: {sorted(out)}"
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    vendor = str(table.get("vendor", "Larkspur Learning"))
    assessment = Assessment(1, "a", vendor, f"{vendor} Class", PACK.id, PACK.version, PACK.sha256, at, at)
    for item, answer in answers.items():
        if answer.value == "this version":
            answers[item] = replace(answer, value=version(assessment, answers, path)[:12])
    return Case(
        assessment=assessment,
        answers=answers,
        path=path,
        progress=progress(PACK, path, answers),
        dispositions={},
        names=_names(table),
        stored=frozenset(table.get("stored", ())),
        today=date.fromisoformat(table.get("today", "2026-11-22")),
    )


def _names(table: Mapping[str, Any]) -> dict[tuple[str, str, str], bool]:
    return {
        (kind, *sorted((first.casefold(), second.casefold()))): same
        for same, word in ((True, "same"), (False, "different"))
        for kind, first, second in table.get(word, ())
    }


def _answers(table: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    review_date = table.get("review_date", "2026-11-22")
    record = {"name": "A. Reviewer", **({"review_date": review_date} if review_date else {})}
    yield "review.reviewer", _given("review.reviewer", {"value": record})
    if table.get("jurisdictions"):
        yield "review.jurisdictions", _given("review.jurisdictions", {"value": table["jurisdictions"]})
    else:
        yield "review.jurisdictions", Answer(State.NOT_ADDRESSED)
    yield "review.documents", _given("review.documents", {"rows": [_D1]})
    for item, told_rows in table.get("rows", {}).items():
        yield item, _given(item, told_rows if isinstance(told_rows, dict) else {"rows": told_rows})
    for item, told_answer in table.get("answers", {}).items():
        yield item, _given(item, told_answer)


def _given(item: str, told_answer: Any) -> Answer:
    question = PACK.by_id[item]
    if not isinstance(told_answer, dict):
        told_answer = _read(question, told_answer)
    known = {"state", "value", "rows", "reason", "note", "quotes"}
    assert not (unknown := set(told_answer) - known), f"{item}: unknown in an answer: {sorted(unknown)}"
    value = parse(question, told_answer.get("rows", told_answer.get("value")))
    state = _WORDS[told_answer.get("state") or _implied(question, told_answer, value)]
    needs_reason = state in (State.PARTIAL, State.NA)
    return Answer(
        state=state,
        value=value,
        reason=str(told_answer.get("reason", _REASON if needs_reason else "")),
        note=str(told_answer.get("note", "")),
        citations=tuple(_citation(quote) for quote in told_answer.get("quotes", ())),
    )


def _read(question: Question, text: Any) -> dict[str, Any]:
    """Bare text or a list: a state where it is the word of one that the question can have, else a value."""
    word = str(text)
    is_state = word in _WORDS and word not in question.choices
    if is_state and (question.type is AnswerType.STATEMENT or word not in _ONLY_OF_STATEMENTS):
        return {"state": word}
    return {"value": text}


def _implied(question: Question, told_answer: Mapping[str, Any], value: Any) -> str:
    if question.type is AnswerType.STATEMENT:
        raise AssertionError(f"{question.id}: say its state")
    if value is None:
        return "silent"
    silent = question.silent_choice
    return "silent" if silent and value in (silent, (silent,)) else "answered"


def _citation(quote: str | Mapping[str, str]) -> Citation:
    if isinstance(quote, str):
        return Citation("D1", "line 1", quote)
    return Citation(**{"document": "D1", "place": "line 1", **quote})
