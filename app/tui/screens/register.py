"""A register while it is being edited: its rows, the row not yet stored, and typing that was never saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.assessment.answer import Row
from app.assessment.journal import Change
from app.assessment.values import rows_of
from app.questionnaire.model import AnswerType, Column, Question
from app.review import Review
from app.tui.telling import place_of

NEW, RECORD = "new", "value"
"""Row ids that are not in a register: the row being added, and the only row of a record, whose drafts are named
as on the question card."""


class Register:
    """The rows of a TABLE question, or the one row of a RECORD, with the verbs that change them.

    Verbs raise `Refused` or `StoreError`, and then nothing was changed.
    """

    def __init__(self, review: Review, question: Question) -> None:
        """Takes an open review; looks for typing that a crash left behind."""
        self.review = review
        self.question = question
        self.columns: Mapping[str, Column] = {column.id: column for column in question.columns}
        self.is_record = question.type is AnswerType.RECORD
        self._pending, self._before = False, ""
        self.drafts: dict[tuple[str, str], str] = self._found_drafts()
        """Typing that was never saved, by row id and column id."""
        self._pending = self._new_is_drafted()

    @property
    def rows(self) -> list[Row]:
        """The rows as they stand on the screen."""
        value = self.review.view.answer(self.question.id).value
        if self.is_record:
            return [Row(RECORD, value if isinstance(value, Mapping) else {})]
        rows = list(rows_of(value))
        if self._pending:
            at = next((i for i, row in enumerate(rows) if row.id == self._before), len(rows))
            rows.insert(at, Row(NEW, {}))
        return rows

    @property
    def stored(self) -> int:
        """How many rows are on disk."""
        return len(self.rows) - self._pending

    def begin(self, before: str = "") -> None:
        """Show a new row, above the row `before` or at the end. It is stored with its first text."""
        if not self._pending:
            self._pending, self._before = True, before

    def settle(self) -> None:
        """Take the new row off the screen when nothing was typed into it."""
        if self._pending and not self._new_is_drafted():
            self._pending, self._before = False, ""

    def keep(self, row_id: str, column_id: str, text: str) -> None:
        """Put typing on disk as it is."""
        self.drafts[row_id, column_id] = text
        self.review.save_draft(self.question.id, f"{row_id}/{column_id}", text)

    def forget(self, row_id: str, column_id: str) -> None:
        """Drop typing that nobody wants any more."""
        if self.drafts.pop((row_id, column_id), None) is not None:
            self.review.drop_draft(self.question.id, f"{row_id}/{column_id}")

    def save(self, row_id: str, column_id: str, text: str) -> None:
        """Store one cell; its draft goes with it. The first text of the new row stores the row."""
        question_id, field = self.question.id, f"{row_id}/{column_id}"
        if self.is_record:
            self.review.answer(question_id, value={**self.rows[0].cells, column_id: text}, draft=field)
        elif row_id != NEW:
            self.review.set_cell(question_id, row_id, column_id, text)
        elif text.strip():
            self._store_new({column_id: text})
        self.forget(row_id, column_id)

    def _store_new(self, cells: Mapping[str, str]) -> None:
        known = {row.id for row in self.rows}
        self.review.add_rows(self.question.id, [cells], before=self._before or None)
        self._pending, self._before = False, ""
        (stored,) = (row.id for row in self.rows if row.id not in known)
        for row_id, column_id in [key for key in self.drafts if key[0] == NEW]:
            if column_id not in cells:
                self.keep(stored, column_id, self.drafts[row_id, column_id])
            self.forget(row_id, column_id)

    def add(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Add rows at the end, in one change."""
        self.review.add_rows(self.question.id, rows)

    def duplicate(self, row_id: str) -> None:
        """Add a copy of a row under it."""
        rows = [row for row in self.rows if row.id != NEW]
        at = next(i for i, row in enumerate(rows) if row.id == row_id)
        after = rows[at + 1].id if at + 1 < len(rows) else None
        self.review.add_rows(self.question.id, [dict(rows[at].cells)], before=after)

    def remove(self, row_id: str) -> None:
        """Remove a row. Of the new row, only typing is lost that was never saved."""
        if row_id != NEW:
            self.review.drop_rows(self.question.id, [row_id])
            return
        for _, column_id in [key for key in self.drafts if key[0] == NEW]:
            self.forget(NEW, column_id)
        self.settle()

    def turn_back(self, *, redo: bool = False) -> tuple[Change | None, str]:
        """Undo or redo the last change when it was in this register: the change, or why there is none."""
        view, name = self.review.view, "redo" if redo else "undo"
        change = view.redo if redo else view.undo
        if change is None:
            return None, f"There is nothing to {name}."
        if change.question != self.question.id:
            return None, f"The last change was at {place_of(change)}; go back to the questions to {name} it."
        return (self.review.redo() if redo else self.review.undo())[1], ""

    def _new_is_drafted(self) -> bool:
        return any(row_id == NEW for row_id, _ in self.drafts)

    def _found_drafts(self) -> dict[tuple[str, str], str]:
        """What equals its cell by now is not offered."""
        cells: dict[str, Mapping[str, str]] = {row.id: row.cells for row in self.rows}
        if not self.is_record:
            cells[NEW] = {}
        found = {}
        for draft in self.review.drafts():
            row_id, _, column_id = draft.field.partition("/")
            known = draft.question == self.question.id and row_id in cells and column_id in self.columns
            if known and draft.text != cells[row_id].get(column_id, ""):
                found[row_id, column_id] = draft.text
        return found
