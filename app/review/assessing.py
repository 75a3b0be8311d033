"""One open assessment: its verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache, cached_property, partial
from itertools import takewhile
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from app.assessment.answer import UNANSWERED, Answer, Assessment, Citation, State, Summary
from app.assessment.journal import (
    Change,
    ChangeKind,
    Folded,
    apply,
    citation_to_json,
    fold,
    searched_to_json,
    step,
    value_to_json,
)
from app.assessment.path import Path, PathFinder
from app.assessment.progress import Progress, progress
from app.assessment.score import Judgement
from app.assessment.states import states_for
from app.assessment.summary import summarise
from app.assessment.values import MOST_ROWS, InvalidValue, clean, parse, parse_cell, rows_of
from app.assessment.version import version
from app.questionnaire import Pack
from app.questionnaire.model import AnswerType, Question
from app.questionnaire.rules import Rulebook
from app.review.printing import Paper, Printed, print_to
from app.review.settling import Settling
from app.review.view import (
    NO_JUDGEMENT,
    Form,
    HistoryEntry,
    Refused,
    Unknown,
    Unwritable,
    View,
    utc_now,
)

if TYPE_CHECKING:
    from app.assessment.internal_blocks import Internal
    from app.assessment.letter import Letter
    from app.assessment.profile import Profile
    from app.report import PageSize
    from app.review.evidence import Evidence
    from app.store.repository import Draft, Store

_UNSET: Any = object()
_TOGETHER: Mapping[str, Any] = {"together": True}
"""In the body of a change that was stored together with the one before it."""


_WORDS = {State.NA: "not applicable", State.NOT_ADDRESSED: "not addressed", State.UNANSWERED: "unanswered"}


class Review(Settling):
    """One open assessment: its verbs, and the view they leave behind."""

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

    @cached_property
    def evidence(self) -> Evidence:
        """The documents of this assessment and what can be done with them."""
        from app.review.evidence import Evidence  # its search is not needed before the first frame

        return Evidence(self, self._store, self._terms() if self._terms else self._pack)

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

    # --- answering -------------------------------------------------------------------------------------

    def answer(
        self,
        question_id: str,
        state: State | str | None = None,
        *,
        value: Any = _UNSET,
        reason: str | None = None,
        note: str | None = None,
        cite: Sequence[Citation] = (),
        draft: str = "",
    ) -> View:
        """Give an answer: a state, a value, a reason, a note, citations, or several of them in one change.

        `value` is JSON-like data or text as a person types it. Without `state`, a value makes a fact or
        table `answered` and an emptied value `unanswered`. Giving what is there already changes nothing.
        `draft` names the draft field that this answer makes obsolete; it goes in the same commit.
        The citations of `cite` join those that are there.
        Raises `Unknown` for a question that does not exist, `Refused` for a state or value that does not
        fit it.
        """
        question, before = self.question(question_id), self.view.answer(question_id)
        body: dict[str, Any] = {}
        if value is not _UNSET:
            body = given_body(question, value, before)
            state = state or body["state"]
        if state is not None:
            body |= self._state_change(question, before, state_named(state), body)
        if reason is not None:
            body["reason"] = clean(reason).strip()
        if note is not None:
            body["note"] = clean(note).strip("\n")
        if cite:
            body["citations"] = [citation_to_json(c) for c in _joined(before.citations, cite)]
        if body.get("state") == State.NOT_ADDRESSED.value:
            body["searched"] = searched_to_json(self.evidence.looked(question_id))
        if before.reopened and (state is not None or cite):
            body["reopened"] = ""
        return self._set(question, body, draft)

    def clear(self, question_id: str) -> View:
        """Back to unanswered: no state, no value, no reason. Note and citations stay.

        Raises `Refused` for a register with rows: they are deleted in the register, one by one, or not at all.
        """
        question = self.question(question_id)
        self._without_rows(self.view.answer(question_id), _WORDS[State.UNANSWERED])
        return self._set(question, {"state": State.UNANSWERED.value, "value": None, "reason": ""})

    def pick(self, question_id: str, choice: str) -> View:
        """Pick a choice of a one-of, toggle one of a many-of."""
        question, before = self.question(question_id), self.view.answer(question_id)
        if question.type is AnswerType.MANY_OF:
            chosen = (
                [v for v in before.value if isinstance(v, str)] if isinstance(before.value, tuple) else []
            )
            if choice in chosen:
                chosen.remove(choice)
            elif choice in question.exclusive:
                chosen = [choice]
            else:
                chosen = [v for v in chosen if v not in question.exclusive] + [choice]
            return self.answer(question_id, value=chosen)
        return self.answer(question_id, value=choice)

    def flag(self, question_id: str, on: bool | None = None) -> View:
        """Mark a question to come back to, or take the mark away."""
        question = self.question(question_id)
        return self._set(question, {"flag": not self.view.answer(question_id).flag if on is None else on})

    def _state_change(
        self, question: Question, before: Answer, state: State, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        allowed = states_for(question)
        if state not in allowed:
            raise Refused(
                f"{question.id} takes {', '.join(s.value for s in allowed)}; {state.value} does not fit "
                f"a {question.type.value.replace('_', ' ')} question."
            )
        change: dict[str, Any] = {"state": state.value}
        has_value = "value" in body and body["value"] is not None
        if state is not before.state:
            change["reason"] = ""  # it was the reason for another state
        if state in (State.NA, State.NOT_ADDRESSED, State.UNANSWERED):
            if "value" not in body:
                self._without_rows(before, _WORDS[state])
            silent = question.silent_choice if state is State.NOT_ADDRESSED else ""
            if not has_value or state is State.NOT_ADDRESSED:
                change["value"] = (
                    ([silent] if question.type is AnswerType.MANY_OF else silent) if silent else None
                )
        elif state is State.ANSWERED and not (has_value or ("value" not in body and before.value)):
            raise Refused(f"{question.id} needs its value; give that instead of a state.")
        elif question.silent_choice and before.state is State.NOT_ADDRESSED and not has_value:
            change["value"] = None
        return change

    def _without_rows(self, before: Answer, word: str) -> None:
        """Refuse to lose a register's rows by one key."""
        if rows := rows_of(before.value):
            count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
            raise Refused(f"This register has {count}; delete them first, and then make it {word}.")

    def _set(self, question: Question, body: Mapping[str, Any], draft: str = "") -> View:
        """Store a SET change with only what differs, or nothing."""
        before = self.view.answer(question.id)
        probe = apply(before, Change(0, question.id, ChangeKind.SET, body, self._clock(), self.by))
        differs = {name: body[name] for name in body if getattr(probe, name) != getattr(before, name)}
        if "state" in differs and "searched" in body:
            differs["searched"] = body["searched"]  # a new state forgets what was searched for the one before
        if not differs:
            if draft:
                self.drop_draft(question.id, draft)
            return self.view
        return self._record(question.id, ChangeKind.SET, differs, draft)

    # --- registers -------------------------------------------------------------------------------------

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
        cited = _joined(self.view.answer(question_id).citations, [replace(citation, row=new["id"])])
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
            raise Refused(_sentence(str(error))) from error

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

    # --- citing ----------------------------------------------------------------------------------------

    def cite(self, question_id: str, citation: Citation, *, instead_of: int | None = None) -> View:
        """Add a citation to an answer, or put it in the place of the one at `instead_of` (from 0).

        The same one twice is one. Raises `Refused` without a document, `Unknown` for a place with none.
        """
        if instead_of is None:
            return self.answer(question_id, cite=[citation])
        question, before = self.question(question_id), self.view.answer(question_id).citations
        if not 0 <= instead_of < len(before):
            raise Unknown(f"{question_id} has no citation number {instead_of + 1}.")
        changed = (*before[:instead_of], *_joined((), [citation]), *before[instead_of + 1 :])
        return self._set(question, _citing(tuple(dict.fromkeys(changed))))

    def uncite(self, question_id: str, index: int) -> View:
        """Take away the citation at this position (from 0)."""
        question, before = self.question(question_id), self.view.answer(question_id).citations
        if not 0 <= index < len(before):
            raise Unknown(f"{question_id} has no citation number {index + 1}.")
        return self._set(question, _citing(before[:index] + before[index + 1 :]))

    def confirm(self, question_id: str) -> View:
        """A reopened answer stands as it is. What it cited and is lost stays no evidence.

        Raises `Refused` where nothing was reopened.
        """
        question = self.question(question_id)
        if not self.view.answer(question_id).reopened:
            raise Refused(f"{question_id} was not reopened.")
        return self._set(question, {"reopened": ""})

    # --- undo, history, drafts -------------------------------------------------------------------------

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
            if not change.body.keys() >= _TOGETHER.keys():
                break
        return self._turn(together, ChangeKind.UNDO)

    def put_back(self) -> tuple[Change, ...]:
        """Redo the change that was undone last and all that had been stored with it."""
        waiting = reversed(self._folded.taken_back)
        together = [change for change in (next(waiting, None),) if change is not None]
        together += takewhile(lambda change: change.body.keys() >= _TOGETHER.keys(), waiting)
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

    # --- printing --------------------------------------------------------------------------------------

    def profile(self, *, internal: bool = False) -> Profile:
        """The profile that these answers and findings allow, as a value; the internal report with `internal`."""
        from app.assessment.compose import compose

        view, judged = self.view, self._rulebook is not None
        return compose(
            view.assessment,
            view.pack,
            view.answers,
            view.path,
            printed_at=self._clock(),
            version=self._version(),
            judgement=view.judgement if judged else None,
            coverage=self.coverage() if judged else (),
            book=self.judge.book if judged else None,
            settings=self.present_case().settings if judged else None,
            stored=[one.attachment.sha256 for one in self.evidence.searched_documents() if one.attachment],
            internal=self._internal() if internal else None,
        )

    def letter(self, *, answer_by: date | None = None) -> Letter:
        """The letter to the vendor, as a value; without `answer_by` it says itself when an answer is needed."""
        from app.assessment.letter import letter

        return letter(
            self.view.pack,
            self.present_case(),
            self.view.judgement,
            printed_at=self._clock(),
            version=self._version(),
            answer_by=answer_by,
            book=self.judge.book if self._rulebook is not None else None,
        )

    def _version(self) -> str:
        view = self.view
        return version(view.assessment, view.answers, view.path, view.dispositions, view.names)

    def _internal(self) -> Internal:
        from app.assessment.internal_blocks import Internal
        from app.assessment.recorded import recorded

        standing = {change.id for change in self._folded.standing}
        return Internal(
            history=recorded(self._store.changes(self.view.assessment.id), standing),
            names=self.view.names,
            steps=self.next_steps() if self._rulebook is not None else (),
        )

    def print_paper(
        self,
        path: FilePath,
        paper: Paper = Paper.PROFILE,
        *,
        page_size: PageSize = "letter",
        cancelled: Callable[[], bool] = lambda: False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> Printed | None:
        """Print the profile, the internal report or the letter to `path` as a PDF, whole or not at all.

        A missing last folder is made. May run in a thread. `tell` hears each of `printing.STEPS` as it begins; `cancelled`
        is asked after each, and once it says yes nothing is written and the result is None. Raises `FileRefused` where the
        file cannot be written.
        """
        compose: Callable[[], Profile | Letter] = self.profile
        if paper is Paper.INTERNAL:
            compose = partial(self.profile, internal=True)
        elif paper is Paper.LETTER:
            compose = self.letter
        return print_to(path, compose, page_size=page_size, cancelled=cancelled, tell=tell)

    def export(self, form: Form, *, page_size: PageSize = "letter", internal: bool = False) -> bytes:
        """The bytes of this assessment's file in one of the forms; `page_size` matters to the PDF alone.

        With `internal` the profile is the internal report; the portable file has everything in any case.
        """
        if form is Form.TOML:
            from app.exchange.portable import to_toml

            return to_toml(self.view).encode()
        from app import report

        profile = self.profile(internal=internal)
        if form is Form.PDF:
            return report.pdf(profile, page_size=page_size)
        return (report.markdown(profile) if form is Form.MD else report.to_json(profile)).encode()

    def export_letter(
        self, form: Form, *, page_size: PageSize = "letter", answer_by: date | None = None
    ) -> bytes:
        """The bytes of the letter to the vendor, as PDF or as Markdown. Raises `ValueError` for another form."""
        from app import report

        if form not in (Form.PDF, Form.MD):
            raise ValueError(f"a letter is written as pdf or md, not as {form}")
        letter = self.letter(answer_by=answer_by)
        if form is Form.PDF:
            return report.letter_pdf(letter, page_size=page_size)
        return report.letter_markdown(letter).encode()

    # --- inside ----------------------------------------------------------------------------------------

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
            Change(0, question, kind, {**body, **(_TOGETHER if number else {})}, now, self.by)
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


def _citing(citations: Sequence[Citation]) -> dict[str, Any]:
    """The body of a change to these citations; an answer with none lost is not open on their account."""
    body: dict[str, Any] = {"citations": [citation_to_json(citation) for citation in citations]}
    return body if any(citation.lost for citation in citations) else {**body, "reopened": ""}


def state_named(text: State | str) -> State:
    """The state a person means (`not addressed`, `N/A`). Raises `Refused`, naming what is near."""
    wanted = str(text).strip().lower().replace("-", "_").replace("/", "").replace(" ", "_")
    if wanted not in {s.value for s in State}:
        near = get_close_matches(wanted, [s.value for s in State], 1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        raise Refused(f'"{str(text)[:40]}" is not a state; use {", ".join(s.value for s in State)}.{hint}')
    return State(wanted)


def given_body(question: Question, value: Any, before: Answer = UNANSWERED) -> dict[str, Any]:
    """The body of a SET change that gives this value, with the state it leads to. Raises `Refused`."""
    try:
        parsed = parse(question, value)
    except InvalidValue as error:
        raise Refused(_sentence(str(error))) from error
    return {"state": _state_for_value(question, before, parsed).value, "value": value_to_json(parsed)}


def _state_for_value(question: Question, before: Answer, value: object) -> State:
    if not value:
        return State.UNANSWERED
    silent = question.silent_choice
    if silent and value in (silent, (silent,)):
        return State.NOT_ADDRESSED
    return State.PARTIAL if before.state is State.PARTIAL else State.ANSWERED


def _joined(before: Sequence[Citation], more: Sequence[Citation]) -> list[Citation]:
    """Both, each citation once. Raises `Refused` for one without its document or place."""
    joined = list(before)
    for citation in more:
        tidy = replace(
            citation,
            document=clean(citation.document).strip(),
            place=clean(citation.place).strip(),
            quote=clean(citation.quote).strip(),
        )
        if not tidy.document or not tidy.place:
            raise Refused("A citation needs its document and the place in it.")
        if tidy not in joined:
            joined.append(tidy)
    return joined


def _sentence(text: str) -> str:
    if "." not in text.split(" ", 1)[0]:  # a question's id keeps its small letter
        text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."
