"""What a vendor is asked: every question that is silent, vague, contradicted or unproved; critical and high points first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from app.assessment.answer import Citation, State
from app.assessment.appendix import MOST_QUOTED, quoted
from app.assessment.ask import SILENT, Ask, Effort
from app.assessment.case import Case
from app.assessment.cited_laws import CitedLaws
from app.assessment.clauses import one_line, stopped, without_stop
from app.assessment.context import Context, context_of
from app.assessment.documents import find_document
from app.assessment.findings import SEVERITIES, Finding, FindingState, Spot
from app.assessment.profile import Mark
from app.assessment.score import Judgement
from app.assessment.standing import SAID, mark_of
from app.assessment.values import to_text
from app.questionnaire.model import AnswerType, Pack, Question, Severity
from app.questionnaire.rules import Against, Rulebook, RuleKind

_MOST_READ = 4
"""Passages and rows that are shown of one question."""
_MOST_OF_ANSWER = 1
"""Passages that are shown where nothing stands against them."""
_SIDES = 2
"""Passages that are shown at least where two statements are set against each other."""
_FEWEST_WORDS = 18
"""Words of a passage that are quoted where a point is told in a line or two."""
_PLAIN = {State.YES: "yes", State.NO: "no"}
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


def asks(pack: Pack, case: Case, judgement: Judgement, book: Rulebook | None = None) -> tuple[Ask, ...]:
    """Everything to ask, numbered: critical and high points first, then the others section by section.

    Among these the heaviest come first, and of equal weight what asks the least of the vendor. What only falls short in
    one section, and among the points that come first, has one number and a letter each. `book` tells which rules only
    repeat a weak answer, and which laws are of places where no school is; without it all laws are named.
    """
    found = list(_Asking(pack, case, judgement, book).asks())
    order = {section.id: place for place, section in enumerate(pack.sections)}

    def place(ask: Ask) -> tuple[int, bool, int, Effort]:
        of_section = -1 if ask.is_heavy else order.get(ask.section, len(order))
        return of_section, ask.falls_short, SEVERITIES.index(ask.severity), ask.effort

    return tuple(_numbered(sorted(found, key=place), lambda ask: place(ask)[:2]))


def _numbered(found: Iterable[Ask], company: Callable[[Ask], object]) -> Iterator[Ask]:
    """The items with their numbers; those that only fall short share one with their company."""
    number = 0
    for _, run in groupby(found, key=company):
        together = list(run)
        if len(together) > 1 and together[0].falls_short:
            number += 1
            yield from (
                replace(ask, number=number, letter=_letter(place)) for place, ask in enumerate(together)
            )
            continue
        for ask in together:
            number += 1
            yield replace(ask, number=number)


def _letter(place: int) -> str:
    """`a` to `z`, then `aa`."""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("a") + last)


class _Asking:
    """Gathers what to ask about one case."""

    def __init__(self, pack: Pack, case: Case, judgement: Judgement, book: Rulebook | None) -> None:
        self._pack, self._case, self._judgement = pack, case, judgement
        self._last = (
            frozenset(rule.id for rule in book.rules if rule.last) if book is not None else frozenset()
        )
        self._cited = CitedLaws(pack, book, case) if book is not None else None
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
        """The questions a finding is about, the one that it is asked under first.

        A slip of the pen that takes nothing from an answer is asked with the others of its kind.
        """
        slip = finding.kind is RuleKind.ASSIST and finding.severity is Severity.LOW
        if slip and not finding.caps and not finding.law:
            return []
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
            published = self._grade(item) == _OWN_WORD
            bare = _of_its_proof(found, item) if mark is Mark.YES and published else []
            if bare:
                unsigned[question] = bare
                found = [finding for finding in found if finding not in bare]
            if found or (mark in (Mark.SILENT, Mark.PART, Mark.NO) and item not in self._told):
                yield self._ask(question, mark, found)
            elif not bare and mark in (Mark.YES, Mark.PART) and item not in self._told:
                grade = self._grade(item)
                if grade is not None and grade < _OWN_WORD:
                    yield self._unproved(question, grade)
                elif published and question.severity in _WEIGHTY:
                    unsigned[question] = ()
        known = self._case.path.in_force
        for key, found in self._about.items():
            if key not in known:
                yield self._of_no_question(found)
        if unsigned:
            yield self._to_sign(unsigned)

    # --- one question ----------------------------------------------------------------------------------

    def _ask(self, question: Question, mark: Mark, found: Sequence[Finding]) -> Ask:
        own = question.severity or Severity.LOW
        severity = min(
            (f.severity for f in found),
            key=SEVERITIES.index,
            default=_light(own) if self._about else own,  # of what weighs, a finding has spoken elsewhere
        )
        clashes = any(finding.is_contradiction for finding in found)
        due = min((finding.due for finding in found if finding.due), default="")
        only = all(finding.rule in self._last for finding in found) and not due
        short = only and not (mark is Mark.NO and severity in _WEIGHTY)
        told = found if any(finding.rule not in self._last for finding in found) else ()
        mended = told if _of_proof(told) else [finding for finding in told if not _of_proof([finding])]
        fixes = dict.fromkeys(stopped(one_line(finding.fix)) for finding in mended if finding.fix.strip())
        return Ask(
            question.id,
            (without_stop(mended[0].title) if mended else "") or one_line(question.ask),
            self._effort(question, mark, found),
            severity,
            self._read(question, mark, found, brief=severity not in _WEIGHTY and not clashes, short=short),
            self._found(question, mark, found),
            " ".join((*self._request(question, mark, found), *self._details(question))),
            " ".join(fixes) or _settling(question),
            self._laws(found) or self._kept(question.law),
            tuple(dict.fromkeys(finding.rule for finding in told)),
            due,
            section=question.section,
            falls_short=short,
            clashes=clashes,
            keys=tuple(finding.key for finding in found),
            papers=without_stop(question.evidence),
        )

    def _found(self, question: Question, mark: Mark, found: Sequence[Finding]) -> tuple[str, ...]:
        """What the findings say, and how far an answer holds."""
        said = dict.fromkeys(stopped(one_line(f.message)) for f in found if not _is_about_itself(f, question))
        answer = self._case.answer(question.id)
        in_part = mark is Mark.PART or answer.state is State.PARTIAL
        reason = without_stop(answer.reason) if in_part else ""
        if reason and not any(reason.casefold() in text.casefold() for text in said):
            said[stopped(f"Only in part: {reason}")] = None
        elif mark is Mark.NO and not said and (word := _PLAIN.get(answer.state)):
            said[f"We read the answer as: {word}."] = None
        elif not said and question.type is AnswerType.ONE_OF and self._is_said(question.id):
            said[f"We read the answer as: {one_line(to_text(answer.value))}."] = None
        return tuple(said)

    def _is_said(self, question_id: str) -> bool:
        """Whether the documents give a value for it."""
        answer = self._case.answer(question_id)
        return bool(answer.value) and self._case.standing(self._pack, question_id) in SAID

    def _request(self, question: Question, mark: Mark, found: Sequence[Finding]) -> Iterator[str]:
        """What is asked beyond telling, confirming or correcting, which the letter asks once for all."""
        if mark is Mark.SILENT and question.type is AnswerType.TABLE:
            yield "Please send us the list."
        if mark is Mark.YES and _of_proof(found):
            yield "Please send us what proves it."

    def _details(self, question: Question) -> list[str]:
        """What the follow-ups leave unsaid, as one more sentence."""
        silent = [
            stopped(one_line(item.ask))
            for item in question.followups
            if item.id in self._case.path.in_force
            and self._case.standing(self._pack, item.id) is State.NOT_ADDRESSED
        ]
        return [f"Please also say: {' '.join(silent)}"] if silent else []

    def _kept(self, law: Iterable[str]) -> tuple[str, ...]:
        """The laws that matter where a school is, or that the documents claim."""
        every = tuple(dict.fromkeys(map(one_line, law)))
        return self._cited.kept(every) if self._cited is not None else every

    def _laws(self, found: Iterable[Finding]) -> tuple[str, ...]:
        return self._kept(law for finding in found for law in finding.law)

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

    def _read(
        self, question: Question, mark: Mark, found: Sequence[Finding], *, brief: bool, short: bool
    ) -> tuple[str, ...]:
        """Quotes and rows behind the findings; without findings those of the answer.

        With `brief` they are cut, with `short` it is only where they stand.
        """
        most = _FEWEST_WORDS if brief else MOST_QUOTED
        firsts, others = dict[str, None](), dict[str, None]()
        for side in (side for finding in found for side in finding.sides):
            lines = [line for spot in side.spots for line in self._lines(spot, most)]
            firsts |= dict.fromkeys(lines[:1])
            others |= dict.fromkeys(lines[1:])
        every = list(firsts | others)
        if short or not every:
            told = self._place if short else partial(self._passage, most=most)
            every = list(dict.fromkeys(map(told, self._case.answer(question.id).cited)))
        clashes = any(finding.is_contradiction for finding in found)
        shown = max(_SIDES, min(len(firsts), _MOST_READ)) if clashes else _MOST_OF_ANSWER
        return _few(every, shown) or ((SILENT,) if mark is Mark.SILENT else ())

    def _lines(self, spot: Spot, most: int = MOST_QUOTED) -> list[str]:
        cited = [citation for citation in spot.citations if not citation.lost]
        if cited:
            return [self._passage(citation, most) for citation in cited[:2]]
        listed = spot.row and spot.question in self._pack.by_id and self._is_theirs(spot.question)
        return [stopped(f"On the list: {without_stop(spot.text)}")] if listed else []

    def _passage(self, citation: Citation, most: int = MOST_QUOTED) -> str:
        """`“...” (D1 line 44)`."""
        where = self._place(citation)
        return f"{quoted(citation.quote, most)} ({where})" if citation.quote.strip() else where

    def _place(self, citation: Citation) -> str:
        """`D1 line 44`."""
        document = find_document(self._context.documents, citation.document)
        name = document.id if document else one_line(citation.document)
        return " ".join(filter(None, (name, one_line(citation.place))))

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
            _light(question.severity or Severity.LOW),
            _few(
                list(dict.fromkeys(map(self._place, self._case.answer(question.id).cited))), _MOST_OF_ANSWER
            ),
            (told,),
            "",
            stopped(f"A document of your own that says it, for example: {papers}")
            if papers and papers.lower() != "none"
            else "A document of your own that says it.",
            self._kept(question.law),
            section=question.section,
            falls_short=True,
        )

    def _to_sign(self, unsigned: Mapping[Question, Sequence[Finding]]) -> Ask:
        """All that a signature would settle, as one item: it asks for one signature, not for many."""
        lines = []
        for question in sorted(unsigned, key=lambda one: SEVERITIES.index(one.severity or Severity.LOW)):
            cited = [citation for citation in self._case.answer(question.id).cited if not citation.lost]
            lines.append(f"{one_line(question.ask)} {f'({self._place(cited[0])})' if cited else ''}".strip())
        one, found = len(lines) == 1, [finding for group in unsigned.values() for finding in group]
        return Ask(
            "",
            "Statements that are published, and that nobody has signed",
            Effort.SIGNATURE,
            _light(min((question.severity or Severity.LOW for question in unsigned), key=SEVERITIES.index)),
            (),
            (" ".join(lines),),
            f"Please have {'this statement' if one else 'these statements'} confirmed in writing by an officer, or put "
            f"{'it' if one else 'them'} into a signed agreement.",
            "One signed statement that repeats them or refers to the documents named, or a report of an independent "
            "auditor about you.",
            (),
            tuple(dict.fromkeys(finding.rule for finding in found)),
            keys=tuple(finding.key for finding in found),
        )

    def _of_no_question(self, found: Sequence[Finding]) -> Ask:
        lines = dict.fromkeys(
            line for f in found for side in f.sides for spot in side.spots for line in self._lines(spot)
        )
        first = found[0]
        critical = any(f.severity is Severity.CRITICAL for f in found)
        return Ask(
            "",
            without_stop(first.heading if len(found) > 1 else first.title) or first.rule,
            Effort.PRACTICE if critical else Effort.SENTENCE,
            min((finding.severity for finding in found), key=SEVERITIES.index),
            _few(list(lines), _MOST_OF_ANSWER),
            tuple(dict.fromkeys(stopped(one_line(finding.message)) for finding in found)),
            "",
            " ".join(
                dict.fromkeys(stopped(one_line(finding.fix)) for finding in found if finding.fix.strip())
            ),
            self._laws(found),
            tuple(dict.fromkeys(finding.rule for finding in found)),
            min((finding.due for finding in found if finding.due), default=""),
            clashes=any(finding.is_contradiction for finding in found),
            keys=tuple(finding.key for finding in found),
        )


def _of_proof(found: Sequence[Finding]) -> bool:
    """Whether the findings speak of nothing but what an answer rests on."""
    return bool(found) and all(finding.rule.startswith(_PROOF) for finding in found)


def _of_its_proof(found: Sequence[Finding], question_id: str) -> list[Finding]:
    """Of the findings those that speak of nothing but what this answer rests on."""
    alone = _of_proof(found)
    return [one for one in found if _of_proof([one]) and (alone or one.subject == question_id)]


def _is_about_itself(finding: Finding, question: Question) -> bool:
    """Whether a finding only repeats the question, which stands above it already."""
    return one_line(question.ask).casefold() in one_line(finding.message).casefold()


def _few(found: Sequence[str], most: int) -> tuple[str, ...]:
    """The first few, without those whose words stand in another one anyway."""
    words = [_WHERE.sub("", line).strip("“”") for line in found]
    lines = [
        line
        for line, own in zip(found, words, strict=True)
        if not any(own in other and own != other for other in words)
    ]
    more = len(lines) - most
    return (*lines[: most - 1], f"{lines[most - 1]} and {more} more") if more > 0 else tuple(lines)


def _light(severity: Severity) -> Severity:
    """A severity for what only lacks proof: it does not stand among what comes first."""
    return Severity.MEDIUM if severity in _WEIGHTY else severity


def _settling(question: Question) -> str:
    """What a good answer would be, in the words of the questionnaire."""
    good = one_line(question.good)
    if without_stop(good).casefold() == "no":
        return "A plain no, and where it is written."
    return stopped(good) if good else ""
