from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

from app.assessment.answer import Row
from app.assessment.passages import Passage, line_starts, place_of
from app.assessment.values import parse_cell
from app.evidence.extraction.lines import blocks_of
from app.evidence.extraction.markdown import read_markdown
from app.evidence.model import Outcome, ProposedRow, Suggestion, Suggestions
from app.evidence.passages import passages_of
from app.evidence.rows import MOST_ROWS, propose_rows
from app.questionnaire.model import AnswerType, Column, Question
from tests.evidence.suggested import installed

PACK = installed()


@dataclass(frozen=True)
class Text:
    name: str
    text: str

    def place(self, start: int, end: int) -> str:
        return place_of(start, end, pages=(), lines=line_starts(self.text))


def suggested(text: str, passages: tuple[Passage, ...], document: str = "D1") -> Suggestions:
    """Every passage of the document, as if the search had found them all."""
    found = tuple(
        Suggestion(
            document,
            "d",
            "line 1",
            p.start,
            p.end,
            text[p.start : p.end],
            p.context,
            p.kind,
            0.9,
            (),
            anchored=True,
        )
        for p in passages
    )
    return Suggestions("q", Outcome.FOUND, 0.9, ("x",), (document,), found)


def proposed(
    question: str | Question, source: str, *, present: tuple[Row, ...] = (), markdown: bool = True
) -> tuple[ProposedRow, ...]:
    item = PACK.question(question) if isinstance(question, str) else question
    text, blocks = source, read_markdown(source)[0] if markdown else blocks_of(source)
    passages = passages_of(text, blocks)
    rows = propose_rows(
        item, suggested(text, passages), {"D1": Text("d.md", text)}, {"D1": passages}, present
    )
    for row in rows:
        assert text[row.start : row.end] == row.text != ""
        assert row.document == "D1"
        assert row.place.startswith("line")
        for column in item.columns:
            assert parse_cell(column, row.cells.get(column.id, "")) == row.cells.get(column.id, "")
    return rows


def column(rows: tuple[ProposedRow, ...], name: str) -> list[str]:
    return [row.cells.get(name, "") for row in rows]


TABLE = """# Sub-processors

| Company | Purpose | Data it gets | Location |
| --- | --- | --- | --- |
| Quillmark, Inc. | Help desk | Name and e-mail address | Canada |
| Nightjar Mail GmbH | Sends messages by e-mail and SMS | E-mail address | Germany |
| Google Analytics | Usage measurement | IP address | - |
"""


def test_a_table_of_sub_processors() -> None:
    rows = proposed("thirdparty.register", TABLE)
    assert [dict(row.cells) for row in rows] == [
        {
            "name": "Quillmark, Inc.",
            "service": "Help desk",
            "function": "support",
            "info_shared": "Name and e-mail address",
            "country": "Canada",
        },
        {  # two functions: none is chosen
            "name": "Nightjar Mail GmbH",
            "service": "Sends messages by e-mail and SMS",
            "info_shared": "E-mail address",
            "country": "Germany",
        },
        {
            "name": "Google Analytics",
            "service": "Usage measurement",
            "function": "analytics",
            "info_shared": "IP address",
        },
    ]
    assert rows[0].place == "line 5"


def test_rows_that_are_there_already_are_not_proposed_again() -> None:
    present = (Row("r1", {"name": "QUILLMARK"}), Row("r2", {"name": "Nightjar Mail"}))
    assert column(proposed("thirdparty.register", TABLE, present=present), "name") == ["Google Analytics"]
    twice = TABLE + "\nWe use Google Analytics and Quillmark, Inc. on our site.\n"
    assert len(proposed("thirdparty.register", twice)) == 3


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "We use the following service providers:\n\n- Google Analytics (analytics)\n- Amazon Web Services – hosting\n- **Stripe**: payments\n",
            [("Google Analytics", "analytics"), ("Amazon Web Services", "hosting"), ("Stripe", "payments")],
        ),
        (
            "Third parties that process data for us are (but not limited to):\n\n- Zendesk for customer support\n- Auth0 (authentication)\n",
            [("Zendesk", "support"), ("Auth0", "authentication")],
        ),
        (
            "We use service providers such as Google Analytics, Stripe and Zendesk.",
            [("Google Analytics", ""), ("Stripe", ""), ("Zendesk", "")],
        ),
        ("We do not share data with third parties:\n\n- Google Analytics\n- Facebook\n", []),
        ("We do not use third parties such as Google Analytics.", []),
        (
            "We share data with these third parties:\n\n- School officials\n- Parents and guardians\n- Law enforcement\n",
            [],
        ),
        ("Larkspur Reading, Inc. uses service providers.", []),
    ],
)
def test_companies_in_lists_and_sentences(source: str, expected: list[tuple[str, str]]) -> None:
    rows = proposed("thirdparty.register", source)
    assert list(zip(column(rows, "name"), column(rows, "function"), strict=True)) == expected


SCHEDULE = """# Exhibit B: Schedule of Data

| Category of data | Element | Check if used by your system |
| --- | --- | --- |
| Application technology | IP addresses of users | x |
| | Device identifier | [x] |
| | Precise location | |
| Biometrics | Voiceprints | [ ] |
| Demographics | Date of birth | ☐ |
| | Language spoken at home | Needed for translation |
| Parents and guardians | E-mail address | ☒ |
| Student identifiers | Local student number | ☑ |
| | Social Security number | |
| Student name | First and last name | ✓ |
| Attendance | Daily attendance | yes |
| Other | Please list each additional element: | Voice recordings |
"""


def test_of_a_schedule_only_ticked_rows_and_each_with_its_category() -> None:
    rows = proposed("data.elements", SCHEDULE)
    assert list(zip(column(rows, "ndpa_category"), column(rows, "element"), strict=True)) == [
        ("Application technology", "IP addresses of users"),
        ("Application technology", "Device identifier"),
        ("Parents and guardians", "E-mail address"),
        ("Student identifiers", "Local student number"),
        ("Student name", "First and last name"),
        ("Attendance", "Daily attendance"),
        ("Other", "Voice recordings"),
    ]
    assert column(rows, "subject")[2:4] == ["parent", "student"]
    assert rows[0].cells["listed_where"] == "D1, line 5"


def test_a_schedule_without_a_tick_gives_no_row() -> None:
    assert (
        proposed(
            "data.elements",
            SCHEDULE.replace("| x |", "| |").split("| Parents", maxsplit=1)[0].replace("[x]", "[ ]"),
        )
        == ()
    )


def test_the_register_about_teachers_takes_only_theirs() -> None:
    teachers = SCHEDULE.replace("Schedule of Data", "Teacher Data").replace("Student name", "Teacher name")
    assert "First and last name" in column(proposed("nh.teacher_data.elements", teachers), "element")
    assert proposed("nh.teacher_data.elements", SCHEDULE) == ()


def test_a_table_that_describes_what_is_collected() -> None:
    table = (
        "# What we collect\n\n| About whom | What | Where it comes from | Why |\n| --- | --- | --- | --- |\n"
        "| Students | Name, grade | The school | To create the account |\n"
        "| Teachers | E-mail address | The teacher or the school | To sign in |\n"
        "| Everyone | IP address | Collected automatically | To keep the service running |\n"
    )
    rows = proposed("data.elements", table)
    assert column(rows, "element") == ["Name, grade", "E-mail address", "IP address"]
    assert column(rows, "subject") == ["student", "teacher", ""]
    assert column(rows, "source") == ["school", "", "automatic"]  # two sources: none is chosen
    assert column(rows, "purpose")[0] == "To create the account"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "We collect the student’s name, e-mail address, grade and class.",
            ["name", "e-mail address", "grade", "class"],
        ),
        (
            "When you sign up we collect information such as your username, password and school.",
            ["username", "password", "school"],
        ),
        (
            "## Information we collect\n\nStudent information:\n\n- Full name\n- Grade level\n- Attendance records\n",
            ["Full name", "Grade level", "Attendance records"],
        ),
        ("We do not collect names, e-mail addresses or phone numbers.", []),
        ("We collect data to improve lessons, help teachers, and win hearts.", []),
        ("## How we use information\n\n- Monitor attendance\n- Identify pages viewed\n", []),
        (
            "We collect:\n\n- Hair color;\n- Favorite brand; and\n- School and\n",
            ["Hair color", "Favorite brand", "School"],
        ),
    ],
)
def test_lists_and_enumerations_of_data(source: str, expected: list[str]) -> None:
    assert column(proposed("data.elements", source), "element") == expected


def test_contacts_with_what_stands_beside_them() -> None:
    source = (
        "# Contact\n\nQuillmark Reading, Inc.\nPrivacy Office\n18 Harrow Lane, Suite 4\nWexford Falls, VT 05999\nprivacy@quillmark.example\n802-555-0142\n\n"
        "# Security\n\nReport a weakness to security@quillmark.example.\n\n"
        "# Complaints\n\nYou may also write to the state at cpo@nysed.gov or your.name@school.org.\n"
    )
    rows = proposed("product.contacts", source)
    assert column(rows, "email") == ["privacy@quillmark.example", "security@quillmark.example"]
    assert column(rows, "role") == ["privacy", "security"]
    assert (rows[0].cells["phone"], rows[0].cells["name"]) == ("802-555-0142", "Privacy Office")
    assert rows[0].cells["address"] == "18 Harrow Lane, Suite 4 Wexford Falls, VT 05999"
    assert "phone" not in rows[1].cells


def test_who_signed_for_the_vendor() -> None:
    block = (
        "| For the LEA | For the Provider |\n| --- | --- |\n| Signature: ____ | Signature: /s/ Ada Moss |\n| Name: ____ | Name: Ada Moss |\n"
        "| Title: ____ | Title: President |\n| Date: ____ | Date: September 2, 2025 |\n"
    )
    rows = proposed("signoff.signers", block)
    assert [dict(row.cells) for row in rows] == [
        {"side": "vendor", "name": "Ada Moss", "title": "President", "date": "2025-09-02"}
    ]
    assert proposed("signoff.signers", block.replace("/s/ Ada Moss", "____")) == ()


def test_credentials_and_who_holds_them() -> None:
    rows = proposed(
        "product.credentials",
        "We are ISO/IEC 27001:2022 certified.\n\nOur hosting provider holds a SOC 2 Type II report.\n\nWe are not FedRAMP certified.\n",
    )
    assert [(r.cells["credential"], r.cells.get("edition", ""), r.cells["holder"]) for r in rows] == [
        ("ISO/IEC 27001", "2022", "vendor"),
        ("SOC 2 Type II", "", "sub-provider"),
    ]


def test_hosts_with_their_region() -> None:
    (row,) = proposed(
        "security.hosting",
        "The product runs on Amazon Web Services (AWS) in the region US East (Ohio). AWS hosts all data.",
    )
    assert dict(row.cells) == {"provider": "Amazon Web Services", "location": "US East (Ohio)"}


def test_claims_to_comply_with_laws() -> None:
    rows = proposed(
        "law.claims",
        "We comply with the Family Educational Rights and Privacy Act (FERPA) and COPPA.\n\nIs the product CIPA compliant?\n",
    )
    assert column(rows, "law") == ["FERPA", "COPPA"]
    assert rows[0].cells["claim"].startswith("We comply with")


def test_features_of_a_list() -> None:
    assert column(
        proposed("product.overview.features", "Main features:\n\n- Class calendar\n- Newsletters\n"),
        "feature",
    ) == ["Class calendar", "Newsletters"]


def test_a_register_of_a_reviewers_own_pack_by_its_column_names() -> None:
    columns = (
        Column("room", "Room"),
        Column("seats", "Seats"),
        Column("floor", "Floor", AnswerType.ONE_OF, ("ground", "upper")),
    )
    own = Question("own.rooms", "own", AnswerType.TABLE, "Which rooms are there?", columns=columns)
    table = (
        "| Room | Seats | Floor |\n| --- | --- | --- |\n| Library | 40 | ground |\n| Lab | 12 | cellar |\n"
    )
    rows = proposed(own, table)
    assert [dict(row.cells) for row in rows] == [
        {"room": "Library", "seats": "40", "floor": "ground"},
        {"room": "Lab", "seats": "12"},
    ]
    assert proposed(own, table.replace("Room", "Hall")) == ()


def test_no_more_than_can_be_looked_through_and_in_linear_time() -> None:
    head = "# Sub-processors\n\n| Company | Purpose | Location |\n| --- | --- | --- |\n"
    names = "".join(f"| Nightjar{n} Ltd | Hosting | Canada |\n" for n in range(1_200))
    began = time.perf_counter()
    assert len(proposed("thirdparty.register", head + names)) == MOST_ROWS
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("question", [item.id for item in PACK.items if item.type is AnswerType.TABLE])
@pytest.mark.parametrize(
    "source",
    ["", "| | |\n| | |\n", "a | b\n" * 40, ":\n" * 200, "[](x)\n" * 100, "\x1b[31m@@@...\n", "(" * 3_000],
)
def test_hostile_documents_give_no_rows(question: str, source: str) -> None:
    assert proposed(question, source, markdown=False) == ()


@pytest.mark.parametrize(
    "text",
    [
        "We do not use the following sub-processors: Google Analytics, Facebook, TikTok.",
        "We do not use any of these third parties: Google Analytics and Mixpanel.",
        "We stopped using Mixpanel in 2023.",
        "We no longer use Mixpanel or Hotjar.",
        "We previously used the vendors Mixpanel and Hotjar.",
        "We used to use Mixpanel.",
        "Until then we shared data with Mixpanel, which was removed in 2023.",
        "We used Mixpanel until 2023.",
        "We moved away from using Mixpanel.",
        "None of these service providers is used: Mixpanel, Hotjar.",
        "We do not use the following sub-processors:\n\n- Google Analytics\n- Facebook\n",
        "## Sub-processors we no longer use\n\n- Mixpanel: analytics\n- Hotjar: analytics\n",
        "Our sub-processors:\n\n- Mixpanel (removed in 2023)\n- Hotjar: no longer used\n",
        "## Former sub-processors\n\n| Company | Purpose |\n| --- | --- |\n| Mixpanel | Analytics |\n",
        "## Sub-processors\n\n| Company | Purpose | Status |\n| --- | --- | --- |\n| Mixpanel | Analytics | Discontinued |\n",
    ],
)
def test_companies_that_a_text_denies_or_has_left_are_no_rows(text: str) -> None:
    assert column(proposed("thirdparty.register", text), "name") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "We use the following sub-processors: Google Analytics, Mixpanel.",
            ["Google Analytics", "Mixpanel"],
        ),
        ("We replaced Mixpanel with the vendor Amplitude.", ["Amplitude"]),
        ("We do not sell data; we use the vendor Zendesk.", ["Zendesk"]),
        ("We stopped using Mixpanel in 2023, but we still use Zendesk.", ["Zendesk"]),
        ("Our sub-processors:\n\n- Zendesk: help desk\n- Mixpanel (removed in 2023)\n", ["Zendesk"]),
    ],
)
def test_companies_that_are_used_still_are(text: str, names: list[str]) -> None:
    assert column(proposed("thirdparty.register", text), "name") == names


def test_hosts_that_were_left_are_no_rows() -> None:
    assert (
        column(proposed("security.hosting", "We stopped hosting our servers on Heroku in 2022."), "provider")
        == []
    )
    assert column(proposed("security.hosting", "Our servers are hosted on Heroku."), "provider") == ["Heroku"]


def test_kinds_of_data_that_are_not_collected_are_no_rows() -> None:
    text = "We do not collect the following: home address, phone number and photos."
    assert column(proposed("data.elements", text), "element") == []
