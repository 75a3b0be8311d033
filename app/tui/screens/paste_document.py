"""Pasting a text as a document: it is taken as it is, and shown, however long it is."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.assessment.passages import line_starts
from app.evidence.errors import EvidenceRefused
from app.evidence.extraction.opening import FileRead, pasted
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.program_verbs import HELP
from app.tui.screens.help import HelpScreen
from app.tui.screens.new_assessment import OneLine
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.text_view import TextView

_GROUP = "Pasting a document"

PASTE_DOCUMENT_VERBS = (
    Command(
        "pasting.add",
        ("ctrl+s",),
        "add",
        "Add",
        "Add the text as a document of this name.",
        _GROUP,
        footer=True,
    ),
    Command(
        "pasting.switch",
        ("tab", "shift+tab"),
        "app.focus_next",
        "Name or text",
        "Go to the name, or to the text.",
        _GROUP,
        footer=True,
    ),
    Command(
        "pasting.clear",
        ("ctrl+l",),
        "clear",
        "Empty",
        "Drop the text, to paste another.",
        _GROUP,
        footer=True,
    ),
    Command("pasting.page_down", ("pagedown",), "page(1)", "Page down", "Scroll the text down.", _GROUP),
    Command("pasting.page_up", ("pageup",), "page(-1)", "Page up", "Scroll the text up.", _GROUP),
    Command(
        "pasting.close",
        ("escape",),
        "close",
        "Back",
        "Back; with a text here, only at the second press.",
        _GROUP,
        footer=True,
    ),
    Command(HELP.id, ("f1",), HELP.action, HELP.label, HELP.help, _GROUP, footer=True),
)

_EMPTY = "Copy the text where it is, in the browser or an e-mail, and paste it here. It is kept as it is."
_NAME = "pasted text.txt"


class NameLine(OneLine):
    """The line with the name; a text of several lines pasted into it is the document."""

    def _on_paste(self, event: events.Paste) -> None:
        if "\n" in event.text.strip():
            event.stop()
            event.prevent_default()
            if isinstance(self.screen, PasteDocument):
                self.screen.take(event.text)
        else:
            super()._on_paste(event)


class PasteDocument(ModalScreen[FileRead | None]):
    """Takes what is pasted; gives it back as a plain text file, or None."""

    BINDINGS = bindings(PASTE_DOCUMENT_VERBS)
    VERBS = PASTE_DOCUMENT_VERBS
    AUTO_FOCUS = "TextView"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(self) -> None:
        """Empty until something is pasted."""
        super().__init__()
        self.text = ""
        self._warned = False

    def compose(self) -> ComposeResult:
        """The name, the text, its size, and the keys."""
        with Vertical(id="paste-document", classes="dialog") as dialog:
            dialog.border_title = Content("Paste a document")
            yield Static("Name", classes="field", id="paste-label")
            yield NameLine(_NAME, placeholder="what to call it", id="paste-name", max_length=200)
            yield TextView(id="paste-text")
            yield Static(plain(_EMPTY), id="paste-size")
            yield KeyLine(PASTE_DOCUMENT_VERBS)

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say something in the bottom line until the next key."""
        self.query_one(KeyLine).tell(text, warning=warning)

    def on_key(self, event: events.Key) -> None:
        """A notice has been read when the next key comes."""
        if event.key != "escape":
            self._warned = False
            self.tell("")

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted."""
        event.stop()
        self.take(event.text)

    def take(self, text: str) -> None:
        """Take this text, after what is there already."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.text = f"{self.text}\n{text}" if self.text else text
        self._show()

    def _show(self) -> None:
        view = self.query_one(TextView)
        view.fill(self.text, line_starts(self.text), ())
        lines = counted(self.text.rstrip("\n").count("\n") + 1, "line")
        size = f"{len(self.text):,} characters in {lines}. Paste again to add to it." if self.text else _EMPTY
        self.query_one("#paste-size", Static).update(plain(size))

    def action_add(self) -> None:
        """Give it back."""
        name = self.query_one("#paste-name", OneLine).value.strip() or _NAME
        try:
            read = pasted(self.text, name)
        except EvidenceRefused as error:
            self.tell(str(error), warning=True)
            return
        self.dismiss(read)

    def action_clear(self) -> None:
        """Nothing is here."""
        self.text = ""
        self._show()

    def action_page(self, by: int) -> None:
        """Scroll the text."""
        self.query_one(TextView).page(by)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Paste a document", PASTE_DOCUMENT_VERBS))

    def action_close(self) -> None:
        """Back; what was pasted is not dropped by one key."""
        if self.text and not self._warned:
            self._warned = True
            self.tell("Escape again drops the text; ^s adds it.", warning=True)
            return
        self.dismiss(None)
