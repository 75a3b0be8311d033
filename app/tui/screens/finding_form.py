"""Asks for what a decision about a finding needs: a reason, an owner, a date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual import events, on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from app.questionnaire.model import AnswerType, Column
from app.review import Refused
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.screens.fields import SafeArea
from app.tui.screens.new_assessment import OneLine
from app.tui.screens.row_form import ACCEPT, FORM_HELP, LEAVE, MOVING, RowForm

SAVE = Command(
    ACCEPT.id, ACCEPT.keys, ACCEPT.action, "Save", "Save it as it stands.", ACCEPT.group, footer=True
)
DROP = Command(
    LEAVE.id,
    LEAVE.keys,
    LEAVE.action,
    "Back",
    "Back, nothing is changed; with something typed here only at the second press.",
    LEAVE.group,
    footer=True,
)
FINDING_FORM_VERBS = (SAVE, *MOVING, DROP, FORM_HELP)
REASON = "reason"
_DATE_HINT = "such as 2026-11-22"


class WrappedLine(SafeArea):
    """One line of text that is shown over several; enter is no character of it."""

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty; tab goes to the next field."""
        super().__init__(id=id, tab_behavior="focus", soft_wrap=True)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted())
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = " ".join(event.text.split())
        await super()._on_paste(event)


class FindingForm(RowForm):
    """Asks until what was typed could be saved, or until it is left; gives back what was saved, or None."""

    BINDINGS = bindings(FINDING_FORM_VERBS)
    VERBS: tuple[Command, ...] = FINDING_FORM_VERBS

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        cells: Mapping[str, str],
        about: str,
        save: Callable[[Mapping[str, str]], object],
    ) -> None:
        """`save` takes the cells and raises `Refused` with the sentence to show where they cannot be saved."""
        super().__init__(title, columns, cells, about)
        self._save = save
        self._warned = False

    def _widget(self, column: Column) -> Widget:
        if column.type is AnswerType.LONG_TEXT:
            return WrappedLine(id=f"cell-{column.id}")
        if column.type is AnswerType.DATE:
            return OneLine(placeholder=_DATE_HINT, id=f"cell-{column.id}", classes="form-input")
        return super()._widget(column)

    def on_wrapped_line_submitted(self, event: WrappedLine.Submitted) -> None:
        """Enter saves."""
        event.stop()
        self.action_accept()

    def on_key(self, event: events.Key | None = None) -> None:
        """A notice has been read when the next key comes."""
        if event is None or event.key != "escape":
            self._written()

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _written(self) -> None:
        """What was said before is about another text."""
        self._warned = False
        self.tell("")

    @property
    def typed(self) -> bool:
        """Whether anything stands here that did not stand here at first."""
        return any(self._value(column) != self._filled[column.id] for column in self._columns)

    def action_accept(self) -> None:
        """Save, or say why that cannot be."""
        cells = self.cells()
        if cells is None:
            return
        try:
            self._save(cells)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            self.to_first_empty()
        else:
            self.dismiss(cells)

    def to_first_empty(self) -> None:
        """Put the cursor in the first line that is empty."""
        for column in self._columns:
            if not self._value(column):
                self.query_one(f"#cell-{column.id}").focus()
                return

    def action_leave(self) -> None:
        """Back; what was typed is not dropped by one key."""
        if self.typed and not self._warned:
            self._warned = True
            self.tell("Escape again drops what you typed; ^s saves it.", warning=True)
            return
        self.dismiss(None)


REASONS: Mapping[str, tuple[str, str, str]] = {
    "withdrawn": ("Withdraw", "Why it is none", "It will no longer act on the score."),
    "accepted": ("Accept", "Why", "It still acts on the score. An owner and a date go with it."),
    "answered_by_vendor": (
        "Vendor answered",
        "What it said",
        "It still acts on the score until it is fixed.",
    ),
    "fixed": ("Fixed", "What shows it", "It will no longer act on the score."),
}
"""By the new state: title of the form, label of the reason, and what follows from it."""


def columns_for(state: str) -> tuple[Column, ...]:
    """What is asked for a state."""
    reason = Column(REASON, REASONS[state][1], AnswerType.LONG_TEXT)
    if state == "withdrawn":
        return (reason,)
    asked = (Column("owner", "Who sees to it"), Column("due", "By when", AnswerType.DATE))
    return (reason, *asked) if state == "accepted" else (reason,)


__all__ = ["FINDING_FORM_VERBS", "REASONS", "FindingForm", "WrappedLine", "columns_for"]
