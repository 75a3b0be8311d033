"""What if: what the other answers to a question would do to the tier, the numbers and the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.worker import Worker, WorkerState, get_current_worker

from app.assessment.findings import Finding
from app.assessment.points import points_text
from app.assessment.score import Judgement
from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.entries import Entry
from app.tui.screens.help import HelpScreen
from app.tui.signs import SEVERITY_SIGNS, brief, name_of
from app.tui.text import plain
from app.tui.widgets.entry_list import EntryList
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.status_line import TIER_STYLES

WHAT_IF_VERBS = (
    Command("what_if.down", ("j", "down"), "step(1)", "Down", "Next answer.", "What if", footer=True),
    Command("what_if.up", ("k", "up"), "step(-1)", "Up", "Answer before.", "What if", footer=True),
    Command("what_if.page_down", ("pagedown", "space"), "page(1)", "Page down", "A page on.", "What if"),
    Command("what_if.page_up", ("pageup",), "page(-1)", "Page up", "A page back.", "What if"),
    Command("what_if.help", ("f1",), "help", "Help", "Say what stands here.", "What if", footer=True),
    Command(
        "what_if.close",
        ("escape", "q", "i", "enter"),
        "close",
        "Back",
        "Back to the question. Nothing was changed.",
        "What if",
        footer=True,
    ),
)

_ABOUT = (
    "What if",
    (
        "Each line is another answer to this question, judged by the same rules with everything else as it is: the tier, "
        "Commitment (C) and Assurance (A) that would follow, how much they would change, and which findings would come (+) or "
        "go (−). Nothing is stored."
    ),
)
_MUTED = "$text-muted"
_MOST_FINDINGS = 6
_LABEL, _TIER = 20, 23


class WhatIf(ModalScreen[None]):
    """Shows what other answers would do. Changes nothing."""

    BINDINGS = bindings(WHAT_IF_VERBS)
    VERBS = WHAT_IF_VERBS
    AUTO_FOCUS = "#outcomes"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]

    def __init__(self, review: Review, question_id: str) -> None:
        """Takes an open review and the id of a question or follow-up in force."""
        super().__init__()
        self.review = review
        self.question = review.view.pack.question(question_id)
        self.outcomes: Sequence[tuple[str, Judgement]] | None = None
        """Other answers with what follows; None while that is being worked out."""

    def compose(self) -> ComposeResult:
        """The answers, one under the other."""
        with Vertical(id="what-if", classes="dialog wide") as dialog:
            dialog.border_title = plain(f"What if · {name_of(self.question)}", limit=80)
            yield EntryList(id="outcomes")
            yield KeyLine(WHAT_IF_VERBS)

    def on_mount(self) -> None:
        """Work it out beside the reviewer."""
        self._show()
        try:
            ahead = self.review.outcomes_ahead(self.question.id)
        except (Refused, StoreError) as error:
            self.query_one(KeyLine).tell(str(error), warning=True)
        else:
            self._work_out(ahead)

    @work(
        thread=True, group="what if", exit_on_error=False, description="Work out what other answers would do"
    )
    def _work_out(self, ahead: Callable[[], Sequence[tuple[str, Judgement]]]) -> None:
        outcomes = ahead()
        if not get_current_worker().is_cancelled and self.app.is_running:
            self.app.call_from_thread(self._worked_out, outcomes)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so where it could not be worked out."""
        if event.state is WorkerState.ERROR:
            self.query_one(KeyLine).tell("This could not be worked out.", warning=True)

    def _worked_out(self, outcomes: Sequence[tuple[str, Judgement]]) -> None:
        if self.is_attached:
            self.outcomes = outcomes
            self._show()

    def _show(self) -> None:
        now = brief(self.review.view.answer(self.question.id))
        outcomes = self.query_one(EntryList)
        width = outcomes.text_width or min(self.size.width - 8, 90)
        entries = list(outcome_entries(now, self.review.view.judgement, self.outcomes, width))
        outcomes.fill(entries, keep=True)
        outcomes.styles.height = max(outcomes.count, 1)

    def on_resize(self) -> None:
        """Fit the new width."""
        self._show()

    def action_step(self, by: int) -> None:
        """Another answer."""
        self.query_one(EntryList).step(by)

    def action_page(self, by: int) -> None:
        """A page."""
        entries = self.query_one(EntryList)
        entries.step(by * entries.page)

    def action_help(self) -> None:
        """What stands here."""
        self.app.push_screen(HelpScreen("What if", WHAT_IF_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)


def outcome_entries(
    now: str, judgement: Judgement, outcomes: Sequence[tuple[str, Judgement]] | None, width: int
) -> Iterator[Entry]:
    """The present answer `now`, and each other one with its figures and what would come and go with it."""
    yield _outcome(now, judgement, judgement, width, "now")
    if outcomes is None:
        yield Entry(Content.styled("Working it out …", _MUTED))
        return
    if not outcomes:
        yield Entry(
            Content.styled(
                "No other answer can be tried here: this asks for a text or rows of its own.", _MUTED
            )
        )
    before = {one.key: one for one in judgement.findings.acting}
    for words, after in outcomes:
        yield Entry(heading=True)
        yield _outcome(words, after, judgement, width)
        there = {one.key: one for one in after.findings.acting}
        yield from _findings("+", [one for key, one in there.items() if key not in before])
        yield from _findings("−", [one for key, one in before.items() if key not in there])


def _outcome(words: str, after: Judgement, now: Judgement, width: int, aside: str = "") -> Entry:
    said = Content.styled(after.verdict.tier.value, TIER_STYLES[after.verdict.tier])
    figures = Content("")
    for name, value, was in (
        ("C", after.score.total.commitment, now.score.total.commitment),
        ("A", after.score.total.assurance, now.score.total.assurance),
    ):
        figures += Content.styled(f"{name} ", _MUTED) + Content.styled(f"{points_text(value):>5}", "bold")
        figures += _change(value, was) if not aside else Content(" " * 7)
    text = plain(words, "bold")
    if width >= _LABEL + _TIER + figures.cell_length + 4:
        text = text.truncate(_LABEL, ellipsis=True, pad=True) + Content(" ") + said.truncate(_TIER, pad=True)
        text += figures.rstrip()
    elif width >= _LABEL + figures.cell_length + 4:
        text = text.truncate(_LABEL, ellipsis=True, pad=True) + Content(" ") + figures + Content("\n") + said
    else:
        text = text + Content("\n") + figures.rstrip() + Content("\n") + said
    return Entry(text, Content.styled("▶" if aside else "", "bold $accent"), indent=2)


def _change(value: float | None, was: float | None) -> Content:
    """By how much a figure would change, seven columns."""
    by = None if value is None or was is None else round(value - was, 1)
    if not by:
        return Content.styled(f"{'=':^7}", _MUTED)
    return Content.styled(f" {by:+.1f}".ljust(7), "$text-success" if by > 0 else "$text-error")


def _findings(sign: str, some: Sequence[Finding]) -> Iterator[Entry]:
    for one in some[:_MOST_FINDINGS]:
        look = SEVERITY_SIGNS[one.severity]
        text = Content.styled(f"{look.glyph} ", look.style) + plain(one.rule)
        text += Content.styled(f" {look.word}  ", look.style) + plain(one.title, limit=160)
        yield Entry(text, Content.styled(f"  {sign}", "bold"), indent=4, heading=True)
    if len(some) > _MOST_FINDINGS:
        more = f"and {len(some) - _MOST_FINDINGS} more"
        yield Entry(Content.styled(more, _MUTED), Content.styled(f"  {sign}", "bold"), indent=4, heading=True)
