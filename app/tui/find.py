"""What `/` looks for: words, and `is:` and `sec:` for the state of a question and its section."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.assessment.answer import Answer, State
from app.assessment.progress import GapKind, gap_of
from app.questionnaire.model import AnswerType, Question
from app.review.view import View
from app.tui.signs import brief_value

Test = Callable[[View, Question, Answer], bool]


def _state(*states: State) -> Test:
    return lambda _view, _question, answer: answer.state in states


def _uncited(view: View, question: Question, _answer: Answer) -> bool:
    return any(g.question == question.id and g.kind is GapKind.UNCITED for g in view.progress.gaps)


KINDS: Mapping[str, Test] = {
    "open": lambda _v, question, answer: gap_of(question, answer) is not None,
    "answered": lambda _v, question, answer: gap_of(question, answer) is None,
    "flagged": lambda _v, _q, answer: answer.flag,
    "uncited": _uncited,
    "cited": lambda _v, _q, answer: bool(answer.cited),
    "silent": _state(State.NOT_ADDRESSED),
    "yes": _state(State.YES),
    "no": _state(State.NO),
    "partial": _state(State.PARTIAL),
    "na": _state(State.NA),
    "noted": lambda _v, _q, answer: bool(answer.note),
    "gate": lambda _v, question, _a: question.gate,
    "register": lambda _v, question, _a: question.type is AnswerType.TABLE,
    "reopened": lambda _v, _q, answer: bool(answer.reopened),
    "finding": lambda _v, _q, _a: False,
    "critical": lambda _v, _q, _a: False,
    "high": lambda _v, _q, _a: False,
    "medium": lambda _v, _q, _a: False,
    "low": lambda _v, _q, _a: False,
    "proposed": lambda _v, _q, _a: False,
    "draft": lambda _v, _q, _a: False,
}
"""What may stand after `is:`. Drafts and findings are not in a view; `Filter` takes them beside it."""

FOUND = ("finding", "critical", "high", "medium", "low", "proposed")
"""Those that are about findings."""
BESIDE = frozenset({*FOUND, "draft"})
NOTHING_BESIDE: Mapping[str, Collection[str]] = MappingProxyType({})
NOTHING_TOLD: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as it was typed, ready to be applied."""

    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    problem: str = ""
    """One sentence where a part of it means nothing."""

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.words or self.kinds or self.sections)

    @classmethod
    def parse(cls, text: str) -> Filter:
        """Read what was typed. A part that means nothing is left out and named in `problem`."""
        words, kinds, sections, problem = [], [], [], ""
        for token in text.casefold().split():
            head, colon, rest = token.partition(":")
            if colon and head == "is":
                full = [kind for kind in KINDS if kind == rest] or [
                    k for k in KINDS if rest and k.startswith(rest)
                ]
                if full:
                    kinds.append(full[0])
                elif rest:
                    problem = f"is: takes {', '.join(KINDS)}."
            elif colon and head == "sec":
                if rest:
                    sections.append(rest)
            else:
                words.append(token)
        return cls(tuple(words), tuple(kinds), tuple(sections), problem)

    def hits(
        self,
        view: View,
        beside: Mapping[str, Collection[str]] = NOTHING_BESIDE,
        told: Mapping[str, str] = NOTHING_TOLD,
    ) -> tuple[str, ...]:
        """The questions in force that match, in order; a follow-up that matches brings its question.

        `beside` has ids of questions and follow-ups by a kind that is not in the view (`draft`, `critical`); `told` what
        else is said of a question, in small letters: what its findings are called.
        """
        found: dict[str, None] = {}
        for item in view.path.items:
            question = view.pack.by_id[item]
            home = question.parent or item
            if home not in found and self._matches(view, question, beside, told):
                found[home] = None
        order = {item: index for index, item in enumerate(view.path.items)}
        return tuple(sorted(found, key=order.__getitem__))

    def _matches(
        self,
        view: View,
        question: Question,
        beside: Mapping[str, Collection[str]],
        told: Mapping[str, str],
    ) -> bool:
        answer = view.answer(question.id)
        if self.sections and not any(self._in_section(view, question, name) for name in self.sections):
            return False
        for kind in self.kinds:
            if kind in BESIDE:
                if question.id not in beside.get(kind, ()):
                    return False
            elif not KINDS[kind](view, question, answer):
                return False
        if not self.words:
            return True
        text = _text(question, answer)
        if question.id in told:
            text += f"\n{told[question.id]}"
        return all(word in text for word in self.words)

    @staticmethod
    def _in_section(view: View, question: Question, name: str) -> bool:
        section = view.pack.section_by_id[question.section]
        return section.id.startswith(name) or name in section.title.casefold()


def _text(question: Question, answer: Answer) -> str:
    value = brief_value(answer.value)
    if isinstance(answer.value, tuple):
        value = " ".join(v if isinstance(v, str) else " ".join(v.cells.values()) for v in answer.value)
    parts = (
        question.id,
        question.id.replace("_", " ").replace(".", " "),
        question.ask,
        *question.law,
        value,
        answer.reason,
        answer.note,
        *(c.quote for c in answer.citations),
    )
    return "\n".join(parts).casefold()
