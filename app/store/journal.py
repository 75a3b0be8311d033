"""The journal in the database: changes added with their hashes, read back, and verified."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

from sqlalchemy import Connection

from app.assessment.journal import Change, ChangeKind
from app.store.assessments import none_of_number, time_text
from app.store.chain import Link, canonical, first_bad, link_sha256
from app.store.errors import Damaged, NotFound
from app.store.statements import ADD_CHANGE, CHANGES, HEAD, LAST_CHANGE, LINKS, MOVE_HEAD
from app.store.text import check_text


def append(connection: Connection, assessment_id: int, changes: Sequence[Change]) -> list[Change]:
    """Add changes to the journal inside the caller's transaction; the same with their ids.

    Undo and redo that name a change of the same call by its old id name its new one afterwards. Raises
    `NotFound`, `Unstorable`.
    """
    head = connection.execute(HEAD, {"key": assessment_id}).first()
    if head is None:
        raise NotFound(none_of_number(assessment_id))
    if not changes:
        return []
    last: int = connection.execute(LAST_CHANGE).scalar_one()
    new_ids = {change.id: last + n for n, change in enumerate(changes, start=1) if change.id}
    previous = head.head_sha256 or head.pack_sha256
    rows, stored = [], []
    for number, change in enumerate(changes, start=last + 1):
        body = canonical(_pointing_to(change, new_ids))
        at = time_text(change.at, "change")
        question, by = check_text(change.question, "question"), check_text(change.by, "name of the reviewer")
        sha256 = link_sha256(previous, (question, change.kind.value, body, at, by))
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
    connection.execute(ADD_CHANGE, rows)
    connection.execute(
        MOVE_HEAD,
        {
            "key": assessment_id,
            "head_sha256": previous,
            "change_count": head.change_count + len(rows),
            "changed_at": stored[-1].at,
        },
    )
    return stored


def read(connection: Connection, assessment_id: int) -> list[Change]:
    """The journal of an assessment, oldest change first; empty where there is none. Raises `Damaged`."""
    rows = connection.execute(CHANGES, {"assessment_id": assessment_id}).all()
    try:
        return [
            Change(row.id, row.question, ChangeKind(row.kind), json.loads(row.body), row.at, row.by)
            for row in rows
        ]
    except ValueError as error:
        raise Damaged(f"A change in the database cannot be read ({error}); run: assess doctor") from error


def verify_chain(connection: Connection, assessment_id: int) -> int | None:
    """Id of the first change that does not fit the chain; None if all is as written. Raises `NotFound`."""
    head = connection.execute(HEAD, {"key": assessment_id}).first()
    if head is None:
        raise NotFound(none_of_number(assessment_id))
    links = (Link(*row) for row in connection.execute(LINKS, {"assessment_id": assessment_id}))
    return first_bad(head.pack_sha256, links, head.change_count, head.head_sha256)


def _pointing_to(change: Change, new_ids: Mapping[int, int]) -> Mapping[str, Any]:
    """The body of a change; that of an undo or redo names the new id of a change stored with it."""
    if change.kind in (ChangeKind.UNDO, ChangeKind.REDO) and change.body.get("change") in new_ids:
        return {**change.body, "change": new_ids[change.body["change"]]}
    return change.body
