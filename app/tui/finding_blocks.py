"""A finding in full, as blocks: what is wrong, both sides of it, the law, the remedy, the cost and its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from textual.content import Content

from app.assessment.documents import Document, date_text, read_documents
from app.assessment.findings import STATE_WORDS, AppliedCap, Finding, FindingState
from app.questionnaire.model import Pack
from app.questionnaire.rules import Rulebook
from app.review.view import View
from app.tui.figures import counted
from app.tui.finding_columns import side_blocks
from app.tui.finding_filter import is_overdue
from app.tui.finding_list import Entry, Part, about_of
from app.tui.finding_signs import OVERDUE_SIGN, STATE_SIGNS, state_sign
from app.tui.signs import REOPENED, SEVERITY_SIGNS, name_of
from app.tui.text import plain
from app.tui.widgets.sheet import EMPTY, Block, pressable

_LABEL = 9
_MUTED = "$text-muted"
_MOST_LISTED = 60
_EXPLAINED: Mapping[Part, str] = {
    Part.SETTLED: "These no longer act on the score. r opens one again.",
    Part.WAITING: "A rule says nothing before every answer that it reads has been looked at: what nobody has answered is open, "
    "and never a finding against the vendor. Enter leads to the first of them.",
    Part.BROKEN: "These rules could not be run. Everything else was judged. They are mended in the questionnaire, not here.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the list, in full."""

    blocks: tuple[Block, ...]
    keys: Mapping[int, str] = field(default_factory=dict)
    """Of each spot the key of the block in which it begins."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the findings were found in."""

    view: View
    book: Rulebook
    today: date


def shown_entry(entry: Entry, judged: Judged, width: int, marked: int = -1) -> Shown:
    """What stands in the detail for this line, for so many columns; the spot of number `marked` is marked."""
    if entry.finding is not None:
        return _finding(entry.finding, judged, width, marked, proposed=entry.proposed)
    if entry.group:
        return Shown(tuple(_group(entry, judged.view.pack, judged.today)))
    return Shown(tuple(_rule(entry, judged.view.pack, judged.book)))


# --- a finding -----------------------------------------------------------------------------------------


def _finding(finding: Finding, judged: Judged, width: int, marked: int, *, proposed: bool) -> Shown:
    view, pack, today = judged.view, judged.view.pack, judged.today
    documents: Sequence[Document] = read_documents(
        view.answers, view.assessment.vendor, view.assessment.product
    )
    head = [*_head(finding, proposed, pack, today)]
    sides, keys = side_blocks(finding, pack, documents, width, marked)
    blocks = [
        *head,
        *sides,
        *([Block(EMPTY, key="below")] if sides else []),
        *_below(finding, proposed, view, today),
    ]
    return Shown(tuple(blocks), keys)


def _head(finding: Finding, proposed: bool, pack: Pack, today: date) -> Iterator[Block]:
    heavy, state = SEVERITY_SIGNS[finding.severity], state_sign(finding, today, proposed=proposed)
    yield Block(
        Content.styled(f"{heavy.glyph} {heavy.word}", heavy.style)
        + plain(f"  {finding.rule}  ", _MUTED)
        + Content.styled(f"{state.glyph} {state.word}", state.style)
    )
    yield Block(plain(finding.title, "bold", limit=300))
    if about := about_of(finding, pack):
        yield Block(plain(about, "$text-accent", limit=300))
    if finding.came_back is not None:
        was = STATE_WORDS[finding.came_back]
        yield Block(plain(f"It was {was} and came back, because what caused it has changed.", REOPENED.style))
    yield Block(EMPTY)
    yield Block(plain(finding.message, limit=2_000))
    if proposed:
        yield Block(EMPTY)
        keys = Content.styled("y", "bold $accent") + plain(" confirms that it is a finding, ")
        keys += Content.styled("n", "bold $accent") + plain(" dismisses it with a reason.")
        yield Block(keys)
    yield Block(EMPTY)


def _below(finding: Finding, proposed: bool, view: View, today: date) -> Iterator[Block]:
    if finding.law:
        yield _labelled("Law", plain(" · ".join(finding.law), limit=1_200))
    if finding.fix:
        yield _labelled("Fix", plain(finding.fix, limit=2_000))
    costs = list(cost_lines(finding, view, proposed=proposed))
    for index, line in enumerate(costs):
        yield _labelled("" if index else "Costs", plain(line, limit=300))
    if not proposed:
        yield from _history(finding, today)


def _history(finding: Finding, today: date) -> Iterator[Block]:
    sign = STATE_SIGNS[finding.came_back or finding.state]
    word = STATE_WORDS[finding.came_back or finding.state]
    line = Content.styled(f"{sign.glyph} {word}", sign.style)
    if finding.at is not None:
        by = f" by {finding.by}" if finding.by else ""
        line += plain(f"{by} on {date_text(f'{finding.at.astimezone():%Y-%m-%d}')}", limit=120)
    elif finding.state is FindingState.OPEN:
        line += plain(": nobody has said anything about it yet", _MUTED)
    yield _labelled("State", line)
    if finding.reason:
        yield _labelled("Reason", plain(finding.reason, limit=2_000))
    if finding.owner:
        yield _labelled("Owner", plain(finding.owner, limit=300))
    if finding.due:
        late = Content.styled("  ! overdue", OVERDUE_SIGN.style) if is_overdue(finding, today) else EMPTY
        yield _labelled("Due", plain(date_text(finding.due), limit=60) + late)


def cost_lines(finding: Finding, view: View, *, proposed: bool = False) -> Iterator[str]:
    """What a finding takes, in sentences without a stop: from answers, and of the score."""
    if not finding.acts:
        yield "nothing: it no longer acts on the score"
        return
    verb = "would take" if proposed else "takes"
    for cap in finding.caps:
        if cap.question in view.path.in_force:
            yield f"{verb} {_capped(cap, view.pack)}"
    capped = {cap.question for cap in finding.caps}
    points = sum(
        loss.points
        for loss in view.judgement.score.losses
        if loss.rule == finding.rule and (not capped or loss.question in capped)
    )
    if points and not proposed:
        yield f"{points:.1f} of 100 points of Assurance"


def _capped(cap: AppliedCap, pack: Pack) -> str:
    question = pack.by_id.get(cap.question)
    name = f"{name_of(question)} ({cap.question})" if question else cap.question
    if cap.credit is not None:
        return f"{name} to credit {cap.credit:g}"
    if cap.grade is not None:
        return f"{name} to evidence grade {cap.grade}"
    return f"{name} to {100 * (cap.evidence or 0):.0f} % of what its evidence is worth"


# --- other lines ---------------------------------------------------------------------------------------


def _group(entry: Entry, pack: Pack, today: date) -> Iterator[Block]:
    first = entry.group[0]
    heavy = SEVERITY_SIGNS[first.severity]
    number = counted(entry.count, "proposal" if entry.proposed else "finding")
    yield Block(
        Content.styled(f"{heavy.glyph} {heavy.word}", heavy.style)
        + plain(f"  {first.rule}  {number}", _MUTED)
    )
    yield Block(plain(first.heading, "bold", limit=300))
    yield Block(EMPTY)
    same = _shared(entry.group)
    if same.message:
        yield Block(plain(same.message, limit=2_000))
        yield Block(EMPTY)
    for one in entry.group[:_MOST_LISTED]:
        state = state_sign(one, today, proposed=entry.proposed)
        text = plain(one.title if one.of_rule else about_of(one, pack) or one.message, limit=200)
        yield Block(
            pressable(text, key=one.key) + Content.styled(f"  {state.word}", state.style),
            Content.styled(state.glyph, state.style),
            2,
        )
        if not same.message and about_of(one, pack):
            yield Block(plain(one.message, _MUTED, limit=240), indent=2)
    if (more := len(entry.group) - _MOST_LISTED) > 0:
        yield Block(plain(f"and {more:,} more", _MUTED), indent=2)
    yield Block(EMPTY)
    if same.law:
        yield _labelled("Law", plain(" · ".join(same.law), limit=1_200))
    if same.fix:
        yield _labelled("Fix", plain(same.fix, limit=2_000))
    yield Block(EMPTY)
    closes = "closes" if entry.opened else "opens"
    yield Block(
        Content.styled("enter", "bold $accent") + plain(f" {closes} them, to go through one by one.", _MUTED)
    )


def _shared(group: Sequence[Finding]) -> Finding:
    """The first of them with what is not the same in all left out."""
    first = group[0]
    return replace(
        first,
        message=first.message if len({one.message for one in group}) == 1 else "",
        law=first.law if len({one.law for one in group}) == 1 else (),
        fix=first.fix if len({one.fix for one in group}) == 1 else "",
    )


def _rule(entry: Entry, pack: Pack, book: Rulebook) -> Iterator[Block]:
    rule = book.by_id.get(entry.waiting.rule if entry.waiting else entry.broken.rule if entry.broken else "")
    name = entry.waiting.rule if entry.waiting else entry.broken.rule if entry.broken else ""
    yield Block(plain(f"{name}  " if name else "", _MUTED) + plain(entry.title, "bold", limit=300))
    yield Block(EMPTY)
    if entry.broken is not None:
        yield Block(plain(f"{entry.broken.why}.", "$text-warning", limit=600))
        if rule is not None and rule.place:
            yield _labelled("Where", plain(rule.place, limit=200))
    if entry.waiting is not None:
        if rule is not None:
            yield Block(plain(rule.message.replace("{", "").replace("}", ""), _MUTED, limit=600))
            yield Block(EMPTY)
        yield Block(plain("Waits for an answer to", "$text-accent"))
        for item in entry.waiting.questions[:_MOST_LISTED]:
            question = pack.by_id.get(item)
            text = plain(question.ask if question else item, limit=300)
            yield Block(pressable(text, question=item), plain("·", _MUTED), 2)
    if entry.opened is not None:
        yield Block(plain(f"{_EXPLAINED.get(entry.part, '')}", limit=600))
        yield Block(EMPTY)
        closes = "closes" if entry.opened else "opens"
        yield Block(
            Content.styled("enter", "bold $accent")
            + plain(f" {closes} the {counted(entry.count, 'line')}.", _MUTED)
        )


def _labelled(label: str, text: Content) -> Block:
    return Block(text, Content.styled(label, _MUTED) if label else Content(" "), _LABEL)
