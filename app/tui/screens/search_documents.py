"""Searching all documents by the reviewer's own words, to cite what is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from app.assessment.journal import Change
from app.evidence.model import Outcome, Suggestion, Suggestions
from app.review import READ_ONLY, Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.evidence_verbs import CITE_MARKED, COPY, NARROW, READ, SHORTER, WIDER
from app.tui.figures import counted
from app.tui.messages import Told
from app.tui.passage_blocks import passage_blocks, terms_text
from app.tui.quoting import cited_as
from app.tui.screens.fields import SafeInput
from app.tui.screens.help import HelpScreen
from app.tui.screens.reading import copy_quote, open_reader
from app.tui.screens.title_bar import TitleBar
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.passage_sheet import PassageSheet
from app.tui.widgets.sheet import EMPTY, SHEET_VERBS, Block

MOST_FOUND = 30
"""Passages that a search shows."""
_SOON = 0.03
"""Seconds between the last letter and the search."""

_ABOUT = (
    "Searching",
    (
        "Every word is wanted, in any order; other endings and the synonyms of the questionnaire count too. "
        'Quotation marks keep a phrase together: "at rest". Enter goes from the line to what was found, and there '
        "it cites for the question you came from."
    ),
)

_CLOSE = Command(
    "search.close", ("escape",), "close", "Back", "Back to the question.", "Searching", footer=True
)
_HELP = Command("search.help", ("f1",), "help", "Help", "Say how to search.", "Searching", footer=True)
_TYPING = (
    Command(
        "search.results",
        ("enter", "down", "tab"),
        "results",
        "To the passages",
        "Go to what was found.",
        "Searching",
        footer=True,
    ),
    _HELP,
    _CLOSE,
)
_AMONG = (
    Command("search.next", ("down", "j"), "step(1)", "Next", "Go to the next passage.", "Searching"),
    Command("search.previous", ("up", "k"), "step(-1)", "Previous", "Go to the passage before.", "Searching"),
    Command("search.first", ("g", "home"), "edge(1)", "First", "Go to the first passage.", "Searching"),
    Command("search.last", ("G", "end"), "edge(-1)", "Last", "Go to the last passage.", "Searching"),
    CITE_MARKED,
    Command(
        "search.undo",
        ("u",),
        "undo",
        "Undo",
        "Take back what was cited here last.",
        "Searching",
        footer=True,
    ),
    NARROW,
    WIDER,
    SHORTER,
    READ,
    COPY,
    Command(
        "search.line",
        ("slash", "tab", "shift+tab"),
        "line",
        "Search again",
        "Back to the line to type in.",
        "Searching",
        footer=True,
    ),
    *SHEET_VERBS,
)


class Found(PassageSheet):
    """The passages that were found."""

    BINDINGS = bindings(_AMONG)
    VERBS = (*_AMONG, _HELP, _CLOSE)

    class LineWanted(Message):
        """The reviewer wants to type again."""

    class UndoWanted(Message):
        """The last citation is to be taken back."""

    def __init__(self, review: Review, question_id: str) -> None:
        """Takes an open review and the question that passages are cited for."""
        super().__init__(id="found")
        self._review, self._question_id = review, question_id
        self._found: Suggestions | None = None
        self._words = ""

    def show_found(self, words: str, found: Suggestions | None) -> None:
        """Show what these words found; None before there are any."""
        self._words, self._found = words, found
        self._marked, self._quoting = 0, None
        self.redraw(keep_scroll=False)

    @property
    def passages(self) -> Sequence[Suggestion]:
        """The passages found."""
        return self._found.found if self._found is not None else ()

    def action_undo(self) -> None:
        """Ask for the last citation to be taken back."""
        self.post_message(self.UndoWanted())

    def redraw(self, *, keep_scroll: bool = True) -> None:
        """Draw the passages; the mark only while keys act on it."""
        self.show(list(self._composed()), keep_scroll=keep_scroll)

    def _composed(self) -> Iterator[Block]:
        found = self._found
        if found is None:
            yield Block(Content.styled("Type words to look for in all documents.", "$text-muted"), indent=2)
            return
        if not found.documents:
            said = "There is no text to search yet: F3 on the workbench adds the vendor's documents."
            yield Block(Content.styled(said, "$text-muted"), indent=2)
            return
        if not found.found:
            nothing = f"Nothing found in {counted(len(found.documents), 'document')}"
            yield Block(Content.styled(nothing, "bold"), Content("○"), 2)
            if found.looked_for:
                yield Block(plain(f"Looked for {terms_text(found.looked_for, 20)}", "$text-muted"), indent=2)
            return
        citations = self._review.view.answer(self._question_id).cited
        for number, passage in enumerate(found.found):
            here = number == self._marked and self.has_focus
            mark = Content.styled("▶" if here else " ", "bold $accent")
            tail: list[Block] = []
            if cited_as(passage, citations) is not None:
                tail.append(Block(Content.styled("✓ cited", "$text-success"), indent=2))
            yield from passage_blocks(
                passage,
                mark=mark,
                width=self.text_width,
                quoting=self.quoting if here else None,
                full=here,
                key=str(number),
                press=number,
                tail=tail,
            )
        yield Block(EMPTY)

    def action_line(self) -> None:
        """Back to the line."""
        self.post_message(self.LineWanted())


class SearchDocuments(Screen[None]):
    """One line, and the passages that its words are in. Cites by itself."""

    BINDINGS = bindings(_TYPING)
    VERBS = _TYPING
    AUTO_FOCUS = "#search-line"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]

    def __init__(self, review: Review, question_id: str) -> None:
        """Takes an open review and the id of the question or follow-up that is cited for."""
        super().__init__()
        self.review = review
        self.question_id = question_id
        self._done: list[tuple[Change | None, str]] = []
        """What was cited here: the change, and where it stands."""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The question, the line, what was found, and the keys."""
        question = self.review.view.pack.by_id[self.question_id]
        yield TitleBar("Search the documents", self.review.view.assessment.vendor)
        with Vertical(id="search"):
            yield Static(plain(question.ask), id="search-ask")
            yield SafeInput(placeholder='words; "a phrase"', id="search-line", classes="field-line")
            yield Found(self.review, self.question_id)
        yield KeyLine(_TYPING, id="keys")

    def on_mount(self) -> None:
        """Nothing is looked for yet."""
        self._list, self._keys = self.query_one(Found), self.query_one(KeyLine)
        self._list.show_found("", None)

    # --- typing ----------------------------------------------------------------------------------------

    @on(SafeInput.Changed)
    def _typed(self) -> None:
        """Search once no more letters come."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_SOON, self._search)

    def _search(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        words = self.query_one(SafeInput).value.strip()
        found = None
        try:
            if words:
                found = self.review.evidence.search(words, MOST_FOUND)
        except (Refused, StoreError) as error:
            self._say(Told(f"The documents cannot be searched: {error}", warning=True))
        self._list.show_found(words, found)
        aside = ""
        if found is not None and found.found:
            names = {one.document for one in found.found}
            more = "best " if len(found.found) == MOST_FOUND else ""
            aside = f"{more}{counted(len(found.found), 'passage')} in {counted(len(names), 'document')}"
            if found.outcome is Outcome.WEAK:
                aside = f"not all words: {aside}"
        self.query_one(TitleBar).show(aside or self.review.view.assessment.vendor)

    @on(SafeInput.Submitted)
    def action_results(self) -> None:
        """Go to what was found."""
        if self._timer is not None:
            self._search()
        if self._list.passages:
            self._list.focus()
        else:
            self._say(Told("There is nothing found to go to."))

    def on_key(self) -> None:
        """A notice has been read when the next key comes."""
        self._keys.tell("")

    def on_found_line_wanted(self) -> None:
        """Type again."""
        self.query_one(SafeInput).focus()

    def on_descendant_focus(self) -> None:
        """Other keys matter among the passages."""
        among = self.focused is self.query_one(Found)
        self.query_one(KeyLine).show((*_AMONG, _HELP, _CLOSE) if among else _TYPING)

    # --- on a passage ----------------------------------------------------------------------------------

    def on_passage_sheet_cite(self, event: PassageSheet.Cite) -> None:
        """Cite for the question."""
        if self.review.view.read_only:
            self._say(Told(READ_ONLY, warning=True))
            return
        quoting, before = event.quoting, self.review.view
        document = quoting.passage.document
        try:
            self.review.evidence.cite(self.question_id, document, quoting.start, quoting.end)
            place = self.review.evidence.citation(document, quoting.start, quoting.end).place
        except (Refused, StoreError) as error:
            self._say(Told(str(error), warning=True))
            return
        self._list.redraw()
        if self.review.view is before:
            self._say(Told(f"{document}, {place} is cited already."))
        else:
            self._done.append((self.review.view.undo, f"{document}, {place}"))
            self._say(Told(f"Cited {document}, {place}. u takes it back."))

    def on_found_undo_wanted(self) -> None:
        """Take back what was cited here last, and nothing else."""
        if not self._done:
            self._say(Told("Nothing was cited here; other changes are taken back at the question, with u."))
            return
        change, place = self._done[-1]
        last = self.review.view.undo
        if change is None or last is None or last.id != change.id:
            self._say(Told("Something else was changed since; u at the question takes that back first."))
            return
        try:
            self.review.undo()
        except (Refused, StoreError) as error:
            self._say(Told(str(error), warning=True))
            return
        self._done.pop()
        self._list.redraw()
        self._say(Told(f"No longer cited: {place}."))

    def on_passage_sheet_read(self, event: PassageSheet.Read) -> None:
        """Open the document there."""
        self._say(open_reader(self, self.review, event, self.question_id))

    def on_passage_sheet_copy(self, event: PassageSheet.Copy) -> None:
        """Copy quote and reference."""
        self._say(copy_quote(self, event))

    def on_told(self, event: Told) -> None:
        """The list has something to say."""
        self._say(event)

    def on_screen_resume(self) -> None:
        """The reader may have cited."""
        self.query_one(Found).redraw()

    def _say(self, told: Told | None) -> None:
        if told is not None:
            self._keys.tell(told.text, warning=told.warning)

    # --- going -----------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """How to search."""
        verbs = Found.VERBS if self.focused is self._list else _TYPING
        self.app.push_screen(HelpScreen("Search the documents", verbs, [_ABOUT]))

    def action_close(self) -> None:
        """Back to the question, which is as it was but for what was cited."""
        self.dismiss(None)
