"""`assess import`."""

from __future__ import annotations

import sys

import click

from app.cli.documented import Documented
from app.cli.failures import ExitCode, Stop
from app.cli.session import database_option, writing
from app.cli.terminal import can_ask, put, say


@click.command("import", cls=Documented)
@database_option
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option(
    "--as", "slug", metavar="SLUG", default="", help="Give the assessment this name instead of its own."
)
def import_files(files: tuple[str, ...], slug: str) -> None:
    """Read assessments from portable files (toml) and print their names; - reads standard input.

    All files are checked against the questionnaire first, and every fault is named with its line. Nothing
    is stored unless all of them are good. An assessment that is there already is never replaced.

    assess import classtag.toml
    assess import classtag.toml --as classtag-2027
    """
    if not files:
        if not can_ask():
            raise click.UsageError("Missing argument FILE.")
        from app.cli import asking

        files = (asking.path("Portable file:"),)
    if slug and len(files) > 1:
        raise click.UsageError("--as names one assessment; import the files one by one.")
    from app.exchange.portable import from_file
    from app.review import checked_slug

    name = checked_slug(slug) if slug else ""
    portables = {_named(file): from_file(_named(file), _content(file), name) for file in dict.fromkeys(files)}
    with writing(create=True) as library:
        stored = library.add_portables(portables)
        for portable, assessment in zip(portables.values(), stored, strict=True):
            put(assessment.slug)
            for warning in portable.warnings:
                say(f"{assessment.slug}: {warning}")
    number = sum(len(portable.changes) for portable in portables.values())
    say(
        f"Imported {len(stored)} {'assessment' if len(stored) == 1 else 'assessments'} with {number:,} answers."
    )


def _named(name: str) -> str:
    return "standard input" if name == "-" else name


def _content(name: str) -> bytes:
    from pathlib import Path

    from app.exchange.files import read_file
    from app.exchange.portable import LARGEST_FILE

    if name != "-":
        return read_file(Path(name), LARGEST_FILE)
    data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Stop(f"Standard input is too large; {LARGEST_FILE:,} bytes is the most.", ExitCode.REFUSED)
    return data
