"""What the program says after it did something: sentences made of a change and the answers around it."""

from __future__ import annotations

from collections.abc import Mapping

from app.assessment.answer import Answer, State
from app.assessment.findings import HEAVY, STATE_WORDS, Disposition, Finding, Findings, Names, finding_key
from app.assessment.journal import Change, ChangeKind
from app.questionnaire.model import AnswerType, Question
from app.tui.figures import counted
from app.tui.signs import SEVERITY_SIGNS, brief, name_of
from app.tui.text import shown

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
_NAMES = {"company": "companies", "element": "data elements", "function": "functions"}
_DECLARED = {True: "the same", False: "different", None: "not declared"}
_SHORT = 60


def turned(word: str, change: Change, question: Question, before: Answer, after: Answer) -> str:
    """What undo or redo did, such as "Undone: At rest: yes → unanswered." `word` is `Undone` or `Redone`."""
    return f"{word}: {name_of(question)}: {difference(change, question, before, after)}."


def place_of(change: Change) -> str:
    """Where a change was, for a sentence: a question's id, a finding, or the names that were compared."""
    if change.kind is ChangeKind.FINDING:
        return finding_of(change)
    if change.kind is ChangeKind.NAMES:
        return f"the names of {_NAMES.get(change.question, 'things')}"
    return change.question


def finding_of(change: Change) -> str:
    """The finding that a change was about, as a reviewer knows it."""
    return shown(finding_key(change.question, str(change.body.get("subject", ""))), limit=_SHORT)


def turned_finding(
    word: str, change: Change, before: Mapping[str, Disposition], after: Mapping[str, Disposition]
) -> str:
    """What undo or redo did to a finding, such as "Undone: CON-07 Amazon Web Services: withdrawn → open."."""
    key = finding_key(change.question, str(change.body.get("subject", "")))
    nothing = Disposition(change.question)
    was, now = before.get(key, nothing), after.get(key, nothing)
    return f"{word}: {finding_of(change)}: {_between(was, now)}."


def _between(was: Disposition, now: Disposition) -> str:
    if (was.raised is None) != (now.raised is None):
        by_hand = (was if was.raised else now).subject.startswith("by hand")
        words = ("not raised", "raised") if by_hand else ("proposed", "confirmed")
        return f"{words[was.raised is not None]} → {words[now.raised is not None]}"
    if was.state is not now.state:
        return f"{STATE_WORDS[was.state]} → {STATE_WORDS[now.state]}"
    for name in ("owner", "due", "reason"):
        old, new = getattr(was, name), getattr(now, name)
        if old != new:
            return f"{name} {shown(old, limit=_SHORT) or 'none'} → {shown(new, limit=_SHORT) or 'none'}"
    return "as it was before"


def turned_names(word: str, change: Change, before: Names, after: Names) -> str:
    """What undo or redo did to what was declared about two names."""
    a, b = str(change.body.get("a", "")), str(change.body.get("b", ""))
    key = (change.question, min(a, b), max(a, b))
    was, now = _DECLARED[before.get(key)], _DECLARED[after.get(key)]
    named = " and ".join(f'"{shown(name, limit=_SHORT)}"' for name in (a, b))
    return f"{word}: {named}: {was} → {now}."


def news(before: Findings, after: Findings) -> str:
    """The sentence about heavy findings that act now and did not before, or that went; empty where none did."""
    were, are = _heavy(before), _heavy(after)
    came = [one for key, one in are.items() if key not in were]
    if came:
        first = came[0]
        sign = SEVERITY_SIGNS[first.severity]
        more = f", and {len(came) - 1} more" if len(came) > 1 else ""
        title = shown(first.title, limit=120)
        return f"{sign.glyph} {first.rule} {sign.word}: {title}{more}. F2 shows it."
    gone = [one.rule for key, one in were.items() if key not in are]
    if gone:
        more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
        return f"{gone[0]}{more} {'is' if len(gone) == 1 else 'are'} gone with this answer."
    return ""


def _heavy(findings: Findings) -> dict[str, Finding]:
    return {one.key: one for one in findings.acting if one.severity in HEAVY}


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
