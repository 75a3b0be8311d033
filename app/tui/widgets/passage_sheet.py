"""A sheet of passages with a mark: keys go from one to the next and narrow what is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.message import Message

from app.evidence.model import Suggestion
from app.tui.messages import Told
from app.tui.quoting import Quoting
from app.tui.widgets.sheet import Sheet


class PassageSheet(Sheet, can_focus=True):
    """Shows passages, one of them marked. A subclass draws them and says what else stands below."""

    class Cite(Message):
        """The marked passage, or the part of it that is quoted, is to be cited."""

        def __init__(self, quoting: Quoting) -> None:
            """Which one, and how much of it."""
            super().__init__()
            self.quoting = quoting

    class Read(Message):
        """A document is to be opened at a place."""

        def __init__(self, document: str, start: int, end: int, quote: str = "") -> None:
            """Register id and offsets in its text; where they are not known, the quote to look for."""
            super().__init__()
            self.document = document
            self.start = start
            self.end = end
            self.quote = quote

    class Copy(Message):
        """A quote is to be copied with its reference."""

        def __init__(self, quote: str, reference: str) -> None:
            """Texts as stored."""
            super().__init__()
            self.quote = quote
            self.reference = reference

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until a subclass shows something."""
        super().__init__(id=id)
        self._marked = 0
        self._moved = False
        """Whether the reviewer moved the mark: then it stays on what it is on, else on the first."""
        self._quoting: Quoting | None = None

    # --- what a subclass says --------------------------------------------------------------------------

    @property
    def passages(self) -> Sequence[Suggestion]:
        """The passages, in order."""
        raise NotImplementedError

    @property
    def stops(self) -> int:
        """How many things can be marked: the passages and what stands below them."""
        return len(self.passages)

    def redraw(self, *, keep_scroll: bool = True) -> None:
        """Draw what is shown, with the mark where it is."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Compose for the new width; what the reviewer marked stays in sight."""
        self.redraw()
        self.refresh()
        if self._moved and self.has_focus:
            self.reveal(str(self._marked))

    def watch_has_focus(self, has_focus: bool) -> None:
        """Mark only while keys act on it."""
        super().watch_has_focus(has_focus)
        self.redraw()

    # --- the mark --------------------------------------------------------------------------------------

    @property
    def marked(self) -> int:
        """The number of what is marked, from 0."""
        return self._marked

    @property
    def quoting(self) -> Quoting | None:
        """The marked passage and how much of it is quoted; None where no passage is marked."""
        if not 0 <= self._marked < len(self.passages):
            return None
        passage = self.passages[self._marked]
        if self._quoting is None or not _is_same(self._quoting.passage, passage):
            self._quoting = Quoting(passage)
        elif self._quoting.passage is not passage:
            self._quoting = replace(self._quoting, passage=passage)  # the value it proposes is another now
        return self._quoting

    def mark(self, number: int) -> None:
        """Mark this one and bring it into sight."""
        number = max(0, min(self.stops - 1, number))
        if number != self._marked:
            self._quoting = None
        self._marked, self._moved = number, True
        self.redraw()
        self.reveal(str(number))

    def action_step(self, by: int) -> None:
        """Mark the next one, or the one before."""
        if not self.stops:
            self.post_message(Told("There is nothing here to go to."))
        elif not 0 <= self._marked + by < self.stops:
            self.post_message(Told("This is the last one." if by > 0 else "This is the first one."))
        else:
            self.mark(self._marked + by)

    def action_edge(self, which: int) -> None:
        """Mark the first one or the last."""
        if self.stops:
            self.mark(0 if which > 0 else self.stops - 1)
        else:
            self.post_message(Told("There is nothing here to go to."))

    # --- the quote -------------------------------------------------------------------------------------

    def action_narrow(self) -> None:
        """Quote one sentence, then the next."""
        self._quote_less(0)

    def action_extend(self, by: int) -> None:
        """Quote a sentence more or less."""
        self._quote_less(by)

    def _quote_less(self, by: int) -> None:
        now = self.quoting
        if now is None:
            self.post_message(Told("Mark a suggested passage first: only those can be narrowed."))
            return
        changed = now.extended(by) if by else now.next()
        if changed == now:
            whole = "This passage is one sentence." if now.whole and by <= 0 else now.said
            self.post_message(Told(whole))
            return
        self._quoting = changed
        self.redraw()
        self.post_message(Told(f"{changed.said} Enter cites it."))

    def action_choose(self) -> None:
        """Cite what is marked."""
        if self.quoting is not None:
            self.post_message(self.Cite(self.quoting))
        else:
            self.post_message(Told("There is no passage here to cite."))

    def action_read(self) -> None:
        """Open the document at what is marked."""
        now = self.quoting
        if now is None:
            self.post_message(Told("There is no passage here to open."))
        else:
            self.post_message(self.Read(now.passage.document, now.start, now.end))

    def action_copy_quote(self) -> None:
        """Copy the quote and where it stands."""
        now = self.quoting
        if now is None:
            self.post_message(Told("There is no quote here to copy."))
            return
        start, end = now.piece
        passage = now.passage
        name = "" if passage.name == passage.document else f" {passage.name}"
        self.post_message(self.Copy(passage.text[start:end], f"{passage.document}{name}, {passage.place}"))

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        """A click marks."""
        if "passage" in event.meta:
            event.stop()
            self.focus()
            self.mark(int(event.meta["passage"]))


def _is_same(one: Suggestion, other: Suggestion) -> bool:
    """Whether they are the same stretch of the same document."""
    return (one.document, one.start, one.end, one.text) == (
        other.document,
        other.start,
        other.end,
        other.text,
    )
