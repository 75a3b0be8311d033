"""What the rules say of the question at hand, then of its section, and what is still missing there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from textual.content import Content

from app.assessment.findings import STATE_WORDS, Finding
from app.assessment.progress import Gap, GapKind
from app.review.view import View
from app.tui.concerning import NO_CONCERNS, Concerns
from app.tui.cursor import home_of
from app.tui.figures import counted
from app.tui.finding_signs import gist
from app.tui.messages import FindingWanted, PartWanted
from app.tui.signs import GAP, OPEN, REOPENED, SEVERITY_SIGNS, label
from app.tui.text import plain
from app.tui.widgets.sheet import EMPTY, Block, Sheet, pressable

_MUTED = "$text-muted"
_INDENT = 3
_MOST_NEAR = 12
"""Findings about the question that are listed."""
_MOST_TOLD = 2
"""Of those the first so many say what is wrong."""
_MOST_BESIDE = 8
"""Findings about the rest of the section that are listed."""
_MOST_GAPS = 12
_MARKS = {GapKind.REOPENED: REOPENED.glyph, GapKind.OPEN: OPEN.glyph, GapKind.UNCITED: "¶"}
_PRESSING = (GapKind.REOPENED, GapKind.REASON, GapKind.VALUE)
_WORDS = {
    GapKind.REOPENED: REOPENED.word,
    GapKind.OPEN: "open",
    GapKind.REASON: "reason missing",
    GapKind.VALUE: "value missing",
    GapKind.UNCITED: "not cited",
    GapKind.UNLISTED: "document not listed",
}


class FindingsPane(Sheet):
    """Lists findings and gaps, nearest first; a click on one leads to it."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is shown a question."""
        super().__init__(id=id)
        self._listed: tuple[object, ...] = ()

    def show_for(self, view: View, question_id: str, concerns: Concerns | None) -> None:
        """Show what is said of this question and of its section; None while nothing is judged yet."""
        section = view.pack.by_id[question_id].section
        gaps = tuple(g for g in view.progress.gaps if view.pack.by_id[g.question].section == section)
        known = concerns or NO_CONCERNS
        near = known.about.get(question_id, ())
        proposed = known.proposed.get(question_id, ())
        beside = known.of_section(view.pack, section, question_id)
        listed = (
            near,
            proposed,
            beside,
            gaps,
            question_id,
            len(view.progress.gaps),
            tuple(known.counts.values()),
            concerns is None,
        )
        if listed == self._listed:
            return
        self._listed = listed
        self.entitle(Content("Findings"), _totals(concerns))
        blocks = list(_near(near, proposed))
        if concerns is not None and not blocks:
            blocks.append(Block(Content.styled("Nothing is found about this question.", _MUTED), indent=1))
        if beside:
            blocks += [Block(EMPTY), _heading("In this section")]
            blocks += [_line(one) for one in beside[:_MOST_BESIDE]]
            blocks += _more(len(beside) - _MOST_BESIDE)
        blocks += _gaps(view, gaps, question_id)
        self.show(blocks)

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        """A click leads to what is missing, or to what was found."""
        if "item" in event.meta:
            event.stop()
            self.post_message(PartWanted(str(event.meta["item"])))
        elif "finding" in event.meta:
            event.stop()
            self.post_message(FindingWanted(str(event.meta["finding"])))


def _near(near: Sequence[Finding], proposed: Sequence[Finding]) -> Iterator[Block]:
    """Findings about the question itself, the first of them with what is wrong, and what waits for a word about it."""
    told = [one.key for one in near if one.acts][:_MOST_TOLD]
    for one in near[:_MOST_NEAR]:
        yield _line(one, bold=True)
        if one.key in told:
            yield Block(pressable(plain(gist(one), _MUTED, limit=400), finding=one.key), indent=_INDENT)
    yield from _more(len(near) - _MOST_NEAR)
    for one in proposed[:_MOST_NEAR]:
        text = plain(one.rule, "bold") + Content.styled(" proposed  ", "$text-accent") + _said(one)
        yield Block(pressable(text, finding=one.key), Content.styled(" ?", "bold $text-accent"), _INDENT)


def _line(finding: Finding, *, bold: bool = False) -> Block:
    """Glyph, rule, severity in words, and title; of a settled one its state."""
    sign = SEVERITY_SIGNS[finding.severity]
    if not finding.acts:
        text = plain(f"{finding.rule} {STATE_WORDS[finding.state]}  ", _MUTED) + _said(finding).stylize(
            _MUTED
        )
        return Block(pressable(text, finding=finding.key), Content.styled(" –", _MUTED), _INDENT)
    text = plain(finding.rule, "bold" if bold else "") + Content.styled(f" {sign.word}  ", sign.style)
    return Block(
        pressable(text + _said(finding), finding=finding.key),
        Content(" ") + Content.styled(sign.glyph, sign.style),
        _INDENT,
    )


def _said(finding: Finding) -> Content:
    """Its title, what it is about where it can be several, and how far it is dealt with."""
    about = f": {finding.subject}" if finding.subject and finding.subject not in finding.answers else ""
    text = plain(finding.title + about, limit=160)
    if finding.acts and finding.state.value != "open":
        text += plain(f" · {STATE_WORDS[finding.state]}", _MUTED)
    return text


def _totals(concerns: Concerns | None) -> Content:
    """How many findings there are in all, by severity; empty while nothing is judged."""
    if concerns is None:
        return EMPTY
    counts = {one: count for one, count in concerns.counts.items() if count}
    parts = [
        Content.styled(f"{SEVERITY_SIGNS[one].glyph} {count}", SEVERITY_SIGNS[one].style)
        for one, count in counts.items()
    ]
    if waiting := len(concerns.findings.proposals):
        parts.append(Content.styled(f"? {waiting} proposed", "$text-accent"))
    return Content.styled("in all ", _MUTED) + Content("  ").join(parts) if parts else Content("none in all")


def _gaps(view: View, gaps: Sequence[Gap], question_id: str) -> Iterator[Block]:
    """What is missing: of this question first, then of its section."""
    mine = [gap for gap in gaps if home_of(view.pack, gap.question) == question_id]
    rest = [gap for gap in gaps if home_of(view.pack, gap.question) != question_id]
    yield Block(EMPTY)
    yield Block(_missing(view), indent=1)
    some = [*mine, *rest]
    for gap in some[:_MOST_GAPS]:
        yield _gap_line(view, gap, question_id)
    yield from _more(len(some) - _MOST_GAPS)


def _missing(view: View) -> Content:
    """How much is missing in the whole review."""
    counts = Counter(gap.kind for gap in view.progress.gaps)
    if not counts:
        return Content.styled("✓ Nothing is missing in this review.", "$text-success")
    missing = counts[GapKind.REASON] + counts[GapKind.VALUE]
    said = [f"{counts[GapKind.REOPENED]} reopened"] if counts[GapKind.REOPENED] else []
    said += [f"{counts[GapKind.OPEN]} open"] if counts[GapKind.OPEN] else []
    said += [counted(missing, "gap")] if missing else []
    said += [f"{counts[GapKind.UNCITED]} not cited"] if counts[GapKind.UNCITED] else []
    said += (
        [counted(counts[GapKind.UNLISTED], "document") + " not listed"] if counts[GapKind.UNLISTED] else []
    )
    return Content.styled("Missing  " + " · ".join(said), _MUTED)


def _gap_line(view: View, gap: Gap, question_id: str) -> Block:
    home = home_of(view.pack, gap.question)
    mine = home == question_id
    name = (
        label(gap.question)
        if gap.question == home
        else f"{label(home)}, {label(gap.question, parent=home).lower()}"
    )
    if mine and gap.question != home:
        name = label(gap.question, parent=home)
    mark = _MARKS.get(gap.kind, GAP.glyph)
    style = GAP.style if gap.kind in _PRESSING else _MUTED
    text = plain(name, "bold" if mine else "") + Content.styled(f"  {_WORDS[gap.kind]}", style)
    return Block(pressable(text, item=gap.question), Content(" ") + Content.styled(mark, style), _INDENT)


def _heading(text: str) -> Block:
    return Block(Content.styled(text, _MUTED), indent=1)


def _more(count: int) -> list[Block]:
    return [Block(Content.styled(f"and {count:,} more", _MUTED), indent=_INDENT)] if count > 0 else []
