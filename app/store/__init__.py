"""The store: SQLite through SQLModel. The only room that knows either.

Errors, values and `database_path` come at once; the rest is imported when it is asked for, because SQLModel
takes longer to import than everything else together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from app.store.errors import (
    AlreadyThere,
    Damaged,
    DiskFull,
    Foreign,
    Gone,
    Locked,
    Missing,
    Newer,
    NotADatabase,
    NotFound,
    ReadOnly,
    SlugTaken,
    StoreError,
    Unstorable,
    Unusable,
)
from app.store.location import database_path
from app.store.text import clean_text
from app.store.values import Attachment, Backup, Check, Draft, Level, LibraryRow, StoredDocument

if TYPE_CHECKING:
    from app.store.backup import backups_of, check_backup, restore
    from app.store.repository import Store

_BEHIND_THE_DOOR = {
    "Store": "app.store.repository",
    "backups_of": "app.store.backup",
    "check_backup": "app.store.backup",
    "restore": "app.store.backup",
}


def __getattr__(name: str) -> Any:
    """Import what needs SQLModel on first use."""
    if name in _BEHIND_THE_DOOR:
        return getattr(import_module(_BEHIND_THE_DOOR[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "AlreadyThere",
    "Attachment",
    "Backup",
    "Check",
    "Damaged",
    "DiskFull",
    "Draft",
    "Foreign",
    "Gone",
    "Level",
    "LibraryRow",
    "Locked",
    "Missing",
    "Newer",
    "NotADatabase",
    "NotFound",
    "ReadOnly",
    "SlugTaken",
    "Store",
    "StoreError",
    "StoredDocument",
    "Unstorable",
    "Unusable",
    "backups_of",
    "check_backup",
    "clean_text",
    "database_path",
    "restore",
]
