"""The editor of registers: a grid with every column, one line to write in, saved cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Input, Static

from app.assessment.answer import Row
from app.assessment.journal import Change, ChangeKind
from app.assessment.values import rows_of
from app.questionnaire.model import AnswerType, Column
from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.screens.cell_editor import LONGEST_TYPED, CellEditor, Then
from app.tui.screens.paste_rows import PasteRows
from app.tui.screens.register_grid import DRAFT, RegisterGrid
from app.tui.screens.title_bar import TitleBar
from app.tui.text import plain, shown

LONGEST_READ = 4_000
"""Characters of a cell that are shown under the grid; the editor opens the rest."""

NEW, RECORD = "new", "record"
"""Row ids that are not in the register: the row being added, and the only row of a record."""

_MOVING, _WRITING, _ROWS = "Moving", "Writing", "Rows"

VERBS: tuple[Command, ...] = (
    Command("rows.edit", ("enter",), "edit", "Edit", "Write in this cell; a double click does the same.", _WRITING, True),
    Command("rows.add", ("a",), "add", "Add row", "Add a row at the end and write its first cell.", _ROWS, True),
    Command("rows.insert", ("i",), "insert", "Insert row", "Add a row above this one and write its first cell.", _ROWS),
    Command("rows.duplicate", ("d",), "duplicate", "Duplicate", "Add a copy of this row under it.", _ROWS, True),
    Command("rows.remove", ("x", "delete"), "remove", "Remove row", "Remove this row; undo brings it back.", _ROWS, True),
    Command("rows.clear", ("backspace",), "clear", "Empty cell", "Empty this cell.", _WRITING),
    Command("rows.paste", ("p",), "paste", "Paste list", "Add rows from a spreadsheet, as CSV or TSV.", _ROWS, True),
    Command("rows.undo", ("u",), "undo", "Undo", "Take back the last change of this register.", _ROWS, True),
    Command("rows.redo", ("ctrl+r",), "redo", "Redo", "Put back what undo took.", _ROWS),
    Command("rows.left", ("h",), "move('left')", "Left", "Cell to the left; arrow keys, home and end work too.", _MOVING),
    Command("rows.down", ("j",), "move('down')", "Down", "Row below.", _MOVING),
    Command("rows.up", ("k",), "move('up')", "Up", "Row above.", _MOVING),
    Command("rows.right", ("l",), "move('right')", "Right", "Cell to the right.", _MOVING),
    Command("rows.first", ("g",), "first", "First row", "First row.", _MOVING),
    Command("rows.last", ("G",), "last", "Last row", "Last row.", _MOVING),
    Command("rows.find", ("slash",), "find", "Find", "Find a text in any cell.", _MOVING, True),
    Command("rows.next", ("n",), "again(1)", "Next match", "Next cell with the text.", _MOVING),
    Command("rows.previous", ("N",), "again(-1)", "Match before", "Cell before with the text.", _MOVING),
    Command("rows.read", ("J",), "read(1)", "Read on", "Scroll the text under the grid down.", _MOVING),
    Command("rows.reread", ("K",), "read(-1)", "Read back", "Scroll the text under the grid up.", _MOVING),
    Command("rows.help", ("f1", "question_mark"), "help", "Help", "The keys of this screen.", _MOVING, True),
    Command("rows.close", ("escape", "q"), "close", "Back", "Back to the question. Everything is saved.", _MOVING, True),
)

_TYPES = {
    AnswerType.LONG_TEXT: "longer text, ^n starts a new line",
    AnswerType.DATE: "date, such as 2026-11-22",
    AnswerType.EMAIL: "e-mail address",
    AnswerType.URL: "web address",
}


class TableEditor(Screen[None]):
    """Edits the register of one question, or its record as one row."""

    VERBS: ClassVar[tuple[Command, ...]] = VERBS
    BINDINGS: ClassVar[list[BindingType]] = bindings(VERBS)
    AUTO_FOCUS = "RegisterGrid"
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-short"), (16, "-tall")]

    def __init__(self, review: Review, question_id: str) -> None:
        """Takes an open review and the id of a TABLE or RECORD question. Raises `KeyError` for no such id."""
        super().__init__()
        self.review = review
        self.question = review.view.pack.question(question_id)
        self._columns = {column.id: column for column in self.question.columns}
        self._is_record = self.question.type is AnswerType.RECORD
        self._pending = False
        self._before: str | None = None
        self._editing: tuple[str, Column] | None = None
        self._refused = ""
        self._drafts = self._found_drafts()
        self._pending = any(row == NEW for row, _ in self._drafts)

    def compose(self) -> ComposeResult:
        """Title, question, grid, the cell's text or the line to write it in, and the keys."""
        section = self.review.view.pack.section_by_id[self.question.section]
        yield TitleBar(f"{section.title} · {self.question.id}")
        yield Static(plain(self.question.ask, one_line=False), id="ask")
        yield RegisterGrid(self.question.columns, id="grid")
        yield Static("No rows yet. Press a to add the first, or p to paste a list from a spreadsheet.", id="empty")
        yield Static(id="where")
        with VerticalScroll(id="reading", can_focus=False):
            yield Static(id="full")
        yield CellEditor(id="editor")
        yield Input(placeholder="find in any cell", id="find", compact=True)
        yield Static(id="said")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Shows the register, and says what was typed and never saved."""
        self.query_one(CellEditor).close()
        self.query_one("#find", Input).display = False
        self._show()
        if self._drafts:
            count = len(self._drafts)
            where = "a cell" if count == 1 else f"{count} cells"
            self.say(f"Typing in {where} was never saved; {DRAFT.strip()} marks it. Enter there offers it again.")

    # --- showing ---------------------------------------------------------------------------------------

    @property
    def grid(self) -> RegisterGrid:
        """The grid."""
        return self.query_one(RegisterGrid)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One sentence on the line above the keys."""
        said = self.query_one("#said", Static)
        said.update(plain(text))
        said.set_class(wrong, "-wrong")

    def _rows(self) -> list[Row]:
        value = self.review.view.answer(self.question.id).value
        if self._is_record:
            return [Row(RECORD, value if isinstance(value, Mapping) else {})]
        rows = list(rows_of(value))
        if self._pending:
            at = next((i for i, row in enumerate(rows) if row.id == self._before), len(rows))
            rows.insert(at, Row(NEW, {}))
        return rows

    def _show(self) -> None:
        rows, view = self._rows(), self.review.view
        self.grid.show(rows, frozenset(self._drafts))
        self.set_class(not rows, "-empty")
        count = len(rows) - self._pending
        size = "one record" if self._is_record else f"{count:,} {'row' if count == 1 else 'rows'}"
        saved = f" · saved {view.saved_at.astimezone():%H:%M:%S}" if view.saved_at else ""
        self.query_one(TitleBar).say(size + (" · read only" if view.read_only else saved))
        self._show_cell()

    def _show_cell(self) -> None:
        at = self.grid.at
        where, full = self.query_one("#where", Static), self.query_one("#full", Static)
        if at is None:
            where.update("")
            full.update("")
            return
        row, column = at
        kind = f"one of {len(column.choices)}" if column.type is AnswerType.ONE_OF else _TYPES.get(column.type, "text")
        place = f"column {self.grid.cursor_column + 1} of {len(self._columns)}"
        if not self._is_record:
            place = f"row {self.grid.cursor_row + 1:,} of {len(self._rows()):,} · {place}"
        where.update(plain(column.label, "bold $text-accent") + plain(f"  {kind} · {place}", "$text-muted"))
        text = row.cells.get(column.id, "")
        rest = f"\n… {len(text) - LONGEST_READ:,} more characters." if len(text) > LONGEST_READ else ""
        full.update(
            plain(text[:LONGEST_READ] + rest, one_line=False, limit=LONGEST_READ + 60)
            if text
            else plain("empty", "$text-muted italic")
        )
        self.query_one("#reading", VerticalScroll).scroll_home(animate=False)

    @on(DataTable.CellHighlighted)
    def _moved(self) -> None:
        self._show_cell()

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
        if self.review.view.read_only:
            self.say("The database is open for reading only; nothing can be changed.", wrong=True)
        elif len(text) > LONGEST_TYPED:
            self.say(f"This cell has {len(text):,} characters; the editor takes {LONGEST_TYPED:,}.", wrong=True)
        else:
            self._editing, self._refused = (row.id, column), ""
            self.say("")
            self.query_one("#reading").display = False
            self.query_one(CellEditor).open(column, text, self._drafts.get((row.id, column.id)))

    @on(CellEditor.Typed)
    def _typed(self, event: CellEditor.Typed) -> None:
        if self._editing is not None:
            row_id, column = self._editing
            self._drafts[row_id, column.id] = event.text
            self._try(lambda: self.review.save_draft(self.question.id, f"{row_id}/{column.id}", event.text))

    @on(CellEditor.Done)
    def _done(self, event: CellEditor.Done) -> None:
        if self._editing is None:
            return
        wrong = self._save(event.text) if event.changed else self._forget(*self._editing)
        if wrong:
            if event.then == "leave" and event.text == self._refused:
                self._leave(f"Not saved. The text is kept; {DRAFT.strip()} marks it.")
                return
            self._refused = event.text
            again = " Escape again leaves it as unsaved text." if event.then == "leave" else ""
            self.query_one(CellEditor).hint(wrong + again, wrong=True)
            return
        self._go_on(event.then)

    def _save(self, text: str) -> str:
        """Store the cell that is being edited; the sentence says why not, and is empty when it is stored."""
        assert self._editing is not None
        row_id, column = self._editing
        question_id, review = self.question.id, self.review
        try:
            if self._is_record:
                cells = {**self._rows()[0].cells, column.id: text}
                review.answer(question_id, value=cells, draft=f"{row_id}/{column.id}")
            elif row_id != NEW:
                review.set_cell(question_id, row_id, column.id, text)
            elif text.strip():
                row_id = self._store_new({column.id: text})
                self._forget(NEW, column)
                self._editing = (row_id, column)
            else:
                self._forget(NEW, column)
        except (Refused, StoreError) as error:
            return str(error)
        self._drafts.pop((row_id, column.id), None)
        self._show()
        return ""

    def _store_new(self, cells: Mapping[str, str], before: str | None = None) -> str:
        """Add one row where the pending row stands, or before `before`; gives its id."""
        known = {row.id for row in self._rows()}
        before = before or self._before
        self.review.add_rows(self.question.id, [cells], before=before)
        self._pending, self._before = any(row == NEW for row, _ in self._drafts if False), None
        return next(row.id for row in self._rows() if row.id not in known)

    def _forget(self, row_id: str, column: Column) -> str:
        if self._drafts.pop((row_id, column.id), None) is not None:
            self._try(lambda: self.review.drop_draft(self.question.id, f"{row_id}/{column.id}"))
            self._show()
        return ""

    def _go_on(self, then: Then) -> None:
        row, column = self.grid.cursor_coordinate
        target = row * len(self._columns) + column + (1 if then == "next" else -1)
        if then == "leave" or not 0 <= target < self.grid.row_count * len(self._columns):
            self._leave()
            return
        self.grid.go(*divmod(target, len(self._columns)))
        self.action_edit()

    def _leave(self, text: str = "") -> None:
        self._editing = None
        self.query_one(CellEditor).close()
        self.query_one("#reading").display = True
        if self._pending and not any(row == NEW for row, _ in self._drafts):
            self._pending, self._before = False, None
        self._show()
        self.say(text, wrong=bool(text))
        self.grid.focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A click into the grid while a cell is being written saves it, or keeps it as unsaved text."""
        if event.widget is self.grid and self._editing is not None:
            row_id, column = self._editing
            text = self._drafts.get((row_id, column.id))
            if column.type is AnswerType.ONE_OF:
                text = None if text not in column.choices else text
            wrong = self._save(text) if text is not None else self._forget(row_id, column)
            self._leave(f"{wrong} The text is kept; {DRAFT.strip()} marks it." if wrong else "")

    def _found_drafts(self) -> dict[tuple[str, str], str]:
        """Typing that was never saved, by cell; what equals the cell by now is not offered."""
        cells = {row.id: row.cells for row in self._rows()} | {NEW: {}}
        found = {}
        for draft in self.review.drafts():
            row_id, _, column_id = draft.field.partition("/")
            known = draft.question == self.question.id and row_id in cells and column_id in self._columns
            if known and draft.text != cells[row_id].get(column_id, ""):
                found[row_id, column_id] = draft.text
        return found

    def _try(self, verb: Callable[[], object]) -> bool:
        """Run a verb; what it refuses is said, and nothing was changed."""
        try:
            verb()
        except (Refused, StoreError) as error:
            self.say(str(error), wrong=True)
            return False
        return True

    # --- rows ------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """A row at the end."""
        self._begin_row(None)

    def action_insert(self) -> None:
        """A row above the cursor."""
        at = self.grid.at
        self._begin_row(at[0].id if at and at[0].id != NEW else None)

    def _begin_row(self, before: str | None) -> None:
        """A row that is stored with its first text; until then it is on the screen only."""
        if self._one_row():
            return
        if not self._pending:
            self._pending, self._before = True, before
            self._show()
        index = next(i for i, row in enumerate(self._rows()) if row.id == NEW)
        self.grid.go(index, 0)
        self.action_edit()

    def action_duplicate(self) -> None:
        """A copy of the row under it."""
        at = self.grid.at
        if self._one_row() or at is None or at[0].id == NEW:
            return
        rows = [row.id for row in self._rows() if row.id != NEW]
        after = rows.index(at[0].id) + 1
        before = rows[after] if after < len(rows) else None
        if self._try(lambda: self.review.add_rows(self.question.id, [dict(at[0].cells)], before=before)):
            self._show()
            self.grid.go(self.grid.cursor_row + 1)
            self.say(f"Row {after} is now there twice.")

    def action_remove(self) -> None:
        """The row under the cursor goes."""
        at = self.grid.at
        if self._one_row() or at is None:
            return
        row, number = at[0], self.grid.cursor_row + 1
        if row.id == NEW:
            for _, column_id in [key for key in self._drafts if key[0] == NEW]:
                self._forget(NEW, self._columns[column_id])
            self._leave()
        elif self._try(lambda: self.review.drop_rows(self.question.id, [row.id])):
            self._show()
            self.say(f"Row {number} is removed{_called(row)}. u brings it back.")

    def action_clear(self) -> None:
        """The cell under the cursor is emptied."""
        at = self.grid.at
        if at is None:
            return
        self._editing = (at[0].id, at[1])
        wrong = self._save("")
        self._editing = None
        self.say(wrong, wrong=True)

    def action_paste(self) -> None:
        """Rows from a spreadsheet."""
        if not self._one_row():
            self.app.push_screen(PasteRows(self.review, self.question), self._pasted)

    def _pasted(self, rows: list[dict[str, str]] | None) -> None:
        if rows and self._try(lambda: self.review.add_rows(self.question.id, rows)):
            self._try(lambda: self.review.drop_draft(self.question.id, "paste"))
            self._show()
            self.grid.go(len(self._rows()) - len(rows))
            self.say(f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'} came in. u takes them out again.")

    def _one_row(self) -> bool:
        if self._is_record:
            self.say("This question has one row; only its cells can be changed.")
        elif self.review.view.read_only:
            self.say("The database is open for reading only; nothing can be changed.", wrong=True)
            return True
        return self._is_record

    def action_undo(self) -> None:
        """The last change, when it was in this register."""
        self._turn_back(self.review.view.undo, self.review.undo, "Taken back", "undo")

    def action_redo(self) -> None:
        """What undo took."""
        self._turn_back(self.review.view.redo, self.review.redo, "Put back", "redo")

    def _turn_back(self, change: Change | None, verb: Callable[[], object], done: str, name: str) -> None:
        if change is None:
            self.say(f"There is nothing to {name}.")
        elif change.question != self.question.id:
            self.say(f"The last change was at {change.question}; go back to the questions to {name} it.")
        elif self._try(verb):
            self._show()
            self._go_to(change)
            self.say(f"{done}: {_what(change, self._columns)}.")

    def _go_to(self, change: Change) -> None:
        ids = [row.id for row in self._rows()]
        if change.kind is ChangeKind.CELL and change.body["row"] in ids:
            self.grid.go(ids.index(change.body["row"]), list(self._columns).index(change.body["column"]))

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
        self.query_one("#reading", VerticalScroll).scroll_relative(y=step * 3, animate=False)

    def action_find(self) -> None:
        """Open the line to find with."""
        find = self.query_one("#find", Input)
        find.display = True
        find.focus()

    def action_again(self, step: int) -> None:
        """Next or previous match."""
        text = self.query_one("#find", Input).value
        if not text:
            self.say("Press / and type what to find.")
        elif not self.grid.find(text, step=step):
            self.say(f'No cell has "{shown(text, limit=40)}" in it.')

    @on(Input.Changed, "#find")
    def _look(self, event: Input.Changed) -> None:
        found = not event.value or self.grid.find(event.value, step=0)
        self.say("" if found else f'No cell has "{shown(event.value, limit=40)}" in it.')

    @on(Input.Submitted, "#find")
    def _found(self) -> None:
        self.query_one("#find", Input).display = False
        self.grid.focus()

    def action_help(self) -> None:
        """The keys."""
        from app.tui.screens.cell_editor import VERBS as WRITING
        from app.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("Register", (*VERBS, *WRITING)))

    def action_close(self) -> None:
        """One level out: the find line, then the screen."""
        find = self.query_one("#find", Input)
        if find.display:
            find.value = ""
            self._found()
        else:
            self.dismiss(None)


def _called(row: Row) -> str:
    name = next((text for text in row.cells.values() if text), "")
    return f" ({shown(name, limit=40)})" if name else ""


def _what(change: Change, columns: Mapping[str, Column]) -> str:
    match change.kind:
        case ChangeKind.CELL:
            column = columns.get(change.body["column"])
            return f"the change of {column.label if column else change.body['column']}"
        case ChangeKind.ROWS_ADD:
            count = len(change.body["rows"])
            return "the new row" if count == 1 else f"the {count} new rows"
        case ChangeKind.ROWS_DROP:
            return "the removal of a row"
        case _:
            return "the change of the answer"
