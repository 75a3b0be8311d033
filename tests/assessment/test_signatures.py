from __future__ import annotations

import pytest

from app.assessment.answer import Answer, State
from app.assessment.compose import compose
from app.assessment.profile import SignatureBlock
from app.assessment.signatures import VERSION_HASH
from app.assessment.version import version
from tests.assessment.answered import assessment, everything, k12, path_of, reviewer, rows
from tests.assessment.test_compose import PRINTED, VERSION, printed, profile_of, section, table

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
    answers = {**everything(State.NOT_ADDRESSED), **signed(VENDOR, REVIEWER, version=VERSION[:12])}
    vendor, own = signature_blocks(answers)
    assert vendor.signed
    assert own.signed
    assert dict(vendor.fields)["Name"] == "Ada Officer"
    assert dict(vendor.fields)["Date"] == "22 Nov 2026"
    assert dict(own.fields)["Signature"] == "by hand"
    assert profile_of(answers).banners == ()


@pytest.mark.parametrize("accuracy", [State.NO, State.PARTIAL, State.NOT_ADDRESSED, State.UNANSWERED])
def test_the_vendors_name_alone_is_no_signature_on_this_profile(accuracy: State) -> None:
    vendor, own = signature_blocks(signed(VENDOR, REVIEWER, accuracy=accuracy, version=VERSION))
    assert not vendor.signed
    assert not own.signed
    assert {value for _, value in vendor.fields} == {""}


def test_a_signature_older_than_the_review_stands_on_something_else() -> None:
    answers = signed({**VENDOR, "date": "2020-12-15"}, {**REVIEWER, "date": ""}, version=VERSION)
    vendor, own = signature_blocks(answers)
    assert not vendor.signed
    assert not own.signed
    assert dict(own.fields) == {
        "My ties to Acme": "",
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
    [
        (VERSION, True),
        (VERSION[:12].upper(), True),
        ("", False),
        (VERSION[:11], False),
        (VERSION + "0", False),
        ("0" * 64, False),
    ],
)
def test_nobody_signs_a_version_that_is_not_recorded_as_signed(version: str, counts: bool) -> None:
    answers = {**everything(State.NOT_ADDRESSED), **signed(VENDOR, REVIEWER, version=version)}
    vendor, own = signature_blocks(answers)
    assert vendor.signed is counts
    assert own.signed is counts
    assert f"version {VERSION[:12]}" in vendor.text
    if not counts:
        assert {value for _, value in vendor.fields} == {""}
        assert (dict(own.fields)["Date"], dict(own.fields)["Signature"]) == ("", "")
        assert [row[-1] for row in table(profile_of(answers), "P18", "Signatures on record").rows] == [
            "no",
            "no",
        ]
    assert ("UNSIGNED" in profile_of(answers).banners) is not counts


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("", "no version is recorded as signed; this one is 3f9a1c7be2d0"),
        ("0" * 64, "the version recorded as signed, 000000000000, is not this one, 3f9a1c7be2d0"),
        (VERSION, ""),
    ],
)
def test_a_signed_version_that_is_missing_stands_among_the_open_questions(version: str, why: str) -> None:
    answers = {**everything(State.NOT_ADDRESSED), **signed(VENDOR, REVIEWER, version=version)}
    asked = k12().question(VERSION_HASH).ask
    assert (f"{VERSION_HASH}: {asked} ({why})" in printed(profile_of(answers), "P19")) is bool(why)


def test_signers_without_a_confirmation_are_told_that_no_version_is_recorded() -> None:
    answers = {**everything(State.NOT_ADDRESSED), **signed(REVIEWER, accuracy=State.NO)}
    assert "(no version is recorded as signed; this one is 3f9a1c7be2d0)" in printed(
        profile_of(answers), "P19"
    )
    before = {
        **everything(State.NOT_ADDRESSED),
        **signed({**VENDOR, "date": "2020-12-15"}, accuracy=State.NO),
    }
    assert "no version is recorded" not in printed(profile_of(before), "P19")


def test_an_answer_that_changes_after_the_signatures_makes_the_profile_unsigned() -> None:
    answers = {**everything(State.NOT_ADDRESSED), **signed(VENDOR, REVIEWER)}
    path = path_of(answers)
    now = version(assessment(), answers, path)
    answers[VERSION_HASH] = Answer(State.ANSWERED, now[:12])
    assert version(assessment(), answers, path_of(answers)) == now

    def found() -> tuple[str, ...]:
        own = version(assessment(), answers, path_of(answers))
        return compose(
            assessment(), k12(), answers, path_of(answers), printed_at=PRINTED, version=own
        ).banners

    assert "UNSIGNED" not in found()
    answers["breach.plan"] = Answer(State.NO)
    assert "UNSIGNED" in found()


def test_the_blocks_say_who_declares_what() -> None:
    answers = {
        **everything(State.NOT_ADDRESSED),
        "product.operator": Answer(State.ANSWERED, {"legal_name": "Acme, Inc."}),
        "signoff.conclusion": Answer(State.ANSWERED, {"tier": "Meets", "conditions": "tell us of changes."}),
    }
    vendor, own = signature_blocks(answers)
    assert vendor.text.startswith(
        "I have authority to speak for Acme, Inc. I have read version 3f9a1c7be2d0 of"
    )
    assert own.text == (
        "I prepared this profile from the evidence listed, under the method stated. "
        'My conclusion is "Meets", under these conditions: tell us of changes.'
    )
    assert own.fields[0] == ("My ties to Acme, Inc.", "")
    answers["review.reviewer"] = reviewer(independence_note="None.")
    _, own = signature_blocks(answers)
    assert "under the method stated. I have no interest in Acme, Inc. My conclusion" in own.text
    assert own.fields[0][0] == "Name"
    answers["review.reviewer"] = reviewer(independence_note="I own one share.")
    answers["signoff.conclusion"] = Answer()
    _, own = signature_blocks(answers)
    assert (
        "no interest in Acme, Inc. beyond what I state here: I own one share. I have not concluded yet."
        in own.text
    )
