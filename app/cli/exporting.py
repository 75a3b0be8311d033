"""`assess export`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.cli.documented import Documented
from app.cli.failures import ExitCode, Stop
from app.cli.session import database_option, reading
from app.cli.terminal import can_ask, put, say

if TYPE_CHECKING:
    from pathlib import Path

    from app.report import PageSize

_FORMS = {
    "pdf": "the profile, to print and hand over",
    "md": "the profile as Markdown",
    "json": "the profile as JSON",
    "toml": "the whole assessment, for `assess import`",
}

page_size_option = click.option(
    "--page-size",
    type=click.Choice(["letter", "a4"]),
    default="letter",
    show_default=True,
    help="Of the PDF.",
)


@click.command(cls=Documented)
@database_option
@click.argument("slug", required=False)
@click.option(
    "--format", "-f", "form", type=click.Choice(list(_FORMS)), help="What to write; else the ending of FILE."
)
@click.option(
    "--output", "-o", metavar="FILE", help="Where to write it; - for stdout.  [default: SLUG.FORMAT here]"
)
@page_size_option
@click.option(
    "--internal",
    is_flag=True,
    help="The internal report: also notes, history and what nobody has decided. Not for the vendor.",
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def export(
    slug: str | None, form: str | None, output: str | None, page_size: str, *, internal: bool, force: bool
) -> None:
    """Write the profile (pdf, md, json) or the whole assessment (toml), and print the file's name.

    The file is written whole or not at all, and only you can read it. The same answers give the same
    bytes, but for the time of printing in a profile.

    assess export classtag --format pdf
    assess export classtag -o profile.pdf --page-size a4
    assess export classtag --format pdf --internal
    assess export classtag --format toml -o - | less
    """
    from pathlib import Path

    if form is None and output is not None:
        ending = Path(output).suffix[1:].lower()
        form = ending if ending in _FORMS else None
    if not can_ask():
        if slug is None:
            raise click.UsageError("Missing argument SLUG; `assess list` shows what there is.")
        if form is None:
            raise click.UsageError(f"Missing option --format; use {', '.join(_FORMS)}.")
    from app.review import Form

    with reading() as library:
        if slug is None or form is None:
            from app.cli import asking

            slug = slug or asking.assessment(library)
            form = form or asking.choose(
                "Format:", {name: f"{name:<6} {says}" for name, says in _FORMS.items()}
            )
        if internal and form == "toml":
            raise click.UsageError("--internal is for pdf, md and json; a toml file always holds everything.")
        review = library.review(slug)
        name = f"{review.view.assessment.slug}-internal" if internal else review.view.assessment.slug
        target = Path(output) if output is not None else Path(f"{name}.{form}")
        if output == "-" and form == "pdf" and sys.stdout.isatty():
            raise click.UsageError("A PDF is not written to a terminal; give a file with -o.")
        size: PageSize = "a4" if page_size == "a4" else "letter"
        data = review.export(Form(form), page_size=size, internal=internal)
    hand_over(output, target, data, force=force)


def hand_over(output: str | None, target: Path, data: bytes, *, force: bool) -> None:
    """Write to stdout where `output` is a dash, else to the file; see `write_out`."""
    if output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_out(target, data, force=force)
    say(f"Wrote {len(data):,} bytes.")


def write_out(target: Path, data: bytes, *, force: bool) -> None:
    """Write a file that a person asked for and print its name.

    Raises `Stop` where it cannot be, `FileNotWritten` where the disk does not take it.
    """
    from app.exchange.files import FileInTheWay, FileNotWritten, FileRefused, write_file

    try:
        write_file(target, data, replace=force)
    except FileInTheWay as error:
        raise Stop(
            f"{error.message} Use --force to replace it, or -o FILE to write another.", ExitCode.USAGE
        ) from error
    except FileNotWritten:
        raise
    except FileRefused as error:
        raise Stop(error.message, ExitCode.USAGE) from error
    put(_safe(target))


def _safe(target: Path) -> str:
    from app.assessment.shown import shown

    return shown(str(target), limit=5_000)
