"""NH-02: a list of alternative standards in editions that are superseded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.assessment.findings import Detected
from app.evidence.detectors.detector import Context, Scanned, detected
from app.evidence.detectors.hits import Hit, Spot
from app.evidence.detectors.reading import Reading
from app.questionnaire.rules import Rulebook

_OLD = (
    ("ISO/IEC 27001:2013", re.compile(r"\b27001\s?[:-]\s?2013\b")),
    (
        "NIST SP 800-171 Rev. 2",
        re.compile(r"\b800-171,? ?(?:\(?rev(?:ision|\.)? ?[12]\b|r[12]\b)", re.IGNORECASE),
    ),
    (
        "NIST SP 800-53 Rev. 4",
        re.compile(
            r"\b800-53,? ?(?:\(?rev(?:ision|\.)? ?[1-4]\b|r[1-4]\b)(?! or (?:newer|later|higher))",
            re.IGNORECASE,
        ),
    ),
    ("CIS Controls 7.1", re.compile(r"\bCIS\b\)?[^.;)]{0,30}?\bv(?:ersion|\.)? ?7(?:\.1)?\b", re.IGNORECASE)),
    ("PCI DSS 3.2.1", re.compile(r"\bPCI[ -]DSS\)?,? ?v?(?:ersion |\.)? ?3\.\d(?:\.\d)?\b", re.IGNORECASE)),
    ("FedRAMP JAB authorization", re.compile(r"\bJoint Authori[sz]ation Board\b|\bJAB\b")),
)
_ALTERNATIVES = re.compile(
    r"\b(?:one of the following|alternative(?:ly)?|any of the following)\b|new hampshire", re.IGNORECASE
)
_MOST = 2
SINCE = "2025-10-31"


def scan(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """The passages that offer old editions among alternatives, or several of them."""
    found: dict[int, list[str]] = {}
    spots: dict[int, list[Spot]] = {}
    for sentence in reading.sentences:
        for name, pattern in _OLD:
            if match := pattern.search(sentence.plain):
                found.setdefault(sentence.passage, []).append(name)
                spots.setdefault(sentence.passage, []).append(reading.in_sentence(sentence, match))
    names: dict[str, None] = {}
    shown: list[Spot] = []
    for passage, standards in found.items():
        text = "" if passage < 0 else _around(reading, passage)
        if len(set(standards)) > 2 or (len(set(standards)) > 1 and _ALTERNATIVES.search(text)):
            names |= dict.fromkeys(standards)
            shown += spots[passage]
    if shown:
        yield Hit("standards", tuple(dict.fromkeys(shown))[:_MOST], {"standards": ", ".join(names)})


def _around(reading: Reading, passage: int) -> str:
    one = reading.passages[passage]
    return one.context + " " + reading.text[one.start : min(one.end, one.start + 3000)]


def sift(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """Where New Hampshire's terms matter and the review is later than the last certificates."""
    found = [(one, hit) for one in scanned for hit in one.hits]
    if found and "NH" in context.jurisdictions and context.review_date >= SINCE:
        yield detected(name, "standards", found, context)
