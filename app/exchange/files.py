"""Files of the reviewer's: read without surprises, written whole or not at all.

A name given by a person may lead to a folder, a pipe, a device, a link to somewhere else, a full disk or
nothing. Every such case ends in one sentence, and an earlier good file is never cut short.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

PRIVATE: Final = 0o600
"""Mode of every file written: what a vendor said about children's data is nobody else's business."""

_NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
_BINARY: Final = getattr(os, "O_BINARY", 0)
_FULL: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


class FileRefused(Exception):
    """A file that cannot be read or written as asked; the message is one sentence, fit to be shown."""

    def __init__(self, message: str) -> None:
        """Takes the sentence."""
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        """The sentence."""
        return self.message


class FileInTheWay(FileRefused):
    """There is a file of that name already, and it was not to be replaced."""


class FileNotWritten(FileRefused):
    """The disk would not take it: full, or broken. What stood there before still stands there."""


def write_file(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write `data` to `path` whole or not at all, readable by its owner only (mode 0600).

    The bytes go to a new file in the same folder, are forced to the disk and then take the name, so that
    a reader, a crash or a full disk sees either the earlier file or the new one. Nothing is left behind on
    failure. With `replace=False` a file that is there already is kept and `FileInTheWay` is raised.
    Raises `FileRefused` where `path` is a folder, a device, a pipe or a link, or its folder is missing or
    closed, and `FileNotWritten` where the disk does not take it.
    """
    path = Path(path)
    _check_target(path, replace=replace)
    temporary = path.parent / f".assess-{secrets.token_hex(8)}.tmp"
    try:
        _write_new(temporary, data)
        try:
            if replace:
                temporary.replace(path)
            else:
                _take_free_name(temporary, path)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise _write_refusal(path, error) from error


def read_file(path: Path, limit: int) -> bytes:
    """All bytes of the regular file at `path`, at most `limit` of them.

    Never waits and never follows a link in the last part of the name. Raises `FileRefused` where there is
    no such file, where it is a folder, link, pipe or device, where it is larger than `limit` bytes or
    cannot be read.
    """
    path = Path(path)
    try:
        before = path.lstat()
        if reason := _unfit(before):
            raise FileRefused(f'"{path}" is {reason}; give the name of a regular file.')
        handle = os.open(path, os.O_RDONLY | _NO_WAIT | _NO_FOLLOW | _BINARY)
        with os.fdopen(handle, "rb") as file:
            opened = os.fstat(file.fileno())
            if (opened.st_dev, opened.st_ino) != (before.st_dev, before.st_ino):
                raise FileRefused(f'"{path}" was replaced while it was being opened; try again.')
            if opened.st_size > limit:
                raise _too_large(path, opened.st_size, limit)
            data = file.read(limit + 1)
    except OSError as error:
        raise FileRefused(f'"{path}" cannot be read: {_why(error)}.') from error
    except ValueError as error:
        raise _bad_name() from error
    if len(data) > limit:
        raise _too_large(path, len(data), limit)
    return data


def _check_target(path: Path, *, replace: bool) -> None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise FileRefused(
                f'There is no folder "{path.parent}" to write to; make it first, or choose another.'
            ) from None
        if path.name in ("", ".", ".."):
            raise FileRefused(f'"{path}" is no name for a file.') from None
        return
    except OSError as error:
        raise _write_refusal(path, error) from error
    except ValueError as error:
        raise _bad_name() from error
    if reason := _unfit(found):
        raise FileRefused(f'"{path}" is {reason} and was not replaced; choose another file name.')
    if not replace:
        raise _in_the_way(path)


def _write_new(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY, PRIVATE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def _take_free_name(temporary: Path, path: Path) -> None:
    """Give the written file its name, unless somebody took the name meanwhile."""
    try:
        os.link(temporary, path, follow_symlinks=False)
    except FileExistsError:
        raise _in_the_way(path) from None
    except (
        OSError,
        NotImplementedError,
    ):  # memory sticks know no second names; claim the name, then replace it
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, PRIVATE))
        except FileExistsError:
            raise _in_the_way(path) from None
        try:
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def _sync_folder(folder: Path) -> None:
    """Force the new name to the disk. Systems that cannot open a folder keep names in their own time."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unfit(found: os.stat_result) -> str:
    """What this is, when it is not a regular file."""
    mode = found.st_mode
    kinds = (
        (stat.S_ISREG, ""),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISLNK, "a link to another place"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((name for test, name in kinds if test(mode)), "a device")


def _too_large(path: Path, size: int, limit: int) -> FileRefused:
    return FileRefused(f'"{path}" is too large: {size:,} bytes; {limit:,} is the most that is read.')


def _in_the_way(path: Path) -> FileInTheWay:
    return FileInTheWay(f'There is a file "{path}" already; it was not replaced.')


def _bad_name() -> FileRefused:
    return FileRefused("The file name holds a NUL or half a character, which no file system takes.")


def _write_refusal(path: Path, error: OSError) -> FileRefused:
    kind = FileNotWritten if error.errno in (*_FULL, errno.EIO) else FileRefused
    return kind(f'"{path}" was not written: {_why(error)}.')


def _why(error: OSError) -> str:
    reasons = {
        errno.ENOENT: "there is no such file",
        errno.EACCES: "you have no permission",
        errno.EPERM: "you have no permission",
        errno.EROFS: "the disk is read-only",
        errno.ENAMETOOLONG: "the name is too long",
        errno.ENOTDIR: "a part of its path is not a folder",
        errno.ELOOP: "its path is a circle of links",
        errno.ENXIO: "it is not a regular file",
        errno.EIO: "the disk reports an error",
        **dict.fromkeys(_FULL, "the disk is full"),
    }
    return reasons.get(error.errno or 0, (error.strerror or type(error).__name__).lower())
