"""What another answer would do, and what would move the tier up: cheapest first, each step true when it is taken."""

from __future__ import annotations

from functools import cache

import pytest

from app.assessment.answer import Answer, Answers, Row, State
from app.assessment.case import Case
from app.assessment.judge import Judge
from app.assessment.score import Judgement, Step, Tier
from app.assessment.tiers import CONCLUSION
from app.assessment.what_if import MOST_STEPS, outcomes, steps
from app.questionnaire.model import Severity
from app.questionnaire.rules import Cap, RowFilter, Rule, Rulebook, RuleKind, Side
from tests.assessment.answered import DOCUMENTS, everything, k12
from tests.assessment.small_cases import book, case_of, good_answers, said

SALE, GATE, REGISTER = "sopipa.no_sale", "deletion.at_end", "thirdparty.register"
SIGNED = {"D2": DOCUMENTS["D2"]}
UNSIGNED = {"D2": {**DOCUMENTS["D2"], "signed": "none"}}
OLD = {"D2": {**DOCUMENTS["D2"], "signed": "none", "stated_date": "2022-01-15"}}

RULES = (
    Rule(
        "CON-02",
        "No sale, and an advertiser",
        Severity.CRITICAL,
        RuleKind.AUTO,
        "No sale is promised beside {takers}.",
        "End the flow.",
        when=f"{SALE}.state == 'yes' && takers > 0",
        rows=(RowFilter("takers", REGISTER, "row.function == 'advertising'"),),
        caps=(Cap((SALE,), credit="0.0"),),
    ),
    Rule(
        "GAP-10",
        "No plan",
        Severity.HIGH,
        RuleKind.AUTO,
        "There is no plan.",
        "Write one.",
        when="bad(breach.plan)",
        sides=(Side("The plan", ("breach.plan",)),),
    ),
    Rule(
        "CON-30",
        "Deletion and no audit",
        Severity.MEDIUM,
        RuleKind.AUTO,
        "Nobody can check the deletion.",
        "Let the school check.",
        when="audit.lea_right.state == 'no'",
        caps=(Cap((GATE,), credit="0.4"),),
    ),
)


@cache
def judge() -> Judge:
    """A judge with the numbers of the pack and three rules."""
    return Judge(k12(), Rulebook("k12", rules=RULES, scoring=book().scoring))


def best(**more: Answer) -> dict[str, Answer]:
    register = Answer(
        State.ANSWERED,
        (Row("r1", {"name": "Plivo", "function": "messaging"}),),
        citations=said(SALE).citations,
    )
    return {**good_answers(), REGISTER: register, CONCLUSION: Answer(), **more}


def looked_at(case: Case) -> tuple[Judgement, tuple[Step, ...]]:
    judgement = judge().judge(case)
    return judgement, steps(judge(), case, judgement)


def advertiser() -> Answer:
    return Answer(State.ANSWERED, (Row("r1", {"name": "AdCo", "function": "advertising"}),))


# --- what another answer would do ----------------------------------------------------------------------


def what_if(answers: Answers, question: str) -> dict[str, Judgement]:
    case = case_of(answers, register=SIGNED)
    return dict(outcomes(judge(), case, judge().judge(case), question))


def test_each_other_state_of_a_statement_with_its_numbers() -> None:
    found = what_if(best(), GATE)
    assert {label: one.verdict.tier for label, one in found.items()} == {
        "partial": Tier.MEETS_WITH_CONDITIONS,
        "no": Tier.DOES_NOT_MEET,
        "not applicable": Tier.MEETS,
        "not addressed": Tier.NOT_SHOWN,
    }
    assert found["no"].score.total == found["not addressed"].score.total
    assert found["partial"].score.by_question[GATE].credit == 0.5
    assert GATE not in found["not applicable"].score.by_question


def test_a_better_answer_that_uncovers_a_contradiction_shows_it() -> None:
    found = what_if(best(**{SALE: said(SALE, "not_addressed"), REGISTER: advertiser()}), SALE)
    assert found["yes"].verdict.tier is Tier.DOES_NOT_MEET
    assert [finding.rule for finding in found["yes"].findings.acting] == ["CON-02"]
    assert found["yes"].score.by_question[SALE].capped == 0


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        (
            "sopipa.ads_served",
            {"contextual only", "targeted", "contextual and targeted", "not stated", "not applicable"},
        ),
        ("policy.effective_date", {"partial", "not addressed", "not applicable"}),
        ("security.accounts", {"partial", "not addressed", "not applicable"}),
    ],
)
def test_each_other_choice_of_a_fact(question: str, labels: set[str]) -> None:
    assert set(what_if(best(), question)) == labels


def test_what_stands_for_nothing_is_offered_too() -> None:
    for answer in (Answer(), said(GATE, "partial", reason="")):
        assert "partial" in what_if(best(**{GATE: answer}), GATE)


def test_a_hidden_question_has_no_outcomes_and_an_unknown_one_is_refused() -> None:
    assert what_if(best(), "ny.plan") == {}
    with pytest.raises(KeyError):
        what_if(best(), "nothing.at.all")


# --- steps ---------------------------------------------------------------------------------------------


def test_the_best_tier_needs_no_step() -> None:
    judgement, found = looked_at(case_of(best(), register=SIGNED))
    assert (judgement.verdict.tier, found) == (Tier.MEETS, ())


def test_a_sentence_in_the_policy() -> None:
    _, (step, *rest) = looked_at(
        case_of(best(**{GATE: said(GATE, "not_addressed", cited=())}), register=SIGNED)
    )
    ask = k12().question(GATE).ask
    assert (step.question, step.cost, step.tier, step.order) == (GATE, 1, Tier.MEETS, 0)
    assert step.what == f'Get a yes in writing to "{ask}".'
    assert not rest


@pytest.mark.parametrize(
    ("answer", "cost", "what"),
    [
        (said(GATE, "partial"), 1, "Get a yes in writing without a limit to "),
        (said(GATE, "no"), 4, "Have the vendor change its practice, so that the answer is yes: "),
    ],
)
def test_what_an_answer_asks_of_the_vendor(answer: Answer, cost: int, what: str) -> None:
    _, (step, *_) = looked_at(case_of(best(**{GATE: answer}), register=SIGNED))
    assert (step.question, step.cost) == (GATE, cost)
    assert step.what.startswith(what)


def test_a_deadline_says_how_long_it_may_be() -> None:
    silent = said("breach.deadline", "not_addressed")
    _, (step, *_) = looked_at(case_of(best(**{"breach.deadline": silent}), register=SIGNED))
    assert (step.cost, step.what.endswith('": 72 hours.')) == (1, True)


def test_a_signature_and_a_date() -> None:
    _, found = looked_at(case_of(best(), register=UNSIGNED))
    assert [(step.cost, step.what, step.tier) for step in found] == [
        (2, "Get D2, Agreement, signed by both sides.", Tier.MEETS)
    ]
    _, found = looked_at(case_of(best(), register=OLD))
    assert [(step.what, step.tier) for step in found] == [
        (
            "Get a version of D2, Agreement that is signed by both sides and dated within the last 12 months.",
            Tier.MEETS,
        )
    ]


def test_a_high_finding_can_be_settled_or_accepted_the_cheapest_first() -> None:
    judgement, found = looked_at(case_of(best(**{"breach.plan": said("breach.plan", "no")}), register=SIGNED))
    assert judgement.verdict.tier is Tier.NOT_SHOWN
    assert [(step.cost, step.what.split(":")[0], step.tier) for step in found] == [
        (2, "Accept GAP-10 as a condition, with an owner and a date", Tier.MEETS_WITH_CONDITIONS),
        (4, "Have the vendor change its practice, so that the answer is yes", Tier.MEETS),
        (4, "Settle GAP-10", Tier.MEETS),
    ]


def test_several_things_in_the_way_give_a_sequence_in_order() -> None:
    answers = best(
        **{REGISTER: advertiser(), GATE: said(GATE, "no"), "breach.notify": said("breach.notify", "no")}
    )
    judgement, found = looked_at(case_of(answers, register=SIGNED))
    assert judgement.verdict.tier is Tier.DOES_NOT_MEET
    assert [step.order for step in found] == [1, 2, 3]
    assert {step.question for step in found} == {SALE, GATE, "breach.notify"}
    assert [step.tier for step in found[:-1]] == [Tier.DOES_NOT_MEET] * 2
    assert found[-1].tier in (Tier.NOT_SHOWN, Tier.MEETS_WITH_CONDITIONS, Tier.MEETS)
    assert [step.commitment for step in found] == sorted(step.commitment or 0 for step in found)


def test_what_would_not_help_is_not_told() -> None:
    answers = best(
        **{
            GATE: said(GATE, "partial"),
            "audit.lea_right": said("audit.lea_right", "no"),
            "deletion.on_request": said("deletion.on_request", "not_addressed"),
        }
    )
    judgement, found = looked_at(case_of(answers, register=SIGNED))
    assert judgement.verdict.tier is Tier.NOT_SHOWN
    assert [(step.question, step.what[:13]) for step in found] == [
        ("deletion.on_request", "Get a yes in "),
        ("audit.lea_right", "Settle CON-30"),
    ]
    assert found[-1].tier is Tier.MEETS_WITH_CONDITIONS


def test_points_alone_are_gathered_where_most_are_to_be_had() -> None:
    answers = best()
    for question in k12().questions:
        if (
            question.section in ("coppa", "security")
            and not question.gate
            and question.type.value == "statement"
        ):
            answers[question.id] = said(question.id, "not_addressed", cited=())
    judgement, found = looked_at(case_of(answers, register=SIGNED))
    assert judgement.verdict.tier is Tier.MEETS_WITH_CONDITIONS
    assert found[-1].tier is Tier.MEETS
    assert 1 < len(found) <= MOST_STEPS
    assert all(step.cost == 1 for step in found)


@pytest.mark.parametrize("state", [State.NO, State.NOT_ADDRESSED])
def test_what_twelve_steps_do_not_reach_is_not_told(state: State) -> None:
    answers = {**everything(state, cited=()), CONCLUSION: Answer()}
    judgement, found = looked_at(case_of(answers))
    worst = Tier.DOES_NOT_MEET if state is State.NO else Tier.NOT_SHOWN
    assert judgement.verdict.tier is worst
    assert len(found) <= MOST_STEPS
    if found:
        assert found[-1].tier is not worst


def test_before_anything_can_be_said_the_open_questions_come_first() -> None:
    answers = best(**{GATE: Answer(), "audit.lea_right": Answer()})
    judgement, found = looked_at(case_of(answers, register=SIGNED))
    assert judgement.verdict.tier is Tier.CANNOT_SAY
    assert [(step.question, step.cost, step.tier) for step in found] == [(GATE, 1, Tier.NOT_SHOWN)]
    assert found[0].what == (
        "Answer 1 more question, the gate among them first; this is where it leads if the documents turn out to be silent."
    )


def test_a_file_with_weak_documents_only_needs_one_of_the_vendors() -> None:
    answers = best()
    weak = {"D2": {**DOCUMENTS["D5"], "covers_product": "no"}}
    judgement, found = looked_at(case_of(answers, register=weak))
    assert judgement.verdict.tier is Tier.CANNOT_SAY
    assert [step.what for step in found] == ["Get the vendor's privacy policy or agreement for this product."]
    assert found[0].tier is not Tier.CANNOT_SAY


def test_an_empty_file_says_how_many_questions_there_are() -> None:
    judgement, found = looked_at(case_of({}))
    assert judgement.verdict.tier is Tier.CANNOT_SAY
    assert found[0].what.startswith("Answer ")
    assert "more questions, the 2" in found[0].what


def test_a_case_and_its_trials_leave_one_another_alone() -> None:
    case = case_of(best(**{GATE: said(GATE, "partial")}), register=UNSIGNED)
    before = judge().judge(case)
    first = steps(judge(), case, before)
    assert steps(judge(), case, before) == first
    assert judge().judge(case) == before
    fresh = Judge(k12(), judge().book)
    assert steps(fresh, case, fresh.judge(case)) == first
    assert first


def test_the_number_of_trials_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of({**everything(State.PARTIAL, cited=("D1",)), CONCLUSION: Answer()})
    mine = Judge(k12(), judge().book)
    judgement, count, judged = mine.judge(case), 0, mine.judge

    def counted(one: Case) -> Judgement:
        nonlocal count
        count += 1
        return judged(one)

    monkeypatch.setattr(mine, "judge", counted)
    steps(mine, case, judgement)
    assert 4 < count <= 96
    monkeypatch.setattr("app.assessment.what_if._MOST_TRIALS", 2)
    count = 0
    assert steps(mine, case, judgement) == ()
    assert 0 < count <= 4
    alone = case_of(best(**{GATE: said(GATE, "partial")}), register=SIGNED)
    before = judged(alone)
    assert len(steps(mine, alone, before)) == 1
    monkeypatch.setattr("app.assessment.what_if._MOST_TRIALS", 0)
    assert steps(mine, alone, before) == ()
