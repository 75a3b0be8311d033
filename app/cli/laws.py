"""`assess show SLUG --laws`: the coverage by law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rich.console import Console

    from app.assessment.coverage import LawCoverage, LawItem
    from app.review import View

_STYLES: Final = {
    "addressed": "green",
    "partly": "yellow",
    "contradicted": "red",
    "adverse": "red",
    "silent": "yellow",
    "open": "yellow",
    "n/a": "",
}


def laws_data(slug: str, covered: tuple[LawCoverage, ...]) -> dict[str, Any]:
    """The coverage as JSON-ready data."""
    return {
        "slug": slug,
        "laws": [
            {
                "law": one.law,
                "title": one.title,
                "group": one.group,
                "counts": dict(one.counts),
                "missing": list(one.missing),
                "items": [
                    {
                        "question": item.question,
                        "citations": list(item.citations),
                        "state": item.state.value,
                        "standing": item.standing.value,
                        "mark": item.mark.value,
                        "findings": list(item.findings),
                    }
                    for item in one.items
                ],
            }
            for one in covered
        ],
    }


def show_laws(out: Console, view: View, covered: tuple[LawCoverage, ...]) -> None:
    """Print a table of the laws in force, then what is missing or contradicted under each."""
    from app.assessment.coverage import COUNTS
    from app.cli.layout import QUIET, cell, cut, table

    assessment = view.assessment
    out.print(cell(assessment.product, "bold"), cell(f"by {assessment.vendor}", QUIET))
    out.print()
    if not covered:
        out.print(cell("No law that this questionnaire knows is in force."))
        return
    words = tuple(COUNTS.values())
    heads = tuple(word.capitalize() if word != "n/a" else "N/A" for word in words)
    made = table(
        "Group", "Law or agreement", "Questions", *heads, firm=("Group",), right=("Questions", *heads)
    )
    group = ""
    for one in covered:
        counts = one.counts
        made.add_row(
            cell(one.group if one.group != group else ""),
            cut(one.title),
            cell(str(len(one.items))),
            *(cell(str(counts[word] or "·"), _STYLES[word] if counts[word] else QUIET) for word in words),
        )
        group = one.group
    out.print(made)
    for one in covered:
        _show_missing(out, view, one)


def _show_missing(out: Console, view: View, one: LawCoverage) -> None:
    from app.assessment.coverage import COUNTS
    from app.assessment.profile import Mark
    from app.cli.layout import cell, cut, table

    told = [item for item in one.items if item.mark is Mark.CONTRADICTED or item.question in one.missing]
    if not told:
        return
    out.print()
    out.print(cell(one.title, "bold"))
    made = table("Question", "Stands", "Asks", "Cited", "Findings", firm=("Question", "Stands"))
    for item in told:
        word = COUNTS[item.mark]
        ask = view.pack.by_id[item.question].ask
        cited = "; ".join(item.citations) or "·"
        made.add_row(
            cell(item.question), cell(word, _STYLES[word]), cut(ask), cut(cited), cut(_findings(item))
        )
    out.print(made)


def _findings(item: LawItem) -> str:
    return ", ".join(item.findings) or "·"
