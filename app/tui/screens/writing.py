"""What the workbench does with text: every change is a draft on disk, and escape makes an answer of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.questionnaire.model import AnswerType
from app.review import Review
from app.store.errors import StoreError
from app.tui.card import column_of
from app.tui.cursor import Part, choices_of
from app.tui.drafts import record, same, slip
from app.tui.figures import counted
from app.tui.messages import EditWanted, TextWanted
from app.tui.screens.answering import AnsweringScreen
from app.tui.signs import STATE_WORDS, name_of
from app.tui.widgets.editor import LONGEST_TYPED, AnswerEditor
from app.tui.widgets.question_card import QuestionCard

_WRITTEN = (
    AnswerType.TEXT,
    AnswerType.LONG_TEXT,
    AnswerType.DATE,
    AnswerType.NUMBER_UNIT,
    AnswerType.EMAIL,
    AnswerType.URL,
)
_EXAMPLES = {
    AnswerType.DATE: "such as 2026-11-22",
    AnswerType.EMAIL: "such as privacy@example.org",
    AnswerType.URL: "such as https://example.org/privacy",
}


@dataclass(frozen=True, slots=True)
class Writing:
    """What the editor is open for."""

    item: str
    field: str
    """The draft it is kept as: `value`, `value/<field of a record>`, `reason` or `note`."""
    column: str = ""

    @property
    def part(self) -> Part:
        """The part of the card it belongs to."""
        return Part(self.item, self.column)


class WritingScreen(AnsweringScreen):
    """Values, reasons and notes in the one editor under the card."""

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__(review)
        self.writing: Writing | None = None
        self._refused = False

    # --- what a subclass does --------------------------------------------------------------------------

    def step_part(self, by: int) -> None:
        """Put the cursor on the next part of the card."""
        raise NotImplementedError

    def show_keys(self) -> None:
        """Show the keys that matter now."""
        raise NotImplementedError

    def open_register(self, item: str) -> None:
        """Open the editor of a register."""
        raise NotImplementedError

    # --- beginning -------------------------------------------------------------------------------------

    def on_edit_wanted(self, event: EditWanted) -> None:
        """Write the value, pick it from a list or open the register."""
        item, column, question = event.item, event.column, self.question(event.item)
        drafts = self.drafts.at(Part(item, column))
        if drafts:
            self.write(Writing(item, drafts[0], column))
        elif choices_of(question, column) and question.type is not AnswerType.NUMBER_UNIT:
            self.open_picker(question, column)
        elif column:
            self.write(Writing(item, f"value/{column}", column))
        elif question.type is AnswerType.TABLE:
            self.open_register(item)
        elif question.type is AnswerType.RECORD:
            value = record(self.review, item)
            empty = next((c.id for c in question.columns if not value.get(c.id)), question.columns[0].id)
            self.go(item, empty)
            self.on_edit_wanted(EditWanted(item, empty))
        elif question.type is AnswerType.STATEMENT:
            self.tell("Answer with y, p, n, x or s. r writes the reason, o a note.")
        else:
            self.write(Writing(item, "value"))

    def on_text_wanted(self, event: TextWanted) -> None:
        """Write a reason or a note."""
        self.write(Writing(event.item, event.field))

    def write_reason(self, item: str) -> None:
        """Write why an answer is partial or not applicable."""
        self.write(Writing(item, "reason"))

    def write(self, writing: Writing) -> None:
        """Open the editor, with the unsaved text where there is some."""
        if self.locked():
            return
        text = self.drafts.offered(writing.item, writing.field)
        if len(text) > LONGEST_TYPED:
            self.tell(
                f"This text has {len(text):,} characters; the editor takes {LONGEST_TYPED:,}. "
                "Change it from the command line: assess answer, with --value @FILE.",
                warning=True,
            )
            return
        self.writing, self._refused = writing, False
        title, one_line, hint = self._asked(writing)
        if self.part != writing.part:
            self.go(writing.item, writing.column)
        editor = self.query_one(AnswerEditor)
        editor.keep = self._keep
        editor.open(title, text, one_line=one_line, hint=hint)
        self.add_class("-writing")
        editor.focus()
        self.call_after_refresh(self.query_one(QuestionCard).reveal, self.part.key)
        self.show_keys()

    def _asked(self, writing: Writing) -> tuple[str, bool, str]:
        """Title of the editor, whether it takes one line, and what it expects."""
        question = self.question(writing.item)
        if writing.field == "note":
            return "Note", False, "your own; never in the public profile"
        if writing.field == "reason":
            state = STATE_WORDS[self.view.answer(question.id).state]
            whys = {
                "partial": "Reason: what is the limit?",
                "not applicable": "Reason: why does it not apply?",
            }
            return whys.get(state, "Reason"), True, "printed in the profile"
        kind, name = question.type, name_of(question)
        if writing.column and (column := column_of(question, writing.column)):
            kind, name = column.type, column.label
        hint = _EXAMPLES.get(kind, "")
        if kind is AnswerType.NUMBER_UNIT:
            hint = "such as " + " or ".join(
                [*(f"30 {unit}" for unit in question.units), *question.bare_units]
            )
        return name, kind is not AnswerType.LONG_TEXT, hint

    # --- typing ----------------------------------------------------------------------------------------

    def _keep(self, text: str) -> None:
        """Every change goes to disk at once, as a draft, before it is painted."""
        if self.writing is None:
            return
        self._refused = False
        try:
            self.drafts.keep(self.writing.item, self.writing.field, text)
        except StoreError as error:
            self.tell(f"What you type is not on disk: {error}", warning=True)
        else:
            self.tell("")

    def on_answer_editor_full(self) -> None:
        """Say that something was cut off."""
        self.tell(f"The editor takes {LONGEST_TYPED:,} characters; the rest was not taken.", warning=True)

    # --- ending ----------------------------------------------------------------------------------------

    def on_answer_editor_left(self, event: AnswerEditor.Left) -> None:
        """Save the text and go one level out, or say why it cannot be saved and stay.

        A second escape leaves all the same; the text stays as a draft.
        """
        writing = self.writing
        if writing is None:
            return
        before = self.view
        if not self._save(writing, event.text):
            if event.key == "escape" and self._refused:
                slipped = slip(event.text, self.drafts.stored(writing.item, writing.field))
                if slipped:
                    self.change(lambda: self.review.drop_draft(writing.item, writing.field))
                self._close_editor()
                self.tell(
                    "Nothing is changed: the one character that did not fit is dropped."
                    if slipped
                    else "Not saved as an answer: the text is kept. Enter goes on with it, backspace drops it.",
                    warning=True,
                )
            self._refused = event.key == "escape"
            return
        self._close_editor()
        if writing.field not in ("reason", "note"):
            self.say_reason_lost(writing.item, before)
        if event.key in ("tab", "shift+tab") or (event.key == "enter" and writing.column):
            self._write_on(writing, -1 if event.key == "shift+tab" else 1)

    def _save(self, writing: Writing, text: str) -> bool:
        item, field, review = writing.item, writing.field, self.review
        if same(text, self.drafts.stored(item, field)):
            return self.change(lambda: review.drop_draft(item, field))
        if field == "reason":
            return self.change(lambda: review.answer(item, reason=text, draft=field))
        if field == "note":
            return self.change(lambda: review.answer(item, note=text, draft=field))
        value: Any = {**record(review, item), writing.column: text} if writing.column else text
        return self.change(lambda: review.answer(item, value=value, draft=field))

    def _close_editor(self) -> None:
        self.writing, self._refused = None, False
        self.read_drafts()
        self.remove_class("-writing")
        self.query_one(QuestionCard).focus()
        self.show_view()

    def _write_on(self, writing: Writing, by: int) -> None:
        """Go to the next part; where it takes text, write on. The end of a record is an end."""
        before = self.part
        self.step_part(by)
        question, part = self.question(self.part.item), self.part
        done = part == before or (bool(writing.column) and part.item != writing.item)
        if not done and not choices_of(question, part.column) and (part.column or question.type in _WRITTEN):
            self.on_edit_wanted(EditWanted(part.item, part.column))

    def action_leave_editor(self, key: str) -> None:
        """A click on the key line does what the key does."""
        if self.writing is not None:
            self.on_answer_editor_left(AnswerEditor.Left(self.query_one(AnswerEditor).text, key))

    def action_undo_typing(self) -> None:
        """Take typing back."""
        self.query_one(AnswerEditor).undo()

    def say_drafts(self) -> None:
        """Say how many answers were reopened and how many texts were never saved, when there are any."""
        again = sum(bool(self.view.answer(item).reopened) for item in self.view.progress.open_items)
        if again:
            were = "answer was" if again == 1 else "answers were"
            self.tell(f"{again} {were} reopened; ] goes there first.", warning=True)
        elif number := len(self.drafts.by_place):
            was = "was" if number == 1 else "were"
            self.tell(
                f"{counted(number, 'text')} from before {was} never saved; is:draft finds what is left."
            )
