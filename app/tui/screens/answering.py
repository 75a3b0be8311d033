"""The half of the workbench that changes answers: keys become verbs, text becomes drafts and then answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from app.assessment.answer import NEEDS_REASON, Answer
from app.assessment.values import rows_of, to_text
from app.questionnaire.model import AnswerType, Question
from app.review import Refused, Review, View
from app.store.errors import StoreError
from app.store.values import Draft
from app.tui.card import column_of
from app.tui.cursor import Part, choices_of
from app.tui.messages import Answered, Cleared, EditWanted, Picked, TextWanted
from app.tui.signs import STATE_WORDS, brief, counted, name_of
from app.tui.telling import turned
from app.tui.text import shown
from app.tui.widgets.editor import LONGEST_TYPED, AnswerEditor
from app.tui.widgets.question_card import QuestionCard

_LINES = (AnswerType.LONG_TEXT,)
_WRITTEN = (
    AnswerType.TEXT,
    AnswerType.LONG_TEXT,
    AnswerType.DATE,
    AnswerType.NUMBER_UNIT,
    AnswerType.EMAIL,
    AnswerType.URL,
)


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


class AnsweringScreen(Screen[None]):
    """Answers, texts, undo. A subclass lays out the card and the editor and shows each new view."""

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__()
        self.review = review
        self.view: View = review.view
        self.part = Part("")
        self.drafts: Mapping[tuple[str, str], Draft] = {}
        self._writing: Writing | None = None
        self._refused = False

    # --- what a subclass does --------------------------------------------------------------------------

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say something until the next key."""
        raise NotImplementedError

    def show_view(self) -> None:
        """Show `view` with the cursor on `part`."""
        raise NotImplementedError

    def go(self, item: str, column: str = "") -> None:
        """Put the cursor on this part."""
        raise NotImplementedError

    def step_part(self, by: int) -> None:
        """Put the cursor on the next part of the card."""
        raise NotImplementedError

    # --- verbs -----------------------------------------------------------------------------------------

    def change(self, verb: Callable[[], Any]) -> bool:
        """Carry out a verb of the review and show what it left; say why where it was refused.

        Says whether it was carried out.
        """
        try:
            verb()
        except Refused as error:
            self.tell(str(error), warning=True)
            return False
        except StoreError as error:
            self.tell(str(error), warning=True)
            self.notify(shown(str(error), limit=600), title="Not saved", severity="error", timeout=15, markup=False)
            return False
        self.view = self.review.view
        self.show_view()
        return True

    def _question(self, item: str) -> Question:
        return self.view.pack.by_id[item]

    def on_answered(self, event: Answered) -> None:
        """A state was chosen; partial and not applicable go on to their reason."""
        before = self.view
        if not self.change(lambda: self.review.answer(event.item, event.state)):
            return
        if event.state in NEEDS_REASON:
            self.write(Writing(event.item, "reason"))
        elif self.view is before:
            self.tell(f"It is {STATE_WORDS[event.state]} already.")

    def on_picked(self, event: Picked) -> None:
        """A choice was picked or toggled."""
        self._pick(event.item, event.column, event.choice)

    def _pick(self, item: str, column: str, choice: str) -> None:
        question, before = self._question(item), self.view
        if column:
            value = {**self._record(item), column: choice}
            done = self.change(lambda: self.review.answer(item, value=value))
        elif question.type is AnswerType.NUMBER_UNIT:
            done = self.change(lambda: self.review.answer(item, value=choice))
        else:
            done = self.change(lambda: self.review.pick(item, choice))
        if done and self.view is before and question.type is not AnswerType.MANY_OF:
            self.tell("That is the answer already. Backspace clears it.")

    def on_cleared(self, event: Cleared) -> None:
        """Drop unsaved text where there is some, else the answer."""
        drafts = self._drafts_at(Part(event.item, event.column))
        if drafts:
            if self.change(lambda: [self.review.drop_draft(event.item, d) for d in drafts]):
                self.load_drafts()
                self.show_view()
                self.tell("Dropped the unsaved text.")
            return
        before, answer = self.view, self.view.answer(event.item)
        if event.column:
            value = {k: v for k, v in self._record(event.item).items() if k != event.column}
            done = self.change(lambda: self.review.answer(event.item, value=value))
        else:
            done = self.change(lambda: self.review.clear(event.item))
        if self.view is not before:
            self.tell(f"Cleared: {brief(self._question(event.item), answer)}. u brings it back.")
        elif done:
            self.tell("There is nothing to clear here.")

    def action_flag(self) -> None:
        """Mark the item to come back to, or take the mark away."""
        if self.change(lambda: self.review.flag(self.part.item)):
            on = self.view.answer(self.part.item).flag
            self.tell("Flagged; is:flagged finds it." if on else "The flag is taken away.")

    def action_undo(self) -> None:
        """Take the last change back and go to where it was."""
        self._turn(self.review.undo, "Undone", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Put back what was taken back."""
        self._turn(self.review.redo, "Redone", "There is nothing to redo.")

    def _turn(self, verb: Callable[[], tuple[View, Any]], word: str, nothing: str) -> None:
        before, made = self.view, []
        if not self.change(lambda: made.append(verb()[1])):
            return
        (change,) = made
        if change is None:
            self.tell(nothing)
            return
        question = self._question(change.question)
        if change.question in self.view.path.in_force:
            self.go(change.question)
        elif question.parent in self.view.path.in_force:
            self.go(question.parent)
        self.tell(turned(word, change, question, before.answer(question.id), self.view.answer(question.id)))

    # --- writing ---------------------------------------------------------------------------------------

    def load_drafts(self) -> None:
        """Texts that never became an answer; what equals its answer by now is not offered."""
        self.drafts = {(d.question, d.field): d for d in self.review.drafts() if self._differs(d)}

    def _differs(self, draft: Draft) -> bool:
        if draft.question not in self.view.pack.by_id:
            return False
        known = draft.field in ("value", "reason", "note") or draft.field.startswith("value/")
        return not known or not _same(draft.text, self._stored(draft.question, draft.field))

    def _stored(self, item: str, field: str) -> str:
        answer = self.view.answer(item)
        if field.startswith("value/"):
            return self._record(item).get(field.removeprefix("value/"), "")
        if field == "value":
            return to_text(answer.value) if not rows_of(answer.value) else ""
        return answer.reason if field == "reason" else answer.note

    def _record(self, item: str) -> Mapping[str, str]:
        value = self.view.answer(item).value
        return value if isinstance(value, Mapping) else {}

    def _drafts_at(self, part: Part) -> list[str]:
        fields = [part.draft] if part.column else [part.draft, "reason", "note"]
        return [f for f in fields if (part.item, f) in self.drafts]

    def on_edit_wanted(self, event: EditWanted) -> None:
        """Write the value, pick it from a list or open the register."""
        item, question = event.item, self._question(event.item)
        drafts = self._drafts_at(Part(item, event.column))
        if drafts:
            self.write(Writing(item, drafts[0], event.column))
        elif choices_of(question, event.column) and question.type is not AnswerType.NUMBER_UNIT:
            self._open_picker(question, event.column)
        elif event.column:
            self.write(Writing(item, f"value/{event.column}", event.column))
        elif question.type is AnswerType.TABLE:
            self.open_register(item)
        elif question.type is AnswerType.RECORD:
            value = self._record(item)
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

    def write(self, writing: Writing) -> None:
        """Open the editor, with the unsaved text where there is some."""
        if self.view.read_only:
            self.tell("The database is open for reading only; nothing can be written.", warning=True)
            return
        stored = self._stored(writing.item, writing.field)
        draft = self.drafts.get((writing.item, writing.field))
        text = draft.text if draft else stored
        if len(text) > LONGEST_TYPED:
            self.tell(
                f"This text has {len(text):,} characters; the editor takes {LONGEST_TYPED:,}. "
                "Change it from the command line: assess answer, with --value @FILE.",
                warning=True,
            )
            return
        self._writing, self._refused = writing, False
        question = self._question(writing.item)
        title, one_line, hint = self._asked(question, writing)
        if self.part != writing.part:
            self.go(writing.item, writing.column)
        editor = self.query_one(AnswerEditor)
        editor.open(title, text, one_line=one_line, hint=hint)
        self.add_class("-writing")
        editor.focus()
        self.call_after_refresh(self.query_one(QuestionCard).reveal, self.part.key)
        self.show_keys()

    def _asked(self, question: Question, writing: Writing) -> tuple[str, bool, str]:
        """Title of the editor, whether it takes one line, and what it expects."""
        if writing.field == "reason":
            state = STATE_WORDS[self.view.answer(question.id).state]
            why = "why partial: what is the limit?" if state == "partial" else f"why {state}?"
            return f"Reason: {why}" if state in ("partial", "not applicable") else "Reason", True, "printed in the profile"
        if writing.field == "note":
            return "Note", False, "your own; never in the public profile"
        kind, name = question.type, name_of(question)
        if writing.column and (column := column_of(question, writing.column)):
            kind, name = column.type, column.label
        hints = {
            AnswerType.DATE: "such as 2026-11-22",
            AnswerType.EMAIL: "such as privacy@example.org",
            AnswerType.URL: "such as https://example.org/privacy",
            AnswerType.NUMBER_UNIT: "such as " + " or ".join([f"30 {u}" for u in question.units] + list(question.bare_units)),
        }
        return name, kind not in _LINES, hints.get(kind, "")

    def show_keys(self) -> None:
        """Show the keys that matter now."""

    def on_answer_editor_typed(self, event: AnswerEditor.Typed) -> None:
        """Every change goes to disk at once, as a draft."""
        if self._writing is None:
            return
        self._refused = False
        item, field = self._writing.item, self._writing.field
        try:
            if _same(event.text, self._stored(item, field)):
                self.review.drop_draft(item, field)
            else:
                self.review.save_draft(item, field, event.text)
        except StoreError as error:
            self.tell(f"What you type is not on disk: {error}", warning=True)
            return
        self.tell("")

    def on_answer_editor_full(self) -> None:
        """Say that something was cut off."""
        self.tell(f"The editor takes {LONGEST_TYPED:,} characters; the rest was not taken.", warning=True)

    def on_answer_editor_left(self, event: AnswerEditor.Left) -> None:
        """Save the text and go one level out, or say why it cannot be saved and stay."""
        writing = self._writing
        if writing is None:
            return
        if not self._save(writing, event.text):
            if event.key == "escape" and self._refused:
                self._close_editor()
                self.tell("Not saved as an answer: the text is kept, and enter goes on with it.", warning=True)
            self._refused = event.key == "escape"
            return
        self._close_editor()
        if event.key in ("tab", "shift+tab") or (event.key == "enter" and writing.column):
            self._write_on(writing, -1 if event.key == "shift+tab" else 1)

    def _save(self, writing: Writing, text: str) -> bool:
        item, field = writing.item, writing.field
        if _same(text, self._stored(item, field)):
            return self.change(lambda: self.review.drop_draft(item, field))
        if field == "reason":
            return self.change(lambda: self.review.answer(item, reason=text, draft=field))
        if field == "note":
            return self.change(lambda: self.review.answer(item, note=text, draft=field))
        value: Any = {**self._record(item), writing.column: text} if writing.column else text
        return self.change(lambda: self.review.answer(item, value=value, draft=field))

    def _close_editor(self) -> None:
        self._writing = None
        self._refused = False
        self.load_drafts()
        self.remove_class("-writing")
        self.query_one(QuestionCard).focus()
        self.show_view()

    def _write_on(self, writing: Writing, by: int) -> None:
        """Go to the next part; where it takes text, write on."""
        before = self.part
        self.step_part(by)
        question = self._question(self.part.item)
        ends = self.part == before or (writing.column and self.part.item != writing.item)
        if not ends and not choices_of(question, self.part.column) and (self.part.column or question.type in _WRITTEN):
            self.on_edit_wanted(EditWanted(self.part.item, self.part.column))

    def action_leave_editor(self, key: str) -> None:
        """A click on the key line does what the key does."""
        if self._writing is not None:
            self.on_answer_editor_left(AnswerEditor.Left(self.query_one(AnswerEditor).text, key))

    def action_undo_typing(self) -> None:
        """Take typing back."""
        self.query_one(AnswerEditor).undo()

    # --- what opens another screen ---------------------------------------------------------------------

    def _open_picker(self, question: Question, column: str) -> None:
        from app.tui.widgets.choice_picker import ChoicePicker

        if self.view.read_only:
            self.tell("The database is open for reading only; nothing can be changed.", warning=True)
            return
        choices = choices_of(question, column)
        title = name_of(question)
        if column and (field := column_of(question, column)):
            title = field.label
        if question.type is AnswerType.MANY_OF and not column:

            def toggle(choice: str) -> tuple[str, ...]:
                self._pick(question.id, "", choice)
                return _texts(self.view.answer(question.id))

            picker = ChoicePicker(title, choices, _texts(self.view.answer(question.id)), toggle)
            self.app.push_screen(picker)
            return
        chosen = self._record(question.id).get(column, "") if column else to_text(self.view.answer(question.id).value)

        def taken(choice: str | None) -> None:
            if choice is not None:
                self._pick(question.id, column, choice)

        self.app.push_screen(ChoicePicker(title, choices, (chosen,)), taken)

    def open_register(self, item: str) -> None:
        """Open the editor of a register."""
        from app.tui.screens.table_editor import TableEditor

        self.app.push_screen(TableEditor(self.review, item))

    def say_drafts(self) -> None:
        """Say how many texts were never saved, when there are any."""
        if self.drafts:
            self.tell(f"{counted(len(self.drafts), 'text')} from before was never saved; is:draft finds it.")


def _texts(answer: Answer) -> tuple[str, ...]:
    return tuple(v for v in answer.value if isinstance(v, str)) if isinstance(answer.value, tuple) else ()


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same but for the kind of their line ends, as the editor keeps them."""
    return one == other or one.splitlines() == other.splitlines()
