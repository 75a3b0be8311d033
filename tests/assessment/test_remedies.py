"""Remedies: what is supposed when something is asked for, and that it is as good as it says."""

from __future__ import annotations

from functools import cache

import pytest

from app.assessment.answer import Answer, Number, Row, State
from app.assessment.findings import AppliedCap, FindingState
from app.assessment.remedies import DOCUMENT, PRACTICE, SENTENCE, SIGNATURE, Remedies, Remedy
from app.assessment.score import Judgement
from app.assessment.tiers import verdict
from app.questionnaire.model import Severity
from tests.assessment.answered import DOCUMENTS, k12
from tests.assessment.small_cases import book, case_of, found, of, said, scorer

SALE = "sopipa.no_sale"


@cache
def remedies() -> Remedies:
    return Remedies(k12(), book())


def offered(answers: dict[str, Answer], *findings: object, **more: object) -> tuple[Remedy, ...]:
    case = case_of(answers, **more)  # type: ignore[arg-type]
    acting = of(*findings)  # type: ignore[arg-type]
    score = scorer().score(case, acting)
    return remedies().of(case, Judgement(acting, score, verdict(k12(), book(), case, acting, score)))


def remedy_for(question: str, answer: Answer, **more: Answer) -> Remedy | None:
    return next((one for one in offered({question: answer, **more}) if one.question == question), None)


@pytest.mark.parametrize(
    ("question", "answer", "cost", "value"),
    [
        ("ferpa.ownership", "not_addressed", SENTENCE, None),
        ("ferpa.ownership", "no", PRACTICE, None),
        ("thirdparty.own_policy", "yes", PRACTICE, None),
        ("sopipa.ads_served", "targeted", PRACTICE, "none"),
        ("sopipa.ads_served", "not_addressed", SENTENCE, "none"),
        ("breach.deadline", Number(30, "days"), SENTENCE, Number(72, "hours")),
        ("deletion.deadline", Number(None, "none stated"), SENTENCE, Number(60, "days")),
        ("policy.effective_date", "not_addressed", SIGNATURE, "2026-11-22"),
        ("policy.binding", "published policy or terms", SIGNATURE, "signed agreement"),
        ("policy.document", "not_addressed", DOCUMENT, "https://example.org/"),
        ("research.deidentified_use", ("any business purpose",), PRACTICE, ("none",)),
        ("breach.recipients", ("users",), SENTENCE, ("school or district", "users")),
    ],
)
def test_the_better_answer_and_what_it_asks(question: str, answer: object, cost: int, value: object) -> None:
    remedy = remedy_for(question, said(question, answer, cited=()))
    assert remedy is not None
    assert (remedy.cost, remedy.answers[question].value) == (cost, value)
    good = State.NO if k12().question(question).good_side == "no" else State.YES
    statement = k12().question(question).type.value == "statement"
    assert remedy.answers[question].state is (good if statement else State.ANSWERED)


def test_an_answer_rests_on_the_best_document_there_is_or_on_what_was_cited() -> None:
    fresh = remedy_for("ferpa.ownership", said("ferpa.ownership", "not_addressed", cited=()))
    kept = remedy_for("ferpa.ownership", said("ferpa.ownership", "partial", cited=("D5",)))
    assert fresh is not None
    assert kept is not None
    assert [one.document for one in fresh.answers["ferpa.ownership"].cited] == ["D4"]
    assert [one.document for one in kept.answers["ferpa.ownership"].cited] == ["D5"]


def test_a_framework_needs_its_proof_and_an_agreement_its_signatures() -> None:
    proof = remedy_for("security.framework", said("security.framework", ("SOC 2 Type 2",)))
    assert proof is not None
    assert proof.answers["security.framework"].value == ("SOC 2 Type 2",)
    assert proof.answers["security.framework.proof"].value == "certificate held by vendor"
    assert proof.cost == DOCUMENT
    signed = remedy_for("policy.contract_form", said("policy.contract_form", "NDPA v2"))
    assert signed is not None
    assert signed.answers["policy.contract_form.signed"].value == "both"
    assert signed.cost == SIGNATURE


def test_what_is_filled_in_is_never_taken_away() -> None:
    rows = (Row("r1", {"name": "AdCo", "function": "advertising"}),)
    remedy = remedy_for("thirdparty.register", Answer(State.PARTIAL, rows, "four companies are not named"))
    assert remedy is not None
    assert remedy.answers["thirdparty.register"].value == rows
    assert remedy.what.startswith("Get the rest of the answer to ")


@pytest.mark.parametrize("answer", ["yes", "na", "unanswered"])
def test_what_is_whole_or_does_not_count_has_no_remedy(answer: str) -> None:
    assert remedy_for("ferpa.ownership", said("ferpa.ownership", answer)) is None


def test_a_finding_can_be_settled_and_a_high_one_accepted() -> None:
    cap = AppliedCap(SALE, credit=0.0)
    settled, accepted = [
        one
        for one in offered({SALE: said(SALE)}, found("CON-02", cap, severity=Severity.HIGH, subject="AdCo"))
        if one.dispositions
    ]
    assert settled.what == "Settle CON-02 (AdCo): Settle it."
    assert (settled.question, settled.cost, settled.touches) == (SALE, PRACTICE, {"CON-02 AdCo", SALE})
    assert settled.commitment == pytest.approx(100)
    assert settled.dispositions["CON-02 AdCo"].state is FindingState.FIXED
    kept = accepted.dispositions["CON-02 AdCo"]
    assert (kept.state, bool(kept.owner), kept.due) == (FindingState.ACCEPTED, True, "2026-11-22")


def test_settling_what_is_said_of_an_answer_is_giving_a_better_one() -> None:
    item = "audit.lea_right"
    answers = {item: said(item, "no")}
    named = found("GAP-00", subject=item, answers=(item,))
    assert [one.what[:6] for one in offered(answers, named) if one.dispositions] == ["Accept"]
    other = found("GAP-07", answers=(item,))
    assert [one.cost for one in offered(answers, other) if one.what.startswith("Settle")] == [PRACTICE]


def test_a_light_finding_that_takes_nothing_needs_no_settling() -> None:
    assert not [
        one for one in offered({SALE: said(SALE)}, found("STA-01", severity=Severity.LOW)) if one.dispositions
    ]


def test_documents_can_be_signed_renewed_and_joined_by_a_report() -> None:
    old = {"D1": {**DOCUMENTS["D1"], "stated_date": "2020-01-01"}, "D5": DOCUMENTS["D5"]}
    answers = {
        SALE: said(SALE, cited=("D1",)),
        "security.encryption.at_rest": said("security.encryption.at_rest", cited=("D1",)),
    }
    of_documents = {one.what: one for one in offered(answers, register=old) if one.touches is None}
    name = "D1, Acme Privacy Policy"
    assert list(of_documents) == [
        f"Get {name}, signed by both sides.",
        f"Get a version of {name} that is dated within the last 12 months.",
        f"Get a version of {name} that is signed by both sides and dated within the last 12 months.",
        "Get an independent report or certificate about the vendor that covers this product.",
    ]
    case = case_of(answers, register=old)
    before = scorer().score(case, of()).total.assurance or 0
    for remedy in of_documents.values():
        after = scorer().score(remedies().applied(case, remedy), of()).total.assurance or 0
        assert after - before == pytest.approx(remedy.assurance)
        assert remedy.assurance > 0


def test_what_an_answer_gains_is_what_the_score_says() -> None:
    answers = {
        SALE: said(SALE, cited=("D4",)),
        "ferpa.ownership": said("ferpa.ownership", "partial", cited=("D4",)),
    }
    case = case_of(answers)
    before = scorer().score(case, of()).total
    (remedy,) = [one for one in offered(answers) if one.question]
    after = scorer().score(remedies().applied(case, remedy), of()).total
    assert (after.commitment or 0) - (before.commitment or 0) == pytest.approx(remedy.commitment)
    assert (after.assurance or 0) - (before.assurance or 0) == pytest.approx(remedy.assurance)


def test_a_trial_finds_its_own_path_and_progress_and_leaves_the_case_alone() -> None:
    where = "review.jurisdictions"
    case = case_of({where: said(where, ("CA",))})
    tried = remedies().trial(case, {where: said(where, ("NY",))})
    assert "ny.plan" in tried.path.in_force
    assert "ny.plan" not in case.path.in_force
    assert tried.progress.in_force != case.progress.in_force
    assert case.answers[where].value == ("CA",)
