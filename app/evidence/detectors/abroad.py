"""GDPR-03 and GDPR-05: transfers that are misdescribed, and signs that foreign law may count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.assessment.findings import Detected
from app.evidence.detectors.detector import Context, Scanned, detected
from app.evidence.detectors.hits import Hit, Spot
from app.evidence.detectors.reading import Reading
from app.evidence.sentences import tidy
from app.questionnaire.rules import Rulebook

FOREIGN = frozenset({"EU/EEA", "UK", "Switzerland"})
_NO_ADEQUACY = re.compile(
    r"\bno (?:third )?(?:countr(?:y|ies)|territor(?:y|ies))\b[^.;]{0,70}?\b(?:approved|adequa\w+|recogni[sz]ed|authori[sz]ed)\b|"
    r"\b(?:European )?Commission has (?:not (?:yet )?(?:approved|recogni[sz]ed)|(?:approved|recogni[sz]ed) no)\b",
    re.IGNORECASE,
)
_SHIELD = re.compile(r"\bprivacy shield\b", re.IGNORECASE)
_RELIES = re.compile(
    r"\b(?:certif\w+|compl(?:y|ies|iant)|participat\w+|adher\w+|self-certif\w+|rel(?:y|ies)|under|pursuant|principles)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:invalid\w*|no longer|former(?:ly)?|struck down|annulled|expired|replaced|Schrems)\b", re.IGNORECASE
)
_REGULATORS = re.compile(
    r"\b(?:Privatim|Educa\b(?=[.,;)]| \w*)|CNIL|BfDI|EDÖB|FDPIC|AEPD|Garante per la protezione|Information Commissioner's Office|"
    r"Datenschutz\w*|Datatilsynet|Autoriteit Persoonsgegevens|data protection commission(?:er)? of Ireland)(?!\w)"
)
_ENTITY = re.compile(
    r"\b[A-Z][\w&-]{1,40}(?: [A-Z][\w&-]{1,40}){0,2} (?:GmbH|AG|B\.V\.|S\.A\.S\.?|SARL|S\.r\.l\.|Oy|AB|A/S)(?![\w-]| ?\d)"
)
_LANDS = r"(?:EU|E\.U\.|EEA|European Union|Europe|UK|United Kingdom|Switzerland|Germany|France|Austria|Ireland|Spain|Italy|Netherlands|Sweden)"
_PEOPLE = r"(?i:customers?|users?|clients?|schools?|students?|teachers?|data subjects?|educators?)"
_SERVED = re.compile(
    rf"\b{_PEOPLE}\b[^.;]{{0,30}}?\b(?:located|based|resid\w+|residents?)?\s?(?:in|from|of) (?:the )?{_LANDS}\b|"
    rf"\b(?:{_LANDS}|European|Swiss|British)(?:(?:/| or | and ){_LANDS})?(?:[- ]based)? {_PEOPLE}\b|"
    rf"\b(?:registered|headquartered|incorporated|established) in (?:the )?{_LANDS}\b"
)
_MOST = 4


def scan_transfers(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """Sentences that deny every adequacy decision, or rest on the Privacy Shield."""
    denies: list[Spot] = []
    rests: list[Spot] = []
    for sentence in reading.sentences:
        plain = sentence.plain
        if (match := _NO_ADEQUACY.search(plain)) and len(denies) < _MOST:
            denies.append(reading.in_sentence(sentence, match))
        elif (
            len(rests) < _MOST
            and (match := _SHIELD.search(plain))
            and _RELIES.search(plain)
            and not _OVER.search(plain)
        ):
            rests.append(reading.in_sentence(sentence, match))
    if denies:
        yield Hit("adequacy", tuple(denies))
    if rests:
        yield Hit("privacy shield", tuple(rests))


def sift_transfers(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """Where the module on the GDPR is on."""
    if not FOREIGN.intersection(context.jurisdictions):
        return
    for subject in ("adequacy", "privacy shield"):
        found = [(one, hit) for one in scanned for hit in one.hits if hit.subject == subject]
        if found:
            yield detected(name, subject, found, context)


def scan_foreign_law(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """Names of foreign regulators, entities and users."""
    spots: list[Spot] = []
    named: dict[str, None] = {}
    for sentence in reading.sentences:
        plain = sentence.plain
        match = _REGULATORS.search(plain) or _SERVED.search(plain) or _ENTITY.search(plain)
        if match is None:
            continue
        if len(spots) == _MOST:
            break
        named[tidy(match[0])] = None
        spots.append(reading.in_sentence(sentence, match))
    if spots:
        yield Hit("abroad", tuple(spots), {"named": ", ".join(named)})


def sift_foreign_law(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """Where no foreign jurisdiction is chosen."""
    found = [(one, hit) for one in scanned for hit in one.hits if one.by_vendor]
    if found and not FOREIGN.intersection(context.jurisdictions):
        yield detected(name, "abroad", found, context)
