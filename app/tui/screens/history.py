"""The history of an answer: every change, who made it, and the way back to any of them."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from app.review import HistoryEntry, Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.program_verbs import PROGRAM_VERBS
from app.tui.screens.changes import in_a_line, in_full
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.screens.telling_screen import TellingScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.signs import name_of
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.rows import Rows
from app.tui.widgets.sheet import Block, Sheet

HISTORY_VERBS = (
    Command(
        "history.restore",
        ("enter",),
        "restore",
        "Restore",
        "Give the answer again as it was after this change.",
        "History",
        footer=True,
    ),
    Command(
        "history.down",
        ("j", "down"),
        "step(1)",
        "Earlier",
        "The change before this one.",
        "History",
        footer=True,
    ),
    Command(
        "history.up", ("k", "up"), "step(-1)", "Later", "The change after this one.", "History", footer=True
    ),
    Command("history.first", ("g", "home"), "step(-100000)", "Newest", "The newest change.", "History"),
    Command("history.last", ("G", "end"), "step(100000)", "Oldest", "The first change.", "History"),
    Command(
        "history.page_down", ("pagedown",), "read(1)", "Read on", "Scroll the text below down.", "History"
    ),
    Command("history.page_up", ("pageup",), "read(-1)", "Read back", "Scroll the text below up.", "History"),
    Command(
        "history.close",
        ("escape", "q", "h"),
        "close",
        "Back",
        "Back to the question.",
        "History",
        footer=True,
    ),
    *PROGRAM_VERBS,
)

_ABOUT = (
    "History",
    (
        "Answers are never overwritten: each change is one line, and undo is a change as well. What was undone is marked "
        "so and struck through. Restoring adds a new change, which undo takes back like any other."
    ),
)


_WHO = 16
"""Characters of a name in the list; the text below shows it whole."""


class HistoryScreen(TellingScreen[None]):
    """Shows the changes of one answer, newest first."""

    BINDINGS = bindings(HISTORY_VERBS)
    VERBS = HISTORY_VERBS
    AUTO_FOCUS = "#history-lines"

    def __init__(self, review: Review, question_id: str) -> None:
        """Takes an open review and the id of a question or follow-up. Raises `KeyError` for no such id."""
        super().__init__()
        self.review = review
        self.question = review.view.pack.question(question_id)
        self._entries: Sequence[HistoryEntry] = ()

    def compose(self) -> ComposeResult:
        """Title, the changes, one change in full, the keys."""
        section = self.review.view.pack.section_by_id[self.question.section]
        yield TitleBar(f"History · {section.title}: {name_of(self.question)}")
        yield Lines(id="history-lines")
        yield Sheet(id="history-sheet")
        yield KeyLine(HISTORY_VERBS, id="keys")

    def on_mount(self) -> None:
        """Shows the changes."""
        self._fill()

    def _fill(self) -> None:
        try:
            self._entries = self.review.history(self.question.id)
        except StoreError as error:
            self.tell(str(error), warning=True)
        now = next((i for i, entry in enumerate(self._entries) if entry.in_effect), None)
        lines = [self._line(entry, current=i == now) for i, entry in enumerate(self._entries)]
        self.query_one(Lines).show(lines)
        self.query_one(TitleBar).show(counted(len(lines), "change"))
        self._show(0)

    def _line(self, entry: HistoryEntry, *, current: bool) -> Content:
        """When, who, and what; the change that made the answer what it is now is marked."""
        change = entry.change
        mark = Content.styled("▶ ", "bold $accent") if current else Content("  ")
        when = Content.styled(f"{change.at.astimezone():%Y-%m-%d %H:%M}  ", "$text-muted")
        who = plain(change.by, "$text-muted", limit=_WHO).pad_right(2) if change.by else Content("")
        what = plain(in_a_line(entry, self.question))
        if not entry.in_effect:
            what = Content.styled("undone  ", "$text-warning") + what.stylize("strike $text-muted")
        return mark + when + who + what

    def _show(self, index: int) -> None:
        sheet = self.query_one(Sheet)
        if index < len(self._entries):
            sheet.show(tuple(in_full(self._entries[index], self.question)))
        else:
            sheet.show((Block(plain("Nobody has answered this yet.", "$text-muted")),))

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._show(event.index)

    def action_step(self, by: int) -> None:
        """Another change."""
        self.query_one(Lines).step(by)

    def action_read(self, by: int) -> None:
        """Scroll the change in full."""
        self.query_one(Sheet).action_page(by)

    def action_restore(self) -> None:
        """The answer as it was after this change, as a new change."""
        cursor = self.query_one(Lines).cursor
        if cursor is None:
            self.tell("There is nothing to restore.")
            return
        before = self.review.view
        try:
            after = self.review.restore(self.question.id, self._entries[cursor].after)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        if after is before:
            self.tell("This is the answer as it stands.")
            return
        self._fill()
        self.tell("Restored as a new change. Undo takes it back.")

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("History", HISTORY_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
