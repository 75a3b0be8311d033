"""The tables as SQLModel classes. `migrations.py` creates them; a test keeps the two equal.

`passage_search`, the FTS5 table over the passages, is no table that SQLModel knows: see `searching.py`.

Classes with `table=True` do not validate what they are given: `repository.py` checks values before they
come here, and no instance leaves the room.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Dialect, Index, Integer, Text, TypeDecorator, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class UtcText(TypeDecorator[datetime]):
    """An aware time as ISO 8601 text in UTC with microseconds: it sorts, and every tool can read it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Text for a time; raises `ValueError` for a naive one."""
        return None if value is None else utc_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The aware time of a stored text."""
        return None if value is None else datetime.fromisoformat(value)


def utc_text(moment: datetime) -> str:
    """The one way a time is written, always with microseconds. Raises `ValueError` for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone cannot be stored")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class StoreTable(SQLModel, registry=registry()):
    """Keeps these tables in a registry of their own."""


class AssessmentTable(StoreTable, table=True):
    """One assessment with its summary, so that the library needs no replay of the journal."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index("assessment_slug", "slug", unique=True, sqlite_where=text("deleted_at IS NULL")),
        Index("assessment_changed_at", "changed_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(sa_type=Text)
    vendor: str = Field(sa_type=Text)
    product: str = Field(sa_type=Text)
    pack_id: str = Field(sa_type=Text)
    pack_version: str = Field(sa_type=Text)
    pack_sha256: str = Field(sa_type=Text, foreign_key="pack_copy.sha256")
    created_at: datetime = Field(sa_type=UtcText)
    changed_at: datetime = Field(sa_type=UtcText)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcText)
    """Set by delete, emptied by undelete; the rows stay."""
    answered: int = Field(default=0, sa_type=Integer)
    in_force: int = Field(default=0, sa_type=Integer)
    tier: str | None = Field(default=None, sa_type=Text)
    findings: str = Field(default="{}", sa_type=Text)
    """JSON object: number of open findings by severity."""
    review_date: str = Field(default="", sa_type=Text)
    valid_until: str = Field(default="", sa_type=Text)
    change_count: int = Field(default=0, sa_type=Integer)
    """How many changes the journal must have, so that a cut end is noticed."""
    head_sha256: str = Field(default="", sa_type=Text)
    """`sha256` of the newest change; empty before the first one."""


class PackCopyTable(StoreTable, table=True):
    """The wording an assessment was answered with. Never changed, never removed."""

    __tablename__ = "pack_copy"

    sha256: str = Field(sa_type=Text, primary_key=True)
    id: str = Field(sa_type=Text)
    version: str = Field(sa_type=Text)
    content: bytes
    """The whole pack as JSON, compressed with zlib."""
    created_at: datetime = Field(sa_type=UtcText)


class ChangeTable(StoreTable, table=True):
    """The journal. Triggers refuse UPDATE and DELETE; the hashes of one assessment form a chain."""

    __tablename__ = "change"
    __table_args__ = (
        Index("change_assessment", "assessment_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id")
    question: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    """Canonical JSON."""
    at: datetime = Field(sa_type=UtcText)
    by: str = Field(sa_type=Text)
    previous_sha256: str = Field(sa_type=Text)
    sha256: str = Field(sa_type=Text)


class DraftTable(StoreTable, table=True):
    """Text being typed; removed by the transaction that stores the answer."""

    __tablename__ = "draft"

    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True)
    question: str = Field(sa_type=Text, primary_key=True)
    field: str = Field(sa_type=Text, primary_key=True)
    text: str = Field(sa_type=Text)
    base_change: int = Field(default=0)
    """The change that was newest when the typing began; 0 when there was none."""
    at: datetime = Field(sa_type=UtcText)


class SettingTable(StoreTable, table=True):
    """What the reviewer has set for this database."""

    __tablename__ = "setting"

    key: str = Field(sa_type=Text, primary_key=True)
    value: str = Field(sa_type=Text)


class DocumentTable(StoreTable, table=True):
    """What was read out of a file. Triggers refuse every change once it is complete.

    The one thing that can become of it: while no attachment names it, it is made unfinished and then removed.
    While it is being added there may be a second row of the same hash; only one of them becomes complete.
    """

    __tablename__ = "document"
    __table_args__ = (
        Index("document_sha256", "sha256", unique=True, sqlite_where=text("complete = 1")),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(sa_type=Text)
    """Of the file's bytes."""
    media: str = Field(sa_type=Text)
    size: int
    """Bytes of the file."""
    characters: int
    passages: int
    pages: str = Field(sa_type=Text)
    """JSON list: offset at which each page begins."""
    title: str = Field(sa_type=Text)
    notices: str = Field(sa_type=Text)
    """JSON list of sentences."""
    extractor: str = Field(sa_type=Text)
    folding: str = Field(sa_type=Text)
    """How its passages were made plain for the search (`folding.py`); they are taken out the same way."""
    complete: int = Field(default=0)
    """0 while it is being added, 1 once all of it is there. Nothing else of the store shows a 0."""
    added_at: datetime = Field(sa_type=UtcText)
    text: bytes
    """UTF-8, compressed with zlib. The last column: the others are read without it."""


class DocumentPartTable(StoreTable, table=True):
    """A file's bytes as they came, in pieces, so that adding a large file is many short transactions."""

    __tablename__ = "document_part"

    document_id: int = Field(foreign_key="document.id", primary_key=True)
    ordinal: int = Field(primary_key=True)
    content: bytes


class PassageTable(StoreTable, table=True):
    """Where each passage stands in its document's text. Its id is its rowid in `passage_search`."""

    __tablename__ = "passage"
    __table_args__ = (
        Index("passage_document", "document_id", "ordinal", unique=True),
        {"sqlite_autoincrement": True},  # an id never comes again: words of an earlier one could linger
    )

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    ordinal: int
    start: int
    end: int
    kind: str = Field(sa_type=Text)
    context: str = Field(sa_type=Text)


class AttachmentTable(StoreTable, table=True):
    """Which assessment has which document, under which name."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("attachment_document", "assessment_id", "document_id", unique=True),
        Index("attachment_of", "document_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    """Rises in the order of attaching."""
    assessment_id: int = Field(foreign_key="assessment.id")
    document_id: int = Field(foreign_key="document.id")
    name: str = Field(sa_type=Text)
    """The file's name."""
    added_at: datetime = Field(sa_type=UtcText)


class DetectionTable(StoreTable, table=True):
    """What a detector found in a document. It can be found again at any time, and goes with its document."""

    __tablename__ = "detection"

    document_id: int = Field(foreign_key="document.id", primary_key=True)
    detector: str = Field(sa_type=Text, primary_key=True)
    digest: str = Field(sa_type=Text, primary_key=True)
    """Of what it depends on besides the document: the detector's version and the tables it reads."""
    hits: str = Field(sa_type=Text)
    """JSON."""


class MigrationTable(StoreTable, table=True):
    """Which migrations have run, each recorded by its own transaction."""

    __tablename__ = "migration"

    name: str = Field(sa_type=Text, primary_key=True)
    applied_at: datetime = Field(sa_type=UtcText)
