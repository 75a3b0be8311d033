from __future__ import annotations

import re

import pytest

from app.assessment.values import parse, to_text
from app.evidence import choices
from app.evidence.values import propose_value
from app.questionnaire.model import AnswerType, Question
from tests.evidence.suggested import installed, suggestion

PACK = installed()


def read(question: str, text: str, context: str = "") -> str:
    """What is proposed for one question or follow-up, as a person reads it; empty for nothing."""
    found = propose_value([PACK.question(question)], suggestion(text, context))
    assert found is None or to_text(parse(PACK.question(question), found.value)) == found.text
    return found.text if found else ""


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("We notify the school within seventy-two (72) hours of confirming a breach.", "", "72 hours"),
        (
            "Provider shall notify the LEA of any incident no later than sixty days after discovery.",
            "",
            "60 days",
        ),
        ("In case of a breach we will tell affected districts within 7 calendar days.", "", "7 days"),
        ("We report a breach to the school in two days.", "", "2 days"),
        ("We inform schools of a breach within a week.", "", "7 days"),
        ("Notification of a breach will not exceed 15 days after the event is detected.", "", "15 days"),
        ("Breach notification | Within **72 hours** |", "Summary", "72 hours"),
        (
            "2. Within 24 hours: assess the scope\n3. Within 72 hours: notify affected parties",
            "Breach response",
            "72 hours",
        ),
        (
            "If data is acquired without authorization, the Provider notifies the LEA within 72 hours of the incident.",
            "",
            "72 hours",
        ),
        ("If we do not stop a breach, we notify the school within 72 hours.", "", "72 hours"),
        ("We notify you of a breach within one month.", "", ""),  # a month is no number of days
        (
            "We notify you of a breach within five business days.",
            "",
            "",
        ),  # nor are business days calendar days
        ("We notify you of a breach within thirty (60) days.", "", ""),  # words and digits disagree
        ("We notify you of a breach within 24 to 72 hours.", "", ""),
        ("We notify you of a breach within [insert number] days.", "", ""),
        ("Do you notify us of a breach within 72 hours?", "", ""),
    ],
)
def test_a_breach_deadline(text: str, context: str, expected: str) -> None:
    assert read("breach.deadline", text, context) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("New York law requires notice of a breach within seven calendar days. We notify promptly.", ""),
        ("Under 8 NYCRR 121.10 contractors must report a breach within seven days.", ""),
        ("State rules for contractors require notice of a breach within seven days of discovery.", ""),
        ("GDPR Article 33 mandates that breaches are notified within 72 hours.", ""),
        ("Within the seven days the law requires, we notify the school of the breach.", "7 days"),
        ("Under New York law we notify the school of a breach within seven days.", "7 days"),
        ("As required by law, Provider shall notify the LEA of a breach within 7 days.", "7 days"),
    ],
)
def test_a_number_that_only_a_law_asks_for_is_not_the_vendors(text: str, expected: str) -> None:
    assert read("breach.deadline", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We do not promise to notify schools of a breach within 72 hours.",
        "After a breach, logs are kept for 90 days.",
        "We watch for a breach 24 hours a day, 7 days a week, and use 128-bit keys.",
        "A breach that touches children under 13 years of age is notified promptly.",
        "The LEA shall notify Provider of a breach within 24 hours.",
        "We require sub-processors to notify us of a breach within 24 hours.",
        "The first assessment of a breach is made within four hours of an alert.",
        "We delete the data of a breach within 30 days.",
        "We notify schools of a breach within 72 hours. For large districts we notify of a breach within 24 hours.",
    ],
)
def test_a_number_about_something_else_is_not_proposed(text: str) -> None:
    assert read("breach.deadline", text) == ""


def test_the_words_in_place_of_a_number_are_proposed_for_the_follow_up_that_asks_for_them() -> None:
    deadline = PACK.question("breach.deadline")
    words = PACK.question("breach.deadline.words")
    text = "New York law requires notice of a breach within seven calendar days. We notify schools promptly."
    found = propose_value([deadline, words], suggestion(text, start=500))
    assert found is not None
    assert (found.question, found.value) == ("breach.deadline.words", "promptly")
    assert text[found.start - 500 : found.end - 500] == "promptly"
    assert read("breach.deadline.words", "After a breach we promptly investigate.") == ""
    assert (
        read(
            "breach.deadline.words",
            "The LEA keeps passwords safe and tells the Provider promptly of a breach.",
        )
        == ""
    )
    assert read("breach.deadline.words", "LEA shall notify Provider promptly of any breach.") == ""


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("deletion.deadline", "We delete student data within sixty (60) days of the request.", "60 days"),
        ("deletion.deadline", "We delete student data within 60 days of termination.", ""),
        ("deletion.deadline", "We confirm deletion in writing within ten days of the request.", ""),
        (
            "deletion.deadline",
            "On request data is deleted within 30 days, and from backups within 90 days.",
            "30 days",
        ),
        (
            "deletion.at_end.deadline",
            "When the agreement ends, we delete all data within 90 days.",
            "90 days",
        ),
        ("deletion.at_end.deadline", "We delete data within 60 days of the request.", ""),
        (
            "deletion.at_end.deadline",
            "When the agreement ends and no request has come, the Provider deletes all data within sixty (60) days.",
            "60 days",
        ),
        ("deletion.schedule.inactive", "Accounts are deleted after 24 months of inactivity.", "24 months"),
        ("deletion.schedule.inactive", "Accounts are removed after one year of inactivity.", "12 months"),
        ("deletion.deadline.backups", "A backup is kept for 180 days and then overwritten.", "180 days"),
        (
            "audit.lea_right.notice",
            "The LEA may audit with at least ten (10) business days’ notice.",
            "10 business days",
        ),
        ("audit.lea_right.notice", "The LEA may audit us on thirty (30) days' written notice.", ""),
        (
            "ferpa.change_notice.how_long_before",
            "We give schools 30 days' written notice before a change.",
            "30 days",
        ),
        ("ferpa.change_notice.how_long_before", "We tell schools within 30 days after a change.", ""),
        (
            "ferpa.review_correct.deadline",
            "The Provider answers a request of the LEA within fifteen (15) days.",
            "15 days",
        ),
        (
            "sopipa.successor.notice",
            "We notify schools at least 30 days before the sale closes.",
            "30 days before closing",
        ),
        (
            "sopipa.successor.notice",
            "We notify the LEA no later than sixty (60) days after the closing of a sale.",
            "60 days after closing",
        ),
    ],
)
def test_other_spans_of_time(question: str, text: str, expected: str) -> None:
    assert read(question, text) == expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "security.framework",
            "We hold a SOC 2 Type II report and are ISO 27001 certified.",
            "ISO/IEC 27001; SOC 2 Type 2",
        ),
        (
            "security.framework",
            "Our program follows the NIST Cybersecurity Framework version 2.0.",
            "NIST CSF 2.0",
        ),
        (
            "security.framework",
            "Our program follows the NIST Cybersecurity Framework.",
            "",
        ),  # which version is not said
        ("security.framework", "We are not ISO 27001 certified.", ""),
        ("security.framework", "Our hosting provider is SOC 2 Type II certified.", ""),
        (
            "security.framework",
            "Provider complies with one of the following: (1) NIST SP 800-53; (2) ISO 27001.",
            "",
        ),
        (
            "thirdparty.signin",
            "Teachers can sign in with Google, Microsoft or Clever.",
            "Google; Microsoft; Clever",
        ),
        ("thirdparty.signin", "A clever way to learn to read.", ""),
        ("sopipa.no_sale.wording", "We do not sell, rent or trade student data.", "sell; rent; trade"),
        ("sopipa.no_sale.wording", "We may sell student data.", ""),
        (
            "security.encryption.in_transit.uncovered_channels",
            "Text messages are not encrypted on their way.",
            "SMS",
        ),
        (
            "security.encryption.in_transit.uncovered_channels",
            "Text messages are encrypted on their way.",
            "",
        ),
        (
            "security.encryption.at_rest.stores_covered",
            "Databases and laptops are encrypted; backups are not encrypted.",
            "database; laptops",
        ),
        ("security.location", "Data is stored only in the United States.", "United States only"),
        ("security.location", "Data is stored in the United States.", ""),  # nobody said only
        ("security.personnel.training.frequency", "All staff receive privacy training annually.", "yearly"),
        ("breach.deadline.clock", "We notify within 72 hours of discovery.", "discovery"),
        ("breach.deadline.clock", "New York law requires notice within 7 days of discovery.", ""),
        ("tracking.choice.signals", "We do not respond to Do Not Track signals.", "does not"),
        ("tracking.choice.signals", "We honor the Global Privacy Control.", "honours GPC or DNT"),
        (
            "data.sensitive",
            "We do not ask for Social Security numbers, health records or precise location.",
            "",
        ),
        (
            "policy.contract_complete",
            "Student data is listed in the Schedule of Data.",
            "",
        ),  # a checklist is not read
    ],
)
def test_choices_that_stand_plainly(question: str, text: str, expected: str) -> None:
    assert read(question, text) == expected


def test_an_unticked_row_is_no_choice() -> None:
    unticked = "Special indicators | Disability information | [ ]\n| Social Security number |\nOther | Daily menu | [ ]"
    assert read("data.sensitive", unticked, "Category of data | Element | Collected by the service") == ""
    rows = "Health | Medical alerts | [ ]\nBiometrics | Voiceprints | [x]"
    assert (
        read("data.sensitive", rows, "Category of data | Element | Check if used by your system")
        == "biometric template"
    )


@pytest.mark.parametrize("question", [q.id for q in PACK.items if q.silent_choice or q.exclusive])
def test_silence_and_choices_that_stand_alone_are_never_proposed(question: str) -> None:
    item = PACK.question(question)
    text = f"Our documents say: {item.silent_choice}, {', '.join(item.exclusive)}. This is so."
    found = propose_value([item], suggestion(text))
    values = [] if found is None else [found.value] if isinstance(found.value, str) else found.value
    assert not {item.silent_choice, *item.exclusive} & set(values)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("policy.effective_date", "Last updated: August 18, 2025", "2025-08-18"),
        ("policy.effective_date", "Effective 2024-07-01. Last updated 2025-01-02.", "2024-07-01"),
        ("policy.effective_date", "Effective May 25, 2018, GDPR replaces earlier regulations.", ""),
        ("policy.effective_date", "Last updated: February 30, 2025", ""),
        ("policy.effective_date.as_written", "Last updated: August\u00a018, 2025", "August 18, 2025"),
        (
            "security.operations.last_pentest",
            "The last penetration test was finished on 3 March 2025.",
            "2025-03-03",
        ),
        ("security.operations.last_pentest", "Penetration test | Every year | November 2021", ""),  # no day
        (
            "access.school_route.address",
            "Schools send requests to privacy@vendor.example.",
            "privacy@vendor.example",
        ),
        ("access.school_route.address", "Send requests to a@vendor.example or b@vendor.example.", ""),
        (
            "access.school_route.address",
            "Questions about this paper reach us at security@vendor.example.",
            "",
        ),
        ("gdpr.dpo.contact", "Our Data Protection Officer: dpo@vendor.example", "dpo@vendor.example"),
        ("gdpr.dpo.contact", "For support write to help@vendor.example", ""),
        (
            "policy.document",
            "Our privacy policy is at https://vendor.example/privacy.",
            "https://vendor.example/privacy",
        ),
        ("policy.document", "See https://maps.example/privacy for Mapper's privacy policy.", ""),
        (
            "policy.document.terms_url",
            "Read our terms of service: https://vendor.example/terms",
            "https://vendor.example/terms",
        ),
    ],
)
def test_dates_and_addresses(question: str, text: str, expected: str) -> None:
    assert read(question, text) == expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "security.encryption.in_transit.protocol",
            "All traffic is encrypted with TLS 1.2 or higher.",
            "TLS 1.2 or higher",
        ),
        ("security.encryption.in_transit.protocol", "We do not use TLS for all connections.", ""),
        ("security.encryption.at_rest.method", "Data at rest is encrypted with AES-256.", "AES-256"),
        (
            "security.programme.coordinator",
            "The program is led by the Head of Operations.",
            "Head of Operations",
        ),
        ("deletion.method", "Disks are destroyed according to NIST SP 800-88.", "NIST SP 800-88"),
        ("security.location.countries", "A copy of each backup is stored in Canada.", "Canada"),
        ("security.location.countries", "Customers in Canada are served from our data center.", ""),
        ("security.personnel.access.review_cycle", "Access is reviewed every quarter.", "every quarter"),
        (
            "tracking.analytics.tools",
            "We measure use with Google Analytics and Mixpanel.",
            "Google Analytics, Mixpanel",
        ),
        (
            "ferpa.school_official.cited_section",
            "A school official under 34 CFR 99.31(a)(1)(i)(B).",
            "34 CFR 99.31(a)(1)(i)(B)",
        ),
        ("product.overview", "Larkspur teaches reading with TLS 1.2 and AES-256.", ""),
    ],
)
def test_short_texts(question: str, text: str, expected: str) -> None:
    assert read(question, text) == expected


def test_the_question_comes_before_its_follow_ups_and_offsets_are_the_documents() -> None:
    question = PACK.question("breach.deadline")
    text = "We notify schools of a breach within 72 hours of discovery."
    found = propose_value([question, *question.followups], suggestion(text, start=4_000))
    assert found is not None
    assert (found.question, found.value) == ("breach.deadline", {"number": 72, "unit": "hours"})
    assert text[found.start - 4_000 : found.end - 4_000] == "72 hours"


def test_a_reviewers_own_question_is_served_by_its_wording() -> None:
    own = Question(
        "own.refund", "own", AnswerType.NUMBER_UNIT, "Within how many days is a refund paid?", units=("days",)
    )
    found = propose_value([own], suggestion("A refund is paid within 14 days.", terms=("refund",)))
    assert found is not None
    assert found.text == "14 days"
    assert propose_value([own], suggestion("Lessons start within 14 days.", terms=("lessons",))) is None


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x1b[31m", "| | |", "within " * 2_000, "72 " * 4_000, "(" * 5_000, "A" * 9_000]
)
def test_hostile_text_proposes_nothing(text: str) -> None:
    for item in PACK.items:
        assert propose_value([item], suggestion(text)) is None


class Counting:
    """A pattern that says how many characters it was made to read."""

    def __init__(self, text: str) -> None:
        self.pattern = re.compile(text)
        self.read = 0

    def search(self, text: str) -> re.Match[str] | None:
        self.read += len(text)
        return self.pattern.search(text)


def test_a_long_list_of_short_items_is_read_in_proportion_to_its_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is asked of the whole passage is asked once, not for each item and choice."""
    read_at = []
    for items in (150, 600):
        counting = Counting(choices._OTHERS.pattern)
        with monkeypatch.context() as patched:
            patched.setattr(choices, "_OTHERS", counting)
            read("security.framework", "- NIST x\n" * items, "Frameworks that we follow")
        read_at.append(counting.read)
    assert 0 < read_at[1] <= read_at[0] * 5
