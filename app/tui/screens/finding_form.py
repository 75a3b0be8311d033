"""Asks for what a decision about a finding needs: a reason, an owner, a date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from textual import events, on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from app.assessment.documents import read_date
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
FINDING_FORM_VERBS = (SAVE, DROP, *MOVING, FORM_HELP)
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
        event.text = " ".join(event.text.split())  # the area, asked next, puts it in


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
        *,
        today: date | None = None,
    ) -> None:
        """`save` takes the cells and raises `Refused` with the sentence to show where they cannot be saved.

        With `today`, a date before it is saved only at the second press.
        """
        super().__init__(title, columns, cells, about)
        self._save = save
        self._today = today
        self._warned = False
        self._past = ""
        """The date of which it was said that it is past."""

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
        if cells is None or self._asks_of_past(cells):
            return
        try:
            self._save(cells)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            self.to_first_empty()
        else:
            self.dismiss(cells)

    def _asks_of_past(self, cells: Mapping[str, str]) -> bool:
        """Whether a date that was written here is past, and that has not been said yet; says it."""
        for column in self._columns:
            if column.type is not AnswerType.DATE or self._value(column) == self._filled[column.id]:
                continue
            day = read_date(cells[column.id])
            if (
                day is not None
                and self._today is not None
                and day < self._today
                and cells[column.id] != self._past
            ):
                self._past = cells[column.id]
                self.tell(f"{self._past} is past already. Enter again saves it all the same.", warning=True)
                self.query_one(f"#cell-{column.id}").focus()
                return True
        return False

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


PRINTED = "The public profile prints it."
"""What everybody should know who writes a reason."""
REASONS: Mapping[str, tuple[str, str, str]] = {
    "withdrawn": (
        "Withdraw",
        "Reason",
        f"Say why it is no finding. {PRINTED} It will no longer act on the score.",
    ),
    "accepted": (
        "Accept",
        "Reason",
        "Say why the district lives with it, who sees to it, and by when; the public profile prints it. It still acts.",
    ),
    "answered_by_vendor": (
        "Vendor answered",
        "Its answer",
        f"Write what the vendor said. {PRINTED} It still acts on the score until it is fixed.",
    ),
    "fixed": (
        "Fixed",
        "Proof",
        f"Write what shows that it is fixed. {PRINTED} It will no longer act on the score.",
    ),
}
"""By the new state: title of the form, label of the reason, and what follows from it. Labels are short: cut to a narrow
screen, one of several words could say the opposite."""


def columns_for(state: str) -> tuple[Column, ...]:
    """What is asked for a state."""
    reason = Column(REASON, REASONS[state][1], AnswerType.LONG_TEXT)
    if state == "withdrawn":
        return (reason,)
    asked = (Column("owner", "Owner"), Column("due", "By when", AnswerType.DATE))
    return (reason, *asked) if state == "accepted" else (reason,)


__all__ = ["FINDING_FORM_VERBS", "REASONS", "FindingForm", "WrappedLine", "columns_for"]
