"""What is read in the cells of registers, with the pack's own names."""

from __future__ import annotations

import pytest

from app.assessment.name_groups import vocabulary
from app.questionnaire.rulebook import load_rulebook
from app.questionnaire.rules import Synonyms

WORDS = vocabulary(load_rulebook().synonyms)


def read(text: str, kind: str) -> list[str]:
    return [name.display for name in WORDS.read(text, kind)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # what real lists of sub-processors and schedules of data say
        (
            (
                "user identifier, persistent device identifier, classroom grade, classroom location, "
                "user role (parent or teacher), approximate school ZIP code"
            ),
            ["user identifier", "device identifier", "grade level", "location", "role", "postal code"],
        ),
        (
            "user information (including name and user identifier), e-mail address, telephone number, shipping postal address",
            ["name", "user identifier", "email address", "telephone number", "postal address"],
        ),
        ("service usage, IP address", ["IP address"]),
        ("user information, events", ["usage events"]),
        ("internal e-mails, files, documents and the like", []),
        (
            "user information, user activity, contact activity, marketing content",
            ["usage events", "support contacts"],
        ),
        ("Name and e-mail address of the school's buyer", ["name", "email address"]),
        (
            "Teacher name and e-mail address, screen contents including student names",
            ["email address", "screen contents", "name"],
        ),
        ("Local (district) student number", ["student ID"]),
        ("Photograph, video or audio file", ["photo", "video", "voice recording"]),
        ("IP Addresses of users, Use of cookies, etc.", ["IP address", "cookies"]),
        ("School, grade level, homeroom", ["school name", "grade level", "class"]),
        ("Specialized education services (IEP or 504)", ["special education"]),
        ("Provider/App assigned student ID number", ["user identifier"]),
        ("Student pick up and/or drop off location", ["transportation"]),
        ("Medical alerts/ health data", ["health information"]),
        ("First and/or Last", ["name"]),
        ("Phone no.; e-mail", ["telephone number", "email address"]),
        ("student_id; first_name / last_name", ["student ID", "name"]),
        ("Messages, attachments, and translations", ["message content", "translations"]),
        ("Records of shoe sizes; eye-tracking data", ["shoe sizes", "eye-tracking data"]),
        # what only looks like an element
        ("All customer data stored in encrypted form; data of minors", []),
        ("Only de-identified usage data", []),
        ("All Student Data elements listed in Exhibit B", []),
        ("IP address (no names), but not e-mail", ["IP address"]),
        ("no personal data", []),
        ("not stated", []),
        ("pet's name, wallet address", ["pet's name", "wallet address"]),
        ("They keep what they need for as long as the law of the state lets them", []),
    ],
)
def test_elements(text: str, names: list[str]) -> None:
    found = read(text, "element")
    assert sorted(found) == sorted(names)


@pytest.mark.parametrize(
    "text",
    [
        "email",
        "E-mail",
        "e-mail address(es)",
        "student's e-mail adress",
        "parents\u2019 Email Addresses",
        "E\u2011MAILS",
    ],
)
def test_trivial_variants_are_one_element(text: str) -> None:
    assert read(text, "element") == ["email address"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("AWS / Amazon Web Services", ["Amazon Web Services"]),
        ("Amazon Web Services (AWS)", ["Amazon Web Services"]),
        ("Amazon S3, us-east-1", ["Amazon Web Services", "us-east-1"]),
        ("Heroku/Salesforce", ["Heroku", "Salesforce"]),
        ("Google G Suite / Workspace", ["Google"]),
        ("Sonorant Speech Labs, Inc.", ["Sonorant Speech Labs"]),
        ("Smith & Jones, Ltd.", ["Smith & Jones"]),
        ("https://www.intercom.io/legal", ["Intercom"]),
        ("Foo GmbH & Co. KG", ["Foo"]),
        ("Clever Kids Inc.", ["Clever Kids"]),
        ("Amazon Web Servces", ["Amazon Web Services"]),
        ("X, formerly Twitter", ["X", "X (Twitter)"]),
        ("not stated", []),
        ("in-house", []),
    ],
)
def test_companies(text: str, names: list[str]) -> None:
    assert read(text, "company") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Direct messages by e-mail and text", ["messaging", "e-mail", "SMS or voice"]),
        ("Translation (named in the third-party list)", ["translation"]),
        ("Reading aloud with text-to-speech", ["speech"]),
        ("Class calendar and events", []),
    ],
)
def test_functions_are_only_those_that_are_known(text: str, names: list[str]) -> None:
    assert read(text, "function") == names


def test_every_function_of_the_register_is_read_as_itself() -> None:
    choices = [
        "payments",
        "e-commerce",
        "translation",
        "video",
        "e-mail",
        "SMS or voice",
        "messaging app",
        "advertising",
    ]
    assert [read(choice, "function") for choice in choices] == [[choice] for choice in choices]


def test_a_group_is_read_as_itself() -> None:
    for group in load_rulebook().synonyms:
        if group.kind == "element":
            assert read(group.name, "element") == [group.name]


def test_terms_of_no_two_groups_are_the_same() -> None:
    seen: dict[tuple[str, str], str] = {}
    for group in load_rulebook().synonyms:
        for term in group.terms:
            key = (group.name if group.kind == "vague" else group.kind, term.casefold())
            assert seen.setdefault(key, group.name) == group.name, term


def test_marks_of_terms() -> None:
    words = vocabulary(
        (
            Synonyms("element", "hat", ("=cap",)),
            Synonyms("company", "Acme", ("Acme *",)),
            Synonyms("vague", "element", ("stuff",)),
        )
    )
    assert [n.display for n in words.read("cap, cap size, stuff", "element")] == ["hat", "cap size"]
    assert [n.display for n in words.read("Acme Rockets", "company")] == ["Acme"]


@pytest.mark.parametrize("text", ["(" * 5000, "a, " * 20_000, "\u202e{braces}[b]$x$", "x" * 100_000])
@pytest.mark.parametrize("kind", ["element", "company", "function", "nonsense"])
def test_hostile_cells_do_no_harm(text: str, kind: str) -> None:
    assert len(read(text, kind)) < 5
