"""Assessments between their values and their rows."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection

from app.assessment.answer import Assessment, Summary
from app.assessment.slug import SLUG
from app.store.chain import canonical
from app.store.errors import Damaged, NotFound, SlugTaken, Unstorable
from app.store.glance import library_rows
from app.store.statements import BY_ID, SLUG_HOLDER
from app.store.tables import utc_text
from app.store.text import check_text, clean_text
from app.store.values import LibraryRow


def existing(connection: Connection, assessment_id: int) -> LibraryRow:
    """The assessment of this id, deleted or not. Raises `NotFound`."""
    row = connection.execute(BY_ID, {"key": assessment_id}).first()
    if row is None:
        raise NotFound(none_of_number(assessment_id))
    return library_rows([row])[0]


def check_slug_free(connection: Connection, slug: str, own_id: int) -> None:
    """Raises `SlugTaken` if another assessment than `own_id` has this slug and is not deleted."""
    holder = connection.execute(SLUG_HOLDER, {"slug": slug}).scalar()
    if holder is not None and holder != own_id:
        raise SlugTaken(f'There is an assessment "{slug}" already; choose another slug.')


def assessment_values(assessment: Assessment) -> dict[str, Any]:
    """The columns of an assessment. Raises `Unstorable` for a bad slug, a naive time, bad text."""
    if not SLUG.fullmatch(assessment.slug):
        raise Unstorable(
            f'"{clean_text(assessment.slug)[0][:60]}" cannot be a slug: use 1 to 48 lower-case letters, digits '
            "and dashes."
        )
    for moment in (assessment.created_at, assessment.changed_at):
        time_text(moment, "assessment")
    names = ("slug", "vendor", "product", "pack_id", "pack_version", "pack_sha256")
    return {name: check_text(getattr(assessment, name), name.replace("_", " ")) for name in names} | {
        "created_at": assessment.created_at,
        "changed_at": assessment.changed_at,
    }


def summary_values(summary: Summary) -> dict[str, Any]:
    """The columns of a summary. Raises `Unstorable` for text that cannot be kept."""
    return {
        "answered": summary.answered,
        "in_force": summary.in_force,
        "tier": None if summary.tier is None else check_text(summary.tier, "tier"),
        "findings": canonical(dict(summary.findings), "summary"),
        "review_date": check_text(summary.review_date, "review date"),
        "valid_until": check_text(summary.valid_until, "end of validity"),
    }


def wording(sha256: str, content: bytes) -> dict[str, Any]:
    """The pack of this hash from its stored bytes. Raises `Damaged`."""
    try:
        pack: dict[str, Any] = json.loads(zlib.decompress(content))
    except (zlib.error, ValueError) as error:
        raise Damaged(
            f"The wording of the pack {sha256[:12]} in the database is damaged ({error})."
        ) from error
    return pack


def time_text(moment: datetime, what: str) -> str:
    """A time as it is stored. Raises `Unstorable`, naming `what`, for one without a zone."""
    try:
        return utc_text(moment)
    except ValueError as error:
        raise Unstorable(f"The {what} has a time without a time zone, which cannot be stored.") from error


def none_of_number(assessment_id: int) -> str:
    """What to say where there is no assessment of this id."""
    return f"There is no assessment number {assessment_id} in the database."


def none_of_slug(slug: str, slugs: Mapping[str, bool]) -> str:
    """What to say where there is no assessment of this slug; `slugs` tells of each whether it was deleted."""
    shown = clean_text(slug)[0][:80]
    if slugs.get(slug):
        return f'The assessment "{shown}" was deleted; bring it back first.'
    there = [s for s, deleted in slugs.items() if not deleted]
    if not there:
        return f'There is no assessment "{shown}": the database holds none yet.'
    near = (
        get_close_matches(shown.lower(), there, 3, 0.5)
        or [s for s in there if s.startswith(shown.lower())][:3]
    )
    hint = f"Did you mean {' or '.join(near)}?" if near else "See: assess list"
    return f'There is no assessment "{shown}". {hint}'
