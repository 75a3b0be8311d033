"""Which lines the list of findings has, and in what order: a pure function of the findings and a filter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.assessment.findings import HEAVY, SEVERITIES, Broken, Finding, Findings, Waiting
from app.questionnaire.model import Pack, Question
from app.questionnaire.rules import Against, Rulebook
from app.tui.finding_filter import FindingFilter
from app.tui.signs import name_of

SEVERAL = 3
"""From how many findings of one rule on they share a line."""


class Grouping(StrEnum):
    """What the findings stand under."""

    SEVERITY = "severity"
    RULE = "kind of rule"
    SECTION = "section"


class Part(StrEnum):
    """The parts of the list, in order. The value is the heading."""

    VENDOR = "Findings"
    PROPOSED = "Proposed, wait for you"
    REVIEW = "What this review lacks"
    SETTLED = "Fixed or withdrawn"
    WAITING = "Rules that wait for an answer"
    BROKEN = "Rules that could not be run"


FOLDED = (Part.SETTLED, Part.WAITING)
"""Parts that are closed until the reviewer opens them."""
_FAMILIES = {
    "CON": "Contradictions between answers",
    "GAP": "Legal and practice gaps",
    "GDPR": "States and other countries",
    "DOC": "Documents",
    "EVD": "Evidence and process",
    "OWN": "In your own words",
}
_STATES = _FAMILIES["GDPR"]
_OTHERS = "Other rules"
_NOWHERE = "About no question"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list. What it stands for is in at most one of the optional fields; a heading has none."""

    key: str
    """Names the same line again after a change."""
    part: Part
    title: str = ""
    count: int = 0
    """Of a heading or a group, how many stand under it."""
    finding: Finding | None = None
    proposed: bool = False
    group: tuple[Finding, ...] = ()
    """The findings of one rule that share this line."""
    waiting: Waiting | None = None
    broken: Broken | None = None
    inside: bool = False
    """Whether it stands in an opened group."""
    opened: bool | None = None
    """Of what opens and closes, whether it is open; None for anything else."""

    @property
    def is_heading(self) -> bool:
        """Whether the cursor passes over it."""
        return self.opened is None and not (self.finding or self.waiting or self.broken)


def full_name(question: Question, pack: Pack) -> str:
    """A question's short name with its section: `No targeted ads (Agreement A)`."""
    return f"{name_of(question)} ({pack.section_by_id[question.section].title.partition(':')[0]})"


def title_of(finding: Finding, pack: Pack) -> str:
    """What a finding is called in the list: its title, and what it is about where it can be several."""
    about = "" if finding.of_rule else about_of(finding, pack)
    return f"{finding.title}: {about}" if about else finding.title


def about_of(finding: Finding, pack: Pack) -> str:
    """What a finding is about where its rule can fire several times; else empty."""
    question = pack.by_id.get(finding.subject)
    if question is not None:
        return full_name(question, pack)
    return "" if finding.subject.startswith("by hand ") else finding.subject


def entries(
    findings: Findings,
    pack: Pack,
    book: Rulebook,
    today: date,
    *,
    filtered: FindingFilter | None = None,
    grouping: Grouping = Grouping.SEVERITY,
    toggled: Collection[str] = (),
) -> list[Entry]:
    """The lines of the list. `toggled` are keys of groups and parts that are not as they are at first.

    With a filter everything that it keeps is open, so that nothing found is out of sight.
    """
    wanted = filtered or FindingFilter()
    kept = [one for one in findings.found if wanted.keeps(one, pack, today)]
    proposals = [
        one.finding for one in findings.proposals if wanted.keeps(one.finding, pack, today, proposed=True)
    ]
    listing = _Listing(pack, bool(wanted), toggled)
    acting = [one for one in kept if one.acts]
    vendor = [one for one in acting if one.against is Against.VENDOR]
    lines = [*listing.under_headings(vendor, grouping)]
    lines += listing.part(Part.PROPOSED, proposals)
    lines += listing.part(Part.REVIEW, [one for one in acting if one.against is Against.REVIEW])
    lines += listing.part(Part.SETTLED, [one for one in kept if not one.acts])
    lines += listing.rules(
        Part.WAITING,
        [
            Entry(
                f"{Part.WAITING.name} {one.rule}",
                Part.WAITING,
                _rule_title(book, one.rule),
                waiting=one,
                inside=True,
            )
            for one in findings.waiting
            if wanted.keeps_rule(one.rule, _rule_title(book, one.rule), " ".join(one.questions))
        ],
    )
    lines += listing.rules(
        Part.BROKEN,
        [
            Entry(
                f"{Part.BROKEN.name} {one.rule}",
                Part.BROKEN,
                _rule_title(book, one.rule),
                broken=one,
                inside=True,
            )
            for one in findings.broken
            if wanted.keeps_rule(one.rule, _rule_title(book, one.rule), one.why)
        ],
    )
    return lines


@dataclass(frozen=True, slots=True)
class _Listing:
    pack: Pack
    all_open: bool
    toggled: Collection[str]

    def under_headings(self, found: Sequence[Finding], grouping: Grouping) -> Iterator[Entry]:
        """The acting findings about the vendor, heading by heading."""
        heading = _heading_of(self.pack, grouping)
        under: dict[str, list[Finding]] = {}
        for one in found:
            under.setdefault(heading(one), []).append(one)
        names = list(under)
        if grouping is Grouping.SECTION:
            places = {section.title: number for number, section in enumerate(self.pack.sections)}
            names.sort(key=lambda name: places.get(name, len(places)))
        for name in names:
            yield Entry(f"{Part.VENDOR.name} {name}", Part.VENDOR, name, len(under[name]))
            yield from self.several(Part.VENDOR, under[name], name)

    def part(self, part: Part, found: Sequence[Finding]) -> Iterator[Entry]:
        """A part of its own with these findings; nothing where there are none."""
        if not found:
            return
        opened = self._is_open(part.name, part not in FOLDED) if part in FOLDED else None
        yield Entry(part.name, part, part.value, len(found), opened=opened)
        if opened is not False:
            yield from self.several(part, found, "")

    def rules(self, part: Part, lines: Sequence[Entry]) -> Iterator[Entry]:
        """A part with rules that say nothing."""
        if lines:
            opened = self._is_open(part.name, part not in FOLDED)
            yield Entry(part.name, part, part.value, len(lines), opened=opened)
            if opened:
                yield from lines

    def several(self, part: Part, found: Sequence[Finding], heading: str) -> Iterator[Entry]:
        """These findings, those of one rule and severity together where they are several."""
        together: dict[tuple[str, str], list[Finding]] = {}
        for one in found:
            together.setdefault((one.rule, one.severity.value), []).append(one)
        for (rule, severity), group in together.items():
            named = group[0].of_rule and group[0].severity in HEAVY  # by name each tells more than together
            if len(group) < SEVERAL or named:
                yield from (self._line(part, one) for one in group)
                continue
            key = f"{part.name} {heading} {rule} {severity}"
            opened = self._is_open(key, False)
            yield Entry(
                key,
                part,
                group[0].heading,
                len(group),
                proposed=part is Part.PROPOSED,
                group=tuple(group),
                opened=opened,
            )
            if opened:
                yield from (self._line(part, one, inside=True) for one in group)

    def _line(self, part: Part, finding: Finding, *, inside: bool = False) -> Entry:
        title = about_of(finding, self.pack) if inside and not finding.of_rule else ""
        return Entry(
            finding.key,
            part,
            title or title_of(finding, self.pack),
            finding=finding,
            proposed=part is Part.PROPOSED,
            inside=inside,
        )

    def _is_open(self, key: str, at_first: bool) -> bool:
        return self.all_open or at_first is not (key in self.toggled)


def _heading_of(pack: Pack, grouping: Grouping) -> Callable[[Finding], str]:
    if grouping is Grouping.SEVERITY:
        return lambda finding: finding.severity.value.capitalize()
    if grouping is Grouping.RULE:
        return lambda finding: _family(finding.rule.partition("-")[0])

    def section(finding: Finding) -> str:
        for item in finding.answers:
            if item in pack.by_id:
                return pack.section_by_id[pack.by_id[item].section].title
        return _NOWHERE

    return section


def _family(prefix: str) -> str:
    return _FAMILIES.get(prefix, _STATES if len(prefix) == len("NY") else _OTHERS)


def _rule_title(book: Rulebook, rule: str) -> str:
    return book.by_id[rule].title if rule in book.by_id else rule


def counts_text(findings: Findings, *, short: bool = False) -> str:
    """`2 critical, 5 high, 1 about this review, 1 proposed`; of the acting ones."""
    counts = findings.counts()
    said = [f"{counts[one]:,} {one.value}" for one in SEVERITIES if counts[one]]
    if findings.of_review:
        said.append(f"{len(findings.of_review):,} {'review' if short else 'about this review'}")
    if findings.proposals:
        said.append(f"{len(findings.proposals):,} proposed")
    if short:
        said = [text.replace("critical", "crit.").replace("medium", "med.") for text in said]
    return ", ".join(said) or "none"
