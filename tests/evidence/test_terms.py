from __future__ import annotations

import pytest

from app.evidence.terms import alternatives, distinct, pattern, plain, shown


def found(terms: list[str], text: str) -> list[str]:
    searching = pattern(terms)
    assert searching is not None
    return [match[0] for match in searching.finditer(plain(text))]


@pytest.mark.parametrize(
    ("terms", "text", "hits"),
    [
        (["encrypt*"], "Encrypted, encryption and unencrypted", ["Encrypted", "encryption"]),
        (["at rest"], "data at\nrest, and at  rest; at restful", ["at\nrest", "at  rest"]),
        (
            ["third party"],
            "third-party, third party, third\u2011party",
            ["third-party", "third party", "third\u2010party"],
        ),
        (["AES"], "aes AES-256 caesar", ["aes", "AES"]),
        (["2-d"], "Education Law 2-d and § 2‑d", ["2-d", "2\u2010d"]),
        (["sub-processor*"], "Sub-processors; subprocessors", ["Sub-processors"]),
        (["don't"], "we don’t sell", ["don’t"]),
        (["información"], "la INFORMACIÓN", ["INFORMACIÓN"]),
    ],
)
def test_terms_are_found_as_whole_words(terms: list[str], text: str, hits: list[str]) -> None:
    assert found(terms, text) == hits


def test_a_word_without_end_is_one_word() -> None:
    word = "a" * 1_000_000
    assert plain(word) == word
    assert plain(f"{word}-{' ' * 100_000}").startswith(word)


def test_words_broken_over_a_line_end_are_found_whole() -> None:
    assert found(["information"], "personal infor-\nmation and infor\u00admation") == [
        "information",
        "information",
    ]


def test_a_hyphen_of_the_words_own_at_a_line_end_does_not_hide_it() -> None:
    assert found(["third party", "sub processor*"], "a third-\nparty and a sub-\nprocessor") == [
        "third party",
        "sub processor",
    ]


def test_ligatures_and_odd_spaces_are_read_as_what_they_mean() -> None:
    assert found(["notification"], "noti\ufb01cation") == ["notification"]
    assert found(["personal data"], "personal\u00a0data") == ["personal data"]


def test_web_addresses_say_nothing() -> None:
    assert found(["https", "privacy"], "see https://vendor.example/privacy (http://x.example/https)") == []


def test_terms_without_a_word_find_nothing_at_all() -> None:
    assert pattern(["*", "  ", "–"]) is None


def test_hostile_terms_are_only_words() -> None:
    assert found(["a.*b", "[x]", "(("], "a b; aXXb; x") == ["a b", "x"]


def test_each_term_counts_once_whatever_its_case() -> None:
    assert distinct(["At Rest", "at  rest", "at rest*"]) == ("At Rest", "at rest*")


def test_terms_are_shown_without_their_star() -> None:
    assert shown("encrypt* ") == "encrypt"


def test_anchors_that_cannot_be_read_are_left_out() -> None:
    assert alternatives(["encrypt* | AES & at rest", "a & ", "x*y"]) == ((("encrypt*", "AES"), ("at rest",)),)
