"""Section P19: the documents, what each answer rests on, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence

from app.assessment.answer import Citation, State
from app.assessment.clauses import one_line
from app.assessment.documents import REGISTER, date_text
from app.assessment.profile import Block, Bullets, Heading, Paragraph, Table, TableColumn
from app.assessment.progress import GapKind
from app.assessment.sheet import Sheet
from app.assessment.signatures import VERSION_HASH, missing_version
from app.assessment.standing import standing

MOST_QUOTED = 40
"""Words of a passage that are quoted at most."""

MOST_TERMS = 24
"""Search terms that are printed at most for one question."""

_OUTCOMES = {
    "nothing": "no passage on the point",
    "weak": "doubtful passages; the reviewer judged that none answers",
    "found": "passages; the reviewer judged that none answers",
}
_SEARCH_FOOTER = (
    "A passage counts as found where one of these stands near what the question is about; a word alone does not. "
    "The reviewer confirmed each silence."
)

_ONCE = "Each passage is quoted once; where it serves another answer, its place stands with the question that quotes it."

_LOST = {
    "gone": "(no longer in the document, no evidence)",
    "changed": "(changed in the document since, no evidence)",
}

_STATE_WORDS = {
    State.YES: "yes",
    State.PARTIAL: "partial",
    State.NO: "no",
    State.ANSWERED: "answered",
    State.NA: "not applicable",
    State.NOT_ADDRESSED: "not addressed",
}


def appendix(sheet: Sheet) -> tuple[Block, ...]:
    """The blocks of P19."""
    return (
        *_register(sheet),
        *_hashes(sheet),
        *_index(sheet),
        *_not_found(sheet),
        *_open_questions(sheet),
        *_uncited(sheet),
    )


def quoted(text: str, most: int = MOST_QUOTED) -> str:
    """At most so many words of a passage, 40 if not said, in quotation marks; empty for an empty text."""
    words = text.split()
    if not words:
        return ""
    cut = " …" if len(words) > most else ""
    return f"“{' '.join(words[:most])}{cut}”"


def _register(sheet: Sheet) -> tuple[Block, ...]:
    if not sheet.in_force(REGISTER):
        return ()
    columns = (
        TableColumn("Id", 0.7),
        TableColumn("Title", 2.6),
        TableColumn("Kind", 1.5),
        TableColumn("Issuer", 1.4),
        TableColumn("Stated date", 1.2),
        TableColumn("Retrieved", 1.2),
        TableColumn("Pages or lines", 1.1),
        TableColumn("Covers the product", 1),
        TableColumn("Signed", 0.9),
        TableColumn("SHA-256 (first 16)", 1.7),
    )
    rows = tuple(
        (
            document.id,
            document.title or "–",
            document.kind or "–",
            document.issuer or "–",
            date_text(document.stated_date) or "undated",
            date_text(document.retrieved_on) or "–",
            document.extent or "–",
            document.covers_product or "–",
            document.signed or "–",
            document.sha256[:16] or "–",
        )
        for document in sheet.context.documents
    )
    return sheet.table(REGISTER, "Documents in evidence", columns, rows, compact=True)


def _hashes(sheet: Sheet) -> tuple[Block, ...]:
    if not sheet.context.documents:
        return ()
    known = [document for document in sheet.context.documents if document.sha256]
    columns = (TableColumn("Id", 1), TableColumn("SHA-256 of the file as read", 9))
    table = Table(
        "Hashes in full",
        columns,
        tuple((document.id, document.sha256) for document in known),
        empty="No hash is recorded for any document.",
        compact=True,
    )
    stored = [document.id for document in known if document.sha256.strip().lower() in sheet.context.stored]
    if not stored:
        return (table, *sheet.paragraph("no_store", "small"))
    told = f"The {'file' if len(stored) == 1 else 'files'} of {', '.join(stored)} {'is' if len(stored) == 1 else 'are'} kept with this assessment; "
    told += "the hash was computed from it." if len(stored) == 1 else "the hashes were computed from them."
    others = [document.id for document in sheet.context.documents if document.id not in stored]
    if others:
        told += f" What stands above about {', '.join(others)} the reviewer recorded by hand."
    return (table, Paragraph(told, "small"))


def _index(sheet: Sheet) -> tuple[Block, ...]:
    columns = (TableColumn("Question", 2.4), TableColumn("Answer", 0.9), TableColumn("Passages", 7))
    rows: list[tuple[str, ...]] = []
    quoted_under: dict[str, str] = {}
    bare: dict[tuple[str, str], list[str]] = {}
    """Answers without a passage, by section and state."""
    for item in sheet.path.items:
        word = _STATE_WORDS.get(_recorded_state(sheet, item))
        if word is None:
            continue
        if citations := sheet.answer(item).citations:
            rows.append((item, word, _passages(citations, item, quoted_under)))
        else:
            bare.setdefault((_section(sheet, item), word), []).append(item)
    table = Table(
        "Answers and what they rest on",
        columns,
        tuple(rows),
        empty="No answer has a passage of its own." if bare else "Nothing has been answered yet.",
        footer=f"{_ONCE} A follow-up without a passage of its own rests on those of its question.",
        compact=True,
    )
    if not bare:
        return (table,)
    without = Table(
        "Answers without a passage of their own",
        (TableColumn("Section", 1.6), TableColumn("Answer", 1), TableColumn("Questions", 7.7)),
        tuple((section, word, ", ".join(items)) for (section, word), items in bare.items()),
        compact=True,
    )
    return (table, without)


def _section(sheet: Sheet, item: str) -> str:
    question = sheet.pack.by_id[item]
    section = sheet.pack.section_by_id.get(question.section)
    return section.title if section else question.section


def _passages(citations: Sequence[Citation], item: str, quoted_under: dict[str, str]) -> str:
    """The passages of one answer: in full where they come first, else by their place and where they are quoted."""
    lines: list[str] = []
    elsewhere: dict[str, list[str]] = {}
    for citation in citations:
        first = quoted_under.setdefault(passage(citation), item)
        if first == item or not citation.quote.strip():
            lines.append(passage(citation))
        else:
            elsewhere.setdefault(first, []).append(place_of(citation))
    lines += [f"{', '.join(dict.fromkeys(places))}: see {first}" for first, places in elsewhere.items()]
    return "; ".join(dict.fromkeys(lines))


def passage(citation: Citation) -> str:
    """Document, place and words: `D1 line 97: “...”`."""
    return ": ".join(filter(None, (place_of(citation), quoted(citation.quote))))


def place_of(citation: Citation) -> str:
    """Document and place: `D1 line 97`."""
    return " ".join(filter(None, (citation.document, citation.place, _LOST.get(citation.lost, ""))))


def _not_found(sheet: Sheet) -> tuple[Block, ...]:
    """What each silence rests on: what was looked for, and where."""
    rows: list[tuple[str, ...]] = []
    for item in sheet.path.items:
        searched = sheet.answer(item).searched
        if searched is None or sheet.standing(item) is not State.NOT_ADDRESSED:
            continue
        where = ", ".join(searched.documents) or "no document was in the database"
        said = _OUTCOMES.get(searched.outcome, searched.outcome)
        rows.append((item, _terms_text(searched.terms), where, said))
    if not rows:
        return ()
    columns = [TableColumn("Question", 2.2), TableColumn("Words and phrases", 6)]
    places, outcomes = ({row[at] for row in rows} for at in (2, 3))
    footer = _SEARCH_FOOTER
    if len(outcomes) == 1:
        footer = f"What the search said of each: {outcomes.pop()}. {footer}"
        rows = [row[:3] for row in rows]
    else:
        columns.append(TableColumn("What the search said", 1.8))
    if len(places) == 1:
        footer = f"Looked for in: {places.pop()}. {footer}"
        rows = [(*row[:2], *row[3:]) for row in rows]
    else:
        columns.insert(2, TableColumn("In", 1.4))
    return (Table("Looked for and not found", tuple(columns), tuple(rows), footer=footer, compact=True),)


def _terms_text(terms: Sequence[str]) -> str:
    shown = ", ".join(terms[:MOST_TERMS])
    more = len(terms) - MOST_TERMS
    return f"{shown} and {more} more" if more > 0 else shown


def _recorded_state(sheet: Sheet, item: str) -> State:
    """The state as recorded, but silence and what does not count as answered as such."""
    stands = standing(sheet.pack.by_id[item], sheet.answer(item))
    return stands if stands in (State.UNANSWERED, State.NOT_ADDRESSED) else sheet.answer(item).state


def _open_questions(sheet: Sheet) -> tuple[Block, ...]:
    gaps = [gap for gap in sheet.progress.gaps if gap.kind is not GapKind.UNCITED]
    still_open = [(gap.question, gap.message) for gap in gaps]
    if why := missing_version(sheet):
        still_open = [one for one in still_open if one[0] != VERSION_HASH] + [(VERSION_HASH, why)]
    if not still_open:
        return (Heading("Open questions"), Paragraph("None. Every question in force has been answered."))
    items = tuple(
        f"{question}: {one_line(sheet.pack.by_id[question].ask)} ({message})"
        if question in sheet.pack.by_id
        else f"Signatures: {message}"
        for question, message in still_open
    )
    return (
        Heading("Open questions"),
        Paragraph("Nobody has finished these yet. An open question says nothing about the vendor."),
        Bullets(items),
    )


def _uncited(sheet: Sheet) -> tuple[Block, ...]:
    """Answers that rest on nothing; where rules were run, P17 has what follows from that instead."""
    if sheet.judged is not None:
        return ()
    uncited = [gap for gap in sheet.progress.gaps if gap.kind is GapKind.UNCITED]
    if not uncited:
        return ()
    items = tuple(f"{gap.question}: {one_line(sheet.pack.by_id[gap.question].ask)}" for gap in uncited)
    return (Heading("Answered without a passage"), Bullets(items))
