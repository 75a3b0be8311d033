"""Everything that keeps the review from being finished, by section."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.assessment.progress import Gap, GapKind
from app.review import Review
from app.tui.commands import Command, bindings
from app.tui.screens.fields import SafeInput
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.signs import GAP, OPEN, REOPENED, Sign
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine

POINTS_VERBS = (
    Command("points.open", ("enter",), "open", "Go there", "Go to the question.", "Open points", footer=True),
    Command("points.down", ("down",), "step(1)", "Down", "Next point.", "Open points", footer=True),
    Command("points.up", ("up",), "step(-1)", "Up", "Point before.", "Open points", footer=True),
    Command("points.page_down", ("pagedown",), "page(1)", "Page down", "A page on.", "Open points"),
    Command("points.page_up", ("pageup",), "page(-1)", "Page up", "A page back.", "Open points"),
    Command("points.help", ("f1",), "help", "Help", "Say what stands here.", "Open points", footer=True),
    Command(
        "points.close",
        ("escape", "f9"),
        "close",
        "Back",
        "Back to the question you came from.",
        "Open points",
        footer=True,
    ),
)

_ABOUT = (
    "Open points",
    (
        "A question is open until it has an answer, a partial or not applicable answer until its reason is written, and a "
        "statement about the vendor until something is cited for it. What the answers say against each other stands "
        "among the findings (F2)."
    ),
)

_UNCITED = Sign("¶", "not cited", "$text-muted")
_SIGNS = {
    GapKind.REOPENED: REOPENED,
    GapKind.OPEN: OPEN,
    GapKind.VALUE: GAP,
    GapKind.REASON: GAP,
    GapKind.UNCITED: _UNCITED,
    GapKind.UNLISTED: GAP,
}
_WORDS = {
    GapKind.REOPENED: REOPENED.word,
    GapKind.OPEN: "open",
    GapKind.VALUE: "value missing",
    GapKind.REASON: "reason missing",
    GapKind.UNCITED: "not cited",
    GapKind.UNLISTED: "document not listed",
}

_SEVERAL = {
    GapKind.VALUE: "values missing",
    GapKind.REASON: "reasons missing",
    GapKind.UNLISTED: "documents not listed",
}
"""The same for more than one, where that differs."""


class OpenPoints(ModalScreen[str | None]):
    """Lists what is missing; gives the id of the question to go to, or None."""

    BINDINGS = bindings(POINTS_VERBS)
    VERBS = POINTS_VERBS
    AUTO_FOCUS = "#points-find"

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__()
        self.review = review
        self._at: list[Gap | None] = []

    def compose(self) -> ComposeResult:
        """Counts, a line to filter with, and the list."""
        with Vertical(id="open-points", classes="dialog wide") as dialog:
            dialog.border_title = Content("Open points")
            yield Static(self._counts(), id="points-counts")
            yield SafeInput(
                placeholder="type to narrow: a word, an id, reason, not cited",
                id="points-find",
                classes="find",
            )
            yield Lines(id="points", can_focus=False)
            yield KeyLine(POINTS_VERBS)

    def on_mount(self) -> None:
        """Fills the list."""
        self._narrow("")

    def _counts(self) -> Content:
        gaps = self.review.view.progress.gaps
        counts = {kind: sum(gap.kind is kind for gap in gaps) for kind in GapKind}
        said = ", ".join(
            f"{count:,} {_SEVERAL.get(kind, _WORDS[kind]) if count > 1 else _WORDS[kind]}"
            for kind, count in counts.items()
            if count
        )
        return Content(
            f"{said}." if said else "Nothing is open: every question in force is answered and cited."
        )

    @on(SafeInput.Changed)
    def _typed(self, event: SafeInput.Changed) -> None:
        self._narrow(event.value)

    def _narrow(self, text: str) -> None:
        pack, words = self.review.view.pack, text.casefold().split()
        groups: dict[str, list[tuple[Gap, str]]] = {}
        for gap in self.review.view.progress.gaps:
            question = pack.by_id[gap.question]
            title = pack.section_by_id[question.section].title
            hay = f"{question.id} {question.ask} {title} {_WORDS[gap.kind]} {gap.message}".casefold()
            if all(word in hay for word in words):
                groups.setdefault(title, []).append((gap, question.ask))
        lines: list[Content] = []
        headings: set[int] = set()
        self._at = []
        for title, points in groups.items():
            headings.add(len(lines))
            lines.append(plain(title, "bold $text-accent") + plain(f"  {len(points)}", "$text-muted"))
            self._at.append(None)
            for gap, ask in points:
                sign = _SIGNS[gap.kind]
                mark = Content.styled(f"  {sign.glyph} ", sign.style)
                lines.append(mark + plain(f"{_WORDS[gap.kind]:<15}", "$text-muted") + plain(ask))
                self._at.append(gap)
        if not lines:
            lines, headings = [plain("Nothing fits." if words else "Nothing is open.", "$text-muted")], {0}
            self._at = [None]
        self.query_one(Lines).show(lines, headings=headings)

    def action_step(self, by: int) -> None:
        """Next or previous point."""
        self.query_one(Lines).step(by)

    def action_page(self, by: int) -> None:
        """A page on or back."""
        lines = self.query_one(Lines)
        lines.step(by * lines.page)

    @on(SafeInput.Submitted)
    def action_open(self) -> None:
        """Go to the question."""
        cursor = self.query_one(Lines).cursor
        gap = self._at[cursor] if cursor is not None else None
        if gap is not None:
            self.dismiss(gap.question)

    @on(Lines.Chosen)
    def _clicked(self, event: Lines.Chosen) -> None:
        gap = self._at[event.index]
        if gap is not None:
            self.dismiss(gap.question)

    def action_help(self) -> None:
        """What stands here."""
        self.app.push_screen(HelpScreen("Open points", POINTS_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """Back without going anywhere."""
        self.dismiss(None)
