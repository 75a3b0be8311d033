"""Every quote, looked up again: which still stand, which moved, changed or are gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from app.evidence.model import Verdict, Verified
from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.program_verbs import PROGRAM_VERBS
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.screens.reader import ReaderScreen
from app.tui.screens.telling_screen import TellingScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.signs import Sign, name_of
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.rows import Rows
from app.tui.widgets.sheet import EMPTY, Block, Sheet

VERIFY_VERBS = (
    Command(
        "verify.open",
        ("enter",),
        "open",
        "To the question",
        "Go to the question that cites this.",
        "Quotes",
        footer=True,
    ),
    Command(
        "verify.read",
        ("v",),
        "read",
        "Read",
        "Open the document where the words are now.",
        "Quotes",
        footer=True,
    ),
    Command("verify.down", ("j", "down"), "step(1)", "Next", "Go to the next quote.", "Quotes", footer=True),
    Command("verify.up", ("k", "up"), "step(-1)", "Previous", "Go to the quote before.", "Quotes"),
    Command("verify.first", ("g", "home"), "step(-100000)", "First", "Go to the first quote.", "Quotes"),
    Command("verify.last", ("G", "end"), "step(100000)", "Last", "Go to the last quote.", "Quotes"),
    Command(
        "verify.page_down", ("pagedown",), "scroll(1)", "Read on", "Scroll the text below down.", "Quotes"
    ),
    Command("verify.page_up", ("pageup",), "scroll(-1)", "Read back", "Scroll the text below up.", "Quotes"),
    Command("verify.close", ("escape", "q"), "close", "Back", "Back.", "Quotes", footer=True),
    *PROGRAM_VERBS,
)

VERDICTS = {
    Verdict.GONE: Sign("✗", "gone", "$text-error"),
    Verdict.CHANGED: Sign("≠", "changed", "$text-warning"),
    Verdict.ABSENT: Sign("?", "not here", "$text-muted"),
    Verdict.UNQUOTED: Sign("–", "no words", "$text-muted"),
    Verdict.MOVED: Sign("→", "moved", "$text-accent"),
    Verdict.FOUND: Sign("✓", "found", "$text-success"),
}
"""What can become of a quote, the worst first."""

_MEANS = {
    Verdict.GONE: "These words are not in the document, nor anything like them.",
    Verdict.CHANGED: "Nearly the same words are there now.",
    Verdict.ABSENT: "The text of this document is not in the database, so nothing can be said. Add its file to check.",
    Verdict.UNQUOTED: "The citation has no words to look for.",
    Verdict.MOVED: "The same words, at another place.",
    Verdict.FOUND: "The words are there.",
}
_ABOUT = (
    "Quotes",
    "Each quote is looked up in the text that is in the database. "
    + " ".join(f"{sign.glyph} {sign.word}: {_MEANS[verdict]}" for verdict, sign in VERDICTS.items()),
)
_LABEL = 12
_PART = re.compile(r"\S+\s*")
_MOST_COMPARED = 2_000
"""Words beyond which two wordings are shown without what differs."""


def differing(before: str, now: str) -> tuple[Content, Content]:
    """Two wordings: words that are no longer there struck through in the first, new ones underlined in the second."""
    old, new = _PART.findall(before), _PART.findall(now)
    first, second = plain("", limit=1), plain("", limit=1)
    if len(old) + len(new) > _MOST_COMPARED:
        return plain(before, limit=8_000), plain(now, limit=8_000)
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        same = kind == "equal"
        first += _words(old[a:b], "" if same else "strike $text-error")
        second += _words(new[c:d], "" if same else "bold underline $text-success")
    return first, second


def _keys(words: Sequence[str]) -> list[str]:
    """Words to compare; with what mark a quote happens to end makes no difference."""
    keys = [word.strip() for word in words]
    return [*keys[:-1], *(key.rstrip(".,;:") for key in keys[-1:])]


def _words(words: Sequence[str], style: str) -> Content:
    text = "".join(words)
    bare = text.rstrip()
    return plain(bare, style, limit=20_000) + plain(text[len(bare) :])


def counts(verified: Sequence[Verified]) -> str:
    """`12 quotes: 1 gone, 2 changed, 9 found`."""
    found = Counter(one.verdict for one in verified)
    parts = [f"{found[verdict]:,} {sign.word}" for verdict, sign in VERDICTS.items() if found[verdict]]
    return f"{counted(len(verified), 'quote')}: {', '.join(parts)}" if verified else "Nothing is cited yet."


class VerifyScreen(TellingScreen[str | None]):
    """Lists quotes with what became of them, the worst first; gives the question to go to, or None."""

    BINDINGS = bindings(VERIFY_VERBS)
    VERBS = VERIFY_VERBS
    AUTO_FOCUS = "#verify-lines"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(
        self,
        review: Review,
        verified: Sequence[Verified] | None = None,
        *,
        title: str = "Quotes looked up again",
        reopened: Sequence[str] = (),
    ) -> None:
        """Looks up all quotes of the assessment, or shows these; `reopened` are questions that are open again."""
        super().__init__()
        self.review = review
        self._given = verified
        self._title = title
        self._reopened = frozenset(reopened)
        self._found: list[Verified] = []

    def compose(self) -> ComposeResult:
        """Title, counts, the quotes, one of them in full, and the keys."""
        yield TitleBar(self._title)
        yield Static(id="verify-counts")
        yield Lines(id="verify-lines")
        yield Sheet(id="verify-sheet")
        yield KeyLine(VERIFY_VERBS, id="keys")

    def on_mount(self) -> None:
        """Looks the quotes up, after the first frame."""
        self.query_one("#verify-counts", Static).update("Looking up every quote")
        self.call_after_refresh(self._look_up)

    def _look_up(self) -> None:
        try:
            found = self.review.evidence.verify() if self._given is None else self._given
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            found = ()
        order = list(VERDICTS)
        self._found = sorted(
            found, key=lambda one: order.index(one.verdict)
        )  # stable: the questions keep their order
        said = counts(self._found)
        if self._reopened:
            said += f". {counted(len(self._reopened), 'answer')} open again"
        self.query_one("#verify-counts", Static).update(plain(said, "bold"))
        self.query_one(Lines).show([self._line(one) for one in self._found])
        self._show(0)

    def _line(self, one: Verified) -> Content:
        sign = VERDICTS[one.verdict]
        word = Content.styled(f"{sign.glyph} {sign.word:<9}", sign.style)
        where = f"{one.citation.document}, {one.citation.place}"
        if one.verdict is Verdict.MOVED:
            where += f" → {one.place}"
        again = (
            Content.styled("open again  ", "bold $text-warning") if one.question in self._reopened else EMPTY
        )
        return (
            word
            + plain(where, limit=60).pad_right(2)
            + again
            + plain(self._called(one.question), "$text-muted", limit=100)
        )

    def _called(self, question_id: str) -> str:
        question = self.review.view.pack.by_id.get(question_id)
        return name_of(question) if question else question_id

    def _show(self, index: int) -> None:
        sheet = self.query_one(Sheet)
        if index < len(self._found):
            sheet.show(tuple(self._blocks(self._found[index])))
        else:
            sheet.show((Block(plain("There is no quote to look up.", "$text-muted")),))

    def _blocks(self, one: Verified) -> Iterator[Block]:
        sign, citation = VERDICTS[one.verdict], one.citation
        question = self.review.view.pack.by_id.get(one.question)
        yield _text(Content.styled(f"{sign.glyph} {sign.word}", sign.style), plain(_MEANS[one.verdict]))
        yield _text("Question", plain(question.ask if question else one.question))
        if one.question in self._reopened:
            yield _text(
                "Answer", Content.styled("open again: ", "$text-warning") + plain(self._why(one.question))
            )
        place = plain(f"{citation.document}, {citation.place}")
        if one.verdict in (Verdict.MOVED, Verdict.CHANGED):
            place += plain(f" → {one.place}", "$text-accent")
        yield _text("Place", place)
        if one.verdict is Verdict.CHANGED:
            before, now = differing(citation.quote, one.now)
            yield _text("Quoted", before)
            yield _text("Now", now)
            yield _text(
                "", Content.styled("Struck through: no longer there. Underlined: new.", "$text-muted")
            )
        elif citation.quote:
            yield _text("Quoted", plain(citation.quote, one_line=False, limit=8_000))

    def _why(self, question: str) -> str:
        return self.review.view.answer(question).reopened

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._show(event.index)

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    @property
    def _one(self) -> Verified | None:
        cursor = self.query_one(Lines).cursor
        return self._found[cursor] if cursor is not None and cursor < len(self._found) else None

    def action_step(self, by: int) -> None:
        """Another quote."""
        self.query_one(Lines).step(by)

    def action_scroll(self, by: int) -> None:
        """Scroll the quote in full."""
        self.query_one(Sheet).action_page(by)

    def action_open(self) -> None:
        """Go to the question."""
        if self._one is not None:
            self.dismiss(self._one.question)

    def action_read(self) -> None:
        """The document, where the words are now."""
        one = self._one
        if one is None:
            return
        if one.verdict is Verdict.ABSENT:
            self.tell(_MEANS[Verdict.ABSENT])
            return
        self.app.push_screen(
            ReaderScreen(
                self.review, one.citation.document, one.start or 0, one.end or 0, question_id=one.question
            )
        )

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Quotes", VERIFY_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)


def _text(label: str | Content, text: Content) -> Block:
    head = label if isinstance(label, Content) else Content.styled(label, "$text-muted")
    return Block(text, head, _LABEL)
