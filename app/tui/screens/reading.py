"""From a passage to its document, and to the clipboard: what every screen that shows passages can do."""

from __future__ import annotations

from textual.screen import Screen

from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.messages import Told
from app.tui.text import shown
from app.tui.widgets.passage_sheet import PassageSheet

_LONGEST_COPY = 100_000


def open_reader(
    screen: Screen[None], review: Review, wanted: PassageSheet.Read, question_id: str
) -> Told | None:
    """Open the reader where the passage stands; gives back what to say where that cannot be done."""
    from app.tui.screens.reader import ReaderScreen

    evidence = review.evidence
    try:
        document = evidence.find(wanted.document).id
        start, end = wanted.start, wanted.end
        if end <= start and wanted.quote:
            start, end = _located(review, document, wanted.quote)
        evidence.text(document)
        reader = ReaderScreen(review, document, start, end, question_id=question_id)
    except (Refused, StoreError) as error:
        return Told(str(error), warning=True)
    screen.app.push_screen(reader)
    return None


def _located(review: Review, document: str, quote: str) -> tuple[int, int]:
    """Where a quote that was cited by hand stands; the beginning of the document when it is not in it."""
    try:
        found = review.evidence.locate(document, quote)
    except Refused:
        return 0, 0
    return found.start or 0, found.end or 0


def copy_quote(screen: Screen[None], wanted: PassageSheet.Copy) -> Told:
    """Put the quote and its reference on the clipboard; gives back what to say."""
    quote = " ".join(shown(wanted.quote, limit=_LONGEST_COPY).split())
    reference = shown(wanted.reference)
    screen.app.copy_to_clipboard(f"“{quote}” – {reference}")
    return Told(f"Copied with its reference: {reference}.")
