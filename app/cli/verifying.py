"""`assess evidence verify`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import click

from app.cli.choosing import chosen_review, namer
from app.cli.documented import Documented
from app.cli.failures import ExitCode
from app.cli.session import database_option, reading
from app.cli.terminal import console, put, say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from app.evidence.model import Verified

_WORST_FIRST: Final = ("gone", "changed", "absent", "moved", "unquoted", "found")
_WRONG: Final = frozenset({"gone", "changed", "absent"})
_WORDS: Final = {
    "found": ("found", "green"),
    "moved": ("moved", "yellow"),
    "changed": ("changed", "red"),
    "gone": ("gone", "red"),
    "absent": ("document not here", "yellow"),
    "unquoted": ("without a quote", "dim"),
}


@click.command("verify", cls=Documented)
@database_option
@click.argument("slug", required=False)
@click.option("--all", "everything", is_flag=True, help="List every citation, not only what is not found.")
@click.option("--json", "as_json", is_flag=True, help="Every citation with its verdict, as JSON.")
def verify(slug: str | None, *, everything: bool, as_json: bool) -> int:
    """Look every quote up again in the documents; exit code 1 if one is changed, gone or cannot be looked up.

    A quote is found where its citation says, moved to another place, changed in its words, or gone. It is
    absent where the text of its document is not in this database. What changed or went with a newer
    version is kept to be seen and is no evidence any more.

    assess evidence verify classtag
    assess evidence verify classtag --all
    assess evidence verify classtag --json
    """
    with reading() as library:
        review = chosen_review(library, slug)
        verified = review.evidence.verify()
        named = namer(review)
        for one in verified:
            named(one.citation.document)  # looked up while the database is open
    wrong = any(one.verdict.value in _WRONG for one in verified)
    if as_json:
        from app.exchange.evidence_shapes import verified_data
        from app.exchange.shapes import to_json

        put(to_json(verified_data(verified, named)))
    elif not verified:
        say("Nothing is cited yet.")
    else:
        _show(console(), verified, named, everything=everything)
    return ExitCode.FOUND if wrong else ExitCode.DONE


def told(verified: Sequence[Verified]) -> str:
    """How many quotes stand how, in words: `12 found, 2 moved, 1 gone`."""
    counts = Counter(one.verdict.value for one in verified)
    return ", ".join(f"{counts[name]} {_WORDS[name][0]}" for name in reversed(_WORST_FIRST) if counts[name])


def _show(
    out: Console, verified: Sequence[Verified], named: Callable[[str], tuple[str, str]], *, everything: bool
) -> None:
    from app.cli.layout import QUIET, cell, indented, passage

    listed = [one for one in verified if everything or one.verdict.value != "found"]
    for one in sorted(listed, key=lambda one: _WORST_FIRST.index(one.verdict.value)):
        citation = one.citation
        id_, name = named(citation.document)
        where = f"{id_} {name}, {citation.place}" if id_ not in ("", name) else f"{name}, {citation.place}"
        moved = f"now {one.place}" if one.place not in ("", citation.place) else ""
        lost = "no evidence any more" if citation.lost else ""
        said = (cell(where), cell(moved, "yellow"), cell(lost, QUIET))
        out.print(cell(*_WORDS[one.verdict.value]), cell(one.question, "bold"), *(c for c in said if c))
        if one.now:
            out.print(indented(_difference(citation.quote, one.now), out))
        elif citation.quote:
            out.print(indented(passage(f'"{citation.quote}"', QUIET), out))
    if listed:
        out.print()
    count = f"{len(verified)} {'citation' if len(verified) == 1 else 'citations'}"
    out.print(passage(f"{count}: {told(verified)}."))


def _difference(before: str, after: str) -> Text:
    """Two versions of a quote in one: `[-words that went-]` and `{+words that came+}`."""
    from difflib import SequenceMatcher

    from rich.text import Text

    from app.cli.layout import passage

    old, new = before.split(), after.split()
    parts: list[Text] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(passage(" ".join(old[a:b])))
            continue
        if a < b:
            parts.append(passage(f"[-{' '.join(old[a:b])}-]", "red"))
        if c < d:
            parts.append(passage(f"{{+{' '.join(new[c:d])}+}}", "green"))
    return Text(" ").join(parts)
