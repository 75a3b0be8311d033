"""Hosts and certificates: what a host holds prints under the data center only, and never as the vendor's."""

from __future__ import annotations

from collections.abc import Sequence

from app.assessment.answer import Row
from app.assessment.clauses import listed, stopped, without_stop
from app.assessment.documents import date_text, read_date
from app.assessment.profile import Block, Bullets, Heading, Table, TableColumn
from app.assessment.registers import cell, cell_text, plain
from app.assessment.sheet import Sheet

_NOTHING_SAID = frozenset({"", "-", "–", "none", "none stated", "not stated", "unknown", "n/a"})


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
    blocks = plain(sheet, "security.hosting", "Hosts", columns, *names, landscape=False)
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
    """What the documents name for each hosting company, one sentence for each."""
    said: list[str] = []
    known: list[str] = []
    for row in sheet.rows("security.hosting"):
        name, papers = cell_text(row, "provider"), cell_text(row, "certificates")
        if not name:
            continue
        known.append(name)
        if papers.casefold() not in _NOTHING_SAID and not _is_vendor(
            sheet, cell_text(row, "certificate_holder")
        ):
            said.append(
                stopped(f"For the hosting company {name} the documents reviewed name {without_stop(papers)}")
            )
    others: dict[str, list[str]] = {}
    for row in sheet.rows("product.credentials"):
        if row.cells.get("holder") == "sub-provider":
            text = " ".join(cell_text(row, name) for name in ("credential", "issuer", "scope")).casefold()
            if not any(name.casefold() in text for name in known):
                others.setdefault(_named(row), []).append(cell_text(row, "credential"))
    said += [
        stopped(f"For {name} the documents reviewed name {listed(papers)}") for name, papers in others.items()
    ]
    return said


def _named(row: Row) -> str:
    issuer = cell_text(row, "issuer")
    return (
        f"the hosting company {issuer}"
        if issuer.casefold() not in _NOTHING_SAID
        else "a sub-provider that is not named"
    )


def _is_vendor(sheet: Sheet, holder: str) -> bool:
    names = {sheet.assessment.vendor.casefold(), sheet.operator.casefold(), "vendor", "the vendor"}
    return holder.casefold() in names


def vendor_credentials(sheet: Sheet) -> tuple[Block, ...]:
    """Seals, certificates, pledges and reports that the vendor itself holds, P16."""
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
    if not sheet.in_force("product.credentials"):
        return ()
    cells = tuple(
        (
            _with_document(cell(row, "credential"), cell_text(row, "evidence_doc")),
            cell(row, "issuer"),
            cell(row, "holder"),
            cell(row, "scope"),
            cell(row, "edition"),
            date_text(cell_text(row, "issued")) or "–",
            date_text(cell_text(row, "expires")) or "–",
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
    issued, expires = read_date(cell_text(row, "issued")), read_date(cell_text(row, "expires"))
    on = sheet.context.review_date or sheet.today
    if expires is None:
        return "no expiry date stated"
    if expires < on:
        return "expired"
    return "not yet issued" if issued and issued > on else "runs"
