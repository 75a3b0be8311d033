"""The guided tour: five things to do once in the example, and what to say until each is done. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from app.assessment.answer import NEEDS_REASON, Answer, State
from app.review.view import View

SLUG: Final = "larkspur"
"""The assessment that the tour walks through: its documents are attached, and its findings are at hand."""
QUESTIONS: Final = ("tracking.cookies", "coppa.school_purpose", "ny.breach_seven_days", "ny.use_limits")
"""Questions to begin at, the first that is still open: the documents have a passage for each."""


class Deed(StrEnum):
    """What the reviewer has done."""

    ANSWER = "answer"
    CITE = "cite"
    FINDING = "see a finding"
    PREVIEW = "preview"
    PRINT = "print"


class Place(StrEnum):
    """Where the reviewer is."""

    LIBRARY = "library"
    BENCH = "bench"
    BESIDE = "beside"
    """On the workbench, with the evidence pane out of sight."""
    WRITING = "writing"
    OTHER = "other"
    """On the workbench, with another assessment."""
    FINDINGS = "findings"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Tour:
    """How far it has come."""

    done: frozenset[Deed] = frozenset()

    @property
    def step(self) -> Deed | None:
        """What is to be done now; None when nothing is left."""
        return next((deed for deed in Deed if deed not in self.done), None)

    @property
    def number(self) -> int:
        """The number of the step, from 1; the last one when nothing is left."""
        return len(Deed) if self.step is None else list(Deed).index(self.step) + 1

    def after(self, deeds: AbstractSet[Deed]) -> Tour:
        """The tour once these have been done, in whatever order."""
        return self if deeds <= self.done else replace(self, done=self.done | deeds)


def deeds_between(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> frozenset[Deed]:
    """What was done between two states of the answers: something was answered, or cited."""
    found = set()
    for item, answer in after.items():
        was = before.get(item, Answer())
        if answer is was:
            continue
        if answer.state is not State.UNANSWERED and _given(answer) not in (_given(was), None):
            found.add(Deed.ANSWER)
        if any(citation not in was.citations for citation in answer.citations):
            found.add(Deed.CITE)
    return frozenset(found)


def _given(answer: Answer) -> tuple[object, ...] | None:
    """What counts as the answer; None while it lacks its reason."""
    if answer.state not in NEEDS_REASON:
        return (answer.state, answer.value)
    return (answer.state, answer.value, answer.reason) if answer.reason else None


def begins_at(view: View) -> str:
    """The question to begin at; empty where none of them is open."""
    return next((item for item in QUESTIONS if item in view.progress.open_items), "")


_TO_LARKSPUR = "The tour is about Larkspur: {library} goes back to the library, where it stands."
_FINISH = "Finish what you write: escape saves it, and the tour goes on."
_OPEN = "Press {library.open} to open Larkspur, an invented vendor. You work on a copy that is thrown away afterwards."
_BACK = "{preview.close} goes back to the question."
_END = (
    "That is the whole way. {help} says what every key does, {palette} finds every command, "
    "and {library} leads to the reviews of real vendors."
)

_SAID: Final[Mapping[Deed, Mapping[Place, str]]] = {
    Deed.ANSWER: {
        Place.BENCH: "Read the question and the passage beside it. Press {answer.yes} for yes, {answer.no} for no, "
        "or {answer.silent} where the documents do not say.",
        Place.BESIDE: "Read the question. Press {answer.yes} for yes, {answer.no} for no, or {answer.silent} where the "
        "documents do not say; {evidence.pane} shows what they say.",
    },
    Deed.CITE: {
        Place.BENCH: "Show where it stands: {evidence.cite} cites the first passage of the evidence pane, word for word.",
        Place.BESIDE: "Show where it stands: {evidence.cite} shows the first passage that was found, and "
        "{evidence.cite} again cites it.",
    },
    Deed.FINDING: {
        Place.BENCH: "Every answer is judged at once. {look.findings} opens the findings: what contradicts, what is "
        "missing, and why.",
    },
    Deed.PREVIEW: {
        Place.BENCH: "{look.preview} shows what the profile says, before it is printed.",
        Place.FINDINGS: "Each finding has both sides, the law and the fix; on a narrow screen {findings.open} reads "
        "one. {preview.close} goes back to the question; there {look.preview} shows the profile.",
    },
    Deed.PRINT: {
        Place.BENCH: "{look.print} prints the profile as a PDF, into the folder that you came from.",
        Place.PREVIEW: "Nothing is said here that no answer carries. {preview.print} prints it as a PDF, into the "
        "folder that you came from.",
    },
}


def said(tour: Tour, place: Place) -> str:
    """What to press now, in a sentence or two; a command's id in braces stands for its key."""
    if place is Place.WRITING:
        return _FINISH
    step = tour.step
    if step is None:
        return _END
    if place is Place.OTHER:
        return _TO_LARKSPUR
    if place is Place.LIBRARY:
        return _OPEN
    texts = _SAID[step]
    away = place in (Place.FINDINGS, Place.PREVIEW) and place not in texts
    return f"{_BACK} {texts[Place.BENCH]}" if away else texts.get(place, texts[Place.BENCH])
