"""Rows that the documents propose for a register: accept, edit or drop them, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from app.assessment.answer import Answer
from app.assessment.values import rows_of
from app.review import READ_ONLY, Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.program_verbs import PROGRAM_VERBS
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.screens.reader import ReaderScreen
from app.tui.screens.row_form import RowForm
from app.tui.screens.telling_screen import TellingScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.text import plain, shown
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.rows import Rows
from app.tui.widgets.sheet import EMPTY, Block, Sheet

if TYPE_CHECKING:
    from app.evidence.model import ProposedRow

_GROUP = "Proposed rows"

PROPOSED_VERBS = (
    Command(
        "proposed.accept",
        ("enter", "y"),
        "accept",
        "Accept",
        "Add this row to the register and cite where it was read.",
        _GROUP,
        footer=True,
    ),
    Command("proposed.edit", ("e",), "edit", "Edit", "Change the row, then add it.", _GROUP, footer=True),
    Command(
        "proposed.drop",
        ("x", "delete"),
        "drop",
        "Drop",
        "Take it off this list; nothing is added.",
        _GROUP,
        footer=True,
    ),
    Command(
        "proposed.undo",
        ("u",),
        "undo",
        "Undo",
        "Take back the last accepting or dropping.",
        _GROUP,
        footer=True,
    ),
    Command(
        "proposed.read", ("v",), "read", "Read", "Open the document where it was read.", _GROUP, footer=True
    ),
    Command("proposed.down", ("j", "down"), "step(1)", "Next", "Go to the next row.", _GROUP),
    Command("proposed.up", ("k", "up"), "step(-1)", "Previous", "Go to the row before.", _GROUP),
    Command("proposed.first", ("g", "home"), "step(-100000)", "First", "Go to the first row.", _GROUP),
    Command("proposed.last", ("G", "end"), "step(100000)", "Last", "Go to the last row.", _GROUP),
    Command(
        "proposed.page_down", ("pagedown",), "scroll(1)", "Read on", "Scroll the row in full down.", _GROUP
    ),
    Command("proposed.page_up", ("pageup",), "scroll(-1)", "Read back", "Scroll the row in full up.", _GROUP),
    Command(
        "proposed.close",
        ("escape", "q"),
        "close",
        "Back",
        "Back; everything taken is saved.",
        _GROUP,
        footer=True,
    ),
    *PROGRAM_VERBS,
)
_LABEL = 22
_NAME = 60


ALL_TAKEN = "Everything the program could read is in the register; read on for the rest."


def nothing_proposed(answer: Answer) -> str:
    """Why no rows are proposed: all were taken, or nothing was read that is not there."""
    rows = {row.id for row in rows_of(answer.value)}
    if any(citation.row in rows for citation in answer.cited):
        return ALL_TAKEN
    return "The documents propose no rows that the register does not have."


class _Deed(NamedTuple):
    """What became of a row, so that it can be taken back."""

    row: ProposedRow
    at: int
    taken: bool


class ProposedRows(TellingScreen[None]):
    """Shows what the documents propose for one register, with the words it was read from."""

    BINDINGS = bindings(PROPOSED_VERBS)
    VERBS = PROPOSED_VERBS
    AUTO_FOCUS = "#proposed-lines"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]

    def __init__(self, review: Review, question_id: str, *, back: str = "the question") -> None:
        """Takes an open review and the id of a TABLE question; `back` is what escape goes back to.

        Raises `KeyError` for no such id.
        """
        super().__init__()
        self._back = back
        self.review = review
        self.question = review.view.pack.question(question_id)
        self._rows: list[ProposedRow] = []
        self._deeds: list[_Deed] = []

    def compose(self) -> ComposeResult:
        """Title, the rows beside the one under the cursor, and the keys."""
        yield TitleBar(f"Proposed rows · {self.question.ask}")
        with Horizontal(id="proposed"):
            yield Lines(id="proposed-lines")
            yield Sheet(id="proposed-sheet")
        yield KeyLine(PROPOSED_VERBS, id="keys")

    def on_mount(self) -> None:
        """Asks the documents."""
        try:
            self._rows = list(self.review.evidence.proposed_rows(self.question.id))
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
        self._fill(0)

    # --- showing ---------------------------------------------------------------------------------------

    def _fill(self, cursor: int) -> None:
        lines = [self._line(row) for row in self._rows]
        self.query_one(Lines).show(lines, cursor=max(0, min(cursor, len(lines) - 1)))
        taken = sum(deed.taken for deed in self._deeds)
        self.query_one(TitleBar).show(f"{len(self._rows):,} left   {taken:,} taken")
        self._show()

    def _line(self, row: ProposedRow) -> Content:
        return plain(self._called(row), limit=_NAME).pad_right(2) + plain(
            f"{row.document}, {row.place}", "$text-muted"
        )

    def _called(self, row: ProposedRow) -> str:
        return next((row.cells[c.id] for c in self.question.columns if row.cells.get(c.id)), "empty")

    @property
    def _row(self) -> ProposedRow | None:
        cursor = self.query_one(Lines).cursor
        return self._rows[cursor] if cursor is not None and cursor < len(self._rows) else None

    @on(Rows.Moved)
    def _show(self) -> None:
        row, sheet = self._row, self.query_one(Sheet)
        sheet.show(tuple(self._blocks(row)) if row else (Block(plain(self._nothing(), "$text-muted")),))

    def _nothing(self) -> str:
        undo = f" Escape goes back to {self._back}; u takes the last one back."
        if any(not deed.taken for deed in self._deeds):
            return f"That was the last one.{undo}"
        if self._deeds:
            return ALL_TAKEN + undo
        return nothing_proposed(self.review.view.answer(self.question.id))

    def _blocks(self, row: ProposedRow) -> Iterator[Block]:
        for column in self.question.columns:
            if text := row.cells.get(column.id, ""):
                label = plain(column.label, "$text-muted").truncate(_LABEL - 1, ellipsis=True)
                yield Block(plain(text, one_line=False, limit=2_000), label, _LABEL)
        yield Block(EMPTY)
        yield Block(plain(f"Read in {self._source(row)}, {row.place}", "$text-accent"))
        yield Block(plain(row.text, one_line=False, limit=8_000))

    def _source(self, row: ProposedRow) -> str:
        try:
            return f"{row.document} ({shown(self.review.evidence.find(row.document).name, limit=80)})"
        except (Refused, StoreError):
            return row.document

    def action_step(self, by: int) -> None:
        """Another row."""
        self.query_one(Lines).step(by)

    def action_scroll(self, by: int) -> None:
        """Scroll the row in full."""
        self.query_one(Sheet).action_page(by)

    # --- deciding --------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Add the row as it is."""
        self._accept(None)

    @on(Rows.Chosen)
    def _clicked(self) -> None:
        self._show()

    def _accept(self, cells: Mapping[str, str] | None) -> None:
        row = self._wanted()
        if row is None:
            return
        try:
            self.review.evidence.accept_row(self.question.id, row, cells)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        self._done(row, taken=True)
        taken = sum(deed.taken for deed in self._deeds)
        self.tell(
            f"Added with its source: {shown(self._called(row), limit=40)}. {counted(taken, 'row')} taken. u takes it out again."
        )

    def _wanted(self) -> ProposedRow | None:
        if self._row is None:
            self.tell("There is no row here.")
        elif self.review.view.read_only:
            self.tell(READ_ONLY, warning=True)
            return None
        return self._row

    def _done(self, row: ProposedRow, *, taken: bool) -> None:
        at = self._rows.index(row)
        del self._rows[at]
        self._deeds.append(_Deed(row, at, taken))
        self._fill(at)

    def action_edit(self) -> None:
        """Change the row in a form, then add it."""
        row = self._wanted()
        if row is not None:
            form = RowForm(
                "Edit the proposed row", self.question.columns, row.cells, f"{row.place}: {row.text[:400]}"
            )
            self.app.push_screen(form, lambda cells: self._accept(cells) if cells is not None else None)

    def action_drop(self) -> None:
        """Take the row off the list."""
        row = self._row
        if row is None:
            self.tell("There is no row here.")
            return
        self._done(row, taken=False)
        self.tell(f"Dropped: {shown(self._called(row), limit=40)}. u brings it back.")

    def action_undo(self) -> None:
        """Take back the last accepting or dropping."""
        if not self._deeds:
            self.tell("Nothing was done here yet.")
            return
        deed = self._deeds[-1]
        if deed.taken:
            change = self.review.view.undo
            if change is None or change.question != self.question.id:
                self.tell("Something else was changed since; undo it there first.")
                return
            try:
                self.review.take_back()
            except (Refused, StoreError) as error:
                self.tell(str(error), warning=True)
                return
        self._deeds.pop()
        self._rows.insert(deed.at, deed.row)
        self._fill(deed.at)
        what = "The row is out of the register again" if deed.taken else "The row is back"
        self.tell(f"{what}: {shown(self._called(deed.row), limit=40)}.")

    def action_read(self) -> None:
        """The document, where it was read."""
        row = self._row
        if row is not None:
            self.app.push_screen(
                ReaderScreen(self.review, row.document, row.start, row.end, question_id=self.question.id)
            )

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Proposed rows", PROPOSED_VERBS))

    def action_close(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)
