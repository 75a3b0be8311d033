"""What a judgement adds to the profile: page one, banners, signatures, and nothing that is internal."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from app import report
from app.assessment.answer import Answer, State
from app.assessment.findings import FindingState
from app.assessment.internal_blocks import BANNER, Internal
from app.assessment.profile import Mark, Profile, SignatureBlock, Strip, Verdict
from app.assessment.recorded import Recorded
from app.assessment.score import Step, Tier
from app.assessment.score import Verdict as Judged
from app.questionnaire.model import Severity
from app.questionnaire.rules import Against, RuleKind
from tests.assessment.answered import everything
from tests.assessment.judged import AT, PROMISE, finding, judgement, no_sale
from tests.assessment.test_compose import blocks, facts, printed, profile_of, section
from tests.hostile import HOSTILE
from tests.report.pages import squeezed

CONCLUDED = {
    **everything(State.NOT_ADDRESSED),
    "signoff.conclusion": Answer(State.ANSWERED, {"tier": "Not shown", "conditions": "Stop the ads."}),
}


def verdict_of(profile: Profile) -> Verdict:
    found = section(profile, "P0").blocks[0]
    assert isinstance(found, Verdict)
    return found


def told(shown: Judged, answers: dict[str, Answer] | None = None) -> str:
    return verdict_of(profile_of(answers or CONCLUDED, judgement=judgement(verdict=shown))).detail


def test_page_one_has_the_tier_both_scores_and_the_findings() -> None:
    found = [no_sale(), finding("GAP-01"), finding("GAP-02", Severity.LOW)]
    lack = finding("EVD-02", Severity.MEDIUM, against=Against.REVIEW)
    profile = profile_of({"sopipa.no_sale": Answer(State.YES)}, judgement=judgement(*found, lack))
    shown = verdict_of(profile)
    assert shown.headline == "Does not meet"
    assert shown.figures[:3] == (
        ("27.7", "Commitment, of 100"),
        ("17.5", "Assurance, of 100"),
        ("3", "findings about the vendor, 1 critical"),
    )
    assert (
        facts(profile, "P0")["Findings"]
        == "1 critical, 1 high and 1 low; see P17. About the review itself: 1"
    )
    assert facts(profile, "P0")["In the file"].endswith("6 documents read")
    assert "Scores" not in facts(profile, "P0")
    strip = next(block for block in section(profile, "P0").blocks if isinstance(block, Strip))
    assert dict(strip.cells)["No sale of data"] is Mark.CONTRADICTED


def test_no_finding_is_not_printed_as_no_risk() -> None:
    profile = profile_of({}, judgement=judgement())
    assert facts(profile, "P0")["Findings"].startswith(
        "None stands. That no finding is listed about something does not"
    )
    assert verdict_of(profile).figures[2] == ("0", "findings about the vendor")
    assert "does not show that there is no risk in it." in printed(profile, "P17")


def test_the_detail_says_whose_tier_it_is() -> None:
    tier = Tier.NOT_SHOWN
    assert told(Judged(tier, tier, ("A gate is silent.",))) == (
        "Computed from the answers and findings; this is not the reviewer's conclusion. A gate is silent."
    )
    assert told(Judged(tier, tier, concluded=True)) == (
        "The reviewer's conclusion, and the one computed from the answers and findings. Conditions: Stop the ads."
    )
    moved = Judged(
        tier, Tier.MEETS_WITH_CONDITIONS, ("Unused.",), concluded=True, override="the seal has lapsed"
    )
    assert told(moved) == (
        "The reviewer's conclusion. Computed from the answers and findings: “Meets with conditions”. "
        "The reviewer's reason: the seal has lapsed. Conditions: Stop the ads."
    )
    refused = Judged(tier, tier, refused="a critical finding is open.")
    assert "The conclusion recorded is not shown: a critical finding is open. " in f"{told(refused)} "


def test_long_conditions_are_cut_on_page_one_and_whole_before_the_signature() -> None:
    long = " ".join(f"word{number}" for number in range(80))
    answers = {
        **CONCLUDED,
        "signoff.conclusion": Answer(State.ANSWERED, {"tier": "Not shown", "conditions": long}),
    }
    tier = Tier.NOT_SHOWN
    profile = profile_of(answers, judgement=judgement(verdict=Judged(tier, tier, concluded=True)))
    assert verdict_of(profile).detail.endswith("word33 … (in full in P18)")
    assert long in printed(profile, "P18")


def reviewers(shown: Judged) -> str:
    profile = profile_of(CONCLUDED, judgement=judgement(verdict=shown))
    found = [block for block in blocks(profile, "P18", SignatureBlock) if block.title == "The reviewer"]
    return str(found[0].text)


def test_the_reviewer_signs_the_tier_that_is_shown_with_the_reason_of_an_override() -> None:
    tier = Tier.NOT_SHOWN
    assert 'My conclusion is "Not shown", under these conditions: Stop the ads.' in reviewers(
        Judged(tier, tier, concluded=True)
    )
    moved = reviewers(Judged(tier, Tier.MEETS, concluded=True, override="the seal has lapsed"))
    assert moved.endswith(
        'The tier computed from the answers and findings is "Meets". I depart from it for this reason: the seal has lapsed.'
    )
    assert "I have not concluded yet." in reviewers(Judged(Tier.DOES_NOT_MEET, Tier.DOES_NOT_MEET))


def test_a_critical_finding_marks_every_page_until_it_is_settled() -> None:
    words = "CONTAINS OPEN CRITICAL FINDINGS"
    assert profile_of({}, judgement=judgement(no_sale())).banners[0] == words
    accepted = replace(no_sale(), state=FindingState.ACCEPTED)
    assert words in profile_of({}, judgement=judgement(accepted)).banners
    fixed = replace(no_sale(), state=FindingState.FIXED)
    assert words not in profile_of({}, judgement=judgement(fixed)).banners
    ours = finding("EVD-06", Severity.CRITICAL, against=Against.REVIEW)
    assert words not in profile_of({}, judgement=judgement(ours)).banners
    assert words not in profile_of({}).banners


def test_the_digest_changes_with_what_was_judged_and_is_signed_with_the_version() -> None:
    one = profile_of({}, judgement=judgement(no_sale()))
    same = profile_of({}, judgement=judgement(no_sale()))
    other = profile_of({}, judgement=judgement(replace(no_sale(), state=FindingState.ACCEPTED, reason="x")))
    assert one == same
    assert len(one.judgement) == 64
    assert one.judgement != other.judgement
    assert one.version == other.version
    assert f"(judgment {one.judgement[:12]})" in printed(one, "P18")
    assert profile_of({}).judgement == ""


def test_the_fullest_page_one_is_one_page() -> None:
    answers = {
        **everything(State.PARTIAL),
        "product.operator": Answer(State.ANSWERED, {"legal_name": "Acme " * 20, "country": "United States"}),
        "signoff.conclusion": Answer(
            State.ANSWERED, {"tier": "Not shown", "conditions": "Stop the ads. " * 40}
        ),
    }
    found = [
        finding(f"GAP-{number}", severity, subject=str(number))
        for severity in Severity
        for number in range(99)
    ]
    lacks = [finding(f"EVD-{number}", against=Against.REVIEW) for number in range(20)]
    shown = Judged(Tier.NOT_SHOWN, Tier.MEETS, ("Why. " * 50,), concluded=True, override="a reason " * 9)
    profile = profile_of(
        answers,
        judgement=judgement(no_sale(), *found, *lacks, verdict=shown),
        internal=Internal(),
        vendor="The Educational Software Corporation of North America",
        product="Classroom Companion Plus",
    )
    first = replace(profile, sections=profile.sections[:1])
    for size in ("letter", "a4"):
        assert len(PdfReader(BytesIO(report.pdf(first, page_size=size))).pages) == 1


# --- what is internal stays so -------------------------------------------------------------------------

SECRETS = (
    "secret-note",
    "secret-by",
    "secret-history",
    "secret-name",
    "secret-step",
    "secret-proposal",
    "secret-dismissed",
    "secret-quote",
)


def _with_secrets(*, internal: bool) -> Profile:
    answers = {
        **everything(State.YES),
        "sopipa.no_sale": Answer(
            State.YES, citations=(PROMISE,), note="secret-note", by="secret-by", at=AT, flag=True
        ),
    }
    proposal = finding("DOC-05", kind=RuleKind.ASSIST, message="secret-proposal")
    dismissed = finding(
        "DOC-06",
        kind=RuleKind.ASSIST,
        message="secret-quote",
        state=FindingState.WITHDRAWN,
        reason="secret-dismissed",
        by="secret-by",
        at=AT,
    )
    told = judgement(replace(no_sale(), by="secret-by", at=AT), dismissed, proposals=[proposal])
    more = Internal(
        (Recorded(AT, "secret-by", "sopipa.no_sale", "secret-history"),),
        {("company", "secret-name", "other"): True},
        (Step("sopipa.no_sale", "secret-step", Tier.MEETS, 80.0, None, 1),),
    )
    return profile_of(answers, judgement=told, internal=more if internal else None)


def _everywhere(profile: Profile) -> list[str]:
    pages = PdfReader(BytesIO(report.pdf(profile))).pages
    return [
        squeezed("".join(page.extract_text() for page in pages)),
        report.markdown(profile).replace("\\", ""),
        report.to_json(profile),
    ]


def test_the_public_profile_shows_nothing_internal() -> None:
    profile = _with_secrets(internal=False)
    for text in _everywhere(profile):
        assert "secret-" not in text
        assert "INTERNAL" not in text
    assert profile.kind == "Product privacy profile"
    assert "DOC-06" not in printed(profile)


def test_the_internal_report_shows_it_all_and_says_so_on_every_page() -> None:
    profile = _with_secrets(internal=True)
    for text in _everywhere(profile):
        for secret in SECRETS:
            assert secret in text, secret
    pages = PdfReader(BytesIO(report.pdf(profile))).pages
    assert all(BANNER in page.extract_text() and "Internal report" in page.extract_text() for page in pages)
    assert profile.banners[0] == BANNER
    public = _with_secrets(internal=False)
    assert profile.sections[: len(public.sections)] == public.sections


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_only_text_in_every_field(text: str) -> None:
    words = dict.fromkeys(("title", "message", "fix", "reason", "owner", "due", "by"), text)
    odd = [
        finding("GAP-90", subject=text, law=(text,), **words),  # type: ignore[arg-type]
        finding("GAP-90", subject="other", law=(text,), **words),  # type: ignore[arg-type]
        finding("EVD-90", against=Against.REVIEW, **words),  # type: ignore[arg-type]
        finding("CON-90", state=FindingState.FIXED, **words),  # type: ignore[arg-type]
    ]
    shown = Judged(Tier.NOT_SHOWN, Tier.MEETS, (text,), concluded=True, override=text, refused=text)
    more = Internal(
        (Recorded(AT, text, text, text),),
        {("company", text, "b"): False},
        (Step(text, text, Tier.MEETS, 1, 1, 9),),
    )
    profile = profile_of(
        {}, judgement=judgement(*odd, proposals=odd[:1], verdict=shown), internal=more, vendor=text or "x"
    )
    kept = replace(
        profile, sections=tuple(s for s in profile.sections if s.code in ("P0", "P17") or s.code[0] == "I")
    )
    assert report.pdf(kept).startswith(b"%PDF")
    rendered = report.markdown(kept)
    assert "<b>" not in rendered.replace("\\<", "")
    assert "\x1b" not in rendered + report.to_json(kept)
