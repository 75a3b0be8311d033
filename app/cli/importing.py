"""`assess import`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from app.cli.documented import Documented
from app.cli.failures import ExitCode, Stop
from app.cli.session import database_option, writing
from app.cli.terminal import can_ask, put, say

if TYPE_CHECKING:
    from app.assessment.journal import ChangeKind


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
    count = _number(len(stored), "assessment", "assessments")
    say(
        f"Imported {count} with {_counted(change.kind for one in portables.values() for change in one.changes)}."
    )


def _counted(kinds: Iterable[ChangeKind]) -> str:
    """How many answers came in, and what else."""
    from app.assessment.journal import ChangeKind

    found = Counter(kinds)
    findings, names = found.pop(ChangeKind.FINDING, 0), found.pop(ChangeKind.NAMES, 0)
    told = [_number(found.total(), "answer", "answers")]
    told += [_number(findings, "recorded finding", "recorded findings")] if findings else []
    told += [_number(names, "pair of names", "pairs of names")] if names else []
    return ", ".join(told)


def _number(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


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
