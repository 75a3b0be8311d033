"""The suggestions beside the question: looked for once the card is on the screen, changed by the reviewer's terms."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual import work
from textual.timer import Timer
from textual.widget import Widget

from app.assessment.answer import Value
from app.evidence.model import Outcome, Suggestions
from app.questionnaire.model import AnswerType
from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.cursor import home_of
from app.tui.evidence_blocks import FEW, MANY, NO_PASSAGE, Beside
from app.tui.figures import counted
from app.tui.screens.writing import WritingScreen
from app.tui.widgets.evidence_pane import EvidencePane
from app.tui.widgets.term_line import TermLine

_SOON = 0.005
"""Seconds between the card and the search: keys that wait already go first."""


class SuggestingScreen(WritingScreen):
    """Suggestions for the part under the cursor. The card never waits for them."""

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__(review)
        self._looks = False
        """Whether a search has been made: before the first frame there is none."""
        self._looking: Timer | None = None
        self._ready_for: tuple[int, ...] = ()
        """The documents that can be searched without delay."""
        self._preparing = False
        self._before_term: Widget | None = None
        self._more = ""
        """The question or follow-up for which more suggestions were asked."""
        self._proposed: dict[str, tuple[Suggestions, Value, int]] = {}
        """How many rows are proposed for a register, and what that was read from."""
        self._problem = ("", "")
        """A question and why the documents could not be searched for it."""

    # --- what a subclass does --------------------------------------------------------------------------

    def show_evidence(self) -> Beside:
        """Show the suggestions that are at hand for the part under the cursor, on the card as well."""
        raise NotImplementedError

    @property
    def evidence_hidden(self) -> bool:
        """Whether the suggestions are not on the screen, because there is no room for them."""
        raise NotImplementedError

    def action_evidence(self) -> None:
        """Show the suggestions and go there."""
        raise NotImplementedError

    # --- suggestions -----------------------------------------------------------------------------------

    def beside(self, item: str, *, look: bool = False) -> Beside:
        """What stands in the evidence pane for this question; searches only where it is told to."""
        if not self._looks and not look:
            return Beside(self.view, item)
        self._looks = True
        evidence, limit = self.review.evidence, MANY if item == self._more else FEW
        here: frozenset[str] | None = None
        try:
            held = evidence.searched_documents()
            here = frozenset(name.casefold() for one in held for name in (one.id, one.name))
            terms = tuple(evidence.added_terms(item))
            if self.question(home_of(self.view.pack, item)).own and not terms:
                nothing = Suggestions(item, Outcome.NOTHING, 0.0, (), (), ())  # the reviewer's own to say
                return Beside(self.view, item, nothing, here=here)
            found = evidence.suggest(item, limit) if look or evidence.at_hand(item, limit) else None
        except (Refused, StoreError) as error:
            self._problem = (item, f"The documents cannot be searched: {error}")
            return Beside(self.view, item, problem=self._problem[1], here=here)
        problem = self._problem[1] if found is None and self._problem[0] == item else ""
        rows = self._rows_proposed(item, found)
        return Beside(self.view, item, found, terms, problem, rows, here)

    def _rows_proposed(self, item: str, found: Suggestions | None, *, look: bool = False) -> int | None:
        """How many rows the documents propose for a register; None where that is not known yet."""
        if found is None or self.question(item).type is not AnswerType.TABLE:
            return None
        value = self.view.answer(item).value
        if look and found.documents:
            with suppress(Refused, StoreError):  # then no rows are offered
                self._proposed[item] = (found, value, len(self.review.evidence.proposed_rows(item)))
        made_of = self._proposed.get(item)
        # both are remembered as they are, so that identity says whether either is another by now
        return made_of[2] if made_of and made_of[0] is found and made_of[1] is value else None

    def suggested(self) -> Suggestions | None:
        """The suggestions for the part under the cursor, searched for where need be."""
        return self.beside(self.part.item, look=True).found

    def look_soon(self, beside: Beside) -> None:
        """Search once the card is on the screen, where that has not been done."""
        if self._looking is not None:
            self._looking.stop()
            self._looking = None
        register = self.question(beside.item).type is AnswerType.TABLE
        if (beside.found is None or (register and beside.rows is None)) and not beside.problem:
            self._looking = self.set_timer(_SOON, self._look)

    def _look(self) -> None:
        self._looking = None
        if self.part.item and not self.preparing():
            self._problem = ("", "")
            found = self.beside(self.part.item, look=True).found
            self._rows_proposed(self.part.item, found, look=True)
            self.show_evidence()

    def preparing(self) -> bool:
        """Whether the documents are being made ready to search; begins that where they are not.

        The first search of many documents takes a while: a thread does what it needs, and keys do not wait.
        """
        if not self._preparing:
            try:
                documents, make_ready = self.review.evidence.preparation()
            except StoreError:
                return False  # the search will say why
            if documents and documents != self._ready_for:
                self._ready_for, self._preparing = documents, True
                self._make_ready(make_ready)
        return self._preparing

    @work(thread=True, exit_on_error=False)
    def _make_ready(self, make_ready: Callable[[], None]) -> None:
        try:
            with suppress(StoreError):  # the search will say it
                make_ready()
        finally:
            self.call_later(self._made_ready)

    def _made_ready(self) -> None:
        self._preparing = False
        self._look()

    def on_evidence_pane_more(self) -> None:
        """Show more suggestions for this question."""
        before = len(self.query_one(EvidencePane).passages)
        self._more = self.part.item
        self.beside(self.part.item, look=True)
        self.show_evidence()
        now = len(self.query_one(EvidencePane).passages)
        self.tell(f"{counted(now, 'suggestion')}." if now > before else "There are no more than these.")

    # --- the reviewer's own terms ----------------------------------------------------------------------

    def action_add_term(self) -> None:
        """Open the line for one more term."""
        if not self.locked():
            self.add_class("-term", "-side")
            line = self.query_one(TermLine)
            line.value = ""
            self._before_term = self.focused
            line.focus()
            self.tell("A word or phrase to look for as well; a star at its end means any ending.")

    def on_term_line_given(self, event: TermLine.Given) -> None:
        """Look for the term, at once and from now on."""
        self.remove_class("-term")
        if self._before_term is not None:
            self._before_term.focus()
        if not isinstance(self._before_term, EvidencePane):
            self.remove_class("-side")
        self.tell("")
        if event.term:
            self._with_terms(
                lambda: self.review.evidence.add_term(self.part.item, event.term),
                f"Also looking for {event.term}",
            )

    def action_drop_term(self) -> None:
        """Take one of the reviewer's own terms away."""
        from app.tui.widgets.choice_picker import ChoicePicker

        if self.locked():
            return
        terms = self.beside(self.part.item, look=True).terms

        def drop(term: str | None) -> None:
            if term is not None:
                self._with_terms(
                    lambda: self.review.evidence.drop_term(self.part.item, term),
                    f"No longer looking for {term}",
                )

        if not terms:
            self.tell("There is no search term of your own here; + adds one.")
        elif len(terms) == 1:
            drop(terms[0])
        else:
            self.app.push_screen(ChoicePicker("Take a search term away", terms, ()), drop)

    def _with_terms(self, verb: Callable[[], Suggestions], said: str) -> None:
        try:
            found = verb()
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        self.beside(self.part.item, look=True)
        self.show_evidence()
        words = {
            Outcome.FOUND: f"found, {counted(len(found.found), 'passage')}",
            Outcome.WEAK: f"weak, {counted(len(found.found), 'passage')} to check",
            Outcome.NOTHING: f"n{NO_PASSAGE[1:-1]}",
        }
        self.tell(f"{said}: {words[found.outcome]}.")
