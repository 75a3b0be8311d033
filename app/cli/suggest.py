"""`assess suggest`, and how passages look in a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from app.cli.choosing import chosen_review, namer
from app.cli.documented import Documented
from app.cli.session import database_option, reading
from app.cli.terminal import console, put

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from app.evidence.model import Suggestion, Suggestions
    from app.questionnaire.model import Pack, Question

MOST = 50
"""Suggestions for one question."""
_TERMS_SHOWN = 24


@click.command(cls=Documented)
@database_option
@click.argument("slug", required=False)
@click.argument("question", required=False)
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=5,
    show_default=True,
    metavar="N",
    help="Suggestions for a question.",
)
@click.option("--all", "everything", is_flag=True, help="Without QUESTION: those not in force, too.")
@click.option(
    "--term", "terms", multiple=True, metavar="WORD", help="Look for this, too, this once; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="The suggestions as JSON.")
def suggest(
    slug: str | None,
    question: str | None,
    *,
    limit: int,
    everything: bool,
    terms: tuple[str, ...],
    as_json: bool,
) -> None:
    """Suggest passages of the documents that answer a question, or every question in force.

    Each comes with its document, place, score and the terms that matched. A suggestion is never an answer
    by itself: `assess cite` cites it, `assess answer` answers. A star at the end of a WORD takes any ending.

    assess suggest classtag security.encryption.at_rest
    assess suggest classtag breach.deadline --term "incident*" --limit 10
    assess suggest classtag --json
    """
    if terms and question is None:
        raise click.UsageError("--term goes with one QUESTION.")
    if everything and question is not None:
        raise click.UsageError("--all goes without QUESTION.")
    with reading() as library:
        review = chosen_review(library, slug)
        view, evidence = review.view, review.evidence
        if question is not None:
            found = [evidence.suggest(review.question(question).id, limit, extra=terms)]
        else:
            items = [one.id for one in view.pack.items] if everything else view.path.items
            found = [evidence.suggest(item, limit) for item in items]
        if as_json:
            from app.exchange.evidence_shapes import suggest_data
            from app.exchange.shapes import to_json

            named = namer(review)
            data = [suggest_data(one, named) for one in found]
            put(to_json(data[0] if question is not None else data))
            return
    out = console()
    if question is None:
        _show_all(out, view.pack, found)
    else:
        _show_one(out, view.pack.by_id[found[0].question], found[0])


def _show_one(out: Console, question: Question, found: Suggestions) -> None:
    from app.cli.layout import cell, passage

    out.print(cell(question.id, "bold"))
    out.print(passage(question.ask))
    out.print()
    show_found(out, found)


def _show_all(out: Console, pack: Pack, found: Sequence[Suggestions]) -> None:
    from app.cli.layout import QUIET, cell, cut, table

    made = table("Question", "Outcome", "Sure", "Best passage", firm=("Question", "Outcome"), right=("Sure",))
    words = {"found": ("found", "green"), "weak": ("weak", "yellow"), "nothing": ("nothing", QUIET)}
    for one in found:
        best = one.found[0] if one.found else None
        made.add_row(
            cell(one.question),
            cell(*words[one.outcome.value]),
            cell(f"{one.confidence:.2f}" if best else "·", QUIET),
            cut(f"{best.name}, {best.place}: {best.text}" if best else pack.by_id[one.question].ask, QUIET),
        )
    out.print(made)


def show_found(out: Console, found: Suggestions) -> None:
    """What was found, best first, or that nothing was and what was looked for."""
    from app.cli.layout import QUIET, cell, indented, passage

    if not found.documents:
        out.print(passage("No document is here to look in; `assess evidence add SLUG FILE` brings one in."))
        return
    if not found.looked_for:
        out.print(passage("Nothing is looked for here by itself; --term WORD looks for one."))
        return
    count = f"{len(found.documents)} {'document' if len(found.documents) == 1 else 'documents'}"
    if not found.found:
        out.print(passage(f"Nothing found in {count}; looked for: {_listed(found.looked_for)}."))
        if found.question:
            out.print(passage("No passage has these words where they would answer the question.", QUIET))
        return
    word = "Weak, please check" if found.outcome.value == "weak" else "Found"
    style = "yellow" if found.outcome.value == "weak" else "green"
    out.print(cell(word, style), cell(f"in {count}; confidence {found.confidence:.2f}", QUIET))
    out.print(passage(f"Looked for: {_listed(found.looked_for)}.", QUIET))
    for number, one in enumerate(found.found, start=1):
        out.print()
        _show_head(out, number, one)
        if one.context:
            out.print(indented(passage(one.context, QUIET), out))
        out.print(indented(emphasised(one.text, one.terms), out))
        if one.value is not None:
            proposes = f"Proposes {one.value.question}: {one.value.text}"
            out.print(indented(passage(proposes, "cyan"), out))


def _show_head(out: Console, number: int, one: Suggestion) -> None:
    from rich.text import Text

    from app.cli.layout import QUIET, cell

    said = [cell(f"{number:>2}"), cell(f"{one.document} {one.name}, {one.place}", "bold")]
    if one.speaks_for:
        said.append(cell(f"speaks for {one.speaks_for}", "red" if one.speaks_for == "no" else "green"))
    elif one.polarity.value == "denies":
        said.append(cell("denies", "red"))
    elif one.polarity.value == "both":
        said.append(cell("says both", "yellow"))
    if one.limited:
        said.append(cell("with a limit", "yellow"))
    said.append(cell(f"{one.score:.2f}", QUIET))
    if one.terms:
        said.append(cell(_listed(one.terms), QUIET))
    out.print(Text("  ").join(said))


def emphasised(text: str, terms: Sequence[str]) -> Text:
    """Stored text in full, with the words that matched in bold: prose flows, rows of a table keep their lines."""
    from app.cli.layout import passage

    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    made = passage(("\n" if " | " in text else " ").join(lines))
    words = sorted({term for term in terms if term.strip()}, key=len, reverse=True)
    if words:
        pattern = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
        made.highlight_regex(rf"(?i)(?<!\w)(?:{pattern})(?!\w)", "bold underline")
    return made


def _listed(terms: Sequence[str]) -> str:
    more = len(terms) - _TERMS_SHOWN
    return ", ".join(terms[:_TERMS_SHOWN]) + (f" and {more} more" if more > 0 else "")
