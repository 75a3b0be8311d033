"""The verbs on a register: rows are added and dropped, cells set, and no row's id is ever used again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.assessment.answer import Citation
from app.assessment.journal import ChangeKind, citation_to_json
from app.assessment.values import MOST_ROWS, InvalidValue, parse_cell, rows_of
from app.questionnaire.model import AnswerType, Question
from app.review.answering import Answering, citations_joined, refusal_of
from app.review.view import Refused, Unknown, View


class Registers(Answering):
    """What a review does with registers. Part of `Review`."""

    def add_rows(
        self, question_id: str, rows: Sequence[Mapping[str, str]], *, before: str | None = None
    ) -> View:
        """Add rows to a register, before the row with id `before` or at the end; one change for all."""
        new = self._new_rows(question_id, rows)
        return self._record(question_id, ChangeKind.ROWS_ADD, {"rows": new, "before": before})

    def _new_rows(self, question_id: str, rows: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
        question = self._table(question_id)
        present = rows_of(self.view.answer(question_id).value)
        if len(present) + len(rows) > MOST_ROWS:
            raise Refused(f"A register takes {MOST_ROWS:,} rows at most.")
        used = self._row_numbers(question_id)
        return [
            {"id": f"r{used + offset}", "cells": self._cells(question, cells)}
            for offset, cells in enumerate(rows, start=1)
        ]

    def add_cited_row(self, question_id: str, cells: Mapping[str, str], citation: Citation) -> View:
        """Add one row to a register together with the passage that it was read from."""
        (new,) = self._new_rows(question_id, [cells])
        cited = citations_joined(self.view.answer(question_id).citations, [replace(citation, row=new["id"])])
        return self.record(
            [
                (question_id, ChangeKind.ROWS_ADD, {"rows": [new], "before": None}),
                (question_id, ChangeKind.SET, {"citations": [citation_to_json(c) for c in cited]}),
            ]
        )

    def _row_numbers(self, question_id: str) -> int:
        """The highest row number ever used: an id is never used again, so that history stays clear."""
        ids = [row.id for row in rows_of(self.view.answer(question_id).value)]
        for change in (*self._folded.standing, *self._folded.taken_back):
            if change.question == question_id and change.kind is ChangeKind.ROWS_ADD:
                ids += [str(row["id"]) for row in change.body["rows"]]
        return max((int(i[1:]) for i in ids if i[:1] == "r" and i[1:].isdigit()), default=0)

    def _cells(self, question: Question, cells: Mapping[str, str]) -> dict[str, str]:
        known = {c.id: c for c in question.columns}
        for name in cells:
            if name not in known:
                raise Unknown(f'{question.id} has no column "{name[:60]}"; it has {", ".join(known)}.')
        try:
            return {n: t for n, raw in cells.items() if (t := parse_cell(known[n], raw))}
        except InvalidValue as error:
            raise refusal_of(error) from error

    def set_cell(self, question_id: str, row_id: str, column_id: str, text: str) -> View:
        """Set one cell of one row; its draft (`row_id/column_id`) goes in the same commit.

        Raises `Unknown` for a row or column that is not there.
        """
        question = self._table(question_id)
        rows = {row.id: row for row in rows_of(self.view.answer(question_id).value)}
        if row_id not in rows:
            raise Unknown(f"{question_id} has no row {row_id}.")
        cell = self._cells(question, {column_id: text}).get(column_id, "")
        draft = f"{row_id}/{column_id}"
        if rows[row_id].cells.get(column_id, "") == cell:
            self.drop_draft(question_id, draft)
            return self.view
        body = {"row": row_id, "column": column_id, "value": cell}
        return self._record(question_id, ChangeKind.CELL, body, draft)

    def drop_rows(self, question_id: str, row_ids: Iterable[str]) -> View:
        """Remove rows from a register."""
        self._table(question_id)
        present = {row.id for row in rows_of(self.view.answer(question_id).value)}
        gone = [r for r in row_ids if r in present]
        if not gone:
            return self.view
        return self._record(question_id, ChangeKind.ROWS_DROP, {"rows": gone})

    def _table(self, question_id: str) -> Question:
        question = self.question(question_id)
        if question.type is not AnswerType.TABLE:
            raise Refused(f"{question_id} is not a register.")
        return question
