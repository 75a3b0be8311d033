"""Law by law: which questions speak to it, how they stand, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.coverage_entries import LAW, coverage_entries, in_all
from app.tui.program_verbs import PROGRAM_VERBS
from app.tui.screens.entry_screen import EntryScreen
from app.tui.screens.fields import SafeInput
from app.tui.screens.help import HelpScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.widgets.entry_list import EntryList
from app.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from app.assessment.coverage import LawCoverage

LAWS_VERBS = (
    Command(
        "laws.go",
        ("enter",),
        "open",
        "Open",
        "On a law show or hide its questions; on a question go there.",
        "Laws",
        footer=True,
    ),
    Command("laws.down", ("j", "down"), "step(1)", "Down", "Next line.", "Laws"),
    Command("laws.up", ("k", "up"), "step(-1)", "Up", "Line before.", "Laws"),
    Command("laws.page_down", ("pagedown", "space"), "page(1)", "Page down", "A page on.", "Laws"),
    Command("laws.page_up", ("pageup",), "page(-1)", "Page up", "A page back.", "Laws"),
    Command(
        "laws.next", ("right_curly_bracket",), "group(1)", "Next group", "The next group of laws.", "Laws"
    ),
    Command(
        "laws.previous", ("left_curly_bracket",), "group(-1)", "Group before", "The group before.", "Laws"
    ),
    Command("laws.first", ("g", "home"), "edge(-1)", "Top", "To the top.", "Laws"),
    Command("laws.last", ("G", "end"), "edge(1)", "End", "To the end.", "Laws"),
    Command(
        "laws.all",
        ("a",),
        "all",
        "Open all",
        "Show the questions of every law, or of none.",
        "Laws",
        footer=True,
    ),
    Command(
        "laws.missing",
        ("m",),
        "missing",
        "Missing",
        "Show only what is not fully addressed, or everything again.",
        "Laws",
        footer=True,
    ),
    Command(
        "laws.find",
        ("slash",),
        "find",
        "Find",
        "Narrow to laws and questions that have these words; escape shows all.",
        "Laws",
        footer=True,
    ),
    Command(
        "laws.close", ("escape", "q", "f7"), "close", "Back", "Back to the questions.", "Laws", footer=True
    ),
    *PROGRAM_VERBS,
)

_ABOUT = (
    "Laws",
    (
        "Only laws and agreements that are in force for this review stand here, by its jurisdictions and by what the vendor "
        "claims. A question speaks to a law that it cites. Addressed says that the documents speak to it on the protective "
        "side; it does not say that the vendor complies with the law. Adverse says that they speak against the vendor: a "
        "promise that is refused, or something bad that is done. A contradicted answer is no answer."
    ),
)


class CoverageScreen(EntryScreen[str | None]):
    """Shows the coverage by law; gives the id of the question to go to, or None."""

    BINDINGS = bindings(LAWS_VERBS)
    VERBS = LAWS_VERBS
    AUTO_FOCUS = "#laws"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__()
        self.review = review
        self._coverage: Sequence[LawCoverage] = ()
        self._opened: set[str] = set()
        self._only_missing = False
        self._words: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Title, the laws, the line to find with, the keys."""
        yield TitleBar("Laws in force")
        yield EntryList(id="laws")
        yield SafeInput(placeholder="a law, a question, a citation", id="find", classes="find hidden")
        yield KeyLine(LAWS_VERBS, id="keys")

    def on_mount(self) -> None:
        """Work the coverage out of the answers as they stand."""
        try:
            self._coverage = self.review.coverage()
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
        self.query_one(TitleBar).show(in_all(self._coverage))
        self._show(keep=False)

    def _show(self, *, keep: bool = True) -> None:
        entries = coverage_entries(
            self._coverage,
            self.review.view.pack,
            self._opened,
            self.size.width - 4,
            only_missing=self._only_missing,
            words=self._words,
        )
        self.entries.fill(entries, keep=keep)

    def on_resize(self) -> None:
        """Fit the new width."""
        self._show()

    # --- keys ------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Open a law, or go to a question."""
        entry = self.entries.entry
        if entry is None:
            return
        if entry.key.startswith(LAW):
            self._opened ^= {entry.key.removeprefix(LAW)}
            self._show()
        elif entry.question:
            self.dismiss(entry.question)

    def action_all(self) -> None:
        """Open every law, or close all."""
        every = {law.law for law in self._coverage}
        self._opened = set() if self._opened >= every else every
        self._show(keep=False)

    def action_missing(self) -> None:
        """Only what is missing, or everything."""
        self._only_missing = not self._only_missing
        self._show(keep=False)
        self.tell(
            "Only what is not fully addressed; m shows everything." if self._only_missing else "Everything."
        )

    # --- finding ---------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Open the line to find with."""
        line = self.query_one("#find", SafeInput)
        line.remove_class("hidden")
        line.focus()

    @on(SafeInput.Changed)
    def _typed(self, event: SafeInput.Changed) -> None:
        self._words = tuple(event.value.casefold().split())
        self._show(keep=False)

    @on(SafeInput.Submitted)
    def _found(self) -> None:
        self.entries.focus()

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Laws", LAWS_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """One level out: the find line, then the screen."""
        line = self.query_one("#find", SafeInput)
        if line.has_class("hidden"):
            self.dismiss(None)
            return
        line.add_class("hidden")
        line.value = ""
        self.entries.focus()
