"""Section P17, the numbers: scores by area, where the points went, and how the tier comes about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.assessment.clauses import one_line, stopped, without_stop
from app.assessment.findings import CONTRADICTIONS
from app.assessment.judged import Judged
from app.assessment.points import points_text
from app.assessment.profile import Block, Bullets, Facts, Heading, Paragraph, Table, TableColumn
from app.assessment.score import Figures, Loss, LossKind
from app.assessment.sheet import Sheet, counted
from app.assessment.tiers import threshold_values
from app.questionnaire.rules import Rulebook

_GATE = re.compile(r"^The gate (\S+) (?:has credit ([\d.]+)|is)")
_ID_ASIDE = re.compile(r" \([a-z_]+(?:\.[a-z_]+)+\)")
MOST_LOSSES = 10
_MOST_OF_AREA = 2
_EXPLAINED = (
    "Commitment is how much of what counts is promised and not contradicted. Assurance is how far the documents "
    "prove it at the review date. Both are of 100, and a question weighs more the worse a bad answer would be. A low "
    "Assurance beside a high Commitment calls for signatures and reports, not for new promises."
)
_THRESHOLDS = {
    "completeness": ("Questions answered before any tier is given", "at least {} %"),
    "shown.commitment": ("Commitment that “Not shown” begins below", "{}"),
    "conditions.commitment": ("Commitment for “Meets with conditions”", "at least {}"),
    "conditions.assurance": ("Assurance for “Meets with conditions”", "at least {}"),
    "meets.commitment": ("Commitment for “Meets”", "at least {}"),
    "meets.assurance": ("Assurance for “Meets”", "at least {}"),
    "meets.months": ("Age of the main evidence for “Meets”", "at most {} months"),
}
"""What each threshold of the rulebook is called in print."""


def in_print(why: str, book: Rulebook) -> str:
    """A reason for a tier, as the screens show it by ids that lead to the answer, for readers who know none."""

    def words(match: re.Match[str]) -> str:
        said = f"counts {match[2]} of 1" if match[2] else "is"
        return f"“{book.called.get(match[1], match[1])}”, which must hold, {said}"

    return stopped(one_line(_ID_ASIDE.sub("", _GATE.sub(words, why))))


def scores(sheet: Sheet, judged: Judged) -> tuple[Block, ...]:
    """The two numbers by area, the ten largest losses, and what they add up to."""
    score = judged.judgement.score
    if score.total.assurance is None and score.total.commitment is None:
        return (Heading("Scores"), Paragraph("Nothing could be scored: no question that counts is answered."))
    columns = (
        TableColumn("Area", 2),
        TableColumn("Weight", 0.7),
        TableColumn("Commitment", 1),
        TableColumn("Assurance", 1),
        TableColumn("Largest losses, in points of Assurance", 4.5),
    )
    area_of = {line.question: line.area for line in score.lines}
    rows = [
        (_area(sheet, area), *_figures(figures), _largest(score.losses, area, area_of))
        for area, figures in score.areas.items()
    ]
    rows.append(("All areas", *_figures(score.total), "see below"))
    return (
        Heading("Scores"),
        Paragraph(_EXPLAINED),
        Table("Scores by area", columns, tuple(rows)),
        *_losses(sheet, judged),
    )


def tier(judged: Judged) -> tuple[Block, ...]:
    """Which tier is shown and which was computed, what keeps it there, and by which rules and thresholds."""
    verdict, settings = judged.judgement.verdict, judged.settings
    if verdict.concluded and verdict.override:
        shown = (
            f"The tier shown, “{verdict.tier}”, is the reviewer's conclusion; the one computed is "
            f"“{verdict.computed}”. Reason for the difference: {without_stop(verdict.override)}"
        )
    elif verdict.concluded:
        shown = f"The tier shown, “{verdict.tier}”, is the reviewer's conclusion and the one computed"
    else:
        shown = f"The tier shown, “{verdict.tier}”, is computed; the reviewer's own conclusion is not shown with it"
    said = [stopped(shown)]
    if verdict.refused:
        said.append(
            stopped(f"The reviewer recorded another one, which is not shown: {without_stop(verdict.refused)}")
        )
    blocks: list[Block] = [Heading("How the tier comes about"), Paragraph(" ".join(said))]
    if verdict.why:
        blocks += [
            Paragraph("What decides the computed tier, and what keeps it from a better one:"),
            Bullets(tuple(in_print(why, judged.book) for why in verdict.why)),
        ]
    facts = [(label, text) for label, text in _thresholds(judged)]
    if settings.extra_gates:
        facts.append(("Gates besides the questionnaire's own", ", ".join(settings.extra_gates)))
    if judged.book.pack:
        number = counted(len(judged.book.rules), "rule", "rules")
        facts.append(("Rulebook", f"{judged.book.pack}, {number}"))
    if judged.judgement.rules:
        facts.append(("SHA-256 of the rulebook", judged.judgement.rules))
    facts.append(("SHA-256 of this judgment", judged.digest))
    blocks.append(Facts(tuple(facts)))
    return tuple(blocks)


def threshold_text(name: str, value: float) -> tuple[str, str]:
    """What a threshold is called in print, and its value in words."""
    label, words = _THRESHOLDS.get(name, (name, "{}"))
    return label, words.format(f"{value:g}")


def _area(sheet: Sheet, area: str) -> str:
    section = sheet.pack.section_by_id.get(area)
    return section.title if section else area


def _figures(figures: Figures) -> tuple[str, str, str]:
    return f"{figures.weight:g}", points_text(figures.commitment), points_text(figures.assurance)


def _largest(losses: Sequence[Loss], area: str, area_of: dict[str, str]) -> str:
    own = [loss for loss in losses if area_of.get(loss.question) == area and loss.points > 0][:_MOST_OF_AREA]
    return "; ".join(f"{loss.question} {loss.points:.1f} ({cause_text(loss)})" for loss in own) or "none"


def cause_text(loss: Loss) -> str:
    """Why the points are lost, in words."""
    cause = without_stop(loss.cause)
    match loss.kind:
        case LossKind.CONTRADICTION:
            told = f"{loss.rule}: {cause}" if loss.rule and loss.rule not in cause else cause or loss.rule
            if loss.rule and not loss.rule.startswith(CONTRADICTIONS):
                return f"lowered by {told}"
            return f"contradicted, {told}" if told else "contradicted"
        case LossKind.EVIDENCE:
            return f"evidence: {cause}"
        case LossKind.AGE:
            return f"age: {cause}"
        case LossKind.ANSWER:
            return cause


def _losses(sheet: Sheet, judged: Judged) -> tuple[Block, ...]:
    score = judged.judgement.score
    losses = [loss for loss in score.losses if loss.points > 0]
    if not losses or score.total.assurance is None:
        return ()
    shown = losses[:MOST_LOSSES]
    columns = (TableColumn("Points", 0.7), TableColumn("Question", 4.5), TableColumn("Why they are lost", 3))
    rows = tuple((f"{loss.points:.1f}", _asked(sheet, loss.question), cause_text(loss)) for loss in shown)
    missing = 100 - float(points_text(score.total.assurance))
    footer = f"Assurance is {points_text(score.total.assurance)}: {missing:.1f} points of 100 are lost."
    if len(losses) > len(shown):
        named = round(sum(loss.points for loss in shown), 1)
        others = counted(len(losses) - len(shown), "smaller loss", "smaller losses")
        footer += f" These make up {named:.1f} of them, and {others} the other {missing - named:.1f}."
        title = f"The {MOST_LOSSES} largest losses"
    else:
        footer += " These are all of them."
        title = "Where the points are lost"
    return (Table(title, columns, rows, footer=footer),)


def _asked(sheet: Sheet, question_id: str) -> str:
    question = sheet.pack.by_id.get(question_id)
    return f"{one_line(question.ask)} ({question_id})" if question else question_id


def _thresholds(judged: Judged) -> list[tuple[str, str]]:
    found = []
    for name, (value, of_pack) in threshold_values(judged.book, judged.settings).items():
        label, text = threshold_text(name, value)
        if value != of_pack:
            text += f" (set by the district; the questionnaire asks {of_pack:g})"
        found.append((label, text))
    return found
