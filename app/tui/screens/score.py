"""The score: the tier and everything it rests on, what would move it, and what this district asks beyond the pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import work
from textual.app import ComposeResult
from textual.worker import Worker, WorkerState, get_current_worker

from app.assessment.case import JudgeSettings
from app.assessment.score import Step
from app.review import READ_ONLY, Library, Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.program_verbs import PROGRAM_VERBS
from app.tui.score_entries import GATES, SMALL, THRESHOLD, Scored, head_line, score_entries
from app.tui.screens.entry_screen import EntryScreen
from app.tui.screens.help import HelpScreen
from app.tui.screens.threshold import ThresholdDialog
from app.tui.screens.title_bar import TitleBar
from app.tui.widgets.choice_picker import ChoicePicker
from app.tui.widgets.entry_list import EntryList
from app.tui.widgets.key_line import KeyLine

SCORE_VERBS = (
    Command(
        "score.go",
        ("enter",),
        "open",
        "Question",
        "Go to the question behind this line; on a threshold or the gates, change them.",
        "Score",
        footer=True,
    ),
    Command("score.down", ("j", "down"), "step(1)", "Down", "Next line.", "Score"),
    Command("score.up", ("k", "up"), "step(-1)", "Up", "Line before.", "Score"),
    Command("score.page_down", ("pagedown", "space"), "page(1)", "Page down", "A page on.", "Score"),
    Command("score.page_up", ("pageup",), "page(-1)", "Page up", "A page back.", "Score"),
    Command(
        "score.next",
        ("right_curly_bracket", "n", "right"),
        "group(1)",
        "Next part",
        "The next part.",
        "Score",
        footer=True,
    ),
    Command(
        "score.previous",
        ("left_curly_bracket", "p", "left"),
        "group(-1)",
        "Part before",
        "The part before.",
        "Score",
    ),
    Command("score.first", ("g", "home"), "edge(-1)", "Top", "To the top.", "Score"),
    Command("score.last", ("G", "end"), "edge(1)", "End", "To the end.", "Score"),
    Command(
        "score.threshold",
        ("t",),
        "threshold",
        "Threshold",
        "Ask more than the questionnaire does: make the threshold of this line stricter.",
        "Score",
        footer=True,
    ),
    Command(
        "score.gates",
        ("a",),
        "gates",
        "Gates",
        "Make further questions gates, or take added gates away.",
        "Score",
        footer=True,
    ),
    Command(
        "score.close",
        ("escape", "q", "f6"),
        "close",
        "Back",
        "Back to the questions.",
        "Score",
        footer=True,
    ),
    *PROGRAM_VERBS,
)

_ABOUT = (
    "Tier, commitment, assurance",
    (
        "The tier is what the file as a whole allows a district to conclude; it certifies nothing. Commitment is how much of "
        "what counts is promised and not contradicted, assurance how far the documents prove it at the review date. Both are "
        "of 100, and a question weighs more the worse a bad answer would be. Gates are the questions that every tier rests "
        "on. Every point that is lost stands here with its cause; together they are what is missing."
    ),
)


class ScoreScreen(EntryScreen[str | None]):
    """Shows the score; gives the id of the question to go to, or None."""

    BINDINGS = bindings(SCORE_VERBS)
    VERBS = SCORE_VERBS
    AUTO_FOCUS = "#score"
    GROUP = "part"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]

    def __init__(self, library: Library, review: Review) -> None:
        """Takes an open review and the library whose settings it is judged by."""
        super().__init__()
        self.library = library
        self.review = review
        self.steps: Sequence[Step] | None = None
        """What would move the tier; None while that is being worked out."""
        self._round = 0
        self._all_losses = False

    def compose(self) -> ComposeResult:
        """Title, the list, the keys."""
        yield TitleBar(f"Score · {self.review.view.assessment.product}")
        yield EntryList(id="score")
        yield KeyLine(SCORE_VERBS, id="keys")

    def on_mount(self) -> None:
        """Show what is known; the rest is worked out beside it."""
        self._show()
        self._look_ahead()

    # --- showing ---------------------------------------------------------------------------------------

    def _show(self, *, keep: bool = False) -> None:
        judgement = self.review.view.judgement
        self.query_one(TitleBar).show(head_line(judgement))
        self.entries.fill(score_entries(self._scored(), self.size.width - 4), keep=keep)

    def on_resize(self) -> None:
        """Fit the new width."""
        self._show(keep=True)

    def _scored(self) -> Scored:
        review = self.review
        return Scored(
            pack=review.view.pack,
            judgement=review.view.judgement,
            gates=review.gates(),
            thresholds=review.thresholds(),
            settings=review.present_case().settings,
            steps=self.steps,
            all_losses=self._all_losses,
        )

    def _look_ahead(self) -> None:
        """Work out, beside the reviewer, what would move the tier."""
        self._round += 1
        try:
            self._work_out(self._round, self.review.steps_ahead())
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)

    @work(thread=True, group="steps", exit_on_error=False, description="Work out what would move the tier")
    def _work_out(self, number: int, ahead: Callable[[], tuple[Step, ...]]) -> None:
        steps = ahead()
        if not get_current_worker().is_cancelled and self.app.is_running:
            self.app.call_from_thread(self._worked_out, number, steps)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so where it could not be worked out; the rest of the screen stands."""
        if event.state is WorkerState.ERROR:
            self.steps = ()
            self._show(keep=True)
            self.tell("What would move the tier could not be worked out.", warning=True)

    def _worked_out(self, number: int, steps: Sequence[Step]) -> None:
        if number == self._round and self.is_attached:
            self.steps = steps
            self._show(keep=True)

    # --- keys ------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """To the question, or to the setting."""
        entry = self.entries.entry
        if entry is None:
            return
        if entry.key.startswith(THRESHOLD):
            self.action_threshold()
        elif entry.key == GATES:
            self.action_gates()
        elif entry.key == SMALL:
            self._all_losses = not self._all_losses
            self._show(keep=True)
        elif entry.question in self.review.view.path.in_force:
            self.dismiss(entry.question)
        else:
            self.tell("No question stands behind this line.")

    # --- settings --------------------------------------------------------------------------------------

    def action_threshold(self) -> None:
        """Make a threshold stricter."""
        if self._locked():
            return
        entry = self.entries.entry
        name = entry.key.removeprefix(THRESHOLD) if entry and entry.key.startswith(THRESHOLD) else ""
        if not name:
            self.tell("Thresholds stand at the end of this list; go to one, then t or enter changes it.")
            return
        value, of_pack = self._scored().thresholds[name]

        def taken(wanted: float | None) -> None:
            if wanted is not None:
                settings = self.library.judge_settings()
                thresholds = {**settings.thresholds, name: wanted}
                if wanted == of_pack:
                    del thresholds[name]
                if self._set(JudgeSettings(thresholds, settings.extra_gates)):
                    self.tell(f"It counts from now on, for every assessment here. {self._moved()}")

        self.app.push_screen(ThresholdDialog(name, value, of_pack), taken)

    def action_gates(self) -> None:
        """Add gates, or take added ones away."""
        if self._locked():
            return
        view = self.review.view
        able = [
            q.id for q in view.pack.questions if q.parent is None and not q.gate and not q.own and q.severity
        ]

        def toggle(item: str) -> Sequence[str]:
            settings = self.library.judge_settings()
            extra = list(settings.extra_gates)
            extra.remove(item) if item in extra else extra.append(item)
            self._set(JudgeSettings(settings.thresholds, tuple(extra)))
            return self.library.judge_settings().extra_gates

        self.app.push_screen(
            ChoicePicker(
                "Gates besides the questionnaire's own", able, self._scored().settings.extra_gates, toggle
            )
        )

    def _locked(self) -> bool:
        if self.review.view.read_only:
            self.tell(READ_ONLY, warning=True)
        return self.review.view.read_only

    def _set(self, settings: JudgeSettings) -> bool:
        """Keep the settings and judge anew; says whether that was done."""
        try:
            self.library.set_judge_settings(settings)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return False
        self.review.judge_again()
        self.steps = None
        self._show(keep=True)
        self._look_ahead()
        return True

    def _moved(self) -> str:
        return f"The tier is now {self.review.view.judgement.verdict.tier}."

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Score", SCORE_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
