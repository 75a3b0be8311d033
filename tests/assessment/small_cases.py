"""Cases to be scored and judged, made of few answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from app.assessment.answer import NEEDS_REASON, Answer, Answers, Citation, State, Value
from app.assessment.case import Case, JudgeSettings
from app.assessment.findings import AppliedCap, Finding, Findings, FindingState
from app.assessment.path import PathFinder
from app.assessment.progress import progress
from app.assessment.scoring import Scorer
from app.questionnaire.model import AnswerType, Pack, Severity
from app.questionnaire.rulebook import load_rulebook
from app.questionnaire.rules import Against, Rulebook, RuleKind
from tests.assessment.answered import REASON, assessment, documents, everything, k12, path_of, reviewer, rows

TODAY = date(2026, 11, 22)


@cache
def book() -> Rulebook:
    return load_rulebook("k12")


@cache
def scorer() -> Scorer:
    """One for all tests of the real pack: what it keeps must never show."""
    return Scorer(k12(), book())


def said(
    question: str, given: object = "yes", *, cited: Iterable[str] = ("D2",), reason: str | None = None
) -> Answer:
    """An answer from a state's word or a value, resting on these documents; partial and n/a have a reason unless told."""
    statement = k12().question(question).type is AnswerType.STATEMENT
    word = isinstance(given, str) and given in set(State) and (statement or given not in ("yes", "no"))
    state = State(given) if word else State.ANSWERED
    value: Value = None if word else given  # type: ignore[assignment]
    why = reason if reason is not None else REASON if state in NEEDS_REASON else ""
    return Answer(state, value, why, citations=tuple(Citation(name, "line 7", "words") for name in cited))


def case_of(
    answers: Answers,
    *,
    settings: JudgeSettings | None = None,
    pack: Pack | None = None,
    register: Mapping[str, Mapping[str, str]] | None = None,
) -> Case:
    """A case with the usual document register (or this one) and reviewer beside these answers."""
    beside: dict[str, Answer] = {}
    if pack is None:
        listed = documents() if register is None else _register(register)
        beside = {"review.documents": listed, "review.reviewer": reviewer()}
    whole = {**answers, **beside}
    path = path_of(whole) if pack is None else PathFinder(pack).find(whole)
    done = progress(pack or k12(), path, whole)
    return Case(assessment(), whole, path, done, TODAY, settings=settings or JudgeSettings())


def _register(register: Mapping[str, Mapping[str, str]]) -> Answer:
    return Answer(State.ANSWERED, rows(*({"doc_id": name, **cells} for name, cells in register.items())))


@cache
def good_answers() -> Answers:
    """Every question answered as well as it can be, resting on a recent signed agreement."""
    answers = everything(State.YES, cited=("D2",))
    for question in k12().items:
        if question.good_side == "no":
            answers[question.id] = said(question.id, "no")
    best = {
        "review.jurisdictions": ("CA",),
        "product.child_directed": "directed to children under 13",
        "sopipa.ads_served": "none",
        "product.ai": "none",
        "data.identifiers": "not collected",
        "data.sensitive": ("none",),
        "thirdparty.signin": ("none",),
        "security.framework.proof": "certificate held by vendor",
        "policy.contract_form.signed": "both",
        "research.deidentified_use": ("none",),
        "tracking.analytics": "none",
    }
    for item, value in best.items():
        if value in (k12().question(item).choices) or isinstance(value, tuple):
            answers[item] = said(item, value)
    for item in (
        "security.accounts",
        "security.operations",
        "breach.contents",
        "coppa.notice_contents",
        "ny.plan",
    ):
        question = k12().question(item)
        alone = (*question.exclusive, question.silent_choice)
        answers[item] = said(item, tuple(one for one in question.choices if one not in alone))
    return answers


def found(
    rule: str = "CON-02",
    *caps: AppliedCap,
    severity: Severity = Severity.HIGH,
    state: FindingState = FindingState.OPEN,
    subject: str = "",
    owner: str = "",
    due: str = "",
    answers: tuple[str, ...] = (),
) -> Finding:
    """A finding as a rule would raise it."""
    return Finding(
        rule,
        subject,
        severity,
        RuleKind.AUTO,
        Against.VENDOR,
        f"Title of {rule}",
        "Something is said. And denied.",
        (),
        "Settle it.",
        answers or tuple(cap.question for cap in caps),
        caps=caps,
        state=state,
        owner=owner,
        due=due,
    )


def of(*findings: Finding) -> Findings:
    return Findings(found=findings)
