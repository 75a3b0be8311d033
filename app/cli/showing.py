"""`assess show`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import click

from app.cli.choosing import chosen_review, namer
from app.cli.documented import Documented
from app.cli.failures import ExitCode, Stop
from app.cli.session import database_option, reading
from app.cli.terminal import console, put

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from app.assessment.answer import Answer
    from app.questionnaire.model import Question
    from app.review import Review, View

_OPEN_SHOWN = 12
_LOST: Final = {"gone": " (gone from the document)", "changed": " (changed in the document)"}


@click.command(cls=Documented)
@database_option
@click.argument("slug", required=False)
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, with every answer in force.")
@click.option(
    "--laws", is_flag=True, help="Law by law: which questions speak to it, how they stand, what is missing."
)
def show(slug: str | None, question: str | None, as_json: bool, laws: bool) -> None:
    """Show an assessment: how far it is, tier and numbers, area by area, and what is still open.

    With QUESTION, show that question, its answer, what is cited for it and its follow-ups.

    assess show classtag
    assess show classtag security.encryption.at_rest
    assess show classtag --laws
    assess show classtag --json
    """
    if laws and question:
        raise Stop("--laws shows the assessment as a whole; leave QUESTION out.", ExitCode.USAGE)
    with reading() as library:
        review = chosen_review(library, slug)
        item = review.question(question) if question else None
        view, named = review.view, namer(review)
        if laws:
            _show_laws(review, as_json=as_json)
        elif as_json:
            from app.exchange.shapes import show_data, to_json

            only = None if item is None else [item.id, *(f.id for f in item.followups)]
            put(to_json(show_data(view, only, named)))
        elif item is not None:
            _show_question(console(), view, item, named)
        else:
            _show_assessment(console(), view)


def _show_laws(review: Review, *, as_json: bool) -> None:
    from app.cli.laws import laws_data, show_laws
    from app.exchange.shapes import to_json

    covered = review.coverage()
    if as_json:
        put(to_json(laws_data(review.view.assessment.slug, covered)))
    else:
        show_laws(console(), review.view, covered)


def _show_assessment(out: Console, view: View) -> None:
    from rich.text import Text

    from app.cli.layout import QUIET, bar, cell, fields, percent
    from app.cli.scoring import figures

    assessment, done = view.assessment, view.progress
    out.print(cell(assessment.product, "bold"), cell(f"by {assessment.vendor}", QUIET))
    out.print()
    facts = fields()
    facts.add_row("Slug", cell(assessment.slug))
    facts.add_row("Questionnaire", cell(f"{assessment.pack_id} {assessment.pack_version}"))
    facts.add_row(
        "Answered",
        Text.assemble(
            f"{done.answered} of {done.in_force}  ",
            bar(done.answered, done.in_force),
            f"  {percent(done.answered, done.in_force)}",
        ),
    )
    for name, text in figures(view.judgement):
        facts.add_row(name, cell(text))
    facts.add_row("Findings", cell(_counted(view)))
    facts.add_row("Changed", cell(f"{assessment.changed_at.astimezone():%Y-%m-%d %H:%M}"))
    out.print(facts)
    out.print()
    out.print(_areas(view))
    out.print()
    _show_open(out, view)


def _counted(view: View) -> str:
    """How many findings act, by severity, and how many only wait for the reviewer's word."""
    findings = view.judgement.findings
    counts = [f"{count} {severity.value}" for severity, count in findings.counts().items() if count]
    counts += [f"{len(findings.of_review)} about this review"] if findings.of_review else []
    told = ", ".join(counts) or "none"
    return f"{told}; {len(findings.proposals)} proposed" if findings.proposals else told


def _areas(view: View) -> RenderableType:
    from app.assessment.answer import State
    from app.cli.layout import QUIET, STYLES, cell, cut, table

    heads = {
        "Yes": State.YES,
        "Part": State.PARTIAL,
        "No": State.NO,
        "Facts": State.ANSWERED,
        "Silent": State.NOT_ADDRESSED,
        "N/A": State.NA,
        "Open": State.UNANSWERED,
    }
    made = table("Area", "Done", *heads, right=("Done", *heads))
    for section in view.pack.sections:
        if section.id not in view.progress.by_section:
            continue
        done, total = view.progress.by_section[section.id]
        states = Counter(view.answer(q.id).state for q in section.questions if q.id in view.path.in_force)
        made.add_row(
            cut(section.title),
            cell(f"{done}/{total}", "green" if done == total else ""),
            *(
                cell(str(states[s]) if states[s] else "·", STYLES[s] if states[s] else QUIET)
                for s in heads.values()
            ),
        )
    return made


def _show_open(out: Console, view: View) -> None:
    from app.assessment.progress import GapKind
    from app.cli.layout import QUIET, cell, cut, table

    missing = [gap for gap in view.progress.gaps if gap.kind is not GapKind.UNCITED]
    uncited = len(view.progress.gaps) - len(missing)
    if missing:
        made = table("Still open", "", firm=("Still open",))
        for gap in missing[:_OPEN_SHOWN]:
            ask = view.pack.by_id[gap.question].ask
            told = cut(ask) if gap.kind is GapKind.OPEN else cut(gap.message, "yellow")
            made.add_row(cell(gap.question), told)
        out.print(made)
        if len(missing) > _OPEN_SHOWN:
            out.print(cell(f"and {len(missing) - _OPEN_SHOWN} more", QUIET))
    else:
        out.print(cell("Nothing is open.", "green"))
    if uncited:
        out.print(cell(f"{uncited} {'answer cites' if uncited == 1 else 'answers cite'} nothing.", "yellow"))


def _show_question(
    out: Console, view: View, question: Question, named: Callable[[str], tuple[str, str]]
) -> None:
    from app.cli.layout import QUIET, WORDS, cell, cut, fields, passage, table

    out.print(
        cell(question.id, "bold"), cell("" if question.id in view.path.in_force else "not in force", "yellow")
    )
    out.print(passage(question.ask))
    out.print()
    answer = view.answer(question.id)
    facts = fields()
    _answer_fields(facts, question, answer)
    _evidence_fields(facts, answer, named)
    for label, text in (
        ("Why", question.why),
        ("Evidence", question.evidence),
        ("Law", "; ".join(question.law)),
    ):
        if text:
            facts.add_row(label, passage(text, QUIET))
    out.print(facts)
    _show_rows(out, question, answer)
    if question.followups:
        out.print()
        made = table("Follow-up", "State", "Value", firm=("Follow-up", "State"))
        for followup in question.followups:
            given = view.answer(followup.id)
            word = WORDS[given.state] if followup.id in view.path.in_force else "not asked"
            made.add_row(cell(followup.id), cell(word), cut(_value_text(given)))
        out.print(made)


def _answer_fields(facts: Table, question: Question, answer: Answer) -> None:
    from app.assessment.values import rows_of
    from app.cli.layout import cell, passage, state_word

    facts.add_row("State", state_word(answer.state))
    if answer.value is not None and not rows_of(answer.value):
        if isinstance(answer.value, Mapping):
            for column in question.columns:
                if text := answer.value.get(column.id):
                    facts.add_row(cell(column.label), passage(text))
        else:
            facts.add_row("Value", passage(_value_text(answer)))
    for label, text in (("Reason", answer.reason), ("Note", answer.note)):
        if text:
            facts.add_row(label, passage(text))
    if answer.at is not None:
        who = f" by {answer.by}" if answer.by else ""
        facts.add_row("Given", cell(f"{answer.at.astimezone():%Y-%m-%d %H:%M}{who}"))


def _evidence_fields(facts: Table, answer: Answer, named: Callable[[str], tuple[str, str]]) -> None:
    """What an answer rests on: citations, what was looked for, and why it is open again."""
    from app.assessment.values import rows_of
    from app.cli.layout import QUIET, passage

    rows = {row.id: number for number, row in enumerate(rows_of(answer.value), start=1)}
    for citation in answer.citations:
        id_, name = named(citation.document)
        where = f"{id_} {name}" if id_ not in ("", name) else name
        quote = f' "{citation.quote}"' if citation.quote else ""
        row = f" (row {rows[citation.row]})" if citation.row in rows else ""
        lost = _LOST.get(citation.lost, "")
        style = QUIET if citation.lost else ""
        facts.add_row("Cited", passage(f"{where}, {citation.place}{row}{quote}{lost}", style))
    if answer.searched is not None:
        searched = answer.searched
        said = {"nothing": "nothing found", "weak": "weak passages found", "found": "passages found"}
        documents = ", ".join(named(one)[1] for one in searched.documents) or "no document"
        outcome = said.get(searched.outcome, searched.outcome)
        facts.add_row("Looked for", passage(f"{', '.join(searched.terms)}; in {documents}: {outcome}"))
    if answer.reopened:
        facts.add_row("Open again", passage(answer.reopened, "yellow"))


def _show_rows(out: Console, question: Question, answer: Answer) -> None:
    from app.assessment.values import rows_of
    from app.cli.layout import passage, table

    rows = rows_of(answer.value)
    if not rows:
        return
    used = [column for column in question.columns if any(row.cells.get(column.id) for row in rows)]
    made = table(*(column.label for column in used))
    for row in rows:
        made.add_row(*(passage(row.cells.get(column.id, "")) for column in used))
    out.print()
    out.print(made)


def _value_text(answer: Answer) -> str:
    from app.assessment.values import rows_of, to_text

    if rows := rows_of(answer.value):
        return f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}"
    return to_text(answer.value)
