"""What a document says about itself: proposed for the register, confirmed by the reviewer.

Nothing is guessed wildly: where the text does not show a detail, it stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.assessment.passages import Extracted
from app.evidence.dates import dates


@dataclass(frozen=True, slots=True)
class Details:
    """Cells of the document register that were read from the text; empty where it does not show them."""

    kind: str = ""
    """One of the register's choices: `policy`, `signed agreement`, `audit report` …"""
    issuer: str = ""
    stated_date: str = ""
    """ISO date."""
    signed: str = ""
    """`both`, `vendor`, `none` or `n/a`."""
    covers_product: str = ""
    """`yes`, `no` or empty; never more than the text says outright."""
    title: str = ""


_HEAD: Final = 3_000
_TAIL: Final = 4_000
_LONGEST_TITLE: Final = 120
_UPDATED: Final = re.compile(
    r"\b(?:(?:last|most\s+recently|date)\s+)?(?:updated?|revised|revision|modified|amended|changed)\b(?:\s+date)?[\s:*_|–—-]*"
    r"(?:(?:on|as\s+of|in|date)\b[\s:*_]*)?",
    re.IGNORECASE,
)
_EFFECTIVE: Final = re.compile(
    r"\b(?:effective|in\s+effect)\b(?:\s+date)?[\s:*_|–—-]*(?:(?:as\s+of|on|from|since|is|date)\b[\s:*_]*)*",
    re.IGNORECASE,
)
_DATED: Final = re.compile(
    r"\b(?:as\s+of|dated?|published(?:\s+on)?|posted(?:\s+on)?|issued?(?:\s+(?:on|date))?|version\s+[\d.]+)\b[\s:*_,|(–—-]*",
    re.IGNORECASE,
)
_ENTERED: Final = re.compile(
    r"(?:entered\s+into|made|executed|signed)[^.]{0,60}?\b(?:on|as\s+of|this)\s+(?:the\s+)?$", re.IGNORECASE
)
_SIGNING: Final = re.compile(
    r"docusigned|\(signature\)|\bsignature\b|\bsigned\b|^[^\S\n]*(?:by|/s/)\s*:|\bprinted\s+name\b",
    re.IGNORECASE | re.MULTILINE,
)
_SHORT_LINE: Final = 110
_BETWEEN: Final = 24
"""Characters between a label and its date at most."""

_MARKUP: Final = re.compile(r"^[#>*_\s|]+|(?<![*_|#\s])[*_|#\s]+$")
_NO_TITLE: Final = re.compile(
    r"(?:page\s+\d.*|https?://\S+|table of contents|contents|confidential|home|menu|skip to .*|\W*|_+)",
    re.IGNORECASE,
)

_THIRD_PARTY: Final = re.compile(
    r"product profile|ikeepprofile|privacy evaluation|common sense (?:media|privacy)|student privacy pledge signator|"
    r"(?:vendor|product) assessment by|evaluated by|privacy rating",
    re.IGNORECASE,
)
_AUDIT: Final = re.compile(
    r"\bsoc\s*[123](?:\s+type\s+[i12]+)?\b.{0,30}\breport|independent (?:service )?auditor|audit report|attestation report|"
    r"(?:penetration|security) test(?:ing)? (?:report|summary|results)|report on (?:compliance|controls)|assessor.s report",
    re.IGNORECASE,
)
_CERTIFICATE: Final = re.compile(
    r"\bcertificate (?:of|number|no\b|id\b|registration)|this (?:is to certif|certifies)|hereby certif(?:y|ies) that",
    re.IGNORECASE,
)
_AGREEMENT: Final = re.compile(
    r"\bagreements?\b|\baddendum\b|\bcontract\b|memorandum of understanding|\bDPA\b|\bNDPA\b|data security and privacy plan|"
    r"supplemental information|standard contractual clauses|exhibit [“\"]?e[”\"]?\b",
    re.IGNORECASE,
)
_TERMS: Final = re.compile(
    r"terms (?:of|and|&) (?:service|use|conditions|sale)|\bterms\b$|user agreement|licen[sc]e agreement|\beula\b|"
    r"acceptable use|service terms|master subscription agreement",
    re.IGNORECASE,
)
_POLICY: Final = re.compile(
    r"polic(?:y|ies)\b|privacy (?:notice|statement|center|principles|commitment)|(?:notice|statement) of privacy|white\s?paper|"
    r"(?:security|data protection|data privacy|trust) (?:overview|statement|practices|program|plan|measures|summary|at\b)|"
    r"sub-?processors?|bill of rights|incident response plan|security and privacy|privacy and security|data retention|"
    r"cookie (?:notice|statement)",
    re.IGNORECASE,
)
_HELP: Final = re.compile(
    r"did this answer your question|was this (?:article|page) helpful|help cent(?:er|re)|knowledge base|support article|"
    r"frequently asked questions|\bfaqs?\b|written by .{2,60}(?:last )?updated|related articles",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(
    r"^(?:from|to|sent|subject|date):.*\n(?:.*\n){0,3}?(?:from|to|sent|subject|date):|^dear\s+\S",
    re.IGNORECASE | re.MULTILINE,
)
_TEST: Final = re.compile(
    r"test (?:record|protocol|log)|observed (?:on|by)|network capture|reviewer.s test", re.IGNORECASE
)
_COLLECTS: Final = re.compile(
    r"\bwe (?:may )?(?:collect|use|share|retain|protect)\b|your (?:privacy|personal (?:information|data))",
    re.IGNORECASE,
)

_ENTERING: Final = re.compile(
    r"\bthis\b.{0,60}\b(?:agreement|addendum)\b.{0,80}\b(?:entered|between|made)\b", re.IGNORECASE | re.DOTALL
)
_THESE_TERMS: Final = re.compile(r"\bthese terms\b", re.IGNORECASE)
_OWN_POLICY: Final = re.compile(r"\b(?:privacy|security)\b.{0,40}\bpolic(?:y|ies)\b", re.IGNORECASE)

_BLANK: Final = re.compile(r"[_\s.…]*")
_FIELD: Final = re.compile(
    r"^(?P<label>by|signature|signed(?: by)?|authorized signature|/s/|docusigned by)\s*(?::\s*)?(?P<rest>.*)$",
    re.IGNORECASE,
)
_SIGNED_BY: Final = re.compile(r"docusigned by|\(signature\)|/s/|electronically signed", re.IGNORECASE)
_DISTRICT: Final = re.compile(
    r"\b(?:leas?|local education(?:al)? agency|district|school|board of education|customer|subscriber|educational agency|client)\b",
    re.IGNORECASE,
)
_VENDOR: Final = re.compile(
    r"\b(?:provider|vendor|operator|contractor|company|processor|supplier|licensor)\b", re.IGNORECASE
)
_COPYRIGHT: Final = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?,?\s*)?(?:by\s+)?(?P<name>[A-Z][\w&.,'’ -]{2,60}?)"
    r"(?=\s*(?:\(|\.\s|\.?$|all rights|\|))",
    re.MULTILINE,
)
_COVERS: Final = re.compile(
    r"\b(?:apply|applies|covers?|governs?|describes?)\b.{0,160}?\b(?:services?|platform|products?|application|apps?|software)\b",
    re.IGNORECASE | re.DOTALL,
)
_COVERS_NOT: Final = re.compile(
    r"(?:(?:does|do) not|doesn.t|don.t) (?:apply|cover|extend|govern)\b.{0,120}?\b(?:services?|platform|products?|application|"
    r"apps?|software|students?|schools?)\b|\bappl(?:y|ies) only to (?:our|this|the) (?:public |marketing |corporate )*website",
    re.IGNORECASE | re.DOTALL,
)


def propose_details(extracted: Extracted, vendor: str) -> Details:
    """Read what the register wants to know from a document's own text.

    Args:
        extracted: the document as it was read.
        vendor: the vendor's name as the assessment has it.

    Returns:
        The cells that the text shows; each empty where it does not.
    """
    text = extracted.text
    head, tail = text[:_HEAD], text[-_TAIL:] if len(text) > _HEAD else ""
    title = _title(extracted)
    kind = _kind(title, head, tail)
    signed = ""
    if kind == "agreement":
        signed = _signed(text, vendor)
        kind = "signed agreement" if signed in {"both", "vendor"} else "unsigned agreement"
    elif kind == "third-party profile":
        signed = "vendor" if _signed(text, vendor) in {"both", "vendor"} else ""
    elif kind in {"policy", "terms", "help page"}:
        signed = "n/a"
    return Details(
        kind=kind,
        issuer=_issuer(kind, text, vendor),
        stated_date=_stated_date(head, tail, text),
        signed=signed,
        covers_product=_covers(kind, title, text[: 4 * _HEAD], vendor),
        title=title,
    )


# -- title and kind


def _title(extracted: Extracted) -> str:
    given = " ".join(extracted.title.split())
    if 3 < len(given) <= _LONGEST_TITLE and "/" not in given and not given.isdigit():
        return given
    lines = [
        line for raw in extracted.text[:_HEAD].split("\n")[:40] if (line := _MARKUP.sub("", raw.strip()))
    ]
    for line in lines[:5]:
        if len(line) > _LONGEST_TITLE:
            return ""
        if _NO_TITLE.fullmatch(line) or sum(map(str.isalpha, line)) < 4 or " | " in line:
            continue
        if len(line) < 60 and next(dates(line), None) is not None:
            continue
        return "" if line[-1] in ".;,:" else " ".join(line.replace("*", "").split())
    return ""


def _kind(title: str, head: str, tail: str) -> str:
    """The kind, with `agreement` for one whose signatures are still to be looked at."""
    start, end = head[:600], tail[-600:] or head[-600:]
    if _LETTER.search(start):
        return "correspondence"
    by_title = (
        (_THIRD_PARTY, "third-party profile"),
        (_AUDIT, "audit report"),
        (_TEST, "test record"),
        (_TERMS, "terms"),
        (_AGREEMENT, "agreement"),
    )
    by_start = (
        (_THIRD_PARTY, "third-party profile"),
        (_AUDIT, "audit report"),
        (_ENTERING, "agreement"),
        (_THESE_TERMS, "terms"),
        (_OWN_POLICY, "policy"),
    )
    found = next((kind for pattern, kind in by_title if pattern.search(title)), "")
    if found:
        return found
    if _CERTIFICATE.search(start):
        return "certificate"
    if _HELP.search(start) or _HELP.search(end) or title.endswith("?"):
        return "help page"
    if _POLICY.search(title):
        return "policy"
    found = next((kind for pattern, kind in by_start if pattern.search(start)), "")
    spoken = (
        re.search(r"privacy|security", start, re.IGNORECASE) is not None and len(_COLLECTS.findall(head)) >= 2
    )
    return found or ("policy" if spoken else "")


# -- dates


def _stated_date(head: str, tail: str, text: str) -> str:
    """The date the document gives itself: updated before effective before dated before signed."""
    for label in (_UPDATED, _EFFECTIVE, _DATED):
        stated = [day for part in (head, tail) for day in _labelled(label, part)]
        if stated:
            return max(stated).isoformat()
    for found in dates(head, 0, min(len(head), 1_500)):
        begin = head.rfind("\n", 0, found.start) + 1
        end = head.find("\n", found.end)
        line = head[begin : end if end >= 0 else len(head)]
        alone = len(line.strip(" *_#()|")) - (found.end - found.start) <= 2
        if alone or _ENTERED.search(head[max(found.start - 120, 0) : found.start]):
            return found.day.isoformat()
    signed = [
        found.day
        for match in _SIGNING.finditer(text, max(len(text) - 4 * _TAIL, 0))
        for found in dates(text, match.start(), min(match.end() + 300, len(text)))
    ]
    return max(signed).isoformat() if signed else ""


def _labelled(label: re.Pattern[str], part: str) -> Iterator[date]:
    for match in label.finditer(part):
        found = next(dates(part, match.end(), min(match.end() + _BETWEEN + 20, len(part))), None)
        if found is None or found.start - match.end() > _BETWEEN:
            continue
        between = part[match.end() : found.start]
        if any(sign in between for sign in ".;\n") and between.strip() not in {"", ":"}:
            continue
        begin = part.rfind("\n", 0, match.start()) + 1
        end = part.find("\n", found.end)
        line = part[begin : end if end >= 0 else len(part)]
        # Inside a long paragraph "effective July 1, 2014" is mostly the law's date, not the document's.
        own = re.search(
            r"\b(?:this|our|the) (?:\w+ ){0,3}(?:policy|notice|statement|agreement|document|page|terms|list)\b",
            line,
            re.IGNORECASE,
        )
        if len(line) <= _SHORT_LINE or own is not None:
            yield found.day


# -- who issued and who signed


def _issuer(kind: str, text: str, vendor: str) -> str:
    vendor = " ".join(vendor.split())
    named = bool(vendor) and _names(text, vendor) > 0
    if kind in {"third-party profile", "audit report", "certificate", "sub-provider document", "test record"}:
        others = [
            name
            for match in _COPYRIGHT.finditer(text)
            if vendor.casefold() not in (name := match["name"].strip(" .,")).casefold() or not vendor
        ]
        return others[-1] if others else ""
    if kind == "correspondence" or not named:
        return ""
    return vendor


def _names(text: str, name: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))


def _signed(text: str, vendor: str) -> str:
    """Who signed an agreement, as far as its signature blocks show; empty where it has none."""
    lines = [line.strip() for line in text.split("\n")]
    filled = {"vendor": False, "district": False}
    blocks = 0
    for index, line in enumerate(lines):
        match = _FIELD.match(line)
        if match is None or (match["label"].lower() == "by" and ":" not in line[:4]):
            continue
        blocks += 1
        rest = match["rest"]
        following = next((other for other in lines[index + 1 : index + 4] if other), "")
        written = not _BLANK.fullmatch(rest) or (
            _SIGNED_BY.match(match["label"]) is not None
            and bool(following)
            and not _BLANK.fullmatch(following)
        )
        party = _party(lines, index, vendor)
        if written and party and not re.search(r"\[?(?:insert|signature|name)\b|x_+", rest, re.IGNORECASE):
            filled[party] = True
    if filled["vendor"] and filled["district"]:
        return "both"
    if filled["vendor"]:
        return "vendor"
    return "none" if blocks and not filled["district"] else ""


def _party(lines: list[str], index: int, vendor: str) -> str:
    """Whose block the line is in: the nearest name of a party around it."""
    near = [*reversed(lines[max(index - 6, 0) : index]), *lines[index + 1 : index + 7]]
    for line in near:
        if not line or len(line) > 120:
            continue
        if (vendor and _names(line, vendor)) or _VENDOR.search(line):
            return "vendor"
        if _DISTRICT.search(line):
            return "district"
    return ""


# -- what it covers


def _covers(kind: str, title: str, text: str, vendor: str) -> str:
    if kind == "third-party profile":
        return "yes" if vendor and _names(title, vendor) else ""
    if _COVERS_NOT.search(text):
        return ""
    named = bool(vendor) and _names(text, vendor) > 0
    if kind in {"policy", "terms"} and named and _COVERS.search(text):
        return "yes"
    return "yes" if kind in {"signed agreement", "unsigned agreement"} and named else ""
