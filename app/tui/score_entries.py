"""What stands on the score screen: the tier with why, the numbers, what would move them, gates, areas, losses, settings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from app.assessment.case import JudgeSettings
from app.assessment.points import points_text
from app.assessment.score import Figures, Gate, Judgement, Loss, Step, Tier
from app.assessment.score_blocks import cause_text, threshold_text
from app.questionnaire.model import Pack
from app.tui.concerning import homes
from app.tui.entries import EMPTY, Entry
from app.tui.finding_list import full_name
from app.tui.signs import label
from app.tui.text import plain
from app.tui.widgets.status_line import TIER_STYLES

_MUTED = "$text-muted"
_KEY = "bold $accent"
_POINTS = 8
_WIDE, _MIDDLE = 96, 56
"""Columns from which bars are long, and from which there are any."""
_ID = re.compile(r"(?<![a-z])[a-z]+(?:\.[a-z0-9_]+)+|[A-Z]{3}-\d+")
_COSTS: Mapping[int, str] = {
    1: "a sentence",
    2: "a signature or a date",
    3: "a document",
    4: "a change of practice",
}
THRESHOLD, GATES = "threshold:", "gates"
"""What enter means on a line of the settings."""
SMALL = "small losses"
"""What enter means on the line for the small losses: show them, or put them away."""
_SMALL = 0.5
"""Points under which a loss is small."""


@dataclass(frozen=True, slots=True)
class Scored:
    """All that the screen shows."""

    pack: Pack
    judgement: Judgement
    gates: Sequence[Gate]
    thresholds: Mapping[str, tuple[float, float]]
    """By name, what counts and what the pack alone asks."""
    settings: JudgeSettings
    steps: Sequence[Step] | None = None
    """What would move the tier; None while that is being worked out."""
    all_losses: bool = False
    """Whether the small losses stand one by one, too."""


def score_entries(scored: Scored, width: int) -> list[Entry]:
    """The entries for so many columns."""
    return [
        *_tier(scored),
        *_numbers(scored, width),
        *_steps(scored),
        *_gates(scored, width),
        *_areas(scored, width),
        *_losses(scored, width),
        *_settings(scored),
    ]


def _heading(text: str, aside: str = "") -> Iterator[Entry]:
    yield Entry(heading=True)
    content = Content.styled(text, "bold $text-accent")
    yield Entry(
        content + Content.styled(f"  {aside}" if aside else "", _MUTED), indent=1, heading=True, begins=True
    )


def _tier(scored: Scored) -> Iterator[Entry]:
    verdict = scored.judgement.verdict
    said = Content.styled(verdict.tier.value, TIER_STYLES[verdict.tier])
    if verdict.concluded and verdict.override:
        said += Content.styled(f"  the reviewer's conclusion; computed is {verdict.computed}", _MUTED)
    elif verdict.concluded:
        said += Content.styled("  computed, and the reviewer's conclusion", _MUTED)
    else:
        said += Content.styled("  computed", _MUTED)
    yield Entry(Content.styled("Tier", "bold $text-accent"), indent=1, heading=True, begins=True)
    yield Entry(said, question="signoff.conclusion" if "signoff.conclusion" in scored.pack.by_id else "")
    if verdict.override:
        yield Entry(plain(f"Reason: {verdict.override}", limit=2_000))
    if verdict.refused:
        yield Entry(
            plain(verdict.refused, "$text-warning", limit=2_000), Content.styled("!", "$text-warning")
        )
    for why in verdict.why:
        yield Entry(plain(why, limit=1_000), Content.styled("·", _MUTED), question=_named(scored, why))


def _named(scored: Scored, sentence: str) -> str:
    """The question that a sentence names by its id, or by the rule of a finding about it."""
    for word in _ID.findall(sentence):
        if word in scored.pack.by_id:
            return str(word)
        for finding in scored.judgement.findings.acting:
            if finding.rule == word and (there := homes(scored.pack, finding)):
                return there[0]
    return ""


def _numbers(scored: Scored, width: int) -> Iterator[Entry]:
    score, limits = scored.judgement.score, scored.thresholds
    yield from _heading("Numbers", "of 100")
    for name, value, what in (
        ("commitment", score.total.commitment, "how much of what counts is promised and not contradicted"),
        ("assurance", score.total.assurance, "how far the documents prove it at the review date"),
    ):
        needed = ", ".join(
            f"{limits[f'{step}.{name}'][0]:g} for {tier}"
            for step, tier in (("conditions", Tier.MEETS_WITH_CONDITIONS), ("meets", Tier.MEETS))
            if f"{step}.{name}" in limits
        )
        text = Content.styled(f"{name.capitalize():<11}", "bold") + _figure(value, width)
        text += Content.styled(f"  {what}; {needed}" if width >= _MIDDLE else f"  {needed}", _MUTED)
        yield Entry(text, indent=2)
    share = f"{score.answered} of {score.in_force}"
    least = limits.get("completeness", (0.0, 0.0))[0]
    text = Content.styled(f"{'Answered':<11}", "bold") + Content(f"{share:>5}")
    yield Entry(text + Content.styled(f"  at least {least:g} % are needed", _MUTED), indent=2)


def _figure(value: float | None, width: int) -> Content:
    """A bar, where there is room, and the number."""
    cells = 20 if width >= _WIDE else 10 if width >= _MIDDLE else 0
    full = 0 if value is None else min(int(value * cells / 100 + 1e-9), cells)
    gauge = Content.styled("▓" * full, "$accent") + Content.styled("░" * (cells - full), _MUTED)
    return gauge + Content.styled(f" {points_text(value):>5}", "bold")


def _steps(scored: Scored) -> Iterator[Entry]:
    yield from _heading("What would move the tier")
    steps = scored.steps
    if steps is None:
        yield Entry(Content.styled("Working it out …", _MUTED))
        return
    if not steps:
        best = scored.judgement.verdict.computed is Tier.MEETS
        said = "It is the best tier." if best else "Nothing was found that moves it in a few steps."
        yield Entry(Content.styled(said, _MUTED))
        return
    together = any(step.order for step in steps)
    said = "Together, in this order:" if together else "Each by itself, cheapest first:"
    yield Entry(Content.styled(said, _MUTED), heading=True)
    for step in steps:
        head = Content.styled(f"{step.order}." if step.order else "→", _KEY)
        cost = _COSTS.get(step.cost, "")
        to = Content.styled("  → ", _MUTED) + Content.styled(step.tier.value, TIER_STYLES[step.tier])
        to += Content.styled(f"  C {points_text(step.commitment)} A {points_text(step.assurance)}", _MUTED)
        asks = Content.styled(f"  asks for {cost}" if cost else "", _MUTED)
        known = step.question if step.question in scored.pack.by_id else ""
        text = plain(step.what, limit=1_000) + to + asks
        yield Entry(text, head, indent=4, question=known or _named(scored, step.what))
    yield from _left(scored, steps, together=together)


def _left(scored: Scored, steps: Sequence[Step], *, together: bool) -> Iterator[Entry]:
    """The gates without credit that no step speaks of: they stay as they are."""
    named = {step.question for step in steps}
    settled = {word for step in steps for word in _ID.findall(step.what)}
    for finding in scored.judgement.findings.acting:
        if finding.rule in settled:
            named.update(homes(scored.pack, finding))
    left = [gate.question.id for gate in scored.gates if gate.credit <= 0 and gate.question.id not in named]
    if left:
        which = ", ".join(full_name(scored.pack.by_id[item], scored.pack) for item in left)
        what = "this gate still has" if len(left) == 1 else f"{len(left)} gates still have"
        when = "After these steps" if together else "After any of these"
        said = f"{when} {what} credit 0: {which}."
        yield Entry(plain(said, "$text-warning", limit=1_000), question=left[0])


def _gates(scored: Scored, width: int) -> Iterator[Entry]:
    full = sum(gate.credit >= 1 for gate in scored.gates)
    yield from _heading("Gates", f"{full} of {len(scored.gates)} have full credit")
    for gate in sorted(scored.gates, key=lambda one: one.credit):
        glyph, style = (
            ("✓", "$text-success")
            if gate.credit >= 1
            else ("✗", "$text-error")
            if gate.credit <= 0
            else ("◐", "$text-warning")
        )
        text = Content(f"{gate.credit:.2f}  ") + _called(gate.question.id, width)
        extra = gate.question.id in scored.settings.extra_gates and not gate.question.gate
        text += Content.styled("  added" if extra else "", "$text-accent")
        text += plain(f"  {gate.cause}" if gate.cause else "", _MUTED, limit=300)
        yield Entry(text, Content.styled(glyph, style), indent=2, question=gate.question.id)


def _called(item: str, width: int) -> Content:
    """A question's short name, and its id where there is room: names alone repeat from section to section."""
    return plain(label(item), "bold") + (plain(f"  {item}", _MUTED) if width >= _MIDDLE else Content(""))


def _areas(scored: Scored, width: int) -> Iterator[Entry]:
    yield from _heading("By area", "commitment, assurance, weight")
    areas = scored.judgement.score.areas
    if not areas:
        yield Entry(Content.styled("Nothing that is answered can be scored.", _MUTED))
    firsts: dict[str, str] = {}
    for line in scored.judgement.score.lines:
        firsts.setdefault(line.area, line.question)
    for area, figures in areas.items():
        section = scored.pack.section_by_id.get(area)
        yield Entry(_area(section.title if section else area, figures, width), question=firsts.get(area, ""))


def _area(title: str, figures: Figures, width: int) -> Content:
    one, other = _figure(figures.commitment, width), _figure(figures.assurance, width)
    weight = Content.styled(f"{figures.weight:>5g}", _MUTED)
    tail = one + Content("  ") + other + weight
    room = max(min(width - 4 - tail.cell_length, 36), 6)
    return plain(title).truncate(room, ellipsis=True, pad=True) + Content(" ") + tail


def _losses(scored: Scored, width: int) -> Iterator[Entry]:
    losses = [loss for loss in scored.judgement.score.losses if loss.points > 0]
    total = scored.judgement.score.total.assurance
    number = "1 loss" if len(losses) == 1 else f"{len(losses):,} losses"
    gone = f"{points_text(100 - total)} points of assurance, {number}" if total is not None else ""
    yield from _heading("Where the points go", gone)
    if not losses:
        yield Entry(Content.styled("Nothing is lost." if total is not None else "Nothing is scored.", _MUTED))
    small = [loss for loss in losses if loss.points < _SMALL]
    if len(small) < 2:
        small = []
    for loss in losses:
        if loss not in small:
            yield Entry(_loss(loss, width), question=loss.question)
    if small:
        together = sum(loss.points for loss in small)
        opened = scored.all_losses
        text = Content.styled(f"{together:>5.2f}  ", "bold")
        text += plain(f"{len(small)} losses of less than {_SMALL:g} points each", "bold")
        text += Content.styled("  enter closes them" if opened else "  enter shows them", _MUTED)
        yield Entry(text, Content.styled("▾" if opened else "▸", _KEY), key=SMALL)
        if opened:
            yield from (Entry(_loss(loss, width), indent=4, question=loss.question) for loss in small)


def _loss(loss: Loss, width: int) -> Content:
    text = Content.styled(f"{loss.points:>5.2f}  ", "bold") + _called(loss.question, width)
    return text + plain(f"  {cause_text(loss)}", _MUTED, limit=300)


def _settings(scored: Scored) -> Iterator[Entry]:
    yield from _heading("Thresholds and gates of this district", "printed in the profile")
    for name, (value, of_pack) in scored.thresholds.items():
        called, text = threshold_text(name, value)
        said = plain(called) + Content.styled(f"  {text}", "bold")
        if value != of_pack:
            said += Content.styled(f"  the questionnaire asks {of_pack:g}", "$text-accent")
        yield Entry(said, EMPTY, key=f"{THRESHOLD}{name}")
    extra = scored.settings.extra_gates
    added = ", ".join(label(one) for one in extra) if extra else "none"
    yield Entry(
        plain("Gates besides the questionnaire's own") + plain(f"  {added}", "bold", limit=1_000), key=GATES
    )


def head_line(judgement: Judgement) -> str:
    """Tier and numbers in a few words, for the title."""
    total = judgement.score.total
    return f"{judgement.verdict.tier}   C {points_text(total.commitment)}  A {points_text(total.assurance)}"
