"""What the rulebook says of a real file: the ClassTag assessment that ships with the project."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from app.assessment.answer import Assessment
from app.assessment.case import Case
from app.assessment.findings import Finding, Findings
from app.assessment.journal import fold
from app.assessment.progress import progress
from app.exchange.portable import from_toml
from app.questionnaire.model import Severity
from tests.rules.case_tables import FINDER, PACK, the_judge

FILE = Path(__file__).parents[2] / "assessments" / "classtag" / "assessment.toml"


@cache
def findings() -> Findings:
    answers = fold(from_toml(FILE.read_text("utf-8")).changes).answers
    path = FINDER.find(answers)
    at = datetime(2026, 11, 22, 14, tzinfo=UTC)
    assessment = Assessment(1, "classtag", "ClassTag", "ClassTag", PACK.id, PACK.version, PACK.sha256, at, at)
    return the_judge().findings(
        Case(assessment, answers, path, progress(PACK, path, answers), date(2026, 11, 22))
    )


def found(rule: str) -> Finding:
    return next(finding for finding in findings().found if finding.rule == rule)


def test_both_contradictions_about_advertising_are_critical_and_name_the_company() -> None:
    for rule in ("CON-01", "CON-02"):
        assert found(rule).severity is Severity.CRITICAL
        assert "EPOM" in found(rule).message


def test_the_host_that_the_third_party_list_leaves_out_is_named_and_no_other() -> None:
    assert found("CON-07").message.endswith("does not name: Amazon Web Services.")


def test_what_goes_to_third_parties_and_is_not_in_the_data_list_is_named() -> None:
    assert "EPOM (user identifier, device identifier" in found("CON-08").message
    assert "Google Analytics (IP address)" in found("CON-08").message


def test_open_ended_keeping_empties_deletion_and_short_retention() -> None:
    assert {cap.question for cap in found("CON-05").caps} == {"deletion.on_request", "deletion.at_end"}
    assert found("CON-06").severity is Severity.HIGH


def test_the_hosts_certificates_are_not_the_vendors() -> None:
    assert found("EVD-03").subject == "product.credentials"
    assert "ISO/IEC 27001" in found("EVD-03").message


def test_the_seals_are_narrower_than_what_is_printed_beneath_them() -> None:
    assert found("CON-14").message.endswith("no seal names COPPA.")


def test_every_contradiction_sets_two_sides_and_their_passages_against_each_other() -> None:
    contradictions = [one for one in findings().found if one.is_contradiction]
    assert len(contradictions) >= 12
    for finding in contradictions:
        assert [bool(side.spots) for side in finding.sides] == [True, True], finding.rule
        assert finding.citations, finding.rule


def test_nothing_is_broken_and_what_was_all_looked_at_leaves_no_rule_waiting() -> None:
    assert findings().broken == ()
    assert findings().waiting == ()
