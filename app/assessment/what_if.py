"""What if: what another answer would do to the numbers, and what would move the tier up.

Everything is judged by the same rules as the case itself, so that an answer that would only uncover a contradiction shows
it. Nothing is stored. The number of trials is bounded, not the time, so that the same case gives the same steps everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from app.assessment.answer import Answer, State, Value
from app.assessment.case import Case
from app.assessment.judge import Judge
from app.assessment.remedies import SENTENCE, Remedies, Remedy
from app.assessment.score import Judgement, Step, Tier
from app.assessment.standing import standing
from app.assessment.tiers import LADDER, Condition, Obstacle, Reading
from app.questionnaire.model import AnswerType, Question

MOST_STEPS: Final = 12
"""Of a sequence, and of single steps that are told."""
_MOST_TRIALS: Final = 48
_ROUNDS: Final = 4
"""Of answering what is open: an answer can bring further questions."""
_SUPPOSED: Final = "supposed"
_LABELS: Final[Mapping[State, str]] = {
    State.YES: "yes",
    State.PARTIAL: "partial",
    State.NO: "no",
    State.ANSWERED: "answered",
    State.NA: "not applicable",
    State.NOT_ADDRESSED: "not addressed",
}
_NUMBERS: Final[Mapping[Condition, str]] = {
    Condition.COMMITMENT: "commitment",
    Condition.ASSURANCE: "assurance",
}
"""Conditions that points settle."""
_OF_DOCUMENTS: Final = ("DOC-", "EVD-")
"""How the ids of rules begin that speak of documents and evidence."""


def outcomes(
    judge: Judge, case: Case, judgement: Judgement, question_id: str
) -> tuple[tuple[str, Judgement], ...]:
    """What each other answer to a question would do: its words, and the judgement with it.

    Of a statement the other states, of a fact with choices each other choice; evidence, reasons and everything else stay
    as they are. Of other facts only the states that need no value. The present answer is not among them. A hidden
    question has none. Raises `KeyError` for an unknown question.
    """
    del judgement
    question = judge.pack.by_id[question_id]
    if question_id not in case.path.in_force:
        return ()
    remedies = Remedies(judge.pack, judge.book)
    answer = case.answer(question_id)
    return tuple(
        (label, judge.judge(remedies.trial(case, {question_id: other})))
        for label, other in _others(question, answer)
    )


def _others(question: Question, answer: Answer) -> Iterator[tuple[str, Answer]]:
    """The other answers with their words. What stands for nothing now is another answer too once it stands."""
    now = standing(question, answer)
    for label, state, value in _possible(question, answer):
        same = state is answer.state and value == answer.value
        if not same or now is State.UNANSWERED:
            reason = answer.reason.strip() or (_SUPPOSED if state in (State.PARTIAL, State.NA) else "")
            yield label, replace(answer, state=state, value=value, reason=reason, searched=None, reopened="")


def _possible(question: Question, answer: Answer) -> Iterator[tuple[str, State, Value]]:
    if question.type is AnswerType.STATEMENT:
        for state in (State.YES, State.PARTIAL, State.NO, State.NA, State.NOT_ADDRESSED):
            yield _LABELS[state], state, answer.value
        return
    if question.type is AnswerType.ONE_OF:
        for choice in question.choices:
            silent = choice == question.silent_choice
            yield choice, State.NOT_ADDRESSED if silent else State.ANSWERED, choice
    elif answer.value:
        for state in (State.ANSWERED, State.PARTIAL):
            yield _LABELS[state], state, answer.value
    silent_said = question.type is AnswerType.ONE_OF and question.silent_choice
    for state in (State.NOT_ADDRESSED, State.NA):
        if state is not answer.state and not (state is State.NOT_ADDRESSED and silent_said):
            yield _LABELS[state], state, None


def steps(judge: Judge, case: Case, judgement: Judgement) -> tuple[Step, ...]:
    """What would move the tier up, cheapest first, each with the tier and the numbers that it would lead to.

    Where nothing does alone, the shortest sequence found that does, in order (`Step.order`), each with where it leads
    together with those before it; nothing where 12 do not. Nothing where the computed tier is the best. May run in a thread
    with a judge of its own.
    """
    search = _Search(judge, case, judgement)
    if judgement.verdict.computed is Tier.CANNOT_SAY:
        return search.open_questions()
    if judgement.verdict.computed is LADDER[-1]:
        return ()
    return search.single() or search.sequence()


@dataclass(frozen=True, slots=True)
class _State:
    """A case with its judgement."""

    case: Case
    judgement: Judgement


class _Search:
    """Looks for what moves the tier of one case."""

    def __init__(self, judge: Judge, case: Case, judgement: Judgement) -> None:
        self._judge = judge
        self._start = _State(case, judgement)
        self._remedies = Remedies(judge.pack, judge.book)
        self._trials = 0

    # --- one step --------------------------------------------------------------------------------------

    def single(self) -> tuple[Step, ...]:
        """The steps that move the tier by themselves, cheapest first."""
        now = self._start.judgement.verdict.computed
        against = self._against(self._start, _next(now))
        able = [one for one in self._known(self._start) if _may_suffice(one, against)]
        able.sort(key=lambda one: (one.cost, -one.commitment - one.assurance))
        found = []
        for remedy in able:
            if self._trials >= _MOST_TRIALS:
                break
            after = self._with(self._start, remedy)
            tier = after.judgement.verdict.computed
            if tier in LADDER and LADDER.index(tier) > LADDER.index(now):
                found.append(_step(remedy, after.judgement))
        found.sort(key=lambda step: (step.cost, -LADDER.index(step.tier), -(step.assurance or 0.0)))
        return tuple(found[:MOST_STEPS])

    # --- several steps ---------------------------------------------------------------------------------

    def sequence(self) -> tuple[Step, ...]:
        """The shortest sequence found that moves the tier; empty where there is none of at most 12 steps."""
        target = _next(self._start.judgement.verdict.computed)
        self._trials = 0
        state, taken = self._start, list[Step]()
        refused: set[str] = set()
        while len(taken) < MOST_STEPS:
            chosen = self._better(state, target, refused)
            if chosen is None:
                return ()
            remedy, state = chosen
            taken.append(_step(remedy, state.judgement, len(taken) + 1))
            tier = state.judgement.verdict.computed
            if tier in LADDER and LADDER.index(tier) >= LADDER.index(target):
                return tuple(taken)
        return ()

    def _better(self, state: _State, target: Tier, refused: set[str]) -> tuple[Remedy, _State] | None:
        """The remedy that takes most out of the way of a tier, and where it leads."""
        against = self._against(state, target)
        before = _distance(against)
        useful = [
            one for one in self._known(state) if one.what not in refused and _use(one, against) > (0, 0.0)
        ]
        useful.sort(key=lambda one: (_use(one, against), -one.cost), reverse=True)
        for remedy in useful:
            if self._trials >= _MOST_TRIALS:
                return None
            after = self._with(state, remedy)
            if _distance(self._against(after, target)) < before:
                return remedy, after
            refused.add(remedy.what)
        return None

    # --- what is open ----------------------------------------------------------------------------------

    def open_questions(self) -> tuple[Step, ...]:
        """What there must be before anything can be said."""
        state = self._start
        against = self._reading(state).silence()
        number, first = 0, ""
        for _ in range(_ROUNDS):
            items = self._still_open(state)
            if not items:
                break
            number, first = number + len(items), first or items[0]
            silent = {
                item: replace(state.case.answer(item), state=State.NOT_ADDRESSED, reopened="", reason="")
                for item in items
            }
            state = self._judged(self._remedies.trial(state.case, silent))
        steps = []
        if number:
            gates = {gate for one in against if one.condition is Condition.OPEN_GATE for gate in one.about}
            named = (
                f", the {'gate' if len(gates) == 1 else f'{len(gates)} gates'} among them first"
                if gates
                else ""
            )
            asked = "1 more question" if number == 1 else f"{number} more questions"
            what = f"Answer {asked}{named}; this is where it leads if the documents turn out to be silent."
            steps.append(_of(first, what, SENTENCE, state.judgement))
        if any(one.condition is Condition.DOCUMENT for one in self._reading(state).silence()):
            for remedy in self._known(state):
                if remedy.touches is not None or self._trials >= _MOST_TRIALS:
                    continue
                after = self._with(state, remedy)
                if after.judgement.verdict.computed is not Tier.CANNOT_SAY:
                    steps.append(_step(remedy, after.judgement))
                    break
        ordered = len(steps) > 1
        return tuple(replace(step, order=n if ordered else 0) for n, step in enumerate(steps, start=1))

    def _still_open(self, state: _State) -> list[str]:
        """The questions to answer next: gates, then as many others as completeness lacks."""
        against = {one.condition: one for one in self._reading(state).silence()}
        gates = list(against[Condition.OPEN_GATE].about) if Condition.OPEN_GATE in against else []
        lacking = int(against[Condition.COMPLETENESS].missing) if Condition.COMPLETENESS in against else 0
        others = (
            item
            for item in state.case.progress.open_items
            if (question := self._judge.pack.by_id[item]).parent is None
            and not question.own
            and item not in gates
        )
        return [*gates, *islice(others, max(lacking - len(gates), 0))]

    # --- judging ---------------------------------------------------------------------------------------

    def _known(self, state: _State) -> tuple[Remedy, ...]:
        return self._remedies.of(state.case, state.judgement)

    def _with(self, state: _State, remedy: Remedy) -> _State:
        return self._judged(self._remedies.applied(state.case, remedy))

    def _judged(self, case: Case) -> _State:
        self._trials += 1
        return _State(case, self._judge.judge(case))

    def _reading(self, state: _State) -> Reading:
        judgement = state.judgement
        return Reading(self._judge.pack, self._judge.book, state.case, judgement.findings, judgement.score)

    def _against(self, state: _State, tier: Tier) -> tuple[Obstacle, ...]:
        reading = self._reading(state)
        return (*reading.silence(), *reading.obstacles(tier))


def _next(tier: Tier) -> Tier:
    return LADDER[min(LADDER.index(tier) + 1, len(LADDER) - 1)]


def _step(remedy: Remedy, after: Judgement, order: int = 0) -> Step:
    return _of(remedy.question, remedy.what, remedy.cost, after, order)


def _of(question: str, what: str, cost: int, after: Judgement, order: int = 0) -> Step:
    total = after.score.total
    return Step(question, what, after.verdict.computed, total.commitment, total.assurance, cost, order)


def _points(remedy: Remedy, obstacle: Obstacle) -> float:
    """Points that a remedy can add to the number that an obstacle is about."""
    if obstacle.condition not in _NUMBERS:
        return 0.0
    return remedy.commitment if obstacle.condition is Condition.COMMITMENT else remedy.assurance


def _may_suffice(remedy: Remedy, against: Sequence[Obstacle]) -> bool:
    """Whether a remedy could take everything out of the way that stands against a tier."""
    return all(
        _points(remedy, one) >= one.missing - 1e-9 if one.condition in _NUMBERS else _may_settle(remedy, one)
        for one in against
    )


def _may_settle(remedy: Remedy, obstacle: Obstacle) -> bool:
    """Whether a remedy could take away an obstacle that is no matter of points; of a document little is known before."""
    if remedy.touches is not None:
        return bool(remedy.touches.intersection(obstacle.about))
    if obstacle.condition in (Condition.CRITICAL, Condition.HIGH):
        return any(key.startswith(_OF_DOCUMENTS) for key in obstacle.about)
    return obstacle.condition not in (Condition.POLICY, Condition.PLAIN_NO)


def _use(remedy: Remedy, against: Sequence[Obstacle]) -> tuple[int, float]:
    """How many obstacles a remedy can take away, and how many of the missing points it can add."""
    settles = sum(
        one.condition not in _NUMBERS and one.condition is not Condition.GATE and _may_settle(remedy, one)
        if remedy.touches is None
        else _may_settle(remedy, one)
        for one in against
    )
    return settles, sum(min(_points(remedy, one), one.missing) for one in against)


def _distance(against: Sequence[Obstacle]) -> tuple[int, float]:
    """How far a tier is: obstacles that are not a matter of points, then what all of them lack."""
    return (
        sum(one.condition not in _NUMBERS for one in against),
        sum(one.missing for one in against),
    )
