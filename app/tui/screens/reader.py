"""The reader: a document's text, the passages that matter to a question lit in it, and the key that cites them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.commands import bindings
from app.tui.long_text import Haystack, Span, sentence_at
from app.tui.screens.fields import SafeInput
from app.tui.screens.help import HelpScreen
from app.tui.screens.reader_verbs import READER_VERBS
from app.tui.screens.telling_screen import TellingScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.selection import Selection
from app.tui.text import plain, shown
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.text_view import CITED, LIT, SUGGESTED, Layers, TextView

if TYPE_CHECKING:
    from app.evidence.model import Suggestion
    from app.review.evidence import DocumentText

_ABOUT = (
    "The margin",
    (
        f"{LIT} the passage you came for or went to with n; {CITED} cited in this assessment already; {SUGGESTED} suggested "
        "for the question. The mouse may select, too."
    ),
)
_MOST_SUGGESTED = 20
_LONGEST_SAID = 60
_NARROW = 60
"""Columns up to which only the most important is said in the title."""


class ReaderScreen(TellingScreen[None]):
    """Shows one document; cites from it for a question, when it was opened for one."""

    BINDINGS = bindings(READER_VERBS)
    VERBS = READER_VERBS
    AUTO_FOCUS = "TextView"

    def __init__(
        self, review: Review, document: str, start: int = 0, end: int = 0, *, question_id: str = ""
    ) -> None:
        """`document` is a register id; the text from `start` to `end` is lit and brought into view."""
        super().__init__()
        self.review = review
        self.question_id = question_id
        self._document = document
        self._text: DocumentText | None = None
        self._lit: Span | None = (start, end) if end > start else None
        self._suggestions: Sequence[Suggestion] = ()
        self._haystack: Haystack | None = None
        self._matches: Sequence[Span] = ()
        self._match = -1
        self._selection: Selection | None = None
        self._cited_here = 0

    def compose(self) -> ComposeResult:
        """Title, question, text, and the keys."""
        yield TitleBar("")
        yield Static(id="reader-for")
        yield TextView(id="reader-text")
        yield SafeInput(placeholder="find in this document", id="reader-find", classes="find")
        yield KeyLine(READER_VERBS, id="keys")

    def on_mount(self) -> None:
        """Shows the text at the place, and what is known about it."""
        self.query_one("#reader-find", SafeInput).display = False
        question = self.review.view.pack.by_id.get(self.question_id)
        line = self.query_one("#reader-for", Static)
        line.display = question is not None
        if question is not None:
            line.update(plain("For  ", "$text-accent") + plain(question.ask))
        if self._open(self._document):
            self._suggest()
            if self._lit is not None:
                self.view_of_text.reveal(*self._lit)
            self._mark()

    # --- showing ---------------------------------------------------------------------------------------

    @property
    def view_of_text(self) -> TextView:
        """The text."""
        return self.query_one(TextView)

    def _open(self, document: str) -> bool:
        """Show the text of this document; says why not where it is not here."""
        try:
            text = self.review.evidence.text(document)
        except (Refused, StoreError) as error:
            self.query_one(TitleBar).show("", shown(document))
            self.tell(str(error), warning=True)
            return False
        self._text, self._document, self._haystack = text, text.id, None
        self._matches, self._match, self._selection = (), -1, None
        self.view_of_text.fill(text.text, text.lines, text.pages)
        self._where()
        return True

    @on(TextView.Scrolled)
    def _where(self) -> None:
        """Say where in the document the window is."""
        if self._text is None:
            return
        text, first = self._text, self.view_of_text.shown[0]
        whole = f" of {len(text.pages or text.lines):,}" if self.size.width > _NARROW else ""
        last = self.view_of_text.shown[1] >= len(text.text.rstrip())
        share = 100 if last else first * 100 // max(len(text.text), 1)
        self.query_one(TitleBar).show(
            f"{text.place(first, first)}{whole}  {share:>3} %", f"{text.id}  {text.name}"
        )

    def _suggest(self) -> None:
        """What is suggested for the question: of this document in its order, then of the others."""
        if self.question_id:
            try:
                found = self.review.evidence.suggest(self.question_id, _MOST_SUGGESTED).found
            except (Refused, StoreError) as error:
                self.tell(str(error), warning=True)
                return
            self._suggestions = sorted(
                found, key=lambda s: (s.document != self._document, s.document, s.start)
            )

    def _mark(self) -> None:
        """Mark in the text what is to be marked."""
        text = self._text
        if text is None:
            return
        suggested = [(s.start, s.end) for s in self._suggestions if s.document == text.id]
        self.view_of_text.mark(
            Layers(
                suggested=_apart(suggested),
                cited=_apart(self._citations(text)),
                lit=self._lit,
                matches=self._matches,
                match=self._matches[self._match] if self._match >= 0 else None,
                chosen=self._selection.span if self._selection else None,
            )
        )

    def _citations(self, text: DocumentText) -> list[Span]:
        """What the assessment cites of this document, where the offsets are known."""
        view, names = self.review.view, {text.id.casefold(), text.name.casefold()}
        return [
            (citation.start, citation.end)
            for item in view.path.items
            for citation in view.answer(item).cited
            if citation.document.strip().casefold() in names
            and citation.start is not None
            and citation.end is not None
        ]

    # --- moving ----------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """A row; while selecting, a sentence more or less."""
        if self._selection is None:
            self.view_of_text.scroll_rows(by)
        else:
            self._extend(self._selection, by)

    def action_page(self, by: int) -> None:
        """A window."""
        self.view_of_text.page(by)

    def action_edge(self, where: int) -> None:
        """Beginning or end."""
        if where < 0:
            self.view_of_text.scroll_first()
        else:
            self.view_of_text.scroll_last()

    def action_again(self, by: int) -> None:
        """The next match while finding, else the next suggestion."""
        if self._matches:
            self._to_match((self._match + by) % len(self._matches))
            return
        if not self.question_id:
            self.tell("Open a document from a question to see what is suggested for it; / finds words.")
            return
        if not self._suggestions:
            self.tell("Nothing is suggested for this question; / finds words.")
            return
        count = len(self._suggestions)
        here = next((i for i, s in enumerate(self._suggestions) if self._is_lit(s)), None)
        to = (here + by) % count if here is not None else self._nearest(by)
        one = self._suggestions[to]
        if one.document != self._document and not self._open(one.document):
            return
        self._lit, self._selection = (one.start, one.end), None
        self.view_of_text.reveal(*self._lit)
        self._mark()
        self.tell(f"Suggestion {to + 1} of {count}: {one.document}, {one.place}. Enter cites it.")

    def _is_lit(self, suggestion: Suggestion) -> bool:
        return suggestion.document == self._document and (suggestion.start, suggestion.end) == self._lit

    def _nearest(self, by: int) -> int:
        """The suggestion from which to go on: the first one below the top of the window, or the last above."""
        top = self.view_of_text.shown[0]
        here = [(i, s) for i, s in enumerate(self._suggestions) if s.document == self._document]
        if by > 0:
            return next((i for i, s in here if s.start >= top), 0)
        return next((i for i, s in reversed(here) if s.start < top), len(self._suggestions) - 1)

    # --- selecting -------------------------------------------------------------------------------------

    def action_select(self) -> None:
        """Begin to select; again, and it ends."""
        if self._text is None:
            return
        if self._selection is not None:
            self._choose(None)
            return
        sentence = sentence_at(self._text.text, self._from())
        if sentence is None:
            self.tell("There is no sentence here.")
            return
        self._choose(Selection.of(sentence))
        self.tell("Selected. ↓ takes in the next sentence, → goes to it; enter cites, w copies, escape ends.")

    def _from(self) -> int:
        """Where selecting begins: at the match, at the lit passage, else at the top of the window."""
        first, last = self.view_of_text.shown
        marked = [self._matches[self._match]] if self._match >= 0 else []
        marked += [self._lit] if self._lit is not None else []
        return next((start for start, _ in marked if first <= start < last), first)

    def _choose(self, selection: Selection | None) -> None:
        self._selection = selection
        self._mark()

    def action_shift(self, by: int) -> None:
        """Another sentence instead of the selected one."""
        if self._selection is None or self._text is None:
            self.tell("Press space to select a sentence; then left and right go to another.")
            return
        other = self._selection.shifted(self._text.text, by)
        if other is not None:
            self._choose(other)
            self.view_of_text.reveal(*other.span)

    def _extend(self, selection: Selection, by: int) -> None:
        """One sentence more or less."""
        if self._text is not None:
            wider, edge = selection.extended(self._text.text, by)
            self._choose(wider)
            self.view_of_text.reveal(*edge)

    @on(TextView.Dragged)
    def _dragged(self, event: TextView.Dragged) -> None:
        self._choose(Selection.of((event.start, event.end)) if event.end > event.start else None)

    def _wanted(self) -> Span | None:
        """What enter and copying act on; says why there is nothing."""
        first, last = self.view_of_text.shown
        span = self._selection.span if self._selection else None
        if span is None and self._lit is not None and self._lit[0] < last and self._lit[1] > first:
            span = self._lit
        if span is None:
            lit = "" if self._lit is None else " The lit passage is out of view."
            more = "n goes to a suggestion, space" if self._suggestions else "Space"
            self.tell(f"Nothing is selected.{lit} {more} selects a sentence.")
        return span

    # --- citing ----------------------------------------------------------------------------------------

    def action_cite(self) -> None:
        """Cite what is selected, or the lit passage."""
        if self._text is None:
            return
        if not self.question_id:
            self.tell("Citing needs a question: open the document from the question it is to answer.")
            return
        span = self._wanted()
        if span is None:
            return
        try:
            citation = self.review.evidence.citation(self._document, *span)
            before = self.review.view
            after = self.review.evidence.cite(self.question_id, self._document, *span)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        place = f"{citation.document}, {citation.place}"
        if after is before:
            self.tell(f"{place} is cited already.")
            return
        self._cited_here += 1
        self._choose(None)
        self.tell(f"Cited {place}.")

    def action_undo(self) -> None:
        """Take back the last citing done here."""
        change = self.review.view.undo
        if not self._cited_here or change is None or change.question != self.question_id:
            self.tell("Nothing was cited here that could be taken back.")
            return
        try:
            self.review.undo()
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        self._cited_here -= 1
        self._mark()
        self.tell("The citation is taken back.")

    def action_copy(self) -> None:
        """Quote and reference, for the clipboard."""
        if self._text is None or (span := self._wanted()) is None:
            return
        try:
            citation = self.review.evidence.citation(self._document, *span)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        name = "" if self._text.name == citation.document else f" {self._text.name}"
        self.app.copy_to_clipboard(f"“{citation.quote}” – {citation.document}{name}, {citation.place}")
        self.tell(
            f'Copied with its reference: "{shown(citation.quote, limit=_LONGEST_SAID)}" '
            f"({citation.document}, {citation.place})."
        )

    # --- finding ---------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Open the line to find with."""
        if self._text is not None:
            find = self.query_one("#reader-find", SafeInput)
            find.display = True
            find.focus()

    @on(SafeInput.Changed, "#reader-find")
    def _look(self, event: SafeInput.Changed) -> None:
        if self._text is None:
            return
        if self._haystack is None:
            self._haystack = Haystack.of(self._text.text)
        self._matches = self._haystack.matches(event.value)
        top = self.view_of_text.shown[0]
        self._match = -1
        if self._matches:
            self._to_match(next((i for i, span in enumerate(self._matches) if span[0] >= top), 0))
            return
        self._mark()
        self.tell(f'"{shown(event.value, limit=40)}" is not in this document.' if event.value.strip() else "")

    @on(SafeInput.Submitted, "#reader-find")
    def _found(self) -> None:
        self.query_one("#reader-find", SafeInput).display = False
        self.view_of_text.focus()
        if self._matches:
            self.tell(f"{self._count()} n and N go on; space selects the sentence; escape ends finding.")

    def _to_match(self, index: int) -> None:
        self._match = index
        self._choose(None)
        self.view_of_text.reveal(*self._matches[index])
        self.tell(self._count())

    def _count(self) -> str:
        return f"Match {self._match + 1:,} of {len(self._matches):,}."

    def _end_finding(self) -> None:
        find = self.query_one("#reader-find", SafeInput)
        with self.prevent(SafeInput.Changed):
            find.value = ""
        find.display = False
        self._matches, self._match = (), -1
        self.view_of_text.focus()
        self._mark()

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Reader", READER_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """One level out: the selection, finding, the reader."""
        if self.query_one("#reader-find", SafeInput).display or (self._matches and self._selection is None):
            self._end_finding()
        elif self._selection is not None:
            self._choose(None)
        else:
            self.dismiss(None)


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same in order, those that overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
