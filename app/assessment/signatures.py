"""Section P18: the accuracy statement and the two signatures."""

from __future__ import annotations

from collections.abc import Mapping

from app.assessment.answer import Row, State
from app.assessment.clauses import one_line, without_stop
from app.assessment.documents import date_text, read_date
from app.assessment.glance import tier_of
from app.assessment.profile import Block, SignatureBlock, TableColumn
from app.assessment.sheet import Sheet


def signatures(sheet: Sheet) -> tuple[Block, ...]:
    """The blocks of P18."""
    return (*sheet.statements("P18"), vendor_block(sheet), reviewer_block(sheet), *_recorded(sheet))


def is_signed(sheet: Sheet) -> bool:
    """Whether both sides have signed this profile."""
    return vendor_block(sheet).signed and reviewer_block(sheet).signed


def vendor_block(sheet: Sheet) -> SignatureBlock:
    """The vendor's block. It counts as signed only when the vendor confirmed this profile.

    That takes a signer of the vendor with a date no earlier than the review, a plain yes to the question
    whether the profile was confirmed, and, where the confirmed version is recorded, this version.
    """
    row = _signer(sheet, "vendor")
    confirmed = _confirmed_version(sheet)
    own = not confirmed or _same_version(confirmed, sheet.version)
    signed = row is not None and own and sheet.standing("signoff.accuracy") is State.YES
    text = sheet.text(
        "vendor_signature", operator=sheet.operator, hash=(confirmed if own else "") or sheet.version[:12]
    )
    return SignatureBlock(
        "For the vendor", text, _fields(row.cells if row is not None and signed else {}), signed=signed
    )


def reviewer_block(sheet: Sheet) -> SignatureBlock:
    """The reviewer's block: signed by a reviewer's row with a date no earlier than the review."""
    reviewer = sheet.record("review.reviewer")
    row = _signer(sheet, "reviewer")
    note = without_stop(reviewer.get("independence_note", ""))
    interest = (
        sheet.text("interest", operator=sheet.operator, note=note)
        if note
        else sheet.text("no_interest", operator=sheet.operator)
    )
    text = sheet.text("reviewer_signature", interest=interest, conclusion=_conclusion(sheet))
    prepared = {"name": sheet.reviewer, "title": reviewer.get("role", "")}
    prepared["organisation"] = reviewer.get("organisation", "")
    fields = _fields(prepared if row is None else row.cells)
    return SignatureBlock("The reviewer", text, fields, signed=row is not None)


def _conclusion(sheet: Sheet) -> str:
    tier = tier_of(sheet)
    if not tier:
        return sheet.text("not_concluded")
    conditions = sheet.record("signoff.conclusion").get("conditions", "")
    if not conditions:
        return sheet.text("concluded_freely", tier=tier)
    return sheet.text("concluded", tier=tier, conditions=without_stop(conditions))


def _signer(sheet: Sheet, side: str) -> Row | None:
    """The first signer of this side whose signature can be one on this profile."""
    reviewed = read_date(sheet.review_date)
    for row in sheet.rows("signoff.signers"):
        signed_on = read_date(row.cells.get("date", ""))
        ours = row.cells.get("side") == side and row.cells.get("name", "").strip()
        if ours and signed_on and (reviewed is None or signed_on >= reviewed):
            return row
    return None


def _confirmed_version(sheet: Sheet) -> str:
    value = sheet.answer("signoff.accuracy.version_hash").value
    return one_line(value).lower() if isinstance(value, str) else ""


def _same_version(confirmed: str, version: str) -> bool:
    return len(confirmed) >= 8 and version.lower().startswith(confirmed)


def _fields(cells: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The lines of a block; an empty one is there to be written on."""
    return (
        ("Name", one_line(cells.get("name", ""))),
        ("Title", one_line(cells.get("title", ""))),
        ("Organization", one_line(cells.get("organisation", ""))),
        ("Date", date_text(cells.get("date", ""))),
        ("Signature", one_line(cells.get("method", ""))),
    )


def _recorded(sheet: Sheet) -> tuple[Block, ...]:
    """All recorded signatures, and whether each is one on this profile."""
    if not sheet.in_force("signoff.signers"):
        return ()
    columns = (
        TableColumn("Side", 1),
        TableColumn("Name", 1.6),
        TableColumn("Title", 1.6),
        TableColumn("Organization", 2),
        TableColumn("Date", 1.2),
        TableColumn("Method", 2),
        TableColumn("On this profile", 1.2),
    )
    on_this = [
        row
        for block, row in (
            (vendor_block(sheet), _signer(sheet, "vendor")),
            (reviewer_block(sheet), _signer(sheet, "reviewer")),
        )
        if block.signed
    ]
    rows = tuple(
        (
            *(one_line(row.cells.get(name, "")) or "–" for name in ("side", "name", "title", "organisation")),
            date_text(row.cells.get("date", "")) or "–",
            one_line(row.cells.get("method", "")) or "–",
            "yes" if row in on_this else "no",
        )
        for row in sheet.rows("signoff.signers")
    )
    return sheet.table("signoff.signers", "Signatures on record", columns, rows)
