"""`assess score`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import click

from app.cli.choosing import chosen_review
from app.cli.documented import Documented
from app.cli.session import database_option, reading
from app.cli.terminal import console, put, say

if TYPE_CHECKING:
    from rich.console import Console

    from app.assessment.score import Gate, Judgement, Step
    from app.review import Review, View

_MOST_LOSSES: Final = 10
_COSTS: Final[Mapping[int, str]] = {
    1: "a sentence",
    2: "a signature or a date",
    3: "a document",
    4: "a change of practice",
}


@click.command(cls=Documented)
@database_option
@click.argument("slug", required=False)
@click.option("--what-if", "question", metavar="QUESTION", help="What its other answers would do.")
@click.option("--steps", is_flag=True, help="What would move the tier up, cheapest first.")
@click.option("--all", "every", is_flag=True, help="Every loss and every gate.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, with every loss and gate.")
def score(slug: str | None, *, question: str | None, steps: bool, every: bool, as_json: bool) -> None:
    """Show the tier and why, Commitment and Assurance, by area, and where the points go.

    Nothing is stored: --what-if judges each other answer as if it were given, and --steps looks for what
    would move the tier. Neither says what is true.

    assess score classtag
    assess score classtag --steps
    assess score classtag --what-if sopipa.no_targeted_ads
    assess score classtag --json
    """
    if question is not None and (steps or every):
        raise click.UsageError("--what-if goes without --steps and --all.")
    with reading() as library:
        review = chosen_review(library, slug)
        if question is not None:
            _what_if(review, review.question(question).id, as_json=as_json)
            return
        if steps:
            say("Working out what would move the tier ...")
        found = review.next_steps() if steps else None
        if as_json:
            from app.exchange.scored import score_data, settings_data
            from app.exchange.shapes import to_json

            settings = settings_data(review.thresholds(), review.present_case().settings.extra_gates)
            put(to_json(score_data(review.view, review.gates(), settings, found)))
            return
        out = console()
        if found is None:
            _show_score(out, review.view, review.gates(), every=every)
        else:
            show_head(out, review.view)
            _show_steps(out, review.view.judgement, found)


def show_head(out: Console, view: View) -> None:
    """The product, its tier and both numbers."""
    from app.cli.layout import QUIET, cell, fields

    assessment, facts = view.assessment, fields()
    out.print(cell(assessment.product, "bold"), cell(f"by {assessment.vendor}", QUIET))
    out.print()
    for name, text in figures(view.judgement):
        facts.add_row(name, cell(text))
    out.print(facts)


def figures(judgement: Judgement) -> list[tuple[str, str]]:
    """Tier, Commitment and Assurance with their labels."""
    from app.assessment.points import points_text

    verdict, total = judgement.verdict, judgement.score.total
    said = "computed"
    if verdict.concluded:
        said = "computed, and concluded by the reviewer"
        if verdict.tier is not verdict.computed:
            said = f"concluded by the reviewer; computed is {verdict.computed}"
    return [
        ("Tier", f"{verdict.tier}  ({said})"),
        ("Commitment", points_text(total.commitment)),
        ("Assurance", points_text(total.assurance)),
    ]


def _show_score(out: Console, view: View, gates: Sequence[Gate], *, every: bool) -> None:
    from app.assessment.points import points_text
    from app.cli.layout import QUIET, cell, cut, passage, table

    show_head(out, view)
    verdict, scored = view.judgement.verdict, view.judgement.score
    for text, style in (
        (verdict.override and f"Reason: {verdict.override}", ""),
        (verdict.refused, "yellow"),
    ):
        if text:
            out.print(passage(text, style))
    out.print()
    for why in verdict.why:
        out.print(passage(f"- {why}"))
    if scored.areas:
        out.print()
        numbers = ("Weight", "Commitment", "Assurance")
        made = table("Area", *numbers, right=numbers)
        for area, one in scored.areas.items():
            section = view.pack.section_by_id.get(area)
            made.add_row(
                cut(section.title if section else area),
                cell(f"{one.weight:g}", QUIET),
                cell(points_text(one.commitment)),
                cell(points_text(one.assurance)),
            )
        out.print(made)
    _show_gates(out, gates, every=every)
    _show_losses(out, view, every=every)


def _show_gates(out: Console, gates: Sequence[Gate], *, every: bool) -> None:
    from app.cli.layout import QUIET, cell, cut, table

    full = sum(gate.credit >= 1 for gate in gates)
    out.print()
    out.print(cell(f"{full} of {len(gates)} gates have full credit.", QUIET))
    lacking = [gate for gate in sorted(gates, key=lambda one: one.credit) if every or gate.credit < 1]
    if lacking:
        made = table("Gate", "Credit", "Why", firm=("Gate",), right=("Credit",))
        for gate in lacking:
            made.add_row(cell(gate.question.id), cell(f"{gate.credit:.2f}"), cut(gate.cause))
        out.print(made)


def _show_losses(out: Console, view: View, *, every: bool) -> None:
    from app.assessment.score_blocks import cause_text
    from app.cli.layout import QUIET, cell, cut, table

    losses = [loss for loss in view.judgement.score.losses if loss.points > 0]
    if not losses:
        return
    out.print()
    made = table("Lost", "Question", "Why", firm=("Question",), right=("Lost",))
    for loss in losses if every else losses[:_MOST_LOSSES]:
        made.add_row(cell(f"{loss.points:.2f}"), cell(loss.question), cut(cause_text(loss)))
    out.print(made)
    if more := 0 if every else len(losses[_MOST_LOSSES:]):
        out.print(cell(f"and {more} smaller {'loss' if more == 1 else 'losses'}; --all shows them", QUIET))


def _show_steps(out: Console, judgement: Judgement, steps: Sequence[Step]) -> None:
    from app.assessment.points import points_text
    from app.assessment.score import Tier
    from app.cli.layout import QUIET, cell, passage, table

    out.print()
    if not steps:
        best = judgement.verdict.computed is Tier.MEETS
        out.print(
            cell("It is the best tier." if best else "Nothing was found that moves it in a few steps.", QUIET)
        )
        return
    together = any(step.order for step in steps)
    out.print(cell("Together, in this order:" if together else "Each by itself, cheapest first:", QUIET))
    made = table("", "What", "Asks for", "Leads to", "C", "A", right=("", "C", "A"))
    for number, step in enumerate(steps, start=1):
        made.add_row(
            cell(str(step.order or number)),
            passage(step.what),
            cell(_COSTS.get(step.cost, "")),
            cell(step.tier.value),
            cell(points_text(step.commitment)),
            cell(points_text(step.assurance)),
        )
    out.print(made)


def _what_if(review: Review, question: str, *, as_json: bool) -> None:
    from app.exchange.scored import moved, what_if_data

    view, outcomes = review.view, review.what_if(question)
    if as_json:
        from app.exchange.shapes import to_json

        put(to_json(what_if_data(view, question, outcomes)))
        return
    from app.assessment.points import points_text
    from app.cli.layout import WORDS, cell, table

    out = console()
    if question not in view.path.in_force:
        say(f"{question} is not in force; no answer to it changes anything.")
        return
    made = table("Answer", "Tier", "C", "A", "New", "Gone", right=("C", "A"))
    now = view.answer(question)
    rows = [(f"now: {WORDS[now.state]}", view.judgement), *outcomes]
    for label, judged in rows:
        new, gone = moved(view.judgement, judged)
        total = judged.score.total
        made.add_row(
            cell(label),
            cell(judged.verdict.tier.value),
            cell(points_text(total.commitment)),
            cell(points_text(total.assurance)),
            cell(", ".join(new)),
            cell(", ".join(gone)),
        )
    out.print(made)
