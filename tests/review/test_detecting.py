"""Detectors are run once for a document, kept with it, and sifted against the answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.assessment.answer import Assessment
from app.evidence.detectors.catalogue import DETECTORS
from app.questionnaire import load_installed, to_dict
from app.questionnaire.rulebook import load_rulebook
from app.review import Review
from app.review.detecting import Detecting
from app.store.repository import Store
from tests.review.conftest import ticking
from tests.review.vendor_files import add

K12 = load_installed("k12")
BOOK = load_rulebook("k12")
DUTY = "We encrypt data.\n\nTalkingPens shall delete all student data within 30 days.\n"
RUN = "when a teacher leaves the class her notes are moved to the new teacher at once"


def opened(store: Store, slug: str = "acme", vendor: str = "Acme") -> Review:
    clock = ticking()
    now = clock()
    made = Assessment(0, slug, vendor, vendor, "k12", K12.version, K12.sha256, now, now)
    return Review(store, store.create(made, to_dict(K12)), K12, clock, by="Ann")


def detecting(review: Review, store: Store, **more: object) -> Detecting:
    return Detecting(review.evidence, store, lambda: BOOK, lambda: review.view, **more)


@pytest.fixture
def acme(store: Store) -> Review:
    review = opened(store)
    add(review, "policy.txt", DUTY)
    return review


def named(detector: Detecting, name: str = "foreign_company") -> list[str]:
    return [one.subject for one in detector.detected() if one.detector == name]


def test_nothing_is_proposed_before_the_documents_were_scanned(acme: Review, store: Store) -> None:
    detector = detecting(acme, store)
    assert detector.pending() == 1
    assert detector.detected() == ()
    told: list[float] = []
    assert detector.detect(tell=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert detector.pending() == 0
    assert named(detector) == ["talkingpens"]
    assert not detector.detect()


def test_what_was_found_is_there_after_the_program_was_closed(acme: Review, store: Store) -> None:
    detecting(acme, store).detect()

    def broken(*_: object) -> None:
        raise AssertionError("scanned again")

    again = detecting(
        acme, store, detectors={name: replace(one, scan=broken) for name, one in DETECTORS.items()}
    )
    assert again.pending() == 0
    assert not again.detect()
    assert named(again) == ["talkingpens"]


def test_another_version_of_a_detector_scans_again(acme: Review, store: Store) -> None:
    detecting(acme, store).detect()
    newer = {**DETECTORS, "foreign_company": replace(DETECTORS["foreign_company"], version=99)}
    again = detecting(acme, store, detectors=newer)
    assert again.pending() == 1
    assert named(again) == []
    assert again.detect()
    assert named(again) == ["talkingpens"]


def test_a_company_that_joins_the_register_is_foreign_no_more(acme: Review, store: Store) -> None:
    detector = detecting(acme, store)
    detector.detect()
    before = detector.detected()
    assert detector.detected() is before
    acme.flag("sopipa.no_sale")
    assert detector.detected() is before
    acme.add_rows("thirdparty.register", [{"name": "TalkingPens, Inc."}])
    assert named(detector) == []


def test_answers_ahead_of_the_view_are_sifted_too(acme: Review, store: Store) -> None:
    detector = detecting(acme, store)
    detector.detect()
    before = acme.view
    acme.add_rows("thirdparty.register", [{"name": "TalkingPens, Inc."}])
    ahead = detector.detected(before.answers, before.path)
    assert "talkingpens" in [one.subject for one in ahead]
    assert named(detector) == []


def test_a_detector_that_breaks_is_told_and_the_others_go_on(acme: Review, store: Store) -> None:
    def boom(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    broken = {**DETECTORS, "leftovers": replace(DETECTORS["leftovers"], scan=boom)}
    detector = detecting(acme, store, detectors=broken)
    detector.detect()
    assert named(detector) == ["talkingpens"]
    (one,) = detector.broken()
    assert one.rule == "DOC-16"
    assert "ZeroDivisionError: by nothing (in D1)" in one.why
    assert not detector.detect()  # it is not tried at every turn
    sifting = {**DETECTORS, "leftovers": replace(DETECTORS["leftovers"], sift=boom, version=98)}
    detector = detecting(acme, store, detectors=sifting)
    detector.detect()
    assert named(detector) == ["talkingpens"]
    assert [one.rule for one in detector.broken()] == ["DOC-16"]


def test_it_can_be_stopped_between_detectors(acme: Review, store: Store) -> None:
    detector = detecting(acme, store)
    asked = iter([False, False, True])
    assert detector.detect(cancelled=lambda: next(asked))
    assert detector.pending() == 1
    detector.detect()
    assert detector.pending() == 0


def test_text_shared_with_another_vendor_is_found(store: Store) -> None:
    review = opened(store)
    add(review, "a.txt", f"Acme says that {RUN}.\n")
    add(opened(store, "oakmere", "Oakmere"), "b.txt", f"At Oakmere, {RUN}, as is right.\n")
    detector = detecting(review, store)
    detector.detect()
    (one,) = [one for one in detector.detected() if one.detector == "shared_text"]
    assert one.subject == "oakmere"
    assert one.slots["other"] == "Oakmere"
    assert one.passages[0].quote == RUN


def test_a_document_that_joins_is_compared_with_those_before(store: Store) -> None:
    first = opened(store)
    add(first, "a.txt", f"Acme says that {RUN}.\n")
    detector = detecting(first, store)
    detector.detect()
    assert named(detector, "shared_text") == []
    add(opened(store, "oakmere", "Oakmere"), "b.txt", f"At Oakmere, {RUN}, as is right.\n")
    detector.detect()
    assert named(detector, "shared_text") == ["oakmere"]


def test_text_shared_with_the_vendors_own_documents_is_no_matter(store: Store) -> None:
    review = opened(store)
    add(review, "a.txt", f"Acme says that {RUN}.\n")
    add(review, "b.txt", f"At Acme, {RUN}, as is right.\n")
    detector = detecting(review, store)
    detector.detect()
    assert named(detector, "shared_text") == []


def test_a_database_open_for_reading_only_is_scanned_and_not_written(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data.db") as store:
        add(opened(store), "policy.txt", DUTY)
    with Store.open(tmp_path / "data.db", read_only=True) as store:
        review = Review(store, store.find("acme"), K12, ticking())
        detector = detecting(review, store)
        assert detector.detect()
        assert named(detector) == ["talkingpens"]
        (held,) = review.evidence.searched_documents()
        assert held.attachment is not None
        assert store.detections(held.attachment.sha256) == {}


def test_a_document_that_is_removed_meanwhile_is_left_out(acme: Review, store: Store) -> None:
    detector = detecting(acme, store)
    (held,) = acme.evidence.searched_documents()
    assert held.attachment is not None

    def remove(_: float) -> None:
        if store.document(held.attachment.sha256) is not None:
            store.detach(acme.view.assessment.id, held.attachment.sha256)
            store.sweep_documents()

    assert not detector.detect(tell=remove)
