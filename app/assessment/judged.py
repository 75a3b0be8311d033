"""What follows from the answers, together with what it was judged by: all that a print needs of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.assessment.case import JudgeSettings
from app.assessment.findings import FindingState
from app.assessment.score import Judgement
from app.questionnaire.model import Severity
from app.questionnaire.rules import Against, Rulebook, RuleKind

if TYPE_CHECKING:
    from app.assessment.coverage import LawCoverage
    from app.assessment.findings import Finding

SHORT_DIGEST = 12
"""Characters of a digest that stand in running heads and signatures."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement with the rulebook, the settings and the coverage by law that go with it."""

    judgement: Judgement
    coverage: tuple[LawCoverage, ...] = ()
    book: Rulebook = field(default_factory=lambda: Rulebook(""))
    settings: JudgeSettings = field(default_factory=JudgeSettings)

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings about the vendor that act, heaviest first."""
        return tuple(f for f in self.judgement.findings.acting if f.against is Against.VENDOR)

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """The findings about the review itself that act."""
        return tuple(f for f in self.judgement.findings.acting if f.against is Against.REVIEW)

    @property
    def settled(self) -> tuple[Finding, ...]:
        """What was fixed or withdrawn and may be published.

        A proposal that the reviewer dismissed never was a finding, and says what nobody holds: it is left out.
        """
        return tuple(
            f
            for f in self.judgement.findings.found
            if not f.acts and not (f.kind is RuleKind.ASSIST and f.state is FindingState.WITHDRAWN)
        )

    @property
    def has_open_critical(self) -> bool:
        """Whether a critical finding about the vendor stands."""
        return any(f.severity is Severity.CRITICAL for f in self.standing)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what was judged: the rules, the tiers, and every finding with its state."""
        verdict = self.judgement.verdict
        said = {
            "rules": self.judgement.rules,
            "tier": [verdict.tier.value, verdict.computed.value, verdict.override],
            "settings": [dict(self.settings.thresholds), list(self.settings.extra_gates)],
            "findings": [
                [f.rule, f.subject, f.severity.value, f.message, f.state.value, f.reason, f.owner, f.due]
                for f in (*self.standing, *self.lacking, *self.settled)
            ],
        }
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()
