from __future__ import annotations

import pytest

from app.assessment.answer import Answer, State
from app.assessment.profile import SignatureBlock
from tests.assessment.answered import everything, reviewer, rows
from tests.assessment.test_compose import VERSION, profile_of, section, table

VENDOR = {
    "side": "vendor",
    "name": "Ada Officer",
    "title": "CTO",
    "organisation": "Acme, Inc.",
    "date": "2026-11-22",
}
REVIEWER = {"side": "reviewer", "name": "Rae Viewer", "date": "2026-11-22", "method": "by hand"}


def signed(*people: dict[str, str], accuracy: State = State.YES, version: str = "") -> dict[str, Answer]:
    return {
        "signoff.signers": Answer(State.ANSWERED, rows(*people)),
        "signoff.accuracy": Answer(accuracy, reason="only an older one" if accuracy is State.PARTIAL else ""),
        "signoff.accuracy.version_hash": Answer(State.ANSWERED, version) if version else Answer(),
    }


def signature_blocks(answers: dict[str, Answer]) -> tuple[SignatureBlock, SignatureBlock]:
    found = [b for b in section(profile_of(answers), "P18").blocks if isinstance(b, SignatureBlock)]
    vendor, own = found
    return vendor, own


def test_both_sides_signed_end_the_warning() -> None:
    answers = {**everything(State.NOT_ADDRESSED), **signed(VENDOR, REVIEWER)}
    vendor, own = signature_blocks(answers)
    assert vendor.signed
    assert own.signed
    assert dict(vendor.fields)["Name"] == "Ada Officer"
    assert dict(vendor.fields)["Date"] == "22 Nov 2026"
    assert dict(own.fields)["Signature"] == "by hand"
    assert profile_of(answers).banners == ()


@pytest.mark.parametrize("accuracy", [State.NO, State.PARTIAL, State.NOT_ADDRESSED, State.UNANSWERED])
def test_the_vendors_name_alone_is_no_signature_on_this_profile(accuracy: State) -> None:
    vendor, _ = signature_blocks(signed(VENDOR, accuracy=accuracy))
    assert not vendor.signed
    assert {value for _, value in vendor.fields} == {""}


def test_a_signature_older_than_the_review_stands_on_something_else() -> None:
    answers = signed({**VENDOR, "date": "2020-12-15"}, {**REVIEWER, "date": ""})
    vendor, own = signature_blocks(answers)
    assert not vendor.signed
    assert not own.signed
    assert dict(own.fields) == {
        "Name": "Rae Viewer",
        "Title": "Privacy reviewer",
        "Organization": "Lincoln Schools",
        "Date": "",
        "Signature": "",
    }
    record = table(profile_of(answers), "P18", "Signatures on record")
    assert [(row[1], row[4], row[-1]) for row in record.rows] == [
        ("Ada Officer", "15 Dec 2020", "no"),
        ("Rae Viewer", "–", "no"),
    ]
    assert "UNSIGNED" in profile_of(answers).banners


@pytest.mark.parametrize(
    ("version", "counts"),
    [("", True), (VERSION, True), (VERSION[:12].upper(), True), ("0" * 64, False), ("3f9", False)],
)
def test_a_confirmation_of_another_version_does_not_count(version: str, counts: bool) -> None:
    vendor, _ = signature_blocks(signed(VENDOR, version=version))
    assert vendor.signed is counts
    assert f"version {VERSION[:12]}" in vendor.text


def test_the_blocks_say_who_declares_what() -> None:
    answers = {
        "product.operator": Answer(State.ANSWERED, {"legal_name": "Acme, Inc."}),
        "signoff.conclusion": Answer(State.ANSWERED, {"tier": "Meets", "conditions": "tell us of changes."}),
    }
    vendor, own = signature_blocks(answers)
    assert vendor.text.startswith(
        "I have authority to speak for Acme, Inc. I have read version 3f9a1c7be2d0 of"
    )
    assert own.text == (
        "I prepared this profile from the evidence listed, under the method stated. I have no interest in Acme, Inc. "
        'My conclusion is "Meets", under these conditions: tell us of changes.'
    )
    answers["review.reviewer"] = reviewer(independence_note="I own one share.")
    answers["signoff.conclusion"] = Answer()
    _, own = signature_blocks(answers)
    assert (
        "no interest in Acme, Inc. beyond what I state here: I own one share. My conclusion has not been"
        in own.text
    )
