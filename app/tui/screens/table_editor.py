"""The editor of registers: a grid with every column, one line to write in, saved cell by cell."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import DataTable, Static

from app.assessment.answer import Row
from app.assessment.journal import Change, ChangeKind
from app.exchange.csv_rows import CsvRows
from app.questionnaire.model import AnswerType, Column
from app.review import READ_ONLY, Refused, Review
from app.store.errors import StoreError
from app.tui.commands import bindings
from app.tui.figures import clock, counted
from app.tui.screens.cell_editor import CellEditor
from app.tui.screens.cell_reader import CellReader, kind_of
from app.tui.screens.fields import SafeInput
from app.tui.screens.help import HelpScreen
from app.tui.screens.paste_rows import DRAFT_FIELD, PasteRows
from app.tui.screens.proposed_rows import ProposedRows, nothing_proposed
from app.tui.screens.register import NEW, Register
from app.tui.screens.register_grid import RegisterGrid
from app.tui.screens.register_verbs import REGISTER_VERBS, WRITING_TEXT_VERBS, WRITING_VERBS
from app.tui.screens.telling_screen import TellingScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.signs import DRAFT
from app.tui.text import plain, shown
from app.tui.widgets.editor import LONGEST_TYPED, AnswerEditor
from app.tui.widgets.key_line import KeyLine

_EMPTY = "No rows yet. Press a to add the first, or p to paste a list from a spreadsheet."
_KEPT = f"The text is kept; {DRAFT.glyph} marks it."


class TableEditor(TellingScreen[None]):
    """Edits the register of one question, or its record as one row."""

    BINDINGS = bindings(REGISTER_VERBS)
    VERBS = REGISTER_VERBS
    AUTO_FOCUS = "RegisterGrid"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]

    def __init__(self, review: Review, question_id: str) -> None:
        """Takes an open review and the id of a TABLE or RECORD question. Raises `KeyError` for no such id."""
        super().__init__()
        self.review = review
        self.question = review.view.pack.question(question_id)
        self.register = Register(review, self.question)
        self._editing: tuple[str, Column] | None = None
        self._refused: str | None = None

    def compose(self) -> ComposeResult:
        """Title, question, grid, the cell's text or the line to write it in, and the keys."""
        section = self.review.view.pack.section_by_id[self.question.section]
        yield TitleBar(f"{section.title} · {self.question.id}")
        yield Static(plain(self.question.ask, one_line=False), id="ask")
        yield RegisterGrid(self.question.columns, id="grid")
        yield Static(plain(_EMPTY), id="empty")
        yield CellReader()
        yield CellEditor(id="cell-editor")
        yield SafeInput(placeholder="find in any cell", id="find", classes="find")
        yield KeyLine(REGISTER_VERBS, id="keys")

    def on_mount(self) -> None:
        """Shows the register, and says what was typed and never saved."""
        self.query_one(CellEditor).close()
        self.query_one("#find", SafeInput).display = False
        self._show()
        if count := len(self.register.drafts):
            where = "a cell" if count == 1 else f"{count} cells"
            self.tell(
                f"Typing in {where} was never saved; {DRAFT.glyph} marks it. Enter there offers it again."
            )

        if not self.register.rows and not self.review.view.read_only:
            self.call_after_refresh(self._offer)

    def _offer(self) -> None:
        """Of an empty register, say what the documents propose for it."""
        try:
            documents = self.review.evidence.searched_documents()
            count = len(self.review.evidence.proposed_rows(self.question.id)) if documents else 0
        except (Refused, StoreError):
            return  # P says what is wrong
        if count:
            offer = (
                f"The documents propose {counted(count, 'row')}; P shows {'it' if count == 1 else 'them'}."
            )
            self.query_one("#empty", Static).update(plain(f"{_EMPTY} {offer}"))

    # --- showing ---------------------------------------------------------------------------------------

    @property
    def grid(self) -> RegisterGrid:
        """The grid."""
        return self.query_one(RegisterGrid)

    def _show(self) -> None:
        rows, view = self.register.rows, self.review.view
        self.grid.show(rows, frozenset(self.register.drafts))
        self.set_class(not rows, "-empty")
        count = self.register.stored
        size = "one record" if self.register.is_record else counted(count, "row")
        saved = "READ ONLY" if view.read_only else f"saved {clock(view.saved_at, seconds=True)}"
        self.query_one(TitleBar).show(f"{size}   {saved}")
        self._show_cell()

    @on(DataTable.CellHighlighted)
    def _show_cell(self) -> None:
        at, reader = self.grid.at, self.query_one(CellReader)
        if at is None:
            reader.clear()
            return
        row, column = at
        place = f"column {self.grid.cursor_column + 1} of {len(self.register.columns)}"
        if not self.register.is_record:
            place = f"row {self.grid.cursor_row + 1:,} of {self.grid.row_count:,} · {place}"
        reader.show(
            column, place, row.cells.get(column.id, ""), self.register.drafts.get((row.id, column.id))
        )

    # --- writing ---------------------------------------------------------------------------------------

    @on(RegisterGrid.EditRequested)
    def action_edit(self) -> None:
        """Write in the cell under the cursor."""
        at = self.grid.at
        if at is None:
            self.action_add()
            return
        row, column = at
        text = row.cells.get(column.id, "")
        if self._locked():
            return
        if len(text) > LONGEST_TYPED:
            self.tell(
                f"This cell has {len(text):,} characters; the editor takes {LONGEST_TYPED:,}.", warning=True
            )
            return
        self._editing, self._refused = (row.id, column), None
        self.tell("")
        self.query_one(CellReader).display = False
        self.query_one(KeyLine).show(
            WRITING_TEXT_VERBS if column.type is AnswerType.LONG_TEXT else WRITING_VERBS
        )
        typed = self.register.drafts.get((row.id, column.id))
        self.query_one(CellEditor).open(column, text, typed, hint=kind_of(column))

    @on(AnswerEditor.Typed)
    def _typed(self, event: AnswerEditor.Typed) -> None:
        self.tell("")
        if self._editing is not None:
            row_id, column = self._editing
            self._try(lambda: self.register.keep(row_id, column.id, event.text))

    @on(AnswerEditor.Full)
    def _full(self) -> None:
        self.tell(f"A cell takes {LONGEST_TYPED:,} characters here; the rest was left out.", warning=True)

    def action_done(self, key: str) -> None:
        """A click on the key line, while a cell is written."""
        self.query_one(CellEditor).finish(key)

    @on(CellEditor.Done)
    def _done(self, event: CellEditor.Done) -> None:
        wrong = self._save(event.text, changed=event.changed)
        if not wrong:
            self._go_on(event.key)
        elif event.key == "escape" and event.text == self._refused:
            self._leave(f"Not saved. {_KEPT}")
        else:
            self._refused = event.text
            self.tell(
                wrong + (" Escape again leaves it unsaved." if event.key == "escape" else ""), warning=True
            )

    def _save(self, text: str, *, changed: bool) -> str:
        """Store the cell that is being written; gives the sentence why not, empty when it is stored."""
        if self._editing is None:
            return ""
        row_id, column = self._editing
        try:
            if changed:
                self.register.save(row_id, column.id, text)
            else:
                self.register.forget(row_id, column.id)
        except (Refused, StoreError) as error:
            return str(error)
        self._show()
        return ""

    def _go_on(self, key: str) -> None:
        row, column = self.grid.cursor_coordinate
        width = len(self.register.columns)
        target = row * width + column + (-1 if key == "shift+tab" else 1)
        if key != "escape" and target == self.grid.row_count * width and self._begin_another():
            return
        if key == "escape" or not 0 <= target < self.grid.row_count * width:
            self._leave()
            return
        self.grid.go(*divmod(target, width))
        self.action_edit()

    def _leave(self, text: str = "") -> None:
        self._editing = None
        self.query_one(CellEditor).close()
        self.query_one(KeyLine).show(REGISTER_VERBS)
        self.query_one(CellReader).display = True
        self.register.settle()
        self._show()
        self.tell(text, warning=bool(text))
        self.grid.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click into the grid while a cell is being written saves it, or keeps it as unsaved text."""
        if event.widget is self.grid and self._editing is not None:
            row_id, column = self._editing
            text = self.register.drafts.get((row_id, column.id))
            if column.type is AnswerType.ONE_OF and text not in column.choices:
                text = None
            wrong = self._save(text or "", changed=text is not None)
            self._leave(f"{wrong} {_KEPT}" if wrong else "")

    def _try(self, verb: Callable[[], object]) -> bool:
        """Run a verb; what it refuses is said, and then nothing was changed."""
        try:
            verb()
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return False
        return True

    def _locked(self, *, rows: bool = False) -> bool:
        """Whether nothing can be changed, or no row can come or go; says so."""
        if self.review.view.read_only:
            self.tell(READ_ONLY, warning=True)
            return True
        if rows and self.register.is_record:
            self.tell("This question has one row; only its cells can be changed.")
            return True
        return False

    # --- rows ------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """A row at the end."""
        self._begin("")

    def action_insert(self) -> None:
        """A row above the cursor."""
        at = self.grid.at
        self._begin(at[0].id if at else "")

    def _begin(self, before: str) -> None:
        if not self._locked(rows=True):
            self.register.begin(before)
            self._show()
            self.grid.go(next(i for i, row in enumerate(self.register.rows) if row.id == NEW), 0)
            self.action_edit()

    def _begin_another(self) -> bool:
        """A row after the last one, when that one is stored; an empty new row is where adding ends."""
        if self.register.is_record or self.register.rows[-1].id == NEW:
            return False
        self.register.settle()
        if any(row.id == NEW for row in self.register.rows):
            return False
        self.action_add()
        return True

    def action_duplicate(self) -> None:
        """A copy of the row under it."""
        at = self.grid.at
        if self._locked(rows=True) or at is None or at[0].id == NEW:
            return
        if self._try(lambda: self.register.duplicate(at[0].id)):
            self._show()
            self.grid.go(self.grid.cursor_row + 1)
            self.tell(f"This is a copy of row {self.grid.cursor_row}.")

    def action_remove(self) -> None:
        """The row under the cursor goes."""
        at = self.grid.at
        if self._locked(rows=True) or at is None:
            return
        number = self.grid.cursor_row + 1
        if self._try(lambda: self.register.remove(at[0].id)):
            self._show()
            self.tell(
                f"Row {number}{self._called(at[0])} is removed."
                + (" u brings it back." if at[0].id != NEW else "")
            )

    def _called(self, row: Row) -> str:
        name = next((row.cells[column] for column in self.register.columns if row.cells.get(column)), "")
        return f" ({shown(name, limit=40)})" if name else ""

    def action_clear(self) -> None:
        """The cell under the cursor is emptied."""
        at = self.grid.at
        if at is not None and not self._locked():
            self._editing = (at[0].id, at[1])
            wrong = self._save("", changed=True)
            self._editing = None
            self.tell(wrong, warning=True)

    def action_paste(self) -> None:
        """Rows from a spreadsheet."""
        if not self._locked(rows=True):
            self.app.push_screen(PasteRows(self.review, self.question), self._pasted)

    def action_proposed(self) -> None:
        """Rows that the documents propose."""
        if self._locked(rows=True):
            return
        try:
            proposed = self.review.evidence.proposed_rows(self.question.id)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        if proposed:
            self.app.push_screen(
                ProposedRows(self.review, self.question.id, back="the register"), lambda _: self._show()
            )
        else:
            self.tell(nothing_proposed(self.review.view.answer(self.question.id)))

    def _pasted(self, pasted: CsvRows | None) -> None:
        if pasted is None or not self._try(lambda: self.register.add(pasted.rows)):
            return
        rows, problems = pasted
        if not problems:
            self._try(lambda: self.review.drop_draft(self.question.id, DRAFT_FIELD))
        self._show()
        self.grid.go(self.grid.row_count - len(rows))
        came = f"{counted(len(rows), 'row')} came in; u takes {'it' if len(rows) == 1 else 'them'} out again."
        if problems:
            what = "One thing" if len(problems) == 1 else f"{len(problems):,} things"
            came += f" {what} did not; p shows the text again, and what is wrong with it."
        self.tell(came, warning=bool(problems))

    def action_turn_back(self, redo: bool = False) -> None:
        """Undo or redo the last change, when it was in this register."""
        try:
            change, why = self.register.turn_back(redo=redo)
        except (Refused, StoreError) as error:
            change, why = None, str(error)
        if change is None:
            self.tell(why)
            return
        self._show()
        ids = [row.id for row in self.register.rows]
        if change.kind is ChangeKind.CELL and change.body["row"] in ids:
            self.grid.go(
                ids.index(change.body["row"]), list(self.register.columns).index(change.body["column"])
            )
        self.tell(f"{'Put back' if redo else 'Taken back'}: {_what(change)}.")

    # --- moving ----------------------------------------------------------------------------------------

    def action_move(self, where: str) -> None:
        """One cell left, down, up or right."""
        getattr(self.grid, f"action_cursor_{where}")()

    def action_first(self) -> None:
        """First row."""
        self.grid.go(0)

    def action_last(self) -> None:
        """Last row."""
        self.grid.go(self.grid.row_count)

    def action_read(self, step: int) -> None:
        """Scroll the text under the grid."""
        self.query_one(CellReader).scroll_text(step)

    def action_find(self) -> None:
        """Open the line to find with."""
        find = self.query_one("#find", SafeInput)
        find.display = True
        find.focus()

    def action_again(self, step: int) -> None:
        """Next or previous match."""
        text = self.query_one("#find", SafeInput).value
        if not text:
            self.tell("Press / and type what to find.")
        elif not self.grid.find(text, step=step):
            self.tell(f'No cell has "{shown(text, limit=40)}" in it.')

    @on(SafeInput.Changed, "#find")
    def _look(self, event: SafeInput.Changed) -> None:
        if event.value:
            found = self.grid.find(event.value, step=0)
            self.tell("" if found else f'No cell has "{shown(event.value, limit=40)}" in it.')

    @on(SafeInput.Submitted, "#find")
    def _found(self) -> None:
        self.query_one("#find", SafeInput).display = False
        self.grid.focus()

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Register", (*REGISTER_VERBS, *WRITING_VERBS)))

    def action_close(self) -> None:
        """One level out: the find line, then the screen."""
        if self.query_one("#find", SafeInput).display:
            self._found()
        else:
            self.dismiss(None)


def _what(change: Change) -> str:
    match change.kind:
        case ChangeKind.CELL:
            return "the change of this cell"
        case ChangeKind.ROWS_ADD:
            count = len(change.body["rows"])
            return "a new row" if count == 1 else f"{count} new rows"
        case ChangeKind.ROWS_DROP:
            count = len(change.body["rows"])
            return "the removal of a row" if count == 1 else f"the removal of {count} rows"
        case _:
            return "the change of the answer"
