"""The line at the top of the workbench: what is open, how far it is, what follows from it, and that it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual.content import Content
from textual.widgets import Static

from app.assessment.answer import State
from app.assessment.points import points_text
from app.assessment.score import Judgement, Tier
from app.review.view import View
from app.tui.figures import bar, clock, percent
from app.tui.text import plain

_LEAST_NAME = 16
"""Columns that the product's name keeps for itself."""
_MUTED = "$text-muted"
TIER_STYLES: Final[Mapping[Tier, str]] = {
    Tier.CANNOT_SAY: _MUTED,
    Tier.DOES_NOT_MEET: "bold $text-error",
    Tier.NOT_SHOWN: "bold $text-warning",
    Tier.MEETS_WITH_CONDITIONS: "bold $text-accent",
    Tier.MEETS: "bold $text-success",
}


class StatusLine(Static):
    """One line that leaves out what matters least where it is narrow."""

    view: View | None = None

    def __init__(self, *, demo: bool = False, id: str | None = None, classes: str | None = None) -> None:
        """Empty until it is shown a view; a `demo` is called one at every width."""
        super().__init__(id=id, classes=classes)
        self._demo = Content.styled("DEMO", "bold $text-warning") if demo else Content("")
        self._judgement: Judgement | None = None

    def show(self, view: View, judgement: Judgement | None = None) -> None:
        """Show this view's state, and what follows from it once that is known."""
        self.view, self._judgement = view, judgement
        self.update(self._line(view, self.size.width), layout=False)

    def on_resize(self) -> None:
        """Fit the new width."""
        if self.view is not None:
            self.show(self.view, self._judgement)

    def _line(self, view: View, width: int) -> Content:
        progress, assessment = view.progress, view.assessment
        done, total = progress.answered, progress.in_force
        full, empty = bar(done, total, 13)
        gauge = Content.styled(full, "$accent") + Content.styled(empty, _MUTED)
        count, share = Content.styled(f"{done}/{total}", "bold"), Content(f"{percent(done, total)} %")
        saved = Content.styled("READ ONLY", "bold $text-warning")
        if not view.read_only:
            saved = Content.styled(f"saved {clock(view.saved_at, seconds=True)}", _MUTED)
        tier, numbers = _tier(self._judgement), _numbers(self._judgement)
        pack = Content.styled(f"{assessment.pack_id} {assessment.pack_version}", _MUTED)
        where = plain(_jurisdictions(view), _MUTED, limit=30)
        demo = [self._demo] if self._demo else []
        demo_width = self._demo.cell_length + 3 if demo else 0
        figures = (count, gauge, share, tier, numbers, saved)
        last = saved if view.read_only else Content("")
        for lefts, rights in (
            ((pack, where), figures),
            ((where,), figures),
            ((where,), (count, share, tier, numbers, saved)),
            ((), (count, share, tier, numbers, saved)),
            ((), (count, tier, numbers, saved)),
            ((), (count, tier, saved)),
            ((), (count, tier, last)),
            ((), (count, saved)),
            ((), (count,)),
        ):
            tail = Content("   ").join([r for r in rights if r])
            head = Content("   ").join([*demo, _name(view), *(part for part in lefts if part)])
            room = width - 2 - tail.cell_length
            least = head.cell_length + 3 if lefts else min(head.cell_length, _LEAST_NAME + demo_width) + 2
            if room >= least:
                name = head.truncate(room - 2, ellipsis=True, pad=True)
                return Content(" ") + name + Content("  ") + tail + Content(" ")
        line = Content("   ").join([*demo, _name(view)])
        return Content(" ") + line.truncate(max(width - 2, 1), ellipsis=True)


def _name(view: View) -> Content:
    assessment = view.assessment
    name = plain(assessment.product, "bold", limit=60)
    if assessment.vendor and assessment.vendor.casefold() != assessment.product.casefold():
        name += plain(f" by {assessment.vendor}", _MUTED, limit=60)
    return name


def _jurisdictions(view: View) -> str:
    answer = view.answer("review.jurisdictions")
    if answer.state in (State.ANSWERED, State.PARTIAL) and isinstance(answer.value, tuple):
        return " ".join(v for v in answer.value if isinstance(v, str))
    return ""


def _tier(judgement: Judgement | None) -> Content:
    """The tier in its words; empty where nothing is judged yet."""
    if judgement is None:
        return Content("")
    tier = judgement.verdict.tier
    return Content.styled(tier.value, TIER_STYLES[tier])


def _numbers(judgement: Judgement | None) -> Content:
    """Commitment and assurance; empty where nothing could be scored."""
    if judgement is None or judgement.score.total.commitment is None:
        return Content("")
    total = judgement.score.total
    return (
        Content.styled("C ", _MUTED)
        + Content.styled(points_text(total.commitment), "bold")
        + Content.styled(" A ", _MUTED)
        + Content.styled(points_text(total.assurance), "bold")
    )
