"""`assess backup` and `assess restore`."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.documented import Documented
from app.cli.failures import ExitCode, Stop
from app.cli.session import database, database_option, reading
from app.cli.terminal import can_ask, put, say


@click.command(cls=Documented)
@database_option
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def backup(file: Path | None, force: bool) -> None:
    """Copy the database to FILE, or into the folder `backups` beside it, and print where it is.

    The copy is one checked file with everything in it, and it may be made while the workbench is open. Copying
    the database with other tools can miss what was saved last.

    assess backup
    assess backup case-2026.db
    """
    with reading() as library:
        made = library.store.backup(file, replace=force)
    put(_clean(str(made)))
    say("The backup is good.")


@click.command(cls=Documented)
@database_option
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--yes", "-y", is_flag=True, help="Do not ask first.")
def restore(file: Path | None, yes: bool) -> None:
    """Put the backup FILE in the place of the database; the present one is kept beside it.

    FILE is checked first and copied, never moved. On a terminal the backups there are can be chosen from, and
    you are asked before anything is replaced.

    assess restore backups/data.20261122T100000Z.daily.db
    """
    from app.review import utc_now
    from app.store import StoreError, backups_of, check_backup
    from app.store import restore as put_in_place

    path = database()
    if file is None:
        if not can_ask():
            raise click.UsageError(
                "Missing argument FILE; backups are in the folder `backups` beside the database."
            )
        from app.cli import asking

        backups = backups_of(path)
        if not backups:
            raise Stop(
                f'There is no backup in "{path.parent / "backups"}"; give the name of one.', ExitCode.USAGE
            )
        file = Path(
            asking.choose(
                "Backup:",
                {
                    str(b.path): f"{b.made_at.astimezone():%Y-%m-%d %H:%M}  {b.reason:<9} {b.size:,} bytes"
                    for b in backups
                },
            )
        )
    try:
        check_backup(file)
    except StoreError as error:
        raise Stop(f"{error.message} Nothing was restored.", ExitCode.REFUSED) from error
    if can_ask() and not yes:
        from app.cli import asking

        if not asking.confirm(f'Put it in the place of "{_clean(str(path))}"? The present one is kept.'):
            say("Nothing was restored.")
            return
    kept = put_in_place(path, file, utc_now)
    put(_clean(str(path)))
    say(f'Restored. The database of before is "{kept}".' if kept else "Restored.")


def _clean(path: str) -> str:
    from app.assessment.shown import shown

    return shown(path, limit=5_000)
