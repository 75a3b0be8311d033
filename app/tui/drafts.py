"""Texts on their way to becoming answers: on disk at every change, and offered again when nothing came of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.assessment.values import rows_of, to_text
from app.review import Review
from app.store.values import Draft
from app.tui.cursor import Part

Place = tuple[str, str]
"""Id of a question or follow-up, and what of it is written: `value`, `value/<field>`, `reason`, `note`, or
the address of a cell."""


class Drafts:
    """The drafts of one review. Verbs raise `StoreError` when the disk does not take them."""

    def __init__(self, review: Review) -> None:
        """Takes an open review; `load` reads what is there."""
        self._review = review
        self.by_place: Mapping[Place, Draft] = {}
        """Drafts that differ from their answer. A new mapping with every `load`."""

    @property
    def items(self) -> Collection[str]:
        """Ids of the questions and follow-ups that have one."""
        return {item for item, _ in self.by_place}

    def load(self) -> None:
        """Read them anew; what equals its answer by now is left out."""
        found = {(d.question, d.field): d for d in self._review.drafts() if self._differs(d)}
        if found != self.by_place:
            self.by_place = found

    def _differs(self, draft: Draft) -> bool:
        if draft.question not in self._review.view.pack.by_id:
            return False
        ours = draft.field in ("value", "reason", "note") or draft.field.startswith("value/")
        return not ours or not same(draft.text, self.stored(draft.question, draft.field))

    def stored(self, item: str, field: str) -> str:
        """The text that is the answer now, as the editor would open it."""
        answer = self._review.view.answer(item)
        if field.startswith("value/"):
            return record(self._review, item).get(field.removeprefix("value/"), "")
        if field == "value":
            return to_text(answer.value) if not rows_of(answer.value) else ""
        return answer.reason if field == "reason" else answer.note

    def offered(self, item: str, field: str) -> str:
        """The text to go on with: the draft where there is one, else the answer's."""
        draft = self.by_place.get((item, field))
        return draft.text if draft else self.stored(item, field)

    def at(self, part: Part) -> list[str]:
        """The fields of a part of the card that have a draft."""
        fields = [part.draft] if part.column else [part.draft, "reason", "note"]
        return [field for field in fields if (part.item, field) in self.by_place]

    def keep(self, item: str, field: str, text: str) -> None:
        """Put a text on disk as it is typed; one that equals its answer needs no draft."""
        if same(text, self.stored(item, field)):
            self._review.drop_draft(item, field)
        else:
            self._review.save_draft(item, field, text)

    def drop(self, part: Part) -> None:
        """Forget the drafts of a part."""
        for field in self.at(part):
            self._review.drop_draft(part.item, field)


def record(review: Review, item: str) -> Mapping[str, str]:
    """The fields of a record; empty for any other value."""
    value = review.view.answer(item).value
    return value if isinstance(value, Mapping) else {}


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for the kind of their line ends, as the editor keeps them."""
    return one == other or one.splitlines() == other.splitlines()


def slip(text: str, stored: str) -> bool:
    """Whether a text is what is stored and one character more: a key that was meant for something else."""
    return len(text) == len(stored) + 1 and any(
        text[:at] + text[at + 1 :] == stored for at in range(len(text))
    )
