"""What a vendor is asked: every question that is silent, vague, contradicted or unproved, in the vendor's order of effort."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.assessment.answer import Citation, State
from app.assessment.appendix import quoted
from app.assessment.ask import SILENT, TELL, Ask, Effort
from app.assessment.case import Case
from app.assessment.clauses import one_line, stopped, without_stop
from app.assessment.context import Context, context_of
from app.assessment.documents import find_document
from app.assessment.findings import SEVERITIES, Finding, FindingState, Spot
from app.assessment.profile import Mark
from app.assessment.score import Judgement
from app.assessment.standing import mark_of
from app.questionnaire.model import AnswerType, Pack, Question, Severity
from app.questionnaire.rules import Against, RuleKind

_MOST_READ = 4
"""Passages and rows that are shown of one question."""
_REVIEWERS_OWN = frozenset({"review", "signoff"})
"""Sections that the vendor has no part in."""
_PROOF = "EVD-"
"""How the ids of rules begin that speak of evidence."""
_OWN_WORD = 2
"""Evidence grade of what the vendor publishes without signing it."""
_WEIGHTY = frozenset({Severity.CRITICAL, Severity.HIGH})
_DATES = frozenset({AnswerType.DATE, AnswerType.NUMBER_UNIT})
_PAPERS = re.compile(
    r"\b(written|plan|schedule|report|certificates?|certified|audit|assessed|attached|bill of rights|exhibit|framework|"
    r"agreement (is|are))\b",
    re.IGNORECASE,
)
"""What a question speaks of that only a paper can show."""


_WHERE = re.compile(r" \([^()]*\)$")
"""The document and the place behind a quote."""
_OWN_TESTS = re.compile(r"\b(test|capture|the files?( itself)?|findings list|documents)$", re.IGNORECASE)
"""Where a reviewer finds out by himself: nothing that the vendor could send."""


def asks(pack: Pack, case: Case, judgement: Judgement) -> tuple[Ask, ...]:
    """Everything to ask, numbered, in the vendor's order of effort and by severity within it.

    What needs no more than a row comes last, in the same order.
    """
    found = list(_Asking(pack, case, judgement).asks())
    found.sort(key=lambda ask: (ask.is_thin, ask.effort, SEVERITIES.index(ask.severity), ask.is_silent))
    return tuple(replace(ask, number=number) for number, ask in enumerate(found, 1))


class _Asking:
    """Gathers what to ask about one case."""

    def __init__(self, pack: Pack, case: Case, judgement: Judgement) -> None:
        self._pack, self._case, self._judgement = pack, case, judgement
        self._context: Context = context_of(case.assessment, case.answers)
        self._about: dict[str, list[Finding]] = {}
        self._told: set[str] = set()
        """Questions that a finding speaks of, or that the vendor has answered already."""
        for finding in judgement.findings.acting:
            if finding.against is Against.VENDOR:
                self._take(finding)

    def _take(self, finding: Finding) -> None:
        first, *others = self._roots(finding) or [""]
        waits = finding.state is FindingState.OPEN or (finding.state is FindingState.ACCEPTED and finding.due)
        if not waits:
            self._told.add(first)
            return
        key = first or (finding.key if finding.kind is RuleKind.MANUAL else finding.rule)
        self._about.setdefault(key, []).append(finding)
        self._told.update(others if finding.is_contradiction else ())

    def _roots(self, finding: Finding) -> list[str]:
        """The questions a finding is about, the one that it is asked under first."""
        capped = [cap.question for cap in finding.caps]
        looked_at = () if capped or finding.is_contradiction else finding.answers[:1]
        named = [item for item in (finding.subject, *capped, *looked_at) if item in self._pack.by_id]
        roots = (self._pack.by_id[item].parent or item for item in named)
        return [item for item in dict.fromkeys(roots) if self._is_theirs(item)]

    def _is_theirs(self, question_id: str) -> bool:
        """Whether the vendor can say something about it."""
        question = self._pack.by_id[question_id]
        return question.section not in _REVIEWERS_OWN and not question.own

    def _questions(self) -> Iterator[Question]:
        """The questions in force that the vendor can say something about."""
        for item in self._case.path.items:
            if self._pack.by_id[item].parent is None and self._is_theirs(item):
                yield self._pack.by_id[item]

    def asks(self) -> Iterator[Ask]:
        """What is asked, unsorted."""
        unsigned: dict[Question, Sequence[Finding]] = {}
        for question in self._questions():
            item = question.id
            found = self._about.get(item, [])
            mark = mark_of(item, self._pack, self._case.answers, self._context)
            if mark is Mark.YES and _of_proof(found) and self._grade(item) == _OWN_WORD:
                unsigned[question] = found
            elif found or (mark in (Mark.SILENT, Mark.PART, Mark.NO) and item not in self._told):
                yield self._ask(question, mark, found)
            elif mark in (Mark.YES, Mark.PART) and item not in self._told:
                grade = self._grade(item)
                if grade is not None and grade < _OWN_WORD:
                    yield self._unproved(question, grade)
                elif grade == _OWN_WORD and question.severity in _WEIGHTY:
                    unsigned[question] = ()
        known = self._case.path.in_force
        for key, found in self._about.items():
            if key not in known:
                yield self._of_no_question(found)
        if unsigned:
            yield self._to_sign(unsigned)

    # --- one question ----------------------------------------------------------------------------------

    def _ask(self, question: Question, mark: Mark, found: Sequence[Finding]) -> Ask:
        clashes = any(finding.is_contradiction for finding in found)
        parts = [self._request(question, mark, found, clashes=clashes), *self._details(question)]
        fixes = dict.fromkeys(stopped(one_line(finding.fix)) for finding in found if finding.fix.strip())
        severity = min(
            (f.severity for f in found), key=SEVERITIES.index, default=question.severity or Severity.LOW
        )
        return Ask(
            question.id,
            one_line(question.ask),
            self._effort(question, mark, found),
            severity,
            self._read(question, mark, found),
            tuple(
                dict.fromkeys(
                    stopped(one_line(f.message)) for f in found if not _is_about_itself(f, question)
                )
            ),
            " ".join(parts),
            " ".join(fixes) or _settling(question),
            _laws(found) or tuple(map(one_line, question.law)),
            tuple(dict.fromkeys(finding.rule for finding in found)),
            min((finding.due for finding in found if finding.due), default=""),
            papers=without_stop(question.evidence),
        )

    def _request(self, question: Question, mark: Mark, found: Sequence[Finding], *, clashes: bool) -> str:
        if clashes and mark is not Mark.SILENT:
            return "Please tell us which of the two is right, and correct the other."
        if mark is Mark.SILENT:
            return "Please send us the list." if question.type is AnswerType.TABLE else TELL
        if mark is Mark.PART:
            return "Please tell us whether this is all, and close the gap or confirm that it stays."
        if mark is Mark.YES and _of_proof(found):
            return "Please send us what proves it."
        if mark is Mark.NO:
            return "Please confirm that we read this correctly, and tell us whether it will change."
        return "Please confirm or correct what we read."

    def _details(self, question: Question) -> list[str]:
        """What the follow-ups leave unsaid, as one more sentence."""
        silent = [
            one_line(item.ask)
            for item in question.followups
            if item.id in self._case.path.in_force
            and self._case.standing(self._pack, item.id) is State.NOT_ADDRESSED
        ]
        return [f"Please also say: {' '.join(silent)}"] if silent else []

    def _effort(self, question: Question, mark: Mark, found: Sequence[Finding]) -> Effort:
        if mark is Mark.NO or any(f.is_contradiction and f.severity is Severity.CRITICAL for f in found):
            return Effort.PRACTICE
        if any(finding.is_contradiction for finding in found):
            return Effort.SENTENCE
        if mark is Mark.YES and _of_proof(found):
            return Effort.DOCUMENT
        if question.type in _DATES:
            return Effort.SIGNATURE
        if mark is Mark.SILENT and (question.type is AnswerType.TABLE or _PAPERS.search(question.ask)):
            return Effort.DOCUMENT
        return Effort.SENTENCE

    # --- what was read ---------------------------------------------------------------------------------

    def _read(self, question: Question, mark: Mark, found: Sequence[Finding]) -> tuple[str, ...]:
        """Quotes and rows behind the findings; without findings those of the answer."""
        lines: dict[str, None] = {}
        for finding in found:
            for side in finding.sides:
                lines |= dict.fromkeys(line for spot in side.spots for line in self._lines(spot))
        if not lines:
            lines = dict.fromkeys(map(self._passage, self._case.answer(question.id).cited))
        if mark is Mark.PART:
            reason = without_stop(self._case.answer(question.id).reason)
            lines |= {stopped(f"We read this as holding only in part: {reason}"): None} if reason else {}
        return _few(list(lines)) or ((SILENT,) if mark is Mark.SILENT else ())

    def _lines(self, spot: Spot) -> list[str]:
        cited = [citation for citation in spot.citations if not citation.lost]
        if cited:
            return [self._passage(citation) for citation in cited[:2]]
        listed = spot.row and spot.question in self._pack.by_id and self._is_theirs(spot.question)
        return [stopped(f"On the list: {without_stop(spot.text)}")] if listed else []

    def _passage(self, citation: Citation) -> str:
        """`“...” (D1 line 44)`."""
        document = find_document(self._context.documents, citation.document)
        name = document.id if document else one_line(citation.document)
        where = " ".join(filter(None, (name, one_line(citation.place))))
        return f"{quoted(citation.quote)} ({where})" if citation.quote.strip() else where

    # --- what nothing proves ---------------------------------------------------------------------------

    def _grade(self, question_id: str) -> int | None:
        line = self._judgement.score.by_question.get(question_id)
        return line.grade if line is not None and line.credit > 0 else None

    def _unproved(self, question: Question, grade: int) -> Ask:
        told = (
            "What we have for this is second-hand, or about something else than the product."
            if grade
            else "We have no document that says so."
        )
        papers = without_stop(question.evidence)
        return Ask(
            question.id,
            one_line(question.ask),
            Effort.DOCUMENT,
            question.severity or Severity.LOW,
            _few(list(dict.fromkeys(map(self._passage, self._case.answer(question.id).cited)))) or (told,),
            (told,) if self._case.answer(question.id).cited else (),
            "Please send us a document of your own that says it.",
            stopped(f"For example: {papers}") if papers and papers.lower() != "none" else "",
            tuple(map(one_line, question.law)),
        )

    def _to_sign(self, unsigned: Mapping[Question, Sequence[Finding]]) -> Ask:
        """All that a signature would settle, as one item: it asks for one signature, not for many."""
        lines = []
        for question in sorted(unsigned, key=lambda one: SEVERITIES.index(one.severity or Severity.LOW)):
            cited = self._case.answer(question.id).cited
            lines.append(f"{one_line(question.ask)} {self._passage(cited[0]) if cited else ''}".strip())
        one, found = len(lines) == 1, [finding for group in unsigned.values() for finding in group]
        return Ask(
            "",
            "Statements that are published, and that nobody has signed",
            Effort.SIGNATURE,
            min((question.severity or Severity.LOW for question in unsigned), key=SEVERITIES.index),
            tuple(lines),
            (),
            f"Please have {'this statement' if one else 'these statements'} confirmed in writing by an officer, or put "
            f"{'it' if one else 'them'} into a signed agreement.",
            "One signed statement that repeats them or refers to the documents named, or a report of an independent "
            "auditor about you.",
            _laws(found),
            tuple(dict.fromkeys(finding.rule for finding in found)),
        )

    def _of_no_question(self, found: Sequence[Finding]) -> Ask:
        lines = dict.fromkeys(
            line for f in found for side in f.sides for spot in side.spots for line in self._lines(spot)
        )
        first = found[0]
        critical = any(f.severity is Severity.CRITICAL for f in found)
        return Ask(
            "",
            without_stop(first.title) or first.rule,
            Effort.PRACTICE if critical else Effort.SENTENCE,
            min((finding.severity for finding in found), key=SEVERITIES.index),
            _few(list(lines)),
            tuple(dict.fromkeys(stopped(one_line(finding.message)) for finding in found)),
            "Please confirm or correct what we read.",
            " ".join(
                dict.fromkeys(stopped(one_line(finding.fix)) for finding in found if finding.fix.strip())
            ),
            _laws(found),
            tuple(dict.fromkeys(finding.rule for finding in found)),
            min((finding.due for finding in found if finding.due), default=""),
        )


def _of_proof(found: Sequence[Finding]) -> bool:
    """Whether the findings speak of nothing but what an answer rests on."""
    return bool(found) and all(finding.rule.startswith(_PROOF) for finding in found)


def _is_about_itself(finding: Finding, question: Question) -> bool:
    """Whether a finding only repeats the question, which stands above it already."""
    return one_line(question.ask).casefold() in one_line(finding.message).casefold()


def _few(found: Sequence[str]) -> tuple[str, ...]:
    """The first few, without those whose words stand in another one anyway."""
    words = [_WHERE.sub("", line).strip("“”") for line in found]
    lines = [
        line
        for line, own in zip(found, words, strict=True)
        if not any(own in other and own != other for other in words)
    ]
    more = len(lines) - _MOST_READ
    return (*lines[:_MOST_READ], f"and {more} more") if more > 1 else tuple(lines)


def _laws(found: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one_line(law) for finding in found for law in finding.law))


def _settling(question: Question) -> str:
    """What a good answer would be and where it usually stands, in the words of the questionnaire."""
    parts = [stopped(one_line(question.good))] if question.good.strip() else []
    papers = [one.strip() for one in without_stop(question.evidence).split(",")]
    theirs = [one for one in papers if one and one.lower() != "none" and not _OWN_TESTS.search(one)]
    if theirs:
        parts.append(stopped(f"Usually found in: {', '.join(theirs)}"))
    return " ".join(parts)
