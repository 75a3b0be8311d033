"""How a command ends: the exit codes, and the sentence for everything that can go wrong as expected."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the exit code of a command says; scripts rely on it."""

    DONE = 0
    FOUND = 1
    """A check found something wrong."""
    USAGE = 2
    """Wrong usage: an argument, a name or a value that does not fit."""
    DATA = 3
    """The database cannot be used: missing, damaged, newer, locked, read-only, no room."""
    REFUSED = 4
    """An input file was refused."""
    INTERNAL = 70
    """A fault of the program itself; a report without any answers was written."""
    INTERRUPTED = 130
    """Ctrl-C, or a prompt that was left."""
    BROKEN_PIPE = 141
    """Whoever read the output stopped reading."""


class Stop(Exception):
    """Ends the command with a sentence on stderr and this exit code."""

    def __init__(self, message: str, code: ExitCode, details: tuple[str, ...] = ()) -> None:
        """`details` are further lines, one per thing that was found."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.details = details


def explained(error: Exception) -> Stop | None:
    """The expected end that this error means; None for a fault of the program."""
    if isinstance(error, Stop):
        return error
    from app.exchange.files import FileNotWritten, FileRefused
    from app.exchange.portable import NotPortable
    from app.questionnaire import PackError
    from app.review import Refused, Unwritable
    from app.store import AlreadyThere, NotFound, SlugTaken, StoreError, Unstorable

    match error:
        case Unwritable():
            code = ExitCode.DATA
        case Refused() | NotFound() | SlugTaken() | AlreadyThere() | Unstorable():
            code = ExitCode.USAGE
        case StoreError() | FileNotWritten():
            code = ExitCode.DATA
        case FileRefused():
            code = ExitCode.REFUSED
        case NotPortable():
            return Stop(error.message, ExitCode.REFUSED, tuple(map(str, error.faults)))
        case PackError():
            return Stop("The pack cannot be used.", ExitCode.DATA, tuple(map(str, error.faults)))
        case _:
            return None
    return Stop(str(error), code)
