"""A form over the columns of a register: one line a column, choices by arrows or typing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from app.assessment.values import InvalidValue, parse_cell
from app.questionnaire.model import AnswerType, Column
from app.tui.commands import Command, bindings
from app.tui.program_verbs import HELP
from app.tui.screens.fields import SafeArea
from app.tui.screens.help import HelpScreen
from app.tui.screens.new_assessment import OneLine
from app.tui.text import plain
from app.tui.widgets.choice_line import CHOICE_LINE_VERBS, ChoiceLine
from app.tui.widgets.editor import LONGEST_TYPED
from app.tui.widgets.key_line import KeyLine

_GROUP = "Form"

ACCEPT = Command(
    "form.accept",
    ("enter", "ctrl+s"),
    "accept",
    "Accept",
    "Take it as it stands; in a text of several lines, enter is a new line and ^s accepts.",
    _GROUP,
    footer=True,
)
MOVING = (
    Command(
        "form.next",
        ("tab", "down"),
        "app.focus_next",
        "Next",
        "Go to the next field.",
        _GROUP,
        footer=True,
    ),
    Command(
        "form.previous",
        ("shift+tab", "up"),
        "app.focus_previous",
        "Before",
        "Go to the field before.",
        _GROUP,
    ),
)
LEAVE = Command("form.leave", ("escape",), "leave", "Back", "Back; nothing is changed.", _GROUP, footer=True)
FORM_HELP = Command(HELP.id, ("f1",), HELP.action, HELP.label, HELP.help, _GROUP, footer=True)

ROW_FORM_VERBS = (ACCEPT, *MOVING, LEAVE, FORM_HELP)

_DATE_HINT = "such as 2026-11-22; empty where it has none"


class RowForm(ModalScreen[dict[str, str] | None]):
    """Asks for the cells of one row; gives them by column id, checked, or None."""

    BINDINGS = bindings(ROW_FORM_VERBS)
    VERBS: tuple[Command, ...] = ROW_FORM_VERBS
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(
        self, title: str, columns: Sequence[Column], cells: Mapping[str, str], about: str = ""
    ) -> None:
        """`cells` fills the form; `about` stands above it. All texts are plain."""
        super().__init__()
        self._title = title
        self._columns = tuple(columns)
        self._given = dict(cells)
        self._filled: dict[str, str] = {}
        self._about = about

    def compose(self) -> ComposeResult:
        """What it is about, a line a column, the choices of the line with the focus, and the keys."""
        with Vertical(id="row-form", classes="dialog") as dialog:
            dialog.border_title = plain(self._title, limit=120)
            yield Static(plain(self._about, one_line=False, limit=1_000), id="row-about")
            with VerticalScroll(id="row-fields", can_focus=False):
                yield from self.fields()
            yield Static(id="row-choices")
            yield KeyLine(self.VERBS)

    def fields(self) -> Iterator[Widget]:
        """The lines of the form."""
        for column in self._columns:
            yield self.field(column.label, self._widget(column), tall=column.type is AnswerType.LONG_TEXT)

    def field(self, label: str, widget: Widget, *, tall: bool = False) -> Widget:
        """One line: what it is, and what to write or choose."""
        return Horizontal(
            Static(plain(label), classes="form-label"),
            widget,
            classes="form-line -tall" if tall else "form-line",
        )

    def _widget(self, column: Column) -> Widget:
        name = _id(column)
        if column.type is AnswerType.ONE_OF:
            return ChoiceLine(column.choices, id=name)
        if column.type is AnswerType.LONG_TEXT:
            return SafeArea(id=name, tab_behavior="focus")
        hint = _DATE_HINT if column.type is AnswerType.DATE else ""
        return OneLine(placeholder=hint, id=name, classes="form-input", max_length=LONGEST_TYPED)

    def on_mount(self) -> None:
        """Fills it in."""
        self.query_one("#row-about").display = bool(self._about)
        self.fill(self._given)
        self.start()

    def start(self) -> None:
        """Put the cursor in the first line."""
        self.focus_next()

    def fill(self, cells: Mapping[str, str]) -> None:
        """Put these cells into the form."""
        self._given = dict(cells)
        for column in self._columns:
            widget, text = self.query_one(f"#{_id(column)}"), cells.get(column.id, "")
            if isinstance(widget, SafeArea):
                widget.load_text(text)
            elif isinstance(widget, OneLine | ChoiceLine):
                widget.value = text
            self._filled[column.id] = self._value(column)

    def _value(self, column: Column) -> str:
        widget = self.query_one(f"#{_id(column)}")
        if isinstance(widget, SafeArea):
            return widget.text
        return widget.value if isinstance(widget, OneLine | ChoiceLine) else ""

    def cells(self) -> dict[str, str] | None:
        """What stands in the form, checked; None where something does not fit, which is said."""
        found = {}
        for column in self._columns:
            text = self._value(column)
            if text == self._filled[column.id]:
                text = self._given.get(column.id, "")  # as it was, also where a line cannot show all of it
            try:
                found[column.id] = parse_cell(column, text)
            except InvalidValue as error:
                sentence = str(error).rstrip(".")
                self.tell(f"{sentence[:1].upper()}{sentence[1:]}.", warning=True)
                self.query_one(f"#{_id(column)}").focus()
                return None
        return found

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say something in the bottom line until the next key."""
        self.query_one(KeyLine).tell(text, warning=warning)

    def on_key(self) -> None:
        """A notice has been read when the next key comes."""
        self.tell("")

    def on_descendant_focus(self) -> None:
        """Other keys matter in a line of choices."""
        self._show_choices()
        own = [c for c in CHOICE_LINE_VERBS if c.footer] if isinstance(self.focused, ChoiceLine) else []
        self.query_one(KeyLine).show((self.VERBS[0], *own, *self.VERBS[1:]))

    @on(ChoiceLine.Changed)
    def _show_choices(self) -> None:
        """All choices of the line with the focus, the taken one marked."""
        line, focused = self.query_one("#row-choices", Static), self.focused
        if not isinstance(focused, ChoiceLine):
            line.update()
            return
        parts = [
            plain(focused.words.get(choice, choice), "bold $accent" if choice == focused.value else "")
            for choice in focused.choices
            if focused.words.get(choice, choice)
        ]
        line.update(Content(" · ").join(parts))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Give the cells back."""
        cells = self.cells()
        if cells is not None:
            self.dismiss(cells)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen(self._title, (*self.VERBS, *CHOICE_LINE_VERBS)))

    def action_leave(self) -> None:
        """Give nothing back."""
        self.dismiss(None)


def _id(column: Column) -> str:
    return f"cell-{column.id}"


__all__ = ["ACCEPT", "FORM_HELP", "LEAVE", "MOVING", "ROW_FORM_VERBS", "RowForm"]
