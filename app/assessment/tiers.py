"""The tier: what the file as a whole allows a district to conclude, what it rests on, and what stands against a better one.

Of the tiers that the conditions allow the best counts, and each includes the conditions of those below it:

    Cannot say               too little is answered, a gate is unanswered, or there is no document of grade 2 or better
                             while no critical finding is open
    Does not meet            an open critical finding, no privacy policy at all (nothing says where one is, and the file
                             has no policy, terms or agreement), or a gate whose answer is a plain no
    Not shown                anything else
    Meets with conditions    every gate at half credit or more, both numbers high enough, and every open high finding
                             accepted with an owner and a date
    Meets                    every gate at full credit, no open critical or high finding, both numbers higher, and main
                             evidence that is signed and not too old

A finding is open until it is fixed or withdrawn: one that a district accepts is still there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from types import MappingProxyType
from typing import Final

from app.assessment.answer import State
from app.assessment.case import Case, JudgeSettings, main_document
from app.assessment.clauses import listed, one_line, stopped, without_stop
from app.assessment.documents import Document, date_text, grade, months_begun, read_date
from app.assessment.findings import STATE_WORDS, Finding, Findings, FindingState
from app.assessment.points import points_text
from app.assessment.score import LossKind, Score, Tier, Verdict
from app.assessment.scoring import lacks_reason, losses_of
from app.assessment.standing import SAID, standing
from app.questionnaire.model import Pack, Question, Severity
from app.questionnaire.rules import Against, Rulebook

CONCLUSION: Final = "signoff.conclusion"
"""Id of the question that holds the reviewer's conclusion."""
POLICY: Final = "policy.document"
"""Id of the question where the privacy policy is."""
BINDING: Final = "policy.binding"
"""Id of the question what legal weight the main evidence carries."""
COVERS: Final = "policy.covers_product"
"""Id of the question whether the policy covers the product: whoever says that it does has seen one."""
LADDER: Final = (Tier.DOES_NOT_MEET, Tier.NOT_SHOWN, Tier.MEETS_WITH_CONDITIONS, Tier.MEETS)
"""The tiers by steps, worst first. Cannot say is no step: it is said of a file, not of a vendor."""
THRESHOLDS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "completeness": 90.0,
        "shown.commitment": 60.0,
        "conditions.commitment": 70.0,
        "conditions.assurance": 45.0,
        "meets.commitment": 85.0,
        "meets.assurance": 65.0,
        "meets.months": 24.0,
    }
)
"""Names of the thresholds, with what counts where a pack does not say: points of 100, percent, months."""
_AT_MOST: Final = frozenset({"meets.months"})
"""Thresholds that are limits from above: the stricter one is the smaller."""
_ENOUGH_GRADE: Final = 2
_SIGNED: Final = frozenset({"vendor", "both"})
_POLICY_KINDS: Final = frozenset({"policy", "terms", "signed agreement", "unsigned agreement"})
_POLICY_WEIGHTS: Final = frozenset({"signed agreement", "published policy or terms", "unsigned template"})
_HAIR: Final = 1e-9
"""What adding up fractions may be off by."""
_MOST_NAMED: Final = 3
_LONGEST: Final = 160


class Condition(StrEnum):
    """A kind of condition that a tier has."""

    COMPLETENESS = "completeness"
    OPEN_GATE = "open gate"
    SCORED = "scored"
    DOCUMENT = "document"
    CRITICAL = "critical"
    POLICY = "policy"
    PLAIN_NO = "plain no"
    GATE = "gate"
    COMMITMENT = "commitment"
    ASSURANCE = "assurance"
    HIGH = "high"
    MAIN_SIGNED = "main signed"
    MAIN_AGE = "main age"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One condition of a tier that does not hold."""

    condition: Condition
    sentence: str
    """What stands against the tier, as a sentence."""
    about: tuple[str, ...] = ()
    """Ids of the questions, or the key of the finding."""
    missing: float = 0.0
    """Points that a number lacks, or questions that are to be answered."""


def thresholds_of(book: Rulebook, settings: JudgeSettings) -> Mapping[str, float]:
    """The thresholds that count: the pack's, where a district has not set stricter ones.

    A setting that would be more lenient counts for nothing, and no tier asks for less than the one below it.
    """
    found = {**THRESHOLDS, **book.scoring.thresholds}
    for name, value in settings.thresholds.items():
        if name in found and isfinite(value):
            found[name] = min(found[name], value) if name in _AT_MOST else max(found[name], value)
    for lower, higher in (
        ("shown.commitment", "conditions.commitment"),
        ("conditions.commitment", "meets.commitment"),
        ("conditions.assurance", "meets.assurance"),
    ):
        found[higher] = max(found[lower], found[higher])
    return found


def threshold_values(book: Rulebook, settings: JudgeSettings) -> Mapping[str, tuple[float, float]]:
    """The thresholds of the tiers by name: what counts, and what the rulebook alone would ask."""
    own, counting = {**THRESHOLDS, **book.scoring.thresholds}, thresholds_of(book, settings)
    return {name: (counting[name], value) for name, value in own.items()}


def settings_faults(pack: Pack, book: Rulebook, settings: JudgeSettings) -> tuple[str, ...]:
    """What is wrong with a district's settings, as sentences: thresholds can only be raised, gates only be added."""
    faults = []
    known = {**THRESHOLDS, **book.scoring.thresholds}
    for name, value in settings.thresholds.items():
        if name not in known:
            faults.append(
                f'There is no threshold "{one_line(name)[:60]}"; there are {listed(sorted(known))}.'
            )
        elif (
            isinstance(value, bool)
            or not isfinite(value)
            or not 0 <= value <= (1200 if name in _AT_MOST else 100)
        ):
            faults.append(f"The threshold {name} must be a number from 0 to 100.")
        elif name in _AT_MOST and value > known[name]:
            faults.append(f"The threshold {name} can only be lowered: the pack's is {known[name]:g} months.")
        elif name not in _AT_MOST and value < known[name]:
            faults.append(f"The threshold {name} can only be raised: the pack's is {known[name]:g}.")
    for item in settings.extra_gates:
        question = pack.by_id.get(item)
        if question is None:
            faults.append(f'There is no question "{one_line(item)[:60]}" that could be a gate.')
        elif question.parent is not None:
            faults.append(f"{item} is a follow-up of {question.parent}; only a question can be a gate.")
        elif question.own:
            faults.append(
                f"{item} is the reviewer's own statement; it says nothing of the vendor and can be no gate."
            )
    return tuple(faults)


def verdict(pack: Pack, book: Rulebook, case: Case, findings: Findings, score: Score) -> Verdict:
    """The tier of a case: the computed one, why, and the reviewer's own where the rules let it stand."""
    reading = Reading(pack, book, case, findings, score)
    computed = reading.tier()
    found = Verdict(computed, computed, reading.why(computed))
    tier, reason = _concluded(pack, case)
    if tier is None:
        return found
    if refused := _refused(tier, computed, reason, findings):
        return Verdict(computed, computed, found.why, refused=refused)
    override = stopped(without_stop(one_line(reason))) if tier is not computed and reason else ""
    return Verdict(tier, computed, found.why, concluded=True, override=override)


def _concluded(pack: Pack, case: Case) -> tuple[Tier | None, str]:
    """The tier that the reviewer has recorded, and the reason; None where there is none that stands."""
    question = pack.by_id.get(CONCLUSION)
    if question is None:
        return None, ""
    answer = case.answer(CONCLUSION)
    if standing(question, answer) not in SAID or not isinstance(answer.value, Mapping):
        return None, ""
    word = one_line(answer.value.get("tier", ""))
    reason = answer.value.get("overrides_with_reason", "").strip()
    return next((tier for tier in Tier if tier.value == word), None), reason


def _refused(tier: Tier, computed: Tier, reason: str, findings: Findings) -> str:
    """Why the reviewer's tier cannot be shown; empty where it can."""
    if tier is computed:
        return ""
    said = f"The reviewer's conclusion, {tier}, is not shown"
    critical = [one.rule for one in findings.acting if one.severity is Severity.CRITICAL]
    passed = f"{said}: a critical finding is open ({listed(_each(critical))}), and nobody may pass it."
    if tier is Tier.CANNOT_SAY and critical:
        return passed
    if computed is Tier.CANNOT_SAY:
        return (
            f"{said}: the computed tier is {computed}, and no other can be concluded before that is settled."
        )
    up = 0 if tier is Tier.CANNOT_SAY else LADDER.index(tier) - LADDER.index(computed)
    if up <= 0:
        return ""
    if critical:
        return passed
    if up > 1:
        return f"{said}: the computed tier is {computed}, and a conclusion may be one step better, not {up}."
    if not reason:
        return f"{said}: the computed tier is {computed}, and a better one needs a written reason."
    return ""


class Reading:
    """One case read against the conditions of the tiers."""

    def __init__(self, pack: Pack, book: Rulebook, case: Case, findings: Findings, score: Score) -> None:
        """Nothing is computed yet."""
        self.thresholds = thresholds_of(book, case.settings)
        """The thresholds that count."""
        self._pack = pack
        self._case = case
        self._acting = findings.acting
        self._score = score
        self._against: dict[Tier, tuple[Obstacle, ...]] = {}
        self._causes: dict[str, str] = {}
        self.gates = tuple(
            question
            for question in pack.questions
            if question.id in case.path.in_force
            and (question.gate or question.id in case.settings.extra_gates)
            and standing(question, case.answer(question.id)) is not State.NA
        )
        """The gates in force that apply."""

    def tier(self) -> Tier:
        """The best tier against which nothing stands."""
        if self.silence():
            return Tier.CANNOT_SAY
        return next(
            (tier for tier in reversed(LADDER) if not self.obstacles(tier)),
            Tier.DOES_NOT_MEET,
        )

    def obstacles(self, tier: Tier) -> tuple[Obstacle, ...]:
        """What stands against a tier; nothing stands against the worst one."""
        if tier not in self._against:
            self._against[tier] = self._obstacles(tier)
        return self._against[tier]

    def _obstacles(self, tier: Tier) -> tuple[Obstacle, ...]:
        match tier:
            case Tier.NOT_SHOWN:
                return (*self._prohibited(),)
            case Tier.MEETS_WITH_CONDITIONS:
                return (*self._prohibited(), *self._conditions(tier, 0.5), *self._high())
            case Tier.MEETS:
                return (
                    *self._prohibited(),
                    *self._conditions(tier, 1.0),
                    *self._high(accepted=False),
                    *self._main(),
                )
            case _:
                return ()

    def silence(self) -> tuple[Obstacle, ...]:
        """Why nothing can be said yet; empty where something can."""
        return (*self._open(),)

    def why(self, tier: Tier) -> tuple[str, ...]:
        """What a tier rests on and what stands against the next better one, as sentences."""
        if tier is Tier.CANNOT_SAY:
            return tuple(one.sentence for one in self.silence())
        if tier is Tier.MEETS:
            return self._holds(tier)
        if tier is Tier.MEETS_WITH_CONDITIONS:
            return (*self._holds(tier), *_sentences(self.obstacles(Tier.MEETS), Tier.MEETS))
        return _sentences(self.obstacles(Tier.MEETS_WITH_CONDITIONS), Tier.MEETS_WITH_CONDITIONS)

    # --- conditions that do not hold -------------------------------------------------------------------

    def _open(self) -> Iterator[Obstacle]:
        done, asked, least = self._score.answered, self._score.in_force, self.thresholds["completeness"]
        if done * 100 < asked * least - _HAIR or not asked:
            missing = next(
                (n for n in range(asked - done + 1) if (done + n) * 100 >= asked * least - _HAIR), 0
            )
            share = f" ({points_text(100 * done / asked)} %)" if asked else ""
            sentence = f"{done} of {asked} questions are answered{share}; {least:g} % are needed."
            yield Obstacle(Condition.COMPLETENESS, sentence, missing=missing)
        if gates := [gate.id for gate in self.gates if self._state(gate) is State.UNANSWERED]:
            more = len(gates) - _MOST_NAMED
            named = listed([*gates[:_MOST_NAMED], f"{more} more"] if more > 0 else gates)
            sentence = (
                f"The gate {named} is not answered."
                if len(gates) == 1
                else f"Gates are not answered: {named}."
            )
            yield Obstacle(Condition.OPEN_GATE, sentence, tuple(gates), len(gates))
        if self._score.total.commitment is None:
            yield Obstacle(Condition.SCORED, "Nothing that is answered can be scored.")
        if not self._severe(Severity.CRITICAL) and not any(
            grade(document) >= _ENOUGH_GRADE for document in self._case.documents
        ):
            sentence = "The register has no policy, agreement, report or test about the product, only weaker evidence."
            if not self._case.documents:
                sentence = "The document register is empty."
            yield Obstacle(Condition.DOCUMENT, sentence)

    def _prohibited(self) -> Iterator[Obstacle]:
        for finding in self._severe(Severity.CRITICAL):
            yield Obstacle(Condition.CRITICAL, f"{_named(finding)}.", (finding.key,))
        if self._has_no_policy():
            sentence = (
                f"No privacy policy is in the file or named in it, and no terms or agreement are ({POLICY})."
            )
            yield Obstacle(Condition.POLICY, sentence, (POLICY,))
        for gate in self.gates:
            if self._state(gate) is State.NO:
                yield Obstacle(Condition.PLAIN_NO, f"The gate {gate.id} is a plain no.", (gate.id,))

    def _has_no_policy(self) -> bool:
        """Whether there is no privacy policy at all: silence on its address alone does not say so."""
        policy = self._pack.by_id.get(POLICY)
        if policy is None or self._state(policy) not in (State.NO, State.NOT_ADDRESSED):
            return False
        if any(one.kind in _POLICY_KINDS for one in self._case.documents):
            return False
        if self._case.answer(BINDING).value in _POLICY_WEIGHTS:
            return False
        covers = self._pack.by_id.get(COVERS)
        return covers is None or self._state(covers) not in (State.YES, State.PARTIAL)

    def _conditions(self, tier: Tier, credit: float) -> Iterator[Obstacle]:
        for gate in self.gates:
            has = self.credit(gate)
            if has < credit - _HAIR and self._state(gate) is not State.NO:
                need = "" if has <= 0 else f"; {credit:g} is needed for {tier}"
                sentence = f"The gate {gate.id} has credit {has:.2g}: {self.cause(gate)}{need}."
                yield Obstacle(Condition.GATE, sentence, (gate.id,), credit - has)
        name = "meets" if tier is Tier.MEETS else "conditions"
        total = self._score.total
        for condition, value in (
            (Condition.COMMITMENT, total.commitment),
            (Condition.ASSURANCE, total.assurance),
        ):
            need_points = self.thresholds[f"{name}.{condition}"]
            if (value or 0.0) < need_points - _HAIR:
                sentence = f"{_number(condition, value)}; {need_points:g} is needed for {tier}."
                yield Obstacle(condition, sentence, missing=need_points - (value or 0.0))

    def _high(self, *, accepted: bool = True) -> Iterator[Obstacle]:
        """Open high findings; those with an accepted condition count only where `accepted` is False."""
        for finding in self._severe(Severity.HIGH):
            if not accepted:
                sentence = f"{_named(finding)}; {Tier.MEETS} allows no open high finding."
                yield Obstacle(Condition.HIGH, sentence, (finding.key,))
            elif not is_condition(finding):
                need = "an owner and a date" if finding.state is FindingState.ACCEPTED else "a condition"
                sentence = f"{_named(finding)}; {Tier.MEETS_WITH_CONDITIONS} needs {need} for it."
                yield Obstacle(Condition.HIGH, sentence, (finding.key,))

    def _main(self) -> Iterator[Obstacle]:
        main, months = main_document(self._case), self.thresholds["meets.months"]
        if main is None:
            yield Obstacle(Condition.MAIN_SIGNED, "The document register is empty.")
            return
        name = one_line(main.id)
        if main.signed not in _SIGNED:
            yield Obstacle(
                Condition.MAIN_SIGNED,
                f"The main document, {name}, is not signed by the vendor; {Tier.MEETS} needs that.",
                (main.id,),
            )
        if not self._is_current(main):
            dated = f"of {date_text(main.stated_date)}" if read_date(main.stated_date) else "without a date"
            sentence = f"The main document, {name}, is {dated}; {Tier.MEETS} needs one of the last {months:g} months."
            yield Obstacle(Condition.MAIN_AGE, sentence, (main.id,))

    def _is_current(self, main: Document) -> bool:
        """Whether the main document is not older than the limit, to the day."""
        months = months_begun(main, self._case.review_date)
        return months is not None and months <= self.thresholds["meets.months"]

    # --- conditions that hold --------------------------------------------------------------------------

    def _holds(self, tier: Tier) -> tuple[str, ...]:
        top = tier is Tier.MEETS
        gates = (
            f"All {len(self.gates)} gates that apply have {'full credit' if top else 'half credit or more'}."
        )
        name, total = ("meets", self._score.total) if top else ("conditions", self._score.total)
        numbers = [
            f"{_number(condition, value)}; {self.thresholds[f'{name}.{condition}']:g} is needed."
            for condition, value in (
                (Condition.COMMITMENT, total.commitment),
                (Condition.ASSURANCE, total.assurance),
            )
        ]
        high = self._severe(Severity.HIGH)
        findings = "No critical or high finding is open."
        if high:
            rules = listed(_each(finding.rule for finding in high))
            findings = f"No critical finding is open; what is open and high is accepted with an owner and a date: {rules}."
        main = main_document(self._case) if top else None
        dated = (
            [f"The main document, {one_line(main.id)}, is signed and of {date_text(main.stated_date)}."]
            if main
            else []
        )
        return (*([gates] if self.gates else []), *numbers, findings, *dated)

    # --- what is looked at -----------------------------------------------------------------------------

    def _severe(self, severity: Severity) -> Sequence[Finding]:
        return [finding for finding in self._acting if finding.severity is severity]

    def _state(self, question: Question) -> State:
        """Where it stands; partial without a reason is partial here, for it has been looked at."""
        answer = self._case.answer(question.id)
        return State.PARTIAL if lacks_reason(question, answer) else standing(question, answer)

    def credit(self, gate: Question) -> float:
        """The credit of a gate after caps; of one that has no score by its state alone."""
        line = self._score.by_question.get(gate.id)
        if line is not None:
            return line.capped
        if lacks_reason(gate, self._case.answer(gate.id)):
            return 0.0
        return {State.YES: 1.0, State.ANSWERED: 1.0, State.PARTIAL: 0.5}.get(self._state(gate), 0.0)

    def cause(self, gate: Question) -> str:
        """What took a gate's credit: the rules that cap it or speak of its silence, else the answer."""
        if gate.id not in self._causes:
            self._causes[gate.id] = self._cause(gate)
        return self._causes[gate.id]

    def _cause(self, gate: Question) -> str:
        lacking = self._state(gate) in (State.NO, State.NOT_ADDRESSED, State.PARTIAL)
        rules = [
            finding.rule
            for finding in self._acting
            if any(
                cap.question == gate.id and cap.credit is not None and cap.credit < 1 for cap in finding.caps
            )
            or (
                lacking
                and finding.against is Against.VENDOR
                and gate.id in (finding.subject, *finding.answers[:1])
            )
        ]
        taken = [loss.cause for loss in losses_of(self._score, gate.id) if loss.kind is LossKind.ANSWER]
        if not taken and not rules:
            if self._state(gate) is State.UNANSWERED:
                return "it is not answered"
            return f"the answer is {self._state(gate).value.replace('_', ' ')}"
        return "; ".join(filter(None, (*taken, listed(_each(rules)))))


def _each(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def is_condition(finding: Finding) -> bool:
    """Whether a finding is accepted as a condition: with an owner and a date."""
    return (
        finding.state is FindingState.ACCEPTED
        and bool(finding.owner.strip())
        and read_date(finding.due) is not None
    )


def _sentences(against: Sequence[Obstacle], tier: Tier) -> tuple[str, ...]:
    """The sentences of obstacles; several high findings in one."""
    high = [one for one in against if one.condition is Condition.HIGH]
    if len(high) < 2:
        return tuple(one.sentence for one in against)
    rules = _each(key.partition(" ")[0] for one in high for key in one.about)
    needs = (
        "allows none"
        if tier is Tier.MEETS
        else "needs an accepted condition for each, with an owner and a date"
    )
    last = f"{len(high)} high findings are open ({listed(rules)}); {tier} {needs}."
    return (*(one.sentence for one in against if one.condition is not Condition.HIGH), last)


def _named(finding: Finding) -> str:
    """A finding in a few words; one of several of its rule by what it says rather than by the rule's title."""
    state = f"{finding.severity.value} and {STATE_WORDS[finding.state]}"
    if not finding.subject:
        return f"{finding.rule} is {state}: {without_stop(one_line(finding.title))}"
    said = without_stop(one_line(finding.message))
    said = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
    return f"{finding.rule} ({one_line(finding.subject)[:60]}) is {state}: {said}"


def _number(condition: Condition, value: float | None) -> str:
    return (
        f"{condition.value.capitalize()} is {points_text(value)}"
        if value is not None
        else f"There is no {condition.value}"
    )
