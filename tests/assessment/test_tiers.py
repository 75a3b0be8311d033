"""The tier: gates, thresholds, findings, the reviewer's override and its limits, and the sentences that defend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from app.assessment.answer import Answer, Answers, State
from app.assessment.case import Case, JudgeSettings, main_document
from app.assessment.findings import AppliedCap, Finding, FindingState
from app.assessment.score import Figures, Score, Tier, Verdict
from app.assessment.scoring import Scorer
from app.assessment.tiers import (
    CONCLUSION,
    Condition,
    Reading,
    settings_faults,
    thresholds_of,
    verdict,
)
from app.questionnaire.model import Severity
from app.questionnaire.rules import Rulebook
from tests.assessment.answered import DOCUMENTS, k12
from tests.assessment.packs import SMALL
from tests.assessment.small_cases import book, case_of, found, good_answers, of, said, scorer

GATES = frozenset(
    {
        "product.contacts",
        "data.elements",
        "ferpa.ownership",
        "ferpa.purpose",
        "ferpa.no_redisclosure",
        "ferpa.review_correct",
        "ferpa.no_targeted_ads",
        "sopipa.no_targeted_ads",
        "sopipa.no_profiling",
        "sopipa.no_sale",
        "coppa.consent_basis",
        "security.encryption.in_transit",
        "security.encryption.at_rest",
        "security.personnel.access",
        "breach.notify",
        "breach.deadline",
        "deletion.on_request",
        "deletion.at_end",
        "thirdparty.register",
        "thirdparty.agreements",
        "policy.effective_date",
        "policy.covers_product",
    }
)
GATE = "deletion.at_end"
SIGNED = {"D2": DOCUMENTS["D2"]}


def judged(
    answers: Answers | None = None,
    *findings: Finding,
    commitment: float | None = 90.0,
    assurance: float | None = 80.0,
    register: Mapping[str, Mapping[str, str]] | None = None,
    settings: JudgeSettings | None = None,
    done: int | None = None,
) -> Verdict:
    """The verdict on the best file there is with these answers and findings, and with these two numbers."""
    case = case_of(
        {**good_answers(), CONCLUSION: Answer(), **(answers or {})},
        register=SIGNED if register is None else register,
        settings=settings,
    )
    score = scorer().score(case, of(*findings))
    score = replace(score, total=Figures(score.total.weight, commitment, assurance))
    if done is not None:
        score = replace(score, answered=done, in_force=100)
    return verdict(k12(), book(), case, of(*findings), score)


def tier_of(*args: object, **more: object) -> Tier:
    return judged(*args, **more).tier  # type: ignore[arg-type]


def test_the_pack_has_the_22_gates() -> None:
    assert {question.id for question in k12().questions if question.gate} == GATES
    assert len(GATES) == 22


def test_the_best_file_meets_and_says_why() -> None:
    best = judged()
    assert (best.tier, best.computed, best.concluded, best.override, best.refused) == (
        Tier.MEETS, Tier.MEETS, False, "", ""
    )  # fmt: skip
    assert best.why == (
        "All 22 gates that apply have full credit.",
        "Commitment is 90.0; 85 is needed.",
        "Assurance is 80.0; 65 is needed.",
        "No critical or high finding is open.",
        "The main document, D2, is signed and of 15 Jan 2026.",
    )


def test_without_any_invented_number_the_best_file_meets() -> None:
    case = case_of({**good_answers(), CONCLUSION: Answer()}, register=SIGNED)
    score = scorer().score(case, of())
    assert (score.total.commitment or 0) > 85
    assert verdict(k12(), book(), case, of(), score).tier is Tier.MEETS


# --- the table of tiers, row by row --------------------------------------------------------------------

ACCEPTED = {"state": FindingState.ACCEPTED, "owner": "Acme", "due": "2027-01-31"}


def high(rule: str = "GAP-04", **more: object) -> Finding:
    return found(rule, severity=Severity.HIGH, **more)  # type: ignore[arg-type]


def critical(rule: str = "CON-01", **more: object) -> Finding:
    return found(rule, severity=Severity.CRITICAL, **more)  # type: ignore[arg-type]


def gate(word: str, **more: str) -> dict[str, Answer]:
    return {GATE: said(GATE, word, **more)}  # type: ignore[arg-type]


WEAK = {"D5": DOCUMENTS["D5"]}
UNSIGNED = {"D2": {**DOCUMENTS["D2"], "signed": "none"}}
REPORT = {"D4": DOCUMENTS["D4"]}
NO_POLICY = {
    one: said(one, "not_addressed") for one in ("policy.document", "policy.binding", "policy.covers_product")
}
"""No address of a policy; nobody says what binds, or that a policy covers the product."""


@pytest.mark.parametrize(
    ("tier", "answers", "findings", "more"),
    [
        # Cannot say
        (Tier.CANNOT_SAY, {}, [], {"done": 89}),
        (Tier.MEETS, {}, [], {"done": 90}),
        (Tier.CANNOT_SAY, {}, [critical()], {"done": 89}),
        (Tier.CANNOT_SAY, gate("unanswered"), [], {}),
        (Tier.CANNOT_SAY, gate("na", reason=""), [], {}),
        (Tier.CANNOT_SAY, {}, [], {"register": WEAK}),
        (Tier.CANNOT_SAY, {}, [], {"register": {}}),
        (Tier.DOES_NOT_MEET, {}, [critical()], {"register": WEAK}),
        (Tier.CANNOT_SAY, {}, [], {"commitment": None, "assurance": None}),
        # Does not meet
        (Tier.DOES_NOT_MEET, {}, [critical()], {}),
        (Tier.DOES_NOT_MEET, {}, [critical(**ACCEPTED)], {}),
        (Tier.DOES_NOT_MEET, {}, [critical(state=FindingState.ANSWERED)], {}),
        (Tier.MEETS, {}, [critical(state=FindingState.FIXED)], {}),
        (Tier.MEETS, {}, [critical(state=FindingState.WITHDRAWN)], {}),
        (Tier.DOES_NOT_MEET, NO_POLICY, [], {"register": REPORT}),
        (Tier.DOES_NOT_MEET, gate("no"), [], {}),
        # Not shown
        (Tier.NOT_SHOWN, NO_POLICY, [], {}),
        (Tier.NOT_SHOWN, NO_POLICY, [], {"register": {"D2": {**DOCUMENTS["D2"], "kind": "terms"}}}),
        (Tier.NOT_SHOWN, gate("not_addressed"), [], {}),
        (Tier.NOT_SHOWN, gate("partial", reason=" "), [], {}),
        (Tier.NOT_SHOWN, {}, [found("CON-05", AppliedCap(GATE, credit=0.0), severity=Severity.MEDIUM)], {}),
        (Tier.NOT_SHOWN, {}, [], {"commitment": 59.9}),
        (Tier.NOT_SHOWN, {}, [], {"commitment": 69.99}),
        (Tier.NOT_SHOWN, {}, [], {"assurance": 44.99}),
        (Tier.NOT_SHOWN, {}, [high()], {}),
        (Tier.NOT_SHOWN, {}, [high(state=FindingState.ACCEPTED)], {}),
        (Tier.NOT_SHOWN, {}, [high(state=FindingState.ACCEPTED, owner="Acme", due="soon")], {}),
        (Tier.NOT_SHOWN, {}, [high(**ACCEPTED), high("GAP-05")], {}),
        (Tier.NOT_SHOWN, {}, [found("CON-05", AppliedCap(GATE, credit=0.4), severity=Severity.LOW)], {}),
        # Meets with conditions
        (Tier.MEETS_WITH_CONDITIONS, {}, [], {"commitment": 70.0, "assurance": 45.0}),
        (Tier.MEETS_WITH_CONDITIONS, {}, [], {"commitment": 84.99}),
        (Tier.MEETS_WITH_CONDITIONS, {}, [], {"assurance": 64.99}),
        (Tier.MEETS_WITH_CONDITIONS, gate("partial"), [], {}),
        (
            Tier.MEETS_WITH_CONDITIONS,
            {},
            [found("CON-05", AppliedCap(GATE, credit=0.5), severity=Severity.LOW)],
            {},
        ),
        (Tier.MEETS_WITH_CONDITIONS, {}, [high(**ACCEPTED)], {}),
        (Tier.MEETS_WITH_CONDITIONS, {}, [], {"register": UNSIGNED}),
        (
            Tier.MEETS_WITH_CONDITIONS,
            {},
            [],
            {"register": {"D2": {**DOCUMENTS["D2"], "stated_date": "2024-11-21"}}},
        ),
        (Tier.MEETS_WITH_CONDITIONS, {}, [], {"register": {"D2": {**DOCUMENTS["D2"], "stated_date": ""}}}),
        # Meets
        (Tier.MEETS, {"policy.document": said("policy.document", "not_addressed")}, [], {}),
        (Tier.MEETS, {}, [], {"register": {"D2": {**DOCUMENTS["D2"], "stated_date": "2024-11-22"}}}),
        (Tier.MEETS, {}, [], {"commitment": 85.0, "assurance": 65.0}),
        (Tier.MEETS, gate("na"), [], {}),
        (Tier.MEETS, {}, [high(state=FindingState.FIXED)], {}),
        (Tier.MEETS, {}, [found("STA-01", severity=Severity.MEDIUM)], {}),
    ],
)
def test_the_table_of_tiers(
    tier: Tier, answers: Answers, findings: list[Finding], more: dict[str, object]
) -> None:
    assert tier_of(answers, *findings, **more) is tier


def test_a_hair_of_adding_up_is_no_reason_to_fall_short() -> None:
    assert tier_of(commitment=85 - 1e-12, assurance=65 - 1e-12) is Tier.MEETS


# --- why -----------------------------------------------------------------------------------------------


def test_what_cannot_be_said_says_what_is_missing() -> None:
    open_gates = {
        one: said(one, "unanswered")
        for one in (GATE, "breach.notify", "deletion.on_request", "ferpa.purpose")
    }
    assert judged(open_gates, done=60, register={}).why == (
        "60 of 100 questions are answered (60.0 %); 90 % are needed.",
        "Gates are not answered: ferpa.purpose, breach.notify, deletion.on_request and 1 more.",
        "The document register is empty.",
    )
    assert judged(gate("unanswered")).why == (f"The gate {GATE} is not answered.",)


def test_what_does_not_meet_names_each_cause_and_the_way_up() -> None:
    findings = [
        critical("CON-01", answers=("ferpa.no_targeted_ads",)),
        found("CON-05", AppliedCap(GATE, credit=0.0), severity=Severity.HIGH),
        high("GAP-01"),
    ]
    answers = {
        **NO_POLICY,
        "policy.covers_product": said("policy.covers_product", "na", reason="There is none."),
        "breach.notify": said("breach.notify", "no"),
        "deletion.on_request": said("deletion.on_request", "partial"),
    }
    assert judged(answers, *findings, commitment=38.79, assurance=17.4, register=REPORT).why == (
        "CON-01 is critical and open: Title of CON-01.",
        "No privacy policy is in the file or named in it, and no terms or agreement are (policy.document).",
        "The gate breach.notify is a plain no.",
        f"The gate {GATE} has credit 0: CON-05.",
        "Commitment is 38.7; 70 is needed for Meets with conditions.",
        "Assurance is 17.4; 45 is needed for Meets with conditions.",
        (
            "2 high findings are open (CON-05 and GAP-01); Meets with conditions needs an accepted condition for each, "
            "with an owner and a date."
        ),
    )


def test_a_silent_gate_names_the_silence_and_the_rule_that_speaks_of_it() -> None:
    gap = found("GAP-01", severity=Severity.MEDIUM, answers=("breach.deadline",))
    silent = {"breach.deadline": said("breach.deadline", "not_addressed")}
    assert judged(silent, gap).why == (
        "The gate breach.deadline has credit 0: the documents are silent; GAP-01.",
    )


def test_conditions_that_hold_and_what_the_best_tier_would_need() -> None:
    register = {"D2": {**DOCUMENTS["D2"], "signed": "none", "stated_date": "2024-01-02"}}
    shown = judged(gate("partial"), high(**ACCEPTED), commitment=80, assurance=50, register=register)
    assert shown.why == (
        "All 22 gates that apply have half credit or more.",
        "Commitment is 80.0; 70 is needed.",
        "Assurance is 50.0; 45 is needed.",
        "No critical finding is open; what is open and high is accepted with an owner and a date: GAP-04.",
        f"The gate {GATE} has credit 0.5: the answer is partial; 1 is needed for Meets.",
        "Commitment is 80.0; 85 is needed for Meets.",
        "Assurance is 50.0; 65 is needed for Meets.",
        "GAP-04 is high and accepted: Title of GAP-04; Meets allows no open high finding.",
        "The main document, D2, is not signed by the vendor; Meets needs that.",
        "The main document, D2, is of 2 Jan 2024; Meets needs one of the last 24 months.",
    )


def test_a_number_that_falls_short_is_never_shown_as_enough() -> None:
    assert "Commitment is 84.9; 85 is needed for Meets." in judged(commitment=84.999).why


def test_what_a_vendor_or_reviewer_typed_stays_on_one_line() -> None:
    nasty = replace(critical(subject="a\nb\r[31m"), message="[bold]x\n\ny.")
    (first, *_) = judged({}, nasty).why
    assert first == "CON-01 (a b [31m) is critical and open: [bold]x y."


# --- settings of a district ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("thresholds", "tier"),
    [
        ({"meets.commitment": 91.0}, Tier.MEETS_WITH_CONDITIONS),
        ({"meets.commitment": 10.0}, Tier.MEETS),
        ({"meets.assurance": 81.0}, Tier.MEETS_WITH_CONDITIONS),
        ({"conditions.assurance": 81.0}, Tier.NOT_SHOWN),
        ({"conditions.commitment": 91.0}, Tier.NOT_SHOWN),
        ({"shown.commitment": 91.0}, Tier.NOT_SHOWN),
        ({"meets.months": 6.0}, Tier.MEETS_WITH_CONDITIONS),
        ({"meets.months": 60.0}, Tier.MEETS),
        ({"completeness": 100.0}, Tier.CANNOT_SAY),
        ({"meets.commitment": float("nan")}, Tier.MEETS),
        ({"no such": 100.0}, Tier.MEETS),
    ],
)
def test_a_district_can_ask_for_more_and_never_for_less(thresholds: dict[str, float], tier: Tier) -> None:
    assert tier_of(settings=JudgeSettings(thresholds), done=99) is tier


@pytest.mark.parametrize(
    ("word", "tier"),
    [
        ("unanswered", Tier.CANNOT_SAY),
        ("not_addressed", Tier.NOT_SHOWN),
        ("no", Tier.DOES_NOT_MEET),
        ("partial", Tier.MEETS_WITH_CONDITIONS),
        ("yes", Tier.MEETS),
        ("na", Tier.MEETS),
    ],
)
@pytest.mark.parametrize("item", ["audit.lea_right", "ferpa.change_notice"])
def test_a_gate_that_was_added_is_a_gate(item: str, word: str, tier: Tier) -> None:
    assert tier_of({item: said(item, word)}, settings=JudgeSettings(extra_gates=(item,))) is tier
    if word in ("no", "not_addressed", "partial"):
        assert tier_of({item: said(item, word)}) is Tier.MEETS, "without the setting it is none"


def test_a_gate_without_a_score_goes_by_its_state() -> None:
    settings = JudgeSettings(extra_gates=("law.cipa",))
    assert tier_of({"law.cipa": said("law.cipa", "not_addressed")}, settings=settings) is Tier.NOT_SHOWN
    assert tier_of(settings=settings) is Tier.MEETS


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        (JudgeSettings({"meets.commitment": 90, "meets.months": 12}, ("audit.lea_right",)), None),
        (
            JudgeSettings({"meets.commitment": 84}),
            "The threshold meets.commitment can only be raised: the pack's is 85.",
        ),
        (
            JudgeSettings({"meets.months": 25}),
            "The threshold meets.months can only be lowered: the pack's is 24 months.",
        ),
        (
            JudgeSettings({"meets.commitment": 101}),
            "The threshold meets.commitment must be a number from 0 to 100.",
        ),
        (
            JudgeSettings({"completeness": float("inf")}),
            "The threshold completeness must be a number from 0 to 100.",
        ),
        (JudgeSettings({"best": 1}), 'There is no threshold "best"; there are'),
        (
            JudgeSettings(extra_gates=("sopipa.nothing",)),
            'There is no question "sopipa.nothing" that could be a gate.',
        ),
        (
            JudgeSettings(extra_gates=("security.framework.proof",)),
            "security.framework.proof is a follow-up of security.framework; only a question can be a gate.",
        ),
        (
            JudgeSettings(extra_gates=("review.reviewer",)),
            "review.reviewer is the reviewer's own statement; it says nothing of the vendor and can be no gate.",
        ),
    ],
)
def test_settings_that_cannot_be(settings: JudgeSettings, fault: str | None) -> None:
    faults = settings_faults(k12(), book(), settings)
    assert len(faults) == (fault is not None)
    assert not fault or faults[0].startswith(fault)


def test_no_tier_asks_for_less_than_the_one_below_it() -> None:
    found_thresholds = thresholds_of(
        book(), JudgeSettings({"shown.commitment": 88, "conditions.assurance": 70})
    )
    assert (found_thresholds["conditions.commitment"], found_thresholds["meets.commitment"]) == (88, 88)
    assert found_thresholds["meets.assurance"] == 70
    assert thresholds_of(Rulebook("small"), JudgeSettings())["meets.assurance"] == 65


# --- the reviewer's conclusion -------------------------------------------------------------------------

LADDER = ("Does not meet", "Not shown", "Meets with conditions", "Meets")
COMPUTED: Mapping[str, tuple[dict[str, Answer], list[Finding], dict[str, object]]] = {
    "Cannot say": ({}, [], {"done": 50}),
    "Does not meet": (gate("no"), [], {}),
    "Not shown": (gate("not_addressed"), [], {}),
    "Meets with conditions": (gate("partial"), [], {}),
    "Meets": ({}, [], {}),
}


def concluded(computed: str, recorded: str, reason: str = "") -> Verdict:
    answers, findings, more = COMPUTED[computed]
    record = {"tier": recorded, **({"overrides_with_reason": reason} if reason else {})}
    return judged({**answers, CONCLUSION: Answer(State.ANSWERED, record)}, *findings, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("computed", COMPUTED)
@pytest.mark.parametrize("recorded", COMPUTED)
@pytest.mark.parametrize("reason", ["", "The contract is being signed this week"])
def test_down_freely_up_by_one_step_and_only_with_a_reason(computed: str, recorded: str, reason: str) -> None:
    shown = concluded(computed, recorded, reason)
    assert shown.computed.value == computed
    if recorded in (computed, "Cannot say"):
        allowed = True
    elif computed == "Cannot say":
        allowed = False
    else:
        up = LADDER.index(recorded) - LADDER.index(computed)
        allowed = up <= 0 or (up == 1 and bool(reason))
    assert shown.tier.value == (recorded if allowed else computed)
    assert shown.concluded is allowed
    assert bool(shown.refused) is not allowed
    assert shown.override == (
        "The contract is being signed this week." if allowed and reason and recorded != computed else ""
    )


@pytest.mark.parametrize(
    ("computed", "recorded", "why"),
    [
        (
            "Not shown",
            "Meets with conditions",
            "the computed tier is Not shown, and a better one needs a written reason.",
        ),
        (
            "Not shown",
            "Meets",
            "the computed tier is Not shown, and a conclusion may be one step better, not 2.",
        ),
        (
            "Cannot say",
            "Meets",
            "the computed tier is Cannot say, and no other can be concluded before that is settled.",
        ),
    ],
)
def test_why_a_conclusion_is_not_shown(computed: str, recorded: str, why: str) -> None:
    assert (
        concluded(computed, recorded).refused == f"The reviewer's conclusion, {recorded}, is not shown: {why}"
    )


def test_nobody_passes_an_open_critical() -> None:
    record = Answer(State.ANSWERED, {"tier": "Not shown", "overrides_with_reason": "I know them well"})
    shown = judged({CONCLUSION: record}, critical("CON-01"), critical("CON-02", **ACCEPTED))
    assert (shown.tier, shown.concluded) == (Tier.DOES_NOT_MEET, False)
    assert shown.refused == (
        "The reviewer's conclusion, Not shown, is not shown: a critical finding is open (CON-01 and CON-02), "
        "and nobody may pass it."
    )


@pytest.mark.parametrize(
    "answer",
    [
        Answer(),
        Answer(State.ANSWERED, {"conditions": "none"}),
        Answer(State.ANSWERED, {"tier": "Excellent"}),
        Answer(State.PARTIAL, {"tier": "Not shown"}),
        Answer(State.ANSWERED, {"tier": "Not shown"}, reopened="the file was changed"),
        Answer(State.NA, {"tier": "Not shown"}, "a first look"),
    ],
)
def test_what_does_not_stand_concludes_nothing(answer: Answer) -> None:
    shown = judged({CONCLUSION: answer})
    assert (shown.tier, shown.concluded, shown.refused) == (Tier.MEETS, False, "")


def test_a_pack_that_asks_for_no_conclusion_has_the_computed_tier() -> None:
    case = case_of({"security.rest": Answer(State.NOT_ADDRESSED)}, pack=SMALL)
    district = Rulebook("small", scoring=book().scoring)
    score: Score = Scorer(SMALL, district).score(case, of())
    assert verdict(SMALL, district, case, of(), score).computed is Tier.CANNOT_SAY


# --- the main document and the conditions as values ----------------------------------------------------


def test_the_main_document_is_the_one_most_cited() -> None:
    answers = {
        "ferpa.ownership": said("ferpa.ownership", cited=("D1", "Agreement")),
        "ferpa.purpose": said("ferpa.purpose", cited=("d2",)),
    }
    main = main_document(case_of(answers))
    assert main is not None
    assert main.id == "D2", "by its id in any case, or by its title"
    first = main_document(case_of({}))
    assert first is not None
    assert first.id == "D1", "of several the first"
    assert main_document(case_of({}, register={})) is None


def test_what_stands_against_a_tier_can_be_asked_for() -> None:
    case: Case = case_of({**good_answers(), **gate("partial"), CONCLUSION: Answer()}, register=UNSIGNED)
    findings = of(high())
    reading = Reading(k12(), book(), case, findings, scorer().score(case, findings))
    assert reading.obstacles(Tier.DOES_NOT_MEET) == ()
    assert [one.condition for one in reading.obstacles(Tier.MEETS_WITH_CONDITIONS)] == [Condition.HIGH]
    assert {one.condition for one in reading.obstacles(Tier.MEETS)} == {
        Condition.GATE, Condition.HIGH, Condition.MAIN_SIGNED
    }  # fmt: skip
    assert {one.about for one in reading.obstacles(Tier.MEETS)} == {(GATE,), ("GAP-04",), ("D2",)}
