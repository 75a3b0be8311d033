"""Profiles to print: one like a real review, one with nothing answered, one far too large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

from app.assessment.profile import (
    Bar,
    Bullets,
    Chart,
    Facts,
    Heading,
    Mark,
    Paragraph,
    Profile,
    ProfileSection,
    Sentence,
    SignatureBlock,
    Source,
    Statements,
    Strip,
    Table,
    TableColumn,
    Verdict,
)

PRINTED = datetime(2026, 11, 22, 14, 2, 11, tzinfo=UTC)
VERSION = "3f9a1c7be2d04856a1b2c3d4e5f60718293a4b5c6d7e8f901a2b3c4d5e6f7081"
DOCUMENT = "Product Profile ClassTag (iKeepSafe)"


def _d1(line: str, grade: str = "S") -> tuple[Source, ...]:
    return (Source("D1", f"line {line}", "15 Dec 2020", grade, dated=True),)


def _say(label: str, mark: Mark, text: str, line: str = "", question: str = "") -> Sentence:
    return Sentence(label, mark, text, _d1(line) if line else (), question)


AGREED = "ClassTag has agreed in writing to"

AT_A_GLANCE = ProfileSection(
    "P0",
    "At a glance",
    (
        Verdict(
            "Does not meet the criteria",
            "Advertising companies receive student identifiers, while the agreement says that no personal "
            "information is sold or shared for advertising.",
            (
                ("98 / 104", "questions answered"),
                ("38.7", "commitment, of 100"),
                ("17.4", "assurance, of 100"),
                ("9", "findings, 2 critical"),
            ),
        ),
        Strip(
            (
                ("No sale of data", Mark.CONTRADICTED),
                ("No targeted advertising", Mark.CONTRADICTED),
                ("No third-party marketing", Mark.PART),
                ("No third-party tracking", Mark.NO),
                ("No cross-site tracking", Mark.SILENT),
                ("No commercial profiling", Mark.YES),
            )
        ),
        Facts(
            (
                ("Operator", "ClassTag, Inc., New York, NY"),
                ("Reviewed", "22 Nov 2026 by R. Alvarez"),
                ("Valid until", "22 Nov 2027"),
                ("Documents", "1, of 15 Dec 2020 (dated)"),
                ("Data elements", "14 listed, 6 seen elsewhere"),
                ("Third parties", "12, of which 1 serves advertising"),
                ("States covered", "California"),
                ("Open findings", "2 critical, 3 high, 3 medium, 1 low"),
            )
        ),
        Chart(
            "Answers by area",
            (
                Bar("Agreement A", ((Mark.YES, 5), (Mark.PART, 4), (Mark.SILENT, 1))),
                Bar("Agreement B", ((Mark.YES, 3), (Mark.PART, 1), (Mark.CONTRADICTED, 2), (Mark.SILENT, 1))),
                Bar("Agreement C", ((Mark.YES, 6), (Mark.PART, 2), (Mark.SILENT, 2))),
                Bar("Data review", ((Mark.YES, 2), (Mark.PART, 1), (Mark.SILENT, 1))),
                Bar("Security", ((Mark.YES, 5), (Mark.PART, 2), (Mark.SILENT, 8), (Mark.OPEN, 2))),
                Bar("Audit", ((Mark.YES, 1), (Mark.SILENT, 1))),
                Bar("Data breach", ((Mark.YES, 2), (Mark.PART, 1), (Mark.SILENT, 4))),
                Bar("Deletion", ((Mark.YES, 1), (Mark.PART, 2), (Mark.NO, 1), (Mark.SILENT, 3))),
                Bar("Research and AI", ((Mark.YES, 1), (Mark.SILENT, 3), (Mark.NA, 1))),
                Bar("Third parties", ((Mark.PART, 2), (Mark.NO, 1), (Mark.SILENT, 2))),
                Bar("Cookies", ((Mark.PART, 1), (Mark.NO, 2), (Mark.SILENT, 3))),
                Bar("Policies", ((Mark.YES, 2), (Mark.PART, 2), (Mark.SILENT, 3), (Mark.OPEN, 4))),
            ),
        ),
        Paragraph(
            "This is not a certification, seal or endorsement. Statements are the vendor's unless marked T. "
            "Silence means that nothing was found in the documents listed.",
            "notice",
        ),
    ),
)

AGREEMENT_A = ProfileSection(
    "P3",
    "Agreement A: student records (FERPA, Ed. Code 49073.1)",
    (
        Statements(
            (
                _say(
                    "A1",
                    Mark.YES,
                    f"{AGREED} keep student records the property, and under the control, of the school that "
                    "supplied them.",
                    "32",
                    "ferpa.ownership",
                ),
                _say(
                    "A2",
                    Mark.PART,
                    f"{AGREED} let users keep content they made, with this limit: no means of moving it is named.",
                    "33",
                ),
                _say(
                    "A3",
                    Mark.PART,
                    f"{AGREED} use student data only for the purposes set by its own terms and policy, with this "
                    "limit: the vendor can change those terms, and the purposes are not listed in the agreement.",
                    "34",
                ),
                _say(
                    "A4",
                    Mark.YES,
                    f"{AGREED} give parents and eligible students, through the school, a way to see records and "
                    "have errors corrected.",
                    "35",
                ),
                Sentence(
                    "A5",
                    Mark.PART,
                    f"{AGREED} protect the records: (a) access only for staff who need it; (b) background checks "
                    "for all employees with access to student data; (c) training yearly, FERPA included; (d) "
                    "administrative, technical and physical safeguards, with this limit: the scope of the checks "
                    "is not stated.",
                    (*_d1("36-40"), *_d1("118"), Source("D1", "line 119", "15 Dec 2020", "S", dated=True)),
                ),
                _say(
                    "A6",
                    Mark.PART,
                    f"{AGREED} report unauthorized disclosure to users, with this limit: it gives no number "
                    '("promptly").',
                    "41",
                ),
                _say(
                    "A7",
                    Mark.YES,
                    f"{AGREED} delete student data at the end of the contract or at the school's direction, or to "
                    "de-identify it instead.",
                    "42",
                ),
                _say("A8", Mark.YES, f"{AGREED} work with the school on FERPA duties.", "43"),
                _say(
                    "A9",
                    Mark.CONTRADICTED,
                    f"{AGREED} not use identifiable student records for targeted advertising; however, the "
                    "third-party list names a company for contextual and targeted advertising that receives "
                    "persistent device identifiers. See CON-01. The claim is not counted.",
                    "44",
                ),
                _say(
                    "A10",
                    Mark.SILENT,
                    "The documents reviewed do not say how many days before a material change schools are told.",
                ),
            )
        ),
        Paragraph("The numbers follow the order of the agreement that schools know.", "small"),
    ),
)

THIRD_PARTIES = ProfileSection(
    "P12",
    "Third parties",
    (
        Statements(
            (
                _say(
                    "",
                    Mark.CONTRADICTED,
                    f"{AGREED} not sell, trade, lease or loan personal information to any third party; however, "
                    "an advertising company is on the list. See CON-02. The claim is not counted.",
                    "160",
                ),
                _say(
                    "",
                    Mark.YES,
                    f"{AGREED} have agreements with all third parties that have access to student personal "
                    "information.",
                    "162",
                ),
            )
        ),
        Table(
            "Third parties",
            (
                TableColumn("Company and service", 1.4),
                TableColumn("What for", 1.7),
                TableColumn("What it receives", 2.2),
                TableColumn("Student data?", 0.8),
                TableColumn("Identifier?", 0.8),
                TableColumn("Own use?", 0.8),
                TableColumn("Country", 0.7),
                TableColumn("Contract", 0.8),
                TableColumn("Source", 0.7),
            ),
            tuple(
                (name, purpose, gets, student, ident, own, "not stated", "yes", f"D1 line {line}")
                for name, purpose, gets, student, ident, own, line in (
                    (
                        "EPOM",
                        "contextual and targeted advertising",
                        "user and persistent device identifier, classroom grade and location, role, zip code",
                        "yes",
                        "yes",
                        "not stated",
                        "166",
                    ),
                    (
                        "GetResponse",
                        "e-mails on its behalf",
                        "user information and activity",
                        "unclear",
                        "yes",
                        "no",
                        "168",
                    ),
                    (
                        "Google Analytics, Marketing Platform, Cloud, G Suite",
                        "analytics, storage, office",
                        "service usage and IP address; user-generated content; internal e-mails, files, documents",
                        "yes",
                        "yes",
                        "not stated",
                        "170",
                    ),
                    (
                        "Heroku / Salesforce",
                        "servers and databases",
                        "user information",
                        "yes",
                        "yes",
                        "no",
                        "172",
                    ),
                    (
                        "Intercom",
                        "customer service contacts",
                        "user information, contact activity",
                        "yes",
                        "yes",
                        "no",
                        "174",
                    ),
                    (
                        "Papertrail",
                        "logging and fixing errors",
                        "IP address and browser information",
                        "no",
                        "yes",
                        "no",
                        "176",
                    ),
                    (
                        "Plivo",
                        "text messages",
                        "telephone number and user-generated content",
                        "yes",
                        "yes",
                        "no",
                        "178",
                    ),
                    ("Redis Labs", "data storage", "user information and events", "yes", "yes", "no", "180"),
                    (
                        "SendGrid / Twilio",
                        "e-mails",
                        "e-mail address, user information",
                        "yes",
                        "yes",
                        "no",
                        "182",
                    ),
                    (
                        "Shopify",
                        "e-commerce",
                        "name, user identifier, e-mail address, telephone number, shipping address",
                        "yes",
                        "yes",
                        "yes",
                        "184",
                    ),
                )
            ),
            footer="List presented as complete: yes. Date: 15 Dec 2020.",
            landscape=True,
        ),
        Table(
            "Also mentioned",
            (TableColumn("Company"), TableColumn("Where"), TableColumn("In what connection", 2)),
            (
                ("Amazon Web Services", "D1 line 110", "data centers"),
                ("DocuSign", "D1 line 214", "signatures"),
            ),
        ),
    ),
)

DATA_LIST = ProfileSection(
    "P13",
    "Product data list",
    (
        Table(
            "",
            (
                TableColumn("No.", 0.3),
                TableColumn("Element", 1.6),
                TableColumn("About whom", 0.8),
                TableColumn("Required?", 0.7),
                TableColumn("Purpose", 1.6),
                TableColumn("Source", 0.8),
            ),
            tuple(
                (str(number), element, whom, required, purpose, f"D1 line {188 + number}")
                for number, (element, whom, required, purpose) in enumerate(
                    (
                        ("Student first and last name", "student", "yes", "product functionality"),
                        ("Student ID (S)", "student", "yes", "product functionality"),
                        ("Student grade", "student", "yes", "product functionality"),
                        ("Parent first and last name", "parent", "yes", "product functionality"),
                        ("Parent phone or mobile number", "parent", "yes", "product functionality"),
                        ("Parent language", "parent", "yes", "product functionality"),
                        ("Parent e-mail address", "parent", "yes", "product functionality"),
                        ("School name", "school", "yes", "product functionality"),
                        ("Photograph, video or audio file (S)", "student", "yes", "product functionality"),
                        ("Browser type", "user", "not stated", "statistics, customer service"),
                        ("Access time", "user", "not stated", "statistics, customer service"),
                        ("Time spent on site", "user", "not stated", "statistics, customer service"),
                        ("Page views", "user", "not stated", "statistics, customer service"),
                        ("Referring URL", "user", "not stated", "statistics, customer service"),
                    ),
                    start=1,
                )
            ),
        ),
        Table(
            "Seen in other parts of the documents but not in the list",
            (TableColumn("Element", 1.4), TableColumn("Where", 0.8), TableColumn("Received by")),
            (
                ("Persistent device identifier", "D1 line 166", "EPOM"),
                ("Classroom location", "D1 line 166", "EPOM"),
                ("IP address", "D1 lines 170, 176", "Google, Papertrail"),
                ("Shipping address", "D1 line 184", "Shopify"),
            ),
        ),
        Table("Teacher data", (TableColumn("Element"), TableColumn("Purpose")), ()),
    ),
)

FINDINGS = ProfileSection(
    "P17",
    "Findings",
    (
        Table(
            "",
            (
                TableColumn("Id", 0.6),
                TableColumn("Severity", 0.7),
                TableColumn("What", 2.4),
                TableColumn("Where", 1),
                TableColumn("Law", 1.3),
                TableColumn("Fix", 2),
                TableColumn("Owner and date", 0.9),
                TableColumn("State", 0.7),
            ),
            (
                (
                    "CON-01",
                    "critical",
                    "Targeted advertising is ruled out, and a company for targeted advertising is on the list.",
                    "D1 lines 44, 52, 166",
                    "Cal. Bus. & Prof. Code 22584(b)(1)",
                    "Remove the company from student pages, or say in the agreement what it gets and why.",
                    "vendor, 1 Mar 2027",
                    "open",
                ),
                (
                    "CON-02",
                    "critical",
                    "No sharing with advertisers is promised; the list shows that identifiers are shared.",
                    "D1 lines 160, 166",
                    "22584(b)(3)",
                    "As CON-01.",
                    "",
                    "open",
                ),
                (
                    "GAP-07",
                    "medium",
                    "No number of days for deletion.",
                    "D1 line 150",
                    "Ed. Code 49073.1(b)(7)",
                    "Name a deadline.",
                    "",
                    "open",
                ),
            ),
        ),
        Heading("CON-01: a promise and the register contradict each other"),
        Facts(
            (
                ("Severity", "critical"),
                ("Where", "D1 line 44; D1 line 52; D1 line 166"),
                ("Law", "Cal. Bus. & Prof. Code 22584(b)(1); 16 CFR 312.2"),
                ("State", "open"),
            )
        ),
        Paragraph(
            "The agreement says that student data is not used for targeted advertising. The list of third parties "
            "says that a company serves contextual and targeted advertising, and that it receives a user "
            "identifier and a persistent device identifier."
        ),
        Heading("What would close it", 3),
        Bullets(
            (
                "A signed statement that the company receives nothing from pages that students use.",
                "A new list of third parties, with a date.",
            )
        ),
    ),
)


def _plain(code: str, title: str, *sentences: Sentence) -> ProfileSection:
    return ProfileSection(code, title, (Statements(sentences),))


SECURITY = ProfileSection(
    "P7",
    "Security protocols",
    (
        Heading("P7.1 Data in transit"),
        Statements(
            (
                _say(
                    "",
                    Mark.YES,
                    f"{AGREED} transfer data using HTTPS.",
                    "94",
                    "security.encryption.in_transit",
                ),
            )
        ),
        Heading("P7.2 Data at rest"),
        Statements(
            (
                _say("", Mark.YES, f"{AGREED} encrypt stored data with AES-256.", "97"),
                _say("", Mark.SILENT, "The documents reviewed do not say whether backups are encrypted."),
                _say("", Mark.SILENT, "The documents reviewed do not say who holds the keys."),
            )
        ),
        Heading("P7.3 Data center"),
        Paragraph("Certificates in this part are the host's, not the vendor's."),
        Statements(
            (
                _say(
                    "",
                    Mark.PART,
                    "The hosting company, Amazon Web Services, publishes ISO/IEC 27001:2013, 27017:2015 and "
                    "27018:2014 certificates, with this limit: no date and no scope is given.",
                    "110",
                ),
            )
        ),
        Heading("P7.4 Personnel"),
        Statements(
            (
                _say(
                    "",
                    Mark.YES,
                    f"{AGREED} check the criminal background of employees with access to student data.",
                    "118",
                ),
                _say(
                    "",
                    Mark.YES,
                    f"{AGREED} train employees yearly in privacy and security, FERPA included.",
                    "120",
                ),
                _say("", Mark.YES, f"{AGREED} limit access by role to those who need it.", "122"),
                _say("", Mark.NA, "Not applicable: no contractor has access to student data."),
            )
        ),
        Heading("P7.5 Accounts and running controls"),
        Statements(
            (
                _say(
                    "",
                    Mark.SILENT,
                    "The documents reviewed do not say whether staff sign in with a second factor.",
                ),
                _say(
                    "", Mark.SILENT, "The documents reviewed do not say whether penetration tests are made."
                ),
                _say("", Mark.OPEN, "Not reviewed."),
            )
        ),
    ),
)

SIGNATURES = ProfileSection(
    "P18",
    "Accuracy statement and signatures",
    (
        SignatureBlock(
            "Vendor",
            "I have authority to speak for ClassTag, Inc. I have read version 3f9a1c7be2d0 of this profile, including "
            "the findings. The facts about our practices are accurate and complete to my knowledge at this date. We "
            "will tell the reviewer within 30 days of a change that makes one untrue.",
            (
                ("Name", ""),
                ("Title", ""),
                ("Organization", "ClassTag, Inc."),
                ("Date", ""),
                ("Signature", ""),
                ("Method", ""),
            ),
            signed=False,
        ),
        SignatureBlock(
            "Reviewer",
            "I prepared this profile from the evidence listed, under the method stated. I have no interest in "
            "ClassTag, Inc. My conclusion is: does not meet the criteria.",
            (
                ("Name", "R. Alvarez"),
                ("Title", "Privacy officer"),
                ("Organization", "Example Unified School District"),
                ("Date", "22 Nov 2026"),
                ("Signature", "on file"),
            ),
            signed=True,
        ),
    ),
)

EVIDENCE = ProfileSection(
    "P19",
    "Evidence appendix",
    (
        Table(
            "Documents",
            (
                TableColumn("Id", 0.4),
                TableColumn("Title", 2),
                TableColumn("Kind", 1),
                TableColumn("Issuer", 1),
                TableColumn("Stated date", 0.9),
                TableColumn("Lines", 0.5),
                TableColumn("Signed", 0.9),
                TableColumn("SHA-256", 1.3),
            ),
            (
                (
                    "D1",
                    DOCUMENT,
                    "product profile",
                    "iKeepSafe",
                    "15 Dec 2020",
                    "232",
                    "both parties",
                    "a3616da7c5d74731",
                ),
            ),
        ),
        Heading("Full hashes"),
        Facts((("D1", "a3616da7c5d747319c2f4c7f8e21b0aa55f0d1c2b3a4958677685a4b3c2d1e0f"),)),
        Heading("Answers and their evidence"),
        Table(
            "",
            (
                TableColumn("Question", 1.4),
                TableColumn("Place", 0.8),
                TableColumn("Words of the document", 2.6),
            ),
            tuple(
                (question, f"D1 line {line}", f"“{quote}”")
                for question, line, quote in (
                    (
                        "ferpa.ownership",
                        32,
                        "continue to be the property of and under the control of the educational institution",
                    ),
                    (
                        "ferpa.purpose",
                        34,
                        "other than those required or specifically permitted by the ClassTag Terms",
                    ),
                    ("security.encryption.in_transit", 94, "Data is transferred using HTTPS."),
                    ("security.encryption.at_rest", 97, "AES-256 is used as the data encryption technique."),
                    ("breach.deadline", 131, "will promptly notify users"),
                )
            ),
        ),
    ),
)

SAMPLE = Profile(
    slug="classtag",
    vendor="ClassTag, Inc.",
    product="ClassTag",
    version=VERSION,
    review_date="2026-11-22",
    valid_until="2027-11-22",
    reviewer="R. Alvarez",
    printed_at=PRINTED,
    pack="k12 1.0",
    banners=("DRAFT: 6 questions open", "UNSIGNED", "CONTAINS OPEN CRITICAL FINDINGS"),
    sections=(
        AT_A_GLANCE,
        ProfileSection(
            "P1",
            "About this profile",
            (
                Paragraph(
                    "This profile records what ClassTag, Inc. says, and where possible shows, about student data in "
                    "ClassTag. It was prepared by R. Alvarez on 22 Nov 2026 from the documents listed in the evidence "
                    "appendix. It helps a school ask the right questions; it does not decide for the school.",
                    "lead",
                ),
                Facts(
                    (
                        ("Method", "Documents read; no technical test was made."),
                        ("Reviewer", "R. Alvarez, Example Unified School District"),
                        ("Conflicts of interest", "none"),
                    )
                ),
                Heading("How to read the marks"),
                Statements(
                    (
                        Sentence("", Mark.YES, "The documents say that the vendor does it."),
                        Sentence("", Mark.PART, "Some of it, or with the limit that is named."),
                        Sentence("", Mark.NO, "The vendor does not do it, or says so."),
                        Sentence("", Mark.SILENT, "The reviewer looked, and every document is silent."),
                        Sentence("", Mark.NA, "It cannot apply to this product, for the reason given."),
                        Sentence("", Mark.OPEN, "Nobody has looked yet."),
                        Sentence(
                            "", Mark.CONTRADICTED, "A finding contradicts it. The claim is not counted."
                        ),
                    )
                ),
            ),
        ),
        ProfileSection(
            "P2",
            "Product overview",
            (
                Paragraph(
                    "ClassTag is a service that helps teachers to communicate and coordinate with parents, while getting "
                    "free supplies for their classroom."
                ),
                Bullets(
                    (
                        "Direct messaging by e-mail and text",
                        "School or class-wide announcements",
                        "Photo and video sharing",
                        "Volunteer signups, donations and supply lists",
                        "Parent-teacher conference scheduling",
                        "Class calendar and events",
                        "Newsletters",
                    )
                ),
                Facts(
                    (
                        ("Users", "teachers, parents"),
                        ("Who pays", "free to schools; advertising and a shop"),
                        ("Operator", "ClassTag, Inc., 99 Wall Street #4040, New York, NY 10005"),
                        ("Website", "https://home.classtag.com/"),
                    )
                ),
            ),
        ),
        AGREEMENT_A,
        _plain(
            "P4",
            "Agreement B: SOPIPA and sister acts",
            _say(
                "B1",
                Mark.CONTRADICTED,
                f"{AGREED} not target advertising, here or elsewhere, with information gained from school use; however, "
                "an advertising company is on the list. See CON-01. The claim is not counted.",
                "52",
            ),
            _say(
                "B2", Mark.YES, f"{AGREED} not build student profiles other than for school purposes.", "53"
            ),
            _say(
                "B3", Mark.CONTRADICTED, f"{AGREED} not sell or rent student data; however, see CON-02.", "54"
            ),
            _say(
                "B4",
                Mark.PART,
                f"{AGREED} disclose student data only for legal, regulatory, judicial, safety or operational improvement* "
                "reasons; reasons marked * go beyond the statute.",
                "55",
            ),
            _say("B5", Mark.YES, f"{AGREED} maintain security practices (see P7).", "59"),
            _say("B6", Mark.YES, f"{AGREED} delete student data when the school asks (see P10).", "60"),
            _say(
                "B7",
                Mark.YES,
                f"{AGREED} disclose where law, research or an education agency requires.",
                "61",
            ),
        ),
        ProfileSection(
            "P6",
            "Data review process",
            (
                Statements(
                    (
                        _say(
                            "",
                            Mark.YES,
                            f"{AGREED} change information on request, in the account or by e-mail to support@classtag.com.",
                            "78",
                        ),
                        _say("", Mark.SILENT, "The documents reviewed do not say within how many days."),
                    )
                ),
                Table(
                    "Contacts",
                    (
                        TableColumn("Role"),
                        TableColumn("Name"),
                        TableColumn("E-mail", 1.4),
                        TableColumn("Post", 1.6),
                    ),
                    (
                        (
                            "privacy",
                            "not stated",
                            "privacy@classtag.com",
                            "99 Wall Street #4040, New York, NY 10005",
                        ),
                        ("support", "not stated", "support@classtag.com", ""),
                    ),
                ),
            ),
        ),
        SECURITY,
        ProfileSection(
            "P9",
            "Data breach",
            (
                Statements(
                    (
                        _say(
                            "",
                            Mark.PART,
                            f'{AGREED} tell users, with this limit: it gives no number ("promptly").',
                            "131",
                        ),
                        _say("", Mark.SILENT, "The documents reviewed do not say who bears the costs."),
                    )
                ),
                Paragraph("The notice will contain:"),
                Bullets(
                    (
                        "the date and nature of the unauthorized use or disclosure",
                        "the private data used or disclosed",
                        "what was done, or will be done, to limit the effect",
                        "whom to ask",
                    ),
                    "a",
                ),
            ),
        ),
        THIRD_PARTIES,
        DATA_LIST,
        FINDINGS,
        SIGNATURES,
        EVIDENCE,
        ProfileSection(
            "P20",
            "Notes and limits",
            (
                Paragraph(
                    "This is not a certification, seal or endorsement. It was not issued by iKeepSafe, the FTC, any "
                    "safe-harbor program, any state or any district, and uses none of their marks. Seals held by the vendor "
                    "are listed as the vendor's own."
                ),
                Paragraph(
                    "It is general information. Laws are cited so that they can be checked; they change, and a school's "
                    "counsel should be asked before relying on them."
                ),
                Paragraph(
                    "Names of companies and programs belong to their owners and are used to identify them.",
                    "small",
                ),
            ),
        ),
    ),
)


NOTHING_ANSWERED = Profile(
    slug="new-product",
    vendor="",
    product="New product",
    version="0" * 64,
    review_date="",
    valid_until="",
    reviewer="",
    printed_at=PRINTED,
    pack="k12 1.0",
    banners=("DRAFT: 104 questions open", "UNSIGNED"),
    sections=(
        ProfileSection(
            "P0",
            "At a glance",
            (
                Verdict("Not yet concluded", "", (("0 / 104", "questions answered"),)),
                Strip(
                    tuple(
                        (label, Mark.OPEN)
                        for label in (
                            "No sale of data",
                            "No targeted advertising",
                            "No third-party marketing",
                            "No third-party tracking",
                            "No cross-site tracking",
                            "No commercial profiling",
                        )
                    )
                ),
                Facts((("Operator", ""), ("Reviewed", ""))),
                Chart("Answers by area", (Bar("Agreement A", ((Mark.OPEN, 10),)), Bar("Nothing", ()))),
            ),
        ),
        _plain(
            "P3",
            "Agreement A: student records",
            *(Sentence(f"A{n}", Mark.OPEN, "Not reviewed.") for n in range(1, 11)),
        ),
        ProfileSection(
            "P12",
            "Third parties",
            (
                Table("Third parties", (TableColumn("Company"), TableColumn("What for")), (), landscape=True),
                Statements(()),
                Facts(()),
            ),
        ),
        ProfileSection(
            "P18",
            "Accuracy statement and signatures",
            (SignatureBlock("Vendor", "", (("Name", ""),), signed=False),),
        ),
        ProfileSection("P20", "Notes and limits", ()),
    ),
)


def every_slot(text: str) -> Profile:
    """A small profile with every kind of block and this text in every place that takes one."""
    source = Source(text, text, text, text, dated=True)
    table = Table(text, (TableColumn(text), TableColumn(text, 2)), ((text, text), (text, text)), text, text)
    return Profile(
        slug=text,
        vendor=text,
        product=text,
        version=text,
        review_date=text,
        valid_until=text,
        reviewer=text,
        printed_at=PRINTED,
        pack=text,
        banners=(text, text),
        sections=(
            ProfileSection(
                "P0",
                text,
                (
                    Verdict(text, text, ((text, text),)),
                    Strip(((text, Mark.YES), (text, Mark.OPEN))),
                    Facts(((text, text),)),
                    Chart(text, (Bar(text, ((Mark.YES, 1), (Mark.NO, 2))),)),
                    Paragraph(text, "notice"),
                    Bullets((text,)),
                    table,
                ),
            ),
            ProfileSection(
                text,
                text,
                (
                    Heading(text),
                    Heading(text, 3),
                    Paragraph(text),
                    Paragraph(text, "lead"),
                    Paragraph(text, "small"),
                    Paragraph(text, "notice"),
                    Bullets((text, text), "1"),
                    Statements((Sentence(text, Mark.CONTRADICTED, text, (source, source), text),)),
                    Facts(((text, text),)),
                    table,
                    Table(text, (TableColumn(text),), (), text, text),
                    Strip(((text, Mark.SILENT),)),
                    Chart(text, (Bar(text, ((Mark.PART, 1),)),)),
                    Verdict(text, text, ((text, text),)),
                    SignatureBlock(text, text, ((text, text), (text, "")), signed=False),
                ),
            ),
        ),
        language=text,
    )


def with_sections(*sections: ProfileSection) -> Profile:
    """The sample's first page, then these sections."""
    return replace(SAMPLE, sections=(AT_A_GLANCE, *sections))


def only(*sections: ProfileSection) -> Profile:
    """These sections without the sample's first page."""
    return replace(SAMPLE, sections=sections)


def texts(profile: Profile) -> list[str]:
    """Every text of the profile's sections that a reader should find in all its forms."""
    return [text for section in profile.sections for text in (section.title, *_texts(section.blocks))]


_NOT_TEXT = {"style", "numbering", "question", "level", "weight", "landscape", "signed", "dated"}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mark):
        return
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        skipped = _NOT_TEXT | ({"empty"} if isinstance(value, Table) and value.rows else set())
        if isinstance(value, Table) and not value.rows:
            skipped = skipped | {"columns"}
        for part in fields(value):
            if part.name not in skipped:
                yield from _texts(getattr(value, part.name))
