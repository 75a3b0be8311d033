"""Remedies: what could be asked for so that the answers, the evidence or the findings of a case get better.

None of them is advice on what is true. Each is a supposition (this sentence, this signature, this practice), as the
answers and dispositions that would be there if it came about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.assessment.answer import Answer, Citation, Number, Row, State, Value
from app.assessment.case import Case, main_document
from app.assessment.clauses import one_line, stopped, without_stop
from app.assessment.documents import REGISTER, Document
from app.assessment.findings import Disposition, Finding, FindingState
from app.assessment.path import PathFinder
from app.assessment.progress import progress
from app.assessment.score import Judgement, Line
from app.assessment.scoring import Scorer
from app.assessment.standing import SAID, counted, standing
from app.assessment.tiers import is_condition
from app.assessment.values import rows_of, to_text
from app.questionnaire.model import AnswerType, Column, Pack, Question, Severity
from app.questionnaire.rules import Rulebook

SENTENCE, SIGNATURE, DOCUMENT, PRACTICE = 1, 2, 3, 4
"""What a remedy asks of the vendor; a date counts as a signature."""
_COST_OF_RULE: Final[Mapping[str, int]] = {"CON": PRACTICE, "DOC": SIGNATURE, "EVD": DOCUMENT}
"""By the beginning of a rule's id; all others speak of what a sentence would settle."""
_NUMBERS: Final = (72, 60, 48, 45, 30, 24, 14, 10, 7, 5, 3, 2, 1)
"""Numbers that are tried for a deadline, the most lenient first."""
_REPORT: Final = re.compile(r"\b(report|certificate|test)\b", re.IGNORECASE)
"""In what a question wants as evidence: a report about the vendor speaks to it."""
_SIGNED: Final = frozenset({"vendor", "both"})
_CHOSEN: Final = frozenset({AnswerType.ONE_OF, AnswerType.MANY_OF, AnswerType.NUMBER_UNIT})
"""Kinds of facts whose value can be better or worse; others are there or not."""
_HAIR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that could be asked for."""

    question: str
    """Id of the question it is about; empty for a document."""
    what: str
    """As a sentence."""
    cost: int
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """The answers that would be there."""
    dispositions: Mapping[str, Disposition] = field(default_factory=dict)
    """What would be recorded about findings, by key."""
    touches: frozenset[str] | None = frozenset()
    """Ids of questions, and keys of findings, that it can make better; None where it may be any."""
    commitment: float = 0.0
    """Points of 100 that it adds at the most."""
    assurance: float = 0.0


class Remedies:
    """Finds remedies for cases of one pack."""

    def __init__(self, pack: Pack, book: Rulebook) -> None:
        """Nothing is compiled before it is needed."""
        self._pack = pack
        self._scoring = book.scoring
        self._finder = PathFinder(pack)
        self._scorer = Scorer(pack, book)
        self._best: dict[str, tuple[Answer, float, Mapping[str, Value]]] = {}

    def trial(
        self,
        case: Case,
        answers: Mapping[str, Answer],
        dispositions: Mapping[str, Disposition] | None = None,
    ) -> Case:
        """The case as it would be with these answers and dispositions in the place of its own."""
        merged = {**case.answers, **answers}
        path = self._finder.find(merged)
        return replace(
            case,
            answers=merged,
            path=path,
            progress=progress(self._pack, path, merged),
            dispositions={**case.dispositions, **(dispositions or {})},
        )

    def applied(self, case: Case, remedy: Remedy) -> Case:
        """The case as it would be with a remedy."""
        return self.trial(case, remedy.answers, remedy.dispositions)

    def of(self, case: Case, judgement: Judgement) -> tuple[Remedy, ...]:
        """What could be asked for in this case, in the order of the pack, then findings, then documents."""
        answers = tuple(self._answers(case, judgement))
        return (
            *answers,
            *self._settlements(judgement, case, {one.question: one.cost for one in answers}),
            *self._documents(case, judgement),
        )

    # --- better answers --------------------------------------------------------------------------------

    def _answers(self, case: Case, judgement: Judgement) -> Iterator[Remedy]:
        weight = judgement.score.total.weight
        lines = judgement.score.by_question
        gates = {one.id for one in self._pack.questions if one.gate}.union(case.settings.extra_gates)
        for question in self._pack.questions:
            line = lines.get(question.id)
            wanted = line is not None or question.id in gates
            if not wanted or question.id not in case.path.in_force or question.own:
                continue
            state = standing(question, case.answer(question.id))
            has = line.credit if line is not None else 0.0
            if state in (State.UNANSWERED, State.NA) or (line is not None and has >= 1 - _HAIR):
                continue
            credit, values = self._best_of(question, case)
            if credit <= has + _HAIR:
                continue
            yield Remedy(
                question=question.id,
                what=_asked_for(question, state, values, cost := _cost(question, state, values)),
                cost=cost,
                answers=self._given(question, values, case),
                touches=frozenset({question.id, *_about(question, judgement)}),
                commitment=_gain(line, weight),
                assurance=_gain(line, weight, proved=True),
            )

    def _best_of(self, question: Question, case: Case) -> tuple[float, Mapping[str, Value]]:
        """The best credit that a value can have, and that value with those of the follow-ups that it takes."""
        if question.type is AnswerType.STATEMENT:
            return 1.0, {question.id: None}
        answer = case.answer(question.id)
        if answer.value and question.type not in _CHOSEN:  # what is filled in is never taken away
            return 1.0, {question.id: answer.value}
        known = self._best.get(question.id)
        if known is not None and known[0] is answer:
            return known[1:]
        best, found = -1.0, dict[str, Value]()
        for value in (*self._ticked(question, answer, case), *_candidates(question)):
            credit, values = self._credit_with(question, value, case)
            if credit > best + _HAIR:
                best, found = credit, dict(values)
            if credit >= 1.0:
                break
        self._best[question.id] = (answer, best, found)
        return best, found

    def _ticked(self, question: Question, answer: Answer, case: Case) -> Iterator[Value]:
        """Of a list: what is ticked now, and of the rest only what counts."""
        if question.type is not AnswerType.MANY_OF:
            return
        chosen = answer.value if isinstance(answer.value, tuple) else ()
        ticked = counted(question, [one for one in chosen if isinstance(one, str)])
        best = self._scorer.credit(question, self._supposed({question.id: tuple(ticked)}, case))
        for choice in counted(question, question.choices):
            if choice not in ticked and best < 1.0:
                more = tuple(one for one in question.choices if one in ticked or one == choice)
                credit = self._scorer.credit(question, self._supposed({question.id: more}, case))
                if credit > best + _HAIR:
                    best, ticked = credit, list(more)
        if ticked:
            yield tuple(ticked)

    def _credit_with(self, question: Question, value: Value, case: Case) -> tuple[float, Mapping[str, Value]]:
        values: dict[str, Value] = {question.id: value}
        best = self._scorer.credit(question, self._supposed(values, case))
        for item in self._scorer.reads(question.id):
            beside = self._pack.by_id[item]
            if best >= 1.0 or beside.parent != question.id:
                continue
            for other in _candidates(beside):
                credit = self._scorer.credit(question, self._supposed({**values, item: other}, case))
                if credit > best + _HAIR:
                    best, values = credit, {**values, item: other}
                    break
        return best, values

    def _supposed(self, values: Mapping[str, Value], case: Case) -> Case:
        answers = {item: Answer(State.ANSWERED, value) for item, value in values.items()}
        return replace(
            case,
            answers={**case.answers, **answers},
            path=replace(case.path, in_force=case.path.in_force.union(values)),
        )

    def _given(self, question: Question, values: Mapping[str, Value], case: Case) -> dict[str, Answer]:
        """The answers with these values, resting on what is cited now or else on the best document there is."""
        given = {}
        for item, value in values.items():
            asked, before = self._pack.by_id[item], case.answer(item)
            state, stated = State.ANSWERED, value
            if asked.type is AnswerType.DATE and not before.value:
                stated = case.review_date.isoformat()
            if asked.type is AnswerType.STATEMENT:
                state = State.NO if asked.good_side == "no" else State.YES
            given[item] = replace(before, state=state, value=stated, reason="", searched=None, reopened="")
        whole = (question, *question.followups)
        if not any(case.answer(one.id).cited for one in whole) and (document := self._best_document(case)):
            cited = (*given[question.id].citations, Citation(document.id, "the amended text"))
            given[question.id] = replace(given[question.id], citations=cited)
        return given

    def _best_document(self, case: Case) -> Document | None:
        main = main_document(case)
        proves = self._scorer.proves
        on = case.review_date
        best = max(case.documents, key=lambda one: proves(one, on), default=None)
        return (
            main if main is not None and best is not None and proves(main, on) >= proves(best, on) else best
        )

    # --- settled findings ------------------------------------------------------------------------------

    def _settlements(self, judgement: Judgement, case: Case, better: Mapping[str, int]) -> Iterator[Remedy]:
        """Findings settled or accepted. `better` has the cost of better answers by question.

        To settle a finding about an answer costs no less than to give a better one, and where it is about nothing else, the
        better answer is what settles it.
        """
        lost: dict[str, float] = {}
        for loss in judgement.score.losses:
            if loss.rule:
                lost[loss.rule] = lost.get(loss.rule, 0.0) + loss.points
        for finding in judgement.findings.acting:
            severe = finding.severity in (Severity.CRITICAL, Severity.HIGH)
            if not severe and not finding.caps:
                continue
            fix = stopped(without_stop(one_line(finding.fix or finding.message)))
            capped = {cap.question for cap in finding.caps}
            points = lost.get(finding.rule, 0.0)
            question = next((one for one in (*finding.answers, *capped) if one in case.path.in_force), "")
            named = f"{finding.rule} ({one_line(finding.subject)[:60]})" if finding.subject else finding.rule
            cost = _COST_OF_RULE.get(finding.rule.partition("-")[0], SENTENCE)
            settled = Remedy(
                question,
                f"Settle {named}: {fix}",
                max(cost, better.get(question, 0)),
                dispositions={finding.key: _disposed(finding, case, FindingState.FIXED)},
                touches=frozenset({finding.key, *capped}),
                commitment=points,
                assurance=points,
            )
            if finding.subject not in better:
                yield settled
            if finding.severity is Severity.HIGH and not is_condition(finding):
                yield Remedy(
                    question,
                    f"Accept {named} as a condition, with an owner and a date: {fix}",
                    SIGNATURE,
                    dispositions={finding.key: _disposed(finding, case, FindingState.ACCEPTED)},
                    touches=frozenset({finding.key}),
                )

    # --- better documents ------------------------------------------------------------------------------

    def _documents(self, case: Case, judgement: Judgement) -> Iterator[Remedy]:
        register = case.answer(REGISTER)
        if REGISTER not in case.path.in_force or REGISTER not in self._pack.by_id:
            return
        on = case.review_date.isoformat()
        main = main_document(case)
        for document in case.documents:
            lines = [line for line in judgement.score.lines if line.document == document.id]
            if not lines and document != main:
                continue
            name = (
                f"{one_line(document.id)}, {one_line(document.title)}"
                if document.title
                else one_line(document.id)
            )
            signed = document.signed in _SIGNED or not document.by_vendor
            fresh = self._scorer.freshness(document, case.review_date) >= 1.0
            asks = (
                (not signed, {"signed": "both"}, f"Get {name}, signed by both sides."),
                (
                    not fresh,
                    {"stated_date": on},
                    f"Get a version of {name} that is dated within the last 12 months.",
                ),
                (
                    not signed and not fresh,
                    {"signed": "both", "stated_date": on},
                    f"Get a version of {name} that is signed by both sides and dated within the last 12 months.",
                ),
            )
            for wanted, cells, what in asks:
                if wanted:
                    better = replace(
                        document,
                        signed=cells.get("signed", document.signed),
                        stated_date=cells.get("stated_date", document.stated_date),
                    )
                    gain = sum(
                        line.weight
                        * line.capped
                        * max(
                            self._scorer.proves(better, case.review_date) - line.evidence * line.freshness,
                            0.0,
                        )
                        for line in lines
                    )
                    answer = replace(
                        register, value=_with_cells(rows_of(register.value), document.row, cells)
                    )
                    yield _of_document(what, SIGNATURE, {REGISTER: answer}, gain, judgement)
        yield from self._new(case, judgement, register)

    def _new(self, case: Case, judgement: Judgement, register: Answer) -> Iterator[Remedy]:
        """Documents that are not in the register: an independent report, and a policy where nothing like it is there."""
        on = case.review_date.isoformat()
        known = {document.id for document in case.documents}
        name = next(f"new {number}" for number in range(1, len(known) + 2) if f"new {number}" not in known)
        cells = {"doc_id": name, "stated_date": on, "covers_product": "yes"}
        rows = rows_of(register.value)
        proved = [
            line
            for line in judgement.score.lines
            if line.capped > 0
            and line.evidence * line.freshness < 1.0
            and _REPORT.search(self._pack.by_id[line.question].evidence)
        ]
        if not any(document.by_vendor for document in case.documents):
            policy = {
                **cells,
                "title": "Privacy policy",
                "kind": "policy",
                "issuer": one_line(case.assessment.vendor),
            }
            what = "Get the vendor's privacy policy or agreement for this product."
            yield _of_document(what, DOCUMENT, {REGISTER: _listed(register, rows, policy)}, 0.0, judgement)
        if proved and not any(one.id.startswith("new ") for one in case.documents):
            report = {
                **cells,
                "title": "Independent report",
                "kind": "audit report",
                "issuer": "an independent auditor",
            }
            answers = {REGISTER: _listed(register, rows, report)}
            for line in proved:
                before = case.answer(line.question)
                answers[line.question] = replace(
                    before, citations=(*before.citations, Citation(name, "the whole report"))
                )
            gain = sum(one.weight * one.capped * (1 - one.evidence * one.freshness) for one in proved)
            what = "Get an independent report or certificate about the vendor that covers this product."
            yield _of_document(what, DOCUMENT, answers, gain, judgement)


def _listed(register: Answer, rows: Sequence[Row], cells: Mapping[str, str]) -> Answer:
    return replace(register, state=State.ANSWERED, value=(*rows, Row(cells["doc_id"], cells)), reopened="")


def _of_document(
    what: str, cost: int, answers: Mapping[str, Answer], gain: float, judgement: Judgement
) -> Remedy:
    weight = judgement.score.total.weight
    return Remedy("", what, cost, answers, touches=None, assurance=100.0 * gain / weight if weight else 0.0)


def _with_cells(rows: Sequence[Row], row_id: str, cells: Mapping[str, str]) -> tuple[Row, ...]:
    return tuple(Row(row.id, {**row.cells, **cells}) if row.id == row_id else row for row in rows)


def _disposed(finding: Finding, case: Case, state: FindingState) -> Disposition:
    """What would be recorded; it names no cause, so that nothing else that is supposed brings the finding back."""
    before = case.dispositions.get(finding.key) or Disposition(finding.rule, finding.subject)
    day = case.review_date.isoformat()
    owner, due = before.owner or "the vendor", before.due or day
    return replace(before, state=state, cause="", owner=owner, due=due, reason=before.reason or "supposed")


def _about(question: Question, judgement: Judgement) -> Iterator[str]:
    """Keys of the findings that look at a question or its follow-ups."""
    items = {question.id, *(one.id for one in question.followups)}
    for finding in judgement.findings.acting:
        if items.intersection(finding.answers) or finding.subject == question.id:
            yield finding.key


def _gain(line: Line | None, weight: float, *, proved: bool = False) -> float:
    if line is None or not weight:
        return 0.0
    left = line.capped * line.evidence * line.freshness if proved else line.capped
    return 100.0 * line.weight * (1.0 - left) / weight


def _candidates(question: Question) -> Iterator[Value]:
    """Values that a fact could have, those that say most first."""
    match question.type:
        case AnswerType.ONE_OF:
            yield from (one for one in question.choices if one != question.silent_choice)
        case AnswerType.MANY_OF:
            yield from ((one,) for one in question.choices if one != question.silent_choice)
        case AnswerType.NUMBER_UNIT:
            yield from (Number(number, unit) for unit in question.units for number in _NUMBERS)
        case AnswerType.TABLE:
            yield (Row("r1", _cells(question.columns)),)
        case AnswerType.RECORD:
            yield _cells(question.columns)
        case _:
            yield _text(question.type)


def _cells(columns: Sequence[Column]) -> dict[str, str]:
    return {
        one.id: _text(one.type) for one in columns if one.type not in (AnswerType.ONE_OF, AnswerType.DATE)
    }


def _text(kind: AnswerType) -> str:
    known = {
        AnswerType.URL: "https://example.org/",
        AnswerType.EMAIL: "privacy@example.org",
    }
    return known.get(kind, "as stated")


def _cost(question: Question, state: State, values: Mapping[str, Value]) -> int:
    """What an answer asks of the vendor."""
    texts = " ".join(to_text(value) for value in values.values() if not rows_of(value))
    if question.type is AnswerType.STATEMENT:
        return PRACTICE if state is State.NO else SENTENCE
    if (
        question.type is AnswerType.DATE
        or "signed" in texts
        or any(one.endswith(".signed") for one in values)
    ):
        return SIGNATURE
    if len(values) > 1 or question.type in (AnswerType.URL, AnswerType.TABLE, AnswerType.RECORD):
        return DOCUMENT
    chosen = question.type is AnswerType.ONE_OF or (
        question.type is AnswerType.MANY_OF and any(one in question.exclusive for one in texts.split("; "))
    )
    return PRACTICE if chosen and state in SAID else SENTENCE


def _asked_for(question: Question, state: State, values: Mapping[str, Value], cost: int) -> str:
    ask = f'"{one_line(question.ask)}"'
    if question.type is AnswerType.STATEMENT:
        word = "no" if question.good_side == "no" else "yes"
        if cost == PRACTICE:
            return f"Have the vendor change its practice, so that the answer is {word}: {ask}."
        limit = " without a limit" if state is State.PARTIAL else ""
        return f"Get a {word} in writing{limit} to {ask}."
    texts = [to_text(value) for value in values.values()] if question.type in _CHOSEN else []
    said = f": {one_line('; '.join(texts))}" if texts else ""
    if cost == PRACTICE:
        return f"Have the vendor change its practice, for {ask}{said}."
    if state is State.PARTIAL and question.type not in _CHOSEN:
        return f"Get the rest of the answer to {ask}."
    return f"Get an answer in writing to {ask}{said}."
