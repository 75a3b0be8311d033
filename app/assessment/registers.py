"""The registers of an assessment as tables of its profile."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.assessment.answer import Row, State
from app.assessment.clauses import listed, one_line, without_stop
from app.assessment.documents import date_text, find_document, read_date
from app.assessment.profile import Block, Bullets, Heading, Paragraph, Table, TableColumn
from app.assessment.sheet import Sheet
from app.assessment.values import left_out
from app.questionnaire.model import Question

_FIRST_FUNCTIONS = ("advertising", "analytics", "e-commerce")
"""Functions of third parties that are printed first."""
_SEE_REGISTER = "see P12"
"""Printed where no company names an element in the same words: wider terms may still mean it."""
_NAMELESS = re.compile(
    r"\W*(((is |are )?not (named|stated|given|disclosed)|unnamed|unknown|none|nobody|no (company|name|host|provider))\b|"
    r"self[- ]?hosted|(cloud |hosting |service )?(compan(y|ies)|providers?|vendors?|hosts?|servers?|data cent(er|re)s?)\W*$)",
    re.IGNORECASE,
)
"""How the provider of a row reads that names no company."""
_DESCRIBED = re.compile(
    r"(an?|the|its|our|own|several|various|some|other|outside|leading|third[- ]part(y|ies))\b"
)
"""How a description of a company begins, which has no name in it."""
_COMPLETE = {
    State.YES: "yes",
    State.PARTIAL: "in part",
    State.NO: "no",
    State.NA: "not applicable",
    State.NOT_ADDRESSED: "not stated",
    State.UNANSWERED: "not reviewed",
}


def features(sheet: Sheet) -> tuple[Block, ...]:
    """The features of the product, P2."""
    columns = (
        TableColumn("Feature", 3),
        TableColumn("Data it touches", 4),
        TableColumn("Needs an outside company", 1.6),
    )
    return plain(
        sheet,
        "product.overview.features",
        "Features",
        columns,
        "feature",
        "touches_data",
        "third_party_needed",
    )


def contacts(sheet: Sheet) -> tuple[Block, ...]:
    """Whom to write to, P6."""
    if not sheet.in_force("product.contacts"):
        return ()
    columns = (
        TableColumn("Role", 1.2),
        TableColumn("Name", 2),
        TableColumn("E-mail", 2.2),
        TableColumn("Phone", 1.5),
        TableColumn("Post", 2.5),
    )
    rows = tuple(
        (
            cell(row, "role"),
            ", ".join(part for part in (cell_text(row, "name"), cell_text(row, "title")) if part) or "–",
            cell(row, "email"),
            cell(row, "phone"),
            cell(row, "address"),
        )
        for row in sheet.rows("product.contacts")
    )
    return sheet.table("product.contacts", "Contacts", columns, rows)


def third_parties(sheet: Sheet) -> tuple[Block, ...]:
    """The register of third parties, P12: advertising, analytics and e-commerce first."""
    if not sheet.in_force("thirdparty.register"):
        return ()
    columns = (
        TableColumn("Company and service", 2.2),
        TableColumn("What for", 1.4),
        TableColumn("What it receives", 3.6),
        TableColumn("Student data?", 1),
        TableColumn("Identifier?", 1.1),
        TableColumn("Own use?", 1),
        TableColumn("Country", 1.1),
        TableColumn("Contract", 1),
        TableColumn("Source", 1.3),
    )
    ordered = sorted(sheet.rows("thirdparty.register"), key=_function_order)
    rows = tuple(
        (
            _pair(cell_text(row, "name"), cell_text(row, "service")),
            cell(row, "function"),
            _received(row),
            cell(row, "student_data"),
            cell(row, "persistent_identifier"),
            cell(row, "own_use"),
            cell(row, "country"),
            cell(row, "agreement"),
            _source_of_row(sheet, "thirdparty.register", row, cell_text(row, "name")),
        )
        for row in ordered
    )
    complete = _COMPLETE[sheet.standing("thirdparty.complete")]
    footer = f"List presented as complete: {complete}. Date: {_date_of(sheet, 'thirdparty.register')}."
    blocks = sheet.table(
        "thirdparty.register",
        "Third parties that receive data",
        columns,
        rows,
        footer=footer if rows else "",
        compact=True,
    )
    return (*blocks, *_also_mentioned(sheet))


def _function_order(row: Row) -> int:
    function = row.cells.get("function", "")
    return _FIRST_FUNCTIONS.index(function) if function in _FIRST_FUNCTIONS else len(_FIRST_FUNCTIONS)


def _received(row: Row) -> str:
    info, condition = cell_text(row, "info_shared"), without_stop(cell_text(row, "conditional_note"))
    return f"{info or '–'} (only when: {condition})" if condition else info or "–"


def _also_mentioned(sheet: Sheet) -> tuple[Block, ...]:
    rows = [row for row in sheet.rows("security.hosting") if row.cells.get("in_register") == "no"]
    if not rows:
        return ()
    named = [row for row in rows if _names_company(cell_text(row, "provider"))]
    items = tuple(
        _pair(cell_text(row, "provider"), cell_text(row, "service")) + " (see P7.3)" for row in named
    )
    return (
        Heading("Also mentioned", 3),
        *(
            (
                Paragraph("Companies seen elsewhere in the documents but not in the list above:"),
                Bullets(items),
            )
            if items
            else ()
        ),
        *((Paragraph("Hosting for which no company is named: see P7.3."),) if len(named) < len(rows) else ()),
    )


def _names_company(provider: str) -> bool:
    """Whether the provider of a row is a company by its name; a description has no capital after its first letter."""
    described = _DESCRIBED.match(provider[:1].lower() + provider[1:]) and provider[1:].islower()
    return bool(provider) and not described and not _NAMELESS.match(provider)


def data_list(sheet: Sheet) -> tuple[Block, ...]:
    """The data elements, P13, and apart from them those that the vendor's own list leaves out."""
    if not sheet.in_force("data.elements"):
        return ()
    rows = sheet.rows("data.elements")
    unlisted = [row for row in rows if left_out(row.cells.get("listed_where", ""))]
    listed_rows = [row for row in rows if row not in unlisted]
    complete = _COMPLETE[sheet.standing("data.elements.complete")]
    footer = (
        f"S: sensitive. List presented as complete: {complete}. "
        "Shared with: the companies of P12 whose entry names the element in the same words; “see P12” where none does."
    )
    blocks = sheet.table(
        "data.elements",
        "Data elements",
        _ELEMENT_COLUMNS,
        _elements(sheet, listed_rows, 1),
        footer=footer if rows else "",
        compact=True,
    )
    if not unlisted:
        return blocks
    title = "Seen in other parts of the documents but not in the list"
    more = Table(title, _ELEMENT_COLUMNS, _elements(sheet, unlisted, len(listed_rows) + 1), compact=True)
    return (*blocks, more)


_ELEMENT_COLUMNS = (
    TableColumn("No.", 0.7),
    TableColumn("Element", 2.8),
    TableColumn("About whom", 1.1),
    TableColumn("Where from", 1.1),
    TableColumn("Required?", 1.1),
    TableColumn("Purpose", 2.4),
    TableColumn("Shared with", 2),
    TableColumn("Source", 1.8),
)


def _elements(sheet: Sheet, rows: Sequence[Row], first: int) -> tuple[tuple[str, ...], ...]:
    receivers = [
        (cell_text(row, "name"), cell_text(row, "info_shared").casefold())
        for row in sheet.rows("thirdparty.register")
    ]
    return tuple(
        (
            f"{number} S" if row.cells.get("sensitive") == "yes" else str(number),
            _pair(cell_text(row, "element"), cell_text(row, "ndpa_category")),
            cell(row, "subject"),
            cell(row, "source"),
            cell(row, "required"),
            cell(row, "purpose"),
            _receivers(cell_text(row, "element"), receivers),
            cell(row, "listed_where"),
        )
        for number, row in enumerate(rows, first)
    )


def _receivers(element: str, receivers: Sequence[tuple[str, str]]) -> str:
    if not element:
        return _SEE_REGISTER
    words = re.compile(rf"(?<!\w){re.escape(element.casefold())}(?!\w)")
    return listed([name for name, info in receivers if name and words.search(info)]) or _SEE_REGISTER


def sensitive_data(sheet: Sheet) -> tuple[Block, ...]:
    """Purpose and safeguard of each sensitive kind of data, P13."""
    columns = (
        TableColumn("Sensitive kind", 2),
        TableColumn("Purpose", 3),
        TableColumn("Safeguard", 3),
        TableColumn("Deletion", 2),
    )
    names = ("kind", "purpose", "safeguard", "deletion")
    return plain(sheet, "data.sensitive.purpose_each", "Sensitive kinds of data", columns, *names)


def teacher_data(sheet: Sheet) -> tuple[Block, ...]:
    """The data elements about teachers, P13, where New Hampshire's terms apply."""
    if not sheet.in_force("nh.teacher_data.elements"):
        return ()
    rows = _elements(sheet, sheet.rows("nh.teacher_data.elements"), 1)
    return sheet.table(
        "nh.teacher_data.elements", "Data about teachers", _ELEMENT_COLUMNS, rows, compact=True
    )


def claims(sheet: Sheet) -> tuple[Block, ...]:
    """Claims about laws with the practice behind each, P16."""
    columns = (
        TableColumn("Law", 2),
        TableColumn("As cited", 2),
        TableColumn("Claim", 3.4),
        TableColumn("Practice behind it", 1.4),
        TableColumn("Citation correct", 1.2),
    )
    names = ("law", "citation_as_written", "claim", "practice_behind_it", "citation_ok")
    return plain(sheet, "law.claims", "Laws that the vendor names", columns, *names)


def as_it_is(sheet: Sheet, question: Question) -> tuple[Block, ...]:
    """A register that the profile has no table of its own for, with all its columns."""
    columns = tuple(TableColumn(column.label) for column in question.columns)
    names = (column.id for column in question.columns)
    return plain(sheet, question.id, one_line(question.ask), columns, *names, landscape=len(columns) > 7)


def plain(
    sheet: Sheet,
    question_id: str,
    title: str,
    columns: tuple[TableColumn, ...],
    *names: str,
    landscape: bool = False,
) -> tuple[Block, ...]:
    """A register whose columns print as they are."""
    if not sheet.in_force(question_id):
        return ()
    rows = tuple(tuple(cell(row, name) for name in names) for row in sheet.rows(question_id))
    return sheet.table(question_id, title, columns, rows, landscape=landscape)


def cell_text(row: Row, column: str) -> str:
    """The text of a cell on one line; empty when there is none."""
    return one_line(row.cells.get(column, ""))


def cell(row: Row, column: str) -> str:
    """The text of a cell on one line, or a dash."""
    return cell_text(row, column) or "–"


def _pair(first: str, second: str) -> str:
    if first and second:
        return f"{first} ({second})"
    return first or second or "–"


def _source_of_row(sheet: Sheet, question_id: str, row: Row, name: str) -> str:
    """The first citation of the row; else one whose quote names it; else the documents that the register rests on."""
    cited = sheet.answer(question_id).cited
    for citation in cited:
        if citation.row and citation.row == row.id:
            return f"{citation.document} {citation.place}".strip()
    if name:
        for citation in cited:
            if name.casefold() in citation.quote.casefold():
                return f"{citation.document} {citation.place}".strip()
    return ", ".join(dict.fromkeys(citation.document for citation in cited)) or "–"


def _date_of(sheet: Sheet, question_id: str) -> str:
    """The newest date among the documents that a register rests on."""
    found = (find_document(sheet.context.documents, c.document) for c in sheet.answer(question_id).cited)
    dates = sorted(d.stated_date for d in found if d and read_date(d.stated_date))
    return date_text(dates[-1]) if dates else "not stated"
