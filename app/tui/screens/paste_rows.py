"""Rows for a register out of a spreadsheet: paste, see what comes in, add."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from app.assessment.values import rows_of
from app.exchange.csv_rows import CsvRows, read_rows
from app.questionnaire.model import Question
from app.review import Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.screens.fields import SafeArea
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine

DRAFT_FIELD = "paste"
"""Name of the draft of what was pasted."""

PASTE_VERBS = (
    Command(
        "paste.add",
        ("ctrl+s",),
        "add",
        "Add the rows",
        "Add the rows to the register, as one change.",
        "Pasting",
        footer=True,
    ),
    Command(
        "paste.report",
        ("tab",),
        "app.focus_next",
        "Read the report",
        "Go to what is said about the text, to scroll it, and back.",
        "Pasting",
        footer=True,
    ),
    Command(
        "paste.close",
        ("escape",),
        "close",
        "Back",
        "Back to the register; the text is kept and offered again.",
        "Pasting",
        footer=True,
    ),
)

_PAUSE = 0.15  # seconds after the last change before the text is read, so that typing stays fast
_SHOWN_ROWS, _SHOWN_PROBLEMS = 3, 1_000


class PasteRows(ModalScreen[CsvRows | None]):
    """Takes CSV or TSV; gives the rows to add with what does not come in, or None.

    What was pasted is kept as a draft; whoever adds the rows drops it.
    """

    BINDINGS = bindings(PASTE_VERBS)
    VERBS = PASTE_VERBS
    AUTO_FOCUS = "#pasted"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]

    def __init__(self, review: Review, question: Question) -> None:
        """Takes an open review and the question whose register is to grow."""
        super().__init__()
        self.review = review
        self.question = question
        self._found = CsvRows([], [])
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """What to do, the text, and what comes in."""
        labels = ", ".join(column.label for column in self.question.columns)
        with Vertical(id="paste", classes="dialog wide") as dialog:
            dialog.border_title = Content("Paste a list")
            yield Static(
                "Copy cells in your spreadsheet and paste them here, with or without a head row.",
                id="paste-help",
            )
            yield Static(plain(f"Columns: {labels}.", "$text-muted", limit=1_000), id="paste-columns")
            yield SafeArea(id="pasted", soft_wrap=False)
            with VerticalScroll(id="paste-report"):
                yield Static(id="paste-found")
            yield KeyLine(PASTE_VERBS)

    def on_mount(self) -> None:
        """Offers what was pasted before and never added."""
        area = self.query_one(SafeArea)
        try:
            drafts = self.review.drafts()
        except StoreError as error:
            drafts = ()
            self._tell(str(error))
        for draft in drafts:
            if draft.question == self.question.id and draft.field == DRAFT_FIELD:
                with area.prevent(TextArea.Changed):
                    area.text = draft.text
        self._read()

    @on(TextArea.Changed)
    def _changed(self) -> None:
        self._tell("")
        try:
            self.review.save_draft(self.question.id, DRAFT_FIELD, self.query_one(SafeArea).text)
        except StoreError as error:
            self._tell(str(error))
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._read)

    def _tell(self, text: str) -> None:
        self.query_one(KeyLine).tell(text, warning=bool(text))

    def _read(self) -> None:
        self._found = read_rows(self.query_one(SafeArea).text, self.question.columns)
        self.query_one("#paste-found", Static).update(self._report())

    def _report(self) -> Content:
        rows, problems = self._found
        if not self.query_one(SafeArea).text.strip():
            return plain("Nothing pasted yet.", "$text-muted")
        lines = [plain(f"{counted(len(rows), 'row')} will come in.", "bold")]
        if again := self._there_already():
            stands = "One of them stands" if again == 1 else f"{again:,} of them stand"
            lines.append(
                plain(f"! {stands} in the register already and would stand there twice.", "$text-warning")
            )
        labels = {column.id: column.label for column in self.question.columns}
        lines += [
            plain(
                "  " + " · ".join(f"{labels[name]}: {text}" for name, text in row.items()),
                "$text-muted",
                limit=200,
            )
            for row in rows[:_SHOWN_ROWS]
        ]
        if len(rows) > _SHOWN_ROWS:
            lines.append(plain("  …", "$text-muted"))
        lines += [plain(f"! {problem}", "$text-warning", limit=160) for problem in problems[:_SHOWN_PROBLEMS]]
        if len(problems) > _SHOWN_PROBLEMS:
            lines.append(
                plain(
                    f"! … and {len(problems) - _SHOWN_PROBLEMS:,} more, shown when these are mended.",
                    "$text-warning",
                )
            )
        return Content("\n").join(lines)

    def _there_already(self) -> int:
        """How many of the rows are in the register, cell for cell."""
        answer = self.review.view.answer(self.question.id)
        there = {
            frozenset((name, text) for name, text in row.cells.items() if text)
            for row in rows_of(answer.value)
        }
        return sum(frozenset(row.items()) in there for row in self._found.rows)

    def action_add(self) -> None:
        """Read what is there now, and hand it over."""
        self._read()
        if self._found.rows:
            self.dismiss(self._found)
        else:
            self._tell("There is nothing to add yet: paste cells from a spreadsheet.")

    def action_close(self) -> None:
        """Back without adding; an empty text leaves no draft."""
        if not self.query_one(SafeArea).text.strip():
            try:
                self.review.drop_draft(self.question.id, DRAFT_FIELD)
            except StoreError as error:
                self.notify(str(error), severity="error", markup=False)
        self.dismiss(None)
