"""`assess names`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.cli.documented import Documented
from app.cli.session import database_option, reading, writing
from app.cli.terminal import console, put, say

if TYPE_CHECKING:
    from rich.console import Console

    from app.assessment.compared import Compared
    from app.review import Review, View

_KINDS = ("company", "element", "function")


@click.command(cls=Documented)
@database_option
@click.argument("slug")
@click.argument("kind", required=False, type=click.Choice(_KINDS), metavar="[KIND")
@click.argument("first", required=False, metavar="NAME")
@click.argument("second", required=False, metavar="OTHER]")
@click.option("--same", "said", flag_value="same", help="NAME and OTHER mean the same.")
@click.option("--different", "said", flag_value="different", help="They do not.")
@click.option("--neither", "said", flag_value="neither", help="Take back what was said of the two.")
@click.option("--json", "as_json", is_flag=True, help="What was compared and declared, as JSON.")
def names(
    slug: str,
    kind: str | None,
    first: str | None,
    second: str | None,
    said: str | None,
    *,
    as_json: bool,
) -> None:
    """Show which names of two lists were taken for the same and why, or say that two are.

    Without KIND it lists every name that a rule looks for in another list. KIND is company, element (of
    data) or function. What you say holds for this assessment, and the findings follow at once.

    assess names classtag
    assess names classtag company "Amazon Web Services" AWS --same
    assess names classtag element "class photo" "student photo" --different
    assess names classtag company "Amazon Web Services" AWS --neither
    """
    if kind is None:
        if said is not None:
            raise click.UsageError("Say which names: KIND NAME OTHER.")
        with reading() as library:
            _list(library.review(slug), as_json=as_json)
        return
    if first is None or second is None:
        raise click.UsageError("Two names are needed: KIND NAME OTHER.")
    if said is None:
        raise click.UsageError("Say what they are: --same, --different or --neither.")
    if as_json:
        raise click.UsageError("--json goes without names.")
    with writing() as library:
        review = library.review(slug)
        before = review.view
        after = review.declare_names(kind, first, second, {"same": True, "different": False}.get(said))
        say("That is what was said before." if after is before else f"Saved. {_effect(before, after)}")


def _effect(before: View, after: View) -> str:
    """What that did to the findings."""
    was, now = ({one.key for one in view.judgement.findings.acting} for view in (before, after))
    gone, new = sorted(was - now), sorted(now - was)
    told = [f"{word}: {', '.join(keys)}." for word, keys in (("Gone", gone), ("New", new)) if keys]
    return " ".join(told) or "The findings stay as they are."


def _list(review: Review, *, as_json: bool) -> None:
    found, declared = review.compared_names(), review.view.names
    if as_json:
        from app.exchange.shapes import to_json

        said = [
            {"kind": kind, "name": a, "other": b, "same": same}
            for (kind, a, b), same in sorted(declared.items())
        ]
        put(to_json({"compared": [_compared_data(one) for one in found], "declared": said}))
        return
    _show(console(), found, review.view)


def _compared_data(one: Compared) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "name": one.name,
        "source": one.source,
        "among": one.among,
        "taken_for": None if one.match is None else one.match.other,
        "why": None if one.match is None else one.match.why,
        "near": [{"name": near.other, "why": near.why} for near in one.near],
    }


def _show(out: Console, found: tuple[Compared, ...], view: View) -> None:
    from app.cli.layout import QUIET, cell, cut, table

    if not found:
        out.print(cell("No names of two lists are compared yet: the lists have no rows.", QUIET))
    else:
        made = table("Kind", "Name", "Of", "Taken for", "Why", firm=("Kind",))
        for one in found:
            taken = cell(one.match.other) if one.match else cell("not found", "yellow")
            near = ", ".join(near.other for near in one.near)
            why = one.match.why if one.match else f"near: {near}" if near else f"not in {one.among}"
            made.add_row(cell(one.kind), cell(one.name), cut(one.source), taken, cut(why, QUIET))
        out.print(made)
    if view.names:
        out.print()
        made = table("Said", "Kind", "Name", "Other", firm=("Said", "Kind"))
        for (kind, a, b), same in sorted(view.names.items()):
            made.add_row(cell("the same" if same else "different"), cell(kind), cell(a), cell(b))
        out.print(made)
