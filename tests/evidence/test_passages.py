from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.passages import Block, BlockKind, Passage
from app.evidence.passages import SEPARATOR, passages_of, tidy

H, P, I, R, N = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.NOTE  # noqa: E741


def document(*parts: tuple[BlockKind, str] | tuple[BlockKind, str, int]) -> tuple[str, list[Block]]:
    """A text of one block after the other, with an empty line between them."""
    text, blocks = "", []
    for kind, words, *level in parts:
        blocks.append(Block(kind, len(text), len(text) + len(words), level[0] if level else 0))
        text += words + "\n\n"
    return text, blocks


def cut(*parts: tuple[BlockKind, str] | tuple[BlockKind, str, int]) -> list[tuple[str, str]]:
    """Context and text (white space made single) of each passage."""
    text, blocks = document(*parts)
    return [(one.context, tidy(text[one.start : one.end])) for one in passages_of(text, blocks)]


def find(found: list[tuple[str, str]], words: str) -> tuple[str, str]:
    """The one passage that holds the words."""
    (one,) = [pair for pair in found if words in pair[1]]
    return one


SENTENCE = "The district may ask for its records at any time and we answer within ten days of the request. "


# --- headings ---


def test_headings_above_travel_outermost_first_and_are_no_passages():
    found = cut(
        (H, "Privacy\u00a0Policy", 1), (H, "Security", 2), (P, "All traffic is encrypted with TLS 1.2.")
    )
    assert found == [("Privacy Policy › Security", "All traffic is encrypted with TLS 1.2.")]


def test_a_heading_ends_where_one_of_its_rank_begins():
    found = cut(
        (H, "Policy", 1),
        (H, "Security", 2),
        (H, "Encryption", 3),
        (P, "Backups are encrypted every night."),
        (H, "Contact", 2),
        (P, "You can write to us at any time."),
    )
    assert find(found, "Backups")[0] == "Policy › Security › Encryption"
    assert find(found, "write")[0] == "Policy › Contact"


def test_headings_of_one_rank_in_a_row_are_one_heading():
    found = cut((H, "EXHIBIT B", 1), (H, "SCHEDULE OF DATA", 1), (P, "The provider collects what is ticked."))
    assert found == [("EXHIBIT B › SCHEDULE OF DATA", "The provider collects what is ticked.")]


def test_many_headings_in_a_row_are_statements():
    found = cut(*((H, f"We never do number {number}", 2) for number in range(5)))
    assert [words for _, words in found] == [f"We never do number {number}" for number in range(5)]


def test_a_heading_with_nothing_below_is_a_passage():
    found = cut((H, "Policy", 1), (H, "We do not sell data", 3), (H, "Cookies", 2), (P, "We set one cookie."))
    assert found[0] == ("Policy", "We do not sell data")
    assert find(found, "cookie")[0] == "Policy › Cookies"


def test_a_short_answer_takes_its_question_along():
    found = cut((H, "FAQ", 1), (H, "Do you sell student data?", 2), (P, "No."))
    assert found == [("FAQ", "Do you sell student data? No.")]


def test_marks_of_markdown_do_not_show_in_the_context():
    found = cut((H, "## **Security** ##", 2), (P, "We keep logs for one year."))
    assert found[0][0] == "Security"


def test_a_long_context_loses_its_outermost_parts_first():
    title = "A very long title of a document that goes on and on about many things of no interest " * 2
    found = cut(
        (H, title, 1),
        (H, "B" * 90, 2),
        (H, "C" * 90, 3),
        (H, "Innermost", 4),
        (P, "We keep logs for one year."),
    )
    context = found[0][0]
    assert len(context) <= 300
    assert context.endswith("Innermost")
    assert "very long title" not in context
    lone = cut((H, title, 1), (P, "We keep logs for one year."))[0][0]
    assert lone.endswith("…")
    assert len(lone) <= 170


# --- headings that run into their text ---


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (
            "2. Parent Access. To the extent required by law the school sets up a procedure.",
            "2. Parent Access",
        ),
        ("Data Ownership: Acme acknowledges that all data is the property of the school.", "Data Ownership"),
        ("Protection – We keep all personal data confidential and secure.", "Protection"),
        ("Waiver. No delay by either party is a waiver of any right.", "Waiver"),
        ("How We Use Data. We use it to run the service.", "How We Use Data"),
        ("(b) Audits. No more than once a year the school may audit.", "(b) Audits"),
        ("No. We do not sell the data of students to anyone.", ""),
        ("Note: this page was written for parents and teachers.", ""),
        ("We use the following: names and addresses of the parents.", ""),
        ("The data is encrypted. We keep it in the United States.", ""),
        ("https://example.org/privacy holds the current version of this policy.", ""),
    ],
)
def test_run_in_headings_are_context_and_stay_in_the_text(text: str, label: str):
    assert cut((P, text)) == [(label, text)]


def test_paragraphs_below_a_numbered_heading_belong_to_it():
    found = cut(
        (H, "ARTICLE V", 1),
        (P, "2. Audits. No more than once a year the school may audit the measures that are in place."),
        (P, "The provider will cooperate with any agency that has oversight authority over the school."),
        (P, "3. Data Security. The provider will use safeguards designed to protect the data of students."),
    )
    assert find(found, "cooperate")[0] == "ARTICLE V › 2. Audits"
    assert find(found, "safeguards")[0] == "ARTICLE V › 3. Data Security"


# --- lists ---


def test_short_items_stay_together_with_the_line_that_announces_them():
    found = cut(
        (H, "Data", 2),
        (P, "We collect the following:"),
        (I, "• name"),
        (I, "• email"),
        (I, "• grade"),
        (P, "We sell none."),
    )
    assert found == [("Data", "We collect the following: • name • email • grade"), ("Data", "We sell none.")]


def test_the_lead_in_travels_with_later_groups_of_a_long_list():
    found = cut(
        (P, "We never collect:"),
        *((I, f"• kind of data number {number} of many kinds") for number in range(40)),
    )
    assert len(found) > 2
    assert all(len(words) <= 900 for _, words in found)
    assert found[0][1].startswith("We never collect:")
    assert all(context == "We never collect:" for context, _ in found[1:])


def test_a_statement_in_a_list_stands_alone_with_its_lead_in():
    found = cut(
        (P, "Acme agrees that:"),
        (I, "1. Records of students are the property of the school at all times and remain so."),
        (I, "2. Acme will not use information in a record for any purpose but those of the contract."),
    )
    assert found[1] == (
        "Acme agrees that:",
        "2. Acme will not use information in a record for any purpose but those of the contract.",
    )


def test_the_paragraph_before_the_first_item_is_its_lead_in():
    long = SENTENCE * 4 + "Acme shares data with these companies."
    found = cut((P, long), (I, "- Hostly, hosting"), (I, "- Maily, mail"))
    assert found[1] == ("Acme shares data with these companies.", "- Hostly, hosting - Maily, mail")


def test_nested_items_carry_the_item_above_them():
    item = (
        "We may share personal data with third parties only in the following situations, and where the law permits it, "
        * 3
    )
    found = cut(
        (P, "What we do:"),
        (I, f"• {item.strip(', ')}:", 0),
        (
            I,
            "• to comply with the law or a court order that we have received and checked with our counsel before",
            1,
        ),
        (I, "• Retention. We keep the data until the end of the contract with the school.", 0),
    )
    assert "only in the following situations" in find(found, "court order")[0]
    assert "situations" not in find(found, "Retention")[0]


def test_numbering_within_numbering_finds_its_way_back():
    found = cut(
        (
            I,
            "4. Data Breach. The provider gives notice within seventy-two (72) hours of confirmation of an incident.",
        ),
        (
            I,
            "(1) The notice holds, as far as it is known by the provider and as it becomes available, at least:",
        ),
        (I, "i. The name and contact information of the school and of the person who reports the incident."),
        (I, "ii. A list of the types of personal information that were the subject of the breach."),
        (
            I,
            "(2) The provider has a written incident response plan that follows the standards of the industry.",
        ),
        (I, "5. Waiver. No delay by either party is a waiver of a right under this agreement."),
    )
    assert find(found, "ii. A list")[0].startswith("4. Data Breach › (1) The notice holds")
    assert find(found, "response plan")[0] == "4. Data Breach"
    assert find(found, "No delay")[0] == "5. Waiver"


def test_plain_paragraphs_after_a_colon_are_a_list_until_it_ends():
    found = cut(
        (P, "The act requires schools to adopt policies related to:"),
        (P, "Access by minors to inappropriate matter on the Internet;"),
        (P, "Safety of minors when they use electronic mail; and"),
        (P, "Measures that restrict harmful materials."),
        (P, "Although Acme does not filter the web, it can help schools to make a safe start for pupils."),
    )
    assert found[0][1].endswith("harmful materials.")
    assert found[1][0] == ""


def test_every_company_keeps_what_is_shared_with_it():
    found = cut(
        (P, "We use these vendors:"),
        (P, "[Hostly] for servers and databases"),
        (P, "Info shared: user information and anonymized information"),
        (P, "[Maily] for sending emails on our behalf"),
        (P, "Info shared: email address and user information"),
    )
    assert find(found, "Maily")[1] == (
        "[Maily] for sending emails on our behalf Info shared: email address and user information"
    )


# --- tables ---


def test_the_header_and_the_label_travel_with_later_rows():
    rows = [(R, "Category of Data | Elements | Check if Used"), (R, "Demographics | Date of Birth | X")]
    rows += [(R, f" | Element number {number} | ") for number in range(20)]
    found = cut((H, "Exhibit B", 1), *rows)
    assert len(found) > 2
    assert found[0][0] == "Exhibit B"
    for context, _ in found[1:]:
        assert context == "Exhibit B › Category of Data | Elements | Check if Used › Demographics"


def test_a_label_does_not_reach_into_the_next_group():
    found = cut(
        (R, "Category | Element | Collected"),
        *((R, f"Demographics {number} | Something | x") for number in range(9)),
        (R, "Conduct | Conduct data | "),
    )
    assert found[-1][1].endswith("Conduct | Conduct data |")
    assert "Demographics" not in found[-1][0]


def test_an_unticked_row_never_becomes_a_label():
    found = cut(
        (R, "Element | Collected"), (R, "Date of Birth | "), *((R, f"Field {n} | x") for n in range(20))
    )
    assert all("Date of Birth" not in context for context, _ in found)


def test_rows_stay_whole_lines():
    rows = [
        f"Field {number} with a long description of what is meant by it | yes | no" for number in range(60)
    ]
    text, blocks = document((R, "Field | Collected | Shared"), *((R, row) for row in rows))
    starts, ends = {block.start for block in blocks}, {block.end for block in blocks}
    for one in passages_of(text, blocks):
        assert one.start in starts
        assert one.end in ends


def test_keys_with_values_in_a_table_have_no_header():
    found = cut(*((R, f"Key{number} | Kim Doe {number}") for number in range(12)))
    assert all(context == "" for context, _ in found)


# --- short and long paragraphs ---


def test_the_lines_of_an_address_are_one_passage():
    found = cut(
        (H, "Contact", 1),
        (P, "Acme Learning"),
        (P, "1 Long Street"),
        (P, "Albany, NY 12207"),
        (P, "Phone: 5550100"),
    )
    assert found == [("Contact", "Acme Learning 1 Long Street Albany, NY 12207 Phone: 5550100")]


def test_a_short_sentence_stands_alone():
    found = cut((H, "In Transit", 2), (P, "Data is transferred using HTTPS."), (P, SENTENCE.strip()))
    assert found[0] == ("In Transit", "Data is transferred using HTTPS.")


def test_a_lone_fragment_joins_the_paragraph_after_it():
    found = cut((P, "updated June 5, 2018"), (P, SENTENCE.strip()))
    assert found == [("", f"updated June 5, 2018 {SENTENCE.strip()}")]


def test_paragraphs_to_nine_hundred_characters_stay_whole_and_longer_ones_split_at_sentences():
    assert len(cut((P, (SENTENCE * 9).strip()))) == 1
    found = cut((H, "Requests", 1), (P, "3. Records. " + (SENTENCE * 40).strip()))
    assert all(words.endswith("request.") for _, words in found)
    assert all(300 <= len(words) <= 900 for _, words in found)
    assert all(context == "Requests › 3. Records" for context, _ in found)


def test_a_long_sentence_splits_at_its_clauses_and_keeps_its_beginning():
    clauses = " ".join(
        f"({letter}) use the data of students for advertising of the kind number {letter} {'x ' * 100};"
        for letter in "abcdefgh"
    )
    found = cut((P, f"The provider shall never {clauses} or harm them."))
    assert len(found) > 2
    assert all(words.startswith("(") for _, words in found[1:])
    assert all(context.startswith("The provider shall never (a)") for context, _ in found[1:])


def test_a_hard_wrapped_paragraph_is_one_passage():
    wrapped = "The provider keeps all data\nof students in the United\nStates and encrypts it there."
    assert len(cut((P, wrapped))) == 1


def test_a_line_that_goes_on_after_a_page_joins_its_item():
    found = cut(
        (I, "(1) Control access to media and maintain"),
        (P, "accountability for media during transport;"),
        (I, "(2) Scan."),
    )
    assert find(found, "Control access")[1].startswith(
        "(1) Control access to media and maintain accountability"
    )


def test_a_footnote_stands_alone_and_does_not_end_the_list():
    found = cut((P, "We collect:"), (I, "• name"), (N, "Page 3 of 9"), (I, "• email"))
    assert ("", "Page 3 of 9") in found
    assert find(found, "email")[0] == "We collect:"


# --- what holds for every document ---

WORDS = st.text(alphabet="ab.:;,|()1iA \n\t\u00a0•-–“”#*?é", max_size=60)
LONG = st.builds(lambda words, times: words * times, WORDS, st.integers(1, 60))
BLOCKS = st.lists(st.tuples(st.sampled_from(list(BlockKind)), LONG, st.integers(0, 6)), max_size=14)


@given(BLOCKS, st.sampled_from(["", " ", "\n", "\n\n"]))
def test_every_character_is_in_exactly_one_passage(parts: list[tuple[BlockKind, str, int]], between: str):
    text, blocks = "", []
    for kind, words, level in parts:
        blocks.append(Block(kind, len(text), len(text) + len(words), level))
        text += words + between
    check(text, blocks, passages_of(text, blocks))


@given(
    st.text(max_size=200),
    st.lists(
        st.tuples(st.sampled_from(list(BlockKind)), st.integers(0, 220), st.integers(0, 220)), max_size=8
    ),
)
def test_blocks_that_overlap_or_reach_too_far_do_no_harm(text: str, spans: list[tuple[BlockKind, int, int]]):
    passages = passages_of(text, [Block(kind, start, end) for kind, start, end in spans])
    in_order(text, passages)


def check(text: str, blocks: list[Block], passages: tuple[Passage, ...]) -> None:
    in_order(text, passages)
    covered = bytearray(len(text))
    for one in passages:
        covered[one.start : one.end] = b"\1" * (one.end - one.start)
    for block in blocks:
        if block.kind is not H:
            assert all(covered[at] or text[at].isspace() for at in range(block.start, block.end))


def in_order(text: str, passages: tuple[Passage, ...]) -> None:
    reached = 0
    for one in passages:
        assert reached <= one.start < one.end <= len(text)
        assert not text[one.start].isspace()
        assert not text[one.end - 1].isspace()
        assert one.context == tidy(one.context)
        assert len(one.context) <= 300
        assert not one.context.startswith(SEPARATOR.strip())
        reached = one.end


@pytest.mark.parametrize("unit", ["a", ".", "a.", "a,", ";", "(a)", "|", "“", "x – ", "a: ", " ", "1."])
@pytest.mark.parametrize("kind", list(BlockKind))
def test_one_endless_line_takes_no_time(unit: str, kind: BlockKind):
    text = "b" + unit * (300_000 // len(unit)) + "b"
    started = time.perf_counter()
    passages = passages_of(text, [Block(kind, 0, len(text))])
    assert time.perf_counter() - started < 5
    assert passages


def test_time_grows_with_the_length_only():
    def seconds(many: int) -> float:
        text, blocks = document(
            *((kind, "- one: short | line", 1) for kind in (H, P, I, R, I, P) for _ in range(many))
        )
        started = time.perf_counter()
        passages_of(text, blocks)
        return time.perf_counter() - started

    seconds(100)
    assert seconds(8000) < 40 * max(seconds(1000), 0.01)
