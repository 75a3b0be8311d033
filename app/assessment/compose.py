"""From answers to a finished profile: all its sections in their order.

Nothing is invented: what needs findings, scores or stored documents says plainly that there are none. What is
for the reviewer's own eyes stands in sections that the public profile does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.assessment import certificates, finding_blocks, law_blocks, product_blocks, registers, score_blocks
from app.assessment.answer import Answers, Assessment, State
from app.assessment.appendix import appendix
from app.assessment.case import JudgeSettings
from app.assessment.context import Contradiction, context_of
from app.assessment.contradictions import contradictions_of
from app.assessment.documents import date_text
from app.assessment.glance import at_a_glance
from app.assessment.internal_blocks import BANNER as INTERNAL_BANNER
from app.assessment.internal_blocks import Internal, internal_sections
from app.assessment.judged import Judged
from app.assessment.path import Path
from app.assessment.profile import (
    Block,
    Bullets,
    Facts,
    Heading,
    Paragraph,
    Profile,
    ProfileSection,
    Statements,
)
from app.assessment.progress import progress
from app.assessment.score import Judgement
from app.assessment.sheet import Sheet, shown_date
from app.assessment.signatures import is_signed, signatures
from app.assessment.standing import SAID
from app.questionnaire.model import Pack
from app.questionnaire.rules import Rulebook

if TYPE_CHECKING:
    from app.assessment.coverage import LawCoverage

CRITICAL_BANNER = "CONTAINS OPEN CRITICAL FINDINGS"


def compose(
    assessment: Assessment,
    pack: Pack,
    answers: Answers,
    path: Path,
    *,
    printed_at: datetime,
    version: str,
    judgement: Judgement | None = None,
    coverage: Sequence[LawCoverage] = (),
    book: Rulebook | None = None,
    settings: JudgeSettings | None = None,
    contradictions: Mapping[str, Contradiction] | None = None,
    stored: Collection[str] = (),
    internal: Internal | None = None,
) -> Profile:
    """The profile that these answers allow.

    `printed_at` is aware and the only clock; `version` is the digest of what was answered. `judgement` is what
    follows from the answers, by the rules of `book` and the thresholds and gates of `settings`; `coverage` is what
    they say to each law. `contradictions` are findings that contradict an answer, by question id; without them those
    of the judgement are. `stored` are the hashes of the documents whose files are kept with the assessment. With
    `internal` it is the internal report: the same sections, and after them those that nobody else may see. The same
    input gives an equal profile.
    """
    judged = None
    if judgement is not None:
        judged = Judged(judgement, tuple(coverage), book or Rulebook(""), settings or JudgeSettings())
        contradictions = contradictions or contradictions_of(judgement.findings, pack)
    sheet = Sheet(
        assessment=assessment,
        pack=pack,
        answers=answers,
        path=path,
        context=context_of(assessment, answers, contradictions=contradictions, stored=stored),
        progress=progress(pack, path, answers),
        printed_at=printed_at,
        version=version,
        judged=judged,
    )
    marked = (INTERNAL_BANNER,) if internal is not None else ()
    return Profile(
        slug=assessment.slug,
        vendor=assessment.vendor,
        product=assessment.product,
        version=version,
        review_date=sheet.review_date,
        valid_until=sheet.valid_until,
        reviewer=sheet.reviewer,
        printed_at=printed_at,
        pack=f"{pack.id} {pack.version}",
        banners=(*marked, *banners(sheet)),
        sections=(
            *(ProfileSection(code, title, _asked(blocks(sheet))) for code, title, blocks in _SECTIONS),
            *(internal_sections(sheet, internal) if internal is not None else ()),
        ),
        judgement=judged.digest if judged is not None else "",
        kind="Internal report" if internal is not None else "Product privacy profile",
    )


def _asked(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a section without headings over nothing; where nothing is left, that nothing was asked."""
    kept: list[Block] = []
    below = 0
    """The level of the heading that follows; 0 for anything else to read, or nothing above any heading."""
    for block in reversed(blocks):
        if isinstance(block, Heading):
            if not kept or 0 < below <= block.level:
                continue
            below = block.level
        elif isinstance(block, Statements) and not block.sentences:
            continue
        else:
            below = 0
        kept.append(block)
    return tuple(reversed(kept)) or (Paragraph("Nothing was asked about this."),)


def banners(sheet: Sheet) -> tuple[str, ...]:
    """What every page warns of: critical findings, what is open, missing signatures, and a date that has passed."""
    found = [CRITICAL_BANNER] if sheet.judged is not None and sheet.judged.has_open_critical else []
    if still_open := sheet.still_open:
        found.append(f"DRAFT: {still_open} open")
    if not is_signed(sheet):
        found.append("UNSIGNED")
    if sheet.valid_until and sheet.valid_until < sheet.today.isoformat():
        found.append(f"EXPIRED {sheet.valid_until}")
    return tuple(found)


def _about(sheet: Sheet) -> tuple[Block, ...]:
    reviewer = sheet.record("review.reviewer")
    post = ", ".join(part for part in (reviewer.get("role", ""), reviewer.get("organisation", "")) if part)
    name = sheet.reviewer or "a reviewer who is not named yet"
    named = f"{name} ({post})" if post else name
    about = sheet.paragraph(
        "about",
        "lead",
        vendor=sheet.assessment.vendor,
        product=sheet.assessment.product,
        reviewer=named,
        date=shown_date(sheet.review_date, "a day that is not recorded yet"),
    )
    facts = Facts(
        (
            ("Reviewer", sheet.reviewer or "Not named yet"),
            ("Role", reviewer.get("role", "") or "Not recorded"),
            ("Organization", reviewer.get("organisation", "") or "Not recorded"),
            ("Review date", shown_date(sheet.review_date, "Not recorded")),
            ("Valid until", shown_date(sheet.valid_until, "Not recorded")),
            ("Ties to the vendor", reviewer.get("independence_note", "") or "Not recorded"),
            ("Questionnaire", f"{sheet.pack.title} ({sheet.pack.id} {sheet.pack.version})"),
        )
    )
    limit = sheet.limit(sheet.pack.by_id["review.reviewer"]) if sheet.in_force("review.reviewer") else ""
    return (
        *about,
        *sheet.statements("P1"),
        facts,
        *((Paragraph(limit, "small"),) if limit else ()),
        Heading("How to read this profile"),
        *sheet.paragraph("marks"),
        *sheet.paragraph("sources"),
    )


def _agreement_b(sheet: Sheet) -> tuple[Block, ...]:
    said = sheet.said("P4")
    bans = tuple(one for one in said if one.label in ("B1", "B2", "B3", "B4"))
    duties = tuple(one for one in said if one not in bans)
    return (Heading("Prohibitions"), Statements(bans), Heading("Obligations"), Statements(duties))


_NOT_IN_SCOPE = {
    "not used by under 13": "the documents reviewed show that children under 13 do not use the product",
    "students do not use it": "the documents reviewed show that students do not use the product themselves",
}


def _agreement_c(sheet: Sheet) -> tuple[Block, ...]:
    if "coppa" in sheet.path.sections:
        return sheet.statements("P5")
    if "coppa" not in sheet.pack.section_by_id:
        return ()
    answer = sheet.answer("product.child_directed")
    shown = sheet.standing("product.child_directed") is State.ANSWERED and bool(answer.cited)
    why = _NOT_IN_SCOPE.get(answer.value) if shown and isinstance(answer.value, str) else None
    line = sheet.text("coppa_not_in_scope", reason=why or "the answers given do not call for it")
    source = sheet.sources("product.child_directed") if why else ""
    return (Paragraph(" ".join(part for part in (line, source) if part)),)


def _data_review(sheet: Sheet) -> tuple[Block, ...]:
    return (*sheet.statements("P6"), *registers.contacts(sheet))


def _security(sheet: Sheet) -> tuple[Block, ...]:
    return (
        *sheet.statements("P7"),
        Heading("P7.1 Data in transit"),
        *sheet.statements("P7.1"),
        Heading("P7.2 Data at rest"),
        *sheet.statements("P7.2"),
        Heading("P7.3 Data center"),
        *sheet.statements("P7.3"),
        *certificates.hosting(sheet),
        Heading("P7.4 Personnel"),
        *sheet.statements("P7.4"),
        Heading("P7.5 Accounts, running controls, framework and proof"),
        *sheet.statements("P7.5"),
    )


def _breach(sheet: Sheet) -> tuple[Block, ...]:
    said = sheet.said("P9")
    names = [one.question for one in said]
    value = sheet.answer("breach.contents").value
    ticked = [one for one in value if isinstance(one, str)] if isinstance(value, tuple) else []
    if sheet.standing("breach.contents") not in SAID or "breach.contents" not in names or not ticked:
        return (Statements(said),)
    after = names.index("breach.contents") + 1
    rest = (Statements(said[after:]),) if said[after:] else ()
    return (Statements(said[:after]), Bullets(tuple(_capital(one) for one in ticked), "a"), *rest)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _third_parties(sheet: Sheet) -> tuple[Block, ...]:
    return (*sheet.statements("P12"), *registers.third_parties(sheet))


def _data_list(sheet: Sheet) -> tuple[Block, ...]:
    return (
        *sheet.statements("P13"),
        *registers.data_list(sheet),
        *registers.sensitive_data(sheet),
        *registers.teacher_data(sheet),
    )


def _findings(sheet: Sheet) -> tuple[Block, ...]:
    judged, reply = sheet.judged, sheet.paragraph("reply", "small")
    if judged is None:
        return (*sheet.paragraph("no_rules"), *sheet.paragraph("no_scores"), *reply)
    return (
        *finding_blocks.findings(sheet, judged),
        *reply,
        *finding_blocks.lacking(sheet, judged),
        *finding_blocks.settled(sheet, judged),
        *score_blocks.scores(sheet, judged),
        *score_blocks.tier(judged),
    )


def _notes(sheet: Sheet) -> tuple[Block, ...]:
    until = date_text(sheet.valid_until)
    return (
        *sheet.paragraph("not_certificate"),
        *sheet.paragraph("not_legal_advice"),
        *sheet.paragraph("limits"),
        *(sheet.paragraph("validity", date=until) if until else sheet.paragraph("no_validity")),
        *sheet.paragraph("third_party_marks"),
    )


def _only(*codes: str) -> Callable[[Sheet], tuple[Block, ...]]:
    """A section that is its sentences."""
    return lambda sheet: sheet.statements(*codes)


_SECTIONS: tuple[tuple[str, str, Callable[[Sheet], tuple[Block, ...]]], ...] = (
    ("P0", "At a glance", at_a_glance),
    ("P1", "About this profile", _about),
    ("P2", "Product overview", product_blocks.overview),
    ("P3", "Agreement A: student records (FERPA, Ed. Code 49073.1)", _only("P3")),
    ("P4", "Agreement B: SOPIPA and sister acts", _agreement_b),
    ("P5", "Agreement C: COPPA", _agreement_c),
    ("P6", "Data review process", _data_review),
    ("P7", "Security protocols", _security),
    ("P8", "Access to audit", _only("P8")),
    ("P9", "Data breach", _breach),
    ("P10", "Data deletion and retention", _only("P10")),
    ("P11", "Research, secondary use, AI", _only("P11")),
    ("P12", "Third parties", _third_parties),
    ("P13", "Product data list", _data_list),
    ("P14", "Cookies and analytics", _only("P14")),
    ("P15", "Policies and contract", _only("P15")),
    ("P16", "Other laws and states", law_blocks.other_laws),
    ("P17", "Findings", _findings),
    ("P18", "Accuracy statement and signatures", signatures),
    ("P19", "Evidence appendix", appendix),
    ("P20", "Notes and limits", _notes),
)
"""Code, title and blocks of every section, in print order. P17 stands before the signatures, so that nobody
signs without seeing it."""
