"""The list of documents: columns that align, and that leave out what matters least where it is narrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from textual.content import Content
from textual.message import Message

from app.assessment.documents import date_text, grade, is_old
from app.review.evidence import Held
from app.tui.figures import counted
from app.tui.text import plain
from app.tui.widgets.columns import Column, fitting, in_column
from app.tui.widgets.rows import Rows

_MUTED = "$text-muted"
GRADE_WORDS: Mapping[int, str] = {4: "tested", 3: "signed", 2: "published", 1: "second-hand", 0: "none"}
"""What a document is worth as evidence, in a word."""


DOCUMENT_COLUMNS = (
    Column("kind", "Kind", 20, 5),
    Column("issuer", "Issuer", 20, 8),
    Column("stated_date", "Dated", 15, 3),
    Column("signed", "Signed by", 9, 7),
    Column("extent", "Length", 11, 6),
    Column("grade", "Grade", 11, 2),
    Column("cited", "Cited", 5, 4),
    Column("here", "Text", 8, 1),
)
_ID = 4
_NAME_WANTS = 26


def columns_within(width: int) -> tuple[tuple[Column, ...], int]:
    """The columns that fit, and what is left for the name."""
    return fitting(DOCUMENT_COLUMNS, width, beside=_ID + 2, name=_NAME_WANTS)


def documents_heading(width: int) -> Content:
    """The line of column titles."""
    columns, room = columns_within(width)
    line = (
        Content(" ")
        + Content("Id").pad_right(_ID - 2)
        + Content("Document").truncate(room, ellipsis=True, pad=True)
    )
    for column in columns:
        line += in_column(column, Content(column.title))
    return line


class DocumentRows(Rows, can_focus=True):
    """One document a line; those off the register at the end, muted."""

    class Fitted(Message):
        """The list has another width."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is filled."""
        super().__init__(id=id)
        self.held: Sequence[Held] = ()
        self._citations: Mapping[str, int] = {}
        self._on: date | None = None

    def fill(
        self, held: Sequence[Held], cited: Mapping[str, int], on: date | None, cursor: int | None
    ) -> None:
        """Show these; `cited` counts citations by register id, `on` is the day of the review."""
        self.held, self._citations, self._on = held, cited, on
        self.reset(len(held), cursor)

    def on_resize(self) -> None:
        """Say that other columns may fit."""
        self.post_message(self.Fitted())

    @property
    def one(self) -> Held | None:
        """The document under the cursor."""
        return self.held[self.cursor] if self.cursor is not None and self.cursor < len(self.held) else None

    def row(self, index: int, width: int) -> Content:
        """The columns that fit."""
        one = self.held[index]
        columns, room = columns_within(width)
        name = plain(one.document.title or one.name, "bold" if one.id else "", limit=120)
        line = Content(" ") + plain(one.id or "–", limit=12).truncate(_ID, ellipsis=True, pad=True)
        line += name.truncate(room, ellipsis=True, pad=True)
        for column in columns:
            line += in_column(column, getattr(self, f"_{column.id}")(one))
        return line if one.id else Content(line.plain).stylize(_MUTED)

    def _kind(self, one: Held) -> Content:
        return _or_dash(one.document.kind)

    def _issuer(self, one: Held) -> Content:
        return _or_dash(one.document.issuer)

    def _stated_date(self, one: Held) -> Content:
        if not one.document.stated_date:
            return Content.styled("undated", _MUTED) if one.id else Content("")
        text = plain(date_text(one.document.stated_date), limit=20)
        return text + Content.styled(" old", "bold $text-warning") if is_old(one.document, self._on) else text

    def _signed(self, one: Held) -> Content:
        return _or_dash(one.document.signed)

    def _extent(self, one: Held) -> Content:
        return plain(extent_of(one), _MUTED, limit=24)

    def _grade(self, one: Held) -> Content:
        return Content(GRADE_WORDS[grade(one.document)]) if one.id else Content("")

    def _cited(self, one: Held) -> Content:
        count = self._citations.get(one.id, 0) if one.id else 0
        return Content(f"{count:>5,}") if count else Content.styled(f"{'–':>5}", _MUTED)

    def _here(self, one: Held) -> Content:
        if not one.id:
            return Content("off")
        if one.attachment is None:
            return Content.styled("! add it", "$text-warning")
        return Content.styled("✓ here", "$text-success")


def extent_of(one: Held) -> str:
    """Its pages or lines, as the register has them or else as its file does."""
    if one.document.extent or one.attachment is None:
        return one.document.extent
    pages = len(one.attachment.pages)
    return counted(pages, "page") if pages else f"{one.attachment.characters:,} characters"


def _or_dash(text: str) -> Content:
    return plain(text, limit=60) if text else Content.styled("–", _MUTED)
