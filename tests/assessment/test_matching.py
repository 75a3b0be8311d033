"""Matching of lists: what is the same, why, what is missing, and that the reviewer has the last word."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.assessment.matching import DECLARED, NEAR, SAME, SIMILAR, SYNONYM, Matcher
from app.questionnaire.rulebook import load_rulebook

SYNONYMS = load_rulebook().synonyms
MATCHER = Matcher(SYNONYMS)
LIST = ("Student first and last name", "Parent phone or mobile number", "Page views", "Student ID", "Grade")


@pytest.mark.parametrize(
    ("a", "b", "kind", "how"),
    [
        ("AWS", "aws", "company", SAME),
        ("Amazon Web Services", "AWS (Amazon)", "company", SYNONYM),
        ("Salesforce", "Heroku/Salesforce", "company", SYNONYM),
        ("Rosterbridge Data, LLC", "Rosterbridge Data", "company", SAME),
        ("Admoor", "Admoor Network", "company", SIMILAR),
        ("Tallow Ridge Biling", "Tallow Ridge Billing, Inc.", "company", SIMILAR),
        ("NWS", "North West Schoolware", "company", SIMILAR),
        ("zip code", "Postal code", "element", SYNONYM),
        ("first name", "Student first and last name", "element", SYNONYM),
        ("favourite colour", "Favorite color", "element", SIMILAR),
    ],
)
def test_the_same(a: str, b: str, kind: str, how: str) -> None:
    match = MATCHER.same(a, b, kind)
    assert match is not None
    assert match.how == how
    assert 0 < match.score <= 100
    assert "{" not in match.why
    assert not match.why.endswith(".")


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Clever", "Clever Kids Inc.", "company"),
        ("Zoom", "Room", "company"),
        ("Vendor 17 Software", "Vendor 18 Software", "company"),
        ("not stated", "not stated elsewhere", "company"),
        ("", "", "company"),
        ("full name", "first name", "element"),
        ("user identifier", "Student ID", "element"),
        ("advertising identifier", "device identifier", "element"),
        ("e-mail address", "IP address", "element"),
        ("postal code", "location", "element"),
    ],
)
def test_different(a: str, b: str, kind: str) -> None:
    assert MATCHER.same(a, b, kind) is None


def test_a_reason_names_both_and_says_why() -> None:
    match = MATCHER.same("Amazon Web Services", "AWS", "company")
    assert match is not None
    assert match.why == "“Amazon Web Services” and “AWS” are names of one company (Amazon Web Services)"
    found = MATCHER.same("middle name", "full name", "element")
    assert found is not None
    assert found.why == "“name” includes “middle name”"


def test_braces_in_a_name_are_text() -> None:
    match = MATCHER.same("{a}cme Roster Works", "{a}cme Roster Work", "company")
    assert match is not None
    assert "{a}cme Roster Works" in match.why


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        ("first name, phone numbers, usage events, grade level", ()),
        ("student's NAME, pages viewed; mobile", ()),
        ("e-mail, IP addresses of users", ("email address", "IP address")),
        ("user information, usage data", ()),
        ("location, role and zip", ("location", "role", "postal code")),
        ("shoe size", ("shoe size",)),
    ],
)
def test_what_is_not_listed(wanted: str, missing: tuple[str, ...]) -> None:
    assert MATCHER.unlisted([wanted], LIST, "element") == missing
    names = MATCHER.names_in(wanted, "element")
    assert MATCHER.unlisted(names, list(LIST), "element") == missing


def test_functions_that_cover_each_other() -> None:
    assert MATCHER.unlisted(["Family messages"], ["e-mail; sending e-mails"], "function") == ()
    assert MATCHER.unlisted(["Payments for trips"], ["translation; text"], "function") == ("payments",)


def test_the_best_match_is_found_and_what_came_near_is_shown() -> None:
    among = ("Google Analytics", "Clever Kids", "Redis Labs", "Salesforce/Heroku")
    found = MATCHER.find("Heroku", among, "company")
    assert found is not None
    assert found.other == "Salesforce/Heroku"
    exact = MATCHER.find("google analytics", ("Google Cloud", *among), "company")
    assert exact is not None
    assert (exact.other, exact.how) == ("Google Analytics", SAME)
    assert MATCHER.find("Clever", among, "company") is None
    near = MATCHER.nearest("Clever", among, "company")
    assert [(one.other, one.how) for one in near] == [("Clever Kids", NEAR)]
    assert MATCHER.nearest("", among, "company") == ()
    assert MATCHER.find("Heroku", (), "company") is None


def test_what_the_reviewer_declared_the_same_is_the_same() -> None:
    matcher = Matcher(
        SYNONYMS,
        {
            ("company", "clever", "clever kids inc."): True,
            ("element", "student id", "user identifier"): True,
            ("company", "admoor", "google analytics"): True,
        },
    )
    match = matcher.same("Clever", "Clever Kids, Inc.", "company")
    assert match is not None
    assert match.how == DECLARED
    assert "declared" in match.why
    found = matcher.find("CLEVER", ("Other", "Clever Kids Inc"), "company")
    assert found is not None
    assert found.other == "Clever Kids Inc"
    assert matcher.unlisted(["account ID, e-mail"], LIST, "element") == ("email address",)
    assert matcher.same("user identifier", "Student ID", "company") is None


def test_what_the_reviewer_declared_different_is_different() -> None:
    matcher = Matcher(
        SYNONYMS,
        {
            ("company", "google", "google analytics"): False,
            ("element", "page views", "usage events"): False,
        },
    )
    assert matcher.same("Google", "Google Analytics", "company") is None
    assert matcher.same("Google Cloud", "Google Analytics", "company") is not None, "said of Google alone"
    assert matcher.find("Google", ("Google Analytics",), "company") is None
    near = matcher.nearest("Google", ("Google Analytics",), "company")
    assert "declared" in near[0].why
    found = matcher.find("Google", ("Google Analytics", "Google Sign-In"), "company")
    assert found is not None
    assert found.other == "Google Sign-In"
    assert matcher.unlisted(["user activity"], LIST, "element") == ("usage events",)


def test_two_thousand_rows_stay_cheap() -> None:
    providers = tuple(
        f"{word} Works {number}, Inc."
        for number in range(400)
        for word in ("Alder", "Birch", "Cedar", "Elm", "Fir")
    )
    for name in providers:
        match = MATCHER.find(name.replace(", Inc.", " LLC"), providers, "company")
        assert match is not None
        assert match.other == name


def test_the_library_of_likeness_is_imported_only_when_something_is_compared() -> None:
    code = "import sys, app.assessment.matching as m; m.Matcher(()); sys.exit('rapidfuzz' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
