from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.assessment.answer import Answer, State
from app.assessment.case import Case
from app.assessment.cited_laws import CitedLaws, laws_that_matter
from app.assessment.progress import progress
from app.questionnaire.rulebook import load_rulebook
from tests.assessment.answered import assessment, documents, k12, path_of, rows
from tests.assessment.judged import finding, judgement

TODAY = date(2026, 11, 25)
CALIFORNIA, NEW_YORK, FEDERAL = "Cal. Bus. & Prof. 22584(b)(1)", "8 NYCRR 121.3(c)(6)", "15 U.S.C. 45(a)"
CITED = (CALIFORNIA, NEW_YORK, FEDERAL, "an act nobody knows")


def case(*states: str, claimed: str = "") -> Case:
    answers = {
        "review.documents": documents(),
        "review.jurisdictions": Answer(State.ANSWERED, states),
    }
    if claimed:
        answers["law.claims"] = Answer(State.ANSWERED, rows({"law": claimed}))
    path = path_of(answers)
    return Case(assessment(), answers, path, progress(k12(), path, answers), TODAY)


@pytest.mark.parametrize(
    ("states", "claimed", "gone"),
    [
        (("CA",), "", {NEW_YORK}),
        (("NY",), "", {CALIFORNIA}),
        (("CA", "NY"), "", set()),
        (("CA",), "8 NYCRR 121.3(c)(6)", set()),
    ],
)
def test_only_laws_where_a_school_is_or_that_the_documents_claim_are_kept(
    states: tuple[str, ...], claimed: str, gone: set[str]
) -> None:
    cited = CitedLaws(k12(), load_rulebook(), case(*states, claimed=claimed))
    assert cited.kept(CITED) == tuple(one for one in CITED if one not in gone)


def test_a_judgement_keeps_everything_else() -> None:
    one = replace(finding("GAP-13"), law=CITED)
    before = judgement(one)
    after = laws_that_matter(k12(), load_rulebook(), case("CA"), before)
    (now,) = after.findings.found
    assert now.law == tuple(law for law in CITED if law != NEW_YORK)
    assert replace(now, law=one.law) == one
    assert replace(after, findings=before.findings) == before
