"""The evidence pane: what the documents say about the question, and what its answer rests on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from app.evidence.model import Suggestion
from app.tui.commands import bindings
from app.tui.evidence_blocks import MANY, Beside, Cited, blocks
from app.tui.evidence_verbs import EVIDENCE_VERBS
from app.tui.messages import Told
from app.tui.widgets.passage_sheet import PassageSheet
from app.tui.widgets.sheet import SHEET_VERBS, Sheet


class EvidencePane(PassageSheet):
    """Lists suggestions, then citations; with the focus, one of them is marked."""

    BINDINGS = bindings(EVIDENCE_VERBS)
    VERBS = (*EVIDENCE_VERBS, *SHEET_VERBS)

    class Edit(Message):
        """The marked citation is to be changed."""

        def __init__(self, cited: Cited) -> None:
            """Which one."""
            super().__init__()
            self.cited = cited

    class Remove(Edit):
        """The marked citation is to be taken away."""

    class Leave(Message):
        """The reviewer is done here."""

    class Search(Message):
        """All documents are to be searched."""

    class More(Message):
        """More suggestions are wanted."""

    class Accept(Message):
        """The value that a suggestion proposes was clicked."""

        def __init__(self, passage: Suggestion) -> None:
            """The suggestion."""
            super().__init__()
            self.passage = passage

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is shown a question."""
        super().__init__(id=id)
        self.beside: Beside | None = None
        self._cited: tuple[Cited, ...] = ()

    def show_beside(self, beside: Beside) -> None:
        """Show this; the mark stays on what it was on."""
        before, marked = self.beside, self._thing(self._marked)
        same = before is not None and before.item == beside.item
        self.beside, self._cited = beside, beside.cited
        self._moved = self._moved and same
        self._marked = self._place_of(marked) if self._moved else 0
        self.redraw(keep_scroll=same)
        if same and self.has_focus:
            self.reveal(str(self._marked))

    def rewind(self) -> None:
        """Mark the first again and go to the top, where the keys of the card begin."""
        self._marked, self._moved, self._quoting = 0, False, None
        self.redraw(keep_scroll=False)

    def prepare(self, beside: Beside) -> None:
        """Wrap what will probably be shown next."""
        self.lay_ahead(blocks(beside, self.text_width))

    @property
    def passages(self) -> Sequence[Suggestion]:
        """The suggestions."""
        return self.beside.passages if self.beside is not None else ()

    @property
    def stops(self) -> int:
        """Suggestions and citations."""
        return len(self.passages) + len(self._cited)

    @property
    def marked_citation(self) -> Cited | None:
        """The citation that is marked; None where a suggestion is, or nothing."""
        thing = self._thing(self._marked)
        return thing if isinstance(thing, Cited) else None

    def _thing(self, number: int) -> Suggestion | Cited | None:
        things: tuple[Suggestion | Cited, ...] = (*self.passages, *self._cited)
        return things[number] if 0 <= number < len(things) else None

    def _place_of(self, thing: Suggestion | Cited | None) -> int:
        """Where something that was marked stands now; near to where it stood when it is gone."""
        for number, other in enumerate((*self.passages, *self._cited)):
            if other is thing:
                return number
            if isinstance(thing, Cited) and isinstance(other, Cited) and thing.item == other.item:
                if thing.citation == other.citation:
                    return number
            elif (
                isinstance(thing, Suggestion)
                and isinstance(other, Suggestion)
                and (thing.document, thing.start) == (other.document, other.start)
            ):
                return number
        return max(0, min(self._marked, self.stops - 1))

    def redraw(self, *, keep_scroll: bool = True) -> None:
        """Draw what is shown; the mark only while keys act on it."""
        if self.beside is not None:
            marked = self._marked if self.has_focus else -1
            quoting = self.quoting if self.has_focus else None
            self.show(blocks(self.beside, self.text_width, marked, quoting), keep_scroll=keep_scroll)

    # --- keys ------------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Cite the marked passage, or change the marked citation."""
        cited = self.marked_citation
        if cited is not None:
            self.post_message(self.Edit(cited))
        else:
            super().action_choose()

    def action_read(self) -> None:
        """Open the document at the marked passage or citation."""
        cited = self.marked_citation
        if cited is None:
            super().action_read()
        else:
            one = cited.citation
            # the offsets of a lost quote are those of the older text
            start, end = (0, 0) if one.lost else (one.start or 0, one.end or 0)
            self.post_message(self.Read(one.document, start, end, one.quote))

    def action_copy_quote(self) -> None:
        """Copy the quote and where it stands."""
        cited = self.marked_citation
        if cited is None or not cited.citation.quote:
            super().action_copy_quote()
        else:
            one = cited.citation
            self.post_message(self.Copy(one.quote, f"{one.document}, {one.place}"))

    def action_remove(self) -> None:
        """Ask to take the marked citation away."""
        cited = self.marked_citation
        if cited is not None:
            self.post_message(self.Remove(cited))
        else:
            self.post_message(Told("There is no citation here to take away."))

    def action_search(self) -> None:
        """Ask to search all documents."""
        self.post_message(self.Search())

    def action_more(self) -> None:
        """Ask for more suggestions."""
        if not self.passages:
            self.post_message(Told("There are no suggestions here; / searches by words of your own."))
        elif len(self.passages) >= MANY:
            self.post_message(Told(f"The best {MANY} are shown; / searches by words of your own."))
        else:
            self.post_message(self.More())

    def action_leave(self) -> None:
        """Ask to go back to the card."""
        self.post_message(self.Leave())

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        """A click on a proposed value takes it; marking and the line of documents are handled elsewhere."""
        number = event.meta.get("accept")
        if isinstance(number, int) and number < len(self.passages):
            event.stop()
            self.post_message(self.Accept(self.passages[number]))
