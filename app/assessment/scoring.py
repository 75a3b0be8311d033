"""The score: what the answers promise (Commitment), how far the file proves it today (Assurance), and where the rest went.

    Commitment = 100 * sum(weight * credit after caps) / sum(weight)
    Assurance  = 100 * sum(weight * credit after caps * evidence * freshness) / sum(weight)

What does not apply, is hidden or has not been answered is in neither sum. Every point that Assurance lacks has a cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum, isfinite
from typing import Any, Final

from app.assessment.answer import UNANSWERED, Answer, State
from app.assessment.case import Case
from app.assessment.clauses import one_line
from app.assessment.documents import Document, age_months, age_words, find_document, grade, months_begun
from app.assessment.findings import AppliedCap, Broken, Findings
from app.assessment.path import entry
from app.assessment.score import Figures, Line, Loss, LossKind, Score
from app.assessment.standing import SAID, counted, standing
from app.assessment.values import to_text
from app.questionnaire.expressions import ConditionError
from app.questionnaire.model import AnswerType, Pack, Question
from app.questionnaire.rule_expressions import Expression
from app.questionnaire.rules import CreditTable, Rulebook, Scoring

LEAVES: Final = "na"
"""In a credit table: the credit of a choice that means that the question does not apply."""
_PARTIAL: Final = 0.5
"""What partial leaves at most."""
_FAILS: Final = (ConditionError, LookupError, TypeError, ValueError, AttributeError)
"""What a credit that cannot be worked out raises."""
_LONGEST: Final = 80
_SILENT: Final = "the documents are silent"
_UNCITED: Final = "nothing is cited"
_OF_GRADE: Final[Mapping[int, str]] = {
    0: _UNCITED,
    1: "second-hand, or about something else",
    3: "signed, without an independent report",
    4: "independent report or test",
}
_OF_KIND: Final[Mapping[str, str]] = {
    "policy": "published policy",
    "terms": "published terms",
    "unsigned agreement": "unsigned agreement",
    "signed agreement": "agreement not shown to be signed",
}


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The citation that counts."""

    grade: int = 0
    """Before caps."""
    freshness: float = 1.0
    document: str = ""
    words: str = _UNCITED
    """What it is."""
    age: str = ""
    """How old it is, in words."""


@dataclass(frozen=True, slots=True)
class _Cap:
    """A cap with the finding's rule."""

    rule: str
    cap: AppliedCap


@dataclass(frozen=True, slots=True)
class _Work:
    """What one question adds, before it is known what the whole is."""

    line: Line
    losses: tuple[tuple[LossKind, float, str, str], ...]
    """Kind, share of the question's weight, cause, rule."""

    @property
    def kept(self) -> float:
        """The weight that counts for Assurance."""
        one = self.line
        return one.weight * one.capped * one.evidence * one.freshness


def is_scored(question: Question, scoring: Scoring) -> bool:
    """Whether a question has a score at all; follow-ups, context and the reviewer's own statements have none."""
    if question.own or question.parent is not None or question.severity is None:
        return False
    if not scoring.evidence or scoring.weights.get(question.severity.value, 0.0) <= 0:
        return False
    if question.id in scoring.scored:
        return True
    return not any(
        question.id == one or (one.endswith(".") and question.id.startswith(one)) for one in scoring.unscored
    )


class Scorer:
    """Scores cases of one pack. Keeps what it worked out for a question as long as nothing that it read has changed."""

    def __init__(self, pack: Pack, book: Rulebook) -> None:
        """Expressions are compiled when they are first needed."""
        self._pack = pack
        self._scoring = book.scoring
        self._names = book.names
        self._tables = {table.question: table for table in book.scoring.credits}
        self._scored = tuple(q for q in pack.questions if is_scored(q, book.scoring))
        self._expressions: dict[str, Expression] = {}
        self._kept: dict[str, tuple[tuple[Any, ...], tuple[Any, ...], _Work | None]] = {}
        self._documents: tuple[Document, ...] = ()
        self._broken: dict[str, Broken] = {}

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Credits that could not be worked out in the last score; their questions were in neither sum."""
        return tuple(self._broken.values())

    def score(self, case: Case, findings: Findings) -> Score:
        """The score of a case, with the caps of the findings that act."""
        documents = case.documents
        if documents == self._documents:
            documents = self._documents  # the same object, so that what was kept still fits
        self._documents = documents
        on = case.review_date
        caps = _caps(findings)
        works = [
            work
            for question in self._scored
            if question.id in case.path.in_force
            and (work := self._work(question, case, documents, on, caps.get(question.id, ()))) is not None
        ]
        return Score(
            lines=tuple(work.line for work in works),
            total=_figures(works),
            areas={
                section.id: _figures(of_area)
                for section in self._pack.sections
                if (of_area := [work for work in works if work.line.area == section.id])
            },
            losses=_losses(works),
            answered=case.progress.answered,
            in_force=case.progress.in_force,
            by_question={work.line.question: work.line for work in works},
        )

    def credit(self, question: Question, case: Case) -> float:
        """The credit of an answer before caps; 0 where it is in neither sum or cannot be worked out."""
        try:
            found = self._credit(question, case)
        except _FAILS:
            return 0.0
        return 0.0 if found is None else found[0]

    def reads(self, question_id: str) -> tuple[str, ...]:
        """Ids of the other questions and follow-ups that the credit of a question depends on."""
        return tuple(one for one in self._references(question_id) if one != question_id)

    def freshness(self, document: Document, on: date) -> float:
        """The factor for the age of a document on a day."""
        months = months_begun(document, on)
        if months is None:
            return self._scoring.undated
        for limit, factor in self._scoring.freshness:
            if not limit or months <= limit:
                return factor
        return self._scoring.undated

    def proves(self, document: Document, on: date) -> float:
        """How far a document proves what is cited from it: evidence factor times freshness, without caps."""
        factors = self._scoring.evidence
        return (
            factors[min(grade(document), len(factors) - 1)] * self.freshness(document, on) if factors else 0.0
        )

    # --- one question ----------------------------------------------------------------------------------

    def _work(
        self,
        question: Question,
        case: Case,
        documents: tuple[Document, ...],
        on: date,
        caps: tuple[_Cap, ...],
    ) -> _Work | None:
        """What one question adds; None where it is in neither sum."""
        read = (question.id, *(one.id for one in question.followups), *self._references(question.id))
        same = (documents, *(case.answer(one) for one in read))
        gate = question.gate or question.id in case.settings.extra_gates
        equal = (on, caps, gate)
        before = self._kept.get(question.id)
        if before is not None and before[1] == equal and _same(before[0], same):
            return before[2]
        self._broken.pop(question.id, None)
        try:
            found = self._credit(question, case)
        except _FAILS as error:
            expected = str(error) if isinstance(error, ConditionError) else "a number from 0 to 1"
            self._broken[question.id] = Broken(f"credit of {question.id}", f"it needs {expected}")
            found = None
        work = None
        if found is not None:
            best = self._best(question, case, documents, on, self._grade_left(caps)[0])
            work = self._worked(question, found, caps, best, gate=gate)
        self._kept[question.id] = (same, equal, work)
        return work

    def _grade_left(self, caps: Sequence[_Cap]) -> tuple[int, str]:
        left, rule = _lowest([(one.cap.grade, one.rule) for one in caps], len(self._scoring.evidence) - 1)
        return int(left), rule

    def _worked(
        self,
        question: Question,
        found: tuple[float, str],
        caps: Sequence[_Cap],
        best: _Evidence,
        *,
        gate: bool,
    ) -> _Work:
        """The line of one question and the shares of its weight that are lost; together they make up the whole."""
        credit, why = found
        factors = self._scoring.evidence
        capped, credit_rule = _lowest([(one.cap.credit, one.rule) for one in caps], credit)
        grade_left, grade_rule = self._grade_left(caps)
        share, share_rule = _lowest([(one.cap.evidence, one.rule) for one in caps], 1.0)
        graded = min(best.grade, grade_left)
        plain, left = factors[min(best.grade, len(factors) - 1)], factors[graded]
        line = Line(
            question=question.id,
            area=question.section,
            weight=self._scoring.weights[question.severity.value if question.severity else ""],
            credit=credit,
            capped=capped,
            grade=graded,
            evidence=left * share,
            freshness=best.freshness,
            document=best.document,
            gate=gate,
        )
        parts = (
            (LossKind.ANSWER, 1.0 - credit, why, ""),
            (LossKind.CONTRADICTION, credit - capped, credit_rule, credit_rule),
            (LossKind.EVIDENCE, capped * (1.0 - plain), best.words, ""),
            (LossKind.EVIDENCE, capped * (plain - left), grade_rule, grade_rule),
            (LossKind.EVIDENCE, capped * left * (1.0 - share), share_rule, share_rule),
            (LossKind.AGE, capped * line.evidence * (1.0 - best.freshness), best.age, ""),
        )
        return _Work(line, tuple(part for part in parts if part[1]))

    # --- credit ----------------------------------------------------------------------------------------

    def _credit(self, question: Question, case: Case) -> tuple[float, str] | None:
        """The credit of an answer and why it is not whole; None where the question is in neither sum."""
        answer = case.answer(question.id)
        state = standing(question, answer)
        if state is State.UNANSWERED and lacks_reason(question, answer):
            return 0.0, "partial, and the reason is missing"
        match state:
            case State.UNANSWERED | State.NA:
                return None
            case State.NOT_ADDRESSED:
                return 0.0, _SILENT
            case State.NO:
                return 0.0, f"the answer is {answer.state.value}"
            case State.YES:
                return 1.0, ""
            case _:
                pass
        found = (1.0, "") if question.type is AnswerType.STATEMENT else self._of_value(question, case, answer)
        if found is None or state is not State.PARTIAL or found[0] <= _PARTIAL:
            return found
        return _PARTIAL, "the answer is partial"

    def _of_value(self, question: Question, case: Case, answer: Answer) -> tuple[float, str] | None:
        """The credit of a value."""
        table = self._tables.get(question.id)
        if table is None:
            return 1.0, ""
        text = self._of_choice(table, answer)
        if text == LEAVES:
            return None
        if text is not None:
            credit = _share(float(text))
        elif table.credit:
            expression = self._expression(table)
            entries = {one: self._entry(one, case) for one in expression.references}
            credit = _share(expression.value(entries, {}, _no_names))
        else:
            credit = _share(float(table.otherwise))
        return credit, "" if credit == 1.0 else self._said(question, case, answer)

    @staticmethod
    def _of_choice(table: CreditTable, answer: Answer) -> str | None:
        """The credit of what was chosen, as text: of several choices the lowest. None where choices do not tell."""
        match answer.value:
            case str() as choice:
                picked = [choice]
            case tuple() as choices:
                picked = [one for one in choices if isinstance(one, str)]
            case _:
                picked = [unit] if isinstance(unit := getattr(answer.value, "unit", None), str) else []
        otherwise = None if table.credit else table.otherwise
        found = [table.choices.get(one, otherwise) for one in picked]
        if LEAVES in found:
            return LEAVES
        known = [one for one in found if one is not None]
        return min(known, key=float) if known and len(known) == len(found) else None

    def _references(self, question_id: str) -> tuple[str, ...]:
        table = self._tables.get(question_id)
        if table is None or not table.credit:
            return ()
        try:
            return tuple(sorted(self._expression(table).references))
        except ConditionError:
            return ()  # said where the credit is worked out

    def _expression(self, table: CreditTable) -> Expression:
        if table.credit not in self._expressions:
            self._expressions[table.credit] = Expression(table.credit, self._pack.by_id, names=self._names)
        return self._expressions[table.credit]

    def _entry(self, item: str, case: Case) -> Mapping[str, Any]:
        """An answer as the expression of a credit sees it: one that does not stand as never given."""
        question, answer = self._pack.by_id[item], case.answer(item)
        state = standing(question, answer)
        stands = answer if state is not State.UNANSWERED or lacks_reason(question, answer) else UNANSWERED
        quotes = [citation.quote for citation in stands.cited if citation.quote]
        return {**entry(question, stands), "standing": state.value, "quotes": quotes}

    def _said(self, question: Question, case: Case, answer: Answer) -> str:
        """Why a value has not its whole credit, in words: what it is."""
        others = self.reads(question.id)
        value = answer.value
        if not value:
            return "the answer is partial, and gives no value"
        if isinstance(value, tuple) and not others and question.id in self._tables:
            ticked = counted(question, [one for one in value if isinstance(one, str)])
            if self._tables[question.id].credit and ticked:
                return f"{len(ticked)} of {len(counted(question, question.choices))} items"
        texts = [to_text(value)]
        for other in others:
            given = case.answer(other)
            stands = standing(self._pack.by_id[other], given) in SAID
            texts.append(to_text(given.value) if stands and given.value else f"{other} is not answered")
        return "the answer is " + "; ".join(_short(one_line(text)) for text in texts)

    # --- evidence --------------------------------------------------------------------------------------

    def _best(
        self, question: Question, case: Case, documents: Sequence[Document], on: date, grade_left: int
    ) -> _Evidence:
        """The citation of the answer and its follow-ups that proves most today."""
        names = dict.fromkeys(
            citation.document
            for item in (question, *question.followups)
            for citation in case.answer(item.id).cited
        )
        factors = self._scoring.evidence
        best, most = _Evidence(), (-1.0, -1, -1.0)
        for name in names:
            document = find_document(documents, name) or Document(name, by_vendor=False)
            value, fresh = grade(document), self.freshness(document, on)
            proves = (factors[min(value, grade_left)] * fresh, value, fresh)
            if proves > most:
                most = proves
                best = _Evidence(
                    value, fresh, document.id, _kind_words(document, value), _age_words(document, on)
                )
        return best


def lacks_reason(question: Question, answer: Answer) -> bool:
    """Whether it is partial without the reason that partial needs: it has no credit, as if it were no."""
    if answer.state is not State.PARTIAL or answer.reopened or answer.reason.strip():
        return False
    return question.type is AnswerType.STATEMENT or bool(answer.value)


def _caps(findings: Findings) -> Mapping[str, tuple[_Cap, ...]]:
    found: dict[str, tuple[_Cap, ...]] = {}
    for finding in findings.acting:
        for cap in finding.caps:
            found[cap.question] = (*found.get(cap.question, ()), _Cap(finding.rule, cap))
    return found


def _lowest(caps: Sequence[tuple[float | None, str]], before: float) -> tuple[float, str]:
    """The lowest of what caps leave and what there was, and the rule of the first cap that lowers it so far."""
    left, rule = before, ""
    for cap, name in caps:
        if cap is not None and cap < left:
            left, rule = cap, name
    return left, rule


def _figures(works: Sequence[_Work]) -> Figures:
    weight = fsum(work.line.weight for work in works)
    if not weight:
        return Figures(0.0, None, None)
    promised = fsum(work.line.weight * work.line.capped for work in works)
    return Figures(weight, 100.0 * promised / weight, 100.0 * fsum(work.kept for work in works) / weight)


def _losses(works: Sequence[_Work]) -> tuple[Loss, ...]:
    weight = fsum(work.line.weight for work in works)
    losses = [
        Loss(work.line.question, kind, 100.0 * work.line.weight * share / weight, cause, rule)
        for work in works
        for kind, share, cause, rule in work.losses
    ]
    return tuple(sorted(losses, key=lambda loss: -loss.points))


def _share(value: Any) -> float:
    """A credit between 0 and 1. Raises `ConditionError` for what is no number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise ConditionError("a credit that is a number")
    return min(max(float(value), 0.0), 1.0)


def _no_names(text: str, kind: str) -> list[str]:
    raise ConditionError(f"a credit that compares no names; this one looks for {kind} in {_short(text)}")


def _kind_words(document: Document, value: int) -> str:
    if value in _OF_GRADE:
        return _OF_GRADE[value]
    kind = one_line(document.kind)
    return _OF_KIND.get(kind, f"the vendor's own {kind}" if kind else "the vendor's own text")


def _age_words(document: Document, on: date) -> str:
    months = age_months(document, on)
    if months is None:
        return "undated"
    return f"{age_words(months)} old"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _same(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    return len(before) == len(now) and all(a is b for a, b in zip(before, now, strict=True))


def losses_of(score: Score, question: str) -> Iterator[Loss]:
    """What one question lost, largest first."""
    return (loss for loss in score.losses if loss.question == question)
