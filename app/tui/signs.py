"""Signs: the glyph, the word and the color of a state. A color never stands without its glyph or word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.assessment.answer import Answer, Citation, Number, State, Value
from app.assessment.progress import gap_of
from app.assessment.values import rows_of, to_text
from app.questionnaire.model import AnswerType, Question, Severity
from app.tui.figures import counted


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state looks."""

    glyph: str
    word: str
    style: str
    """Textual style, theme variables only."""


OPEN = Sign("·", "open", "$text-muted")
GAP = Sign("!", "gap", "$text-warning")
FLAG = Sign("⚑", "flagged", "$text-warning")
DRAFT = Sign("✎", "unsaved text", "$text-accent")
LOST = Sign("✗", "lost", "$text-warning")
UNCHECKED = Sign("□", "not checked here", "$text-muted")
"""Of a quote whose document's text is not in the database: nothing was looked up."""
REOPENED = Sign("↺", "reopened", "$text-warning")

SIGNS: Mapping[State, Sign] = {
    State.YES: Sign("✓", "yes", "$text-success"),
    State.ANSWERED: Sign("✓", "answered", "$text-success"),
    State.PARTIAL: Sign("◐", "partial", "$text-warning"),
    State.NO: Sign("✗", "no", "$text-error"),
    State.NOT_ADDRESSED: Sign("○", "silent", "$foreground"),
    State.NA: Sign("–", "n/a", "$text-muted"),
    State.UNANSWERED: OPEN,
}

SEVERITY_SIGNS: Mapping[Severity, Sign] = {
    Severity.CRITICAL: Sign("✖", "critical", "bold $text-error"),
    Severity.HIGH: Sign("◆", "high", "$text-error"),
    Severity.MEDIUM: Sign("▲", "medium", "$text-warning"),
    Severity.LOW: Sign("△", "low", "$text-muted"),
}
"""How heavy a finding is."""

_LOOKED_UP = (
    Sign("✓", "of a quote: its document is in this database, and has these words", "$text-success"),
    Sign(
        UNCHECKED.glyph,
        "of a quote: not checked here, the text of its document is not in this database",
        UNCHECKED.style,
    ),
)
LEGEND = (
    *dict.fromkeys(SIGNS.values()),
    REOPENED,
    GAP,
    FLAG,
    DRAFT,
    *_LOOKED_UP,
    *SEVERITY_SIGNS.values(),
)
"""Every sign once, for the help."""

STATE_KEYS: Mapping[State, str] = {
    State.YES: "y",
    State.PARTIAL: "p",
    State.NO: "n",
    State.NA: "x",
    State.NOT_ADDRESSED: "s",
}

STATE_WORDS: Mapping[State, str] = {
    State.YES: "yes",
    State.PARTIAL: "partial",
    State.NO: "no",
    State.NA: "not applicable",
    State.NOT_ADDRESSED: "not addressed",
    State.ANSWERED: "answered",
    State.UNANSWERED: "unanswered",
}

STATE_LABELS: Mapping[State, str] = {**STATE_WORDS, State.NA: "n/a"}
"""The same where room is short and the keys stand beside them."""

_LOST: Mapping[str, str] = {"gone": "gone from the document", "changed": "changed in the document"}
_CAPITALS = frozenset(
    [
        "ai",
        "dpo",
        "dpia",
        "soppa",
        "cipa",
        "ppra",
        "csf",
        "ssn",
        "lea",
        "url",
        "vpc",
        "gdpr",
        "ferpa",
        "coppa",
    ]
)


def sign_of(question: Question, answer: Answer) -> Sign:
    """The sign of an answer; of one that lacks its reason or value, the sign of a gap; of one that is open again, its own.

    Where the protective answer is no, yes is the bad one and takes its color.
    """
    if answer.reopened:
        return REOPENED
    if answer.state is State.UNANSWERED:
        return OPEN
    if gap_of(question, answer) is not None:
        return GAP
    sign = SIGNS[answer.state]
    if question.type is AnswerType.STATEMENT and question.good_side == "no":
        if answer.state is State.YES:
            return Sign(sign.glyph, sign.word, "$text-error")
        if answer.state is State.NO:
            return Sign(sign.glyph, sign.word, "$text-success")
    return sign


def label(item_id: str, *, parent: str | None = None) -> str:
    """A short name made of an id: `security.encryption.at_rest` is "Encryption at rest".

    With `parent`, only what a follow-up's id adds to its question's.
    """
    tail = item_id[len(parent) + 1 :] if parent else item_id.partition(".")[2] or item_id
    words = tail.replace(".", " ").replace("_", " ").split()
    shown = [w.upper() if w in _CAPITALS else w for w in words]
    text = " ".join(shown)
    return text[:1].upper() + text[1:]


def lost_words(citation: Citation) -> str:
    """What became of a quote that is no evidence any more; empty for one that is."""
    return _LOST.get(citation.lost, "")


def name_of(question: Question) -> str:
    """A short name of a question or follow-up, for messages."""
    if question.parent is None:
        return label(question.id)
    return f"{label(question.parent)}, {label(question.id, parent=question.parent).lower()}"


def brief(answer: Answer, *, limit: int = 40) -> str:
    """An answer in a few words, for messages: a state, a value, a number of rows."""
    value = brief_value(answer.value)
    if answer.state is State.ANSWERED and value:
        text = value
    elif answer.state is State.UNANSWERED:
        text = "unanswered"
    else:
        text = STATE_WORDS[answer.state]
    return text if len(text) <= limit else text[: limit - 1] + "…"


def brief_value(value: Value) -> str:
    """A value in one line; a register as its number of rows."""
    rows = rows_of(value)
    if rows:
        return counted(len(rows), "row")
    if isinstance(value, Number | str | tuple) or value is None:
        return " ".join(to_text(value).split())
    return "; ".join(v for v in value.values() if v)
