"""`assess letter`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.cli.choosing import chosen_review
from app.cli.documented import Documented
from app.cli.exporting import hand_over, page_size_option
from app.cli.session import database_option, reading
from app.cli.terminal import can_ask, say

if TYPE_CHECKING:
    from datetime import date

    from app.report import PageSize

_FORMS = ("pdf", "md")


@click.command(cls=Documented)
@database_option
@click.argument("slug", required=False)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(_FORMS),
    help="What to write.  [default: the ending of FILE, or pdf]",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="Where to write it; - for stdout.  [default: SLUG-letter.FORMAT here]",
)
@click.option(
    "--by",
    metavar="DATE",
    help="Until when an answer is needed, as 2026-12-31.  [default: 30 days after the review, or the first date of a "
    "finding]",
)
@page_size_option
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def letter(
    slug: str | None, form: str | None, output: str | None, by: str | None, page_size: str, *, force: bool
) -> None:
    """Write the letter to the vendor: everything that is silent, vague, contradicted or unproved.

    Critical and high points come first, the others follow by subject. A law is named where a school is or where
    the vendor claims it. Notes and everything else that is internal stays out. Read it before you send it.

    assess letter classtag
    assess letter classtag --by 2026-12-31 -o questions.pdf
    assess letter classtag --format md -o - | less
    """
    from pathlib import Path

    until = _day(by)
    if form is None:
        ending = Path(output).suffix[1:].lower() if output is not None else ""
        form = ending if ending in _FORMS else "pdf"
    if slug is None and not can_ask():
        raise click.UsageError("Missing argument SLUG; `assess list` shows what there is.")
    if output == "-" and form == "pdf" and sys.stdout.isatty():
        raise click.UsageError("A PDF is not written to a terminal; give a file with -o.")
    from app.review import Form

    with reading() as library:
        review = chosen_review(library, slug)
        size: PageSize = "a4" if page_size == "a4" else "letter"
        if until is not None and until < review.today():
            say(f"{until} is past; the letter asks for an answer by then all the same.")
        data = review.export_letter(Form(form), page_size=size, answer_by=until)
        target = Path(output) if output is not None else Path(f"{review.view.assessment.slug}-letter.{form}")
    hand_over(output, target, data, force=force)


def _day(text: str | None) -> date | None:
    """The day in an ISO date. Raises `UsageError` for anything else."""
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise click.UsageError("--by takes a date like 2026-12-31.") from error
