from __future__ import annotations

import pytest

from app.evidence.shapes import (
    Marker,
    is_fragment,
    is_key_value,
    leads_in,
    marker_of,
    opens_contract,
    says_more,
    title_of,
)


@pytest.mark.parametrize(
    ("line", "style", "ordinal"),
    [
        ("• name", "•", ""),
        ("- a. the date", "•a.", "a"),
        ("4. Data Breach.", "1.", "4"),
        ("(10)Perform maintenance", "(1)", "10"),
        ("iii. If the date", "i.", "iii"),
        ("B. As related to", "A.", "B"),
        ("2.1 Scope of use", "1.1", "1"),
        ("Acme 2. does", "", ""),
        ("-AND-", "", ""),
        ("2019 was the year", "", ""),
    ],
)
def test_marks_of_items(line: str, style: str, ordinal: str):
    found = marker_of(line)
    assert found.ordinal == ordinal
    if not style.startswith("•") or style != "•":
        assert found.style == style
    assert bool(found.style) == bool(style)


def test_a_letter_that_is_also_a_numeral_follows_its_list():
    assert marker_of("i. next", before=Marker("a.", "h", 3)).style == "a."
    assert marker_of("i. first").style == "i."


def test_what_a_line_is():
    assert leads_in("We collect the following:")
    assert leads_in("**We collect:**")
    assert not leads_in("We collect: names")
    assert is_key_value("Phone: 207 555 0100")
    assert not is_key_value("Access: Access to data is limited to staff.")
    assert is_fragment("99 Wall Street")
    assert not is_fragment("Data is transferred using HTTPS.")
    assert says_more("We do not sell any data of your students to external parties at all.")
    assert not says_more("Internet protocol (IP) addresses")


def test_titles_lose_their_marks():
    assert title_of("## **Your\u00a0Rights** ##") == "Your Rights"
    assert title_of("Policy\n======") == "Policy"


def test_the_opening_words_of_a_contract_announce_nothing() -> None:
    assert opens_contract(
        "NOW, THEREFORE, for good and valuable consideration, the parties agree as follows:"
    )
    assert not opens_contract("The Provider agrees to:")
