"""The verbs: one copy for both faces. Open, answer, undo, cite, judge what is missing, print.

`Library` is an open database with its assessments, `Review` one assessment in it. A verb checks what it is
given, stores it with one commit and returns a new `View`: what it says is on disk before anyone sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Self

from app.assessment.answer import (
    UNANSWERED,
    Answer,
    Answers,
    Assessment,
    Citation,
    State,
    Summary,
)
from app.assessment.journal import (
    Change,
    ChangeKind,
    Folded,
    apply,
    citation_to_json,
    fold,
    step,
    value_to_json,
)
from app.assessment.path import Path, PathFinder
from app.assessment.progress import Progress, progress
from app.assessment.slug import SLUG, slug_for
from app.assessment.values import MOST_ROWS, InvalidValue, clean, parse, parse_cell, rows_of
from app.assessment.version import version
from app.questionnaire import Pack, from_dict, load_installed, to_dict
from app.questionnaire.model import AnswerType, Question

if TYPE_CHECKING:
    from app.assessment.profile import Profile
    from app.store.repository import Draft, LibraryRow, Store

LONGEST_NAME = 200
"""Characters a vendor's or product's name may have."""


class Refused(ValueError):
    """What was asked cannot be done; the message says why and what to do. Nothing was changed."""


class Unknown(Refused):
    """A slug, question, row or column that is not there."""


def utc_now() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class View:
    """Everything a face shows of one assessment, as one frozen value."""

    assessment: Assessment
    pack: Pack
    answers: Answers
    """By question id, hidden ones included; what is in force is in `path`."""
    path: Path
    progress: Progress
    undo: Change | None
    """The change that undo would take back."""
    redo: Change | None
    saved_at: datetime | None
    """When the last change reached the disk."""
    read_only: bool = False

    def answer(self, question_id: str) -> Answer:
        """The current answer; `UNANSWERED` where there is none."""
        return self.answers.get(question_id, UNANSWERED)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line in the history of an answer."""

    change: Change
    before: Answer
    after: Answer
    in_effect: bool
    """False for a change that was undone."""


class Library:
    """An open database with its assessments."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = utc_now) -> None:
        """Takes an open store; `Library.open` opens one."""
        self._store = store
        self._clock = clock
        self._packs: dict[str, Pack] = {}

    @classmethod
    def open(
        cls, path: FilePath, *, read_only: bool = False, clock: Callable[[], datetime] = utc_now
    ) -> Self:
        """Open the database at `path`, made new where there is none. Raises `StoreError`."""
        from app.store.repository import Store  # 0.5 s of SQLModel, after the first frame

        return cls(Store.open(path, read_only=read_only, clock=clock), clock)

    def close(self) -> None:
        """Close the database; everything is on disk already."""
        self._store.close()

    def __enter__(self) -> Self:
        """For `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes."""
        self.close()

    @property
    def path(self) -> FilePath:
        """The database file."""
        return self._store.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._store.read_only

    @property
    def notice(self) -> str:
        """What the reviewer should know about the file (who holds it, a network disk); often empty."""
        return self._store.notice

    @property
    def store(self) -> Store:
        """The store, for exchange and maintenance verbs."""
        return self._store

    def rows(self, *, deleted: bool = False) -> list[LibraryRow]:
        """Every assessment with its summary, last changed first."""
        return self._store.library(deleted=deleted)

    def setting(self, key: str) -> str:
        """A remembered setting; empty where none was kept."""
        return self._store.setting(key) or ""

    def remember(self, key: str, text: str) -> None:
        """Keep a setting. Does nothing where nothing can be written: a setting is a convenience."""
        if not self.read_only:
            self._store.set_setting(key, text)

    def installed_pack(self, pack_id: str = "k12") -> Pack:
        """The pack that came with the program."""
        for pack in self._packs.values():
            if pack.id == pack_id:
                return pack
        pack = load_installed(pack_id)
        self._packs[pack.sha256] = pack
        return pack

    def create(
        self,
        vendor: str,
        product: str = "",
        *,
        slug: str = "",
        reviewer: Mapping[str, str] | None = None,
        jurisdictions: Sequence[str] = (),
    ) -> Review:
        """A new assessment against the installed pack, with what is known already answered.

        `reviewer` holds fields of `review.reviewer`. Raises `Refused` for an empty or overlong name or a
        slug that is malformed or taken.
        """
        self._writable()
        vendor, product = self._name(vendor, "vendor"), self._name(product or vendor, "product")
        taken = {row.assessment.slug for deleted in (False, True) for row in self.rows(deleted=deleted)}
        if slug and not SLUG.match(slug):
            raise Refused(
                f'"{slug[:60]}" cannot be a slug: use 1 to 48 lower-case letters, digits and dashes.'
            )
        if slug in taken:
            raise Refused(f'There is an assessment "{slug}" already; choose another slug.')
        pack, now = self.installed_pack(), self._clock()
        assessment = Assessment(
            0, slug or slug_for(vendor, product, taken), vendor, product, pack.id, pack.version, pack.sha256, now, now
        )
        stored = self._store.create(assessment, to_dict(pack))
        review = Review(self._store, stored, pack, self._clock, by=(reviewer or {}).get("name", ""))
        review.answer("product.name", value=product)
        if reviewer:
            review.answer("review.reviewer", value=reviewer)
        if jurisdictions:
            review.answer("review.jurisdictions", value=list(jurisdictions))
        return review

    def _name(self, text: str, what: str) -> str:
        name = " ".join(clean(text).split())
        if not name:
            raise Refused(f"The {what} needs a name.")
        if len(name) > LONGEST_NAME:
            raise Refused(f"The {what}'s name has {len(name)} characters; {LONGEST_NAME} is the most.")
        return name

    def review(self, slug: str) -> Review:
        """Open the assessment of this slug. Raises `StoreError` where there is none."""
        assessment = self._store.find(slug)
        return Review(self._store, assessment, self._pack_of(assessment), self._clock, by=self.setting("reviewer"))

    def _pack_of(self, assessment: Assessment) -> Pack:
        if assessment.pack_sha256 not in self._packs:
            self._packs[assessment.pack_sha256] = from_dict(self._store.pack_content(assessment.pack_sha256))
        return self._packs[assessment.pack_sha256]

    def delete(self, slug: str) -> None:
        """Put an assessment away; `undelete` brings it back whole."""
        self._writable()
        self._store.delete(self._store.find(slug).id)

    def undelete(self, slug: str) -> None:
        """Bring a deleted assessment back."""
        self._writable()
        for row in self.rows(deleted=True):
            if row.assessment.slug == slug:
                self._store.undelete(row.assessment.id)
                return
        raise Unknown(f'There is no deleted assessment "{slug}".')

    def add_whole(
        self, assessment: Assessment, pack: Pack, changes: Sequence[Change]
    ) -> Assessment:
        """Store a whole assessment with its changes in one transaction (import). Raises `Refused`."""
        self._writable()
        folded = fold(changes)
        summary = summarise(pack, folded, PathFinder(pack).find(folded.answers))
        return self._store.add_whole(assessment, to_dict(pack), changes, summary)

    def _writable(self) -> None:
        if self.read_only:
            raise Refused(self.notice or f"{self.path} is open for reading only; nothing was changed.")


def summarise(pack: Pack, folded: Folded, path: Path) -> Summary:
    """What the library shows of these answers."""
    done = progress(pack, path, folded.answers)

    def field(question: str, name: str) -> str:
        value = folded.answers.get(question, UNANSWERED).value
        return value.get(name, "") if isinstance(value, Mapping) else ""

    return Summary(
        answered=done.answered,
        in_force=done.in_force,
        tier=field("signoff.conclusion", "tier") or None,
        review_date=field("review.reviewer", "review_date"),
        valid_until=field("review.reviewer", "valid_until"),
    )


_UNSET: Any = object()


class Review:
    """One open assessment: its verbs, and the view they leave behind."""

    def __init__(
        self,
        store: Store,
        assessment: Assessment,
        pack: Pack,
        clock: Callable[[], datetime] = utc_now,
        *,
        by: str = "",
    ) -> None:
        """Reads the journal of this assessment and folds it."""
        self._store = store
        self._pack = pack
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

    # --- answering -------------------------------------------------------------------------------------

    def answer(
        self,
        question_id: str,
        state: State | str | None = None,
        *,
        value: Any = _UNSET,
        reason: str | None = None,
        note: str | None = None,
        draft: str = "",
    ) -> View:
        """Give an answer: a state, a value, a reason, a note, or several of them in one change.

        `value` is JSON-like data or text as a person types it. Without `state`, a value makes a fact or
        table `answered` and an emptied value `unanswered`. Giving what is there already changes nothing.
        `draft` names the draft field that this answer makes obsolete; it goes in the same commit.
        Raises `Unknown` for a question that does not exist, `Refused` for a state or value that does not
        fit it.
        """
        question, before = self._question(question_id), self.view.answer(question_id)
        body: dict[str, Any] = {}
        if value is not _UNSET:
            try:
                parsed = parse(question, value)
            except InvalidValue as error:
                raise Refused(_sentence(str(error))) from error
            body["value"] = value_to_json(parsed)
            if state is None:
                state = _state_for_value(question, before, parsed)
        if state is not None:
            body |= self._state_change(question, before, State(_state(state)), body)
        if reason is not None:
            body["reason"] = clean(reason).strip()
        if note is not None:
            body["note"] = clean(note).strip("\n")
        return self._set(question, body, draft)

    def clear(self, question_id: str) -> View:
        """Back to unanswered: no state, no value, no reason. Note and citations stay."""
        question = self._question(question_id)
        return self._set(question, {"state": State.UNANSWERED.value, "value": None, "reason": ""})

    def pick(self, question_id: str, choice: str) -> View:
        """Pick a choice of a one-of, toggle one of a many-of."""
        question, before = self._question(question_id), self.view.answer(question_id)
        if question.type is AnswerType.MANY_OF:
            chosen = [v for v in (before.value or ()) if isinstance(v, str)]
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
        question = self._question(question_id)
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
        if state in (State.NA, State.NOT_ADDRESSED, State.UNANSWERED):
            if rows := rows_of(before.value):
                if state is not State.UNANSWERED:
                    raise Refused(
                        f"This register has {len(rows)} {'row' if len(rows) == 1 else 'rows'}; "
                        f"delete them before you say {state.value.replace('_', ' ')}."
                    )
            silent = question.silent_choice if state is State.NOT_ADDRESSED else ""
            if not has_value or state is State.NOT_ADDRESSED:
                change["value"] = ([silent] if question.type is AnswerType.MANY_OF else silent) if silent else None
        elif state is State.ANSWERED and not (has_value or ("value" not in body and before.value)):
            raise Refused(f"{question.id} needs its value; give that instead of a state.")
        elif question.silent_choice and before.state is State.NOT_ADDRESSED and not has_value:
            change["value"] = None
        return change

    def _set(self, question: Question, body: Mapping[str, Any], draft: str = "") -> View:
        """Store a SET change with only what differs, or nothing."""
        before = self.view.answer(question.id)
        probe = apply(before, Change(0, question.id, ChangeKind.SET, body, self._clock(), self.by))
        differs = {
            name: body[name]
            for name in body
            if getattr(probe, name) != getattr(before, name)
        }
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
        question = self._table(question_id)
        present = rows_of(self.view.answer(question_id).value)
        if len(present) + len(rows) > MOST_ROWS:
            raise Refused(f"A register takes {MOST_ROWS:,} rows at most.")
        used = self._row_numbers(question_id)
        new = []
        for offset, cells in enumerate(rows, start=1):
            new.append({"id": f"r{used + offset}", "cells": self._cells(question, cells)})
        return self._record(question_id, ChangeKind.ROWS_ADD, {"rows": new, "before": before})

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
        question = self._question(question_id)
        if question.type is not AnswerType.TABLE:
            raise Refused(f"{question_id} is not a register.")
        return question

    # --- citing ----------------------------------------------------------------------------------------

    def cite(self, question_id: str, citation: Citation) -> View:
        """Add a citation to an answer; the same one twice is one. Raises `Refused` without a document."""
        citation = replace(
            citation,
            document=clean(citation.document).strip(),
            place=clean(citation.place).strip(),
            quote=clean(citation.quote).strip(),
        )
        if not citation.document or not citation.place:
            raise Refused("A citation needs its document and the place in it.")
        question, before = self._question(question_id), self.view.answer(question_id).citations
        if citation in before:
            return self.view
        return self._set(question, {"citations": [citation_to_json(c) for c in (*before, citation)]})

    def uncite(self, question_id: str, index: int) -> View:
        """Take away the citation at this position (from 0)."""
        question, before = self._question(question_id), self.view.answer(question_id).citations
        if not 0 <= index < len(before):
            raise Unknown(f"{question_id} has no citation number {index + 1}.")
        kept = before[:index] + before[index + 1 :]
        return self._set(question, {"citations": [citation_to_json(c) for c in kept]})

    # --- undo, history, drafts -------------------------------------------------------------------------

    def undo(self) -> tuple[View, Change | None]:
        """Take the last change back; the change says where it was, None that there was none."""
        change = self.view.undo
        if change is None:
            return self.view, None
        return self._record(change.question, ChangeKind.UNDO, {"change": change.id}), change

    def redo(self) -> tuple[View, Change | None]:
        """Put back the change that was taken back last."""
        change = self.view.redo
        if change is None:
            return self.view, None
        return self._record(change.question, ChangeKind.REDO, {"change": change.id}), change

    def history(self, question_id: str) -> tuple[HistoryEntry, ...]:
        """Every change of one answer, newest first, undone ones included."""
        self._question(question_id)
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

    def profile(self) -> Profile:
        """The profile that these answers allow, as a value."""
        from app.assessment.compose import compose

        view = self.view
        return compose(
            view.assessment,
            view.pack,
            view.answers,
            view.path,
            printed_at=self._clock(),
            version=version(view.assessment, view.answers, view.path),
        )

    # --- inside ----------------------------------------------------------------------------------------

    def _question(self, question_id: str) -> Question:
        question = self._pack.by_id.get(question_id)
        if question is None:
            near = get_close_matches(question_id, list(self._pack.by_id), 3)
            hint = f" Did you mean {' or '.join(near)}?" if near else " `assess pack show` lists them."
            raise Unknown(f'There is no question "{question_id[:80]}".{hint}')
        return question

    def _record(
        self,
        question_id: str,
        kind: ChangeKind,
        body: Mapping[str, Any],
        draft: str = "",
    ) -> View:
        """Store one change with its consequences in one commit; only then does the view change."""
        if self.view.read_only:
            raise Refused(self._store.notice or "The database is open for reading only; nothing was saved.")
        change = Change(0, question_id, kind, body, self._clock(), self.by)
        ahead = step(self._folded, change)
        path = self._finder.find(ahead.answers)
        summary = summarise(self._pack, ahead, path)
        (stored,) = self._store.append(
            self.view.assessment.id, [change], summary, clear_draft=(question_id, draft) if draft else None
        )
        self._folded = step(self._folded, stored)
        assessment = replace(self.view.assessment, changed_at=stored.at)
        self.view = self._viewed(assessment, self._folded, stored.at, path)
        return self.view

    def _viewed(
        self, assessment: Assessment, folded: Folded, saved_at: datetime | None, path: Path | None = None
    ) -> View:
        path = path or self._finder.find(folded.answers)
        return View(
            assessment=assessment,
            pack=self._pack,
            answers=folded.answers,
            path=path,
            progress=progress(self._pack, path, folded.answers),
            undo=folded.standing[-1] if folded.standing else None,
            redo=folded.taken_back[-1] if folded.taken_back else None,
            saved_at=saved_at,
            read_only=self._store.read_only,
        )


def states_for(question: Question) -> tuple[State, ...]:
    """The states a question of this type can have."""
    if question.type is AnswerType.STATEMENT:
        return (State.YES, State.PARTIAL, State.NO, State.NA, State.NOT_ADDRESSED, State.UNANSWERED)
    return (State.ANSWERED, State.PARTIAL, State.NA, State.NOT_ADDRESSED, State.UNANSWERED)


def _state(text: State | str) -> str:
    wanted = str(text).strip().lower().replace("-", "_").replace("/", "").replace(" ", "_")
    if wanted not in {s.value for s in State}:
        near = get_close_matches(wanted, [s.value for s in State], 1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        raise Refused(f'"{str(text)[:40]}" is not a state; use {", ".join(s.value for s in State)}.{hint}')
    return wanted


def _state_for_value(question: Question, before: Answer, value: object) -> State:
    if not value:
        return State.UNANSWERED
    silent = question.silent_choice
    if silent and value in (silent, (silent,)):
        return State.NOT_ADDRESSED
    return State.PARTIAL if before.state is State.PARTIAL else State.ANSWERED


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."


def default_print_path(library_path: FilePath, assessment: Assessment, suffix: str = ".pdf") -> FilePath:
    """Where F5 prints: a folder `profiles` beside the database, one file per assessment."""
    return library_path.parent / "profiles" / f"{assessment.slug}{suffix}"


__all__ = [
    "HistoryEntry",
    "Library",
    "Refused",
    "Review",
    "Unknown",
    "View",
    "default_print_path",
    "states_for",
    "summarise",
    "utc_now",
]
