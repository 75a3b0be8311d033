from __future__ import annotations

import pytest

from app.assessment.passages import BlockKind
from app.evidence.model import Polarity
from app.evidence.polarity import read
from app.evidence.query import query_for
from app.evidence.suggestions import suggest
from app.questionnaire.loader import load_installed
from tests.evidence.hits import hit
from tests.evidence.test_suggestions import DOCUMENTS

SAYS = [
    ("Backups are not encrypted at the storage layer.", "encrypted", Polarity.DENIES, False),
    ("We encrypt all data at rest.", "encrypt", Polarity.AFFIRMS, False),
    ("We never sell student data.", "sell", Polarity.DENIES, False),
    ("Data will be deleted no later than 60 days after the request.", "deleted", Polarity.AFFIRMS, False),
    ("We will notify you without undue delay.", "notify", Polarity.AFFIRMS, False),
    ("Student data includes, but is not limited to, names.", "names", Polarity.AFFIRMS, False),
    ("We will not share data unless the law requires it.", "share", Polarity.DENIES, True),
    ("Data is encrypted, except in text messages.", "encrypted", Polarity.AFFIRMS, True),
    ("Data is kept only as long as it is no longer needed elsewhere.", "kept", Polarity.AFFIRMS, False),
    ("We don’t run background checks.", "background checks", Polarity.DENIES, False),
    ("Nothing is sold. Data is encrypted at rest.", "encrypted", Polarity.AFFIRMS, False),
    ("Neither the Provider nor its agents may rent the data.", "rent", Polarity.DENIES, False),
    ("Selling of student data is prohibited.", "Selling", Polarity.DENIES, False),
]


@pytest.mark.parametrize(("text", "thing", "polarity", "limited"), SAYS, ids=[s[0][:40] for s in SAYS])
def test_a_sentence_affirms_or_denies(text: str, thing: str, polarity: Polarity, limited: bool) -> None:
    reading = read(text, text.index(thing))
    assert (reading.polarity, reading.limited) == (polarity, limited)


def test_a_question_and_a_heading_say_neither() -> None:
    assert read("Do you sell data?", 7).polarity is Polarity.UNCLEAR
    assert read("anything", -1).polarity is Polarity.UNCLEAR


DENIES, AFFIRMS, UNCLEAR = Polarity.DENIES, Polarity.AFFIRMS, Polarity.UNCLEAR
TURNS = [
    ("Targeted advertising based on student data is strictly prohibited.", "Targeted", DENIES),
    ("The sale of student personal information to any third party is strictly prohibited.", "sale", DENIES),
    (
        "Advertising that draws on what a student reads or writes in class is forbidden.",
        "Advertising",
        DENIES,
    ),
    ("We do not knowingly sell student data.", "sell", DENIES),
    ("We do not knowingly retain student data beyond the time that is needed.", "retain", AFFIRMS),
    ("We do not keep student data longer than the contract lasts.", "keep", AFFIRMS),
    ("We fail to encrypt student data.", "encrypt", DENIES),
    ("We never fail to encrypt student data.", "encrypt", AFFIRMS),
    ("In the event of a failure the data stays encrypted.", "encrypted", AFFIRMS),
    ("We are unable to encrypt stored data.", "encrypt", DENIES),
    ("The vendor refuses to sign such contracts.", "sign", DENIES),
    ("We declined to encrypt the old backups.", "encrypt", DENIES),
    ("Encryption of the database is strictly prohibited.", "Encryption", DENIES),
    ("We do not store student data without encryption at rest.", "store", AFFIRMS),
    ("We store student data without encryption at rest.", "store", DENIES),
    ("Data is sent without being encrypted.", "encrypted", DENIES),
    ("We tell schools without undue delay.", "tell", AFFIRMS),
    ("We may disclose student data without notice.", "disclose", AFFIRMS),
    ("Students will not see ads, but we use student data for targeted advertising.", "targeted", UNCLEAR),
    ("We do not sell student data; however, we trade it for services.", "sell", UNCLEAR),
    ("We do not sell student data, we do rent it.", "sell", UNCLEAR),
    ("We encrypt the database, but we do not encrypt backups.", "encrypt", UNCLEAR),
    ("Although we do not encrypt backups, we encrypt the database.", "encrypt the", UNCLEAR),
    ("We collect student data, but we never sell it.", "sell", DENIES),
    ("Student data is encrypted at rest, not just in transit.", "encrypted", AFFIRMS),
    ("Student data is encrypted at rest and we do not hold the keys.", "encrypted", AFFIRMS),
    ("Student data is encrypted with keys that are not stored beside it.", "encrypted", AFFIRMS),
    ("Data is encrypted so that others cannot read it.", "encrypted", AFFIRMS),
    ("We encrypt all data, no exceptions.", "encrypt", AFFIRMS),
    ("Backups of student data are stored unencrypted.", "stored", DENIES),
    ("Student data is never stored unencrypted.", "stored", AFFIRMS),
    ("Passwords are not kept in plain text.", "plain text", AFFIRMS),
    ("Student data is stored in plain text on our servers.", "stored", DENIES),
    ("Files are sent over plain HTTP.", "sent", DENIES),
    ("We do not prohibit targeted advertising.", "targeted", AFFIRMS),
    ("We do not and will not sell student data.", "sell", DENIES),
    ("We sell student data to nobody.", "sell", DENIES),
    ("Neither we nor our partners will ever sell or rent it.", "sell", DENIES),
    ("We do not use student data for any other purpose.", "use", UNCLEAR),
    ("If you do not agree, we delete the data.", "delete", AFFIRMS),
    ("If a breach occurs that cannot be contained, we will notify the school.", "breach", AFFIRMS),
    ("If you ask us, we do not delete the data.", "ask", DENIES),
    ("All employees pass a criminal check and may not work without one.", "criminal check", AFFIRMS),
    ("No student data is or will be sold.", "sold", DENIES),
    ("Data is deleted and cannot be recovered.", "deleted", AFFIRMS),
    ("We do not hire anyone who has not passed a background check.", "background check", UNCLEAR),
    ("Nobody but authorized staff can view records.", "view", UNCLEAR),
    ("Our vendors are bound by a contract that prohibits them from using the data.", "vendors", AFFIRMS),
    ("We do not retain student data after the contract ends.", "retain", AFFIRMS),
    ("No one may see the data until they have passed the course in privacy.", "see", AFFIRMS),
    ("Selling data: no. Sharing it: no.", "Selling", DENIES),
    ("The app is ad-free for children.", "ad-free", DENIES),
    ("Promotional use of a child's data is strictly ruled out.", "Promotional", DENIES),
    ("Our response plan is not public.", "response plan", AFFIRMS),
    ("We lay no claim to what your class makes.", "claim", AFFIRMS),
    ("The files cannot be read without the key.", "files", AFFIRMS),
    (
        (
            "Student information that we hold for the schools of a district, whatever its kind and wherever it "
            "comes from, may under no circumstances whatever be sold."
        ),
        "sold",
        DENIES,
    ),
]


@pytest.mark.parametrize(("text", "thing", "polarity"), TURNS, ids=[t[0][:60] for t in TURNS])
def test_denials_are_weighed_in_the_clause_around_the_thing(
    text: str, thing: str, polarity: Polarity
) -> None:
    assert read(text, text.index(thing)).polarity is polarity


def test_consent_narrows_a_denial_and_is_none() -> None:
    text = "We will not disclose student data without the parent's written consent."
    reading = read(text, text.index("disclose"))
    assert (reading.polarity, reading.limited) == (DENIES, True)
    assert read("Data is shared without consent.", 8).polarity is AFFIRMS


def test_a_long_sentence_is_never_cut_within_a_word() -> None:
    """`knot` cut in two leaves `not`."""
    for padding in range(40, 300):
        text = f"The knot {'x' * padding} is encrypted."
        assert read(text, text.index("encrypted")).polarity is AFFIRMS


PACK = load_installed()
SPEAKS = [
    ("sopipa.no_targeted_ads", "Targeted advertising based on student data is strictly prohibited.", "yes"),
    (
        "sopipa.no_sale",
        "The sale of student personal information to any third party is strictly prohibited.",
        "yes",
    ),
    ("sopipa.no_sale", "The sale or rental of student data is strictly prohibited.", "yes"),
    ("sopipa.no_sale", "We do not knowingly sell student data.", "yes"),
    ("sopipa.no_sale", "We may sell student data to data brokers.", "no"),
    ("security.encryption.at_rest", "We are unable to encrypt stored data.", "no"),
    ("security.encryption.at_rest", "Encryption of the database is strictly prohibited.", "no"),
    ("security.encryption.at_rest", "Student data is stored in plain text on our servers.", "no"),
    ("security.encryption.at_rest", "Backups of student data are stored unencrypted.", "no"),
    ("security.encryption.at_rest", "Data in our databases is kept in clear text.", "no"),
    ("security.encryption.at_rest", "We do not encrypt student data.", "no"),
    ("security.encryption.at_rest", "We do not store student data without encryption at rest.", "yes"),
    ("security.encryption.at_rest", "All student data is encrypted at rest, not just in transit.", "yes"),
    ("security.encryption.at_rest", "Student data is encrypted at rest and we do not hold the keys.", "yes"),
    ("security.encryption.in_transit", "Student data is sent over plain HTTP.", "no"),
    ("security.encryption.in_transit", "Data is transmitted in clear text.", "no"),
    ("security.personnel.background_checks", "We do not screen staff.", "no"),
    ("security.personnel.background_checks", "Our employees are hired without background checks.", "no"),
    ("security.personnel.training", "There is no formal training program.", "no"),
    ("security.personnel.training", "We have no formal privacy training for employees.", "no"),
    ("breach.plan", "We have no incident response plan.", "no"),
    ("breach.plan", "We do not have a written incident response plan.", "no"),
    ("breach.notify", "We do not notify schools of data breaches.", "no"),
    ("breach.notify", "Schools are not told about security incidents.", "no"),
    ("deletion.on_request", "We do not delete student data on request.", "no"),
    ("deletion.on_request", "Student data cannot be deleted.", "no"),
    ("deletion.schedule", "We keep student data indefinitely.", "no"),
    ("deletion.schedule", "There is no retention schedule.", "no"),
    ("deletion.schedule", "Student data is kept forever.", "no"),
    ("deletion.schedule", "We do not knowingly retain student data beyond the time that is needed.", "yes"),
    ("audit.lea_right", "Schools may not audit our systems.", "no"),
    ("audit.lea_right", "We do not allow audits by customers.", "no"),
    ("ferpa.change_notice", "We may change this policy at any time without notice.", "no"),
    ("ferpa.change_notice", "We do not give notice of changes to this policy.", "no"),
    ("ferpa.ownership", "We own all student data that is uploaded.", "no"),
    ("thirdparty.agreements", "Our subprocessors are not bound by a written agreement.", "no"),
    ("thirdparty.agreements", "We have no contracts with our vendors.", "no"),
    ("sopipa.no_profiling", "Building profiles of students is prohibited.", "yes"),
    ("sopipa.successor", "A buyer of the business is not bound by this policy.", "no"),
    ("ferpa.school_official", "We do not act as a school official under FERPA.", "no"),
]


@pytest.mark.parametrize(("question", "text", "answer"), SPEAKS, ids=[s[1][:70] for s in SPEAKS])
def test_a_plain_yes_or_no_speaks_for_itself(question: str, text: str, answer: str) -> None:
    item = PACK.question(question)
    found = suggest(query_for(item, PACK.search_by_id.get(question)), [hit(text)], DOCUMENTS).found
    assert [one.speaks_for for one in found] == [answer]


SHOWN = [
    ("security.encryption.in_transit", "Files travel between our servers unencrypted."),
    ("security.personnel.training", "Our staff receive no privacy training."),
    ("security.personnel.access", "Any employee may see student data."),
    ("security.personnel.access", "We do not limit which employees can see student records."),
    ("ferpa.review_correct", "Parents cannot review or correct their child's data."),
]


@pytest.mark.parametrize(("question", "text"), SHOWN, ids=[s[1] for s in SHOWN])
def test_a_no_in_words_less_usual_is_found_and_read_as_a_denial(question: str, text: str) -> None:
    item = PACK.question(question)
    found = suggest(query_for(item, PACK.search_by_id.get(question)), [hit(text)], DOCUMENTS).found
    assert [(one.polarity, one.speaks_for != "yes") for one in found] == [(DENIES, True)]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("ferpa.no_redisclosure", "We may disclose student data to the police under a court order."),
        ("tracking.cookies", "We do not use cookies on pages for students."),
        (
            "deletion.on_request",
            "We do not delete student accounts after the contract unless the school asks.",
        ),
        ("sopipa.successor", "We will not transfer student data to a buyer unless it keeps these promises."),
    ],
)
def test_where_a_denial_decides_nothing_a_passage_speaks_for_neither(question: str, text: str) -> None:
    item = PACK.question(question)
    (one,) = suggest(query_for(item, PACK.search_by_id.get(question)), [hit(text)], DOCUMENTS).found
    assert one.speaks_for == ""


def test_advertising_to_parents_with_student_data_does_not_speak_for_yes() -> None:
    text = "Students will not see ads, but we use student data for targeted advertising to parents."
    item = PACK.question("sopipa.no_targeted_ads")
    (one,) = suggest(query_for(item, PACK.search_by_id.get(item.id)), [hit(text)], DOCUMENTS).found
    assert one.speaks_for != "yes"


@pytest.mark.parametrize("text", ["We encrypt stored data.", "Stored data is not encrypted."])
def test_a_row_is_for_the_reviewer_to_read(text: str) -> None:
    item = PACK.question("security.encryption.at_rest")
    rows = hit(text, kind=BlockKind.ROW)
    (one,) = suggest(query_for(item, PACK.search_by_id.get(item.id)), [rows], DOCUMENTS).found
    assert one.speaks_for == ""
