"""`assess list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.documented import Documented
from app.cli.session import database_option, reading
from app.cli.terminal import console, put, say

if TYPE_CHECKING:
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
    with reading() as library:
        rows = library.rows()
        place = library.path
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


def _table(rows: list[LibraryRow], width: int) -> Table:
    from app.cli.layout import QUIET, cell, cut, percent, table

    headings = ["Slug", "Product", "Answered", "Conclusion", "Valid until", "Changed"]
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
            "Conclusion": cut(summary.tier or "-", "" if summary.tier else QUIET),
            "Valid until": cell(summary.valid_until or "-"),
            "Changed": cell(f"{assessment.changed_at.astimezone():%Y-%m-%d}"),
        }
        made.add_row(*(cells[heading] for heading in headings))
    return made
