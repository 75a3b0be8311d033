"""What the workbench makes of suggestions: citations and values."""

from __future__ import annotations

from app.assessment.answer import Citation
from app.evidence.model import Outcome
from app.questionnaire.model import AnswerType
from app.review import Refused
from app.store.errors import StoreError
from app.tui.evidence_blocks import Cited
from app.tui.ghosts import joined, offered
from app.tui.messages import Told
from app.tui.quoting import Quoting
from app.tui.screens.reading import copy_quote, open_reader
from app.tui.screens.suggesting import SuggestingScreen
from app.tui.signs import brief, label
from app.tui.widgets.evidence_pane import EvidencePane
from app.tui.widgets.passage_sheet import PassageSheet


class CitingScreen(SuggestingScreen):
    """Cites passages, takes the values they propose, and leads to the documents."""

    # --- citing ----------------------------------------------------------------------------------------

    def action_cite(self) -> None:
        """Cite the first suggestion, among them the marked one; where there is none, a passage by hand.

        A passage that nobody sees is shown first.
        """
        if self.locked():
            return
        found, pane = self.suggested(), self.query_one(EvidencePane)
        if found is None or not found.found:
            self.cite_by_hand(self.part.item, None)
        elif self.evidence_hidden:
            self.show_evidence()
            pane.rewind()
            self.action_evidence()
            self.tell("This is the first suggestion: enter or c cites it, escape goes back.")
        elif not pane.has_focus:
            self._cite_passage(Quoting(found.found[0]), found.outcome)
        elif pane.quoting is not None:
            self._cite_passage(pane.quoting, found.outcome)
        else:
            self.tell("This is cited; enter changes it, g goes to the suggestions.")

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
            self.action_proposed_rows()
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

    def action_proposed_rows(self) -> None:
        """Go through the rows that the documents propose for a register."""
        from app.tui.screens.proposed_rows import ProposedRows

        if self.question(self.part.item).type is not AnswerType.TABLE:
            self.tell("Rows are proposed for registers only; this is none.")
            return

        try:
            screen = ProposedRows(self.review, self.part.item)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
        else:
            self.app.push_screen(screen)

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
