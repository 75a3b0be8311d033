from __future__ import annotations

from datetime import date

from app.assessment.findings import Broken, Findings, FindingState, Proposal, Waiting
from app.questionnaire.loader import load_installed
from app.questionnaire.model import Severity
from app.questionnaire.rules import Against
from app.tui.finding_filter import FindingFilter
from app.tui.finding_list import Entry, Grouping, Part, about_of, counts_text, entries, title_of
from tests.tui.findings_scene import BOOK, finding

PACK = load_installed("k12")
TODAY = date(2026, 11, 22)
SUBJECTS = ("thirdparty.register", "Mailgun", "Sentry")
FINDINGS = Findings(
    found=(
        finding(severity=Severity.CRITICAL),
        *(finding("GAP-18", subject, severity=Severity.MEDIUM) for subject in SUBJECTS),
        finding("CA-01", answers=("security.encryption.at_rest",)),
        finding("EVD-09", against=Against.REVIEW),
        finding("XX-X", state=FindingState.WITHDRAWN, answers=()),
    ),
    proposals=(Proposal(finding("DOC-09")),),
    waiting=(Waiting("GAP-01", ("ferpa.purpose",)), Waiting("UNKNOWN", ())),
    broken=(Broken("GAP-99", "it failed"),),
)


def shown(**options: object) -> list[Entry]:
    return entries(FINDINGS, PACK, BOOK, TODAY, **options)  # type: ignore[arg-type]


def text(lines: list[Entry]) -> list[str]:
    return [f"{one.title} {one.count}" if one.count else f"- {one.key}" for one in lines]


def test_the_parts_in_order_with_several_of_one_rule_on_one_line() -> None:
    assert text(shown()) == [
        "Critical 1",
        "- CON-02",
        "Medium 3",
        "Promise against the list 3",
        "High 1",
        "- CA-01",
        "Proposed, wait for you 1",
        "- DOC-09",
        "What this review lacks 1",
        "- EVD-09",
        "Fixed or withdrawn 1",
        "Rules that wait for an answer 2",
        "Rules that could not be run 1",
        "- BROKEN GAP-99",
    ]


def test_only_what_is_no_heading_is_stopped_at() -> None:
    stops = [one.title for one in shown() if not one.is_heading]
    assert "Critical" not in stops
    assert "Proposed, wait for you" not in stops
    assert stops[-3:] == [
        "Rules that wait for an answer",
        "Rules that could not be run",
        "Broken by somebody",
    ]


def test_what_is_toggled_opens_and_closes() -> None:
    group = next(one for one in shown() if one.group)
    opened = shown(toggled={group.key, Part.SETTLED.name, Part.WAITING.name, Part.BROKEN.name})
    inside = [one for one in opened if one.inside and one.finding]
    assert [one.title for one in inside] == ["Register (Third parties)", "Mailgun", "Sentry"]
    assert any(one.key == "XX-X" for one in opened)
    assert [one.title for one in opened if one.waiting] == ["Purposes open", "UNKNOWN"]
    assert not any(one.broken for one in opened)


def test_a_filter_opens_everything_it_keeps() -> None:
    lines = shown(filtered=FindingFilter.parse("gap-18"))
    assert [one.key for one in lines if one.finding] == [f"GAP-18 {subject}" for subject in SUBJECTS]
    lines = shown(filtered=FindingFilter.parse("is:withdrawn"))
    assert text(lines) == ["Fixed or withdrawn 1", "- XX-X"]
    assert text(shown(filtered=FindingFilter.parse("is:proposed"))) == [
        "Proposed, wait for you 1",
        "- DOC-09",
    ]
    assert text(shown(filtered=FindingFilter.parse("purposes"))) == [
        "Rules that wait for an answer 1",
        "- WAITING GAP-01",
    ]


def test_other_headings() -> None:
    by_rule = [one.title for one in shown(grouping=Grouping.RULE) if one.is_heading][:3]
    assert by_rule == [
        "Contradictions between answers",
        "Legal and practice gaps",
        "States and other countries",
    ]
    by_section = [one.title for one in shown(grouping=Grouping.SECTION) if one.is_heading][:2]
    assert by_section == ["Agreement B: SOPIPA and its sister laws", "Security"]


def test_names_and_counts() -> None:
    assert title_of(finding(subject="Mailgun"), PACK) == "Promise against the list: Mailgun"
    assert title_of(finding("REV-01", "by hand 2"), PACK) == "Promise against the list"
    assert about_of(finding(subject="security.encryption.at_rest"), PACK) == "Encryption at rest (Security)"
    assert counts_text(FINDINGS) == "1 critical, 1 high, 3 medium, 1 about this review, 1 proposed"
    assert counts_text(FINDINGS, short=True) == "1 crit., 1 high, 3 med., 1 review, 1 proposed"
    assert counts_text(Findings()) == "none"
