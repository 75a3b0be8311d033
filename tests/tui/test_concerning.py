"""Which findings concern which question."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questionnaire.model import Severity
from app.review import Review
from app.tui.concerning import NO_CONCERNS, concerns_of, homes
from app.tui.find import Filter
from tests.tui.judged_scene import PARTIES, SALE, contradicted
from tests.tui.running import opened


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return contradicted(opened(tmp_path))


def test_a_finding_stands_on_every_card_that_it_is_about(review: Review) -> None:
    view = review.view
    concerns = concerns_of(view.pack, view.judgement.findings)
    sale = review.finding("CON-02")
    assert set(homes(view.pack, sale)) == {SALE, PARTIES}
    assert sale in concerns.about[SALE]
    assert concerns.about[PARTIES][0] == sale  # heaviest first
    assert concerns.marks[SALE] is concerns.marks[PARTIES] is Severity.CRITICAL
    assert concerns.items[Severity.CRITICAL] >= {SALE, PARTIES}
    assert concerns.first(SALE) == "CON-02"
    assert concerns.first("breach.plan") == ""


def test_of_a_section_each_is_named_once_and_not_again_beside_its_question(review: Review) -> None:
    view = review.view
    concerns = concerns_of(view.pack, view.judgement.findings)
    keys = [one.key for one in concerns.of_section(view.pack, "sopipa")]
    assert "CON-02" in keys
    assert len(keys) == len(set(keys))
    assert "CON-02" not in [one.key for one in concerns.of_section(view.pack, "sopipa", SALE)]


def test_what_is_settled_marks_nothing_and_stands_last(review: Review) -> None:
    view = review.settle("CON-02", "withdrawn", reason="they are the same")
    concerns = concerns_of(view.pack, view.judgement.findings)
    assert SALE not in concerns.marks
    assert SALE not in concerns.items[Severity.CRITICAL]
    assert concerns.about[PARTIES][-1].key == "CON-02"
    assert concerns.first(SALE) != "CON-02"


def test_where_nothing_is_judged_there_is_nothing() -> None:
    assert NO_CONCERNS.first(SALE) == ""
    assert not NO_CONCERNS.marks


def test_a_question_is_found_by_what_its_findings_are_called(review: Review) -> None:
    view = review.view
    called = concerns_of(view.pack, view.judgement.findings).called
    title = review.finding("CON-02").title.casefold()
    assert set(Filter.parse(f"con-02 {title}").hits(view, told=called)) == {SALE, PARTIES}
    assert SALE not in Filter.parse("con-02").hits(view)
