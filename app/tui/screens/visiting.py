"""The ways from the workbench to other screens and back: evidence, history, preview, printing, help."""

from __future__ import annotations

from app.assessment.answer import Citation
from app.review import Library, Review, default_print_path
from app.tui.cursor import home_of
from app.tui.screens.writing import WritingScreen
from app.tui.widgets.evidence_pane import Cited, EvidencePane

DOCUMENTS = "review.documents"
"""The question that is the register of documents."""


class VisitingScreen(WritingScreen):
    """Opens other screens for the part under the cursor, and takes up what they give back."""

    def __init__(self, library: Library, review: Review) -> None:
        """Takes an open assessment and the library it lies in."""
        super().__init__(review)
        self.library = library

    @property
    def home(self) -> str:
        """The question whose card the cursor is on."""
        return home_of(self.view.pack, self.part.item)

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        if self.part.item:
            self.view = self.review.view
            self.drafts.load()
            self.show_view()

    # --- evidence --------------------------------------------------------------------------------------

    def action_cite(self) -> None:
        """Cite a passage by hand."""
        self._cite(self.home, None)

    def on_evidence_pane_edit(self, event: EvidencePane.Edit) -> None:
        """Change a citation."""
        self._cite(event.cited.item, event.cited)

    def on_evidence_pane_remove(self, event: EvidencePane.Remove) -> None:
        """Take a citation away."""
        if self.change(lambda: self.review.uncite(event.cited.item, event.cited.index)):
            self.tell("Citation taken away. u brings it back.")

    def _cite(self, item: str, cited: Cited | None) -> None:
        from app.tui.screens.cite import CiteDialog

        if self.locked():
            return

        def done(citation: Citation | None) -> None:
            if citation is None:
                return
            instead = cited.index if cited else None
            if self.change(lambda: self.review.cite(item, citation, instead_of=instead)):
                self.tell(f"{'Changed' if cited else 'Cited'}: {citation.document}, {citation.place}.")

        self.app.push_screen(CiteDialog(self.review, item, cited.citation if cited else None), done)

    # --- registers -------------------------------------------------------------------------------------

    def open_register(self, item: str) -> None:
        """Open the editor of a register."""
        from app.tui.screens.table_editor import TableEditor

        self.app.push_screen(TableEditor(self.review, item))

    def open_documents(self) -> None:
        """Open the register of documents."""
        if DOCUMENTS in self.view.path.in_force:
            self.open_register(DOCUMENTS)
        else:
            self.tell("This questionnaire has no register of documents.")

    # --- looking ---------------------------------------------------------------------------------------

    def action_history(self) -> None:
        """Every change of this answer."""
        from app.tui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.review, self.part.item))

    def action_open_points(self) -> None:
        """What is still missing, to jump to."""
        from app.tui.screens.open_points import OpenPoints

        def jump(item: str | None) -> None:
            if item is not None and item in self.view.path.in_force:
                self.go(item)

        self.app.push_screen(OpenPoints(self.review), jump)

    def action_preview(self) -> None:
        """What the profile will say."""
        from app.tui.screens.preview import PreviewScreen

        self.app.push_screen(PreviewScreen(self.review))

    def action_print(self) -> None:
        """Print the profile."""
        from app.tui.screens.print import PrintDialog

        path = default_print_path(self.library.path, self.view.assessment)
        self.app.push_screen(PrintDialog(self.review, path))

    def action_leave(self) -> None:
        """Back to the library, which remembers the place."""
        self.library.remember(f"place:{self.view.assessment.slug}", self.part.key)
        self.dismiss(None)
