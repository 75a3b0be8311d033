"""Which findings concern which question: for the pane beside the card, the marks in the tree, and the filter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from app.assessment.findings import HEAVY, SEVERITIES, Finding, Findings
from app.questionnaire.model import Pack, Severity
from app.tui.cursor import home_of


@dataclass(frozen=True, slots=True)
class Concerns:
    """Findings by the question on whose card they matter."""

    findings: Findings = field(default_factory=Findings)
    about: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """By question, follow-ups with their question; heaviest first. Settled ones stand last."""
    proposed: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """The same for what waits for the reviewer's word."""
    items: Mapping[Severity, Collection[str]] = field(default_factory=dict)
    """Ids of the questions and follow-ups that an acting finding of this severity is about."""
    counts: Mapping[Severity, int] = field(default_factory=dict)
    """How many act, by severity, heaviest first."""
    marks: Mapping[str, Severity] = field(default_factory=dict)
    """The heaviest acting finding of a question, where that is critical or high."""

    @property
    def called(self) -> Mapping[str, str]:
        """By question the rules and titles of what acts or is proposed there, in small letters, to find it by."""
        return {
            home: "\n".join(f"{one.rule} {one.title}".casefold() for one in self.heard(home))
            for home in {*self.about, *self.proposed}
        }

    def heard(self, question: str) -> tuple[Finding, ...]:
        """What acts about a question, and what is proposed about it."""
        acting = [one for one in self.about.get(question, ()) if one.acts]
        return (*acting, *self.proposed.get(question, ()))

    def of_section(self, pack: Pack, section: str, but: str = "") -> tuple[Finding, ...]:
        """Acting findings about the questions of a section, each once, without those about the question `but`."""
        left_out = {one.key for one in self.about.get(but, ())}
        found: dict[str, Finding] = {}
        for question, some in self.about.items():
            if pack.by_id[question].section == section:
                found |= {one.key: one for one in some if one.acts and one.key not in left_out}
        return in_order(found.values())

    def first(self, question: str) -> str:
        """Key of the finding to show first for a question: acting before proposed before settled; may be empty."""
        some = self.about.get(question, ())
        acting = [one for one in some if one.acts]
        return next((one.key for one in (*acting, *self.proposed.get(question, ()), *some)), "")


NO_CONCERNS = Concerns()
"""Where nothing is judged yet."""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Acting ones first, then by severity, in the order in which they came."""
    return tuple(sorted(findings, key=lambda one: (not one.acts, SEVERITIES.index(one.severity))))


def homes(pack: Pack, finding: Finding) -> tuple[str, ...]:
    """The questions on whose cards a finding matters, each once."""
    return tuple(dict.fromkeys(home_of(pack, item) for item in finding.answers if item in pack.by_id))


def concerns_of(pack: Pack, findings: Findings) -> Concerns:
    """Findings sorted by question."""
    about: dict[str, list[Finding]] = {}
    proposed: dict[str, list[Finding]] = {}
    items: dict[Severity, set[str]] = {one: set() for one in SEVERITIES}
    marks: dict[str, Severity] = {}
    for finding in findings.found:
        for home in homes(pack, finding):
            about.setdefault(home, []).append(finding)
            if finding.acts and finding.severity in HEAVY:
                marks[home] = min(marks.get(home, finding.severity), finding.severity, key=SEVERITIES.index)
        if finding.acts:
            items[finding.severity] |= set(finding.answers)
    for proposal in findings.proposals:
        for home in homes(pack, proposal.finding):
            proposed.setdefault(home, []).append(proposal.finding)
    return Concerns(
        findings=findings,
        about={home: in_order(some) for home, some in about.items()},
        proposed={home: tuple(some) for home, some in proposed.items()},
        items={severity: frozenset(ids) for severity, ids in items.items()},
        counts=findings.counts(),
        marks=marks,
    )
