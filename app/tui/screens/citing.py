"""What the workbench does with evidence: suggestions beside the question, citing them, taking their values."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual import work
from textual.timer import Timer
from textual.widget import Widget

from app.assessment.answer import Citation
from app.evidence.model import Outcome, Suggestion, Suggestions
from app.questionnaire.model import AnswerType
from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.evidence_blocks import FEW, MANY, Beside, Cited
from app.tui.figures import counted
from app.tui.ghosts import joined, offered
from app.tui.messages import Told
from app.tui.quoting import Quoting
from app.tui.screens.reading import copy_quote, open_reader
from app.tui.screens.writing import WritingScreen
from app.tui.signs import brief, label
from app.tui.widgets.evidence_pane import EvidencePane
from app.tui.widgets.passage_sheet import PassageSheet
from app.tui.widgets.term_line import TermLine

_SOON = 0.01
"""Seconds between the card and the search: keys that wait already go first."""


class CitingScreen(WritingScreen):
    """Suggestions for the part under the cursor, and what keys make of them."""

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
        self._problem = ("", "")
        """A question and why the documents could not be searched for it."""

    # --- what a subclass does --------------------------------------------------------------------------

    def show_evidence(self) -> Beside:
        """Show the suggestions that are at hand for the part under the cursor, on the card as well."""
        raise NotImplementedError

    def open_documents(self) -> None:
        """Open the documents."""
        raise NotImplementedError

    # --- suggestions -----------------------------------------------------------------------------------

    def beside(self, item: str, *, look: bool = False) -> Beside:
        """What stands in the evidence pane for this question; searches only where it is told to."""
        if not self._looks and not look:
            return Beside(self.view, item)
        self._looks = True
        evidence, limit = self.review.evidence, MANY if item == self._more else FEW
        try:
            terms = tuple(evidence.added_terms(item))
            found = evidence.suggest(item, limit) if look or evidence.at_hand(item, limit) else None
        except (Refused, StoreError) as error:
            self._problem = (item, f"The documents cannot be searched: {error}")
            return Beside(self.view, item, problem=self._problem[1])
        problem = self._problem[1] if found is None and self._problem[0] == item else ""
        return Beside(self.view, item, found, terms, problem)

    def suggested(self) -> Suggestions | None:
        """The suggestions for the part under the cursor, searched for where need be."""
        return self.beside(self.part.item, look=True).found

    def look_soon(self, beside: Beside) -> None:
        """Search once the card is on the screen, where that has not been done."""
        if self._looking is not None:
            self._looking.stop()
            self._looking = None
        if beside.found is None and not beside.problem:
            self._looking = self.set_timer(_SOON, self._look)

    def _look(self) -> None:
        self._looking = None
        if self.part.item and not self.preparing():
            self._problem = ("", "")
            self.beside(self.part.item, look=True)
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
        with suppress(StoreError):  # the search will say it
            make_ready()
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

    # --- citing ----------------------------------------------------------------------------------------

    def action_cite(self) -> None:
        """Cite the first suggestion; where there is none, a passage by hand."""
        if self.locked():
            return
        found = self.suggested()
        if found is None or not found.found:
            self.cite_by_hand(self.part.item, None)
        else:
            self._cite_passage(Quoting(found.found[0]), found.outcome)

    def action_cite_by_hand(self) -> None:
        """Cite a passage by hand, for the question or follow-up under the cursor."""
        self.cite_by_hand(self.part.item, None)

    def on_passage_sheet_cite(self, event: PassageSheet.Cite) -> None:
        """Cite the marked passage, or the part of it that is quoted."""
        if not self.locked():
            found = self.suggested()
            self._cite_passage(event.quoting, found.outcome if found is not None else Outcome.FOUND)

    def _cite_passage(self, quoting: Quoting, outcome: Outcome) -> None:
        item, before = self.part.item, self.view
        evidence, document = self.review.evidence, quoting.passage.document
        if not self.change(lambda: evidence.cite(item, document, quoting.start, quoting.end)):
            return
        place = evidence.citation(document, quoting.start, quoting.end).place
        if self.view is before:
            self.tell(f"{document}, {place} is cited already; e goes to the other suggestions.")
        elif outcome is Outcome.WEAK:
            self.tell(f"Cited {document}, {place}. It is a weak match: please check that it says so.")
        else:
            self.tell(f"Cited {document}, {place}.")

    def on_evidence_pane_edit(self, event: EvidencePane.Edit) -> None:
        """Change a citation."""
        self.cite_by_hand(event.cited.item, event.cited)

    def on_evidence_pane_remove(self, event: EvidencePane.Remove) -> None:
        """Take a citation away."""
        if self.change(lambda: self.review.uncite(event.cited.item, event.cited.index)):
            self.tell("Citation taken away. u brings it back.")

    def cite_by_hand(self, item: str, cited: Cited | None) -> None:
        """Ask for a citation, or for changes of one."""
        from app.tui.screens.cite import CiteDialog

        if self.locked():
            return

        def done(citation: Citation | None) -> None:
            if citation is None:
                return
            instead = cited.index if cited else None
            if self.change(lambda: self.review.cite(item, citation, instead_of=instead)):
                self.tell(f"{'Changed' if cited else 'Cited'}: {citation.document}, {citation.place}.")

        try:
            dialog = CiteDialog(self.review, item, cited.citation if cited else None)
        except StoreError as error:
            self.tell(str(error), warning=True)
        else:
            self.app.push_screen(dialog, done)

    # --- proposed values -------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Take the value that the marked or the first suggestion proposes, and cite where it stands."""
        if self.locked():
            return
        if self.question(self.part.item).type is AnswerType.TABLE:
            self._open_proposed_rows()
            return
        found, pane = self.suggested(), self.query_one(EvidencePane)
        marked = pane.quoting if pane.has_focus else None
        if marked is not None:
            self._accept(marked)
            return
        for passage in found.found if found is not None else ():
            if offered(self.view, passage) is not None:
                self._accept(Quoting(passage))
                return
        self.tell("No suggestion proposes a value here that is not taken already.")

    def on_evidence_pane_accept(self, event: EvidencePane.Accept) -> None:
        """A proposed value was clicked."""
        if not self.locked():
            self._accept(Quoting(event.passage))

    def _accept(self, quoting: Quoting) -> None:
        passage = quoting.passage
        proposed = offered(self.view, passage)
        if proposed is None:
            self.tell("This passage proposes no value that is not taken already; enter cites it.")
            return
        item, before = proposed.question, self.view.answer(proposed.question)

        def take() -> None:
            citation = self.review.evidence.citation(passage.document, quoting.start, quoting.end)
            self.review.answer(item, value=joined(self.view, proposed), cite=[citation])

        if self.change(take):
            home = self.question(item).parent
            what = f" for {label(item, parent=home).lower()}" if home else ""
            was = f" It was {brief(before)}; u brings it back." if before.value else ""
            self.tell(f"Taken: {proposed.text}{what}. Cited {passage.document}, {passage.place}.{was}")

    def _open_proposed_rows(self) -> None:
        from app.tui.screens.proposed_rows import ProposedRows

        try:
            screen = ProposedRows(self.review, self.part.item)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
        else:
            self.app.push_screen(screen)

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
                lambda: self.review.evidence.add_term(self.part.item, event.term), f"Also looking for {event.term}"
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
                    lambda: self.review.evidence.drop_term(self.part.item, term), f"No longer looking for {term}"
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
            Outcome.NOTHING: f"nothing found in {counted(len(found.documents), 'document')}",
        }
        self.tell(f"{said}: {words[found.outcome]}.")

    # --- to other screens ------------------------------------------------------------------------------

    def on_passage_sheet_read(self, event: PassageSheet.Read) -> None:
        """Open the document at this place."""
        self._say(open_reader(self, self.review, event, self.part.item))

    def on_passage_sheet_copy(self, event: PassageSheet.Copy) -> None:
        """Copy the quote with its reference."""
        self._say(copy_quote(self, event))

    def _say(self, told: Told | None) -> None:
        if told is not None:
            self.tell(told.text, warning=told.warning)

    def on_evidence_pane_search(self) -> None:
        """Search all documents by the reviewer's own words."""
        self.action_search_documents()

    def action_search_documents(self) -> None:
        """Search all documents by the reviewer's own words."""
        from app.tui.screens.search_documents import SearchDocuments

        self.app.push_screen(SearchDocuments(self.review, self.part.item))
