"""The way back: undo and redo, the history of an answer, and an earlier answer given again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from app.assessment.answer import UNANSWERED, Answer
from app.assessment.journal import Change, ChangeKind, apply, citation_to_json, value_to_json
from app.review.answering import Answering
from app.review.opened import TOGETHER
from app.review.view import HistoryEntry, View


class Undoing(Answering):
    """What a review does with changes that were made. Part of `Review`."""

    def undo(self) -> tuple[View, Change | None]:
        """Take the last change back; the change says where it was, None that there was none.

        Changes that were stored together go together.
        """
        gone = self.take_back()
        return self.view, gone[0] if gone else None

    def redo(self) -> tuple[View, Change | None]:
        """Put back the change that was taken back last, and all that had been stored with it."""
        there = self.put_back()
        return self.view, there[0] if there else None

    def take_back(self) -> tuple[Change, ...]:
        """Undo the last change and all that were stored with it; they come newest first."""
        together: list[Change] = []
        for change in reversed(self._folded.standing):
            together.append(change)
            if not change.body.keys() >= TOGETHER.keys():
                break
        return self._turn(together, ChangeKind.UNDO)

    def put_back(self) -> tuple[Change, ...]:
        """Redo the change that was undone last and all that had been stored with it."""
        waiting = reversed(self._folded.taken_back)
        together = [change for change in (next(waiting, None),) if change is not None]
        together += takewhile(lambda change: change.body.keys() >= TOGETHER.keys(), waiting)
        return self._turn(together, ChangeKind.REDO)

    def _turn(self, together: Sequence[Change], kind: ChangeKind) -> tuple[Change, ...]:
        self.record([(change.question, kind, {"change": change.id}) for change in together])
        return tuple(together)

    def history(self, question_id: str) -> tuple[HistoryEntry, ...]:
        """Every change of one answer, newest first, undone ones included."""
        self.question(question_id)
        standing = {change.id for change in self._folded.standing}
        current: Answer = UNANSWERED
        lines: list[HistoryEntry] = []
        for change in self._store.changes(self.view.assessment.id):
            if change.question != question_id or change.kind in (ChangeKind.UNDO, ChangeKind.REDO):
                continue
            base = current
            after = apply(base, change)
            in_effect = change.id in standing
            lines.append(HistoryEntry(change, base, after, in_effect))
            if in_effect:
                current = after
        return tuple(reversed(lines))

    def restore(self, question_id: str, answer: Answer) -> View:
        """Give an earlier answer again, whole, as one new change: state, value, reason, note and citations.

        `answer` comes from this question's history. The mark to come back stays as it is.
        """
        body = {
            "state": answer.state.value,
            "value": value_to_json(answer.value),
            "reason": answer.reason,
            "note": answer.note,
            "citations": [citation_to_json(citation) for citation in answer.citations],
        }
        return self._set(self.question(question_id), body)
