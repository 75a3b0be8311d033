"""The rulebook has every rule that the field's catalogue names, as heavy and as automatic as it says."""

from __future__ import annotations

from app.questionnaire.model import Severity
from app.questionnaire.rules import Against, RuleKind
from tests.rules.case_tables import BOOK, PACK

CATALOGUE = """
CON-01 critical auto
CON-02 critical auto
CON-03 high auto
CON-04 high auto
CON-05 high auto
CON-06 high auto
CON-07 medium auto
CON-08 high auto
CON-09 high auto
CON-10 medium auto
CON-11 medium auto
CON-12 medium auto
CON-13 medium auto
CON-14 medium auto
CON-15 medium auto
CON-16 medium auto
CON-17 medium auto
CON-18 high auto
CON-19 medium assist
CON-20 medium assist
CON-21 medium auto
CON-22 medium auto
CON-23 medium auto
CON-24 medium auto
CON-25 high auto
CON-26 high auto
CON-27 high auto
CON-28 medium auto
GAP-00 varies auto
GAP-01 high auto
GAP-41 critical auto
GAP-02 high auto
GAP-03 medium auto
GAP-04 medium auto
GAP-05 low auto
GAP-06 medium auto
GAP-07 medium auto
GAP-08 low auto
GAP-09 high auto
GAP-10 high auto
GAP-11 high auto
GAP-12 medium auto
GAP-13 high auto
GAP-14 high auto
GAP-15 medium auto
GAP-16 medium auto
GAP-17 high auto
GAP-18 medium auto
GAP-19 high auto
GAP-20 high auto
GAP-21 high auto
GAP-22 medium auto
GAP-23 medium auto
GAP-24 medium auto
GAP-25 high auto
GAP-26 medium auto
GAP-27 high auto
GAP-28 medium auto
GAP-29 high auto
GAP-30 high auto
GAP-31 low auto
GAP-32 medium auto
GAP-33 critical auto
GAP-34 high auto
GAP-35 medium auto
GAP-36 medium auto
GAP-37 medium auto
GAP-38 low auto
GAP-39 low auto
GAP-40 medium auto
CA-01 medium auto
CA-02 medium auto
CA-03 low auto
NY-01 high auto
NY-02 high auto
NY-03 high auto
NY-04 high auto
CT-01 medium auto
FL-01 medium auto
FL-02 low auto
IL-01 high auto
NE-01 medium auto
NH-01 medium auto
NH-02 low assist
RI-01 low auto
ME-01 low auto
GDPR-01 high auto
GDPR-02 medium auto
GDPR-03 medium assist
GDPR-04 medium auto
GDPR-05 medium assist
DOC-01 medium auto
DOC-02 medium auto
DOC-03 high assist
DOC-04 medium assist
DOC-05 high auto
DOC-06 medium auto
DOC-07 medium auto
DOC-08 medium auto
DOC-09 low assist
DOC-10 medium auto
DOC-11 medium auto
DOC-12 medium auto
DOC-13 low assist
DOC-14 medium auto
DOC-15 low assist
DOC-16 low assist
DOC-17 low assist
DOC-18 low auto
EVD-01 medium auto
EVD-02 medium auto
EVD-03 medium auto
EVD-04 low auto
EVD-05 low auto
EVD-06 high auto
EVD-07 medium auto
EVD-08 low auto
EVD-09 medium auto
EVD-10 low auto
""".strip().splitlines()


def test_every_rule_is_there_with_its_severity_and_kind() -> None:
    found = {f"{rule.id} {rule.severity.value} {rule.kind.value}" for rule in BOOK.rules}
    wanted = {line for line in CATALOGUE if "varies" not in line}
    assert wanted - found == set()
    assert {line.split()[0] for line in CATALOGUE} <= set(BOOK.by_id)


def test_nothing_is_there_besides_the_catalogue_but_what_a_reviewer_raises_by_hand() -> None:
    more = [rule for rule in BOOK.rules if rule.id not in {line.split()[0] for line in CATALOGUE}]
    assert {rule.kind for rule in more} == {RuleKind.MANUAL}
    assert 6 <= len(more) <= 10


def test_a_rule_has_what_its_kind_needs() -> None:
    for rule in BOOK.rules:
        triggered = bool(rule.when or rule.each or rule.detector)
        assert triggered == (rule.kind is not RuleKind.MANUAL), rule.id


def test_every_rule_is_worded_for_a_reader() -> None:
    for rule in BOOK.rules:
        for text in (rule.title, rule.message, rule.fix):
            assert text, rule.id
            assert text.strip() == text, rule.id
        assert rule.message.endswith((".", "}")), rule.id
        assert rule.fix.endswith((".", "?", "}")), rule.id
        assert not rule.title.endswith("."), rule.id


def test_a_contradiction_sets_two_sides_against_each_other() -> None:
    for rule in BOOK.rules:
        if rule.id.startswith("CON-") and rule.when:
            assert len({side.label for side in rule.sides}) == 2, rule.id
            assert all(side.answers or side.rows for side in rule.sides), rule.id


def test_whatever_the_review_itself_lacks_is_not_held_against_the_vendor() -> None:
    of_the_review = {rule.id for rule in BOOK.rules if rule.against is Against.REVIEW}
    assert of_the_review == {f"EVD-{number:02}" for number in (1, 2, 5, 6, 8, 9, 10)}


def test_caps_name_questions_of_the_pack() -> None:
    for rule in BOOK.rules:
        for cap in rule.caps:
            assert [item for item in cap.answers if item != "subject" and item not in PACK.by_id] == [], (
                rule.id
            )


def test_severities_are_those_of_the_pack() -> None:
    assert {rule.severity for rule in BOOK.rules} <= set(Severity)
