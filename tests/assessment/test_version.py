"""The version changes with what a profile can say, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.assessment.answer import Answer, Assessment, Citation, State
from app.assessment.path import PathFinder
from app.assessment.version import version
from app.questionnaire.model import Pack, Section
from tests.assessment.packs import SMALL, q

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ASSESSMENT = Assessment(1, "acme", "Acme", "Acme", "small", "1.0", "", NOW, NOW)
BASE = {"security.rest": Answer(State.YES, citations=(Citation("D1", "line 1"),))}


def of(answers: dict[str, Answer], assessment: Assessment = ASSESSMENT) -> str:
    return version(assessment, answers, PathFinder(SMALL).find(answers))


def test_the_same_answers_have_the_same_version_wherever_they_stand() -> None:
    elsewhere = replace(ASSESSMENT, id=9, slug="acme-2", changed_at=NOW.replace(year=2027))
    assert of(BASE) == of(BASE, elsewhere)


def test_notes_flags_times_and_hidden_answers_do_not_count() -> None:
    noted = {"security.rest": replace(BASE["security.rest"], note="n", flag=True, by="Ann", at=NOW)}
    assert of(BASE) == of({**noted, "ca.breach": Answer(State.NO)})


def test_state_reason_value_and_citation_count() -> None:
    changed = [
        replace(BASE["security.rest"], state=State.PARTIAL),
        replace(BASE["security.rest"], reason="backups"),
        replace(BASE["security.rest"], citations=()),
    ]
    versions = {of(BASE), *(of({"security.rest": answer}) for answer in changed)}
    assert len(versions) == 4
    assert of(BASE) != of(BASE, replace(ASSESSMENT, vendor="Other"))


def test_signing_a_version_does_not_change_it() -> None:
    signed = Pack(
        "p", "1", "", (Section("signoff", "Sign-off", (q("signoff.accuracy"), q("signoff.conclusion"))),)
    )
    path = PathFinder(signed).find({})
    before = version(ASSESSMENT, {}, path)
    assert version(ASSESSMENT, {"signoff.accuracy": Answer(State.YES)}, path) == before
    assert version(ASSESSMENT, {"signoff.conclusion": Answer(State.YES)}, path) != before
