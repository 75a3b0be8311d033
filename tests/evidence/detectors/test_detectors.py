"""For every detector texts in which it fires, and texts in which it just does not."""

from __future__ import annotations

import pytest

from app.evidence.detectors.catalogue import DETECTORS
from tests.evidence.detectors.made import AT_HOME, HERE, proposed, subjects

COMPLIANCE = "Larkspur Reading complies with the law. "

FIRES = {
    "foreign_company": [
        ("talkingpens", "Parents may inspect the record that is shared with or collected by TalkingPens."),
        ("talkingpens", "TalkingPens shall delete\nall student data within 30 days."),
        ("brightpath", "All data is protected. On request of the school, Brightpath, Inc. will delete it."),
        ("talkingpens", "TalkingPens’ employees must sign a confidentiality agreement."),
        ("clever", "Upon termination, Clever shall delete the data."),
        ("microsoft", "Microsoft shall notify the LEA of any breach."),
        ("orchard", "The data is deleted. When asked to, Orchard will delete student records for good."),
    ],
    "wrong_citation": [
        ("1792.82", "We follow Cal. Civ. Code §\u00a01792.82 when there is a breach."),
        ("99.31(b)", "A school official, under 34 CFR § 99.31(b), is a contractor."),
        ("12 USC 1232g", "We comply with FERPA, 12 U.S.C. § 1232g."),
        ("6501-6502", "We comply with COPPA (15 U.S.C. §§ 6501–6502)."),
        ("312.5(c)(4)", "Schools may consent under 16 CFR 312.5(c)(4)."),
        ("2-d regulations", "We are compliant with the regulations put forth by the Education Law §2-d."),
        ("Ed. Code 22584", "SOPIPA, Education Code section 22584, is followed."),
        ("GDPR 35", "Article 35: Larkspur conducts security tests every year."),
        ("9 VSA 2443", "In Vermont we comply with 9 V.S.A. § 2443."),
        ("16 VSA 1321", "The laws are 16 VSA 1321 to 1324."),
        ("1232h for FERPA", "We comply with FERPA (20 U.S.C. § 1232h)."),
        ("34 CFR 98 for FERPA", "We comply with FERPA, 34 CFR Part 98."),
        ("Bus. & Prof. 49073.1", "We comply with Business and Professions Code section 49073.1."),
        ("Civ. Code 22584", "We comply with SOPIPA, Civil Code 22584."),
    ],
    "absent_part": [
        ("exhibit F", "EXHIBIT A\nServices\n\nThe framework is marked in Exhibit “F”."),
        ("appendix 2", "See the grid in Appendix 2."),
        ("terms", "Data is used as permitted by our Terms of Service."),
        ("article IX", "ARTICLE I: PURPOSE\n\nThe duties of Article IX survive."),
        ("section 9", "1. Data\n\n2. Use\n\n3. Security\n\nThe breach clause is in Section 9."),
        (
            "section 3.4",
            "1. Data\n\n2. Use\n\n3. Security\n\n3.1 Keys are kept apart, see Section 3.4 below.",
        ),
        ("general offer", "Another school accepts the Provider's General Offer of Privacy Terms."),
    ],
    "first_person": [
        ("microsoftazure", "Azure aligns with the standard, as determined in our third-party audits."),
        ("amazonwebservices", "AWS has extensive experience in operating large-scale data centers."),
    ],
    "misstatement": [
        ("tls for all data", "All data is automatically secured with TLS encryption."),
        ("no adequate countries", "As the law is new, no third country has been approved by the Commission."),
        ("citizens", "The GDPR is about the data of EU citizens."),
        ("cookies", "A cookie does not give us access to your computer or any information about you."),
        ("directory information", "We keep what is generally regarded as directory information."),
        ("CIPA compliance", "Larkspur is CIPA compliant."),
        ("form meets the law", "Users know that it meets the requirements of federal and California law."),
        ("international pledge", "International – Student Privacy Pledge"),
    ],
    "leftovers": [
        (
            "placeholder [insert district]",
            "This agreement is made between [insert district] and the Provider.",
        ),
        ("blank", "Notices to the district go to ____________."),
        ("doubled the", "We delete the the data."),
        ("broken reference", "As said in Error! Reference source not found."),
        (
            "recital regulations and other rules and",
            "WHEREAS the law, the regulations and other rules and\n\nNOW THEREFORE",
        ),
        ("cut tell the school of the.", "We tell the school of the. Then we help."),
        ("misspelt Larkspurr", "Larkspur is safe. " * 6 + "Larkspurr is too."),
        ("orphan a, and partial, but", "A, and partial, but not full list is given."),
        (
            "twice be implemented",
            "The rules will be implemented by firewalls and passwords shall be implemented as follows:",
        ),
        ("retained permission", "The school has retained permission by the guardian."),
        (
            "list items 4 and 5 of the list run into one",
            "4. In Section 7 read: “students, teachers.” 5. All employees shall pass checks.",
        ),
        (
            "gap an lea , located at (the",
            "It is made between an LEA , located at (the “LEA”) and the Provider.",
        ),
    ],
    "exhibit_labels": [
        ("shared letters", "EXHIBIT “E”\nCalifornia\n\nEXHIBIT “E”\nMaine\n\nWords."),
        ("other letters", "This is the NDPA.\n\nEXHIBIT “E”\nCalifornia\n\nWords."),
        ("states of the title", "MA-ME-NH\n\nEXHIBIT “G”\nCalifornia\n\nEXHIBIT “H”\nMaine\n\nWords."),
    ],
    "usage_data": [
        (
            "usage data",
            "In usage reports we never collect end-user information.\n\nWe track each student's activity in the app.",
        ),
    ],
    "marketing_analytics": [
        (
            "marketing analytics",
            "Data is never used for marketing.\n\nGoogle Analytics tracks visitors for marketing purposes.",
        ),
    ],
    "schedule_rows": [
        ("data schedule", "SCHEDULE OF DATA\nOther data - Please specify: | Browser version | |"),
        ("data schedule", "SCHEDULE OF DATA\nx | ||"),
        ("data schedule", "SCHEDULE OF DATA\nLanguage | Spoken at home | For translation |"),
        (
            "data schedule",
            "EXHIBIT “I” – TEACHER DATA | ||\nTeacher identifiers | App assigned student ID | x |",
        ),
    ],
    "old_standards": [
        (
            "standards",
            "Alternatively, the Provider complies with one of the following: NIST SP 800-171 rev 2; ISO/IEC 27001:2013.",
        ),
    ],
    "transfers": [
        ("adequacy", "No third country or territory has yet been approved by the Commission."),
        ("privacy shield", "We comply with the Privacy Shield principles."),
    ],
    "training_twice": [
        (
            "training",
            "We train all staff in privacy regularly.\n\nAll employees get annual training on data security.",
        ),
        (
            "training",
            "All employees get annual privacy training on FERPA.\n\nEmployees get annual privacy training on COPPA.",
        ),
    ],
    "background_checks_twice": [
        (
            "background checks",
            "We run background checks on staff who may have access to data.\n\nAll employees undergo background checks.",
        ),
    ],
    "policy_changes_twice": [
        (
            "policy changes",
            "We make no material changes to our policy without prior notice.\n\nWe obtain consent for changes to our policy.",
        ),
    ],
    "parents_route_twice": [
        (
            "parents' route",
            "Parents may review the data by contacting their school.\n\nParents may review the data by signing in to their account.",
        ),
    ],
}

QUIET = {
    "foreign_company": [
        "Google will show you how it protects data.",
        "Larkspur Reading, Inc. shall delete all data.",
        "LarkspurReading shall delete all data.",
        "Quillmark Hosting LLC shall delete all data.",  # on a register
        "The Provider shall delete all data. Teachers must keep passwords. Parents may inspect records.",
        "Google will not use the data.",  # a service that everybody uses is a matter of the registers
        "The Contractor’s Subcontractors shall delete the data, and the Educational Agency will be told.",
        "iKeepSafe must review the profile. FedRAMP requirements must be met.",
        "TalkingPens is a nice product, too.",  # no duty
        "The identified Cybersecurity Framework must be detailed.",
    ],
    "wrong_citation": [
        "We follow Cal. Civ. Code § 1798.82.",
        "De-identified records are released under 34 CFR § 99.31(b).",
        "We comply with FERPA, 20 U.S.C. § 1232g.",
        "We comply with COPPA (15 U.S.C. §§ 6501-6506).",
        "We are compliant with the regulations of 8 NYCRR 121 put forth under Education Law §2-d and 8 NYCRR 121.",
        "Article 35: an impact assessment was made.",
        "In Vermont we comply with 9 V.S.A. §§ 2443-2443f.",
        "In Vermont we comply with 9 VSA 2443 to 2443f.",
        "The PPRA (20 U.S.C. § 1232h) and FERPA are followed.",
    ],
    "absent_part": [
        "EXHIBIT A\nServices\n\nThe services are those of Exhibit A.",
        "EXHIBIT D: STATE TERMS\nWords.\n\nThe terms of Exhibit D-1 count.",
        "Please read our Privacy Policy for more information in our Privacy Policy.",  # the register has one
        "Article 35 of the GDPR and Annex I of the Directive are met.",
        "The schedule a school follows is its own.",
        "Please visit that page to read Google's terms of service.",
        "Larkspur Transit, Attachment 3, Page 1 of 3",
        "1. Data\n\n2. Use\n\n3. Security\n\n3.1 Keys\n\nKeys are kept apart under Section 3.1 and Section 2 of this Agreement.",
        "1. Data\n\n2. Use\n\n3. Security\n\nSection 5 of the FTC Act, 34 CFR Section 99 and Section 99.31 are met.",
        "1. Data\n\n2. Use\n\n3. Security\n\nWhat is said in Section 3.4 has no number here.",
        "Nothing is numbered here, and Section 9 is named.",
    ],
    "first_person": [
        "AWS hosts our servers and our databases.",
        "We use AWS. Our third-party audits are held every year.",
        "Azure aligns with the standard, as determined in its third-party audits.",
    ],
    "misstatement": [
        "All data is protected in transit with TLS.",
        "The GDPR is about people in the EU, whatever their nationality.",
        "We help schools to be CIPA compliant.",
        "CIPA compliance",
        "The Provider shall meet the requirements of federal and state law.",
        "Parents may opt out of directory information, which is only shared by the school.",
        "We signed the Student Privacy Pledge.",
    ],
    "leftovers": [
        "Signature: ____________\n\nDate: ____________",
        "EXHIBIT D\nDIRECTIVE FOR DISPOSITION OF DATA\n\n_____ Disposition is partial.\n\n[Insert categories of data here]",
        "He said that that is so, and they had had it.",
        "A and B are sold. The data will be encrypted, and the disks shall be wiped.",
        "The school has retained counsel.",
        "4. Data is kept for 30 days. 6. Then it goes.",
        "WHEREAS the parties wish to agree; and\n\nNOW THEREFORE",
        "[ ] SOC 2 [ ] Other: [insert]",
        "_" * 70,
        "Larkspur is safe. " * 6 + "Larkspur’s people are too.",
    ],
    "exhibit_labels": [
        "EXHIBIT “A”\nServices\n\nEXHIBIT “B”\nSchedule of data\n\nWords.",
        "EXHIBIT “E”\nCalifornia\n\nNo national form is this.",
        "MA-ME-NH\n\nEXHIBIT “G”\nMaine\n\nWords.",
        "EXHIBIT “E”\nCalifornia\n\nWords.\n\nEXHIBIT “E”\nCalifornia\n\nThe same, continued.",
    ],
    "usage_data": [
        "In usage reports we never collect end-user information.\n\nWe never track a student's activity in the app.",
        "We track each student's activity in the app.",
    ],
    "marketing_analytics": [
        "Data is never used for marketing.\n\nAnalytics is not used for marketing.",
        "Google Analytics tracks visitors for marketing purposes.",
    ],
    "schedule_rows": [
        "SCHEDULE OF DATA\nLanguage | Spoken at home | x |\nGender | Of the student | |",
        "SCHEDULE OF DATA\n| Category | Element | Used? |\n|---|---|---|\n| Other | Please specify | |",
        "A table of prices\nBasic | Per school | 100 dollars |",
    ],
    "old_standards": [
        "Our host holds ISO/IEC 27001:2013.",
        "One of the following: NIST SP 800-53 rev 4 or newer; NIST SP 800-171 Rev. 3; ISO/IEC 27001:2022.",
    ],
    "transfers": [
        "The Commission has approved some third countries.",
        "The Privacy Shield, on which we relied, was struck down.",
    ],
    "training_twice": [
        "All employees get annual training on privacy.\n\nStaff are trained in data security every year.",
        "All employees get training on privacy when hired and annually.\n\nStaff get annual training on data security.",
    ],
    "background_checks_twice": [
        "All employees undergo background checks.\n\nEach employee passes a background check."
    ],
    "policy_changes_twice": [
        "We give prior notice of material changes to our policy.\n\nYou may change your settings."
    ],
    "parents_route_twice": [
        "Parents may review the data by contacting their school.\n\nTeachers may edit data in their account."
    ],
}


@pytest.mark.parametrize(
    ("name", "subject", "text"), [(n, *case) for n, cases in FIRES.items() for case in cases]
)
def test_it_fires(name: str, subject: str, text: str) -> None:
    found = proposed(name, text)
    assert subject in subjects(found)
    for one in found:
        assert one.detector == name
        assert one.passages
        for passage in one.passages:
            assert passage.document == "D1"
            assert passage.place.startswith("line")
            assert 0 < len(passage.quote.split()) <= 40
            assert " ".join(text[passage.start : passage.end].split()) == passage.quote


@pytest.mark.parametrize(("name", "text"), [(n, text) for n, texts in QUIET.items() for text in texts])
def test_it_just_does_not_fire(name: str, text: str) -> None:
    assert [one.passages[0].quote for one in proposed(name, text)] == []


def test_every_detector_is_in_the_tables() -> None:
    elsewhere = {"shared_text", "foreign_law"}
    assert set(FIRES) | elsewhere == set(DETECTORS)
    assert set(QUIET) | elsewhere == set(DETECTORS)


@pytest.mark.parametrize(
    "text",
    [
        "We are vetted by Privatim.",
        "Customers located in the EU are served from Frankfurt.",
        "Mossbeam AB acts for schools.",
        "Wrenfield Ltd is registered in the UK.",
    ],
)
def test_signs_of_foreign_law_count_where_no_foreign_law_is_chosen(text: str) -> None:
    assert subjects(proposed("foreign_law", text, context=AT_HOME)) == ["abroad"]
    assert not proposed("foreign_law", text, context=HERE)


@pytest.mark.parametrize(
    "text", ["We follow California AB 1584.", "Schools in Portland use it.", "We follow the GDPR."]
)
def test_what_is_no_sign_of_foreign_law(text: str) -> None:
    assert not proposed("foreign_law", text, context=AT_HOME)


def test_what_only_counts_in_a_jurisdiction_is_quiet_elsewhere() -> None:
    assert not proposed("transfers", FIRES["transfers"][0][1], context=AT_HOME)
    from dataclasses import replace

    assert not proposed(
        "old_standards", FIRES["old_standards"][0][1], context=replace(HERE, jurisdictions=("CA",))
    )
    early = replace(HERE, review_date="2025-10-30")
    assert not proposed("old_standards", FIRES["old_standards"][0][1], context=early)


def test_a_part_that_another_document_has_is_not_absent() -> None:
    pointing = "The framework is marked in Exhibit F."
    assert subjects(proposed("absent_part", pointing)) == ["exhibit F"]
    assert not proposed("absent_part", pointing, "EXHIBIT F\nFrameworks\n\nNIST.")


def test_another_companys_document_may_name_it() -> None:
    assert not proposed("foreign_company", "TalkingPens shall delete all data.", by_vendor=False)


def test_the_same_thing_in_two_documents_is_one_proposal() -> None:
    (one,) = proposed("wrong_citation", "See Civ. Code 1792.82.", "And again: Civ. Code 1792.82.")
    assert [passage.document for passage in one.passages] == ["D1", "D2"]
    assert one.slots["as_written"] == "Civ. Code 1792.82"


def test_all_that_is_wrong_with_the_labels_is_one_proposal() -> None:
    text = "MA-ME-NH- NDPA\n\nEXHIBIT “E”\nCalifornia\n\nEXHIBIT “E”\nMaine\n\nWords."
    (one,) = proposed("exhibit_labels", text)
    assert one.slots["letters"].count(";") == 2
