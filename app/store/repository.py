"""The store as its callers see it: values in, values out. No row of a table leaves this room."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.assessment.answer import Assessment, Summary
from app.assessment.journal import Change, ChangeKind
from app.assessment.slug import SLUG
from app.store.chain import Link, canonical, first_bad, link_sha256
from app.store.database import Database
from app.store.errors import Damaged, NotFound, SlugTaken, Unstorable
from app.store.tables import (
    AssessmentTable,
    ChangeTable,
    DraftTable,
    PackCopyTable,
    SettingTable,
    StoreTable,
    utc_text,
)
from app.store.text import check_text
from app.store.values import Check, Draft, LibraryRow


def utc_now() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)
