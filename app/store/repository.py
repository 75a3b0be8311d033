"""The store as its callers see it: values in, values out. No row of a table leaves this room."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app.assessment.answer import Assessment, Summary
from app.assessment.journal import Change
from app.assessment.slug import SLUG
from app.store import journal
from app.store.assessments import (
    assessment_values,
    check_slug_free,
    existing,
    none_of_number,
    none_of_slug,
    summary_values,
    wording,
)
from app.store.chain import canonical
from app.store.clock import Clock, utc_now
from app.store.database import Database
from app.store.doctor import examine
from app.store.documents import Documents
from app.store.drafts import clear_draft_of, draft_values
from app.store.errors import NotFound, StoreError, Unstorable
from app.store.glance import library_rows
from app.store.statements import (
    ASSESSMENT,
    BY_SLUG,
    DELETED,
    DRAFTS,
    HEAD,
    LIBRARY,
    PACK,
    PACK_COPY,
    PUT_AWAY,
    SAVE_DRAFT,
    SET_SETTING,
    SETTING,
    SUMMARISE,
)
from app.store.text import check_text
from app.store.values import Check, Draft, LibraryRow

__all__ = ["Check", "Draft", "LibraryRow", "Store"]


class Store(Documents):
    """An open database: assessments, their journals, drafts, documents and settings."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        """Takes an open database; `Store.open` opens one."""
        super().__init__(database, clock)

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
        """Close; everything is on disk already. Documents that no assessment has are removed before.

        Calling it twice does nothing.
        """
        if not self.read_only:
            with suppress(StoreError, SQLAlchemyError):  # what cannot be removed now is removed another time
                self._swept(waiting=True)
        self._searching.close()
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
            return library_rows(connection.execute(DELETED if deleted else LIBRARY))

    def find(self, slug: str) -> Assessment:
        """The assessment of this slug. Raises `NotFound`, naming slugs that are near, if there is none."""
        with self._database.reading() as connection:
            row = connection.execute(BY_SLUG, {"slug": slug}).first() if SLUG.fullmatch(slug) else None
            if row is not None:
                return library_rows([row])[0].assessment
            slugs = connection.execute(select(ASSESSMENT.c.slug, ASSESSMENT.c.deleted_at)).all()
        raise NotFound(none_of_slug(slug, {s: bool(at) for s, at in sorted(slugs, key=lambda r: not r[1])}))

    def get(self, assessment_id: int) -> Assessment:
        """The assessment of this id, deleted or not. Raises `NotFound`."""
        with self._database.reading() as connection:
            return existing(connection, assessment_id).assessment

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
        values = assessment_values(assessment) | summary_values(summary)
        content = canonical(pack_content, "pack")
        typed = [draft_values(draft) for draft in drafts]
        with self._database.writing() as connection:
            check_slug_free(connection, assessment.slug, 0)
            if connection.execute(PACK, {"sha256": assessment.pack_sha256}).first() is None:
                connection.execute(
                    insert(PACK_COPY),
                    {
                        "sha256": assessment.pack_sha256,
                        "id": assessment.pack_id,
                        "version": assessment.pack_version,
                        "content": zlib.compress(content.encode()),
                        "created_at": self._clock(),
                    },
                )
            stored = replace(assessment, id=connection.execute(insert(ASSESSMENT), values).lastrowid)
            if changes:
                journal.append(connection, stored.id, changes)
                connection.execute(  # the time the assessment came with, which may be later than its last answer's
                    update(ASSESSMENT).where(ASSESSMENT.c.id == bindparam("key")),
                    {"key": stored.id, "changed_at": values["changed_at"]},
                )
            if typed:
                connection.execute(SAVE_DRAFT, [{"assessment_id": stored.id, **values} for values in typed])
        return stored

    def update(self, assessment: Assessment) -> Assessment:
        """Store slug, vendor and product of an assessment; the same with the time of the change.

        Pack and time of creation are what its journal is built on and stay: giving others raises
        `Unstorable`. Raises `NotFound` and `SlugTaken`.
        """
        changed = replace(assessment, changed_at=self._clock())
        values = assessment_values(changed)
        with self._database.writing() as connection:
            present = existing(connection, assessment.id).assessment
            fixed = ("pack_id", "pack_version", "pack_sha256", "created_at")
            if any(getattr(present, name) != getattr(assessment, name) for name in fixed):
                raise Unstorable(
                    f'The pack and the beginning of "{present.slug}" cannot be changed; make a new assessment.'
                )
            check_slug_free(connection, assessment.slug, assessment.id)
            connection.execute(
                update(ASSESSMENT).where(ASSESSMENT.c.id == bindparam("key")),
                {"key": assessment.id, **{n: values[n] for n in ("slug", "vendor", "product", "changed_at")}},
            )
        return changed

    def rename(self, assessment_id: int, slug: str) -> Assessment:
        """Give an assessment another slug. Raises `NotFound`, `SlugTaken`, `Unstorable`."""
        return self.update(replace(self.get(assessment_id), slug=slug))

    def delete(self, assessment_id: int) -> None:
        """Put an assessment away; nothing of it is removed. Raises `NotFound`."""
        with self._database.writing() as connection:
            existing(connection, assessment_id)
            connection.execute(PUT_AWAY, {"key": assessment_id, "deleted_at": self._clock()})

    def undelete(self, assessment_id: int) -> None:
        """Bring a deleted assessment back. Raises `NotFound`, `SlugTaken` if its slug was used again."""
        with self._database.writing() as connection:
            check_slug_free(connection, existing(connection, assessment_id).assessment.slug, assessment_id)
            connection.execute(PUT_AWAY, {"key": assessment_id, "deleted_at": None})

    def pack_content(self, sha256: str) -> dict[str, Any]:
        """The pack with this hash as it was stored. Raises `NotFound`, `Damaged` if it cannot be read."""
        with self._database.reading() as connection:
            content = connection.execute(PACK, {"sha256": sha256}).scalar()
        if content is None:
            raise NotFound(f"The wording of the pack {sha256[:12]} is not in this database.")
        return wording(sha256, content)

    # --- the journal -----------------------------------------------------------------------------------

    def changes(self, assessment_id: int) -> list[Change]:
        """The journal of an assessment, oldest change first. Raises `NotFound`."""
        with self._database.reading() as connection:
            changes = journal.read(connection, assessment_id)
            if not changes:
                existing(connection, assessment_id)
        return changes

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
            stored = journal.append(connection, assessment_id, changes)
            connection.execute(SUMMARISE, {"key": assessment_id, **summary_values(summary)})
            if clear_draft is not None:
                clear_draft_of(connection, assessment_id, *clear_draft)
        return stored

    def summarise(self, assessment_id: int, summary: Summary, *, head_sha256: str) -> bool:
        """Keep a summary that was worked out beside the journal, as it was at `head_sha256`; says whether it was kept.

        It is not where the journal has gone on since: then that change brought its own. The time of change stays.
        Raises `NotFound`, `Unstorable`.
        """
        values = summary_values(summary)
        with self._database.writing() as connection:
            head = connection.execute(HEAD, {"key": assessment_id}).first()
            if head is None:
                raise NotFound(none_of_number(assessment_id))
            if head.head_sha256 != head_sha256:
                return False
            connection.execute(SUMMARISE, {"key": assessment_id, **values})
        return True

    def head_sha256(self, assessment_id: int) -> str:
        """The hash of the newest change, which stands for the whole journal; empty for an empty journal.

        Printed outside the database, it shows later whether the end of the journal was cut off.
        """
        with self._database.reading() as connection:
            head = connection.execute(HEAD, {"key": assessment_id}).first()
        if head is None:
            raise NotFound(none_of_number(assessment_id))
        return str(head.head_sha256)

    def verify_chain(self, assessment_id: int) -> int | None:
        """Id of the first change that was altered behind the program's back; None if all is as written.

        Where changes are missing at the end, the last one that is left is named (0 if none is).
        """
        with self._database.reading() as connection:
            return journal.verify_chain(connection, assessment_id)

    # --- drafts ----------------------------------------------------------------------------------------

    def save_draft(self, assessment_id: int, question: str, field: str, text: str, base_change: int) -> None:
        """Keep what is being typed, in place of what was kept before. Raises `NotFound`, `Unstorable`."""
        values = draft_values(Draft(question, field, text, base_change, self._clock()))
        with self._database.writing() as connection:
            try:
                connection.execute(SAVE_DRAFT, {"assessment_id": assessment_id, **values})
            except IntegrityError as error:
                raise NotFound(none_of_number(assessment_id)) from error

    def clear_draft(self, assessment_id: int, question: str, field: str) -> None:
        """Forget a draft; nothing happens if there is none."""
        with self._database.writing() as connection:
            clear_draft_of(connection, assessment_id, question, field)

    def drafts(self, assessment_id: int) -> list[Draft]:
        """The drafts of an assessment, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(DRAFTS, {"assessment_id": assessment_id}).all()
        return [Draft(row.question, row.field, row.text, row.base_change, row.at) for row in rows]

    # --- settings --------------------------------------------------------------------------------------

    def setting(self, key: str) -> str | None:
        """A setting kept in this database; None if it was never set."""
        with self._database.reading() as connection:
            return connection.execute(select(SETTING.c.value).where(SETTING.c.key == key)).scalar()

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        check_text(key, "setting")
        check_text(value, "setting")
        with self._database.writing() as connection:
            connection.execute(SET_SETTING, {"key": key, "value": value})

    # --- maintenance -----------------------------------------------------------------------------------

    def backup(self, path: Path | None = None, *, replace: bool = False) -> Path:
        """Copy everything, checked, to `path` or to a new file in `backups/`; returns where it is.

        Raises `AlreadyThere` unless `replace` is set, `DiskFull`, `Damaged` if the database is not sound.
        """
        return self._database.backup(path, replace=replace)

    def doctor(self) -> list[Check]:
        """Look at everything that can be wrong with the file and its place. Changes nothing."""
        return examine(self._database)
