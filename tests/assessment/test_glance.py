from __future__ import annotations

import re

import pytest

from app.assessment.answer import Answer, Citation, State
from app.assessment.glance import PROMISES
from app.assessment.profile import Bar, Chart, Mark, Strip, Verdict
from tests.assessment.answered import everything, k12, rows
from tests.assessment.test_compose import facts, profile_of, section


def verdict(answers: dict[str, Answer]) -> Verdict:
    found = section(profile_of(answers), "P0").blocks[0]
    assert isinstance(found, Verdict)
    return found


def strip(answers: dict[str, Answer]) -> dict[str, Mark]:
    found = section(profile_of(answers), "P0").blocks[1]
    assert isinstance(found, Strip)
    return dict(found.cells)


def concluded(state: State = State.ANSWERED, reason: str = "", **record: str) -> dict[str, Answer]:
    return {**everything(State.NOT_ADDRESSED), "signoff.conclusion": Answer(state, record or None, reason)}


def test_the_verdict_is_the_reviewers_tier_with_reason_and_conditions() -> None:
    found = verdict(
        concluded(tier="Does not meet", conditions="stop the ads.", overrides_with_reason="my judgment")
    )
    assert found.headline == "Does not meet"
    assert found.detail == "my judgment. Conditions: stop the ads."
    assert verdict(concluded(tier="Meets")).detail == "No conditions are recorded."


@pytest.mark.parametrize(
    ("answers", "detail"),
    [
        ({}, "The reviewer has not recorded a conclusion yet."),
        (concluded(conditions="none"), "The reviewer has not recorded a conclusion yet."),
        (concluded(State.PARTIAL, tier="Meets"), "The reviewer has not recorded a conclusion yet."),
        (concluded(State.NA, "a first look only"), "No conclusion is drawn: a first look only."),
        (
            {**concluded(tier="Meets"), "breach.notify": Answer()},
            (
                "The reviewer's conclusion is not shown yet: a question that every tier rests on is not answered "
                "(breach.notify)."
            ),
        ),
    ],
)
def test_without_a_tier_nothing_is_concluded(answers: dict[str, Answer], detail: str) -> None:
    found = verdict(answers)
    assert (found.headline, found.detail) == ("Not yet concluded", detail)


def test_the_figures_count_what_is_there_and_say_what_is_not() -> None:
    answers = {
        "thirdparty.register": Answer(State.ANSWERED, rows({"name": "Ads"})),
        "data.elements": Answer(State.NOT_ADDRESSED),
    }
    found = verdict(answers)
    assert re.fullmatch(r"questions answered, \d+ details open", found.figures[0][1])
    assert verdict(everything(State.NOT_ADDRESSED)).figures[0][1] == "questions answered"
    assert found.figures[0][0].split(" / ")[0] == "4"
    assert found.figures[1:] == (("1", "third party"), ("0", "data elements listed"), ("6", "documents read"))
    empty = verdict({"review.documents": Answer()})
    assert empty.figures[1] == ("–", "third parties: not reviewed")
    assert empty.figures[3] == ("–", "documents read: not reviewed")


def test_the_strip_has_six_promises_of_questions_that_exist() -> None:
    assert len(PROMISES) == 6
    assert {name for names in PROMISES.values() for name in names} <= set(k12().by_id)


@pytest.mark.parametrize(
    ("question", "answer", "cell", "mark"),
    [
        ("sopipa.no_sale", Answer(State.NO), "No sale of data", Mark.NO),
        ("sopipa.no_sale.wording", Answer(State.ANSWERED, ("sell",)), "No sale of data", Mark.PART),
        ("sopipa.ads_served", Answer(State.ANSWERED, "targeted"), "No targeted ads", Mark.NO),
        ("sopipa.ads_served", Answer(State.NOT_ADDRESSED, "not stated"), "No targeted ads", Mark.YES),
        ("sopipa.no_marketing", Answer(State.NOT_ADDRESSED), "No third-party marketing", Mark.SILENT),
        (
            "tracking.analytics",
            Answer(State.ANSWERED, "third-party inside the product"),
            "No third-party tracking",
            Mark.NO,
        ),
        ("tracking.ad_tech", Answer(State.PARTIAL, reason="one"), "No cross-site tracking", Mark.PART),
        (
            "data.identifiers",
            Answer(State.ANSWERED, "shared with advertising or cross-site parties"),
            "No cross-site tracking",
            Mark.NO,
        ),
        ("sopipa.no_profiling", Answer(), "No commercial profiling", Mark.OPEN),
    ],
)
def test_each_promise_shows_the_weakest_of_its_answers(
    question: str, answer: Answer, cell: str, mark: Mark
) -> None:
    good = everything(State.YES)
    good["sopipa.no_sale.wording"] = Answer(State.ANSWERED, ("sell", "rent"))
    assert strip(good)[cell] is Mark.YES
    assert strip({**good, question: answer})[cell] is mark


def test_what_is_said_of_the_public_site_alone_decides_no_promise_about_the_product() -> None:
    good = everything(State.YES)
    public = {
        "tracking.analytics": Answer(State.ANSWERED, "third-party on public site only"),
        "tracking.analytics.for_marketing": Answer(State.YES),
        "sopipa.ads_served": Answer(State.ANSWERED, "targeted"),
        "sopipa.ads_served.audience": Answer(State.ANSWERED, ("public site visitors",)),
    }
    found = strip({**good, **public})
    assert found["No third-party marketing"] is Mark.YES
    assert found["No targeted ads"] is Mark.YES
    silent = {**good, **public, "sopipa.no_marketing": Answer(State.NOT_ADDRESSED)}
    silent["tracking.analytics.for_marketing"] = Answer(State.NO)
    assert strip(silent)["No third-party marketing"] is Mark.SILENT
    inside = {
        "tracking.analytics": Answer(State.ANSWERED, "third-party inside the product"),
        "sopipa.ads_served.audience": Answer(State.ANSWERED, ("public site visitors", "students")),
    }
    found = strip({**good, **public, **inside})
    assert found["No third-party marketing"] is Mark.NO
    assert found["No targeted ads"] is Mark.NO


def test_a_register_that_is_known_only_in_part_counts_no_rows() -> None:
    partial = {"thirdparty.register": Answer(State.PARTIAL, reason="kinds only")}
    assert verdict(partial).figures[1] == ("–", "third parties: known only in part")


def test_the_facts_name_operator_review_and_age_of_the_documents() -> None:
    answers = {
        "product.operator": Answer(State.ANSWERED, {"legal_name": "Acme, Inc.", "country": "United States"}),
        "review.jurisdictions": Answer(State.ANSWERED, ("CA", "other US state")),
        "review.jurisdictions.other": Answer(State.ANSWERED, "Ohio"),
    }
    found = facts(profile_of(answers), "P0")
    assert found["Operator"] == "Acme, Inc., United States"
    assert found["Reviewer"] == "Rae Viewer, Lincoln Schools"
    assert found["Reviewed on"] == "22 Nov 2026"
    assert found["Valid until"] == "22 Nov 2027"
    assert found["Documents dated"] == "1 Jan 2023 to 20 Nov 2026 (1 of 6 over 24 months old at review)"
    assert found["Schools in"] == "California and another US state (Ohio)"
    one = {
        "review.documents": Answer(
            State.ANSWERED, rows({"doc_id": "D1"}, {"doc_id": "D2", "stated_date": "2026-01-02"})
        )
    }
    assert facts(profile_of(one), "P0")["Documents dated"] == "2 Jan 2026 and 1 undated"
    assert facts(profile_of({}), "P0")["Operator"] == "Acme (legal entity not reviewed)"
    silent = {"product.operator": Answer(State.NOT_ADDRESSED)}
    assert facts(profile_of(silent), "P0")["Operator"] == "Acme (legal entity not stated)"


def test_the_chart_counts_every_scored_question_once() -> None:
    answers = everything(State.YES, cited=("D2",))
    profile = profile_of(answers)
    chart = next(block for block in section(profile, "P0").blocks if isinstance(block, Chart))
    labels = [bar.label for bar in chart.bars]
    assert labels[:3] == ["Agreement A", "Agreement B", "Agreement C"]
    assert len(labels) == len(set(labels)) == 13
    counted = sum(number for bar in chart.bars for _, number in bar.counts)
    left_out = {q.id for q in k12().questions if q.section in ("review", "product", "signoff")}
    left_out -= {"product.contacts", "product.ai"}
    asked = {item for item in path_items(answers) if k12().question(item).parent is None}
    assert counted == len(asked - left_out)


def path_items(answers: dict[str, Answer]) -> tuple[str, ...]:
    from tests.assessment.answered import path_of

    return path_of(answers).items


def test_marks_in_a_bar_stand_from_good_to_open() -> None:
    answers = {
        "ferpa.ownership": Answer(State.YES, citations=(Citation("D2", "page 1"),)),
        "ferpa.purpose": Answer(State.NO),
        "ferpa.no_targeted_ads": Answer(State.NOT_ADDRESSED),
    }
    chart = next(block for block in section(profile_of(answers), "P0").blocks if isinstance(block, Chart))
    assert chart.bars[0] == Bar(
        "Agreement A", ((Mark.YES, 1), (Mark.NO, 1), (Mark.SILENT, 1), (Mark.OPEN, 6))
    )
