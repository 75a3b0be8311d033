"""The keys of a screen, and what its signs mean. Read from the commands, so that it cannot be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from app.tui.commands import Command, bindings
from app.tui.screens.keys import key_names
from app.tui.signs import LEGEND
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.sheet import Block, Sheet

HELP_VERBS = (
    Command("help.down", ("j", "down"), "scroll(1)", "Down", "Scroll down.", "This page", footer=True),
    Command("help.up", ("k", "up"), "scroll(-1)", "Up", "Scroll up.", "This page", footer=True),
    Command("help.first", ("g", "home"), "jump(-1)", "Top", "To the top.", "This page"),
    Command("help.last", ("G", "end"), "jump(1)", "End", "To the end.", "This page"),
    Command(
        "help.close",
        ("escape", "q", "f1", "question_mark"),
        "close",
        "Close",
        "Close the help.",
        "This page",
        footer=True,
    ),
)

THREE_KINDS_OF_NO = (
    "No, not addressed, unanswered",
    (
        "No: the vendor says that it does not do this. Not addressed: you have looked, and the documents do not say; "
        "the profile prints that they do not say, never that the vendor does not. Unanswered: nobody has looked yet; the "
        "profile prints that it was not reviewed. A silence is not a no, and a no is not a silence."
    ),
)

_KEYS_WIDE, _SIGN_WIDE = 18, 6


class HelpScreen(ModalScreen[None]):
    """Shows the keys of the screen under it."""

    BINDINGS = bindings(HELP_VERBS)
    VERBS = HELP_VERBS
    AUTO_FOCUS = "Sheet"

    def __init__(self, title: str, verbs: Sequence[Command], extra: Sequence[tuple[str, str]] = ()) -> None:
        """Takes the screen's name and commands; `extra` holds headings with a paragraph each."""
        super().__init__()
        self._name = title
        self._verbs = tuple(verbs)
        self._extra = (*extra, THREE_KINDS_OF_NO)

    def compose(self) -> ComposeResult:
        """The sheet, and how to get out."""
        with Vertical(id="help", classes="dialog wide") as dialog:
            dialog.border_title = plain(f"Help: {self._name}")
            yield Sheet(id="help-sheet")
            yield KeyLine(HELP_VERBS)

    def on_mount(self) -> None:
        """Fills the sheet."""
        self.query_one(Sheet).show(tuple(self._blocks()))

    def _blocks(self) -> Iterator[Block]:
        groups: dict[str, list[Command]] = {}
        for command in self._verbs:
            groups.setdefault(command.group or "Keys", []).append(command)
        for command in getattr(
            self.app, "VERBS", ()
        ):  # of the program as a whole, where its other keys stand
            if command.group in groups:
                groups[command.group].append(command)
        for group, commands in groups.items():
            yield _heading(group)
            for command in commands:
                keys = key_names(command, self.app) or "no key"
                yield Block(plain(command.help, limit=400), Content.styled(keys, "bold $accent"), _KEYS_WIDE)
            yield Block(Content(""))
        yield _heading("Signs")
        for sign in LEGEND:
            yield Block(plain(sign.word), Content.styled(sign.glyph, sign.style), _SIGN_WIDE)
        for heading, paragraph in self._extra:
            yield Block(Content(""))
            yield _heading(heading)
            yield Block(plain(paragraph, one_line=False, limit=4_000))

    def action_scroll(self, by: int) -> None:
        """A line."""
        self.query_one(Sheet).scroll_relative(y=by, animate=False)

    def action_jump(self, where: int) -> None:
        """Top or end."""
        sheet = self.query_one(Sheet)
        sheet.scroll_to(y=0 if where < 0 else sheet.max_scroll_y, animate=False)

    def action_close(self) -> None:
        """Back to the screen under it."""
        self.dismiss(None)


def _heading(text: str) -> Block:
    return Block(plain(text, "bold"))
