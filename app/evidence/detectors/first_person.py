"""DOC-13: a passage about a sub-provider in the sub-provider's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.assessment.findings import Detected
from app.evidence.companies import companies, company_key
from app.evidence.detectors.detector import Context, Scanned, by_subject, detected
from app.evidence.detectors.hits import Hit, Spot
from app.evidence.detectors.reading import Reading
from app.questionnaire.rules import Rulebook

_SPEAKS = re.compile(
    r"\b(?:our|us|we) (?:own )?(?:(?:third-party|independent|external|internal|annual|regular|SOC \d|ISO \d+) ){0,3}"
    r"(?:audits?|auditors?|attestations?|certifications?|compliance (?:reports?|programs?|team)|assurance programs?)\b",
    re.IGNORECASE,
)
_PRAISES = re.compile(
    r"\b(?:extensive experience in (?:designing|operating|building)|nondescript facilit|unparalleled|unmatched|"
    r"world[- ]class|industry[- ]leading (?:security|infrastructure|cloud)|trusted by (?:millions|thousands)|"
    r"most (?:secure|flexible|trusted) (?:cloud|platform|and)|decades of experience|battle[- ]tested|"
    r"security is (?:our|its|job|the highest) (?:top |highest |zero|number)?)",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"^(?:'s (?:[\w-]+ ){1,4})?,? ?(?:\(\w+\) )?(?:data cent\w+ )?(?:has|have|is|are|aligns?|maintains?|provides?|offers?|operates?|holds?|uses?|"
    r"undergo\w*|complies|comply|delivers?|gives?|runs?)\b",
    re.IGNORECASE,
)
_MOST = 5


def scan(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """Sentences whose subject is a known provider and that say `our audits`, or praise it as it praises itself."""
    found: dict[str, list[Spot]] = {}
    shown: dict[str, str] = {}
    for sentence in reading.sentences:
        match = _SPEAKS.search(sentence.plain) or _PRAISES.search(sentence.plain)
        if match is None or sentence.passage < 0:
            continue
        for name in companies(sentence.plain[: match.start()]):
            if name.start < 40 and _ACTS.match(sentence.plain[name.end :]):
                key = company_key(name.name)
                shown.setdefault(key, name.name)
                spots = found.setdefault(key, [])
                if len(spots) < _MOST:
                    spots.append(reading.in_sentence(sentence, match))
                break
    for key, spots in found.items():
        yield Hit(key, tuple(spots), {"company": shown[key]})


def sift(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """Those about somebody else, in the vendor's own documents."""
    own = [one for one in scanned if one.by_vendor or one.kind != "sub-provider document"]
    for key, found in by_subject(own).items():
        if not context.is_own(key):
            yield detected(name, key, found, context)
