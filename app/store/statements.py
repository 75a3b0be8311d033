"""The statements of the store, built once: SQLAlchemy compiles each of them once and keeps it."""

from __future__ import annotations

from sqlalchemy import Text, and_, bindparam, delete, insert, select, text, type_coerce, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.store.tables import StoreTable

ASSESSMENT = StoreTable.metadata.tables["assessment"]
ATTACHMENT = StoreTable.metadata.tables["attachment"]
CHANGE = StoreTable.metadata.tables["change"]
DETECTION = StoreTable.metadata.tables["detection"]
DOCUMENT = StoreTable.metadata.tables["document"]
DOCUMENT_PART = StoreTable.metadata.tables["document_part"]
DRAFT = StoreTable.metadata.tables["draft"]
PACK_COPY = StoreTable.metadata.tables["pack_copy"]
PASSAGE = StoreTable.metadata.tables["passage"]
SETTING = StoreTable.metadata.tables["setting"]
THIS = ASSESSMENT.c.id == bindparam("key")

LISTED = select(
    ASSESSMENT.c.id,
    ASSESSMENT.c.slug,
    ASSESSMENT.c.vendor,
    ASSESSMENT.c.product,
    ASSESSMENT.c.pack_id,
    ASSESSMENT.c.pack_version,
    ASSESSMENT.c.pack_sha256,
    # as text: ten thousand times are parsed faster without a round through a column type
    type_coerce(ASSESSMENT.c.created_at, Text),
    type_coerce(ASSESSMENT.c.changed_at, Text),
    type_coerce(ASSESSMENT.c.deleted_at, Text),
    ASSESSMENT.c.answered,
    ASSESSMENT.c.in_force,
    ASSESSMENT.c.tier,
    ASSESSMENT.c.findings,
    ASSESSMENT.c.review_date,
    ASSESSMENT.c.valid_until,
)
LAST_CHANGED_FIRST = (ASSESSMENT.c.changed_at.desc(), ASSESSMENT.c.id.desc())
LIBRARY = LISTED.where(ASSESSMENT.c.deleted_at.is_(None)).order_by(*LAST_CHANGED_FIRST)
DELETED = LISTED.where(ASSESSMENT.c.deleted_at.is_not(None)).order_by(*LAST_CHANGED_FIRST)
BY_SLUG = LISTED.where(ASSESSMENT.c.slug == bindparam("slug"), ASSESSMENT.c.deleted_at.is_(None))
BY_ID = LISTED.where(THIS)
SLUG_HOLDER = select(ASSESSMENT.c.id).where(
    ASSESSMENT.c.slug == bindparam("slug"), ASSESSMENT.c.deleted_at.is_(None)
)
PUT_AWAY = update(ASSESSMENT).where(THIS).values(deleted_at=bindparam("deleted_at"))
SUMMARISE = (
    update(ASSESSMENT)
    .where(THIS)
    .values(
        {
            name: bindparam(name)
            for name in ("answered", "in_force", "tier", "findings", "review_date", "valid_until")
        }
    )
)
PACK = select(PACK_COPY.c.content).where(PACK_COPY.c.sha256 == bindparam("sha256"))

HEAD = select(ASSESSMENT.c.pack_sha256, ASSESSMENT.c.head_sha256, ASSESSMENT.c.change_count).where(THIS)
MOVE_HEAD = (
    update(ASSESSMENT)
    .where(THIS)
    .values({name: bindparam(name) for name in ("head_sha256", "change_count", "changed_at")})
)
LAST_CHANGE = text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'change'")
ADD_CHANGE = insert(CHANGE)
CHANGES = (
    select(CHANGE.c.id, CHANGE.c.question, CHANGE.c.kind, CHANGE.c.body, CHANGE.c.at, CHANGE.c.by)
    .where(CHANGE.c.assessment_id == bindparam("assessment_id"))
    .order_by(CHANGE.c.id)
)
LINKS = (
    select(
        CHANGE.c.id,
        CHANGE.c.question,
        CHANGE.c.kind,
        CHANGE.c.body,
        type_coerce(CHANGE.c.at, Text),
        CHANGE.c.by,
        CHANGE.c.previous_sha256,
        CHANGE.c.sha256,
    )
    .where(CHANGE.c.assessment_id == bindparam("assessment_id"))
    .order_by(CHANGE.c.id)
)

NEW_DRAFT = upsert(DRAFT)
SAVE_DRAFT = NEW_DRAFT.on_conflict_do_update(
    index_elements=["assessment_id", "question", "field"],
    set_={name: NEW_DRAFT.excluded[name] for name in ("text", "base_change", "at")},
)
CLEAR_DRAFT = delete(DRAFT).where(
    DRAFT.c.assessment_id == bindparam("assessment_id"),
    DRAFT.c.question == bindparam("question"),
    DRAFT.c.field == bindparam("field"),
)
DRAFTS = (
    select(DRAFT.c.question, DRAFT.c.field, DRAFT.c.text, DRAFT.c.base_change, DRAFT.c.at)
    .where(DRAFT.c.assessment_id == bindparam("assessment_id"))
    .order_by(DRAFT.c.at, DRAFT.c.question, DRAFT.c.field)
)
COMPLETE = DOCUMENT.c.complete == 1
_DESCRIBED = (
    DOCUMENT.c.id,
    DOCUMENT.c.sha256,
    DOCUMENT.c.media,
    DOCUMENT.c.size,
    DOCUMENT.c.characters,
    DOCUMENT.c.passages,
    DOCUMENT.c.pages,
    DOCUMENT.c.title,
    DOCUMENT.c.notices,
    DOCUMENT.c.extractor,
)
DESCRIBED = select(*_DESCRIBED).where(DOCUMENT.c.sha256 == bindparam("sha256"), COMPLETE)
DOCUMENT_NUMBER = select(DOCUMENT.c.id).where(DOCUMENT.c.sha256 == bindparam("sha256"), COMPLETE)
DOCUMENT_TEXT = select(DOCUMENT.c.text).where(DOCUMENT.c.id == bindparam("document_id"))
PARTS = (
    select(DOCUMENT_PART.c.content)
    .where(DOCUMENT_PART.c.document_id == bindparam("document_id"))
    .order_by(DOCUMENT_PART.c.ordinal)
)
PASSAGES = (
    select(PASSAGE.c.id, PASSAGE.c.start, PASSAGE.c.end, PASSAGE.c.context, PASSAGE.c.kind)
    .where(PASSAGE.c.document_id == bindparam("document_id"))
    .order_by(PASSAGE.c.ordinal)
)
ATTACHED = (
    select(*_DESCRIBED, ATTACHMENT.c.name, ATTACHMENT.c.added_at)
    .join(ATTACHMENT, ATTACHMENT.c.document_id == DOCUMENT.c.id)
    .where(ATTACHMENT.c.assessment_id == bindparam("assessment_id"))
    .order_by(ATTACHMENT.c.id)
)
NEW_ATTACHMENT = upsert(ATTACHMENT)
ATTACH = NEW_ATTACHMENT.on_conflict_do_update(
    index_elements=["assessment_id", "document_id"], set_={"name": NEW_ATTACHMENT.excluded.name}
)
DETACH = delete(ATTACHMENT).where(
    ATTACHMENT.c.assessment_id == bindparam("assessment_id"),
    ATTACHMENT.c.document_id == bindparam("document_id"),
)
DETECTED = select(DETECTION.c.detector, DETECTION.c.digest, DETECTION.c.hits).where(
    DETECTION.c.document_id == bindparam("number")
)
FORGET_DETECTED = delete(DETECTION).where(
    DETECTION.c.document_id == bindparam("number"), DETECTION.c.detector == bindparam("name")
)
FORGET_ALL_DETECTED = delete(DETECTION).where(DETECTION.c.document_id == bindparam("number"))
IN_USE = (
    select(DOCUMENT.c.sha256, ASSESSMENT.c.vendor)
    .join(ATTACHMENT, ATTACHMENT.c.document_id == DOCUMENT.c.id)
    .join(ASSESSMENT, ASSESSMENT.c.id == ATTACHMENT.c.assessment_id)
    .where(ASSESSMENT.c.deleted_at.is_(None))
    .order_by(ATTACHMENT.c.id)
)
UNFINISHED = select(DOCUMENT.c.id, DOCUMENT.c.folding).where(DOCUMENT.c.complete == 0).order_by(DOCUMENT.c.id)
FINISH = update(DOCUMENT).where(DOCUMENT.c.id == bindparam("document_id")).values(complete=1)
NAMED_BY_NONE = and_(COMPLETE, DOCUMENT.c.id.not_in(select(ATTACHMENT.c.document_id)))
LEFT_OUT = select(DOCUMENT.c.id, DOCUMENT.c.sha256).where(NAMED_BY_NONE).order_by(DOCUMENT.c.id)
GIVE_UP = update(DOCUMENT).where(DOCUMENT.c.id == bindparam("document_id"), NAMED_BY_NONE).values(complete=0)
LAST_PASSAGE = text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'passage'")
ADD_WORDS = text("INSERT INTO passage_search (rowid, text, context) VALUES (:id, :text, :context)")
TAKE_WORDS_OUT = text(
    "INSERT INTO passage_search (passage_search, rowid, text, context) VALUES ('delete', :id, :text, :context)"
)
"""FTS5 keeps no text of its own here: it is told the words that went in, exactly."""
FORGET_WORDS = text("INSERT INTO passage_search (passage_search) VALUES ('optimize')")
"""What was taken out of the index stays readable in the file until FTS5 writes it anew."""

NEW_SETTING = upsert(SETTING)
SET_SETTING = NEW_SETTING.on_conflict_do_update(
    index_elements=["key"], set_={"value": NEW_SETTING.excluded.value}
)
