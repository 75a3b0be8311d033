"""Printing a PDF, the profile, the internal report or the letter: a bar while it is made, then where it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import ProgressBar, Static

from app.assessment.answer import Assessment
from app.exchange.files import FileRefused
from app.review import Refused, Review, default_print_path
from app.review.printing import STEPS, Paper, Printed
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.program_verbs import HELP
from app.tui.text import place, plain
from app.tui.tour import Deed
from app.tui.tour_guide import told
from app.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from app.report import PageSize

PRINT_VERBS = (
    Command(
        "print.close",
        ("escape", "enter", "q"),
        "close",
        "Close",
        "Close; while it is being made, cancel.",
        "Printing",
        footer=True,
    ),
    Command(
        "print.letter",
        ("l",),
        "again('letter')",
        "Letter",
        "Print again on US Letter.",
        "Printing",
        footer=True,
        as_written=True,
    ),
    Command(
        "print.a4",
        ("a",),
        "again('a4')",
        "A4",
        "Print again on A4.",
        "Printing",
        footer=True,
        as_written=True,
    ),
    replace(HELP, group="Printing"),
)
CANCEL_VERBS = (
    Command(
        "print.close", ("escape",), "close", "Cancel", "Cancel; nothing is written.", "Printing", footer=True
    ),
    PRINT_VERBS[-1],
)

_NAMES = {"letter": "US Letter", "a4": "A4"}


_TITLES = {
    Paper.PROFILE: "Print the profile",
    Paper.INTERNAL: "Print the internal report",
    Paper.LETTER: "Print the letter to the vendor",
}
_ADVICE = {
    Paper.PROFILE: "",
    Paper.INTERNAL: "It holds your notes and the history: not for the vendor.",
    Paper.LETTER: "Read it before you send it.",
}


def print_path(database: Path, assessment: Assessment, paper: Paper = Paper.PROFILE, *, demo: bool) -> Path:
    """Where it is printed to: beside the database, or for a demo, whose database goes, into the current folder."""
    path = default_print_path(database, assessment, paper.ending)
    return Path.cwd() / f"{path.stem}-demo{path.suffix}" if demo else path


class PrintDialog(ModalScreen[Path | None]):
    """Prints at once, beside the screen; gives the path of the file, or None when there is none."""

    BINDINGS = bindings(PRINT_VERBS)
    VERBS = PRINT_VERBS

    def __init__(
        self,
        review: Review,
        path: Path,
        page_size: PageSize = "letter",
        *,
        paper: Paper = Paper.PROFILE,
        demo: bool = False,
    ) -> None:
        """Takes an open review and the file to print to; a file that is there is replaced. A demo says that it is one."""
        super().__init__()
        self.paper = paper
        self.review = review
        self.path = path
        self.page_size: PageSize = page_size
        self.printed: Printed | None = None
        self._demo = demo
        self._working = False
        self._lock = Lock()
        self._cancelled = self._writing = False

    def compose(self) -> ComposeResult:
        """What is being done, a bar, and the keys."""
        with Vertical(id="print", classes="dialog") as dialog:
            demo = Content.styled("DEMO  ", "bold $text-warning") if self._demo else Content("")
            dialog.border_title = demo + Content(_TITLES[self.paper])
            yield Static(id="print-step")
            yield ProgressBar(total=len(STEPS) + 1, show_eta=False, show_percentage=False, id="print-bar")
            yield Static(id="print-said")
            yield KeyLine(CANCEL_VERBS)

    def on_mount(self) -> None:
        """Begins."""
        self.action_again(self.page_size)

    def action_again(self, page_size: PageSize) -> None:
        """Print, on this paper."""
        if self._working:
            return
        self._working, self.page_size = True, page_size
        self._cancelled = self._writing = False
        self.query_one("#print-said", Static).update(plain(place(self.path), "$text-muted", limit=300))
        self.query_one(KeyLine).show(CANCEL_VERBS)
        self.query_one(ProgressBar).display = True
        self._show_step(STEPS[0])
        self._print()

    @work(thread=True, exclusive=True, exit_on_error=False, description="Print the profile")
    def _print(self) -> None:
        try:
            printed = self.review.print_paper(
                self.path, self.paper, page_size=self.page_size, cancelled=self._is_cancelled, tell=self._step
            )
        except (FileRefused, Refused, StoreError) as error:
            self._call(self._failed, str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the reviewer goes on working
            self._call(
                self._failed, f"The PDF could not be made ({type(error).__name__}); nothing was written."
            )
        else:
            self._call(self._done, printed)

    def _call(self, method: object, *args: object) -> None:
        """Go on in the screen, when it is still there."""
        if self.is_running and self.app.is_running:
            self.app.call_from_thread(method, *args)  # type: ignore[arg-type]

    def _is_cancelled(self) -> bool:
        with self._lock:
            return self._cancelled

    def _step(self, step: str) -> None:
        """Runs in the thread. From the writing on, it is too late to cancel."""
        with self._lock:
            if self._cancelled:
                return
            self._writing = step == STEPS[-1]
        self._call(self._show_step, step)

    def _show_step(self, step: str) -> None:
        number = STEPS.index(step) + 1
        self.query_one("#print-step", Static).update(
            Content(f"Step {number} of {len(STEPS)}: {step}, on {_NAMES[self.page_size]}")
        )
        self.query_one(ProgressBar).update(progress=number)

    def _done(self, printed: Printed | None) -> None:
        if printed is None:
            return
        self.printed = printed
        if self.paper is Paper.PROFILE:
            told(self, Deed.PRINT)
        lines = [
            plain(place(printed.path), "bold", limit=1_000),
            plain(f"{counted(printed.pages, 'page')} on {_NAMES[self.page_size]}", "$text-muted"),
            plain("Version:", "$text-muted"),
            plain(printed.version, "$text-muted"),
        ]
        if advice := _ADVICE[self.paper]:
            lines.insert(1, Content(advice))
        self._end(Content.styled("✓ Printed", "$text-success"), Content("\n").join(lines))

    def _failed(self, why: str) -> None:
        self._end(Content.styled("✗ Not printed", "$text-error"), plain(why, limit=1_000))

    def _end(self, head: Content, said: Content) -> None:
        self._working = False
        self.query_one("#print-step", Static).update(head)
        self.query_one("#print-said", Static).update(said)
        self.query_one(ProgressBar).display = False
        self.query_one(KeyLine).show(PRINT_VERBS)

    def action_help(self) -> None:
        """The keys."""
        from app.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("Printing", PRINT_VERBS))

    def action_close(self) -> None:
        """Cancel what is being made, or close."""
        if self._working:
            with self._lock:
                late = self._writing
                self._cancelled = not late
            if late:
                return
        self.dismiss(self.printed.path if self.printed else None)
