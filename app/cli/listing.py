"""`assess list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.documented import Documented
from app.cli.failures import Stop
from app.cli.session import database_option, reading, writing
from app.cli.terminal import console, put, say

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from app.store import LibraryRow

_NARROW = 60
_WIDE = 100


@click.command("list", cls=Documented)
@database_option
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
def list_assessments(as_json: bool) -> None:
    """List the assessments, last changed first: name, progress, tier and how long they are valid.

    The name is what the other commands take.

    assess list
    assess list --json
    """
    rows, place, waiting = _read()
    if waiting and _judged():
        rows, place, waiting = _read()
    if waiting:
        have = "1 assessment has" if waiting == 1 else f"{waiting} assessments have"
        say(f"{have} not been judged by the present rules and settings; what is listed may differ.")
    if as_json:
        from app.exchange.shapes import list_data, to_json

        put(to_json(list_data(rows)))
        return
    if not rows:
        say("There is no assessment yet; `assess new` begins one.")
        return
    out = console()
    out.print(_table(rows, out.width))
    say(f'{len(rows)} {"assessment" if len(rows) == 1 else "assessments"} in "{place}".')


def _read() -> tuple[list[LibraryRow], Path, int]:
    """The rows, where they are from, and how many of them have yet to be judged."""
    with reading() as library:
        rows = library.rows()
        return rows, library.path, len(library.unjudged(rows))


def _judged() -> bool:
    """Judge what has yet to be, where the database can be written; whether that was done."""
    from app.store import StoreError

    try:
        with writing() as library:
            say("Judging what has not been judged yet ...")
            library.judge_rows()
    except (Stop, StoreError):
        return False  # the list can be read all the same
    return True


def _table(rows: list[LibraryRow], width: int) -> Table:
    from app.cli.layout import QUIET, cell, cut, percent, table

    headings = ["Slug", "Product", "Answered", "Tier", "Valid until", "Changed"]
    headings = headings if width >= _WIDE else headings[:4] if width >= _NARROW else ["Slug", "Answered"]
    made = table(*headings, firm=("Slug", "Valid until", "Changed"), right=("Answered",))
    for row in rows:
        assessment, summary = row.assessment, row.summary
        product = assessment.product
        if assessment.vendor != product:
            product = f"{product} ({assessment.vendor})"
        cells = {
            "Slug": cell(assessment.slug, "bold"),
            "Product": cut(product),
            "Answered": cell(
                f"{summary.answered}/{summary.in_force} {percent(summary.answered, summary.in_force):>5}"
            ),
            "Tier": cut(summary.tier or "-", "" if summary.tier else QUIET),
            "Valid until": cell(summary.valid_until or "-"),
            "Changed": cell(f"{assessment.changed_at.astimezone():%Y-%m-%d}"),
        }
        made.add_row(*(cells[heading] for heading in headings))
    return made
