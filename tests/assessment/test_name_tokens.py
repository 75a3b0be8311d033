"""Names taken apart: two spellings of a name agree, and nothing else does."""

from __future__ import annotations

import pytest

from app.assessment.name_tokens import folded, items, plain, singular, tokens_of


@pytest.mark.parametrize(
    "spellings",
    [
        ["E-mail address", "email addresses", "E\u2011mail Address", "e mail address"],
        ["User's IDs", "users\u2019 ID", "USER ID"],
        ["home-room", "Home rooms"],
        ["behaviour data", "Behavior data"],
        ["Phone #", "phone no.", "phone number"],
        ["name and/or title", "name / title", "name & titles"],
    ],
)
def test_spellings_of_one_name_agree(spellings: list[str]) -> None:
    assert len({folded(one) for one in spellings}) == 1


@pytest.mark.parametrize(("a", "b"), [("class", "clas"), ("status", "statu"), ("ISO 27001", "ISO 27002")])
def test_other_names_do_not(a: str, b: str) -> None:
    assert folded(a) != folded(b)


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("cookies", "cookie"),
        ("addresses", "address"),
        ("classes", "class"),
        ("bus", "bus"),
        ("essays", "essay"),
    ],
)
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_a_list_is_cut_at_its_separators_and_parentheses_stay_beside_what_they_explain() -> None:
    found = items(tokens_of("role (parent or teacher), name; note: x"))
    words = [([t.word for t in outer], [[t.word for t in part] for part in inner]) for outer, inner in found]
    assert words == [
        (["role"], [["parent", "&", "teacher"]]),
        (["name"], []),
        (["note"], []),
        (["x"], []),
    ]


@pytest.mark.parametrize("text", ["", "   ", "((((", ")))(", "\x00\u202e", "’'’", "#", "no.", "and/or/and"])
def test_odd_texts_do_no_harm(text: str) -> None:
    assert isinstance(folded(text), str)
    assert isinstance(items(tokens_of(text)), list)


def test_plain_is_one_line_in_lower_case() -> None:
    assert plain("  Acme\n\tInc\u2019s ") == "acme inc's"
