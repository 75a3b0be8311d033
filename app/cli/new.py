"""`assess new`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.documented import Documented
from app.cli.session import database_option, writing
from app.cli.terminal import can_ask, put, say

if TYPE_CHECKING:
    from app.review import Library


@click.command(cls=Documented)
@database_option
@click.argument("vendor", required=False)
@click.option("--product", metavar="NAME", help="The product; the vendor's name where it is left out.")
@click.option(
    "--slug", metavar="SLUG", default="", help="The name of the assessment; made from the vendor's."
)
@click.option("--reviewer", "name", metavar="NAME", help="Who reviews.")
@click.option("--role", metavar="TEXT", help="The reviewer's role.")
@click.option("--organization", "organisation", metavar="NAME", help="The reviewer's organization.")
@click.option("--review-date", metavar="DATE", help="The date of the review, such as 2026-11-22.")
@click.option("--valid-until", metavar="DATE", help="When the review expires.")
@click.option("--independence-note", metavar="TEXT", help="Ties between the reviewer and the vendor.")
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="PLACE",
    help='A jurisdiction, such as CA, NY or "EU/EEA"; repeatable.',
)
def new(
    vendor: str | None,
    product: str | None,
    slug: str,
    states: tuple[str, ...],
    **reviewer: str | None,
) -> None:
    """Begin the assessment of a product and print its name.

    On a terminal, what is not given is asked for; an empty answer leaves it open. In a script, VENDOR is
    all it needs.

    assess new ClassTag --state CA --state NY
    assess new "Class Tag, Inc." --product ClassTag --reviewer "R. Reviewer"
    """
    if vendor is None and not can_ask():
        raise click.UsageError('Missing argument VENDOR, such as: assess new "ClassTag"')
    record = {field: text for field, text in reviewer.items() if text}
    with writing(create=True) as library:
        if can_ask():
            vendor, product, record, states = _asked(library, vendor, product, record, states)
        made = library.create(
            vendor or "", product or "", slug=slug, reviewer=record or None, jurisdictions=states
        )
        if record.get("name"):
            library.remember("reviewer", record["name"])
        assessment = made.view.assessment
    put(assessment.slug)
    say(f"Begun with {assessment.pack_id} {assessment.pack_version}. `assess` opens the workbench.")


def _asked(
    library: Library, vendor: str | None, product: str | None, record: dict[str, str], states: tuple[str, ...]
) -> tuple[str, str, dict[str, str], tuple[str, ...]]:
    from datetime import datetime

    from app.cli import asking

    pack = library.installed_pack()
    vendor = vendor or asking.text("Vendor:", required="The vendor needs a name.")
    if product is None:
        product = asking.text("Product:", default=vendor)
    if not record:
        reviewers = pack.by_id["review.reviewer"].columns
        known = {
            "name": library.setting("reviewer"),
            "review_date": f"{datetime.now().astimezone():%Y-%m-%d}",
        }
        name = asking.text("Reviewer:", default=known["name"])
        if name:
            record = {"name": name}
            for column in reviewers:
                if column.id != "name" and (given := asking.cell(column, known.get(column.id, ""))):
                    record[column.id] = given
    if not states:
        states = asking.many("Jurisdictions:", pack.by_id["review.jurisdictions"])
    return vendor, product, record, states
