"""Checks the sentences of the profile: their questions, their slots and parts, and their wording."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from app.questionnaire.codes import LAST_CODE, is_code
from app.questionnaire.faults import FaultLog, nearest, shown
from app.questionnaire.model import AnswerType, Pack, Part, Question, Slot, Statement

_OTHERWISE = frozenset({AnswerType.TABLE, AnswerType.RECORD, AnswerType.LONG_TEXT})
"""Types of questions that may print otherwise than as a sentence."""
_TITLE = "product.name"
"""The question that is the title of the profile and not a sentence in it."""
_ALWAYS = ("vendor", "vendor_s", "product", "value", "gives")
"""Words in braces that every wording may use."""
_COUNTS = ("count", "total", "missing")
"""Words in braces that wording about a many_of may use too."""
_STATES = ("yes", "partial", "no", "na", "not_addressed")
_MARKS = ("yes", "part", "no", "silent", "n/a")
_FRAMES = ("promise", "fact", "plain")
_SOME = "some"
_BRACES = re.compile(r"\{([^{}]*)\}")
_BRACKETS = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")


def check_statements(pack: Pack, log: FaultLog) -> None:
    """Check every statement of a pack, and that every question has one.

    A pack without any statement is not asked for them: it can be answered, and prints its answers only.
    """
    known: set[str] = set()
    used: set[str] = set()
    for statement in pack.statements:
        if statement.id in known:
            log.add(statement, "id", f"an id of its own; {statement.id} is used before")
        known.add(statement.id)
        used.update(statement.questions)
        used.update(slot.question for slot in statement.slots)
        used.update(part.question for part in statement.parts)
        _Checker(pack, statement, log).check()
    for question in pack.questions if pack.statements else ():
        if question.id not in used | {_TITLE} and question.type not in _OTHERWISE:
            log.add(question, "", "a statement in statements.toml that words its answer")


class _Checker:
    """Checks one statement."""

    def __init__(self, pack: Pack, statement: Statement, log: FaultLog) -> None:
        self._pack = pack
        self._statement = statement
        self._log = log
        self._slots = [slot.name for slot in statement.slots]
        self._set_in: set[str] = set()
        """Words in braces that stand somewhere in the wording."""

    def _fault(self, field: str, expected: str) -> None:
        self._log.add(self._statement, field, expected)

    def check(self) -> None:
        statement = self._statement
        if statement.code and not is_code(statement.code):
            expected = f"a place in the profile, P0 to P{LAST_CODE} (P3, P7.1); found {shown(statement.code)}"
            self._fault("code", expected)
        if not statement.questions:
            self._fault("questions", "at least one question")
        questions = [self._question("questions", name) for name in statement.questions]
        first = questions[0] if questions else None
        if not statement.clause and not statement.choices:
            self._fault("clause", "a clause, or wording by choice")
        self._frame(statement.frame)
        self._worded(statement, first, "")
        for part in statement.parts:
            self._part(part)
        for slot in statement.slots:
            self._slot(slot)

    def _question(self, field: str, name: str) -> Question | None:
        question = self._pack.by_id.get(name)
        if question is None:
            self._fault(field, f"a known id; {shown(name)} is not one{nearest(name, self._pack.by_id)}")
        return question

    def _frame(self, frame: str) -> None:
        if frame not in _FRAMES:
            self._fault("frame", f"one of {', '.join(_FRAMES)}; found {shown(frame)}")

    def _worded(self, part: Statement | Part, question: Question | None, field: str) -> None:
        """Check what a statement and its parts have in common. `field` is empty for the statement itself."""
        self._keys(field or "choices", part.choices, question)
        self._keys(field or "words", part.words, question)
        self._keys(field or "marks", part.marks, question, _SOME)
        for mark in part.marks.values():
            if mark not in _MARKS:
                self._fault(field or "marks", f"one of {', '.join(_MARKS)}; found {shown(mark)}")
        known = self._braces(question)
        for name in ("clause", "no", "silent", "partial"):
            self._wording(field or name, (getattr(part, name),), known)
        self._wording(field or "choices", part.choices.values(), known)
        if question is None or part.clause or not part.choices:
            return
        for choice in question.choices:
            if choice not in part.choices and choice != question.silent_choice:
                self._fault(
                    field or "choices", f"wording for every choice, or a clause; {shown(choice)} has none"
                )

    def _part(self, part: Part) -> None:
        field = f"part {part.question}"
        question = self._question(field, part.question)
        if part.frame:
            self._frame(part.frame)
        if not part.clause and not part.choices:
            self._fault(field, "a clause, or wording by choice")
        self._worded(part, question, field)

    def _slot(self, slot: Slot) -> None:
        field = f"slot {slot.name}"
        if slot.name not in self._set_in and not (slot.tail or slot.choices or slot.states or slot.lacking):
            expected = (
                f"a slot that the wording uses, or its tail; {shown('{' + slot.name + '}')} stands nowhere"
            )
            self._fault(field, expected)
        question = self._question(field, slot.question)
        for words in (slot.choices, slot.words, slot.only):
            self._keys(field, words, question)
        if slot.lacking_mark and slot.lacking_mark not in _MARKS:
            self._fault(field, f"one of {', '.join(_MARKS)}; found {shown(slot.lacking_mark)}")
        for state in slot.states:
            if state not in _STATES:
                self._fault(field, f"one of {', '.join(_STATES)}; found {shown(state)}")
        texts = (slot.text, slot.otherwise, slot.lacking, slot.tail, slot.silent)
        self._wording(field, (*texts, *slot.choices.values(), *slot.states.values()), self._braces(question))

    def _braces(self, question: Question | None) -> tuple[str, ...]:
        """The words in braces that wording about this question may use."""
        counted = question is not None and question.type is AnswerType.MANY_OF
        return (*self._slots, *_ALWAYS, *(_COUNTS if counted else ()))

    def _keys(
        self, field: str, words: Mapping[str, str] | Iterable[str], question: Question | None, *more: str
    ) -> None:
        if question is None:
            return
        known = (*question.choices, *question.bare_units, *more)
        for word in words:
            if word not in known:
                expected = f"a choice of {question.id}; {shown(word)} is not one{nearest(word, known)}"
                self._fault(field, expected)

    def _wording(self, field: str, texts: Iterable[str], known: Collection[str]) -> None:
        """Check the braces and verb brackets of some wordings, and remember the words in braces."""
        for text in texts:
            words = set(_BRACES.findall(text))
            self._set_in |= words
            for word in sorted(words.difference(known)):
                self._fault(field, f"a slot for every word in braces; {shown('{' + word + '}')} has none")
            if re.search(r"[{}]", _BRACES.sub("", text)):
                self._fault(field, f"braces in pairs; found {shown(text)}")
            if re.search(r"[\[\]|]", _BRACKETS.sub("", text)):
                self._fault(field, f"verbs in both forms, as in [keeps|keep]; found {shown(text)}")
