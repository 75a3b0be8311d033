"""Judging: every rule on the facts of a case, then the score and the tier. Pure: a case in, a judgement out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any

from app.assessment.case import Case
from app.assessment.documents import find_document
from app.assessment.facts import Facts
from app.assessment.findings import (
    SETTLED,
    SEVERITIES,
    AppliedCap,
    Broken,
    Disposition,
    Finding,
    Findings,
    FindingState,
    Proposal,
    Waiting,
    by_hand,
)
from app.assessment.firing import CompiledRule, Fired, digest_of
from app.assessment.score import Judgement
from app.assessment.spots import sides_of_raised
from app.questionnaire.expressions import ConditionError
from app.questionnaire.model import Pack
from app.questionnaire.rules import Against, Rule, Rulebook, RuleKind

OWN_RULE = "OWN"
"""Rule id of a finding in the reviewer's own words."""


class Judge:
    """Judges cases of one pack by one rulebook. Keeps compiled rules and earlier results."""

    def __init__(self, pack: Pack, book: Rulebook) -> None:
        """Nothing is compiled before the first case."""
        self.pack = pack
        self.book = book
        self._facts = Facts(pack, book)
        self._scorer: list[Any] = []
        self._rules: list[CompiledRule] | None = None
        self._unusable: list[Broken] = []
        self._warm = False
        self._one_at_a_time = Lock()

    @property
    def warm(self) -> bool:
        """Whether it has judged before, so that judging again after one answer costs little."""
        return self._warm

    def prepare(self) -> None:
        """Compile every rule; what cannot be compiled is reported as broken."""
        if self._rules is not None:
            return
        rules = []
        unusable = [Broken(name, why) for name, why in self.book.unread]
        for rule in self.book.rules:
            try:
                rules.append(CompiledRule(rule, self.pack, self.book))
            except ConditionError as error:
                unusable.append(Broken(rule.id, _expected(error)))
        self._unusable, self._rules = unusable, rules  # the rules last: they say that all is there

    def judge(self, case: Case) -> Judgement:
        """Findings, score and tier of a case. Any thread may ask, one after the other."""
        from app.assessment.scoring import Scorer
        from app.assessment.tiers import verdict

        with self._one_at_a_time:
            if not self._scorer:
                self._scorer.append(Scorer(self.pack, self.book))
            findings = self.findings(case)
            score = self._scorer[0].score(case, findings)
            if self._scorer[0].broken:
                told = dict.fromkeys((*findings.broken, *self._scorer[0].broken))
                findings = replace(findings, broken=tuple(told))
            tier = verdict(self.pack, self.book, case, findings, score)
            self._warm = True
        return Judgement(findings, score, tier, self.book.sha256)

    def findings(self, case: Case) -> Findings:
        """What every rule says of a case, with what the reviewer made of it."""
        self.prepare()
        assert self._rules is not None  # noqa: S101 - told to the type checker
        facts = self._facts
        facts.read(case)
        broken, waiting = [*self._unusable, *case.broken], []
        fired: list[Fired] = []
        for last in (False, True):
            spoken = self._spoken(fired, case.dispositions) if last else frozenset()
            for rule in (one for one in self._rules if one.rule.last is last):
                try:
                    if asked := rule.waits_for(facts):
                        waiting.append(Waiting(rule.rule.id, asked))
                    else:
                        fired += rule.fire(facts, spoken)
                except Exception as error:  # noqa: BLE001 - one rule that fails must not stop the others
                    broken.append(Broken(rule.rule.id, _expected(error)))
        fired = [one for one in fired if not self._is_raised_already(one.finding, case.dispositions)]
        certain = {one.finding.rule for one in fired if not one.proposed}
        hits = [one for one in self._detected(case, broken) if one.finding.rule not in certain]
        fired = _said_once(fired, hits, case.dispositions)
        return self._settled(case, fired, broken, waiting)

    def _detected(self, case: Case, broken: list[Broken]) -> Iterator[Fired]:
        by_detector = {one.rule.detector: one for one in self._rules or () if one.rule.detector}
        for hit in case.detected:
            rule = by_detector.get(hit.detector)
            if rule is None:
                continue
            try:
                yield rule.detected(self._facts, hit)
            except Exception as error:  # noqa: BLE001 - one rule that fails must not stop the others
                broken.append(Broken(rule.rule.id, _expected(error)))

    def _spoken(self, fired: Iterable[Fired], dispositions: Mapping[str, Disposition]) -> frozenset[str]:
        """Questions whose shortfall a finding against the vendor speaks of, so that nothing is said twice.

        One that acts speaks of every question that it shows, but for those of which only a passage is shown, as a sign
        of something else, and those on a side which is only shown beside the others. One that the reviewer settled
        speaks only of those whose weak answer made it fire: a contradiction that is none leaves an answer as weak as
        it was. A proposal speaks of nothing before somebody has decided on it.
        """
        rules = {one.rule.id: one for one in self._rules or ()}
        spoken: set[str] = set()
        for one in fired:
            known = dispositions.get(one.finding.key)
            if one.finding.against is not Against.VENDOR or (
                one.proposed and _is_undecided(one.finding, known)
            ):
                continue
            shown = _shown(one.finding)
            if _disposed(one.finding, known).acts:
                spoken |= shown
            else:
                rule = rules[one.finding.rule]
                homes = {
                    item: self.pack.by_id[item].parent or item for item in shown if item in self.pack.by_id
                }
                spoken |= {item for item, home in homes.items() if rule.fires_on_weakness_of(home)}
        return frozenset(spoken)

    def _is_raised_already(self, finding: Finding, dispositions: Mapping[str, Disposition]) -> bool:
        """Whether a rule that speaks of whatever else is weak only repeats what the reviewer raised by hand.

        That is a gap that he worded himself, about that question first of all, at least as heavy, and still acting.
        """
        rule = self.book.by_id.get(finding.rule)
        if rule is None or not rule.last:
            return False
        rules = {one.rule.id: one for one in self._rules or ()}
        return any(
            known.raised is not None
            and by_hand(known.subject)
            and known.state not in SETTLED
            and known.raised.answers[:1] == (finding.subject,)
            and SEVERITIES.index(known.raised.severity) <= SEVERITIES.index(finding.severity)
            and known.rule in rules
            and rules[known.rule].fires_on_weakness_of(finding.subject)
            for known in dispositions.values()
        )

    def _settled(
        self, case: Case, fired: Iterable[Fired], broken: list[Broken], waiting: Iterable[Waiting]
    ) -> Findings:
        found: dict[str, Finding] = {}
        proposals: dict[str, Proposal] = {}
        for one in fired:
            known = case.dispositions.get(one.finding.key)
            if not one.proposed:
                found[one.finding.key] = _disposed(one.finding, known)
            elif known is None or _is_undecided(one.finding, known):
                proposals[one.finding.key] = Proposal(one.finding)
            elif known.raised is None:
                found[one.finding.key] = _disposed(one.finding, known)
            else:
                confirmed = self._raised(known, broken)
                sides = one.finding.sides or confirmed.sides
                found[one.finding.key] = _disposed(
                    replace(confirmed, sides=sides, cause=one.finding.cause, caps=one.finding.caps), known
                )
        for key, known in case.dispositions.items():
            if known.raised is not None and key not in found and self._stands(case, known):
                found[key] = self._raised(known, broken)
        order = {rule.id: number for number, rule in enumerate(self.book.rules)}

        def place(finding: Finding) -> tuple[int, int]:
            return SEVERITIES.index(finding.severity), order.get(finding.rule, len(order))

        return Findings(
            found=tuple(sorted(found.values(), key=place)),
            proposals=tuple(sorted(proposals.values(), key=lambda one: place(one.finding))),
            broken=tuple(dict.fromkeys(broken)),
            waiting=tuple(waiting),
        )

    def _stands(self, case: Case, known: Disposition) -> bool:
        """Whether a finding that the reviewer raised or confirmed is still there although nothing proposes it now.

        What he raised himself stays. What answers proposed goes with them. What a passage proposed stays where the
        document is not at hand, as in an assessment that was brought over, and goes when it leaves the register or when
        every answer that it is about is hidden.
        """
        raised = known.raised
        assert raised is not None  # noqa: S101 - told to the type checker
        rule = self.book.by_id.get(known.rule)
        if rule is None or rule.kind is RuleKind.MANUAL or by_hand(known.subject):
            return True
        if not known.subject and rule.when:
            return False
        if raised.answers and not any(one in case.path.in_force for one in raised.answers):
            return False
        named = [one.document for one in raised.citations]
        return not named or any(find_document(case.documents, one) is not None for one in named)

    def _raised(self, known: Disposition, broken: list[Broken]) -> Finding:
        """A finding that exists because the reviewer said so."""
        raised = known.raised
        assert raised is not None  # noqa: S101 - told to the type checker
        rule: Rule | None = self.book.by_id.get(known.rule)
        answers = tuple(one for one in raised.answers if one in self.pack.by_id)
        sides = sides_of_raised(self.pack, self._facts, answers, raised.citations)
        caps: tuple[AppliedCap, ...] = ()
        compiled = next((one for one in self._rules or () if one.rule.id == known.rule), None)
        if compiled is not None:
            try:
                caps = compiled.caps_on(self._facts, answers)
            except Exception as error:  # noqa: BLE001 - one rule that fails must not stop the others
                broken.append(Broken(known.rule, _expected(error)))
        return Finding(
            rule=known.rule,
            subject=known.subject,
            severity=raised.severity,
            kind=rule.kind if rule else RuleKind.MANUAL,
            against=rule.against if rule else Against.VENDOR,
            title=raised.title or (rule.title if rule else "Raised by the reviewer"),
            message=raised.message,
            law=raised.law or (rule.law if rule else ()),
            fix=raised.fix or (rule.fix if rule else ""),
            answers=answers,
            sides=sides,
            caps=caps,
            differs=rule.differs if rule else False,
            state=known.state,
            reason=known.reason,
            owner=known.owner,
            due=known.due,
            by=known.by,
            at=known.at,
            cause=known.cause or digest_of([known.rule, known.subject, raised.message]),
        )


def _said_once(fired: list[Fired], hits: list[Fired], dispositions: Mapping[str, Disposition]) -> list[Fired]:
    """Everything that fired, without the same proposal made twice.

    Where answers propose what passages propose as well, the passages' proposal stands and shows the answers too; a
    passage that the reviewer has decided on is not proposed again by the answers alone.
    """
    rules = {one.finding.rule for one in hits}
    decided = {one.rule for one in dispositions.values() if one.subject and not by_hand(one.subject)}
    shown: dict[str, Finding] = {}
    kept = []
    for one in fired:
        known = dispositions.get(one.finding.key)
        if not one.proposed or one.finding.subject or (known is not None and known.raised is not None):
            kept.append(one)
        elif one.finding.rule in rules:
            shown[one.finding.rule] = one.finding
        elif one.finding.rule not in decided:
            kept.append(one)
    for one in hits:
        if beside := shown.get(one.finding.rule):
            both = replace(
                one.finding,
                sides=(*one.finding.sides, *beside.sides),
                answers=tuple(dict.fromkeys((*one.finding.answers, *beside.answers))),
                caps=tuple(dict.fromkeys((*one.finding.caps, *beside.caps))),
            )
            kept.append(replace(one, finding=both))
        else:
            kept.append(one)
    return kept


def _disposed(finding: Finding, known: Disposition | None) -> Finding:
    """A finding with what was recorded about it; open again where its cause has changed since."""
    if known is None:
        return finding
    settled = replace(
        finding,
        state=known.state,
        reason=known.reason,
        owner=known.owner,
        due=known.due,
        by=known.by,
        at=known.at,
    )
    if known.cause and known.cause != finding.cause and known.state is not FindingState.OPEN:
        return replace(settled, state=FindingState.OPEN, came_back=known.state)
    return settled


def _is_undecided(finding: Finding, known: Disposition | None) -> bool:
    """Whether a proposal waits for the reviewer's word, as it stands now."""
    return known is None or (known.raised is None and known.cause != finding.cause)


def _shown(finding: Finding) -> set[str]:
    """The questions and follow-ups that a finding speaks of."""
    spots = [spot for side in finding.sides if not side.aside for spot in side.spots]
    quoted = {spot.question for spot in spots if spot.row.startswith(f"{spot.question} ")}
    aside = {spot.question for side in finding.sides if side.aside for spot in side.spots}
    shown = set(finding.answers) - quoted - aside
    return shown | {spot.question for spot in spots if not spot.row.startswith(f"{spot.question} ")}


def _expected(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return (
        f"it needs {text}"
        if isinstance(error, ConditionError)
        else f"it failed ({type(error).__name__}: {text[:120]})"
    )


__all__ = ["OWN_RULE", "Judge"]
