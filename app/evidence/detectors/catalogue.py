"""Every detector by the name that rules call it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType

from app.evidence.detectors import (
    abroad,
    absent_part,
    citations,
    exhibit_labels,
    first_person,
    foreign_company,
    leftovers,
    misstatements,
    old_standards,
    schedule_rows,
    shared_text,
    two_promises,
    usage_data,
)
from app.evidence.detectors.detector import Detector, each_subject
from app.questionnaire.rules import Rulebook

SHARED_TEXT = "shared_text"
"""Its scan gives fingerprints; what they lead to takes the other documents (`shared_text.shared`)."""

DETECTORS: Mapping[str, Detector] = MappingProxyType(
    {
        one.name: one
        for one in (
            Detector("foreign_company", 2, foreign_company.scan, foreign_company.sift),
            Detector("wrong_citation", 1, citations.scan, each_subject, citations.reads),
            Detector("absent_part", 2, absent_part.scan, absent_part.sift),
            Detector(SHARED_TEXT, 1, shared_text.scan, shared_text.sift),
            Detector("first_person", 1, first_person.scan, first_person.sift),
            Detector("misstatement", 1, misstatements.scan, each_subject, misstatements.reads),
            Detector("leftovers", 2, leftovers.scan, leftovers.sift),
            Detector("exhibit_labels", 2, exhibit_labels.scan, each_subject),
            Detector("usage_data", 1, usage_data.scan_usage, usage_data.sift),
            Detector("marketing_analytics", 1, usage_data.scan_marketing, usage_data.sift),
            Detector("schedule_rows", 1, schedule_rows.scan, each_subject),
            Detector("old_standards", 1, old_standards.scan, old_standards.sift),
            Detector("transfers", 1, abroad.scan_transfers, abroad.sift_transfers),
            Detector("foreign_law", 1, abroad.scan_foreign_law, abroad.sift_foreign_law),
            Detector("training_twice", 1, *two_promises.TRAINING),
            Detector("background_checks_twice", 1, *two_promises.CHECKS),
            Detector("policy_changes_twice", 1, *two_promises.CHANGES),
            Detector("parents_route_twice", 1, *two_promises.PARENTS),
        )
    }
)


def digest(detector: Detector, book: Rulebook, *more: str) -> str:
    """What a detector's findings in a document depend on besides the document: its version and the tables it reads."""
    read = json.dumps([detector.version, detector.reads(book), *more], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(read.encode("utf-8", "surrogatepass")).hexdigest()
