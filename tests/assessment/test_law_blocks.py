from __future__ import annotations

from app.assessment.answer import Answer, State
from app.assessment.coverage import LawCoverage, LawItem
from app.assessment.profile import Heading, Mark, Profile, Table
from tests.assessment.judged import judgement
from tests.assessment.test_compose import printed, profile_of, section


def item(question: str, mark: Mark) -> LawItem:
    return LawItem(question, ("a law",), State.YES, State.YES, mark, ())


FERPA = LawCoverage(
    "ferpa",
    "FERPA",
    "Federal",
    (
        item("ferpa.ownership", Mark.YES),
        item("ferpa.purpose", Mark.PART),
        item("sopipa.no_sale", Mark.CONTRADICTED),
        item("breach.plan", Mark.SILENT),
        item("breach.deadline", Mark.SILENT),
        item("data.elements", Mark.OPEN),
    ),
)
CIPA = LawCoverage("cipa", "CIPA", "Federal", (item("law.cipa", Mark.YES),))
NDPA = LawCoverage("ndpa", "NDPA", "Agreements", tuple(item(f"q.{n}", Mark.NO) for n in range(20)))


def coverage_rows(profile: Profile) -> tuple[tuple[str, ...], ...]:
    """The rows of the table that says how the questions of each law stand."""
    found = section(profile, "P16").blocks
    return next(one.rows for one in found if isinstance(one, Table) and one.columns[0].label == "Of")


def test_each_law_says_how_its_questions_stand_and_what_is_missing() -> None:
    profile = profile_of({}, judgement=judgement(), coverage=(FERPA, CIPA, NDPA))
    assert coverage_rows(profile)[:2] == (
        (
            "Federal",
            "FERPA",
            "6",
            "1 addressed, 1 partly, 1 contradicted, 2 silent, 1 open",
            "contradicted: sopipa.no_sale\nsilent: breach.plan, breach.deadline\nopen: data.elements",
        ),
        ("Federal", "CIPA", "1", "1 addressed", "none"),
    )
    missing = coverage_rows(profile)[2][4]
    assert missing.startswith("adverse: q.0, q.1")
    assert missing.endswith("q.11 and 8 more")


def test_a_law_is_addressed_and_never_kept() -> None:
    text = printed(profile_of({}, judgement=judgement(), coverage=(FERPA,)), "P16")
    assert "says nothing about whether the law is kept" in text
    assert "complie" not in text


def test_without_coverage_nothing_is_said_of_it() -> None:
    for profile in (profile_of({}, judgement=judgement()), profile_of({})):
        assert Heading("Coverage by law and state") not in section(profile, "P16").blocks


def test_a_law_that_names_its_section_stands_once_in_the_heading() -> None:
    where = Answer(State.ANSWERED, ("EU/EEA", "NY"))
    headings = [
        b.text
        for b in section(profile_of({"review.jurisdictions": where}), "P16").blocks
        if isinstance(b, Heading)
    ]
    assert "GDPR" in headings
    assert "New York: Education Law 2-d" in headings
