"""The registers of an assessment as tables of its profile."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.assessment.answer import Row, State
from app.assessment.clauses import listed, one_line, stopped, without_stop
from app.assessment.documents import date_text, find_document, read_date
from app.assessment.profile import Block, Bullets, Heading, Paragraph, Table, TableColumn
from app.assessment.sheet import Sheet

_FIRST_FUNCTIONS = ("advertising", "analytics", "e-commerce")
"""Functions of third parties that are printed first."""
_NOTHING_SAID = frozenset({"", "-", "–", "none", "none stated", "not stated", "unknown", "n/a"})
_ELSEWHERE = re.compile(r"\s*(elsewhere|not in the (data )?list|not listed)\b[\s:,;-]*", re.IGNORECASE)
"""How `listed_where` begins for data that the vendor's own list leaves out."""
_SEE_REGISTER = "see P12"
"""Printed where no company names an element in the same words: wider terms may still mean it."""
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
    return _plain(
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
    columns = (
        TableColumn("Role", 1.2),
        TableColumn("Name", 2),
        TableColumn("E-mail", 2.2),
        TableColumn("Phone", 1.5),
        TableColumn("Post", 2.5),
    )
    rows = tuple(
        (
            _cell(row, "role"),
            ", ".join(part for part in (_text(row, "name"), _text(row, "title")) if part) or "–",
            _cell(row, "email"),
            _cell(row, "phone"),
            _cell(row, "address"),
        )
        for row in sheet.rows("product.contacts")
    )
    return sheet.table("product.contacts", "Contacts", columns, rows)


def hosting(sheet: Sheet) -> tuple[Block, ...]:
    """Who hosts the product, and what certificates that company has: P7.3."""
    columns = (
        TableColumn("Host", 2),
        TableColumn("Service", 2),
        TableColumn("Role", 1.2),
        TableColumn("Location", 1.6),
        TableColumn("Certificates", 2.6),
        TableColumn("Holder", 1.8),
        TableColumn("In the third-party list", 1.2),
    )
    names = ("provider", "service", "role", "location", "certificates", "certificate_holder", "in_register")
    blocks = _plain(sheet, "security.hosting", "Hosts", columns, *names, landscape=False)
    published = _published(sheet)
    theirs = [row for row in sheet.rows("product.credentials") if row.cells.get("holder") == "sub-provider"]
    if not published and not theirs:
        return blocks
    return (
        *blocks,
        Heading("Certificates of the host, not of the vendor", 3),
        *sheet.paragraph("host_certificates", "small", vendor=sheet.assessment.vendor),
        *((Bullets(tuple(published)),) if published else ()),
        *_credentials(sheet, "Certificates and reports held by sub-providers", theirs),
    )


def _published(sheet: Sheet) -> list[str]:
    """What each hosting company publishes about itself, one sentence for each."""
    said: list[str] = []
    known: list[str] = []
    for row in sheet.rows("security.hosting"):
        name, papers = _text(row, "provider"), _text(row, "certificates")
        if not name:
            continue
        known.append(name)
        if papers.casefold() not in _NOTHING_SAID and not _is_vendor(sheet, _text(row, "certificate_holder")):
            said.append(stopped(f"The hosting company, {name}, publishes {without_stop(papers)}"))
    others: dict[str, list[str]] = {}
    for row in sheet.rows("product.credentials"):
        if row.cells.get("holder") == "sub-provider":
            text = " ".join(_text(row, name) for name in ("credential", "issuer", "scope")).casefold()
            if not any(name.casefold() in text for name in known):
                others.setdefault(_named(row), []).append(_text(row, "credential"))
    said += [
        stopped(f"The hosting company, {name}, publishes {listed(papers)}") for name, papers in others.items()
    ]
    return said


def _named(row: Row) -> str:
    issuer = _text(row, "issuer")
    return issuer if issuer.casefold() not in _NOTHING_SAID else "whose name is not stated"


def _is_vendor(sheet: Sheet, holder: str) -> bool:
    names = {sheet.assessment.vendor.casefold(), sheet.operator.casefold(), "vendor", "the vendor"}
    return holder.casefold() in names


def vendor_credentials(sheet: Sheet) -> tuple[Block, ...]:
    """Seals, certificates, pledges and reports that the vendor itself holds, P16."""
    if not sheet.in_force("product.credentials"):
        return ()
    rows = sheet.rows("product.credentials")
    own = [row for row in rows if row.cells.get("holder") != "sub-provider"]
    title = "Seals, certificates, pledges and reports of the vendor"
    if own or not rows:
        return _credentials(sheet, title, own)
    return (Table(title, _CREDENTIAL_COLUMNS, ()),)


_CREDENTIAL_COLUMNS = (
    TableColumn("What", 2.4),
    TableColumn("Issuer", 1.5),
    TableColumn("Holder", 1.2),
    TableColumn("Scope", 2.2),
    TableColumn("Edition", 1),
    TableColumn("Issued", 1.1),
    TableColumn("Expires", 1.1),
    TableColumn("State at review date", 1.6),
)


def _credentials(sheet: Sheet, title: str, rows: Sequence[Row]) -> tuple[Block, ...]:
    cells = tuple(
        (
            _with_document(_cell(row, "credential"), _text(row, "evidence_doc")),
            _cell(row, "issuer"),
            _cell(row, "holder"),
            _cell(row, "scope"),
            _cell(row, "edition"),
            date_text(_text(row, "issued")) or "–",
            date_text(_text(row, "expires")) or "–",
            _state_at_review(row, sheet),
        )
        for row in rows
    )
    if not rows and sheet.rows("product.credentials"):
        return ()
    return sheet.table("product.credentials", title, _CREDENTIAL_COLUMNS, cells)


def _with_document(text: str, document: str) -> str:
    return f"{text} ({document})" if document else text


def _state_at_review(row: Row, sheet: Sheet) -> str:
    issued, expires = read_date(_text(row, "issued")), read_date(_text(row, "expires"))
    on = sheet.context.review_date or sheet.today
    if expires is None:
        return "no expiry date stated"
    if expires < on:
        return "expired"
    return "not yet issued" if issued and issued > on else "runs"


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
            _pair(_text(row, "name"), _text(row, "service")),
            _cell(row, "function"),
            _received(row),
            _cell(row, "student_data"),
            _cell(row, "persistent_identifier"),
            _cell(row, "own_use"),
            _cell(row, "country"),
            _cell(row, "agreement"),
            _source_of_row(sheet, "thirdparty.register", _text(row, "name")),
        )
        for row in ordered
    )
    complete = _COMPLETE[sheet.standing("thirdparty.complete")]
    footer = f"List presented as complete: {complete}. Date: {_date_of(sheet, 'thirdparty.register')}."
    blocks = sheet.table(
        "thirdparty.register", "Third parties that receive data", columns, rows, footer=footer, landscape=True
    )
    return (*blocks, *_also_mentioned(sheet))


def _function_order(row: Row) -> int:
    function = row.cells.get("function", "")
    return _FIRST_FUNCTIONS.index(function) if function in _FIRST_FUNCTIONS else len(_FIRST_FUNCTIONS)


def _received(row: Row) -> str:
    info, condition = _text(row, "info_shared"), without_stop(_text(row, "conditional_note"))
    return f"{info or '–'} (only when: {condition})" if condition else info or "–"


def _also_mentioned(sheet: Sheet) -> tuple[Block, ...]:
    rows = [row for row in sheet.rows("security.hosting") if row.cells.get("in_register") == "no"]
    if not rows:
        return ()
    items = tuple(_pair(_text(row, "provider"), _text(row, "service")) + " (see P7.3)" for row in rows)
    return (
        Heading("Also mentioned", 3),
        Paragraph("Companies seen elsewhere in the documents but not in the list above:"),
        Bullets(items),
    )


def data_list(sheet: Sheet) -> tuple[Block, ...]:
    """The data elements, P13, and apart from them those that the vendor's own list leaves out."""
    if not sheet.in_force("data.elements"):
        return ()
    rows = sheet.rows("data.elements")
    unlisted = [row for row in rows if _ELSEWHERE.match(row.cells.get("listed_where", ""))]
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
        landscape=True,
    )
    if not unlisted:
        return blocks
    title = "Seen in other parts of the documents but not in the list"
    more = Table(title, _ELEMENT_COLUMNS, _elements(sheet, unlisted, len(listed_rows) + 1), landscape=True)
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
        (_text(row, "name"), _text(row, "info_shared").casefold())
        for row in sheet.rows("thirdparty.register")
    ]
    return tuple(
        (
            f"{number} S" if row.cells.get("sensitive") == "yes" else str(number),
            _pair(_text(row, "element"), _text(row, "ndpa_category")),
            _cell(row, "subject"),
            _cell(row, "source"),
            _cell(row, "required"),
            _cell(row, "purpose"),
            _receivers(_text(row, "element"), receivers),
            _cell(row, "listed_where"),
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
    return _plain(sheet, "data.sensitive.purpose_each", "Sensitive kinds of data", columns, *names)


def teacher_data(sheet: Sheet) -> tuple[Block, ...]:
    """The data elements about teachers, P13, where New Hampshire's terms apply."""
    if not sheet.in_force("nh.teacher_data.elements"):
        return ()
    rows = _elements(sheet, sheet.rows("nh.teacher_data.elements"), 1)
    return sheet.table(
        "nh.teacher_data.elements", "Data about teachers", _ELEMENT_COLUMNS, rows, landscape=True
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
    return _plain(sheet, "law.claims", "Laws that the vendor names", columns, *names)


def _plain(
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
    rows = tuple(tuple(_cell(row, name) for name in names) for row in sheet.rows(question_id))
    return sheet.table(question_id, title, columns, rows, landscape=landscape)


def _text(row: Row, column: str) -> str:
    return one_line(row.cells.get(column, ""))


def _cell(row: Row, column: str) -> str:
    return _text(row, column) or "–"


def _pair(first: str, second: str) -> str:
    if first and second:
        return f"{first} ({second})"
    return first or second or "–"


def _source_of_row(sheet: Sheet, question_id: str, name: str) -> str:
    """The citation whose quote names the row; else the documents that the register rests on."""
    cited = sheet.answer(question_id).citations
    if name:
        for citation in cited:
            if name.casefold() in citation.quote.casefold():
                return f"{citation.document} {citation.place}".strip()
    return ", ".join(dict.fromkeys(citation.document for citation in cited)) or "–"


def _date_of(sheet: Sheet, question_id: str) -> str:
    """The newest date among the documents that a register rests on."""
    found = (find_document(sheet.context.documents, c.document) for c in sheet.answer(question_id).citations)
    dates = sorted(d.stated_date for d in found if d and read_date(d.stated_date))
    return date_text(dates[-1]) if dates else "not stated"
