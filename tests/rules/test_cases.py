"""Every rule fires where it should and just does not where it should not: the tables in `cases/`."""

from __future__ import annotations

from collections import Counter

import pytest

from app.assessment.findings import Finding
from tests.rules.case_tables import BOOK, Told, judged, told

CASES = tuple(told())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_case(case: Told) -> None:
    table = case.table
    findings, found, proposed = judged(case)
    assert case.rule in BOOK.by_id, "a rule of the rulebook"
    broken = {one.rule: one.why for one in findings.broken}
    assert case.rule not in broken, broken.get(case.rule)
    waiting = {one.rule: one.questions for one in findings.waiting}
    assert (case.rule in waiting) == case.waits, f"waits for {waiting.get(case.rule, 'nothing')}"
    if not case.fires:
        assert [one.message for one in (*found, *proposed)] == []
        return
    if table.get("proposed"):
        assert not found
        found = proposed
    assert found, "it does not fire"
    for finding in found:
        expect(finding, table)


def expect(finding: Finding, table: dict) -> None:
    assert table.get("severity") in (None, finding.severity.value)
    assert table.get("message", "") in finding.message
    assert "{" not in finding.message
    if "caps" in table:
        left = {}
        for cap in finding.caps:
            left.setdefault(cap.question, {}).update(
                {
                    name: value
                    for name in ("credit", "grade", "evidence")
                    if (value := getattr(cap, name)) is not None
                }
            )
        for question, limit in table["caps"].items():
            wanted = limit if isinstance(limit, dict) else {"credit": limit}
            assert left.get(question) == wanted, question
        assert table["caps"] or not left


def test_a_case_says_what_it_is_and_expects_one_thing() -> None:
    for case in CASES:
        says = str(case.table.get("says", ""))
        assert says.endswith("."), f"{case.file} {case.number}: says"
        assert len(says.split()) > 3, f"{case.file} {case.number}: says"
        assert "fires" in case.table or case.table.get("proposed"), f"{case.file} {case.number}: fires"
        assert not (case.fires and case.waits), f"{case.file} {case.number}: fires and waits"
    twice = [name for name, times in Counter((c.rule, c.table["says"]) for c in CASES).items() if times > 1]
    assert not twice


def test_every_rule_with_a_condition_has_a_case_that_fires_and_a_near_miss() -> None:
    computed = {rule.id for rule in BOOK.rules if rule.when or rule.each}
    fire = {case.rule for case in CASES if case.fires}
    miss = {case.rule for case in CASES if not case.fires and not case.waits}
    assert computed - fire == set(), "no case in which it fires"
    assert computed - miss == set(), "no case in which it just does not"
