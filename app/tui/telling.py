"""What the program says after it did something: sentences made of a change and the answers around it."""

from __future__ import annotations

from app.assessment.answer import Answer, State
from app.assessment.journal import Change, ChangeKind
from app.questionnaire.model import AnswerType, Question
from app.tui.figures import counted
from app.tui.signs import brief, name_of

_VALUES = {
    AnswerType.ONE_OF: "choice",
    AnswerType.MANY_OF: "choices",
    AnswerType.DATE: "date",
    AnswerType.NUMBER_UNIT: "number",
    AnswerType.RECORD: "fields",
    AnswerType.EMAIL: "address",
    AnswerType.URL: "address",
}
_SEVERAL = ("choices", "fields")


def turned(word: str, change: Change, question: Question, before: Answer, after: Answer) -> str:
    """What undo or redo did, such as "Undone: At rest: yes → unanswered." `word` is `Undone` or `Redone`."""
    return f"{word}: {name_of(question)}: {difference(change, question, before, after)}."


def lost(question: Question, before: Answer, after: Answer) -> str:
    """The sentence for what a new state took away of an answer; empty when nothing went.

    A choice that only says that the documents do not say went with its state and is not counted.
    """
    gone = []
    if before.value and after.value != before.value and before.state is not State.NOT_ADDRESSED:
        gone.append(_VALUES.get(question.type, "text"))
    if before.reason and not after.reason:
        gone.append("reason")
    if not gone:
        return ""
    many = len(gone) > 1 or gone[0] in _SEVERAL
    return f"The {' and the '.join(gone)} {'were' if many else 'was'} taken away; u brings {'them' if many else 'it'} back."


def difference(change: Change, question: Question, before: Answer, after: Answer) -> str:
    """What differs between two answers, in a few words."""
    old, new = brief(before), brief(after)
    if old != new:
        return f"{old} → {new}"
    if before.flag != after.flag:
        return "flag set" if after.flag else "flag taken away"
    if before.citations != after.citations:
        was, now = len(before.citations), len(after.citations)
        return f"{counted(was, 'citation')} → {now}" if was != now else "a citation"
    if before.reopened != after.reopened:
        return "open again" if after.reopened else "stands as it is"
    for name in ("reason", "note"):
        was_text, now_text = getattr(before, name), getattr(after, name)
        if was_text != now_text:
            return f"{name} {'taken away' if not now_text else 'written' if not was_text else 'changed'}"
    if change.kind is ChangeKind.CELL:
        column = next((c.label for c in question.columns if c.id == change.body.get("column")), "a cell")
        return f"{column} of a row changed"
    return "value changed"
