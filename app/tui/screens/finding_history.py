"""Every change of one finding: when, who, what became of it and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from app.assessment.documents import date_text
from app.assessment.findings import STATE_WORDS
from app.tui.commands import Command, bindings
from app.tui.finding_signs import STATE_SIGNS
from app.tui.program_verbs import HELP
from app.tui.screens.help import HelpScreen
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.sheet import EMPTY, Block, Sheet

if TYPE_CHECKING:
    from app.review.settling import FindingChange

_GROUP = "History"
FINDING_HISTORY_VERBS = (
    Command("finding_history.down", ("j", "down"), "scroll(1)", "Down", "Scroll down.", _GROUP, footer=True),
    Command("finding_history.up", ("k", "up"), "scroll(-1)", "Up", "Scroll up.", _GROUP, footer=True),
    Command(
        "finding_history.close",
        ("escape", "q", "h"),
        "close",
        "Back",
        "Back to the finding.",
        _GROUP,
        footer=True,
    ),
    Command(HELP.id, HELP.keys, HELP.action, HELP.label, HELP.help, _GROUP, footer=True),
)
_LABEL = 18
_MUTED = "$text-muted"


class FindingHistory(ModalScreen[None]):
    """Shows the changes of a finding, newest first."""

    BINDINGS = bindings(FINDING_HISTORY_VERBS)
    VERBS = FINDING_HISTORY_VERBS
    AUTO_FOCUS = "Sheet"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(self, title: str, changes: Sequence[FindingChange]) -> None:
        """`title` is plain text."""
        super().__init__()
        self._title = title
        self._changes = changes

    def compose(self) -> ComposeResult:
        """The changes, and how to get out."""
        with Vertical(id="finding-history", classes="dialog wide") as dialog:
            dialog.border_title = plain(self._title, limit=120)
            yield Sheet(id="finding-changes")
            yield KeyLine(FINDING_HISTORY_VERBS)

    def on_mount(self) -> None:
        """Fills the sheet."""
        self.query_one(Sheet).show(tuple(self._blocks()))

    def _blocks(self) -> Iterator[Block]:
        for one in self._changes:
            sign, after = STATE_SIGNS[one.after.state], one.after
            when = plain(f"{one.change.at.astimezone():%Y-%m-%d %H:%M}", _MUTED)
            line = Content.styled(f"{sign.glyph} {STATE_WORDS[after.state]}", sign.style)
            if one.change.by:
                line += plain(f" by {one.change.by}", limit=120)
            if not one.in_effect:
                line = Content.styled("undone  ", "$text-warning") + line.stylize("strike")
            yield Block(line, when, _LABEL)
            for name, text in (
                ("reason", after.reason),
                ("owner", after.owner),
                ("due", date_text(after.due) if after.due else ""),
            ):
                if text:
                    yield Block(plain(f"{name}: ", _MUTED) + plain(text, limit=2_000), EMPTY, _LABEL)
            yield Block(EMPTY)

    def action_scroll(self, by: int) -> None:
        """A line."""
        self.query_one(Sheet).scroll_relative(y=by, animate=False)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("History of a finding", FINDING_HISTORY_VERBS))

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
