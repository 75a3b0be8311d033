from __future__ import annotations

from dataclasses import replace

from app.assessment.answer import Answer, State
from app.assessment.findings import Broken, FindingState, Waiting
from app.assessment.internal_blocks import Internal
from app.assessment.profile import Bullets, Paragraph, Profile, Table
from app.assessment.recorded import Recorded
from app.assessment.score import Step, Tier
from app.questionnaire.rules import RuleKind
from tests.assessment.answered import REASON, everything
from tests.assessment.judged import AT, LISTED, PROMISE, finding, judgement, no_sale
from tests.assessment.test_compose import profile_of, section

TITLES = [
    "Notes, reasons and flags",
    "Answers without a passage",
    "Proposals that nobody has decided on",
    "Findings: who recorded what",
    "What would move the tier",
    "Names declared the same or different",
    "History",
]


def report_of(answers: dict[str, Answer], internal: Internal | None = None, **more: object) -> Profile:
    return profile_of(answers, internal=internal or Internal(), **more)  # type: ignore[arg-type]


def rows(profile: Profile, code: str) -> tuple[tuple[str, ...], ...]:
    return next(block for block in section(profile, code).blocks if isinstance(block, Table)).rows


def test_the_internal_sections_follow_all_others() -> None:
    profile = report_of({})
    assert [one.code for one in profile.sections[-8:]] == ["P20", *(f"I{number}" for number in range(1, 8))]
    assert [one.title for one in profile.sections[-7:]] == TITLES
    assert all(one.blocks for one in profile.sections)


def test_notes_reasons_and_flags_stand_with_who_and_when() -> None:
    answers = {
        "sopipa.no_sale": Answer(State.PARTIAL, reason=REASON, note="ask Pat", flag=True, by="Rae", at=AT),
        "ferpa.purpose": Answer(State.YES, by="Rae", at=AT),
    }
    assert rows(report_of(answers), "I1") == (
        (
            "sopipa.no_sale",
            f"in part, with this limit: {REASON}",
            REASON,
            "ask Pat",
            "flag",
            "Rae, 2026-11-20 09:30 UTC",
        ),
    )


def test_uncited_answers_are_listed_here_and_no_longer_in_the_public_appendix() -> None:
    answers = {"ferpa.purpose": Answer(State.YES)}
    profile = report_of(answers, judgement=judgement())
    listed = section(profile, "I2").blocks[0]
    assert isinstance(listed, Bullets)
    assert any(item.startswith("ferpa.purpose: ") for item in listed.items)
    public = profile_of(answers, judgement=judgement())
    assert "Answered without a passage" not in str(section(public, "P19"))
    assert section(report_of(everything(State.NOT_ADDRESSED)), "I2").blocks == (
        Paragraph("Every answer that wants a passage cites one."),
    )


def test_proposals_wait_with_their_passages() -> None:
    one = replace(no_sale(), rule="DOC-05", kind=RuleKind.ASSIST)
    profile = report_of({}, judgement=judgement(proposals=[one]))
    assert rows(profile, "I3") == (
        (
            "DOC-05",
            "critical",
            "No-sale promise against the register",
            one.message,
            f"D1 line 45: “{PROMISE.quote}”\nD1 line 162: “{LISTED.quote}”",
        ),
    )


def test_what_was_recorded_about_findings_has_who_and_when() -> None:
    accepted = replace(
        no_sale(),
        state=FindingState.ACCEPTED,
        reason="for now",
        owner="Pat",
        due="2027-03-01",
        by="Rae",
        at=AT,
    )
    told = judgement(accepted, finding("GAP-01"))
    findings = replace(
        told.findings, broken=(Broken("CON-09", "it fails"),), waiting=(Waiting("CA-01", ("a", "b")),)
    )
    profile = report_of({}, judgement=replace(told, findings=findings))
    assert rows(profile, "I4") == (
        (
            "CON-02",
            f"No-sale promise against the register\n{no_sale().message}",
            "accepted",
            "for now",
            "Pat, 1 Mar 2027",
            "Rae, 2026-11-20 09:30 UTC",
        ),
    )
    assert Paragraph("Rule CON-09 could not be run: it fails.") in section(profile, "I4").blocks
    waiting = section(profile, "I4").blocks[-1]
    assert isinstance(waiting, Table)
    assert waiting.rows == (("CA-01", "a, b"),)


def test_steps_names_and_history() -> None:
    internal = Internal(
        (Recorded(AT, "", "ferpa.purpose", "state: yes", in_effect=False),),
        {("element", "b", "c"): False, ("company", "AWS", "Amazon"): True},
        (Step("ferpa.purpose", "Get it signed.", Tier.MEETS, 80.0, None, 2),),
    )
    profile = report_of({}, internal)
    assert rows(profile, "I5") == (("Get it signed.", "a date or a signature", "Meets", "80.0", "–"),)
    assert rows(profile, "I6") == (
        ("company", "AWS", "Amazon", "the same"),
        ("element", "b", "c", "different"),
    )
    assert rows(profile, "I7") == (("2026-11-20 09:30 UTC", "–", "ferpa.purpose", "state: yes", "undone"),)


def test_steps_that_are_taken_one_after_the_other_carry_their_numbers() -> None:
    steps = tuple(Step("ferpa.purpose", f"Step {n}.", Tier.MEETS, 80.0, None, 2, n) for n in (1, 2))
    profile = report_of({}, Internal((), {}, steps))
    assert [row[:2] for row in rows(profile, "I5")] == [("1", "Step 1."), ("2", "Step 2.")]
    lead = section(profile, "I5").blocks[0]
    assert isinstance(lead, Paragraph)
    assert "one after the other" in lead.text


def test_without_a_judgement_there_are_no_proposals_and_no_findings() -> None:
    profile = report_of({})
    for code in ("I3", "I4", "I5", "I6", "I7"):
        only = section(profile, code).blocks[0]
        assert isinstance(only, Table)
        assert not only.rows
        assert only.empty
