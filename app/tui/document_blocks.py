"""One document in full, as it stands below the list of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from textual.content import Content

from app.assessment.documents import date_text, grade, is_old
from app.review import View
from app.review.evidence import Held
from app.tui.figures import counted
from app.tui.signs import LOST
from app.tui.text import plain
from app.tui.widgets.document_rows import GRADE_WORDS, extent_of
from app.tui.widgets.sheet import Block

_LABEL = 12
_COVERS = {
    "yes": "covers the product",
    "no": "does not cover the product",
    "partly": "covers the product in part",
}


def citations_of(view: View, held: Sequence[Held], *, lost: bool = False) -> Counter[str]:
    """How many citations in force rest on each document, by register id; or how many of it are `lost`."""
    names: dict[str, str] = {}
    for one in reversed([one for one in held if one.id]):
        for name in (one.document.title, one.name, one.id):
            names[name.strip().casefold()] = one.id
    return Counter(
        names.get(citation.document.strip().casefold(), "")
        for item in view.path.items
        for citation in view.answer(item).citations
        if bool(citation.lost) is lost
    )


def document_blocks(one: Held, count: int, review_date: date | None, lost: int = 0) -> Iterator[Block]:
    """What a document is, what it is worth at the date of the review, and its text.

    `count` is the number of citations that rest on it, `lost` that of those whose words it no longer has.
    """
    document = one.document
    yield _line("Name", plain(document.title or one.name, "bold") + _also(one))
    if not one.id:
        yield _line(
            "Register",
            plain(
                "Off the register, so it is not searched. d says what it is and puts it back on.",
                "$text-warning",
            ),
        )
    else:
        parts = [
            document.kind or "kind not stated",
            f"issued by {document.issuer}" if document.issuer else "issuer not stated",
            f"signed by {document.signed}" if document.signed not in ("", "none", "n/a") else "not signed",
            _COVERS.get(document.covers_product, "not clear whether it covers the product"),
        ]
        yield _line("What it is", plain(", ".join(parts)))
        yield _line("Worth", plain(f"{GRADE_WORDS[grade(document)]}; {_age(one, review_date)}"))
        yield _line("Text", _text(one, count))
        if lost:
            said = f"{LOST.glyph} {counted(lost, 'citation')} of it {'is' if lost == 1 else 'are'} lost: the words are gone or changed. V shows them."
            yield _line("Lost", plain(said, LOST.style))
    if document.sha256:
        yield _line("SHA-256", plain(document.sha256, "$text-muted", limit=80))


def _age(one: Held, review_date: date | None) -> str:
    document = one.document
    if not document.stated_date:
        return "undated"
    old = ", over 24 months old at the review" if is_old(document, review_date) else ""
    return f"dated {date_text(document.stated_date)}{old}"


def _text(one: Held, count: int) -> Content:
    rest = f" {counted(count, 'citation')} {'rests' if count == 1 else 'rest'} on it."
    if one.attachment is None:
        return Content.styled("Only on the register: add its file.", "$text-warning") + plain(rest)
    notices = "".join(f" {notice}" for notice in one.attachment.notices)
    return plain(f"Here, {extent_of(one)}.{rest}") + plain(notices, "$text-warning", limit=600)


def _line(label: str, text: Content) -> Block:
    return Block(text, Content.styled(label, "$text-muted"), _LABEL)


def _also(one: Held) -> Content:
    """The name of the file, where the title is another."""
    name = one.attachment.name if one.attachment else ""
    return (
        plain(f"  {name}", "$text-muted")
        if name and name != (one.document.title or one.name)
        else Content("")
    )
