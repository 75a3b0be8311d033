"""What a document says about itself is proposed; what it does not say stays empty."""

from __future__ import annotations

import pytest

from app.assessment.passages import Extracted, Media
from app.evidence.details import Details, propose_details

WORDS = (
    "We collect names. We use them to provide the service. This text goes on for a while and says no more.\n"
)


def details(text: str, vendor: str = "Acme", title: str = "") -> Details:
    return propose_details(Extracted(Media.TEXT, text, (), title=title), vendor)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Last updated: August 18, 2025", "2025-08-18"),
        ("Last Updated on 18 August 2025", "2025-08-18"),
        ("LAST REVISED AUG. 18, 2025", "2025-08-18"),
        ("Revised: 08/18/2025", "2025-08-18"),
        ("Revised 18/08/2025", "2025-08-18"),
        ("Effective Date: 2025-08-18", "2025-08-18"),
        ("Effective as of the 18th day of August, 2025", "2025-08-18"),
        ("Version 3.1, 18 August 2025", "2025-08-18"),
        ("As of Sept. 1st, 2024", "2024-09-01"),
        ("Updated 18.08.2025", "2025-08-18"),
        ("**Last updated:** 18-Aug-2025", "2025-08-18"),
        ("updated June 5, 2018", "2018-06-05"),
        ("Effective: January 1, 2024 | Last updated: March 2, 2025", "2025-03-02"),
        ("March 2, 2025", "2025-03-02"),
        ("This agreement is entered into as of March 2, 2025 by the parties", "2025-03-02"),
        ("Last update 2 years ago", ""),
        ("Effective Date: the date of full execution", ""),
        ("Last updated: February 30, 2025", ""),
        ("Last updated: August 2025", ""),
        ("© 2020 Acme", ""),
        ("Call 555/12/3456789", ""),
    ],
)
def test_stated_date(line: str, day: str) -> None:
    assert details(f"Privacy Policy\n{line}\n\n{WORDS * 30}").stated_date == day


def test_a_date_at_the_end_counts() -> None:
    assert details(f"Privacy Policy\n{WORDS * 60}\nLast updated May 1, 2023\n").stated_date == "2023-05-01"


def test_dates_of_laws_and_breaches_do_not_count() -> None:
    text = f"Privacy Policy\nThe law of California that went into effect on January 1, 2020 gives parents many rights in this and each of the other counties of that state. {WORDS}"
    assert details(text).stated_date == ""


def test_the_date_of_the_signature() -> None:
    text = f"Data Privacy Agreement\n{WORDS * 60}\nProvider: Acme\nBy: Jane Roe\nDate: 12/15/2020\n"
    assert details(text).stated_date == "2020-12-15"


@pytest.mark.parametrize(
    ("title", "start", "kind"),
    [
        ("Privacy Policy", "", "policy"),
        ("Acme Security White Paper", "", "policy"),
        ("Sub-processors", "", "policy"),
        ("Parents' Bill of Rights", "", "policy"),
        ("Student Data Privacy Agreement", "", "unsigned agreement"),
        ("Data Processing Addendum", "", "unsigned agreement"),
        ("Terms of Service", "", "terms"),
        ("End User License Agreement", "", "terms"),
        ("SOC 2 Type II Report", "", "audit report"),
        ("iKeepSafe Product Profile", "", "third-party profile"),
        ("Where is my data?", "", "help page"),
        ("Data", "Was this article helpful?", "help page"),
        ("ISO 27001", "Certificate of registration", "certificate"),
        ("", "From: a@b.example\nTo: c@d.example\nSubject: Data\n", "correspondence"),
        ("", "Dear Ms Roe,\n", "correspondence"),
        ("", "This outlines our privacy policy.", "policy"),
        ("Lunch menu", "Soup and bread.", ""),
    ],
)
def test_kind(title: str, start: str, kind: str) -> None:
    assert details(f"{title}\n\n{start}\n\nWords about other things.\n").kind == kind


BLOCK = "{text}\nLOCAL EDUCATION AGENCY\nBy: {district}\nTitle: Superintendent\n\nPROVIDER\nBy: {vendor}\nTitle: COO\n"


@pytest.mark.parametrize(
    ("district", "vendor", "signed", "kind"),
    [
        ("Mary Major", "Jane Roe", "both", "signed agreement"),
        ("________", "Jane Roe", "vendor", "signed agreement"),
        ("________", "________", "none", "unsigned agreement"),
        ("", "", "none", "unsigned agreement"),
        ("Mary Major", "____", "", "unsigned agreement"),
    ],
)
def test_who_signed(district: str, vendor: str, signed: str, kind: str) -> None:
    text = BLOCK.format(text=f"Student Data Privacy Agreement\n\n{WORDS}", district=district, vendor=vendor)
    found = details(text)
    assert (found.signed, found.kind) == (signed, kind)


def test_signed_does_not_apply_to_a_policy() -> None:
    assert details(f"Privacy Policy\n\n{WORDS}").signed == "n/a"
    assert details("Student Data Privacy Agreement\n\nWords.\n").signed == ""


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Privacy Policy\n\nAcme keeps data.\n", "Acme"),
        ("Privacy Policy\n\nOther Inc. keeps data.\n", ""),
        ("Privacy Policy\n\nAcmeology keeps data.\n", ""),
        (
            "iKeepSafe Product Profile Acme\n\nWords.\n\n© 2020 Internet Coalition (iKeep). All rights reserved.\n",
            "Internet Coalition",
        ),
        ("Dear Sir,\nwe at Acme\n", ""),
    ],
)
def test_issuer(text: str, issuer: str) -> None:
    assert details(text).issuer == issuer


@pytest.mark.parametrize(
    ("text", "covers"),
    [
        ("Privacy Policy\n\nThis policy of Acme applies to our website and services.\n", "yes"),
        ("Privacy Policy\n\nAcme: this applies only to our website.\n", ""),
        (
            "Privacy Policy\n\nAcme: this policy applies to our website. It does not apply to the product for schools.\n",
            "",
        ),
        ("Privacy Policy\n\nAcme keeps data.\n", ""),
        ("Product Profile Acme\n\nWords.\n", "yes"),
    ],
)
def test_what_it_covers(text: str, covers: str) -> None:
    assert details(text).covers_product == covers


@pytest.mark.parametrize(
    ("text", "given", "title"),
    [
        ("# **Privacy Policy**\n\nWords.", "", "Privacy Policy"),
        ("Words", "The given title", "The given title"),
        ("Policy", "C:/docs/x", "Policy"),
        ("updated June 5, 2018\nWords of a long paragraph. " + WORDS * 3, "", ""),
        ("1\n\nPage 1 of 9\n\nData Plan\n", "", "Data Plan"),
        ("This is a sentence.\n", "", ""),
        ("", "", ""),
    ],
)
def test_title(text: str, given: str, title: str) -> None:
    assert details(text, title=given).title == title


def test_without_a_vendor_nothing_is_claimed_for_it() -> None:
    found = details("Privacy Policy\n\nThis applies to our services.\n", vendor="")
    assert (found.issuer, found.covers_product) == ("", "")


def test_hostile_text_costs_nothing() -> None:
    for text in (
        "updated " * 30_000,
        "By: " * 30_000,
        "© " * 50_000,
        "a" * 300_000,
        "1/" * 100_000,
        "\n".join(["By:"] * 20_000),
    ):
        details(text)
