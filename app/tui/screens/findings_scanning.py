"""Looking through documents that no detector has seen: in a thread, with the share done, and never in the way of a key."""

from __future__ import annotations

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from app.review import Review
from app.tui.screens.findings_deciding import DecidingScreen


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

        def __init__(self, problem: str = "") -> None:
            """`problem` is a sentence where it could not go on."""
            super().__init__()
            self.problem = problem

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__(review)
        self.scanned: float | None = None
        """The share of the documents that has been looked through; None while nothing is looked through."""

    def scan(self) -> None:
        """Look through the documents that no detector has seen yet, if there are any."""

    @work(
        thread=True, exclusive=True, group="detectors", exit_on_error=False, description="Look for findings"
    )
    def _scan(self) -> None:
        worker = get_current_worker()
        del worker
