"""The trials of rules: they find what makes a condition true, and their samples look like the judge's facts."""

from __future__ import annotations

import pytest

from app.assessment.facts import PSEUDO_REGISTERS, Facts
from app.questionnaire import Pack
from app.questionnaire.rule_expressions import Expression
from app.questionnaire.rule_trials import COMPUTED, DOCUMENT, QUESTION, Trials
from tests.rules.case_tables import BOOK, PACK, Told, case_of

ROWS = {
    "thirdparty.register": [{"name": "AdNet", "info_shared": "e-mail address"}],
    "data.elements": [{"element": "Name"}],
    "security.hosting": [{"provider": "AWS"}],
    "product.overview.features": [{"feature": "Translation"}],
}


@pytest.fixture(scope="module")
def facts() -> Facts:
    answers = {
        "product.overview": "A product for classes",
        "thirdparty.signin": ["Google"],
        "ferpa.purpose": {"state": "yes", "quotes": ["only for school"]},
    }
    made = Facts(PACK, BOOK)
    made.read(case_of(Told("", 1, {"rule": "CON-01", "answers": answers, "rows": ROWS})))
    return made


@pytest.mark.parametrize("register", sorted(COMPUTED))
def test_a_sample_row_has_what_the_judge_computes(facts: Facts, register: str) -> None:
    columns = {column.id for column in PACK.by_id[register].columns} if register in PACK.by_id else set()
    assert set(facts.rows(register)[0]) == {"id", *columns, *COMPUTED[register]}
    assert register in PACK.by_id or register in PSEUDO_REGISTERS


def test_a_sample_question_and_the_main_document_have_what_the_judge_gives(facts: Facts) -> None:
    assert set(facts.question(PACK.questions[0], fired=False)) == set(QUESTION)
    assert set(DOCUMENT) <= set(facts.main), "what it has with a document and without one"


def _found(pack: Pack, text: str, rows: dict[str, str] | None = None) -> bool:
    trials = Trials(pack, {}, rows or {}, "")
    expression = Expression(text, pack.by_id, names={}, counts=tuple(rows or ()))
    trials.learn([expression])
    assigned = trials.holds_for(expression)
    assert assigned is None or trials.value(expression, assigned) is True
    return assigned is not None


@pytest.mark.parametrize(
    "text",
    [
        "bad(ferpa.purpose) && claimed(sopipa.no_sale) && breach.deadline.value > 30.0 && breach.deadline.unit == 'days'",
        "!(claimed(ferpa.purpose) || silent(ferpa.purpose)) && ferpa.ownership.cited",
        "jurisdictions.exists(j, j == 'NY') && (shops > 2 && ferpa.purpose.state == 'partial' || shops == 1 && false)",
        "security.hosting.rows.exists(r, r.role == 'backup' && r.location == 'x')",
        "'video' in ['video'] ? weak(data.minimised) : false",
    ],
)
def test_what_can_hold_is_found(k12: Pack, text: str) -> None:
    assert _found(k12, text, {"shops": "thirdparty.register"})


@pytest.mark.parametrize(
    "text",
    [
        "claimed(ferpa.purpose) && bad(ferpa.purpose) && ferpa.purpose.state == 'yes'",
        "shops < 0",
        "breach.deadline.unit == 'days' && breach.deadline.unit == 'hours'",
        "false",
    ],
)
def test_what_cannot_hold_is_not(k12: Pack, text: str) -> None:
    assert not _found(k12, text, {"shops": "thirdparty.register"})
