"""`assess backup` and `assess restore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.documented import Documented
from app.cli.failures import ExitCode, Stop
from app.cli.session import database, database_option, reading
from app.cli.terminal import can_ask, put, say

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Documented)
@database_option
@click.argument("file", required=False, type=click.Path())
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def backup(file: str | None, force: bool) -> None:
    """Copy the database to FILE, or into the folder `backups` beside it, and print where it is.

    The copy is one checked file with everything in it, and it may be made while the workbench is open. Copying
    the database with other tools can miss what was saved last.

    assess backup
    assess backup case-2026.db
    """
    from pathlib import Path

    with reading() as library:
        made = library.store.backup(None if file is None else Path(file), replace=force)
    put(_clean(str(made)))
    say("The backup is good.")


@click.command(cls=Documented)
@database_option
@click.argument("file", required=False, type=click.Path())
@click.option("--yes", "-y", is_flag=True, help="Do not ask first.")
def restore(file: str | None, yes: bool) -> None:
    """Put the backup FILE in the place of the database; the present one is kept beside it.

    FILE is checked first and copied, never moved. On a terminal the backups there are can be chosen from, and
    you are asked before anything is replaced.

    assess restore backups/data.20261122T100000Z.daily.db
    """
    from pathlib import Path

    from app.review import utc_now
    from app.store import StoreError, check_backup
    from app.store import restore as put_in_place

    path = database()
    if file is None:
        if not can_ask():
            raise click.UsageError(
                "Missing argument FILE; backups are in the folder `backups` beside the database."
            )
        file = _chosen(path)
    source = Path(file)
    try:
        check_backup(source)
    except StoreError as error:
        raise Stop(f"{error.message} Nothing was restored.", ExitCode.REFUSED) from error
    if can_ask() and not yes:
        from app.cli import asking

        if not asking.confirm(f'Put it in the place of "{_clean(str(path))}"? The present one is kept.'):
            say("Nothing was restored.")
            return
    kept = put_in_place(path, source, utc_now)
    put(_clean(str(path)))
    say(f'Restored. The database of before is "{kept}".' if kept else "Restored.")


def _chosen(database: Path) -> str:
    """The backup that somebody chooses from those there are."""
    from app.cli import asking
    from app.store import backups_of

    backups = backups_of(database)
    if not backups:
        folder = database.parent / "backups"
        raise Stop(f'There is no backup in "{folder}"; give the name of one.', ExitCode.USAGE)
    said = {
        str(
            backup.path
        ): f"{backup.made_at.astimezone():%Y-%m-%d %H:%M}  {backup.reason:<9} {backup.size:,} bytes"
        for backup in backups
    }
    return asking.choose("Backup:", said)


def _clean(path: str) -> str:
    from app.assessment.shown import shown

    return shown(path, limit=5_000)
