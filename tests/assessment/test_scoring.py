"""The score: credit, caps, evidence and age, the two numbers, and where every point went."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.answer import Answer, Answers, Citation, Number, Row, State
from app.assessment.case import JudgeSettings
from app.assessment.findings import AppliedCap, Finding, Findings, FindingState
from app.assessment.score import Figures, Line, Loss, LossKind, Score
from app.assessment.scoring import LEAVES, Scorer, is_scored, lacks_reason, losses_of
from app.questionnaire.model import AnswerType, Severity
from app.questionnaire.rules import CreditTable, Rulebook
from tests.assessment.answered import REASON, k12, reviewer
from tests.assessment.packs import SMALL
from tests.assessment.small_cases import book, case_of, found, of, said, scorer

FEW = settings(max_examples=60, derandomize=True, deadline=None, database=None)
PROOF = "security.framework.proof"
SIGNED = "policy.contract_form.signed"


def score_of(answers: Answers, *findings: Finding, **more: object) -> Score:
    return scorer().score(case_of(answers, **more), of(*findings))  # type: ignore[arg-type]


def line_of(question: str, answer: Answer, *findings: Finding, **more: Answer) -> Line | None:
    return score_of({question: answer, **more}, *findings).by_question.get(question)


# --- credit --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "given_answer", "credit"),
    [
        ("ferpa.ownership", "yes", 1),
        ("ferpa.ownership", "partial", 0.5),
        ("ferpa.ownership", "no", 0),
        ("ferpa.ownership", "not_addressed", 0),
        ("ferpa.ownership", "na", None),
        ("ferpa.ownership", "unanswered", None),
        ("thirdparty.own_policy", "no", 1),
        ("thirdparty.own_policy", "yes", 0),
        ("thirdparty.own_policy", "partial", 0.5),
        ("access.school_route", "by e-mail", 1),
        ("access.school_route", "not_addressed", 0),
        ("policy.document", "https://example.org/", 1),
        ("policy.effective_date", "2026-01-31", 1),
        ("data.elements", (Row("r1", {"element": "name"}),), 1),
        ("data.elements", (), None),
        ("coppa.consent_basis", "verifiable parental consent", 1),
        ("coppa.consent_basis", "not stated", 0),
        ("access.parent_route", "self-service", 1),
        ("access.parent_route", "not stated", 0),
        ("security.location", "other named countries", 1),
        ("security.location", "not stated", 0),
        ("data.identifiers", "not collected", 1),
        ("data.identifiers", "internal operations only", 1),
        ("data.identifiers", "internal plus product analytics", 0.5),
        ("data.identifiers", "shared with advertising or cross-site parties", 0),
        ("data.identifiers", "collected, use not stated", 0),
        ("sopipa.ads_served", "none", 1),
        ("sopipa.ads_served", "contextual only", 0.5),
        ("sopipa.ads_served", "targeted", 0),
        ("sopipa.ads_served", "contextual and targeted", 0),
        ("sopipa.ads_served", "not stated", 0),
        ("product.ai", "none", 1),
        ("product.ai", "AI without student data", 1),
        ("product.ai", "AI on student data without training", 0.5),
        ("product.ai", "training on de-identified data", 0.5),
        ("product.ai", "training on identifiable data", 0),
        ("product.ai", "not stated", 0),
        ("security.accounts", ("lockout",), 0.25),
        ("security.accounts", ("lockout", "unique user IDs", "single sign-on", "hashed passwords"), 1),
        ("security.accounts", ("not stated",), 0),
        ("security.operations", ("audit logs", "backups", "restore tests"), 0.5),
        ("security.operations", tuple(k12().question("security.operations").choices[:9]), 1),
        ("breach.deadline", Number(72, "hours"), 1),
        ("breach.deadline", Number(3, "days"), 1),
        ("breach.deadline", Number(73, "hours"), 0.75),
        ("breach.deadline", Number(7, "days"), 0.75),
        ("breach.deadline", Number(8, "days"), 0.5),
        ("breach.deadline", Number(30, "days"), 0.5),
        ("breach.deadline", Number(31, "days"), 0.25),
        ("breach.deadline", Number(None, "none stated"), 0),
        ("breach.recipients", ("school or district", "users"), 1),
        ("breach.recipients", ("users",), 0.5),
        ("breach.recipients", ("not stated",), 0),
        ("breach.contents", ("date or range", "data types", "number affected"), 0.4),
        ("breach.contents", ("date of notice",), 0),
        ("deletion.deadline", Number(60, "days"), 1),
        ("deletion.deadline", Number(61, "days"), 0.5),
        ("deletion.deadline", Number(90, "days"), 0.5),
        ("deletion.deadline", Number(91, "days"), 0),
        ("deletion.deadline", Number(None, "none stated"), 0),
        ("deletion.carve_outs", "none", 1),
        ("deletion.carve_outs", "legal duty and expiring backups", 1),
        ("deletion.carve_outs", "de-identified data", 0.75),
        ("deletion.carve_outs", "business need or open-ended", 0),
        ("deletion.carve_outs", "not stated", 0),
        ("research.deidentified_use", ("none",), 1),
        ("research.deidentified_use", ("usage statistics", "show effectiveness"), 0.75),
        ("research.deidentified_use", ("usage statistics", "reports to third parties"), 0.25),
        ("research.deidentified_use", ("usage statistics", "any business purpose"), 0),
        ("research.deidentified_use", ("not stated",), 0),
        ("research.identifiable", "never", 1),
        ("research.identifiable", "only under the school's written agreement", 1),
        ("research.identifiable", "at vendor's discretion", 0),
        ("tracking.analytics", "first-party only", 1),
        ("tracking.analytics", "third-party on public site only", 0.75),
        ("tracking.analytics", "third-party inside the product", 0),
        ("coppa.notice_contents", ("operator name", "telephone", "e-mail"), 0.25),
        ("coppa.notice_contents", ("none of these",), 0),
        ("policy.binding", "signed agreement", 1),
        ("policy.binding", "published policy or terms", 0.75),
        ("policy.binding", "unsigned template", 0.5),
        ("policy.binding", "third-party profile", 0.5),
        ("policy.binding", "summary or help page", 0.25),
        ("policy.contract_form", "NDPA v2", 0.5),
        ("policy.contract_form", "terms only", 0.25),
        ("policy.contract_form", "not stated", 0),
        ("policy.contract_complete", ("services", "definitions"), 0.2),
        ("policy.contract_complete", ("not applicable",), None),
        ("deletion.method", "shredded", 1),
    ],
)
def test_the_credit_of_an_answer(question: str, given_answer: object, credit: float | None) -> None:
    everywhere = {
        "review.jurisdictions": said("review.jurisdictions", ("CA", "NY", "NH")),
        "product.child_directed": said(
            "product.child_directed", k12().question("product.child_directed").choices[0]
        ),
    }
    line = line_of(question, said(question, given_answer), **everywhere)
    assert (line and line.credit) == (None if credit is None else pytest.approx(credit))


@pytest.mark.parametrize(
    ("question", "value", "credit"),
    [
        ("nh.controls", "all 23 accepted", 1),
        ("nh.controls", "alternative standard with current proof", 1),
        ("nh.controls", "accepted, no proof seen", 0.5),
        ("nh.controls", "partly", 0.5),
        ("nh.controls", "no", 0),
        ("ny.plan", ("meets 121.3(c)",), 1 / 7),
        ("ny.plan", ("none",), 0),
        ("gdpr.role_contract", "processor with Art. 28 contract", 1),
        ("gdpr.role_contract", "joint", 0.5),
        ("gdpr.role_contract", "not stated", 0),
    ],
)
def test_the_credit_of_an_answer_for_a_state(question: str, value: object, credit: float) -> None:
    where = tuple(k12().question("review.jurisdictions").choices)
    answer = Answer(State.ANSWERED, value, citations=())  # type: ignore[arg-type]
    line = line_of(question, answer, **{"review.jurisdictions": said("review.jurisdictions", where)})
    assert line is not None
    assert line.credit == pytest.approx(credit)


@pytest.mark.parametrize(
    ("proof", "credit"),
    [
        ("certificate held by vendor", 1),
        ("independent report on vendor", 1),
        ("vendor self-attestation", 0.5),
        ("sub-provider's certificate only", 0),
        ("none", 0),
    ],
)
def test_a_framework_is_worth_what_proves_it(proof: str, credit: float) -> None:
    line = line_of(
        "security.framework", said("security.framework", ("SOC 2 Type 2",)), **{PROOF: said(PROOF, proof)}
    )
    assert line is not None
    assert line.credit == credit


def test_a_framework_whose_proof_nobody_looked_for_is_worth_nothing() -> None:
    framework = said("security.framework", ("SOC 2 Type 2",))
    reopened = replace(said(PROOF, "certificate held by vendor"), reopened="its quote is gone")
    for more in ({}, {PROOF: reopened}):
        line = line_of("security.framework", framework, **more)
        assert line is not None
        assert line.credit == 0


@pytest.mark.parametrize(("who", "credit"), [("both", 1), ("vendor only", 0.5), ("none", 0.5)])
def test_an_agreement_counts_whole_only_when_both_have_signed(who: str, credit: float) -> None:
    line = line_of(
        "policy.contract_form", said("policy.contract_form", "NDPA v1"), **{SIGNED: said(SIGNED, who)}
    )
    assert line is not None
    assert line.credit == credit


@pytest.mark.parametrize(
    ("value", "credit"),
    [("internal plus product analytics", 0.5), ("not collected", 0.5), ("collected, use not stated", 0)],
)
def test_a_fact_in_part_has_half_at_most(value: str, credit: float) -> None:
    answer = Answer(State.PARTIAL, value, REASON)
    line = line_of("data.identifiers", answer)
    assert line is not None
    assert line.credit == credit


@pytest.mark.parametrize(
    ("question", "credit"), [("policy.document", 0.5), ("data.identifiers", 0), ("security.operations", 0)]
)
def test_a_fact_in_part_may_lack_its_value(question: str, credit: float) -> None:
    partial = Answer(State.PARTIAL, None, REASON)
    line = line_of(question, partial)
    assert line is not None
    assert line.credit == credit
    assert "is ;" not in str(score_of({question: partial}).losses[0].cause)
    assert score_of({question: partial}).losses[0].cause in (
        "the answer is partial",
        "the answer is partial, and gives no value",
    )


def test_partial_without_a_reason_has_no_credit_and_not_applicable_without_one_is_unanswered() -> None:
    partial = said("ferpa.ownership", "partial", reason="  ")
    score = score_of({"ferpa.ownership": partial})
    assert score.by_question["ferpa.ownership"].credit == 0
    assert score.losses[0].cause == "partial, and the reason is missing"
    assert lacks_reason(k12().question("ferpa.ownership"), partial)
    assert line_of("ferpa.ownership", said("ferpa.ownership", "na", reason="")) is None


def test_what_was_reopened_is_in_neither_sum() -> None:
    assert line_of("ferpa.ownership", replace(said("ferpa.ownership"), reopened="its quote is gone")) is None


def test_context_and_the_reviewers_own_statements_are_not_scored() -> None:
    scored = {question.id for question in k12().questions if is_scored(question, book().scoring)}
    of_product = {one for one in scored if one.startswith("product.")}
    assert of_product == {"product.contacts", "product.ai"}
    unscored = {"data.sensitive", "law.claims", "law.cipa", "thirdparty.signin", "breach.history"}
    assert not scored & unscored
    assert not {one for one in scored if one.startswith(("review.", "signoff."))}
    assert {"law.ppra", "thirdparty.register", "data.elements", "policy.document"} <= scored
    assert all(k12().question(one).parent is None for one in scored)


@pytest.mark.parametrize(
    ("question", "weight"),
    [
        ("sopipa.no_sale", 8),
        ("ferpa.ownership", 5),
        ("security.programme", 5),
        ("audit.lea_right", 3),
        ("tracking.cookies", 1),
    ],
)
def test_the_weight_is_that_of_a_bad_answer(question: str, weight: float) -> None:
    line = line_of(question, said(question))
    assert line is not None
    assert line.weight == weight


def test_every_fact_that_is_scored_by_its_choices_has_a_table_and_every_table_a_question() -> None:
    tables = {table.question: table for table in book().scoring.credits}
    chosen = (AnswerType.ONE_OF, AnswerType.MANY_OF, AnswerType.NUMBER_UNIT)
    scored = {q.id for q in k12().questions if is_scored(q, book().scoring) and q.type in chosen}
    assert scored == set(tables)
    for item, table in tables.items():
        assert set(table.choices) <= set(k12().question(item).choices)
        assert all(
            text == LEAVES or 0 <= float(text) <= 1 for text in (*table.choices.values(), table.otherwise)
        )


# --- evidence and age ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "grade", "factor"),
    [
        (("D4",), 4, 1.0),
        (("D6",), 4, 1.0),
        (("D2",), 3, 0.9),
        (("D1",), 2, 0.7),
        (("D3",), 2, 0.7),
        (("D5",), 1, 0.4),
        (("a file that is not in the register",), 1, 0.4),
        ((), 0, 0.0),
        (("D5", "D1", "D2"), 3, 0.9),
    ],
)
def test_evidence_counts_by_its_best_grade(cited: tuple[str, ...], grade: int, factor: float) -> None:
    line = line_of("ferpa.ownership", said("ferpa.ownership", cited=cited))
    assert line is not None
    assert (line.grade, line.evidence) == (grade, factor)


@pytest.mark.parametrize(
    ("stated", "factor"),
    [
        ("2026-11-22", 1.0),
        ("2025-11-22", 1.0),
        ("2025-11-21", 0.9),
        ("2024-11-22", 0.9),
        ("2024-11-21", 0.8),
        ("2023-11-22", 0.8),
        ("2023-11-21", 0.65),
        ("2021-11-22", 0.65),
        ("2021-11-21", 0.5),
        ("1999-01-01", 0.5),
        ("2027-03-01", 1.0),
        ("", 0.6),
        ("last update 2 years ago", 0.6),
    ],
)
def test_freshness_by_age_to_the_day(stated: str, factor: float) -> None:
    register = {"D1": {"kind": "policy", "issuer": "Acme", "stated_date": stated}}
    line = score_of({"ferpa.ownership": said("ferpa.ownership", cited=("D1",))}, register=register).lines[0]
    assert line.freshness == factor


def test_the_citation_that_proves_most_today_counts() -> None:
    register = {
        "old": {
            "kind": "audit report",
            "issuer": "Audit House",
            "covers_product": "yes",
            "stated_date": "2015-01-01",
        },
        "new": {"kind": "policy", "issuer": "Acme", "stated_date": "2026-10-01"},
    }
    line = score_of(
        {"ferpa.ownership": said("ferpa.ownership", cited=("old", "new"))}, register=register
    ).lines[0]
    assert (line.document, line.grade, line.freshness) == ("new", 2, 1.0)


def test_a_follow_ups_citations_count_for_its_question_while_it_is_asked() -> None:
    child = "security.encryption.at_rest.method"
    parent = said("security.encryption.at_rest", cited=("D1",))
    assert k12().question(child).parent == "security.encryption.at_rest"
    with_child = line_of(
        "security.encryption.at_rest", parent, **{child: said(child, "AES-256", cited=("D4",))}
    )
    assert with_child is not None
    assert with_child.document == "D4"
    hidden = replace(parent, state=State.NOT_ADDRESSED)
    without = line_of("security.encryption.at_rest", hidden, **{child: said(child, "AES-256", cited=("D4",))})
    assert without is not None
    assert without.document == "D1"


def test_words_that_are_gone_are_no_evidence() -> None:
    lost = (Citation("D4", "p. 1", lost="gone"), Citation("D5", "l. 2"))
    line = line_of("ferpa.ownership", Answer(State.YES, citations=lost))
    assert line is not None
    assert line.document == "D5"


# --- caps ----------------------------------------------------------------------------------------------

SALE = "sopipa.no_sale"


@pytest.mark.parametrize(
    ("caps", "capped", "rule"),
    [
        ([("CON-02", 0.5)], 0.5, "CON-02"),
        ([("CON-02", 0.5), ("CON-01", 0.0)], 0.0, "CON-01"),
        ([("CON-02", 0.0), ("CON-01", 0.0)], 0.0, "CON-02"),
        ([("CON-02", 1.0)], 1.0, ""),
    ],
)
def test_the_lowest_cap_counts_and_its_rule_is_named(
    caps: list[tuple[str, float]], capped: float, rule: str
) -> None:
    findings = [found(name, AppliedCap(SALE, credit=credit)) for name, credit in caps]
    score = score_of({SALE: said(SALE, cited=("D4",))}, *findings)
    assert (score.by_question[SALE].credit, score.by_question[SALE].capped) == (1.0, capped)
    lost = [(loss.rule, loss.cause) for loss in score.losses if loss.kind is LossKind.CONTRADICTION]
    assert lost == ([(rule, rule)] if rule else [])


@pytest.mark.parametrize(
    ("state", "capped"),
    [
        (FindingState.OPEN, 0.0),
        (FindingState.ANSWERED, 0.0),
        (FindingState.ACCEPTED, 0.0),
        (FindingState.FIXED, 1.0),
        (FindingState.WITHDRAWN, 1.0),
    ],
)
def test_only_fixed_and_withdrawn_findings_stop_acting(state: FindingState, capped: float) -> None:
    line = line_of(SALE, said(SALE), found("CON-02", AppliedCap(SALE, credit=0.0), state=state))
    assert line is not None
    assert line.capped == capped


def test_a_cap_on_the_grade_is_lost_to_its_rule_and_may_make_another_citation_the_best() -> None:
    cap = found("EVD-07", AppliedCap(SALE, grade=1))
    score = score_of({SALE: said(SALE, cited=("D4",))}, cap)
    assert (score.by_question[SALE].grade, score.by_question[SALE].evidence) == (1, 0.4)
    assert [(loss.kind, loss.rule, round(loss.points, 6)) for loss in score.losses] == [
        (LossKind.EVIDENCE, "EVD-07", 60.0)
    ]
    register = {
        "old": {"kind": "policy", "signed": "both", "issuer": "Acme", "stated_date": "2024-12-01"},
        "new": {"kind": "help page", "issuer": "Acme", "stated_date": "2026-10-01"},
    }
    answers = {SALE: said(SALE, cited=("old", "new"))}
    assert score_of(answers, register=register).lines[0].document == "old"
    assert score_of(answers, cap, register=register).lines[0].document == "new"


def test_a_share_of_the_evidence_is_lost_to_its_rule() -> None:
    score = score_of({SALE: said(SALE, cited=("D4",))}, found("DOC-07", AppliedCap(SALE, evidence=0.5)))
    assert score.total.assurance == pytest.approx(50)
    assert [(loss.kind, loss.rule) for loss in score.losses] == [(LossKind.EVIDENCE, "DOC-07")]


def test_a_cap_on_what_does_not_apply_takes_nothing() -> None:
    assert line_of(SALE, said(SALE, "na"), found("CON-02", AppliedCap(SALE, credit=0.0))) is None


# --- the two numbers -----------------------------------------------------------------------------------


def test_the_two_numbers_worked_by_hand() -> None:
    answers = {
        SALE: said(SALE, cited=("D1",)),  # critical 8, published policy of this year
        "ferpa.ownership": said("ferpa.ownership", "partial", cited=("D4",)),  # high 5, report of this year
        "audit.lea_right": said("audit.lea_right", "not_addressed"),  # medium 3
        "tracking.cookies": said(
            "tracking.cookies", cited=("D3",)
        ),  # low 1, unsigned agreement, two years to the day
    }
    score = score_of(answers, found("CON-02", AppliedCap(SALE, credit=0.5)))
    assert score.total.weight == 17
    assert score.total.commitment == pytest.approx(100 * (4 + 2.5 + 0 + 1) / 17)
    assert score.total.assurance == pytest.approx(100 * (4 * 0.7 + 2.5 + 0 + 0.7 * 0.9) / 17)
    assert score.areas["sopipa"] == Figures(8, pytest.approx(50), pytest.approx(35))
    assert list(score.areas) == ["ferpa", "sopipa", "audit", "tracking"]
    assert [
        (loss.question, loss.kind, loss.cause, round(loss.points * 17 / 100, 6)) for loss in score.losses
    ] == [
        (SALE, LossKind.CONTRADICTION, "CON-02", 4.0),
        ("audit.lea_right", LossKind.ANSWER, "the documents are silent", 3.0),
        ("ferpa.ownership", LossKind.ANSWER, "the answer is partial", 2.5),
        (SALE, LossKind.EVIDENCE, "published policy", 1.2),
        ("tracking.cookies", LossKind.EVIDENCE, "unsigned agreement", 0.3),
        ("tracking.cookies", LossKind.AGE, "2 years old", 0.07),
    ]


@pytest.mark.parametrize("answer", [{}, {"ferpa.ownership": said("ferpa.ownership", "na")}])
def test_nothing_to_score_gives_no_number(answer: Answers) -> None:
    score = score_of(answer)
    assert score.total == Figures(0.0, None, None)
    assert (score.lines, score.losses, dict(score.areas)) == ((), (), {})


def test_a_hidden_answer_counts_for_nothing() -> None:
    answers = {"ca.social_media": said("ca.social_media", "no"), SALE: said(SALE)}
    assert "ca.social_media" not in score_of(answers).by_question
    asked = {**answers, "review.jurisdictions": said("review.jurisdictions", ("CA",))}
    assert "ca.social_media" in score_of(asked).by_question


@pytest.mark.parametrize(
    ("question", "value", "cause"),
    [
        ("sopipa.ads_served", "targeted", "the answer is targeted"),
        ("breach.deadline", Number(30, "days"), "the answer is 30 days"),
        ("security.accounts", ("lockout",), "1 of 8 items"),
        ("research.deidentified_use", ("usage statistics",), "the answer is usage statistics"),
        ("security.framework", ("CMMC",), f"the answer is CMMC; {PROOF} is not answered"),
        ("thirdparty.own_policy", "yes", "the answer is yes"),
        ("ferpa.ownership", "no", "the answer is no"),
    ],
)
def test_why_an_answer_lacks_credit_in_words(question: str, value: object, cause: str) -> None:
    score = score_of({question: said(question, value)})
    assert next(losses_of(score, question)).cause == cause


@pytest.mark.parametrize(
    ("cited", "causes"),
    [
        ((), ["nothing is cited"]),
        (("D5",), ["second-hand, or about something else", "nearly 4 years old"]),
        (("D2",), ["signed, without an independent report"]),
        (("D4",), []),
        (("elsewhere",), ["second-hand, or about something else", "undated"]),
    ],
)
def test_why_evidence_lacks_weight_in_words(cited: tuple[str, ...], causes: list[str]) -> None:
    score = score_of({SALE: said(SALE, cited=cited)})
    assert [loss.cause for loss in losses_of(score, SALE)] == causes


# --- what is kept --------------------------------------------------------------------------------------


def test_one_answer_more_works_out_one_line_more() -> None:
    one = Scorer(k12(), book())
    answers = {SALE: said(SALE), "ferpa.ownership": said("ferpa.ownership")}
    before = one.score(case_of(answers), Findings())
    after = one.score(case_of({**answers, SALE: said(SALE, "no")}), Findings())
    assert after.by_question["ferpa.ownership"] is before.by_question["ferpa.ownership"]
    assert after.by_question[SALE].credit == 0


def test_what_is_kept_notices_documents_dates_caps_and_gates() -> None:
    one, answers = Scorer(k12(), book()), {"audit.lea_right": said("audit.lea_right", cited=("D1",))}

    def line(*findings: Finding, **more: object) -> Line:
        return one.score(case_of(answers, **more), of(*findings)).lines[0]  # type: ignore[arg-type]

    first = line()
    assert line(register={"D1": {"kind": "policy", "issuer": "Acme", "signed": "both"}}).grade == 3
    assert line(found("CON-02", AppliedCap("audit.lea_right", credit=0.0))).capped == 0
    assert line(settings=JudgeSettings(extra_gates=("audit.lea_right",))).gate
    assert line() == first
    later = replace(
        case_of(answers),
        answers={**case_of(answers).answers, "review.reviewer": reviewer(review_date="2029-11-22")},
    )
    assert one.score(later, Findings()).lines[0].freshness < first.freshness


@pytest.mark.parametrize(
    ("table", "needs"),
    [
        (CreditTable(SALE, credit="'much'"), "statement"),
        (CreditTable("data.identifiers", credit="'much'"), "it needs a credit that is a number"),
        (CreditTable("data.identifiers", credit="1.0 / nothing.at_all.value"), "it needs a known id"),
        (CreditTable("data.identifiers", credit="0.0 / 0.0"), "it needs a credit that is a number"),
        (CreditTable("data.identifiers", otherwise="much"), "it needs a number from 0 to 1"),
        (CreditTable("data.identifiers", credit="size(names_in('x', 'company'))"), "it needs"),
    ],
)
def test_a_credit_that_cannot_be_worked_out_is_reported_and_left_out(table: CreditTable, needs: str) -> None:
    scoring = replace(book().scoring, credits=(table,))
    one = Scorer(k12(), Rulebook("k12", scoring=scoring))
    answers = {"data.identifiers": said("data.identifiers", "not collected"), SALE: said(SALE)}
    score = one.score(case_of(answers), Findings())
    if needs == "statement":  # a credit table of a yes-or-no question has nothing to say
        assert (set(score.by_question), one.broken) == ({SALE, "data.identifiers"}, ())
        return
    assert set(score.by_question) == {SALE}
    assert [(broken.rule, broken.why.startswith(needs)) for broken in one.broken] == [
        ("credit of data.identifiers", True)
    ]


def test_a_pack_without_numbers_has_no_score() -> None:
    case = case_of({"security.rest": Answer(State.YES)}, pack=SMALL)
    assert Scorer(SMALL, Rulebook("small")).score(case, Findings()).total.commitment is None


def test_the_numbers_of_the_pack_serve_a_pack_of_a_district() -> None:
    case = case_of({"security.rest": Answer(State.PARTIAL, reason="backups only")}, pack=SMALL)
    score = Scorer(SMALL, Rulebook("small", scoring=book().scoring)).score(case, Findings())
    assert (score.total.weight, score.total.commitment, score.total.assurance) == (5, 50, 0)


# --- properties ----------------------------------------------------------------------------------------

SCORED = [
    q
    for q in k12().questions
    if is_scored(q, book().scoring) and q.section in ("ferpa", "sopipa", "security", "thirdparty", "data")
]
STATEMENTS = [q for q in SCORED if q.type is AnswerType.STATEMENT]
GRADES = ((), ("D5",), ("D1",), ("D3",), ("D2",), ("D4",))
WORDS = ("yes", "partial", "no", "not_addressed", "na", "unanswered")

questions = st.sampled_from([q.id for q in STATEMENTS])
given_answers = st.builds(
    lambda word, cited: said(STATEMENTS[0].id, word, cited=cited),
    st.sampled_from(WORDS),
    st.sampled_from(GRADES),
)
answer_sets = st.dictionaries(questions, given_answers, min_size=2, max_size=10)
cap_sets = st.lists(
    st.builds(
        lambda item, cap, rule: found(rule, AppliedCap(item, **cap)),  # type: ignore[arg-type]
        questions,
        st.sampled_from([{"credit": 0.0}, {"credit": 0.5}, {"grade": 0}, {"grade": 1}, {"evidence": 0.5}]),
        st.sampled_from(["CON-01", "EVD-03", "DOC-07"]),
    ),
    max_size=6,
)


def no_less(after: float | None, before: float | None) -> bool:
    return before is None or (after is not None and after >= before - 1e-9)


@FEW
@given(answer_sets, cap_sets)
def test_losses_are_exactly_what_assurance_lacks(answers: Answers, findings: list[Finding]) -> None:
    score = score_of(answers, *findings)
    lost = fsum(loss.points for loss in score.losses)
    assert all(loss.points > 0 and loss.cause for loss in score.losses)
    assert [loss.points for loss in score.losses] == sorted(
        (loss.points for loss in score.losses), reverse=True
    )
    if score.total.assurance is None:
        assert not score.losses
    else:
        assert lost == pytest.approx(100 - score.total.assurance, abs=1e-9)
        whole = fsum(f.weight * (f.assurance or 0) for f in score.areas.values()) / score.total.weight
        assert whole == pytest.approx(score.total.assurance, abs=1e-9)


BETTER = {"not_addressed": "no", "no": "partial", "partial": "yes"}


@FEW
@given(answer_sets, cap_sets, st.sampled_from(("answer", "grade", "date")), st.data())
def test_what_gets_better_lowers_no_number(
    answers: dict[str, Answer], findings: list[Finding], what: str, data: st.DataObject
) -> None:
    before = score_of(answers, *findings)
    item = data.draw(st.sampled_from(sorted(answers)))
    answer = answers[item]
    register = None
    if what == "answer":
        word = answer.state.value
        if k12().question(item).good_side == "no":
            word = {"yes": "no", "no": "yes"}.get(word, word)
        better = BETTER.get(word, word)
        if k12().question(item).good_side == "no":
            better = {"yes": "no", "no": "yes"}.get(better, better)
        names = tuple(citation.document for citation in answer.citations)
        answers = {**answers, item: said(item, better, cited=names)}
    elif what == "grade":
        answers = {**answers, item: replace(answer, citations=(*answer.citations, Citation("D4", "p. 1")))}
    else:
        from tests.assessment.answered import DOCUMENTS

        register = {name: {**cells, "stated_date": "2026-11-01"} for name, cells in DOCUMENTS.items()}
    after = score_of(answers, *findings, register=register)
    assert no_less(after.total.commitment, before.total.commitment)
    assert no_less(after.total.assurance, before.total.assurance)
    for area, figures in before.areas.items():
        assert no_less(after.areas[area].commitment, figures.commitment)
        assert no_less(after.areas[area].assurance, figures.assurance)


@FEW
@given(answer_sets, cap_sets, questions, given_answers)
def test_one_answer_moves_only_its_own_line(
    answers: Answers, findings: list[Finding], item: str, answer: Answer
) -> None:
    before, after = score_of(answers, *findings), score_of({**answers, item: answer}, *findings)
    others = {name: line for name, line in before.by_question.items() if name != item}
    assert {name: line for name, line in after.by_question.items() if name != item} == others


@FEW
@given(answer_sets, cap_sets, questions)
def test_what_does_not_apply_is_as_if_it_were_not_there(
    answers: dict[str, Answer], findings: list[Finding], item: str
) -> None:
    off = score_of({**answers, item: said(item, "na")}, *findings)
    gone = score_of({name: one for name, one in answers.items() if name != item}, *findings)
    assert (off.lines, off.total, off.losses) == (gone.lines, gone.total, gone.losses)


@FEW
@given(answer_sets, questions)
def test_silence_is_a_no_in_credit_but_not_in_words(answers: dict[str, Answer], item: str) -> None:
    bad = "yes" if k12().question(item).good_side == "no" else "no"
    silent = score_of({**answers, item: said(item, "not_addressed")})
    plain = score_of({**answers, item: said(item, bad)})
    assert (silent.total, silent.areas) == (plain.total, plain.areas)
    causes = [next(losses_of(score, item)).cause for score in (silent, plain)]
    assert causes == ["the documents are silent", f"the answer is {bad}"]


@FEW
@given(answer_sets, cap_sets, questions, st.sampled_from((0.0, 0.25, 0.5)))
def test_a_contradiction_can_only_lower(
    answers: Answers, findings: list[Finding], item: str, credit: float
) -> None:
    before = score_of(answers, *findings)
    after = score_of(answers, *findings, found("CON-03", AppliedCap(item, credit=credit)))
    assert no_less(before.total.commitment, after.total.commitment)
    assert no_less(before.total.assurance, after.total.assurance)
    lower = (
        after.total.commitment is not None and after.total.commitment < (before.total.commitment or 0) - 1e-9
    )
    assert lower == any(loss.rule == "CON-03" for loss in after.losses)


@settings(FEW, max_examples=8)
@given(answer_sets, cap_sets)
def test_the_same_case_has_the_same_score_whatever_was_scored_before(
    answers: Answers, findings: list[Finding]
) -> None:
    fresh = Scorer(k12(), book()).score(case_of(answers), of(*findings))
    assert score_of(answers, *findings) == fresh
    assert score_of(dict(reversed(answers.items())), *findings) == fresh


def test_the_values_of_a_loss_are_of_its_question() -> None:
    score = score_of({SALE: said(SALE, "no")})
    assert score.losses == (Loss(SALE, LossKind.ANSWER, 100.0, "the answer is no"),)
    assert k12().question(SALE).severity is Severity.CRITICAL
