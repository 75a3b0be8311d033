"""`assess evidence remove`."""

from __future__ import annotations

import click

from app.cli.documented import Documented
from app.cli.session import database_option, writing
from app.cli.terminal import can_ask, say


@click.command("remove", cls=Documented)
@database_option
@click.argument("slug")
@click.argument("name")
@click.option("--yes", "-y", is_flag=True, help="Do not ask first; a script needs it.")
def remove(slug: str, name: str, *, yes: bool) -> None:
    """Take a file that is off the register out of the assessment, for good.

    NAME is the file's name or the beginning of its SHA-256; `assess evidence list` shows what is off the
    register. The file, its text and its passages leave the database too, unless another assessment has them.
    It cannot be undone; adding the file again brings it back. The history still names its hash, and
    backups made before still hold it.

    assess evidence remove classtag draft.docx
    assess evidence remove classtag 5f3c0a91d2be --yes
    """
    with writing() as library:
        review = library.review(slug)
        held = review.evidence.off_register(name)
        sha256 = held.attachment.sha256 if held.attachment else ""
        was = f", an older version of {held.once}" if held.once else ""
        said = f"{held.name} ({sha256[:12]}{was})"
        if not yes:
            if not can_ask():
                raise click.UsageError(f"{said} would be removed for good; say --yes.")
            from app.cli import asking

            if not asking.confirm(f"Remove {said} for good? Undo does not bring it back."):
                say("Nothing was removed.")
                return
        review.evidence.remove(sha256)
        there = library.store.document(sha256) is not None
        kept = " Another assessment has it too, so it stays in the database." if there else ""
        say(
            f"Removed {said}.{kept} The history still names its hash; backups made before still hold the file."
        )
