"""The ways from the workbench to other screens and back: registers, documents, history, preview, printing."""

from __future__ import annotations

from app.assessment.documents import REGISTER
from app.review import Library, Refused, Review
from app.store.errors import StoreError
from app.tui.concerning import Concerns
from app.tui.cursor import home_of
from app.tui.screens.citing import CitingScreen


class VisitingScreen(CitingScreen):
    """Opens other screens for the part under the cursor, and takes up what they give back."""

    def __init__(self, library: Library, review: Review, *, demo: bool = False) -> None:
        """Takes an open assessment and the library it lies in; a demo works on a copy and says so."""
        super().__init__(review)
        self.library = library
        self.demo = demo

    @property
    def concerns(self) -> Concerns:
        """What was found about which question; nothing while nothing is judged."""
        raise NotImplementedError

    @property
    def home(self) -> str:
        """The question whose card the cursor is on."""
        return home_of(self.view.pack, self.part.item)

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        if self.part.item:
            self.view = self.review.view
            self.read_drafts()
            self.show_view()

    # --- registers -------------------------------------------------------------------------------------

    def open_register(self, item: str) -> None:
        """Open the editor of a register."""
        from app.tui.screens.table_editor import TableEditor

        try:
            editor = TableEditor(self.review, item)
        except StoreError as error:
            self.tell(str(error), warning=True)
        else:
            self.app.push_screen(editor)

    def open_documents(self) -> None:
        """Open the documents of this assessment."""
        from app.tui.screens.documents import DocumentsScreen

        if REGISTER not in self.view.pack.by_id:
            self.tell("This questionnaire has no register of documents.")
            return
        try:
            screen = DocumentsScreen(self.review, self.part.item)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
        else:
            self.app.push_screen(screen, self._jump)

    def action_verify(self) -> None:
        """Look every quote up in the documents again, and go to one that is lost."""
        from app.tui.screens.verify import VerifyScreen

        try:
            screen = VerifyScreen(self.review)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
        else:
            self.app.push_screen(screen, self._jump)

    # --- looking ---------------------------------------------------------------------------------------

    def action_history(self) -> None:
        """Every change of this answer."""
        from app.tui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.review, self.part.item))

    def action_open_points(self) -> None:
        """What is still missing, to jump to."""
        from app.tui.screens.open_points import OpenPoints

        self.app.push_screen(OpenPoints(self.review), self._jump)

    def action_findings(self) -> None:
        """The findings, first one about this question: that which was left last, or the heaviest."""
        self.show_findings(self.home)

    def show_findings(self, at: str = "") -> None:
        """The findings, first the one of this key or about this question."""
        from app.tui.screens.findings import FindingsScreen

        self.app.push_screen(FindingsScreen(self.library, self.review, at=at), self._jump)

    def action_score(self) -> None:
        """Tier and numbers with everything that they rest on."""
        from app.tui.screens.score import ScoreScreen

        self.app.push_screen(ScoreScreen(self.library, self.review), self._jump)

    def action_laws(self) -> None:
        """Law by law, what was asked and answered."""
        from app.tui.screens.coverage import CoverageScreen

        self.app.push_screen(CoverageScreen(self.review), self._jump)

    def action_what_if(self) -> None:
        """What other answers would do to the numbers."""
        from app.tui.screens.what_if import WhatIf

        self.app.push_screen(WhatIf(self.review, self.part.item))

    def action_preview(self) -> None:
        """What the profile will say."""
        from app.tui.screens.preview import PreviewScreen

        self.app.push_screen(PreviewScreen(self.review), self._jump)

    def _jump(self, item: str | None) -> None:
        """Go to the question that another screen gave back."""
        if item is not None and item in self.view.path.in_force:
            self.go(item)

    def action_print(self, paper: str = "profile") -> None:
        """Print the profile, the internal report or the letter to the vendor."""
        from app.review.printing import Paper
        from app.tui.screens.print import PrintDialog, print_path

        wanted = Paper(paper)
        path = print_path(self.library.path, self.view.assessment, wanted, demo=self.demo)
        self.app.push_screen(PrintDialog(self.review, path, paper=wanted, demo=self.demo))

    def action_back_up(self) -> None:
        """Copy the database."""
        from app.tui.screens.back_up import NO_NEED, back_up

        if self.demo:
            self.tell(NO_NEED)
        else:
            back_up(self.app, self.library)

    def action_leave(self) -> None:
        """Back to the library, which remembers the place."""
        try:
            self.library.remember(f"place:{self.view.assessment.slug}", self.part.key)
        except StoreError as error:
            self.warn(error)
        self.dismiss(None)
