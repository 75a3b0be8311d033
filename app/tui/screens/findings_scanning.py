"""Looking through documents that no detector has seen: in a thread, with the share done, and never in the way of a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.figures import counted
from app.tui.screens.findings_deciding import DecidingScreen

if TYPE_CHECKING:
    from app.review.detecting import Detecting


class ScanningScreen(DecidingScreen):
    """Runs the detectors in the background and judges with what they found."""

    class Share(Message):
        """So much of the documents has been looked through."""

        def __init__(self, share: float) -> None:
            super().__init__()
            self.share = share

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters."""
            return isinstance(message, ScanningScreen.Share)

    class Scanned(Message):
        """The thread has come to its end."""

        def __init__(self, *, new: bool = False, problem: str = "") -> None:
            """`new` where anything was looked through; `problem` is a sentence where it could not go on."""
            super().__init__()
            self.new = new
            self.problem = problem

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__(review)
        self.scanned: float | None = None
        """The share of the documents that has been looked through; None while nothing is looked through."""

    # --- what a subclass does --------------------------------------------------------------------------

    def show_title(self) -> None:
        """Show on top how far the scan is."""
        raise NotImplementedError

    # --- scanning --------------------------------------------------------------------------------------

    def scan(self) -> None:
        """Look through the documents that no detector has seen yet, if there are any."""
        try:
            detecting = self.review.detecting
            pending = detecting.pending()
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        if pending:
            self.scanned = 0.0
            self.show_title()
            self._scan(detecting)

    @work(
        thread=True, exclusive=True, group="detectors", exit_on_error=False, description="Look for findings"
    )
    def _scan(self, detecting: Detecting) -> None:
        worker = get_current_worker()
        try:
            new = detecting.detect(self._tell_share, lambda: worker.is_cancelled)
        except (Refused, StoreError) as error:
            self.post_message(self.Scanned(problem=str(error)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the reviewer goes on working
            said = f"The documents were not looked through to the end ({type(error).__name__})."
            self.post_message(self.Scanned(problem=said))
        else:
            self.post_message(self.Scanned(new=new))

    def _tell_share(self, share: float) -> None:
        self.post_message(self.Share(share))

    def on_scanning_screen_share(self, event: Share) -> None:
        """Further in the documents."""
        if self.scanned is not None:
            self.scanned = event.share
            self.show_title()

    def on_scanning_screen_scanned(self, event: Scanned) -> None:
        """Judge with what was found."""
        self.scanned = None
        before = {one.key for one in self.review.view.judgement.findings.proposals}
        if event.new:
            self.review.judge_again()
        self.show_findings()
        more = [one for one in self.review.view.judgement.findings.proposals if one.key not in before]
        if event.problem:
            self.tell(event.problem, warning=True)
        elif more:
            self.tell(f"The documents were looked through: {counted(len(more), 'proposal')} more.")
