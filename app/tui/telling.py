"""What the program says after it did something: sentences made of a change and the answers around it."""

from __future__ import annotations

from app.assessment.answer import Answer
from app.assessment.journal import Change, ChangeKind
from app.questionnaire.model import Question
from app.tui.figures import counted
from app.tui.signs import brief, name_of


def turned(word: str, change: Change, question: Question, before: Answer, after: Answer) -> str:
    """What undo or redo did, such as "Undone: At rest: yes → unanswered." `word` is `Undone` or `Redone`."""
    return f"{word}: {name_of(question)}: {difference(change, question, before, after)}."


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
    for name in ("reason", "note"):
        was_text, now_text = getattr(before, name), getattr(after, name)
        if was_text != now_text:
            return f"{name} {'taken away' if not now_text else 'written' if not was_text else 'changed'}"
    if change.kind is ChangeKind.CELL:
        column = next((c.label for c in question.columns if c.id == change.body.get("column")), "a cell")
        return f"{column} of a row changed"
    return "value changed"
