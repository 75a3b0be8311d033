"""What `/` looks for among the findings: words, and `is:`, `sev:`, `sec:` and `rule:` for state, severity, section and rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.assessment.documents import read_date
from app.assessment.findings import SEVERITIES, STATE_WORDS, Finding, FindingState
from app.questionnaire.model import Pack, Severity
from app.questionnaire.rules import Against

PROPOSED = "proposed"
"""The word after `is:` for what waits for the reviewer's word; it is no state of a finding."""

Test = Callable[[Finding, date], bool]


def is_overdue(finding: Finding, today: date) -> bool:
    """Whether the day by which it was to be settled has passed, and it is not."""
    due = read_date(finding.due)
    return finding.acts and due is not None and due < today


KINDS: Mapping[str, Test] = {
    "open": lambda finding, _: finding.state is FindingState.OPEN,
    "accepted": lambda finding, _: finding.state is FindingState.ACCEPTED,
    "answered": lambda finding, _: finding.state is FindingState.ANSWERED,
    "fixed": lambda finding, _: finding.state is FindingState.FIXED,
    "withdrawn": lambda finding, _: finding.state is FindingState.WITHDRAWN,
    PROPOSED: lambda _finding, _: False,
    "back": lambda finding, _: finding.came_back is not None,
    "overdue": is_overdue,
    "contradiction": lambda finding, _: finding.is_contradiction,
    "review": lambda finding, _: finding.against is Against.REVIEW,
    "vendor": lambda finding, _: finding.against is Against.VENDOR,
}
"""What may stand after `is:`."""


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """A filter as it was typed, ready to be applied."""

    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    sections: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """Beginnings of rule ids, in small letters."""
    problem: str = ""
    """One sentence where a part of it means nothing."""

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.words or self.kinds or self.severities or self.sections or self.rules)

    @classmethod
    def parse(cls, text: str) -> FindingFilter:
        """Read what was typed. A part that means nothing is left out and named in `problem`."""
        words, kinds, severities, problem = [], [], [], ""
        named: dict[str, list[str]] = {"sec": [], "rule": []}
        for token in text.casefold().split():
            head, colon, rest = token.partition(":")
            if not colon or head not in ("is", "sev", *named):
                words.append(token)
            elif not rest:
                continue  # not typed to its end yet
            elif head in named:
                named[head].append(rest)
            elif head == "sev":
                heavy = [one for one in SEVERITIES if one.value.startswith(rest)]
                severities += heavy
                if not heavy:
                    problem = f"sev: takes {', '.join(one.value for one in SEVERITIES)}."
            else:
                full = [rest] if rest in KINDS else [kind for kind in KINDS if kind.startswith(rest)]
                kinds += full[:1]
                if not full:
                    problem = f"is: takes {', '.join(KINDS)}."
        return cls(
            tuple(words),
            tuple(kinds),
            tuple(severities),
            tuple(named["sec"]),
            tuple(named["rule"]),
            problem,
        )

    def keeps(self, finding: Finding, pack: Pack, today: date, *, proposed: bool = False) -> bool:
        """Whether a finding, or a proposal with what it would become, is shown."""
        if self.severities and finding.severity not in self.severities:
            return False
        if self.rules and not finding.rule.casefold().startswith(self.rules):
            return False
        for kind in self.kinds:
            if kind == PROPOSED or (proposed and kind not in ("contradiction", "review", "vendor")):
                if not (proposed and kind == PROPOSED):
                    return False
            elif not KINDS[kind](finding, today):
                return False
        if self.sections and not all(self._in_section(finding, pack, name) for name in self.sections):
            return False
        text = _text(finding, pack)
        return all(word in text for word in self.words)

    def keeps_rule(self, rule: str, title: str, said: str) -> bool:
        """Whether a rule that waits or is broken is shown: only words and its id can mean one."""
        if self.kinds or self.severities or self.sections:
            return False
        if self.rules and not rule.casefold().startswith(self.rules):
            return False
        text = f"{rule} {title} {said}".casefold()
        return all(word in text for word in self.words)

    @staticmethod
    def _in_section(finding: Finding, pack: Pack, name: str) -> bool:
        for item in finding.answers:
            if item in pack.by_id:
                section = pack.section_by_id[pack.by_id[item].section]
                if section.id.startswith(name) or name in section.title.casefold():
                    return True
        return False


def _text(finding: Finding, pack: Pack) -> str:
    parts = [
        finding.rule,
        finding.subject,
        finding.severity.value,
        finding.title,
        finding.message,
        finding.fix,
        *finding.law,
        STATE_WORDS[finding.state],
        finding.reason,
        finding.owner,
    ]
    for item in finding.answers:
        parts += [item, pack.by_id[item].ask if item in pack.by_id else ""]
    for side in finding.sides:
        for spot in side.spots:
            parts += [spot.text, *(citation.quote for citation in spot.citations)]
    return "\n".join(parts).casefold()
