"""The database a command works on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from app.cli.failures import ExitCode, Stop
from app.cli.terminal import say

if TYPE_CHECKING:
    from pathlib import Path

    from app.review import Library

_DATABASE = "app.cli.database"


def _remember(context: click.Context, _: click.Parameter, path: str | None) -> None:
    if path is not None:
        context.meta[_DATABASE] = path


database_option = click.option(
    "--db",
    metavar="PATH",
    type=click.Path(),
    callback=_remember,
    expose_value=False,
    help="The database to use, instead of $ASSESS_DB, ./data.db or your data folder.",
)
"""`--db`, understood before and after the name of a command; the later one wins."""


def chosen() -> Path | None:
    """What `--db` was given on this command line."""
    from pathlib import Path

    given = click.get_current_context().meta.get(_DATABASE)
    return None if given is None else Path(given)


def database() -> Path:
    """The database that is meant: `--db`, `$ASSESS_DB`, `./data.db`, or the one in the data folder."""
    from pathlib import Path

    from app.store import database_path

    return database_path(chosen(), os.environ, Path.cwd())


@contextmanager
def reading() -> Iterator[Library]:
    """The library, for looking only: it may be open in the workbench at the same time."""
    from app.review import Library
    from app.store import ReadOnly

    path = _existing()
    try:
        library = Library.open(path, read_only=True)
    except ReadOnly:  # an older database is brought up to date first, and that means writing
        library = Library.open(path)
    with library:
        yield library


@contextmanager
def writing(*, create: bool = False, otherwise: str = "") -> Iterator[Library]:
    """The library, for changing; `create` makes a database where there is none.

    Raises `Stop` where it can be read only: another `assess` has it open, or the disk is read-only. With `otherwise`,
    which says what that means, the command goes on without writing.
    """
    from app.review import Library

    path = database() if create else _existing()
    with Library.open(path) as library:
        if library.read_only and not otherwise:
            raise Stop(library.notice or f'"{path}" cannot be written.', ExitCode.DATA)
        if library.notice:
            say(library.notice)
        if library.read_only:
            say(otherwise)
        yield library


def _existing() -> Path:
    path = database()
    if not os.path.lexists(path):
        raise Stop(
            f'There is no database "{path}". `assess new` makes one, `assess demo` shows an example, '
            "and --db names another.",
            ExitCode.DATA,
        )
    return path
