"""What can go wrong with the database. Every message says what happened, where, and what to do."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """The database cannot do what was asked. Nothing was half-written."""

    def __init__(self, message: str) -> None:
        """Takes one plain sentence or two, fit to be shown as they are."""
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        """The message."""
        return self.message


class Unusable(StoreError):
    """The file cannot be used as it is: a folder, a device, a dangling link, no permission."""


class Missing(Unusable):
    """There is no such file, or its folder is missing."""


class Foreign(Unusable):
    """The file is a database of another program; it was not touched."""


class NotADatabase(Unusable):
    """The file is not a database, or not any more; it was not touched."""


class Newer(Unusable):
    """A newer `assess` wrote the file; it was not touched."""


class Damaged(Unusable):
    """The file fails SQLite's own check; it was not touched."""


class Gone(Unusable):
    """The file was deleted, moved or replaced while it was open; what was saved last is not in it."""


class Locked(StoreError):
    """Another `assess` has the database open for writing."""


class ReadOnly(StoreError):
    """The database is open for reading only, or cannot be written."""


class DiskFull(StoreError):
    """There is no room left on the disk; everything saved before is still there."""


class NotFound(StoreError):
    """There is no such assessment or pack in the database."""


class SlugTaken(StoreError):
    """Another assessment has this slug already."""


class Unstorable(StoreError):
    """The value cannot be stored: NUL or half a character in a text, a time without a zone, a bad slug."""


class AlreadyThere(StoreError):
    """A file of that name exists and was not replaced."""


def quoted(path: Path | str) -> str:
    """A path as it stands in a message."""
    return f'"{path}"'
