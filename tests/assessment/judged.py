"""Judgements made by hand, for tests of what is printed of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from app.assessment.answer import Citation
from app.assessment.findings import (
    AppliedCap,
    Finding,
    Findings,
    FindingState,
    Proposal,
    SideShown,
    Spot,
)
from app.assessment.score import Figures, Judgement, Line, Loss, LossKind, Score, Tier, Verdict
from app.questionnaire.model import Severity
from app.questionnaire.rules import Against, RuleKind

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PROMISE = Citation("D1", "line 45", "We do not sell student data.")
LISTED = Citation("D1", "line 162", "EPOM for serving targeted advertising")


def finding(
    rule: str,
    severity: Severity = Severity.HIGH,
    *,
    subject: str = "",
    against: Against = Against.VENDOR,
    kind: RuleKind = RuleKind.AUTO,
    caps: Sequence[AppliedCap] = (),
    sides: Sequence[SideShown] = (),
    state: FindingState = FindingState.OPEN,
    **more: str | tuple[str, ...] | datetime,
) -> Finding:
    words = {
        "title": f"Title of {rule}",
        "message": f"The message of {rule}.",
        "law": ("Law 1",),
        "fix": "Mend it.",
        "answers": (),
    }
    return Finding(
        rule=rule,
        subject=subject,
        severity=severity,
        kind=kind,
        against=against,
        caps=tuple(caps),
        sides=tuple(sides),
        state=state,
        **(words | more),  # type: ignore[arg-type]
    )


def no_sale(severity: Severity = Severity.CRITICAL, **more: str) -> Finding:
    """A promise not to sell beside a row that sells."""
    return finding(
        "CON-02",
        severity,
        caps=[AppliedCap("sopipa.no_sale", credit=0.0)],
        sides=[
            SideShown("What is promised", (Spot("sopipa.no_sale", "yes", citations=(PROMISE,)),)),
            SideShown(
                "What the third-party list shows",
                (Spot("thirdparty.register", "EPOM (what for: advertising)", "r1", (LISTED,)),),
            ),
        ],
        message="A promise that no advertiser receives data sits beside a row that gives it to one: EPOM.",
        title="No-sale promise against the register",
        answers=("sopipa.no_sale", "thirdparty.register"),
        **more,  # type: ignore[arg-type]
    )


LINES = (
    Line("sopipa.no_sale", "sopipa", 8, 1, 0, 2, 0.7, 1.0, "D1", gate=True),
    Line("security.encryption.at_rest", "security", 5, 0, 0, 0, 0.0, 1.0, ""),
    Line("ferpa.ownership", "ferpa", 5, 1, 1, 2, 0.7, 0.9, "D1", gate=True),
)
LOSSES = (
    Loss("sopipa.no_sale", LossKind.CONTRADICTION, 44.4, "CON-02", "CON-02"),
    Loss("security.encryption.at_rest", LossKind.ANSWER, 27.8, "the documents are silent"),
    Loss("ferpa.ownership", LossKind.EVIDENCE, 8.3, "published policy"),
    Loss("ferpa.ownership", LossKind.AGE, 1.9, "14 months old"),
)


def scored() -> Score:
    return Score(
        LINES,
        Figures(18, 27.78, 17.5),
        {"ferpa": Figures(5, 100.0, 63.0), "sopipa": Figures(8, 0.0, 0.0), "security": Figures(5, 0.0, None)},
        LOSSES,
        98,
        104,
        {line.question: line for line in LINES},
    )


def judgement(
    *found: Finding,
    proposals: Sequence[Finding] = (),
    verdict: Verdict | None = None,
    score: Score | None = None,
) -> Judgement:
    told = verdict or Verdict(
        Tier.DOES_NOT_MEET, Tier.DOES_NOT_MEET, ("CON-02 is critical and open.", "Commitment is 27.7.")
    )
    findings = Findings(tuple(found), tuple(Proposal(one) for one in proposals))
    return Judgement(findings, score or scored(), told, "ab" * 32)
