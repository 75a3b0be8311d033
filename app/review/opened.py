"""An open assessment: its journal folded, the view of it, and the one way by which changes are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from app.assessment.answer import UNANSWERED, Assessment, Summary
from app.assessment.journal import Change, ChangeKind, Folded, fold, step
from app.assessment.path import Path, PathFinder
from app.assessment.progress import Progress, progress
from app.assessment.score import Judgement
from app.assessment.summary import summarise
from app.assessment.values import clean
from app.questionnaire import Pack
from app.questionnaire.model import Question
from app.questionnaire.rules import Rulebook
from app.review.settling import Settling
from app.review.view import NO_JUDGEMENT, Unknown, Unwritable, View, utc_now

if TYPE_CHECKING:
    from app.store.repository import Draft, Store

TOGETHER: Mapping[str, Any] = {"together": True}
"""In the body of a change that was stored together with the one before it."""


class Opened(Settling):
    """One open assessment and the view that its last change left behind. Part of `Review`."""

    def __init__(
        self,
        store: Store,
        assessment: Assessment,
        pack: Pack,
        clock: Callable[[], datetime] = utc_now,
        *,
        by: str = "",
        terms: Callable[[], Pack] | None = None,
        rulebook: Callable[[], Rulebook] | None = None,
    ) -> None:
        """Reads the journal of this assessment and folds it.

        `terms` gives the pack whose search terms find its evidence; without it, its own do. `rulebook` gives the
        rules that judge it; without it, nothing is judged.
        """
        self._rulebook = rulebook
        self._store = store
        self._pack = pack
        self._terms = terms
        self._clock = clock
        self._by = by
        self._finder = PathFinder(pack)
        self._folded = fold(store.changes(assessment.id))
        self.view = self._viewed(assessment, self._folded, assessment.changed_at)

    @property
    def by(self) -> str:
        """Who answers: the name in `review.reviewer`, else the name this review was opened with."""
        value = self._folded.answers.get("review.reviewer", UNANSWERED).value
        named = value.get("name", "") if isinstance(value, Mapping) else ""
        return named or self._by

    def today(self) -> date:
        """The day, where the reviewer is."""
        return self._clock().astimezone().date()

    def check_writable(self) -> None:
        """Raises `Unwritable` where nothing can be written."""
        if self.view.read_only:
            raise Unwritable(self._store.notice)

    def question(self, question_id: str) -> Question:
        """The question or follow-up of this id. Raises `Unknown`, naming what is near."""
        question = self._pack.by_id.get(question_id)
        if question is None:
            near = get_close_matches(question_id, list(self._pack.by_id), 3)
            hint = f" Did you mean {' or '.join(near)}?" if near else " `assess pack show` lists them."
            raise Unknown(f'There is no question "{question_id[:80]}".{hint}')
        return question

    # --- storing ---------------------------------------------------------------------------------------

    def _record(
        self,
        question_id: str,
        kind: ChangeKind,
        body: Mapping[str, Any],
        draft: str = "",
    ) -> View:
        """Store one change with its consequences in one commit; only then does the view change."""
        return self.record([(question_id, kind, body)], clear_draft=(question_id, draft) if draft else None)

    def record(
        self,
        changes: Sequence[tuple[str, ChangeKind, Mapping[str, Any]]],
        *,
        clear_draft: tuple[str, str] | None = None,
    ) -> View:
        """Store changes (question, kind, checked body) in one commit; undo takes them back together."""
        self.check_writable()
        if not changes:
            return self.view
        now = self._clock()
        new = [
            Change(0, question, kind, {**body, **(TOGETHER if number else {})}, now, self.by)
            for number, (question, kind, body) in enumerate(changes)
        ]
        ahead = self._folded
        for change in new:
            ahead = step(ahead, change)
        path = self._finder.find(ahead.answers)
        done = progress(self._pack, path, ahead.answers)
        judgement = self._judgement(self.view.assessment, ahead, path, done)
        summary = summarise(self._pack, ahead, path, done, judgement)
        stored = self._store.append(self.view.assessment.id, new, summary, clear_draft=clear_draft)
        for change in stored:
            self._folded = step(self._folded, change)
        assessment = replace(self.view.assessment, changed_at=stored[-1].at)
        self.view = self._viewed(assessment, self._folded, stored[-1].at, path, done, judgement=judgement)
        return self.view

    # --- drafts ----------------------------------------------------------------------------------------

    def drafts(self) -> Sequence[Draft]:
        """Texts that were being typed and never became an answer."""
        return self._store.drafts(self.view.assessment.id)

    def save_draft(self, question_id: str, field: str, text: str) -> None:
        """Keep what is being typed, now. `field` is `value`, `reason`, `note` or a cell's address."""
        if not self.view.read_only:
            last = self.view.undo
            self._store.save_draft(
                self.view.assessment.id, question_id, field, clean(text), last.id if last else 0
            )

    def drop_draft(self, question_id: str, field: str) -> None:
        """Forget a draft: it became an answer, or nobody wants it."""
        if not self.view.read_only:
            self._store.clear_draft(self.view.assessment.id, question_id, field)

    # --- what follows ----------------------------------------------------------------------------------

    def summary(self) -> Summary:
        """What the library shows of these answers, judged as they are now."""
        view = self.view
        judged = view.judgement if self._rulebook is not None else None
        return summarise(self._pack, self._folded, view.path, view.progress, judged)

    def _judgement(
        self, assessment: Assessment, folded: Folded, path: Path, done: Progress
    ) -> Judgement | None:
        if self._rulebook is None:
            return None
        return self.judge.judge(self.case(assessment, folded, path, done))

    def _viewed(
        self,
        assessment: Assessment,
        folded: Folded,
        saved_at: datetime | None,
        path: Path | None = None,
        done: Progress | None = None,
        *,
        judgement: Judgement | None = None,
    ) -> View:
        path = path or self._finder.find(folded.answers)
        done = done or progress(self._pack, path, folded.answers)
        judged = partial(self._judgement, assessment, folded, path, done)
        return View(
            assessment=assessment,
            pack=self._pack,
            answers=folded.answers,
            path=path,
            progress=done,
            undo=folded.standing[-1] if folded.standing else None,
            redo=folded.taken_back[-1] if folded.taken_back else None,
            saved_at=saved_at,
            read_only=self._store.read_only,
            dispositions=folded.findings,
            names=folded.names,
            judged=cache(lambda: judgement or judged() or NO_JUDGEMENT),
        )
