"""The sections that only the internal report has: notes, reasons, flags, who and when, and what is undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.assessment.appendix import passage
from app.assessment.clauses import one_line, stopped
from app.assessment.documents import date_text
from app.assessment.finding_blocks import MOST_PASSAGES, subject_text, title_of
from app.assessment.findings import STATE_WORDS, Finding, Names
from app.assessment.judged import Judged
from app.assessment.points import points_text
from app.assessment.profile import Block, Bullets, Paragraph, ProfileSection, Table, TableColumn
from app.assessment.progress import GapKind
from app.assessment.recorded import Recorded
from app.assessment.score import Step
from app.assessment.sheet import Sheet
from app.assessment.wording import state_words

BANNER = "INTERNAL: not for the vendor"
_COSTS = {1: "a sentence", 2: "a date or a signature", 3: "a document", 4: "a change of practice"}


@dataclass(frozen=True, slots=True)
class Internal:
    """What an internal report tells beyond the answers and the judgement."""

    history: tuple[Recorded, ...] = ()
    """Every change, oldest first."""
    names: Names = field(default_factory=dict)
    """What was declared about names."""
    steps: tuple[Step, ...] = ()
    """What would move the tier or the numbers, cheapest first."""


def internal_sections(sheet: Sheet, internal: Internal) -> tuple[ProfileSection, ...]:
    """The sections I1 to I7, in print order."""
    judged = sheet.judged
    made: tuple[tuple[str, Callable[[], tuple[Block, ...]]], ...] = (
        ("Notes, reasons and flags", lambda: _notes(sheet)),
        ("Answers without a passage", lambda: _uncited(sheet)),
        ("Proposals that nobody has decided on", lambda: _proposals(sheet, judged)),
        ("Findings: who recorded what", lambda: _recorded(sheet, judged)),
        ("What would move the tier", lambda: _steps(internal.steps)),
        ("Names declared the same or different", lambda: _names(internal.names)),
        ("History", lambda: _history(internal.history)),
    )
    return tuple(
        ProfileSection(f"I{number}", title, blocks()) for number, (title, blocks) in enumerate(made, 1)
    )


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else "–"


def _notes(sheet: Sheet) -> tuple[Block, ...]:
    columns = (
        TableColumn("Question", 2),
        TableColumn("Answer", 1.5),
        TableColumn("Reason", 2.5),
        TableColumn("Note", 3),
        TableColumn("Flag", 0.7),
        TableColumn("By, when", 1.6),
    )
    return (
        Table(
            "",
            columns,
            tuple(_note_rows(sheet)),
            empty="No answer has a note, a reason or a flag.",
            footer="Hidden questions are left out. “flag” marks an answer to come back to.",
            landscape=True,
        ),
    )


def _note_rows(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    for item in sheet.path.items:
        answer = sheet.answer(item)
        if answer.note.strip() or answer.reason.strip() or answer.flag:
            yield (
                item,
                _cut(state_words(sheet.pack.by_id[item], answer)),
                one_line(answer.reason) or "–",
                answer.note.strip() or "–",
                "flag" if answer.flag else "–",
                ", ".join(filter(None, (one_line(answer.by), _when(answer.at)))),
            )


def _cut(text: str, most: int = 30) -> str:
    words = text.split()
    return " ".join(words[:most]) + (" …" if len(words) > most else "")


def _uncited(sheet: Sheet) -> tuple[Block, ...]:
    gaps = [gap for gap in sheet.progress.gaps if gap.kind is GapKind.UNCITED]
    if not gaps:
        return (Paragraph("Every answer that wants a passage cites one."),)
    items = tuple(f"{gap.question}: {one_line(sheet.pack.by_id[gap.question].ask)}" for gap in gaps)
    return (Bullets(items),)


def _proposals(sheet: Sheet, judged: Judged | None) -> tuple[Block, ...]:
    proposals = judged.judgement.findings.proposals if judged else ()
    columns = (
        TableColumn("Id", 0.8),
        TableColumn("Severity", 0.9),
        TableColumn("What", 2.4),
        TableColumn("In words", 3.4),
        TableColumn("Passages", 3.6),
    )
    rows = tuple(
        (
            one.finding.rule,
            one.finding.severity.value,
            _named(sheet, one.finding),
            one_line(one.finding.message),
            "\n".join(passage(citation) for citation in one.finding.citations[:MOST_PASSAGES]) or "–",
        )
        for one in proposals
    )
    footer = "A proposal counts for nothing until somebody confirms it."
    return (Table("", columns, rows, empty="None.", footer=footer if rows else "", landscape=True),)


def _named(sheet: Sheet, finding: Finding) -> str:
    about = "" if finding.of_rule else subject_text(sheet, finding)
    return ": ".join(filter(None, (title_of(finding), about)))


def _recorded(sheet: Sheet, judged: Judged | None) -> tuple[Block, ...]:
    found = judged.judgement.findings if judged else None
    columns = (
        TableColumn("Id", 0.8),
        TableColumn("What", 3),
        TableColumn("State", 1.2),
        TableColumn("Reason", 3),
        TableColumn("Owner, due", 1.6),
        TableColumn("By, when", 1.6),
    )
    rows = tuple(
        (
            one.rule,
            f"{_named(sheet, one)}\n{one_line(one.message)}",
            STATE_WORDS[one.state],
            one_line(one.reason) or "–",
            ", ".join(filter(None, (one_line(one.owner), date_text(one.due)))) or "–",
            ", ".join(filter(None, (one_line(one.by), _when(one.at)))),
        )
        for one in (found.found if found else ())
        if one.at is not None or one.by or not one.acts
    )
    blocks: list[Block] = [
        Table("", columns, rows, empty="Nothing has been recorded about any finding.", landscape=True)
    ]
    blocks += [
        Paragraph(stopped(f"Rule {broken.rule} could not be run: {one_line(broken.why)}"))
        for broken in (found.broken if found else ())
    ]
    if found and found.waiting:
        waiting = tuple(
            (one.rule, ", ".join(one.questions[:12]) + (" …" if len(one.questions) > 12 else ""))
            for one in found.waiting
        )
        heads = (TableColumn("Rule", 1), TableColumn("Waits for an answer to", 6))
        blocks.append(Table("Rules that wait", heads, waiting, compact=True))
    return tuple(blocks)


def _steps(steps: Sequence[Step]) -> tuple[Block, ...]:
    ordered = any(step.order for step in steps)
    columns = (
        *([TableColumn("No.", 0.5)] if ordered else []),
        TableColumn("What", 5),
        TableColumn("Asks of the vendor", 1.6),
        TableColumn("Tier then", 1.5),
        TableColumn("Commitment", 1),
        TableColumn("Assurance", 1),
    )
    rows = tuple(
        (
            *([str(step.order)] if ordered else []),
            one_line(step.what),
            _COSTS.get(step.cost, "–"),
            step.tier.value,
            points_text(step.commitment),
            points_text(step.assurance),
        )
        for step in steps
    )
    told = (
        "No step moves the tier alone. Taken one after the other, in this order, these do; the numbers are those after each."
        if ordered
        else "Each of these counts by itself: the tier and the numbers are those after this one step alone."
    )
    lead = (Paragraph(told),) if steps else ()
    return (*lead, Table("", columns, rows, empty="No step was found that would move it."))


def _names(names: Names) -> tuple[Block, ...]:
    columns = (
        TableColumn("Kind", 1),
        TableColumn("Name", 3),
        TableColumn("Other name", 3),
        TableColumn("Declared", 1),
    )
    rows = tuple(
        (kind, one_line(first), one_line(second), "the same" if same else "different")
        for (kind, first, second), same in sorted(names.items())
    )
    return (Table("", columns, rows, empty="None."),)


def _history(history: Sequence[Recorded]) -> tuple[Block, ...]:
    columns = (
        TableColumn("When", 1.5),
        TableColumn("Who", 1.3),
        TableColumn("Of what", 2),
        TableColumn("Change", 5),
        TableColumn("In effect", 0.7),
    )
    rows = tuple(
        (
            _when(one.at),
            one_line(one.by) or "–",
            one.subject,
            _cut(one.what, 60),
            "yes" if one.in_effect else "undone",
        )
        for one in history
    )
    return (Table("", columns, rows, empty="Nothing has been changed yet.", compact=True, landscape=True),)
