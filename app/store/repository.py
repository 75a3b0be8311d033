"""The store as its callers see it: values in, values out. No row of a table leaves this room."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Text, bindparam, delete, insert, select, text, type_coerce, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError

from app.assessment.answer import Assessment, Summary
from app.assessment.journal import Change, ChangeKind
from app.assessment.slug import SLUG
from app.store.chain import Link, canonical, first_bad, link_sha256
from app.store.clock import Clock, utc_now
from app.store.database import Database
from app.store.errors import Damaged, NotFound, SlugTaken, Unstorable
from app.store.tables import StoreTable, utc_text
from app.store.text import check_text, clean_text
from app.store.values import Check, Draft, LibraryRow


_ASSESSMENT = StoreTable.metadata.tables["assessment"]
_CHANGE = StoreTable.metadata.tables["change"]
_DRAFT = StoreTable.metadata.tables["draft"]
_PACK_COPY = StoreTable.metadata.tables["pack_copy"]
_SETTING = StoreTable.metadata.tables["setting"]
_THIS = _ASSESSMENT.c.id == bindparam("key")

_LISTED = select(
    _ASSESSMENT.c.id,
    _ASSESSMENT.c.slug,
    _ASSESSMENT.c.vendor,
    _ASSESSMENT.c.product,
    _ASSESSMENT.c.pack_id,
    _ASSESSMENT.c.pack_version,
    _ASSESSMENT.c.pack_sha256,
    # as text: ten thousand times are parsed faster without a round through a column type
    type_coerce(_ASSESSMENT.c.created_at, Text),
    type_coerce(_ASSESSMENT.c.changed_at, Text),
    type_coerce(_ASSESSMENT.c.deleted_at, Text),
    _ASSESSMENT.c.answered,
    _ASSESSMENT.c.in_force,
    _ASSESSMENT.c.tier,
    _ASSESSMENT.c.findings,
    _ASSESSMENT.c.review_date,
    _ASSESSMENT.c.valid_until,
)
_LAST_CHANGED_FIRST = (_ASSESSMENT.c.changed_at.desc(), _ASSESSMENT.c.id.desc())
_LIBRARY = _LISTED.where(_ASSESSMENT.c.deleted_at.is_(None)).order_by(*_LAST_CHANGED_FIRST)
_DELETED = _LISTED.where(_ASSESSMENT.c.deleted_at.is_not(None)).order_by(*_LAST_CHANGED_FIRST)
_BY_SLUG = _LISTED.where(_ASSESSMENT.c.slug == bindparam("slug"), _ASSESSMENT.c.deleted_at.is_(None))
_BY_ID = _LISTED.where(_THIS)
_SLUG_HOLDER = select(_ASSESSMENT.c.id).where(
    _ASSESSMENT.c.slug == bindparam("slug"), _ASSESSMENT.c.deleted_at.is_(None)
)
_PUT_AWAY = update(_ASSESSMENT).where(_THIS).values(deleted_at=bindparam("deleted_at"))
_SUMMARISE = (
    update(_ASSESSMENT)
    .where(_THIS)
    .values({name: bindparam(name) for name in ("answered", "in_force", "tier", "findings", "review_date", "valid_until")})
)
_PACK = select(_PACK_COPY.c.content).where(_PACK_COPY.c.sha256 == bindparam("sha256"))

_HEAD = select(_ASSESSMENT.c.pack_sha256, _ASSESSMENT.c.head_sha256, _ASSESSMENT.c.change_count).where(_THIS)
_MOVE_HEAD = (
    update(_ASSESSMENT)
    .where(_THIS)
    .values({name: bindparam(name) for name in ("head_sha256", "change_count", "changed_at")})
)
_LAST_CHANGE = text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'change'")
_ADD_CHANGE = insert(_CHANGE)
_CHANGES = (
    select(_CHANGE.c.id, _CHANGE.c.question, _CHANGE.c.kind, _CHANGE.c.body, _CHANGE.c.at, _CHANGE.c.by)
    .where(_CHANGE.c.assessment_id == bindparam("assessment_id"))
    .order_by(_CHANGE.c.id)
)
_LINKS = (
    select(
        _CHANGE.c.id,
        _CHANGE.c.question,
        _CHANGE.c.kind,
        _CHANGE.c.body,
        type_coerce(_CHANGE.c.at, Text),
        _CHANGE.c.by,
        _CHANGE.c.previous_sha256,
        _CHANGE.c.sha256,
    )
    .where(_CHANGE.c.assessment_id == bindparam("assessment_id"))
    .order_by(_CHANGE.c.id)
)

_NEW_DRAFT = upsert(_DRAFT)
_SAVE_DRAFT = _NEW_DRAFT.on_conflict_do_update(
    index_elements=["assessment_id", "question", "field"],
    set_={name: _NEW_DRAFT.excluded[name] for name in ("text", "base_change", "at")},
)
_CLEAR_DRAFT = delete(_DRAFT).where(
    _DRAFT.c.assessment_id == bindparam("assessment_id"),
    _DRAFT.c.question == bindparam("question"),
    _DRAFT.c.field == bindparam("field"),
)
_DRAFTS = (
    select(_DRAFT.c.question, _DRAFT.c.field, _DRAFT.c.text, _DRAFT.c.base_change, _DRAFT.c.at)
    .where(_DRAFT.c.assessment_id == bindparam("assessment_id"))
    .order_by(_DRAFT.c.at, _DRAFT.c.question, _DRAFT.c.field)
)
_NEW_SETTING = upsert(_SETTING)
_SET_SETTING = _NEW_SETTING.on_conflict_do_update(
    index_elements=["key"], set_={"value": _NEW_SETTING.excluded.value}
)


class Store:
    """An open database: assessments, their journals, drafts and settings."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        """Takes an open database; `Store.open` opens one."""
        self._database = database
        self._clock = clock

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        create: bool = True,
        clock: Clock = utc_now,
    ) -> Self:
        """Open the database at `path`; with `create`, one is made where there is none.

        A database that another process holds, or that cannot be written, is opened for reading only, and
        `notice` says why. Raises `Unusable` or one of its kinds, with the file untouched, where it cannot
        be used.
        """
        return cls(Database(path, clock, read_only=read_only, create=create), clock)

    def close(self) -> None:
        """Close; everything is on disk already. Calling it twice does nothing."""
        self._database.close()

    def __enter__(self) -> Self:
        """For `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes."""
        self.close()

    @property
    def path(self) -> Path:
        """The database file, absolute, links followed."""
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._database.read_only

    @property
    def notice(self) -> str:
        """What the reviewer should know about the file, in whole sentences; often empty."""
        return self._database.notice

    @property
    def held_by(self) -> str:
        """Who else has the database open for writing; empty if nobody does."""
        return self._database.held_by

    # --- assessments -----------------------------------------------------------------------------------

    def library(self, *, deleted: bool = False) -> list[LibraryRow]:
        """Every assessment with its summary, last changed first; with `deleted`, those that were deleted."""
        with self._database.reading() as connection:
            return _library_rows(connection.execute(_DELETED if deleted else _LIBRARY))

    def find(self, slug: str) -> Assessment:
        """The assessment of this slug. Raises `NotFound`, naming slugs that are near, if there is none."""
        with self._database.reading() as connection:
            row = connection.execute(_BY_SLUG, {"slug": slug}).first() if SLUG.fullmatch(slug) else None
            if row is not None:
                return _library_rows([row])[0].assessment
            slugs = connection.execute(select(_ASSESSMENT.c.slug, _ASSESSMENT.c.deleted_at)).all()
        raise NotFound(_no_assessment(slug, {s: bool(at) for s, at in sorted(slugs, key=lambda r: not r[1])}))

    def get(self, assessment_id: int) -> Assessment:
        """The assessment of this id, deleted or not. Raises `NotFound`."""
        with self._database.reading() as connection:
            return _existing(connection, assessment_id).assessment

    def create(self, assessment: Assessment, pack_content: Mapping[str, Any]) -> Assessment:
        """Store a new assessment with the wording of its pack; the same with its id.

        Raises `SlugTaken`, or `Unstorable` for a malformed slug, a naive time or text that cannot be kept.
        """
        return self.add_whole(assessment, pack_content, (), Summary())

    def add_whole(
        self,
        assessment: Assessment,
        pack_content: Mapping[str, Any],
        changes: Sequence[Change],
        summary: Summary,
        drafts: Sequence[Draft] = (),
    ) -> Assessment:
        """Store a new assessment with its journal and drafts in one transaction; the same with its id.

        Changes get new ids; undo and redo are made to point to them. Raises as `create` does.
        """
        values = _assessment_values(assessment) | _summary_values(summary)
        content = canonical(pack_content, "pack")
        for draft in drafts:
            _check_draft(draft.question, draft.field, draft.text)
        with self._database.writing() as connection:
            _check_slug_free(connection, assessment.slug, 0)
            if connection.execute(_PACK, {"sha256": assessment.pack_sha256}).first() is None:
                connection.execute(
                    insert(_PACK_COPY),
                    {
                        "sha256": assessment.pack_sha256,
                        "id": assessment.pack_id,
                        "version": assessment.pack_version,
                        "content": zlib.compress(content.encode()),
                        "created_at": self._clock(),
                    },
                )
            added = connection.execute(insert(_ASSESSMENT), values).inserted_primary_key
            assert added is not None
            stored = replace(assessment, id=added[0])
            if changes:
                _append(connection, stored.id, changes)
            for draft in drafts:
                connection.execute(
                    _SAVE_DRAFT,
                    {
                        "assessment_id": stored.id,
                        "question": draft.question,
                        "field": draft.field,
                        "text": draft.text,
                        "base_change": draft.base_change,
                        "at": draft.at,
                    },
                )
        return stored

    def update(self, assessment: Assessment) -> Assessment:
        """Store slug, vendor and product of an assessment; the same with the time of the change.

        Pack and time of creation are what its journal is built on and stay: giving others raises
        `Unstorable`. Raises `NotFound` and `SlugTaken`.
        """
        changed = replace(assessment, changed_at=self._clock())
        values = _assessment_values(changed)
        with self._database.writing() as connection:
            present = _existing(connection, assessment.id).assessment
            fixed = ("pack_id", "pack_version", "pack_sha256", "created_at")
            if any(getattr(present, name) != getattr(assessment, name) for name in fixed):
                raise Unstorable(
                    f'The pack and the beginning of "{present.slug}" cannot be changed; make a new assessment.'
                )
            _check_slug_free(connection, assessment.slug, assessment.id)
            connection.execute(
                update(_ASSESSMENT).where(_ASSESSMENT.c.id == bindparam("key")),
                {"key": assessment.id, **{n: values[n] for n in ("slug", "vendor", "product", "changed_at")}},
            )
        return changed

    def rename(self, assessment_id: int, slug: str) -> Assessment:
        """Give an assessment another slug. Raises `NotFound`, `SlugTaken`, `Unstorable`."""
        return self.update(replace(self.get(assessment_id), slug=slug))

    def delete(self, assessment_id: int) -> None:
        """Put an assessment away; nothing of it is removed. Raises `NotFound`."""
        with self._database.writing() as connection:
            _existing(connection, assessment_id)
            connection.execute(_PUT_AWAY, {"key": assessment_id, "deleted_at": self._clock()})

    def undelete(self, assessment_id: int) -> None:
        """Bring a deleted assessment back. Raises `NotFound`, `SlugTaken` if its slug was used again."""
        with self._database.writing() as connection:
            _check_slug_free(connection, _existing(connection, assessment_id).assessment.slug, assessment_id)
            connection.execute(_PUT_AWAY, {"key": assessment_id, "deleted_at": None})

    def pack_content(self, sha256: str) -> dict[str, Any]:
        """The pack with this hash as it was stored. Raises `NotFound`, `Damaged` if it cannot be read."""
        with self._database.reading() as connection:
            content = connection.execute(_PACK, {"sha256": sha256}).scalar()
        if content is None:
            raise NotFound(f"The wording of the pack {sha256[:12]} is not in this database.")
        try:
            pack: dict[str, Any] = json.loads(zlib.decompress(content))
        except (zlib.error, ValueError) as error:
            raise Damaged(f"The wording of the pack {sha256[:12]} in the database is damaged ({error}).") from error
        return pack

    # --- the journal -----------------------------------------------------------------------------------

    def changes(self, assessment_id: int) -> list[Change]:
        """The journal of an assessment, oldest change first. Raises `NotFound`."""
        with self._database.reading() as connection:
            rows = connection.execute(_CHANGES, {"assessment_id": assessment_id}).all()
            if not rows:
                _existing(connection, assessment_id)
        try:
            return [
                Change(row.id, row.question, ChangeKind(row.kind), json.loads(row.body), row.at, row.by)
                for row in rows
            ]
        except ValueError as error:
            raise Damaged(f"A change in the database cannot be read ({error}); run: assess doctor") from error

    def append(
        self,
        assessment_id: int,
        changes: Sequence[Change],
        summary: Summary,
        *,
        clear_draft: tuple[str, str] | None = None,
    ) -> list[Change]:
        """Add changes to the journal; the same with their ids, once they are on disk.

        One transaction: the changes, the summary, the time of change, and the end of the draft of
        `clear_draft` (question, field). Raises `NotFound`, `Unstorable`, and what a write can raise.
        """
        with self._database.writing() as connection:
            stored = _append(connection, assessment_id, changes)
            connection.execute(_SUMMARISE, {"key": assessment_id, **_summary_values(summary)})
            if clear_draft is not None:
                _clear_draft(connection, assessment_id, *clear_draft)
        return stored

    def write_summary(self, assessment_id: int, summary: Summary) -> None:
        """Store what the library shows of an assessment; its time of change stays. Raises `NotFound`."""
        with self._database.writing() as connection:
            if not connection.execute(_SUMMARISE, {"key": assessment_id, **_summary_values(summary)}).rowcount:
                raise NotFound(_no_id(assessment_id))

    def head_sha256(self, assessment_id: int) -> str:
        """The hash of the newest change, which stands for the whole journal; empty for an empty journal.

        Printed outside the database, it shows later whether the end of the journal was cut off.
        """
        with self._database.reading() as connection:
            head = connection.execute(_HEAD, {"key": assessment_id}).first()
        if head is None:
            raise NotFound(_no_id(assessment_id))
        return str(head.head_sha256)

    def verify_chain(self, assessment_id: int) -> int | None:
        """Id of the first change that was altered behind the program's back; None if all is as written.

        Where changes are missing at the end, the last one that is left is named (0 if none is).
        """
        with self._database.reading() as connection:
            return verify_chain(connection, assessment_id)

    # --- drafts ----------------------------------------------------------------------------------------

    def save_draft(self, assessment_id: int, question: str, field: str, text: str, base_change: int) -> None:
        """Keep what is being typed, in place of what was kept before. Raises `NotFound`, `Unstorable`."""
        _check_draft(question, field, text)
        values = {
            "assessment_id": assessment_id,
            "question": question,
            "field": field,
            "text": text,
            "base_change": base_change,
            "at": self._clock(),
        }
        with self._database.writing() as connection:
            try:
                connection.execute(_SAVE_DRAFT, values)
            except IntegrityError as error:
                raise NotFound(_no_id(assessment_id)) from error

    def clear_draft(self, assessment_id: int, question: str, field: str) -> None:
        """Forget a draft; nothing happens if there is none."""
        with self._database.writing() as connection:
            _clear_draft(connection, assessment_id, question, field)

    def drafts(self, assessment_id: int) -> list[Draft]:
        """The drafts of an assessment, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(_DRAFTS, {"assessment_id": assessment_id}).all()
        return [Draft(row.question, row.field, row.text, row.base_change, row.at) for row in rows]

    # --- settings --------------------------------------------------------------------------------------

    def setting(self, key: str) -> str | None:
        """A setting kept in this database; None if it was never set."""
        with self._database.reading() as connection:
            return connection.execute(select(_SETTING.c.value).where(_SETTING.c.key == key)).scalar()

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        check_text(key, "setting")
        check_text(value, "setting")
        with self._database.writing() as connection:
            connection.execute(_SET_SETTING, {"key": key, "value": value})

    # --- maintenance -----------------------------------------------------------------------------------

    def backup(self, path: Path | None = None, *, replace: bool = False) -> Path:
        """Copy everything, checked, to `path` or to a new file in `backups/`; returns where it is.

        Raises `AlreadyThere` unless `replace` is set, `DiskFull`, `Damaged` if the database is not sound.
        """
        return self._database.backup(path, replace=replace)

    def doctor(self) -> list[Check]:
        """Look at everything that can be wrong with the file and its place. Changes nothing."""
        from app.store.doctor import examine

        return examine(self._database)


def verify_chain(connection: Connection, assessment_id: int) -> int | None:
    """As `Store.verify_chain`, over an open connection."""
    head = connection.execute(_HEAD, {"key": assessment_id}).first()
    if head is None:
        raise NotFound(_no_id(assessment_id))
    links = (Link(*row) for row in connection.execute(_LINKS, {"assessment_id": assessment_id}))
    return first_bad(head.pack_sha256, links, head.change_count, head.head_sha256)


def _append(connection: Connection, assessment_id: int, changes: Sequence[Change]) -> list[Change]:
    head = connection.execute(_HEAD, {"key": assessment_id}).first()
    if head is None:
        raise NotFound(_no_id(assessment_id))
    if not changes:
        return []
    last: int = connection.execute(_LAST_CHANGE).scalar_one()
    new_ids = {change.id: last + n for n, change in enumerate(changes, start=1) if change.id}
    previous = head.head_sha256 or head.pack_sha256
    rows, stored = [], []
    for number, change in enumerate(changes, start=last + 1):
        body = canonical(_pointing_to(change, new_ids))
        at = _text_of(change.at, "change")
        question, by = check_text(change.question, "question"), check_text(change.by, "name of the reviewer")
        sha256 = link_sha256(previous, question, change.kind.value, body, at, by)
        rows.append(
            {
                "id": number,
                "assessment_id": assessment_id,
                "question": question,
                "kind": change.kind.value,
                "body": body,
                "at": change.at,
                "by": by,
                "previous_sha256": previous,
                "sha256": sha256,
            }
        )
        stored.append(replace(change, id=number, body=json.loads(body), at=change.at.astimezone(UTC)))
        previous = sha256
    connection.execute(_ADD_CHANGE, rows)
    connection.execute(
        _MOVE_HEAD,
        {
            "key": assessment_id,
            "head_sha256": previous,
            "change_count": head.change_count + len(rows),
            "changed_at": stored[-1].at,
        },
    )
    return stored


def _pointing_to(change: Change, new_ids: Mapping[int, int]) -> Mapping[str, Any]:
    """The body of a change; that of an undo or redo names the new id of a change stored with it."""
    if change.kind in (ChangeKind.UNDO, ChangeKind.REDO) and change.body.get("change") in new_ids:
        return {**change.body, "change": new_ids[change.body["change"]]}
    return change.body


def _library_rows(rows: Iterable[Any]) -> list[LibraryRow]:
    """Rows of `_LISTED` as values; ten thousand of them in a few hundredths of a second."""
    moment = datetime.fromisoformat
    counts: dict[str, dict[str, int]] = {}  # few texts differ, and parsing is what costs most
    listed = []
    for (
        number, slug, vendor, product, pack_id, pack_version, pack_sha256, created_at, changed_at, deleted_at,
        answered, in_force, tier, findings, review_date, valid_until,
    ) in rows:  # fmt: skip
        found = counts.get(findings)
        if found is None:
            found = counts[findings] = json.loads(findings)
        listed.append(
            LibraryRow(
                Assessment(
                    number, slug, vendor, product, pack_id, pack_version, pack_sha256,
                    moment(created_at), moment(changed_at),
                ),
                Summary(answered, in_force, tier, found.copy(), review_date, valid_until),
                moment(deleted_at) if deleted_at else None,
            )
        )  # fmt: skip
    return listed


def _existing(connection: Connection, assessment_id: int) -> LibraryRow:
    row = connection.execute(_BY_ID, {"key": assessment_id}).first()
    if row is None:
        raise NotFound(_no_id(assessment_id))
    return _library_rows([row])[0]


def _check_slug_free(connection: Connection, slug: str, own_id: int) -> None:
    holder = connection.execute(_SLUG_HOLDER, {"slug": slug}).scalar()
    if holder is not None and holder != own_id:
        raise SlugTaken(f'There is an assessment "{slug}" already; choose another slug.')


def _no_id(assessment_id: int) -> str:
    return f"There is no assessment number {assessment_id} in the database."


def _no_assessment(slug: str, slugs: Mapping[str, bool]) -> str:
    """`slugs` says of every slug whether it was deleted."""
    shown = clean_text(slug)[0][:80]
    if slugs.get(slug):
        return f'The assessment "{shown}" was deleted; bring it back first.'
    there = [s for s, deleted in slugs.items() if not deleted]
    if not there:
        return f'There is no assessment "{shown}": the database holds none yet.'
    near = get_close_matches(shown.lower(), there, 3, 0.5) or [s for s in there if s.startswith(shown.lower())][:3]
    hint = f"Did you mean {' or '.join(near)}?" if near else "See: assess list"
    return f'There is no assessment "{shown}". {hint}'


def _assessment_values(assessment: Assessment) -> dict[str, Any]:
    if not SLUG.fullmatch(assessment.slug):
        raise Unstorable(
            f'"{clean_text(assessment.slug)[0][:60]}" cannot be a slug: use 1 to 48 lower-case letters, digits '
            "and dashes."
        )
    for moment in (assessment.created_at, assessment.changed_at):
        _text_of(moment, "assessment")
    names = ("slug", "vendor", "product", "pack_id", "pack_version", "pack_sha256")
    return {name: check_text(getattr(assessment, name), name.replace("_", " ")) for name in names} | {
        "created_at": assessment.created_at,
        "changed_at": assessment.changed_at,
    }


def _summary_values(summary: Summary) -> dict[str, Any]:
    return {
        "answered": summary.answered,
        "in_force": summary.in_force,
        "tier": None if summary.tier is None else check_text(summary.tier, "tier"),
        "findings": canonical(dict(summary.findings), "summary"),
        "review_date": check_text(summary.review_date, "review date"),
        "valid_until": check_text(summary.valid_until, "end of validity"),
    }


def _check_draft(question: str, field: str, text: str) -> None:
    check_text(question, "question")
    check_text(field, "field")
    check_text(text, "draft")


def _clear_draft(connection: Connection, assessment_id: int, question: str, field: str) -> None:
    connection.execute(_CLEAR_DRAFT, {"assessment_id": assessment_id, "question": question, "field": field})


def _text_of(moment: datetime, what: str) -> str:
    try:
        return utc_text(moment)
    except ValueError as error:
        raise Unstorable(f"The {what} has a time without a time zone, which cannot be stored.") from error
