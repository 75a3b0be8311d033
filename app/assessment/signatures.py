"""Section P18: the accuracy statement and the two signatures.

A signature stands on one version of a profile. Without a record of which one was signed, and without that one
being this one, nobody has signed: the blocks print blank, to be signed on paper.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from app.assessment.answer import Row, State
from app.assessment.clauses import one_line, stopped, without_stop
from app.assessment.conclusion import QUESTION as CONCLUSION
from app.assessment.documents import date_text, read_date
from app.assessment.judged import SHORT_DIGEST
from app.assessment.profile import Block, SignatureBlock, TableColumn
from app.assessment.sheet import Sheet

VERSION_HASH: Final = "signoff.accuracy.version_hash"
"""Id of the question which version was signed."""
_NO_TIES: Final = frozenset({"no", "none", "none at all", "no ties", "nothing", "n/a"})
"""What a reviewer writes who has no ties to the vendor."""
_VERSION: Final = re.compile(r"[0-9a-f]{12,64}")
"""A version as it is recorded: at least the 12 characters that every page prints."""


def signatures(sheet: Sheet) -> tuple[Block, ...]:
    """The blocks of P18."""
    return (*sheet.statements("P18"), vendor_block(sheet), reviewer_block(sheet), *_recorded(sheet))


def is_signed(sheet: Sheet) -> bool:
    """Whether both sides have signed this profile."""
    return vendor_block(sheet).signed and reviewer_block(sheet).signed


def vendor_block(sheet: Sheet) -> SignatureBlock:
    """The vendor's block. It counts as signed only when the vendor confirmed this version of the profile.

    That takes a signer of the vendor with a date no earlier than the review, a plain yes to the question
    whether the profile was confirmed, and the record that this version is the one.
    """
    row = _signer(sheet, "vendor") if sheet.standing("signoff.accuracy") is State.YES else None
    version = sheet.version[:SHORT_DIGEST]
    if sheet.judged is not None:
        version += f" (judgment {sheet.judged.digest[:SHORT_DIGEST]})"
    text = sheet.text("vendor_signature", operator=sheet.operator, hash=version)
    return SignatureBlock(
        "For the vendor", text, _fields({} if row is None else row.cells), signed=row is not None
    )


def reviewer_block(sheet: Sheet) -> SignatureBlock:
    """The reviewer's block: signed by a reviewer's row with a date no earlier than the review, on this version.

    Unsigned it carries the reviewer's name, title and organization, ready for a date and a signature. Ties to the
    operator that the reviewer has said nothing about are a line to be filled in.
    """
    reviewer = sheet.record("review.reviewer")
    row = _signer(sheet, "reviewer")
    note = without_stop(reviewer.get("independence_note", ""))
    text = sheet.text("reviewer_signature", interest=_interest(sheet, note), conclusion=_conclusion(sheet))
    prepared = {"name": sheet.reviewer, "title": reviewer.get("role", "")}
    prepared["organisation"] = reviewer.get("organisation", "")
    fields = _fields(prepared if row is None else row.cells)
    ties = () if note else ((f"My ties to {sheet.operator}", ""),)
    return SignatureBlock("The reviewer", one_line(text), (*ties, *fields), signed=row is not None)


def _interest(sheet: Sheet, note: str) -> str:
    """What the reviewer has said about ties to the operator; empty where nothing is said: nobody else can say it."""
    if not note:
        return ""
    if note.casefold() in _NO_TIES:
        return sheet.text("no_interest", operator=sheet.operator)
    return sheet.text("interest", operator=sheet.operator, note=note)


def _conclusion(sheet: Sheet) -> str:
    verdict = sheet.judged.judgement.verdict if sheet.judged is not None else None
    tier = sheet.conclusion.tier if verdict is None else verdict.tier.value
    if not tier or (verdict is not None and not verdict.concluded):
        return sheet.text("not_concluded")
    conditions = sheet.record(CONCLUSION).get("conditions", "")
    if conditions:
        said = sheet.text("concluded", tier=tier, conditions=without_stop(conditions))
    else:
        said = sheet.text("concluded_freely", tier=tier)
    if verdict is None or not verdict.override:
        return said
    return stopped(
        f'{said} The tier computed from the answers and findings is "{verdict.computed}". I depart from it for this '
        f"reason: {without_stop(verdict.override)}"
    )


def _signer(sheet: Sheet, side: str) -> Row | None:
    """The first signer of this side whose signature can be one on this version of the profile."""
    if not _is_this_version(sheet):
        return None
    return _dated_signer(sheet, side)


def _dated_signer(sheet: Sheet, side: str) -> Row | None:
    """The first named signer of this side who did not sign before the review."""
    reviewed = read_date(sheet.review_date)
    for row in sheet.rows("signoff.signers"):
        signed_on = read_date(row.cells.get("date", ""))
        ours = row.cells.get("side") == side and row.cells.get("name", "").strip()
        if ours and signed_on and (reviewed is None or signed_on >= reviewed):
            return row
    return None


def missing_version(sheet: Sheet) -> str:
    """Why no recorded signature stands on this version, as a clause; empty where one does, or nobody signed."""
    signers = any(_dated_signer(sheet, side) for side in ("vendor", "reviewer"))
    if _is_this_version(sheet) or not (signers or sheet.standing("signoff.accuracy") is State.YES):
        return ""
    if recorded := _recorded_version(sheet):
        return f"the version recorded as signed, {recorded[:12]}, is not this one, {sheet.version[:12]}"
    return f"no version is recorded as signed; this one is {sheet.version[:12]}"


def _recorded_version(sheet: Sheet) -> str:
    value = sheet.answer(VERSION_HASH).value
    stands = sheet.standing(VERSION_HASH) is State.ANSWERED
    return one_line(value).lower() if stands and isinstance(value, str) else ""


def _is_this_version(sheet: Sheet) -> bool:
    recorded = _recorded_version(sheet)
    return bool(_VERSION.fullmatch(recorded)) and sheet.version.lower().startswith(recorded)


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
