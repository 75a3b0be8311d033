from __future__ import annotations

from datetime import date

import pytest

from app.assessment.findings import FindingState
from app.questionnaire.loader import load_installed
from app.questionnaire.model import Severity
from app.questionnaire.rules import Against
from app.tui.finding_filter import KINDS, FindingFilter, is_overdue
from tests.hostile import HOSTILE
from tests.tui.findings_scene import finding

PACK = load_installed("k12")
TODAY = date(2026, 11, 22)
ACCEPTED = finding(state=FindingState.ACCEPTED, owner="Ben", due="2026-11-21", reason="a short pilot")
BACK = finding(came_back=FindingState.WITHDRAWN)
OF_REVIEW = finding("EVD-09", against=Against.REVIEW)


def kept(text: str, **options: bool) -> list[str]:
    named = {
        "open": finding(),
        "accepted": ACCEPTED,
        "fixed": finding(state=FindingState.FIXED),
        "answered": finding(state=FindingState.ANSWERED),
        "withdrawn": finding(state=FindingState.WITHDRAWN),
        "back": BACK,
        "review": OF_REVIEW,
        "low": finding("DOC-01", severity=Severity.LOW),
    }
    wanted = FindingFilter.parse(text)
    return [name for name, one in named.items() if wanted.keeps(one, PACK, TODAY, **options)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("is:accepted", ["accepted"]),
        ("is:back", ["back"]),
        ("is:withdrawn", ["withdrawn"]),
        ("is:fixed", ["fixed"]),
        ("is:answered", ["answered"]),
        ("is:over", ["accepted"]),
        ("is:review", ["review"]),
        ("is:open", ["open", "back", "review", "low"]),
        ("is:open is:contradiction", ["open", "back"]),
        ("sev:low", ["low"]),
        ("sev:l sec:sopipa", ["low"]),
        ("evd-09", ["review"]),
        ("EVD", ["review"]),
        ("rule:ev", ["review"]),
        ("rule:doc-01", ["low"]),
        ("rule:do rule:ev", ["review", "low"]),
        ("pilot ben", ["accepted"]),
        ("is:proposed", []),
        ("sec:security", []),
        ("nowhere", []),
    ],
)
def test_what_is_found(text: str, names: list[str]) -> None:
    assert kept(text) == names


def test_a_proposal_is_proposed_and_nothing_else() -> None:
    assert "open" in kept("is:proposed", proposed=True)
    assert kept("is:open", proposed=True) == []
    assert "open" in kept("is:contradiction", proposed=True)


def test_quotes_and_questions_are_searched() -> None:
    assert "open" in kept("“we never sell".replace("“", ""))
    assert "open" in kept("adnetwork")
    assert "open" in kept("sopipa.no_sale")


def test_what_means_nothing_is_named() -> None:
    assert FindingFilter.parse("is:purple").problem == f"is: takes {', '.join(KINDS)}."
    assert FindingFilter.parse("sev:purple").problem == "sev: takes critical, high, medium, low."
    assert not FindingFilter.parse("is: sev: sec: rule:")
    assert FindingFilter.parse("a:b").words == ("a:b",)
    for text in HOSTILE.values():
        kept(text)


def test_rules_that_say_nothing_are_found_by_words_only() -> None:
    assert FindingFilter.parse("gap-01 purpose").keeps_rule("GAP-01", "Purposes open", "ferpa.purpose")
    assert not FindingFilter.parse("gap-01 nothing").keeps_rule("GAP-01", "Purposes open", "")
    assert not FindingFilter.parse("is:open").keeps_rule("GAP-01", "Purposes open", "")
    assert FindingFilter.parse("rule:gap").keeps_rule("GAP-01", "Purposes open", "")
    assert not FindingFilter.parse("rule:con").keeps_rule("GAP-01", "Purposes open", "")


def test_overdue_only_while_it_acts() -> None:
    assert is_overdue(ACCEPTED, TODAY)
    assert not is_overdue(ACCEPTED, date(2026, 11, 21))
    assert not is_overdue(finding(state=FindingState.FIXED, due="2020-01-01"), TODAY)
    assert not is_overdue(finding(due="[/foo]"), TODAY)
