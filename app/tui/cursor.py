"""Where the reviewer is, and where a key leads: pure functions over a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.questionnaire.model import AnswerType, Pack, Question
from app.review.view import View


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the card that keys act on."""

    item: str
    """Id of the question or follow-up."""
    column: str = ""
    """A field of a record; empty for the question or follow-up as a whole."""

    @property
    def key(self) -> str:
        """Its name on the card."""
        return f"{self.item}/{self.column}" if self.column else self.item

    @property
    def draft(self) -> str:
        """The name of the draft of its value."""
        return f"value/{self.column}" if self.column else "value"


def home_of(pack: Pack, item_id: str) -> str:
    """The question whose card an item stands on."""
    return pack.by_id[item_id].parent or item_id


def walk(view: View) -> tuple[str, ...]:
    """The questions in force, in order, without follow-ups."""
    by_id = view.pack.by_id
    return tuple(item for item in view.path.items if by_id[item].parent is None)


def parts(view: View, question_id: str) -> tuple[Part, ...]:
    """What a question's card consists of: the question, its record's fields, its follow-ups in force."""
    question = view.pack.by_id[question_id]
    found: list[Part] = []
    for item in (question, *question.followups):
        if item is question or item.id in view.path.in_force:
            found.append(Part(item.id))
            if item.type is AnswerType.RECORD:
                found += [Part(item.id, column.id) for column in item.columns]
    return tuple(found)


def stepped(ids: Sequence[str], here: str, by: int) -> str | None:
    """The id so many places on; None when it is the end."""
    if here not in ids:
        return ids[0] if ids else None
    index = max(0, min(len(ids) - 1, ids.index(here) + by))
    return ids[index] if ids[index] != here else None


def section_step(view: View, questions: Sequence[str], here: str, by: int) -> str | None:
    """The first question of the next section, or of the one before; None at the ends.

    Going back from the middle of a section leads to its first question.
    """
    by_id = view.pack.by_id
    firsts: dict[str, str] = {}
    for item in questions:
        firsts.setdefault(by_id[item].section, item)
    order = list(firsts)
    section = by_id[here].section
    if section not in firsts:
        return questions[0] if questions else None
    if by < 0 and firsts[section] != here:
        return firsts[section]
    index = order.index(section) + by
    return firsts[order[index]] if 0 <= index < len(order) else None


def next_open(view: View, here: str, by: int, allowed: Sequence[str] | None = None) -> str | None:
    """The next open question or follow-up after this item, around the end; None when there is none.

    `allowed` limits it to these questions and what stands on their cards.
    """
    homes = None if allowed is None else set(allowed)
    still_open = [
        item for item in view.progress.open_items if homes is None or home_of(view.pack, item) in homes
    ]
    if not still_open:
        return None
    order = {item: index for index, item in enumerate(view.path.items)}
    at = order.get(here, -1)
    if by > 0:
        return next((item for item in still_open if order[item] > at), still_open[0])
    return next((item for item in reversed(still_open) if order[item] < at), still_open[-1])


def choices_of(question: Question, column: str = "") -> tuple[str, ...]:
    """The choices that digits pick: of a question, of a record's field, or a number's bare units."""
    if column:
        return next((c.choices for c in question.columns if c.id == column), ())
    if question.type is AnswerType.NUMBER_UNIT:
        return question.bare_units
    return question.choices
