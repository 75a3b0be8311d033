from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from app.assessment.answer import UNANSWERED, Answer, Answers, Citation, Number, State
from app.assessment.ask import SILENT, Ask, Effort
from app.assessment.asks import _letter, asks
from app.assessment.case import Case
from app.assessment.findings import AppliedCap, Finding, FindingState, SideShown, Spot
from app.assessment.progress import progress
from app.assessment.score import Judgement, Line, Score
from app.questionnaire.model import Severity
from app.questionnaire.rules import Against, RuleKind
from tests.assessment.answered import REASON, assessment, documents, everything, k12, path_of, reviewer, rows
from tests.assessment.judged import LISTED, PROMISE, finding, judgement, no_sale
from tests.assessment.small_cases import book

TODAY = date(2026, 11, 25)


def case_of(answers: Answers) -> Case:
    """A case of which nothing is asked; these answers stand for what they name."""
    return _case({**_quiet(), **answers})


def _case(answers: Answers) -> Case:
    whole = {"review.documents": documents(), "review.reviewer": reviewer(), **answers}
    path = path_of(whole)
    return Case(assessment(), whole, path, progress(k12(), path, whole), TODAY)


@cache
def _quiet() -> Answers:
    """Everything answered well, and what no single answer makes good left out of the review."""
    wording = Answer(State.ANSWERED, k12().by_id["sopipa.no_sale.wording"].choices)
    answers = {**everything(State.YES, cited=("D2",)), "sopipa.no_sale.wording": wording}
    asked = (ask.question for ask in asks(k12(), _case(answers), judgement(score=Score())))
    return {**answers, **{item: Answer(State.NA, reason="not here") for item in asked}}


def asked(
    answers: Answers, *found: Finding, score: Score | None = None, told: Judgement | None = None
) -> dict[str, Ask]:
    """What is asked, by question or title."""
    told = told or judgement(*found, score=score or Score())
    return {ask.question or ask.title: ask for ask in asks(k12(), case_of(answers), told)}


def test_silence_is_asked_as_the_question_with_what_would_settle_it_and_the_law() -> None:
    question = k12().by_id["sopipa.no_sale"]
    (one,) = asked({"sopipa.no_sale": Answer(State.NOT_ADDRESSED)}).values()
    assert one.title == question.ask
    assert one.read == (SILENT,)
    assert one.is_silent
    assert one.asked == ""
    assert one.settles.startswith(question.good[:40])
    assert one.law == question.law
    assert (one.effort, one.severity) == (Effort.SENTENCE, Severity.CRITICAL)


def test_a_vague_answer_is_asked_with_its_passage_and_its_limit() -> None:
    given = Answer(State.PARTIAL, reason="usage data goes to a sponsor", citations=(PROMISE,))
    (one,) = asked({"sopipa.no_sale": given}).values()
    assert one.found == ("Only in part: usage data goes to a sponsor.",)
    assert one.read == ("D1 line 45",)


def test_a_choice_that_falls_short_is_told_with_its_value_and_its_limit() -> None:
    given = {
        "data.identifiers": Answer(
            State.PARTIAL,
            "collected, use not stated",
            reason="which serves what is open",
            citations=(PROMISE,),
        ),
        "policy.binding": Answer(State.ANSWERED, "unsigned template", citations=(PROMISE,)),
    }
    found = asked(given)
    assert found["data.identifiers"].found == ("Only in part: which serves what is open.",)
    assert found["policy.binding"].found == ("We read the answer as: unsigned template.",)


def test_a_slip_of_the_pen_is_asked_with_the_others_of_its_kind() -> None:
    slips = [
        finding(
            "DOC-16", Severity.LOW, subject=key, kind=RuleKind.ASSIST, law=(), answers=("sopipa.no_sale",)
        )
        for key in ("blank", "gap")
    ]
    given = {"sopipa.no_sale": Answer(State.PARTIAL, reason="rent is left open", citations=(PROMISE,))}
    found = asked(given, *slips)
    assert "DOC-16" not in found["sopipa.no_sale"].rules
    assert found["Title of DOC-16"].rules == ("DOC-16",)


def test_proof_that_is_lacking_does_not_name_a_point_about_something_else() -> None:
    unproved = finding("EVD-04", Severity.LOW, subject="sopipa.no_sale", title="On the vendor's word alone")
    other = finding("REV-03", Severity.LOW, subject="sopipa.no_sale", title="Sell is not defined")
    assert asked({}, unproved, other)["sopipa.no_sale"].title == "Sell is not defined"


def test_a_plain_no_is_a_change_of_practice() -> None:
    (one,) = asked({"sopipa.no_sale": Answer(State.NO, citations=(PROMISE,))}).values()
    assert one.effort is Effort.PRACTICE
    assert one.found == ("We read the answer as: no.",)
    assert (one.is_heavy, one.falls_short) == (True, False)


def test_what_no_finding_is_about_does_not_weigh_more_than_the_findings() -> None:
    answers = {"sopipa.no_sale": Answer(State.NO, citations=(PROMISE,))}
    alone = asked(answers)["sopipa.no_sale"]
    beside = asked(answers, finding("GAP-30", Severity.HIGH, subject="ferpa.purpose"))["sopipa.no_sale"]
    assert (alone.severity, beside.severity) == (Severity.CRITICAL, Severity.MEDIUM)


def test_a_deadline_without_a_number_is_a_date_to_give() -> None:
    given = Answer(State.ANSWERED, Number(None, "none stated"), citations=(PROMISE,))
    found = asked({"breach.deadline": given})
    assert found["breach.deadline"].effort is Effort.SIGNATURE


def test_what_only_a_paper_can_show_is_a_document_to_send() -> None:
    found = asked(
        {"breach.plan": Answer(State.NOT_ADDRESSED), "security.hosting": Answer(State.NOT_ADDRESSED)}
    )
    assert {ask.effort for ask in found.values()} == {Effort.DOCUMENT}
    assert "Please send us the list." in found["security.hosting"].asked


def test_a_contradiction_shows_both_sides_and_asks_which_is_right() -> None:
    (one,) = asked({}, no_sale()).values()
    assert one.question == "sopipa.no_sale"
    assert one.read == (
        "“We do not sell student data.” (D1 line 45)",
        "“EPOM for serving targeted advertising” (D1 line 162)",
    )
    assert one.found == (no_sale().message,)
    assert (one.title, one.clashes, one.asked) == ("No-sale promise against the register", True, "")
    assert one.settles == "Mend it."
    assert (one.law, one.rules) == (("Law 1",), ("CON-02",))
    assert one.effort is Effort.PRACTICE
    assert asked({}, no_sale(Severity.HIGH))["sopipa.no_sale"].effort is Effort.SENTENCE


def test_a_row_without_a_passage_is_shown_as_it_stands_on_the_list() -> None:
    side = SideShown("s", (Spot("thirdparty.register", "EPOM (what for: advertising).", "r1"),))
    (one,) = asked({}, finding("GAP-18", answers=("thirdparty.register",), sides=[side])).values()
    assert one.read == ("On the list: EPOM (what for: advertising).",)


def test_several_findings_about_one_question_are_one_item() -> None:
    more = finding(
        "GAP-07", Severity.LOW, subject="sopipa.no_sale", fix="Say when.", law=("Law 2",), due="2027-02-01"
    )
    again = finding("GAP-08", subject="sopipa.no_sale", due="2027-01-05")
    (one,) = asked({}, no_sale(), again, more).values()
    assert one.rules == ("CON-02", "GAP-08", "GAP-07")
    assert one.law == ("Law 1", "Law 2")
    assert one.settles == "Mend it. Say when."
    assert one.severity is Severity.CRITICAL
    assert one.due == "2027-01-05"


def test_a_finding_about_two_questions_is_asked_once() -> None:
    both = finding(
        "CON-01",
        caps=[
            AppliedCap("ferpa.no_targeted_ads", credit=0.0),
            AppliedCap("sopipa.no_targeted_ads", credit=0.0),
        ],
    )
    assert list(asked({}, both)) == ["ferpa.no_targeted_ads"]
    partial = {"sopipa.no_targeted_ads": Answer(State.PARTIAL, reason=REASON)}
    assert list(asked(partial, both)) == ["ferpa.no_targeted_ads"]


def test_a_finding_about_no_question_stands_under_its_own_title() -> None:
    odd = finding("CON-14", title="Seal narrower than the text", answers=("sopipa.no_sale",))
    (one,) = asked({}, odd).values()
    assert (one.question, one.title) == ("", "Seal narrower than the text")
    assert one.found == ("The message of CON-14.",)


def test_silent_details_are_asked_with_their_question() -> None:
    answers = {
        "breach.cooperation": Answer(State.PARTIAL, reason=REASON),
        "breach.cooperation.costs": Answer(State.NOT_ADDRESSED),
    }
    (one,) = asked(answers).values()
    assert one.asked.endswith(f"Please also say: {k12().by_id['breach.cooperation.costs'].ask}")


@pytest.mark.parametrize(
    ("more", "is_asked"),
    [
        ({"state": FindingState.OPEN}, True),
        ({"state": FindingState.ACCEPTED, "due": "2027-03-01"}, True),
        ({"state": FindingState.ACCEPTED}, False),
        ({"state": FindingState.ANSWERED}, False),
        ({"state": FindingState.WITHDRAWN}, False),
        ({"state": FindingState.FIXED}, False),
    ],
)
def test_what_the_vendor_has_settled_is_not_asked_again(more: dict[str, object], is_asked: bool) -> None:
    one = replace(finding("GAP-01", subject="breach.plan"), **more)  # type: ignore[arg-type]
    assert ("breach.plan" in asked({}, one)) is is_asked


def test_neither_the_reviewers_own_matters_nor_proposals_are_asked() -> None:
    ours = finding("EVD-01", against=Against.REVIEW, subject="sopipa.no_sale")
    own = finding("EVD-09", subject="signoff.accuracy")
    proposal = finding("DOC-05", subject="ferpa.purpose")
    answers = {"signoff.accuracy": Answer(State.NO), "review.jurisdictions": Answer(State.NOT_ADDRESSED)}
    found = asked(answers, ours, told=judgement(ours, proposals=[proposal], score=Score()))
    assert found == {}
    assert "signoff.accuracy" not in asked({}, own)


def test_open_and_not_applicable_questions_are_no_matter_of_the_vendor() -> None:
    answers = {"sopipa.no_sale": UNANSWERED, "sopipa.no_profiling": Answer(State.NA, reason="no students")}
    assert asked(answers) == {}


def line(question: str, grade: int, credit: float = 1.0) -> Line:
    return Line(question, "sopipa", 8, credit, credit, grade, 0.7, 1.0, "D1")


def graded(*lines: Line) -> Score:
    return Score(lines, by_question={one.question: one for one in lines})


def test_what_is_published_and_weighty_is_one_request_for_a_signature() -> None:
    score = graded(line("security.encryption.at_rest", 2), line("sopipa.no_sale", 2), line("breach.plan", 2))
    answers = {"sopipa.no_sale": Answer(State.YES, citations=(PROMISE,))}
    (one,) = asked(answers, score=score).values()
    assert one.effort is Effort.SIGNATURE
    (told,) = one.found
    asked_of = [k12().by_id[item].ask for item in ("sopipa.no_sale", "security.encryption.at_rest")]
    assert told == f"{asked_of[0]} (D1 line 45) {asked_of[1]} (D2 line 7)"
    assert not one.is_heavy
    assert asked({}, score=graded(line("sopipa.no_sale", 3), line("sopipa.no_profiling", 2, 0.0))) == {}


def test_findings_about_proof_join_the_request_for_a_signature() -> None:
    alone = finding("EVD-04", Severity.LOW, subject="breach.notify", law=("Law 9",))
    score = graded(line("breach.notify", 2), line("sopipa.no_profiling", 2))
    told = judgement(alone, score=score)
    answers = {
        name: Answer(State.YES, citations=(PROMISE,)) for name in ("breach.notify", "sopipa.no_profiling")
    }
    (one,) = asked(answers, told=told).values()
    assert one.found[0].count("(D1 line 45)") == 2
    assert (one.rules, one.keys) == (("EVD-04",), ("EVD-04 breach.notify",))
    (one,) = asked(answers, told=judgement(alone, score=graded(line("breach.notify", 1)))).values()
    assert (one.effort, one.asked) == (Effort.DOCUMENT, "Please send us what proves it.")


def test_findings_of_one_rule_about_no_question_are_one_item() -> None:
    row = Spot("review.documents", "Policy (kind: policy)", "r1")
    two = [
        finding("DOC-10", subject=name, sides=[SideShown("s", (row,))], message=f"{name}.")
        for name in ("a", "b")
    ]
    (one,) = asked({}, *two).values()
    assert one.found == ("a.", "b.")
    assert one.read == ()
    assert not one.is_silent


def test_what_rests_on_nothing_or_on_somebody_elses_paper_is_a_document_to_send() -> None:
    second_hand = {"breach.plan": Answer(State.YES, citations=(LISTED,))}
    (one,) = asked(second_hand, score=graded(line("breach.plan", 1))).values()
    assert one.effort is Effort.DOCUMENT
    assert one.found == ("What we have for this is second-hand, or about something else than the product.",)
    (one,) = asked({"breach.plan": Answer(State.YES)}, score=graded(line("breach.plan", 0))).values()
    assert (one.found, one.read) == (("We have no document that says so.",), ())
    assert one.settles == "A document of your own that says it, for example: plan summary."


def test_critical_and_high_points_come_first_and_the_others_by_section() -> None:
    given = {
        "breach.plan": Answer(State.NOT_ADDRESSED),
        "ferpa.change_notice": Answer(State.NOT_ADDRESSED),
        "sopipa.no_sale": Answer(State.NO),
    }
    light = finding("GAP-07", Severity.MEDIUM, subject="ferpa.review_correct")
    heavy = finding("GAP-00", Severity.CRITICAL, subject="sopipa.no_sale")
    found = asks(k12(), case_of(given), judgement(light, heavy, score=Score()))
    order = [(ask.label, ask.question) for ask in found]
    assert order == [
        ("1", "sopipa.no_sale"),
        ("2", "ferpa.review_correct"),
        ("3", "ferpa.change_notice"),
        ("4", "breach.plan"),
    ]
    assert [ask.is_heavy for ask in found] == [True, False, False, False]
    assert [ask.falls_short for ask in found] == [False, False, True, True]


def test_what_falls_short_in_one_section_shares_a_number() -> None:
    rules = book()
    weak = {
        name: Answer(State.NOT_ADDRESSED) for name in ("breach.plan", "breach.cooperation", "deletion.method")
    }
    told = [
        finding("GAP-00", Severity.LOW, subject=name, message=f'"{k12().by_id[name].ask}": nothing.')
        for name in weak
    ]
    found = asks(k12(), case_of(weak), judgement(*told, score=Score()), rules)
    assert [ask.label for ask in found] == ["1a", "1b", "2"]
    assert {ask.question for ask in found[:2]} == {"breach.plan", "breach.cooperation"}
    assert [ask.rules for ask in found] == [()] * 3
    assert [key for ask in found for key in ask.keys] == [f"GAP-00 {ask.question}" for ask in found]


def test_laws_of_places_without_a_school_are_not_named_unless_the_documents_claim_them() -> None:
    rules = book()
    laws = ("16 CFR 312.8", "8 NYCRR 121.3", "105 ILCS 85/15", "Cal. Bus. & Prof. 22584", "Treaty of Nowhere")
    found = finding("GAP-10", Severity.HIGH, subject="breach.plan", law=laws)
    given = {"review.jurisdictions": Answer(State.ANSWERED, ("NY",))}
    claims = rows({"law": "Illinois SOPPA", "citation_as_written": "", "claim": "compliant"})

    def named(more: Answers) -> tuple[str, ...]:
        every = asks(k12(), case_of({**given, **more}), judgement(found, score=Score()), rules)
        return next(ask.law for ask in every if ask.question == "breach.plan")

    assert named({}) == (laws[0], laws[1], laws[4])
    assert named({"law.claims": Answer(State.ANSWERED, claims)}) == (laws[0], laws[1], laws[2], laws[4])


def test_of_an_answer_one_passage_is_shown_and_the_others_are_counted() -> None:
    cited = tuple(Citation("D1", f"line {number}", f"words {number}") for number in range(9))
    (one,) = asked({"sopipa.no_sale": Answer(State.NO, citations=cited)}).values()
    assert one.read == ("“words 0” (D1 line 0) and 8 more",)


def test_of_a_contradiction_a_passage_of_each_side_is_shown() -> None:
    sides = [
        SideShown(
            name,
            tuple(
                Spot("sopipa.no_sale", "yes", citations=(Citation("D1", f"line {name}{n}", f"{name}{n}"),))
                for n in range(3)
            ),
        )
        for name in ("a", "b")
    ]
    (one,) = asked({}, finding("CON-02", Severity.CRITICAL, subject="sopipa.no_sale", sides=sides)).values()
    assert one.read == ("“a0” (D1 line a0)", "“b0” (D1 line b0) and 4 more")


def test_a_long_run_of_letters_goes_on_after_z() -> None:
    assert [_letter(place) for place in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]


def test_a_detail_that_is_no_question_ends_with_a_stop() -> None:
    answers = {
        "policy.effective_date": Answer(State.PARTIAL, reason=REASON),
        "policy.effective_date.as_written": Answer(State.NOT_ADDRESSED),
    }
    (one,) = asked(answers).values()
    assert one.asked.endswith("The date exactly as the document writes it.")
