"""The verbs about findings: what becomes of them, what is raised by hand, which names are the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any

from app.assessment.answer import Answers, Assessment, Citation
from app.assessment.case import Case, JudgeSettings
from app.assessment.findings import (
    Broken,
    Detected,
    Disposition,
    Finding,
    FindingState,
    Proposal,
    Raised,
    finding_key,
)
from app.assessment.journal import Change, ChangeKind, Folded, raised_to_json, recorded
from app.assessment.path import Path
from app.assessment.progress import Progress
from app.assessment.score import Gate, Judgement, Step
from app.assessment.values import InvalidValue, clean, parse_date
from app.questionnaire import Pack
from app.questionnaire.model import Severity
from app.questionnaire.rules import Rulebook
from app.review.view import Refused, Unknown, View

if TYPE_CHECKING:
    from app.assessment.compared import Compared
    from app.assessment.coverage import LawCoverage
    from app.assessment.judge import Judge
    from app.review.detecting import Detecting
    from app.review.evidence import Evidence
    from app.store.repository import Store

SETTINGS = "judgement"
"""Key of the setting that holds raised thresholds and added gates, as JSON."""
_SETTINGS: Mapping[str, type[dict[str, Any] | list[Any]]] = {"thresholds": dict, "extra_gates": list}
_MOST_NAMED = 3
_SLOT = re.compile(r"\{\w+\}")
_KINDS = ("company", "element", "function")
_NEEDS_REASON: Mapping[FindingState, str] = {
    FindingState.ACCEPTED: "why it is accepted",
    FindingState.WITHDRAWN: "why it is withdrawn",
    FindingState.FIXED: "what shows that it is fixed",
    FindingState.ANSWERED: "what the vendor answered",
}


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One line in the history of a finding."""

    change: Change
    after: Disposition
    in_effect: bool
    """False for a change that was undone."""


class Settling:
    """What a review does with findings. Part of `Review`."""

    view: View
    _store: Store
    _pack: Pack
    _clock: Callable[[], datetime]
    _folded: Folded
    _rulebook: Callable[[], Rulebook] | None
    _known_judge: Judge | None = None
    _trial_judge: Judge | None = None
    _known_detecting: Detecting | None = None
    _detected: tuple[Detected, ...] = ()
    _failed: tuple[Broken, ...] = ()

    if TYPE_CHECKING:

        def record(  # noqa: D102 - see Review
            self,
            changes: Sequence[tuple[str, ChangeKind, Mapping[str, Any]]],
            *,
            clear_draft: tuple[str, str] | None = None,
        ) -> View: ...

        @property
        def evidence(self) -> Evidence: ...  # noqa: D102 - see Review

        def today(self) -> date: ...  # noqa: D102 - see Review

        def _viewed(self, assessment: Assessment, folded: Folded, saved_at: datetime | None) -> View: ...

    # --- judging ---------------------------------------------------------------------------------------

    @property
    def judge(self) -> Judge:
        """What judges this assessment; the rules are read when it is first wanted."""
        if self._known_judge is None:
            from app.assessment.judge import Judge

            book = self._rulebook() if self._rulebook is not None else Rulebook("")
            made = Judge(self._pack, book)
            if self._known_judge is None:  # a thread that prepares may have been quicker
                self._known_judge = made
        return self._known_judge

    @property
    def judge_ready(self) -> bool:
        """Whether judging costs next to nothing: a case was judged before, or there are no rules."""
        return self._rulebook is None or (self._known_judge is not None and self._known_judge.warm)

    def first_judgement(self) -> Callable[[], None]:
        """What makes judging quick, to run in a thread: all of the database that it reads has been read already.

        It reads and compiles the rules, and judges the answers once.
        """
        case = self.present_case()

        def judge() -> None:
            self.judge.judge(case)

        return judge

    def judge_again(self) -> View:
        """Judge the same answers anew, after settings that judging reads have changed. Nothing is stored."""
        self.view = self._viewed(self.view.assessment, self._folded, self.view.saved_at)
        return self.view

    def case(self, assessment: Assessment, folded: Folded, path: Path, done: Progress) -> Case:
        """These answers as a case to judge."""
        stored = frozenset(one.sha256 for one in self._store.attachments(assessment.id))
        settings = self._store.setting(SETTINGS) or ""
        return Case(
            assessment=assessment,
            answers=folded.answers,
            path=path,
            progress=done,
            today=self.today(),
            dispositions=folded.findings,
            names=folded.names,
            detected=self._sifted(folded.answers, path),
            broken=(*self._failed, *self.detecting.broken(), *_unreadable(settings)),
            settings=read_settings(settings),
            stored=stored,
        )

    @property
    def detecting(self) -> Detecting:
        """The detectors over this assessment's documents."""
        if self._known_detecting is None:
            from app.review.detecting import Detecting

            self._known_detecting = Detecting(
                self.evidence, self._store, lambda: self.judge.book, lambda: self.view
            )
        return self._known_detecting

    def scan(
        self,
        tell: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> View:
        """Run the detectors over the documents that they have not seen, and judge with what they found.

        `tell` is given the share done, 0 to 1; `cancelled` is asked between detectors.
        """
        if self.detecting.detect(tell, cancelled):
            return self.judge_again()
        return self.view

    def _sifted(self, answers: Answers, path: Path) -> tuple[Detected, ...]:
        """What detectors found, as far as it says something beside these answers."""
        if self._rulebook is None:
            return self._detected
        return (*self._detected, *self.detecting.detected(answers, path))

    def present_case(self) -> Case:
        """The answers as they are, as a case."""
        view = self.view
        return self.case(view.assessment, self._folded, view.path, view.progress)

    def take_detected(self, detected: Sequence[Detected], broken: Sequence[Broken] = ()) -> View:
        """Judge with what the detectors found from now on. Nothing is stored."""
        self._detected, self._failed = tuple(detected), tuple(broken)
        self.view = self._viewed(self.view.assessment, self._folded, self.view.saved_at)
        return self.view

    # --- findings --------------------------------------------------------------------------------------

    def finding(self, key: str) -> Finding:
        """The finding of this key. Raises `Unknown`, naming what is near."""
        found = {one.key: one for one in self.view.judgement.findings.found}
        if key in found:
            return found[key]
        raise Unknown(f'There is no finding "{key[:80]}".{self._meant(key, list(found))}')

    def _meant(self, key: str, known: Sequence[str]) -> str:
        """What a person may have meant by a key that is none."""
        if any(one.key == key for one in self.view.judgement.findings.proposals):
            return " It is only proposed; confirm it first, or dismiss it."
        several = [one for one in known if one.casefold().startswith(f"{key.casefold()} ")]
        if len(several) > _MOST_NAMED:
            named = " or ".join(several[:_MOST_NAMED])
            return f" There are {len(several)} of this rule; say which, such as {named}."
        near = several or get_close_matches(key, known, 3, 0.5)
        return f" Did you mean {' or '.join(near)}?" if near else " `assess findings` lists them."

    def proposal(self, key: str) -> Proposal:
        """The proposal of this key. Raises `Unknown`."""
        proposals = {one.key: one for one in self.view.judgement.findings.proposals}
        if key in proposals:
            return proposals[key]
        raise Unknown(f'There is no proposal "{key[:80]}".{self._meant(key, list(proposals))}')

    def settle(
        self,
        key: str,
        state: FindingState | str | None = None,
        *,
        reason: str | None = None,
        owner: str | None = None,
        due: str | None = None,
    ) -> View:
        """Record what becomes of a finding: its state, the reason, who sees to it and by when.

        Another state wants a reason of its own. Raises `Unknown` for a finding that is not there; `Refused` for a
        state without its reason, for one accepted without owner and date, and for a date that is none.
        """
        finding = self.finding(key)
        body: dict[str, Any] = {"subject": finding.subject, "cause": finding.cause}
        after = finding_state(state) if state is not None else finding.state
        known = self.view.dispositions.get(key) or Disposition(finding.rule, finding.subject)
        if state is not None:
            body["state"] = after.value
        elif finding.came_back is not None:
            body["cause"] = known.cause  # it is open because its cause changed, and stays so
        if after is not finding.state and reason is None:
            reason = ""  # what was said for another state says nothing for this one
        texts = {"reason": reason, "owner": owner, "due": due}
        body |= {name: " ".join(clean(text).split()) for name, text in texts.items() if text is not None}
        body["due"] = _date(body["due"]) if body.get("due") else body.get("due", finding.due)
        said = {name: body.get(name, getattr(finding, name)) for name in ("reason", "owner", "due")}
        if after in _NEEDS_REASON and not said["reason"]:
            raise Refused(f"{finding.key} needs a reason: {_NEEDS_REASON[after]}.")
        if after is FindingState.ACCEPTED and not (said["owner"] and said["due"]):
            raise Refused(
                f"{finding.key} is accepted only with an owner and a date by which it is to be settled."
            )
        differs = {name: text for name, text in body.items() if name in ("state", *texts, "cause")}
        if all(str(getattr(known, name)) == text for name, text in differs.items()):
            return self.view
        return self.record([(finding.rule, ChangeKind.FINDING, body)])

    def confirm_proposal(self, key: str) -> View:
        """A proposal becomes a finding. Raises `Unknown`."""
        finding = self.proposal(key).finding
        raised = Raised(
            severity=finding.severity,
            message=finding.message,
            title=finding.title,
            law=finding.law,
            fix=finding.fix,
            answers=finding.answers,
            citations=finding.passages,
        )
        body = {
            "subject": finding.subject,
            "state": FindingState.OPEN.value,
            "reason": "",
            "cause": finding.cause,
            "raised": raised_to_json(raised),
        }
        return self.record([(finding.rule, ChangeKind.FINDING, body)])

    def dismiss_proposal(self, key: str, reason: str) -> View:
        """A proposal is none; the reason stays. Raises `Unknown`, or `Refused` without a reason."""
        finding = self.proposal(key).finding
        said = " ".join(clean(reason).split())
        if not said:
            raise Refused(f"{finding.key} needs a reason: {_NEEDS_REASON[FindingState.WITHDRAWN]}.")
        body = {
            "subject": finding.subject,
            "state": FindingState.WITHDRAWN.value,
            "reason": said,
            "cause": finding.cause,
        }
        return self.record([(finding.rule, ChangeKind.FINDING, body)])

    def raise_finding(
        self,
        rule_id: str = "",
        *,
        message: str,
        severity: Severity | str | None = None,
        title: str = "",
        law: Sequence[str] = (),
        fix: str = "",
        answers: Sequence[str] = (),
        citations: Sequence[Citation] = (),
    ) -> View:
        """Raise a finding by hand, by a rule of the pack or in words of one's own (`OWN`).

        Raises `Unknown` for a rule or question that is not there, `Refused` without a message, or for words of
        one's own without severity and title.
        """
        from app.assessment.judge import OWN_RULE

        rule = self.judge.book.by_id.get(rule_id)
        if rule_id and rule_id != OWN_RULE and rule is None:
            near = get_close_matches(rule_id.upper(), list(self.judge.book.by_id), 3)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise Unknown(f'There is no rule "{rule_id[:40]}".{hint}')
        said = " ".join(clean(message).split()) or (rule.message if rule else "")
        if not message.strip() and _SLOT.search(said):
            ready = _SLOT.sub("…", said)
            raise Refused(f"{rule_id} needs its message: the ready one has gaps to fill in, “{ready}”")
        if not said:
            raise Refused("A finding needs its message: what is wrong.")
        if rule is None and not (severity and title.strip()):
            raise Refused("A finding in your own words needs a severity and a title.")
        for answer in answers:
            if answer not in self._pack.by_id:
                raise Unknown(f'There is no question "{answer[:80]}".')
        name = rule.id if rule else OWN_RULE
        raised = Raised(
            severity=_severity(severity) if severity else (rule.severity if rule else Severity.MEDIUM),
            message=said,
            title=" ".join(clean(title).split()),
            law=tuple(clean(one).strip() for one in law if one.strip()),
            fix=" ".join(clean(fix).split()) or (_SLOT.sub("…", rule.fix) if rule else ""),
            answers=tuple(dict.fromkeys(answers)),
            citations=tuple(citations),
        )
        numbers = [one.subject for one in self.view.dispositions.values() if one.rule == name]
        used = [
            int(one.removeprefix("by hand ")) for one in numbers if one.removeprefix("by hand ").isdigit()
        ]
        body = {
            "subject": f"by hand {max(used, default=0) + 1}",
            "state": FindingState.OPEN.value,
            "raised": raised_to_json(raised),
        }
        return self.record([(name, ChangeKind.FINDING, body)])

    def finding_history(self, key: str) -> tuple[FindingChange, ...]:
        """Every change of one finding, newest first, undone ones included."""
        standing = {change.id for change in self._folded.standing}
        lines: list[FindingChange] = []
        known: dict[str, Disposition] = {}
        for change in self._store.changes(self.view.assessment.id):
            if change.kind is not ChangeKind.FINDING:
                continue
            if finding_key(change.question, str(change.body.get("subject", ""))) != key:
                continue
            after = recorded(known, change)
            lines.append(FindingChange(change, after, change.id in standing))
            if change.id in standing:
                known[key] = after
        return tuple(reversed(lines))

    # --- names -----------------------------------------------------------------------------------------

    def declare_names(self, kind: str, first: str, second: str, same: bool | None) -> View:
        """Say that two names mean the same, that they do not, or (None) neither. Raises `Refused`."""
        if kind not in _KINDS:
            raise Refused(f'"{kind[:40]}" is no kind of name; use {", ".join(_KINDS)}.')
        a, b = plain_name(first), plain_name(second)
        if not a or not b or a == b:
            raise Refused("Two different names are needed.")
        if self.view.names.get((kind, min(a, b), max(a, b))) is same:
            return self.view
        return self.record([(kind, ChangeKind.NAMES, {"a": a, "b": b, "same": same})])

    def compared_names(self) -> tuple[Compared, ...]:
        """Every name that rules look for in another list, and what it was taken for; those not found come first."""
        from app.assessment.compared import compared, compares

        view, book = self.view, self.judge.book
        in_force = {item: answer for item, answer in view.answers.items() if item in view.path.in_force}
        rules = [rule for rule in book.rules if compares(rule)]
        return compared(rules, view.pack, book, in_force, view.names)

    # --- what follows ----------------------------------------------------------------------------------

    def what_if(self, question_id: str) -> tuple[tuple[str, Judgement], ...]:
        """What each other answer to a question would do to the judgement, by its words."""
        return self.outcomes_ahead(question_id)()

    def outcomes_ahead(self, question_id: str) -> Callable[[], tuple[tuple[str, Judgement], ...]]:
        """The same as something to run in a thread: all that it reads has been read when this returns."""
        from app.assessment.what_if import outcomes

        return partial(outcomes, self._trial(), self.present_case(), self.view.judgement, question_id)

    def next_steps(self) -> tuple[Step, ...]:
        """What would move the tier up, cheapest first. May take up to a second."""
        return self.steps_ahead()()

    def steps_ahead(self) -> Callable[[], tuple[Step, ...]]:
        """The same as something to run in a thread: all that it reads has been read when this returns."""
        from app.assessment.what_if import steps

        return partial(steps, self._trial(), self.present_case(), self.view.judgement)

    def _trial(self) -> Judge:
        """A judge of its own for cases that are none, so that the other keeps what it knows of the present one."""
        if self._trial_judge is None:
            from app.assessment.judge import Judge

            self._trial_judge = Judge(self._pack, self.judge.book)
        return self._trial_judge

    def gates(self) -> tuple[Gate, ...]:
        """The gates in force that apply, in the order of the pack, each with its credit and what took the rest."""
        from app.assessment.tiers import Reading

        case, judgement = self.present_case(), self.view.judgement
        reading = Reading(self._pack, self.judge.book, case, judgement.findings, judgement.score)
        found = ((question, reading.credit(question)) for question in reading.gates)
        return tuple(
            Gate(question, credit, "" if credit >= 1 else reading.cause(question))
            for question, credit in found
        )

    def thresholds(self) -> Mapping[str, tuple[float, float]]:
        """The thresholds of the tiers by name: what counts, and what the questionnaire alone asks."""
        from app.assessment.tiers import threshold_values

        return threshold_values(self.judge.book, read_settings(self._store.setting(SETTINGS) or ""))

    def coverage(self) -> tuple[LawCoverage, ...]:
        """For each law in force, which questions speak to it and how they stand."""
        from app.assessment.coverage import coverage

        return coverage(self._pack, self.judge.book, self.present_case(), self.view.judgement.findings)


def plain_name(name: str) -> str:
    """A name as it is compared: small letters, single spaces."""
    return " ".join(clean(name).casefold().split())


def finding_state(text: FindingState | str) -> FindingState:
    """The state a person means (`answered by vendor`). Raises `Refused`, naming them all."""
    wanted = str(text).strip().lower().replace("-", "_").replace(" ", "_")
    known = {one.value: one for one in FindingState} | {"answered": FindingState.ANSWERED}
    if wanted not in known:
        words = ", ".join(one for one in known if one != FindingState.ANSWERED)
        raise Refused(f'"{str(text)[:40]}" is not a state of a finding; use {words}.')
    return known[wanted]


def _severity(text: Severity | str) -> Severity:
    try:
        return Severity(str(text).strip().lower())
    except ValueError:
        raise Refused(f'"{str(text)[:40]}" is not a severity; use {", ".join(Severity)}.') from None


def _date(text: str) -> str:
    try:
        return parse_date(text)
    except InvalidValue as error:
        raise Refused(f"The date is not one: {error}.") from error


def read_settings(text: str) -> JudgeSettings:
    """Settings from their JSON; where they cannot be read, none (`_unreadable` says so)."""
    try:
        data = json.loads(text) if text else {}
        thresholds = {str(name): float(value) for name, value in data.get("thresholds", {}).items()}
        gates = tuple(str(one) for one in data.get("extra_gates", ()))
    except (ValueError, TypeError, AttributeError):
        return JudgeSettings()
    return JudgeSettings(thresholds, gates)


def _unreadable(text: str) -> tuple[Broken, ...]:
    """What is said of settings that are there and cannot be read: the tier might be better than the district allows."""
    try:
        data = json.loads(text) if text else {}
        whole = all(isinstance(data.get(name, kind()), kind) for name, kind in _SETTINGS.items())
        numbers = [float(value) for value in data.get("thresholds", {}).values()] if whole else []
    except (ValueError, TypeError, AttributeError):
        whole, numbers = False, []
    if whole and len(numbers) == len(data.get("thresholds", {})):
        return ()
    return (
        Broken("settings", "the district's own thresholds and gates cannot be read, and none of them counts"),
    )


def written_settings(settings: JudgeSettings) -> str:
    """Settings as JSON."""
    data = {"thresholds": dict(settings.thresholds), "extra_gates": list(settings.extra_gates)}
    return json.dumps(data, sort_keys=True)
