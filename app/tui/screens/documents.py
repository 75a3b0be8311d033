"""The documents of an assessment: what there is, what it is worth, and the ways in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from app.assessment.documents import REGISTER, read_date
from app.assessment.journal import Change, ChangeKind
from app.evidence.extraction.opening import FileRead
from app.review import READ_ONLY, Refused, Review
from app.review.evidence import Held, How
from app.store.errors import StoreError
from app.tui.commands import bindings
from app.tui.document_blocks import citations_of, document_blocks
from app.tui.figures import clock, counted
from app.tui.screens.document_details import AddedForm, added_sentence, asked_columns, details_of
from app.tui.screens.documents_verbs import DOCUMENTS_VERBS, EMPTY_VERBS
from app.tui.screens.file_picker import FilePicker
from app.tui.screens.help import HelpScreen
from app.tui.screens.paste_document import PasteDocument
from app.tui.screens.read_files import ReadFiles, Taken
from app.tui.screens.reader import ReaderScreen
from app.tui.screens.row_form import RowForm
from app.tui.screens.telling_screen import TellingScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.screens.verify import VerifyScreen
from app.tui.telling import place_of
from app.tui.text import plain, shown
from app.tui.widgets.document_rows import DocumentRows, documents_heading
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.rows import Rows
from app.tui.widgets.sheet import Sheet

_ABOUT = (
    "Documents",
    (
        "Only documents on the register are searched, and only where their text is here: a register that came with an "
        "imported assessment knows documents by their hash, and adding the same file brings the text in. The grade says "
        "what a document is worth as evidence: tested, signed, published or second-hand."
    ),
)
_EMPTY = (
    "No documents yet.\n\n"
    "a   adds files: PDF, DOCX, HTML, Markdown or text, or a whole folder of them\n"
    "p   takes a text that you paste\n"
    "t   opens the register, to write down a document without its file\n\n"
    "What comes in is kept in the database, with its hash, and searched for every question."
)
_NARROW = 60
"""Columns up to which only the most important is said in the title."""
NO_REGISTER = "This questionnaire has no register of documents."


class DocumentsScreen(TellingScreen[str | None]):
    """Lists the documents; gives the question to go to, or None."""

    BINDINGS = bindings(DOCUMENTS_VERBS)
    VERBS = DOCUMENTS_VERBS
    AUTO_FOCUS = "DocumentRows"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]

    def __init__(self, review: Review, question_id: str = "") -> None:
        """Takes an open review; passages are cited for `question_id` where one is given."""
        super().__init__()
        self.review = review
        self.question_id = question_id
        self._folder: Path | None = None

    def compose(self) -> ComposeResult:
        """Title, the list, the document under the cursor in full, and the keys."""
        yield TitleBar("Documents")
        yield Static(id="documents-heading")
        yield DocumentRows(id="documents-rows")
        yield Sheet(id="documents-sheet")
        yield Static(plain(_EMPTY, one_line=False, limit=1_000), id="documents-empty")
        yield KeyLine(DOCUMENTS_VERBS, id="keys")

    def on_mount(self) -> None:
        """Shows them."""
        if REGISTER not in self.review.view.pack.by_id:
            self.tell(NO_REGISTER, warning=True)
        self.show_documents()

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        if self.is_mounted and self.rows.is_mounted:
            self.show_documents()

    # --- showing ---------------------------------------------------------------------------------------

    @property
    def rows(self) -> DocumentRows:
        """The list."""
        return self.query_one(DocumentRows)

    def show_documents(self, at: str = "") -> None:
        """Show the documents as they stand, the cursor on the one with id `at`, else where it was."""
        held: Sequence[Held] = ()
        try:
            held = self.review.evidence.documents() if REGISTER in self.review.view.pack.by_id else ()
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
        cursor = next((i for i, one in enumerate(held) if at and one.id == at), self.rows.cursor or 0)
        self.rows.fill(
            held,
            citations_of(self.review.view, held),
            self._review_date(),
            min(cursor, max(len(held) - 1, 0)),
        )
        self.set_class(not held, "-none")
        self.query_one(KeyLine).show(DOCUMENTS_VERBS if held else EMPTY_VERBS)
        self._heading()
        view = self.review.view
        on = sum(bool(one.id) for one in held)
        saved = "READ ONLY" if view.read_only else f"saved {clock(view.saved_at, seconds=True)}"
        self.query_one(TitleBar).show(
            f"{on:,} on the register   {saved}" if self.size.width > _NARROW else saved
        )
        self._show_one()

    @on(DocumentRows.Fitted)
    def _heading(self) -> None:
        self.query_one("#documents-heading", Static).update(documents_heading(self.rows.text_width))

    def _review_date(self) -> date | None:
        view = self.review.view
        record = view.answer("review.reviewer").value
        stated = record.get("review_date", "") if isinstance(record, Mapping) else ""
        return read_date(stated) or view.assessment.changed_at.date()

    @on(Rows.Moved)
    def _show_one(self) -> None:
        one, sheet = self.rows.one, self.query_one(Sheet)
        if one is None:
            sheet.show(())
            return
        count = citations_of(self.review.view, [one])[one.id]
        lost = citations_of(self.review.view, [one], lost=True)[one.id]
        sheet.show(tuple(document_blocks(one, count, self._review_date(), lost)))

    def action_step(self, by: int) -> None:
        """Another document."""
        self.rows.step(by)

    def action_page(self, by: int) -> None:
        """A page."""
        self.rows.step(by * self.rows.page)

    @on(Rows.Chosen)
    def _clicked(self) -> None:
        self.action_read()

    def _one(self) -> Held | None:
        one = self.rows.one
        if one is None:
            self.tell("There is no document here yet; a adds files, p takes a text.")
        return one

    def _locked(self) -> bool:
        """Whether nothing can be changed; says so."""
        if self.review.view.read_only:
            self.tell(READ_ONLY, warning=True)
        elif REGISTER not in self.review.view.pack.by_id:
            self.tell(NO_REGISTER, warning=True)
        else:
            return False
        return True

    # --- reading ---------------------------------------------------------------------------------------

    def action_read(self) -> None:
        """Open the reader."""
        one = self._one()
        if one is None:
            return
        if not one.id:
            self.tell("This file is off the register. d says what it is and puts it back on.")
        elif one.attachment is None:
            self.tell(f"The text of {one.id} is not in this database; a adds its file.", warning=True)
        else:
            self.app.push_screen(ReaderScreen(self.review, one.id, question_id=self.question_id))

    def action_verify(self) -> None:
        """Every quote, looked up again."""
        self.app.push_screen(VerifyScreen(self.review), self._go)

    def _go(self, question: str | None) -> None:
        if question is not None:
            self.dismiss(question)

    # --- bringing in -----------------------------------------------------------------------------------

    def action_add(self) -> None:
        """Pick files."""
        if not self._locked():
            self.app.push_screen(FilePicker(self._folder), self._read)

    def action_newer(self) -> None:
        """Pick the newer version of this document."""
        one = self._one()
        if one is None or self._locked():
            return
        if not one.id:
            self.tell("This file is off the register; d puts it back on.")
        elif one.attachment is None:
            self.tell(
                f"The text of {one.id} is not here, so there is nothing to compare; a adds its file.",
                warning=True,
            )
        else:
            title = f"Newer version of {one.id}, {one.name}"
            picker = FilePicker(self._folder, title, several=False)
            self.app.push_screen(picker, lambda paths: self._read(paths, one.id))

    def action_paste(self) -> None:
        """Paste a text."""
        if not self._locked():
            self.app.push_screen(PasteDocument(), lambda read: self._read([read] if read else None))

    def _read(self, sources: Sequence[Path | FileRead] | None, replaces: str = "") -> None:
        """Read what was picked."""
        if sources:
            first = sources[0]
            if isinstance(first, Path):
                self._folder = first.parent
            self.app.push_screen(ReadFiles(self.review, sources), lambda taken: self._ask(taken, replaces))

    def _ask(self, taken: tuple[Taken, ...] | None, replaces: str) -> None:
        """Ask what each is."""
        if not taken:
            self.show_documents()
            return
        form = AddedForm(self.review, taken, replaces=replaces)
        self.app.push_screen(form, lambda _: self._added(form))

    def _added(self, form: AddedForm) -> None:
        """Say what became of them; of newer versions, what became of their quotes."""
        self.show_documents(form.added[-1].document if form.added else "")
        self.tell(added_sentence(form.added, form.left_out))
        newer = [one for one in form.added if one.how is How.NEWER]
        if any(one.verified for one in newer):
            verified = [quote for one in newer for quote in one.verified]
            reopened = [question for one in newer for question in one.reopened]
            title = f"Quotes in the newer {', '.join(one.document for one in newer)}"
            self.app.push_screen(
                VerifyScreen(self.review, verified, title=title, reopened=reopened), self._go
            )

    # --- the register ----------------------------------------------------------------------------------

    def action_details(self) -> None:
        """Edit what the register says of this document."""
        one = self._one()
        if one is None or self._locked():
            return
        form = RowForm(
            f"{one.id or 'Off the register'}: {one.name}", asked_columns(self.review), details_of(one), ""
        )
        self.app.push_screen(form, lambda cells: self._detailed(one, cells) if cells is not None else None)

    def _detailed(self, one: Held, cells: dict[str, str]) -> None:
        from app.evidence.details import Details

        evidence = self.review.evidence
        try:
            if one.id:
                before = details_of(one)
                changed = {name: text for name, text in cells.items() if text != before[name]}
                self.review.record(
                    [
                        (REGISTER, ChangeKind.CELL, {"row": one.row, "column": name, "value": text})
                        for name, text in changed.items()
                    ]
                )
                said = f"{one.id} is changed." if changed else "Nothing is changed."
            elif one.attachment is not None:
                file = FileRead(one.attachment.name, b"", one.attachment.sha256, one.attachment.media)
                said = added_sentence([evidence.enter(file, Details(**cells))])
            else:
                return
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        self.show_documents(one.id)
        self.tell(said)

    def action_remove(self) -> None:
        """Take the document off the register."""
        one = self._one()
        if one is None or self._locked():
            return
        if not one.id:
            self.tell("This file is off the register already.")
            return
        count = citations_of(self.review.view, self.rows.held).get(one.id, 0)
        try:
            self.review.drop_rows(REGISTER, [one.row])
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        self.show_documents()
        rests = f"{counted(count, 'citation')} {'rests' if count == 1 else 'rest'} on it. " if count else ""
        self.tell(
            f"{one.id} ({shown(one.name, limit=60)}) is off the register. {rests}u puts it back.",
            warning=bool(count),
        )

    def action_turn_back(self, redo: bool = False) -> None:
        """Undo or redo the last change, when it was of the register or of bringing a document in."""
        view = self.review.view
        change, name = (view.redo, "redo") if redo else (view.undo, "undo")
        if change is None:
            self.tell(f"There is nothing to {name}.")
            return
        if change.question != REGISTER and not self._came_with_register(change):
            self.tell(f"The last change was at {place_of(change)}; go back to the questions to {name} it.")
            return
        try:
            done = self.review.put_back() if redo else self.review.take_back()
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        self.show_documents()
        self.tell(f"{'Put back' if redo else 'Taken back'}: {_what(done)}.")

    def _came_with_register(self, change: Change) -> bool:
        """Whether a change of an answer was stored together with one of the register: by a newer version."""
        return any(entry.change.at == change.at for entry in self.review.history(REGISTER))

    def action_table(self) -> None:
        """The register with all its columns."""
        from app.tui.screens.table_editor import TableEditor

        if REGISTER not in self.review.view.pack.by_id:
            self.tell(NO_REGISTER, warning=True)
            return
        try:
            editor = TableEditor(self.review, REGISTER)
        except StoreError as error:
            self.tell(str(error), warning=True)
        else:
            self.app.push_screen(editor, lambda _: self.show_documents())

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Documents", DOCUMENTS_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)


def _what(done: Sequence[Change]) -> str:
    kinds = {change.kind for change in done if change.question == REGISTER}
    if any(change.question != REGISTER for change in done):
        return "the newer version, and what it did to the answers"
    if ChangeKind.ROWS_ADD in kinds:
        return "the adding of a document"
    if ChangeKind.ROWS_DROP in kinds:
        return "the removal of a document"
    return "the change of the register"
