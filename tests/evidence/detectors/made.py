"""Documents of a few lines, and what a detector proposes for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.assessment.findings import Detected
from app.assessment.passages import Passage
from app.evidence.detectors.catalogue import DETECTORS
from app.evidence.detectors.detector import Context, Scanned, key_text, own_keys
from app.evidence.detectors.hits import from_data, to_data
from app.evidence.detectors.reading import Reading
from app.questionnaire.rulebook import load_rulebook

BOOK = load_rulebook("k12")
HERE = Context(
    own=own_keys(["Larkspur Reading, Inc.", "Larkspur Class"]),
    known=key_text(["Quillmark Hosting", "Amazon Web Services"]),
    documents=(("policy", "Privacy Policy"),),
    jurisdictions=("NH", "EU/EEA"),
    review_date="2026-11-22",
)
AT_HOME = replace(HERE, jurisdictions=("NH",))


def reading(text: str, context: str = "") -> Reading:
    """A text whose paragraphs are its passages."""
    passages, at = [], 0
    for part in text.split("\n\n"):
        start, end = at + len(part) - len(part.lstrip()), at + len(part.rstrip())
        if end > start:
            passages.append(Passage(start, end, context))
        at += len(part) + 2
    return Reading(text, passages)


def proposed(
    name: str, *texts: str, context: Context = HERE, kind: str = "policy", by_vendor: bool = True
) -> tuple[Detected, ...]:
    """What a detector proposes for documents D1, D2 and so on; its hits go through JSON, as they are kept."""
    detector = DETECTORS[name]
    scanned = tuple(
        Scanned(f"D{n}", f"{n}", kind, "", by_vendor, from_data(to_data(detector.scan(reading(text), BOOK))))
        for n, text in enumerate(texts, start=1)
    )
    return tuple(detector.sift(name, scanned, context))


def subjects(found: Iterable[Detected]) -> list[str]:
    """What was found, by name."""
    return [one.subject for one in found]
