"""What the workbench does to answers: keys and clicks become verbs of the review, and each new view is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from app.assessment.answer import NEEDS_REASON, Answer
from app.assessment.findings import finding_key
from app.assessment.journal import Change, ChangeKind
from app.assessment.values import to_text
from app.questionnaire.model import AnswerType, Question
from app.review import READ_ONLY, Refused, Review, View
from app.store.errors import StoreError
from app.tui.card import column_of
from app.tui.cursor import Part, choices_of
from app.tui.drafts import Drafts, record
from app.tui.messages import Answered, Cleared, Picked
from app.tui.signs import STATE_WORDS, brief, name_of
from app.tui.telling import lost, turned, turned_finding, turned_names
from app.tui.text import shown

FOUND_ALL_THE_SAME = "Recorded as not addressed, though a passage was found: please be sure."


class AnsweringScreen(Screen[None]):
    """States, choices, flags, undo. Subclasses add the writing, the ways to other screens, and the layout."""

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__()
        self.review = review
        self.view: View = review.view
        self.part = Part("")
        self.drafts = Drafts(review)

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

    def write_reason(self, item: str) -> None:
        """Write why an answer is partial or not applicable."""
        raise NotImplementedError

    # --- the one way down ------------------------------------------------------------------------------

    def change(self, verb: Callable[[], Any]) -> bool:
        """Carry out a verb of the review and show the view it left; say why where it was refused.

        Says whether it was carried out.
        """
        try:
            verb()
        except Refused as error:
            self.tell(str(error), warning=True)
            return False
        except StoreError as error:
            self.tell(str(error), warning=True)
            self.warn(error)
            return False
        self.view = self.review.view
        self.show_view()
        return True

    def warn(self, error: StoreError) -> None:
        """Say beside the screen, whichever it is, what the database could not do."""
        said = shown(str(error), limit=600)
        self.app.notify(said, title="Not saved", severity="error", timeout=15, markup=False)

    def read_drafts(self) -> None:
        """Read the unsaved texts anew; where the database cannot be read, those that are known stay."""
        try:
            self.drafts.load()
        except StoreError as error:
            self.warn(error)

    def locked(self) -> bool:
        """Whether nothing can be changed; says so."""
        if self.view.read_only:
            self.tell(READ_ONLY, warning=True)
        return self.view.read_only

    def question(self, item: str) -> Question:
        """The question or follow-up of this id."""
        return self.view.pack.by_id[item]

    # --- answers ---------------------------------------------------------------------------------------

    def on_answered(self, event: Answered) -> None:
        """A state was chosen; partial and not applicable go on to their reason."""
        before = self.view
        if not self.change(lambda: self.review.answer(event.item, event.state)):
            return
        if event.state in NEEDS_REASON:
            self.write_reason(event.item)
        elif self.view is before:
            self.tell(f"It is {STATE_WORDS[event.state]} already.")
        self.say_lost(event.item, before)
        searched = self.view.answer(event.item).searched
        if self.view is not before and searched is not None and searched.outcome == "found":
            self.tell(FOUND_ALL_THE_SAME, warning=True)

    def say_lost(self, item: str, before: View, intro: str = "") -> None:
        """Say what went from an answer with its state, and how to get it back."""
        if self.view is not before:
            gone = lost(self.question(item), before.answer(item), self.view.answer(item))
            if gone or intro:
                self.tell(f"{intro} {gone or 'u brings it back.'}".strip())

    def say_reason_lost(self, item: str, before: View) -> None:
        """Say that a new value took the reason of the state before with it."""
        if before.answer(item).reason and not self.view.answer(item).reason:
            self.tell("The reason was taken away; u brings it back.")

    def on_picked(self, event: Picked) -> None:
        """A choice was picked or toggled."""
        self.pick(event.item, event.column, event.choice)

    def pick(self, item: str, column: str, choice: str) -> None:
        """Pick or toggle a choice of a question, of a record's field, or a number's unit that stands alone."""
        question, before = self.question(item), self.view
        if column:
            value = {**record(self.review, item), column: choice}
            done = self.change(lambda: self.review.answer(item, value=value))
        elif question.type is AnswerType.NUMBER_UNIT:
            done = self.change(lambda: self.review.answer(item, value=choice))
        else:
            done = self.change(lambda: self.review.pick(item, choice))
        if done and self.view is before:
            self.tell("That is the answer already. Backspace clears it.")
        self.say_reason_lost(item, before)

    def open_picker(self, question: Question, column: str) -> None:
        """Find one of many choices by typing."""
        from app.tui.widgets.choice_picker import ChoicePicker

        if self.locked():
            return
        item, choices = question.id, choices_of(question, column)
        field = column_of(question, column) if column else None
        title = field.label if field else name_of(question)
        if question.type is AnswerType.MANY_OF and not column:

            def toggle(choice: str) -> tuple[str, ...]:
                self.pick(item, "", choice)
                return _texts(self.view.answer(item))

            self.app.push_screen(ChoicePicker(title, choices, _texts(self.view.answer(item)), toggle))
            return
        chosen = (
            record(self.review, item).get(column, "") if column else to_text(self.view.answer(item).value)
        )

        def taken(choice: str | None) -> None:
            if choice is not None:
                self.pick(item, column, choice)

        self.app.push_screen(ChoicePicker(title, choices, (chosen,)), taken)

    def on_cleared(self, event: Cleared) -> None:
        """Drop unsaved text where there is some, else clear the answer."""
        item, part = event.item, Part(event.item, event.column)
        if self.drafts.at(part):
            if self.change(lambda: self.drafts.drop(part)):
                self.read_drafts()
                self.show_view()
                self.tell("Dropped the unsaved text.")
            return
        before, answer = self.view, self.view.answer(item)
        if event.column:
            value = {k: v for k, v in record(self.review, item).items() if k != event.column}
            done = self.change(lambda: self.review.answer(item, value=value))
        else:
            done = self.change(lambda: self.review.clear(item))
        if self.view is not before and event.column:
            self.tell(f"Cleared: {brief(answer)}. u brings it back.")
        elif self.view is not before:
            self.say_lost(item, before, f"Cleared: {brief(answer)}.")
        elif done:
            self.tell("There is nothing to clear here.")

    def action_flag(self) -> None:
        """Mark the item to come back to, or take the mark away."""
        if self.change(lambda: self.review.flag(self.part.item)):
            on = self.view.answer(self.part.item).flag
            self.tell("Flagged; is:flagged finds it." if on else "The flag is taken away.")

    def confirm(self, item: str) -> None:
        """A reopened answer stands as it is."""
        if self.locked():
            return
        if not self.view.answer(item).reopened:
            self.tell("This answer was not reopened, so that there is nothing to confirm.")
        elif self.change(lambda: self.review.confirm(item)):
            left = any(citation.lost for citation in self.view.answer(item).citations)
            lost_quote = " The lost quote is no evidence." if left else ""
            self.tell(f"It stands: {brief(self.view.answer(item))}.{lost_quote} u opens it again.")

    # --- undo ------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take the last change back and go to where it was."""
        self._turn(self.review.undo, "Undone", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Put back what was taken back."""
        self._turn(self.review.redo, "Redone", "There is nothing to redo.")

    def _turn(self, verb: Callable[[], tuple[View, Change | None]], word: str, nothing: str) -> None:
        before, made = self.review.view, list[Change | None]()
        if not self.change(lambda: made.append(verb()[1])):
            return
        change = made[0]
        if change is None:
            self.tell(nothing)
            return
        if change.kind is ChangeKind.FINDING:
            self.go_to_finding(finding_key(change.question, str(change.body.get("subject", ""))))
            self.tell(turned_finding(word, change, before.dispositions, self.view.dispositions))
            return
        if change.kind is ChangeKind.NAMES:
            self.tell(turned_names(word, change, before.names, self.view.names))
            return
        question = self.question(change.question)
        if question.id in self.view.path.in_force:
            self.go(question.id)
        elif question.parent in self.view.path.in_force:
            self.go(question.parent)
        self.tell(turned(word, change, question, before.answer(question.id), self.view.answer(question.id)))

    def go_to_finding(self, key: str) -> None:
        """To the question that a finding is about first; nowhere where there is none in force."""
        found = next((one for one in self.view.judgement.findings.found if one.key == key), None)
        there = [item for item in (found.answers if found else ()) if item in self.view.path.in_force]
        if there:
            self.go(there[0])


def _texts(answer: Answer) -> tuple[str, ...]:
    return tuple(v for v in answer.value if isinstance(v, str)) if isinstance(answer.value, tuple) else ()
