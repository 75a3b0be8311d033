"""`assess cite`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import click

from app.cli.documented import Documented
from app.cli.session import database_option, writing
from app.cli.terminal import say

if TYPE_CHECKING:
    from app.assessment.answer import Citation
    from app.questionnaire.model import Question
    from app.review import Review
    from app.review.evidence import DocumentText, Held

_MOST_LINES = 60
_LINES = re.compile(r"\s*(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?\s*")


@click.command(cls=Documented)
@database_option
@click.argument("slug")
@click.argument("question")
@click.argument("document")
@click.option("--quote", metavar="TEXT", help="Words of the document; they must be found in it.")
@click.option(
    "--lines", metavar="A-B", help="These lines of its text, 60 at most; with --quote, within them."
)
@click.option(
    "--page", type=click.IntRange(1), metavar="N", help="This page; with --quote, the words on this page."
)
@click.option("--row", metavar="R", default="", help="For one row of a register: its number or its name.")
def cite(
    slug: str,
    question: str,
    document: str,
    *,
    quote: str | None,
    lines: str | None,
    page: int | None,
    row: str,
) -> None:
    """Cite a place in a document for the answer to a question.

    DOCUMENT is the register id, the file's name or the title. The quote is kept as the document has it;
    white space and the kind of quotation marks and dashes do not matter. `assess evidence text` numbers
    the lines.

    assess cite classtag ferpa.ownership D1 --quote "remain the property of"
    assess cite classtag breach.deadline privacy.html --lines 40-42
    assess cite classtag thirdparty.register D2 --page 4 --row Plivo
    """
    given = None if quote is None else quote.strip()
    if lines is None and page is None and given is None:
        raise click.UsageError("Say what to cite: --quote TEXT, --lines A-B or --page N.")
    if given == "":
        raise click.UsageError("The quote is empty.")
    if lines is not None and page is not None:
        raise click.UsageError("Give --lines or --page, not both.")
    span = None if lines is None else _span(lines)
    with writing() as library:
        review = library.review(slug)
        item = review.question(question)
        held = review.evidence.find(document)
        pointed = _Pointed(given or "", span, page, _row_id(review, item, row))
        citation = _citation(review, held, pointed)
        before = review.view.answer(item.id).citations
        view = review.cite(item.id, citation)
        done = "Cited" if view.answer(item.id).citations != before else "Already cited:"
        force = (
            "" if item.id in view.path.in_force else " The question is not in force; the citation is kept."
        )
        say(f"{done} {citation.document}, {citation.place}.{force}")


class _Pointed(NamedTuple):
    """What the options point at."""

    quote: str
    lines: tuple[int, int] | None
    page: int | None
    row: str
    """Id of a register row, or empty."""


def _span(lines: str) -> tuple[int, int]:
    found = _LINES.fullmatch(lines)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last:
        raise click.UsageError(f'"{lines[:40]}" are no lines; write --lines 40 or --lines 40-44.')
    if last - first >= _MOST_LINES:
        raise click.UsageError(f"{_MOST_LINES} lines are the most for one citation; cite what matters.")
    return first, last


def _citation(review: Review, held: Held, at: _Pointed) -> Citation:
    evidence = review.evidence
    if held.attachment is None:
        return _by_hand(held, at)
    text = evidence.text(held.id)
    within = _within(text, at)
    if at.quote:
        return evidence.locate(held.id, at.quote, within=within, row=at.row)
    if within is not None and at.lines is not None:
        return evidence.citation(held.id, *within, row=at.row)
    from app.assessment.answer import Citation

    return Citation(held.id, f"page {at.page}", row=at.row)


def _within(text: DocumentText, at: _Pointed) -> tuple[int, int] | None:
    if at.lines is not None:
        return text.span_of_lines(*at.lines)
    return None if at.page is None else text.span_of_page(at.page)


def _by_hand(held: Held, at: _Pointed) -> Citation:
    """A citation of a document whose text is not here: nothing of it can be looked up."""
    from app.assessment.answer import Citation

    if at.lines is None and at.page is None:
        raise click.UsageError(
            f"The text of {held.id} is not here; say where the words stand, with --lines or --page."
        )
    if at.lines is None:
        place = f"page {at.page}"
    else:
        first, last = at.lines
        place = f"line {first}" if first == last else f"lines {first}-{last}"
    unseen = "The quote was not looked up" if at.quote else "The place was not looked up"
    say(f"{unseen}: the text of {held.id} ({held.name}) is not in this database.")
    return Citation(held.id, place, " ".join(at.quote.split()), row=at.row)


def _row_id(review: Review, item: Question, row: str) -> str:
    """The id of the row that is meant by its number, by its id, or by what stands in its first column."""
    from app.assessment.values import rows_of
    from app.questionnaire.model import AnswerType

    wanted = row.strip().casefold()
    if not wanted:
        return ""
    if item.type is not AnswerType.TABLE:
        raise click.UsageError(f"{item.id} is not a register; it has no rows.")
    rows = rows_of(review.view.answer(item.id).value)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(rows):
        return rows[int(wanted) - 1].id
    first = item.columns[0].id
    named = [one.id for one in rows if wanted in (one.id.casefold(), one.cells.get(first, "").casefold())]
    if len(named) == 1:
        return named[0]
    there = "has none" if not rows else "has 1" if len(rows) == 1 else f"has 1 to {len(rows)}"
    problem = "There are several rows" if named else "There is no row"
    raise click.UsageError(f'{problem} "{row[:40]}"; {item.id} {there}.')
