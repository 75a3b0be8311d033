"""Citing by hand: which document, where in it, and its own words."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from app.assessment.answer import Citation, Row
from app.assessment.documents import REGISTER
from app.assessment.values import clean, rows_of
from app.review import Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.screens.fields import SafeArea, SafeInput
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine

DRAFT_FIELD, CHANGE_FIELD = "citation", "citation/change"
"""Names of the drafts of a new citation and of a changed one."""
LONGEST_QUOTE = 40
"""Words of a quote that a profile prints."""

CITE_VERBS = (
    Command(
        "cite.save", ("ctrl+s",), "save", "Cite", "Cite this passage for the answer.", "Citing", footer=True
    ),
    Command(
        "cite.next",
        ("tab",),
        "app.focus_next",
        "Next field",
        "Go on to the next field.",
        "Citing",
        footer=True,
    ),
    Command("cite.down", ("down",), "step(1)", "Down", "Next document in the list.", "Citing"),
    Command("cite.up", ("up",), "step(-1)", "Up", "Document before.", "Citing"),
    Command("cite.help", ("f1",), "help", "Help", "Say how to cite.", "Citing", footer=True),
    Command(
        "cite.close",
        ("escape",),
        "close",
        "Back",
        "Back; what is typed is kept and offered again.",
        "Citing",
        footer=True,
    ),
)

_ABOUT = (
    "Citing",
    (
        "Enter in the document line takes the highlighted document, or what you typed when none fits. Say the place as a "
        "person would: line 97, page 4, section 3.2. In a register, say the row that it is for. Copy the words exactly; the profile prints at most 40 of them."
    ),
)


class CiteDialog(ModalScreen[Citation | None]):
    """Asks for one citation. What is typed is a draft until it is cited."""

    BINDINGS = bindings(CITE_VERBS)
    VERBS = CITE_VERBS
    AUTO_FOCUS = "#cite-document"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]

    def __init__(self, review: Review, question_id: str, citation: Citation | None = None) -> None:
        """Takes an open review and a question's id; `citation` is one that is to be changed."""
        super().__init__()
        self.review = review
        self.question_id = question_id
        self._field = DRAFT_FIELD if citation is None else CHANGE_FIELD
        self._documents = _documents(review)
        self._fitting: list[tuple[str, str]] = []
        self._rows = rows_of(review.view.answer(question_id).value)
        """Of a register, the rows that a citation can be for."""
        self._given = citation
        drafted = self._drafted()
        self._start = drafted or citation or Citation("", "")
        self._offered = drafted is not None
        self._cited: Citation | None = None

    def compose(self) -> ComposeResult:
        """The question, three fields, and what is missing."""
        question = self.review.view.pack.question(self.question_id)
        with Vertical(id="cite", classes="dialog") as dialog:
            dialog.border_title = Content("Cite")
            yield Static(plain(question.ask), id="cite-ask")
            yield Static("Document", classes="field")
            yield SafeInput(
                self._start.document,
                placeholder="type an id or a title",
                id="cite-document",
                select_on_focus=False,
            )
            yield Lines(id="cite-documents", can_focus=False)
            yield Static("Place", classes="field")
            yield SafeInput(
                self._start.place, placeholder="line 97, or page 4", id="cite-place", select_on_focus=False
            )
            if self._rows:
                yield Static("Row", classes="field", id="cite-row-label")
                yield SafeInput(
                    self._number_of(self._start.row),
                    placeholder="number or name of the row that it is for; empty: the whole register",
                    id="cite-row",
                    select_on_focus=False,
                )
            yield Static("Its own words", classes="field")
            yield SafeArea(self._start.quote, id="cite-quote", tab_behavior="focus")
            yield Static(id="cite-words")
            yield KeyLine(CITE_VERBS)

    def on_mount(self) -> None:
        """Fills the list of documents and counts words."""
        self._narrow()
        self._count()
        self._name_row()
        if self._offered:
            self.query_one(KeyLine).tell("This was typed before and never cited.")

    def on_key(self) -> None:
        """A notice has been read when the next key comes."""
        self.query_one(KeyLine).tell("")

    @property
    def citation(self) -> Citation:
        """What is typed. Offsets, and that the words are lost, stay only with the words they were given for."""
        document, place = (
            clean(self.query_one("#cite-document", SafeInput).value).strip(),
            clean(self.query_one("#cite-place", SafeInput).value).strip(),
        )
        quote = clean(self.query_one(SafeArea).text).strip()
        given, row = self._given, self._row_id()
        if given is None or given.quote != quote:
            return Citation(document, place, quote, row=row)
        lost = given.lost if given.document == document else ""
        return replace(given, document=document, place=place, row=row, lost=lost)

    # --- the row of a register -------------------------------------------------------------------------

    @property
    def _row_text(self) -> str:
        return clean(self.query_one("#cite-row", SafeInput).value).strip() if self._rows else ""

    def _row_id(self) -> str:
        """The id of the row that is typed, by its number or by what stands in its first column; empty for none."""
        if self._row_text == self._number_of(self._start.row):
            return self._start.row  # also that of a row which is there no more
        wanted = self._row_text.casefold()
        if wanted.isdecimal() and 1 <= int(wanted) <= len(self._rows):
            return self._rows[int(wanted) - 1].id
        named = [row.id for row in self._rows if wanted and wanted == self._name_of(row).casefold()]
        return named[0] if len(named) == 1 else ""

    def _number_of(self, row_id: str) -> str:
        return next((str(n) for n, row in enumerate(self._rows, start=1) if row.id == row_id), "")

    def _name_of(self, row: Row) -> str:
        return row.cells.get(self.review.view.pack.question(self.question_id).columns[0].id, "")

    @on(SafeInput.Changed, "#cite-row")
    def _name_row(self) -> None:
        """Say beside the line which row is meant."""
        if self._rows:
            found = next((row for row in self._rows if row.id == self._row_id()), None)
            name = f"Row {self._number_of(found.id)}: {self._name_of(found)}" if found else "Row"
            self.query_one("#cite-row-label", Static).update(plain(name, limit=120))

    @on(SafeInput.Changed)
    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self.citation == self._start:
            return
        self._count()
        kept = {"of": _fields(self._given), "typed": _fields(self.citation)}
        try:
            self.review.save_draft(self.question_id, self._field, json.dumps(kept))
        except StoreError as error:
            self._say(str(error), wrong=True)

    @on(SafeInput.Changed, "#cite-document")
    def _narrow(self) -> None:
        text = self.query_one("#cite-document", SafeInput).value.strip().casefold()
        exact = [d for d in self._documents if d[0].casefold() == text]
        self._fitting = exact or [d for d in self._documents if text in f"{d[0]} {d[1]}".casefold()]
        lines = [plain(f"{i:<5}", "bold") + plain(title) for i, title in self._fitting]
        documents = self.query_one("#cite-documents", Lines)
        documents.show(lines)
        documents.display = bool(lines)

    def _count(self) -> None:
        words = len(self.query_one(SafeArea).text.split())
        if words > LONGEST_QUOTE:
            self._say(f"{words} words; the profile prints the first {LONGEST_QUOTE}.", wrong=True)
        else:
            self._say(f"{words} {'word' if words == 1 else 'words'}" if words else "")

    def _say(self, text: str, *, wrong: bool = False) -> None:
        line = self.query_one("#cite-words", Static)
        line.update(Content(text))
        line.set_class(wrong, "-wrong")

    def action_step(self, by: int) -> None:
        """Another document, while the document line has the focus."""
        self.query_one("#cite-documents", Lines).step(by)

    @on(SafeInput.Submitted, "#cite-document")
    def _take_document(self) -> None:
        cursor = self.query_one("#cite-documents", Lines).cursor
        if cursor is not None and self._fitting:
            self.query_one("#cite-document", SafeInput).value = self._fitting[cursor][0]
        self.query_one("#cite-place", SafeInput).focus()

    @on(Lines.Chosen)
    def _clicked(self, event: Lines.Chosen) -> None:
        self.query_one("#cite-document", SafeInput).value = self._fitting[event.index][0]
        self.query_one("#cite-place", SafeInput).focus()

    @on(SafeInput.Submitted, "#cite-place")
    @on(SafeInput.Submitted, "#cite-row")
    def _to_next(self) -> None:
        self.focus_next()

    def action_save(self) -> None:
        """Hand the citation over, once it says where."""
        citation = self.citation
        for field, value, sentence in (
            ("#cite-document", citation.document, "Say which document."),
            ("#cite-place", citation.place, "Say where in the document."),
        ):
            if not value:
                self._say(sentence, wrong=True)
                self.query_one(field).focus()
                return
        if self._row_text and not citation.row:
            count = len(self._rows)
            there = "only row 1" if count == 1 else f"rows 1 to {count}"
            self._say(f"There is no such row; the register has {there}.", wrong=True)
            self.query_one("#cite-row").focus()
            return
        self._cited = citation
        self.dismiss(citation)

    def on_unmount(self) -> None:
        """Once the citation is stored, its draft is not wanted any more."""
        if self._cited is not None and self._cited in self.review.view.answer(self.question_id).citations:
            self._forget()

    def _forget(self) -> None:
        with suppress(StoreError):  # a draft that stays is offered once more, and no harm
            self.review.drop_draft(self.question_id, self._field)

    def action_help(self) -> None:
        """How to cite."""
        self.app.push_screen(HelpScreen("Cite", CITE_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """Back; the draft stays, one that says nothing new goes."""
        if self.citation in (Citation("", ""), self._given):
            self._forget()
        self.dismiss(None)

    def _drafted(self) -> Citation | None:
        """What was typed and never cited; what was cited meanwhile is forgotten."""
        for draft in self.review.drafts():
            if draft.question == self.question_id and draft.field == self._field:
                of, typed = _read(draft.text)
                if typed is None or typed in self.review.view.answer(self.question_id).citations:
                    self._forget()
                elif of == _fields(self._given):
                    return typed
        return None


def _documents(review: Review) -> list[tuple[str, str]]:
    """Id and title of every document in the register."""
    found = []
    for row in rows_of(review.view.answer(REGISTER).value):
        name, title = row.cells.get("doc_id", ""), row.cells.get("title", "")
        if name or title:
            found.append((name or title, title))
    return found


def _fields(citation: Citation | None) -> dict[str, str] | None:
    if citation is None:
        return None
    told = {"document": citation.document, "place": citation.place, "quote": citation.quote}
    return {**told, "row": citation.row} if citation.row else told


def _read(text: str) -> tuple[Any, Citation | None]:
    """Which citation a draft is to change, and what was typed; None for a draft that cannot be read."""
    try:
        data = json.loads(text)
        typed = data["typed"]
        words = (str(typed["document"]), str(typed["place"]), str(typed["quote"]))
        return data["of"], Citation(*words, row=str(typed.get("row", "")))
    except (ValueError, TypeError, KeyError):
        return None, None
