from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from app.assessment.answer import UNANSWERED, Answer, Answers, Citation, Number, State
from app.assessment.ask import SILENT, TELL, Ask, Effort, by_effort
from app.assessment.asks import asks
from app.assessment.case import Case
from app.assessment.findings import AppliedCap, Finding, FindingState, SideShown, Spot
from app.assessment.progress import progress
from app.assessment.score import Judgement, Line, Score
from app.questionnaire.model import Severity
from app.questionnaire.rules import Against
from tests.assessment.answered import REASON, assessment, documents, everything, k12, path_of, reviewer
from tests.assessment.judged import LISTED, PROMISE, finding, judgement, no_sale

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
    assert one.asked.startswith(TELL)
    assert one.settles.startswith(question.good[:40])
    assert one.law == question.law
    assert (one.effort, one.severity) == (Effort.SENTENCE, Severity.CRITICAL)


def test_a_vague_answer_is_asked_with_its_passage_and_its_limit() -> None:
    given = Answer(State.PARTIAL, reason="usage data goes to a sponsor", citations=(PROMISE,))
    (one,) = asked({"sopipa.no_sale": given}).values()
    assert one.read == (
        "“We do not sell student data.” (D1 line 45)",
        "We read this as holding only in part: usage data goes to a sponsor.",
    )
    assert "close the gap or confirm that it stays" in one.asked


def test_a_plain_no_is_a_change_of_practice() -> None:
    (one,) = asked({"sopipa.no_sale": Answer(State.NO, citations=(PROMISE,))}).values()
    assert one.effort is Effort.PRACTICE
    assert one.asked.startswith("Please confirm that we read this correctly")


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
    assert one.asked == "Please tell us which of the two is right, and correct the other."
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
    assert one.severity is Severity.CRITICAL
    assert [text.split("?")[0] + "?" for text in one.read] == [
        k12().by_id[item].ask for item in ("sopipa.no_sale", "security.encryption.at_rest")
    ]
    assert one.read[0].endswith("? “We do not sell student data.” (D1 line 45)")
    assert asked({}, score=graded(line("sopipa.no_sale", 3), line("sopipa.no_profiling", 2, 0.0))) == {}


def test_findings_about_proof_join_the_request_for_a_signature() -> None:
    alone = finding("EVD-04", Severity.LOW, subject="breach.notify", law=("Law 9",))
    score = graded(line("breach.notify", 2), line("sopipa.no_profiling", 2))
    told = judgement(alone, score=score)
    answers = {
        name: Answer(State.YES, citations=(PROMISE,)) for name in ("breach.notify", "sopipa.no_profiling")
    }
    (one,) = asked(answers, told=told).values()
    assert len(one.read) == 2
    assert (one.rules, one.law) == (("EVD-04",), ("Law 9",))
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
    assert one.read == ("We have no document that says so.",)
    assert one.settles == "For example: plan summary."


def test_the_order_is_the_vendors_effort_and_then_severity() -> None:
    answers = {
        "sopipa.no_sale": Answer(State.NO),
        "breach.plan": Answer(State.NOT_ADDRESSED),
        "ferpa.change_notice": Answer(State.NOT_ADDRESSED),
        "sopipa.no_profiling": Answer(State.NOT_ADDRESSED),
        "sopipa.no_targeted_ads": Answer(State.PARTIAL, reason=REASON),
    }
    found = asks(k12(), case_of(answers), judgement(score=Score()))
    assert [ask.number for ask in found] == list(range(1, len(found) + 1))
    order = [ask.question for ask in found if ask.question in answers]
    assert order == [
        "sopipa.no_targeted_ads",
        "sopipa.no_profiling",
        "sopipa.no_sale",
        "ferpa.change_notice",
        "breach.plan",
    ]
    assert [ask.is_thin for ask in found if ask.question in answers] == [False, False, False, True, True]
    assert list(by_effort(found)) == sorted(by_effort(found))


def test_many_passages_are_few_in_the_letter() -> None:
    cited = tuple(Citation("D1", f"line {number}", f"words {number}") for number in range(9))
    (one,) = asked({"sopipa.no_sale": Answer(State.NO, citations=cited)}).values()
    assert one.read[-1] == "and 5 more"
    assert len(one.read) == 5
